"""Facts that bear on texts without a number: each counted by hand, never a verdict, and only while a text was in force."""

import dataclasses
import datetime as dt
import json
import re

import numpy as np
import pandas as pd
import pytest
from casefactory import case_of, make_case
from papers import tables
from tables import build_events, row

from analyzer.document import Detail, Table
from analyzer.facts import bearings, facts
from analyzer.reports import cited
from analyzer.reports.evidence import evidence
from analyzer.rule import FACTS, Citation
from analyzer.rules import citations
from analyzer.settings import CaseFile, Line, Refusal, Settings
from analyzer.writers.facts import case_json

SMS = "sms"


def found(rows, flags=(), kinds=(), **file):
    """Facts by key: the ids (places in `rows`) of the events, and the value."""
    made = Settings(zone="Asia/Shanghai", case=CaseFile(**file))
    events = build_events(rows, settings=made).events
    texts = events[events["kind"] != "call"]
    words = pd.DataFrame({
        "event_id": texts["event_id"].astype("str"), "message_kind": list(kinds) or ["unsure"] * len(texts),
        "flags": list(flags) or [""] * len(texts),
    })  # fmt: skip
    got = facts(events, np.ones(len(events), dtype=bool), made, {}, words)
    rank = events["row"].astype("int64") - 1
    return {fact.key: (sorted(rank.iloc[fact.rows].tolist()), fact.value) for fact in got}


def test_each_fact_counted_by_hand():
    rows = [
        row("2026-03-01 21:59:59"),  # 0
        row("2026-03-01 22:00:00", outcome="answered", duration=3),  # 1: night, silent, a second later
        row("2026-03-01 22:05:00", outcome="answered", duration=4),  # 2: night, 300 s later
        row("2026-03-01 22:10:01", outcome="unknown"),  # 3: night, 301 s later
        row("2026-03-02 08:00:00", "13911110002", outcome="rejected"),  # 4: not night
        row("2026-03-02 12:00:00", "+0095588"),  # 5: no network shows that
        row("2026-03-02 12:01:00", direction="out", outcome="answered", duration=1),  # 6: counts nowhere
    ]
    got = found(rows)
    assert got["contacts"][0] == [0, 1, 2, 3, 4, 5]
    assert got["night"][0] == [1, 2, 3]
    assert got["numbers"][0] == [0, 4, 5]
    assert got["rhythm"] == ([0, 1, 2], 1.0)
    assert got["unanswered"] == ([0, 4, 5], 3 / 5)
    assert got["silent"][0] == [1]
    assert got["caller-id"][0] == [5]
    assert set(got) == {"contacts", "night", "numbers", "rhythm", "unanswered", "silent", "caller-id"}


def test_facts_about_wording_are_those_of_the_flags_and_kinds():
    rows = [row(f"2026-03-0{day} 12:00:00", kind=SMS, body=f"{day}") for day in range(1, 7)]
    flags = [
        "violence_threat",
        "insult no_identity",
        "impersonation",
        "third_party_disclosure",
        "no_opt_out",
        "non_debtor",
    ]
    kinds = ["debt_pressure", "debt_pressure", "debt_pressure", "debt_reminder", "advertising", "loan_marketing"]
    got = found(rows, flags, kinds)
    assert got["threats"][0] == [0, 1] and got["impersonation"][0] == [2] and got["disclosure"][0] == [3]
    assert got["advertising"] == ([4, 5], 1.0)


def test_refusal_and_lines_of_others():
    rows = [row("2026-03-01 12:00:00"), row("2026-03-02 12:00:00"), row("2026-03-03 12:00:00", owner="13900000001")]
    rows = [{**one, "owner": one.get("owner", "13800000000")} for one in rows]
    file = {
        "lines": (Line("x.csv", "relative", "13900000001"),),
        "refusals": (Refusal(dt.datetime(2026, 3, 2, 12), to="13911110001"),),
    }
    got = found(rows, **file)
    assert got["refused"][0] == [2] and got["third-party"][0] == [2]


