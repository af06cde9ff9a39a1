"""Who reached which line, once more in plain Python, from the definitions."""

import datetime as dt
from zoneinfo import ZoneInfo


def line_of(event, lines, files):
    """The line of an event: the last entry of the case file that fits it, else its owner's own."""
    found = (event["owner"], "own")
    for entry in lines:
        if files.get(event["source"]) == entry.export or (entry.number and "+86" + entry.number == event["owner"]):
            found = ("+86" + entry.number if entry.number else entry.export, entry.role)
    return found


def reach(events, lines, files, caller_of, refusals, zone, known=None):
    """Rows (caller, line, role, calls, messages, days, first second, last second, place, after a refusal), unordered.

    `refusals` are pairs (second from which on, set of numbers that it concerns or None for all who came before).
    """
    if len({line_of(event, lines, files) for event in events}) < 2:
        return set()
    cells = {}
    for event in events:
        caller = caller_of.get(event["number"])
        if event["direction"] == "in" and caller:
            cells.setdefault((caller, line_of(event, lines, files)), []).append(event)
    rows = set()
    for (caller, line), mine in cells.items():
        others = [key for key in cells if key[0] == caller]
        away = any(key[1][1] != "own" for key in others) and (known is None or caller in known)
        if len(others) < 2 and not away:
            continue
        start = {key: min(event["second"] for event in cells[key]) for key in others}
        seconds = [event["second"] for event in mine]
        days = {dt.datetime.fromtimestamp(second, ZoneInfo(zone)).date() for second in seconds}
        calls = sum(event["kind"] == "call" for event in mine)
        late = sum(
            any(event["second"] >= since and (who is None or event["number"] in who) for since, who in refusals)
            for event in mine
        )
        place = 1 + sum(start[key] < start[caller, line] for key in others)
        rows.add(
            (caller, line[0], line[1], calls, len(mine) - calls, len(days), min(seconds), max(seconds), place, late)
        )
    return rows
