"""Spellings of a moment: the patterns, and `Spellings`, which reads the distinct texts of one column by them.

The patterns are in the syntax that Arrow's RE2 and Python's `re` share, so that one table serves the look at a few cells
and the reading of a million.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

    Fields = dict[str, NDArray[np.int64]]

N_ = str
Period = tuple[dt.date, dt.date]

CLOCK = (
    r"(?P<half>上午|下午|凌晨|早上|中午|晚上|[AaPp]\.?[Mm]\.?)? ?(?P<h>\d{1,2})(?:[:.]|时|点)(?P<mi>\d{1,2})"
    r"(?:(?:[:.]|分)(?:(?P<s>\d{1,2})(?:[.,]\d+)?秒?)?)? ?(?P<half2>[AaPp](?:\.?[Mm]\.?)?)?"
)
ZONE = r" ?(?P<z>Z|(?:UTC|GMT)?[+-]\d{1,2}(?::?\d{2})?|UTC|GMT)?"
WEEKDAY = r"(?:星期.|周.|礼拜.|[A-Za-z]{3,9}\.?,?)? ?"
YMD = r"(?P<y>\d{4})(?:[-/.]|年) ?(?P<mo>\d{1,2})(?:[-/.]|月) ?(?P<d>\d{1,2})"
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

PATTERNS = {
    "ymd": rf"^{YMD}(?:日 ?|[T ]|-|, )(?:{WEEKDAY}){CLOCK}{ZONE}$",
    "compact": rf"^(?P<y>(?:19|20)\d\d)(?P<mo>\d\d)(?P<d>\d\d)[T ]?(?P<h>\d\d):?(?P<mi>\d\d)(?::?(?P<s>\d\d))?{ZONE}$",
    "yearless": rf"^(?P<mo>\d{{1,2}})(?:[-/]|月) ?(?P<d>\d{{1,2}})(?:日 ?| ){CLOCK}$",
    "numeric": rf"^{WEEKDAY}(?P<a>\d{{1,2}})(?P<sep>[-/.])(?P<b>\d{{1,2}})[-/.](?P<c>\d{{4}}|\d{{2}}),? {CLOCK}{ZONE}$",
    "day name": rf"^{WEEKDAY}(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?:\. |[. -])(?P<mon>[A-Za-z]{{3}})[a-z]*\.?,?[ -](?P<y>\d{{4}}),?(?: at)? {CLOCK}{ZONE}$",
    "name day": rf"^{WEEKDAY}(?P<mon>[A-Za-z]{{3}})[a-z]*\.? (?P<d>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<y>\d{{4}}),?(?: at)? {CLOCK}{ZONE}$",
    "java": rf"^[A-Za-z]{{3}} (?P<mon>[A-Za-z]{{3}}) (?P<d>\d{{1,2}}) {CLOCK}(?:{ZONE}| [A-Z]{{3,5}}) (?P<y>\d{{4}})$",
    "epoch": r"^(?P<n>\d{10}|\d{13}|\d{16}|[0-8]\d{18})(?:\.\d+)?$",
    "serial": r"^(?P<day>[2-6]\d{4})\.(?P<part>\d{1,17})$",
}
"""Spellings of a moment; the syntax is what Arrow's RE2 and Python's `re` share. They exclude one another."""

_MON = "(?i:" + "|".join(MONTHS) + ")"
DATE = rf"^(?:{YMD}日?(?:[T ]00:00(?::00)?)?|(?:19|20)\d{{6}}|\d{{1,2}}(?:[-/]|月)\d{{1,2}}日?|\d{{1,2}}[-/.]\d{{1,2}}[-/.](?:\d{{4}}|\d{{2}})|\d{{1,2}}[- ](?:{_MON})[a-z]*[- ,]{{1,2}}\d{{4}}|(?:{_MON})[a-z]* \d{{1,2}},? \d{{4}}|[2-6]\d{{4}})$"
"""Spellings of a day without a time."""

FIRST_YEAR, LAST_YEAR = 1970, 2099
EXCEL_EPOCH = 25_569
"""Excel's day count (1900 system) on 1970-01-01."""
SLACK = dt.timedelta(days=31)
"""How far outside the stated period of a bill a date without year may lie; billing months end on any day."""
STEADY = 20
"""Rows from which on a column without any seconds is taken for one that is given to the minute."""

