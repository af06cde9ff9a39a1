"""Pictures of redials, of before and after, of what exports confirm and of callers: what they say is counted by hand or from the tables."""

import dataclasses
import datetime as dt

import numpy as np
import pandas as pd
import pytest
from casefactory import case_of, make_case
from tables import row

from analyzer.campaigns import LINK_COLUMNS
from analyzer.change import change, rate
from analyzer.charts import CHARTS, campaign_map, corroboration, redial, since
from analyzer.settings import CaseFile, Collector, Complaint, Owner, Refusal
from analyzer.writers.pictures import picture

OWN = "13800000000"
A, B = "13911110001", "13922220002"


def chart(name):
    return next(one for one in CHARTS if one.name == name)


# --- redials


def test_gaps_by_hand():
    """From 10:00:00 on 60, 299, 300 and 86 400 seconds: two redials of four; 299 is one, 300 is not."""
    calls = ["10:00:00", "10:01:00", "10:05:59", "10:10:59"]
    rows = [row(f"2026-03-01 {at}", A) for at in calls] + [row("2026-03-02 10:10:59", A)]
    rows += [row(f"2026-03-0{3 + i // 7} 1{i % 7}:00:00", A) for i in range(14)]  # so that the number is reported
    gaps = redial.gaps_of(case_of(rows, lang="en"))
    assert sorted(gaps.values.tolist())[:3] == [60, 299, 300]
    assert gaps.soon == 2 and gaps.counts.sum() == len(rows) - 1
    assert gaps.counts[-1 - gaps.low] == 1 and gaps.counts[0 - gaps.low] == 1  # 150 s to 299 s, 300 s to 599 s


def test_the_share_is_that_of_the_numbers_table():
    case = make_case("en", days=30, numbers=8, per_day=20)
    assert chart("redial").applies(case)
    gaps = redial.gaps_of(case)
    mine = case.reported
    told = (mine["redial_under_5min_share"] * (mine["calls_in"] - 1).clip(lower=0)).sum()
    assert gaps.soon == round(told) and len(gaps.values) == int((mine["calls_in"] - 1).clip(lower=0).sum())
    words = chart("redial").alt(case, None)
    assert f"{gaps.soon} of {len(gaps.values)} times the next call of the same number came within five minutes" in words
    assert redial.in_time(case, float(np.median(gaps.values))) in words


def test_hidden_callers_are_nobodys_redials():
    rows = [row(f"2026-03-01 10:{i:02}:00", "Withheld") for i in range(30)]
    case = case_of(rows, lang="en")
    assert case.reported["number_kind"].tolist() == ["withheld"]
    assert redial.gaps_of(case).values.tolist() == [] and not chart("redial").applies(case)


def test_two_redials_are_no_pattern():
    rows = [row(f"2026-03-0{1 + i // 8} 1{i % 8}:00:00", A) for i in range(24)]
    few = [*rows, row("2026-03-01 10:01:00", A), row("2026-03-02 10:01:00", A)]
    assert not chart("redial").applies(case_of(few))
    assert chart("redial").applies(case_of([*few, row("2026-03-03 10:01:00", A)]))


def test_calls_in_the_same_second_and_years_apart_are_drawn():
    rows = [row("2026-03-01 10:00:00", A) for _ in range(3)] + [row(f"2026-03-01 10:00:0{i}", A) for i in range(1, 9)]
    case = case_of([*rows, row("2024-03-01 10:00:00", A)], lang="en")
    gaps = redial.gaps_of(case)
    assert gaps.values.max() > 700 * 86_400 and gaps.counts.sum() == len(gaps.values)
    picture(chart("redial"), case)


# --- before and after


def told(rows, lang="en", **said):
    return case_of(rows, lang=lang, case=CaseFile(owner=Owner(numbers=(OWN,)), **said))


DAILY = [row(f"2026-03-{day:02} 1{i}:00:00", A) for day in range(1, 21) for i in range(2 if day < 11 else 5)]
"""Two calls on each of ten days, five on each of the ten days after them."""


def test_before_and_after_by_hand():
    case = told(DAILY, refusals=(Refusal(dt.datetime(2026, 3, 11, 9), to=A),))
    (one,) = since.moments(case)
    got = one.change
    assert (got.before, got.days_before, got.after, got.days_after) == (20, 10, 45, 9)
    assert got == change(
        [dt.date.fromisoformat(r["at"][:10]) for r in DAILY],
        dt.date(2026, 3, 11),
        dt.date(2026, 3, 1),
        dt.date(2026, 3, 20),
    )
    words = chart("since").alt(case, None)
    low, high = rate(45, 9)
    assert f"before: 2.0 a day in 10 days ({rate(20, 10)[0]:.1f} to {rate(20, 10)[1]:.1f})" in words
    assert f"after: 5.0 a day in 9 days ({low:.1f} to {high:.1f})" in words
    assert f"Calls a day, after divided by before: 2.50 (95 % interval {got.low:.2f} to {got.high:.2f})." in words
    assert "does not show why" in words and "because" not in words


