"""Where people outside mainland China can complain: who is offered what, and what each paper says. All of it invented."""

import dataclasses
import datetime as dt

import pytest
from abroadcases import COLLECTS, SELLS, abroad_case
from papers import blocks, busy_case, own_words, tables

from analyzer.channels import CHANNELS, offers
from analyzer.cli import main
from analyzer.document import Detail, Facts, Text
from analyzer.filed import channel_of
from analyzer.reports.complaint import complaint
from analyzer.reports.guide import guide
from analyzer.reports.letter import letter

BY_ID = {channel.id: channel for channel in CHANNELS}
EXPECTED = {
    "US": ["cfpb", "ftc_debt", "donotcall", "fcc", "state_ag", "neutral"],
    "GB": ["7726", "ico", "ofcom", "neutral"],
    "IN": ["trai", "neutral"],
    "AU": ["afca", "accc", "neutral"],
    "HK": ["hkma", "neutral"],
    "KR": ["fss", "neutral"],
    "FR": ["neutral"],
}


def stand(case):
    return {offer.channel.id: offer.state for offer in offers(case, CHANNELS)}


def paper(case, name):
    return complaint(case, BY_ID[name])


def pairs(document):
    return [pair for block in blocks(document) if isinstance(block, Facts) for pair in block.pairs]


def section(document, name):
    return next(one for one in document.sections if one.key == name)


@pytest.mark.parametrize("region", EXPECTED)
def test_each_region_has_its_channels_in_their_order_of_use(region):
    case = abroad_case(region)
    assert [offer.channel.id for offer in offers(case, CHANNELS)] == EXPECTED[region]
    assert set(stand(case).values()) == {"now"}


def test_chinese_channels_abroad_only_take_numbers_of_chinese_ranges():
    case = abroad_case("US", chinese=True)
    state = stand(case)
    assert state["china_unicom"] == "now" and not {"china_mobile", "china_telecom", "12321", "nfra"} & set(state)
    assert list(BY_ID["china_unicom"].takes(case)["number"]) == ["+8618611110002"]
    assert "china_unicom" not in stand(abroad_case("US"))


def test_a_carrier_of_another_country_is_not_taken_for_a_chinese_one():
    made = abroad_case("GB", chinese=True)
    owner = dataclasses.replace(made.settings.case.owner, carrier="Some Telecom")
    file = dataclasses.replace(made.settings.case, owner=owner)
    case = dataclasses.replace(made, settings=dataclasses.replace(made.settings, case=file))
    assert "china_telecom" not in stand(case)


def test_papers_of_mainland_china_are_as_they_were():
    abroad = {one for ids in EXPECTED.values() for one in ids} - {"neutral"}
    assert not abroad & set(stand(busy_case()))


def test_a_collector_goes_to_the_debt_form_and_a_seller_to_the_register():
    case = abroad_case("US")
    assert list(BY_ID["ftc_debt"].takes(case)["number"]) == [COLLECTS["US"]]
    assert list(BY_ID["donotcall"].takes(case)["number"]) == [SELLS["US"]]
    words = " ".join(own_words(paper(case, "donotcall")))
    assert "Debt collectors: use the form on debt collection instead." in words


def test_without_a_case_file_a_message_about_the_debt_is_enough():
    case = abroad_case("US", told=False)
    assert list(BY_ID["cfpb"].takes(case)["number"]) == [COLLECTS["US"]]
    none = dataclasses.replace(case, messages=case.messages.assign(message_kind="notice"))
    assert stand(none)["cfpb"] == "missing" and stand(none)["donotcall"] == "now"


def test_cfpb_has_two_texts_to_paste_and_its_blanks():
    document = paper(abroad_case("US"), "cfpb")
    pasted = section(document, "To paste")
    leads = [block.text for block in pasted.blocks if isinstance(block, Text) and block.role == "lead"]
    assert leads == ["What happened", "Fair resolution"]
    texts = "".join(one.text for block in pasted.blocks if isinstance(block, Detail) for one in block.blocks)
    happened, resolution = texts.split("[What I ask for]")
    assert (
        "78 calls and 1 message" in happened and "overdue" in happened and "leave other people out of it" in resolution
    )
    found = dict(pairs(document))
    assert found["Institution"] == "Invented Bank" and found["Account number"] == "L-77"
    assert len({block.key for block in pasted.blocks if isinstance(block, Detail)}) == sum(
        isinstance(b, Detail) for b in pasted.blocks
    )


