"""What a complaint channel is: whom one writes to, what the channel asks for, and how sure that knowledge is.

A channel is declared, not programmed. What is known of it comes as `Fact` with its public source and a mark of confidence;
`Fact.said` decides what a paper may show: seen texts as they are, hearsay with a warning, guesses not at all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    from analyzer.case import Case
    from analyzer.locales import Translate
    from analyzer.settings import CaseFile

N_ = str

CONFIDENCES = ("S1", "S2", "S3", "R")
"""S1 seen in the primary text, S2 in a serious secondary source, S3 in weak pages only, R remembered, unconfirmed. A fact
whose sources differ carries the weakest mark."""

CERTAIN = ("S1", "S2")

KINDS = ("carrier", "12321", "letter", "form", "text", "none")
"""Kinds of papers that `analyzer.reports.complaint` can write: the carriers' letter with its lists; one report per number; a
letter made of parts; a form filled in for each number, without a letter; text to paste and nothing else; none, the channel is
only explained."""

FILLED = ("records", "case", "choice", "person")
"""Where a field's content comes from: the exports; the case file, else a blank; a choice among words; the person alone."""

STATES = ("now", "wait", "missing", "no")
"""Whether one can go to a channel: now; not before another has been tried; the case file must say something first; nothing in
the case is for it."""

BLOCK = 500
"""Characters of one text to paste where the form's own limit is not known. Our own choice."""

SORTS = ("complaint", "report", "appeal", "police", "evidence")
"""What its paper is: a complaint (投诉); a report of conduct (举报); an appeal against a carrier's answer (申诉); what one tells the
police (报案); evidence for a court. Papers are headed accordingly."""

COMPLAINT = N_("Complaint to {addressee}")

