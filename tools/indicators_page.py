"""The text of docs/indicators.md: every column of the numbers table that is measured, out of the docstrings of the indicators.

`tools/make_docs.py` writes the page. A docstring says the meaning in its first paragraph, the formula under Notes, an example
worked out by hand under Examples (or in a second paragraph), and whose definition it is under References. The Chinese of the
meanings stands here.
"""

from __future__ import annotations

import inspect
import re
from importlib import import_module
from itertools import groupby

from analyzer.indicators import INDICATORS
from analyzer.numbers import DECIMALS, Indicator

MADE = "<!-- made by tools/make_docs.py from the docstrings in analyzer/indicators/: edit those, not this page -->"

UNITS = {
    "events": "次", "days": "天", "seconds": "秒", "instant": "时刻（UTC）", "runs": "段", "share": "比例 0–1", "ratio": "比值",
    "events per day": "次/天", "events per week, per week": "次/周，每周",
}  # fmt: skip

CHINESE = {
    "first_at": "最早一次通话或短信（含拨出、发出）的时刻",
    "last_at": "最晚一次通话或短信（含拨出、发出）的时刻",
    "events": "通话和短信的总次数，不分方向",
    "calls_in": "来电次数，不论是否接听",
    "calls_out": "去电次数",
    "answered_in": "已接来电次数",
    "missed_in": "未接来电次数",
    "rejected_in": "本人挂断（拒接）的来电次数",
    "blocked_in": "被手机拦截的来电次数",
    "messages_in": "收到的短信、彩信条数",
    "messages_out": "发出的短信、彩信条数",
    "days_active": "有来电或收到短信的天数",
    "calls_in_max_5min": "任意 300 秒内最多的来电次数",
    "calls_in_max_1h": "任意 3600 秒内最多的来电次数",
    "calls_in_max_24h": "任意 24 小时内最多的来电次数",
    "calls_in_max_7d": "任意 7×24 小时内最多的来电次数",
    "calls_in_max_day": "一个自然日内最多的来电次数",
    "messages_in_max_24h": "任意 24 小时内最多收到的短信条数",
    "messages_in_max_day": "一个自然日内最多收到的短信条数",
    "night_calls_in": "夜间（22:00 至次日 8:00）来电次数",
    "night_messages_in": "夜间（22:00 至次日 8:00）收到的短信条数",
    "talk_in_s": "已接来电的通话总秒数",
    "night_share_in": "来电和收到的短信中夜间（22:00 至次日 8:00）所占的比例",
    "weekend_share_in": "来电和收到的短信中日历上的周六、周日所占的比例",
    "holiday_share_in": "来电和收到的短信中国务院通知的放假日所占的比例",
    "day_off_share_in": "来电和收到的短信中休息日（放假日和周末，调休上班日除外）所占的比例",
    "first_contact_at": "第一次来电或收到短信的时刻",
    "longest_daily_streak": "天天有来电或收到短信的最长连续天数",
    "longest_silence_s": "相邻两次来电和收到的短信之间最长的间隔",
    "calls_in_per_day": "从首次到末次来电或收到短信，平均每天的来电次数",
    "escalation_per_week": "每周来电和收到的短信次数逐周上升（负数为下降）多少",
    "escalation_ratio": "最后四周的来电和收到的短信次数是最初四周的几倍",
    "redial_interval_median_s": "相邻两次来电间隔的中位数",
    "redial_under_5min_share": "与上一次来电相隔不到五分钟的来电所占的比例",
    "ring_once_in": "一响即断的来电次数：振铃不超过 3 秒未接，或接通不超过 3 秒",
    "ring_once_share": "一响即断的来电在导出文件能说明长短的来电中所占的比例",
    "unanswered_run_max": "最多连续多少次来电无人接听",
    "bursts_in": "连环来电的段数：三次以上，每次与上一次相隔不到五分钟",
    "burstiness": "来往的扎堆程度：-1 如钟表般均匀，0 附近如同随机，趋近 1 则集中爆发",
    "out_share": "本人去电、发短信在全部来往中所占的比例",
    "talk_out_s": "已接通去电的通话总秒数",
    "long_talks": "通话两分钟及以上的次数，不分方向",
    "replies_out": "来电或收到短信后 24 小时内本人去电、发短信的次数",
    "calls_in_after_answered": "接通一次电话后七天内的来电次数",
    "active_days": "有任何来往（不分方向）的天数",
    "interevent_time_mean_s": "相邻两次来往间隔的平均值，不分方向",
    "interevent_time_median_s": "相邻两次来往间隔的中位数，不分方向",
    "interevent_time_std_s": "相邻两次来往间隔的标准差，不分方向",
    "percent_nocturnal": "19:00 至次日 7:00 的来往所占的比例（bandicoot 所定的夜间）",
    "percent_initiated_interactions": "通话中由本人拨出的比例",
    "call_duration_mean_s": "每次通话时长的平均值，未接通按 0 秒计",
    "call_duration_median_s": "每次通话时长的中位数，未接通按 0 秒计",
    "percent_initiated_conversations": "短信往来中由本人先发起的比例",
    "response_rate_text": "对方先发起的短信往来中本人回复了的比例",
    "response_delay_text_mean_s": "同一短信往来中本人回复所用时间的平均值",
    "response_delay_text_median_s": "同一短信往来中本人回复所用时间的中位数",
}

