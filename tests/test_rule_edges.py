"""Rules where no pack of ours goes: measures that a person's own rule may ask for, each counted by hand."""

import datetime as dt
from dataclasses import replace

from tables import events_of, row
from test_rules import EVERY, A, B

from analyzer.findings import detect
from analyzer.settings import CaseFile, Collector, Line, Owner, Refusal, Settings

OWN, WORK = "+8613900000000", "+8613900000600"
OFFICE = "075520000316"
BY_ID = {rule.id: rule for rule in EVERY}


def told(*collectors, **case):
    lines = (Line("work.csv", "workplace", WORK),)
    return Settings(
        zone_stated=True,
        case=CaseFile(owner=Owner(numbers=(OWN,)), lines=lines, collectors=tuple(collectors), **case),
    )


def found(rows, rule, settings):
    table = detect(events_of(rows, settings), [rule], settings)
    return table[table["status"] != "not-evaluable"]


def test_hours_of_public_holidays_are_their_own():
    """1 May 2026 is a Friday and a holiday in France: only its own hour is free, the Friday's hours are not."""
    rule = BY_ID["FR-DEM-HOURS"]
    rule = replace(rule, window={**rule.window, "holidays": ["10:00-11:00"]}, in_force_from=None)
    free, busy = row("2026-05-01 10:30:00", A), row("2026-05-01 15:00:00", A)
    settings = Settings(zone="Asia/Shanghai", zone_stated=True)
    assert found([free], rule, settings).empty
    assert found([free, busy], rule, settings)["observed"].tolist() == [1]
    assert found([row("2026-05-08 10:30:00", A)], rule, settings).empty  # another holiday, the same hour
    assert found([row("2026-04-30 15:00:00", A)], rule, settings).empty  # a Thursday within its hours


def test_hours_within_one_day():
    """A rest at noon: the day is that of the call, whatever the hour before or after."""
    rule = replace(BY_ID["CN-GBT-NIGHT"], window={"type": "hours", "from": "12:00", "to": "14:00"}, in_force_from=None)
    rows = [row(f"2026-03-02 {at}", A) for at in ("11:59:59", "12:00:00", "13:59:59", "14:00:00")]
    got = found([*rows, row("2026-03-03 12:30:00", A)], rule, Settings(zone_stated=True))
    assert got["observed"].tolist() == [2, 1]
    assert [t.isoformat() for t in got["window_start"]] == ["2026-03-02T12:00:00+08:00", "2026-03-03T12:00:00+08:00"]
    assert [t.isoformat() for t in got["window_end"]] == ["2026-03-02T14:00:00+08:00", "2026-03-03T14:00:00+08:00"]


def test_only_mobile_numbers_of_a_collector_are_counted_as_such():
    """Two mobile numbers and an office: the limit is on mobile ones."""
    rule = replace(BY_ID["CN-CBA-PRIVATE-LINE"], limit=2, in_force_from=None)
    settings = told(Collector("某公司", numbers=(A, B, OFFICE)))
    rows = [row(f"2026-03-02 10:0{i}:00", number, owner=OWN) for i, number in enumerate((A, B, OFFICE))]
    assert found(rows, rule, settings).empty
    assert found(rows, replace(rule, limit=1), settings)["observed"].tolist() == [2]


def test_business_days_without_a_calendar_are_those_of_the_week():
    """Refused on Friday, 13 February 2026: two business days are Monday and Tuesday; Tuesday is New Year in China."""
    rule = BY_ID["US-TCPA-STOP"]
    rule = replace(rule, window={"type": "after_refusal", "business_days": 2}, in_force_from=None, limit=0)
    settings = told(refusals=(Refusal(dt.datetime.fromisoformat("2026-02-13T12:00")),))
    before = row("2026-02-12 10:00:00", A, owner=OWN)
    last, first = row("2026-02-17 23:59:59", A, owner=OWN), row("2026-02-18 00:00:00", A, owner=OWN)
    assert found([before, last], rule, settings).empty
    got = found([before, last, first], rule, settings)
    assert got["observed"].tolist() == [1]
    assert got["window_start"].iloc[0].isoformat() == "2026-02-18T00:00:00+08:00"


def test_reachable_is_said_of_each_collector_and_day_alone():
    """The owner answered one collector on Monday and another on Tuesday: only calls of the same one on that day count."""
    rule = replace(BY_ID["CN-CBA-3RD-PARTY"], in_force_from=None)
    settings = told(Collector("甲", numbers=(A,)), Collector("乙", numbers=(B,)))

    def talk(day, number):
        return row(f"2026-03-{day} 09:00:00", number, outcome="answered", duration=20, owner=OWN)

    def work(day, number, minute=0):
        return row(f"2026-03-{day} 10:{minute:02}:00", number, owner=WORK)

    talks = [talk("02", A), talk("03", B)]
    assert found([*talks, work("03", A), work("02", B), work("04", A)], rule, settings).empty
    got = found([*talks, work("02", A), work("03", B), work("03", B, 5), work("03", A)], rule, settings)
    assert dict(zip(got["campaign"], got["observed"], strict=True)) == {"甲": 1, "乙": 2}
    more = found([*talks, work("02", A), work("03", B), work("03", B, 5)], replace(rule, limit=1), settings)
    assert more["campaign"].tolist() == ["乙"]