def test_cfpb_answers_within_15_days_and_the_case_file_knows_it():
    case = abroad_case("US")
    assert channel_of("CFPB", case.settings) == "cfpb" and channel_of("10086", case.settings) == ""
    assert case.filed[0].due == dt.date(2026, 6, 20) and case.filed[0].state == "waiting"
    assert channel_of("cfpb", busy_case().settings) == ""
    found = dict(pairs(paper(case, "cfpb")))
    assert found["15 days end on"] == "2026-06-20"


def test_fcc_writes_numbers_with_dashes_and_warns_of_identity_data():
    case = abroad_case("US")
    document = paper(case, "fcc")
    entries = [block for block in section(document, "Form").blocks if isinstance(block, Detail)]
    assert [dict(one.blocks[0].pairs)["Number on the caller ID"] for one in entries] == ["212-555-0123", "303-555-0188"]
    assert {dict(one.blocks[0].pairs)["Number that received the call"] for one in entries} == {"202-555-0100"}
    assert "social security" in " ".join(own_words(document))
    assert not any("ocial security" in label for label, _ in pairs(document)), "no field asks for it"
    assert sum(len(one.blocks[1].rows) for one in entries) == 111, "every call and message"
    assert not BY_ID["fcc"].signed, "its form takes entries: a letter would have nobody to read it"
    printed = letter(case, paper(case, "state_ag"), BY_ID["state_ag"].takes(case))
    assert printed.page == "Letter" and "Form" not in {one.key for one in printed.sections}


def test_the_checklist_of_new_york_is_filled_in_as_far_as_records_say():
    found = dict(section(paper(abroad_case("US"), "state_ag"), "Checklist").blocks[1].pairs)
    assert found["Said stop, and when"] == "2026-06-04 13:00"
    assert found["Called again, and when"].endswith("first on 2026-06-04")
    assert found["Calls and numbers in all"] == "108 calls and 3 messages, numbers: 2"
    assert found["Abusive tone"] == "________"
    bare = dict(section(paper(abroad_case("US", told=False), "state_ag"), "Checklist").blocks[1].pairs)
    assert bare["Said stop, and when"] == bare["Called again, and when"] == "________"


def test_india_sms_lines_have_the_stated_forms_and_leave_out_what_is_too_old():
    document = paper(abroad_case("IN"), "trai")
    lines = [b.text for b in blocks(document) if isinstance(b, Text) and b.role == "quote"]
    assert "Last days: new phones 50% off! Visit our shop., 9900000188, 05/06/26" in lines
    assert not any("50% off this week only" in line for line in lines), "19 days old"
    assert "COMP TEL NO 9900000188, 06/06/26, Time 11:14" in lines
    assert sum(line.startswith("COMP TEL NO") for line in lines) == 30
    notes = [b.text for b in blocks(document) if isinstance(b, Text) and b.role == "note"]
    assert "Older than 7 days on 2026-06-08, and no longer taken: 1." in notes
    assert COLLECTS["IN"][3:] not in " ".join(lines), "a debt collector is none of its business"


@pytest.mark.parametrize(("day", "calls"), [(8, 30), (13, 5), (14, 0)])
def test_india_takes_nothing_after_seven_days(day, calls):
    case = abroad_case("IN", today=dt.date(2026, 6, day))
    offer = next(one for one in offers(case, CHANNELS) if one.channel.id == "trai")
    if not calls:
        assert offer.state == "no" and "7 days" in offer.why
        return
    lines = [b.text for b in blocks(paper(case, "trai")) if isinstance(b, Text) and b.role == "quote"]
    assert sum(line.startswith("COMP TEL NO") for line in lines) == calls


def test_7726_takes_the_text_then_the_number_and_calls_by_number():
    lines = [b.text for b in blocks(paper(abroad_case("GB"), "7726")) if isinstance(b, Text) and b.role == "quote"]
    number = "+447700900188"
    assert f"CALL {number}" in lines and lines.count(number) == 2
    assert "New phones 50% off this week only! Visit our shop." in lines


