"""Twins of the indicators beyond the contract's: each once more from its definition, in plain Python, slow and obvious.

None means missing.
"""

import datetime as dt
import math
import statistics
from itertools import groupby, pairwise

import chinese_calendar

MAINLAND = ("Asia/Shanghai", "Asia/Urumqi")
LOST = ("missed", "rejected", "blocked", "voicemail")


def share(part, whole):
    return len(part) / len(whole) if whole else None


def gaps(events):
    times = sorted(e["t"] for e in events)
    return [late - early for early, late in pairwise(times)]


def mean(values):
    return sum(values) / len(values) if values else None


def median(values):
    return statistics.median(values) if values else None


def std(values):
    return statistics.pstdev(values) if values else None


def off(day):
    """workday, weekend, holiday; None where the year is not known."""
    try:
        worked = chinese_calendar.is_workday(day)
    except NotImplementedError:
        return None
    if day in chinese_calendar.holidays:
        return "holiday"
    return "workday" if worked else "weekend"


def days_off(inbound, kinds):
    if not inbound or str(inbound[0]["at_local"].tz) not in MAINLAND:
        return None
    found = [off(e["day"]) for e in inbound]
    return None if None in found else sum(kind in kinds for kind in found) / len(found)


def streak(days):
    best = 0
    for day in days:
        length = 1
        while day + dt.timedelta(days=length) in days:
            length += 1
        best = max(best, length)
    return best


def slope(ys):
    xs = list(range(len(ys)))
    x, y = mean(xs), mean(ys)
    return sum((a - x) * (b - y) for a, b in zip(xs, ys, strict=True)) / sum((a - x) ** 2 for a in xs)


