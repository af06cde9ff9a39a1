"""Phone numbers: what each spelling is, and that it is what phonenumbers says wherever phonenumbers is right."""

import itertools
import json
import random
import subprocess
import sys

import phonenumbers
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from analyzer.phone import (
    BUCKETS,
    CARRIERS,
    IDENTITY_COLUMNS,
    NUMBER_KINDS,
    carrier_name,
    display,
    identify,
    is_public_line,
    own_carrier,
)
from analyzer.phone.plan import plan, prefixes

MOBILE = "+8613800138000"


def one(raw, **options):
    """The identity of one spelling."""
    return identify([raw], **options).iloc[0]


# Spellings -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "raw",
    [
        "13800138000", "8613800138000", "+8613800138000", "008613800138000", "013800138000", "86-138-0013-8000", "138 0013 8000",
        "138-0013-8000", "+86 138 0013 8000", "(+86)13800138000", "+86(0)138 0013 8000", "１３８００１３８０００", "＋８６１３８００１３８０００",
        "'13800138000", '"13800138000"', '="13800138000"', "+86013800138000", "13800138000.0", "+8613800138000.0", "13800138000.00",
        " 13800138000\t", "\u202a+86 138 0013 8000\u202c", "\ufeff13800138000", "138\u00a00013\u00a08000", "138.0013.8000", "138–0013–8000",
        "1795113800138000", "17951013800138000", "12593013800138000", "1019313800138000", "+861795113800138000", "12520" "13800138000",
        "tel:+8613800138000", "tel:+86-138-0013-8000;phone-context=+86", "sip:+8613800138000@ims.mnc000.mcc460.3gppnetwork.org",
        "8613800138000@s.whatsapp.net", "#31#13800138000", "*31#13800138000",
    ],
)  # fmt: skip
def test_one_mobile_in_many_spellings(raw):
    found = one(raw)
    assert (found.number, found.number_kind, found.region, found.carrier, found.remark) == (
        MOBILE,
        "mobile",
        "北京市",
        "china_mobile",
        "",
    )


@pytest.mark.parametrize(
    ("raw", "carrier", "remark"),
    [
        ("17012345678", "china_telecom", "reseller"), ("17031234567", "china_mobile", "reseller"), ("17041234567", "china_unicom", "reseller"),
        ("17051234567", "china_mobile", "reseller"), ("17061234567", "china_mobile", "reseller"), ("17091234567", "china_unicom", "reseller"),
        ("17112345678", "china_unicom", "reseller"), ("16712345678", "china_unicom", "reseller"), ("17212345678", "china_mobile", ""),
        ("19212345678", "china_broadnet", ""), ("16212345678", "china_telecom", "reseller"), ("16512345678", "china_mobile", "reseller"),
        ("14812345678", "china_mobile", ""), ("14912345678", "china_telecom", ""), ("14612345678", "china_unicom", ""),
        ("14312345678", "", ""), ("17412345678", "", ""), ("17401234567", "china_telecom", ""), ("13491234567", "china_telecom", ""),
        ("15412345678", "", ""),
    ],
)  # fmt: skip
def test_ranges_that_phonenumbers_does_not_know_are_not_called_fake(raw, carrier, remark):
    found = one(raw)
    assert (found.number, found.number_kind, found.carrier, found.remark) == ("+86" + raw, "mobile", carrier, remark)


def test_the_bare_name_of_the_country_is_no_place():
    found = one("17012345678")
    assert found.region == ""
    assert one("13800138000", lang="en").region == "Beijing"


@pytest.mark.parametrize(
    ("raw", "number", "region"),
    [
        ("010-62345678", "+861062345678", "北京市"), ("(010)62345678", "+861062345678", "北京市"), ("02155512345", "+862155512345", "上海市"),
        ("0571-88881234", "+8657188881234", "浙江省杭州市"), ("0755 8234 5678", "+8675582345678", "广东省深圳市"), ("0086213888 1234", "+862138881234", "上海市"),
        ("00866636623456", "+866636623456", "广东省揭阳市"), ("8675582345678", "+8675582345678", "广东省深圳市"), ("+86 (0)755 82345678", "+8675582345678", "广东省深圳市"),
        ("17951075582345678", "+8675582345678", "广东省深圳市"), ("125930" "75582345678", "+8675582345678", "广东省深圳市"),
        ("09558812345", "+869558812345", "宁夏中卫市"), ("01069012345", "+861069012345", "北京市"),
    ],
)  # fmt: skip
def test_landlines(raw, number, region):
    found = one(raw)
    assert (found.number, found.number_kind, found.region, found.remark) == (number, "landline", region, "")


