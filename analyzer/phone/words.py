"""Numbers and carriers in words, for people."""

from __future__ import annotations

import re
from functools import lru_cache

_FIXED = re.compile(r"\+86(10|2[0-57-9]|[3-9]\d{2})([2-8]\d{6,7})")


def carrier_name(token: str, lang: str = "zh") -> str:
    """Name of a carrier; empty for an empty token, the token itself where it is not known.

    Examples
    --------
    >>> carrier_name("china_mobile"), carrier_name("china_mobile", "en")
    ('中国移动', 'China Mobile')
    """
    from analyzer.phone.plan import plan

    names = plan().carriers.get(token)
    return names["zh" if lang == "zh" else "en"] if names else token


@lru_cache(maxsize=65_536)
def display(number: str, lang: str = "zh") -> str:
    """A canonical number as people write it: grouped, Chinese numbers the domestic way, hidden callers in words.

    Parameters
    ----------
    number : str
        As in the column ``number`` of `identify`.
    lang : {"zh", "en"}
        Language of the words for hidden callers.

    Examples
    --------
    >>> display("+8613800138000"), display("+8675582345678"), display("4008123456"), display("withheld", "en")
    ('138 0013 8000', '0755 8234 5678', '400 812 3456', 'withheld number')
    """
    from analyzer.phone.plan import plan

    if names := plan().buckets.get(number):
        return names["zh" if lang == "zh" else "en"]
    if re.fullmatch(r"\+861\d{10}", number):
        return f"{number[3:6]} {number[6:10]} {number[10:]}"
    if fixed := _FIXED.fullmatch(number):
        return f"0{fixed[1]} {_grouped(fixed[2])}"
    if re.fullmatch(r"[48]00\d{7}", number):
        return f"{number[:3]} {number[3:6]} {number[6:]}"
    if re.fullmatch(r"[2-8]\d{6,7}", number):
        return _grouped(number)
    if re.fullmatch(r"\+[1-9]\d{6,}", number) and not number.startswith("+86"):
        return _international(number)
    return number


def _grouped(local: str) -> str:
    """A local number of 7 or 8 digits, its last four apart."""
    return f"{local[:-4]} {local[-4:]}"


def _international(number: str) -> str:
    """A foreign number grouped as its country does."""
    import phonenumbers

    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return number
    grouped = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    return grouped if re.sub(r"\D", "", grouped) == number[1:] else number