INTRO = f"""`data/numbers.csv` 每行是一个本机号码与一个对方号码；下列各列由程序计算，附英文的公式、手算例子和出处。空格表示无从计算
（零次中的比例不是 0），小数保留 {DECIMALS} 位。

One row of `data/numbers.csv` is one owner and one number. These columns are measured; the others are explained in
[tables.md](tables.md). An empty cell means that there is nothing to measure (a share of nothing is not 0); fractions keep {DECIMALS} places.
Days and times of day are the owner's local ones, windows of length W are half-open, `[t, t + W)`. A call or message whose
direction the export does not say counts in `events`, `first_at` and `last_at` only."""

SECTION = re.compile(r"^(Notes|Examples|References)\n-+\n", re.MULTILINE)


def parts(measure: Indicator) -> dict[str, str]:
    """What the docstring of an indicator says: meaning, formula, example, source; empty where it says nothing."""
    text = inspect.getdoc(measure.compute) or ""
    head, *rest = SECTION.split(text)
    meaning, _, example = head.strip().partition("\n\n")
    sections = dict(zip(rest[::2], rest[1::2], strict=True))
    found = {
        "meaning": meaning,
        "formula": sections.get("Notes", ""),
        "example": sections.get("Examples", example),
        "source": sections.get("References", ""),
    }
    return {key: " ".join(value.split()) for key, value in found.items()}


def indicators_page() -> str:
    """docs/indicators.md: a table of all columns in both languages, then formula, example and source of each."""
    head = ["| column | 单位 · unit | 含义 | meaning |", "|---|---|---|---|"]
    table = [
        f"| [`{i.name}`](#{i.name}) | {UNITS[i.unit]} · {i.unit} | {CHINESE[i.name]} | {parts(i)['meaning']} |"
        for i in INDICATORS
    ]
    lines = [MADE, "", "# 指标 · Indicators", "", INTRO, "", *head, *table]
    for family, measures in groupby(INDICATORS, _family):
        lines += ["", f"## {family}", "", _about(family), *(line for measure in measures for line in _section(measure))]
    return "\n".join(lines) + "\n"


def _family(measure: Indicator) -> str:
    """Name of the file; how much and when stand mixed, in the order of the contract's columns."""
    name = measure.compute.__module__.rpartition(".")[2]
    return "volume, timing" if name in ("volume", "timing") else name


def _about(family: str) -> str:
    if "," in family:
        return "How much and when: what the rules count, and how it falls on nights and days off."
    about = inspect.getdoc(import_module(f"analyzer.indicators.{family}")) or ""
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in about.split("\n\n"))


def _section(measure: Indicator) -> list[str]:
    said = parts(measure)
    found = [f"- **{key}**: {said[key]}" for key in ("formula", "example", "source") if said[key]]
    meaning = f"{CHINESE[measure.name]}。{said['meaning']}"
    return ["", f"### {measure.name}", "", meaning, "", f"- **unit**: {measure.unit}", *found]
