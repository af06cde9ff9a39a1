"""Papers as the other side's lawyer reads them: nothing said twice, nothing prefilled, no figure without its unit. All invented."""

import dataclasses
import datetime as dt
import re

import pytest
from abroadcases import abroad_case
from casefactory import case_of
from papers import UNICOM, blocks, busy_case, told_case
from tables import row

from analyzer import composing
from analyzer.change import SPAN, stretch, within
from analyzer.channels import CHANNELS
from analyzer.charts import since
from analyzer.document import Facts, Steps, Table
from analyzer.filed import CALLED, called
from analyzer.reports import summary_since
from analyzer.reports.complaint import HEADINGS, complaint
from analyzer.settings import CaseFile, Complaint
from analyzer.writers.docx_xml import run
from analyzer.writers.signs import unbroken
from analyzer.writers.text import text

BY_ID = {channel.id: channel for channel in CHANNELS}


def words(channel, case):
    return text(complaint(case, BY_ID[channel]))


@pytest.mark.parametrize("channel", CHANNELS, ids=list(BY_ID))
def test_what_people_write_for_a_channel_leads_to_one_name(channel):
    ids = {key for key, (names, *_) in CALLED.items() if channel.id == key or channel.id.startswith(key)}
    if not ids:
        pytest.skip("papers call this channel by what the person wrote")
    for lang in ("zh", "en"):
        found = {called(name, lang) for name in CALLED[max(ids, key=len)][0] or channel.names or (channel.id,)}
        assert len(found) == 1
        assert called(next(iter(found)), lang) == next(iter(found)), "a name that is in place already stays"


def test_a_branch_that_somebody_names_stays_as_it_was_written():
    assert called("中国移动深圳分公司 李经理", "zh") == "中国移动深圳分公司 李经理"


@pytest.mark.parametrize(("channel", "heading"), [("police", "报案材料：收到来电和短信的情况"), ("nifa", "关于来电和短信的举报信"),
                                                  ("miit", "关于运营商处理来电和短信投诉情况的申诉书"), ("lender", "关于来电和短信的投诉书")])  # fmt: skip
def test_a_paper_is_headed_as_what_its_reader_takes(channel, heading):
    from analyzer.locales import translator

    assert translator("zh")(HEADINGS[BY_ID[channel].sort]) == heading


def test_steps_taken_tell_no_rate_that_looks_like_a_cause():
    said = words("china_mobile", told_case("en"))
    assert "complaint to China Mobile, 10086" in said and "complaint to 10086" not in said
    assert "on the days after it, up to" not in said or "the records hold" in said
    for claim in ("95 %", "times as many", "a day before", "a day after"):
        assert claim not in said, claim


def test_what_came_after_a_complaint_is_counted_without_its_own_day():
    rows = [row(f"2026-03-0{day} 10:0{k}:00", UNICOM) for k, day in enumerate((1, 2, 2, 3, 4, 4))]
    case = case_of(rows, lang="en", said={})
    file = CaseFile(collectors=told_case("en").settings.case.collectors, complaints=(Complaint("10086", dt.date(2026, 3, 2), "A-1"),))  # fmt: skip
    case = dataclasses.replace(case, settings=dataclasses.replace(case.settings, case=file))
    said = words("lender", dataclasses.replace(case, settings=dataclasses.replace(case.settings, case=file)))
    assert "on the days after it, up to 2026-03-04, the records hold 3 calls of those it was about" in said


def test_no_box_says_that_others_consented_and_no_contract_is_acknowledged():
    for channel, case in (("china_mobile", told_case("en")), ("cfpb", abroad_case("US"))):
        said = words(channel, case)
        assert "consent" not in said.partition("Statement of the person who signs")[2].partition("Signature")[0]
    said = words("cfpb", abroad_case("US"))
    assert "contract L-77, amount 900" in said and "they acknowledge no debt" in said
    assert "□ it is held against me, and I dispute it" in said and "my own statement" not in said


