"""A seeded table of one long matter, for speed only: many people who call now and then, and some numbers that press."""

import datetime as dt
import random
from pathlib import Path

from benchmarks.generate import HEADINGS

PRESSING = (
    "【某平台】您的账单已逾期，编号{n}，请立即还款，否则将联系您的家人",
    "【某平台】请尽快处理欠款{n}元，否则上门",
    "您好，请回电{n}",
)


def csv_table(path: Path, rows: int, pressing: int, days: int = 700, seed: int = 11) -> Path:
    """Write a phone export of about so many rows over so many days, newest first.

    Three rows in five are calls and messages of `pressing` numbers, in bursts of some days each; the rest are of people who are
    called back, each of them rarely.
    """
    rng = random.Random(seed)
    end = dt.datetime(2026, 5, 31, 22, tzinfo=dt.UTC)
    events: list[tuple[dt.datetime, str]] = []

    def add(day: int, number: str, name: str, kind: str, talk: int, body: str = "") -> None:
        at = end - dt.timedelta(days=day, seconds=rng.randrange(50_000))
        events.append((at, f"{kind},{number},{name},{at:%Y-%m-%d %H:%M:%S},{talk},{body}"))

    while len(events) < rows * 3 // 5:
        number, first = f"170{rng.randrange(pressing):04}{7:04}", rng.randrange(days - 5)
        for _ in range(rng.randrange(10, 60)):
            day = first + rng.randrange(5)
            if rng.random() < 0.2:
                add(day, number, "", "短信收到", 0, rng.choice(PRESSING).format(n=rng.randrange(10**6)))
            else:
                kind = rng.choice(("未接来电", "未接来电", "已拒接", "来电已接"))
                add(day, number, "", kind, rng.randrange(5, 90) if kind == "来电已接" else 0)
    while len(events) < rows:
        friend = rng.randrange(400)
        kind = rng.choice(("来电已接", "去电", "去电", "未接来电"))
        add(
            rng.randrange(days),
            f"138{friend:04}{5:04}",
            f"友{friend}",
            kind,
            rng.randrange(5, 900) if kind != "未接来电" else 0,
        )
    events.sort(reverse=True)
    path.write_text("\n".join([HEADINGS, *(line for _at, line in events)]) + "\n", encoding="utf-8")
    return path
