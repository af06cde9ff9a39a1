"""``analyze caseload DIR… -o OUT``: arguments → one call → lines on the terminal."""

from __future__ import annotations

import argparse
import os
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from analyzer.locales import LANGUAGES, translator
from analyzer.problems import UsageError
from analyzer.progress import AFTER, BAR, EVERY, clock_of, columns

if TYPE_CHECKING:
    from rich.console import Console

    from analyzer.caseload import Caseload
    from analyzer.locales import Translate
    from analyzer.settings import Settings

SHOWN = 12
"""Rows of a ranking, or cases that could not be read, on the screen."""


def arguments_of(made: argparse.ArgumentParser, _: Translate) -> argparse.ArgumentParser:
    """The arguments of ``analyze caseload``."""
    add = made.add_argument
    add("folders", nargs="*", metavar="DIR", help=_("folders whose sub-folders and files are one case each"))
    add("-o", "--output", metavar="OUT", default="", help=_("folder to write; an interrupted run goes on where it stopped"))  # fmt: skip
    add("--case", metavar="FILE", help=_("case file for cases that have no case.toml of their own"))
    add("--region", metavar="CN", default="", help=_("country of numbers without a country code (default: CN)"))
    add("--tz", metavar="ZONE", default="", help=_("time zone of your days and nights (default: that of the region)"))
    add("--area", metavar="CODE", default="", help=_("area code of landline numbers written without one, for example 0755"))  # fmt: skip
    add("--rules", metavar="cn,us-ma,FILE", default="", help=_("jurisdictions whose rules are applied (default: that of the region; analyze rules lists them), and files of your own rules (mine.toml); heuristics always are"))  # fmt: skip
    add("--since", metavar="DAY", default="", help=_("first day to look at, 2026-03-01"))
    add("--until", metavar="DAY", default="", help=_("last day to look at"))
    add("--lang", choices=LANGUAGES, default="", help=_("language of reports (default: that of the machine)"))
    add("--encoding", metavar="NAME", default="", help=_("text encoding, where it was not recognised"))
    add("--map", metavar="FILE", default="", help=_("what the columns of a table and values in them mean, where they were not understood"))  # fmt: skip
    add("--names", action="store_true", help=_("name cases and people in the tables instead of giving them pseudonyms"))
    add("--events", action="store_true", help=_("write the calls and messages of all cases too, not only what was counted"))  # fmt: skip
    add("--processes", metavar="N", type=int, default=0, help=_("processes on this machine (default: one for each processor)"))  # fmt: skip
    add("--scheduler", metavar="tcp://HOST:8786", default="", help=_("a Dask scheduler whose workers do the work (docs/scale.md)"))  # fmt: skip
    add("--json", action="store_true", help=_("print the facts as JSON instead of the screen"))
    add("--strict", action="store_true", help=_("exit with 1 when cases or rows could not be used"))
    add("--quiet", action="store_true", help=_("print nothing but errors"))
    add("--force", action="store_true", help=_("replace an output folder of an earlier run"))
    add("-h", "--help", action="help", help=_("print this help"))
    made.set_defaults(owner="", unusual=False)
    return made


