"""Small things that every figure rests on, each held to what a person would count or look up by hand."""

import datetime as dt
import zoneinfo
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from messagetables import messages_of
from tables import build_events, events_of, row
from test_callers import A, B, C, joined
from test_rules import EVERY

from analyzer import clock
from analyzer.campaigns import Campaigns
from analyzer.evaluable import reasons
from analyzer.findings import detect
from analyzer.grouped import stable_order
from analyzer.indicators import INDICATORS
from analyzer.numbers import summarize
from analyzer.rules.counting import covered, distinct, highest
from analyzer.settings import CaseFile, Collector, Line, Owner, Refusal, Settings
from analyzer.stated import Stated, Words, collectors_of
from analyzer.wording import FLAGS

BY_ID = {rule.id: rule for rule in EVERY}
OWN, WORK = "+8613900000000", "+8613900000600"
HIDDEN = "未知"


def rule(name="CN-GBT-VOICE3-INTER", **changed):
    """A rule with a limit, in force on every day."""
    return replace(BY_ID[name], in_force_from=None, in_force_to=None, **changed)


# ---------------------------------------------------------------- the clock


@pytest.mark.parametrize(
    ("zone", "first"),
    [
        ("Pacific/Apia", dt.datetime(2011, 12, 27)),  # left out the whole of 30 December
        ("Pacific/Apia", dt.datetime(2011, 3, 31)),  # back by an hour, in the year of a change of a whole day
        ("Pacific/Apia", dt.datetime(2011, 9, 22)),
        ("Asia/Pyongyang", dt.datetime(2015, 8, 12)),  # the one change of that year
        ("America/New_York", dt.datetime(2026, 3, 6)),
        ("America/New_York", dt.datetime(2026, 10, 30)),
        ("Australia/Lord_Howe", dt.datetime(2026, 4, 3)),  # back by half an hour
    ],
)
def test_wall_times_around_a_change_are_those_of_the_zone(zone, first):
    """Every quarter of an hour of six days, each by itself, against the standard library's zones."""
    info = zoneinfo.ZoneInfo(zone)
    for step in range(6 * 96):
        wall = first + dt.timedelta(minutes=15 * step)
        early, late = (wall.replace(tzinfo=info, fold=fold).astimezone(dt.UTC) for fold in (0, 1))
        exists = early.astimezone(info).replace(tzinfo=None) == wall
        second = int(wall.replace(tzinfo=dt.UTC).timestamp())
        t, doubtful = clock.instants(np.array([second], dtype=np.int64), zone)
        assert t.tolist() == [int(early.timestamp())], wall
        assert doubtful.tolist() == [early != late], (wall, exists)


def test_day_numbers_are_dates():
    assert clock.civil(np.array([0, 20_000, -1])) == [dt.date(1970, 1, 1), dt.date(2024, 10, 4), dt.date(1969, 12, 31)]


def test_a_span_that_ends_where_it_begins_holds_nothing():
    assert clock.in_hours(np.array([0, 3600, 3601]), 3600, 3600).tolist() == [False, False, False]


# ---------------------------------------------------------------- windows


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 3), st.integers(1, 4)), max_size=14))
@settings(max_examples=60, deadline=None)
def test_different_values_in_windows_are_counted_one_by_one(rows):
    rows = sorted(rows, key=lambda one: one[0])
    keys = [one[0] for one in rows]
    ends = []  # a window stays within its key and never ends before the one that opens earlier
    for i, (key, _, length) in enumerate(rows):
        last = max(j for j in range(len(rows)) if keys[j] == key) + 1
        end = min(i + length, last)
        ends.append(max(end, ends[-1]) if i and keys[i - 1] == key else end)
    values = [one[1] for one in rows]
    got, before = distinct(
        np.array(keys, dtype=np.int64),
        np.array(values, dtype=np.int64),
        np.array(ends, dtype=np.int64) - np.arange(len(rows)),
    )
    assert got.tolist() == [len(set(values[i:end])) for i, end in enumerate(ends)]
    earlier = [[j for j in range(i) if (keys[j], values[j]) == (keys[i], values[i])] for i in range(len(rows))]
    assert [b if b >= 0 else None for b in before.tolist()] == [found[-1] if found else None for found in earlier]


