"""Third step: numbers of other countries.

A plain +number of a country with a calling code of its own is settled by tables; phonenumbers is asked for the rest, one by
one. The gate is that a number is possible, not that it is valid: plans change faster than any copy of them.
"""

from __future__ import annotations

import re

import numpy as np
import pyarrow as pa

from analyzer.phone.answers import Answers, Home, Rest, matches, pc
from analyzer.phone.china import settle_chinese
from analyzer.phone.plan import prefixes

SHAM = r"^\+(?:95[0-9]{3,4}|95[0-8][0-9]{4,12}|96[0-9]{3,4}|10[0-9]{3,18}|1[12][0-9]{1,4})$"
"""A + before what would be a Chinese service number, port or short code. +95 is Myanmar, whose mobiles begin with 9; +10 is nobody."""

NANP = r"^\+1[2-9][0-9]{2}[2-9][0-9]{6}$"
KINDS = ("landline", "mobile", "mobile", "toll_free", "service", "service", "landline", "mobile")
"""By `phonenumbers.PhoneNumberType`: fixed, mobile, either, toll free, premium, shared cost, internet, personal. Others: unknown."""


def settle_foreign(rest: Rest, answers: Answers) -> None:
    """Settle numbers with a country code other than China's.

    Parameters
    ----------
    rest : Rest
        Texts of a + and digits.
    answers : Answers
        Receives kind ``foreign``, or ``unknown`` where no such number is possible.
    """
    if not len(rest.at):
        return
    double, rest = rest.split(rest.matching(r"^\+0"))
    answers.settle(double.at, double.text, "unknown", remark="spoof_sign")
    # +95588 and +10086 look like the line of a bank or carrier: foreign only if the number really exists there.
    posing, rest = rest.split(rest.matching(SHAM))
    _ask(posing, answers)

    iso = np.zeros(len(rest.at), dtype=np.int64)
    tables = prefixes()
    nanp = rest.matching(NANP)
    iso[nanp] = tables.nanp_iso[pc.utf8_slice_codeunits(rest.text.filter(nanp), 2, 5).cast(pa.int32()).to_numpy()]
    lead = pc.utf8_slice_codeunits(pc.binary_join_element_wise(rest.text, "00", ""), 1, 4).cast(pa.int32()).to_numpy()
    country = tables.calling_at[lead].astype(np.int64) - 1
    length = pc.utf8_length(rest.text).to_numpy() - 1
    for one in np.unique(country[country >= 0]).tolist():
        here = country == one
        width = int(tables.calling_width[one])
        possible = (int(tables.calling_sizes[one]) >> np.clip(length[here] - width, 0, 31)) & 1 == 1
        national = pc.utf8_slice_codeunits(rest.text.filter(here), 1 + width)
        if trunk := str(tables.calling_trunk[one]):
            possible &= ~matches(national, f"^(?:{trunk})")
        iso[here] = np.where(possible, tables.calling_iso[one], 0)
    plain, rest = rest.split(iso > 0)
    answers.settle(plain.at, plain.text, "foreign", pa.array(tables.isos.tolist()).take(pa.array(iso[iso > 0])))
    _ask(rest, answers)


def settle_domestic(rest: Rest, home: Home, answers: Answers) -> Rest:
    """Settle numbers read in a country other than China, +86 numbers among them; return those that are foreign there.

    Parameters
    ----------
    rest : Rest
        Texts of digits with or without a leading +.
    home : Home
        Whose exports these are.
    answers : Answers
        Receives the country's own numbers by their kind, its short codes (3 to 6 digits), and Chinese numbers.

    Returns
    -------
    Rest
        Numbers of third countries, with a leading +.
    """
    nothing, rest = rest.split(rest.matching(r"^\+?0+$"))
    answers.settle(nothing.at, "unknown", "withheld")
    chinese, rest = rest.split(rest.matching(r"^(?:\+|00)86"))
    settle_foreign(settle_chinese(chinese, home, answers), answers)
    double, rest = rest.split(rest.matching(r"^(?:\+|00)0"))
    settle_foreign(Rest(double.at, pc.replace_substring_regex(double.text, "^00", "+")), answers)
    found = [_domestic(text, home.region) for text in rest.text.to_pylist()]
    if not found:
        return rest
    number, kind, iso, remark = (pa.array(column) for column in zip(*found, strict=True))
    chinese = pc.starts_with(number, "+86").to_numpy(zero_copy_only=False)
    foreign = pc.equal(kind, "foreign").to_numpy(zero_copy_only=False) & ~chinese
    own = ~(chinese | foreign)
    answers.settle(rest.at[own], number.filter(own), kind.filter(own), iso.filter(own), remark=remark.filter(own))
    settle_foreign(settle_chinese(Rest(rest.at[chinese], number.filter(chinese)), home, answers), answers)
    return Rest(rest.at[foreign], number.filter(foreign))


def _domestic(text: str, region: str) -> tuple[str, str, str, str]:
    """Number, kind, country and remark of one text in its own country; the kind ``foreign`` leaves it to `settle_foreign`."""
    import phonenumbers

    small = not text.startswith("+") and 3 <= len(text) <= 6
    number = _parse(text, region, must_exist=small)
    if number is None and text.startswith("00"):
        return "+" + text[2:], "foreign", "", ""
    if number is None:
        return (text, "foreign", "", "") if text.startswith("+") else (text, "short" if small else "unknown", "", "")
    shared = phonenumbers.region_codes_for_country_code(number.country_code or 0)
    found = _country(number)
    if found != region and (region not in shared or found):
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164), "foreign", "", ""
    sort = phonenumbers.number_type(number)
    kind = KINDS[sort] if sort < len(KINDS) else "unknown"
    return _stable(number), kind, region, "fixed_or_mobile" if sort == 2 else ""


def _ask(rest: Rest, answers: Answers) -> None:
    """Ask phonenumbers about numbers with a country code, one by one. One that poses must exist, not only be possible."""
    if not len(rest.at):
        return
    import phonenumbers

    numbers, kinds, isos, remarks = [], [], [], []
    for text in rest.text.to_pylist():
        number = _parse(text, None)
        form = _stable(number) if number else text
        if number and re.match(SHAM, form) and not phonenumbers.is_valid_number(number):
            number, form = None, text
        numbers.append(form)
        kinds.append("foreign" if number else "unknown")
        isos.append(_country(number) if number else "")
        remarks.append("spoof_sign" if not number and re.match(SHAM, text) else "")
    answers.settle(rest.at, pa.array(numbers), pa.array(kinds), pa.array(isos), remark=pa.array(remarks))


def _parse(text: str, region: str | None, must_exist: bool = False):
    """The parsed number if it is possible (or valid, where asked), else None."""
    import phonenumbers

    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    check = phonenumbers.is_valid_number if must_exist else phonenumbers.is_possible_number
    return number if check(number) else None


def _country(number) -> str:
    """ISO code of the country, empty where countries share the calling code and the plan does not tell which."""
    import phonenumbers

    iso = phonenumbers.region_code_for_number(number) or ""
    return "" if iso == "001" else iso


def _stable(number) -> str:
    """E.164 in the form that reads back as itself: some plans drop a leading digit each time."""
    import phonenumbers

    text = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    for _ in range(3):
        again = _parse(text, None)
        form = phonenumbers.format_number(again, phonenumbers.PhoneNumberFormat.E164) if again else text
        if form == text:
            break
        text = form
    return text
