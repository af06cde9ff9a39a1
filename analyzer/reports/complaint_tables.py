"""Tables of a complaint: numbers by strength, findings with the force of each text, every call, every message."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analyzer.document import Column, Section, Table, Text
from analyzer.reports import complaint_findings
from analyzer.reports.complaint_classes import classes
from analyzer.reports.evidence_rows import in_plain_words
from analyzer.reports.message_words import by_weight, flags_in_words
from analyzer.reports.message_words import messages as messages_of
from analyzer.reports.once import once
from analyzer.reports.words import in_words, sentences
from analyzer.stated import OWN, Stated
from analyzer.stated import ROLES as LINES

if TYPE_CHECKING:
    import pandas as pd

    from analyzer.case import Case
    from analyzer.locales import Translate

N_ = str

BLANK = "________"
"""What the person fills in."""

ROLES = {
    "own": N_("called my line"),
    "range": N_("your range"),
    "own range": N_("called my line; your range"),
    "other": N_("called a line of my workplace or a relative"),
    "other range": N_("called a line of my workplace or a relative; your range"),
}
"""Why a number stands in a carrier's paper."""


def dialled(number: str, lang: str) -> str:
    """A number as one dials it inside the country, without spaces: forms and call centres search for that."""
    from analyzer.phone import display

    shown = display(number, lang)
    return shown.replace(" ", "") if set(shown) <= set("+*0123456789 ") else shown


def as_form(number: str, channel: Any, lang: str) -> str:
    """A canonical number as the channel's form writes it, else as it is dialled.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> as_form("+12125550123", SimpleNamespace(dial="+1 ###-###-####"), "en")
    '212-555-0123'
    """
    code, _space, pattern = channel.dial.partition(" ")
    if channel.dial and number.startswith(code) and number[1:].isdigit():
        digits = iter(number.removeprefix(code))
        if len(number) - len(code) == pattern.count("#"):
            return "".join(next(digits) if sign == "#" else sign for sign in pattern)
    return dialled(number, lang)


def sections(case: Case, channel: Any, taken: pd.DataFrame) -> list[Section]:
    """Numbers, findings, calls and messages of a letter; a list without rows is left out."""
    _, zone = case.text, case.settings.zone
    calls, messages, own = _lists(case, taken)
    found = [_numbers(case, channel, taken), *_callers(case, taken), *complaint_findings.sections(case, taken)]
    times = Text(
        _("All times are local times in {zone}. The id names the export and the entry in it.").format(zone=zone), "note"
    )
    if not calls.empty:
        found.append(
            Section(
                _("Calls"),
                _("Every call received, number by number"),
                (times, Table("calls", columns(case, calls, False), calls, row_key="event_id")),
            )
        )
    if not messages.empty:
        found.append(
            Section(
                _("Messages"),
                _("Every message received, word for word"),
                (
                    times,
                    *_order(messages, _),
                    Table("messages", columns(case, messages, True), messages, row_key="event_id"),
                ),
            )
        )
    if not own.empty:
        said = _("Calls and messages that went out to these numbers from the phones named in this paper. They are listed so that the record is whole; none of them is reported or counted above.")  # fmt: skip
        table = Table("own", _own_columns(case, own), own, row_key="event_id")
        found.append(Section(_("Own"), _("Calls and messages to these numbers"), (Text(said, "note"), table)))
    return found


