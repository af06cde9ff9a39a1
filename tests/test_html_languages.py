"""The page in two languages: the second is what a run in that language would have said, and a reader can switch to it."""

import datetime as dt
import json
import re
import shutil
from dataclasses import fields, is_dataclass, replace
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest
from casefactory import case_of, make_case
from tables import row
from test_html import HOSTILE, SQUARES, browser, shown  # noqa: F401 - fixtures

from analyzer.document import Column, Detail, Document, Facts, Figure, Mark, Marked, Section, Steps, Table, Text
from analyzer.locales import LANGUAGES
from analyzer.pipeline import report_in
from analyzer.reports.summary import summary
from analyzer.settings import CaseFile, Collector, Complaint, Refusal
from analyzer.writers.html import html
from analyzer.writers.html_words import alike

LANGUAGE_OF_TAG = {"zh-CN": "zh", "en": "en"}


def story(lang, **facts):
    """A case with campaigns, messages, a named collector, a refusal, a complaint and a hidden number."""
    rows = [row(f"2026-03-{day:02} 23:00:{i:02}", f"1391111000{i}") for day in range(1, 9) for i in (1, 2, 3)]
    rows += [
        row(f"2026-03-{day:02} 22:30:0{i}", f"1391111000{i}", "sms", body="【某某贷】再不还款就去你单位，告诉你的同事")
        for day in range(1, 6)
        for i in (1, 2)
    ]
    rows += [row(f"2026-03-{day:02} 07:0{i}:00", "", outcome="missed") for day in range(1, 9) for i in range(6)]
    rows += [row(f"2026-03-{day:02} 10:00:00", "01088880001", outcome="answered", duration=200) for day in range(1, 9)]
    file = CaseFile(
        collectors=(Collector("Alpha", numbers=("13911110001",)),),
        refusals=(Refusal(dt.datetime(2026, 3, 4, 9), to="Alpha"),),
        complaints=(Complaint("12321", dt.date(2026, 3, 5), "R-1"),),
    )
    return case_of(rows, lang=lang, case=file, **facts)


def cases(lang):
    """Small cases of every shape: the story, two kinds of many, one number, nothing found, nothing at all."""
    yield story(lang)
    yield make_case(lang, days=20, numbers=6)
    yield make_case(lang, days=3, numbers=1, messages=False)
    yield case_of([row(f"2026-03-0{i} 10:00:00", outcome="answered", duration=9) for i in range(1, 4)], lang=lang)
    yield case_of([], lang=lang)


def words(part) -> list[str]:
    """Every word of a document that a reader sees, in order."""
    if isinstance(part, str):
        return [part]
    if isinstance(part, Table):
        cells = [str(value) for column in part.columns for value in part.rows[column.name]]
        return [column.label for column in part.columns] + cells + [part.caption, part.empty, part.full]
    if isinstance(part, tuple | list):
        return [word for one in part for word in words(one)]
    if is_dataclass(part):
        shown = ("lang", "shows", "links", "png", "svg", "name", "paper", "made_on")
        return [word for each in fields(part) if each.name not in shown for word in words(getattr(part, each.name))]
    return []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_second_language_is_what_a_run_in_it_says(lang):
    other = next(one for one in LANGUAGES if one != lang)
    for here, there in zip(cases(lang), cases(other), strict=True):
        first = summary(here)
        second = report_in(here, other)
        assert words(second) == words(summary(there))
        assert second.lang == other and alike(first, second)
        assert summary(here) is not first and words(summary(here)) == words(first)  # telling it again changes nothing


def test_charts_say_in_the_second_language_what_they_show():
    from analyzer.charts import CHARTS
    from analyzer.writers.pictures import file_stem

    here, there = story("zh"), story("en")
    for case in (here, there):
        subjects = list(case.reported.head(1).to_dict("records"))
        for chart in CHARTS:
            for subject in (None,) if chart.per == "case" else subjects:
                if chart.applies(case):
                    name = file_stem(chart, subject)
                    case.figures[name] = Figure(
                        name, chart.title(case, subject), chart.alt(case, subject), b"", SQUARES, subject["number"] if subject else "",
                    )  # fmt: skip
    assert len(here.figures) >= 3 and set(here.figures) == set(there.figures)
    assert words(report_in(here, "en")) == words(summary(there))


