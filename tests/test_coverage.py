"""What each export covers: spans, gaps, full logs, what a bill confirms and what it cannot show."""

import datetime as dt

from tables import build_events, reading, row

from analyzer.coverage import coverage


def covered(*sources, bills=()):
    built = build_events(*sources)
    return coverage(built.events, built.sources, [built.sources["source"][i] for i in bills]).to_dict("records")


def test_span_and_longest_gap():
    got = covered(
        [row("2026-04-01 23:59:00"), row("2026-04-02 00:01:00"), row("2026-04-09 10:00:00"), row("2026-04-11 10:00:00")]
    )[0]
    assert (got["first_day"], got["last_day"], got["days"]) == (dt.date(2026, 4, 1), dt.date(2026, 4, 11), 4)
    assert (got["gap_days"], got["gap_end"]) == (6, dt.date(2026, 4, 9))


def test_a_full_call_log_is_suspected_to_lack_older_calls():
    calls = [row(1_775_000_000 + 600 * i) for i in range(500)]
    assert covered(calls)[0]["cap"] == 500
    assert covered(calls[:-1])[0]["cap"] == 0
    assert covered([*calls[:-1], row(1_775_900_000, kind="sms")])[0]["cap"] == 0


def test_a_bill_confirms_connected_calls_and_cannot_show_the_others():
    phone = [
        row("2026-04-01 10:00:00", outcome="answered", duration=30),
        row("2026-04-01 11:00:00"),
        row("2026-04-02 09:00:00", outcome="rejected"),
        row("2026-04-05 09:00:00"),
    ]
    bill = reading(
        [
            row("2026-04-01 10:00:04", outcome="answered", duration=30),
            row("2026-04-02 12:00:00", outcome="answered", duration=9),
        ],
        zone_basis="carrier",
        lists_missed=False,
    )
    got = covered(phone, bill, bills=[1])
    assert got[1]["confirmed"] == 1
    assert got[1]["unanswered"] == 2  # those of 1 and 2 April; the one of 5 April lies outside the bill
    assert (got[1]["first_day"], got[1]["last_day"]) == (dt.date(2026, 4, 1), dt.date(2026, 4, 2))
    assert (got[0]["confirmed"], got[0]["unanswered"]) == (0, 0)


def test_no_event():
    assert covered([])[0]["days"] == 0