def test_each_fact_stands_once_and_texts_refer_to_it_by_its_number():
    paper = complaint(told_case("zh"), BY_ID["court"])
    said = text(dataclasses.replace(paper, sections=paper.sections[:1]))
    assert "事实 1：" in said, "the case has facts that bear on texts"
    lines = [line for line in said.splitlines() if line.startswith("事实 ") and "：" in line]
    assert len({line.partition("：")[2] for line in lines}) == len(lines)
    numbers = {line.partition("：")[0].removeprefix("事实 ") for line in lines}
    used = {n for named in re.findall("；事实 ([0-9、]+)", said) for n in named.split("、")}
    assert used and used == numbers, "every fact bears on a text, and every text names known facts"


def test_every_figure_of_a_letter_has_its_unit():
    case = busy_case("en")
    two = [*busy_case("en").events["number"].unique()]
    assert two
    shown = {label: value for block in blocks(complaint(case, BY_ID["china_mobile"])) if isinstance(block, Facts) for label, value in block.pairs}  # fmt: skip
    for label in ("How many numbers", "Received in all", "Calls that were answered", "Days with a call or message"):
        assert not shown[label].replace(",", "").isdigit(), f"{label}: {shown[label]}"


def test_numbers_and_rows_agree_or_say_why_not():
    rows = [row(f"2026-03-01 {9 + k}:00:00", UNICOM, owner=owner) for owner in ("13800000000", "13800000009") for k in range(12)]  # fmt: skip
    case = case_of(rows, lang="en", said={})
    paper = complaint(case, BY_ID["china_unicom"])
    (table,) = [block for block in blocks(paper) if isinstance(block, Table) and block.key == "numbers"]
    shown = dict(pair for block in blocks(paper) if isinstance(block, Facts) for pair in block.pairs)
    assert len(table.rows) == 2
    assert shown["How many numbers"].startswith("1 number, to 2 phones; the list of numbers has 2 rows")
    assert "has a row for each: 1 numbers, 2 rows" in text(paper)


def test_a_sign_is_no_limit_of_a_text():
    from analyzer.rules import rules

    (rule,) = [one for one in rules(("cn",)) if one.id == "CN-CBA-PRIVATE-LINE"]
    assert rule.force == "heuristic" and "own threshold" in rule.citation("en")


@pytest.mark.parametrize("channel", ["fcc", "ftc_debt", "donotcall"])
def test_a_channel_that_takes_entries_has_entries_and_no_letter(channel):
    assert BY_ID[channel].kind == "form" and not BY_ID[channel].signed and BY_ID[channel].entries
    paper = complaint(abroad_case("US"), BY_ID[channel])
    assert paper.sections[0].title == "The form, number by number"
    assert "annex" not in text(paper), "what is pasted into a form has no annex"


def test_page_and_chart_compare_the_same_days_although_a_clock_was_wrong():
    rows = [row(f"2026-03-{day:02} 10:0{k}:00", UNICOM) for day in range(1, 21) for k in range(3 if day < 10 else 1)]
    rows.append(row("1970-01-01 08:00:05", UNICOM))
    case = case_of(rows, lang="en", said={})
    file = CaseFile(collectors=told_case("en").settings.case.collectors, complaints=(Complaint("10086", dt.date(2026, 3, 10), "A-1"),))  # fmt: skip
    case = dataclasses.replace(case, settings=dataclasses.replace(case.settings, case=file))
    (moment,) = since.moments(case)
    (one,) = case.filed
    assert moment.change == one.change
    assert one.change.days_before == 9 and one.change.before == 27, (
        "from the first call of the days compared, not from 1970"
    )
    assert f"after divided by before: {one.change.ratio:.2f} (" in summary_since.in_words(case, one.change)