def test_nothing_came_in():
    assert found([row("2026-03-01 12:00:00", direction="out")]) == {}
    assert found([]) == {}


def text(**given):
    both = {"zh": "甲", "en": "a"}
    return Citation("X-1", "x", "law", both, both, "S1", both, both, ("contacts", "rhythm", "H-CALL-BURST"), **given)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, [("contacts", 3), ("rhythm", 2)]),
        ({"in_force_from": dt.date(2026, 3, 2)}, [("contacts", 1)]),
        ({"in_force_to": dt.date(2026, 3, 1)}, [("contacts", 2), ("rhythm", 2)]),
        ({"in_force_from": dt.date(2026, 3, 3)}, None),
    ],
)
def test_a_text_bears_on_days_on_which_it_was_in_force(given, expected):
    case = case_of([row("2026-03-01 12:00:00"), row("2026-03-01 12:01:00"), row("2026-03-02 12:00:00")])
    made = bearings([text(**given)], case.fired, case.events, np.ones(3, dtype=bool), case.settings, {}, case.messages)
    assert [[(fact.key, len(fact.rows)) for fact in one.facts] for one in made] == (
        [] if expected is None else [expected]
    )


def test_findings_of_the_rules_that_bear_on_a_text_stand_with_it():
    case = case_of([row(f"2026-03-0{day} 12:0{i}:00") for day in (1, 2) for i in range(4)])
    (one,) = bearings([text()], case.fired, case.events, np.ones(8, dtype=bool), case.settings, {}, None)
    mine = case.fired[case.fired["rule"] == "H-CALL-BURST"]
    assert len(mine) and one.findings["finding_id"].tolist() == mine["finding_id"].tolist()
    assert one.specific


def test_every_word_of_a_pack_is_a_fact_or_a_rule():
    known = {word for one in citations(("cn", "hk", "us", "uk", "in")) for word in one.supported_by if word.islower()}
    assert known <= set(FACTS)


PEACE = "peace of private life: no intrusion by phone, messages and the like"


def _told(case, fact):
    return case.text(cited.TOLD[fact.key] if fact.key in cited.WORDED else FACTS[fact.key])


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_a_text_presupposes_stands_beside_it_everywhere(lang):
    """Criminal Law, article 293-1: the debt has to be an unlawful one, which no record shows."""
    case = make_case(lang=lang)
    (text,) = [one.citation for one in case.bearings if one.citation.id == "CN-CRIM-293A"]
    said = text.only_if[lang]
    assert ("非法债务" if lang == "zh" else "unlawful") in said
    (section,) = cited.sections(case)
    (shown,) = [block for block in section.blocks if isinstance(block, Detail) and block.key == "cited-CN-CRIM-293A"]
    assert said in dict(shown.blocks[0].pairs).values()
    sheet = tables(evidence(case))["cited"].rows.set_index("citation")["only_if"]
    assert sheet["CN-CRIM-293A"] == said and sheet["CN-CIVIL-1033"] == ""
    rows = [row("2026-03-02 12:00:00", kind="sms", body="再不还钱，今晚就上门打断你的腿")] + [
        row(f"2026-03-{day:02} 23:00:00") for day in range(1, 9)
    ]
    threatened = case_of(rows, lang=lang)
    texts = cited.in_papers(threatened, threatened.reported)[-1]
    told = [value for _label, value in texts.pairs if text.title[lang] in value]
    assert len(told) == 1 and told[0].endswith(said)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_report_and_workbook_show_each_text_with_its_counts_and_no_verdict(lang):
    case = make_case(lang=lang)
    (section,) = cited.sections(case)
    shown = [block for block in section.blocks if isinstance(block, Detail)]
    assert {one.key.removeprefix("cited-") for one in shown} == {one.citation.id for one in case.bearings}
    assert len(shown) == len(citations(("cn",)))
    made = tables(evidence(case))
    sheet, facts = made["cited"].rows, made["cited-facts"].rows.set_index("no", drop=False)
    assert not facts.duplicated(["first_id", "events", "what", "first_finding"]).any()  # each once
    on_page = next(block for block in section.blocks if isinstance(block, Table)).rows
    assert sorted(on_page["events"]) == sorted(facts["events"])
    for one in case.bearings:
        (mine,) = sheet.loc[sheet["citation"] == one.citation.id, "bears"]
        numbers = [int(n) for n in re.findall(r"\d+", mine)]
        assert len(numbers) == len(one.facts) + one.findings["rule"].nunique()
        whole = {(row["first_id"], row["events"], row["what"]): row for row in facts.loc[numbers].to_dict("records")}
        assert len(whole) == len(numbers)
        for fact in one.facts:
            (line,) = [row for row in whole.values() if row["what"] == _told(case, fact)]
            events = case.events.iloc[fact.rows]
            assert line["events"] == len(events) and line["calls"] == (events["kind"] == "call").sum()
            assert line["first_id"] == events["event_id"].iloc[0] and set(events["event_id"]) <= set(
                case.evidence["event_id"]
            )


