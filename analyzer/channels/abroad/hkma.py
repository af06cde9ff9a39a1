"""The Hong Kong Monetary Authority: banks, and how those who collect for them behave."""

from analyzer.channels.channel import Channel, Fact
from analyzer.channels.needs import by_type, collected
from analyzer.channels.parts import ANSWER, ATTACHMENTS, CHECK, DEBT_NEEDS, KEEP, LETTER, PENAL, complainant, respondent

N_ = str

TYPES = ("bank",)
GUIDES = "guides to complaints about banks in Hong Kong"
UNSEEN = "nothing was found that states its fields"

HKMA = Channel(
    id="hkma",
    title={"zh": "香港金融管理局（银行）", "en": "Hong Kong Monetary Authority, banks"},
    addressee={"zh": "香港金融管理局", "en": "Hong Kong Monetary Authority"},
    names=("hkma", "金管局", "香港金管局", "monetary authority"),
    kind="letter",
    regions=("HK",),
    takes=collected(TYPES),
    when=by_type(TYPES),
    about=N_("banks in Hong Kong, and those who collect for them"),
    fields=(*complainant(UNSEEN, "R"), *respondent(UNSEEN, "R")),
    parts=LETTER,
    needs=DEBT_NEEDS,
    omits=PENAL,
    requests=(CHECK, KEEP, ANSWER),
    ways=(Fact(N_("Complaints about banks are for the Hong Kong Monetary Authority."), GUIDES, "S2"),),
    limits=(
        Fact(
            N_("The Code of Banking Practice, section 43.2, names persistent calls, unreasonable hours and pestering of referees, family and friends; it states no number."),
            "Code of Banking Practice, section 43.2 (numbering of today not checked)",
            "S1",
        ),
    ),
    unknown=(N_("whether the bank has to be asked first"), N_("fields and lengths of its form"), N_("days for an answer")),
    attachments=ATTACHMENTS,
)  # fmt: skip
