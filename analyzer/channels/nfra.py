"""The national finance regulator, hotline 12378: banks, consumer finance, insurers and trusts, and who collects for them."""

from analyzer.channels.channel import Channel, Fact, Field
from analyzer.channels.needs import by_type, collected
from analyzer.channels.parts import (
    AGENCY,
    ANSWER,
    ATTACHMENTS,
    CHECK,
    DEBT_NEEDS,
    KEEP,
    LETTER,
    PENAL,
    complainant,
    respondent,
)
from analyzer.filed import AFTER

N_ = str

TYPES = ("bank", "consumer_finance", "insurer", "trust")
ARTICLE = "Measures on complaints about banking and insurance consumption, article 13"
GUIDES = "guides to complaints about banks and consumer finance"

NFRA = Channel(
    id="nfra",
    title={"zh": "国家金融监督管理总局及其派出机构（12378）", "en": "National Financial Regulatory Administration, 12378"},
    addressee={"zh": "国家金融监督管理总局（当地派出机构）", "en": "National Financial Regulatory Administration, local office"},
    names=AFTER["nfra"].names,
    kind="letter",
    takes=collected(TYPES),
    when=by_type(TYPES),
    per_creditor=True,
    after=("lender",),
    only_after=("lender",),
    about=N_("conduct of banks, consumer finance companies, insurers and trusts, and of those who collect for them"),
    fields=(
        *complainant(ARTICLE, "S1", identity=True),
        *respondent(ARTICLE, "S1", address=False),
        Field("staff", N_("Its staff concerned, if known"), "person", None, ARTICLE, "S1"),
    ),
    parts=LETTER,
    needs=DEBT_NEEDS,
    omits=PENAL,
    requests=(CHECK, AGENCY, KEEP, ANSWER),
    before=(
        Fact(N_("Complain to the institution first, and attach its answer or the proof that none came."), "Measures on complaints about banking and insurance consumption, article 11", "S1"),
    ),
    ways=(
        Fact(N_("In writing and signed, with your name and contact data; what is told by mouth is recorded."), ARTICLE, "S1"),
        Fact(N_("Hotline 12378, and the local offices."), "several guides to hotlines", "S2"),
    ),
    limits=(
        Fact(N_("It is said to decide within 15 days whether it takes the complaint, and to give a result within 60 days."), GUIDES, "S3"),
    ),
    unknown=(N_("address and form of the local office"), N_("size and number of attachments")),
    attachments=(*ATTACHMENTS, N_("the institution's own answer")),
)  # fmt: skip
