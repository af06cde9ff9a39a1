"""What the case file says, on the events: refusals, lines of other people, collectors; and what is said where it says nothing."""

import datetime as dt
import tomllib
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from tables import build_events, events_of, row
from test_rules import CASED, MUM, OWN, SHOP, STRANGER, WORK, A, B, calls, detect, fired

from analyzer import calendars, findings, pipeline
from analyzer.calendars import EPOCH
from analyzer.case_file import case_file
from analyzer.problems import UsageError
from analyzer.rules import pack
from analyzer.settings import CaseFile, Collector, Line, Owner, Refusal, Settings

NOON = dt.datetime.fromisoformat("2026-03-02T12:00")


def told(*refusals, lines=(), collectors=(), zone="Asia/Shanghai", rules=("cn",)):
    file = CaseFile(owner=Owner(numbers=(OWN,)), lines=lines, collectors=collectors, refusals=refusals)
    return Settings(rules=rules, zone=zone, zone_stated=True, case=file)


def later(rows, settings, rule="CN-CPL-29"):
    """Counts after a refusal by number."""
    found = fired(rows, rule, settings)
    return dict(zip(found["number"], found["observed"].tolist(), strict=True))


class TestRefusals:
    def test_a_second_decides(self):
        rows = [row("2026-03-02 12:00:00", SHOP), row("2026-03-02 12:00:01", SHOP)]
        assert later(rows, told(Refusal(NOON, SHOP))) == {f"+86{SHOP}": 1}

    def test_a_bare_day_leaves_that_day_out(self):
        [refusal] = case_file(tomllib.loads(f'[[refusal]]\nat = 2026-03-02\nto = "{SHOP}"')).refusals
        assert refusal.day_only
        rows = [row("2026-03-02 23:59:59", SHOP), row("2026-03-03 00:00:00", SHOP)]
        found = fired(rows, "CN-CPL-29", told(refusal))
        assert found["observed"].tolist() == [1]
        assert found["window_start"].iloc[0].isoformat() == "2026-03-03T00:00:00+08:00"

    def test_an_offset_is_heeded(self):
        at = dt.datetime(2026, 3, 2, 12, tzinfo=dt.timezone(dt.timedelta(hours=1)))  # 19:00 in Shanghai
        rows = [row("2026-03-02 18:59:59", SHOP), row("2026-03-02 19:00:01", SHOP)]
        assert later(rows, told(Refusal(at, SHOP))) == {f"+86{SHOP}": 1}

    def test_in_the_night_of_a_clock_change(self):
        """New York, 2026-03-08: 02:30 never occurs; the refusal is taken an hour later, at 03:30."""
        settings = told(
            Refusal(dt.datetime.fromisoformat("2026-03-08T02:30"), "+12025550123"),
            zone="America/New_York",
            rules=("cn",),
        )
        from tables import seconds

        at = [seconds(f"2026-03-08 {clock}", "America/New_York") for clock in ("01:45:00", "03:29:00", "03:30:01")]
        assert later([row(t, "+12025550123") for t in at], settings) == {"+12025550123": 1}

    def test_everybody_means_those_who_had_called_or_written(self):
        rows = [
            row("2026-03-01 10:00:00", SHOP, "sms"),
            row("2026-03-01 11:00:00", STRANGER, direction="out", outcome="answered", duration=9),
            *(row("2026-03-03 10:00:00", number) for number in (SHOP, STRANGER)),
        ]
        assert later(rows, told(Refusal(NOON))) == {f"+86{SHOP}": 1}

    def test_each_event_belongs_to_the_first_refusal_that_reaches_it(self):
        rows = calls(3, "2026-03-05 10:00:00", step=86_400, number=SHOP)
        found = fired(
            rows, "CN-CPL-29", told(Refusal(dt.datetime.fromisoformat("2026-03-06T00:00"), SHOP), Refusal(NOON, SHOP))
        )
        assert found["observed"].tolist() == [3]
        assert found["window_start"].iloc[0].isoformat() == "2026-03-02T12:00:01+08:00"
        assert found["window_end"].iloc[0].isoformat() == "2026-03-07T10:00:01+08:00"

    def test_sixty_days_begin_again_with_another_refusal(self):
        rows = [row("2026-05-20 10:00:00", SHOP)]
        one, two = Refusal(NOON, SHOP), Refusal(dt.datetime.fromisoformat("2026-05-01T00:00"), SHOP)
        assert fired(rows, "FR-DEM-REFUSAL", told(one, rules=("fr",))).empty
        assert len(fired(rows, "FR-DEM-REFUSAL", told(one, two, rules=("fr",)))) == 1

    def test_business_days_leave_holidays_out(self):
        """Friday, 13 February 2026: Monday the 16th is Washington's Birthday, so the tenth business day is the 2nd of March."""
        day = (dt.date(2026, 2, 13) - EPOCH).days
        after = [calendars.after_business_days(day, 10, where) - 1 for where in ("", "US")]
        assert [str(EPOCH + dt.timedelta(days=d)) for d in after] == ["2026-02-27", "2026-03-02"]
        settings = told(Refusal(dt.datetime.fromisoformat("2026-02-13T09:00"), SHOP), rules=("us",))
        assert later([row("2026-03-02 23:59:59", SHOP)], settings, "US-TCPA-STOP") == {}
        assert later([row("2026-03-03 00:00:00", SHOP)], settings, "US-TCPA-STOP") == {f"+86{SHOP}": 1}

    def test_a_refusal_on_one_line_says_nothing_about_another(self):
        lines = (Line("work.csv", "workplace", WORK), Line("mum.csv", "relative", MUM))
        known = (Collector("某公司", numbers=(A,)),)
        rows = [row("2026-03-03 10:00:00", A, owner=who) for who in (WORK, MUM)]
        on_one = told(Refusal(NOON, "某公司", line="mum.csv"), lines=lines, collectors=known)
        assert fired(rows, "CN-GBT-3RD-PARTY", on_one)["owner"].tolist() == [MUM]
        both = told(*(Refusal(NOON, "某公司", line=one.export) for one in lines), lines=lines, collectors=known)
        assert sorted(fired(rows, "CN-GBT-3RD-PARTY", both)["owner"]) == sorted([WORK, MUM])

    def test_where_a_contact_must_have_refused_the_owners_own_refusal_is_none(self):
        """GB/T 45251-2025: it stops once the contact refuses. What the debtor asked for decides nothing here."""
        lines = (Line("work.csv", "workplace", WORK),)
        known = (Collector("某公司", numbers=(A,)),)
        rows = [row("2026-03-03 10:00:00", A, owner=WORK)]
        table, _ = detect(rows, told(Refusal(NOON, "某公司"), lines=lines, collectors=known))
        (found,) = table[table["rule"] == "CN-GBT-3RD-PARTY"].to_dict("records")
        assert (found["status"], found["assumptions"]) == ("not-evaluable", "no-refusal-there")
        own = told(Refusal(NOON, "某公司"), Refusal(NOON, "某公司", line="work.csv"), lines=lines, collectors=known)
        (found,) = fired(rows, "CN-GBT-3RD-PARTY", own).to_dict("records")
        assert (found["observed"], found["status"]) == (1, "met-with-assumption")
        assert "refused-there" in found["assumptions"].split()


