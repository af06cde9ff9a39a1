"""First step: hidden callers, masks and names are settled; of every other spelling the bare digits are left."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from analyzer.phone.answers import Answers, Home, Rest, matches, pc
from analyzer.phone.plan import plan

PLAIN = r"^\+?[0-9]+$"
COMMON = r"^\+?[0-9]+(?:[ -][0-9]+)+$"
SEAT = r"^(?:(?:\+|00)?86[ -])?[0-9]{2,4}[ -][0-9]{7,8}-[0-9]{1,6}$"
"""Area, number and the extension of a seat, all with dashes (0755-82345678-801)."""

EXTENSION = r"(?i)[\s;,/]*(?:(?:转接?|分机号?|轉|ext(?:ension)?\.?|;ext=|x|,,+)[\s:.]*[0-9]{1,8}|[,;pw#][0-9]{1,4})#?$"
"""What may stand behind a number: 转801, 分机 801, ext. 801, x801, pauses with what is dialled after them."""

ADDRESSES = (
    r"(?i)^sips?:(\+?[0-9]{3,})(?:[:;][^@]*)?@.*$",
    r"(?i)^(\+?[0-9]{5,})@(?:s\.whatsapp\.net|c\.us|ims\.|[^@]*3gppnetwork\.org).*$",
    r"(?i)^(?:tel|sips?|sms|smsto|callto):([^;]*)(?:;.*)?$",
    r"^[*#]31#(\+?[0-9]{3,})$",  # hides or shows the own number for one call
)
"""Forms in which programs wrap a number. Other e-mail addresses stay names: 12345@qq.com is nobody's telephone."""

MASK = r"[*xX•●○∗※#]"
MASKED = rf"^\+?[0-9]*(?:{MASK}{{2,}}[0-9]*)+$|^\+?[0-9]+[*•●○∗※][0-9]+$|^\+?[0-9]{{5,}}{MASK}$|^[*•●○∗※]+[0-9]{{4,}}$|^[*•●○∗※]+$"
STAR_CODE = r"^[*#]+[0-9][0-9*#]{0,6}#$|^[*#][0-9]{2,3}$"
LETTER = r"[A-Za-z]|[^\x00-\x{A0}\x{2000}-\x{2BFF}\x{3000}-\x{3004}]"
"""A letter or a sign of another script; the Unicode class does the same at fifty times the cost."""

SEPARATORS = r"[\s()./\-‐‑‒–—−﹣・]"


def as_texts(raw: Sequence[str | None] | pa.Array) -> pa.Array:
    """The spellings as an Arrow array; missing values become empty, a number becomes its text."""
    if isinstance(raw, pa.Array):
        known: Any = raw
        return pc.fill_null(known.cast(pa.string()), "")
    try:
        texts = pa.array(raw, type=pa.string(), from_pandas=True)
        return pc.fill_null(texts.combine_chunks() if isinstance(texts, pa.ChunkedArray) else texts, "")
    except (pa.ArrowTypeError, pa.ArrowInvalid, UnicodeEncodeError):
        return pa.array([_as_text(value) for value in raw], type=pa.string())


def _as_text(value: Any) -> str:
    """One value of a column that is not all text; halves of surrogate pairs become the replacement sign."""
    if value is None or value != value:  # NaN is the one value that differs from itself
        return ""
    return str(value).encode("utf-8", "replace").decode("utf-8")


def settle_words(texts: pa.Array, home: Home, answers: Answers) -> Rest:
    """Settle everything that is not a number and return the digits of the rest.

    Parameters
    ----------
    texts : pyarrow.Array
        All spellings.
    home : Home
        Whose exports these are.
    answers : Answers
        Receives what is settled, and which numbers had an extension.

    Returns
    -------
    Rest
        Texts of digits with or without a leading +.
    """
    everything = Rest(np.arange(len(texts)), texts)
    plain, odd = everything.split(everything.matching(PLAIN))
    common, odd = odd.split(odd.matching(COMMON) & ~odd.matching(SEAT))
    stripped = pc.replace_substring(pc.replace_substring(common.text, " ", ""), "-", "")
    found = [plain, Rest(common.at, stripped)]
    if len(odd.at):
        found.append(_settle_odd(odd, home, answers))
    return Rest(np.concatenate([rest.at for rest in found]), pa.concat_arrays([rest.text for rest in found]))