def test_places_that_windows_cover():
    assert covered(np.array([1, 2]), np.array([2, 2]), 5).tolist() == [False, True, True, True, False]
    assert covered(np.array([0, 4]), np.array([1, 1]), 5).tolist() == [True, False, False, False, True]


def test_windows_that_only_touch_are_two_findings():
    """Openings a width apart do not overlap; a second less, and the one with the higher count stands for both."""
    one, group = np.array([0, 1]), np.array([0, 0])
    apart = highest(one, group, np.array([0, 60]), np.array([5, 6]), 60, 4)
    joined_up = highest(one, group, np.array([0, 59]), np.array([5, 6]), 60, 4)
    others = highest(one, np.array([0, 1]), np.array([0, 10]), np.array([5, 6]), 60, 4)
    equal = highest(one, group, np.array([0, 10]), np.array([5, 5]), 60, 4)
    assert (apart.tolist(), joined_up.tolist(), others.tolist(), equal.tolist()) == ([0, 1], [1], [0, 1], [0])


# ---------------------------------------------------------------- the numbers table


@pytest.mark.parametrize("size", [3, 65_535, 65_536, 65_537, 140_000])
def test_groups_are_put_in_order_however_many_there_are(size):
    groups = np.array([size - 1, 2, size - 1, -1, 0, 1, 2], dtype=np.int64)
    wanted = sorted(range(len(groups)), key=lambda i: int(groups[i]))  # Python's sort keeps equals as they stand
    assert stable_order(groups, size).tolist() == wanted


def test_an_owner_has_rows_of_his_own_numbers_only():
    rows = [
        row("2026-03-02 10:00:00", A, owner=OWN),
        row("2026-03-02 11:00:00", B, owner=WORK),
        row("2026-03-02 12:00:00", C, owner=WORK),
    ]
    table = summarize(events_of(rows), INDICATORS)
    assert table[["owner", "number"]].to_numpy().tolist() == [[OWN, "+86" + A], [WORK, "+86" + B], [WORK, "+86" + C]]


def test_numbers_stand_by_how_often_they_called_then_by_number():
    rows = [row(f"2026-03-02 1{i}:00:00", number) for i, number in enumerate((C, B, B, A, B, A))]
    table = summarize(events_of(rows), INDICATORS)
    assert table["number"].tolist() == ["+86" + n for n in (B, A, C)]
    table = summarize(events_of([row("2026-03-02 10:00:00", B), row("2026-03-02 11:00:00", A)]), INDICATORS)
    assert table["number"].tolist() == ["+86" + A, "+86" + B]


def test_what_a_number_is_depends_on_language_and_region():
    events = events_of([row("2026-03-02 10:00:00", "075520000316"), row("2026-03-02 11:00:00", "95588")])
    zh, en = summarize(events, INDICATORS), summarize(events, INDICATORS, lang="en")
    assert "深圳" in " ".join(zh["region"]) and "Shenzhen" in " ".join(en["region"])
    abroad = summarize(events, INDICATORS, region="US")
    assert zh.set_index("number").loc["95588", "number_kind"] != abroad.set_index("number").loc["95588", "number_kind"]


def test_the_name_is_the_latest_one_that_says_anything():
    rows = [
        row("2026-03-02 10:00:00", A, name="L"),
        row("2026-03-03 10:00:00", B, name="old"),
        row("2026-03-04 10:00:00", B, name="new"),
        row("2026-03-05 10:00:00", B),
        row("2026-03-06 10:00:00", C),
    ]
    table = summarize(events_of(rows), INDICATORS).set_index("number")["name"]
    assert [table["+86" + n] for n in (A, B, C)] == ["L", "new", ""]