def test_documents_that_differ_are_not_taken_for_one():
    def made(*blocks, lang="en"):
        return Document("report", "t", lang, (Section("one", "Part", blocks),))

    rows = pd.DataFrame({"a": ["x", "y"]})
    pairs = [
        ((Text("a"),), (Text("b"),), True),
        ((Text("a"),), (Text("b", "note"),), False),
        ((Text("a"),), (Steps(("b",)),), False),
        ((Text("a"), Text("b")), (Text("a"),), False),
        ((Facts((("a", "b"),)),), (Facts((("c", "d"),)),), True),
        ((Facts((("a", "b"),)),), (Facts((("c", "d"), ("e", "f"))),), False),
        ((Table("t", (Column("a", "A"),), rows),), (Table("t", (Column("a", "B"),), rows),), True),
        ((Table("t", (Column("a", "A"),), rows),), (Table("t", (Column("a", "A"),), rows.head(1)),), False),
        ((Table("t", (Column("a", "A"),), rows),), (Table("t", (Column("a", "A", "count"),), rows),), False),
        ((Detail("k", "a", (Text("b"),)),), (Detail("k", "c", (Text("d"),)),), True),
        ((Detail("k", "a", (Text("b"),)),), (Detail("l", "a", (Text("b"),)),), False),
        ((Marked("abc", (Mark(0, 2, "x"),)),), (Marked("abc", (Mark(0, 2, "y"),)),), True),
        ((Marked("abc", (Mark(0, 2, "x"),)),), (Marked("abd", (Mark(0, 2, "y"),)),), False),
        ((Marked("abc", (Mark(0, 2, "x"), Mark(2, 3, "z"))),), (Marked("abc", (Mark(0, 2, "y"), Mark(2, 3, "y"))),), False),
    ]  # fmt: skip
    for one, other, same in pairs:
        assert alike(made(*one), made(*other, lang="zh")) is same, (one, other)
        page = html(made(*one), made(*other, lang="zh")).decode()
        assert ('class="tongues' in page) is same
    assert 'class="tongues' not in html(made(Text("a")), made(Text("b"))).decode()  # the same language twice


def test_words_of_an_export_are_never_exchanged():
    """A message or a name that reads like a word of the program stays as it is."""
    for kind in ("text", "quote"):
        one = pd.DataFrame({"what": ["incoming call"] * 2, "body": ["incoming call"] * 2})
        other = pd.DataFrame({"what": ["来电"] * 2, "body": ["incoming call"] * 2})
        columns = (Column("what", "What"), Column("body", "Text", kind))
        pages = [
            Document("report", "t", lang, (Section("s", "s", (Table("t", columns, rows), Marked("incoming call"))),))
            for lang, rows in (("en", one), ("zh", other))
        ]
        text = html(*pages).decode()
        second = json.loads(re.search(r'id="words">(.*?)</script>', text)[1])["second"]
        assert (
            re.findall(r"<td([^>]*)>incoming call", text) == [f' data-t="{second.index("来电")}"', ""] * 2
        )  # two rows
        assert re.search(r'<blockquote class="verbatim">incoming call<', text)


def test_both_languages_cost_little_more_than_one():
    case = make_case("zh", days=30, numbers=8)
    first, second = summary(case), report_in(case, "en")
    one, both = len(html(first)), len(html(first, second))
    assert one < both < one * 1.4
    assert html(first, second) == html(summary(case), report_in(case, "en"))


# --- In Chromium -------------------------------------------------------------------------------------------------------


def bilingual(case) -> bytes:
    other = next(lang for lang in LANGUAGES if lang != case.lang)
    return html(summary(case), report_in(case, other))


def seen(sheet) -> list[str]:
    """What the page shows, without the switch itself and what only a second language has to say."""
    sheet.evaluate("document.querySelectorAll('details').forEach(detail => detail.open = true)")
    sheet.evaluate("document.querySelectorAll('.tongues, .other, #heard').forEach(part => part.remove())")
    return [line for line in sheet.locator("body").inner_text().splitlines() if line.strip()]


