"""The evidence workbook: every figure can be recounted from its own rows, every finding leads to its proof."""

import dataclasses
import io
import re
import zipfile

import openpyxl
import pytest
from casefactory import make_case
from papers import HOSTILE, PORT, busy_case, png, tables, told_case

from analyzer.document import Facts, Figure, Steps, Text
from analyzer.reports import evidence_rows
from analyzer.reports.evidence import SHEETS, evidence
from analyzer.writers.xlsx import xlsx


@pytest.fixture(scope="module")
def case():
    return busy_case("en")


@pytest.fixture(scope="module")
def book(case):
    return openpyxl.load_workbook(io.BytesIO(xlsx(evidence(case))))


def rows_of(sheet):
    """Rows of a sheet's table as dictionaries by heading."""
    top = int(sheet.auto_filter.ref.split(":")[0][1:])
    bottom = int("".join(c for c in sheet.auto_filter.ref.split(":")[1] if c.isdigit()))
    head = [cell.value for cell in sheet[top] if cell.value]
    return [dict(zip(head, (cell.value for cell in sheet[n]), strict=False)) for n in range(top + 1, bottom + 1)]


def test_sheets_have_their_names_in_both_languages():
    for lang, first in (("en", "Summary"), ("zh", "摘要")):
        made = openpyxl.load_workbook(io.BytesIO(xlsx(evidence(busy_case(lang)))))
        assert [name for name in SHEETS if name in made.sheetnames] == made.sheetnames
        assert set(SHEETS) - set(made.sheetnames) <= {"Callers", "Links", "Lines"}
        assert made["Summary"]["A1"].value == first


def test_totals_can_be_recounted_with_a_filter(case, book):
    """What Excel's filter leaves on Evidence is what Numbers says."""
    rows = rows_of(book["Evidence"])
    ranked = [number for number in rows_of(book["Numbers"]) if number["No."]]
    assert len(ranked) == 4
    for number in ranked:
        mine = [row for row in rows if row["Number"] == number["Number"]]
        calls = [row for row in mine if row["What"] == "incoming call"]
        assert len(calls) == number["Calls"]
        for outcome in ("answered", "missed", "rejected", "blocked"):
            assert sum(row["Outcome"] == outcome for row in calls) == number[outcome]
        assert sum(row["What"] == "message received" for row in mine) == number["Messages"]
        assert sum(row["At night"] == "yes" for row in calls) == number["Calls at night"]
        assert sum(row["Talk, seconds"] or 0 for row in calls) == number["Talk, seconds"]
        assert len({row["Day"] for row in mine}) == number["Days"]
        per_day = [sum(row["Day"] == day for row in calls) for day in {row["Day"] for row in mine}]
        assert max(per_day) == number["Most calls in a day"]


def test_every_finding_leads_to_its_rows(case, book):
    findings = {row["finding_id"]: row for row in case.findings.to_dict("records")}
    rows = rows_of(book["Evidence"])
    sheet = book["Findings"]
    judged = 0
    for n, shown in enumerate(rows_of(sheet), int(sheet.auto_filter.ref.split(":")[0][1:]) + 1):
        finding = findings[shown["Finding"]]
        proof = finding["event_ids"].split()
        assert [row["Id"] for row in rows if shown["Finding"] in (row["Findings"] or "").split()] == proof
        if finding["status"] == "not-evaluable":
            assert not shown["Rows"] and shown["What that says"].startswith("cannot be judged")
            continue
        judged += 1
        link = next(cell.hyperlink for cell in sheet[n] if cell.hyperlink and "Evidence" in cell.hyperlink.location)
        target, place = link.location.split("!")
        assert book[target.strip("'")][place].value == proof[0]
        assert (
            shown["Count"] == finding["observed"]
            and shown["Limit or mark"] == finding["limit"]
            and shown["Count"] > shown["Limit or mark"]
        )
        assert shown["Stands in"] and shown["Source, clause, in force from"] == finding["citation"]
    assert judged > 10


def test_every_link_leads_to_a_cell_with_words(book):
    links = [link for sheet in book for cells in sheet.iter_rows() for cell in cells if (link := cell.hyperlink)]
    assert len(links) > 100
    for link in links:
        sheet, place = link.location.split("!")
        assert link.target is None and book[sheet.strip("'")][place].value


def test_times_are_local_days_and_sort(case, book):
    rows = rows_of(book["Evidence"])
    assert [row["Local time"] for row in rows] == [
        at.tz_localize(None).to_pydatetime() for at in case.evidence["at_local"]
    ]
    assert {row["UTC offset"] for row in rows} == {"+08:00"}
    assert [row["Local time"] for row in rows] == sorted(row["Local time"] for row in rows)


def test_messages_stand_word_for_word(book):
    shown = [row["Text of the message"].replace("_x005F_", "_") for row in rows_of(book["Messages"])]
    assert shown == list(HOSTILE)
    assert {row["Number"] for row in rows_of(book["Messages"])} == {PORT}


def test_no_cell_holds_a_formula(book):
    kinds = {cell.data_type for sheet in book for cells in sheet.iter_rows() for cell in cells}
    assert kinds <= {"s", "n", "d"}


def test_what_the_cap_leaves_out_is_said(monkeypatch, case):
    monkeypatch.setattr(evidence_rows, "ROWS_SHOWN", 10)
    section = evidence_rows.evidence(case)
    note, table = section.blocks
    assert len(table.rows) == 10 and "data/events.csv" in note.text and str(len(case.evidence)) in note.text


