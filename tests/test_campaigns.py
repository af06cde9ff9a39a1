"""Callers that change their number: who is joined, for which reasons, and above all who is not."""

import dataclasses
import time

import pandas as pd
import pytest
from campaignrows import Collector, at, calls, found, groups, row, settings_of, text

from analyzer.campaigns import CAMPAIGN_COLUMNS, LINK_COLUMNS, campaigns
from analyzer.settings import Settings

PRESSING = "林女士，你的欠款已经移交专员处理，今天不还清就通知你单位和家里所有的人，后果自己承担"
REMINDER = "尊敬的客户，您本期账单1136.80元将于3月20日到期，请保持账户余额充足，以免影响信用记录"


# --- who must stay apart ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["notice", "debt_reminder", "unsure", None])
def test_two_banks_with_the_same_wording_are_two(kind):
    rows = [text("10690001", f"【南江银行】{REMINDER}"), text("10690002", f"【北岭银行】{REMINDER}")]
    assert groups(found(rows, kind)) == []


@pytest.mark.parametrize("kind", ["notice", "unsure", "advertising", None])
@pytest.mark.parametrize("signature", ["", "【蜂站驿站】"])
def test_couriers_of_one_platform_are_many(kind, signature):
    body = signature + "您的快件（尾号{}）已经放在小区东门的丰巢柜旁边，请在今天21:00前来取，谢谢配合"
    riders = ["18800000931", "13811111746", "15022222803", "18733333359"]
    rows = [text(rider, body.format(3000 + i), day=3 + i) for i, rider in enumerate(riders)]
    rows += [line for i, rider in enumerate(riders) for line in calls(rider, 2, day=3 + i)]
    if kind == "advertising" and signature:
        return  # a signature of advertising is its sender's
    assert groups(found(rows, kind)) == []


@pytest.mark.parametrize("kind", ["notice", "code"])
def test_the_ports_of_a_bank_are_no_campaign(kind):
    rows = [
        text(f"1069000{i}", f"【南江银行】验证码{i}38201，您正在登录手机银行，5分钟内有效，请勿告知任何人")
        for i in range(5)
    ]
    assert groups(found(rows, kind)) == []


def test_shops_on_one_gateway_are_two():
    rows = [
        text(f"1069012300{i}", f"【{shop}】春季上新全场八折，会员日积分翻倍，点 gw.example/s/{i} 查看，拒收请回复R")
        for i, shop in enumerate(("青禾茶行", "远山书店"))
    ]
    for kind in ("advertising", "loan_marketing", None):
        assert groups(found(rows, kind)) == []


def test_the_switchboard_of_the_workplace_is_left_alone():
    rows = [line for i in range(6) for line in calls(f"0755200004{i:02}", 6, start=500 + i)]
    rows += [line for i in range(6) for line in calls(f"139000022{i:02}", 6, start=700 + i)]
    rows += [
        row(at(900 + i, 9), f"139000022{i:02}", direction="out", outcome="answered", duration=60) for i in range(2)
    ]
    assert groups(found(rows)) == []


def test_contacts_and_allowed_numbers_are_not_joined():
    block = [f"1705000031{i}" for i in range(4)]
    rows = [line for i, number in enumerate(block) for line in calls(number, 5, start=500 + 11 * i)]
    assert groups(found(rows)) == [set(block)]
    assert groups(found(rows, settings=settings_of(allow=(block[0],)))) == []  # a block with one of the owner's people
    called = [*rows, *(row(at(1000, d), block[0], direction="out", outcome="answered", duration=9) for d in (2, 4))]
    assert groups(found(called)) == []


def test_an_answer_makes_no_contact():
    block = [f"1705000031{i}" for i in range(4)]
    rows = [line for i, number in enumerate(block) for line in calls(number, 5, start=500 + 11 * i)]
    rows.append(row(at(1100, 8), block[0], "sms", direction="out", body="请不要再打来"))
    assert groups(found(rows)) == [set(block)]


