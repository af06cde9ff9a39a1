"""The Federal Trade Commission: the form of the Do Not Call register, and the other one for who collects a debt."""

from analyzer.channels.abroad.kinds import debts, others, when_debt, when_other
from analyzer.channels.channel import Channel, Fact, Field, Paste
from analyzer.channels.parts import ATTACHMENTS, CHECK, NEEDS, PENAL, complainant, respondent

N_ = str

PAGE = "Federal Trade Commission, complaint page of the Do Not Call register"
UNSEEN = "the form's own fields were not seen"
SECONDARY = "Federal Trade Commission, complaint page, and guides to it"

FTC_DEBT = Channel(
    id="ftc_debt",
    title={"zh": "美国联邦贸易委员会（债务催收表）", "en": "Federal Trade Commission (FTC), form on debt collection"},
    addressee={"zh": "Federal Trade Commission", "en": "Federal Trade Commission"},
    names=("ftc",),
    kind="form",
    regions=("US",),
    takes=debts,
    when=when_debt,
    after=("cfpb",),
    about=N_("debt collectors: the form on debt collection, not that of the Do Not Call register"),
    fields=(
        *complainant(UNSEEN, "R"),
        *respondent(UNSEEN, "R", address=False),
        Field("number", N_("Number on the caller ID"), "records", None, UNSEEN, "R"),
        Field("when", N_("Date and time"), "records", None, UNSEEN, "R", N_("each is in the list below")),
        Field("company", N_("Company, if known"), "case", None, UNSEEN, "R"),
        Field("comments", N_("Comments"), "records", None, UNSEEN, "R"),
    ),
    entries=("number", "when", "company", "comments"),
    dial="+1 ###-###-####",
    texts=(Paste(N_("Comments"), ("facts", "story", "quotes", "provisions", "steps")),),
    needs=NEEDS,
    omits=PENAL,
    requests=(CHECK,),
    ways=(Fact(N_("On its website: for debt collectors there is a form of its own."), SECONDARY, "S2"),),
    unknown=(N_("fields and lengths of its form"), N_("days for an answer")),
    attachments=ATTACHMENTS,
)  # fmt: skip

DO_NOT_CALL = Channel(
    id="donotcall",
    title={"zh": "美国联邦贸易委员会（谢绝来电登记）", "en": "Federal Trade Commission (FTC), Do Not Call register"},
    addressee={"zh": "Federal Trade Commission, DoNotCall.gov", "en": "Federal Trade Commission, DoNotCall.gov"},
    names=("do not call", "donotcall.gov", "dnc"),
    kind="form",
    regions=("US",),
    takes=others,
    when=when_other,
    about=N_("unwanted calls to a number on the register, and recorded calls to any number; not debt collectors"),
    fields=(
        Field("own_number", N_("Number that received the call"), "records", True, PAGE, "S2"),
        Field("number", N_("Number on the caller ID"), "records", True, PAGE, "S2"),
        Field("company", N_("Company, if known"), "case", None, PAGE, "S2"),
        Field("when", N_("Date and time"), "records", True, PAGE, "S2", N_("each is in the list below")),
        Field("recorded", N_("Live or recorded"), "choice", True, PAGE, "S2", N_("□ a person  □ a recording")),
        Field("subject", N_("Subject"), "choice", None, PAGE, "S2", N_("choose from the form's own list")),
        Field("comments", N_("Comments"), "records", None, PAGE, "S2"),
    ),
    entries=("own_number", "number", "company", "when", "recorded", "subject", "comments"),
    dial="+1 ###-###-####",
    ways=(Fact(N_("On the register's website."), PAGE, "S2"),),
    limits=(
        Fact(N_("Your number has to be on the register for at least 31 days, or the call was a recording."), PAGE, "S2"),
        Fact(N_("Debt collectors: use the form on debt collection instead."), PAGE, "S2"),
    ),
    unknown=(N_("days for an answer"),),
    attachments=(N_("none: the form takes no lists; keep them with your records"),),
)  # fmt: skip