def test_replies_are_those_of_the_same_number_and_within_a_day():
    """First contacts lie weeks before: only the time between the two of a pair counts."""
    rows = [
        row("2026-01-01 10:00:00", C),
        row("2026-02-10 10:00:00", A),
        row("2026-02-10 11:00:00", A, direction="out", outcome="missed"),
        row("2026-02-10 10:30:00", B, direction="out", outcome="missed"),
        row("2026-02-12 10:00:00", B),
        row("2026-02-13 10:00:00", B, direction="out", outcome="missed"),  # a day later to the second
    ]
    table = summarize(events_of(rows), INDICATORS).set_index("number")["replies_out"]
    assert [int(table["+86" + n]) for n in (A, B, C)] == [1, 0, 0]


def test_what_follows_in_another_group_is_no_reply():
    """Both were written to on the first day and called half a day later: no number's calls come near another's."""
    rows = [row("2026-03-02 00:00:00", number, direction="out", outcome="missed") for number in (A, B)]
    rows += [row("2026-03-02 12:00:00", number) for number in (A, B)] + [row("2026-03-04 00:00:00", C)]
    table = summarize(events_of(rows), INDICATORS).set_index("number")["replies_out"]
    assert [int(table["+86" + n]) for n in (A, B, C)] == [0, 0, 0]


def test_a_second_of_talk_is_a_second():
    rows = [
        row(f"2026-03-02 1{i}:00:00", A, outcome="answered", duration=seconds) for i, seconds in enumerate((1, 0, 2))
    ]
    assert summarize(events_of(rows), INDICATORS)["talk_in_s"].tolist() == [3]


# ---------------------------------------------------------------- what the case file says


def test_a_signature_names_a_collector_only_where_it_was_sent():
    rows = [
        row("2026-03-02 10:00:00", A, kind="sms", body="【某某金融】您的账单"),
        row("2026-03-02 11:00:00", B, kind="sms", direction="out", body="你们是【某某金融】吗"),
        row("2026-03-02 12:00:00", C, kind="sms", body="某某金融"),
    ]
    told = Settings(case=CaseFile(collectors=(Collector("乙"), Collector("甲", signatures=("某某金融",)))))
    events = events_of(rows, told)
    belongs, names = collectors_of(events, told)
    by_number = dict(zip(events["number"].cat.categories, belongs.tolist(), strict=True))
    assert names == ["乙", "甲"]
    assert [by_number["+86" + n] >= 0 for n in (A, B, C)] == [True, False, False] and by_number["+86" + A] == 1


@pytest.mark.parametrize("place", range(len(FLAGS)))
def test_a_flag_is_its_own_and_no_other(place):
    events = events_of([row(f"2026-03-02 1{i}:00:00", A, kind="sms", body=str(i)) for i in range(3)])
    said = messages_of(events, {1: {"flags": FLAGS[place]}, 2: {"flags": " ".join(FLAGS)}})
    words = Words.of(events, said)
    assert words.has_flag([FLAGS[place]]).tolist() == [False, True, True]
    others = [flag for flag in FLAGS if flag != FLAGS[place]]
    assert words.has_flag(others).tolist() == [False, False, True]


def test_a_refusal_on_a_line_holds_for_its_file_and_its_number():
    """One export is named for two lines: the file of the first and the number of the second are both meant."""
    lines = (
        Line("work.csv", "workplace", WORK),
        Line("work.csv", "relative", "+8613900000700"),
        Line("x.csv", "relative"),
    )
    told = Settings(case=CaseFile(owner=Owner(numbers=(OWN,)), lines=lines))
    rows = [row("2026-03-02 10:00:00", A, owner=who) for who in (OWN, WORK, "+8613900000700")]
    built = build_events(rows, settings=told)
    stated = Stated(built.events, told, {}, None)
    assert built.events["owner"][stated._on("work.csv")].tolist() == [WORK, "+8613900000700"]
    files = dict.fromkeys(built.sources["source"], "work.csv")
    assert Stated(built.events, told, files, None)._on("work.csv").all()