def command(
    arguments: Sequence[str],
    lang: str,
    made: argparse.ArgumentParser,
    settings_of: Callable[[argparse.Namespace, str], Settings],
) -> int:
    """Run it; returns the exit code.

    Parameters
    ----------
    arguments : sequence of str
    lang : {"zh", "en"}
    made : ArgumentParser
        An empty parser, whose errors are those of the program.
    settings_of : callable
        The settings that the arguments ask for.
    """
    _ = translator(lang)
    asked = arguments_of(made, _).parse_args(arguments)
    if not asked.folders:
        raise UsageError("name at least one folder of cases, for example: analyze caseload complaints -o tables")
    if not asked.output:
        raise UsageError("name the folder to write with -o, for example: analyze caseload complaints -o tables")
    if asked.processes < 0:
        raise UsageError("--processes {n} is not a number of processes: name 1 or more", n=asked.processes)
    settings = settings_of(asked, lang)

    def own(path: Path) -> Settings:
        return settings_of(argparse.Namespace(**{**vars(asked), "case": str(path)}), lang)

    from analyzer.caseload import caseload

    progress = Line(_, asked.quiet)
    try:
        found = caseload(
            asked.folders, asked.output, settings, own=own, names=asked.names, events=asked.events,
            processes=asked.processes or os.cpu_count() or 1, scheduler=asked.scheduler, force=asked.force, progress=progress,
        )  # fmt: skip
    except KeyboardInterrupt:
        progress.close()
        print("analyze: " + _("stopped: what is finished is kept, the same command goes on from there"), file=sys.stderr)  # fmt: skip
        return 130
    finally:
        progress.close()
    if asked.json:
        print((found.folder / "caseload.json").read_text(encoding="utf-8"), end="")
    elif not asked.quiet:
        from analyzer.terminal import console

        show(found, Path(asked.output), console(), _, lang)
    counts = found.facts["counts"]
    if counts["failed"] == counts["cases"]:
        return 2
    return int(bool(asked.strict and (counts["failed"] or counts["problems"])))


class Line:
    """One line on stderr: cases, calls and messages, rate, time left. After a second, only on a terminal.

    Cases come back in parts; the line is drawn anew in between, so that nobody takes the program for dead.
    """

    def __init__(self, translate: Translate, silent: bool = False, stream: TextIO | None = None) -> None:
        self.stream, self.translate = stream or sys.stderr, translate
        self.began, self.wrote = time.monotonic(), 0
        self.told: tuple[int, int, int, int] | None = None
        self.heard = 0.0
        self.lock, self.closed = threading.Lock(), threading.Event()
        self.thread: threading.Thread | None = None
        if not silent and self.stream.isatty():
            self.thread = threading.Thread(target=self._tick, name="progress", daemon=True)
            self.thread.start()

    def __call__(self, done: int, whole: int, before: int, events: int) -> None:
        """Told how far it is."""
        with self.lock:
            self.told, self.heard = (done, whole, before, events), time.monotonic() - self.began
            self._draw()

    def line(self, passed: float) -> str:
        """What is shown after `passed` seconds."""
        _ = self.translate
        done, whole, before, events = self.told or (0, 1, 0, 0)
        full = done * BAR // whole
        parts = [f"[{'#' * full}{'-' * (BAR - full)}] {done / whole:.0%}"]
        parts.append(_("{done} of {whole} cases").format(done=f"{done:,}", whole=f"{whole:,}"))
        if events:
            rate = f"{events / self.heard:,.0f}"
            parts.append(_("{events} calls and messages, {rate} a second").format(events=f"{events:,}", rate=rate))
        if done == whole:
            parts.append(_("joining the cases"))
        elif done > before:
            left = (whole - done) * self.heard / (done - before) - (passed - self.heard)
            parts.append(_("about {left} left").format(left=clock_of(max(left, 0))))
        return " · ".join(parts)

    def _tick(self) -> None:
        while not self.closed.wait(EVERY):
            with self.lock:
                self._draw()

    def _draw(self) -> None:
        passed = time.monotonic() - self.began
        if self.thread is None or self.told is None or passed < AFTER:
            return
        line = self.line(passed)
        wide = columns(line)
        self.stream.write("\r" + line + " " * max(self.wrote - wide, 0))
        self.stream.flush()
        self.wrote = wide

    def close(self) -> None:
        """Wipe the line and stop."""
        self.closed.set()
        if self.thread is not None:
            self.thread.join()
            self.thread = None
        if self.wrote:
            self.stream.write("\r" + " " * self.wrote + "\r")
            self.stream.flush()
            self.wrote = 0


