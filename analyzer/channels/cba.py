"""The China Banking Association: its guidance of 2026 is cited, but no public form to complain to it was found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.channels.channel import Channel, Fact, nobody

if TYPE_CHECKING:
    from analyzer.case import Case

N_ = str


def when(case: Case) -> tuple[str, str]:
    """Never: nobody knows where to hand a paper in."""
    return "no", N_("no public form to complain to it was found")


CBA = Channel(
    id="cba",
    title={"zh": "中国银行业协会", "en": "China Banking Association"},
    addressee={"zh": "中国银行业协会", "en": "China Banking Association"},
    names=("银行业协会", "中银协"),
    kind="none",
    takes=nobody,
    when=when,
    after=("lender",),
    about=N_("its members' keeping to its guidance on collection of 2026"),
    fields=(),
    limits=(
        Fact(N_("It published guidance on collecting personal consumer loans on 2026-01-30; papers to others cite it."), "China News Service; Economic Information Daily, 2026-01-30", "S2"),
    ),
    unknown=(N_("whether and where it takes complaints"),),
)  # fmt: skip
