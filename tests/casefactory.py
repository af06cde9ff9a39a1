"""Whole cases for tests, invented from a seed and built through the real tables: events, numbers, rules, findings."""

import datetime as dt
import random

from messagetables import messages_of
from tables import build_events, row

from analyzer.campaigns import campaigns
from analyzer.case import Case
from analyzer.findings import detect
from analyzer.indicators import INDICATORS
from analyzer.messages import classify
from analyzer.numbers import summarize
from analyzer.rules import citations, rules
from analyzer.settings import CaseFile, Owner, Settings

FIRST_DAY = dt.date(2026, 2, 2)
OWN_NUMBER = "13800000000"


def make_case(
    lang="zh",
    days=30,
    numbers=8,
    seed=1,
    zone="Asia/Shanghai",
    per_day=6.0,
    messages=True,
    first=FIRST_DAY,
    packs=("cn",),
    names=True,
) -> Case:
    """A case of `days` days with `numbers` calling numbers.

    The first third of the numbers (at least one) call often: every day, some at night, mostly unanswered. The others call
    now and then; the last one is a contact, who is called too. The same arguments give the same case.

    Parameters
    ----------
    lang : {"zh", "en"}
    days, numbers, seed : int
    zone : str
    per_day : float
        Calls a day of the busiest number, about.
    messages : bool
        Whether there are messages.
    first : date
        First day.
    packs : tuple of str
        Rule packs.
    names : bool
        Whether numbers have names in the export.
    """
    rng = random.Random(seed)
    rows = []
    often = max(numbers // 3, 1)
    for i in range(numbers):
        number = f"139{i:04}{rng.randrange(10_000):04}"
        name = ("", "某某金融客服", "张三(invented) 催", "")[i % 4] if names else ""
        mean = per_day / (1 + i / 2) if i < often else 0.3
        if numbers > 1 and i == numbers - 1:
            name = "阿姨" if names else ""
            rows += [
                row(
                    _at(rng, first, rng.randrange(days), False),
                    number,
                    direction="out",
                    outcome="answered",
                    duration=60 + k,
                    name=name,
                )
                for k in range(4)
            ]
        for day in range(days):
            for _ in range(_count(rng, mean)):
                outcome = rng.choices(("missed", "answered", "rejected", "blocked", "voicemail"), (60, 15, 14, 8, 3))[0]
                talk = rng.randrange(3, 120) if outcome == "answered" else None
                rows.append(row(_at(rng, first, day, i < often), number, outcome=outcome, duration=talk, name=name))
            if messages and rng.random() < mean / 8:
                rows.append(
                    row(
                        _at(rng, first, day, False),
                        number,
                        "sms",
                        body=f"【某平台】您的账单已逾期，编号{i}-{day}。回T退订",
                        name=name,
                    )
                )
    if rows:  # the first and the last day hold an event each, so that the span is what was asked for
        rows.append(row(f"{first} 12:00:00", number=rows[0]["number_raw"], outcome="missed"))
        rows.append(row(f"{first + dt.timedelta(days - 1)} 12:00:01", number=rows[0]["number_raw"], outcome="missed"))
    return case_of(rows, lang=lang, zone=zone, packs=packs)


def case_of(rows, lang="zh", zone="Asia/Shanghai", packs=("cn",), sources=1, said=None, case=None) -> Case:
    """A case of rows as `tables.row` makes them, dealt out to a number of exports."""
    settings = Settings(lang=lang, zone=zone, rules=packs, case=case or CaseFile(owner=Owner(numbers=(OWN_NUMBER,))))
    built = build_events(*(rows[i::sources] for i in range(sources)), settings=settings)
    applied = rules(settings.rules)
    numbers = summarize(built.events, INDICATORS, region=settings.region, lang=lang)
    messages = classify(built.events, settings) if said is None else messages_of(built.events, said)
    together = campaigns(built.events, messages, numbers, settings)
    return Case(
        settings=settings,
        events=built.events,
        numbers=numbers,
        messages=messages,
        campaigns=together.table,
        links=together.links,
        findings=detect(built.events, applied, settings, messages=messages, campaigns=together),
        problems=built.problems,
        sources=built.sources,
        rules=applied,
        citations=citations(settings.rules),
        reasons=together.reasons,
        version="0.0.test",
        made_on=dt.date(2026, 6, 1),
        readings=built.readings,
    )


def _count(rng: random.Random, mean: float) -> int:
    """A whole number around `mean`, now and then three times that."""
    peak = 3 if rng.random() < 0.08 else 1
    return int(mean * peak * rng.uniform(0.3, 1.7) + rng.random())


def _at(rng: random.Random, first: dt.date, day: int, night: bool) -> str:
    hour = (
        rng.choice((7, 22, 23))
        if night and rng.random() < 0.15
        else rng.choices(range(8, 22), (2, 6, 6, 5, 3, 2, 4, 6, 6, 5, 4, 4, 3, 2))[0]
    )
    return f"{first + dt.timedelta(day)} {hour:02}:{rng.randrange(60):02}:{rng.randrange(60):02}"
