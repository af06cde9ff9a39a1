"""Identifying numbers, against phonenumbers asked one by one."""

from benchmarks.measuring import Bench, Benchmark, Row, inner, medians

PHONES = """
import phonenumbers
from phonenumbers import carrier, geocoder
raws = sorted({{line.split(",")[1] for line in open({path!r}, encoding="utf-8")}})
"""

ONE_BY_ONE = """for raw in raws:
    try:
        number = phonenumbers.parse(raw, "CN")
    except phonenumbers.NumberParseException:
        continue
    phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    phonenumbers.is_valid_number(number)
    phonenumbers.number_type(number)
    carrier.name_for_number(number, "zh")
    geocoder.description_for_number(number, "zh")"""


def measure(bench: Bench) -> list[Row]:
    spellings = PHONES.format(path=str(bench.table(100_000)))
    ours, theirs = medians(
        lambda: inner("phone.identify(raws)", spellings + "phone.identify(raws)"),
        lambda: inner(ONE_BY_ONE, spellings),
    )
    what = "distinct spellings of numbers one by one with phonenumbers ÷ `phone.identify`, warm"
    return [Row(what, theirs, ours, at_least=15)]


IDENTIFIED = Benchmark("phones", "Numbers identified", measure)
