"""The report platform of the National Internet Finance Association: reports by name, with the provision, in one small PDF."""

from analyzer.channels.channel import Channel, Fact, Field
from analyzer.channels.needs import by_type, collected
from analyzer.channels.parts import DEBT_NEEDS, LETTER, PENAL, complainant, respondent
from analyzer.filed import AFTER

N_ = str

TYPES = ("platform", "consumer_finance", "micro_loan")
QUOTED = "answers of the association on its report platform, as quoted in 2022 and 2024"

NIFA = Channel(
    id="nifa",
    title={"zh": "中国互联网金融协会举报平台", "en": "NIFA, the National Internet Finance Association of China"},
    addressee={"zh": "中国互联网金融协会", "en": "National Internet Finance Association of China"},
    names=AFTER["nifa"].names,
    kind="letter",
    takes=collected((*TYPES, "unknown")),
    when=by_type(TYPES, also_unknown=True),
    per_creditor=True,
    after=("lender", "carrier", "12321"),
    about=N_("reports of conduct of internet finance firms that breaks a provision; not personal disputes"),
    fields=(
        *complainant(QUOTED, "S3", identity=True),
        *respondent(QUOTED, "S3"),
        Field("provision", N_("Provision that appears to be concerned"), "records", True, QUOTED, "S3"),
        Field("evidence", N_("Attachment"), "records", True, QUOTED, "S3"),
    ),
    parts=("addressee", "complainant", "respondent", "relation", "provisions", "requests", *(part for part in LETTER[LETTER.index("facts") :] if part != "provisions")),
    needs=DEBT_NEEDS,
    omits=PENAL,
    heading=N_("Report to {addressee}"),
    sort="report",
    requests=(
        N_("Please check the contacts listed below against the provisions that are named, and pass them on to whoever is competent as far as your check bears them out."),
        N_("Please tell me under which code I can follow this report."),
    ),
    ways=(
        Fact(N_("On the report platform on its website, or in WeChat: account 中国互联网金融协会, contact, report."), QUOTED, "S3"),
    ),
    limits=(
        Fact(N_("It asks for your real name, identity number and contact, and for the firm's name and full address."), QUOTED, "S3"),
        Fact(N_("One attachment under 2 MB; at most 3 reports a person and day."), QUOTED, "S3"),
        Fact(N_("Reports are said to be checked and passed on within 15 working days; handing in again does not help."), QUOTED, "S3"),
        Fact(N_("Not what an authority, a court or an arbitrator already has."), QUOTED, "S3"),
    ),
    attachments=(
        N_("this letter with its annexes as one PDF under 2 MB, the only attachment"),
    ),
    most_bytes=2_000_000,
    a_day=3,
)  # fmt: skip