NOTHING = N_("no reported number concerns it")


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that a channel is said to do, to ask or to limit.

    Attributes
    ----------
    text : str
        English source sentence.
    source : str
        Where it was seen.
    confidence : str
        One of `CONFIDENCES`.

    Examples
    --------
    >>> Fact("The form asks for a screenshot.", "guides", "S3").said(str)
    'The form asks for a screenshot. (reported by web guides, verify before use)'
    >>> Fact("There is a hotline.", "nobody", "R").said(str)
    ''
    """

    text: str
    source: str
    confidence: str

    def said(self, _: Translate) -> str:
        """The fact as a paper may show it, empty where it may not."""
        if self.confidence in CERTAIN:
            return _(self.text)
        if self.confidence == "S3":
            return _("{fact} (reported by web guides, verify before use)").format(fact=_(self.text))
        return ""


@dataclass(frozen=True, slots=True)
class Field:
    """Something that the channel asks to be filled in.

    Attributes
    ----------
    name : str
        Stable name.
    label : str
        As the reader sees it (English source sentence).
    filled : str
        One of `FILLED`.
    obligatory : bool or None
        None where it is not known.
    note : str
        How to fill it (English source sentence).
    source, confidence : str
        Where it was seen that the channel asks for it, and how sure that is.
    """

    name: str
    label: str
    filled: str
    obligatory: bool | None
    source: str
    confidence: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Sms:
    """A way to report something by SMS.

    Attributes
    ----------
    to : str
        The number to send to.
    form : str
        The text, with ``{number}`` and, where it is of one message or call, ``{text}``, ``{day}`` (dd/mm/yy), ``{time}`` (hh:mm).
    source, confidence : str
        Where that was seen, and how sure it is.
    of : {"message", "call", "number"}
        What one SMS reports.
    within : int
        Days after which it is no longer taken, 0 where no such limit is known.
    """

    to: str
    form: str
    source: str
    confidence: str
    of: str = "message"
    within: int = 0


@dataclass(frozen=True, slots=True)
class Paste:
    """A field of a form that takes running text: its label, and the parts of the letter that are pasted there."""

    label: str
    parts: tuple[str, ...]


def nowhere_else(case: Case) -> bool:
    """What most channels say of cases of other regions."""
    return False


def anything(case: Case) -> tuple[str, str]:
    """Whether one can go to a channel that asks for nothing but reported numbers."""
    return "now", ""


def nobody(case: Case) -> pd.DataFrame:
    """What a channel takes for which no paper is written: no row of ``case.reported``."""
    return case.reported.head(0).assign(role="")


@dataclass(frozen=True)
class Channel:
    """Somebody to whom a complaint can be handed.

    Attributes
    ----------
    id : str
        Name of its folder under ``complaints/``.
    title, addressee : Mapping
        ``zh`` and ``en`` texts.
    names : tuple of str
        What ``[[complaint]] channel`` in the case file may call it, besides its id and titles.
    kind : str
        One of `KINDS`: which paper is written.
    takes : callable
        ``Case -> DataFrame``: the rows of ``case.reported`` that go to this channel, with a column ``role``.
    fields : tuple of Field
        What it asks for, in its order.
    parts : tuple of str
        Parts of the letter, keys of `analyzer.reports.complaint.PARTS`.
    before, ways, limits : tuple of Fact
        What must come first; how to hand it in; deadlines, sizes and what the channel does not do.
    classes : tuple of str
        Kinds of calls between which the channel lets one choose (English source sentences).
    attachments : tuple of str
        What to attach (English source sentences).
    reply_days : int
        Days after which an answer is overdue; 0 where none is known.
    working : bool
        Whether these are working days.
    about : str
        What it takes (English source sentence).
    regions : tuple of str
        Regions (ISO 3166) whose people can go there; empty for every region.
    after : tuple of str
        Ids or kinds of the channels that a person tries before this one; the order of use is computed from it.
    only_after : tuple of str
        Those of them without whose answer, or the end of the days for one, it takes nothing.
    when : callable
        ``Case -> (state, why)``: one of `STATES` without ``wait``, and the reason as an English source sentence.
    urgent : callable
        ``Case -> bool``: whether it comes before all others.
    needs : tuple of str
        What of the case file its paper wants, as ``owner.name`` or ``collector.creditor``.
    heading : str
        What its paper is called (English source sentence with the place ``{addressee}``).
    sort : str
        One of `SORTS`: what its paper is headed inside.
    requests : tuple of str
        What is asked of it (English source sentences).
    unknown : tuple of str
        What could not be established about it (English source words); papers leave a blank to check with the channel.
    omits : tuple of str
        Ids of citations that have no place in a paper for it.
    creditor : str
        The creditor that this one is about, where each has a paper of its own (`per_creditor`).
    per_creditor : bool
        Whether each creditor of the case file has a paper of its own.
    block : int
        Characters that one field of its form takes, 0 where that is not known.
    most_bytes, a_day : int
        Size that an attachment must stay under, and reports that a person may hand in on a day; 0 where none is known.
    sms : tuple of Sms
        How to report by SMS.
    texts : tuple of Paste
        Fields of its form for running text; empty: one text for all.
    entries : tuple of str
        Names of the fields that its form wants for each number.
    checklist : tuple of str
        Names of the fields that it advises to note.
    dial : str
        How its form writes telephone numbers, as ``+1 ###-###-####``: the country code, then a digit for each ``#``.
    beyond : callable
        ``Case -> bool``: whether it is for this case although the case is of another region.
    """

    id: str
    title: Mapping[str, str]
    addressee: Mapping[str, str]
    kind: str
    takes: Callable[[Case], pd.DataFrame]
    fields: tuple[Field, ...]
    parts: tuple[str, ...] = ()
    before: tuple[Fact, ...] = ()
    ways: tuple[Fact, ...] = ()
    limits: tuple[Fact, ...] = ()
    classes: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()
    reply_days: int = 0
    names: tuple[str, ...] = ()
    working: bool = False
    about: str = ""
    regions: tuple[str, ...] = ("CN",)
    after: tuple[str, ...] = ()
    only_after: tuple[str, ...] = ()
    when: Callable[[Case], tuple[str, str]] = anything
    urgent: Callable[[Case], bool] = lambda case: False
    needs: tuple[str, ...] = ()
    heading: str = COMPLAINT
    sort: str = "complaint"
    requests: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    omits: tuple[str, ...] = ()
    creditor: str = ""
    per_creditor: bool = False
    block: int = 0
    most_bytes: int = 0
    a_day: int = 0
    sms: tuple[Sms, ...] = ()
    texts: tuple[Paste, ...] = ()
    entries: tuple[str, ...] = ()
    checklist: tuple[str, ...] = ()
    dial: str = ""
    beyond: Callable[[Case], bool] = nowhere_else

    @property
    def signed(self) -> bool:
        """Whether it takes a letter; others take entries of a form only, and a letter would have nobody to read it."""
        return self.kind in ("carrier", "letter")

    def is_called(self, name: str) -> bool:
        """Whether the case file means this channel by `name`."""
        wanted = name.strip().casefold()
        return wanted in {word.casefold() for word in (self.id, *self.title.values(), *self.names)}

    def stands(self, case: Case) -> tuple[str, str]:
        """Whether one can go there with this case, whatever must come first: one of `STATES` without ``wait``, and why not."""
        state, why = self.when(case)
        if state == "now" and self.takes(case).empty:
            return "no", NOTHING
        return state, why

    def lacks(self, file: CaseFile) -> tuple[str, ...]:
        """Keys of the case file that its paper wants and that are empty, as ``[[collector]] due``."""
        named = [one for one in file.collectors if self.creditor in ("", one.creditor, one.name)]
        missing = []
        for need in self.needs:
            table, _dot, key = need.partition(".")
            entries: list[Any] = [file.owner] if table == "owner" else list(named)
            if not entries or any(getattr(one, key) in ("", None, "unknown") for one in entries):
                missing.append(f"[owner] {key}" if table == "owner" else f"[[collector]] {key}")
        return tuple(missing)

    def applies(self, case: Case) -> bool:
        """Whether there is anything to hand to it, whatever must come first."""
        return self.kind != "none" and self.stands(case)[0] == "now"

    def facts(self) -> tuple[Fact, ...]:
        """All that is said of it."""
        return (*self.before, *self.ways, *self.limits)
