"""Raw string → number, kind, region, carrier: the one door to phonenumbers and the numbering plan.

A number comes in a dozen spellings (``138-0013-8000``, ``+86 138…``, ``0086138…``, ``13800138000.0``), as a mask, as a word
("Unknown", "私人号码") or as the name of a sender. `identify` brings each to one canonical number and says what kind it is;
groups, rules and complaints stand on that. It never guesses: what cannot be read stays as it was written.

The order of the steps is the order in which a mistake would do harm, since a service number taken for somebody's landline
ends in a complaint about a bystander: hidden callers, masks, what spreadsheets add, country code, area code in front of a
service number, 400 and 106 and 95 numbers and other codes, mobiles, landlines, and only then the world (`spelling`,
`china`, `abroad`). Everything Chinese runs over all spellings at once in Arrow; phonenumbers is asked one by one only for
what remains, and is imported only then. Its geocoder and carrier modules are never imported: their data stands as arrays
in ``analyzer/numbering/prefixes.npz``, the numbering plan in ``analyzer/numbering/cn.toml``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from analyzer.phone.partly import could_be
from analyzer.phone.words import carrier_name, display

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

__all__ = [
    "BUCKETS",
    "CARRIERS",
    "IDENTITY_COLUMNS",
    "NUMBER_KINDS",
    "carrier_name",
    "could_be",
    "display",
    "identify",
    "is_public_line",
    "own_carrier",
]

IDENTITY_COLUMNS = ("number", "number_kind", "region", "carrier", "remark")
"""Columns of the table that `identify` returns."""

NUMBER_KINDS = (
    "mobile", "landline", "toll_free", "service", "short", "sms_port", "foreign", "withheld", "masked", "sender_name", "unknown",
)  # fmt: skip
"""What a number can be; `toll_free` covers 400 and 800, `service` 95 and 96, `short` 10/11/12 codes and private short numbers."""

BUCKETS = ("withheld", "unknown", "payphone")
"""Numbers that stand for callers without one; their kind is ``withheld``. They never merge with a real number."""

CARRIERS = ("china_mobile", "china_unicom", "china_telecom", "china_broadnet")
"""Stable tokens of the carriers; `carrier_name` puts them into words."""


def identify(
    raw: Sequence[str | None] | pa.Array,
    *,
    region: str = "CN",
    home_area: str = "",
    lang: str = "zh",
    places: bool = True,
) -> pd.DataFrame:
    """Canonical number, kind, place and issuing carrier of each spelling.

    Parameters
    ----------
    raw : sequence of str or None
        Spellings as they stand in exports, each once: the caller removes repetitions.
    region : str
        ISO 3166 code of the country in which a number without country code is read. Chinese short codes, 400, 106 and
        dialling prefixes apply only in ``CN``; a number with +86 is read the Chinese way everywhere.
    home_area : str
        Area code, with or without its 0, for landline numbers of 7 or 8 digits. Without it they stay as written.
    lang : {"zh", "en"}
        Language of the names of places.
    places : bool
        False where number and kind are enough: the table then has no other column, which spares half the time.

    Returns
    -------
    DataFrame
        One row per spelling, in the same order, all columns text:

        ``number``
            E.164 (``+8613800138000``) for mobiles, landlines and foreign numbers; national digits for 400/800, service
            numbers with their extension, 106 ports and short codes (outside China those of China keep +86); a mask with ``*`` (``138****1234``); the name of a
            sender as written; ``withheld``, ``unknown`` or ``payphone`` for hidden callers; else the text as written.
            It is a fixed point: identified again, it stays the same.
        ``number_kind``
            One of `NUMBER_KINDS`. Numbers of `region` itself are never ``foreign``.
        ``region``
            Chinese place of a +86 mobile or landline, country code (``US``) of any other number, empty if unknown.
        ``carrier``
            Carrier to which the range was issued, one of `CARRIERS`, empty if unknown. Since 2019 a person may take a
            Chinese mobile number along to another carrier.
        ``remark``
            Space-separated: ``extension`` (one was there), ``spoof_sign`` (form that no network shows for a genuine
            caller: ``000…``, ``+0…``, ``0095588``), ``reseller`` (range of a virtual operator), ``iot`` (machine range),
            ``lost_zero`` (landline whose leading 0 was missing), ``ambiguous`` (a +86 landline that would be a 106 or 95
            number without its country code), ``fixed_or_mobile`` (the country's plan does not tell the two apart).

    Examples
    --------
    >>> table = identify(["138-0013-8000", "0086213888 1234", "00862195588", "Unknown"])
    >>> table["number"].tolist()
    ['+8613800138000', '+862138881234', '95588', 'unknown']
    >>> table["number_kind"].tolist()
    ['mobile', 'landline', 'service', 'withheld']
    """
    from analyzer.phone.abroad import settle_domestic, settle_foreign
    from analyzer.phone.answers import FIELDS, Answers, Home
    from analyzer.phone.china import settle_chinese
    from analyzer.phone.spelling import as_texts, settle_words

    area = home_area.strip().lstrip("0")
    home = Home(region.upper(), area if area.isascii() and area.isdigit() else "", lang, places)
    answers = Answers(len(raw))
    rest = settle_words(as_texts(raw), home, answers)
    rest = settle_chinese(rest, home, answers) if home.region == "CN" else settle_domestic(rest, home, answers)
    settle_foreign(rest, answers)
    return answers.frame(FIELDS if places else FIELDS[:2])


def own_carrier(number: str) -> str:
    """Carrier to which a number, in any spelling, was issued; empty if unknown.

    Examples
    --------
    >>> own_carrier("186 1234 5678")
    'china_unicom'
    """
    return str(identify([number])["carrier"].iat[0])


def is_public_line(number: str) -> bool:
    """Whether a canonical number is an emergency, police or public line, which is never listed as a nuisance.

    Examples
    --------
    >>> is_public_line("96110"), is_public_line("95588")
    (True, False)
    """
    from analyzer.phone.plan import plan

    code = number.removeprefix("+86")
    return code in plan().public or (code.startswith(plan().public_starts) and len(code) <= 9)
