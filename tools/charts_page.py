"""The page of docs/ that shows every chart in small: its name, what it says, when it is drawn. Pictures: tools/make_gallery.py."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from analyzer.charts import CHARTS

SAID = {
    "daily": (
        "每天来电按接听结果、短信按条数；其下每项按日限额各一栏，只数该规则所数的，深红为超出。",
        "Calls a day by outcome, messages a day; below them a panel for each limit a day that counts what its rule counts, dark red where above it.",
        "有来电或来信时画。", "Drawn where anything came in.",
    ),
    "hours": (
        "日期与钟点：哪天几点来电来信，夜间加底纹，右侧为各钟点合计。",
        "Days and hours: when calls and messages came, night shaded, sums per hour on the right.",
        "有来电或来信时画。", "Drawn where anything came in.",
    ),
    "redial": (
        "同一号码两次来电相隔多久，对数刻度，五分钟处有标线；其下逐号码画出。隐藏或打星的号码不算，背后可能不止一个来电方。",
        "How long from one call of a number to its next, on a logarithmic scale with five minutes marked; below it number by number. Withheld and masked numbers are left out: several callers may stand behind one.",
        "所列号码至少三次在五分钟内重拨时画。", "Drawn where reported numbers redialled within five minutes at least three times.",
    ),
    "since": (
        "每次要求停止、每次投诉前后的日均来电及其 95% 置信区间，前后之比及其区间；当天不计入前后。",
        "Calls a day before and after each request to stop and each complaint, with exact 95 % intervals of both and of their ratio; the day itself belongs to neither side.",
        "案件文件写有要求停止或投诉，且记录覆盖前后两边时画。", "Drawn where the case file names a request or a complaint and the records cover both sides of it.",
    ),
    "top-numbers": (
        "来电来信最多的号码；未列入的号码隐去部分数字和名称。",
        "The most active numbers; those that are not reported are shortened and without name.",
        "有来电或来信时画。", "Drawn where anything came in.",
    ),
    "callers": (
        "用多个号码的来电方：每个号码一行，每次来电一个记号，可看出轮流拨打和先后接替。",
        "Callers of several numbers: a row per number, a mark per call, so that one sees them take turns and replace each other.",
        "案件文件或联系依据把几个号码归为一个来电方时画。", "Drawn where the case file or what links them puts several numbers together.",
    ),
    "campaigns": (
        "为什么把几个号码看作同一来电方：每个号码连到它与其他号码的共同之处（号段、签名、内容、电话或链接、轮流）。",
        "Why several numbers are taken for one caller: a line from each number to what it has in common with others (block, signature, wording, telephone or link, turns).",
        "有合并计数的来电方时画；把握程度低的不画。", "Drawn where numbers are counted together; what is of low certainty is not drawn.",
    ),
    "lines": (
        "哪个来电方打了家人、单位的哪条线：次数和最早一天。",
        "Which caller reached which line of the family and the firm: counts, and the first day.",
        "有两条线以上的记录，且有来电方打到别人线上或几条线上时画。", "Drawn where there are records of several lines, and a caller reached others' or several of them.",
    ),
    "corroboration": (
        "几份导出文件相互印证：两份都有的、未接通（详单上可以没有）的、只见于一份的；其下为各文件覆盖的日期。",
        "What exports confirm of each other: calls that two show, those not connected (a bill need not show them), those in one only; below, the days that each covers.",
        "同一号码有两份以上导出文件，且通话时段重叠时画。", "Drawn where two exports of one line hold calls of the same time.",
    ),
    "number": (
        "每个所列号码一页：基本情况、每日来电、按日限额、每次来电来信的日期与钟点、似乎超出的规则。",
        "A page for each reported number: facts, calls a day, limits a day, every event by day and time, rules that appear to be exceeded.",
        "每个所列号码画一张，最多二十个。", "Drawn for each reported number, at most twenty.",
    ),
}  # fmt: skip
"""By chart: what it says and when it is drawn, in Chinese and English."""


def charts_page(made: str) -> str:
    """docs/charts.md; `made` is the line that says where the page comes from."""
    parts = [
        made, "", "# 图表 · Charts", "",
        "示例数据画出的全部图表（人物、号码均为虚构）。每张图存为 `charts/*.png`（200 dpi）和 `charts/*.svg`（文字已转为轮廓），都带有记录起止、时区、次数和导出文件的"
        "哈希值，可单独附上；只在有话可说时才画。标签在 1、30、400 天和 2、60 个号码时都不重叠，由测试量过（`tests/test_chart_labels.py`）。", "",
        "Every chart, drawn from the sample data (all people and numbers are invented). Each is a PNG of 200 dpi and an SVG with its words as outlines, with span, zone, counts and the exports' "
        "hashes, so that it can be attached on its own; it is drawn only where it says something. A test measures that no label lies upon another with 1, 30 and 400 days and 2 and 60 numbers.", "",
    ]  # fmt: skip
    for chart in CHARTS:
        zh, en, when_zh, when_en = SAID[chart.name]
        parts += [f"## {chart.name}", "", f"{zh}{when_zh}", "", f"{en} {when_en}", ""]
        parts += [" ".join(f"![{chart.name}, {lang}](pictures/charts/{chart.name}-{lang}.png)" for lang in ("zh", "en")), ""]  # fmt: skip
    return "\n".join(parts)
