"""Charts and pictures: what they show is what the tables hold, in both languages, to the same bytes, in our own font."""

import datetime as dt
import hashlib
import importlib
import io
import os
import re
import shutil
import subprocess
import sys
import warnings
from pathlib import Path
from types import SimpleNamespace

import matplotlib
import numpy as np
import pytest
from casefactory import case_of, make_case
from PIL import Image
from tables import row

from analyzer import charts, fonts
from analyzer.change import SPAN
from analyzer.charts import CHARTS, limits
from analyzer.charts.chart import Chart
from analyzer.charts.panel import day_marks
from analyzer.charts.tally import tally
from analyzer.charts.top_numbers import masked
from analyzer.rule import BINDING
from analyzer.writers.pictures import file_stem, offsets, picture

ALL = {chart.name: chart for chart in CHARTS}


SOMETIMES = ("redial", "since", "callers", "campaigns", "lines", "corroboration")
"""Charts that say something only in some cases; `test_chart_labels` has a case in which each does."""


def subjects(chart: Chart, case, most=1):
    return [None] if chart.per == "case" else case.reported.head(most).to_dict("records")


def gallery(case, most=1):
    """Every picture of a case by file stem; any warning is an error."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        drawn = [
            picture(chart, case, subject)
            for chart in CHARTS
            if chart.applies(case)
            for subject in subjects(chart, case, most)
        ]
    return {figure.name: figure for figure in drawn}


def pixels(figure):
    return np.asarray(Image.open(io.BytesIO(figure.png)).convert("RGB"))


@pytest.fixture(scope="module")
def zh():
    return make_case("zh", days=30, numbers=8)


@pytest.fixture(scope="module")
def en():
    return make_case("en", days=30, numbers=8)


@pytest.fixture(scope="module")
def drawn(zh):
    return gallery(zh, most=2)


# --- the shelf


def test_every_chart_is_listed_once_and_complete(zh, en):
    names = [chart.name for chart in CHARTS]
    assert len(set(names)) == len(names)
    for chart in CHARTS:
        assert chart.per in ("case", "number")
        for case in (zh, en):
            assert chart.applies(case) or chart.name in SOMETIMES
            for subject in subjects(chart, case) if chart.applies(case) else ():
                assert chart.title(case, subject) and chart.alt(case, subject).endswith(("。", "."))
    for path in Path(charts.__file__).parent.glob("*.py"):
        module = importlib.import_module(f"analyzer.charts.{path.stem}") if path.stem != "__init__" else charts
        for value in vars(module).values():
            assert not isinstance(value, Chart) or value in CHARTS, f"{path.name} declares a chart that is not listed"


def test_chinese_pictures_speak_chinese_and_english_ones_english(zh, en):
    for chart in CHARTS:
        for case in (zh, en):
            for subject in subjects(chart, case) if chart.applies(case) else ():
                words = chart.title(case, subject) + chart.alt(case, subject)
                foreign = (
                    re.findall(r"[a-z]{3,}", re.sub(r"data/\w+\.csv|\(invented\)", "", words))
                    if case is zh
                    else re.findall(r"[一-鿿]{2,}", re.sub("某某金融客服|张三", "", words))
                )
                assert not foreign, (chart.name, case.lang, foreign)


# --- what the pictures say is what the tables hold


def test_daily_words_are_the_counts_of_the_events_table(en):
    calls = en.events[(en.events["kind"] == "call") & (en.events["direction"] == "in")]
    messages = en.events[(en.events["kind"] == "sms") & (en.events["direction"] == "in")]
    words = ALL["daily"].alt(en, None)
    assert f"incoming calls {len(calls)}, incoming messages {len(messages)}." in words
    for outcome, shown in (
        ("answered", "answered"),
        ("missed", "missed"),
        ("rejected", "rejected"),
        ("blocked", "blocked"),
        ("voicemail", "to voicemail"),
    ):
        assert f"{shown} {(calls['outcome'] == outcome).sum()}" in words
    days = calls["at_local"].dt.date.value_counts()
    assert f"Most calls on one day: {days.max()} ({min(days[days == days.max()].index)})." in words
    mine = calls["number"].isin(en.reported["number"])
    assert f"from reported numbers: calls {mine.sum()}," in words


def test_hours_words_are_the_counts_of_the_events_table(en):
    shown = en.events[(en.events["direction"] == "in") & en.events["number"].isin(en.reported["number"])]
    local = shown["at_local"]
    words = ALL["hours"].alt(en, None)
    assert f"{len(shown)} incoming calls and messages of the reported numbers" in words
    assert f"{((local.dt.hour >= 22) | (local.dt.hour < 8)).sum()} of {len(shown)} events" in words
    by_hour = local.dt.hour.value_counts().sort_index()
    assert f"between {by_hour.idxmax()}:00 and {by_hour.idxmax() + 1}:00: {by_hour.max()}." in words
    assert f"Most in one hour of one day: {local.dt.strftime('%Y-%m-%d %H').value_counts().max()}." in words


def test_top_numbers_words_are_the_counts_of_the_numbers_table_and_hide_who_is_not_reported(en):
    words = ALL["top-numbers"].alt(en, None)
    for entry in en.numbers.to_dict("records"):
        shown = f"calls {entry['calls_in']}, messages {entry['messages_in']}."
        assert shown in words
        national = entry["number"].removeprefix("+86")
        written = f"{national[:3]} {national[3:7]} {national[7:]}"
        assert (written in words) == (entry["number"] in set(en.reported["number"]))
    assert "阿姨" not in words


def test_top_numbers_beyond_twenty_are_summed_up_and_not_drawn():
    case = make_case("en", days=20, numbers=60)
    rest = case.numbers.sort_values(["calls_in", "messages_in"], ascending=False)
    rest = (
        case.numbers.assign(total=rest["calls_in"] + rest["messages_in"])
        .query("total > 0")
        .sort_values(["total", "calls_in", "number"], ascending=[False, False, True])
        .iloc[20:]
    )
    assert (
        f"{len(rest)} further rows (a number and the phone called) with calls {rest['calls_in'].sum()}, messages {rest['messages_in'].sum()}"
        in ALL["top-numbers"].alt(case, None)
    )


def test_number_page_words_are_the_counts_of_its_row_and_findings(en):
    for subject in en.reported.to_dict("records"):
        words = ALL["number"].alt(en, subject)
        assert f"incoming calls {subject['calls_in']}, incoming messages {subject['messages_in']}." in words
        assert f"At night (22:00–08:00): {subject['night_calls_in'] + subject['night_messages_in']}." in words
        found = en.findings_of(subject["number"], subject["owner"])
        for rule, rows in found.groupby("rule"):
            limit = en.rule[rule].force in BINDING  # a mark that no text sets is not exceeded as a limit is
            said, count = (
                ("Appears to be exceeded", "findings") if limit else ("Above a mark that no text sets", "how often")
            )
            assert f"{rule} {en.rule[rule].title['en']}. {said}" in words
            assert f"{count}: {len(rows)} (" in words
    assert "illegal" not in words and "harass" not in words


def test_the_table_of_rules_on_a_page_is_the_findings_table(en, monkeypatch):
    subject = en.reported.iloc[0].to_dict()
    said = f" {written(monkeypatch, ALL['number'], en, subject)} "
    found = en.findings_of(subject["number"], subject["owner"])
    assert found["rule"].nunique() > 3
    for rule, rows in found.groupby("rule"):
        first, last = rows["window_start"].min().date(), rows["window_start"].max().date()
        days = f"{first} – {last}" if first != last else f"{first}"
        assert f" {len(rows)} {days} {rows['observed'].max()} / {en.rule[rule].limit} " in said
    assert said.count("Assumptions:") == 1


# --- limits


def test_a_limit_is_compared_with_what_its_rule_counts_and_nothing_else(en):
    """Bars above a limit are the findings of its rules: same days, same numbers, same heights."""
    counts = tally(en)
    for subject in en.reported.to_dict("records"):
        for each in limits.compared(en, subject):
            for limit in each.limits:
                found = en.findings[
                    en.findings["rule"].isin([rule.id for rule in limit.rules])
                    & (en.findings["number"] == subject["number"])
                ]
                days = {counts.first + dt.timedelta(int(day)) for day in np.flatnonzero(each.above)}
                assert days == set(found["window_start"].dt.date)
                assert sorted(each.bars[each.above]) == sorted(found["observed"])


def test_the_highest_of_any_number_is_never_the_sum_of_all():
    """Four calls from each of two numbers on a day are no eight calls: a limit of six a day per number is not passed."""
    rows = [row(f"2026-03-05 1{i}:0{k}:00", f"1391111000{k}") for k in (1, 2) for i in range(4)]
    rows += [row(f"2026-03-06 1{i}:00:00", "13911110001") for i in range(7)]
    (unanswered,) = limits.compared(case_of(rows), None)
    assert unanswered.bars.tolist() == [4, 7]
    assert unanswered.above.tolist() == [False, True]


def test_a_count_that_reaches_the_limit_is_within_it():
    rows = [row(f"2026-03-05 1{i}:00:00") for i in range(6)] + [row(f"2026-03-06 1{i}:00:00") for i in range(7)]
    (unanswered,) = limits.compared(case_of(rows), None)
    assert (unanswered.bars.tolist(), unanswered.above.tolist()) == ([6, 7], [False, True])


def test_numbers_that_are_set_aside_are_not_compared_with_limits():
    friend = [
        row(f"2026-03-05 1{i}:00:00", "13922220002", outcome="answered", duration=60, name="朋友") for i in range(5)
    ]
    friend += [
        row(f"2026-03-06 1{i}:00:00", "13922220002", direction="out", outcome="answered", duration=60, name="朋友")
        for i in range(4)
    ]
    caller = [row(f"2026-03-05 1{i}:30:00", "13911110001") for i in range(8)]
    case = case_of(friend + caller)
    assert case.reported["number"].tolist() == ["+8613911110001"]
    assert [each.limits[0].counts for each in limits.compared(case, None)] == ["unanswered"]


def test_a_limit_runs_over_the_days_on_which_its_rule_was_in_force():
    rows = [row(f"2026-01-{day} 1{i}:00:00") for day in (28, 29, 30, 31) for i in range(7)]
    case = case_of(rows)
    (unanswered,) = limits.compared(case, None)
    assert unanswered.limits[0].since == case.rule["CN-CBA-ATTEMPT6"].in_force_from == dt.date(2026, 1, 30)
    assert unanswered.above.tolist() == [False, False, True, True]
    early = case_of([row(f"2024-01-0{day} 12:0{i}:00") for day in (1, 2) for i in range(9)])
    assert limits.limits(early) == []


# --- odd cases


def test_a_case_without_inbound_events_has_no_charts():
    assert not [chart for chart in CHARTS if chart.applies(case_of([]))]
    assert not [chart for chart in CHARTS if chart.applies(case_of([row("2026-03-05 10:00:00", direction="out")]))]


def test_without_reported_numbers_everything_is_drawn_in_full_and_no_limit():
    case = case_of([row(f"2026-03-0{day} 12:00:00", f"1391111000{day}") for day in range(1, 6)], lang="en")
    assert list(gallery(case)) == ["daily", "hours", "top-numbers"]
    assert limits.compared(case, None) == []
    assert "139 1111 0001" in ALL["top-numbers"].alt(case, None)


def test_a_wrong_clock_does_not_flatten_the_chart_and_what_is_left_out_is_said():
    rows = [row(f"2026-03-0{day} 1{i}:00:00") for day in range(1, 8) for i in range(8)]
    case = case_of([*rows, row("1970-01-01 08:00:01"), row("2098-01-01 00:00:00")], lang="en")
    counts = tally(case)
    assert (counts.first, counts.days) == (dt.date(2026, 3, 1), 7)
    for chart in ("daily", "hours", "number"):
        words = ALL[chart].alt(case, subjects(ALL[chart], case)[0])
        assert "Drawn: 2026-03-01 to 2026-03-07 (days: 7); events before or after, not drawn: 2" in words
    picture(ALL["daily"], case)


def test_the_stretch_drawn_is_all_days_up_to_the_most():
    rows = [row("2024-01-01 12:00:00"), row("2026-03-10 12:00:00")]
    case = case_of(rows)
    assert tally(case).days == 800 == SPAN
    assert (
        tally(case_of([row("2024-01-01 12:00:00"), row("2026-03-11 12:00:00"), row("2026-03-11 12:30:00")])).days == 1
    )


HOSTILE = "$$50% off$$ \\frac 👨‍👩‍👧 \u202eevil\x07\n😀🏽 가나다 \U000e0001 العربية �"


def test_hostile_names_are_drawn_without_warning_or_box():
    rows = [
        row(f"2026-03-05 1{i}:00:00", number, name=HOSTILE * 5)
        for number in ("13911110001", "Withheld", "138****1234", HOSTILE)
        for i in range(8)
    ]
    drawn = gallery(case_of(rows, lang="zh"), most=9)
    assert len(drawn) >= 3 + 3
    assert all(re.fullmatch(r"[a-z0-9A-Z-]+", name) and len(name) < 50 for name in drawn)


@pytest.mark.parametrize(
    ("lang", "days", "numbers"),
    [
        ("zh", 1, 2),
        ("en", 400, 9),
        *(
            pytest.param(lang, *size, marks=pytest.mark.slow)
            for lang, size in (
                ("en", (1, 2)),
                ("zh", (400, 9)),
                *((lang, size) for lang in ("zh", "en") for size in ((30, 2), (92, 60))),
            )
        ),
    ],
)
def test_gallery_is_drawn_without_warnings_at_every_size(lang, days, numbers):
    drawn = gallery(make_case(lang, days=days, numbers=numbers))
    assert {name.split("-")[0] for name in drawn} - {"redial"} == {"daily", "hours", "top", "number"}
    for figure in drawn.values():
        assert len(figure.png) < 260_000
        assert len(figure.svg) < 900_000


# --- pictures


def test_names_titles_and_subjects(drawn, zh):
    first, second = zh.reported.head(2).to_dict("records")
    assert list(drawn) == [
        "daily",
        "hours",
        "redial",
        "top-numbers",
        f"number-01-{first['number'][1:]}",
        f"number-02-{second['number'][1:]}",
    ]
    assert [figure.subject for figure in drawn.values()] == ["", "", "", "", first["number"], second["number"]]
    assert all(figure.title and figure.alt for figure in drawn.values())


@pytest.mark.parametrize(
    ("number", "kind", "stem"),
    [
        ("+8613900001234", "mobile", "number-07-8613900001234"),
        ("138****1234", "masked", "number-07-138xxxx1234"),
        ("withheld", "withheld", "number-07-withheld"),
        ("", "withheld", "number-07-withheld"),
        ("../../etc/招商银行\x00", "sender_name", "number-07-etc"),
        ("招商银行", "sender_name", "number-07-sendername"),
        ("1" * 99, "unknown", "number-07-" + "1" * 24),
    ],
)
def test_file_names_are_safe(number, kind, stem):
    assert file_stem(SimpleNamespace(name="number"), {"rank": 7, "number": number, "number_kind": kind}) == stem


def test_a_row_may_be_a_mapping_a_series_or_a_named_tuple(zh):
    chart = ALL["number"]
    forms = (zh.reported.iloc[0].to_dict(), zh.reported.iloc[0], next(zh.reported.itertuples()))
    assert len({picture(chart, zh, form).png for form in forms}) == 1


def test_the_frame_names_span_zone_counts_and_sources(monkeypatch):
    case = case_of(
        [row(f"2026-03-0{1 + i % 5} 12:00:{i:02}") for i in range(40)], lang="en", zone="America/New_York", sources=15
    )
    said = written(monkeypatch, ALL["daily"], case)
    assert "Records from 2026-03-01 to 2026-03-05 (days: 5); local time America/New_York (UTC-05:00)" in said
    assert "incoming calls 40" in said
    assert all(digest[:12] in said for digest in case.sources["sha256"].head(12))
    assert "and 3 more" in said


def written(monkeypatch, chart, case, subject=None):
    """Everything that a picture writes, as one text."""
    from analyzer.lettering import Lettering

    texts = []
    real = Lettering.write

    def write(self, x, top, text, *rest, **more):
        texts.append(text)
        return real(self, x, top, text, *rest, **more)

    monkeypatch.setattr(Lettering, "write", write)
    picture(chart, case, subject)
    return " ".join(texts)


def test_days_are_named_under_the_first_and_the_last_panel(zh, monkeypatch):
    counts = tally(zh)
    for name, subject in (("daily", None), ("number", zh.reported.iloc[0].to_dict())):
        panels = 2 + len(limits.compared(zh, subject))
        assert panels >= 4
        said = written(monkeypatch, ALL[name], zh, subject).split(" ")
        for day in (counts.date(mark)[5:] for mark in day_marks(counts.first, counts.days)):
            assert said.count(day) == 2, (name, day)
        assert said.count("2026") == 1


def test_offsets_name_both_sides_of_a_clock_change():
    assert offsets("Europe/Berlin", dt.date(2026, 3, 1), dt.date(2026, 4, 30)) == "UTC+01:00 / UTC+02:00"
    assert offsets("Asia/Kolkata", dt.date(2026, 3, 1), dt.date(2026, 3, 1)) == "UTC+05:30"


def test_pictures_are_not_blank_and_printable(drawn):
    for name, figure in drawn.items():
        image = Image.open(io.BytesIO(figure.png))
        area = np.asarray(image.convert("L"))
        assert area.shape[1] == 1600, name
        assert area[0, 0] == area[-1, -1] == 255, name
        ink = area < 250
        assert ink.mean() > 0.02, name
        rows = np.flatnonzero(ink.any(axis=1))
        assert rows[0] < 60 and rows[-1] > area.shape[0] - 60, "title at the top and source line at the foot"
        assert len(image.getcolors()) > 20, name
        assert image.info["dpi"] == pytest.approx((200, 200), abs=0.01)


def test_bars_stand_at_the_heights_of_their_counts():
    """Two days, two and four missed calls: the second bar has twice the area in the colour of missed calls."""
    rows = [row(f"2026-03-05 1{i}:00:00", f"1391111000{i}") for i in range(2)] + [
        row(f"2026-03-06 1{i}:00:00", f"1391111000{i}") for i in range(4)
    ]
    area = pixels(picture(ALL["daily"], case_of(rows, lang="en")))
    bars = np.abs(area.astype(int) - (0xE6, 0x9F, 0x00)).max(axis=2) < 40
    below_legend = bars[300:]
    columns = below_legend.sum(axis=0)
    left, right = columns[:800], columns[800:]
    assert right.max() / left.max() == pytest.approx(2, rel=0.06)


def test_svg_is_text_free_and_carries_title_and_words(drawn):
    for figure in drawn.values():
        svg = figure.svg.decode("utf-8")
        assert "<text" not in svg and "font-family" not in svg
        assert f"<title>{figure.title}</title>" in svg
        assert "<dc:description>" in svg and "<dc:date>" not in svg and "Matplotlib" not in svg
        assert "http" not in re.sub(r'xmlns(:\w+)?="[^"]*"|<!DOCTYPE[^>]*>|rdf:resource="[^"]*"', "", svg)


def test_same_case_same_bytes(drawn, zh):
    for name, figure in gallery(make_case("zh", days=30, numbers=8), most=2).items():
        assert figure == drawn[name], name
    assert drawn["daily"] != picture(ALL["daily"], make_case("zh", days=30, numbers=8, seed=2))


SCRIPT = """
import sys, hashlib
sys.path[:0] = {paths!r}
from casefactory import make_case
from analyzer.charts import CHARTS
from analyzer.writers.pictures import picture
case = make_case("zh", days=30, numbers=8)
for chart in filter(lambda chart: chart.applies(case), CHARTS):
    for subject in [None] if chart.per == "case" else list(case.reported.head(2).itertuples()):
        figure = picture(chart, case, subject)
        print(figure.name, hashlib.sha256(figure.png + figure.svg).hexdigest())
