"""Invented cases of people outside mainland China: who calls them, and what is written to them. Numbers are of ranges kept free."""

import datetime as dt
from functools import cache

from tables import build_events, row

from analyzer.campaigns import campaigns
from analyzer.case import Case
from analyzer.findings import detect
from analyzer.indicators import INDICATORS
from analyzer.messages import classify
from analyzer.numbers import summarize
from analyzer.rules import citations, rules
from analyzer.settings import REGION_RULES, CaseFile, Collector, Complaint, Owner, Refusal, Settings

TODAY = dt.date(2026, 6, 8)
ZONES = {"US": "America/New_York", "GB": "Europe/London", "IN": "Asia/Kolkata", "AU": "Australia/Sydney", "HK": "Asia/Hong_Kong",
         "KR": "Asia/Seoul", "FR": "Europe/Paris"}  # fmt: skip
OWN = {"US": "+12025550100", "GB": "+447700900100", "IN": "+919900000100", "AU": "+61491570100", "HK": "+85290000100",
       "KR": "+821000000100", "FR": "+33600000100"}  # fmt: skip
COLLECTS = {"US": "+12125550123", "GB": "+442079460123", "IN": "+912200000123", "AU": "+61255501230", "HK": "+85220000123",
            "KR": "+82200000123", "FR": "+33199000123"}  # fmt: skip
SELLS = {"US": "+13035550188", "GB": "+447700900188", "IN": "+919900000188", "AU": "+61491570188", "HK": "+85290000188",
         "KR": "+821000000188", "FR": "+33199000188"}  # fmt: skip


@cache
def abroad_case(region, lang="en", told=True, today=TODAY, chinese=False):
    """A collector who calls a dozen times a day, and somebody who sells; both also write.

    Parameters
    ----------
    region : str
    lang : {"zh", "en"}
    told : bool
        Whether a case file names the collector, a refusal and a complaint.
    today : date
        Day of the report; the last events are of 2026-06-06.
    chinese : bool
        Whether a number of a Chinese range calls too.
    """
    collects, sells = COLLECTS[region], SELLS[region]
    rows = []
    for day in range(1, 7):
        rows += [
            row(f"2026-06-0{day} {8 + k:02}:05:00", collects, outcome="answered" if k == 3 else "missed", duration=42 if k == 3 else None)
            for k in range(12)
        ]  # fmt: skip
        rows.append(row(f"2026-06-0{day} 22:30:00", collects))
        rows += [
            row(f"2026-06-0{day} 11:1{k}:00", sells, outcome="answered" if k < 2 else "missed", duration=2 if k < 2 else None)
            for k in range(5)
        ]  # fmt: skip
        if chinese:
            rows += [row(f"2026-06-0{day} 07:0{k}:00", "+8618611110002") for k in range(8)]
    rows.append(row("2026-06-03 12:00:00", collects, "sms", body="Your loan of 900 is overdue. Pay today or we will tell your family and your employer about your debt."))  # fmt: skip
    rows.append(row("2026-05-20 10:00:00", sells, "sms", body="New phones 50% off this week only! Visit our shop."))
    rows.append(row("2026-06-05 10:00:00", sells, "sms", body="Last days: new phones 50% off! Visit our shop."))
    file = CaseFile(
        owner=Owner(numbers=(OWN[region],), name="Robin Example", address="1 Sample Street", email="robin@example.com"),
        region=region,
    )
    if told:
        file = CaseFile(
            owner=file.owner,
            region=region,
            collectors=(
                Collector("Invented Recovery", "Invented Bank", "bank", (collects,), contract="L-77", amount="900", creditor_address="2 Sample Street"),
            ),
            refusals=(Refusal(dt.datetime.fromisoformat("2026-06-04T13:00:00"), "Invented Recovery", "by phone"),),
            complaints=(Complaint("cfpb", dt.date(2026, 6, 5), "R-1"),) if region == "US" else (),
        )  # fmt: skip
    settings = Settings(
        lang=lang, region=region, zone=ZONES[region], zone_stated=True, owner=OWN[region], case=file,
        rules=(REGION_RULES[region],) if region in REGION_RULES else (),
    )  # fmt: skip
    built = build_events(rows, settings=settings)
    applied = rules(settings.rules)
    numbers = summarize(built.events, INDICATORS, region=region, lang=lang)
    messages = classify(built.events, settings)
    together = campaigns(built.events, messages, numbers, settings)
    return Case(
        settings=settings, events=built.events, numbers=numbers, messages=messages, campaigns=together.table, links=together.links,
        findings=detect(built.events, applied, settings, messages=messages, campaigns=together), problems=built.problems,
        sources=built.sources, rules=applied, citations=citations(settings.rules), version="0.0.test", made_on=today,
        readings=built.readings,
    )  # fmt: skip