@pytest.mark.parametrize("raw", ["0755-82345678转801", "0755-82345678-801", "0755 82345678 ext. 801", "075582345678x801", "0755-82345678,,801", "0755-82345678分机801",
                                 "+86-755-82345678-801", "０７５５－８２３４５６７８转８０１", "075582345678;ext=801"])  # fmt: skip
def test_extensions_are_taken_off_and_remarked(raw):
    found = one(raw)
    assert (found.number, found.number_kind, found.remark) == ("+8675582345678", "landline", "extension")


def test_extension_joins_another_remark():
    assert one("17012345678转12").remark == "reseller extension"
    assert one("+1 202-555-0123 x12").number == "+12025550123"


@pytest.mark.parametrize(("raw", "number"), [("3178691234", "+863178691234"), ("3178691234.0", "+863178691234"), ("87168123456.0", "+8687168123456"),
                                             ("75582345678", "+8675582345678"), ("2155512345", "+862155512345")])  # fmt: skip
def test_landline_that_lost_its_zero_in_a_numeric_cell(raw, number):
    found = one(raw)
    assert (found.number, found.number_kind, found.remark) == (number, "landline", "lost_zero")


def test_local_number_needs_a_home_area():
    assert one("82345678").number == "82345678"
    assert one("8691234").number_kind == "landline"
    assert one("8234-5678", home_area="0755").number == "+8675582345678"
    assert one("8691234", home_area="317").region == "河北省沧州市"
    assert one("82345678", home_area="0666").number == "82345678", "an area code that does not exist is not used"
    assert one("82345678", home_area="x٣").number == "82345678"


# Codes ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "number", "kind", "carrier"),
    [
        ("95588", "95588", "service", ""), ("96110", "96110", "service", ""), ("952123", "952123", "service", ""), ("10105678", "10105678", "service", ""),
        ("12321", "12321", "short", ""), ("10086", "10086", "short", "china_mobile"), ("10085", "10085", "short", "china_mobile"),
        ("10010", "10010", "short", "china_unicom"), ("10000", "10000", "short", "china_telecom"), ("10099", "10099", "short", "china_broadnet"),
        ("110", "110", "short", ""), ("1008611", "1008611", "short", "china_mobile"), ("10086999", "10086999", "short", "china_mobile"),
        ("116114", "116114", "short", ""), ("121100311", "121100311", "short", ""), ("61234", "61234", "short", ""),
        ("+8695588", "95588", "service", ""), ("+8610086", "10086", "short", "china_mobile"), ("*100#", "*100#", "short", ""),
        ("4008123456", "4008123456", "toll_free", "china_telecom"), ("400-8123-456", "4008123456", "toll_free", "china_telecom"),
        ("864008123456", "4008123456", "toll_free", "china_telecom"), ("04008123456", "4008123456", "toll_free", "china_telecom"),
        ("+86 400 812 3456", "4008123456", "toll_free", "china_telecom"), ("4001234567", "4001234567", "toll_free", "china_mobile"),
        ("4006234567", "4006234567", "toll_free", "china_unicom"), ("4005234567", "4005234567", "toll_free", ""), ("8008101234", "8008101234", "toll_free", ""),
        ("106901234567", "106901234567", "sms_port", ""), ("10690123456789012345", "10690123456789012345", "sms_port", ""),
        ("+86106901234567", "106901234567", "sms_port", ""), ("86106901234567", "106901234567", "sms_port", ""),
        ("1065512345678", "1065512345678", "sms_port", "china_unicom"), ("10657123", "10657123", "sms_port", "china_mobile"),
        ("106591234", "106591234", "sms_port", "china_telecom"), ("10690 1234 567", "106901234567", "sms_port", ""),
        ("1064812345678", "1064812345678", "sms_port", "china_mobile"), ("1440123456789", "+861440123456789", "mobile", "china_mobile"),
    ],
)  # fmt: skip
def test_codes(raw, number, kind, carrier):
    found = one(raw)
    assert (found.number, found.number_kind, found.carrier, found.region) == (number, kind, carrier, "")


