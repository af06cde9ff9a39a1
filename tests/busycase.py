"""A case in which every chart has something to say, of any number of days and of numbers; invented from a seed."""

import dataclasses
import datetime as dt

import numpy as np
import pandas as pd
from casefactory import case_of
from tables import row

from analyzer.campaigns import CAMPAIGN_COLUMNS, LINK_COLUMNS
from analyzer.settings import CaseFile, Complaint, Line, Owner, Refusal

FIRST = dt.date(2026, 2, 2)
OWN, DESK = "13800000000", "13900000001"

SIZES = [
    (lang, days, numbers)
    for lang in ("zh", "en") for days, numbers in ((1, 2), (1, 60), (30, 2), (30, 60), (400, 2), (400, 60))
]  # fmt: skip
"""Language, days and numbers of the cases at which pictures are looked at and measured."""


def busy_case(lang, days, numbers):
    """Every chart has something to say: two exports, a workplace, requests and complaints, callers of several numbers."""
    rng = np.random.default_rng(days * 100 + numbers)
    rows = []
    for i in range(numbers):
        number = f"1391{i // 3:03}{i:04}" if i % 5 else f"10690000{i:04}"
        for _ in range(max(2, int(rng.integers(4, 60) / (1 + i / 6)))):
            day = FIRST + dt.timedelta(int(rng.integers(days)))
            second = int(rng.integers(7 * 3600, 23 * 3600))
            for k in range(int(rng.integers(1, 9))):  # redials
                at = second + k * int(rng.integers(20, 900))
                outcome = ("missed", "answered", "rejected", "blocked", "voicemail")[int(rng.integers(5))]
                clock = f"{day} {at // 3600 % 24:02}:{at // 60 % 60:02}:{at % 60:02}"
                owner = DESK if rng.random() < 0.1 else OWN
                rows.append(row(clock, number, outcome=outcome, duration=9 if outcome == "answered" else None, owner=owner, name="某某金融客户服务中心（总部）第三组" if i % 4 == 0 else ""))  # fmt: skip
            if i % 3 == 0:
                rows.append(row(f"{day} 10:00:{i:02}", number, "sms", body=f"【某平台】逾期 {i}", owner=OWN))
    rows.append(row(f"{FIRST} 12:00:00", rows[0]["number_raw"], owner=OWN))
    rows.append(row(f"{FIRST + dt.timedelta(days - 1)} 12:00:01", rows[0]["number_raw"], owner=OWN))
    long = (
        "合作催收机构（名称很长的一家资产管理有限公司）"
        if lang == "zh"
        else "a collector with a very long name indeed, and company"
    )
    days_told = sorted({0, days // 12, days // 3, days // 2, days - 2, days - 1})
    said = CaseFile(
        owner=Owner(numbers=(OWN,)),
        lines=(Line("export1.csv", "workplace", DESK, "人事部三楼东侧前台"),),
        refusals=tuple(Refusal(dt.datetime.combine(FIRST + dt.timedelta(d), dt.time(12)), to=long if d % 2 else "") for d in days_told),
        complaints=tuple(Complaint("10086", FIRST + dt.timedelta(d), about=("13910000001",)) for d in days_told),
    )  # fmt: skip
    case = case_of(rows, lang=lang, packs=("cn", "us"), sources=2, case=said)
    return joined(as_bill(case), numbers)


def as_bill(case):
    """The second export is a bill; every fifth call stands in both."""
    notes = [{**note, "lists_missed": i == 0} for i, note in enumerate(case.readings)]
    first, second = case.sources["source"].tolist()
    also = np.where(np.arange(len(case.events)) % 5 == 0, second, "")
    also = np.where(case.events["source"].astype("str") == first, also, "")
    return dataclasses.replace(case, readings=tuple(notes), events=case.events.assign(also_in=also))


def joined(case, numbers):
    """Callers of up to all numbers, with links of every kind."""
    names = [one for one in case.events["number"].cat.categories if one]
    groups = [names] if numbers <= 10 else [names[: len(names) // 2], names[len(names) // 2 :]]
    groups = [group for group in groups if len(group) > 1]
    long = "both are numbers of one block and their messages have the same wording, apart from figures, links and single words"
    links = [
        (f"C{c:02}", group[0], other, ("number_block", "signature", "template", "link", "timing")[i % 5], f"{i % 7}: {long}", "")
        for c, group in enumerate(groups, 1) for i, other in enumerate(group[1:])
    ]  # fmt: skip
    at = case.events["at"].iloc[0]
    table = [
        (f"C{c:02}", " ".join(group), "number_block", 9, "medium", "", at, at) for c, group in enumerate(groups, 1)
    ]
    return dataclasses.replace(
        case,
        campaigns=pd.DataFrame(table, columns=list(CAMPAIGN_COLUMNS)),
        links=pd.DataFrame(links, columns=list(LINK_COLUMNS), dtype="str"),
    )