def test_a_refusal_told_to_all_is_told_to_those_who_called_before():
    """A number whose first call comes at the second of the refusal was not yet there to be told."""
    at = dt.datetime.fromisoformat("2026-03-02T12:00:00+08:00")
    told = Settings(case=CaseFile(owner=Owner(numbers=(OWN,)), refusals=(Refusal(at),)))
    rows = [
        row("2026-03-02 11:59:59", A, owner=OWN), row("2026-03-02 12:00:00", B, owner=OWN),
        row("2026-03-02 11:00:00", C, owner=OWN, direction="out", outcome="missed"),
    ]  # fmt: skip
    events = events_of(rows, told)
    concerned = Stated(events, told, {}, None)._concerned("", int(at.timestamp()))
    assert sorted(events["number"][concerned].astype(str)) == ["+86" + A]


# ---------------------------------------------------------------- why a rule cannot be judged


def why(rows, *rules, told=None, connected=False, **facts):
    told = told or Settings()
    built = build_events(rows, settings=told)
    bills = built.sources["source"].tolist() if connected else ()
    return reasons(rules, built.events, Stated(built.events, told, {}, None), bills, **facts)


def test_a_kind_of_contact_that_nobody_recorded_is_named():
    calls, texts = rule(), rule("US-REGF-OPTOUT")
    both = rule("CN-GBT-NIGHT")
    assert (calls.kind, texts.kind) == ("call", "message")
    call, text = row("2026-03-02 10:00:00", A, outcome="answered"), row("2026-03-02 10:00:00", A, kind="sms", body="x")
    out = row("2026-03-02 10:00:00", A, direction="out", outcome="answered")
    assert why([text], calls) == [["no-calls"]]
    assert why([call], texts) == [["no-messages"]]
    assert why([out], both) == [["no-events"]]
    assert why([call], both) == [[""]] and why([text], both) == [[""]]


def test_each_owner_is_judged_by_his_own_records():
    """The first owner has only messages, the second only calls, the third both."""
    rows = [
        row("2026-03-02 10:00:00", A, kind="sms", body="x", owner="+8613900000001"),
        row("2026-03-02 11:00:00", A, outcome="answered", owner="+8613900000002"),
        row("2026-03-02 12:00:00", A, outcome="unknown", owner="+8613900000003"),
        row("2026-03-02 13:00:00", A, kind="sms", body="x", owner="+8613900000003"),
    ]
    assert why(rows, rule()) == [["no-calls", "", "no-outcome"]]


def test_a_rule_is_in_force_on_its_first_and_its_last_day():
    day = dt.date(2026, 3, 2)
    rows = [row("2026-03-02 10:00:00", A, outcome="answered")]
    before, after = day - dt.timedelta(days=1), day + dt.timedelta(days=1)
    made = [
        replace(rule(), in_force_from=day, in_force_to=day), replace(rule(), in_force_from=after), replace(rule(), in_force_to=before),
    ]  # fmt: skip
    assert why(rows, *made) == [[""], ["not-in-force"], ["not-in-force"]]


def test_a_limit_on_a_collector_needs_one():
    per_collector = rule("CN-CBA-PRIVATE-LINE")
    rows = [row("2026-03-02 10:00:00", A, outcome="answered")]
    assert per_collector.per == ("collector",)
    assert why(rows, per_collector) == [["no-collector"]]
    assert why(rows, per_collector, campaigns=True) == [[""]]
    assert why(rows, per_collector, told=Settings(case=CaseFile(collectors=(Collector("甲"),)))) == [[""]]


def test_bills_and_unsaid_outcomes_leave_missed_calls_open():
    missed = rule(counts="unanswered")
    answered, unsaid = (
        row("2026-03-02 10:00:00", A, outcome="answered"),
        row("2026-03-02 10:00:00", A, outcome="unknown"),
    )
    assert why([answered], missed, connected=True) == [["connected-calls-only"]]
    assert why([unsaid], missed) == [["no-outcome"]]
    assert why([answered, replace_at(unsaid, "2026-03-02 11:00:00")], missed) == [[""]]


