"""Pages of docs/ that say what the registries hold do not differ from them."""

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tools"))

import make_docs  # noqa: E402


@pytest.mark.parametrize("path", make_docs.PAGES)
def test_page_says_what_the_registry_holds(path):
    """Run python tools/make_docs.py when this fails."""
    assert (ROOT / path).read_text(encoding="utf-8") == make_docs.PAGES[path]()


def test_every_rule_and_citation_has_a_section_in_both_languages():
    from analyzer.rules import RULE_PACKS, cited, pack

    page = make_docs.rules_page()
    for text in (text for name in RULE_PACKS for text in (*pack(name), *cited(name))):
        assert page.count(f"#### {text.id}\n") == 2
        assert text.title["zh"] in page and text.note["en"] in page


def test_every_chart_is_shown_in_both_languages():
    """Run python tools/make_gallery.py when this fails."""
    from PIL import Image

    from analyzer.charts import CHARTS

    for chart in CHARTS:
        for lang in ("zh", "en"):
            picture = ROOT / "docs" / "pictures" / "charts" / f"{chart.name}-{lang}.png"
            assert f"](pictures/charts/{picture.name})" in make_docs.PAGES["docs/charts.md"]()
            with Image.open(picture) as image:
                assert image.width == 460 and image.height > 100
            assert picture.stat().st_size < 60_000
