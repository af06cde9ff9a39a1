"""The rules once more, written straight from their definitions in plain Python, slow and obvious.

Events are dictionaries as `reference.plain` makes them, with ``role`` and ``collector`` added by `told_about`.
"""

import calendar
import datetime as dt
import functools
import zoneinfo
from collections import defaultdict

import holidays
from reference import plain

from analyzer.wording import FLAGS

DAY = dt.timedelta(days=1)


NO_DEBT = {"personal", "code", "notice", "advertising", "loan_marketing", "illicit_marketing"}
NO_ADVERTISING = {"personal", "code", "notice", "debt_reminder", "debt_pressure"}
COMMERCIAL = {"advertising", "loan_marketing", "illicit_marketing"}


def told_about(events, settings, messages=None):
    """The events in order of time, each with its collector (or None) and the role of its line, as the case file says, and
    with the kind and the flags that a table of messages gives it (None and nothing for calls, and where there is no table).
    """
    rows = plain(events)
    said = {} if messages is None else {m["event_id"]: m for m in messages.to_dict("records")}
    for e in rows:
        e["message_kind"] = said[e["event_id"]]["message_kind"] if e["event_id"] in said else None
        e["flags"] = said[e["event_id"]]["flags"].split() if e["event_id"] in said else []
        e["collector"] = next((c.name for c in settings.case.collectors if e["number"] in c.numbers), None)
        e["role"] = next((line.role for line in settings.case.lines if line.number == e["owner"]), "own")
        e["export"] = next((line.export for line in settings.case.lines if line.number == e["owner"]), "")
    return rows


def groups_of(rows, per):
    """Events by what is counted together: (owner, number), (owner, collector) or (owner,)."""
    groups = defaultdict(list)
    for e in rows:
        if per == "collector" and e["collector"] is None:
            continue
        groups[e["owner"], e[per] if per != "owner" else ""].append(e)
    return groups


def counted(e, what):
    """Whether an event is one that a rule counts."""
    call = e["kind"] == "call"
    lost = e["outcome"] in ("missed", "rejected", "blocked", "voicemail")
    connected = call and e["outcome"] == "answered" and e["duration"] != 0
    if e["direction"] != "in":
        return False
    if what in FLAGS:
        return not call and what in e["flags"]
    return {
        "any": True,
        "messages": not call,
        "attempted": call,
        "connected": connected,
        "contacts": connected or not call,
        "unanswered": call and lost,
        "short": call and (lost or (e["outcome"] == "answered" and e["duration"] is not None and e["duration"] < 5)),
        "ring_once": call and e["outcome"] == "missed" and e["ring"] is not None and e["ring"] <= 3,
    }[what]


def in_force(e, rule):
    return (rule.in_force_from is None or e["day"] >= rule.in_force_from) and (
        rule.in_force_to is None or e["day"] <= rule.in_force_to
    )


def findings(group, rule, settings, rows):
    """(observed, event ids) of every finding of a rule on one group of events; `rows` are all events of the case."""
    chosen = [e for e in group if counted(e, rule.counts) and in_force(e, rule)]
    if rule.kind != "both":
        chosen = [e for e in chosen if (e["kind"] == "call") == (rule.kind == "call")]
    if rule.on:
        chosen = [e for e in chosen if e["role"] in rule.on]
    if rule.subject == "marketing":
        chosen = [e for e in chosen if e["collector"] is None and e["message_kind"] not in NO_ADVERTISING]
    if rule.subject == "debt":
        chosen = [e for e in chosen if e["collector"] is not None or e["message_kind"] not in NO_DEBT]
    found = CONDITIONS[rule.window["type"]](group, chosen, rule, settings, rows)
    return sorted((observed, [e["event_id"] for e in events]) for observed, events in found)


def buckets(chosen, rule, key):
    """One finding for each value of a key with more events than the limit."""
    made = defaultdict(list)
    for e in chosen:
        made[key(e)].append(e)
    return [(len(es), es) for es in made.values() if len(es) > rule.limit]


def hours(group, chosen, rule, settings, rows):
    start, end = (dt.time.fromisoformat(rule.window[k]) for k in ("from", "to"))
    inside = []
    for e in chosen:
        before = e["clock"] <= end if rule.window.get("to_included") else e["clock"] < end
        if e["clock"] >= start:
            inside.append({**e, "evening": e["day"]})
        elif before:
            inside.append({**e, "evening": e["day"] - DAY})
    return buckets(inside, rule, lambda e: e["evening"])


def outside_hours(group, chosen, rule, settings, rows):
    window = rule.window

    def allowed(e):
        spans = [window["weekdays"]] * 5 + [window["saturday"], window["sunday"]]
        today = spans[e["day"].weekday()]
        if "calendar" in window and is_holiday(e["day"], window["calendar"], window.get("categories")):
            today = window.get("holidays", [])
        return any(
            dt.time.fromisoformat(a) <= e["clock"] < dt.time.fromisoformat(b) for a, b in (s.split("-") for s in today)
        )

    return buckets([e for e in chosen if not allowed(e)], rule, lambda e: e["day"])


