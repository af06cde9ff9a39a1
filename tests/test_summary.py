"""The report that is opened first: what it says, that it says no more than the records show, and both languages."""

import datetime as dt
import re
import sys
from dataclasses import replace

import pandas as pd
import pytest
from casefactory import case_of, make_case
from papers import ours
from tables import row

from analyzer.document import Detail, Facts, Section, Steps, Table, Text
from analyzer.reports import words
from analyzer.reports.complaint_findings import BINDING
from analyzer.reports.summary import summary
from analyzer.settings import CaseFile, Collector, Complaint, Refusal
from analyzer.writers.html_tables import every_block


@pytest.fixture(scope="module")
def case():
    return make_case(lang="en")


def sections(case) -> dict[str, Section]:
    return {section.key: section for section in summary(case).sections}


def blocks(section, kind):
    return [block for block in every_block(section.blocks) if isinstance(block, kind)]


def told(section) -> str:
    return "\n".join(block.text for block in blocks(section, Text))


def tables(section) -> dict[str, Table]:
    return {table.key: table for table in blocks(section, Table)}


def everything(case) -> str:
    """All words of the report that are not out of an export."""
    parts = []
    document = summary(case)
    for section in document.sections:
        parts.append(section.title)
        for block in every_block(section.blocks):
            match block:
                case Text(role="quote"):
                    pass  # words out of an export, and lines to paste
                case Text():
                    parts.append(block.text)
                case Facts():
                    parts += [part for pair in block.pairs for part in pair]
                case Steps():
                    parts += block.items
                case Detail():
                    parts += [block.title, block.tag, block.aside]
                case Table():
                    parts += [block.caption, block.empty, block.full, *(column.label for column in block.columns)]
    return "\n".join([document.title, document.subtitle, document.footer, *parts])


def test_the_story_and_its_figures_can_be_recounted(case):
    overview = sections(case)["overview"]
    mine = case.events.merge(case.reported[["owner", "number"]], on=["owner", "number"])
    mine = mine[mine["direction"] == "in"]
    answers, figures = (dict(block.pairs) for block in blocks(overview, Facts))
    facts = figures
    days = mine["at_local"].dt.date.value_counts()
    assert facts["numbers"] == str(len(case.reported))
    assert facts["calls from them"] == str((mine["kind"] == "call").sum())
    assert facts["messages from them"] == str((mine["kind"] != "call").sum())
    assert facts["days with contact"] == str(len(days))
    worst = next(label for label in facts if label.startswith("on the day with most"))
    assert facts[worst] == str(days.max()) and days[dt.date.fromisoformat(worst[-10:])] == days.max()
    hour = mine["at_local"].dt.hour
    assert facts["at night, 22:00 to 08:00"] == str(((hour >= 22) | (hour < 8)).sum())
    assert list(answers) == ["Who", "How often", "Which limits", "Since when", "What next"]
    calls, messages = (mine["kind"] == "call").sum(), (mine["kind"] != "call").sum()
    assert answers["How often"].startswith(f"{calls} calls and {messages} message")
    assert f"on {len(days)} days; most on one day: {days.max()} ({worst[-10:]})" in answers["How often"]
    assert answers["Since when"].startswith(f"first finding {case.fired['window_start'].min().date()}")


def test_the_first_screen_names_the_strongest_limits_and_counts_the_rest(case):
    answers = dict(blocks(sections(case)["overview"], Facts)[0].pairs)
    lines = answers["Which limits"].split("\n")
    table = tables(sections(case)["limits"])["limits"].rows
    marks = tables(sections(case)["limits"])["marks"].rows
    assert len(table) > 3 and len(marks)
    assert lines[3:] == [f"and {len(table) - 3} more, see Limits", f"marks that no text sets: {len(marks)}"]
    for line, one in zip(lines[:3], table.itertuples(), strict=False):
        assert line == f"{one.title}: {one.most}, allowed {one.limit}"


def test_first_screen_names_force_and_next_steps(case):
    parts = sections(case)
    assert list(parts)[:3] == ["overview", "next", "limits"]
    assert "national standard" in told(parts["overview"])
    assert "apply only to calls about a debt" in told(parts["overview"])
    steps = blocks(parts["next"], Steps)[0]
    assert "complaints/" in steps.links and len(steps.items) >= 5
    limits, marks = (tables(parts["limits"])[key].rows for key in ("limits", "marks"))
    assert set(limits["rule"]) | set(marks["rule"]) == set(case.fired["rule"])
    assert all(case.rule[name].force in BINDING for name in limits["rule"]), "limits of texts stand apart from marks"
    assert not any(case.rule[name].force in BINDING for name in marks["rule"])
    assert (limits["most"] > limits["limit"]).all() and (marks["most"] > marks["limit"]).all()


