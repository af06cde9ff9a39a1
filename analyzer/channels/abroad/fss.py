"""The Financial Supervisory Service of Korea, hotline 1332, which asks for recordings and pictures of messages."""

from analyzer.channels.abroad.kinds import debts, when_debt
from analyzer.channels.channel import Channel, Fact, Field
from analyzer.channels.parts import ATTACHMENTS, CHECK, DEBT_NEEDS, KEEP, LETTER, PENAL, complainant, respondent

N_ = str

GUIDES = "Korean guides to complaints about collection"
UNSEEN = "nothing was found that states its fields"

FSS = Channel(
    id="fss",
    title={"zh": "韩国金融监督院（1332）", "en": "Financial Supervisory Service of Korea, 1332"},
    addressee={"zh": "금융감독원 (1332)", "en": "Financial Supervisory Service, 1332"},
    names=("1332", "fss", "금융감독원", "金融监督院"),
    kind="letter",
    regions=("KR",),
    takes=debts,
    when=when_debt,
    about=N_("conduct in collecting debts; threats are for the police too"),
    fields=(
        *complainant(UNSEEN, "R"),
        *respondent(UNSEEN, "R"),
        Field("recording", N_("Recording of calls"), "person", None, GUIDES, "S2"),
        Field("capture", N_("Picture of messages"), "person", None, GUIDES, "S2"),
    ),
    parts=LETTER,
    needs=DEBT_NEEDS,
    omits=PENAL,
    requests=(CHECK, KEEP, N_("Please answer in writing.")),
    ways=(Fact(N_("By the hotline 1332 or at the police, with recordings of calls and pictures of messages."), GUIDES, "S2"),),
    unknown=(N_("fields and lengths of its form"), N_("days for an answer")),
    attachments=(N_("recordings of calls, as far as I have them"), *ATTACHMENTS),
)  # fmt: skip
