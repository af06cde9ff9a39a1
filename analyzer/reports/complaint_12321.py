"""Reports for 12321: one per number, field by field as its form asks, texts word for word, and no story.

Every text of a message stands in a block of its own, so that copying it copies nothing else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analyzer.document import Column, Detail, Facts, Section, Table, Text
from analyzer.messages import FLAG_WORDS
from analyzer.reports import complaint_tables
from analyzer.reports.complaint_classes import BOX, classes
from analyzer.reports.complaint_entries import called_and_answered, span
from analyzer.reports.complaint_tables import BLANK, dialled
from analyzer.reports.evidence_rows import in_plain_words
from analyzer.reports.words import counted, sentences

if TYPE_CHECKING:
    import pandas as pd

    from analyzer.case import Case

N_ = str

GUIDED = N_(
    "The fields follow web guides to the form of 12321; compare them with the form before use. One report per number. Copy texts from complaint.txt: a cell of several lines takes quotation marks along."
)


def reports(case: Case, channel: Any, taken: pd.DataFrame) -> list[Section]:
    """One section with a report for each number, strongest first."""
    _ = case.text
    events = in_plain_words(case, complaint_tables.inbound(case, taken))
    mine = {int(rank): rows for rank, rows in events.groupby("rank", sort=False)}
    texts = complaint_tables.telling_first(case, events[events["kind"] != "call"])
    telling = {int(rank): rows for rank, rows in texts.groupby("rank", sort=False)}
    kinds = classes(case, channel, taken)
    details = [
        _report(case, channel, row, mine[row["rank"]], telling.get(row["rank"]), kind)
        for row, kind in zip(taken.to_dict("records"), kinds, strict=True)
        if row["rank"] in mine
    ]
    if not details:
        return [Section(_("Reports"), _("Reports, number by number"), (Text(_("No number is reported.")),))]
    return [Section(_("Reports"), _("Reports, number by number"), (Text(_(GUIDED), "note"), *details))]


def _report(
    case: Case, channel: Any, row: dict[str, Any], events: pd.DataFrame, texts: pd.DataFrame | None, kind: str
) -> Detail:
    """The report on one number: `events` in order of time, `texts` its messages with the most telling first."""
    _, lang = case.text, case.lang
    label = {field.name: _(field.label) for field in channel.fields}
    note = {
        field.name: _("{blank} ({note})").format(blank=BLANK, note=_(field.note)) if field.note else BLANK
        for field in channel.fields
    }
    number = dialled(row["number"], lang)
    calls = events[events["kind"] == "call"]
    blocks: list[Any] = [
        Facts(
            (
                (label["own_number"], dialled(row["owner"], lang) or BLANK),
                (label["number"], number),
                (label["class"], _class(case, channel, kind) or note["class"]),
            )
        )
    ]
    if not calls.empty:
        told = called_and_answered(calls, _)
        blocks.append(
            Facts(
                (
                    (label["type"], _("phone calls")),
                    (label["description"], told),
                    (label["screenshot"], note["screenshot"]),
                )
            )
        )
        blocks.append(_calls(case, calls, label))
    if texts is not None:
        messages = texts
        told = _("{span}: {events} from this number.").format(
            span=span(messages, _), events=counted(0, len(messages), _)
        )
        if count := int((messages["conduct"] != "").sum()):
            flags = dict.fromkeys(" ".join(messages["conduct"]).split())
            words = _("; ").join(_(FLAG_WORDS[flag]) for flag in flags)
            told = sentences([told, _("Word rules marked {n} of them: {words}.").format(n=count, words=words)], lang)
        blocks.append(
            Facts(
                (
                    (label["type"], _("text messages")),
                    (label["description"], told),
                    (label["screenshot"], note["screenshot"]),
                )
            )
        )
        for at, body, event in zip(messages["at_local"], messages["body"], messages["event_id"], strict=True):
            blocks += _message(case, at, str(body), str(event), number, label)
    title = _("{rank}. Report on {number}").format(rank=row["rank"], number=number)
    return Detail(f"report-{row['rank']}", title, tuple(blocks))


def _class(case: Case, channel: Any, kind: str) -> str:
    """What is known of the category, empty where nothing is; the form's own list was not seen, so that it must be compared."""
    _ = case.text
    if not kind or kind.startswith(BOX):
        return ""
    note = next((field.note for field in channel.fields if field.name == "class"), "")
    return _("{word}; {note}").format(word=kind, note=_(note)) if note else kind


def _calls(case: Case, calls: pd.DataFrame, label: dict[str, str]) -> Table:
    _ = case.text
    columns = (
        Column("at_local", label["call_time"], "time", 26),
        Column("duration_s", label["call_duration"] + _(" (seconds)"), "seconds", 22),
        Column("how", _("Outcome"), width=18),
        Column("event_id", _("Id"), width=20),
        Column("row", _("Row in the export"), width=20),
    )
    return Table(f"calls-{calls['rank'].iloc[0]}", columns, calls)


def _message(case: Case, at: pd.Timestamp, body: str, event: str, number: str, label: dict[str, str]) -> list[Any]:
    """Time and text of a message, once, and how the line begins that reports it by SMS."""
    _ = case.text
    lines = body.count("\n") + 1
    return [
        Facts(((label["message_time"], f"{at:%Y-%m-%d %H:%M:%S}"), (_("Id"), event))),
        Text(_("{label}, lines: {n}").format(label=label["message_text"], n=lines), "note"),
        Text(body, "quote"),
        Text(
            _(
                "As an SMS to 12321 (form reported by web guides, verify before use): {number}* and then this text, unaltered."
            ).format(number=number),
            "note",
        ),
    ]
