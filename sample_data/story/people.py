"""Who takes part: numbers and names, all invented.

Mobile numbers have the form 1xx 0000 xxxx and landlines 0xxx 2000 0xxx so that they look invented at once; the foreign
number lies in the range that the United Kingdom's Ofcom keeps for drama (07700 900000-900999). 955000 cannot be a number of its own, because a
five-digit number is a prefix of it. Names of firms, banks and couriers belong to nobody.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

ZONE = dt.timezone(dt.timedelta(hours=8))
"""Beijing time: Asia/Shanghai has had no summer time since 1991."""

OWNER = "13900004127"
OWNER_NAME = "林晓雨"
WORKPLACE = "13900000600"
WITHHELD = ""
DUE, REFUSED, COMPLAINED = dt.date(2026, 3, 20), dt.datetime(2026, 4, 12, 18, 30, tzinfo=ZONE), dt.date(2026, 5, 6)


@dataclass(frozen=True)
class Person:
    """One number of the story: how it is dialled, the name saved in the phone (empty: not saved), what part it plays."""

    number: str
    name: str = ""
    role: str = ""


PEOPLE = {
    # the lender and the collector that it hired
    "anyidai": Person("106900000588", "", "collector"),
    "cxd": Person("106900000316", "", "collector"),
    **{f"c{i}": Person(f"1705000031{i}", "", "collector") for i in range(1, 9)},
    "cl": Person("075520000316", "", "collector"),
    "c95": Person("95000016", "", "collector"),
    "cnew": Person("16500002208", "", "collector"),
    # family, friends, work
    "ma": Person("13900002216", "妈妈", "family"),
    "ang": Person("15900003308", "周子昂", "family"),
    "aunt": Person("13600008841", "小姨", "family"),
    "si": Person("18600005120", "陈思思", "friend"),
    "man": Person("18900006602", "何蔓", "friend"),
    "lei": Person("13700007715", "吴磊", "colleague"),
    "hr": Person(WORKPLACE, "公司人事", "colleague"),
    "estate_office": Person("13500009935", "云栖苑物业", "service"),
    "abroad": Person("+447700900461", "", "unknown"),
    "withheld": Person(WITHHELD, "", "unknown"),
    # services
    "bank": Person("955000", "南江银行", "service"),
    "bankport": Person("10690000955000", "", "service"),
    "express": Person("106900000777", "", "service"),
    "station": Person("106900000735", "", "service"),
    "fresh": Person("106500000012", "", "service"),
    "travel": Person("106500000047", "", "service"),
    "civic": Person("106900000903", "", "service"),
    "video": Person("106500000158", "", "service"),
    "dentist": Person("075520000820", "齐安口腔", "service"),
    "dentistport": Person("106500000820", "", "service"),
    "10086": Person("10086", "", "service"),
    "10086999": Person("10086999", "", "service"),
    "96110": Person("96110", "", "service"),
    "12368": Person("12368", "", "service"),
    # advertising
    "homes": Person("075520000991", "", "marketing"),
    "homes2": Person("17000000452", "", "marketing"),
    "homesport": Person("106500000231", "", "marketing"),
    "school": Person("02120000458", "", "marketing"),
    "loanads": Person("106900000662", "", "marketing"),
    # couriers: a number each, seen once or twice
    **{f"courier{i}": Person(f"{prefix}0000{tail}", "", "courier") for i, (prefix, tail) in enumerate(
        (("188", "0931"), ("138", "1746"), ("150", "2803"), ("187", "3359"), ("135", "4460"), ("152", "5278"), ("136", "6094"),
         ("159", "7721"), ("183", "8815"), ("147", "9307"), ("178", "1082"), ("184", "2640"), ("139", "3975"), ("158", "4429")), 1)},
    # people who ring the workplace
    "payroll": Person("13800006114", "财务 王姐", "work"),
    "gate": Person("075520000611", "保安亭", "work"),
    "insurance": Person("075520000612", "社保窗口", "work"),
    "agency": Person("13700006613", "人力公司 小赵", "work"),
    **{f"applicant{i}": Person(f"{prefix}0000{tail}", "", "work") for i, (prefix, tail) in enumerate(
        (("186", "1151"), ("177", "2262"), ("131", "3373"), ("155", "4484"), ("199", "5595"), ("133", "6607"), ("176", "7718"),
         ("180", "8829"), ("139", "9930"), ("151", "1041"), ("185", "2152"), ("182", "3263")), 1)},
}  # fmt: skip

COLLECTOR = tuple(key for key, person in PEOPLE.items() if person.role == "collector")


def full_number(number: str) -> str:
    """The number with its country code; short numbers, services and SMS ports, which have none, stay as they are.

    Examples
    --------
    >>> full_number("075520000316"), full_number("10086")
    ('+8675520000316', '10086')
    """
    if len(number) == 11 and number.startswith("1") and not number.startswith("10"):
        return "+86" + number
    return "+86" + number[1:] if number.startswith("0") else number