@pytest.mark.slow
@pytest.mark.loopback
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("width", [390, 1280])
def test_a_switched_page_shows_the_other_page(shown, lang, width):  # noqa: F811
    other = next(one for one in LANGUAGES if one != lang)
    here, there = story(lang), story(other)
    sheet = shown(bilingual(here), width=width)
    buttons = sheet.locator(".tongues button")
    assert buttons.all_inner_texts() == [{"zh": "中文", "en": "English"}[one] for one in (lang, other)]
    before = sheet.locator("main").inner_text()
    buttons.nth(1).click()
    assert buttons.nth(1).get_attribute("aria-pressed") == "true"
    assert buttons.nth(0).get_attribute("aria-pressed") == "false"
    assert LANGUAGE_OF_TAG[sheet.evaluate("document.documentElement.lang")] == other
    assert sheet.title() == summary(there).title
    assert sheet.locator("main").inner_text() != before
    buttons.nth(0).click()
    assert sheet.locator("main").inner_text() == before  # and back
    buttons.nth(1).click()
    labels = "cells => cells.map(cell => getComputedStyle(cell, '::before').content)"
    cells = sheet.locator("#t-numbers tbody td").evaluate_all(labels)
    switched = seen(sheet)
    direct = shown(html(summary(there)), width=width)
    assert switched == seen(direct)
    assert cells == direct.locator("#t-numbers tbody td").evaluate_all(labels)
    assert (cells[0] != "none") is (width == 390)


@pytest.mark.slow
@pytest.mark.loopback
def test_search_filters_and_order_go_on_in_the_other_language(shown):  # noqa: F811
    sheet = shown(bilingual(story("zh")))
    table = sheet.locator("#t-record")
    rows = table.locator("tbody tr")
    whole = rows.count()
    selects = table.locator("select[data-place]")
    place = next(i for i in range(selects.count()) if "来电" in selects.nth(i).inner_text())
    selects.nth(place).select_option("来电")
    calls = rows.count()
    assert 0 < calls < whole
    table.locator("th button").first.click()
    sheet.locator(".tongues button").nth(1).click()
    assert rows.count() == calls and "incoming call" in selects.nth(place).inner_text()
    assert "incoming call" in rows.first.inner_text() and "来电" not in rows.first.inner_text()
    assert table.locator("th").first.get_attribute("aria-sort") == "ascending"
    assert "rows found" in table.get_by_role("status").inner_text()
    table.locator("input").fill("incoming")
    assert rows.count() == calls
    table.locator("input").fill("来电")
    assert rows.count() == 0
    table.locator("button.reset").click()
    assert rows.count() == whole
    button = sheet.locator("button.show:visible").first
    button.click()
    assert table.locator(".only").inner_text().startswith("Only the rows of: ")
    sheet.locator(".tongues button").nth(0).click()
    assert not table.locator(".only").inner_text().startswith("Only")


@pytest.mark.slow
@pytest.mark.loopback
def test_without_scripts_the_first_language_stands_alone(shown):  # noqa: F811
    sheet = shown(bilingual(story("zh")), java_script_enabled=False)
    assert sheet.locator(".tongues").is_hidden() and sheet.locator(".other:visible").count() == 0
    assert "概要" in sheet.locator("main").inner_text()


@pytest.mark.slow
@pytest.mark.loopback
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("second", [False, True])
def test_a_phones_first_screen_answers_the_five_questions(shown, lang, second):  # noqa: F811
    sheet = shown(bilingual(story(lang)), width=390, height=844)
    if second:
        sheet.locator(".tongues button").nth(1).click()
    answers = sheet.locator("dl.brief > div")
    assert answers.count() == 5
    for i in range(5):
        box = answers.nth(i).bounding_box()
        assert box["y"] + 24 <= 844, answers.nth(i).inner_text()


@pytest.mark.slow
@pytest.mark.loopback
def test_print_shows_the_chosen_language(shown, tmp_path):  # noqa: F811
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext is not installed")
    import subprocess

    sheet = shown(bilingual(story("zh")))
    sheet.locator(".tongues button").nth(1).click()
    target = tmp_path / "page.pdf"
    sheet.pdf(path=str(target), prefer_css_page_size=True)
    text = subprocess.run(["pdftotext", "-layout", str(target), "-"], capture_output=True, check=True).stdout.decode()
    assert "What to do next" in text and "接下来怎么做" not in text
    for control in ("Show everything again", "Show these rows", "Open all", "中文", "Search"):
        assert control not in text


AXE = """axe.run(document, {resultTypes: ['violations']}).then(found =>
  found.violations.map(one => [one.id, one.impact, one.nodes.slice(0, 2).map(node => node.html.slice(0, 160))]))"""