def replace_at(one, at):
    return {**one, "at": at}


# ---------------------------------------------------------------- the findings table


def table_of(rows, *rules, told=None, messages=None):
    told = told or Settings(zone_stated=True)
    events = events_of(rows, told)
    found = detect(events, rules, told, messages=messages(events) if messages else None)
    return found[found["status"] != "not-evaluable"]


def night(number, day=2, times=3):
    return [row(f"2026-03-0{day} 23:0{i}:00", number, outcome="answered", duration=60) for i in range(times)]


STATED = {"zone_stated": True}
TOLD = CaseFile(collectors=(Collector("甲", numbers=(A,)),))


@pytest.mark.parametrize(
    ("number", "told", "changed", "says", "assumptions", "certainty", "status"),
    [
        (A, Settings(**STATED), {}, None, "debt-assumed", "assumed", "met-with-assumption"),
        (A, Settings(**STATED, case=TOLD), {}, None, "", "counted", "exceeded"),
        (A, Settings(case=TOLD), {}, None, "zone-assumed", "counted", "exceeded"),
        (A, Settings(**STATED, case=TOLD), {"assumes": ("no-consent",)}, None, "no-consent", "counted", "exceeded"),
        (A, Settings(**STATED, case=TOLD), {"assumes": ("one-debt",)}, None, "one-debt", "assumed", "met-with-assumption"),
        (A, Settings(**STATED), {}, "debt_pressure", "debt-by-message", "assumed", "met-with-assumption"),
        (A, Settings(**STATED, case=TOLD), {}, "debt_pressure", "", "counted", "exceeded"),
        (A, Settings(**STATED), {"subject": "marketing"}, "debt_pressure", "marketing-assumed", "assumed", "met-with-assumption"),
        (A, Settings(**STATED), {"subject": "any"}, None, "", "counted", "exceeded"),
        (HIDDEN, Settings(**STATED), {"subject": "any"}, None, "several-callers", "assumed", "met-with-assumption"),
        (HIDDEN, Settings(**STATED), {}, None, "debt-assumed several-callers", "assumed", "met-with-assumption"),
        ("139****0001", Settings(**STATED), {"subject": "any"}, None, "several-callers", "assumed", "met-with-assumption"),
        (HIDDEN, Settings(**STATED), {"subject": "any", "limit": 0}, None, "", "counted", "exceeded"),
        (HIDDEN, Settings(**STATED), {"subject": "any", "limit": 1}, None, "several-callers", "assumed", "met-with-assumption"),
    ],
)  # fmt: skip
def test_what_a_finding_rests_on_is_said_with_it(number, told, changed, says, assumptions, certainty, status):
    """The same two calls of one number, each time with one thing more known or unknown."""
    limited = rule("CN-GBT-NIGHT", **{"assumes": (), "limit": 1, "kind": "call", **changed})
    text = [row("2026-03-01 12:00:00", number, kind="sms", body="x")] if says else []
    events = events_of([*text, *(row(f"2026-03-02 23:0{i}:00", number) for i in range(2))], told)
    found = detect(events, [limited], told, messages=messages_of(events, {0: {"message_kind": says}}) if says else None)
    if limited.limit:
        assert found[["observed", "limit"]].to_numpy().tolist() == [[2, limited.limit]]
    assert found["assumptions"].tolist() == [assumptions]
    assert found["certainty"].tolist() == [certainty]
    assert found["status"].tolist() == [status]
    assert str(found["limit"].dtype) == "Int64" and found["campaign"].tolist() == [""]


