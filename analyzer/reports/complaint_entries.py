"""What a form asks for each number, filled in; and what a channel advises to note before one files. Blanks stay blanks."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from analyzer.document import Column, Detail, Facts, Section, Table, Text
from analyzer.facts import facts as facts_of
from analyzer.reports import complaint_tables
from analyzer.reports.complaint_party import filled
from analyzer.reports.complaint_story import mine
from analyzer.reports.complaint_tables import BLANK, as_form
from analyzer.reports.evidence_rows import in_plain_words
from analyzer.reports.words import counted, named, sentences

if TYPE_CHECKING:
    import pandas as pd

    from analyzer.case import Case

N_ = str


def sections(case: Case, channel: Any, taken: pd.DataFrame) -> list[Section]:
    """The entries of a form, number by number, and the checklist of a channel that has one."""
    return [*_entries(case, channel, taken), *_checklist(case, channel, taken)]


def _entries(case: Case, channel: Any, taken: pd.DataFrame) -> list[Section]:
    """A detail for each number: the fields of the form, then every call and message that came from it."""
    _ = case.text
    if not channel.entries:
        return []
    events = in_plain_words(case, complaint_tables.inbound(case, taken))
    mine = {int(rank): rows for rank, rows in events.groupby("rank", sort=False)}
    fields = {field.name: field for field in channel.fields}
    details = []
    for row in taken.to_dict("records"):
        if row["rank"] not in mine:
            continue
        rows = mine[row["rank"]]
        pairs = [
            (_(field.label), _value(case, channel, field, row, rows)) for field in map(fields.__getitem__, channel.entries)
        ]  # fmt: skip
        columns = (
            Column("at_local", _("Local time"), "time", 20),
            Column("what", _("What"), width=14),
            Column("how", _("Outcome"), width=14),
            Column("duration_s", _("Talk, seconds"), "seconds", 12),
            *(
                (Column("body", _("Text of the message"), "quote", 60),)
                if (rows["body"].astype(str) != "").any()
                else ()
            ),
            Column("event_id", _("Id"), width=18),
            Column("row", _("Row in the export"), width=12),
        )
        title = _("{rank}. {number}").format(rank=row["rank"], number=as_form(str(row["number"]), channel, case.lang))
        table = Table(f"entry-calls-{row['rank']}", columns, rows, row_key="event_id")
        details.append(Detail(f"entry-{row['rank']}", title, (Facts(tuple(pairs)), table)))
    if not details:
        return []
    note = _("What the form asks for each number, strongest first. All times are local times in {zone}. What the records cannot say is left blank.").format(zone=case.settings.zone)  # fmt: skip
    paper = "" if channel.kind == "form" else "sheet"
    return [Section(_("Form"), _("The form, number by number"), (Text(note, "note"), *details), paper=paper)]


def _value(case: Case, channel: Any, field: Any, row: dict[str, Any], rows: pd.DataFrame) -> str:
    """A field of one number's entry."""
    _, lang = case.text, case.lang
    calls = rows[rows["kind"] == "call"]
    known: dict[str, Callable[[], str]] = {
        "own_number": lambda: as_form(str(row["owner"]), channel, lang) if row["owner"] else "",
        "number": lambda: as_form(str(row["number"]), channel, lang),
        "company": lambda: named(row["campaign"], _) if row["stated"] else "",
        "kind": lambda: counted(len(calls), len(rows) - len(calls), _),
        "when": lambda: _when(case, rows),
        "comments": lambda: _told(case, rows),
        "content": lambda: (
            _("the texts of messages are in the list below; calls: {blank}").format(blank=BLANK)
            if len(calls) < len(rows)
            else BLANK
        ),
    }
    value = known[field.name]() if field.name in known else ""
    if field.name == "when" and field.note:
        return _("{what}; {note}").format(what=value, note=_(field.note))
    return value or (_(field.note) if field.note else filled(case, field, ""))


def _when(case: Case, rows: pd.DataFrame) -> str:
    _ = case.text
    first, last = rows["at_local"].min(), rows["at_local"].max()
    if first == last:
        return f"{first:%Y-%m-%d %H:%M}"
    return _("{first} to {last}").format(first=f"{first:%Y-%m-%d %H:%M}", last=f"{last:%Y-%m-%d %H:%M}")


def _told(case: Case, rows: pd.DataFrame) -> str:
    """What came from a number, in sentences."""
    _ = case.text
    calls, texts = rows[rows["kind"] == "call"], rows[rows["kind"] != "call"]
    told = []
    if len(calls):
        told.append(called_and_answered(calls, _))
    if len(texts):
        told.append(
            _("{span}: {events} from this number.").format(span=span(texts, _), events=counted(0, len(texts), _))
        )
    return sentences(told, case.lang)


def called_and_answered(calls: pd.DataFrame, _: Any) -> str:
    """When and how often a number called, and how many of its calls were answered."""
    answered = int((calls["outcome"] == "answered").sum())
    words = _("{span}: {events} from this number, {answered} of them answered.")
    return words.format(span=span(calls, _), events=counted(len(calls), 0, _), answered=f"{answered:,}")


def span(rows: pd.DataFrame, _: Any) -> str:
    """The first and the last local day of events, or the one day."""
    first, last = (one.date().isoformat() for one in (rows["at_local"].min(), rows["at_local"].max()))
    return first if first == last else _("{first} to {last}").format(first=first, last=last)


def _day(rows: pd.DataFrame, place: int) -> str:
    return rows["at_local"].iloc[place].date().isoformat()


def _checklist(case: Case, channel: Any, taken: pd.DataFrame) -> list[Section]:
    """What the channel advises to note, as far as the records and the case file say it."""
    _ = case.text
    if not channel.checklist:
        return []
    rows = complaint_tables.inbound(case, taken)
    fields = {field.name: field for field in channel.fields}
    later = _later(case, taken)
    calls = int((rows["kind"] == "call").sum())
    companies = [named(name, _) for name in dict.fromkeys(taken.loc[taken["stated"], "campaign"])]
    known = {
        "when": _when(case, rows) if len(rows) else "",
        "company": _(", ").join(companies),
        "comments": counted(calls, len(rows) - calls, _) if len(rows) else "",
        "stop": _("; ").join(f"{entry.at:%Y-%m-%d %H:%M}" for entry in case.settings.case.refusals),
        "again": "" if later.empty else _("{events}, first on {day}").format(
            events=counted(int((later["kind"] == "call").sum()), int((later["kind"] != "call").sum()), _), day=_day(later, 0)
        ),
        "total": _("{events}, numbers: {n}").format(events=counted(calls, len(rows) - calls, _), n=taken["number"].nunique()),
    }  # fmt: skip
    pairs = []
    for name in channel.checklist:
        field = fields[name]
        pairs.append(
            (_(field.label), known.get(name, "") or (_(field.note) if field.note else filled(case, field, "")))
        )
    note = _("What should be known before you file; what the records cannot say is left blank.")
    return [Section(_("Checklist"), _("Checklist"), (Text(note, "note"), Facts(tuple(pairs))), paper="sheet")]


def _later(case: Case, taken: pd.DataFrame) -> pd.DataFrame:
    """Events of these numbers after somebody was told to stop."""
    found = facts_of(case.events, mine(case, taken), case.settings, case.files, None)
    rows = next((fact.rows for fact in found if fact.key == "refused"), [])
    return case.events.iloc[rows]
