"""The papers for carriers and 12321: what they ask, what they leave blank, what they quote, and what they never say."""

import dataclasses
import io
import re

import openpyxl
import pytest
from casefactory import case_of
from papers import HOSTILE, MOBILE, OWN, PORT, TELECOM, UNICOM, blocks, busy_case, own_words, tables, told_case
from tables import row

from analyzer.channels import CHANNELS
from analyzer.document import Facts, Steps, Text
from analyzer.reports.complaint import complaint
from analyzer.reports.evidence import evidence
from analyzer.settings import Line, Owner
from analyzer.writers.text import clean, text
from analyzer.writers.xlsx import xlsx

BY_ID = {channel.id: channel for channel in CHANNELS}

NEVER = (
    "骚扰者", "违法", "非法", "犯罪", "罪犯", "有罪", "必须停机", "停机处理", "恶意", "诈骗分子", "骗子", "暴力催收", "侵权", "肇事", "受害",
    "illegal", "unlawful", "harasser", "harassed by", "criminal", "guilty", "offender", "culprit", "fraudster", "scammer", "perpetrator",
    "victim", "must be cut off", "will be cut off", "stalker", "abuser",
)  # fmt: skip
"""Words that no paper may say of anybody. Quotations, and citations with their texts' own titles, are not the papers' words."""


def paper(channel_id, lang="en", case=None):
    return complaint(case or busy_case(lang), BY_ID[channel_id])


def facts(document):
    return {label: value for block in blocks(document) if isinstance(block, Facts) for label, value in block.pairs}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("make", [busy_case, told_case])
def test_no_paper_accuses(lang, make):
    case = make(lang)
    papers = [evidence(case), *(complaint(case, channel) for channel in CHANNELS if channel.applies(case))]
    assert len(papers) >= 4
    for document in papers:
        for words in own_words(document):
            assert [never for never in NEVER if never in str(words).lower()] == [], words


def test_the_word_list_would_catch_an_accusation():
    """The check itself can fail: a quotation passes, the paper's own sentence does not."""
    from analyzer.document import Document, Section

    made = Document(
        "x", "x", "en", (Section("s", "s", (Text("you are a criminal", "quote"), Text("he is a criminal"))),)
    )
    assert [words for words in own_words(made) if "criminal" in words] == ["he is a criminal"]


def test_a_letter_asks_to_verify_block_suspend_and_answer():
    document = paper("china_mobile")
    asked = next(block for block in document.sections[0].blocks if isinstance(block, Steps)).items
    assert len(asked) == 4
    for word, request in zip(("check", "block", "suspend", "work-order number"), asked, strict=True):
        assert word in request and request.startswith(("Please", "Some"))


def test_a_carrier_of_the_range_only_is_not_asked_to_block_the_line():
    asked = next(block for block in paper("china_unicom").sections[0].blocks if isinstance(block, Steps)).items
    assert not any("to my line" in request for request in asked)
    assert any("ranges" in request for request in asked)


def test_blanks_stay_blank_and_known_things_are_filled():
    assert facts(paper("china_mobile"))["Name"] == "________"
    known = facts(paper("china_mobile", case=told_case("en")))
    assert known["Name"] == "某人" and known["Service number"] == OWN
    assert known["Callers, as far as I know"].startswith("某公司; others: ")
    assert known["Signature"] == "________"


def test_the_answer_is_due_fifteen_days_after_filing():
    first = paper("china_mobile")
    assert "Last handed in on" not in facts(first) and "Work-order number" not in facts(first)
    (note,) = [
        item
        for block in first.sections[-1].blocks
        for item in block.items
        if item.startswith("To note when it is handed in")
    ]
    assert first.sections[-1].paper == "sheet" and note.endswith("15 days end on ________")
    filed = facts(paper("china_mobile", case=told_case("en")))
    assert (
        filed["Last handed in on"] == "2026-03-03"
        and filed["15 days end on"] == "2026-03-18"
        and filed["Work-order number"] == "A-1"
    )
    assert "Last handed in on" not in facts(paper("china_unicom", case=told_case("en")))


