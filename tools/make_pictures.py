"""Take the README's pictures from the sample data: ``python tools/make_pictures.py`` (needs playwright and Chromium).

The pictures show invented people only. Run it when the page or the charts change.
"""

import os
import shutil
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from analyzer.cli import main

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "docs" / "pictures"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def run(folder: Path, lang: str) -> Path:
    """The output folder of the sample case."""
    os.environ["SOURCE_DATE_EPOCH"] = "1780500000"
    sample = ROOT / "sample_data"
    main(
        [str(sample / "export.csv"), "--case", str(sample / "case.toml"), "-o", str(folder), "--lang", lang, "--quiet"]
    )
    return folder


def save(picture: Path, name: str, width: int, height: int = 0) -> None:
    """A smaller copy for the README: few colours, cut to `height`."""
    image = Image.open(picture).convert("RGB")
    image = image.resize((width, round(image.height * width / image.width)), Image.Resampling.LANCZOS)
    if height:
        image = image.crop((0, 0, width, min(height, image.height)))
    image.quantize(128).save(OUT / name, optimize=True)


def screenshot(page: Path, target: Path, width: int, height: int) -> None:
    """The first screen of a page."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        tab = browser.new_page(viewport={"width": width, "height": height})
        tab.goto(page.as_uri())
        tab.screenshot(path=str(target))
        browser.close()


if __name__ == "__main__":
    OUT.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        chinese, english = (run(Path(place) / lang, lang) for lang in ("zh", "en"))
        screenshot(chinese / "report.html", Path(place) / "page.png", 1180, 900)
        save(Path(place) / "page.png", "report-zh.png", 1000)
        save(next((chinese / "charts").glob("number-01-*.png")), "number-zh.png", 700)
        save(english / "charts" / "daily.png", "daily-en.png", 900)