def persistence(inbound, calls):
    if not inbound:
        return {
            "first_contact_at": None, "longest_daily_streak": 0, "longest_silence_s": None, "calls_in_per_day": None,
            "escalation_per_week": None, "escalation_ratio": None,
        }  # fmt: skip
    days = [e["day"] for e in inbound]
    first, last = min(days), max(days)
    span = (last - first).days + 1
    weeks = [sum(7 * w <= (day - first).days < 7 * w + 7 for day in days) for w in range(span // 7)]
    month = dt.timedelta(days=28)
    return {
        "first_contact_at": min(e["t"] for e in inbound),
        "longest_daily_streak": streak(set(days)),
        "longest_silence_s": max(gaps(inbound), default=None),
        "calls_in_per_day": len(calls) / span,
        "escalation_per_week": slope(weeks) if len(weeks) >= 2 else None,
        "escalation_ratio": sum(d > last - month for d in days) / sum(d < first + month for d in days)
        if span >= 56
        else None,
    }


def once(e):
    """Whether a call rang once: yes, no, or None for what the export does not tell."""
    if e["outcome"] == "missed" and e["ring"] is not None:
        return e["ring"] <= 3
    if e["outcome"] == "answered" and e["duration"] is not None:
        return e["duration"] <= 3
    return None


def longest_lost_run(calls):
    ordered = sorted(calls, key=lambda e: (e["t"], e["outcome"] in LOST))
    return max((len(list(run)) for lost, run in groupby(ordered, lambda e: e["outcome"] in LOST) if lost), default=0)


def bursts(calls):
    chains = []
    for t in sorted(e["t"] for e in calls):
        if chains and t - chains[-1][-1] < 300:
            chains[-1].append(t)
        else:
            chains.append([t])
    return sum(len(chain) >= 3 for chain in chains)


def burstiness(values):
    if len(values) < 2 or sum(values) == 0:
        return None
    return (std(values) - mean(values)) / (std(values) + mean(values))


def rhythm(calls, directed):
    told = [e for e in calls if once(e) is not None]
    return {
        "redial_interval_median_s": median(gaps(calls)),
        "redial_under_5min_share": share([g for g in gaps(calls) if g < 300], gaps(calls)),
        "ring_once_in": sum(bool(once(e)) for e in calls),
        "ring_once_share": share([e for e in told if once(e)], told),
        "unanswered_run_max": longest_lost_run(calls),
        "bursts_in": bursts(calls),
        "burstiness": burstiness(gaps(directed)),
    }


def after(events, earlier, seconds):
    return sum(any(c["t"] < e["t"] < c["t"] + seconds for c in earlier) for e in events)


def reciprocity(group, calls, inbound, outbound):
    answered = [
        e for e in group if e["kind"] == "call" and e["direction"] in ("in", "out") and e["outcome"] == "answered"
    ]
    return {
        "out_share": share(outbound, inbound + outbound),
        "talk_out_s": sum(e["duration"] or 0 for e in answered if e["direction"] == "out"),
        "long_talks": sum((e["duration"] or 0) >= 120 for e in answered),
        "replies_out": after(outbound, inbound, 86_400),
        "calls_in_after_answered": after(calls, [e for e in answered if e["duration"] != 0], 7 * 86_400),
    }


def conversations(directed):
    """Chains of messages less than an hour apart; a call ends one."""
    rank = {("in", False): 0, ("out", False): 1}
    ordered = sorted(directed, key=lambda e: (e["t"], rank.get((e["direction"], e["kind"] == "call"), 2)))
    found, last = [], None
    for e in ordered:
        if e["kind"] == "call":
            last = None
            continue
        if last is None or e["t"] - last >= 3600:
            found.append([])
        found[-1].append(e)
        last = e["t"]
    return found


def bandicoot(directed):
    calls = [e for e in directed if e["kind"] == "call"]
    durations = [e["duration"] for e in calls if e["duration"] is not None]
    talks = conversations(directed)
    received = [talk for talk in talks if talk[0]["direction"] == "in"]
    delays = [
        b["t"] - a["t"]
        for talk in talks
        for a, b in pairwise(talk)
        if a["direction"] == "in" and b["direction"] == "out" and b["t"] > a["t"]
    ]
    dark = [e for e in directed if e["clock"] >= dt.time(19) or e["clock"] <= dt.time(7)]
    return {
        "active_days": len({e["day"] for e in directed}),
        "interevent_time_mean_s": mean(gaps(directed)),
        "interevent_time_median_s": median(gaps(directed)),
        "interevent_time_std_s": std(gaps(directed)),
        "percent_nocturnal": share(dark, directed),
        "percent_initiated_interactions": share([e for e in calls if e["direction"] == "out"], calls),
        "call_duration_mean_s": mean(durations),
        "call_duration_median_s": median(durations),
        "percent_initiated_conversations": share([t for t in talks if t[0]["direction"] == "out"], talks),
        "response_rate_text": share([t for t in received if any(e["direction"] == "out" for e in t)], received),
        "response_delay_text_mean_s": mean(delays),
        "response_delay_text_median_s": median(delays),
    }


def indicators(group):
    """Every indicator of one number beyond those of the contract."""
    inbound = [e for e in group if e["direction"] == "in"]
    outbound = [e for e in group if e["direction"] == "out"]
    calls = [e for e in inbound if e["kind"] == "call"]
    night = [e for e in inbound if e["clock"] >= dt.time(22) or e["clock"] < dt.time(8)]
    return {
        "night_share_in": share(night, inbound),
        "weekend_share_in": share([e for e in inbound if e["day"].strftime("%a") in ("Sat", "Sun")], inbound),
        "holiday_share_in": days_off(inbound, ("holiday",)),
        "day_off_share_in": days_off(inbound, ("holiday", "weekend")),
        **persistence(inbound, calls),
        **rhythm(calls, inbound + outbound),
        **reciprocity(group, calls, inbound, outbound),
        **bandicoot(inbound + outbound),
    }


def owner(events):
    """What `owner_summary` says of one owner, after the numbers that are its contacts."""
    counts = {}
    for e in events:
        if e["direction"] in ("in", "out"):
            counts[e["number"]] = counts.get(e["number"], 0) + 1
    total = sum(counts.values())
    return {
        "events": total,
        "number_of_contacts": len(counts),
        "entropy_of_contacts": -sum(n / total * math.log(n / total) for n in counts.values()) if total else None,
        "interactions_per_contact_mean": mean(list(counts.values())),
        "interactions_per_contact_median": median(list(counts.values())),
    }