class TestLines:
    def test_a_line_without_a_number_is_found_by_its_file(self):
        settings = told(
            lines=(Line("export1.csv", "workplace"),), collectors=(Collector("某公司", numbers=(A, B)),), rules=("jp",)
        )
        built = build_events([row("2026-03-02 10:00:00", A)], [row("2026-03-02 11:00:00", B)], settings=settings)
        files = {note["source"]: Path(note["path"]).name for note in built.readings}
        found = pipeline.detect(built.events, settings, files=files)
        mine = found[found["rule"] == "JP-MLBA-WORK"]
        assert mine[["campaign", "observed"]].values.tolist() == [["某公司", 1]]
        assert mine["event_ids"].iloc[0] == built.events["event_id"].iloc[1]

    def test_the_debtor_answered_on_that_day(self):
        """The answered call is named first and comes from the debtor's own line."""
        rows = [
            row("2026-03-02 20:00:00", B, outcome="answered", duration=40),
            *calls(2, "2026-03-02 09:00:00", number=A, owner=WORK),
        ]
        table, events = detect(rows, CASED)
        mine = table[table["rule"] == "CN-CBA-3RD-PARTY"].iloc[0]
        named = events.set_index("event_id").loc[mine["event_ids"].split(), "owner"].tolist()
        assert (mine["observed"], mine["owner"], named) == (2, WORK, [OWN, WORK, WORK])
        assert mine["status"] == "met-with-assumption"