assert "matplotlib.pyplot" not in sys.modules and "pylab" not in sys.modules
"""


def test_same_bytes_in_another_process_whatever_its_settings_and_fonts(drawn, root, tmp_path):
    """A machine with other hash seed, matplotlib settings and, as far as matplotlib sees, no fonts of its own."""
    for known in Path(matplotlib.get_cachedir()).glob(
        "fontlist-*.json"
    ):  # looking for the machine's fonts takes seconds
        shutil.copy(known, tmp_path)
    (tmp_path / "matplotlibrc").write_text(
        "font.size: 30\nfont.family: serif\naxes.facecolor: red\nlines.linewidth: 9\nsavefig.dpi: 31\ntext.usetex: True\npath.sketch: 9, 9, 9\n"
    )
    script = SCRIPT.format(paths=[str(root), str(root / "tests")])
    environment = {
        **os.environ,
        "PYTHONHASHSEED": "7",
        "MATPLOTLIBRC": str(tmp_path),
        "MPLCONFIGDIR": str(tmp_path),
        "MPLBACKEND": "svg",
    }
    no_system_fonts = "import matplotlib.font_manager as f; f.fontManager.ttflist[:] = []\n"
    done = subprocess.run(
        [sys.executable, "-W", "error::UserWarning", "-c", no_system_fonts + script],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert done.stderr.strip() == "" or "font cache" in done.stderr
    told = dict(line.split() for line in done.stdout.splitlines())
    assert told == {name: hashlib.sha256(figure.png + figure.svg).hexdigest() for name, figure in drawn.items()}


def test_settings_of_the_person_stay_as_they_were(zh):
    before = dict(matplotlib.rcParams)
    picture(ALL["hours"], zh)
    assert dict(matplotlib.rcParams) == before


# --- fonts


def test_fonts_are_our_files_even_where_the_machine_has_one_of_the_same_name(zh, monkeypatch):
    from matplotlib import font_manager

    picture(ALL["hours"], zh)
    found = font_manager.fontManager.findfont(
        font_manager.FontProperties(family=["Analyzer Sans"]), fallback_to_default=False
    )
    assert Path(str(found)) == fonts.sans() and fonts.sans().suffix == ".otf"
    assert fonts.sans().parent.name == "pylopdf_fonts_zh_cn" and fonts.serif().exists()
    other = font_manager.FontEntry(fname=str(fonts.fallback()), name="Noto Sans SC")
    monkeypatch.setattr(font_manager.fontManager, "ttflist", [other, *font_manager.fontManager.ttflist])
    assert picture(ALL["hours"], zh) == picture(ALL["hours"], make_case("zh", days=30, numbers=8))


# --- axes


@pytest.mark.parametrize("days", [1, 2, 16, 17, 30, 92, 112, 113, 400, 800])
def test_day_labels_are_few_and_evenly_spread(days):
    for first in (dt.date(2026, 2, 2), dt.date(2025, 12, 31), dt.date(2024, 2, 29)):
        marks = day_marks(first, days)
        assert 1 <= len(marks) <= 17
        assert all(0 <= mark < days for mark in marks) and marks == sorted(set(marks))
        if len(marks) > 1:
            assert min(np.diff(marks)) / days * 6.8 > 0.36, "labels need 0.36 inches"


def test_masked_numbers_keep_their_ends_only():
    assert masked("139 0000 1234") == "139 **** 1234"
    assert masked("021 6288 8888") == "021 **** 8888"
    assert masked("10086") == "10086"
