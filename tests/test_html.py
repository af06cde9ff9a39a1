"""The page: closed to the outside, every export text as text, the same bytes twice; and in a real browser, what it does."""

import base64
import hashlib
import html as html_reader
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pytest
from casefactory import case_of, make_case
from tables import row

from analyzer.document import Column, Detail, Document, Facts, Figure, Section, Steps, Table, Text
from analyzer.reports.summary import summary
from analyzer.writers import html_tables
from analyzer.writers.html import html

CHROMIUM = Path("/usr/bin/chromium")

HOSTILE = (
    "<script>alert(1)</script>",
    "</script><img src=x onerror=alert(2)>",
    "a\u2028b\u2029c",
    "left \u202eright to left\u202c",
    "x" * 10_000,
    "{{ 7 * 7 }} {% raw %} &amp; &lt;b&gt; 'quoted' \"twice\"",
    "nul \x00 bell \x07 half \ud83d",
)

SQUARES = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="400" height="200"><rect width="200" height="200" style="fill:#2a7"/>'
    b'<rect x="200" width="200" height="200" style="fill:#c63"/></svg>'
)


def page(*blocks, lang="en") -> str:
    document = Document("report", "Title <&>", lang, (Section("one", "Part", blocks),), "sub", "foot")
    return html(document).decode("utf-8")


def table(bodies, **facts) -> Table:
    rows = pd.DataFrame(
        {
            "id": [f"e{i}" for i in range(len(bodies))],
            "number": [("111", "222", "333")[i % 3] for i in range(len(bodies))],
            "talk": pd.array([i % 200 if i % 4 else None for i in range(len(bodies))], "Int64"),
            "body": pd.Series(bodies, dtype=object),  # half a surrogate pair fits no Arrow string
        }
    )
    columns = (
        Column("id", "Id"),
        Column("number", "Number"),
        Column("talk", "Talk", "seconds"),
        Column("body", "Text", "quote", 40),
    )
    return Table("events", columns, rows, "All rows", "id", **facts)


