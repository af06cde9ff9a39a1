"""Black Cat (黑猫投诉), a complaint site of Sina: public pressure. Nothing about its form is confirmed: text to paste, and blanks."""

from analyzer.channels.channel import Channel, Fact, Field
from analyzer.channels.needs import by_type, collected
from analyzer.settings import CREDITOR_TYPES

N_ = str

BLACK_CAT = Channel(
    id="black_cat",
    title={"zh": "黑猫投诉", "en": "Black Cat (黑猫投诉)"},
    addressee={"zh": "黑猫投诉平台", "en": "Black Cat complaint site"},
    names=("黑猫", "heimao"),
    kind="text",
    takes=collected(),
    when=by_type(CREDITOR_TYPES),
    per_creditor=True,
    after=("lender", "nfra", "local_bureau", "nifa", "12315"),
    about=N_("public pressure: what you write there can be read by everybody; no authority"),
    fields=(
        Field("creditor", N_("Institution, full registered name"), "case", None, "", "R"),
        Field("problem", N_("Problem"), "person", None, "", "R"),
        Field("demand", N_("Demand"), "person", None, "", "R"),
        Field("amount", N_("Amount"), "case", None, "", "R"),
        Field("pictures", N_("Pictures"), "person", None, "", "R"),
    ),
    parts=("requests", "facts", "before_due"),
    needs=("collector.creditor",),
    requests=(
        N_("Please check the calls and messages counted below, and keep contacts to what the texts on collection allow."),
        N_("Please answer me in writing."),
    ),
    limits=(
        Fact(N_("No page was found that states its fields and limits."), "", "R"),
    ),
    unknown=(N_("fields and lengths of its form"), N_("pictures that it takes"), N_("days for an answer")),
    attachments=(N_("a chart from the folder charts/, after taking out what you do not want to be public"),),
)  # fmt: skip