def test_numbers_out_of_the_address_book_need_more_than_a_block():
    rows = [line for i in range(4) for line in calls(f"1705000031{i}", 5, name="王" * (i == 1))]
    assert groups(found(rows)) == []


def test_public_lines_and_hidden_callers_are_not_joined():
    body = "【诚信达】" + PRESSING
    for number in ("96110", "12378", "-1", "138****1234"):
        rows = [text(number, body), text("10690003", body)]
        assert groups(found(rows, "debt_pressure")) == []


def test_landlines_of_an_exchange_and_extensions_need_a_second_basis():
    rows = [line for i in range(5) for line in calls(f"07552000{3000 + 517 * i}", 8, start=500 + 17 * i)]
    rows += [line for i in range(3) for line in calls(f"9501234{i:01}6", 8, start=600 + 17 * i)]
    rows += [line for i in range(3) for line in calls(f"400812345{i}", 8, start=650 + 17 * i)]
    assert groups(found(rows)) == []


def test_a_threat_that_names_a_third_persons_telephone_does_not_join_that_person():
    boss = "075520000611"
    rows = [
        text("13911112222", "再不还钱我就打你单位电话0755-20000611找你领导谈，你自己看着办，不要后悔"),
        *calls(boss, 3),
    ]
    assert groups(found(rows, "debt_pressure")) == []


def test_a_collector_of_two_names_the_owners_number():
    rows = [
        text("13911112222", "案件即将移交，手机13800000000的欠款今天必须处理完毕，请知悉"),
        text("15022223333", "外勤明早出发，电话：13800000000 的户主做好在家等候的准备"),
    ]
    assert groups(found(rows, "debt_pressure")) == []


@pytest.mark.parametrize("name", ["温馨提示", "还款提醒", "通知"])
def test_a_signature_that_names_nobody_joins_nobody(name):
    rows = [
        text("10690003", f"【{name}】您在安逸贷的账单已经到期，请尽快登录处理，感谢配合"),
        text("10690471", f"【{name}】最后一次告知：案卷今日封存，专员明早八点上门核实情况"),
    ]
    assert groups(found(rows, "debt_pressure")) == []


def test_private_and_short_messages_are_nobodys_template():
    rows = [text(f"1391111{i}222", "晚上一起吃饭吗，我在地铁口等你，记得带伞，外面下雨了") for i in range(4)]
    assert groups(found(rows, "personal")) == []
    rows = [text(f"1391111{i}222", f"您的借款已逾期{i + 20}天，请于今天之内处理，电话1390000{i}000") for i in range(4)]
    assert groups(found(rows, "debt_pressure")) == []


def test_busy_strangers_do_not_take_turns():
    import random

    rng = random.Random(5)
    rows = []
    for number in ("13911112222", "15022223333", "18633334444"):
        rows += [row(at(rng.randrange(540, 1080), day), number) for day in range(1, 29) for _ in range(9)]
    assert groups(found(rows)) == []


# --- who is joined ---------------------------------------------------------------------------------------------------


def test_a_block_of_mobiles():
    block = [f"1705000031{i}" for i in range(1, 4)]
    rows = [line for i, number in enumerate(block) for line in calls(number, 4, start=500 + 11 * i)]
    result = found(rows)
    assert groups(result) == [set(block)]
    assert result.table.loc[0, ["campaign", "basis", "events", "certainty"]].tolist() == [
        "C01",
        "number_block",
        12,
        "medium",
    ]
    assert result.table.columns.tolist() == list(CAMPAIGN_COLUMNS)
    assert result.links.columns.tolist() == list(LINK_COLUMNS)
    assert "17050000" in result.links["reason"][0]
    few = found([line for i, number in enumerate(block[:2]) for line in calls(number, 4, start=500 + 11 * i)])
    assert few.table["certainty"].tolist() == ["low"]


def test_a_signature_on_several_numbers():
    rows = [text("10690003", "【诚信达】您的案件已更换专员，请回电沟通"), text("16500002208", f"【诚信达】{PRESSING}")]
    result = found(rows, "debt_pressure")
    assert groups(result) == [{"10690003", "16500002208"}]
    assert result.table["certainty"].tolist() == ["medium"]
    assert "【诚信达】" in result.links["reason"][0]
    assert groups(found(rows)) == []  # nobody has sorted the messages: one basis is not enough


