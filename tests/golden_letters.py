"""Golden letters: what the papers of the sample case say, channel by channel, kept in ``tests/samples_letters``.

    python -m tests.golden_letters generate     write them anew (then read them with ``git diff``)

Only the letter itself is kept, not its lists, and the guide to the papers; of forms the entries, the SMS and the texts to paste.
Papers of invented cases in the United States, the United Kingdom and India are kept in English as ``us-…``, ``gb-…``, ``in-…``.
The day is fixed, so that dates do not move.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import sys
from functools import cache
from pathlib import Path

from analyzer import pipeline
from analyzer.case_file import read_case_file
from analyzer.channels import CHANNELS, CLOSED, offers
from analyzer.reports.complaint import complaint
from analyzer.reports.guide import guide
from analyzer.settings import Settings
from analyzer.writers.text import text

ROOT = Path(__file__).resolve().parent.parent
FOLDER = Path(__file__).resolve().parent / "samples_letters"
TODAY = dt.date(2026, 6, 1)
ABROAD = ("US", "GB", "IN")
EXPORTS = ("export.csv", "workplace_phone.csv")


@cache
def letters(lang: str) -> dict[str, str]:
    """The letter of every channel that is offered with the sample case, and the guide, by file name."""
    sample = ROOT / "sample_data"
    file = read_case_file(sample / "case.toml")
    settings = Settings(lang=lang, zone=file.zone, zone_stated=True, case=file)
    case = dataclasses.replace(pipeline.analyze([sample / name for name in EXPORTS], settings), made_on=TODAY)
    found = offers(case, CHANNELS)
    made = {f"guide.{lang}.txt": text(guide(case, found, CLOSED))}
    for offer in found:
        if offer.state == "now" and offer.channel.kind != "12321":
            document = complaint(case, offer.channel)
            made[f"{offer.channel.id}.{lang}.txt"] = text(
                dataclasses.replace(document, sections=document.sections[:1], footer="")
            )
    return made | (abroad() if lang == "en" else {})


def abroad() -> dict[str, str]:
    """The papers of the invented cases abroad, without lists and without advice."""
    from abroadcases import abroad_case

    made = {}
    for region in ABROAD:
        case = abroad_case(region)
        found = offers(case, CHANNELS)
        made[f"{region.lower()}-guide.en.txt"] = text(guide(case, found, CLOSED))
        for offer in found:
            if offer.state != "now":
                continue
            document = complaint(case, offer.channel)
            first, *others = document.sections
            kept = others[:-1] if offer.channel.kind == "form" else [one for one in others[:-1] if one.paper == "sheet"]
            made[f"{region.lower()}-{offer.channel.id}.en.txt"] = text(
                dataclasses.replace(document, sections=(first, *kept), footer="")
            )
    return made


def main(arguments: list[str]) -> int:
    """The command."""
    if arguments != ["generate"]:
        print(__doc__)
        return 2
    sys.path.insert(0, str(FOLDER.parent))
    FOLDER.mkdir(exist_ok=True)
    for path in FOLDER.glob("*.txt"):
        path.unlink()
    for lang in ("zh", "en"):
        for name, words in letters(lang).items():
            (FOLDER / name).write_bytes(words.encode("utf-8"))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
