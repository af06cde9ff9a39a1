"""docs/fuzzing.md out of the state of ``tools/fuzz.py``."""

from __future__ import annotations

import json
import types
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
AIM = 600
"""Seconds of the processor that each importer is to have."""


def code_lines(path: Path) -> set[int]:
    """Lines of functions of a file: those that only run when something is read."""
    found, queue = set(), [compile(path.read_text(encoding="utf-8"), str(path), "exec")]
    while queue:
        code = queue.pop()
        queue += [inner for inner in code.co_consts if isinstance(inner, types.CodeType)]
        if code.co_name != "<module>" and not code.co_name.startswith("<generic"):
            found |= {line for _, _, line in code.co_lines() if line and line != code.co_firstlineno}
    return found


def write_page(folder: Path) -> None:
    """Totals by importer, honestly: how long, how many inputs, how much of the code they reached, what was found."""
    state = json.loads((folder / "state.json").read_text(encoding="utf-8"))
    home = ROOT / "analyzer" / "importers"
    texts = {path.relative_to(home).as_posix(): code_lines(path) for path in sorted(home.rglob("*.py"))}
    reached: dict[str, set[int]] = {name: set() for name in texts}
    rows, seconds, cpu, inputs = [], 0.0, 0.0, 0
    for name, one in sorted(state.items()):
        path = folder / "lines" / f"{name}.json"
        known = [tuple(line) for line in json.loads(path.read_text())] if path.exists() else []
        lines = {(file.partition("/")[2], line) for file, line in known if file.startswith("importers/")}
        lines = {
            (file, line) for file, line in lines if line in texts.get(file, ())
        }  # files were moved and changed since
        for file, line in lines:
            reached[file].add(line)
        mine = one.get("cpu", 0.0)
        seconds, cpu, inputs = seconds + one["seconds"], cpu + mine, inputs + one["inputs"]
        kinds = len(one["found"])
        rows.append(
            f"| `{name}` | {one['seconds'] / 60:.1f} | {mine / 60:.1f} | {one['inputs']:,} | {one['read']:,} | {one['other']:,} | {one['refused']:,} | {len(lines):,} | {kinds} |"
        )
    whole = sum(len(lines) for lines in texts.values())
    hit = sum(len(reached[name] & lines) for name, lines in texts.items())
    enough = sum(one.get("cpu", 0.0) >= AIM for one in state.values())
    short = [
        f"`{name}` {len(reached[name] & lines)} of {len(lines)}"
        for name, lines in texts.items()
        if lines and len(reached[name] & lines) < 0.8 * len(lines)
    ]
    text = f"""<!-- made by tools/fuzz.py --page from its state: edit that, not this page -->

# Fuzzing

`python tools/fuzz.py` reads damaged exports without end. Inputs are the samples of each importer, changed by mutators that know their
structure (bytes; lines and fields; XML and HTML; JSON; databases; archives and workbooks; PDF); inputs that reach lines not reached
before are changed further. Held against each input, by the importer itself and, one in five, by `analyzer.read` in pieces of 64
bytes to 64 KB, as large exports are read in larger ones: nothing but an `ExportError` or a
`UsageError` of one sentence is raised; the row ledger balances; the rows keep to the contract of columns; the same input gives the
same events twice; nothing is written outside the temporary folder, left there, or said on stderr; processor time stays below ten times
that of the sample and five seconds, memory below 400 MB and sixty times the input.

What was found is mended, and each case stands in `tests/test_fuzz_found.py`.

**So far**: {seconds / 60:.0f} minutes, {cpu / 60:.0f} of them of the processor (which other programs used too; the first
round did not count them), and {inputs:,} inputs. {enough} of {len(state)} importers have had the {AIM // 60} minutes of the processor that each is to have.
Of the {whole:,} lines in functions of `analyzer/importers/`, {hit:,} ({hit / whole:.0%}) were reached (a quarter of the runs is watched).

| importer | minutes | of the processor | inputs | read | read by another | refused | lines reached | kinds of breach found so far |
|---|---:|---:|---:|---:|---:|---:|---:|---:|
{chr(10).join(rows)}

Files of which less than four fifths were reached: {", ".join(short) or "none"}.
"""
    (ROOT / "docs" / "fuzzing.md").write_text(text, encoding="utf-8", newline="\n")
