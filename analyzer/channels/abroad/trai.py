"""India: reports of unwanted commercial calls and messages by SMS to 1909, within 7 days."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.channels.abroad.kinds import ALL_DEBT, among, debts, others
from analyzer.channels.channel import Channel, Fact, Field, Sms
from analyzer.filed import young

if TYPE_CHECKING:
    import pandas as pd

    from analyzer.case import Case

N_ = str

RULES = "TRAI, regulations on commercial communications (TCCCPR), second amendment of 2025-02-12"
GUIDES = "guides to reports by SMS to 1909"

DAYS = 7
"""Days within which a report has to be made (before the second amendment of 2025: 3)."""

TOO_LATE = N_(
    "the last call or message came more than 7 days before this report: reports have to be made within 7 days"
)


def takes(case: Case) -> pd.DataFrame:
    """Rows of ``case.reported`` that nothing says is about a debt, with an event that can still be reported."""
    rows = others(case)
    events = case.events[(case.events["direction"] == "in") & young(case.events, case.made_on, DAYS)]
    return rows[among(rows, events)].reset_index(drop=True)


def when(case: Case) -> tuple[str, str]:
    """Whether anything is young enough."""
    left = others(case)
    if left.empty and not debts(case).empty:
        return "no", ALL_DEBT
    return ("no", TOO_LATE) if takes(case).empty and not left.empty else ("now", "")


TRAI = Channel(
    id="trai",
    title={"zh": "印度电信管理局（TRAI）：1909", "en": "TRAI, reports to 1909"},
    addressee={"zh": "1909", "en": "1909"},
    names=("1909", "trai", "trai dnd", "dnd", "sanchar saathi"),
    kind="form",
    regions=("IN",),
    takes=takes,
    when=when,
    about=N_("commercial calls and messages that you did not ask for; not debt collectors"),
    fields=(
        Field("kind", N_("Type of call or message"), "records", True, GUIDES, "S2"),
        Field("number", N_("Sender"), "records", True, GUIDES, "S2"),
        Field("when", N_("Date and time"), "records", True, GUIDES, "S2", N_("each is in the list below")),
        Field("class", N_("Category"), "choice", True, GUIDES, "S2", N_("choose from the form's own list")),
        Field("comments", N_("Description"), "records", None, GUIDES, "S2"),
    ),
    entries=("kind", "number", "when", "class", "comments"),
    dial="+91 ##########",
    sms=(
        Sms("1909", "{text}, {number}, {day}", GUIDES, "S2", within=DAYS),
        Sms("1909", "COMP TEL NO {number}, {day}, Time {time}", GUIDES, "S2", of="call", within=DAYS),
    ),
    ways=(
        Fact(N_("In the app TRAI DND or on Sanchar Saathi, or by SMS to 1909, from the number that received the call or message."), GUIDES, "S2"),
        Fact(N_("For a message: its text, the sender and the day as dd/mm/yy. For a call an older form is known: COMP TEL NO, the number, the day and the time."), GUIDES, "S2"),
    ),
    limits=(
        Fact(N_("Within 7 days of the call or message (3 days before 2025)."), RULES, "S2"),
        Fact(N_("Operators act at 5 complaints in 10 days."), RULES, "S2"),
    ),
    attachments=(N_("none: it takes SMS only"),),
)  # fmt: skip
