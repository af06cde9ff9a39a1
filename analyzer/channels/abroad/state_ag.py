"""The attorney general of a state: a sober letter, and the checklist that New York gives for reports of unwanted calls."""

from analyzer.channels.channel import Channel, Fact, Field
from analyzer.channels.needs import everything
from analyzer.channels.parts import (
    ATTACHMENTS,
    CARRIER_RECORD,
    CHECK,
    KEEP,
    LETTER,
    NEEDS,
    PENAL,
    complainant,
    respondent,
)

N_ = str

USUAL = "what letters of complaint ask for everywhere"
TIPS = "New York, tips for the form of the Do Not Call register"

STATE_AG = Channel(
    id="state_ag",
    title={"zh": "州总检察长（消费者保护）", "en": "Attorney general of your state, consumer protection"},
    addressee={"zh": "Office of the Attorney General, State of ________", "en": "Office of the Attorney General, State of ________"},
    names=("attorney general", "state attorney general", "ag"),
    kind="letter",
    regions=("US",),
    takes=everything,
    after=("cfpb", "ftc_debt", "donotcall", "fcc"),
    about=N_("consumer protection of your state; some states have limits of their own (--rules us,us-ma)"),
    fields=(
        *complainant(USUAL, "S3"),
        *respondent(USUAL, "S3"),
        Field("when", N_("Date and time"), "records", None, TIPS, "S1"),
        Field("line_kind", N_("Landline or mobile"), "choice", None, TIPS, "S1", N_("□ landline  □ mobile")),
        Field("in_state", N_("Caller in your state"), "choice", None, TIPS, "S1", N_("□ yes  □ no  □ not known")),
        Field("company", N_("Company, if known"), "case", None, TIPS, "S1"),
        Field("comments", N_("Description"), "records", None, TIPS, "S1"),
        Field("tone", N_("Abusive tone"), "person", None, TIPS, "S1"),
        Field("stop", N_("Said stop, and when"), "case", None, TIPS, "S1"),
        Field("again", N_("Called again, and when"), "records", None, TIPS, "S1"),
        Field("total", N_("Calls and numbers in all"), "records", None, TIPS, "S1"),
        Field("opt_out", N_("A way to opt out was offered"), "choice", None, TIPS, "S1", N_("□ yes  □ no")),
        Field("permission", N_("Earlier permission to call"), "person", None, TIPS, "S1"),
        Field("business", N_("Existing business with the caller"), "person", None, TIPS, "S1"),
    ),
    checklist=(
        "when", "line_kind", "in_state", "company", "comments", "tone", "stop", "again", "total", "opt_out", "permission", "business",
    ),
    parts=LETTER,
    needs=NEEDS,
    omits=PENAL,
    requests=(CHECK, KEEP, N_("Please answer in writing.")),
    ways=(Fact(N_("Look up the office of your state; most take complaints on their website and by mail."), "", "R"),),
    limits=(
        Fact(N_("New York advises to note for each call: date, time, landline or mobile, whether in your state, company, what was said and how, whether you said stop and when, whether they called again and when, calls and numbers in all, whether a way to opt out was offered, earlier permission, existing business."), TIPS, "S1"),
    ),
    unknown=(N_("address, form and deadlines of the office of your state"),),
    attachments=(*ATTACHMENTS, CARRIER_RECORD),
)  # fmt: skip
