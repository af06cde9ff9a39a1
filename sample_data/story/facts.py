"""``story.json``: what can be counted by hand from the story, so that the program's tables can be held against it.

Counted here with plain loops and none of the program's code. Times are Beijing time; night is 22:00 <= t < 08:00; a window
of length W is ``[t, t + W)`` and begins at an event.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable

from story import bill_files
from story.people import COLLECTOR, COMPLAINED, DUE, OWNER, PEOPLE, REFUSED, WORKPLACE, full_number
from story.plan import Event, is_collector
from story.planned_calls import DIVERTED, UNREADABLE_TIME

WINDOWS = {"5min": 300, "1h": 3600, "24h": 86400, "7d": 7 * 86400}


def is_night(at: dt.datetime) -> bool:
    """Whether `at` lies in the hours 22:00 to 08:00."""
    return at.hour >= 22 or at.hour < 8


def most_within(times: list[dt.datetime], seconds: int) -> int:
    """The most events in any window ``[t, t + seconds)``."""
    return max((sum(first <= t < first + dt.timedelta(seconds=seconds) for t in times) for first in times), default=0)


def busiest_day(events: Iterable[Event]) -> dict[str, object]:
    """The first of the local days with the most events."""
    days = Counter(event.at.date() for event in events)
    if not days:
        return {"day": "", "count": 0}
    most = max(days.values())
    return {"day": min(day for day, count in days.items() if count == most).isoformat(), "count": most}


def most_in_days(events: list[Event], length: int) -> int:
    """The most events in `length` consecutive local days."""
    days = Counter(event.at.date() for event in events)
    return max((sum(days[first + dt.timedelta(days=i)] for i in range(length)) for first in days), default=0)


def of_events(events: list[Event]) -> dict[str, object]:
    """The counts of one number, or of several counted together."""
    calls = [event for event in events if event.kind == "call"]
    rang = [event for event in calls if event.direction == "in"]
    received = [event for event in events if event.kind != "call" and event.direction == "in"]
    outcome = Counter(event.outcome for event in rang)
    unanswered = [event for event in rang if event.outcome != "answered"]
    quick = [
        event.at for event in rang if event.outcome == "missed" or (event.outcome == "answered" and event.talk < 5)
    ]
    return {
        "events": len(events),
        "calls_in": len(rang),
        **{f"{name}_in": outcome[name] for name in ("answered", "missed", "rejected", "blocked")},
        "calls_out": len(calls) - len(rang),
        "messages_in": len(received),
        "messages_out": len(events) - len(calls) - len(received),
        "first_at": events[0].at.isoformat(),
        "last_at": events[-1].at.isoformat(),
        "days_active": len({event.at.date() for event in (*rang, *received)}),
        **{
            f"calls_in_max_{name}": most_within([event.at for event in rang], seconds)
            for name, seconds in WINDOWS.items()
        },
        "calls_in_max_day": busiest_day(rang),
        "calls_in_max_7_local_days": most_in_days(rang, 7),
        "answered_in_max_day": busiest_day(event for event in rang if event.outcome == "answered"),
        "unanswered_in_max_day": busiest_day(unanswered),
        "missed_or_under_5s_max_5min": most_within(quick, 300),
        "missed_rung_at_most_3s": sum(event.outcome == "missed" and event.ring <= 3 for event in rang),
        "messages_in_max_24h": most_within([event.at for event in received], 86400),
        "messages_in_max_day": busiest_day(received),
        "night_calls_in": sum(is_night(event.at) for event in rang),
        "night_messages_in": sum(is_night(event.at) for event in received),
        "talk_in_s": sum(event.talk for event in rang),
    }


def of_numbers(events: list[Event]) -> dict[str, object]:
    """The counts of every number, under the number with its country code; calls without a number stand under ``withheld``."""
    groups: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        groups[event.who].append(event)
    return {full_number(PEOPLE[who].number) or "withheld": {"who": who, "name": PEOPLE[who].name, "role": PEOPLE[who].role, **of_events(found)}
            for who, found in sorted(groups.items())}  # fmt: skip


def of_period(events: list[Event]) -> dict[str, int]:
    """Calls and messages received."""
    return {"calls_in": sum(event.kind == "call" and event.direction == "in" for event in events),
            "messages_in": sum(event.kind != "call" and event.direction == "in" for event in events)}  # fmt: skip


def of_story(phone: list[Event], workplace: list[Event]) -> dict[str, object]:
    """Everything in ``story.json``."""
    readable = [event for event in phone if f"{event.at:%m-%d %H:%M:%S}" not in UNREADABLE_TIME]
    collector = [event for event in readable if is_collector(event)]
    desk = [event for event in workplace if is_collector(event)]
    day, time, caller, taker, talk = DIVERTED.split()
    return {
        "about": "Counted from the invented story by sample_data/make_sample_data.py. Beijing time; night is 22:00 <= t < 08:00.",
        "owner": full_number(OWNER),
        "workplace": full_number(WORKPLACE),
        "due": DUE.isoformat(),
        "refused_at": REFUSED.isoformat(),
        "complained_on": COMPLAINED.isoformat(),
        "collector_numbers": sorted(full_number(PEOPLE[key].number) for key in COLLECTOR),
        "phone": {"events": len(readable), "first_at": readable[0].at.isoformat(), "last_at": readable[-1].at.isoformat(), "numbers": of_numbers(readable)},
        "phone_collector": {
            **of_events(collector),
            "until_due": of_period([event for event in collector if event.at.date() <= DUE]),
            "after_refusal": of_period([event for event in collector if event.at > REFUSED]),
            "after_refusal_until_complaint": of_period([event for event in collector if event.at > REFUSED and event.at.date() < COMPLAINED]),
            "from_complaint": of_period([event for event in collector if event.at.date() >= COMPLAINED]),
            "calls_in_max_10min": most_within([event.at for event in collector if event.kind == "call" and event.direction == "in"], 600),
            "calls_in_by_day": dict(sorted(Counter(event.at.date().isoformat() for event in collector if event.kind == "call" and event.direction == "in").items())),
        },
        "workplace_collector": {**of_events(desk), "after_refusal": of_period([event for event in desk if event.at > REFUSED]), "numbers": of_numbers(desk)},
        "files": {
            "export.csv": {"rows": len(phone), "events": len(readable), "time_unreadable": len(phone) - len(readable)},
            "calls-20260601090000.xml": {"calls": sum(event.kind == "call" for event in phone), "withheld": sum(event.who == "withheld" for event in phone)},
            "sms-20260601090000.xml": {"sms": sum(event.kind == "sms" for event in phone), "mms": sum(event.kind == "mms" for event in phone)},
            "workplace_phone.csv": {"rows": len(workplace) + sum(event.who == "hr" and event.kind == "call" for event in phone)},
            "china_mobile_bill_2026-04.xlsx": {"rows": len(bill_files.bill(phone, 4))},
            "china_mobile_bill_2026-03_to_05.xls": {"rows": {f"2026{month:02d}": len(bill_files.bill(phone, month)) for month in (3, 4, 5)}},
            "china_mobile_bill_2026-05.csv": {"rows": len(bill_files.bill(phone, 5))},
        },
        "only_in_the_bill": {"diverted_at": f"2026-{day}T{time}+08:00", "rows": 2, "caller": full_number(PEOPLE[caller].number),
                             "forwarded_to": full_number(PEOPLE[taker].number), "talk_s": int(talk), "month": "2026-04"},
        "masked_in_the_bill": {"shown": bill_files.bill_number(bill_files.MASKED), "number": full_number(PEOPLE[bill_files.MASKED].number), "month": "2026-04"},
        "twice_in_the_bill": {"phone_at": f"2026-{bill_files.TWICE.replace(' ', 'T')}+08:00", "number": full_number(PEOPLE["aunt"].number), "month": "2026-04"},
    }  # fmt: skip