def _settle_odd(odd: Rest, home: Home, answers: Answers) -> Rest:
    """The careful way for spellings that are more than digits, blanks and dashes."""
    # What comes back to the reader is the text as written; what is compared has one width and form of each character.
    written = pc.replace_substring_regex(odd.text, r"[\p{Cc}\p{Cf}\p{Co}]+", "")
    written = pc.replace_substring_regex(written, r"^[\s\p{Z}'\"=`]+|[\s\p{Z}'\"`]+$", "")
    form = pc.utf8_normalize(written, form="NFKC")
    form = pc.replace_substring_regex(form, r"^[\s'\"=`]+|[\s'\"`]+$", "")
    form = pc.replace_substring_regex(form, r"^(\+?[0-9]+|-[0-9])\.0+$", r"\1")  # what a spreadsheet makes of a number

    key = pc.replace_substring_regex(pc.utf8_lower(form), r"[\s()<>\[\]{}_.\"']+", "")
    open_ = np.ones(len(odd.at), dtype=bool)
    for bucket, words in plan().hidden.items():
        hit = open_ & pc.is_in(key, value_set=pa.array(words)).to_numpy(zero_copy_only=False)
        answers.settle(odd.at[hit], bucket, "withheld")
        open_ &= ~hit

    bare = form
    for pattern in ADDRESSES:
        bare = pc.replace_substring_regex(bare, pattern, r"\1")
    dense = pc.replace_substring_regex(bare, SEPARATORS, "")

    star = open_ & matches(dense, STAR_CODE)
    answers.settle(odd.at[star], dense.filter(star), "short")
    open_ &= ~star
    inland = pc.replace_substring_regex(dense, r"^(?:(?:\+|00)86)+", "")
    if home.region == "CN":
        inland = pc.replace_substring_regex(inland, rf"^86(1[3-9](?:[0-9]|{MASK}){{9}})$", r"\1")
    masked = open_ & matches(inland, MASKED)
    stars = pc.replace_substring_regex(inland.filter(masked), MASK, "*")
    answers.settle(odd.at[masked], pc.replace_substring_regex(stars, r"^\+?\*+$", "***"), "masked")
    open_ &= ~masked

    seat = matches(bare, SEAT)
    short = pc.replace_substring_regex(
        pc.if_else(pa.array(seat), pc.replace_substring_regex(bare, "-[0-9]+$", ""), bare), EXTENSION, ""
    )
    short = pc.replace_substring_regex(short, SEPARATORS, "")
    extended = open_ & matches(short, r"^\+?[0-9]{5,}$") & pc.not_equal(short, dense).to_numpy(zero_copy_only=False)
    answers.extended[odd.at[extended]] = True
    digits = pc.if_else(pa.array(extended), short, dense)

    number = open_ & matches(digits, PLAIN)
    other = open_ & ~number
    worded = other & matches(form, LETTER)
    scientific = matches(form, r"^[0-9](?:\.[0-9]+)?[eE]\+?[0-9]+$")
    counted = other & (~worded | scientific) & matches(form, r"[0-9]")
    answers.settle(odd.at[worded & ~counted], written.filter(worded & ~counted), "sender_name")
    answers.settle(odd.at[counted], written.filter(counted), "unknown")
    silent = other & ~worded & ~counted
    answers.settle(odd.at[silent], "unknown", "withheld")
    return Rest(odd.at[number], digits.filter(number))
