"""Plain words of reports for the values that tables hold: kinds, outcomes, forces of rules, kinds of numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from analyzer.phone import display
from analyzer.rule import FORCE_WORDS

if TYPE_CHECKING:
    import pandas as pd

    from analyzer.locales import Translate

N_ = str

OUTCOMES: Mapping[str, str] = {
    "answered": N_("answered"),
    "missed": N_("missed"),
    "rejected": N_("rejected"),
    "blocked": N_("blocked"),
    "voicemail": N_("to voicemail"),
    "diverted": N_("diverted"),
    "failed": N_("failed"),
    "unknown": N_("outcome not stated"),
    "": "",
}

CONTACTS: Mapping[str, str] = {
    "call in": N_("incoming call"),
    "call out": N_("outgoing call"),
    "call unknown": N_("call, direction not stated"),
    "sms in": N_("message received"),
    "sms out": N_("message sent"),
    "sms unknown": N_("message, direction not stated"),
    "mms in": N_("multimedia message received"),
    "mms out": N_("multimedia message sent"),
    "mms unknown": N_("multimedia message, direction not stated"),
}
"""Kind and direction of an event."""

NUMBER_KINDS: Mapping[str, str] = {
    "mobile": N_("mobile number"),
    "landline": N_("landline number"),
    "toll_free": N_("400 or 800 number"),
    "service": N_("service number"),
    "short": N_("short number"),
    "sms_port": N_("message gateway (106…)"),
    "foreign": N_("number abroad"),
    "withheld": N_("number withheld"),
    "masked": N_("number partly hidden"),
    "sender_name": N_("sender's name instead of a number"),
    "unknown": N_("not a number we know"),
}

FORCES: Mapping[str, tuple[str, str, str]] = {
    "law": (FORCE_WORDS["law"], "strong", N_("binding law, or a rule that a ministry made under it")),
    "presumption": (
        FORCE_WORDS["presumption"],
        "strong",
        N_("from this count on the law presumes a breach; the other side may rebut it"),
    ),
    "regulator-guidance": (
        FORCE_WORDS["regulator-guidance"],
        "middle",
        N_("how the competent regulator reads the law"),
    ),
    "national-standard": (
        FORCE_WORDS["national-standard"],
        "middle",
        N_("not compulsory in itself; it says what is held to be proper"),
    ),
    "self-regulation": (FORCE_WORDS["self-regulation"], "middle", N_("rules of a trade association for its members")),
    "platform-policy": (FORCE_WORDS["platform-policy"], "weak", N_("what a platform allows its own customers")),
    "heuristic": (FORCE_WORDS["heuristic"], "weak", N_("no rule stands behind it; it marks a pattern worth a look")),
}
"""Force of a rule → its name, how its mark looks, what the name means. Strongest first, as in `analyzer.findings.FORCES`."""

ZONE_BASIS = {
    "absolute": N_("the export states instants"),
    "assumed-local": N_("the export states local times; they were read in the zone of this report"),
    "carrier": N_("a Chinese carrier's Beijing time"),
}
"""Values of ``Reading.zone_basis`` in words."""

CONFIDENCE = {
    "S1": N_("the text itself"),
    "S2": N_("reported by a serious source"),
    "own": N_("this program's own"),
}
"""Marks of the rule packs in words."""

HIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
"""Characters that show nothing themselves but could reorder or hide the words around them."""


def named(number: str, _: Translate, lang: str = "") -> str:
    r"""A number as it may stand inside a sentence: nothing in it reorders the sentence, and it is not endless.

    Parameters
    ----------
    number : str
    lang : str
        Where given, the number is grouped as people write it, its groups kept on one line; else it stands as in the tables.

    Examples
    --------
    >>> named("+8613900000000", str), named("+8613900000000", str, "en")
    ('+8613900000000', '139\xa00000\xa00000')
    """
    shown = HIDDEN.sub("", display(number, lang).replace(" ", "\xa0") if lang else number)
    return (shown if len(shown) <= 40 else shown[:39] + "…") or _("number withheld")


def is_page_of(name: str, rank: int) -> bool:
    """Whether a chart of one number is that of the reported number with this rank: one number may have called several phones.

    Examples
    --------
    >>> is_page_of("number-03-8613900000000", 3), is_page_of("number-13-8613900000000", 3), is_page_of("daily", 3)
    (True, False, False)
    """
    return f"-{rank:02}-" in name and name.split(f"-{rank:02}-")[0].isalpha()


def as_people_write(numbers: pd.Series, _: Translate, lang: str) -> pd.Series:
    """A column of numbers, each as `named` writes it, with plain spaces."""
    return (
        numbers.astype("str")
        .map({number: named(number, _, lang).replace("\xa0", " ") for number in numbers.unique()})
        .astype("str")
    )


def in_words(values: pd.Series, words: Mapping[str, str], _: Translate) -> pd.Series:
    """A column of table values in plain words; values without words stay."""
    known = {value: _(words[value]) if words.get(value) else value for value in values.unique()}
    return values.astype("str").map(known).astype("str")


def contact(events: pd.DataFrame, _: Translate) -> pd.Series:
    """What each event is: incoming call, message sent, …"""
    return in_words(events["kind"].astype("str") + " " + events["direction"].astype("str"), CONTACTS, _)


def counted(calls: int, messages: int, _: Translate) -> str:
    """Calls and messages as they stand in a sentence; what did not happen is not mentioned.

    Examples
    --------
    >>> counted(41, 1, str)
    '41 calls and 1 message'
    """
    told = []
    if calls or not messages:
        told.append((_("{n} call") if calls == 1 else _("{n} calls")).format(n=f"{calls:,}"))
    if messages:
        told.append((_("{n} message") if messages == 1 else _("{n} messages")).format(n=f"{messages:,}"))
    return _(" and ").join(told)


def sentences(parts: Iterable[str], lang: str) -> str:
    """Sentences one after the other; Chinese puts no space between them.

    Examples
    --------
    >>> sentences(["One.", "Two."], "en")
    'One. Two.'
    """
    return ("" if lang == "zh" else " ").join(parts)


def listed(items: list[str], _: Translate, most: int = 6) -> str:
    """Items in a row; beyond `most` only how many more there are.

    Examples
    --------
    >>> listed(["a", "b", "c"], str, most=2)
    'a, b and 1 more'
    """
    shown = _(", ").join(items[:most])
    return shown if len(items) <= most else _("{shown} and {n} more").format(shown=shown, n=len(items) - most)


def local(times: pd.Series, zone: str) -> pd.Series:
    """Instants (UTC where they carry no zone) as local time."""
    import pandas as pd

    aware = pd.to_datetime(times, utc=True)
    return aware.dt.tz_convert(zone)


def covered(row: Mapping[str, Any], _: Translate) -> list[str]:
    """What one export covers, in sentences: a row of ``case.coverage``."""
    if not row["days"]:
        return [_("no event")]
    told = [
        _("{first} to {last}, {n} days with an event").format(
            first=row["first_day"], last=row["last_day"], n=row["days"]
        )
    ]
    if row["gap_days"]:
        told.append(
            _("longest span without any event: {n} days, up to {day}").format(n=row["gap_days"], day=row["gap_end"])
        )
    if row["cap"]:
        told.append(
            _("it holds exactly {n} calls, as many as phones keep: older calls are probably missing").format(
                n=row["cap"]
            )
        )
    if row["confirmed"]:
        told.append(_("it confirms {n} calls of the other exports").format(n=row["confirmed"]))
    if row["unanswered"]:
        told.append(
            _(
                "{n} unanswered calls of the other exports fall into its span; a bill lists connected calls only and cannot show them"
            ).format(n=row["unanswered"])
        )
    return told
