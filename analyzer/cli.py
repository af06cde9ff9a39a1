"""The command line: arguments → one call → lines on the terminal and an exit code. Heavy imports wait until they are needed."""

from __future__ import annotations

import argparse
import datetime as dt
import gc
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from analyzer import mapping
from analyzer.case_file import read_case_file
from analyzer.locales import LANGUAGES, default_language, translator
from analyzer.problems import AnalyzerError, ExportError, UsageError
from analyzer.settings import REGION_RULES, CaseFile, RuleFile, Settings, zone_of
from analyzer.version import VERSION

if TYPE_CHECKING:
    from analyzer import pipeline
    from analyzer.case import Case
    from analyzer.locales import Translate
    from analyzer.progress import Progress

PARTS = ("html", "xlsx", "charts", "complaints", "letters", "data", "source")
VERBS = ("formats", "rules", "channels", "verify", "init", "caseload")

FINISHED, STRICT_PROBLEMS, UNUSABLE = 0, 1, 2
"""Exit codes: finished, whatever was found; finished with ``--strict`` and rows that could not be used; nothing could be
read, or wrong usage."""


class Parser(argparse.ArgumentParser):
    """An argument parser whose errors are one sentence and whose exit code is 2."""

    def error(self, message: str) -> None:  # type: ignore[override]
        """End the run with one line."""
        raise UsageError("{message} (analyze --help lists the options)", message=message)


def parser(_: Translate) -> Parser:
    """The arguments of ``analyze EXPORT…``."""
    made = Parser(
        prog="analyze",
        description=_(
            "Counts the calls and messages in your exports, compares them with rules, and writes complaints with their evidence. Nothing leaves this machine."
        ),
        epilog=_(
            "Also: analyze formats (exports that are understood) · analyze rules [ID] · analyze channels [ID] (where to complain, in which order) · analyze verify DIR · analyze init (a case file to fill in) · analyze caseload DIR… (many cases at once). A path that exists is always taken for an export."
        ),
        add_help=False,
        allow_abbrev=False,
    )
    add = made.add_argument
    add("exports", nargs="*", metavar="EXPORT", help=_("export files of the phone, the carrier or an app"))
    add("-o", "--output", metavar="DIR", help=_("folder to write (default: <first export>-analysis)"))
    add(
        "--case",
        metavar="FILE",
        help=_("case file (case.toml): who you are, known collectors, refusals, complaints, numbers to leave alone"),
    )
    add("--owner", metavar="NUMBER", default="", help=_("your own number, where the export does not say it"))
    add("--region", metavar="CN", default="", help=_("country of numbers without a country code (default: CN)"))
    add("--tz", metavar="ZONE", default="", help=_("time zone of your days and nights (default: that of the region)"))
    add(
        "--area",
        metavar="CODE",
        default="",
        help=_("area code of landline numbers written without one, for example 0755"),
    )
    add(
        "--rules",
        metavar="cn,us-ma,FILE",
        default="",
        help=_(
            "jurisdictions whose rules are applied (default: that of the region; analyze rules lists them), and files of your own rules (mine.toml); heuristics always are"
        ),
    )
    add("--since", metavar="DAY", default="", help=_("first day to look at, 2026-03-01"))
    add("--until", metavar="DAY", default="", help=_("last day to look at"))
    add("--lang", choices=LANGUAGES, default="", help=_("language of reports (default: that of the machine)"))
    add("--encoding", metavar="NAME", default="", help=_("text encoding, where it was not recognised"))
    add(
        "--map",
        metavar="FILE",
        default="",
        help=_("what the columns of a table and values in them mean, where they were not understood"),
    )
    add("--remember", action="store_true", help=_("keep that map for tables with the same headings"))
    add("--forget", action="store_true", help=_("remove the maps that were kept"))
    add("--only", metavar="PARTS", default="", help=_("write only these parts: {parts}").format(parts=",".join(PARTS)))
    add(
        "--unusual",
        action="store_true",
        help=_(
            "also mark which numbers differ most from your other numbers (weak, proves nothing, never in complaints)"
        ),
    )
    add(
        "--mask",
        action="store_true",
        help=_(
            "also write a copy to hand around, DIR-masked, in which everybody but the reported callers is replaced by marks"
        ),
    )
    add("--mask-to", metavar="DIR", default="", help=_("the same, under another name"))
    add("--json", action="store_true", help=_("print the facts as JSON instead of the screen"))
    add("--strict", action="store_true", help=_("exit with 1 when rows could not be used"))
    add("--quiet", action="store_true", help=_("print nothing but errors"))
    add("--force", action="store_true", help=_("replace an output folder of an earlier run"))
    add("--version", action="store_true", help=_("print the version"))
    add("-h", "--help", action="help", help=_("print this help"))
    return made


