"""The verbs, composed: read · summarize · detect · analyze · compose · write. The only file that imports every shelf."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analyzer import building, gathering
from analyzer import campaigns as campaigns_room
from analyzer import findings as findings_room
from analyzer import messages as messages_room
from analyzer import numbers as numbers_room
from analyzer.case import Case
from analyzer.document import Document, Figure
from analyzer.exports import Export
from analyzer.indicators import INDICATORS
from analyzer.locales import LANGUAGES
from analyzer.problems import ExportError, UsageError
from analyzer.rules import citations as citations_of
from analyzer.rules import rules as rules_of
from analyzer.settings import Settings
from analyzer.unusual import unusual

if TYPE_CHECKING:
    import pandas as pd

    from analyzer.charts.chart import Chart
    from analyzer.events import Importer, Reading
    from analyzer.writers.folder import Folder

PARTS = ("html", "xlsx", "charts", "complaints", "letters", "data", "source")
"""What ``--only`` can name, in the order of use. ``case.json`` and the manifest are always written."""

TABLES = ("events", "numbers", "messages", "campaigns", "links", "findings", "problems", "sources")
"""The tables of ``data/``; `links` holds the reasons of `campaigns`."""

Progress = Callable[[str, int, int], None]
"""Told (what is being done, how much of it, of how much)."""

VERSION = metadata.version("call-sms-analyzer")


@dataclass(frozen=True)
class Read:
    """What `read` returns: the tables that come straight out of exports, and the exports."""

    exports: tuple[Export, ...]
    built: building.Built
    found: gathering.Gathered

    @property
    def skipped(self) -> list[gathering.Skipped]:
        """Files of folders and archives that were left out, each with its reason."""
        return self.found.skipped

    @property
    def events(self) -> pd.DataFrame:
        """The events table."""
        return self.built.events

    @property
    def sources(self) -> pd.DataFrame:
        """The row ledger."""
        return self.built.sources

    @property
    def problems(self) -> pd.DataFrame:
        """The problems table."""
        return self.built.problems


def _quiet(what: str, done: int, whole: int) -> None:
    pass


def read(
    paths: str | os.PathLike[str] | Sequence[str | os.PathLike[str]],
    settings: Settings | None = None,
    progress: Progress = _quiet,
) -> Read:
    """Read exports into one events table.

    Parameters
    ----------
    paths : path or sequence of paths
    settings : Settings, optional
    progress : callable, optional

    Returns
    -------
    Read
        With ``events``, ``sources`` and ``problems``.

    Raises
    ------
    ExportError
        When an export cannot be read at all.

    Examples
    --------
    >>> read("sample_data/export.csv").events  # doctest: +SKIP
    """
    settings = settings or Settings()
    readings, found = read_apart(paths, settings, progress)
    return Read(tuple(export for export, _, _ in readings), building.build(readings, settings), found)


def read_apart(
    paths: str | os.PathLike[str] | Sequence[str | os.PathLike[str]], settings: Settings, progress: Progress = _quiet
) -> tuple[list[tuple[Export, Importer, Reading]], gathering.Gathered]:
    """Read exports, each by itself: what `building.build` makes one events table of.

    Raises
    ------
    ExportError
        When an export cannot be read at all.
    """
    listed = [paths] if isinstance(paths, (str, os.PathLike)) else list(paths)
    found = gathering.gather(listed, settings.encoding)
    readings: list[tuple[Export, Importer, Reading]] = []
    queue = [(export, place in found.named) for place, export in enumerate(found.exports)]
    for done, (export, must) in enumerate(queue):
        progress("reading", done, len(queue))
        try:
            if export.kind in gathering.ARCHIVES and not _claimed(export):
                queue += [(member, False) for member in gathering.unpack(export, found)]
                continue
            readings.append(_one(export, settings))
        except ExportError as error:
            if must:
                raise
            found.leave_out(export.name, error)
    if not readings:
        raise ExportError(
            "none of the {n} files at {path} is an export that can be read: analyze formats lists those that can",
            n=len(queue),
            path=", ".join(map(str, listed)),
        )
    return readings, found


def _claimed(export: Export) -> bool:
    """Whether an importer takes an archive as it is."""
    from analyzer.importers import IMPORTERS

    return any(importer.recognises(export) for importer in IMPORTERS)


def _one(export: Export, settings: Settings) -> tuple[Export, Importer, Reading]:
    from analyzer.importers import recognise

    importer = recognise(export, settings)
    return export, importer, importer.read(export, settings)


def summarize(events: pd.DataFrame, settings: Settings | None = None) -> pd.DataFrame:
    """The numbers table of an events table (see `analyzer.numbers.summarize`)."""
    settings = settings or Settings()
    return numbers_room.summarize(events, INDICATORS, region=settings.region, lang=settings.lang)


def classify(events: pd.DataFrame, settings: Settings | None = None) -> pd.DataFrame:
    """The messages table of an events table (see `analyzer.messages.classify`)."""
    return messages_room.classify(events, settings or Settings())


def campaigns(
    events: pd.DataFrame, messages: pd.DataFrame, numbers: pd.DataFrame, settings: Settings | None = None
) -> campaigns_room.Campaigns:
    """Numbers that behave as one caller (see `analyzer.campaigns.campaigns`)."""
    return campaigns_room.campaigns(events, messages, numbers, settings or Settings())


def detect(
    events: pd.DataFrame,
    settings: Settings | None = None,
    connected_only: Sequence[str] = (),
    files: Mapping[str, str] | None = None,
    messages: pd.DataFrame | None = None,
    together: campaigns_room.Campaigns | None = None,
) -> pd.DataFrame:
    """The findings table of an events table (see `analyzer.findings.detect`)."""
    settings = settings or Settings()
    applied = rules_of(settings.rules, settings.rule_files)
    return findings_room.detect(
        events, applied, settings, connected_only=connected_only, files=files, messages=messages, campaigns=together
    )


def analyze(
    paths: str | os.PathLike[str] | Sequence[str | os.PathLike[str]],
    settings: Settings | None = None,
    progress: Progress = _quiet,
) -> Case:
    """Read exports, summarize them and apply the rules.

    Parameters
    ----------
    paths : path or sequence of paths
    settings : Settings, optional

    Returns
    -------
    Case

    Examples
    --------
    >>> case = analyze("sample_data/export.csv")  # doctest: +SKIP
    >>> case.reported[["number", "calls_in", "findings"]]  # doctest: +SKIP
    """
    return make_case(read(paths, settings, progress), settings, progress)


def make_case(what: Read, settings: Settings | None = None, progress: Progress = _quiet) -> Case:
    """A case out of what `read` returned."""
    settings = settings or Settings()
    bills = [note["source"] for note in what.built.readings if not note["lists_missed"]]
    progress("counting", 0, 1)
    numbers = summarize(what.events, settings)
    if settings.unusual:
        numbers = numbers.assign(unusual=unusual(numbers, settings))
    progress("reading messages", 0, 1)
    messages = classify(what.events, settings)
    progress("looking for one caller behind several numbers", 0, 1)
    together = campaigns(what.events, messages, numbers, settings)
    progress("applying rules", 0, 1)
    files = {note["source"]: Path(note["path"]).name for note in what.built.readings}
    findings = detect(what.events, settings, bills, files, messages, together)
    return Case(
        settings=settings, events=what.events, numbers=numbers, messages=messages, campaigns=together.table,
        links=together.links, findings=findings, problems=what.problems, sources=what.sources,
        rules=rules_of(settings.rules, settings.rule_files), version=VERSION, made_on=today(), readings=what.built.readings,
        citations=citations_of(settings.rules), reasons=together.reasons,
    )  # fmt: skip


def today() -> dt.date:
    """The date of the run: that of ``SOURCE_DATE_EPOCH`` (seconds since 1970, UTC) where it is set."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not epoch:
        return dt.datetime.now().astimezone().date()
    try:
        return dt.datetime.fromtimestamp(int(epoch), dt.UTC).date()
    except (ValueError, OverflowError, OSError):
        raise UsageError(
            "SOURCE_DATE_EPOCH is {value!r}: it must be whole seconds since 1970, or not be set", value=epoch
        ) from None