def test_what_was_done_before_is_told():
    done = [
        item
        for block in paper("china_mobile", case=told_case("en")).sections[0].blocks
        if isinstance(block, Steps)
        for item in block.items
    ]
    assert "2026-03-02 12:00: told 某公司 to stop; 电话" in done
    (filed,) = [
        item for item in done if item.startswith("2026-03-03: complaint to China Mobile, 10086, reference A-1; ")
    ]
    assert "no answer noted by 2026-03-18, when the days for one ended" in filed


def test_totals_and_worst_day_can_be_recounted():
    case = busy_case("en")
    document = complaint(case, BY_ID["china_unicom"])
    mine = case.events[(case.events["number"] == "+86" + UNICOM) & (case.events["direction"] == "in")]
    shown = facts(document)
    assert shown["Received in all"] == f"{len(mine)} calls"
    assert shown["Calls that were answered"] == f"{int((mine['outcome'] == 'answered').sum())} calls"
    assert shown["Day with most"] == "2026-03-01: 11 calls"
    (row,) = tables(document)["numbers"].rows.to_dict("records")
    assert row["calls_in"] == 33 and row["night"] == 3 and row["worst"] == "11 on 2026-03-01" and row["rank"] == 1


def test_every_call_is_listed_once_with_its_place():
    case = busy_case("en")
    document = complaint(case, BY_ID["china_mobile"])
    calls = tables(document)["calls"].rows
    expected = case.events[case.events["kind"] == "call"]
    assert sorted(calls["event_id"]) == sorted(expected["event_id"])
    assert calls["event_id"].str.contains("-").all() and (calls["row"] != "").all()
    assert set(calls["shown"]) == {MOBILE, UNICOM, TELECOM}
    assert list(calls["rank"]) == sorted(calls["rank"])


def test_findings_name_force_date_and_say_appears():
    rows = tables(paper("china_mobile"))["findings"].rows
    assert not rows.empty
    assert rows["says"].str.startswith("appears to exceed").all()
    assert (rows["force"] != "").all() and (rows["most"] > rows["limit"]).all()
    dated = rows[rows["citation"].str.contains("GB/T|Association")]
    assert dated["citation"].str.contains(r"\d{4}-\d\d-\d\d$").all() and len(dated)


def test_marks_without_a_text_stand_in_a_list_of_their_own():
    case = told_case("en")
    found = tables(complaint(case, BY_ID["china_mobile"]))
    texts, marks = set(found["findings"].rows["force"]), set(found["patterns"].rows["force"])
    assert texts and marks and not texts & marks
    assert not found["patterns"].rows["says"].str.contains("exceed").any()
    rows, numbers = BY_ID["china_mobile"].takes(case), found["numbers"].rows
    for i, (owner, number) in enumerate(zip(rows["owner"], rows["number"], strict=True)):
        fired = case.fired[(case.fired["owner"] == owner) & (case.fired["number"] == number)]
        own = fired["force"].isin(["heuristic", "platform-policy"])
        apart = len(
            set(zip(fired.loc[~own, "event_ids"], fired.loc[~own, "limit"], strict=True))
        )  # two texts, the same nights
        assert (numbers["findings"].iloc[i], numbers["marks"].iloc[i]) == (apart, int(own.sum()))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_statement_is_the_signers_own_choice(lang):
    made = text(paper("china_mobile", lang))
    words = {
        "zh": ("据本人所知属实", "各选项均未预先勾选"),
        "en": ("to the best of my knowledge", "nothing is ticked beforehand"),
    }[lang]
    assert words[1] in made
    assert all("□" in line for line in made.splitlines() if words[0] in line) and "☑" not in made


def test_kind_of_call_is_a_choice_unless_the_owner_states_it():
    shown = tables(complaint(told_case("en"), BY_ID["china_mobile"]))["numbers"].rows.set_index("shown")["classes"]
    assert shown[UNICOM] == "debt collection (as far as I know)"
    assert shown[MOBILE].count("☐") == 6


