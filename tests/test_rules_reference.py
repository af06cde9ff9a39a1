"""Every rule against its plain twin, on made-up cases: clock changes, holidays, refusals, collectors, other people's lines."""

import datetime as dt
import random
from dataclasses import replace
from unittest import mock

import numpy as np
import pytest
import reference_rules
from hypothesis import given, settings
from hypothesis import strategies as st
from messagetables import messages_of
from tables import events_of, row
from test_numbers import DST, MIDNIGHT

from analyzer import view
from analyzer.findings import detect
from analyzer.rules import RULE_PACKS, names, pack
from analyzer.rules.counting import distinct
from analyzer.settings import CaseFile, Collector, Line, Owner, Refusal, Settings
from analyzer.wording import FLAGS, KINDS

EVERY = [rule for name in RULE_PACKS for rule in pack(name)]
OWN, WORK, MUM = "+8613900000000", "+8613900000600", "+8613900000700"
COLLECTOR = ("+8613911110001", "+8613911110002", "+8613922220003")
NUMBERS = (
    *COLLECTOR,
    "+8613911110005",
    "+8613911110006",
    "+8613911110007",
    "+8613933330001",
    "95588",
    "-1",
    "138****1234",
)
EASTER = 1_775_174_400  # 2026-04-03 08:00 in Shanghai, 2026-04-02 20:00 in New York: Good Friday is near

LINES = (Line("work.csv", "workplace", WORK), Line("mum.csv", "relative", MUM))


@st.composite
def cases(draw):
    """Settings with a case file: a collector, lines of others, refusals near the events."""
    days = st.datetimes(
        dt.datetime.fromisoformat("2026-02-25T00:00"), dt.datetime.fromisoformat("2026-04-10T00:00")
    ).map(lambda at: at.replace(microsecond=0))
    to = st.sampled_from(["", "某公司", "+8613911110001", "+8613933330001", "13900001111"])
    line = st.sampled_from(["", "", "work.csv", "mum.csv"])
    refusal = st.builds(
        lambda at, to, line, only: Refusal(at.replace(hour=0, minute=0, second=0) if only else at, to, "", line, only),
        days, to, line, st.booleans(),
    )  # fmt: skip
    zone, region = draw(st.sampled_from([("Asia/Shanghai", "CN"), ("America/New_York", "US")]))
    file = CaseFile(
        owner=Owner(numbers=(OWN,)),
        lines=LINES,
        collectors=(Collector("某公司", numbers=COLLECTOR),) if draw(st.booleans()) else (),
        refusals=tuple(draw(st.lists(refusal, max_size=3))),
    )
    if not file.collectors:
        file = CaseFile(owner=file.owner, lines=LINES, refusals=tuple(r for r in file.refusals if r.to != "某公司"))
    return Settings(rules=names(), zone=zone, region=region, zone_stated=True, case=file)


def rows_of_a_case(seed, size):
    """Events in bursts and over weeks, on three lines, some in the same second; the same seed gives the same rows."""
    rng = random.Random(seed)
    centres = [rng.choice((DST, MIDNIGHT, EASTER)) + rng.randrange(-5, 20) * 86_400 for _ in range(rng.randint(1, 4))]
    widths = (1, 300, 900, 7_200, 86_400, 5 * 86_400)
    numbers = rng.sample(NUMBERS, rng.randint(1, len(NUMBERS)))
    owners = rng.choice((("",), ("", "", WORK), ("", WORK, MUM)))
    rows = []
    for _ in range(size):
        at = rng.choice(centres) + rng.randrange(rng.choice(widths))
        direction = rng.choice(("in", "in", "in", "in", "out"))
        number, owner = rng.choice(numbers), rng.choice(owners)
        if rng.random() < 0.4:
            body = rng.choice(("", "", "新品上市", "新品上市，回t退订"))
            rows.append(row(at, number, "sms", direction, owner=owner, body=body))
        else:
            outcome = rng.choice(("answered", "answered", "missed", "missed", "rejected", "voicemail", "unknown"))
            talk, ring = rng.choice((None, 0, 3, 60)), rng.choice((None, 1, 4))
            rows.append(row(at, number, "call", direction, outcome, talk, ring, owner=owner))
    return rows


def messages_of_a_case(seed, events):
    """A kind and up to two flags for every message, or (one seed in four) no table at all."""
    rng = random.Random(seed)
    if rng.random() < 0.25:
        return None
    said = {}
    for i in range(int((events["kind"] != "call").sum())):
        flags = set(rng.sample(FLAGS, rng.choice((0, 0, 1, 2))))
        said[i] = {"message_kind": rng.choice(KINDS), "flags": " ".join(flag for flag in FLAGS if flag in flags)}
    return messages_of(events, said)


def lowered(rule, most):
    window = {**rule.window, **({"senders": 2} if "senders" in rule.window else {})}
    return replace(rule, limit=min(rule.limit, most), window=window)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**9), st.integers(0, 60), st.integers(0, 4), cases(), st.sampled_from([1, 9, view.PART]))
def test_against_the_reference(seed, size, most, chosen, part):
    """Limits are lowered to at most `most`, so that few events are enough to go beyond every one of them; events are looked at
    in parts of any size.
    """
    applied = [lowered(rule, most) for rule in EVERY]
    events = events_of(rows_of_a_case(seed, size), chosen)
    messages = messages_of_a_case(seed, events)
    with mock.patch.object(view, "PART", part):
        table = detect(events, applied, chosen, messages=messages)
    table = table[table["status"] != "not-evaluable"]
    told = reference_rules.told_about(events, chosen, messages)
    by_id, by_rule = {e["event_id"]: e for e in told}, {rule.id: rule for rule in applied}
    got: dict = {}
    for r in table.itertuples():
        per = "collector" if r.campaign else "number" if r.number else "owner"
        key = (r.rule, per, r.owner, r.campaign or r.number)
        got.setdefault(key, []).append((int(r.observed), r.event_ids.split()))
        proof = [by_id[name] for name in r.event_ids.split()]
        bounds = tuple(int(t.timestamp()) for t in (r.window_start, r.window_end))
        assert bounds == reference_rules.window(proof, by_rule[r.rule], chosen, told), r
    expected = {}
    for per in ("number", "collector", "owner"):
        for (owner, whose), group in reference_rules.groups_of(told, per).items():
            for rule in applied:
                if per in rule.per and (found := reference_rules.findings(group, rule, chosen, told)):
                    expected[rule.id, per, owner, whose] = found
    assert {key: sorted(found) for key, found in got.items()} == expected


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 40), st.integers(0, 4)), max_size=40), st.integers(1, 20))
def test_distinct_values_in_windows(events, width):
    """Windows of equal width over three groups, counted once more by sets."""
    events = sorted(events)
    key, t, value = (np.array(column, dtype=np.int64) for column in zip(*events, strict=True)) if events else [np.zeros(0, dtype=np.int64)] * 3  # fmt: skip
    inside = [
        [j for j in range(i, len(events)) if key[j] == key[i] and t[j] < t[i] + width] for i in range(len(events))
    ]
    count = np.array([len(places) for places in inside], dtype=np.int64)
    assert distinct(key, value, count)[0].tolist() == [len({value[j] for j in places}) for places in inside]


@pytest.mark.parametrize("rule", EVERY, ids=lambda r: r.id)
def test_every_kind_of_window_has_a_twin(rule):
    assert rule.window["type"] in reference_rules.CONDITIONS
