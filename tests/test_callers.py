"""Callers of several numbers: counted together beside each alone, with every reason, what speaks against it, and how to part them."""

import dataclasses
import datetime as dt
import io
import re
import tomllib
import warnings
from itertools import pairwise

import openpyxl
import pandas as pd
import pytest
from casefactory import case_of
from papers import blocks, tables
from tables import row

from analyzer.campaigns import Campaigns
from analyzer.case_file import case_file
from analyzer.channels import CHANNELS
from analyzer.charts import CHARTS
from analyzer.document import Detail, Text
from analyzer.findings import detect
from analyzer.reports import callers as callers_room
from analyzer.reports import summary_callers, summary_findings, summary_numbers
from analyzer.reports.complaint import complaint
from analyzer.reports.evidence import evidence
from analyzer.reports.summary import summary
from analyzer.settings import CaseFile, Collector, Line
from analyzer.writers.html import html
from analyzer.writers.pictures import picture
from analyzer.writers.xlsx import xlsx

A, B, C, D = (f"1391111000{i}" for i in (1, 2, 3, 4))


def joined(rows, *together, certainty="medium", lang="en", **file):
    """A case in which the numbers of each tuple are taken for one caller, by a link between neighbours."""
    made = case_of(rows, lang=lang)
    settings = dataclasses.replace(made.settings, case=CaseFile(**file))
    first = made.events.drop_duplicates("number").set_index("number")["event_id"].astype("str")
    members = [["+86" + one for one in numbers] for numbers in together]
    names = [f"C{i:02}" for i in range(1, len(members) + 1)]
    table = pd.DataFrame(
        {
            "campaign": names, "numbers": [" ".join(numbers) for numbers in members], "basis": "number_block",
            "events": 0, "certainty": certainty, "owners": "", "first_at": made.events["at"].min(), "last_at": made.events["at"].max(),
        }
    )  # fmt: skip
    table = table.astype(dict.fromkeys(("campaign", "numbers", "basis", "certainty", "owners"), "str"))
    links = pd.DataFrame(
        [(name, a, b, "number_block", "both begin with 1391111", f"{first[a]} {first[b]}") for name, numbers in zip(names, members, strict=True)
         for a, b in pairwise(numbers)],
        columns=["campaign", "number", "other", "basis", "reason", "event_ids"], dtype="str",
    )  # fmt: skip
    categories = list(made.events["number"].cat.categories)
    of = pd.Series(-1, index=categories)
    for place, numbers in enumerate(members):
        of[numbers] = place
    found = detect(
        made.events, made.rules, settings, messages=made.messages, campaigns=Campaigns(table, links, of.to_numpy(), {})
    )
    return dataclasses.replace(made, settings=settings, campaigns=table, links=links, findings=found)


ROWS = [
    *(row(f"2026-03-0{day} 1{i}:00:00", A) for day in (1, 2) for i in range(5)),
    *(row(f"2026-03-0{day} 1{i}:30:00", B) for day in (1, 2) for i in range(4)),
    *(row(f"2026-03-0{day} 1{i}:00:00", C) for day in (4, 5) for i in range(2)),
    row("2026-03-09 10:00:00", D),
    row("2026-03-09 10:00:01", D, "sms", body="x"),
]
"""A calls ten times on two days, B eight times on the same days, C four times from two days later on, D once and writes."""


def test_counted_together_by_hand():
    (one,) = callers_room.callers(joined(ROWS, (A, B, C, D)))
    assert (one.name, one.certainty, one.calls, one.messages) == ("C01", "medium", 23, 1)
    shown = one.numbers[["number", "calls", "messages", "days", "most", "follows", "gap"]].values.tolist()
    assert [line[:5] for line in shown] == [
        ["+86" + A, 10, 0, 2, 5], ["+86" + B, 8, 0, 2, 4], ["+86" + C, 4, 0, 2, 2], ["+86" + D, 1, 1, 1, 1],
    ]  # fmt: skip
    assert [line[5] for line in shown] == ["", "", "+86" + A, "+86" + C]
    assert [line[6] for line in shown][2:] == [2, 4]
    assert one.most_day == (dt.date(2026, 3, 1), 9)
    assert callers_room.single_most(one) == ("+86" + A, 10)


def text_of(section):
    return "\n".join(
        block.text for block in blocks(type("D", (), {"sections": (section,)})) if isinstance(block, Text)
    ).replace("\xa0", " ")


