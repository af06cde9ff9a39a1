"""The same event found twice is kept once, and the ledger says where the other one went."""

import pytest
from tables import build_events, reading, row

from analyzer.settings import Settings


def fates(built):
    return built.sources[["events", "duplicates", "corroborating"]].values.tolist()


def balanced(built):
    s = built.sources
    assert (s["rows_read"] == s["events"] + s["duplicates"] + s["corroborating"] + s["skipped"] + s["problems"]).all()
    assert s["events"].sum() == len(built.events)


CALL = row("2026-04-01 10:00:00", outcome="answered", duration=60)


def test_repeated_rows_of_one_export_are_duplicates():
    built = build_events([CALL, CALL, row("2026-04-01 10:00:00", outcome="answered", duration=61)])
    assert fates(built) == [[2, 1, 0]]
    balanced(built)


def test_minutes_only_exports_keep_equal_rows():
    """Two missed calls in one minute look alike when seconds are not given: both stay."""
    missed = row("2026-04-01 10:00:00")
    assert fates(build_events(reading([missed, missed], to_second=False))) == [[2, 0, 0]]


def test_overlapping_exports_merge():
    first = [row(f"2026-04-0{d} 10:00:00") for d in (1, 2, 3)]
    second = [row(f"2026-04-0{d} 10:00:00") for d in (2, 3, 4)]
    built = build_events(first, second)
    assert fates(built) == [[3, 0, 0], [1, 2, 0]]
    assert built.events["also_in"].tolist() == ["", built.sources["source"][1], built.sources["source"][1], ""]
    balanced(built)


def test_messages_need_the_same_text():
    one = [row("2026-04-01 10:00:00", kind="sms", body="甲")]
    two = [row("2026-04-01 10:00:00", kind="sms", body="乙"), row("2026-04-01 10:00:00", kind="sms", body="甲")]
    assert fates(build_events(one, two)) == [[1, 0, 0], [1, 1, 0]]


@pytest.mark.parametrize(
    ("shift", "talk", "merged"), [(0, 60, True), (45, 58, True), (120, 60, True), (121, 60, False), (30, 90, False)]
)
def test_a_bill_corroborates_within_its_tolerance(shift, talk, merged):
    from tables import seconds

    bill = reading(
        [row(seconds("2026-04-01 10:00:00") + shift, outcome="answered", duration=talk)],
        zone_basis="carrier",
        lists_missed=False,
    )
    built = build_events([CALL], bill)
    assert fates(built)[1] == ([0, 0, 1] if merged else [1, 0, 0])
    if merged:
        assert built.events["also_in"].tolist() == [built.sources["source"][1]]
        assert built.events["source"].tolist() == [built.sources["source"][0]]
    balanced(built)


def test_the_phone_is_kept_whichever_export_comes_first():
    bill = reading([CALL], zone_basis="carrier", lists_missed=False)
    built = build_events(bill, [CALL])
    assert fates(built) == [[0, 0, 1], [1, 0, 0]]


def test_each_call_is_matched_once():
    """Three calls a minute apart on the phone, two of them on the bill: two corroborated, none twice."""
    phone = [row(f"2026-04-01 10:0{m}:00", outcome="answered", duration=20) for m in (0, 1, 2)]
    bill = reading(
        [row(f"2026-04-01 10:0{m}:05", outcome="answered", duration=20) for m in (0, 1)], zone_basis="carrier"
    )
    built = build_events(phone, bill)
    assert fates(built) == [[3, 0, 0], [0, 0, 2]]
    assert [bool(also) for also in built.events["also_in"]] == [True, True, False]


def test_another_number_is_never_matched():
    bill = reading([row("2026-04-01 10:00:00", "13911110009", outcome="answered", duration=60)], zone_basis="carrier")
    assert fates(build_events([CALL], bill)) == [[1, 0, 0], [1, 0, 0]]


def test_since_and_until_are_local_days_and_counted():
    rows = [
        row("2026-03-31 23:59:59"),
        row("2026-04-01 00:00:00"),
        row("2026-04-02 23:59:59"),
        row("2026-04-03 00:00:00"),
    ]
    import datetime as dt

    built = build_events(rows, settings=Settings(since=dt.date(2026, 4, 1), until=dt.date(2026, 4, 2)))
    assert [t.isoformat() for t in built.events["at_local"]] == [
        "2026-04-01T00:00:00+08:00",
        "2026-04-02T23:59:59+08:00",
    ]
    assert built.sources["skipped"].tolist() == [2]
    balanced(built)


def test_ids_name_source_and_entry_and_stay_the_same():
    rows = [row("2026-04-02 10:00:00"), row("2026-04-01 10:00:00")]
    built = build_events(rows)
    source = built.sources["source"][0]
    assert built.events["event_id"].tolist() == [f"{source}-000002", f"{source}-000001"]
    later = build_events([row("2026-01-01 09:00:00")], rows)  # another export beside it changes nothing
    assert set(built.events["event_id"].str.split("-").str[1]) <= set(later.events["event_id"].str.split("-").str[1])


def test_owner_is_the_one_that_exports_and_person_name():
    built = build_events(reading([CALL], owner="13900004127"), [row("2026-04-05 10:00:00")])
    assert set(built.events["owner"]) == {"+8613900004127"}
    built = build_events([CALL], settings=Settings(owner="139 0000 4127"))
    assert set(built.events["owner"]) == {"+8613900004127"}
    assert set(build_events([CALL]).events["owner"]) == {""}
