"""Second step: numbers of mainland China, all spellings at once."""

from __future__ import annotations

from functools import cache

import numpy as np
import pyarrow as pa

from analyzer.phone.answers import Answers, Home, Rest, matches, pc
from analyzer.phone.plan import plan, prefixes

MOBILE = r"1(?:[3-689][0-9]|7[0-8])[0-9]{8}"
"""Eleven digits from 13 to 19; 179 are dialling codes. Ranges not yet issued count too: a number is not called fake."""

AREA = r"(?:10|2[0-57-9]|[3-9][0-9]{2})"
FIXED = r"(?:(?:10|2[0-57-9])[2-8][0-9]{7}|[3-9][0-9]{2}[2-8][0-9]{6,7})"
"""Area code without its 0 and a subscriber's 7 or 8 digits, which begin with 2 to 8."""

MOBILE_FIRST = rf"^(?:\+86|86)?0?{MOBILE}$"
COUNTRY_WITHOUT_PLUS = rf"^860?(?:{FIXED}|[48]00[0-9]{{7}}|14[01468][0-9]{{10}}|106[0-9]{{8,}}|95[0-9]{{7,}}|{AREA}(?:9[56]|1[012])[0-9]{{3}})$"
BARE, TRUNK, COUNTRY = 0, 1, 2
"""What stood before the national number: nothing, a 0, the country code."""

NO_CODE, POSING = -1, -2


def settle_chinese(rest: Rest, home: Home, answers: Answers) -> Rest:
    """Settle every number of mainland China and return the numbers of other countries.

    Parameters
    ----------
    rest : Rest
        Texts of digits; a + or 00 stands before a country code.
    home : Home
        Whose exports these are. Outside China a code keeps +86: the same digits mean something else there.
    answers : Answers
        Receives what is settled.

    Returns
    -------
    Rest
        Numbers with another country code, all with a leading +.
    """
    mobile, rest = rest.split(rest.matching(MOBILE_FIRST))
    _settle_mobile(mobile.at, mobile.text, home, answers)
    if not len(rest.at):
        return rest
    nothing, rest = rest.split(rest.matching(r"^\+?0+$"))
    answers.settle(nothing.at, "unknown", "withheld")
    rest = Rest(rest.at, pc.replace_substring_regex(rest.text, "^00", "+"))

    whole = rf"^(?:\+86)?(?:{plan().dialling})(00[1-9][0-9]{{6,14}}|0?{MOBILE}|0{FIXED}|[48]00[0-9]{{7}})$"
    dialled, rest = rest.split(rest.matching(whole))
    foreign, rest = rest.split(rest.matching(r"^\+(?:[0-79]|8[0-57-9]|8?$)"))
    _settle_national(rest, home, answers)
    if len(dialled.at):
        more = settle_chinese(Rest(dialled.at, pc.replace_substring_regex(dialled.text, whole, r"\1")), home, answers)
        foreign = Rest(np.concatenate([foreign.at, more.at]), pa.concat_arrays([foreign.text, more.text]))
    return foreign


def _settle_national(rest: Rest, home: Home, answers: Answers) -> None:
    """Everything but the mobiles that were recognised at sight. What fits nothing stays as written."""
    if not len(rest.at):
        return
    plus = rest.text
    if (missing := rest.matching(COUNTRY_WITHOUT_PLUS)).any():
        plus = pc.if_else(pa.array(missing), pc.binary_join_element_wise("+", plus, ""), plus)
    before = np.where(matches(plus, r"^\+"), COUNTRY, np.where(matches(plus, "^0"), TRUNK, BARE))
    national = pc.replace_substring_regex(plus, r"^(?:\+860?|0)", "")
    national, before = _behind_area(national, before)

    bare = before == BARE
    mobile = matches(national, f"^{MOBILE}$")
    fixed = matches(national, f"^{FIXED}$") & _in_area(national)
    certain = mobile | (fixed & ~bare)
    code = _code_of(national, before, ~certain)
    coded = code >= 0
    posing = code == POSING
    fixed &= ~(mobile | coded | posing)
    local = bare & ~(certain | coded | fixed) & matches(national, "^[2-8][0-9]{6,7}$")
    left = posing | ~(mobile | fixed | coded | local)

    _settle_mobile(rest.at[mobile], national.filter(mobile), home, answers)
    _settle_fixed(rest.at[fixed], national.filter(fixed), before[fixed], home, answers)
    _settle_codes(rest.at[coded], national.filter(coded), code[coded], home, answers)
    _settle_local(rest.at[local], national.filter(local), home, answers)
    remark = pa.array(np.where(posing[left], "spoof_sign", "").tolist())
    answers.settle(rest.at[left], rest.text.filter(left), "unknown", remark=remark)