def test_reachable_by_the_third_of_several_collectors_says_nothing_of_the_first():
    """The owner answered the third one on Monday; on Tuesday the first calls the workplace, and nobody was answered."""
    rule = replace(BY_ID["CN-CBA-3RD-PARTY"], in_force_from=None)
    third = "+8613911110003"
    settings = told(Collector("甲", numbers=(A,)), Collector("乙", numbers=(B,)), Collector("丙", numbers=(third,)))
    talk = row("2026-03-02 09:00:00", third, outcome="answered", duration=20, owner=OWN)
    others = [row(f"2026-03-03 10:0{i}:00", number, owner=WORK) for i, number in enumerate((A, B))]
    assert found([talk, *others], rule, settings).empty
    got = found([talk, *others, row("2026-03-02 10:00:00", third, owner=WORK)], rule, settings)
    assert got["campaign"].tolist() == ["丙"]


def test_a_call_in_the_second_of_a_conversation_does_not_follow_it():
    """After is later: what the records place in the same second comes neither before nor after."""
    rule = replace(BY_ID["US-REGF-7AFTER"], in_force_from=None)
    talk = row("2026-03-02 09:00:00", A, outcome="answered", duration=20)
    same, next_second = row("2026-03-02 09:00:00", A), row("2026-03-02 09:00:01", A)
    assert found([talk, same], rule, Settings(zone_stated=True)).empty
    assert found([talk, same, next_second], rule, Settings(zone_stated=True))["observed"].tolist() == [1]


def test_business_days_leave_out_the_holidays_of_their_calendar():
    """Refused on Thursday, 2 July 2026: Independence Day is observed on that Friday, so the one business day is Monday."""
    rule = replace(BY_ID["US-TCPA-STOP"], window={"type": "after_refusal", "business_days": 1, "calendar": "US"})
    settings = replace(told(refusals=(Refusal(dt.datetime.fromisoformat("2026-07-02T12:00")),)), region="US")
    rows = [row(f"2026-07-{day} 12:00:00", A, owner=OWN) for day in ("01", "04", "06", "07")]
    got = found(rows, rule, settings)
    assert got["observed"].tolist() == [1]
    assert got["window_start"].iloc[0].isoformat()[:19] == "2026-07-07T00:00:00"


def test_an_event_after_two_refusals_belongs_to_the_first():
    """Refused twice: what came between and what came after the second are one finding, which begins at the first."""
    rule = replace(BY_ID["US-TCPA-STOP"], window={"type": "after_refusal"}, in_force_from=None)
    told_at = [dt.datetime.fromisoformat(f"2026-03-0{day}T12:00") for day in (2, 4)]
    rows = [row(f"2026-03-0{day} 13:00:00", A, owner=OWN) for day in (1, 3, 5)]
    got = found(rows, rule, told(refusals=tuple(map(Refusal, told_at))))
    assert got["observed"].tolist() == [2]
    assert [t.isoformat() for t in got["window_start"]] == ["2026-03-02T12:00:01+08:00"]


def test_two_offices_are_no_mobile_numbers():
    """Landlines are not counted by themselves either: what is not mobile is no part of it."""
    rule = replace(BY_ID["CN-CBA-PRIVATE-LINE"], limit=1, in_force_from=None)
    second = "075520000317"
    settings = told(Collector("某公司", numbers=(A, OFFICE, second)))
    rows = [row(f"2026-03-02 10:0{i}:00", number, owner=OWN) for i, number in enumerate((A, OFFICE, second))]
    assert found(rows, rule, settings).empty


def test_blocks_are_counted_for_each_owner_alone():
    """Three phones of a family, rung from two blocks: two numbers of a block each, and nobody heard four of one."""
    rule = replace(BY_ID["H-ROTATING"], limit=2, in_force_from=None)
    first, second = "1391111000", "1391222000"
    owners = [f"+861390000000{i}" for i in range(3)]
    rows = [
        row(f"2026-03-02 10:{10 * i + n:02}:00", f"{block}{n + (2 if i == 2 else 0)}", owner=owner)
        for i, (owner, block) in enumerate(zip(owners, (first, second, first), strict=True))
        for n in range(2)
    ]
    # the first number of the other block makes both count as blocks at all
    more = [row("2026-03-02 11:00:00", f"{second}{n}", owner=owners[0]) for n in (2, 3)]
    assert found([*rows, *more], rule, Settings(zone_stated=True)).empty
    fourth = row("2026-03-02 12:00:00", f"{first}5", owner=owners[2])
    got = found([*rows, *more, fourth], rule, Settings(zone_stated=True))
    assert got["observed"].tolist() == [3]
    assert got["owner"].tolist() == [owners[2]]


def test_the_last_second_of_a_night_belongs_to_its_evening():
    """Where the end counts too, 08:00:00 is the end of last night and not the beginning of the next."""
    window = {"type": "hours", "from": "22:00", "to": "08:00", "to_included": True}
    rule = replace(BY_ID["CN-GBT-NIGHT"], window=window, limit=0, in_force_from=None)
    rows = [row("2026-03-02 23:00:00", A), row("2026-03-03 08:00:00", A), row("2026-03-03 08:00:01", A)]
    got = found(rows, rule, Settings(zone_stated=True))
    assert got["observed"].tolist() == [2]
    assert got["window_start"].iloc[0].isoformat() == "2026-03-02T22:00:00+08:00"
