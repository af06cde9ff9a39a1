"""Compile the Chinese catalogues and name every sentence that lacks a translation.

    python tools/catalogues.py          compile, then report
    python tools/catalogues.py --check  report only; exit 1 if anything is missing, unused or stale

Sentences are those inside ``_()``, ``N_()``, ``N()`` and the first argument of the error classes.
"""

import datetime as dt
import io
import sys
from pathlib import Path

from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

PACKAGE = Path(__file__).resolve().parent.parent / "analyzer"
FOLDER = PACKAGE / "locales" / "zh_CN" / "LC_MESSAGES"
EPOCH = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
KEYWORDS = {"_": None, "N_": None, "N": None, "ExportError": None, "UsageError": None, "AnalyzerError": None}


def sentences() -> dict[str, list[str]]:
    """Every marked sentence with the places where it stands."""
    found: dict[str, list[str]] = {}
    methods = [("**.py", "python"), ("**.jinja", "jinja2"), ("**.html", "jinja2")]
    for name, line, message, _comments, _context in extract_from_dir(
        str(PACKAGE), method_map=methods, keywords=KEYWORDS
    ):
        text = message[0] if isinstance(message, tuple) else message
        if text:
            found.setdefault(text, []).append(f"analyzer/{name}:{line}")
    return found


def catalogues() -> dict[Path, dict[str, str]]:
    """The translations of each catalogue."""
    return {path: {m.id: m.string for m in read_po(path.open("rb")) if m.id} for path in sorted(FOLDER.glob("*.po"))}


def compiled(path: Path) -> bytes:
    """The bytes of the .mo that belongs to a .po (its dates left out, so that they depend on the sentences alone)."""
    catalogue = read_po(path.open("rb"))
    catalogue.creation_date = catalogue.revision_date = EPOCH
    out = io.BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def report() -> list[str]:
    """Lines naming what is missing, unused, doubled or stale."""
    wanted, lines = sentences(), []
    have: dict[str, Path] = {}
    for path, entries in catalogues().items():
        for sentence, translation in entries.items():
            if not translation:
                lines.append(f"{path.name}: empty translation: {sentence!r}")
            if sentence in have:
                lines.append(f"{path.name}: also in {have[sentence].name}: {sentence!r}")
            if sentence not in wanted:
                lines.append(f"{path.name}: no longer used: {sentence!r}")
            have[sentence] = path
            if translation and sorted(_fields(sentence)) != sorted(_fields(translation)):
                lines.append(f"{path.name}: other fields in the translation: {sentence!r}")
        target = path.with_suffix(".mo")
        if not target.exists() or target.read_bytes() != compiled(path):
            lines.append(f"{target.name}: stale, run python tools/catalogues.py")
    lines += [
        f"{places[0]}: no translation: {sentence!r}"
        for sentence, places in sorted(wanted.items())
        if sentence not in have
    ]
    return lines


def _fields(text: str) -> set[str]:
    import string

    try:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
    except ValueError:
        return set()


def main() -> int:
    """Compile (unless --check) and report."""
    if "--check" not in sys.argv:
        for path in FOLDER.glob("*.po"):
            path.with_suffix(".mo").write_bytes(compiled(path))
    lines = report()
    print("\n".join(lines) or "every sentence is translated")
    return bool(lines)


if __name__ == "__main__":
    sys.exit(main())