ORDERS = {
    "dmy": N_("dates read as day/month/year"),
    "mdy": N_("dates read as month/day/year"),
    "ymd": N_("dates read as year/month/day"),
}
UNSETTLED = {
    "dmy": N_("dates read as day/month/year, though nothing in the export settles it"),
    "mdy": N_("dates read as month/day/year, though nothing in the export settles it"),
    "ymd": N_("dates read as year/month/day, though nothing in the export settles it"),
}
YEAR_FROM_PERIOD = N_("dates without a year: the year was taken from the period that the export states")


class Spellings:
    """The distinct spellings of one column, and what each was read as."""

    def __init__(self, words: list[str], codes: NDArray[Any], period: Period | None, month_first: bool) -> None:
        import numpy as np
        import pyarrow as pa
        import pyarrow.compute as pc

        plain = pc.utf8_normalize(pa.array(words, pa.string()), form="NFKC")
        plain = pc.utf8_trim(plain, characters="='\" \t\r\n")
        plain = pc.replace_substring_regex(plain, r"[\s\p{Z}]+", " ")
        self.words = pc.replace_substring(plain, ":-", ":0")
        self.codes, self.period, self.month_first = codes, period, month_first
        n = len(words)
        self.at = np.zeros(n, np.int64)
        self.ok, self.absolute, self.yearless, self.seconds = (np.zeros(n, bool) for _ in range(4))
        self.left = np.ones(n, bool)
        self.notes: list[str] = []

    def read(self) -> None:
        """Try every pattern on what is left."""
        import numpy as np
        import pyarrow as pa
        import pyarrow.compute as pc

        for name, pattern in PATTERNS.items():
            rest = np.flatnonzero(self.left)
            if not len(rest):
                return
            found = pc.extract_regex(self.words.take(pa.array(rest)), pattern)
            mask = found.is_valid().to_numpy(zero_copy_only=False)
            if not mask.any():
                continue
            self.left[rest[mask]] = False
            struct = found.filter(pa.array(mask))
            parts = {field.name: struct.field(i) for i, field in enumerate(struct.type)}
            getattr(self, "_" + name.replace(" ", "_"))(rest[mask], parts)

    def _keep(self, where: NDArray[Any], fields: Fields, ok: NDArray[np.bool_], parts: dict[str, pa.Array]) -> None:
        import numpy as np

        wall, good = _wall(fields)
        good &= ok
        if "z" in parts:
            offset, named, understood = _offsets(parts["z"].to_pylist())
            wall, good = wall - offset, good & understood
            self.absolute[where] = named & good
        self.at[where] = np.where(good, wall, 0)
        self.ok[where] = good
        self.seconds[where] = good & np.array([s != "" for s in parts["s"].to_pylist()])

    def _clock(self, parts: dict[str, pa.Array]) -> tuple[Fields, NDArray[np.bool_]]:
        import numpy as np

        fields = {name: _ints(parts[name]) for name in ("h", "mi", "s")}
        ok = np.ones(len(fields["h"]), bool)
        if "half" in parts:
            halves = [a + b for a, b in zip(parts["half"].to_pylist(), parts["half2"].to_pylist(), strict=True)]
            if any(halves):
                fields["h"], ok = _half_days(fields["h"], halves)
        return fields, ok

    def _ymd(self, where: NDArray[Any], parts: dict[str, pa.Array]) -> None:
        fields, ok = self._clock(parts)
        self._keep(where, fields | {name: _ints(parts[name]) for name in ("y", "mo", "d")}, ok, parts)

    _compact = _ymd

    def _day_name(self, where: NDArray[Any], parts: dict[str, pa.Array]) -> None:
        import numpy as np

        fields, ok = self._clock(parts)
        names = [name.lower() for name in parts["mon"].to_pylist()]
        month = np.array([MONTHS.index(name) + 1 if name in MONTHS else 0 for name in names], np.int64)
        self._keep(where, fields | {"y": _ints(parts["y"]), "mo": month, "d": _ints(parts["d"])}, ok, parts)

    _name_day = _java = _day_name

    def _numeric(self, where: NDArray[Any], parts: dict[str, pa.Array]) -> None:
        import numpy as np

        fields, ok = self._clock(parts)
        a, b, c = (_ints(parts[name]) for name in "abc")
        short = c < 100
        readings = {
            "dmy": {"d": a, "mo": b, "y": np.where(short, c + 2000, c)},
            "mdy": {"mo": a, "d": b, "y": np.where(short, c + 2000, c)},
            "ymd": {"y": a + 2000, "mo": b, "d": c},
        }
        if not short.all():
            del readings["ymd"]
        walls = {order: _wall(fields | reading) for order, reading in readings.items()}
        dotted = parts["sep"].to_pylist()[0] == "."
        order, settled = self._order(where, walls, "mdy" if self.month_first and not dotted else "dmy")
        self.notes.append((ORDERS if settled or dotted else UNSETTLED)[order])
        self._keep(where, fields | readings[order], ok, parts)

    def _order(self, where: NDArray[Any], walls: dict[str, tuple], default: str) -> tuple[str, bool]:
        """Which order of day, month, year holds for the whole column: the one that makes days of all rows, else the one
        that puts the rows in order of time, else `default`. The second value says whether that settled it.
        """
        import numpy as np

        valid = {order: int(good.sum()) for order, (_, good) in walls.items()}
        best = [order for order in walls if valid[order] == max(valid.values())]
        if "ymd" in best and len(best) > 1:  # read wrongly, the days of a month spread over as many years
            spans = {order: int(np.ptp(walls[order][0])) for order in best}
            others = min(spans[order] for order in best if order != "ymd")
            if spans["ymd"] * 8 < others:
                return "ymd", True
            if others * 8 < spans["ymd"]:
                best.remove("ymd")
        if len(best) == 1:
            return best[0], True
        place = np.full(len(self.at), -1)
        place[where] = np.arange(len(where))
        rows = place[self.codes]
        rows = rows[rows >= 0]
        turns = {}
        for order in best:
            steps = np.sign(np.diff(walls[order][0][rows]))
            turns[order] = min(int((steps < 0).sum()), int((steps > 0).sum()))
        calm = min(turns.values())
        settled = [order for order in best if turns[order] == calm]
        others = [turns[order] for order in best if turns[order] > calm]
        if len(settled) == 1 and len(rows) >= STEADY and min(others) > (2 * calm + 2 if calm else 0):
            return settled[0], True
        order = default if default in best else best[0]
        return order, False

    def _yearless(self, where: NDArray[Any], parts: dict[str, pa.Array]) -> None:
        import numpy as np

        fields, ok = self._clock(parts)
        fields |= {name: _ints(parts[name]) for name in ("mo", "d")}
        plausible = _wall(fields | {"y": np.full(len(where), 2000, np.int64)})[1] & ok  # 2000 has a 29 February
        years = _years(fields, self.period) if self.period else np.zeros(len(where), np.int64)
        self.yearless[where] = plausible & (years == 0)
        self._keep(where, fields | {"y": np.where(years == 0, 1, years)}, ok & (years > 0), parts)
        if (years > 0).any():
            self.notes.append(YEAR_FROM_PERIOD)

    def _epoch(self, where: NDArray[Any], parts: dict[str, pa.Array]) -> None:
        import numpy as np

        number = _ints(parts["n"])
        digits = np.array([len(text) for text in parts["n"].to_pylist()])
        at = number // 10 ** (digits - 10)
        good = at < second_of_year(LAST_YEAR + 1)
        self.at[where], self.ok[where], self.absolute[where] = np.where(good, at, 0), good, good
        self.seconds[where] = good

    def _serial(self, where: NDArray[Any], parts: dict[str, pa.Array]) -> None:
        import numpy as np

        part = np.array([float("0." + text) for text in parts["part"].to_pylist()])
        wall = (_ints(parts["day"]) - EXCEL_EPOCH) * 86_400 + np.rint(part * 86_400).astype(np.int64)
        good = wall >= 0
        self.at[where], self.ok[where], self.seconds[where] = np.where(good, wall, 0), good, good
        for i in np.flatnonzero(self.left):  # in a column of day counts, one without a fraction is midnight
            text = self.words[int(i)].as_py()
            if re.fullmatch(r"[2-6]\d{4}", text):
                self.at[i], self.ok[i], self.left[i] = (int(text) - EXCEL_EPOCH) * 86_400, True, False