def test_a_signature_known_from_many_messages_speaks_for_the_others():
    """A sorter of single messages takes some of a collector's for notices; the name in front of them tells better."""
    sent = [text("10690003", f"【诚信达】林女士，欠款已逾期{i}天，应还{i}00元", day=i) for i in range(3, 8)]
    other = [text("16500002208", "【诚信达】您的案件已更换专员跟进", day=9)]
    asked = [text("10690003", "【诚信达】专员未能联系到您，请回电0755-20000316说明", day=9), *calls("075520000316", 2)]
    kinds = {"逾期": "debt_reminder", "更换": "notice", "未能": "unsure"}
    assert groups(found(sent + other + asked, kinds)) == [{"10690003", "16500002208", "75520000316"}]
    assert groups(found(sent[:2] + other + asked, kinds)) == []  # two messages make no name
    assert groups(found(sent + other, {"逾期": "debt_reminder", "更换": "code"})) == []
    notices = [text("10690003", f"【诚信达】您预约的{i}号柜台已经开放", day=i) for i in range(3, 9)]
    assert groups(found(sent + notices + other, kinds | {"预约": "notice"})) == []  # most of what it sends is harmless


def test_the_case_file_names_whose_signature_it_is():
    case = settings_of(collectors=(Collector("诚信达资产管理", numbers=("16500002208",)),))
    rows = [text("10690003", "【诚信达】您的案件已更换专员，请回电沟通"), text("16500002208", f"【诚信达】{PRESSING}")]
    assert "诚信达资产管理" in found(rows, "debt_pressure", case).links["reason"][0]


def test_wording():
    rows = [
        text("13911112222", PRESSING),
        text("15022223333", PRESSING.replace("今天", "3月9日")),
        text("13700001111", PRESSING[::-1]),
    ]
    result = found(rows, "debt_pressure")
    assert groups(result) == [{"13911112222", "15022223333"}]
    assert result.links["basis"].tolist() == ["template"]


@pytest.mark.parametrize(
    "what",
    [
        "请回电0755-20000316",
        "加微信 cxd_0417 处理",
        "联系QQ：300100317",
        "点 http://pay.example/c/{i} 还款",
        "致电 400-812-3456",
    ],
)
def test_links_and_call_back_numbers(what):
    bodies = ["案卷今日封存，" + what, "不要再装死了，明天外勤上门，想谈就" + what + "，过时不候"]
    rows = [
        text(number, body.format(i=i))
        for i, (number, body) in enumerate(zip(("13911112222", "15022223333"), bodies, strict=True))
    ]
    result = found(rows, "debt_pressure")
    assert groups(result) == [{"13911112222", "15022223333"}]
    assert result.links["basis"].tolist() == ["link"]
    assert groups(found(rows, "notice")) == []


def test_the_number_to_ring_back_calls_itself():
    rows = [
        text("10690003", "【诚信达】多次致电您均未接听，请于18:00前回电0755-20000316说明情况"),
        *calls("075520000316", 3),
    ]
    result = found(rows, "debt_pressure")
    assert groups(result) == [{"10690003", "75520000316"}]
    assert result.links["reason"][0] == "messages of 10690003 name 0755 2000 0316, which calls too"


def turns(days=range(2, 12), gap=1):
    """Two numbers that call one after the other, at another time every day."""
    rows = []
    for day in days:
        start = 500 + (day * 137) % 500
        rows += [row(at(start, day), "13911112222"), row(at(start + gap, day), "95012346")]
    return rows


def test_numbers_that_take_turns():
    result = found(turns())
    assert groups(result) == [{"13911112222", "95012346"}]
    link = result.links.iloc[0]
    assert link["basis"] == "timing" and "10 times" in link["reason"] and "1e-" in link["reason"]
    assert len(link["event_ids"].split()) == 20
    assert groups(found(turns(range(2, 5)))) == []  # three times are chance
    assert groups(found(turns(gap=4))) == []
    answered = [{**one, "outcome": "answered", "duration_s": 30} for one in turns()]
    assert groups(found(answered)) == []