def test_what_the_case_file_does_not_say_is_said():
    table, _ = detect([row("2026-03-02 10:00:00", kind="sms"), row("2026-03-02 10:00:01")], Settings(zone_stated=True))
    why = table.set_index("rule")["assumptions"]
    assert why["CN-GBT-3RD-PARTY"] == why["CN-CBA-3RD-PARTY"] == "no-line"
    assert why["CN-CBA-PRIVATE-LINE"] == "no-collector"
    assert why["CN-CPL-29"] == why["CN-MIIT31-SMS"] == "no-refusal"
    assert why["CN-MIIT31-OPTOUT"] == "no-message-kinds"
    lines = (Line("work.csv", "workplace", WORK),)
    table, _ = detect([row("2026-03-02 10:00:00", owner=WORK)], told(lines=lines))
    assert table.set_index("rule")["assumptions"]["CN-GBT-3RD-PARTY"] == "no-collector"


def test_contacts_without_any_outcome_are_not_judged():
    table, _ = detect([row("2026-03-02 10:00:00", outcome="unknown")], Settings(rules=("kr",), zone_stated=True))
    assert table.set_index("rule")["assumptions"]["KR-PIDA-7IN7"] == "no-outcome"
    table, _ = detect([row("2026-03-02 10:00:00", kind="sms")], Settings(rules=("kr",), zone_stated=True))
    assert "KR-PIDA-7IN7" not in set(table["rule"])


def test_advertising_is_assumed_and_a_named_collector_is_none():
    rows = [row("2026-03-01 10:00:00", number) for number in (SHOP, A)]  # a Sunday
    found = fired(rows, "FR-DEM-HOURS", told(collectors=(Collector("某公司", numbers=(A,)),), rules=("fr",)))
    assert found["number"].tolist() == [f"+86{SHOP}"]
    assert found["status"].tolist() == ["met-with-assumption"]
    assert "marketing-assumed" in found["assumptions"].iloc[0].split()


def test_advertising_without_a_way_to_opt_out():
    rows = [
        row("2026-03-02 10:00:00", SHOP, "sms", body="新品上市，回T退订"),
        row("2026-03-02 11:00:00", SHOP, "sms", body="新品上市"),
        row("2026-03-02 12:00:00", SHOP, "sms", body="拒收请回复td"),
        row("2026-03-02 13:00:00", SHOP, "sms", body="您的验证码"),
    ]
    settings = Settings(zone_stated=True)
    events = events_of(rows, settings)
    sorted_out = np.array([True, True, True, False])
    kinds = ["advertising" if shop else "code" for shop in sorted_out]
    messages = pd.DataFrame({"message_kind": kinds, "flags": [""] * 4})
    found = findings.detect(events, pack("cn"), settings, messages=messages)
    mine = found[found["rule"] == "CN-MIIT31-OPTOUT"]
    assert mine["observed"].tolist() == [1]
    assert mine["event_ids"].iloc[0] == events["event_id"].iloc[1]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ('[[line]]\nexport = "x.csv"\nrole = "boss"', "boss"),
        ('[[refusal]]\nat = 2026-03-02\nto = "某某资产管理公司"', "某某资产管理公司"),
        ('[[refusal]]\nat = 2026-03-02\nline = "x.csv"', "x.csv"),
    ],
)
def test_a_misspelt_word_of_the_case_file_is_not_lost(text, word):
    with pytest.raises(UsageError, match=word):
        case_file(tomllib.loads(text))


def test_senders_may_be_names():
    settings = told(Refusal(NOON, "SHOPPER"))
    assert later([row("2026-03-03 10:00:00", "SHOPPER", "sms")], settings) == {"SHOPPER": 1}


def test_holidays_of_parts_of_a_country():
    days = calendars.holiday_days("CA-QC", 20_454, 20_818, categories=("public", "optional"))  # 2026
    named = {str(EPOCH + dt.timedelta(days=int(day))) for day in days}
    assert {"2026-04-06", "2026-05-18", "2026-06-24", "2026-07-01"} <= named and "2026-08-03" not in named
    assert calendars.known("CA-QC") and not calendars.known("CA-XX") and not calendars.known("??")
