"""The indicators and rules once more, written straight from their definitions in plain Python, slow and obvious.

The vectorised code is held against these row by row.
"""

import datetime as dt
import zoneinfo
from collections import defaultdict

import reference_indicators


def plain(events):
    """Events as dictionaries of plain values."""
    rows = []
    for e in events.to_dict("records"):
        local = e["at"].to_pydatetime().astimezone(zoneinfo.ZoneInfo(str(events["at_local"].dt.tz)))
        rows.append(
            {
                **e,
                "t": int(e["at"].timestamp()),
                "day": local.date(),
                "clock": local.time(),
                "duration": None if str(e["duration_s"]) in ("<NA>", "None") else int(e["duration_s"]),
                "ring": None if str(e["ring_s"]) in ("<NA>", "None") else int(e["ring_s"]),
            }
        )
    return rows


def by_number(events):
    groups = defaultdict(list)
    for e in plain(events):
        groups[e["owner"], e["number"]].append(e)
    return groups


def is_night(t: dt.time) -> bool:
    return t >= dt.time(22) or t < dt.time(8)


def most_in_window(times, width):
    """Most events in any half-open window [t, t + width) that opens at an event."""
    return max((sum(t <= other < t + width for other in times) for t in times), default=0)


def most_on_a_day(days):
    return max((days.count(day) for day in days), default=0)


def indicators(group):
    """Every indicator of one number."""
    calls = [e for e in group if e["kind"] == "call" and e["direction"] == "in"]
    messages = [e for e in group if e["kind"] != "call" and e["direction"] == "in"]
    t = [e["t"] for e in calls]
    return {
        "events": len(group),
        "calls_in": len(calls),
        "calls_out": sum(e["kind"] == "call" and e["direction"] == "out" for e in group),
        "answered_in": sum(e["outcome"] == "answered" for e in calls),
        "missed_in": sum(e["outcome"] == "missed" for e in calls),
        "rejected_in": sum(e["outcome"] == "rejected" for e in calls),
        "blocked_in": sum(e["outcome"] == "blocked" for e in calls),
        "messages_in": len(messages),
        "messages_out": sum(e["kind"] != "call" and e["direction"] == "out" for e in group),
        "days_active": len({e["day"] for e in calls + messages}),
        "calls_in_max_5min": most_in_window(t, 300),
        "calls_in_max_1h": most_in_window(t, 3600),
        "calls_in_max_24h": most_in_window(t, 86400),
        "calls_in_max_7d": most_in_window(t, 7 * 86400),
        "calls_in_max_day": most_on_a_day([e["day"] for e in calls]),
        "messages_in_max_24h": most_in_window([e["t"] for e in messages], 86400),
        "messages_in_max_day": most_on_a_day([e["day"] for e in messages]),
        "night_calls_in": sum(is_night(e["clock"]) for e in calls),
        "night_messages_in": sum(is_night(e["clock"]) for e in messages),
        "talk_in_s": sum(e["duration"] or 0 for e in calls if e["outcome"] == "answered"),
        "first_at": min(e["t"] for e in group),
        "last_at": max(e["t"] for e in group),
        **reference_indicators.indicators(group),
    }
