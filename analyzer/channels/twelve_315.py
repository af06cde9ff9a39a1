"""The national platform 12315 of market regulation: consumer disputes; financial conduct is passed on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.channels.channel import Channel, Fact
from analyzer.channels.local_bureau import LOCAL_BUREAU
from analyzer.channels.needs import by_type, collected
from analyzer.channels.parts import ANSWER, ATTACHMENTS, CHECK, DEBT_NEEDS, LETTER, PENAL, complainant, respondent
from analyzer.filed import AFTER

if TYPE_CHECKING:
    from analyzer.case import Case

N_ = str

TYPES = ("platform",)
ARTICLES = "Interim measures on complaints and reports in market regulation, articles 9, 10, 14 and 15"

_typed = by_type(TYPES, also_unknown=True)


def when(case: Case) -> tuple[str, str]:
    """Whether a platform is named, and no regulator has the matter already: then 12315 refuses it."""
    if any(one.channel == "nfra" or LOCAL_BUREAU.is_called(one.complaint.channel) for one in case.filed):
        return "no", N_("another authority has the matter already, and then it is refused here")
    return _typed(case)


TWELVE_315 = Channel(
    id="12315",
    title={"zh": "全国 12315 平台", "en": "12315, market regulation"},
    addressee={"zh": "市场监督管理部门（全国 12315 平台）", "en": "Market regulation, national platform 12315"},
    names=AFTER["12315"].names,
    kind="letter",
    takes=collected((*TYPES, "unknown")),
    when=when,
    per_creditor=True,
    after=("lender", "nfra", "local_bureau", "nifa"),
    about=N_("consumer disputes with a firm; weak for financial conduct, which is passed on to the finance regulator"),
    fields=(*complainant(ARTICLES, "S1"), *respondent(ARTICLES, "S1")),
    parts=LETTER,
    needs=DEBT_NEEDS,
    omits=PENAL,
    requests=(CHECK, ANSWER),
    ways=(Fact(N_("On the platform, in its app or WeChat account, or by phone 12315."), ARTICLES, "S2"),),
    limits=(
        Fact(N_("It asks for your name, phone and postal address, the firm's name and address, what you ask and the facts."), ARTICLES, "S1"),
        Fact(N_("It decides within 7 working days whether it takes the complaint."), ARTICLES, "S1"),
        Fact(N_("It refuses what another authority already has, and what is more than 3 years old."), ARTICLES, "S1"),
    ),
    unknown=(N_("size and number of attachments"),),
    attachments=ATTACHMENTS,
    reply_days=7,
    working=True,
)  # fmt: skip