class Elements(HTMLParser):
    """Start tags with their attributes, and text outside script and style."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.text, self._raw = [], [], ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self._raw = tag if tag in ("script", "style") else ""

    def handle_endtag(self, tag):
        self._raw = ""

    def handle_data(self, data):
        if not self._raw:
            self.text.append(data)


# --- The writer, without a browser -----------------------------------------------------------------------------------


def test_policy_is_first_and_admits_only_this_pages_own_script_and_style():
    text = page(Text("hello"), table(["a"] * 4, filters=("number",)))
    assert re.search(r"<head>\s*<meta http-equiv=\"Content-Security-Policy\"", text)
    policy = html_reader.unescape(re.search(r'Content-Security-Policy" content="([^"]*)"', text)[1])
    script = re.search(r"<script>(.*?)</script>", text, re.S)[1]
    style = re.search(r"<style>(.*?)</style>", text, re.S)[1]
    for name, content in (("script", script), ("style", style)):
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{name}-src 'sha256-{digest}'" in policy
    for rule in ("default-src 'none'", "img-src data:", "base-uri 'none'", "form-action 'none'"):
        assert rule in policy
    assert "unsafe" not in policy


def test_nothing_leads_outside():
    figure = Figure("daily", "Daily", "what it shows", b"", SQUARES)
    text = page(Steps(("open it",), ("complaints/",)), figure, table(["http://example.com/x"], filters=("number",)))
    for tag, attributes in Elements(text).tags:
        assert "style" not in attributes and not any(name.startswith("on") for name in attributes), tag
        assert tag not in ("form", "iframe", "object", "embed", "base")
        for name in ("href", "src", "action", "data", "poster"):
            if name in attributes:
                assert re.match(r"#|data:|complaints/$|charts/daily\.png$", attributes[name]), (tag, attributes)
    assert "http://example.com/x" in text  # as text of a message, nothing else
    assert not re.search(r"@import|url\(", text)


def test_a_link_out_of_the_output_is_refused():
    for link in ("https://example.com/", "//example.com", "/etc/passwd", "../x", "javascript:alert(1)"):
        with pytest.raises(ValueError, match="inside the output"):
            page(Steps(("x",), (link,)))


@pytest.mark.parametrize("body", HOSTILE)
def test_text_of_an_export_stays_text(body):
    text = page(
        Text(body, "quote"),
        Facts(((body, body),)),
        Steps((body,)),
        table([body] * 3, filters=("number",)),
        Detail("d", body, (Text(body),), body, aside=body),
    )
    seen = Elements(text)
    shown = html_tables.plain(body)
    assert sum(shown in part for part in seen.text) >= 8
    assert sorted({tag for tag, _ in seen.tags} & {"img", "b", "script"}) == ["script"]
    scripts = [attributes for tag, attributes in seen.tags if tag == "script"]
    assert [a.get("type") for a in scripts] == ["application/json", "application/json", None]
    data = re.search(r'<script type="application/json">(.*?)</script>', text, re.S)[1]
    assert not set("<>&\u2028\u2029") & set(data)
    assert shown in json.dumps(json.loads(data)["columns"], ensure_ascii=False) or json.loads(data)["columns"][3][
        "d"
    ] == [shown]


def test_a_template_in_a_message_is_not_run():
    assert "49" not in Elements(page(Text("{{ 7 * 7 }}"))).text[-5:]
    assert "{{ 7 * 7 }}" in page(Text("{{ 7 * 7 }}"))


def test_the_page_stands_without_scripts_and_says_what_it_leaves_out():
    long = page(
        table(
            [f"m{i}" for i in range(html_tables.SERVER_ROWS + 5)],
            filters=("number",),
            full="All are in data/events.csv.",
        )
    )
    assert long.count("<tr id=") == html_tables.SERVER_ROWS
    assert "first 2,000 of 2,005 rows" in long and "All are in data/events.csv." in long
    data = json.loads(re.search(r'<script type="application/json">(.*?)</script>', long, re.S)[1])
    assert data["columns"][data["keys"]]["v"][-1] == "e2004"
    short = page(table(["a"] * 5, filters=("number",)))
    assert "Without scripts" not in short


def test_rows_beyond_the_search_are_announced(monkeypatch):
    monkeypatch.setattr(html_tables, "LIVE_ROWS", 6)
    monkeypatch.setattr(html_tables, "SERVER_ROWS", 4)
    text = page(table(["a"] * 10, filters=("number",)))
    assert "first 4 of 10 rows" in text and "covers the first 6 rows" in text


def test_links_lead_somewhere_or_are_no_links():
    rows = pd.DataFrame({"findings": ["F1 F2", "F9", ""]})
    text = page(
        Table("t", (Column("findings", "Findings", links_to="findings"),), rows),
        Detail("findings-F1", "one", ()),
        Detail("findings-F2", "two", ()),
    )
    assert '<td><span><a href="#findings-F1">F1</a> <a href="#findings-F2">F2</a></span></td>' in text
    assert "<td>F9</td>" in text
    ids = re.findall(r' id="([^"]*)"', text)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]*)"', text)) <= set(ids)


def test_cells_are_shown_by_kind():
    moment = pd.Series(pd.to_datetime(["2026-03-01T14:00:05Z", None], utc=True)).dt.tz_convert("Asia/Shanghai")
    assert html_tables.in_words(moment, "time") == ["2026-03-01 22:00:05", ""]
    assert html_tables.in_words(moment, "day") == ["2026-03-01", ""]
    assert html_tables.in_words(pd.Series([5, 3725, None], dtype="Int64"), "seconds") == ["0:05", "1:02:05", ""]
    assert html_tables.in_words(pd.Series([12345, 0]), "count") == ["12,345", "0"]


def test_contrast_of_text_is_at_least_four_and_a_half():
    style = re.search(r"<style>(.*?)</style>", page(Text("x")), re.S)[1]

    def light(colour):
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    for block in re.findall(r":root \{(.*?)\}", style, re.S)[:2]:
        colour = dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", block))
        pairs = [(text, ground) for text in ("ink", "quiet", "link") for ground in ("ground", "card", "band")]
        pairs += [("on", "strong"), ("on", "middle"), ("on", "weak"), ("ink", "mark")]
        for text, ground in pairs:
            high, low = sorted((light(colour[text]), light(colour[ground])), reverse=True)
            assert (high + 0.05) / (low + 0.05) >= 4.5, (text, ground, colour)


def test_same_document_same_bytes():
    assert html(summary(make_case(days=6, numbers=3))) == html(summary(make_case(days=6, numbers=3)))


# --- In Chromium -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def browser():
    if not CHROMIUM.exists():
        pytest.skip("no Chromium on this machine")
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as driver:
        chromium = driver.chromium.launch(
            executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        )
        yield chromium
        chromium.close()


@pytest.fixture
def shown(browser, tmp_path):
    """Opens a page from a file; afterwards nothing may have been asked of the network or said on the console."""
    pages, complaints = [], []

    def show(content: bytes, width=1280, height=900, **context):
        path = tmp_path / "report.html"
        path.write_bytes(content)
        sheet = browser.new_context(viewport={"width": width, "height": height}, **context).new_page()
        sheet.on("console", lambda message: complaints.append(message.text))
        sheet.on("pageerror", lambda error: complaints.append(str(error)))
        sheet.on("dialog", lambda dialog: complaints.append("dialog " + dialog.message))
        sheet.on(
            "request",
            lambda request: (
                None if request.url.startswith(("data:", path.as_uri())) else complaints.append(request.url)
            ),
        )
        sheet.goto(path.as_uri())
        pages.append(sheet)
        return sheet

    yield show
    for sheet in pages:
        sheet.wait_for_timeout(50)
        sheet.context.close()
    assert complaints == []


def hostile_case(lang="en"):
    """One number that calls at night and writes hostile messages, one that calls now and then."""
    rows = [row(f"2026-03-{day:02} 22:{minute:02}:00") for day in range(1, 12) for minute in range(day)]
    rows += [
        row(f"2026-03-{i + 1:02} 12:00:00", kind="sms", body=body, name=body[:200])
        for i, body in enumerate(HOSTILE[:-1])
    ]
    rows += [row(f"2026-03-{day:02} 10:00:00", "13911110002", outcome="answered", duration=day) for day in range(1, 12)]
    return case_of(rows, lang=lang)


@pytest.mark.slow
@pytest.mark.loopback
def test_search_filter_and_sort(shown):
    sheet = shown(page(table([f"message {i:03}" for i in range(500)], filters=("number",))).encode())
    rows = sheet.locator("#t-events tbody tr")
    assert rows.count() == 200  # the first leaf
    sheet.get_by_role("button", name="Show more rows").click()
    assert rows.count() == 400
    sheet.get_by_label("Search").fill("MESSAGE 12")  # every word, in any order and case
    found = [i for i in range(500) if "12" in f"{i:03}"]
    assert rows.count() == len(found) == 15 and "15 rows found" in sheet.get_by_role("status").inner_text()
    sheet.get_by_label("Number", exact=True).select_option("111")
    assert set(rows.locator("td:nth-child(2)").all_inner_texts()) == {"111"} and rows.count() == sum(
        i % 3 == 0 for i in found
    )
    sheet.get_by_role("button", name="Show everything again").click()
    assert rows.count() == 200
    heading = sheet.locator("#t-events th", has_text="Talk")
    heading.get_by_role("button").click()
    assert heading.get_attribute("aria-sort") == "ascending"
    assert rows.locator("td:nth-child(3)").first.inner_text() == "0:01"
    heading.get_by_role("button").click()
    assert heading.get_attribute("aria-sort") == "descending"
    assert rows.locator("td:nth-child(3)").first.inner_text() == "3:19"


@pytest.mark.slow
@pytest.mark.loopback
def test_a_finding_shows_exactly_its_rows(shown):
    case = make_case(lang="en", days=20)
    sheet = shown(html(summary(case)))
    finding = case.fired[case.fired["number"] == case.reported["number"].iloc[0]].iloc[-1]
    wanted = finding["event_ids"].split()
    sheet.evaluate("id => location.hash = id", f"#findings-{finding['finding_id']}")
    detail = sheet.locator(f"#findings-{finding['finding_id']}")
    assert detail.get_attribute("open") is not None and detail.locator("tbody tr").first.is_visible()
    assert detail.locator("tbody tr td:last-child").all_inner_texts() == wanted
    detail.locator("button.show").last.click()
    ids = sheet.locator("#t-record tbody tr").evaluate_all("rows => rows.map(row => row.id)")
    assert ids == [html_tables.anchor("record", key) for key in wanted]
    sheet.locator("#t-record button.reset").click()
    assert sheet.locator("#t-record tbody tr").count() == min(len(case.evidence), 200)


@pytest.mark.slow
@pytest.mark.loopback
@pytest.mark.parametrize("scripts", [True, False])
def test_hostile_words_are_shown_as_words(shown, scripts):
    sheet = shown(html(summary(hostile_case())), java_script_enabled=scripts)
    cells = (
        sheet.locator("#t-messages tbody td:nth-child(3)").evaluate_all("cells => cells.map(cell => cell.textContent)")
        if scripts
        else None
    )
    if scripts:
        assert cells == list(HOSTILE[:-1])
        assert (
            sheet.evaluate(
                "document.querySelectorAll('main script:not([type]), main img:not([src^=\"data:\"])').length"
            )
            == 0
        )
    else:
        assert "<script>alert(1)</script>" in sheet.locator("#t-messages").inner_text()


@pytest.mark.slow
@pytest.mark.loopback
def test_charts_are_seen(shown):
    """An inlined SVG under a strict policy comes out as one black box; only a look at the pixels tells."""
    image = pytest.importorskip("PIL.Image")
    import io

    sheet = shown(page(Figure("daily", "Daily", "two squares", b"", SQUARES)).encode())
    picture = image.open(io.BytesIO(sheet.locator("figure img").screenshot())).convert("RGB")
    colours = picture.getcolors(1 << 20)
    assert sum(count for count, colour in colours if colour == (34, 170, 119)) > 1000
    assert sum(count for count, colour in colours if colour == (204, 102, 51)) > 1000


@pytest.mark.slow
@pytest.mark.loopback
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", [360, 768, 1280])
def test_the_page_never_scrolls_sideways(shown, lang, width):
    sheet = shown(html(summary(hostile_case(lang))), width=width)
    sheet.evaluate("document.querySelectorAll('details').forEach(detail => detail.open = true)")
    assert sheet.evaluate("document.documentElement.scrollWidth") <= width
    assert sheet.evaluate("document.documentElement.lang") == {"zh": "zh-CN", "en": "en"}[lang]


@pytest.mark.slow
@pytest.mark.loopback
def test_the_keyboard_reaches_everything(shown):
    sheet = shown(html(summary(hostile_case())))
    sheet.keyboard.press("Tab")
    assert sheet.evaluate("document.activeElement.className") == "skip"
    detail = sheet.locator("#number-1 details").first
    detail.locator("summary").first.focus()
    sheet.keyboard.press("Enter")
    assert detail.get_attribute("open") is not None
    outline = sheet.locator("th button").first.evaluate(
        "button => { button.focus(); return getComputedStyle(button).outlineStyle }"
    )
    assert outline != "none"


@pytest.mark.slow
@pytest.mark.loopback
def test_on_paper_everything_is_open_and_no_buttons_remain(shown):
    sheet = shown(html(summary(hostile_case())))
    sheet.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert sheet.locator("details:not([open])").count() == 0
    sheet.emulate_media(media="print")
    assert sheet.locator("nav").is_hidden() and sheet.locator("button.more:visible, .tools:visible").count() == 0
    assert sheet.locator("thead").first.evaluate("head => getComputedStyle(head).display") == "table-header-group"
    sheet.evaluate("dispatchEvent(new Event('afterprint'))")
    assert sheet.locator("details:not([open])").count() > 0