def is_holiday(day, where, categories=None, observed=False):
    return day in holidays_of(day.year, where, tuple(categories or ()), observed)


@functools.cache
def holidays_of(year, where, categories, observed):
    country, _, area = where.partition("-")
    return holidays.country_holidays(
        country, subdiv=area or None, years=year, observed=observed, categories=categories or None
    )


def whole_record(group, chosen, rule, settings, rows):
    return buckets(chosen, rule, lambda e: "all")


def without_words(group, chosen, rule, settings, rows):
    """Where nobody has sorted the messages, none is known to be advertising."""
    plain_words = [word.lower() for word in rule.window["words"]]
    bare = [
        e
        for e in chosen
        if e["message_kind"] in COMMERCIAL and not any(word in e["body"].lower() for word in plain_words)
    ]
    return buckets(bare, rule, lambda e: e["day"])


def local_day(group, chosen, rule, settings, rows):
    return buckets(chosen, rule, lambda e: e["day"])


def calendar_week(group, chosen, rule, settings, rows):
    first = {"monday": 0, "sunday": 6}[rule.window["starts"]]
    return buckets(chosen, rule, lambda e: e["day"] - DAY * ((e["day"].weekday() - first) % 7))


def calendar_month(group, chosen, rule, settings, rows):
    return buckets(chosen, rule, lambda e: (e["day"].year, calendar.month_name[e["day"].month]))


def chains(windows, gap):
    """Windows (position, measure, events) that exceed, gathered into chains of overlapping ones; of each the first highest."""
    found, chain = [], []
    for window in windows:
        if chain and window[0] - chain[-1][0] >= gap:
            found.append(max(chain, key=lambda w: w[1]))
            chain = []
        chain.append(window)
    if chain:
        found.append(max(chain, key=lambda w: w[1]))
    return [(measure, events) for _, measure, events in found]


def sliding(group, chosen, rule, settings, rows):
    width = rule.window["seconds"]
    windows = []
    for i, e in enumerate(chosen):
        inside = [x for x in chosen[i:] if x["t"] < e["t"] + width]
        enough = len({x["number"] for x in inside}) >= rule.window.get("senders", 0)
        if len(inside) > rule.limit and enough:
            windows.append((e["t"], len(inside), inside))
    return chains(windows, width)


def consecutive_days(group, chosen, rule, settings, rows):
    n = rule.window["days"]
    chosen = chosen[1:] if rule.window.get("after_first") else chosen
    windows = []
    for day in sorted({e["day"] for e in chosen}):
        inside = [e for e in chosen if day <= e["day"] < day + DAY * n]
        if len(inside) > rule.limit:
            windows.append((day.toordinal(), len(inside), inside))
    return chains(windows, n)


def distinct_numbers(group, chosen, rule, settings, rows):
    n = rule.window["days"]
    parts = defaultdict(list)
    for e in chosen:
        number = e["number"]
        if rule.window["which"] == "mobile":
            if e["collector"] and number.startswith("+861") and len(number) == 14:
                parts["mobile"].append(e)
        elif number[:1] == "+" and number[1:].isdigit() and len(number[1:]) >= 11:
            parts[number[:-4]].append(e)
    found = []
    for part in parts.values():
        windows = []
        for day in sorted({e["day"] for e in part}):
            first = {}
            for e in part:
                if day <= e["day"] < day + DAY * n:
                    first.setdefault(e["number"], e)
            if len(first) > rule.limit:
                windows.append((day.toordinal(), len(first), list(first.values())))
        found += chains(windows, n)
    return found


def talked(e):
    return e["kind"] == "call" and e["outcome"] == "answered" and e["duration"] != 0 and e["direction"] in ("in", "out")


def after_conversation(group, chosen, rule, settings, rows):
    n = rule.window["days"]
    order = {e["event_id"]: i for i, e in enumerate(group)}
    talks = {e["event_id"]: e for e in group if talked(e) and in_force(e, rule)}
    following = defaultdict(list)
    for e in chosen:
        earlier = [c for c in talks.values() if order[c["event_id"]] < order[e["event_id"]]]
        if earlier and earlier[-1]["t"] < e["t"] and (e["day"] - earlier[-1]["day"]).days < n:
            following[earlier[-1]["event_id"]].append(e)
    return [(len(es), [talks[talk], *es]) for talk, es in following.items()]


def refused(refusal, settings):
    """First second after a refusal, and its local day."""
    zone = zoneinfo.ZoneInfo(settings.zone)
    at = refusal.at if refusal.at.tzinfo else refusal.at.replace(tzinfo=zone)
    day = at.astimezone(zone).date()
    return (midnight(day + DAY, zone) if refusal.day_only else int(at.timestamp()) + 1), day


