"""What followed a complaint: whose calls are counted, when an answer is due, what the next step is, what the case file may say."""

import dataclasses
import datetime as dt

import pytest
from casefactory import case_of
from papers import told_case
from tables import row

from analyzer.case_file import case_file
from analyzer.channels import CHANNELS
from analyzer.document import Detail, Steps
from analyzer.filed import AFTER, channel_of
from analyzer.problems import UsageError
from analyzer.reports import summary_since
from analyzer.reports.complaint import complaint
from analyzer.settings import CaseFile, Collector, Complaint, Settings

A, B = "13911110001", "13911110002"


def case_with(*complaints, made_on=dt.date(2026, 6, 1), lang="en", **file):
    """A calls twice a day for ten days, B once a day; the complaints are the case file's."""
    rows = [row(f"2026-03-{day:02} 23:{i:02}:00", A) for day in range(1, 11) for i in range(2)]
    rows += [row(f"2026-03-{day:02} 23:30:00", B) for day in range(1, 11)]
    made = case_of(rows, lang=lang)
    settings = dataclasses.replace(made.settings, case=CaseFile(complaints=complaints, **file))
    return dataclasses.replace(made, settings=settings, made_on=made_on)


def test_before_and_after_counted_by_hand():
    (one,) = case_with(Complaint("10086", dt.date(2026, 3, 4))).filed
    assert (one.change.before, one.change.days_before, one.change.after, one.change.days_after) == (9, 3, 18, 6)
    assert len(one.rows) == 30 and len(one.later) == 18 and one.since == 89
    assert one.change.ratio == 1.0 and one.change.low < 1 < one.change.high


def test_a_complaint_about_one_number_or_a_collector_counts_those():
    about_b, about_a = case_with(
        Complaint("10086", dt.date(2026, 3, 4), about=(B,)), Complaint("10086", dt.date(2026, 3, 4), about=("甲",)),
        collectors=(Collector("甲", numbers=(A,)),),
    ).filed  # fmt: skip
    assert (about_b.change.before, about_b.change.after) == (3, 6)
    assert (about_a.change.before, about_a.change.after) == (6, 12)


@pytest.mark.parametrize(
    ("today", "answered", "state"),
    [
        (dt.date(2026, 3, 19), None, "waiting"),
        (dt.date(2026, 3, 20), None, "overdue"),
        (dt.date(2026, 3, 20), dt.date(2026, 3, 10), "answered"),
    ],
)
def test_the_days_for_an_answer(today, answered, state):
    (one,) = case_with(Complaint("中国移动", dt.date(2026, 3, 4), answered=answered), made_on=today).filed
    assert one.due == dt.date(2026, 3, 19) and one.state == state


def test_working_days_leave_out_holidays_and_count_days_worked_in_exchange():
    """2024-02-09 (a working Friday on the eve) to 2024-02-17 are off but the 18th, a Sunday, is worked: of seven working days
    after the 8th, the first is the 9th, then the 18th, 19th, 20th, 21st, 22nd, 23rd.
    """
    (one,) = case_with(Complaint("12315", dt.date(2024, 2, 8))).filed
    assert one.due == dt.date(2024, 2, 23)
    (far,) = case_with(Complaint("12315", dt.date(2090, 2, 8))).filed
    assert far.due is None and far.state == "open"


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("10010", "china_unicom"),
        ("向工信部申诉", "miit"),
        ("12321", "12321"),
        ("某某平台", "lender"),
        ("村委会", ""),
        ("", ""),
    ],
)
def test_channels_are_known_by_what_people_call_them(name, key):
    file = CaseFile(collectors=(Collector("甲", creditor="某某平台"),))
    assert channel_of(name, Settings(case=file)) == key
    assert channel_of(name, Settings(region="US", case=file)) == ""


