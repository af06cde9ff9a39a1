"""The lender or platform itself: the first step, and for the finance regulator a condition."""

from analyzer.channels.channel import Channel, Fact, Field
from analyzer.channels.needs import by_type, collected
from analyzer.channels.parts import ANSWER, ATTACHMENTS, DEBT_NEEDS, KEEP, LETTER, PENAL, complainant, respondent
from analyzer.filed import AFTER
from analyzer.settings import CREDITOR_TYPES

N_ = str

MEASURES = "Measures on complaints about banking and insurance consumption, article 11"
GUIDES = "serious secondary sources on the measures"

LENDER = Channel(
    id="lender",
    title={"zh": "贷款机构或平台本身", "en": "The lender or platform itself"},
    addressee={"zh": "贷款机构（平台）客户投诉部门", "en": "Complaints department of the lender or platform"},
    names=AFTER["lender"].names,
    kind="letter",
    takes=collected(),
    when=by_type(CREDITOR_TYPES),
    per_creditor=True,
    about=N_("complaints about how it and its agencies collect"),
    fields=(*complainant(GUIDES, "S2"), *respondent(GUIDES, "S2", address=False), Field("contract", N_("Contract number and dates"), "case", None, GUIDES, "S2")),
    parts=LETTER,
    needs=DEBT_NEEDS,
    omits=PENAL,
    requests=(
        N_("Please check the calls and messages listed below against your records and those of whoever collects for you."),
        N_("Please see to it that other people, my workplace and my relatives are no longer called or written to, and that contacts to me keep to the texts that are named below."),
        N_("Please name each agency that collects for you, with its address, and say where it has my number and those of other people from."),
        N_("Please have data of other people deleted that are kept as contacts, as far as no law asks you to keep them."),
        KEEP,
        ANSWER,
    ),
    ways=(
        Fact(N_("In its app, on its website, in its WeChat account or by its hotline; in writing where it can be done, so that a date and a receipt remain."), GUIDES, "S2"),
    ),
    limits=(
        Fact(N_("For institutions that the finance regulator supervises, the institution is responsible for complaints in the first place."), MEASURES, "S1"),
        Fact(N_("An answer usually takes up to 15 working days."), GUIDES, "S2"),
    ),
    attachments=ATTACHMENTS,
    reply_days=15,
    working=True,
)  # fmt: skip
