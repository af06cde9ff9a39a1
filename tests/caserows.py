"""Folders of cases for tests: invented people whom the same callers ring."""

import random
from pathlib import Path

from analyzer.settings import Settings

CALLER = "17000001234"
"""A number that rings everybody of `folder_of`, often."""

HEADING = "类型,号码,姓名,时间,时长(秒),内容"


def owner_of(place: int) -> str:
    return f"1380000{place:04}"


def export(place: int, often: int = 30) -> str:
    """One phone's export: the caller of all, callers of its own, a hidden one, a contact, messages under one signature."""
    rng = random.Random(place)
    lines = []

    def at(day: int, second: int) -> str:
        return f"2026-03-{day + 1:02} {second // 3600:02}:{second % 3600 // 60:02}:{second % 60:02}"

    for i in range(often):
        lines.append(("未接来电", CALLER, "", at(i % 2, 30_000 + 300 * (i // 2) + place), "0", ""))
    for block in range(3):
        for i in range(8):
            number = f"1590{place % 9:03}{block:01}{i % 3:03}"
            lines.append(("来电已接", number, "", at(block, 40_000 + 90 * i), str(rng.randrange(1, 90)), ""))
            if i % 2:
                text = f"【某某平台】您的账单{rng.randrange(10**6)}元已逾期，请立即还款，否则将联系您的家人"
                lines.append(("短信收到", f"1069{place % 7:04}{block:04}", "", at(block + 1, 50_000 + i), "", text))
    for i in range(7):
        lines.append(("未接来电", "-1", "", at(i, 60_000 + 7 * i), "0", ""))
        lines.append(("去电" if i % 2 else "来电已接", "13911112222", "妈妈", at(i, 70_000), "60", ""))
    lines.append(("未接来电", "12x45", "", at(9, 36_000), "0", ""))
    rng.shuffle(lines)
    return "\n".join([HEADING, *(",".join(line) for line in lines)]) + "\n"


def folder_of(root: Path, count: int, own: bool = True) -> Path:
    """So many cases: every other one a file, the others folders whose case file names the owner."""
    root.mkdir(parents=True, exist_ok=True)
    for place in range(count):
        if place % 2:
            (root / f"张三{place:03}.csv").write_text(export(place), encoding="utf-8")
        else:
            case = root / f"李四{place:03}"
            case.mkdir()
            (case / f"{owner_of(place)}.csv").write_text(export(place), encoding="utf-8")
            if own:
                (case / "case.toml").write_text(f'[owner]\nnumbers = ["{owner_of(place)}"]\n', encoding="utf-8")
    return root


SETTINGS = Settings(lang="en")