@pytest.mark.slow
@pytest.mark.loopback
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing(browser, tmp_path, scheme, width):  # noqa: F811
    """axe-core on everything opened, in both languages: nothing serious, nothing critical, nothing at all."""
    axe = pytest.importorskip("axe_playwright_python", reason="axe-playwright-python is not installed")
    script = (Path(axe.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
    rows = [row(f"2026-03-0{d} 23:00:0{i}", f"1391111000{i}") for d in (1, 2) for i in (1, 2)]  # axe looks long at many
    rows += [row("2026-03-01 22:30:01", "13911110001", "sms", body="【某某贷】再不还款就去你单位，告诉你的同事")]
    case = case_of(rows, lang="en")
    case.figures["daily"] = Figure("daily", "Daily", "two squares", b"", SQUARES)
    path = tmp_path / "report.html"
    path.write_bytes(bilingual(case))
    context = browser.new_context(
        viewport={"width": width, "height": 844}, color_scheme=scheme, bypass_csp=True
    )  # the tester's script is not the page's own
    sheet = context.new_page()
    sheet.goto(path.as_uri())
    sheet.evaluate(script)
    for place in (0, 1):
        sheet.locator(".tongues button").nth(place).click()
        sheet.evaluate("document.querySelectorAll('details').forEach(detail => detail.open = true)")
        assert sheet.evaluate(AXE) == []
    context.close()


@pytest.mark.slow
@pytest.mark.loopback
def test_axe_sees_what_is_wrong(browser, tmp_path):  # noqa: F811
    """The test above can fail: a picture without words and pale text are found."""
    axe = pytest.importorskip("axe_playwright_python", reason="axe-playwright-python is not installed")
    script = (Path(axe.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
    page = html(Document("report", "t", "en", (Section("s", "s", (Figure("d", "d", "words", b"", SQUARES),)),)))
    bad = page.replace(b'alt="words"', b"").replace(b"--quiet: #53606b", b"--quiet: #d5dce1")
    path = tmp_path / "report.html"
    path.write_bytes(bad)
    context = browser.new_context(bypass_csp=True)
    sheet = context.new_page()
    sheet.goto(path.as_uri())
    sheet.evaluate(script)
    assert {"image-alt"} <= {one[0] for one in sheet.evaluate(AXE)}
    context.close()


@pytest.mark.slow
@pytest.mark.loopback
def test_tab_reaches_every_control_and_shows_where_it_is(shown):  # noqa: F811
    sheet = shown(bilingual(case_of([row(f"2026-03-0{i} 23:00:00") for i in range(1, 6)], lang="en")))
    wanted = sheet.evaluate(
        """() => [...document.querySelectorAll('a[href], button, input, select, summary, [tabindex="0"]')]
            .filter(part => part.checkVisibility()).map((part, i) => (part.dataset.n = i, i))"""
    )
    reached, unseen = set(), []
    for _ in range(len(wanted) + 5):
        sheet.keyboard.press("Tab")
        n, outline = sheet.evaluate(
            "[document.activeElement.dataset?.n, getComputedStyle(document.activeElement).outlineStyle]"
        )
        if n is not None:
            reached.add(int(n))
            if outline == "none":
                unseen.append(sheet.evaluate("document.activeElement.outerHTML.slice(0, 120)"))
    assert reached >= set(wanted) and not unseen


@pytest.mark.slow
@pytest.mark.loopback
def test_order_is_announced_and_headings_and_tables_are_in_order(shown):  # noqa: F811
    sheet = shown(bilingual(story("en")))
    head = sheet.locator("#t-marks th").nth(2)
    head.get_by_role("button").click()
    heard = sheet.locator("#heard")
    assert head.get_attribute("aria-sort") == "ascending"
    assert heard.inner_text() == f"Sorted by {head.inner_text()}, ascending" and heard.get_attribute("aria-live")
    head.get_by_role("button").click()
    assert head.get_attribute("aria-sort") == "descending" and heard.inner_text().endswith("descending")
    levels = sheet.locator("h1, h2, h3, h4").evaluate_all("heads => heads.map(head => Number(head.tagName[1]))")
    assert levels[0] == 1 and levels.count(1) == 1 and all(b - a <= 1 for a, b in pairwise(levels))
    for fault in ("table:not(:has(> caption))", "caption:empty", "th:not([scope])", "select:not([id])"):
        assert sheet.locator(fault).count() == 0, fault
    unnamed = "parts => parts.filter(part => !(part.textContent.trim() || part.getAttribute('aria-label'))).length"
    assert sheet.locator("button, a").evaluate_all(unnamed) == 0


@pytest.mark.slow
@pytest.mark.loopback
@pytest.mark.parametrize("width", [390, 1280])
def test_bad_content_breaks_no_page(shown, width):  # noqa: F811
    """A long body, right-to-left words, emoji, names of rare characters: seen as they are, nothing runs out of the page."""
    bodies = [*HOSTILE[:-1], "שלום עולם " * 40, "مرحبا " * 300, "👨‍👩‍👧‍👦🏳️‍🌈" * 30, "𠮷野𪚥龘" * 20, "W" * 10_000]
    names = ["𠮷野家𪚥有限公司", "ﷺ" * 30, "‮evil‬", "名" * 200]
    rows = [
        row(f"2026-03-{i % 28 + 1:02} 23:10:{i:02}", kind="sms", body=body, name=names[i % 4])
        for i, body in enumerate(bodies)
    ]
    rows += [row(f"2026-03-{i:02} 23:00:00", name=names[0]) for i in range(1, 20)]
    sheet = shown(bilingual(case_of(rows, lang="en")), width=width)
    for place in (0, 1):
        sheet.locator(".tongues button").nth(place).click()
        sheet.evaluate("document.querySelectorAll('details').forEach(detail => detail.open = true)")
        assert sheet.evaluate("document.documentElement.scrollWidth") <= width
        bodies_shown = sheet.locator("#t-record tbody tr").evaluate_all("rows => rows.map(row => row.textContent)")
        for body in bodies:
            assert any(body in text for text in bodies_shown), body[:40]


@pytest.mark.slow
@pytest.mark.loopback
def test_three_hundred_numbers_open_and_say_what_is_left_out(shown):  # noqa: F811
    rows = [
        row(f"2026-03-{day:02} 23:{i % 60:02}:{i // 60:02}", f"139{i * 7919 % 10**8:08}")
        for i in range(300)
        for day in (1, 2, 3)
    ]
    case = case_of(rows, lang="en")
    assert len(case.reported) == 300
    sheet = shown(bilingual(case))
    assert sheet.locator("#t-numbers tbody tr").count() == 300
    assert "The page tells the first 30 numbers" in sheet.locator("#findings").inner_text()
    sheet.locator(".tongues button").nth(1).click()
    assert sheet.locator("#t-numbers tbody tr").count() == 300


@pytest.mark.slow
@pytest.mark.loopback
def test_paper_holds_what_the_page_says_it_holds(shown, monkeypatch):  # noqa: F811
    from analyzer.writers import html_tables

    monkeypatch.setattr(html_tables, "SERVER_ROWS", 300)
    rows = [row(f"2026-03-{i % 28 + 1:02} 23:{i % 60:02}:{i // 60 % 60:02}") for i in range(350)]
    sheet = shown(bilingual(case_of(rows, lang="en")))
    table = sheet.locator("#t-record tbody tr")
    assert table.count() == 200
    assert "on paper this page shows the first 300 of 350 rows" in sheet.locator("#t-record").inner_text()
    sheet.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert table.count() == 300
    sheet.evaluate("dispatchEvent(new Event('afterprint'))")
    assert table.count() == 200


def test_a_case_told_again_is_the_same_case():
    case = story("zh")
    twin = case.told_in("en")
    assert case.told_in("zh") is case and twin.lang == "en" and case.lang == "zh"
    assert twin.events is case.events and twin.findings is case.findings
    assert set(twin.numbers["region"]) != set(case.numbers["region"])
    changed = replace(case, made_on=case.made_on)
    summary(case)
    assert case.kept and not changed.kept  # what was worked out belongs to one case


def test_a_record_that_is_cut_says_how_many_rows_there_are(monkeypatch):
    from analyzer.reports import summary_record

    monkeypatch.setattr(summary_record, "RECORD_ROWS", 40)
    case = case_of([row(f"2026-03-{i % 28 + 1:02} 23:{i:02}:00") for i in range(60)], lang="en")
    part = next(section for section in summary(case).sections if section.key == "timeline")
    assert "This page holds 40 of 60 such rows" in part.blocks[0].text
    assert len(part.blocks[1].rows) == 40