def test_the_picture_compares_what_the_page_compares():
    case = told(DAILY, complaints=(Complaint("10086", dt.date(2026, 3, 11), about=(A,)),))
    (one,) = since.moments(case)
    assert one.change == case.filed[0].change


def test_only_calls_of_those_whom_it_concerns():
    rows = [*DAILY, *(row(f"2026-03-{day:02} 20:00:00", B) for day in range(1, 21))]
    case = told(
        rows, refusals=(Refusal(dt.datetime(2026, 3, 11, 9), to="甲"),), collectors=(Collector("甲", numbers=(B,)),)
    )
    (one,) = since.moments(case)
    assert (one.change.before, one.change.after) == (10, 9) and one.per_day.max() == 1


@pytest.mark.parametrize("day", [dt.date(2026, 3, 1), dt.date(2026, 3, 20), dt.date(2025, 1, 1), dt.date(2027, 1, 1)])
def test_a_moment_without_days_on_both_sides_has_no_picture(day):
    assert not chart("since").applies(told(DAILY, complaints=(Complaint("10086", day, about=(A,)),)))


def test_without_a_request_or_complaint_there_is_no_picture():
    assert not chart("since").applies(case_of(DAILY))


def test_moments_beyond_six_are_counted():
    days = [dt.date(2026, 3, day) for day in range(5, 15)]
    case = told(DAILY, complaints=tuple(Complaint("10086", day, about=(A,)) for day in days))
    words = chart("since").alt(case, None)
    assert (
        words.count("complaint to China Mobile, 10086, about 139 1111 0001") == 6
        and "Not drawn: 4 further requests and complaints." in words
    )
    picture(chart("since"), case)


# --- exports that confirm each other


def two(log, bill, as_bill=True, **more):
    """A phone's log and a bill of the same line."""
    from tables import build_events  # the second reading is a bill

    case = case_of([*log, *bill], lang="en", **more)
    settings = case.settings
    built = build_events(
        [{**one, "owner": OWN} for one in log], [{**one, "owner": OWN} for one in bill], settings=settings
    )
    notes = tuple({**note, "lists_missed": not (as_bill and i == 1)} for i, note in enumerate(built.readings))
    made = case_of([{**one, "owner": OWN} for one in [*log, *bill]], lang="en", **more)
    return dataclasses.replace(made, events=built.events, sources=built.sources, readings=notes)


def connected(at, number=A):
    return row(at, number, outcome="answered", duration=40)


LOG = [
    connected("2026-03-02 10:00:00"), connected("2026-03-05 10:00:00"),
    *(row(f"2026-03-03 1{i}:00:00", A) for i in range(9)), connected("2026-03-20 10:00:00"),
]  # fmt: skip
BILL = [
    connected("2026-03-01 09:00:00"),
    connected("2026-03-02 10:00:04"),
    connected("2026-03-04 11:00:00"),
    connected("2026-03-10 11:00:00"),
]


def test_what_each_export_shows_by_hand():
    case = two(LOG, BILL)
    assert (case.events["also_in"] != "").sum() <= 1
    events = case.events.assign(also_in="")
    at = events["at_local"].dt.strftime("%m-%d %H:%M:%S")
    bill = case.sources["source"].iloc[1]
    events = events[at != "03-02 10:00:04"].reset_index(drop=True)
    twice = (events["at_local"].dt.strftime("%m-%d %H:%M:%S") == "03-02 10:00:00").to_numpy()
    assert twice.sum() == 1
    events["also_in"] = np.where(twice, bill, "")
    found = corroboration.corroborated(dataclasses.replace(case, events=events))
    assert found is not None
    counted = {name: found.count(name) for name, *_look in corroboration.CLASSES}
    # 03-02 in both; nine missed; 03-05 connected, on the log only; 03-04 and 03-10 on the bill only; before the log and after the bill: alone
    assert counted == {"both": 1, "unanswered": 9, "log": 1, "bill": 2, "one": 0, "alone": 2}
    assert sum(counted.values()) == (events["direction"] == "in").sum()
    assert [(one.bill, one.calls) for one in found.sources] == [(False, 12), (True, 4)]


