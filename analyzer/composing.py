"""The second half of the line: charts are drawn, papers composed, the folder written; and a case is masked to be handed around."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analyzer.case import Case
from analyzer.document import Document, Figure
from analyzer.exports import Export
from analyzer.locales import LANGUAGES
from analyzer.problems import UsageError

if TYPE_CHECKING:
    import pandas as pd

    from analyzer.charts.chart import Chart
    from analyzer.writers.folder import Folder

PARTS = ("html", "xlsx", "charts", "complaints", "letters", "data", "source")
"""What ``--only`` can name, in the order of use. ``case.json`` and the manifest are always written."""

TABLES = ("events", "numbers", "messages", "campaigns", "links", "findings", "problems", "sources")
"""The tables of ``data/``; `links` holds the reasons of `campaigns`."""

Progress = Callable[[str, int, int], None]
"""Told (what is being done, how much of it, of how much): bytes of exports while they are read, rows while they are counted, files
while they are written.
"""


def quiet(what: str, done: int, whole: int) -> None:
    """Progress that nobody is told."""


def draw(case: Case, progress: Progress = quiet, many: int | None = None) -> dict[str, Figure]:
    """Every chart of the case, by name; those of single numbers for the `many` strongest (`PICTURED`)."""
    from analyzer.writers.pictures import picture

    wanted = _pictures(case, PICTURED if many is None else many)
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


def compose(case: Case, parts: Collection[str] = PARTS, progress: Progress = quiet) -> dict[str, Document]:
    """The documents of a case by path without suffix: ``report``, ``evidence``, ``complaints/README``, per channel
    ``complaints/<channel>/complaint`` and ``complaints/<channel>/letter``, and ``complaints/declaration/…``.

    Parameters
    ----------
    case : Case
    parts : collection of str
        Parts of a run (`PARTS`); papers that belong to none of them are not composed.
    """
    from analyzer.channels import CHANNELS, CLOSED, offers
    from analyzer.reports.complaint import complaint
    from analyzer.reports.declaration import declarations
    from analyzer.reports.evidence import evidence
    from analyzer.reports.guide import guide
    from analyzer.reports.letter import letter
    from analyzer.reports.summary import summary

    papers = {}
    if "html" in parts:
        papers["report"] = summary(case)
    if "xlsx" in parts:
        papers["evidence"] = evidence(case)
    if not {"complaints", "letters"} & set(parts):
        return papers
    found = offers(case, CHANNELS)
    applying = [offer.channel for offer in found if offer.state == "now"]
    known: dict[tuple[Any, ...], dict[str, Figure]] = {}
    papers["complaints/README"] = guide(case, found, CLOSED)
    for channel in applying:
        paper = papers[f"complaints/{channel.id}/complaint"] = complaint(case, channel)
        if channel.signed:
            taken = channel.takes(case)
            drawn = _drawn(case, taken, known, progress) if "letters" in parts else None
            papers[f"complaints/{channel.id}/letter"] = letter(case, paper, taken, channel.most_bytes, drawn)
    if applying:
        papers |= {f"complaints/declaration/{name}": paper for name, paper in declarations(case).items()}
    return papers


def _drawn(
    case: Case, taken: pd.DataFrame, known: dict[tuple[Any, ...], dict[str, Figure]], progress: Progress
) -> dict[str, Figure] | None:
    """The charts of the whole case, drawn of the numbers of a letter alone: its reader is told nothing of others.

    `known` keeps them for the next letter about the same numbers.
    """
    from analyzer.charts import CHARTS
    from analyzer.reports.letter import CHARTS as SHOWN
    from analyzer.reports.letter import SEVERAL
    from analyzer.writers.pictures import picture

    if not case.figures:
        return None
    key = (*zip(taken["owner"], taken["number"], strict=True),)
    if key not in known:
        part = case.about(taken)
        many = taken["number"].nunique()
        charts = [one for one in CHARTS if one.name in SHOWN and many >= SEVERAL.get(one.name, 1) and one.applies(part)]
        known[key] = {}
        for i, chart in enumerate(charts):
            progress("drawing", i, len(charts))
            known[key][chart.name] = picture(chart, part)
    return known[key]


def composed(case: Case, parts: Collection[str] = PARTS, progress: Progress = quiet) -> dict[str, Document]:
    """What `compose` gives; the papers of a masked copy say that they are of one."""
    return {name: said(case, paper) for name, paper in compose(case, parts, progress).items()}


def said(case: Case, paper: Document) -> Document:
    """A paper, which says that it is of a masked copy where it is."""
    if case.masked is None:
        return paper
    from analyzer.reports.masked import marked

    return marked(case, paper)


def _about_copy(case: Case) -> bytes:
    from analyzer.reports.masked import readme
    from analyzer.writers.text import text

    return text(readme(case)).encode()


def write(
    case: Case,
    target: str | os.PathLike[str],
    exports: Sequence[Export] = (),
    *,
    only: Sequence[str] = (),
    force: bool = False,
    progress: Progress = quiet,
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
    from analyzer.writers.facts import case_pieces
    from analyzer.writers.folder import MANIFEST, SEALED, output_folder
    from analyzer.writers.tables import pieces

    parts = set(only or PARTS)
    with output_folder(Path(target), force) as folder:
        if case.masked is not None:
            parts.discard("source")
            folder.add("README.txt", _about_copy(case))
            folder.add(SEALED, f"{case.masked.sealed}  {MANIFEST}\n".encode())
        if parts & {"html", "xlsx", "charts", "letters"}:
            case.figures.update(draw(case, progress, _pages(parts)))
        if parts & {"html", "xlsx", "charts", "complaints", "letters"}:
            _write_papers(case, folder, parts, progress)
        if "data" in parts:
            progress("writing tables", 0, 1)
            for name in TABLES:
                folder.add_stream(f"data/{name}.csv", pieces(getattr(case, name)))
        folder.add_stream("case.json", case_pieces(case))
        if case.settings.case.raw:
            folder.add("case.toml", case.settings.case.raw)
        for i, file in enumerate(case.settings.rule_files, 1):
            folder.add(f"rules/{i}-{file.name}", file.raw)
        if "source" in parts:
            _keep(exports, case, folder)
    return Path(target)


def _pages(parts: set[str]) -> int:
    """How many numbers get a picture of their own in the parts that are written."""
    from analyzer.reports.summary_findings import PICTURES

    return PICTURED if parts & {"charts", "letters"} else PICTURES if "html" in parts else 0


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

    progress("composing papers", 0, 1)
    papers = composed(case, parts, progress)

    letter = {name.rpartition("/")[0] for name, paper in papers.items() if paper.name == "letter"}

    def listed(name: str) -> bool:
        """Whether a letter is written that refers to the lists of this paper."""
        return "letters" in parts and name.rpartition("/")[0] in letter

    if "charts" in parts:
        for figure in case.figures.values():
            folder.add(f"charts/{figure.name}.png", figure.png)
            folder.add(f"charts/{figure.name}.svg", figure.svg)
    signed = {name: paper for name, paper in papers.items() if paper.name in letters.SIGNED and "letters" in parts}
    with letters.being_set(signed) as made:
        names = list(papers)
        for i, name in enumerate(names):
            progress("writing papers", i, len(names))
            paper = papers.pop(name)  # a large one is not kept longer than it is needed
            if name == "report" and "html" in parts:
                second = next(lang for lang in LANGUAGES if lang != case.lang)
                folder.add("report.html", html(paper, said(case.told_in(second), report_in(case, second))))
            elif name == "evidence" and "xlsx" in parts:
                folder.add("evidence.xlsx", xlsx(paper))
            elif signed.pop(name, None):
                folder.add_all(letters.files(name, paper, made.get(name)))
            elif paper.name == "complaint" and ("complaints" in parts or listed(name)):
                folder.add(f"{name}.xlsx", xlsx(paper))
                folder.add(f"{name}.txt", text(paper).encode())
            elif paper.name == "guide" and parts & {"complaints", "letters"}:
                folder.add(f"{name}.txt", text(letters.noted(paper, bool(letter), "letters" in parts)).encode())
