"""Australia: nothing about the forms of AFCA and ACCC is confirmed, so that their papers are letters with blanks."""

from analyzer.channels.abroad.kinds import debts, when_debt
from analyzer.channels.channel import Channel, Fact
from analyzer.channels.parts import ATTACHMENTS, CHECK, DEBT_NEEDS, KEEP, LETTER, PENAL, complainant, respondent

N_ = str

UNSEEN = "nothing was found that states its fields"
GUIDELINE = "ACCC and ASIC, debt collection guideline for collectors and creditors, 2021"

_SHARED = {
    "kind": "letter",
    "regions": ("AU",),
    "takes": debts,
    "when": when_debt,
    "fields": (*complainant(UNSEEN, "R"), *respondent(UNSEEN, "R")),
    "parts": LETTER,
    "needs": DEBT_NEEDS,
    "omits": PENAL,
    "requests": (CHECK, KEEP, N_("Please answer in writing.")),
    "unknown": (N_("whether it takes this complaint, and what must come first"), N_("fields and lengths of its form"), N_("days for an answer")),
    "attachments": ATTACHMENTS,
}  # fmt: skip

AFCA = Channel(
    id="afca",
    title={"zh": "澳大利亚金融投诉局（AFCA）", "en": "Australian Financial Complaints Authority (AFCA)"},
    addressee={"zh": "Australian Financial Complaints Authority", "en": "Australian Financial Complaints Authority"},
    names=("afca", "australian financial complaints authority"),
    about=N_("disputes with lenders and those who collect for them, as far as is known: check with the channel"),
    **_SHARED,
)

ACCC = Channel(
    id="accc",
    title={"zh": "澳大利亚竞争与消费者委员会（ACCC）", "en": "Australian Competition and Consumer Commission (ACCC)"},
    addressee={
        "zh": "Australian Competition and Consumer Commission",
        "en": "Australian Competition and Consumer Commission",
    },
    names=("accc", "asic"),
    after=("afca",),
    about=N_("conduct in collecting debts, as far as is known: check with the channel"),
    limits=(
        Fact(
            N_("Its guideline with ASIC says how often and at what times collectors may make contact."), GUIDELINE, "S1"
        ),
    ),
    **_SHARED,
)