def draw(case: Case, progress: Progress = _quiet) -> dict[str, Figure]:
    """Every chart of the case, by name."""
    from analyzer.writers.pictures import picture

    wanted = _pictures(case, PICTURED)
    figures = {}
    for i, (chart, subject) in enumerate(wanted):
        progress("drawing", i, len(wanted))
        figure = picture(chart, case, subject)
        figures[figure.name] = figure
    return figures


def _pictures(case: Case, many: int) -> list[tuple[Chart, Any]]:
    """The charts of the case, and those of its `many` strongest numbers with their row."""
    from analyzer.charts import CHARTS

    subjects = list(case.reported.head(many).itertuples())
    return [
        (chart, s) for chart in CHARTS if chart.applies(case) for s in ((None,) if chart.per == "case" else subjects)
    ]


PICTURED = 20
"""Reported numbers that get a page of their own, strongest first; the reports say so when there are more."""


def report_in(case: Case, lang: str) -> Document:
    """The report in another language, for the page that can be read in both.

    Charts are the same pictures; their titles, and what they show in words, are in the language asked for.
    """
    from analyzer.reports.summary import summary
    from analyzer.reports.summary_findings import PICTURES
    from analyzer.writers.pictures import file_stem

    told = case.told_in(lang)
    for chart, subject in _pictures(told, PICTURES) if case.figures else ():
        row = None if subject is None else subject._asdict()
        if figure := told.figures.get(file_stem(chart, row)):
            told.figures[figure.name] = replace(figure, title=chart.title(told, row), alt=chart.alt(told, row))
    return summary(told)