def test_the_chapter_tells_the_count_of_all_beside_that_of_the_strongest():
    case = joined(ROWS, (A, B, C, D))
    (section,) = summary_callers.sections(case)
    said = text_of(section)
    assert (
        "Counted for the 4 numbers together: 23 calls and 1 message; strongest single number: 10 (139 1111 0001)."
        in said
    )
    assert "Most calls on one day: 9 together (2026-03-01), 5 of a single number." in said
    (detail,) = [block for block in section.blocks if isinstance(block, Detail)]
    assert detail.tag == "likely one caller" and detail.key == "caller-C01"


def test_a_limit_that_no_number_exceeds_alone_is_told_as_exceeded_together():
    case = joined(ROWS, (A, B, C, D))
    found = callers_room.by_rule(case, callers_room.callers(case)[0]).set_index("rule")
    line = found.loc["CN-CBA-ATTEMPT6"]  # six unanswered attempts a day: A five, B four, nine together
    assert (line["together"], line["times_together"], line["times_single"]) == (9, 2, 0) and pd.isna(line["single"])
    assert case.reported["number"].tolist()[:2] == ["+86" + A, "+86" + B] and not case.reported["stated"].any()
    page = html(summary(case)).decode()
    assert "C01" in page and "taken for one caller" in page


def test_every_link_leads_to_its_rows_on_the_page_and_in_the_workbook():
    case = joined(ROWS, (A, B, C, D))
    evidence_ids = set(case.evidence["event_id"])
    assert set(" ".join(case.links["event_ids"]).split()) <= evidence_ids
    book = openpyxl.load_workbook(io.BytesIO(xlsx(evidence(case))))
    sheet = book["Links"]
    linked = [cell.hyperlink.location for line in sheet.iter_rows() for cell in line if cell.hyperlink]
    assert len(linked) == len(case.links) == 3
    for location, ids in zip(linked, case.links["event_ids"], strict=True):
        target, place = location.split("!")
        assert book[target.strip("'")][place].value == ids.split()[0]
    assert {line[0].value for line in book["Callers"].iter_rows(min_row=2)} >= {"C01"}


def test_what_speaks_against_it_and_the_lines_to_paste():
    rows = [*ROWS, row("2026-03-03 10:00:00", B, direction="out", outcome="answered", duration=5)]
    rows += [row("2026-03-06 10:00:00", C, name="客服")]
    (section,) = summary_callers.sections(joined(rows, (A, B, C, D)))
    doubts = next(block for block in blocks(type("D", (), {"sections": (section,)})) if hasattr(block, "items")).items
    told = "\n".join(doubts).replace("\xa0", " ")
    assert (
        "Only one kind of reason" in told
        and "wrote to 139 1111 0002." in told
        and "under a name: 139 1111 0003" in told
    )
    quoted = next(
        block.text
        for block in blocks(type("D", (), {"sections": (section,)}))
        if isinstance(block, Text) and block.role == "quote"
    )
    assert case_file(tomllib.loads(quoted)).apart == (tuple("+86" + n for n in (A, B, C, D)),)


def test_low_certainty_is_only_named():
    case = joined(ROWS, (A, B, C, D), certainty="low")
    (section,) = summary_callers.sections(case)
    assert not [block for block in section.blocks if isinstance(block, Detail)]
    assert "nothing is counted for them together" in text_of(section)
    assert (case.findings["campaign"] == "").all() and not (case.reported["campaign"] != "").any()


def test_a_stated_collector_is_the_persons_word_and_a_found_one_is_not():
    case = joined(ROWS, (C, D), collectors=(Collector("甲", numbers=(A, B)),))
    stated, found = callers_room.callers(case)
    assert (stated.name, stated.stated, len(stated.numbers)) == ("甲", True, 2) and not found.stated
    (section,) = summary_callers.sections(case)
    tags = [block.tag for block in section.blocks if isinstance(block, Detail)]
    assert tags == ["stated in the case file", "likely one caller"]
    assert "[[apart]]" not in text_of(dataclasses.replace(section, blocks=section.blocks[:2]))
    paper = complaint(case, next(one for one in CHANNELS if one.id == "china_mobile"))
    told = dict(pair for block in blocks(paper) if hasattr(block, "pairs") for pair in block.pairs)
    assert told["Callers, as far as I know"].startswith("甲; others: __")  # who says so, and not what was found


