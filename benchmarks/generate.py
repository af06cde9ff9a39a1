"""A seeded generator of call and message tables, for speed only (the story for people is in ``sample_data/``)."""

import random
from pathlib import Path

HEADINGS = "类型,号码,姓名,时间,时长(秒),内容"


def csv_table(path: Path, rows: int, seed: int = 7) -> Path:
    """Write a phone export of so many rows: few numbers call often, many once; a quarter are bursts from number blocks.

    Numbers stand in several spellings, one in a hundred is hidden, newest row first.
    """
    rng = random.Random(seed)
    count = max(rows // 20, 50)
    numbers = [_number(rng, i) for i in range(count)]
    weights = [1 / (i + 1) ** 1.07 for i in range(count)]
    chosen = rng.choices(range(count), weights, k=rows)
    second = 1_780_000_000
    lines = [HEADINGS]
    for place in chosen:
        second -= rng.randrange(1, 240)
        number = rng.choice(numbers[place]) if rng.random() > 0.01 else "-1"
        roll = rng.random()
        if roll < 0.65:
            kind, talk = rng.choice(
                (("来电已接", rng.randrange(1, 300)), ("未接来电", 0), ("已拒接", 0), ("去电", rng.randrange(0, 300)))
            )
            lines.append(f"{kind},{number},,{_local(second)},{talk},")
        else:
            lines.append(
                f"短信收到,{number},,{_local(second)},,【某某平台】您的账单{rng.randrange(10**6)}元即将到期，请及时处理，回T退订"
            )
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def _local(second: int) -> str:
    import datetime as dt

    return (dt.datetime(1970, 1, 1, tzinfo=dt.UTC) + dt.timedelta(seconds=second + 28_800)).strftime(
        "%Y-%m-%d %H:%M:%S"
    )


def _number(rng: random.Random, i: int) -> list[str]:
    """The spellings of one invented number."""
    roll = rng.random()
    if roll < 0.72:
        digits = f"1{rng.choice('3578')}{rng.randrange(10**9):09d}"
        return [digits, digits, f"+86{digits}", f"86{digits}", f"{digits[:3]} {digits[3:7]} {digits[7:]}"]
    if roll < 0.84:
        digits = f"0755{rng.randrange(2 * 10**7, 9 * 10**7)}"
        return [digits, f"{digits[:4]}-{digits[4:]}"]
    if roll < 0.92:
        return [f"1069{rng.randrange(10**8):08d}"]
    return [
        rng.choice(
            (f"95{rng.randrange(1000):03d}", f"400{rng.randrange(10**7):07d}", f"+1202555{rng.randrange(10**4):04d}")
        )
    ]
