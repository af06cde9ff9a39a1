"""What can be wrong with an export: the catalogue of problem codes, the table of problems, and the errors that end a run.

A row that cannot be used becomes a row of the problems table, never an exception; a file that cannot be read is an
`ExportError` of one sentence: what, where, what to do.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    from analyzer.locales import Translate

PROBLEM_COLUMNS = ("code", "source", "row", "column", "raw", "note")
"""Columns of ``data/problems.csv``: stable code, source id, place in the source, column, the text as it stood, remark."""

RAW_SHOWN = 200
"""Characters of the offending text that the problems table keeps."""


class AnalyzerError(Exception):
    """An error the person at the keyboard can mend; carries a sentence to translate and the values to put into it."""

    def __init__(self, sentence: str, **values: object) -> None:
        super().__init__(sentence.format(**values))
        self.sentence = sentence
        self.values = values

    def in_words(self, translate: Translate) -> str:
        """The sentence in the reader's language."""
        return translate(self.sentence).format(**self.values)


class ExportError(AnalyzerError):
    """An export that cannot be read: missing, empty, encrypted, of an unknown kind."""


class UsageError(AnalyzerError):
    """A wrong argument or case file, or an output folder that cannot be used."""


@dataclass(frozen=True, slots=True)
class ProblemKind:
    """One entry of the problem catalogue.

    Attributes
    ----------
    code : str
        Stable name, never reused.
    loses_row : bool
        True when the row could not be used (it enters the row ledger); False for a remark on a row that was kept.
    title, advice : str
        What it means and what the person can do, English source sentences.
    """

    code: str
    loses_row: bool
    title: str
    advice: str


def _kinds() -> tuple[ProblemKind, ...]:
    N = str  # marks a sentence for the catalogue without translating it here
    return (
        ProblemKind(
            "P101",
            True,
            N("time not understood"),
            N("look at the row in the export; the date may be missing or cut off"),
        ),
        ProblemKind(
            "P102",
            True,
            N("row has another number of columns than the heading"),
            N("look for a stray separator or quote in that row"),
        ),
        ProblemKind(
            "P103",
            True,
            N("date without a year, and no year stands in the export"),
            N("export again with full dates, or use the bill that names its period"),
        ),
        ProblemKind("P104", True, N("no number column in this row"), N("look at the row in the export")),
        ProblemKind("P105", True, N("element not understood"), N("look at the element in the export")),
        ProblemKind(
            "P106",
            True,
            N("the export ends in the middle of an entry"),
            N("export again: the file was cut off, everything before the cut was read"),
        ),
        ProblemKind(
            "P107",
            True,
            N("text that is not valid in the export's encoding"),
            N("try --encoding, or export again as UTF-8"),
        ),
        ProblemKind("P201", False, N("duration not understood, left empty"), N("the call is kept, without its length")),
        ProblemKind(
            "P202",
            False,
            N("call type not understood, kept as unknown"),
            N("the call is kept; rules that need to know whether it was answered leave it out"),
        ),
        ProblemKind(
            "P203",
            False,
            N("unreadable characters were replaced"),
            N("the message is kept; broken characters show as the replacement sign"),
        ),
        ProblemKind("P204", False, N("several recipients, the first one is named"), N("the message is kept once")),
        ProblemKind(
            "P205",
            False,
            N("number not understood, kept as written"),
            N("the event is kept under the text that stood there"),
        ),
        ProblemKind(
            "P206", False, N("local time that occurs twice or never (clock change)"), N("the earlier reading was taken")
        ),
        ProblemKind(
            "P207",
            False,
            N("time far outside the rest of the export"),
            N("check the phone's clock for that day; the event is kept as it stands"),
        ),
        ProblemKind(
            "P301",
            False,
            N("the case could not be analysed"),
            N("the remark says why; all other cases are counted"),
        ),
        ProblemKind(
            "P302",
            False,
            N("a file of the case was left out"),
            N("the remark says why; the other files of the case are counted"),
        ),
    )


PROBLEM_KINDS = _kinds()
"""The catalogue. P1xx lose the row, P2xx are remarks on a row that was kept, P3xx are about a case or a file of it (in a caseload)."""

BY_CODE = {kind.code: kind for kind in PROBLEM_KINDS}


@dataclass
class ProblemLog:
    """Collects the problems of one export while it is read.

    Examples
    --------
    >>> log = ProblemLog()
    >>> log.add("P101", row="17", column="date", raw="yesterday")
    >>> log.lost
    1
    """

    entries: list[tuple[str, str, str, str, str]] = field(default_factory=list)
    lost: int = 0

    def add(self, code: str, row: object = "", column: str = "", raw: object = "", note: str = "") -> None:
        """Record one problem; `code` must stand in `PROBLEM_KINDS`."""
        self.entries.append((code, str(row), column, shorten(raw), note))
        self.lost += BY_CODE[code].loses_row

    def add_many(self, code: str, rows: Iterable[object], column: str, raws: Iterable[object], note: str = "") -> None:
        """Record the same problem for several rows."""
        for row, raw in zip(rows, raws, strict=True):
            self.add(code, row, column, raw, note)

    def frame(self, source: str) -> pd.DataFrame:
        """The problems as a table with `PROBLEM_COLUMNS`, under the given source id."""
        return table([(source, self)])


def table(logs: Sequence[tuple[str, ProblemLog]]) -> pd.DataFrame:
    """The problems of several sources, one below the other, as a table with `PROBLEM_COLUMNS`.

    Examples
    --------
    >>> log = ProblemLog()
    >>> log.add("P101", row="17", column="date", raw="yesterday")
    >>> table([("0a1b2c3d", log)]).iloc[0].tolist()
    ['P101', '0a1b2c3d', '17', 'date', 'yesterday', '']
    """
    import pandas as pd

    rows = [(code, source, *rest) for source, log in logs for code, *rest in log.entries]
    columns = list(zip(*rows, strict=True)) or [()] * len(PROBLEM_COLUMNS)
    made = {name: pd.array(list(cells), dtype="str") for name, cells in zip(PROBLEM_COLUMNS, columns, strict=True)}
    return pd.DataFrame(made, copy=False)


def shorten(raw: Any) -> str:
    """The offending text on one line, at most `RAW_SHOWN` characters; None becomes empty."""
    text = "" if raw is None else str(raw)
    text = text.replace("\r", " ").replace("\n", " ").replace("\0", "�")
    return text if len(text) <= RAW_SHOWN else text[: RAW_SHOWN - 1] + "…"