def test_papers_give_the_reasons_where_numbers_are_counted_together():
    case = joined(ROWS, (A, B, C, D))
    paper = complaint(case, next(one for one in CHANNELS if one.id == "china_mobile"))
    assert len(tables(paper)["links"].rows) == 3
    assert "C01, see “Numbers that appear to belong together”" in tables(paper)["findings"].rows["number"].tolist()
    assert "my own statement" not in tables(paper)["numbers"].rows["classes"].str.cat(sep=" ")


def test_without_callers_nothing_is_said():
    alone = case_of([row("2026-03-01 10:00:00")], lang="en")
    assert summary_callers.sections(alone) == [] and not {"Callers", "Links", "Lines"} & {
        s.key for s in evidence(alone).sections
    }
    assert summary_numbers.numbers(alone) and summary_findings.sections(alone) == []


# --- charts


def chart(name):
    return next(one for one in CHARTS if one.name == name)


def many(days, numbers, lang):
    """Callers of two numbers each, over some days, on the owner's line and a workplace's."""
    rows, together = [], []
    for i in range(numbers):
        number = f"139{i // 2:04}{i:04}"
        rows += [
            row(
                f"{dt.date(2026, 2, 1) + dt.timedelta(day)} {8 + i % 12:02}:00:{i % 60:02}",
                number,
                owner=("13800000000", "13900000001")[day % 2],
            )
            for day in range(i % 3, days, max(days // 12, 1))
        ]
        if i % 2:
            together.append((f"139{i // 2:04}{i - 1:04}", number))
    present = {one["number_raw"] for one in rows}
    together = [pair for pair in together if set(pair) <= present]
    line = Line(
        "desk.csv",
        "workplace",
        "13900000001",
        "人事部（总公司，三楼东侧前台）" if lang == "zh" else "human resources, third floor, front desk",
    )
    return joined(rows, *together, lang=lang, lines=(line,))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("days", "numbers"), [(1, 2), (30, 2), (92, 60), (400, 60)])
def test_pictures_at_every_size(lang, days, numbers):
    case = many(days, numbers, lang)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for name in ("callers", "lines"):
            if chart(name).applies(case):
                figure = picture(chart(name), case)
                assert figure.png and figure.alt.endswith(("。", "."))
                assert chart(name).draw is not None and 0 < chart(name).size(case, None)[1] < 40


def test_words_of_the_timeline_are_the_counts_of_the_table():
    case = joined(ROWS, (A, B, C, D))
    words = chart("callers").alt(case, None)
    assert "139 1111 0001: 2026-03-01 to 2026-03-02, calls 10, messages 0." in words
    assert "139 1111 0004: 2026-03-09 to 2026-03-09, calls 1, messages 1." in words
    assert words.startswith("C01: 4 numbers that appear to be one caller.")


def test_at_most_eight_callers_are_drawn_and_the_rest_is_counted():
    case = many(92, 60, "en")
    words = chart("callers").alt(case, None)
    assert words.count("appear to be one caller") == 8 and "further callers" in words


def test_a_campaign_within_a_stated_caller_is_not_drawn_twice():
    case = joined(ROWS, (A, B), collectors=(Collector("甲", numbers=(A, B, C)),))
    words = chart("callers").alt(case, None)
    assert "甲 (case file): 3 numbers." in words and "C01" not in words


def test_words_of_the_matrix_are_the_counts_of_the_table():
    rows = [row("2026-03-01 23:00:00", A, owner="13800000000"), row("2026-03-02 23:00:00", A, owner="13900000001")]
    case = joined(
        [*rows, row("2026-03-02 23:10:00", A, "sms", body="x", owner="13900000001")],
        lines=(Line("d.csv", "workplace", "13900000001", "人事"),),
    )
    assert chart("lines").alt(case, None) == (
        "139 1111 0001, own line 138 0000 0000: calls 1, messages 0. 139 1111 0001, workplace 人事 139 0000 0001: calls 1, messages 1."
    )


def test_no_id_stands_twice_on_a_page_with_several_callers():
    """Each caller has its own table of limits; links and the script find a table by its id."""
    pairs = (A, B), (C, D)
    rows = [
        row(f"2026-03-0{day} 1{k}:{10 * place:02}:00", number)
        for place, pair in enumerate(pairs)
        for day in (1, 2)
        for number in pair
        for k in range(6)
    ]
    made = html(summary(joined(rows, *pairs)), summary(joined(rows, *pairs, lang="zh"))).decode()
    ids = re.findall(r'\bid="([^"]+)"', made)
    assert sum(one.startswith("t-by-rule-") for one in ids) == 2
    assert len(ids) == len(set(ids))