def test_number_portability_is_stated():
    for lang, words in (("en", "number portability"), ("zh", "携号转网")):
        assert words in text(paper("china_mobile", lang))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_12321_has_one_report_per_number_with_its_fields(lang):
    case = busy_case(lang)
    document = complaint(case, BY_ID["12321"])
    details = [block for block in document.sections[0].blocks if not isinstance(block, Text)]
    numbers = [
        value
        for detail in details
        for block in detail.blocks
        if isinstance(block, Facts)
        for label, value in block.pairs
        if label in ("Reported number, in full", "被举报号码（完整）")
    ]
    assert numbers == [re.search(r"\d{5,}$", detail.title)[0] for detail in details]
    assert sorted(numbers) == sorted([MOBILE, UNICOM, TELECOM, PORT])


def test_bodies_stand_alone_and_word_for_word_in_the_text():
    """Copying the lines of a body copies the body and nothing else."""
    for channel in ("12321", "china_mobile"):
        made = text(paper(channel)).split("\n")
        for body in HOSTILE:
            wanted = clean(body).split("\n")
            assert any(made[i : i + len(wanted)] == wanted for i in range(len(made))), body


def test_bodies_are_word_for_word_in_the_workbook():
    for channel, column in (("12321", "A"), ("china_mobile", None)):
        book = openpyxl.load_workbook(io.BytesIO(xlsx(paper(channel))))
        cells = [
            cell.value
            for sheet in book
            for cells in (sheet[column] if column else sheet.iter_rows())
            for cell in (cells if isinstance(cells, tuple) else (cells,))
        ]
        shown = {str(value).replace("_x005F_", "_") for value in cells if value is not None}
        assert set(HOSTILE) <= shown


def test_the_line_for_an_sms_report_is_number_star_text_and_marked():
    """A message stands in the paper once, however long it is; the line says how its SMS begins."""
    made = text(paper("12321"))
    assert f"verify before use): {PORT}* and then this text, unaltered." in made
    long = "y" * 10_000
    made = text(paper("12321", case=busy_case("en", bodies=(long, "b", "c"))))
    assert made.count(long) == 1


def test_text_is_lf_and_utf8_whatever_the_messages_hold():
    made = text(paper("12321", case=busy_case("en", bodies=("a\r\nb", "c\x1b[31md\x00", "x"))))
    assert "\r" not in made and "\x1b" not in made and made.endswith("\n")
    made.encode("utf-8")
    assert "a\nb" in made


def test_12321_counts_what_came_in_only():
    case = busy_case("en")
    document = complaint(case, BY_ID["12321"])
    described = [
        value
        for block in blocks(document)
        if isinstance(block, Facts)
        for label, value in block.pairs
        if label == "Description"
    ]
    assert "2026-03-01 to 2026-03-03: 33 calls from this number, 12 of them answered." in described
    assert f"2026-03-02: {len(HOSTILE)} messages from this number." in described


def test_equal_cases_make_equal_papers():
    for channel in ("12321", "china_mobile"):
        assert xlsx(paper(channel)) == xlsx(paper(channel)) and text(paper(channel)) == text(paper(channel))


def test_advice_is_apart_from_what_is_handed_in():
    document = paper("china_mobile")
    assert document.sections[-1].title == "For you, not for handing in"
    said = " ".join(document.sections[-1].blocks[0].items)
    assert "12300" in said and "15 days" in said
    unicom = " ".join(paper("china_unicom").sections[-1].blocks[0].items)
    assert "verify before use" in unicom
    assert "were not found" not in " ".join(paper("12321").sections[-1].blocks[0].items)


def test_one_short_ring_does_not_make_a_caller_one_that_rings_once():
    from casefactory import case_of
    from tables import row

    often = [row(f"2026-03-0{1 + k // 8} {9 + k % 8}:00:00", MOBILE, ring=20) for k in range(24)]
    rings = [row(f"2026-03-02 18:0{k}:00", number, ring=2) for number in (MOBILE, TELECOM) for k in range(4)]
    case = case_of(often + rings, lang="en")
    assert set(case.fired.loc[case.fired["rule"] == "H-RING-ONCE", "number"]) == {"+86" + MOBILE, "+86" + TELECOM}
    classes = tables(complaint(case, BY_ID["china_mobile"]))["numbers"].rows.set_index("shown")["classes"]
    assert classes[TELECOM].startswith("rings once") and classes[MOBILE].count("☐") == 6


