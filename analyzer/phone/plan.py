"""Loads the numbering plan (``cn.toml``) and the prefix tables (``prefixes.npz``), once, and looks numbers up in them."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

FOLDER = Path(__file__).parent.parent / "numbering"
"""Where the data of the numbering plan stands."""


class Code(NamedTuple):
    """One rule for numbers that are neither mobile nor landline.

    Attributes
    ----------
    kind, remark : str
        What a fitting number is.
    pattern : str
        Regular expression (RE2) of the whole national number, anchored.
    bare : bool
        Holds only for numbers without country code.
    e164 : bool
        The number is written with +86.
    """

    kind: str
    pattern: str
    remark: str
    bare: bool
    e164: bool


class Plan(NamedTuple):
    """The numbering plan of ``cn.toml`` in the form in which it is used.

    Attributes
    ----------
    hidden : dict of str to tuple of str
        Bucket to the words that mean it, lower case without blanks, brackets, quotes, dots, underscores.
    buckets, carriers : dict of str to dict
        Token to its name by language.
    codes : tuple of Code
        In the order in which they are tried.
    behind_area, not_behind_area : str
        Patterns (without anchors) of codes that also stand behind an area code, and of those that never do.
    dialling : str
        Pattern of the prefixes dialled for another network.
    resellers : str
        Pattern of the ranges of virtual operators.
    carrier_of : ndarray
        Position in `carrier_tokens` by the first five digits of a number.
    """

    hidden: dict[str, tuple[str, ...]]
    buckets: dict[str, dict[str, str]]
    carriers: dict[str, dict[str, str]]
    codes: tuple[Code, ...]
    behind_area: str
    not_behind_area: str
    dialling: str
    resellers: str
    carrier_tokens: tuple[str, ...]
    carrier_of: np.ndarray
    public: frozenset[str]
    public_starts: tuple[str, ...]


@cache
def plan() -> Plan:
    """The numbering plan; read at first use."""
    with (FOLDER / "cn.toml").open("rb") as file:
        data = tomllib.load(file)
    codes = data["code"]
    carriers = data["carriers"]
    return Plan(
        hidden={bucket: tuple(words) for bucket, words in data["hidden"].items()},
        buckets=data["buckets"],
        carriers={token: {"zh": carrier["zh"], "en": carrier["en"]} for token, carrier in carriers.items()},
        codes=tuple(
            Code(c["kind"], f"^(?:{c['pattern']})$", c.get("remark", ""), c.get("bare", False), c.get("e164", False))
            for c in codes
        ),
        behind_area="|".join(c["pattern"] for c in codes if c.get("after_area")),
        not_behind_area="|".join(c["pattern"] for c in codes if not c.get("after_area") and not c.get("bare")),
        dialling="|".join(data["dialling"]["prefixes"]),
        resellers="|".join(data["resellers"]["prefixes"]),
        carrier_tokens=("", *carriers),
        carrier_of=_by_five_digits(carriers),
        public=frozenset(data["public"]["numbers"]),
        public_starts=tuple(data["public"]["starts"]),
    )


def _by_five_digits(carriers: dict[str, dict[str, Any]]) -> np.ndarray:
    """Carrier by the first five digits; a longer prefix wins over a shorter one."""
    prefixes = [
        (prefix, number)
        for number, carrier in enumerate(carriers.values(), start=1)
        for use in ("mobile", "machine", "ports", "toll_free", "lines")
        for prefix in carrier.get(use, ())
    ]
    table = np.zeros(100_000, dtype=np.uint8)
    for prefix, number in sorted(prefixes, key=lambda pair: len(pair[0])):
        scale = 10 ** (5 - len(prefix))
        table[int(prefix) * scale : (int(prefix) + 1) * scale] = number
    return table


class Prefixes(NamedTuple):
    """The arrays of ``prefixes.npz``; `tools/make_prefixes.py` says what each holds.

    `is_area` tells by the first three digits after the trunk 0 whether an area code stands there (100-109 are all 10).
    """

    version: str
    places: dict[str, np.ndarray]
    mobile_start: np.ndarray
    mobile_place: np.ndarray
    fixed_start: np.ndarray
    fixed_place: np.ndarray
    is_area: np.ndarray
    isos: np.ndarray
    calling_at: np.ndarray
    calling_width: np.ndarray
    calling_iso: np.ndarray
    calling_sizes: np.ndarray
    calling_trunk: np.ndarray
    nanp_iso: np.ndarray

    def mobile_places(self, sevens: np.ndarray) -> np.ndarray:
        """Place of mobile numbers by their first seven digits."""
        return self.mobile_place[np.searchsorted(self.mobile_start, sevens, side="right") - 1]

    def fixed_places(self, sixes: np.ndarray) -> np.ndarray:
        """Place of landlines by the first six digits after the trunk 0."""
        return self.fixed_place[np.searchsorted(self.fixed_start, sixes, side="right") - 1]


@cache
def prefixes() -> Prefixes:
    """The prefix tables; read at first use."""
    with np.load(FOLDER / "prefixes.npz", allow_pickle=False) as file:
        data = {name: file[name] for name in file.files}
    is_area = np.zeros(1000, dtype=bool)
    for area in data["areas"].tolist():
        scale = 10 if area < 100 else 1
        is_area[area * scale : (area + 1) * scale] = True
    # calling_at[first three digits] is the country's position + 1, 0 where the code is shared or unknown
    calling_at = np.zeros(1000, dtype=np.int16)
    calling_width = np.array([len(str(code)) for code in data["calling"].tolist()])
    for position, code in enumerate(data["calling"].tolist()):
        scale = 10 ** (3 - len(str(code)))
        calling_at[code * scale : (code + 1) * scale] = position + 1
    return Prefixes(
        version=str(data["version"]),
        places={"zh": data["places_zh"], "en": data["places_en"]},
        is_area=is_area,
        calling_at=calling_at,
        calling_width=calling_width,
        **{
            name: data[name]
            for name in (
                "mobile_start",
                "mobile_place",
                "fixed_start",
                "fixed_place",
                "isos",
                "calling_iso",
                "calling_sizes",
                "calling_trunk",
                "nanp_iso",
            )
        },
    )