def show(found: Caseload, target: Path, out: Console, _: Translate, lang: str) -> None:
    """What was understood, which numbers reach most people, where it lies."""
    counts = found.facts["counts"]
    out.print(_("Understood"), style="bold")
    out.print("  " + _("{n} cases of {people} people").format(n=f"{counts['cases']:,}", people=f"{counts['people']:,}"))
    ledger = [_("{n} rows").format(n=f"{counts['rows_read']:,}"), _("{n} calls and messages").format(n=f"{counts['events']:,}")]  # fmt: skip
    if counts["problems"]:
        ledger.append(_("{n} rows could not be used, listed in {where}").format(n=f"{counts['problems']:,}", where="data/problems"))  # fmt: skip
    out.print("  " + " · ".join(ledger))
    if counts["first_at"]:
        out.print("  " + _("records from {first} to {last}").format(first=counts["first_at"][:10], last=counts["last_at"][:10]))  # fmt: skip
    if found.resumed:
        out.print("  " + _("{n} cases were finished by an earlier run").format(n=f"{found.resumed:,}"))
    if counts["failed"]:
        out.print("  " + _("{n} cases could not be read:").format(n=f"{counts['failed']:,}"))
        _failed(found, out, counts["failed"], _)
    from analyzer.terminal import safe

    for _name, why in found.left[:SHOWN]:
        out.print("  " + _("left out: {why}").format(why=safe(why.in_words(_))))
    if len(found.left) > SHOWN:
        out.print("  " + _("… and {n} more files were left out").format(n=len(found.left) - SHOWN))
    _ranked(found.facts, out, _, lang)
    _paths(target, found.folder, out, _)


def _failed(found: Caseload, out: Console, many: int, _: Translate) -> None:
    from analyzer.caseload.across import table
    from analyzer.terminal import safe

    import pyarrow.compute as pc  # isort: skip

    rows: Any = table(found.folder / "data" / "cases", ["case", "note"], pc.field("state") == "failed").slice(0, SHOWN)
    for row in rows.to_pylist():
        said, case = safe(row["note"]), safe(row["case"])
        out.print(f"    {said}" if case in said else f"    {case} — {said}")
    if many > SHOWN:
        out.print("    " + _("… and {n} more cases").format(n=f"{many - SHOWN:,}"))


def _ranked(facts: dict[str, Any], out: Console, _: Translate, lang: str) -> None:
    from rich import box
    from rich.table import Table

    from analyzer import phone
    from analyzer.terminal import safe

    out.print()
    out.print(_("Found"), style="bold")
    if not facts["top_numbers"]:
        out.print("  " + _("No number appears to exceed a limit that could be judged."))
        return
    out.print("  " + _("{several} of {numbers} reported numbers called or wrote to more than one person; {callers} callers with several numbers did.").format(
        several=f"{facts['counts']['numbers_of_several']:,}", numbers=f"{facts['counts']['numbers']:,}",
        callers=f"{facts['counts']['callers_of_several']:,}",
    ))  # fmt: skip
    shown = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for i, label in enumerate((_("number"), _("people"), _("calls in"), _("messages"), _("days"), _("findings"), _("since"))):  # fmt: skip
        shown.add_column(label, justify="right" if i else "left", no_wrap=True)
    for row in facts["top_numbers"][:SHOWN]:
        cells = (row[name] for name in ("people", "calls_in", "messages_in", "days", "findings"))
        shown.add_row(safe(phone.display(row["number"], lang)), *map(str, cells), row["first_at"][:10])
    out.print(shown)


def _paths(target: Path, folder: Path, out: Console, _: Translate) -> None:
    out.print()
    out.print(_("Written to {folder}").format(folder=target), style="bold")
    for name, purpose in (
        ("caseload.html", _("open this first")),
        ("ranking.xlsx", _("numbers and callers across people")),
        ("handover/", _("a sheet for each carrier")),
        ("across/", _("the ranking for programs")),
        ("data/", _("the tables of all cases (Parquet)")),
        ("private/", _("which case is which: keep it to yourself")),
        ("manifest.sha256", _("hashes of all files")),
    ):
        if (folder / name).exists():
            out.print(f"  {name:<16} {purpose}")
    out.print()
    out.print(_("Next: open {path}.").format(path=target / "caseload.html"))
