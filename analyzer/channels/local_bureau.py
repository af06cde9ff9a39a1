"""The local financial bureau, also reached through the city's hotline 12345: micro-loan firms, guarantee, asset managers."""

from analyzer.channels.channel import Channel, Fact
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

N_ = str

TYPES = ("micro_loan", "guarantee", "asset_manager")
RULES = "Interim measures on the supervision of micro-loan companies (金规〔2024〕26号), and Shanghai's consumer guidance of 2025-12-24"
TEXTS = "advice to borrowers of about 2018 to 2021, with today's names"

LOCAL_BUREAU = Channel(
    id="local_bureau",
    title={"zh": "地方金融管理局（12345）", "en": "Local financial bureau, 12345"},
    addressee={"zh": "________（地方）金融管理局", "en": "Local financial bureau of ________"},
    names=("12345", "地方金融", "金融办", "金融管理局"),
    kind="letter",
    takes=collected(TYPES),
    when=by_type(TYPES),
    per_creditor=True,
    after=("lender",),
    about=N_("micro-loan firms, guarantee companies and asset managers, which the place supervises"),
    fields=(*complainant("no uniform form was found", "R", identity=True), *respondent("no uniform form was found", "R")),
    parts=LETTER,
    needs=DEBT_NEEDS,
    omits=PENAL,
    requests=(CHECK, AGENCY, KEEP, ANSWER),
    ways=(
        Fact(N_("To the bureau of the place where the firm is registered, or through the hotline 12345."), TEXTS, "S2"),
    ),
    limits=(Fact(N_("Micro-loan companies are supervised by the place, under measures of 2024."), RULES, "S2"),),
    unknown=(N_("form, fields and attachments that it asks for"), N_("days for an answer")),
    attachments=ATTACHMENTS,
)  # fmt: skip