def test_names_mean_the_same_channel_as_in_the_papers():
    """Of those that are not in `AFTER` no period is confirmed, and none of their names is taken for another channel."""
    for channel in (one for one in CHANNELS if "CN" in one.regions):
        known = channel.id if channel.id in AFTER else ""
        for name in (channel.id, *channel.names, *channel.title.values()):
            assert channel_of(name, Settings()) == known, name
        assert channel.reply_days == (AFTER[known].days if known else 0)
        assert channel.working == (known in AFTER and AFTER[known].working)
    assert set(AFTER) <= {channel.id for channel in CHANNELS}


def facts_of(case, place=1):
    (section,) = summary_since.sections(case)
    detail = [block for block in section.blocks if isinstance(block, Detail)][place - 1]
    return dict(detail.blocks[0].pairs)


def test_the_next_step_is_told_as_surely_as_it_is_known():
    own = facts_of(case_with(Complaint("10086", dt.date(2026, 3, 4), "A-1")))
    assert (
        own["15 days end on"] == "2026-03-19"
        and "12300" in own["Next"]
        and own["Papers for it"] == "complaints/china_mobile/"
    )
    assert own["Handed in"] == "2026-03-04, 89 days before this report" and own["Reference"] == "A-1"
    assert (
        "Wait until 2026-03-19."
        in facts_of(case_with(Complaint("10086", dt.date(2026, 3, 4)), made_on=dt.date(2026, 3, 10)))["Next"]
    )
    guides = facts_of(case_with(Complaint("12378", dt.date(2026, 3, 4))))
    assert "verify before use" in guides["Next"] and not any("end on" in label for label in guides)
    assert "no period for an answer is confirmed" in facts_of(case_with(Complaint("报社", dt.date(2026, 3, 4))))["Next"]


def test_an_answer_and_its_result_are_the_persons_words():
    told = facts_of(
        case_with(Complaint("10086", dt.date(2026, 3, 4), answered=dt.date(2026, 3, 24), result="已拦截", about=(B,)))
    )
    assert told["Answered on"] == "2026-03-24, 20 days after the complaint, after those days"
    assert told["Result, in the person's words"] == "已拦截" and told["About"] == B


def test_the_papers_say_what_came_of_earlier_complaints():
    channel = next(one for one in CHANNELS if one.id == "china_mobile")
    done = [
        item
        for block in complaint(told_case("zh"), channel).sections[0].blocks
        if isinstance(block, Steps)
        for item in block.items
    ]
    (said,) = [item for item in done if item.startswith("2026-03-03")]
    assert "A-1" in said and "至 2026-03-18 答复期限届满，未记录到答复" in said


def test_a_day_after_the_end_of_the_records_compares_nothing():
    (one,) = case_with(Complaint("10086", dt.date(2026, 4, 4))).filed
    assert one.change.per_day[1] is None and len(one.later) == 0
    assert (
        "do not cover both sides"
        in facts_of(case_with(Complaint("10086", dt.date(2026, 4, 4))))["Calls a day, before and after"]
    )
    empty = dataclasses.replace(
        case_of([], lang="en"), settings=Settings(case=CaseFile(complaints=(Complaint("10086", dt.date(2026, 4, 4)),)))
    )
    assert empty.filed[0].change is None


@pytest.mark.parametrize(
    "entry",
    [
        {"date": "2026-03-04"}, {"date": dt.date(2026, 3, 4), "answered": "soon"}, {"date": dt.date(2026, 3, 4), "about": "某公司"},
        {"date": dt.date(2026, 3, 4), "answered": dt.date(2026, 3, 3)}, {"date": dt.date(2026, 3, 4), "about": [139]},
    ],
)  # fmt: skip
def test_a_misspelt_complaint_is_refused(entry):
    with pytest.raises(UsageError):
        case_file({"complaint": [{"channel": "10086", **entry}]})


def test_what_the_case_file_may_say():
    (one,) = case_file({
        "collector": [{"name": "甲"}],
        "complaint": [{"channel": "10086", "date": dt.date(2026, 3, 4), "answered": dt.date(2026, 3, 9), "result": "x", "about": ["甲", A]}],
    }).complaints  # fmt: skip
    assert one.answered == dt.date(2026, 3, 9) and one.about == ("甲", A)
