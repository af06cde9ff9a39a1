"""Write ``analyzer/numbering/prefixes.npz``: what phonenumbers knows about places and countries, as arrays.

``python tools/make_prefixes.py`` takes the geocoding data and metadata of the installed phonenumbers and keeps what
`analyzer.phone` looks up for thousands of numbers at once. Run it again after an update of phonenumbers and commit the
file; its tests compare it with the library number by number.

Arrays of the file (all plain, ``allow_pickle=False``):

=================  ===========================================================================================
``version``        version of phonenumbers the arrays were made from
``places_zh/_en``  names of places; number 0 is the unknown place
``mobile_start``   first 7 digits of a Chinese mobile number at which a run of equal places begins
``mobile_place``   the place of that run
``fixed_start``    the same for landlines, by the first 6 digits after the trunk 0
``fixed_place``    the place of that run
``areas``          Chinese area codes without their 0
``isos``           country codes of two letters; number 0 is unknown
``calling``        calling codes that belong to one country only
``calling_iso``    that country, as a position in ``isos``
``calling_sizes``  bit n is set where a national number of n digits is possible
``calling_trunk``  regular expression of the national prefix that must not stand at the beginning
``nanp_iso``       country of each North American area code, 0 where it needs a closer look
=================  ===========================================================================================
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import phonenumbers
from phonenumbers import COUNTRY_CODE_TO_REGION_CODE, PhoneMetadata
from phonenumbers.geodata import GEOCODE_DATA

OUT = Path(__file__).parent.parent / "analyzer" / "numbering" / "prefixes.npz"


def place_runs(
    low: int, high: int, digits: int, wanted, names: dict[tuple[str, str], int]
) -> tuple[np.ndarray, np.ndarray]:
    """Runs of equal places among the national prefixes ``low..high`` of the given length; longer entries win."""
    places = np.zeros(high - low, dtype=np.uint16)
    entries = [
        (prefix[2:], texts) for prefix, texts in GEOCODE_DATA.items() if prefix.startswith("86") and wanted(prefix[2:])
    ]
    for prefix, texts in sorted(entries, key=lambda entry: (len(entry[0]), entry[0])):
        if "zh" not in texts:
            continue  # four prefixes of Yunnan under a name given up in 2007; the area code's own entry stands
        number = names.setdefault((texts["zh"], texts["en"]), len(names))
        scale = 10 ** (digits - len(prefix))
        first = int(prefix) * scale
        places[max(first - low, 0) : max(first + scale - low, 0)] = number
    change = np.flatnonzero(np.diff(places)) + 1
    starts = np.concatenate([[0], change])
    return (starts + low).astype(np.int32), places[starts]


def area_codes() -> np.ndarray:
    """Area codes of mainland China: those with which a landline number of the usual form is valid."""
    codes = [10, *range(20, 30), *range(310, 1000)]
    found = []
    for code in codes:
        tails = ("62345678", "6234567")
        if any(
            phonenumbers.number_type(phonenumbers.parse(f"+86{code}{tail}")) == phonenumbers.PhoneNumberType.FIXED_LINE
            for tail in tails
        ):
            found.append(code)
    return np.array(found, dtype=np.int16)


def countries() -> dict[str, np.ndarray]:
    """Calling codes of one country each, with the lengths and the trunk prefix that decide about a plain number."""
    isos = [""]
    calling, iso, sizes, trunk = [], [], [], []
    for code, regions in sorted(COUNTRY_CODE_TO_REGION_CODE.items()):
        if len(regions) != 1 or regions[0] == "001" or code == 86:
            continue
        data = PhoneMetadata.metadata_for_region(regions[0])
        prefix = data.national_prefix_for_parsing or ""
        if len(prefix) > 60:
            continue  # two plans with a page-long pattern: left to the library
        isos.append(regions[0])
        calling.append(code)
        iso.append(len(isos) - 1)
        sizes.append(sum(1 << length for length in data.general_desc.possible_length))
        trunk.append(prefix)
    nanp = np.zeros(1000, dtype=np.uint8)
    for area in range(200, 1000):
        seen = {
            phonenumbers.region_code_for_number(
                phonenumbers.PhoneNumber(1, area * 10_000_000 + exchange * 10_000 + line)
            )
            for exchange in range(200, 1000)
            for line in (123, 6789)
        }
        if len(seen) == 1 and (region := seen.pop()):
            if region not in isos:
                isos.append(region)
            nanp[area] = isos.index(region)
    return {
        "isos": np.array(isos), "calling": np.array(calling, dtype=np.int16), "calling_iso": np.array(iso, dtype=np.uint8),
        "calling_sizes": np.array(sizes, dtype=np.int32), "calling_trunk": np.array(trunk), "nanp_iso": nanp,
    }  # fmt: skip


def main() -> None:
    """Write the file and say what it holds."""
    names: dict[tuple[str, str], int] = {("", ""): 0}
    mobile_start, mobile_place = place_runs(1_300_000, 2_000_000, 7, lambda p: p[0] == "1" and p[1] in "3456789", names)
    fixed_start, fixed_place = place_runs(
        100_000, 1_000_000, 6, lambda p: not (p[0] == "1" and p[1] in "3456789"), names
    )
    arrays = {
        "version": np.array(phonenumbers.__version__),
        "places_zh": np.array([zh for zh, _ in names]),
        "places_en": np.array([en for _, en in names]),
        "mobile_start": mobile_start,
        "mobile_place": mobile_place,
        "fixed_start": fixed_start,
        "fixed_place": fixed_place,
        "areas": area_codes(),
        **countries(),
    }
    OUT.parent.mkdir(exist_ok=True)
    np.savez_compressed(OUT, **arrays)
    print(f"{OUT.name}: {OUT.stat().st_size:,} bytes, phonenumbers {arrays['version']}")
    print(
        f"{len(names):,} places, {len(mobile_start):,} + {len(fixed_start):,} runs, {len(arrays['areas'])} area codes"
    )
    print(f"{len(arrays['calling'])} calling codes, {np.count_nonzero(arrays['nanp_iso'])} North American area codes")


if __name__ == "__main__":
    main()
