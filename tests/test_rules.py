"""Rules: packs are well-formed and cited, each fires and stays quiet where it should, and the findings recount."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from messagetables import from_bodies, messages_of
from tables import build_events, events_of, reading, row
from test_numbers import DST, MIDNIGHT, rows_around

from analyzer import pipeline
from analyzer.findings import FINDING_COLUMNS, STATUSES
from analyzer.rule import ASSUMPTIONS, FACTS, FORCES
from analyzer.rules import RULE_PACKS, areas, citations, cited, names, pack, rules
from analyzer.settings import CaseFile, Collector, Line, Owner, Refusal, Settings
from analyzer.wording import FLAGS

EVERY = [rule for name in RULE_PACKS for rule in pack(name)]
CITED = [text for name in RULE_PACKS for text in cited(name)]
ALL = Settings(rules=names(), zone_stated=True)
A, B, C = "13911110001", "13911110002", "13911110003"
SHOP, STRANGER = "13922220001", "13922220002"
OWN, WORK, MUM = "+8613900000000", "+8613900000600", "+8613900000700"
CASED = Settings(
    rules=names(),
    zone_stated=True,
    case=CaseFile(
        owner=Owner(numbers=(OWN,)),
        lines=(Line("work.csv", "workplace", WORK), Line("mum.csv", "relative", MUM)),
        collectors=(Collector("某公司", numbers=(A, B, C)),),
        refusals=(Refusal(dt.datetime.fromisoformat("2026-03-02T12:00")),),
    ),
)
"""A collector with three numbers, a workplace, a mother, and everybody told to stop on Monday, 2 March 2026, at noon."""


def detect(rows, chosen=ALL, **facts):
    events = events_of(rows, chosen, **facts)
    return pipeline.detect(events, chosen, messages=from_bodies(events)), events


def fired(rows, rule, chosen=ALL):
    table, _ = detect(rows, chosen)
    return table[(table["rule"] == rule) & (table["status"] != "not-evaluable")]


def calls(n, start="2026-03-02 10:00:00", step=600, number=A, **facts):
    from tables import seconds

    return [row(seconds(start) + step * i, number, **facts) for i in range(n)]


SAMPLES = {
    # rule: (rows that make it fire, rows that must leave it quiet)
    "CN-GBT-NIGHT": ([row("2026-03-02 22:00:00")], [row("2026-03-02 21:59:59"), row("2026-03-03 08:00:00")]),
    "CN-CBA-NIGHT": ([row("2026-03-03 07:59:59", kind="sms")], [row("2026-03-02 21:59:59"), row("2026-01-29 23:00:00")]),
    "CN-GBT-VOICE3-INTER": (calls(4, outcome="answered", duration=10), [*calls(3, outcome="answered", duration=10), *calls(9, "2026-03-03 10:00:00")]),
    "CN-CBA-ATTEMPT6": (calls(7), [*calls(6), *calls(6, "2026-03-03 10:00:00", outcome="rejected"), *calls(9, "2026-03-04 09:00:00", outcome="answered", duration=3)]),
    "CN-MIIT31-OPTOUT": (
        [row("2026-03-02 10:00:00", kind="sms", body="advertising: 新品上市")],
        [row("2026-03-02 10:00:00", kind="sms", body="advertising: 新品上市，拒收请回复R"), row("2026-03-02 11:00:00", kind="sms", body="advertising: 新款到店，不看发td"), row("2026-03-02 12:00:00", kind="sms", body="您的验证码")],
    ),
    "US-REGF-7IN7": (calls(8, step=75_000), [*calls(7, step=75_000), *calls(7, "2026-03-20 10:00:00", step=600)]),
    "US-REGF-7AFTER": (
        [row("2026-03-02 10:00:00", outcome="answered", duration=20), row("2026-03-08 23:59:59")],
        [row("2026-03-02 10:00:00", outcome="answered", duration=20), row("2026-03-09 00:00:00"), row("2026-03-01 09:00:00")],
    ),
    "US-REGF-HOURS": ([row("2026-03-02 08:00:00")], [row("2026-03-02 08:00:01"), row("2026-03-02 20:59:59")]),
    "H-RING-ONCE": (calls(3, ring=3), [*calls(2, ring=1), *calls(5, "2026-03-03 10:00:00", ring=4)]),
    "H-CALL-BURST": (calls(3, step=149), [*calls(2, step=10), *calls(9, "2026-03-03 10:00:00", step=150), *calls(5, "2026-03-04 10:00:00", step=9, outcome="answered", duration=5)]),
    "H-CALL-BOMB-HOUR": ([*calls(15, step=100), *calls(15, step=100, number=B)], [*calls(29, step=100)]),
    "H-CALL-BOMB-DAY": ([*calls(50, step=300), *calls(50, step=300, number=B)], calls(99, step=300)),
    "H-ALI-5H": (calls(6, step=700), calls(9, step=720)),
    "H-ALI-20D": (calls(21, step=4000), calls(40, step=4320)),
    "CN-GBT-3RD-PARTY": (
        [row("2026-03-02 12:00:01", A, owner=WORK)],
        [row("2026-03-02 12:00:00", A, owner=WORK), row("2026-03-03 10:00:00", A), row("2026-03-03 10:00:00", SHOP, owner=WORK)],
    ),
    "CN-CBA-3RD-PARTY": (
        [row("2026-03-02 09:00:00", A, outcome="answered", duration=9), row("2026-03-02 10:00:00", B, owner=WORK)],
        [row("2026-03-02 09:00:00", A, outcome="answered", duration=9), row("2026-03-03 00:00:00", B, owner=WORK), row("2026-03-02 10:00:00", SHOP, owner=WORK)],
    ),
    "CN-CBA-PRIVATE-LINE": (
        [row("2026-03-02 09:00:00", A), row("2026-03-09 09:00:00", B, "sms"), row("2026-03-31 23:00:00", C)],
        [row("2026-03-02 09:00:00", A), row("2026-03-03 09:00:00", B), row("2026-04-02 00:00:00", C), row("2026-03-05 09:00:00", SHOP)],
    ),
    "CN-CPL-29": (
        [row("2026-03-01 10:00:00", SHOP), row("2026-03-02 12:00:01", SHOP)],
        [row("2026-03-02 12:00:00", SHOP), row("2026-03-03 10:00:00", STRANGER), row("2026-03-03 10:00:00", A)],
    ),
    "CN-MIIT31-SMS": (
        [row("2026-03-01 10:00:00", SHOP), row("2026-03-02 12:00:01", SHOP, "sms")],
        [row("2026-03-02 12:00:00", SHOP, "sms"), row("2026-03-02 12:00:01", SHOP)],
    ),
    "US-REGF-BURST": (calls(2, step=299), [*calls(5, step=300), row("2026-03-02 10:05:10", outcome="answered", duration=9)]),
    "US-REGF-BURST-DAY": (calls(7, step=3600), [*calls(6, step=3600), *calls(6, "2026-03-03 00:00:00", step=3600)]),
    "US-REGF-WORK": (
        [row("2026-03-02 12:00:01", A, owner=WORK)],
        [row("2026-03-02 12:00:00", A, owner=WORK), row("2026-03-03 10:00:00", A, owner=MUM)],
    ),
    "US-REGF-OPTOUT": (
        calls(2, "2026-03-02 12:00:01", kind="sms"),
        [*calls(3, "2026-03-02 09:00:00", kind="sms"), row("2026-03-02 12:00:01", kind="sms"), row("2026-03-02 12:00:02")],
    ),
    "US-TCPA-HOURS": ([row("2026-03-02 21:00:01", SHOP)], [row("2026-03-02 21:00:00", SHOP), row("2026-03-03 08:00:00", SHOP)]),
    "US-TCPA-STOP": (
        [row("2026-03-01 10:00:00", SHOP), row("2026-03-17 00:00:00", SHOP)],
        [row("2026-03-01 10:00:00", SHOP), row("2026-03-16 23:59:59", SHOP, "sms")],
    ),
    "US-MA-2IN7": (
        [row("2026-03-02 10:00:00"), row("2026-03-05 10:00:00", kind="sms"), row("2026-03-08 23:59:59")],
        [row("2026-03-02 10:00:00"), row("2026-03-05 10:00:00", kind="sms"), row("2026-03-09 00:00:00"), row("2026-03-06 10:00:00", owner=WORK)],
    ),
    "US-MA-2IN30": (
        [row("2026-03-02 10:00:00", owner=WORK), row("2026-03-12 10:00:00", B, owner=WORK), row("2026-03-31 23:59:59", owner=WORK)],
        [row("2026-03-02 10:00:00", owner=WORK), row("2026-03-12 10:00:00", B, owner=WORK), row("2026-04-01 00:00:00", owner=WORK), row("2026-03-14 10:00:00")],
    ),
    "US-MA-HOURS": ([row("2026-03-02 21:00:00")], [row("2026-03-02 20:59:59"), row("2026-03-03 08:00:00"), row("2026-03-02 23:00:00", kind="sms")]),
    "US-WA-3WEEK": (
        calls(4, "2026-03-01 00:00:00", step=86_400, outcome="answered", duration=5),
        [*calls(3, "2026-03-05 10:00:00", step=86_400, outcome="answered", duration=5), *calls(3, "2026-03-08 00:00:00", outcome="answered", duration=5), *calls(5)],
    ),
    "US-WA-WORK1": (
        [row("2026-03-01 00:00:00", kind="sms", owner=WORK), row("2026-03-07 23:59:59", B, "sms", owner=WORK)],
        [row("2026-03-07 23:59:59", kind="sms", owner=WORK), row("2026-03-08 00:00:00", B, "sms", owner=WORK), row("2026-03-06 10:00:00", kind="sms")],
    ),
    "US-WA-HOURS": ([row("2026-03-02 07:29:59")], [row("2026-03-02 07:30:00"), row("2026-03-02 21:00:00")]),
    "US-OK-3IN24": (calls(4, step=28_799), calls(9, step=28_800)),
    "US-OK-HOURS": ([row("2026-03-02 20:00:00")], [row("2026-03-02 19:59:59"), row("2026-03-03 08:00:00")]),
    "CA-ON-3IN7": (calls(5, step=100_000, outcome="answered", duration=5), [*calls(4, step=100_000, outcome="answered", duration=5), *calls(9)]),
    "CA-ON-HOURS": (
        [row("2026-03-01 17:00:00", kind="sms")],
        [row("2026-03-01 13:00:00", kind="sms"), row("2026-03-01 16:59:59", kind="sms"), row("2026-03-02 07:00:00", kind="sms"), row("2026-03-02 20:59:59", kind="sms"), row("2026-03-02 23:00:00")],
    ),
    "CA-QC-HOURS": ([row("2026-04-06 10:00:00")], [row("2026-03-07 08:00:00"), row("2026-03-07 19:59:59"), row("2026-04-07 10:00:00")]),
    "AU-ACCC-FREQ": (
        calls(4, "2026-03-02 00:00:00", step=190_000, kind="sms"),
        [*calls(3, "2026-03-06 10:00:00", kind="sms"), *calls(3, "2026-03-09 00:00:00", kind="sms"), *calls(9)],
    ),
    "AU-ACCC-FREQ-MONTH": (calls(11, "2026-03-01 00:00:00", step=260_000, kind="sms"), [*calls(10, "2026-03-20 10:00:00", kind="sms"), *calls(10, "2026-04-01 00:00:00", kind="sms")]),
    "AU-ACCC-HOURS": (
        [row("2026-04-03 10:00:00")],
        [row("2026-03-02 07:30:00"), row("2026-03-02 20:59:59"), row("2026-03-07 09:00:00"), row("2026-03-02 05:00:00", owner=WORK)],
    ),
    "AU-ACCC-WORK": (
        [row("2026-03-02 17:00:00", owner=WORK)],
        [row("2026-03-02 09:00:00", owner=WORK), row("2026-03-02 16:59:59", B, owner=WORK), row("2026-03-07 10:00:00")],
    ),
    "JP-MLBA-NIGHT": ([row("2026-03-02 21:00:00")], [row("2026-03-02 20:59:59"), row("2026-03-03 08:00:00")]),
    "JP-MLBA-WORK": ([row("2026-03-02 10:00:00", owner=WORK)], [row("2026-03-02 10:00:00"), row("2026-03-02 10:00:00", owner=MUM), row("2026-03-02 10:00:00", kind="sms", owner=WORK)]),
    "KR-PIDA-7IN7": (calls(8, step=75_000, kind="sms"), [*calls(7, step=75_000, kind="sms"), *calls(9)]),
    "KR-FDCA-NIGHT": ([row("2026-03-02 21:00:00")], [row("2026-03-02 20:59:59"), row("2026-03-03 08:00:00")]),
    "IN-RBI-HOURS": ([row("2026-03-02 19:00:00")], [row("2026-03-02 18:59:59"), row("2026-03-03 08:00:00")]),
    "FR-DEM-4IN30": (calls(5, step=600_000, number=SHOP), [*calls(4, step=600_000, number=SHOP), row("2026-04-01 00:00:00", SHOP)]),
    "FR-DEM-HOURS": (
        [row("2026-03-03 13:00:00", SHOP)],
        [row("2026-03-03 12:59:59", SHOP), row("2026-03-03 14:00:00", SHOP), row("2026-03-03 19:59:59", SHOP)],
    ),
    "FR-DEM-REFUSAL": (
        [row("2026-03-01 10:00:00", SHOP), row("2026-05-01 23:59:59", SHOP)],
        [row("2026-03-02 12:00:00", SHOP), row("2026-05-02 00:00:00", SHOP)],
    ),
    "H-CALL-BURST-ALL": ([*calls(5, step=140), *calls(5, step=140, number=B)], [*calls(9, step=60), *calls(9, "2026-03-02 10:10:00", step=60, outcome="answered", duration=30)]),
    "H-SMS-BOMB": (
        [row(f"2026-03-02 10:0{i}:59", f"1392222000{i % 5}", "sms") for i in range(10)],
        [*(row(f"2026-03-02 10:0{i}:59", f"1392222000{i % 4}", "sms") for i in range(10)), *(row(f"2026-03-03 10:0{i}:59", f"1392222000{i}", "sms") for i in range(9))],
    ),
    "H-ROTATING": (
        [row(f"2026-03-0{i + 2} 10:00:00", f"1392222000{i}") for i in range(5)],
        [*(row(f"2026-03-0{i + 2} 10:00:00", f"1392222000{i}") for i in range(4)), row("2026-03-09 00:00:00", "13922220009"), row("2026-03-03 10:00:00", "13922230001")],
    ),
}  # fmt: skip

SAMPLES |= {
    rule.id: (
        [row("2026-03-02 10:00:00", kind="sms", body=f"flags: {rule.counts}")],
        [
            row("2026-03-02 10:00:00", kind="sms", direction="out", body=f"flags: {rule.counts}"),
            row("2026-03-02 11:00:00", kind="sms", body="flags: " + " ".join(flag for flag in FLAGS if flag != rule.counts)),
            row("2026-03-02 12:00:00", body=f"flags: {rule.counts}"),
        ],
    )
    for rule in EVERY
    if rule.counts in FLAGS
}  # fmt: skip

ON_ITS_LINE = replace(
    CASED,
    case=replace(
        CASED.case,
        refusals=tuple(
            Refusal(dt.datetime.fromisoformat("2026-03-02T12:00"), line=line.export) for line in CASED.case.lines
        ),
    ),
)
"""The same, and each of the two lines said so itself."""

ON_A_CASE = {rule.id for rule in EVERY if rule.on or rule.window["type"] in ("after_refusal", "while_reachable")}
ON_A_CASE |= {"CN-CBA-PRIVATE-LINE"}


def settings_for(rule):
    if rule.window.get("said_on"):
        return ON_ITS_LINE
    return CASED if rule.id in ON_A_CASE else ALL


@pytest.mark.parametrize("rule", EVERY, ids=lambda r: r.id)
class TestEachRule:
    def test_fires_just_above_its_limit(self, rule):
        found = fired(SAMPLES[rule.id][0], rule.id, settings_for(rule))
        assert found["observed"].min() == rule.limit + 1

    def test_quiet(self, rule):
        assert len(fired(SAMPLES[rule.id][1], rule.id, settings_for(rule))) == 0

    def test_is_documented(self, rule):
        assert rule.force in FORCES
        assert rule.confidence in ("S1", "S2") or (rule.confidence == "own" and rule.force == "heuristic")
        for lang in ("zh", "en"):
            assert rule.title[lang] and rule.source[lang] and rule.note[lang] and rule.innocent[lang]
            assert "{observed}" in rule.wording[lang]
            assert rule.citation(lang)
        if rule.force not in ("heuristic", "platform-policy"):
            assert rule.clause["zh"] and (rule.in_force_from or "since-unknown" in rule.assumes)
        assert not rule.area or rule.area.startswith(rule.jurisdiction.upper())

    def test_quiet_before_it_was_in_force(self, rule):
        if rule.in_force_from is None:
            pytest.skip("a heuristic has no date")
        shift = (dt.date(2026, 3, 2) - rule.in_force_from).days + 90
        from tables import seconds

        rows = [
            {**r, "at": (seconds(r["at"]) if isinstance(r["at"], str) else r["at"]) - shift * 86_400}
            for r in SAMPLES[rule.id][0]
        ]
        table, _ = detect(rows, settings_for(rule))
        mine = table[table["rule"] == rule.id]
        assert set(mine["status"]) == {"not-evaluable"}
        assert "not-in-force" in set(mine["assumptions"]) <= {"not-in-force", "no-calls", "no-messages", "no-events"}


def test_every_rule_has_samples_and_its_own_id():
    assert set(SAMPLES) == {rule.id for rule in EVERY}
    every = [text.id for text in (*EVERY, *CITED)]
    assert len(set(every)) == len(every)


@pytest.mark.parametrize("text", CITED, ids=lambda t: t.id)
def test_citations_are_documented_and_judge_nothing(text):
    assert text.force in FORCES and text.confidence in ("S1", "S2")
    for lang in ("zh", "en"):
        assert text.title[lang] and text.note[lang] and text.source[lang] and text.clause[lang] and text.citation(lang)
    assert text.supported_by and set(text.supported_by) <= set(FACTS) | {rule.id for rule in EVERY}
    assert not hasattr(text, "limit") and text.id not in {rule.id for rule in EVERY}


def test_packs_are_chosen_and_heuristics_always_come():
    assert {r.jurisdiction for r in rules(("us",))} == {"us", "heuristic"}
    assert {r.jurisdiction for r in rules(())} == {"heuristic"}
    assert {t.jurisdiction for t in citations(("cn", "uk"))} == {"cn", "uk"}


def test_rules_of_an_area_apply_only_where_it_is_named():
    assert not any(rule.area for rule in rules(("us",)))
    assert {rule.area for rule in rules(("us", "us-ma"))} == {"", "US-MA"}
    assert {rule.id for rule in rules(("us-ok",))} == {"US-OK-3IN24", "US-OK-HOURS"} | {r.id for r in pack("heuristic")}
    assert [text.id for text in citations(("us-nyc",))] == ["US-NYC-DEBT"] and not citations(("us",))
    assert areas("ca") == ("ca-on", "ca-qc")
    with pytest.raises(Exception, match="those of its parts: name one of ca-on, ca-qc"):
        rules(("ca",))
    with pytest.raises(Exception, match="no rules for 'us-tx'"):
        rules(("us-tx",))
    with pytest.raises(Exception, match="no rules for 'mars'"):
        rules(("mars",))


def test_one_night_is_one_finding_and_belongs_to_its_evening():
    got = fired([row("2026-03-02 22:30:00"), row("2026-03-03 06:50:00"), row("2026-03-03 23:00:00")], "CN-GBT-NIGHT")
    assert got["observed"].tolist() == [2, 1]
    assert [t.isoformat() for t in got["window_start"]] == ["2026-03-02T22:00:00+08:00", "2026-03-03T22:00:00+08:00"]
    assert [t.isoformat() for t in got["window_end"]] == ["2026-03-03T08:00:00+08:00", "2026-03-04T08:00:00+08:00"]


def test_overlapping_windows_are_one_finding_that_names_the_highest():
    """Calls at 0, 100, 200, 250, 290, 900 s: windows from 0 (5 calls), 100 (4), 200 (3); one finding, the first."""
    from tables import seconds

    base = seconds("2026-03-02 10:00:00")
    got = fired([row(base + s) for s in (0, 100, 200, 250, 290, 900)], "H-CALL-BURST")
    assert got["observed"].tolist() == [5]
    assert len(got["event_ids"].iloc[0].split()) == 5


def test_unknown_outcome_and_bills_are_not_judged_rather_than_passed():
    table, _ = detect([row("2026-03-02 10:00:00", outcome="unknown")])
    mine = table.set_index("rule")
    assert mine.loc["CN-CBA-ATTEMPT6", "status"] == "not-evaluable"
    assert mine.loc["CN-CBA-ATTEMPT6", "assumptions"] == "no-outcome"
    built = build_events(reading(calls(8, outcome="answered", duration=9), lists_missed=False, zone_basis="carrier"))
    bill = pipeline.detect(built.events, ALL, connected_only=built.sources["source"].tolist()).set_index("rule")
    assert bill.loc["CN-CBA-ATTEMPT6", "assumptions"] == "connected-calls-only"
    assert bill.loc["H-RING-ONCE", "status"] == "not-evaluable"


def test_no_ring_time_is_said():
    table, _ = detect(calls(5))
    assert table.set_index("rule").loc["H-RING-ONCE", "assumptions"] == "no-ring-time"


def test_debt_rules_say_what_they_assume_until_a_collector_is_named():
    rows = [row("2026-03-02 23:00:00")]
    assert fired(rows, "CN-GBT-NIGHT")["status"].tolist() == ["met-with-assumption"]
    assert "debt-assumed" in fired(rows, "CN-GBT-NIGHT")["assumptions"].iloc[0].split()
    named = Settings(rules=("cn",), zone_stated=True, case=CaseFile(collectors=(Collector("某公司", numbers=(A,)),)))
    got = fired(rows, "CN-GBT-NIGHT", named)
    assert got["status"].tolist() == ["exceeded"]
    assert "debt-assumed" not in got["assumptions"].iloc[0]


def test_calls_of_one_collector_are_counted_together():
    """Four unanswered calls from each of two numbers: no number exceeds six a day, the collector does."""
    named = Settings(rules=("cn",), zone_stated=True, case=CaseFile(collectors=(Collector("某公司", numbers=(A, B)),)))
    got = fired([*calls(4), *calls(4, number=B)], "CN-CBA-ATTEMPT6", named)
    assert got[["number", "campaign", "observed"]].values.tolist() == [["", "某公司", 8]]


def test_a_signature_makes_a_number_the_collectors():
    named = Settings(
        rules=("cn",), zone_stated=True, case=CaseFile(collectors=(Collector("某公司", signatures=("某某贷",)),))
    )
    rows = [row("2026-03-02 23:00:00", kind="sms", body="【某某贷】请尽快还款")]
    assert fired(rows, "CN-GBT-NIGHT", named)["status"].tolist() == ["exceeded"]


def test_allowed_numbers_are_left_alone():
    chosen = Settings(rules=("cn",), case=CaseFile(allow=(f"+86{A}",)))
    assert fired([row("2026-03-02 23:00:00")], "CN-GBT-NIGHT", chosen).empty


def test_outgoing_events_never_count():
    table, _ = detect(
        [
            row("2026-03-02 23:00:00", direction="out", outcome="answered", duration=9),
            row("2026-03-02 12:00:00", outcome="answered", duration=9),
        ]
    )
    assert set(table[table["status"] != "not-evaluable"]["rule"]) == set()


def test_columns_and_words():
    table, events = detect([r for rows, _ in SAMPLES.values() for r in rows], CASED)
    assert set(table.loc[table["status"] != "not-evaluable", "rule"]) > ON_A_CASE - {"CN-GBT-3RD-PARTY"}
    assert list(table.columns) == list(FINDING_COLUMNS)
    assert set(table["status"]) <= set(STATUSES)
    assert {token for cell in table["assumptions"] for token in cell.split()} <= set(ASSUMPTIONS)
    ids = set(events["event_id"])
    for finding in table[table["status"] != "not-evaluable"].to_dict("records"):
        named = finding["event_ids"].split()
        assert named and set(named) <= ids
        assert finding["observed"] > finding["limit"]
        extra = finding["rule"] in ("US-REGF-7AFTER", "CN-CBA-3RD-PARTY")  # the conversation itself is named first
        assert len(named) == finding["observed"] + extra


@settings(max_examples=25, deadline=None)
@given(rows_around(DST, MIDNIGHT), st.randoms(use_true_random=False))
def test_order_of_rows_changes_no_finding(rows, random):
    shuffled = list(rows)
    random.shuffle(shuffled)
    keep = ["rule", "number", "status", "observed", "window_start", "window_end"]
    one, two = detect(rows)[0][keep], detect(shuffled)[0][keep]
    assert one.sort_values(keep[:3] + keep[4:]).values.tolist() == two.sort_values(keep[:3] + keep[4:]).values.tolist()


def test_rules_on_debts_leave_out_what_is_plainly_something_else():
    """A code, a friend's words and an advertisement at night; counted is what is not sorted, or what a stated collector sent."""
    rows = [row(f"2026-03-02 23:0{i}:00", SHOP, "sms") for i in range(4)]
    kinds = ("code", "personal", "advertising", "unsure")
    for collectors, counted in (((), 1), ((Collector("某公司", numbers=(SHOP,)),), 4)):
        chosen = Settings(rules=("cn",), zone_stated=True, case=CaseFile(collectors=collectors))
        events = events_of(rows, chosen)
        told = messages_of(events, {i: {"message_kind": kind} for i, kind in enumerate(kinds)})
        table = pipeline.detect(events, chosen, messages=told)
        mine = table[(table["rule"] == "CN-GBT-NIGHT") & (table["number"] != "")]
        assert mine["observed"].tolist() == [counted]


def test_wording_is_counted_over_the_whole_record():
    """Two insults weeks apart are one finding, from the day of the first to that of the last."""
    rows = [row(f"2026-03-{day} 10:00:00", kind="sms", body="flags: insult") for day in ("02", "30")]
    mine = fired(rows, "H-MSG-INSULT").iloc[0]
    assert (mine["observed"], mine["status"], mine["severity"]) == (2, "met-with-assumption", "medium")
    assert (
        str(mine["window_start"]) == "2026-03-02 00:00:00+08:00"
        and str(mine["window_end"]) == "2026-03-31 00:00:00+08:00"
    )