def test_days_far_away_are_left_out_of_a_comparison():
    import numpy as np

    day = (dt.date(2026, 3, 1) - dt.date(1970, 1, 1)).days
    first, last = stretch(np.array([0, day, day + 1, day + SPAN]), np.array([True] * 4))
    assert (first, last) == (dt.date(2026, 3, 1), dt.date(2026, 3, 2)) or (last - first).days < SPAN
    assert within([dt.date(1970, 1, 1)], dt.date(2026, 3, 2), (first, last)) is None


def test_charts_of_a_letter_are_of_its_numbers_alone():
    case = busy_case("en")
    case.figures.update(composing.draw(case, many=3))
    taken = BY_ID["china_unicom"].takes(case)
    assert 0 < len(taken) < len(case.reported)
    drawn = composing._drawn(case, taken, {}, composing.quiet)
    assert drawn is not None and "daily" in drawn and "hours" in drawn
    mine = case.events[case.events["number"].isin(taken["number"]) & (case.events["direction"] == "in")]
    calls = int((mine["kind"] == "call").sum())
    assert f"incoming calls {calls}, incoming messages {len(mine) - calls}" in drawn["daily"].alt
    assert str(int((case.events["kind"] == "call").sum())) not in drawn["daily"].alt
    assert "other numbers" not in drawn["daily"].alt
    papers = composing.compose(case, ("letters",))
    titles = [block.title for block in blocks(papers["complaints/china_unicom/letter"]) if hasattr(block, "svg")]
    assert titles[0].endswith(drawn["daily"].title) and len(titles) >= 3


def test_only_what_a_run_was_asked_for_is_drawn_and_composed(tmp_path, monkeypatch):
    case = busy_case("en")
    assert set(composing.compose(case, ("html",))) == {"report"}
    assert set(composing.compose(case, ("data",))) == set()
    assert "report" not in composing.compose(case, ("complaints",))
    asked = []
    monkeypatch.setattr("analyzer.writers.pictures.picture", lambda *what: asked.append(what) or 1 / 0)
    composing.write(case, tmp_path / "x", only=("complaints", "data"))
    assert asked == [], "papers to paste hold no charts"


def test_exhibits_say_each_for_itself_what_they_are_to_show():
    case = busy_case("en")
    papers = composing.compose(case, ("complaints",))
    (table,) = [
        block for block in papers["complaints/china_mobile/letter"].sections[-1].blocks if isinstance(block, Table)
    ]
    shows = table.rows["shows"].tolist()
    assert len(set(shows)) == len(shows)
    assert any("of the listed calls and messages of" in one for one in shows)


def test_attachments_name_no_folder_of_this_machine():
    for channel in CHANNELS:
        if channel.signed:
            for said in (*channel.attachments, *channel.requests):
                assert ".xlsx" not in said and "/" not in said and "letter.pdf" not in said, (channel.id, said)
    advice = [item for block in complaint(abroad_case("US"), BY_ID["cfpb"]).sections[-1].blocks if isinstance(block, Steps) for item in block.items]  # fmt: skip
    assert any(item.startswith("To note when it is handed in") for item in advice)


def test_numbers_and_days_are_not_broken_across_lines():
    made = run("17050000313、17050000316，2026-05-31，+1 212-555-0123")
    assert "、\u200b17050000316" in made and "2026-" not in made and made.count("<w:noBreakHyphen/>") == 4
    assert "+1\u00a0212" in made
    assert "2026-05-31" in run("2026-05-31", cell=True), "a search finds it in a table"
    assert unbroken("5 calls, 12 messages") == "5 calls, 12 messages"


def test_a_chart_and_its_title_fit_on_a_page():
    from analyzer.document import Figure
    from analyzer.writers.pdf import TALLEST, _breadth

    def drawn(across, down):
        svg = (
            f'<svg width="{across}pt" viewBox="0 0 {across} {down}" xmlns="http://www.w3.org/2000/svg"></svg>'.encode()
        )
        return Figure("x", "x", "x", b"", svg)

    assert _breadth(drawn(576, 400)) == 100
    tall = _breadth(drawn(576, 1200))
    assert tall < 100 and tall / 100 * 1200 / 576 <= TALLEST + 0.01
