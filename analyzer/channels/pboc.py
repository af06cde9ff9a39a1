"""The central bank's hotline 12363: credit reports, payment and cash, which records of calls do not show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.channels.channel import Channel, Fact, nobody
from analyzer.filed import AFTER

if TYPE_CHECKING:
    from analyzer.case import Case

N_ = str

PAGES = "local branches' pages on 12363"


def when(case: Case) -> tuple[str, str]:
    """Never by itself: whether an entry or a payment is in dispute no record of calls says."""
    return "no", N_("it takes matters of credit reports, payment and cash, which records of calls do not show")


PBOC = Channel(
    id="pboc",
    title={"zh": "中国人民银行（12363）", "en": "People's Bank of China, 12363"},
    addressee={"zh": "中国人民银行当地分支机构", "en": "People's Bank of China, local branch"},
    names=AFTER["pboc"].names,
    kind="none",
    takes=nobody,
    when=when,
    after=("lender",),
    only_after=("lender",),
    about=N_("credit reports, payment, cash; use it when an entry in your credit report is in dispute"),
    fields=(),
    before=(Fact(N_("The institution comes first."), PAGES, "S2"),),
    ways=(Fact(N_("By phone 12363, at the branch of your place: the facts and the institution."), PAGES, "S2"),),
    reply_days=20,
    working=True,
    limits=(Fact(N_("About 15 to 20 working days."), PAGES, "S2"),),
)  # fmt: skip