def test_an_unanswered_call_is_never_held_against_the_bill():
    case = two(LOG, BILL)
    words = chart("corroboration").alt(case, None)
    assert "not connected, or outcome not stated: a bill need not show it: 9." in words
    assert "the records do not say" in words


def test_another_line_confirms_nothing():
    case = two(LOG, BILL)
    source = case.sources["source"].iloc[1]
    owner = np.where(case.events["source"].astype("str") == source, "+8613900000001", "+86" + OWN)
    other = dataclasses.replace(case, events=case.events.assign(owner=pd.Series(owner).astype("category"), also_in=""))
    assert not chart("corroboration").applies(other)


def test_messages_cover_no_calls():
    """A backup of messages says nothing about calls."""
    texts = [row(f"2026-03-0{day} 09:00:00", A, "sms", body="x") for day in range(1, 9)]
    assert not chart("corroboration").applies(two(LOG, texts, as_bill=False))


def test_one_export_confirms_nothing():
    assert not chart("corroboration").applies(case_of(LOG))


def test_two_phones_exports_without_a_bill():
    case = two(LOG, [connected("2026-03-01 09:00:00"), connected("2026-03-22 10:00:00")], as_bill=False)
    found = corroboration.corroborated(case)
    assert found is not None and found.count("one") == len(LOG) and found.count("unanswered") == 0
    picture(chart("corroboration"), case)


# --- why numbers are one caller


def mapped(numbers, links, certainty="high"):
    case = case_of(
        [
            row(f"2026-03-01 10:{i:02}:00" if i < 60 else f"2026-03-01 11:{i - 60:02}:00", one)
            for i, one in enumerate(numbers)
        ],
        lang="en",
    )
    at = case.events["at"].iloc[0]
    known = ["+86" + one for one in numbers]
    table = pd.DataFrame({"campaign": ["C01"], "numbers": [" ".join(known)], "basis": ["link"], "events": [9], "certainty": [certainty], "owners": [""], "first_at": [at], "last_at": [at]})  # fmt: skip
    rows = [("C01", known[a], known[b], basis, reason, "") for a, b, basis, reason in links]
    return dataclasses.replace(case, campaigns=table, links=pd.DataFrame(rows, columns=list(LINK_COLUMNS), dtype="str"))


SIX = [f"1391111000{i}" for i in range(6)]


def test_numbers_that_share_one_thing_lead_into_one_box():
    links = [(0, i, "number_block", "one block") for i in range(1, 6)] + [(1, 2, "signature", "【某平台】"), (3, 4, "signature", "【某平台】")]  # fmt: skip
    (one,) = campaign_map.campaigns_of(mapped(SIX, links))
    told = {(box.basis, box.numbers) for box in one.boxes}
    # two pairs with the same reason are two boxes: that all four share it, no link says
    assert told == {("number_block", (0, 1, 2, 3, 4, 5)), ("signature", (1, 2)), ("signature", (3, 4))}
    words = chart("campaigns").alt(mapped(SIX, links), None)
    assert "C01: 6 numbers that appear to be one caller (certainty high)." in words
    assert "number block: pair by pair: one block (139 1111 0000, " in words
    assert "signature of messages: 【某平台】 (139 1111 0001, 139 1111 0002)." in words


def test_weak_campaigns_are_not_drawn():
    assert not chart("campaigns").applies(mapped(SIX, [(0, 1, "number_block", "one block")], certainty="low"))


def test_every_number_has_its_line_before_a_second_box_is_drawn_for_another():
    many = [f"139{i:08}" for i in range(40)]
    links = [(0, i, "template", f"text {k}") for k in range(20) for i in (1, 2, 3)]
    links += [(0, i, "number_block", "one block") for i in range(30)] + [
        (30, i, "timing", "turns") for i in range(31, 40)
    ]
    (one,) = campaign_map.campaigns_of(mapped(many, links))
    assert len(one.boxes) == campaign_map.BOXES and one.more == 22 - campaign_map.BOXES
    assert {place for box in one.boxes for place in box.numbers} == set(range(40))
    assert f"Not drawn: {one.more} further things that numbers share." in chart("campaigns").alt(
        mapped(many, links), None
    )


def test_at_most_sixty_numbers_are_drawn():
    many = [f"139{i:08}" for i in range(75)]
    case = mapped(many, [(0, i, "number_block", "one block") for i in range(1, 75)])
    (one,) = campaign_map.campaigns_of(case)
    assert len(one.numbers) == 60 and one.size == 75
    assert "Not drawn: 15 further numbers of C01." in chart("campaigns").alt(case, None)
    picture(chart("campaigns"), case)