def test_ofcom_is_for_silent_calls_only():
    case = abroad_case("GB")
    assert list(BY_ID["ofcom"].takes(case)["number"]) == [SELLS["GB"]]
    longer = dataclasses.replace(case, events=case.events.assign(duration_s=case.events["duration_s"].replace(2, 4)))
    assert stand(longer)["ofcom"] == "no"


@pytest.mark.parametrize("name", ["afca", "accc"])
def test_what_is_not_confirmed_is_a_blank_to_check(name):
    document = paper(abroad_case("AU"), name)
    assert all("check with the channel" in value for _, value in section(document, "To check").blocks[0].pairs)
    assert "________ (check with the channel)" in {value for _, value in pairs(document)}


def test_hong_kong_takes_banks_only():
    made = abroad_case("HK")
    collectors = tuple(dataclasses.replace(one, creditor_type="platform") for one in made.settings.case.collectors)
    file = dataclasses.replace(made.settings.case, collectors=collectors)
    assert stand(dataclasses.replace(made, settings=dataclasses.replace(made.settings, case=file)))["hkma"] == "no"


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("region", EXPECTED)
def test_papers_claim_no_more_than_records_show(region, lang):
    case = abroad_case(region, lang)
    for name in EXPECTED[region]:
        document = paper(case, name)
        words = " ".join(own_words(document)).lower()
        assert not any(word in words for word in ("illegal", "harasser", "harassed by", "违法", "骚扰者"))
        if lang == "zh" and region in ("US", "GB", "IN", "AU") and name != "neutral":
            assert "--lang en" in words
    assert guide(case, offers(case, CHANNELS)).sections


def test_lists_leave_out_carriers_where_none_is_known():
    columns = {column.name for column in tables(paper(abroad_case("US"), "state_ag"))["numbers"].columns}
    assert "issuer" not in columns
    assert "issuer" in {
        column.name for column in tables(complaint(busy_case(), BY_ID["china_mobile"]))["numbers"].columns
    }


def test_analyze_channels_lists_those_of_a_region_in_their_order(capsys):
    assert main(["channels", "--region", "us", "--lang", "en"]) == 0
    lines = capsys.readouterr().out.splitlines()
    listed = [line.split()[1] for line in lines if line[:3].strip(" .").isdigit()]
    assert listed == EXPECTED["US"] and any("AU CN GB HK IN KR" in line for line in lines)
    assert main(["channels", "--region=xyz"]) == 2 and main(["channels", "--region"]) == 2


def test_analyze_channels_says_what_a_case_abroad_still_lacks(tmp_path, capsys):
    export = tmp_path / "calls.csv"
    lines = [f"2026-06-0{day} {8 + k:02}:00:00,{COLLECTS['US']},incoming,missed" for day in (1, 2, 3) for k in range(9)]
    export.write_text("time,number,direction,status\n" + "\n".join(lines) + "\n", encoding="utf-8")
    case = tmp_path / "case.toml"
    case.write_text('[owner]\nregion = "US"\nzone = "America/New_York"\n', encoding="utf-8")
    assert main(["channels", "--case", str(case), str(export), "--lang", "en"]) == 0
    told = capsys.readouterr().out
    assert "1. cfpb" in told and "name who collects as [[collector]]" in told
    assert "6. neutral" in told and "the case file does not say: [owner] name" in told


@pytest.mark.parametrize("name", ["cfpb", "fcc", "trai", "7726"])
def test_analyze_channels_explains_each(name, capsys):
    assert main(["channels", name, "--lang", "en"]) == 0
    told = capsys.readouterr().out
    assert "serious source" in told or "seen in the text itself" in told
    if name == "trai":
        assert "COMP TEL NO number, dd/mm/yy, Time hh:mm" in told


def test_a_threat_of_violence_comes_first_in_the_guide():
    case = abroad_case("US")
    threat = case.messages["flags"].where(case.messages["message_kind"] != "debt_pressure", "violence_threat")
    for made, wanted in ((case, False), (dataclasses.replace(case, messages=case.messages.assign(flags=threat)), True)):
        first = guide(made, offers(made, CHANNELS)).sections[0].blocks[0]
        assert isinstance(first, Text) and ("emergency number" in first.text) == wanted
