"""The vectorised joining against plain Python, on small cases that hypothesis makes."""

import pandas as pd
import pytest
from campaignrows import at, row, settings_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reference_campaigns import campaigns_of
from tables import events_of

from analyzer.campaigns import campaigns
from analyzer.indicators import INDICATORS
from analyzer.numbers import summarize

NUMBERS = (
    "17050000311", "17050000312", "17050000318", "13911112222", "13911112777", "15022223333", "075520000316", "075520000820", "95012341",
    "95012342", "4008123451", "4008123452", "106900000316", "106900000588", "96110", "138****1234", "-1",
)  # fmt: skip
LONG = "你的欠款已经移交专员处理，今天不还清就通知你单位和家里所有的人，后果自己承担，不要说没有提醒过你"
BODIES = (
    LONG, LONG.replace("今天", "3月9日"), f"【诚信达】{LONG}", "【诚信达】案卷封存，请回电0755-20000316说明", "请回电0755-20000316，外勤已经出发",
    "【诚信达】林女士，欠款已逾期，今天之内必须处理完毕", "【诚信达】您的案件已更换专员跟进",
    "【安逸贷】账单1136元已到期，点 http://pay.example/c/1 还款", "您的账单1136元已到期，请点 http://pay.example/c/2 还款，感谢您配合",
    "【通知】明早上门，加微信 cxd_0417", "加微信 cxd_0417 谈", "手机13800000000的户主请注意", "晚上一起吃饭吗", "打你单位电话0755-20000820",
    "【北岭银行】" + LONG, "",
)  # fmt: skip
KINDS = ("debt_pressure",) * 5 + ("debt_reminder", "advertising", "notice", "personal", "unsure", "unsure")

number = st.sampled_from(NUMBERS)
call = st.builds(
    lambda n, day, minute, outcome, way, name: [row(at(minute, day), n, outcome=outcome, direction=way, name=name)],
    number, st.integers(1, 28), st.integers(500, 1200), st.sampled_from(("missed", "answered", "rejected")),
    st.sampled_from(("in",) * 9 + ("out",)), st.sampled_from(("",) * 9 + ("王",)),
)  # fmt: skip
mailing = st.builds(
    lambda senders, body, day, minute: [row(at(minute + 7 * i, day + i), n, "sms", body=body) for i, n in enumerate(senders)],
    st.lists(number, min_size=1, max_size=4), st.sampled_from(BODIES), st.integers(1, 24), st.integers(500, 1100),
)  # fmt: skip
turns = st.builds(
    lambda a, b, days, start, gap: [row(at(start + d * 41 % 300 + g, d), n) for d in range(2, days) for n, g in ((a, 0), (b, gap))],
    number, number, st.integers(6, 16), st.integers(500, 700), st.integers(1, 3),
)  # fmt: skip
series = st.builds(
    lambda n, first, many, start: [row(at(start + 13 * i, first + i), n) for i in range(many)],
    number, st.integers(1, 12), st.integers(3, 14), st.integers(500, 900),
)  # fmt: skip


CASES = (
    st.lists(st.one_of(call, mailing, mailing, turns, series), min_size=3, max_size=16),
    st.lists(st.sampled_from(KINDS), min_size=60, max_size=60),
    st.booleans(),
    st.sampled_from(((), ("13911112777",))),
)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(*CASES)
def test_against_plain_python(parts, kinds, sorted_messages, allow):
    agree(parts, kinds, sorted_messages, allow)


@pytest.mark.slow
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(*CASES)
def test_against_plain_python_at_length(parts, kinds, sorted_messages, allow):
    agree(parts, kinds, sorted_messages, allow)


def agree(parts, kinds, sorted_messages, allow):
    rows = [one for part in parts for one in part]
    chosen = settings_of(allow=allow)
    table = events_of(rows, chosen)
    some = int((table["kind"] != "call").sum())
    kinds = (kinds * 20)[:some] if sorted_messages else [""] * some
    messages = pd.DataFrame({"message_kind": pd.Series(kinds, dtype="str")}) if sorted_messages else None
    numbers = summarize(table, INDICATORS[:3])
    result = campaigns(table, messages, numbers, chosen)
    ours = {(frozenset(c.numbers.split()), c.certainty) for c in result.table.itertuples()}
    assert ours == campaigns_of(table, kinds, chosen)
    for campaign in result.table.itertuples():  # and the links of each campaign hold it together
        links = result.links[result.links["campaign"] == campaign.campaign]
        held, members = {campaign.numbers.split()[0]}, set(campaign.numbers.split())
        for _ in members:
            held |= {
                n for link in links.itertuples() if {link.number, link.other} & held for n in (link.number, link.other)
            }
        assert held == members