def compose(case: Case) -> dict[str, Document]:
    """The documents of a case by path without suffix: ``report``, ``evidence``, ``complaints/README``, per channel
    ``complaints/<channel>/complaint`` and ``complaints/<channel>/letter``, and ``complaints/declaration/…``.
    """
    from analyzer.channels import CHANNELS, CLOSED, offers
    from analyzer.reports.complaint import complaint
    from analyzer.reports.declaration import declarations
    from analyzer.reports.evidence import evidence
    from analyzer.reports.guide import guide
    from analyzer.reports.letter import letter
    from analyzer.reports.summary import summary

    papers = {"report": summary(case), "evidence": evidence(case)}
    found = offers(case, CHANNELS)
    applying = [offer.channel for offer in found if offer.state == "now"]
    papers["complaints/README"] = guide(case, found, CLOSED)
    for channel in applying:
        paper = papers[f"complaints/{channel.id}/complaint"] = complaint(case, channel)
        if channel.kind not in ("text", "form"):
            papers[f"complaints/{channel.id}/letter"] = letter(case, paper, channel.takes(case), channel.most_bytes)
    if applying:
        papers |= {f"complaints/declaration/{name}": paper for name, paper in declarations(case).items()}
    return papers


def write(
    case: Case,
    target: str | os.PathLike[str],
    exports: Sequence[Export] = (),
    *,
    only: Sequence[str] = (),
    force: bool = False,
    progress: Progress = _quiet,
) -> Path:
    """Write the output folder of a case.

    Parameters
    ----------
    case : Case
    target : path
        Folder to make. It appears complete or not at all.
    exports : sequence of Export
        Copied byte for byte into ``source/``.
    only : sequence of str
        Parts to write (`PARTS`); empty writes all.
    force : bool
        Replace a folder of that name that this program wrote.

    Returns
    -------
    Path
        The folder.
    """
    from analyzer.writers.facts import case_json
    from analyzer.writers.folder import output_folder
    from analyzer.writers.tables import pieces

    parts = set(only or PARTS)
    with output_folder(Path(target), force) as folder:
        if case.masked is not None:
            parts.discard("source")
            folder.note = f"# masked copy; SHA-256 of manifest.sha256 of the sealed folder: {case.masked.sealed}"
        if parts & {"html", "xlsx", "charts", "complaints", "letters"}:
            case.figures.update(draw(case, progress))
            _write_papers(case, folder, parts, progress)
        if "data" in parts:
            progress("writing tables", 0, 1)
            for name in TABLES:
                folder.add_stream(f"data/{name}.csv", pieces(getattr(case, name)))
        folder.add("case.json", case_json(case))
        if case.settings.case.raw:
            folder.add("case.toml", case.settings.case.raw)
        for i, file in enumerate(case.settings.rule_files, 1):
            folder.add(f"rules/{i}-{file.name}", file.raw)
        if "source" in parts:
            _keep(exports, case, folder)
    return Path(target)