def test_every_reported_number_is_told_with_its_findings(case):
    parts = sections(case)
    details = {detail.key: detail for detail in blocks(parts["findings"], Detail)}
    for number in case.reported.itertuples():
        assert f"number-{number.rank}" in details
    record = set(tables(parts["timeline"])["record"].rows["event_id"])
    shown = {key.removeprefix("findings-") for key in details if key.startswith("findings-")}
    assert shown <= set(case.fired["finding_id"])
    for finding in case.fired[case.fired["finding_id"].isin(shown)].itertuples():
        rows = blocks(Section("x", "", details[f"findings-{finding.finding_id}"].blocks), Table)[-1].rows
        assert rows["event_id"].tolist() == finding.event_ids.split()[: len(rows)]
        assert set(finding.event_ids.split()) <= record


def test_each_finding_says_force_assumptions_and_what_else_it_might_be(case):
    told = 0
    for number in sections(case)["findings"].blocks:
        for rule in number.blocks if isinstance(number, Detail) else ():
            if isinstance(rule, Detail):
                pairs = dict(rule.blocks[0].pairs)
                assert (
                    pairs["Force"]
                    and pairs["Source"]
                    and pairs["Result"]
                    and pairs["Assumed"]
                    and pairs["Might also be"]
                )
                told += 1
    assert told >= case.fired["rule"].nunique()


def test_many_findings_are_cut_and_the_page_says_so():
    rows = [row(f"2026-03-{day:02} 23:{minute:02}:00") for day in range(1, 29) for minute in range(3)]
    text = everything(case_of(rows, lang="en"))
    assert "10 findings with the highest counts; all 28 stand in evidence.xlsx" in text


def test_nothing_found_is_said_kindly():
    quiet = case_of(
        [row(f"2026-03-{day:02} 10:00:00", outcome="answered", duration=30) for day in range(1, 5)], lang="en"
    )
    parts = sections(quiet)
    assert quiet.fired.empty and "limits" not in parts and "findings" not in parts
    assert "does not mean that nothing happened" in told(parts["overview"])
    assert tables(parts["numbers"])["numbers"].rows["calls_in"].tolist() == [4]
    assert "complaints/" not in blocks(parts["next"], Steps)[0].links


def first_screen(case) -> str:
    """The overview's sentences and answers."""
    overview = sections(case)["overview"]
    return "\n".join([told(overview), *(value for block in blocks(overview, Facts) for _label, value in block.pairs)])


def test_no_events_at_all():
    empty = case_of([], lang="en")
    assert "no call and no message" in told(sections(empty)["overview"])


def test_who_belongs_together_is_only_what_is_known():
    rows = [row(f"2026-03-{day:02} 23:00:{i:02}", f"1391111000{i}") for day in range(1, 4) for i in (1, 2, 3)]
    plain = case_of(rows, lang="en")
    assert "the records do not show" in first_screen(plain)
    rows += [row(f"2026-03-05 23:30:0{i}", f"1391111000{i}", "sms", body="【某某贷】请还款") for i in (1, 2)]
    assert "139\xa01111\xa00001, 139\xa01111\xa00002 are signed 【某某贷】" in first_screen(case_of(rows, lang="en"))
    known = case_of(rows, lang="en")
    file = CaseFile(collectors=(Collector("Alpha", numbers=("13911110001", "13911110003")),))
    known = replace(known, settings=replace(known.settings, case=file))
    assert "2 of these numbers belong to Alpha; together they came to 6 calls and 1 message." in first_screen(known)


def test_a_named_callers_quiet_number_is_listed_without_being_accused():
    rows = [row(f"2026-03-{day:02} 23:00:00") for day in range(1, 4)]
    rows += [row(f"2026-03-{day:02} 10:00:00", "13911110002", outcome="answered", duration=9) for day in range(1, 4)]
    made = case_of(rows, lang="en")
    file = CaseFile(collectors=(Collector("Alpha", numbers=("13911110001", "13911110002")),))
    named = replace(made, settings=replace(made.settings, case=file))
    text = first_screen(named)
    assert "of one number appear to exceed a limit." in text and "1 more that the case file gives to a caller" in text
    quiet = case_of(rows[3:], lang="en")
    quiet = replace(quiet, settings=replace(quiet.settings, case=file))
    assert "No number in these records exceeds a limit" in first_screen(quiet)
    assert tables(sections(quiet)["numbers"])["numbers"].rows["number"].tolist() == ["139 1111 0002"]


def test_what_speaks_against_it(case):
    rows = [row(f"2026-03-{day:02} 23:00:00", outcome="answered", duration=200) for day in range(1, 9)]
    rows += [row("2026-03-09 12:00:00", direction="out", outcome="answered", duration=5)]
    against = sections(case_of(rows, lang="en"))["against"]
    shown = tables(against)["context"].rows
    assert shown[["own_calls", "talks", "longest"]].values.tolist() == [[1, 8, 200]]
    aside = make_case(lang="en", days=60, per_day=2, numbers=3)
    if not aside.set_aside.empty:
        assert tables(sections(aside)["against"])["aside"].rows["why"].str.len().min() > 0