def test_two_families_of_bases_are_high():
    block = [f"1705000031{i}" for i in range(1, 5)]
    rows = [line for i, number in enumerate(block) for line in calls(number, 4, start=500 + 11 * i)]
    rows += [text(number, PRESSING) for number in block]
    assert found(rows, "debt_pressure").table[["basis", "certainty"]].values.tolist() == [
        ["number_block template", "high"]
    ]


def test_two_bases_that_only_support_make_a_campaign():
    """Neighbouring extensions, and wording that nobody has sorted."""
    rows = [line for number in ("95012341", "95012342") for line in [*calls(number, 3), text(number, PRESSING)]]
    assert found(rows).table[["basis", "certainty"]].values.tolist() == [["number_block template", "medium"]]
    assert groups(found(rows, "notice")) == []


@pytest.mark.parametrize(("second", "joined"), [("15022223333", False), ("13911112777", True)])
def test_one_number_takes_the_place_of_another(second, joined):
    """A replacement supports: only with a block of two it makes a campaign of medium certainty."""
    rows = [row(at(600, 1), "18600009999"), row(at(600, 30), "18600009999")]
    rows += [row(at(430 + 40 * i, 3 + i), "13911112222") for i in range(12)]
    rows += [row(at(990 + 20 * i, 14 + i), second) for i in range(12)]
    result = found(rows)
    assert groups(result) == [{"13911112222", second}] * joined
    if joined:
        assert result.table["certainty"].tolist() == ["medium"]
        assert result.links["reason"][1].startswith("the first call of 139 1111 2777 came 2.0 hours after the last")


# --- taking apart, tables, laws ---------------------------------------------------------------------------------------


def test_apart():
    block = [f"1705000031{i}" for i in range(1, 6)]
    rows = [line for i, number in enumerate(block) for line in calls(number, 5, start=500 + 11 * i)]
    two = settings_of(apart=((block[0], block[2]),))
    for group in groups(found(rows, settings=two)):
        assert not {block[0], block[2]} <= group
    alone = settings_of(apart=((block[1],),))
    assert groups(found(rows, settings=alone)) == [set(block) - {block[1]}]


def test_collectors_that_the_case_file_names_stay_two():
    block = [f"1705000031{i}" for i in range(1, 6)]
    rows = [line for i, number in enumerate(block) for line in calls(number, 5, start=500 + 11 * i)]
    case = settings_of(collectors=(Collector("甲", numbers=(block[0],)), Collector("乙", numbers=(block[4],))))
    assert not any({block[0], block[4]} <= group for group in groups(found(rows, settings=case)))


def test_names_go_by_strength():
    rows = [line for i in range(3) for line in calls(f"1705000031{i}", 4, start=500 + i)]
    rows += [line for i in range(3) for line in calls(f"1715000031{i}", 9, start=700 + i)]
    result = found(rows)
    assert result.table["campaign"].tolist() == ["C01", "C02"]
    assert result.table["events"].tolist() == [27, 12]


def test_every_link_names_its_events():
    rows = [line for i in range(3) for line in calls(f"1705000031{i}", 4, start=500 + i)]
    rows += [
        text("10690003", "【诚信达】您的案件已更换专员，请回电沟通"),
        text("16500002208", f"【诚信达】{PRESSING}"),
        *turns(),
    ]
    from tables import events_of

    events = events_of(rows, settings_of())
    result = found(rows, "debt_pressure")
    of = dict(zip(events["event_id"], events["number"].astype(str), strict=True))
    for link in result.links.itertuples():
        assert {of[one] for one in link.event_ids.split()} == {link.number, link.other}


