"""The small pictures of docs/charts.md, from the sample data: ``python tools/make_gallery.py``.

``python tools/make_gallery.py --sizes DIR`` writes every chart in full instead, for cases of 1, 30 and 400 days with 2 and 60
numbers, in both languages: look at them after a change.
"""

from __future__ import annotations

import importlib
import io
import sys
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from analyzer import pipeline  # noqa: E402
from analyzer.case import Case  # noqa: E402
from analyzer.charts import CHARTS  # noqa: E402
from analyzer.document import Figure  # noqa: E402
from analyzer.settings import Settings, read_case_file  # noqa: E402
from analyzer.writers.pictures import picture  # noqa: E402

OUT = ROOT / "docs" / "pictures" / "charts"
SAMPLES = ("export.csv", "workplace_phone.csv", "china_mobile_bill_2026-03_to_05.xls")
WIDE = 460
"""Dots across a small picture: two fit beside each other."""


def drawn(case: Case) -> dict[str, Figure]:
    """Every chart that applies, by name; of single numbers the first."""
    return {
        chart.name: picture(chart, case, None if chart.per == "case" else case.reported.iloc[0].to_dict())
        for chart in CHARTS
        if chart.applies(case)
    }


def sample(lang: str) -> Case:
    """The sample case with three of its exports."""
    folder = ROOT / "sample_data"
    settings = Settings(lang=lang, case=read_case_file(folder / "case.toml"))
    return pipeline.analyze([folder / name for name in SAMPLES], settings)


def small(figure: Figure) -> bytes:
    """A copy for the page: fewer dots, few colours."""
    image = Image.open(io.BytesIO(figure.png)).convert("RGB")
    image = image.resize((WIDE, round(image.height * WIDE / image.width)), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    image.quantize(48).save(out, "PNG", optimize=True)
    return out.getvalue()


def main(arguments: list[str]) -> None:
    """Write the pictures."""
    if arguments[:1] == ["--sizes"]:
        cases = importlib.import_module("busycase")  # of the tests
        target = Path(arguments[1])
        target.mkdir(parents=True, exist_ok=True)
        for lang, days, numbers in cases.SIZES:
            for name, figure in drawn(cases.busy_case(lang, days, numbers)).items():
                (target / f"{name}-{days}-{numbers}-{lang}.png").write_bytes(figure.png)
        return
    OUT.mkdir(parents=True, exist_ok=True)
    for lang in ("zh", "en"):
        for name, figure in drawn(sample(lang)).items():
            (OUT / f"{name}-{lang}.png").write_bytes(small(figure))


if __name__ == "__main__":
    main(sys.argv[1:])