def test_the_row_ledger_has_nothing_left_over(case, book):
    (source,) = rows_of(book["Sources"])
    assert source["Rows read"] == len(case.events) and source["left over"] == 0
    assert source["SHA-256 of the file"] == case.sources["sha256"].iloc[0]


def test_method_names_rules_assumptions_and_gaps(case):
    document = evidence(told_case("en"))
    method = document.sections[-1]
    words = " ".join(
        [block.text for block in method.blocks if isinstance(block, Text)]
        + [item for block in method.blocks if isinstance(block, Steps) for item in block.items]
        + [word for block in method.blocks if isinstance(block, Facts) for pair in block.pairs for word in pair]
    )
    for wanted in (
        "0.0.test", "Asia/Shanghai", "half-open", "22:00:00", "A hash proves no change since export, not that the content is true.",
        "Ask the carrier", "Keep the phone", "debt collection", "could not be judged", "某公司", "2026-03-02 12:00:00", "A-1",
    ):  # fmt: skip
        assert wanted in words, wanted
    rules = tables(document)["rules"].rows
    assert list(rules["id"]) == [rule.id for rule in case.rules]
    assert (rules["stands"] != "").all() and (rules["text"] != "").all() and (rules["seen"] != "").all()


def test_assumptions_of_a_finding_are_those_that_method_lists(case):
    document = evidence(case)
    listed = {
        label: words
        for block in document.sections[-1].blocks
        if isinstance(block, Facts)
        for label, words in block.pairs
    }
    used = {
        code
        for codes in tables(document)["findings"].rows["rests"]
        for code in codes.split()
        if code[0] == "A" and code[1:].isdigit()
    }
    assert used and used <= set(listed)


def test_an_empty_case_still_makes_a_workbook():
    empty = busy_case("zh", numbers=(), bodies=())
    book = openpyxl.load_workbook(io.BytesIO(xlsx(evidence(empty))))
    assert tuple(book.sheetnames) == tuple(name for name in SHEETS if name not in ("Callers", "Links", "Lines"))


def test_charts_of_the_whole_case_stand_on_the_summary(case):
    figures = {
        name: Figure(name, name, f"alt of {name}", png(), b"", subject)
        for name, subject in (("daily", ""), ("hours", ""), ("number-01", "x"))
    }
    document = evidence(dataclasses.replace(case, figures=figures))
    made = zipfile.ZipFile(io.BytesIO(xlsx(document)))
    assert len([name for name in made.namelist() if name.startswith("xl/media/")]) == 2
    assert re.findall('descr="([^"]*)"', made.read("xl/drawings/drawing1.xml").decode()) == [
        "alt of daily",
        "alt of hours",
    ]
    assert any(
        "charts/" in block.text and "1" in block.text
        for block in document.sections[0].blocks
        if isinstance(block, Text)
    )


def test_several_phones_are_told_apart():
    case = make_case("en", days=4)
    events = case.events.copy()
    events["owner"] = events["owner"].cat.add_categories(["+8613700000000"])
    events.loc[events.index[::2], "owner"] = "+8613700000000"
    two = dataclasses.replace(case, events=events)
    from analyzer.findings import detect
    from analyzer.indicators import INDICATORS
    from analyzer.numbers import summarize

    two = dataclasses.replace(
        two, numbers=summarize(events, INDICATORS), findings=detect(events, case.rules, case.settings)
    )
    shown = tables(evidence(two))
    assert set(shown["evidence"].rows["owner"]) == {"+8613800000000", "+8613700000000"}
    for key in ("numbers", "findings", "evidence", "messages"):
        assert "owner" in {column.name for column in shown[key].columns}, key


def test_equal_cases_make_equal_bytes():
    assert xlsx(evidence(busy_case())) == xlsx(evidence(busy_case()))


def test_reported_numbers_come_first_then_those_set_aside(case):
    rows = tables(evidence(make_case("en", days=8)))["numbers"].rows
    kinds = [
        "reported" if rank == rank else "aside" if reason else "other"
        for rank, reason in zip(rows["rank"], rows["reason"], strict=True)
    ]
    assert kinds == sorted(kinds, key=["reported", "aside", "other"].index) and "reported" in kinds and "other" in kinds


def test_findings_on_numbers_set_aside_are_marked_and_not_counted():
    """The mother who rings daily is in the address book and called back: she is listed, last, and counted nowhere."""
    from casefactory import case_of
    from tables import row

    calls = [row(f"2026-03-01 {9 + k}:00:00", "13911110009", name="妈妈") for k in range(12)]
    back = [
        row(f"2026-03-02 1{k}:00:00", "13911110009", direction="out", outcome="answered", duration=60, name="妈妈")
        for k in range(4)
    ]
    case = case_of(calls + back, lang="en")
    assert len(case.set_aside) == 1 and case.reported.empty
    document = evidence(case)
    rows = tables(document)["findings"].rows
    assert (rows.loc[rows["number"] != "", "says"] == "set aside, see the sheet Numbers").all() and (
        rows["number"] != ""
    ).any()
    totals = dict(next(block for block in document.sections[0].blocks if isinstance(block, Facts)).pairs)
    assert (
        totals["Findings that appear to exceed a limit"] == "0" and totals["the same, if what is assumed holds"] == "0"
    )
    assert tables(document)["numbers"].rows["reason"].iloc[0]


def test_hidden_callers_are_named_in_words():
    case = busy_case("en", numbers=("私人号码",), bodies=())
    for key in ("numbers", "evidence"):
        assert set(tables(evidence(case))[key].rows["number"]) == {"withheld number"}