def midnight(day, zone):
    return int(dt.datetime.combine(day, dt.time(), zone).timestamp())


def concerns(refusal, e, settings, rows):
    """Whether a refusal concerns the number and line of an event."""
    since, _ = refused(refusal, settings)
    if refusal.line and e["export"] != refusal.line:
        return False
    if refusal.to in {c.name for c in settings.case.collectors}:
        return e["collector"] == refusal.to
    if refusal.to:
        return e["number"] == refusal.to
    return e["collector"] is not None or any(
        x["owner"] == e["owner"] and x["number"] == e["number"] and x["direction"] == "in" and x["t"] < since
        for x in rows
    )


def reach_of(refusal, rule, settings):
    """First second that a refusal reaches under a rule, and the second from which it does so no more (None: never)."""
    zone = zoneinfo.ZoneInfo(settings.zone)
    since, told_on = refused(refusal, settings)
    day = told_on
    if "business_days" in rule.window:
        left = rule.window["business_days"]
        while left:
            day += DAY
            off = "calendar" in rule.window and is_holiday(day, rule.window["calendar"], observed=True)
            left -= day.weekday() < 5 and not off
        since = midnight(day + DAY, zone)
    until = midnight(told_on + DAY * (rule.window["days"] + 1), zone) if "days" in rule.window else None
    return since, until


def refusal_that_reaches(e, rule, settings, rows):
    """Place of the earliest refusal that reaches an event, None for none."""
    for i, refusal in enumerate(sorted(settings.case.refusals, key=lambda r: refused(r, settings)[0])):
        since, until = reach_of(refusal, rule, settings)
        if rule.window.get("said_on") == "line" and not refusal.line:
            continue
        if e["t"] >= since and (until is None or e["t"] < until) and concerns(refusal, e, settings, rows):
            return i
    return None


def after_refusal(group, chosen, rule, settings, rows):
    following = defaultdict(list)
    for e in chosen:
        which = refusal_that_reaches(e, rule, settings, rows)
        if which is not None:
            following[which].append(e)
    return [(len(es), es) for es in following.values() if len(es) > rule.limit]


def while_reachable(group, chosen, rule, settings, rows):
    found = []
    for observed, es in buckets(chosen, rule, lambda e: e["day"]):
        talks = [
            x
            for x in rows
            if talked(x) and x["role"] == "own" and x["collector"] == es[0]["collector"] and x["day"] == es[0]["day"]
        ]
        if talks:
            found.append((observed, [talks[0], *es]))
    return found


CONDITIONS = {
    "hours": hours,
    "outside_hours": outside_hours,
    "local_day": local_day,
    "calendar_week": calendar_week,
    "calendar_month": calendar_month,
    "sliding": sliding,
    "consecutive_days": consecutive_days,
    "distinct_numbers": distinct_numbers,
    "after_conversation": after_conversation,
    "after_refusal": after_refusal,
    "while_reachable": while_reachable,
    "without_words": without_words,
    "whole_record": whole_record,
}


def window(events, rule, settings, rows):
    """First second of the window of a finding, and the one after its last, from the events that prove it (in order of time)."""
    zone, first, last = zoneinfo.ZoneInfo(settings.zone), events[0], events[-1]
    kind, day = rule.window["type"], first["day"]
    if kind == "sliding":
        return first["t"], first["t"] + rule.window["seconds"]
    if kind == "after_refusal":
        which = refusal_that_reaches(first, rule, settings, rows)
        refusals = sorted(settings.case.refusals, key=lambda r: refused(r, settings)[0])
        since, until = reach_of(refusals[which], rule, settings)
        return since, last["t"] + 1 if until is None else until
    if kind == "after_conversation":
        return first["t"], midnight(day + DAY * rule.window["days"], zone)
    if kind == "hours":
        start, end = (dt.time.fromisoformat(rule.window[k]) for k in ("from", "to"))
        evening = day if first["clock"] >= start else day - DAY
        morning = evening if end > start else evening + DAY
        return tuple(int(dt.datetime.combine(d, t, zone).timestamp()) for d, t in ((evening, start), (morning, end)))
    if kind == "calendar_week":
        day -= DAY * ((day.weekday() - {"monday": 0, "sunday": 6}[rule.window["starts"]]) % 7)
        return midnight(day, zone), midnight(day + DAY * 7, zone)
    if kind == "calendar_month":
        day = day.replace(day=1)
        return midnight(day, zone), midnight((day + DAY * 31).replace(day=1), zone)
    if kind == "whole_record":
        return midnight(day, zone), midnight(last["day"] + DAY, zone)
    return midnight(day, zone), midnight(day + DAY * rule.window.get("days", 1), zone)