SELDOM = (100_000, 20, 20)
"""Thresholds of the collector of cyclic garbage while the command runs: importing makes hundreds of thousands of objects that
stay, and looking through them again and again took a tenth of a small run."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; returns the exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    _utf8_streams()
    # Arrow keeps a fifth less memory at its peak than with an allocator of its own.
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    _ = translator(_language(arguments))
    thresholds = gc.get_threshold()
    gc.set_threshold(*SELDOM)
    try:
        if arguments and arguments[0] in VERBS and not Path(arguments[0]).exists():
            if arguments[0] == "caseload":
                from analyzer.caseload.command import command

                made = Parser(prog="analyze caseload", add_help=False, allow_abbrev=False)
                return command(arguments[1:], _language(arguments), made, settings_of)
            from analyzer.listings import LISTINGS

            return LISTINGS[arguments[0]](arguments[1:], _language(arguments))
        return _run(arguments, _)
    except AnalyzerError as error:
        print(f"analyze: {error.in_words(_)}{_offer(error, _)}", file=sys.stderr)
        return UNUSABLE
    except KeyboardInterrupt:
        print("analyze: " + _("stopped; nothing was written"), file=sys.stderr)
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return FINISHED
    finally:
        gc.set_threshold(*thresholds)


def _run(arguments: list[str], _: Translate) -> int:
    asked = parser(_).parse_args(arguments)
    if asked.version:
        print("analyze", VERSION)
        return FINISHED
    if asked.forget:
        path, some = mapping.forget()
        print((_("removed: {path}") if some else _("no maps are kept: there is no {path}")).format(path=path))
        if not asked.exports:
            return FINISHED
    if asked.remember and not asked.map:
        raise UsageError("--remember keeps the map that --map names: name one")
    if not asked.exports:
        raise UsageError("name at least one export, for example: analyze export.csv (analyze --help lists the options)")
    settings = settings_of(asked, _language(arguments))
    only = tuple(part.strip() for part in asked.only.split(",") if part.strip())
    for part in only:
        if part not in PARTS:
            raise UsageError("--only does not know {part!r}: known are {known}", part=part, known=", ".join(PARTS))
    target = Path(asked.output) if asked.output else Path(f"{Path(asked.exports[0]).stem}-analysis")
    if target.exists() and not asked.force:
        raise UsageError(
            "{path} exists already: choose another folder with -o, or replace it with --force", path=target
        )

    copy = _copy(asked, target)

    from analyzer import pipeline, terminal
    from analyzer.progress import Progress

    progress = Progress(_, only, copies=1 if copy is None else 2, silent=asked.quiet)
    try:
        what, settings = _read(asked, settings, progress, _)
        case = pipeline.make_case(what, settings, progress)
        pipeline.write(case, target, what.exports, only=only, force=asked.force, progress=progress)
        if copy is not None:
            pipeline.write(pipeline.mask(case, target), copy, only=only, force=asked.force, progress=progress)
    finally:
        progress.close()
    if asked.json:
        _print_file(target / "case.json")
    elif not asked.quiet:
        files = [path.relative_to(target).as_posix() for path in sorted(target.rglob("*")) if path.is_file()]
        terminal.show(case, target, files, terminal.console(), what.skipped)
        _offer_values(case, _)
        if copy is not None:
            print(
                _(
                    "Masked copy: {path}. Read it before you hand it on: free words can still tell who somebody is."
                ).format(path=copy)
            )
    if asked.remember:
        path = mapping.remember(mapping.read_map(Path(asked.map)))
        print(_("kept for tables with these headings: {path} (analyze --forget removes it)").format(path=path))
    return STRICT_PROBLEMS if asked.strict and int(case.sources["problems"].sum()) else FINISHED


def _print_file(path: Path) -> None:
    """Print a file of UTF-8: as it is where the stream has that encoding, else letter by letter."""
    stream = getattr(sys.stdout, "buffer", None)
    if stream is None or (sys.stdout.encoding or "").lower().replace("-", "") != "utf8":
        print(path.read_text(encoding="utf-8"), end="")
        return
    import shutil

    sys.stdout.flush()
    with path.open("rb") as file:
        shutil.copyfileobj(file, stream, 1 << 20)


def _copy(asked: argparse.Namespace, target: Path) -> Path | None:
    """The folder of the masked copy, where one is wanted."""
    if not asked.mask and not asked.mask_to:
        return None
    copy = Path(asked.mask_to) if asked.mask_to else target.with_name(f"{target.name}-masked")
    if copy.resolve() == target.resolve():
        raise UsageError("--mask-to names the folder of the run itself: name another one")
    if copy.exists() and not asked.force:
        raise UsageError("{path} exists already: choose another folder with -o, or replace it with --force", path=copy)
    return copy


def _offer(error: AnalyzerError, _: Translate) -> str:
    """Where a table was not understood: a map to fill in, written where the person works; what to do with it."""
    headings = error.values.get("headings")
    if not isinstance(headings, tuple) or not headings:
        return ""
    values = error.values.get("values")
    made = mapping.offer(headings, Path(), values if isinstance(values, tuple) else ())
    return _("; or fill in {path} and run again with --map {path}").format(path=made) if made else ""


def _offer_values(case: Case, _: Translate) -> None:
    """Where values of a type column were not understood: a map to fill in with them."""
    if (values := mapping.unexplained(case)) and (made := mapping.offer((), Path(), values)):
        said = _("some values of the type column were not understood: fill in {path} and run again with --map {path}")
        print(said.format(path=made))


def _read(
    asked: argparse.Namespace, settings: Settings, progress: Progress, _: Translate
) -> tuple[pipeline.Read, Settings]:
    """Read the exports; those that are refused for their headings once more, if a map was kept for these."""
    from analyzer import pipeline

    what = None
    try:
        what = pipeline.read(asked.exports, settings, progress)
        kept = None if settings.columns else mapping.fitting(left.reason for left in what.skipped)
    except ExportError as error:
        kept = None if settings.columns else mapping.fitting([error])
        if kept is None:
            raise
    if kept is not None:
        settings = replace(settings, columns=kept.fields, values=(*settings.values, *kept.values))
        what = pipeline.read(asked.exports, settings, progress)
        path = mapping.folder_of_settings() / mapping.KEPT
        progress.clear()
        said = _("columns are read as the map says that you asked to keep: {path} (analyze --forget removes it)")
        print(said.format(path=path), file=sys.stderr)
    assert what is not None
    return what, settings


def settings_of(asked: argparse.Namespace, lang: str) -> Settings:
    """The settings that the arguments and the case file ask for; an argument beats the case file."""
    case = read_case_file(Path(asked.case)) if asked.case else CaseFile()
    map_ = mapping.read_map(Path(asked.map)) if asked.map else mapping.Map()
    region = (asked.region or case.region or "CN").upper()
    if len(region) != 2 or not region.isalpha():
        raise UsageError("--region {region!r} is not a country code of two letters like CN or US", region=region)
    stated = asked.tz or case.zone
    return Settings(
        owner=asked.owner,
        region=region,
        zone=zone_of(region, stated),
        zone_stated=bool(stated),
        home_area=asked.area,
        rules=_jurisdictions(asked.rules, region),
        rule_files=_rule_files(asked.rules),
        since=_day("--since", asked.since),
        until=_day("--until", asked.until),
        lang=lang,
        encoding=asked.encoding,
        columns=map_.fields,
        values=map_.values,
        case=case,
        unusual=asked.unusual,
    )


def _jurisdictions(named: str, region: str) -> tuple[str, ...]:
    """Packs and areas that were named; those of the region where none was, whether or not a file of rules was."""
    names = tuple(name.lower() for name in _named(named) if not _is_file(name))
    return names or ((REGION_RULES[region],) if region in REGION_RULES else ())


def _rule_files(named: str) -> tuple[RuleFile, ...]:
    """The files of rules that were named: whatever ends in ``.toml``."""
    paths = [Path(name) for name in _named(named) if _is_file(name)]
    if not paths:
        return ()
    from analyzer.rules.packs import open_rule_file

    return tuple(map(open_rule_file, paths))


def _named(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


def _is_file(name: str) -> bool:
    return name.lower().endswith(".toml")


def _day(option: str, text: str) -> dt.date | None:
    if not text:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise UsageError("{option} {text!r} is not a day: write it like 2026-03-01", option=option, text=text) from None


def _language(arguments: Sequence[str]) -> str:
    """The language wanted, known before the arguments are parsed so that errors come in it too."""
    for i, argument in enumerate(arguments):
        value = (
            argument.partition("=")[2]
            if argument.startswith("--lang=")
            else arguments[i + 1]
            if argument == "--lang" and i + 1 < len(arguments)
            else ""
        )
        if value in LANGUAGES:
            return value
    return default_language()


def _utf8_streams() -> None:
    """Chinese must print on consoles whose own encoding cannot (Windows); what cannot be shown is escaped, never fatal."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            if sys.platform == "win32":
                reconfigure(encoding="utf-8", errors="backslashreplace")
            else:
                reconfigure(errors="backslashreplace")


if __name__ == "__main__":
    sys.exit(main())