def _code_of(national: pa.Array, before: np.ndarray, asked: np.ndarray) -> np.ndarray:
    """Position of the first rule of the plan that fits, `POSING` where a 0 before it makes it a sham, else `NO_CODE`."""
    code = np.full(len(before), NO_CODE)
    if not asked.any():
        return code
    national, before, first = national.filter(asked), before[asked], code[asked]
    for position, rule in enumerate(plan().codes):
        fits = (first == NO_CODE) & matches(national, rule.pattern)
        if rule.bare:
            fits &= before == BARE
        # No network shows a 0 before a service number when the genuine line calls; people do write it before 400.
        first[fits] = np.where((before[fits] == TRUNK) & (rule.kind != "toll_free"), POSING, position)
    code[asked] = first
    return code


def _behind_area(national: pa.Array, before: np.ndarray) -> tuple[pa.Array, np.ndarray]:
    """Take the area code off a service number (021 95588 is 95588): subscribers' numbers begin with neither 9 nor 1."""
    pattern = rf"^{AREA}(?P<code>{plan().behind_area})$"
    hit = (
        (before != BARE)
        & matches(national, pattern)
        & _in_area(national)
        & ~matches(national, f"^(?:{plan().not_behind_area})$")
    )
    if not hit.any():
        return national, before
    codes = pc.replace_substring_regex(national, pattern, r"\1")
    return pc.if_else(pa.array(hit), codes, national), np.where(hit, COUNTRY, before)


def _in_area(national: pa.Array) -> np.ndarray:
    """Whether the number begins with an area code that exists."""
    return prefixes().is_area[_leading(national, 3)]


def _leading(digits: pa.Array, width: int) -> np.ndarray:
    """The first digits as a number; 0 where there are none."""
    lead = pc.utf8_slice_codeunits(digits, 0, width)
    return pc.if_else(pc.equal(lead, ""), "0", lead).cast(pa.int32()).to_numpy()


def _carriers(digits: pa.Array) -> pa.Array:
    """Carrier by the first five digits, where the plan names one."""
    codes = plan().carrier_of[_leading(digits, 5)]
    return pa.array(plan().carrier_tokens).take(pa.array(codes))


@cache
def _places(lang: str) -> pa.Array:
    return pa.array(prefixes().places["zh" if lang == "zh" else "en"].tolist())


def _settle_mobile(at: np.ndarray, text: pa.Array, home: Home, answers: Answers) -> None:
    """Mobile numbers; whatever stands before their eleven digits is dropped."""
    if not len(at):
        return
    national = pc.utf8_slice_codeunits(text, -11)
    if not home.places:
        answers.settle(at, pc.binary_join_element_wise("+86", national, ""), "mobile")
        return
    places = prefixes().mobile_places(_leading(national, 7))
    remark = pc.if_else(pc.match_substring_regex(national, f"^(?:{plan().resellers})"), "reseller", "")
    number = pc.binary_join_element_wise("+86", national, "")
    answers.settle(at, number, "mobile", _places(home.lang).take(pa.array(places)), _carriers(national), remark)


def _settle_fixed(at: np.ndarray, national: pa.Array, before: np.ndarray, home: Home, answers: Answers) -> None:
    """Landlines, given with their area code and without its 0."""
    if not len(at):
        return
    if not home.places:
        answers.settle(at, pc.binary_join_element_wise("+86", national, ""), "landline")
        return
    places = prefixes().fixed_places(_leading(national, 6))
    also_code = (before == COUNTRY) & matches(national, "^(?:106|95)[0-9]{7,8}$")
    remark = np.where(also_code, "ambiguous", np.where(before == BARE, "lost_zero", ""))
    number = pc.binary_join_element_wise("+86", national, "")
    answers.settle(at, number, "landline", _places(home.lang).take(pa.array(places)), remark=pa.array(remark.tolist()))


def _settle_local(at: np.ndarray, national: pa.Array, home: Home, answers: Answers) -> None:
    """Landlines of 7 or 8 digits: of the home area if one is known and has such numbers, else left as they are."""
    full = pc.binary_join_element_wise(home.area, national, "")
    fits = matches(full, f"^{FIXED}$") & (len(home.area) in (2, 3)) & _in_area(full)
    _settle_fixed(at[fits], full.filter(fits), np.full(len(at), TRUNK)[fits], home, answers)
    answers.settle(at[~fits], national.filter(~fits), "landline")


def _settle_codes(at: np.ndarray, national: pa.Array, code: np.ndarray, home: Home, answers: Answers) -> None:
    """400, 106, 95 and the other codes, by the rule that was found for each."""
    if not len(at):
        return
    rules = plan().codes
    plus = np.array([rule.e164 or home.region != "CN" for rule in rules])[code]
    number = pc.if_else(pa.array(plus), pc.binary_join_element_wise("+86", national, ""), national)
    kind = pa.array([rule.kind for rule in rules]).take(pa.array(code))
    remark = pa.array([rule.remark for rule in rules]).take(pa.array(code))
    answers.settle(at, number, kind, carrier=_carriers(national), remark=remark)