def test_findings_stand_by_rule_owner_number_and_time():
    """A count over all numbers of an owner comes before those of one number; then the alphabet, then time."""
    per_number, over_all = rule("CN-GBT-NIGHT", subject="any"), replace(BY_ID["H-CALL-BOMB-DAY"], limit=3)
    rows = [
        row(f"2026-03-0{day} 23:00:0{i}", number, owner=who)
        for day in (3, 2)
        for i, number in enumerate((B, A))
        for who in (WORK, OWN)
    ]
    told = Settings(**STATED)
    both = replace(per_number, per=("number", "owner"))
    found = detect(events_of(rows, told), [over_all, both], told)
    assert found["finding_id"].tolist() == [f"F{i:04}" for i in range(1, len(found) + 1)]
    shown = found[found["rule"] == both.id]
    days = ["2026-03-02", "2026-03-03"]
    assert list(zip(shown["owner"], shown["number"], shown["window_start"].dt.strftime("%Y-%m-%d"), strict=True)) == [
        (who, number, day) for who in sorted((OWN, WORK)) for number in ("", "+86" + A, "+86" + B) for day in days
    ]


def test_many_findings_stand_in_order_too():
    """Two rules on two hundred numbers, and after them what could not be judged."""
    numbers = [f"1391111{i:04}" for i in range(200)]
    rows = [row("2026-03-02 23:00:00", number) for number in reversed(numbers)]
    rules = [rule("CN-GBT-NIGHT"), rule("US-REGF-OPTOUT"), rule("CN-CBA-NIGHT")]
    found = detect(events_of(rows), rules, Settings(**STATED))
    assert found["number"].tolist() == [*("+86" + n for n in numbers), "", *("+86" + n for n in numbers)]
    assert found["rule"].tolist() == [rules[0].id] * 200 + [rules[1].id] + [rules[2].id] * 200


def test_what_could_not_be_judged_stands_among_the_others_with_nothing_claimed():
    told = Settings(**STATED)
    texts, calls, missed = rule("US-TCPA-STOP"), rule("CN-GBT-NIGHT"), rule(counts="unanswered", limit=0)
    found = detect(events_of([row("2026-03-02 23:00:00", A, outcome="answered")], told), [texts, calls, missed], told)
    assert found["rule"].tolist()[:2] == [texts.id, calls.id]
    first = found.iloc[0]
    assert (first["status"], first["assumptions"], first["event_ids"], first["certainty"]) == (
        "not-evaluable",
        "no-refusal",
        "",
        "",
    )
    assert first[["observed", "window_start", "window_end"]].isna().all()
    assert found["observed"].isna().tolist() == [True, False]


@pytest.mark.parametrize("certainty", ["medium", "low"])
def test_a_limit_per_collector_is_counted_on_numbers_taken_for_one_caller(certainty):
    """Two numbers of two unanswered calls each: four together exceed three; a weak link joins nothing."""
    rows = [row(f"2026-03-02 1{i}:00:00", number) for i, number in enumerate((A, B, A, B))]
    made = joined(rows, (A, B), certainty=certainty)
    limited = replace(BY_ID["CN-CBA-ATTEMPT6"], limit=3, in_force_from=None)
    alone = replace(limited, per=("number",))
    told = Settings(**STATED)
    of = np.array([0 if n in ("+86" + A, "+86" + B) else -1 for n in made.events["number"].cat.categories])
    campaigns = Campaigns(made.campaigns, made.links, of, {})
    found = detect(made.events, [limited, alone], told, campaigns=campaigns)
    found = found[found["status"] != "not-evaluable"]
    if certainty == "low":
        assert found.empty
        return
    assert found[["rule", "number", "campaign", "observed"]].to_numpy().tolist() == [[limited.id, "", "C01", 4]]
    assert found["assumptions"].tolist() == [" ".join(["debt-assumed", "campaign-assumed", *limited.assumes])]
    assert found["certainty"].tolist() == ["assumed"]
    only = replace(limited, per=("collector",))  # nobody is named in a case file, but one caller was found
    assert detect(made.events, [only], told, campaigns=campaigns)["campaign"].tolist() == ["C01"]
    named = replace(told, case=CaseFile(collectors=(Collector("甲", numbers=("13700000001",)),)))
    shared = detect(made.events, [limited], named, campaigns=campaigns)
    assert shared["campaign"].tolist() == ["C01"]