@once
def _lists(case: Case, taken: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Every call received, number by number; every message received, the most telling ones of a number first; and what went out."""
    chosen = with_ranks(case.evidence, taken)
    chosen = in_plain_words(case, chosen).sort_values(["rank", "at"], kind="stable", ignore_index=True)
    chosen["shown"] = chosen["rank"].map(
        {rank: dialled(number, case.lang) for rank, number in zip(taken["rank"], taken["number"], strict=True)}
    )
    chosen["owner"] = chosen["owner"].map({owner: dialled(owner, case.lang) for owner in chosen["owner"].unique()})
    sent = chosen["direction"] == "out"
    call = chosen["kind"] == "call"
    return chosen[call & ~sent], telling_first(case, chosen[~call & ~sent]), chosen[sent]


def telling_first(case: Case, messages: pd.DataFrame) -> pd.DataFrame:
    """Messages number by number, in each the most telling ones first, with ``conduct`` and ``does`` (marks in words)."""
    _ = case.text
    said = messages_of(case)[["event_id", "message_kind", "conduct"]]
    rows = messages.merge(said, on="event_id", how="left", sort=False).fillna({"message_kind": "", "conduct": ""})
    rows = by_weight(rows).sort_values("rank", kind="stable", ignore_index=True)
    return rows.assign(does=flags_in_words(rows["conduct"], _))


def _order(messages: pd.DataFrame, _: Translate) -> list[Text]:
    if (messages["does"] == "").all():
        return []
    return [Text(_("In each number those come first in whose text word rules marked something; what was meant is for the reader to judge."), "note")]  # fmt: skip


def with_ranks(events: pd.DataFrame, taken: pd.DataFrame) -> pd.DataFrame:
    """Events of the numbers in `taken`, with their ``rank``; in order of time."""
    plain = events.astype({"owner": "str", "number": "str"})
    return plain.merge(taken[["owner", "number", "rank"]], on=["owner", "number"])


@once
def inbound(case: Case, taken: pd.DataFrame) -> pd.DataFrame:
    """Events received from the numbers in `taken`."""
    events = with_ranks(case.evidence, taken)
    return events[events["direction"] == "in"]


@once
def worst_days(case: Case, taken: pd.DataFrame) -> pd.Series:
    """Per rank the first local day with most incoming calls and messages, and how many."""
    import pandas as pd

    _ = case.text
    events = inbound(case, taken)
    counts = (
        events.assign(day=events["at_local"].dt.date).groupby(["rank", "day"], sort=True).size().reset_index(name="n")
    )
    worst = counts.sort_values(["rank", "n", "day"], ascending=[True, False, True], kind="stable").drop_duplicates(
        "rank"
    )
    return pd.Series(
        [_("{n} on {day}").format(day=day, n=n) for day, n in zip(worst["day"], worst["n"], strict=True)],
        index=worst["rank"],
        dtype="str",
    )


def _numbers(case: Case, channel: Any, taken: pd.DataFrame) -> Section:
    from analyzer.phone import carrier_name

    _, lang = case.text, case.lang
    issued = case.settings.region == "CN" or bool((taken["carrier"] != "").any())
    rows = taken.assign(
        shown=[dialled(number, lang) for number in taken["number"]],
        issuer=[carrier_name(token, lang) for token in taken["carrier"]],
        classes=classes(case, channel, taken),
        role=in_words(_reached(case, taken), ROLES, _),
        unanswered=taken["missed_in"] + taken["rejected_in"] + taken["blocked_in"],
        night=taken["night_calls_in"] + taken["night_messages_in"],
        worst=taken["rank"].map(worst_days(case, taken)),
        owner=[dialled(owner, lang) for owner in taken["owner"].astype("str")],
        **complaint_findings.counts(case, taken),
    )
    columns = (
        Column("rank", _("No."), "count", 6),
        Column("shown", _("Number"), width=15),
        *([Column("owner", _("Called phone"), width=15)] if case.events["owner"].nunique() > 1 else []),
        *([Column("issuer", _("Carrier of the range"), width=10)] if issued else []),
        *([Column("role", _("Why it is listed"), width=16)] if channel.kind == "carrier" else []),
        *([Column("classes", _("Kind of call"), width=26)] if channel.classes else []),
        Column("calls_in", _("Calls"), "count", 8),
        Column("answered_in", _("answered"), "count", 8),
        Column("unanswered", _("not answered"), "count", 8),
        Column("messages_in", _("Messages"), "count", 8),
        Column("days_active", _("Days"), "count", 7),
        Column("worst", _("Day with most"), width=16),
        Column("night", _("At night"), "count", 7),
        Column("findings", _("Above a limit"), "count", 8),
        Column("marks", _("Patterns"), "count", 8),
    )
    note = _(
        "Strongest first: by the kind of text whose limit a count appears to exceed, then by how often. Carrier by number range; after number portability another one can serve the number."
    )
    if not issued:
        note = _("Strongest first: by the kind of text whose limit a count appears to exceed, then by how often.")
    if taken.duplicated("number").any():
        rows_of = _("A number that called several phones has a row for each: {numbers} numbers, {rows} rows.")
        note = sentences([note, rows_of.format(numbers=f"{taken['number'].nunique():,}", rows=f"{len(taken):,}")], lang)
    explained = _("Above a limit: counts that appear to exceed a limit of a text; where two texts count the same calls, these are one. Patterns: marks of platforms or of this program, behind which no text stands. Both are those of the number alone; what was counted over several numbers ends the lists. Days: local days with at least one call or message.")  # fmt: skip
    return Section(
        _("Numbers"),
        _("Reported numbers"),
        (
            Text(note, "note"),
            Text(explained, "note"),
            Table("numbers", columns, rows, row_key="rank", empty=_("No number is reported.")),
        ),
    )


def _reached(case: Case, taken: pd.DataFrame) -> pd.Series:
    """Why a number is listed, as a key of `ROLES`: a line that the case file gives to somebody else is not called mine."""
    role = Stated(case.events, case.settings, case.files).role
    others = set(case.events.loc[role != LINES.index(OWN), "owner"].astype("str"))
    theirs = taken["owner"].astype("str").isin(others)
    return taken["role"].where(~theirs, taken["role"].str.replace("own", "other"))


def _callers(case: Case, taken: pd.DataFrame) -> list[Section]:
    """Why numbers of this paper are counted together: every link between two of them."""
    from analyzer.reports.summary_callers import linked

    _ = case.text
    found = set(taken.loc[~taken["stated"], "campaign"]) - {""}
    rows = case.links[case.links["campaign"].isin(found)]
    rows = rows[rows["number"].isin(taken["number"]) & rows["other"].isin(taken["number"])]
    if rows.empty:
        return []
    rows = linked(case, rows)
    rows = rows.assign(**{name: [dialled(one, case.lang) for one in rows[name]] for name in ("number", "other")})
    columns = (
        Column("campaign", _("Caller"), width=7),
        Column("number", _("Number"), width=15),
        Column("other", _("with"), width=15),
        Column("kind", _("Kind of reason"), width=14),
        Column("reason", _("Reason"), width=50),
        Column("proofs", _("Rows"), width=20),
    )
    note = _("These numbers appear to be one caller, for the reasons given; only the carrier can see who uses them. Please include that in your check.")  # fmt: skip
    return [
        Section(
            _("Callers"),
            _("Numbers that appear to belong together"),
            (Text(note, "note"), Table("links", columns, rows)),
        )
    ]


def columns(case: Case, rows: pd.DataFrame, messages: bool) -> tuple[Column, ...]:
    """The columns of a list of calls, or of messages with their texts."""
    _ = case.text
    return (
        Column("rank", _("No."), "count", 6),
        Column("shown", _("Number"), width=15),
        *([Column("owner", _("Called phone"), width=15)] if case.events["owner"].nunique() > 1 else []),
        Column("at_local", _("Local time"), "time", 18),
        *([Column("what", _("What"), width=16)] if rows["what"].nunique() > 1 else []),
        *(
            []
            if messages
            else [Column("how", _("Outcome"), width=12), Column("duration_s", _("Talk, seconds"), "seconds", 8)]
        ),
        *([Column("body", _("Text of the message"), "quote", 70)] if messages else []),
        *([Column("does", _("What the wording does"), width=20)] if messages and (rows["does"] != "").any() else []),
        Column("event_id", _("Id"), width=17),
        Column("row", _("Row in the export"), width=10),
    )


def _own_columns(case: Case, rows: pd.DataFrame) -> tuple[Column, ...]:
    """The columns of what went out: from which phone, when, what; outcome and talk only where there was a call."""
    _ = case.text
    called = (rows["kind"] == "call").any()
    return (
        Column("rank", _("No."), "count", 6),
        Column("shown", _("Number"), width=15),
        *([Column("owner", _("From the phone"), width=15)] if case.events["owner"].nunique() > 1 else []),
        Column("at_local", _("Local time"), "time", 18),
        Column("what", _("What"), width=16),
        *(
            [Column("how", _("Outcome"), width=12), Column("duration_s", _("Talk, seconds"), "seconds", 8)]
            if called
            else []
        ),
        *([Column("body", _("Text of the message"), "quote", 50)] if (rows["kind"] != "call").any() else []),
        Column("event_id", _("Id"), width=17),
        Column("row", _("Row in the export"), width=10),
    )
