"""The police: threats and insults in the foreground, the last day, and the order that no contact be made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.channels.channel import Channel, Fact, Field
from analyzer.channels.needs import threatening, violent
from analyzer.channels.parts import CHARTS, DECLARATION

if TYPE_CHECKING:
    from analyzer.case import Case

N_ = str

PROCEDURE = "Ministry of Public Security, procedure in administrative cases, article 32"
LAW = "Law on Penalties for Administration of Public Security (2025), article 50, as quoted by the procuratorate"
OLD_LAW = "Law on Penalties for Administration of Public Security (2012), article 22"


def when(case: Case) -> tuple[str, str]:
    """Whether a message was marked as a threat or an insult, or calls came in masses."""
    if threatening(case).empty:
        return "no", N_("no message was marked for a threat, an insult, the name of an authority or telling others, and no mass of calls was counted; if you were threatened on the phone or feel in danger, call 110 all the same")  # fmt: skip
    return "now", ""


POLICE = Channel(
    id="police",
    title={"zh": "公安机关（110、派出所）", "en": "Police, 110 and the local station"},
    addressee={"zh": "________公安局________派出所", "en": "Police station of ________"},
    names=("110", "公安", "派出所", "警察", "96110"),
    kind="letter",
    takes=threatening,
    when=when,
    urgent=violent,
    about=N_("threats, insults, stalking, leaked data, fraud; in danger call 110 at once, without papers"),
    fields=(
        Field("name", N_("Name"), "case", True, PROCEDURE, "S1"),
        Field("identity", N_("Kind and number of identity document"), "person", True, PROCEDURE, "S1"),
        Field("service_number", N_("Phone that was called"), "records", True, PROCEDURE, "S1"),
        Field("address", N_("Contact address"), "case", True, PROCEDURE, "S1"),
    ),
    parts=("addressee", "complainant", "quotes", "last", "requests", "respondent", "relation", "facts", "story", "third", "cited", "steps", "attachments", "truth"),
    needs=("owner.name", "owner.address"),
    heading=N_("Statement for {addressee}"),
    sort="police",
    requests=(
        N_("Please record this report and give me a receipt."),
        N_("Please check the messages and calls named here, and act as your check requires."),
        N_("Please consider an order that no contact be made with me for a period (article 50, paragraph 2 of the Law on Penalties for Administration of Public Security, in force since 2026-01-01), as far as its conditions are met."),
        N_("Please keep the records that show who used the numbers."),
    ),
    ways=(
        Fact(N_("At the station of the place, with your identity card and the phone; the original phone can be looked at, or data drawn from it with a signed list; else print, photograph or record with an explanation that you sign."), PROCEDURE, "S1"),
        Fact(N_("Fraud: 96110."), "several guides to hotlines", "S3"),
    ),
    limits=(
        Fact(N_("Article 50 names repeated obscene, insulting or threatening messages, and pestering that disturbs normal life; its paragraph 2 lets the police order that no contact be made for a period."), LAW, "S1"),
        Fact(N_("What the police do not learn of within 6 months they no longer punish; for conduct that goes on, counted from its end (text of 2012, article 22; its number in the text of 2025 was not checked). So the day of the last event matters."), OLD_LAW, "S1"),
    ),
    attachments=(
        CHARTS,
        N_("the phone with the original messages; do not delete them"),
        N_("the list of every call and message, with the row of the export that each comes from"),
        N_("screenshots of the phone's call list and messages; the originals are kept on the phone"),
        DECLARATION,
    ),
)  # fmt: skip