def test_calls_after_a_refusal_and_a_complaint_are_counted():
    rows = [row(f"2026-03-{day:02} 23:00:00") for day in range(1, 11)]
    made = case_of(rows, lang="en")
    at = dt.datetime(2026, 3, 5, 23, 0, 0)
    file = CaseFile(
        refusals=(Refusal(at, to="13911110001"),), complaints=(Complaint("12321", dt.date(2026, 3, 8), "R-1"),)
    )
    made = replace(made, settings=replace(made.settings, case=file))
    shown = tables(sections(made)["since"])["since"].rows
    assert shown["calls"].tolist() == [5, 2]  # the call in the very second of the refusal is not later than it


def test_what_could_not_be_judged_has_a_reason():
    rows = [row(f"2026-03-{day:02} 23:00:00", outcome="unknown") for day in range(1, 4)]
    made = case_of(rows, lang="en")
    reasons = tables(sections(made)["unjudged"])["unjudged"].rows
    assert len(reasons) == (made.findings["status"] == "not-evaluable").sum() > 0
    assert reasons["why"].str.contains("how calls ended").any()


def test_row_ledger_and_method(case):
    parts = sections(case)
    assert tables(parts["sources"])["sources"].rows["rows_read"].sum() == case.sources["rows_read"].sum()
    assert set(tables(parts["method"])["rule"].rows["id"]) == {rule.id for rule in case.rules}
    assert "Asia/Shanghai" in dict(blocks(parts["method"], Facts)[0].pairs)["Time zone"]


def test_problems_are_counted_by_kind(case):
    problems = pd.DataFrame(
        {
            "code": ["P101", "P101", "P201"],
            "source": "s",
            "row": ["3", "9", "4"],
            "column": "date",
            "raw": ["<b>", "y", "z"],
            "note": "",
        }
    )
    shown = tables(sections(replace(case, problems=problems))["problems"])["problems"].rows
    assert shown["rows"].tolist() == [2, 1] and shown["example"].tolist() == ["<b>", "z"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_words_accuse_nobody(lang):
    text = ours(everything(make_case(lang=lang))).lower()
    for word in ("harass", "illegal", "criminal", "骚扰者", "违法", "非法", "犯罪"):
        assert word not in text, word


def test_official_texts_may_be_called_by_their_names_and_nobody_else():
    """The check can fail: the name of a law passes, the same word in a sentence of ours does not."""
    law = "collecting illegal debts by intimidation, stalking or harassment, where serious"
    assert law in everything(make_case(lang="en"))
    assert "illegal" not in ours(f"See: {law}.") and "illegal" in ours(f"See: {law}. That is illegal.")


def test_chinese_has_no_english_left():
    text = ours(everything(make_case(lang="zh")))
    for allowed in (
        r"[\w./]+\.(xlsx|csv|toml|sha256)",
        r"call-sms-analyzer [\w.]+",
        r"Asia/Shanghai",
        r"GB/T",
        r"SHA-256",
        r"source/",
        r"complaints/",
        r"\[\[?\w+\]?\]",
        r"（(Callers|Links|Lines)）",
        r"\bF\d{4}\b",
        r"CN-[A-Z0-9-]+",
        r"\b[0-9a-f]{8}\b",
        r"\b[0-9a-f]{64}\b",
        r"\bCN\b",
        r"\bcharts\b",
    ):
        text = re.sub(allowed, "", text)
    assert re.findall(r"[A-Za-z]{3,}", re.sub(r"export\d|fake", "", text)) == []


def test_every_sentence_of_report_and_page_is_translated(root):
    sys.path.insert(0, str(root / "tools"))
    try:
        import catalogues

        mine = re.compile(r"reports/(summary|words)|writers/html")
        known = {sentence for entries in catalogues.catalogues().values() for sentence in entries}
        wanted = {s for s, places in catalogues.sentences().items() if any(mine.search(place) for place in places)}
        assert len(wanted) > 150 and not wanted - known
    finally:
        sys.path.remove(str(root / "tools"))


def test_a_number_cannot_turn_a_sentence_round():
    assert words.named("139\u202e0000\u200f", str) == "1390000"
    assert words.named("", str) == "number withheld"
    assert len(words.named("9" * 500, str)) == 40


def test_a_sentence_leaves_out_what_did_not_happen():
    assert words.counted(1, 0, str) == "1 call"
    assert words.counted(0, 2, str) == "2 messages"
    assert words.counted(3, 1, str) == "3 calls and 1 message"
