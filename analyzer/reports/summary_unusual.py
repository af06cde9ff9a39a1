"""What the report says where a comparison with the owner's other numbers was asked for: one remark, and a sentence per number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.document import Text
from analyzer.reports.words import named
from analyzer.unusual import LEAST, Difference, compared, differences, too_few

if TYPE_CHECKING:
    from analyzer.case import Case


def remark(case: Case) -> list[Text]:
    """How many numbers are marked, or why none is; nothing where nobody asked."""
    _ = case.text
    if not case.settings.unusual:
        return []
    few = too_few(case.numbers)
    told = [
        _("Not compared with each other: the numbers of {owner}. {n} of them called or wrote; fewer than {least} are too few to say what is usual.").format(
            owner=named(owner, _, case.lang) if owner else _("this phone"), n=n, least=LEAST
        )
        for owner, n in few.items()
    ]  # fmt: skip
    if len(few) < case.numbers["owner"].nunique():
        marked = int(case.numbers["unusual"].notna().sum())
        among = int((compared(case.numbers) & ~case.numbers["owner"].astype("str").isin(list(few))).sum())
        told.insert(
            0,
            _("Compared with each other, as asked: {marked} of {n} numbers differ most from the others (column unusual of data/numbers.csv). That is weak and proves nothing: people close to you differ too. No finding, order or complaint uses it.").format(
                marked=marked, n=among
            ),
        )  # fmt: skip
    return [Text(sentence, "note") for sentence in told]


def sentences(case: Case) -> dict[tuple[str, str], str]:
    """The sentence about each marked number that is reported, by (owner, number)."""
    _ = case.text
    if not case.settings.unusual:
        return {}
    keys = ["owner", "number"]
    reported = case.numbers.set_index(keys).index.isin(case.reported.set_index(keys).index)
    marked = case.numbers["unusual"].notna() & reported
    found = differences(case.numbers, marked)
    return {
        key: _("differs from your other numbers in: {what}. A weak sign that proves nothing; no finding and no complaint rests on it.").format(
            what=_(", ").join(_in_words(one, case) for one in of_it)
        )
        for key, of_it in found.items()
    }  # fmt: skip


def _in_words(one: Difference, case: Case) -> str:
    """An indicator with the number's value and the middle of all."""
    _ = case.text
    return _("{name} ({value}, middle of all {middle})").format(
        name=_(one.words), value=_figure(one.indicator, one.value), middle=_figure(one.indicator, one.middle)
    )


def _figure(indicator: str, value: float) -> str:
    if "share" in indicator:
        return f"{value:.0%}"
    if indicator.endswith("_s"):
        return f"{value:.0f} s"
    return f"{value:.0f}" if value == round(value) else f"{value:.1f}"
