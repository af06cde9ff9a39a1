"""Messages and calls written as SMS reports, in the form in which a channel takes them; no text of a message is altered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analyzer.document import Detail, Section, Text
from analyzer.filed import young
from analyzer.reports.complaint_tables import as_form, inbound
from analyzer.reports.message_words import by_weight
from analyzer.reports.message_words import messages as messages_of

if TYPE_CHECKING:
    import pandas as pd

    from analyzer.case import Case

N_ = str

SMS = 100
"""Messages, and calls, that are written as SMS reports: the most telling messages, and the latest calls, first."""


def sections(case: Case, channel: Any, taken: pd.DataFrame) -> list[Section]:
    """The SMS reports for a channel that takes them; a carrier takes them from its own customers' lines only."""
    if not channel.sms:
        return []
    own = taken[taken["role"].str.contains("own")] if channel.kind == "carrier" else taken
    paper = "" if channel.kind == "form" else "sheet"
    made = (_messages(case, channel, own), _calls(case, channel, own), _numbers(case, channel, own))
    return [Section(name, title, tuple(blocks), paper=paper) for name, title, blocks in made if blocks]


def _messages(case: Case, channel: Any, own: pd.DataFrame) -> tuple[str, str, list[Any]]:
    _, ways = case.text, [way for way in channel.sms if way.of == "message"]
    rows = messages_of(case)
    rows = rows[rows["direction"] == "in"].merge(own[["owner", "number", "rank"]], on=["owner", "number"])
    rows = rows[rows["body"].astype(str) != ""]
    name, title = _("By SMS"), _("Messages as SMS reports")
    if rows.empty or not ways:
        return name, title, []
    late, rows = _late(case, rows, ways)
    rows = by_weight(rows)
    details = _details(case, channel, rows.head(SMS), ways, "sms")
    note = _("One SMS for each message, its text unaltered; long ones go out in several parts. Send them from the phone that received them.")  # fmt: skip
    notes = [*late, *([Text(note, "note")] if details else [])]
    if len(rows) > SMS:
        notes.append(Text(_("The most telling {n} of {all}; the list Messages has all.").format(n=SMS, all=f"{len(rows):,}"), "note"))  # fmt: skip
    return name, title, [*notes, *details]


def _calls(case: Case, channel: Any, own: pd.DataFrame) -> tuple[str, str, list[Any]]:
    _, ways = case.text, [way for way in channel.sms if way.of == "call"]
    rows = inbound(case, own)
    rows = rows[rows["kind"] == "call"].sort_values("at", ascending=False, kind="stable")
    name, title = _("Calls by SMS"), _("Calls as SMS reports")
    if rows.empty or not ways:
        return name, title, []
    late, rows = _late(case, rows, ways)
    details = _details(case, channel, rows.head(SMS), ways, "sms-call")
    note = _("One SMS for each call, the latest first. Send them from the phone that was called.")
    notes = [*late, *([Text(note, "note")] if details else [])]
    if len(rows) > SMS:
        notes.append(Text(_("The latest {n} of {all} calls.").format(n=SMS, all=f"{len(rows):,}"), "note"))
    return name, title, [*notes, *details]


def _numbers(case: Case, channel: Any, own: pd.DataFrame) -> tuple[str, str, list[Any]]:
    _, ways = case.text, [way for way in channel.sms if way.of == "number"]
    rows = own[own["calls_in"] > 0]
    name, title = _("Callers by SMS"), _("Callers as SMS reports")
    if rows.empty or not ways:
        return name, title, []
    lines = [Text(way.form.format(number=as_form(str(number), channel, case.lang)), "quote") for number in rows["number"] for way in ways]  # fmt: skip
    said = _("One SMS to {to} for each number that called.").format(to=ways[0].to)
    return name, title, [Text(said, "note"), *lines]


def _late(case: Case, rows: pd.DataFrame, ways: list[Any]) -> tuple[list[Text], pd.DataFrame]:
    """What is too old to be reported, in one sentence, and the rows that are left."""
    _, days = case.text, max(way.within for way in ways)
    kept = young(rows, case.made_on, days)
    n = int((~kept).sum())
    if not n:
        return [], rows
    words = _("Older than {days} days on {today}, and no longer taken: {n}.").format(
        days=days, today=case.made_on.isoformat(), n=f"{n:,}"
    )
    return [Text(words, "note")], rows[kept]


def _details(case: Case, channel: Any, rows: pd.DataFrame, ways: list[Any], key: str) -> list[Detail]:
    _, details = case.text, []
    for i, row in enumerate(rows.to_dict("records"), 1):
        number, at = as_form(str(row["number"]), channel, case.lang), row["at_local"]
        blocks: list[Any] = []
        for way in ways:
            said = _("SMS to {to}:").format(to=way.to)
            if way.confidence == "S3":
                said = _("{fact} (reported by web guides, verify before use)").format(fact=said)
            words = way.form.format(number=number, text=row["body"], day=f"{at:%d/%m/%y}", time=f"{at:%H:%M}")
            blocks += [Text(said, "note"), Text(words, "quote")]
        title = _("{i}. {at}, from {number}").format(i=i, at=f"{at:%Y-%m-%d %H:%M}", number=number)
        details.append(Detail(f"{key}-{i}", title, tuple(blocks)))
    return details
