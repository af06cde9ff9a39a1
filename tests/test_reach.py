"""Who else is called: counted by hand on small records, against plain Python on made-up ones, and what is never told."""

import dataclasses
import datetime as dt

import numpy as np
import pandas as pd
import reference_reach
from casefactory import OWN_NUMBER, case_of
from hypothesis import given, settings
from hypothesis import strategies as st
from tables import build_events, row, seconds

from analyzer.reach import callers, reach
from analyzer.reports import summary_lines
from analyzer.settings import CaseFile, Collector, Line, Owner, Refusal, Settings

OWN, DESK, MOTHER = "13800000000", "13900000001", "13900000002"
ZONE = "Asia/Shanghai"


def told(rows, **file):
    """Settings and events of rows with owners."""
    made = Settings(zone=ZONE, case=CaseFile(owner=Owner(numbers=(OWN,)), **file))
    return made, build_events(rows, settings=made)


def table_of(made, built, campaigns=None, known=None):
    numbers = pd.DataFrame({"number": built.events["number"].cat.categories, "number_kind": "mobile"})
    none = pd.DataFrame({"campaign": [], "numbers": [], "certainty": []}, dtype="str")
    whose, names = callers(built.events, numbers, made, none if campaigns is None else campaigns, ())
    return reach(built.events, made, {}, whose, names, known)


LINES = (Line("desk.csv", "workplace", DESK, "人事"), Line("mother.csv", "relative", MOTHER, "母亲"))


def test_counted_by_hand():
    rows = [
        row("2026-03-01 09:00:00", "13911110001", owner=OWN),
        row("2026-03-01 23:59:59", "13911110001", owner=OWN),
        row("2026-03-02 00:00:00", "13911110001", "sms", body="x", owner=OWN),
        row("2026-03-03 10:00:00", "13911110001", owner=DESK),
        row("2026-03-05 10:00:00", "13911110001", owner=DESK),
        row("2026-03-04 10:00:00", "13911110001", owner=MOTHER),
        row("2026-03-04 10:00:00", "13911110002", owner=OWN),  # reached the owner only
        row("2026-03-04 11:00:00", "13911110003", owner=DESK),  # reached the desk only
        row("2026-03-04 12:00:00", "13911110001", direction="out", owner=MOTHER),
    ]
    made, built = told(rows, lines=LINES, refusals=(Refusal(dt.datetime(2026, 3, 3, 10, 0), to="13911110001"),))
    found = table_of(made, built)
    shown = found.table[
        ["caller", "line", "role", "calls", "messages", "days", "place", "after_refusal"]
    ].values.tolist()
    assert shown == [
        ["+8613911110001", "+86" + OWN, "own", 2, 1, 2, 1, 0],
        ["+8613911110001", "+86" + DESK, "workplace", 2, 0, 2, 2, 1],
        ["+8613911110001", "+86" + MOTHER, "relative", 1, 0, 1, 3, 1],
        ["+8613911110003", "+86" + DESK, "workplace", 1, 0, 1, 1, 0],
    ]
    ids = built.events.set_index("event_id")["at_local"]
    assert [ids[one] for one in found.table["first_event"]] == found.table["first_at"].dt.tz_convert(ZONE).tolist()
    assert [ids[one] for one in found.table["last_event"]] == found.table["last_at"].dt.tz_convert(ZONE).tolist()
    assert found.lines["role"].tolist() == ["own", "workplace", "relative"]


def test_who_else_calls_a_workplace_is_nobodys_business():
    rows = [
        row("2026-03-01 09:00:00", owner=OWN),
        *(row("2026-03-02 09:00:00", f"1391111000{i}", owner=DESK) for i in range(1, 5)),
    ]
    made, built = told(rows, lines=LINES[:1])
    shown = table_of(made, built, known={"+8613911110003"}).table["caller"]
    assert set(shown) == {"+8613911110001", "+8613911110003"}


def test_one_line_shows_nothing():
    made, built = told([row("2026-03-01 09:00:00", owner=OWN), row("2026-03-02 09:00:00", owner=OWN)])
    assert table_of(made, built).table.empty
    assert summary_lines.sections(case_of([row("2026-03-01 09:00:00")], lang="en")) == []


def test_numbers_of_one_caller_are_one_row_and_hidden_callers_and_contacts_none():
    rows = [
        row("2026-03-01 09:00:00", "13911110001", owner=OWN),
        row("2026-03-02 09:00:00", "13911110002", owner=DESK),
        row("2026-03-01 10:00:00", "13911110003", owner=OWN),
        row("2026-03-02 10:00:00", "13911110004", owner=DESK),
        *(
            row("2026-03-03 10:00:00", number, owner=owner)
            for number in ("13911110005", "110")
            for owner in (OWN, DESK)
        ),
    ]
    made, built = told(
        rows,
        lines=LINES[:1],
        collectors=(Collector("甲", numbers=("13911110001", "13911110002")),),
        allow=("13911110005",),
    )
    campaigns = pd.DataFrame(
        {
            "campaign": ["C01", "C02"],
            "numbers": ["+8613911110003 +8613911110004", "110"],
            "certainty": ["medium", "low"],
        }
    )
    assert table_of(made, built, campaigns).table["caller"].tolist() == ["C01", "C01", "甲", "甲"]