@pytest.mark.parametrize(
    "raw",
    ["9558812345", "9511234567", "9521012345", "9531234567", "9541234567", "9501234567", "95511801", "95187654321"],
)
def test_service_number_with_extension_is_never_a_landline_of_ningxia(raw):
    found = one(raw)
    assert (found.number, found.number_kind, found.region, found.remark) == (raw, "service", "", "extension")


@pytest.mark.parametrize("raw", ["1069012345", "1065012345", "1068123456", "1062345678"])
def test_short_port_is_never_a_landline_of_beijing(raw):
    found = one(raw)
    assert (found.number, found.number_kind, found.region) == (raw, "sms_port", "")


@pytest.mark.parametrize("raw", ["+861069012345", "00861069012345", "+869558812345"])
def test_a_country_code_makes_it_a_landline_and_the_remark_says_so(raw):
    assert (one(raw).number_kind, one(raw).remark) == ("landline", "ambiguous")


@pytest.mark.parametrize(
    ("raw", "number"),
    [
        ("00862195588", "95588"), ("02195588", "95588"), ("008675595588", "95588"), ("021-95588", "95588"), ("00862110086", "10086"), ("0086 21 95588", "95588"),
        ("02195588123", "95588123"), ("01096110", "96110"), ("075512345", "12345"), ("010110", "110"), ("0214008123456", "4008123456"),
        ("862195588", "95588"), ("+8675510086", "10086"), ("0086755 12321", "12321"),
    ],
)  # fmt: skip
def test_area_code_before_a_service_number_is_dropped(raw, number):
    assert one(raw).number == number
    assert one(raw).number_kind in ("service", "short", "toll_free")


@pytest.mark.parametrize("raw", ["12520138001380", "125200138001380", "179511234567", "02112345678", "0666123", "86", "+86", "+8682345678", "1.38E+10", "12:30",
                                 "13800138000;13900139000", "106" + "1" * 30])  # fmt: skip
def test_what_fits_nothing_stays_as_written(raw):
    found = one(raw)
    assert (found.number, found.number_kind, found.region, found.carrier) == (raw, "unknown", "", "")


# Hidden, masked, named -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("bucket", "raws"),
    [
        ("withheld", ["-2", "Private", "PRIVATE NUMBER", "Restricted", "Anonymous", "No Caller ID", "withheld", "隐藏号码", "私人号码", "无主叫", "无法显示", "非通知", "-2.0"]),
        ("unknown", ["", None, " ", "-1", "0", "0.0", "000", "+", "-", "--", "???", "未知", "未知号码", "Unknown", "(Unknown)", "null", "NULL", "n/a", '"n/a"', "对方号码", float("nan")]),
        ("payphone", ["-3", "公用电话", "Payphone", "pay phone"]),
    ],
)  # fmt: skip
def test_hidden_callers_go_into_buckets(bucket, raws):
    table = identify(raws)
    assert set(table["number"]) == {bucket}
    assert set(table["number_kind"]) == {"withheld"}
    assert (table[["region", "carrier"]] == "").all(axis=None)


@pytest.mark.parametrize(
    ("raw", "number"),
    [
        ("138****1234", "138****1234"), ("138xxxx1234", "138****1234"), ("138 XXXX 1234", "138****1234"), ("+86138****1234", "138****1234"),
        ("86138****1234", "138****1234"), ("138＊＊＊＊1234", "138****1234"), ("138••••1234", "138****1234"), ("138-****-1234", "138****1234"),
        ("1069XXXX", "1069****"), ("***", "***"), ("******", "***"), ("0755****5678", "0755****5678"), ("****1234", "****1234"), ("1380013800*", "1380013800*"),
        ("(808) xxx-xxxx", "808*******"), ("138xxxx8000", "138****8000"),
    ],
)  # fmt: skip
def test_masks_are_kept_as_patterns(raw, number):
    found = one(raw)
    assert (found.number, found.number_kind, found.carrier) == (number, "masked", "")


@pytest.mark.parametrize(
    "raw",
    ["中国移动", "HSBC", "AB-HDFCBK", "招商银行95555", "info@example.com", "12345@qq.com", "Taxi x2", "X", "10086客服"],
)
def test_names_of_senders_stay_as_written(raw):
    found = one(f"  {raw} ")
    assert (found.number, found.number_kind) == (raw, "sender_name")