def test_without_an_own_number_the_advice_says_what_to_do():
    from casefactory import case_of
    from tables import row

    made = case_of([row(f"2026-03-01 {9 + k}:00:00", MOBILE) for k in range(12)], lang="en")
    events = made.events.assign(
        owner=made.events["owner"].cat.rename_categories({"+86" + OWN: ""})
        if "" not in made.events["owner"].cat.categories
        else ""
    )
    import dataclasses

    events["owner"] = events["owner"].astype("category")
    from analyzer.findings import detect
    from analyzer.indicators import INDICATORS
    from analyzer.numbers import summarize

    blank = dataclasses.replace(
        made, events=events, numbers=summarize(events, INDICATORS), findings=detect(events, made.rules, made.settings)
    )
    said = complaint(blank, BY_ID["china_mobile"]).sections[-1].blocks[0].items
    assert any("--owner" in item for item in said)
    assert facts(complaint(blank, BY_ID["china_mobile"]))["Service number"] == "________"


def test_what_went_out_stands_apart_from_what_is_reported():
    rows = [row(f"2026-03-02 1{k}:00:00", UNICOM) for k in range(8)]
    rows += [row("2026-03-02 18:30:00", UNICOM, "sms", body="请不要再打来", direction="out"), row("2026-03-02 19:00:00", UNICOM, "sms", body="今天还款")]  # fmt: skip
    rows.append(row("2026-03-02 20:00:00", UNICOM, direction="out", outcome="answered", duration=30))
    found = tables(complaint(case_of(rows, lang="en"), BY_ID["china_unicom"]))
    assert found["messages"].rows["body"].tolist() == ["今天还款"]
    assert len(found["calls"].rows) == 8 and set(found["calls"].rows["direction"]) == {"in"}
    assert found["own"].rows["body"].fillna("").tolist() == ["请不要再打来", ""]


def test_the_same_nights_are_one_row_on_which_both_texts_rest():
    """GB/T 45251-2025 and the association's guidance both speak of 22:00 to 08:00."""
    case = case_of([row(f"2026-03-{day:02} 23:00:00", UNICOM) for day in range(1, 9)], lang="en")
    found = tables(complaint(case, BY_ID["china_unicom"]))
    (night,) = found["findings"].rows.to_dict("records")
    assert night["times"] == 8 and night["title"].splitlines()[0].startswith("1) contact for debt collection at night")
    assert [line[:3] for line in night["citation"].splitlines()] == ["1) ", "2) "] and "China Banking" in night[
        "citation"
    ]
    assert found["numbers"].rows["findings"].tolist() == [8]


def test_a_code_stands_for_one_assumption_only():
    found = list(blocks(complaint(told_case("en"), BY_ID["china_mobile"])))
    codes = [
        label
        for block in found
        if isinstance(block, Facts) and block.role == "numbered"
        for label, _value in block.pairs
        if label[0] in "AB"
    ]
    assert {code[0] for code in codes} == {"A", "B"} and len(codes) == len(set(codes))


def test_a_line_of_my_workplace_is_not_called_mine():
    rows = [
        row(f"2026-03-02 1{k}:00:00", UNICOM, owner=who) for k in range(8) for who in ("13000000000", "13000000001")
    ]
    case = case_of(rows, lang="en")
    owner = Owner(numbers=("13000000000",), carrier="中国联通")
    file = dataclasses.replace(case.settings.case, owner=owner, lines=(Line("work.csv", "workplace", "13000000001"),))
    case = dataclasses.replace(case, settings=dataclasses.replace(case.settings, case=file))
    found = tables(complaint(case, BY_ID["china_unicom"]))["numbers"].rows
    said = dict(zip(found["owner"], found["role"], strict=True))
    assert said["13000000000"] == "called my line; your range"
    assert said["13000000001"] == "called a line of my workplace or a relative; your range"
