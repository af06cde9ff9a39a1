"""Rules: packs are well-formed and cited, each fires and stays quiet where it should, and the findings recount."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tables import build_events, events_of, reading, row
from test_numbers import DST, MIDNIGHT, NEW_YORK, rows_around

import reference
from analyzer import pipeline
from analyzer.findings import ASSUMPTIONS, FINDING_COLUMNS, FORCES, STATUSES
from analyzer.rules import RULE_PACKS, pack, rules
from analyzer.settings import Collector, CaseFile, Settings

EVERY = [rule for name in RULE_PACKS for rule in pack(name)]
ALL = Settings(rules=("cn", "us"), zone_stated=True)
A, B = "13911110001", "13911110002"


def detect(rows, chosen=ALL, **facts):
    events = events_of(rows, chosen, **facts)
    return pipeline.detect(events, chosen), events


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
}  # fmt: skip


@pytest.mark.parametrize("rule", EVERY, ids=lambda r: r.id)
class TestEachRule:
    def test_fires(self, rule):
        assert len(fired(SAMPLES[rule.id][0], rule.id)) >= 1

    def test_quiet(self, rule):
        assert len(fired(SAMPLES[rule.id][1], rule.id)) == 0

    def test_is_documented(self, rule):
        assert rule.force in FORCES
        assert rule.confidence in ("S1", "S2") or (rule.confidence == "own" and rule.force == "heuristic")
        for lang in ("zh", "en"):
            assert rule.title[lang] and rule.source[lang] and rule.note[lang] and rule.innocent[lang]
            assert "{observed}" in rule.wording[lang]
            assert rule.citation(lang)
        if rule.force not in ("heuristic", "platform-policy"):
            assert rule.clause["zh"] and rule.in_force_from

    def test_quiet_before_it_was_in_force(self, rule):
        if rule.in_force_from is None:
            pytest.skip("a heuristic has no date")
        shift = (dt.date(2026, 3, 2) - rule.in_force_from).days + 60
        from tables import seconds

        rows = [{**r, "at": (seconds(r["at"]) if isinstance(r["at"], str) else r["at"]) - shift * 86_400} for r in SAMPLES[rule.id][0]]
        table, _ = detect(rows)
        mine = table[table["rule"] == rule.id]
        assert mine["status"].tolist() == ["not-evaluable"]
        assert mine["assumptions"].tolist() == ["not-in-force"]


def test_every_rule_has_samples_and_its_own_id():
    assert set(SAMPLES) == {rule.id for rule in EVERY}
    assert len({rule.id for rule in EVERY}) == len(EVERY)


def test_packs_are_chosen_and_heuristics_always_come():
    assert {r.jurisdiction for r in rules(("us",))} == {"us", "heuristic"}
    assert {r.jurisdiction for r in rules(())} == {"heuristic"}
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
    named = Settings(rules=("cn",), zone_stated=True, case=CaseFile(collectors=(Collector("某公司", signatures=("某某贷",)),)))
    rows = [row("2026-03-02 23:00:00", kind="sms", body="【某某贷】请尽快还款")]
    assert fired(rows, "CN-GBT-NIGHT", named)["status"].tolist() == ["exceeded"]


def test_allowed_numbers_are_left_alone():
    chosen = Settings(rules=("cn",), case=CaseFile(allow=(f"+86{A}",)))
    assert fired([row("2026-03-02 23:00:00")], "CN-GBT-NIGHT", chosen).empty


def test_outgoing_events_never_count():
    table, _ = detect([row("2026-03-02 23:00:00", direction="out", outcome="answered", duration=9), row("2026-03-02 12:00:00", outcome="answered", duration=9)])
    assert set(table[table["status"] != "not-evaluable"]["rule"]) == set()


def test_columns_and_words():
    table, events = detect([r for rows, _ in SAMPLES.values() for r in rows])
    assert list(table.columns) == list(FINDING_COLUMNS)
    assert set(table["status"]) <= set(STATUSES)
    assert {token for cell in table["assumptions"] for token in cell.split()} <= set(ASSUMPTIONS)
    ids = set(events["event_id"])
    for finding in table[table["status"] != "not-evaluable"].to_dict("records"):
        named = finding["event_ids"].split()
        assert named and set(named) <= ids
        assert finding["observed"] > finding["limit"]
        extra = 1 if finding["rule"] == "US-REGF-7AFTER" else 0  # the conversation itself is named first
        assert len(named) == finding["observed"] + extra


@pytest.mark.parametrize("chosen", [ALL, Settings(rules=("cn", "us"), zone="America/New_York", region="US", zone_stated=True)], ids=["Shanghai", "New York"])
def test_against_the_reference(chosen):
    @settings(max_examples=50, deadline=None)
    @given(rows_around(DST, MIDNIGHT, MIDNIGHT + 40 * 86_400))
    def check(rows):
        table, events = detect(rows, chosen)
        groups = reference.by_number(events)
        for rule in EVERY:
            mine = table[(table["rule"] == rule.id) & (table["status"] != "not-evaluable")]
            if "number" in rule.per:
                for (owner, number), group in groups.items():
                    got = mine[(mine["owner"] == owner) & (mine["number"] == number)]
                    found = sorted(((int(r.observed), r.event_ids.split()) for r in got.itertuples()), key=lambda f: f[1])
                    assert found == reference.findings(group, rule), rule.id

    check()


@settings(max_examples=25, deadline=None)
@given(rows_around(DST, MIDNIGHT), st.randoms(use_true_random=False))
def test_order_of_rows_changes_no_finding(rows, random):
    shuffled = list(rows)
    random.shuffle(shuffled)
    keep = ["rule", "number", "status", "observed", "window_start", "window_end"]
    one, two = detect(rows)[0][keep], detect(shuffled)[0][keep]
    assert one.sort_values(keep[:3] + keep[4:]).values.tolist() == two.sort_values(keep[:3] + keep[4:]).values.tolist()