def test_lines_first_reached_in_the_same_second_share_a_place():
    rows = [
        row("2026-03-01 09:00:00", owner=OWN),
        row("2026-03-01 09:00:00", owner=DESK),
        row("2026-03-01 09:00:01", owner=MOTHER),
    ]
    made, built = told(rows, lines=LINES)
    assert table_of(made, built).table["place"].tolist() == [1, 1, 3]


def test_a_line_known_by_its_export_only():
    made = Settings(zone=ZONE, case=CaseFile(lines=(Line("b.csv", "workplace"),)))
    built = build_events([row("2026-03-01 09:00:00")], [row("2026-03-01 10:00:00")], settings=made)
    files = dict(zip(built.sources["source"], ["a.csv", "b.csv"], strict=True))
    found = reach(built.events, made, files, np.zeros(1, dtype=np.int64), ["x"])
    assert found.table["line"].tolist() == ["", "b.csv"] and found.table["role"].tolist() == ["own", "workplace"]


EVENTS = st.lists(
    st.tuples(
        st.integers(0, 5), st.sampled_from(["13911110001", "13911110002", "13911110003"]), st.sampled_from([OWN, DESK, MOTHER]),
        st.sampled_from(["call", "sms"]), st.sampled_from(["in", "in", "out"]), st.sampled_from([0, 1, 43_200]),
    ),
    min_size=1, max_size=40, unique_by=lambda one: one[:1] + one[5:] + one[1:3],
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(EVENTS, st.integers(0, 2), st.booleans(), st.none() | st.integers(0, 5))
def test_like_plain_python(drawn, lines, joined, refused):
    rows = [
        row(
            seconds("2026-03-01 23:59:59") + day * 86_400 + more,
            number,
            kind,
            direction,
            body="x" * (kind == "sms"),
            owner=owner,
        )
        for day, number, owner, kind, direction, more in drawn
    ]
    joint = (Collector("甲", numbers=("13911110001", "13911110002")),) if joined else ()
    at = dt.datetime(2026, 3, 2) + dt.timedelta(days=refused or 0)
    told_whom = "甲" if joined else "13911110001"
    refusals = (Refusal(at, to=told_whom),) if refused is not None else ()
    made, built = told(rows, lines=LINES[:lines], collectors=joint, refusals=refusals)
    found = table_of(made, built, known={"甲", "+8613911110003"}).table
    plain = built.events.astype(dict.fromkeys(("owner", "number", "source", "kind", "direction"), "str"))
    plain = plain.assign(second=plain["at"].astype("datetime64[s, UTC]").astype("int64")).to_dict("records")
    who = {f"+861391111000{i}": "甲" if joined and i < 3 else f"+861391111000{i}" for i in (1, 2, 3)}
    concerned = {number for number, name in who.items() if name == told_whom or number == "+86" + told_whom}
    since = [(seconds(str(at)) + 1, concerned)] if refusals else []
    expected = reference_reach.reach(plain, LINES[:lines], {}, who, since, ZONE, {"甲", "+8613911110003"})
    columns = ["caller", "line", "role", "calls", "messages", "days", "first_at", "last_at", "place", "after_refusal"]
    shown = found[columns].assign(**{name: found[name].astype("datetime64[s, UTC]").astype("int64") for name in ("first_at", "last_at")}) if len(found) else found[columns]  # fmt: skip
    assert set(map(tuple, shown.values.tolist())) == expected


def test_the_chapter_says_who_was_rung_first_and_what_came_after_a_request_to_stop():
    rows = [row(f"2026-03-0{day} 23:00:00", owner=OWN_NUMBER) for day in range(1, 5)]
    rows += [row(f"2026-03-0{day} 10:00:00", owner=DESK) for day in (3, 6)]
    made = case_of(rows, lang="en")
    file = CaseFile(lines=LINES[:1], refusals=(Refusal(dt.datetime(2026, 3, 4, 12, 0)),))
    made = dataclasses.replace(made, settings=dataclasses.replace(made.settings, case=file))
    (section,) = summary_lines.sections(made)
    told_ = section.blocks[-1].items[0]
    assert told_.replace("\xa0", " ") == (
        "139 1111 0001: first own line 138 0000 0000 (2026-03-01); then workplace 人事 139 0000 0001 (2026-03-03, 2 days later); "
        "after a request to stop: 1 call to own line 138 0000 0000, 1 call to workplace 人事 139 0000 0001."
    )
