"""A seeded export in which campaigns are hidden among strangers, to measure how many are found and how fast.

Each campaign has a block of mobiles, a signed port, wording of its own, a number to ring back, and pairs that take turns; banks, shops
and couriers use shared wording beside them. All numbers and sentences are invented.

    python -m benchmarks.campaign_cases [events]
"""

import random
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.memory import forget_peak, own_peak
from benchmarks.message_templates import _filled, _template

HEADINGS = "类型,号码,姓名,时间,时长(秒),内容"


def export(path: Path, events: int, seed: int = 3) -> dict[str, int]:
    """Write an export and return whose campaign each of its campaign numbers is.

    Parameters
    ----------
    path : Path
    events : int
        Rows, about; one number for twenty of them, one campaign for two thousand.
    """
    rng = random.Random(seed)
    truth: dict[str, int] = {}
    rows: list[tuple[int, str, str, int, str]] = []
    span = max(90 * 86_400, events * 110)
    begin = 1_767_200_000
    many = max(events // 2000, 2)
    for who in range(many):
        stem = f"17{rng.randrange(6)}{who:05d}"
        block = [stem + f"{n:03d}" for n in rng.sample(range(1000), 6)]
        port, landline = f"10690{who:07d}", f"075523{who // 100:02d}{who % 100:02d}77"
        for number in (*block, port, landline):
            truth[number] = who
        own = _template(rng)
        own[0], name = "", f"【追{who:05d}】"  # a sender's own name is never mistyped
        for _ in range(40):
            second = begin + rng.randrange(span)
            text = name + _filled(rng, own)
            rows.append((second, "接收", port, 0, text + f"请回电{landline}" * (rng.random() < 0.3)))
        for number in block:
            rows += [(begin + rng.randrange(span), "未接来电", number, 0, "") for _ in range(50)]
        for _ in range(30):
            first, second = rng.sample(block[:2], 2)
            at = begin + rng.randrange(span)
            rows += [(at, "未接来电", first, 0, ""), (at + rng.randrange(20, 100), "未接来电", second, 0, "")]
        rows.append((begin + rng.randrange(span), "接收", block[0], 0, f"本案今日封存，请回电{landline}"))
        rows += [(begin + rng.randrange(span), "未接来电", landline, 0, "") for _ in range(20)]
    wording = [_template(rng) for _ in range(max(events // 1000, 20))]
    strangers = max(events // 20, 60)
    weights = [1 / (i + 3) for i in range(strangers)]
    numbers = [
        f"1{rng.choice('35789')}{rng.randrange(10**9):09d}" if rng.random() < 0.8 else f"1068{rng.randrange(10**7):07d}"
        for _ in range(strangers)
    ]
    rest = events - len(rows)
    for number in rng.choices(numbers, weights, k=max(rest, 0)):
        second = begin + rng.randrange(span)
        if rng.random() < 0.4 or number.startswith("1068"):
            shared = list(rng.choice(wording))
            shared[0], name = "", f"【店{number[-6:]}】" if number.startswith("1068") else ""
            rows.append((second, "接收", number, 0, name + _filled(rng, shared)))
        else:
            rows.append((second, rng.choice(("未接来电", "来电已接")), number, rng.randrange(200), ""))
    rows.sort()
    with path.open("w", encoding="utf-8") as file:
        file.write(HEADINGS + "\n")
        for second, kind, number, talk, text in rows:
            when = time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(second + 28_800))
            file.write(f"{kind},{number},,{when},{talk if kind == '来电已接' else ''},{text}\n")
    return truth


def measure(events: int) -> dict[str, float]:
    """Quality and cost of templates and campaigns on an export of so many events."""
    import numpy as np
    import pandas as pd
    import pyarrow
    import pyarrow.csv

    from analyzer import pipeline
    from analyzer.campaigns import campaigns
    from analyzer.settings import Settings
    from analyzer.templates import templates
    from benchmarks.message_templates import scores

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export.csv"
        truth = export(path, events)
        types = {name: pyarrow.string() for name in HEADINGS.split(",")}
        floors = []
        for _ in range(3):
            start = time.process_time()
            pyarrow.csv.read_csv(path, convert_options=pyarrow.csv.ConvertOptions(column_types=types))
            floors.append(time.process_time() - start)
        settings = Settings()
        table = pipeline.read([path], settings).events
    numbers = pipeline.summarize(table, settings)
    sent = table[table["kind"] != "call"]
    own = sent["body"].str.contains("【追|本案", regex=True).to_numpy()
    before = forget_peak()
    start = time.process_time()
    groups = templates(pyarrow.array(sent["body"]))
    middle = time.process_time()
    kinds = pd.Categorical.from_codes(own.astype(int), ["notice", "debt_pressure"])
    messages = pd.DataFrame({"message_kind": kinds, "template": groups})
    result = campaigns(table, messages, numbers, settings)
    end = time.process_time()
    peak = own_peak()
    start_none = time.process_time()
    unsorted = campaigns(table, None, numbers, settings)
    end_none = time.process_time()

    names = table["number"].cat.categories.str.replace("+86", "", regex=False)
    places = {name: i for i, name in enumerate(names)}
    short = {name.removeprefix("0"): who for name, who in truth.items()}
    true = np.arange(len(names)) + len(truth)
    for name, who in short.items():
        if name in places:
            true[places[name]] = who
    ours = np.where(result.of_number >= 0, result.of_number, np.arange(len(names)) + len(result.table))
    precision, recall, _ = scores(ours, np.unique(true, return_inverse=True)[1])
    return {
        "events": len(table), "messages": len(sent), "numbers": len(names), "campaigns": len(result.table), "true": len(set(truth.values())),
        "precision": precision, "recall": recall, "unsorted": len(unsorted.table), "floor": min(floors), "templates": middle - start,
        "join": end - middle, "join unsorted": end_none - start_none, "ratio": (end - start) / min(floors), "mb": peak - before,
    }  # fmt: skip


if __name__ == "__main__":
    for name, value in measure(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000).items():
        print(f"{name:14} {value:,.4f}".rstrip("0").rstrip("."))