def _ints(texts: pa.Array) -> NDArray[np.int64]:
    import pyarrow as pa
    import pyarrow.compute as pc

    filled = pc.if_else(pc.equal(texts, ""), "0", texts)
    return filled.cast(pa.int64()).to_numpy(zero_copy_only=False).copy()


def _wall(f: Fields) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Seconds on the wall, and which fields make a moment at all."""
    import numpy as np

    month = np.clip(f["mo"], 1, 12)
    first = ((f["y"] - 1970) * 12 + month - 1).astype("datetime64[M]").astype("datetime64[D]")
    day = first + (f["d"] - 1)
    good = (month == f["mo"]) & (f["d"] >= 1) & (day.astype("datetime64[M]") == first.astype("datetime64[M]"))
    good &= (f["y"] >= FIRST_YEAR) & (f["y"] <= LAST_YEAR) & (f["h"] < 24) & (f["mi"] < 60) & (f["s"] < 60)
    return day.astype(np.int64) * 86_400 + f["h"] * 3600 + f["mi"] * 60 + f["s"], good


def _half_days(hour: NDArray[np.int64], halves: list[str]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Hours of the 24-hour clock. 下午 with an hour above 12 is kept; 晚上12点 may be either midnight: not understood."""
    import numpy as np

    after = np.array([half[:1] in "Pp下" if half else False for half in halves])
    evening = np.array([half == "晚上" for half in halves])
    noon = np.array([half == "中午" for half in halves])
    before = np.array([bool(half) for half in halves]) & ~after & ~evening & ~noon
    result = np.where(after | evening, hour % 12 + 12, np.where(before, hour % 12, hour))
    result = np.where(noon & (hour < 4), hour + 12, result)
    result = np.where((after | evening) & (hour > 12), hour, result)
    return result, ~(evening & (hour == 12)) & ~(before & (hour > 12))