def test_values_that_are_not_text_are_read_as_text():
    table = identify([13800138000, 13800138001.0, None, "\ud83d"])  # pyright: ignore[reportArgumentType]
    assert table["number"].tolist()[:3] == [MOBILE, "+8613800138001", "unknown"]


# Abroad --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "raw",
    [
        "+0085212345678",
        "00085212345678",
        "000110",
        "+010086",
        "0095588",
        "+95588",
        "+10086",
        "0010086",
        "095588",
        "+110",
        "+1069012345678",
    ],
)
def test_forms_that_no_network_shows_are_kept_apart(raw):
    found = one(raw)
    assert (found.number_kind, found.remark) == ("unknown", "spoof_sign")
    assert found.number.lstrip("+0") == raw.lstrip("+0"), "the number is not repaired into the genuine one"


@pytest.mark.parametrize(("raw", "number", "region"), [
    ("+852 2123 4567", "+85221234567", "HK"), ("0085221234567", "+85221234567", "HK"), ("17951" "0085221234567", "+85221234567", "HK"),
    ("+886223456789", "+886223456789", "TW"), ("+12025550123", "+12025550123", "US"), ("+16475550123", "+16475550123", "CA"),
    ("+959123456789", "+959123456789", "MM"), ("+441481234567", "+441481234567", "GG"),
    ])  # fmt: skip
def test_foreign_numbers(raw, number, region):
    found = one(raw)
    assert (found.number, found.number_kind, found.region, found.carrier, found.remark) == (
        number,
        "foreign",
        region,
        "",
        "",
    )


def test_possible_is_enough_and_impossible_is_not():
    assert one("+852 1000 0000").number_kind == "foreign", "plans change faster than any copy of them"
    assert one("+8521234").number_kind == "unknown"
    assert one("+999123456789").number_kind == "unknown"


@pytest.mark.parametrize(("raw", "region", "number", "kind"), [
    ("2025550123", "US", "+12025550123", "mobile"), ("(202) 555-0123", "US", "+12025550123", "mobile"), ("8005551234", "US", "+18005551234", "toll_free"),
    ("22395", "US", "22395", "short"), ("911", "US", "911", "short"), ("95588", "US", "95588", "short"), ("011 44 20 7946 0018", "US", "+442079460018", "foreign"),
    ("+8613800138000", "US", MOBILE, "mobile"), ("0086 755 8234 5678", "US", "+8675582345678", "landline"), ("+8695588", "US", "+8695588", "service"),
    ("01186 138 0013 8000", "US", MOBILE, "mobile"), ("1795113800138000", "US", "1795113800138000", "unknown"),
    ("020 7946 0018", "GB", "+442079460018", "landline"), ("07400 123456", "GB", "+447400123456", "mobile"), ("+44 (0)20 7946 0018", "GB", "+442079460018", "landline"),
    ("447400123456", "GB", "+447400123456", "mobile"), ("60099", "GB", "60099", "short"), ("0044 7400 123456", "GB", "+447400123456", "mobile"),
    ("2123 4567", "HK", "+85221234567", "landline"), ("+14155550123", "HK", "+14155550123", "foreign"), ("0", "US", "unknown", "withheld"),
    ])  # fmt: skip
def test_another_home_region_has_its_own_rules(raw, region, number, kind):
    found = one(raw, region=region)
    assert (found.number, found.number_kind) == (number, kind)


def test_chinese_codes_do_not_reach_into_other_countries():
    kinds = identify(["4008123456", "1069012345", "9558812345", "2155512345"], region="US")
    assert not set(kinds["number_kind"]) & {"service", "sms_port", "landline"}
    assert not kinds["number"].isin(["4008123456", "1069012345", "9558812345"]).any()