def test_a_text_without_a_fact_says_so():
    case = case_of([row(f"2026-03-01 12:0{i}:00") for i in range(4)], lang="en")
    asides = {block.key: block.aside for block in cited.sections(case)[0].blocks if isinstance(block, Detail)}
    assert asides["cited-CN-CARD-68"] == "no fact of these records bears on it"
    assert asides["cited-CN-CRIM-293A"] == "1 fact"


def test_papers_cite_a_text_only_where_more_bears_on_it_than_many_calls():
    quiet = case_of(
        [row(f"2026-03-{day:02} 12:00:00", outcome="answered", duration=60) for day in range(1, 9)], lang="en"
    )
    assert cited.in_papers(quiet, quiet.reported) == []
    night = case_of([row(f"2026-03-{day:02} 23:00:00") for day in range(1, 9)], lang="en")
    facts, texts = cited.in_papers(night, night.reported)[-2:]
    told, pairs = dict(facts.pairs), dict(texts.pairs)
    assert any(key.startswith("Civil Code") for key in pairs) and not any("Criminal Law" in key for key in pairs)
    assert cited.in_papers(night, night.reported.head(0)) == []
    assert told["Fact 2"] == "contacts at night: 8 calls, 2026-03-01 to 2026-03-08"
    assert pairs["Civil Code, articles 1032, 1033(1) (in force since 2021-01-01)"] == f"{PEACE}; facts 1, 2"


def test_the_facts_of_case_json_are_those_of_the_report():
    case = make_case(lang="en")
    written = json.loads(case_json(case))
    told, known = ({one["id"]: one for one in written[name]} for name in ("citations", "facts"))
    for one in case.bearings:
        shown = [known[key] for key in told[one.citation.id]["facts"]]
        assert [fact["fact"] for fact in shown] == [fact.key for fact in one.facts]
        for mine, fact in zip(shown, one.facts, strict=True):
            assert mine["event_ids"] == case.events["event_id"].iloc[fact.rows].tolist() and mine["events"] == len(
                fact.rows
            )
        assert told[one.citation.id]["findings"] == one.findings["finding_id"].tolist()
    assert len(known) < sum(len(one.facts) for one in case.bearings)


def test_numbers_that_were_set_aside_bear_on_nothing():
    rows = [row(f"2026-03-{day:02} 23:00:00", name="阿姨") for day in range(1, 9)]
    rows += [
        row(f"2026-03-{day:02} 12:00:00", direction="out", outcome="answered", duration=9, name="阿姨")
        for day in range(1, 5)
    ]
    case = case_of(rows, lang="en")
    assert case.reported.empty and not any(one.any for one in case.bearings) and cited.sections(case) == []
    assert dataclasses.replace(case, citations=()).bearings == []
