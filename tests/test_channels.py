"""The complaint channels: every declaration is complete, sourced, and shows no more than is known."""

import pytest
from papers import MOBILE, OWN, PORT, TELECOM, UNICOM, busy_case

from analyzer.channels import CHANNELS, in_order
from analyzer.channels.carrier import NAMES, own_carriers
from analyzer.channels.channel import CERTAIN, CONFIDENCES, FILLED, KINDS, SORTS, Fact
from analyzer.locales import translator
from analyzer.reports.complaint import PARTS

BY_ID = {channel.id: channel for channel in CHANNELS}


CHINA = [
    "lender", "china_mobile", "china_unicom", "china_telecom", "china_broadnet", "12321", "miit", "police", "nfra", "local_bureau",
    "nifa", "12315", "pboc", "cba", "black_cat", "court",
]  # fmt: skip
"""The channels of mainland China in their order of use."""


def test_the_channels_of_mainland_china_in_their_order_of_use():
    assert [channel.id for channel in in_order(CHANNELS) if channel.regions == ("CN",)] == CHINA


@pytest.mark.parametrize("channel", CHANNELS, ids=list(BY_ID))
def test_every_channel_is_declared_in_full(channel):
    assert channel.id.isascii() and channel.id.replace("_", "").isalnum()
    assert channel.kind in KINDS
    for words in (channel.title, channel.addressee):
        assert set(words) == {"zh", "en"} and all(words.values())
    assert channel.about and (channel.facts() or channel.unknown)
    if channel.kind != "none":
        assert channel.fields and channel.attachments
        assert channel.ways or channel.unknown, "how to hand it in, or that this is not known"
    for fact in channel.facts():
        assert fact.text and fact.confidence in CONFIDENCES
        assert fact.source or fact.confidence == "R", fact.text
    for field in channel.fields:
        assert field.label and field.confidence in CONFIDENCES and field.filled in FILLED
        assert field.source or field.confidence == "R", field.name
    for way in channel.sms:
        assert way.source and way.confidence in CONFIDENCES
        words = way.form.format(number="N", text="T", day="D", time="H")
        assert {"message": "T" in words or "N" in words, "call": "N" in words, "number": words.endswith("N")}[way.of]
    names = {field.name for field in channel.fields}
    assert set(channel.entries) | set(channel.checklist) <= names
    assert {name for paste in channel.texts for name in paste.parts} <= (set(channel.parts) or set(PARTS))
    assert channel.sort in SORTS
    assert channel.kind != "form" or channel.entries or channel.sms
    assert len({field.name for field in channel.fields}) == len(channel.fields)


@pytest.mark.parametrize("channel", CHANNELS, ids=list(BY_ID))
def test_what_a_channel_says_is_translated(channel):
    _ = translator("zh")
    sentences = [
        *(fact.text for fact in channel.facts()),
        *(field.label for field in channel.fields),
        *channel.attachments,
        *channel.classes,
        *channel.requests,
        *channel.unknown,
        channel.about,
        *(field.note for field in channel.fields if field.note),
        *(paste.label for paste in channel.texts),
    ]
    assert [text for text in sentences if _(text) == text] == []


def test_hearsay_carries_a_warning_and_guesses_are_not_shown():
    assert Fact("x", "s", "S1").said(str) == "x"
    assert "verify" in Fact("x", "s", "S3").said(str)
    assert Fact("x", "s", "R").said(str) == ""
    assert "S3" not in CERTAIN and "R" not in CERTAIN


def test_no_channel_promises_anything():
    for channel in CHANNELS:
        for fact in channel.facts():
            assert not any(
                word in fact.text.lower()
                for word in ("will be cut off", "guarantee", "will block", "will be blocked", "will stop")
            )


def test_own_carrier_takes_every_reported_number_and_others_their_ranges():
    case = busy_case()
    assert own_carriers(case) == {"+86" + OWN: "china_mobile"}
    taken = {
        channel.id: dict(zip(rows["number"], rows["role"], strict=True))
        for channel in CHANNELS
        if not (rows := channel.takes(case)).empty
    }
    assert taken["china_mobile"] == {
        "+86" + MOBILE: "own range",
        "+86" + UNICOM: "own",
        "+86" + TELECOM: "own",
        PORT: "own",
    }
    assert taken["china_unicom"] == {"+86" + UNICOM: "range"}
    assert taken["china_telecom"] == {"+86" + TELECOM: "range"}
    assert "china_broadnet" not in taken
    assert set(taken["12321"]) == {"+86" + MOBILE, "+86" + UNICOM, "+86" + TELECOM, PORT}


@pytest.mark.parametrize("name", ["中国联通", "China Unicom", "联通", "10010", "china_unicom", "中国联通北京分公司"])
def test_the_case_file_names_the_own_carrier_as_people_do(name):
    case = busy_case(carrier=name)
    assert set(own_carriers(case).values()) == {"china_unicom"}
    assert len(BY_ID["china_unicom"].takes(case)) == 4


def test_an_unknown_own_carrier_falls_back_to_the_number():
    assert set(own_carriers(busy_case(carrier="somebody")).values()) == {"china_mobile"}


def test_withheld_numbers_go_to_the_own_carrier_only():
    case = busy_case(numbers=(MOBILE, "私人号码"))
    assert "withheld" in set(BY_ID["china_mobile"].takes(case)["number_kind"])
    assert "withheld" not in set(BY_ID["12321"].takes(case)["number_kind"])


def test_a_quiet_case_has_nothing_to_hand_in():
    case = busy_case(numbers=(), bodies=())
    assert [channel.id for channel in CHANNELS if channel.applies(case)] == []


def test_names_of_carriers_do_not_overlap():
    names = [name for known in NAMES.values() for name in known]
    assert len(names) == len(set(names))
    assert (
        BY_ID["china_mobile"].is_called("10086")
        and BY_ID["china_mobile"].is_called(" 中国移动 ")
        and not BY_ID["china_mobile"].is_called("10010")
    )
