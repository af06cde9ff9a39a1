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


def counted(e, what):
    """Whether an event is one that a rule counts."""
    call = e["kind"] == "call"
    lost = e["outcome"] in ("missed", "rejected", "blocked", "voicemail")
    if e["direction"] != "in":
        return False
    return {
        "any": True,
        "messages": not call,
        "attempted": call,
        "connected": call and e["outcome"] == "answered" and e["duration"] != 0,
        "unanswered": call and lost,
        "short": call and (lost or (e["outcome"] == "answered" and e["duration"] is not None and e["duration"] < 5)),
        "ring_once": call and e["outcome"] == "missed" and e["ring"] is not None and e["ring"] <= 3,
    }[what]


def in_force(e, rule):
    return (rule.in_force_from is None or e["day"] >= rule.in_force_from) and (
        rule.in_force_to is None or e["day"] <= rule.in_force_to
    )


def findings(group, rule):
    """(observed, event ids) of every finding of a rule on one group of events, in order of time."""
    group = sorted(group, key=lambda e: (e["t"], e["event_id"]))
    chosen = [e for e in group if counted(e, rule.counts) and in_force(e, rule)]
    if rule.kind != "both":
        chosen = [e for e in chosen if (e["kind"] == "call") == (rule.kind == "call")]
    return sorted(CONDITIONS[rule.window["type"]](group, chosen, rule), key=lambda f: f[1])


def hours(group, chosen, rule):
    start, end = (dt.time.fromisoformat(rule.window[k]) for k in ("from", "to"))
    nights = defaultdict(list)
    for e in chosen:
        before = e["clock"] <= end if rule.window.get("to_included") else e["clock"] < end
        if e["clock"] >= start:
            nights[e["day"]].append(e)
        elif before:
            nights[e["day"] - dt.timedelta(days=1)].append(e)
    return [(len(es), [e["event_id"] for e in es]) for es in nights.values() if len(es) > rule.limit]


def local_day(group, chosen, rule):
    days = defaultdict(list)
    for e in chosen:
        days[e["day"]].append(e)
    return [(len(es), [e["event_id"] for e in es]) for es in days.values() if len(es) > rule.limit]


def chains(windows, gap):
    """Windows (position, events) that exceed, gathered into chains of overlapping ones; of each the first highest."""
    found, chain = [], []
    for position, events in windows:
        if chain and position - chain[-1][0] >= gap:
            found.append(max(chain, key=lambda w: len(w[1])))
            chain = []
        chain.append((position, events))
    if chain:
        found.append(max(chain, key=lambda w: len(w[1])))
    return [(len(es), [e["event_id"] for e in es]) for _, es in found]


def sliding(group, chosen, rule):
    width = rule.window["seconds"]
    windows = []
    for i, e in enumerate(chosen):
        inside = [x for x in chosen[i:] if x["t"] < e["t"] + width]
        if len(inside) > rule.limit:
            windows.append((e["t"], inside))
    return chains(windows, width)


def consecutive_days(group, chosen, rule):
    n = rule.window["days"]
    windows = []
    for day in sorted({e["day"] for e in chosen}):
        inside = [e for e in chosen if day <= e["day"] < day + dt.timedelta(days=n)]
        if len(inside) > rule.limit:
            windows.append((day.toordinal(), inside))
    return chains(windows, n)


def after_conversation(group, chosen, rule):
    n = rule.window["days"]
    talks = [
        e
        for e in group
        if e["kind"] == "call"
        and e["outcome"] == "answered"
        and e["duration"] != 0
        and e["direction"] in ("in", "out")
        and in_force(e, rule)
    ]
    order = {e["event_id"]: i for i, e in enumerate(group)}
    following = defaultdict(list)
    for e in chosen:
        earlier = [c for c in talks if order[c["event_id"]] < order[e["event_id"]]]
        if earlier and earlier[-1]["t"] < e["t"] and (e["day"] - earlier[-1]["day"]).days < n:
            following[earlier[-1]["event_id"]].append(e["event_id"])
    return [(len(ids), [talk, *ids]) for talk, ids in following.items()]


CONDITIONS = {
    "hours": hours,
    "local_day": local_day,
    "sliding": sliding,
    "consecutive_days": consecutive_days,
    "after_conversation": after_conversation,
}