def mask(case: Case, sealed: str | os.PathLike[str] = "") -> Case:
    """The case as a copy to hand around tells it: everybody but the reported callers is replaced by stable marks.

    Parameters
    ----------
    case : Case
    sealed : path, optional
        The folder that `write` wrote of `case`; the copy names the hash of its manifest.

    Returns
    -------
    Case
        For `write`, with the counts and findings of `case` (see `analyzer.masking`). No figures are drawn yet.

    Examples
    --------
    >>> write(mask(case, "export-analysis"), "export-analysis-masked")  # doctest: +SKIP
    """
    import hashlib

    from analyzer import masking
    from analyzer.channels.carrier import own_carriers
    from analyzer.writers.folder import MANIFEST

    digest = hashlib.sha256((Path(sealed) / MANIFEST).read_bytes()).hexdigest() if sealed else ""
    return masking.mask(case, digest, own_carriers(case))


def _keep(exports: Sequence[Export], case: Case, folder: Folder) -> None:
    """Copy the exports byte for byte; an archive once, however many of its members were read."""
    kept: set[str] = set()
    for export, note in zip(exports, case.readings, strict=True):
        home = export.container or export
        place = note["stored"].partition("/")[0]
        if place in kept:
            continue
        kept.add(place)
        if folder.add_stream(f"source/{place}", home.chunks()) != home.sha256:
            raise UsageError("{path} changed while it was read: run again when nothing writes to it", path=home.path)


def _write_papers(case: Case, folder: Folder, parts: set[str], progress: Progress) -> None:
    from analyzer.writers import letters
    from analyzer.writers.html import html
    from analyzer.writers.text import text
    from analyzer.writers.xlsx import xlsx

    papers = compose(case)

    def listed(name: str) -> bool:
        """Whether a letter is written that refers to the lists of this paper."""
        return "letters" in parts and f"{name.rpartition('/')[0]}/letter" in papers

    if case.masked is not None:
        from analyzer.reports.masked import marked, readme

        papers = {name: marked(case, paper) for name, paper in papers.items()}
        folder.add("README.txt", text(readme(case)).encode())
    if "charts" in parts:
        for figure in case.figures.values():
            folder.add(f"charts/{figure.name}.png", figure.png)
            folder.add(f"charts/{figure.name}.svg", figure.svg)
    signed = {name: paper for name, paper in papers.items() if paper.name in letters.SIGNED and "letters" in parts}
    with letters.being_set(signed) as made:
        for i, (name, paper) in enumerate(papers.items()):
            progress("writing papers", i, len(papers))
            if name == "report" and "html" in parts:
                second = next(lang for lang in LANGUAGES if lang != case.lang)
                folder.add("report.html", html(paper, report_in(case, second)))
            elif name == "evidence" and "xlsx" in parts:
                folder.add("evidence.xlsx", xlsx(paper))
            elif name in signed:
                folder.add_all(letters.files(name, paper, made.get(name)))
            elif paper.name == "complaint" and ("complaints" in parts or listed(name)):
                folder.add(f"{name}.xlsx", xlsx(paper))
                folder.add(f"{name}.txt", text(paper).encode())
            elif paper.name == "guide" and parts & {"complaints", "letters"}:
                has = any(one.name == "letter" for one in papers.values())
                folder.add(f"{name}.txt", text(letters.noted(paper, has, "letters" in parts)).encode())
