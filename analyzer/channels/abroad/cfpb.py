"""The Consumer Financial Protection Bureau of the United States: two texts, what happened and what would be fair."""

from analyzer.channels.abroad.kinds import debts, when_debt
from analyzer.channels.channel import Channel, Fact, Field, Paste
from analyzer.channels.parts import ATTACHMENTS, CHECK, DEBT_NEEDS, KEEP, LETTER, PENAL
from analyzer.filed import AFTER

N_ = str

GUIDES = "guides to the CFPB's complaint form"

CFPB = Channel(
    id="cfpb",
    title={"zh": "美国消费者金融保护局（CFPB）", "en": "Consumer Financial Protection Bureau (CFPB)"},
    addressee={"zh": "Consumer Financial Protection Bureau", "en": "Consumer Financial Protection Bureau"},
    names=AFTER["cfpb"].names,
    kind="letter",
    regions=("US",),
    takes=debts,
    when=when_debt,
    about=N_("conduct of lenders and of those who collect debts; it passes the complaint to the company"),
    fields=(
        Field("happened", N_("What happened"), "records", True, GUIDES, "S2", N_("text to paste, below")),
        Field("resolution", N_("Fair resolution"), "records", True, GUIDES, "S2", N_("text to paste, below")),
        Field("product", N_("Product"), "choice", None, GUIDES, "S2", N_("choose from the form's own list")),
        Field("creditor", N_("Company"), "case", True, GUIDES, "S2"),
        Field("account", N_("Account number"), "case", None, GUIDES, "S2"),
        Field("name", N_("Name"), "case", True, GUIDES, "S2"),
        Field("service_number", N_("Phone that was called"), "records", None, GUIDES, "S2"),
        Field("address", N_("Contact address"), "case", True, GUIDES, "S2"),
        Field("email", N_("E-mail"), "case", None, GUIDES, "S2"),
    ),
    parts=LETTER,
    texts=(
        Paste(N_("What happened"), ("relation", "facts", "story", "before_due", "third", "quotes", "provisions", "steps")),
        Paste(N_("Fair resolution"), ("requests",)),
    ),
    needs=DEBT_NEEDS,
    omits=PENAL,
    requests=(
        N_("Please check the calls and messages listed below against your records and those of whoever collects for you."),
        CHECK,
        N_("Please tell me for whom the debt is collected, and where my number and those of other people come from."),
        N_("Please keep contacts to times and numbers that I agreed to, and leave other people out of it."),
        KEEP,
        N_("Please answer in writing."),
    ),
    ways=(Fact(N_("On its website, by phone 855-411-2372, by mail or fax."), GUIDES, "S2"),),
    limits=(
        Fact(N_("The company answers within 15 days, at the latest within 60 days; then you have 60 days to say what you think of the answer."), GUIDES, "S2"),
        Fact(N_("What you tell is published only if you agree, and with personal data taken out."), GUIDES, "S2"),
    ),
    unknown=(N_("size and number of attachments"),),
    attachments=ATTACHMENTS,
    reply_days=15,
)  # fmt: skip