def _offsets(zones: list[str]) -> tuple[NDArray[np.int64], NDArray[np.bool_], NDArray[np.bool_]]:
    """Seconds east of Greenwich, whether a zone is named, whether it makes sense."""
    import numpy as np

    known: dict[str, tuple[int, bool]] = {"": (0, True), "Z": (0, True), "UTC": (0, True), "GMT": (0, True)}
    for zone in set(zones) - set(known):
        digits = re.sub(r"[^0-9+-]", "", zone)
        sign, body = (-1 if digits[0] == "-" else 1), digits[1:]
        hours, minutes = (int(body), 0) if len(body) < 3 else (int(body[:-2]), int(body[-2:]))
        known[zone] = (sign * (hours * 3600 + minutes * 60), hours <= 14 and minutes < 60)
    return (
        np.array([known[zone][0] for zone in zones], np.int64),
        np.array([zone != "" for zone in zones]),
        np.array([known[zone][1] for zone in zones]),
    )


def _years(fields: Fields, period: Period) -> NDArray[np.int64]:
    """The one year that puts each date into the period, or no further from it than `SLACK`; 0 where there is none, or
    more than one.
    """
    import numpy as np

    day = 86_400
    first, last = (int((edge - dt.date(1970, 1, 1)).days) * day for edge in period)
    years = np.zeros(len(fields["mo"]), np.int64)
    inside = np.zeros(len(years), np.int64)
    nearest = np.full(len(years), int(SLACK.total_seconds()) + 1, np.int64)
    for year in range(period[0].year - 1, period[1].year + 2):
        wall, good = _wall(fields | {"y": np.full(len(years), year, np.int64)})
        distance = np.maximum(np.maximum(first - wall, wall - (last + day - 1)), 0)
        inside += good & (distance == 0)
        closer = good & (distance < nearest)
        years = np.where(closer, year, years)
        nearest = np.where(closer, distance, nearest)
    return np.where(inside > 1, 0, years)


def second_of_year(year: int) -> int:
    """Seconds from 1970 to the first of January of a year."""
    return int((dt.date(year, 1, 1) - dt.date(1970, 1, 1)).days) * 86_400