def test_example_numbers_of_every_country():
    """More than 200 countries: the same E.164 as phonenumbers, whichever way the number is settled."""
    kinds = (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE, PhoneNumberType.TOLL_FREE)
    found = [
        (region, phonenumbers.example_number_for_type(region, kind))
        for region in sorted(phonenumbers.SUPPORTED_REGIONS - {"CN"})
        for kind in kinds
    ]
    found = [(region, number) for region, number in found if number]
    wanted = [phonenumbers.format_number(number, PhoneNumberFormat.E164) for _, number in found]
    table = identify(wanted)
    assert len({region for region, _ in found}) > 200
    assert table["number"].tolist() == wanted
    assert set(table["number_kind"]) == {"foreign"}
    assert table["region"].tolist() == [phonenumbers.region_code_for_number(number) for _, number in found]
    spelled = identify([phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL) for _, number in found])
    assert spelled["number"].tolist() == wanted
    assert identify(["00" + number[1:] for number in wanted])["number"].tolist() == wanted


# Against phonenumbers ------------------------------------------------------------------------------------------------

GAPS = ("162", "165", "1349")
"""Ranges that are valid for phonenumbers but have no carrier there: two of resellers, one of satellite telephones."""


def assert_as_phonenumbers(numbers, lang):
    """Same number everywhere; same place and carrier wherever phonenumbers has one."""
    from phonenumbers import carrier, geocoder

    table = identify(numbers, lang=lang)
    country = {"zh": "中国", "en": "China"}[lang]
    compared = 0
    for raw, found in zip(numbers, table.itertuples(), strict=True):
        parsed = phonenumbers.parse(raw, "CN")
        assert found.number == phonenumbers.format_number(parsed, PhoneNumberFormat.E164)
        if not phonenumbers.is_valid_number(parsed):
            continue
        place = geocoder.description_for_number(parsed, lang)
        assert found.region == ("" if place == country else place), raw
        if name := carrier.name_for_number(parsed, lang):
            assert carrier_name(found.carrier, lang) == name, raw
        elif found.number_kind == "mobile":
            assert raw.startswith(GAPS), raw
        compared += 1
    return compared


def mobiles(samples):
    """Numbers of every three-digit range from 130 to 199, with sampled next four digits."""
    draw = random.Random(2025)
    for lead in range(130, 200):
        if lead == 179:
            continue
        for middle in draw.sample(range(10_000), samples):
            yield f"{lead}{middle:04d}{draw.randrange(10_000):04d}"


def landlines(samples):
    """Numbers of every area code of China, with sampled numbers of 7 and 8 digits."""
    draw = random.Random(2026)
    with_eight = 0
    for area in sorted({code for code in range(1000) if prefixes().is_area[code]}):
        code = str(area) if area >= 300 else str(area)[:2]
        for size in (8,) if area < 300 else (7, 8):
            with_eight += size == 8
            for _ in range(samples):
                yield f"0{code}{draw.choice('2345678')}{draw.randrange(10 ** (size - 1)):0{size - 1}d}"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_sampled_ranges_are_as_phonenumbers_has_them(lang):
    samples = 25
    assert assert_as_phonenumbers(list(mobiles(samples)), lang) > 50 * samples
    assert assert_as_phonenumbers(list(landlines(1)), lang) > 300


@pytest.mark.slow
def test_every_range_is_as_phonenumbers_has_it():
    assert assert_as_phonenumbers(list(mobiles(2_000)), "zh") > 100_000
    assert assert_as_phonenumbers(list(landlines(30)), "zh") > 9_000


def test_every_area_code_is_one_for_phonenumbers_too():
    listed = {str(code) if code >= 300 else str(code)[:2] for code in range(1000) if prefixes().is_area[code]}
    fixed = PhoneNumberType.FIXED_LINE
    known = {
        str(code)
        for code in (10, *range(20, 30), *range(310, 1000))
        if any(
            phonenumbers.number_type(phonenumbers.parse(f"+86{code}{tail}")) == fixed
            for tail in ("62345678", "6234567")
        )
    }
    assert listed == known


@pytest.mark.slow
def test_tables_are_those_of_the_installed_phonenumbers(tmp_path, monkeypatch, root):
    import numpy as np

    if prefixes().version != phonenumbers.__version__:
        pytest.skip(f"tables of {prefixes().version}: run python tools/make_prefixes.py for {phonenumbers.__version__}")
    monkeypatch.syspath_prepend(root / "tools")
    import make_prefixes

    monkeypatch.setattr(make_prefixes, "OUT", tmp_path / "prefixes.npz")
    make_prefixes.main()
    with np.load(tmp_path / "prefixes.npz") as fresh, np.load(root / "analyzer" / "numbering" / "prefixes.npz") as kept:
        assert fresh.files == kept.files
        for name in fresh.files:
            assert np.array_equal(fresh[name], kept[name]), name