def test_the_links_of_a_campaign_hold_all_its_numbers_together():
    rows = story() + [line for i in range(40) for line in calls(f"1{30 + i}{i:04}{i * 7:04}", 2, start=300 + i)]
    rows += [line for i in range(2) for line in calls(f"1860000099{i}", 2, start=310 + i)]
    result = found(rows, "debt_pressure")
    assert len(result.table) > 2
    for campaign in result.table.itertuples():
        links = result.links[result.links["campaign"] == campaign.campaign]
        held, numbers = {campaign.numbers.split()[0]}, set(campaign.numbers.split())
        for _ in numbers:
            held |= {
                n for link in links.itertuples() if {link.number, link.other} & held for n in (link.number, link.other)
            }
        assert held == numbers


def test_nothing():
    assert groups(found([])) == []
    assert groups(found([row(at(600))])) == []
    result = found([text("10690003", "")], "unsure")
    assert result.table.empty and result.links.empty and result.of_number.tolist() == [-1]


def test_messages_must_fit_the_events():
    from tables import events_of

    events = events_of([text("10690003", "a"), text("10690003", "b", day=4)], settings_of())
    numbers = pd.DataFrame({"number": ["10690003"], "number_kind": ["sms_port"], "name": [""]})
    with pytest.raises(ValueError, match="1 messages for 2"):
        campaigns(events, pd.DataFrame({"message_kind": ["notice"]}), numbers, Settings())


def story():
    rows = [line for i in range(3) for line in calls(f"1705000031{i}", 4, start=500 + i)]
    rows += [
        text("10690003", "【诚信达】您的案件已更换专员，请回电0755-20000316"),
        text("16500002208", f"【诚信达】{PRESSING}", day=5),
    ]
    return rows + calls("075520000316", 3, start=130) + turns()


def plain(result):
    return result.table.drop(columns=["first_at", "last_at"]).values.tolist(), result.links.drop(
        columns="event_ids"
    ).values.tolist()


def test_the_order_of_rows_and_a_second_import_change_nothing():
    from tables import build_events

    rows = story()
    first = plain(found(rows, "debt_pressure"))
    assert first == plain(found(rows[::-1], "debt_pressure"))
    twice = build_events(rows, rows, settings=settings_of()).events
    assert first == plain(found(rows, "debt_pressure", table=twice))


def test_a_shift_in_time_changes_nothing():
    rows = story()
    later = [{**one, "at": str(pd.Timestamp(one["at"]) + pd.Timedelta(days=40, minutes=17))} for one in rows]
    assert plain(found(rows, "debt_pressure")) == plain(found(later, "debt_pressure"))


def test_chinese():
    result = found(story(), "debt_pressure", dataclasses.replace(settings_of(), lang="zh"))
    assert all(any("\u4e00" <= letter <= "\u9fff" for letter in reason) for reason in result.links["reason"])


def test_a_small_case_costs_nothing():
    rows = story()[:10]
    found(rows, "debt_pressure")
    from tables import events_of

    from analyzer.indicators import INDICATORS
    from analyzer.numbers import summarize

    events = events_of(rows, settings_of())
    numbers = summarize(events, INDICATORS[:2])
    best = 1.0
    for _ in range(5):
        start = time.process_time()
        campaigns(events, None, numbers, settings_of())
        best = min(best, time.process_time() - start)
    assert best < 0.06  # about a tenth of that


def test_the_sample_story(sample):
    """The collector's block, its signed port with the new number and the landline to ring back; nobody else is joined."""
    from analyzer import pipeline

    settings = Settings(lang="en")
    events = pipeline.read([sample / "export.csv"], settings).events
    kinds = {
        "诚信达】": "debt_pressure",
        "安逸贷】": "debt_reminder",
        "额度": "loan_marketing",
        "拒收": "advertising",
        "【": "notice",
    }
    result = found([], kinds, settings, table=events)
    assert [len(group) for group in groups(result)] == [8, 3]
    assert groups(result)[0] == {f"1705000031{i}" for i in range(1, 9)}
    assert groups(result)[1] == {"16500002208", "75520000316", "106900000316"}
    assert [len(group) for group in groups(found([], None, settings, table=events))] == [8]