def test_the_plan_names_no_range_twice():
    carriers = plan().carriers
    assert tuple(carriers) == CARRIERS
    assert plan().carrier_tokens == ("", *CARRIERS)
    assert {code.kind for code in plan().codes} <= set(NUMBER_KINDS)
    words = list(itertools.chain.from_iterable(plan().hidden.values()))
    assert len(words) == len(set(words))
    for bucket, listed in plan().hidden.items():
        assert set(identify(list(listed))["number"]) == {bucket}


# Properties ----------------------------------------------------------------------------------------------------------

HEADS = [
    "",
    "+",
    "00",
    "000",
    "+0",
    "0",
    "+86",
    "0086",
    "86",
    "+860",
    "8686",
    "+8600",
    "17951",
    "12593",
    "+8617951",
    "1795100",
    "-",
    "+1",
    "+7",
    "+39",
    "+5255",
]
MIDDLES = [
    "",
    "95588",
    "9558",
    "96",
    "106",
    "10690",
    "10",
    "400",
    "800",
    "21",
    "755",
    "951",
    "0951",
    "138",
    "179",
    "14",
    "12345",
    "110",
    "100",
    "1010",
    "86",
    "2",
    "0",
    "****",
]
TAILS = ["", ".0", "转801", "x12", "-801", ",,12", ")", " ", "*", "@qq.com"]
digits = st.text("0123456789", max_size=14)
telephones = st.tuples(st.sampled_from(HEADS), st.sampled_from(MIDDLES), digits, st.sampled_from(TAILS)).map("".join)
anything = st.one_of(telephones, st.text(max_size=25), st.text("0123456789+-()*#xX转,.; 86eE", max_size=22), st.none())


@settings(max_examples=120, deadline=None)
@given(
    st.lists(anything, max_size=40, unique=True),
    st.sampled_from(["CN", "CN", "CN", "US", "GB", "HK"]),
    st.sampled_from(["", "0755", "10"]),
)
@example(["+86 00852 2345 6789", "\x00\x01", "\ud800", "\u2028", "+8686138****1234", "=''"], "CN", "")
def test_never_raises_and_reads_its_own_output(raws, region, home_area):
    table = identify(raws, region=region, home_area=home_area)
    assert tuple(table.columns) == IDENTITY_COLUMNS
    assert len(table) == len(raws)
    assert set(table["number_kind"]) <= set(NUMBER_KINDS)
    assert set(table["carrier"]) <= {"", *CARRIERS}
    assert not table.isna().any(axis=None)
    assert (table["number"] != "").all()
    assert (table["number"].isin(BUCKETS) == (table["number_kind"] == "withheld")).all()
    again = identify(table["number"].tolist(), region=region, home_area=home_area)
    assert again["number"].tolist() == table["number"].tolist()
    assert again["number_kind"].tolist() == table["number_kind"].tolist()
    for number in table["number"]:
        assert display(number, "zh")


@settings(max_examples=60, deadline=None)
@given(st.sampled_from([lead for lead in range(130, 200) if lead != 179]), st.integers(0, 99_999_999))
def test_spellings_of_a_mobile_are_one_number(lead, rest):
    m = f"{lead}{rest:08d}"
    spelled = [
        m,
        "+86" + m,
        "86" + m,
        "0086" + m,
        "0" + m,
        f"{m[:3]}-{m[3:7]}-{m[7:]}",
        f"+86 {m[:3]} {m[3:7]} {m[7:]}",
        f"(+86) {m}",
        m + ".0",
        f'="{m}"',
        "17951" + m,
    ]
    table = identify(spelled)
    assert set(table["number"]) == {"+86" + m}
    assert len(table[["number_kind", "region", "carrier"]].drop_duplicates()) == 1


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(["10", "21", "29", "755", "571", "317", "951", "955", "891"]),
    st.sampled_from("2345678"),
    st.integers(0, 9_999_999),
)
def test_spellings_of_a_landline_are_one_number(area, first, rest):
    local = first + (f"{rest:07d}" if len(area) == 2 else f"{rest % 1_000_000:06d}")
    spelled = [
        f"0{area}{local}",
        f"0{area}-{local}",
        f"+86{area}{local}",
        f"0086{area}{local}",
        f"(0{area}) {local}",
        f"+86 0{area} {local}",
        f"0{area} {local[:4]} {local[4:]}",
    ]
    table = identify([*spelled, f"0{area}-{local}转8"])
    assert set(table["number"]) == {f"+86{area}{local}"}
    assert set(table["number_kind"]) == {"landline"}


def test_an_answer_does_not_depend_on_its_neighbours():
    raws = [
        "13800138000",
        "0755-82345678转801",
        "未知",
        "138****1234",
        "+85221234567",
        "95588",
        "+441481234567",
        "HSBC",
        "00862195588",
        "1795113800138000",
        "82345678",
    ]
    together = identify(raws)
    alone = [tuple(one(raw)) for raw in raws]
    assert [tuple(row) for row in together.itertuples(index=False)] == alone
    assert [tuple(row) for row in identify(raws[::-1]).itertuples(index=False)] == alone[::-1]


# The other doors -----------------------------------------------------------------------------------------------------


def test_nothing_gives_an_empty_table():
    table = identify([])
    assert tuple(table.columns) == IDENTITY_COLUMNS
    assert table.empty


def test_public_lines_are_protected_in_every_spelling():
    lines = [
        "110",
        "112",
        "119",
        "120",
        "122",
        "96110",
        "12345",
        "12315",
        "12321",
        "12378",
        "12381",
        "12300",
        "12110",
        "12110755",
    ]
    assert all(is_public_line(number) for number in identify(lines)["number"])
    assert is_public_line(one("+86110", region="US").number)
    assert all(is_public_line(one(raw).number) for raw in ("010-96110", "+8612345", "0086 21 12345", "+86 110"))
    assert not any(
        is_public_line(number) for number in ("95588", "10086", MOBILE, "withheld", "961101", "1211012345678", "")
    )


def test_own_carrier():
    assert own_carrier("186 1234 5678") == "china_unicom"
    assert own_carrier("10086") == "china_mobile"
    assert own_carrier("+85221234567") == own_carrier("nobody") == ""


def test_names_of_carriers():
    assert [carrier_name(token) for token in CARRIERS] == ["中国移动", "中国联通", "中国电信", "中国广电"]
    assert carrier_name("china_broadnet", "en") == "China Broadnet"
    assert carrier_name("") == ""


@pytest.mark.parametrize(("number", "shown"), [
    (MOBILE, "138 0013 8000"), ("+862155512345", "021 5551 2345"), ("+861062345678", "010 6234 5678"), ("+8675582345678", "0755 8234 5678"),
    ("+863178691234", "0317 869 1234"), ("4008123456", "400 812 3456"), ("82345678", "8234 5678"), ("95588", "95588"), ("106901234567", "106901234567"),
    ("138****1234", "138****1234"), ("+85221234567", "+852 2123 4567"), ("+12025550123", "+1 202-555-0123"), ("HSBC", "HSBC"), ("withheld", "隐藏号码"),
    ("unknown", "未知号码"), ("payphone", "公用电话"),
    ])  # fmt: skip
def test_display(number, shown):
    assert display(number, "zh") == shown


def test_display_in_english():
    assert [display(bucket, "en") for bucket in BUCKETS] == ["withheld number", "unknown number", "payphone"]
    assert identify([display(number) for number in (MOBILE, "+863178691234", "4008123456")])["number"].tolist() == [
        MOBILE,
        "+863178691234",
        "4008123456",
    ]


# Cost ----------------------------------------------------------------------------------------------------------------


def test_chinese_and_plain_foreign_numbers_do_not_load_phonenumbers(root):
    code = (
        "import sys, json; from analyzer.phone import identify\n"
        "identify(['13800138000', '0755-82345678', '95588', '106901234567', '未知', '138****1234', 'HSBC', '+85221234567', '+12025550123'])\n"
        "print(json.dumps('phonenumbers' in sys.modules))\n"
        "identify(['+441481234567'])\n"
        "print(json.dumps([name in sys.modules for name in ('phonenumbers', 'phonenumbers.geocoder', 'phonenumbers.carrier')]))\n"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=root, check=True)
    before, after = (json.loads(line) for line in run.stdout.split("\n")[:2])
    assert before is False
    assert after == [True, False, False]
