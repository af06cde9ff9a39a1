"""Where a person can go with a case, in which order, what must come first, and what the letters and texts to paste say."""

import dataclasses
import datetime as dt
import re

import pytest
from papers import MOBILE, OWN, PORT, TELECOM, UNICOM, blocks, busy_case, own_words, tables
from test_complaints import NEVER

from analyzer.case_file import case_file
from analyzer.channels import CHANNELS, CLOSED, in_order, offers
from analyzer.channels.channel import Fact
from analyzer.document import Detail, Facts, Steps, Text
from analyzer.problems import UsageError
from analyzer.reports.complaint import PARTS, complaint
from analyzer.reports.complaint_form import packed
from analyzer.reports.guide import guide
from analyzer.settings import CREDITOR_TYPES, CaseFile, Collector, Complaint, Line, Owner, Refusal
from analyzer.writers.text import text

BY_ID = {channel.id: channel for channel in CHANNELS}
CHINA = [channel for channel in CHANNELS if "CN" in channel.regions]

THREAT = "再不还钱，小心你全家出门被打"
EXPOSE = "再不处理就把你的欠款告诉你单位和所有亲友"
FLAGS = {THREAT: "violence_threat", EXPOSE: "reputation_threat"}
"""What the tests take the invented messages for."""


def file(kind="platform", complaints=(), refusals=(), **said):
    """A case file with one collector of a creditor of this kind."""
    told = {"creditor": "某某平台", "creditor_type": kind, "numbers": (UNICOM,), **said}
    return CaseFile(
        owner=Owner(numbers=(OWN,), name="某人", carrier="中国移动", address="某市某路1号"),
        collectors=(Collector("某公司", **told),),
        complaints=tuple(complaints),
        refusals=tuple(refusals),
    )


def case_of_kind(kind="platform", lang="en", today=dt.date(2026, 3, 20), bodies=("您好",), **said):
    """The busy case with such a file, on a day."""
    made = busy_case(lang, case=file(kind, **said), bodies=bodies)
    texts = made.events.loc[made.events["kind"] != "call", "body"].astype(str)
    messages = made.messages.assign(flags=[FLAGS.get(body, "") for body in texts])
    return dataclasses.replace(made, made_on=today, messages=messages)


def states(case):
    return {offer.channel.id: offer.state for offer in offers(case, CHINA)}


def paper(channel_id, case):
    (channel,) = [offer.channel for offer in offers(case, CHINA) if offer.channel.id == channel_id]
    return complaint(case, channel)


def said(document):
    """Everything a paper says, quotations too, as one text."""
    return text(document)


# The registry


def test_the_order_keeps_what_comes_after_what():
    order = [channel.id for channel in in_order(CHINA)]
    for channel in CHINA:
        for name in (*channel.after, *channel.only_after):
            before = [one.id for one in CHINA if name in (one.id, one.kind)]
            assert before, f"{channel.id} comes after {name}, which is no channel"
            assert all(order.index(one) < order.index(channel.id) for one in before)
        assert set(channel.only_after) <= set(channel.after)


def test_channels_that_wait_for_each_other_are_refused():
    one, other = (
        dataclasses.replace(BY_ID[name], after=(after,)) for name, after in (("nifa", "12315"), ("12315", "nifa"))
    )
    with pytest.raises(ValueError, match="wait for each other"):
        in_order([one, other])


@pytest.mark.parametrize("channel", CHINA, ids=lambda one: one.id)
def test_a_channel_names_parts_and_needs_that_exist(channel):
    assert set(channel.parts) <= set(PARTS)
    for need in channel.needs:
        table, _, key = need.partition(".")
        assert key in {field.name for field in dataclasses.fields({"owner": Owner, "collector": Collector}[table])}
    if channel.kind == "letter":
        assert channel.requests or channel.id == "court"
        assert channel.parts[0] == "addressee" and channel.parts[-1] == "truth"


def test_what_is_only_remembered_is_not_said():
    guessed = [fact for channel in CHINA for fact in channel.facts() if fact.confidence == "R"]
    assert guessed and all(fact.said(str) == "" for fact in guessed)
    assert not [fact for fact in BY_ID["black_cat"].facts() if fact.confidence != "R"]
    assert BY_ID["black_cat"].unknown and BY_ID["cba"].unknown


def test_closed_channels_name_what_took_their_place():
    assert {one.id for one in CLOSED} == {"jutousu", "cbirc"}
    for one in CLOSED:
        assert set(one.title) == {"zh", "en"} and one.why and set(one.instead) <= set(BY_ID)
        assert one.id not in BY_ID


# Who takes what


@pytest.mark.parametrize(
    ("kind", "now", "missing"),
    [
        ("bank", {"nfra"}, set()),
        ("consumer_finance", {"nfra", "nifa"}, set()),
        ("insurer", {"nfra"}, set()),
        ("trust", {"nfra"}, set()),
        ("micro_loan", {"local_bureau", "nifa"}, set()),
        ("guarantee", {"local_bureau"}, set()),
        ("asset_manager", {"local_bureau"}, set()),
        ("platform", {"nifa", "12315"}, set()),
        ("unknown", {"nifa", "12315"}, {"nfra", "local_bureau"}),
    ],
)
def test_the_kind_of_creditor_decides_who_is_competent(kind, now, missing):
    case = case_of_kind(kind, complaints=[Complaint("某某平台", dt.date(2026, 2, 1), answered=dt.date(2026, 2, 9))])
    got = states(case)
    asked = {"nfra", "local_bureau", "nifa", "12315"}
    assert {one for one in asked if got[one] == "now"} == now
    assert {one for one in asked if got[one] == "missing"} == missing
    assert got["lender"] == "now" and got["cba"] == "no" and got["pboc"] == "no"
    assert kind in CREDITOR_TYPES


def test_without_a_collector_the_case_file_must_say_who_calls():
    got = states(busy_case())
    assert {name for name, state in got.items() if state == "missing"} == {
        "lender", "nfra", "local_bureau", "nifa", "12315", "black_cat", "court",
    }  # fmt: skip
    assert got["china_mobile"] == got["12321"] == "now"


def test_a_quiet_case_goes_nowhere():
    case = busy_case(numbers=(), bodies=())
    assert "now" not in states(case).values()
    assert [section.key for section in guide(case, offers(case, CHINA), CLOSED).sections] == ["guide"]


def test_the_appeal_waits_for_the_own_carrier():
    def appeal(*complaints, today=dt.date(2026, 3, 20)):
        (offer,) = [
            one for one in offers(case_of_kind(complaints=complaints, today=today), CHINA) if one.channel.id == "miit"
        ]
        return offer

    none = appeal()
    assert none.state == "wait" and none.first == ("china_mobile",) and "China Mobile" in none.why.format(**none.values)
    waiting = appeal(Complaint("10086", dt.date(2026, 3, 10)))
    assert waiting.state == "wait" and waiting.until == dt.date(2026, 3, 25)
    assert appeal(Complaint("10086", dt.date(2026, 3, 10)), today=dt.date(2026, 3, 25)).state == "wait"
    assert appeal(Complaint("10086", dt.date(2026, 3, 10)), today=dt.date(2026, 3, 26)).state == "now"
    assert appeal(Complaint("10086", dt.date(2026, 3, 10), answered=dt.date(2026, 3, 12))).state == "now"
    assert appeal(Complaint("10010", dt.date(2026, 2, 1))).state == "wait", "another carrier is not one's own"


def test_the_finance_regulator_waits_for_the_institution():
    def regulator(*complaints):
        case = case_of_kind("bank", complaints=complaints, creditor="某某银行股份")
        (offer,) = [one for one in offers(case, CHINA) if one.channel.id == "nfra"]
        return offer

    assert regulator().state == "wait" and regulator().first == ("lender",)
    assert regulator(Complaint("某某银行股份", dt.date(2026, 3, 16))).state == "wait"
    assert regulator(Complaint("lender", dt.date(2026, 2, 2))).state == "now"
    assert regulator(Complaint("某某银行股份", dt.date(2026, 3, 16), answered=dt.date(2026, 3, 18))).state == "now"
    assert regulator(Complaint("12321", dt.date(2026, 1, 16))).state == "wait"


def test_12315_is_not_offered_where_another_authority_has_the_matter():
    assert states(case_of_kind())["12315"] == "now"
    assert states(case_of_kind(complaints=[Complaint("12378", dt.date(2026, 3, 1))]))["12315"] == "no"
    assert states(case_of_kind(complaints=[Complaint("12345", dt.date(2026, 3, 1))]))["12315"] == "no"


def test_the_police_come_first_where_violence_is_threatened():
    assert states(case_of_kind())["police"] == "no"
    case = case_of_kind(bodies=(THREAT,))
    assert next(iter(states(case))) == "police" and states(case)["police"] == "now"
    exposed = case_of_kind(bodies=(EXPOSE,))
    assert states(exposed)["police"] == "now" and next(iter(states(exposed))) == "lender"


def test_a_court_is_the_last_step():
    assert states(case_of_kind())["court"] == "missing"
    case = case_of_kind(refusals=[Refusal(dt.datetime.fromisoformat("2026-03-02T12:00:00"), "某公司")])
    assert states(case)["court"] == "now" and list(states(case))[-1] == "court"


def test_each_creditor_has_a_letter_of_its_own():
    two = CaseFile(
        owner=Owner(numbers=(OWN,)),
        collectors=(
            Collector("甲公司", creditor="甲平台", creditor_type="platform", numbers=(UNICOM,)),
            Collector("乙公司", creditor="乙银行股份", creditor_type="bank", numbers=(TELECOM,)),
        ),
        complaints=(Complaint("甲平台", dt.date(2026, 3, 4), "R-1"),),
    )
    case = dataclasses.replace(busy_case("en", case=two), made_on=dt.date(2026, 3, 6))
    found = {offer.channel.id: offer.channel for offer in offers(case, CHINA) if offer.state == "now"}
    assert {"lender-1", "lender-2"} <= set(found) and "lender" not in found
    one, other = complaint(case, found["lender-1"]), complaint(case, found["lender-2"])
    assert set(tables(one)["numbers"].rows["number"]) == {"+86" + UNICOM}
    assert set(tables(other)["numbers"].rows["number"]) == {"+86" + TELECOM}
    assert "甲平台" in said(one) and "甲平台" not in said(other).replace("complaint to 甲平台", "")
    assert "R-1" in {value for block in blocks(one) if isinstance(block, Facts) for _, value in block.pairs}
    assert "R-1" not in {value for block in blocks(other) if isinstance(block, Facts) for _, value in block.pairs}


def test_people_elsewhere_are_not_sent_to_chinese_channels():
    made = case_of_kind()
    abroad = dataclasses.replace(made, settings=dataclasses.replace(made.settings, region="US"))
    assert {offer.channel.id for offer in offers(abroad, CHINA)} == {
        "china_mobile",
        "china_unicom",
        "china_telecom",
        "12321",
    }
    foreign = abroad.reported.assign(
        number=[f"+1212555{i:04}" for i in range(len(abroad.reported))], carrier="", owner="+12025550100"
    )
    abroad.__dict__["reported"] = foreign
    assert offers(abroad, CHINA) == [], "none of the numbers is of a Chinese range"


# What the letters say


def full_case(lang, bodies=(THREAT, EXPOSE), kind="bank"):
    """Everything is known, everything was tried: every channel that can be is offered."""
    return case_of_kind(
        kind, lang, bodies=bodies, numbers=(UNICOM, PORT),
        creditor_address="某市某区某街2号", contract="C-2025-77", product="某某App", amount="5000元", due=dt.date(2026, 3, 2),
        complaints=[Complaint("10086", dt.date(2026, 2, 1), "A-1"), Complaint("lender", dt.date(2026, 2, 2), "B-2", dt.date(2026, 2, 9), "称已核查")],
        refusals=[Refusal(dt.datetime.fromisoformat("2026-03-02T12:00:00"), "某公司", "电话")],
    )  # fmt: skip


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("kind", ["bank", "micro_loan", "platform"])
def test_no_paper_of_any_channel_claims_more_than_the_records(lang, kind):
    case = full_case(lang, kind=kind)
    now = [offer.channel for offer in offers(case, CHINA) if offer.state == "now"]
    assert {"lender", "china_mobile", "12321", "miit", "police", "black_cat", "court"} <= {
        channel.id for channel in now
    }
    papers = [*(complaint(case, channel) for channel in now), guide(case, offers(case, CHINA), CLOSED)]
    for document in papers:
        for words in own_words(document):
            assert [never for never in NEVER if never in str(words).lower()] == [], words


def test_every_letter_has_the_sections_that_complaint_forms_ask_for():
    case = full_case("en")
    for channel_id in ("lender", "nfra"):
        first = paper(channel_id, case).sections[0]
        words = [block.text for block in first.blocks if isinstance(block, Text) and block.role == "lead"]
        assert words == [
            "Whom this is about", "What I ask for", "What happened", "In order of time", "Contacts before the due date",
            "Messages, word for word", "Provisions that appear to be concerned", "Texts that may bear on it", "What I have done so far", "Attachments",
            "Statement of the person who signs",
        ]  # fmt: skip


def test_a_letter_is_filled_from_the_case_file():
    known = {
        label: value
        for block in blocks(paper("nfra", full_case("en")))
        if isinstance(block, Facts)
        for label, value in block.pairs
    }
    assert known["Institution"] == "某某平台" and known["Its full address"] == "某市某区某街2号"
    assert known["App or product"] == "某某App" and known["Collects for it, as far as I know"] == "某公司"
    data, boxes = known["My relation to 某某平台"].split("\n")
    assert data == "contract C-2025-77, amount 5000元, first due on 2026-03-02" and boxes.count("□") == 4, (
        "a choice, no statement"
    )
    assert known["Kind and number of identity document"] == "________"


def test_blanks_stay_blank_and_the_advice_says_which_the_case_file_can_fill():
    document = paper("lender", case_of_kind())
    known = {label: value for block in blocks(document) if isinstance(block, Facts) for label, value in block.pairs}
    assert known["Its full address"] == "________"
    assert any("[[collector]] creditor_address" in item for item in document.sections[-1].blocks[0].items)
    assert not any("[[collector]]" in item for item in paper("lender", full_case("en")).sections[-1].blocks[0].items)


def test_contacts_before_the_due_date_stand_under_their_own_heading_and_can_be_recounted():
    case = full_case("en")
    rows = tables(paper("lender", case))["before-due"].rows
    events = case.events[(case.events["number"] == "+86" + UNICOM) & (case.events["direction"] == "in")]
    wanted = events[events["at_local"].dt.date < dt.date(2026, 3, 2)]
    assert 0 < len(wanted) < len(events) and list(rows["event_id"]) == list(wanted["event_id"])
    assert f"came {len(wanted)} calls" in said(paper("lender", case))
    assert "before-due" not in tables(paper("lender", case_of_kind()))
    late = full_case("en")
    assert "before-due" not in tables(paper("china_mobile", late)), "a carrier is not told of the contract"


def test_calls_after_a_refusal_are_counted():
    case = full_case("en")
    known = {
        label: value
        for block in blocks(paper("lender", case))
        if isinstance(block, Facts)
        for label, value in block.pairs
    }
    events = case.events[(case.events["number"] == "+86" + UNICOM) & (case.events["direction"] == "in")]
    events = case.events[case.events["number"].isin(["+86" + UNICOM, PORT]) & (case.events["direction"] == "in")]
    after = events[events["at_local"].dt.tz_localize(None) > "2026-03-02 12:00:00"]
    assert (
        known["After I had told them to stop, 2026-03-02 12:00"]
        == f"{(after['kind'] == 'call').sum()} calls and {(after['kind'] != 'call').sum()} messages"
    )


def test_the_police_letter_begins_with_the_messages_and_names_the_last_day():
    case = full_case("en", bodies=(THREAT, "您好"))
    first = paper("police", case).sections[0].blocks
    quoted = next(i for i, block in enumerate(first) if isinstance(block, Text) and block.role == "quote")
    asked = next(i for i, block in enumerate(first) if isinstance(block, Steps))
    assert first[quoted].text == THREAT and quoted < asked
    assert "您好" not in [block.text for block in first if isinstance(block, Text)]
    known = {label: value for block in first if isinstance(block, Facts) for label, value in block.pairs}
    last = case.events[case.events["event_id"].isin(case.messages["event_id"])]["at_local"].iloc[-1]
    assert known["Last call or message of these numbers"] == f"{last:%Y-%m-%d %H:%M}"
    assert any("article 50, paragraph 2" in item for item in first[asked].items)


def test_the_report_to_the_association_names_provisions_and_fits_its_portal():
    case = full_case("en", kind="platform")
    document = paper("nifa", case)
    first = [block for block in document.sections[0].blocks if isinstance(block, Facts)]
    provisions = next(block for block in first if any("GB/T 45251-2025" in label for label, _ in block.pairs))
    assert not any("Alibaba" in label or "heuristic" in label for label, _ in provisions.pairs)
    assert BY_ID["nifa"].most_bytes == 2_000_000 and BY_ID["nifa"].a_day == 3


def test_the_credit_card_rules_are_cited_for_banks_only():
    assert "credit-card business" in said(paper("lender", full_case("en")))
    assert "credit-card business" not in said(paper("lender", full_case("en", kind="platform")))


def test_penal_texts_are_for_police_and_courts():
    case = full_case("en")
    assert "Criminal Law" not in said(paper("lender", case)) and "Public Security" not in said(paper("nfra", case))
    assert "Public Security" in said(paper("police", case)) and "Public Security" in said(paper("court", case))


def test_the_annex_for_a_court_is_no_statement_of_claim():
    words = said(paper("court", full_case("en")))
    assert "This is no statement of claim." in words and "article 997" in words and "with the hash of each" in words


def test_the_public_site_gets_no_numbers_and_no_quotations():
    words = said(paper("black_cat", full_case("en"))).partition("For you, not for handing in")[0]
    assert THREAT not in words and UNICOM not in words and OWN not in words and "某人" not in words
    assert "check with the channel" in words


def test_lines_of_other_people_are_told_apart():
    made = busy_case("en", case=dataclasses.replace(file(), lines=(Line("x.csv", "workplace", OWN),)))
    words = said(paper("lender", made))
    assert f"the line of my workplace, {OWN}: 33 calls, numbers: 1" in words
    assert f"{OWN} (the line of my workplace)" in words


# Texts to paste


@pytest.mark.parametrize("most", [1, 7, 60, 500])
def test_blocks_lose_no_character_and_keep_to_the_limit(most):
    told = "第一句。第二句！\nA line. Another; and more\n\n" + "长" * 1300 + "\r\n=1+1\u2028x\n"
    made = packed(told, most)
    assert "".join(made) == told and max(map(len, made)) <= most
    assert packed("", most) == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_letter_has_texts_to_paste_within_the_limit(lang):
    case = full_case(lang)
    for offer in offers(case, CHINA):
        if offer.state != "now" or offer.channel.kind == "12321":
            continue
        document = complaint(case, offer.channel)
        (section,) = [
            one for one in document.sections if any(getattr(block, "key", "") == "block-1" for block in one.blocks)
        ]
        assert section.paper == "sheet"
        sizes = [len(block.blocks[0].text) for block in section.blocks if isinstance(block, Detail)]
        assert sizes and max(sizes) <= (offer.channel.block or 500)
        own = ("our own choice", "本程序自定")
        assert any(word in section.blocks[0].text for word in own) == (offer.channel.block == 0)


def test_messages_to_report_by_sms_have_the_carriers_form_and_their_text_unaltered():
    body = "{number} 第一行\n第二行*#"
    case = case_of_kind(bodies=(body,))
    words = [
        block.text for block in blocks(paper("china_mobile", case)) if isinstance(block, Text) and block.role == "quote"
    ]
    assert f"106900000001*{body}" in words
    unicom = busy_case("en", carrier="中国联通", bodies=(body,))
    told = said(complaint(unicom, BY_ID["china_unicom"]))
    assert (
        "LJDXJB#106900000001#{number} 第一行" in told
        and "SMS to 10010: (reported by web guides, verify before use)" in told
    )
    assert "10086999" not in "".join(words), "the number to send to stands beside the text, not in it"


# Extremes


def test_one_event_is_enough_for_a_letter_and_none_for_nothing():
    from casefactory import case_of
    from tables import row

    one = case_of([row("2026-03-01 10:00:00", UNICOM)], lang="en", said={})
    one = dataclasses.replace(one, settings=dataclasses.replace(one.settings, case=file()))
    known = {
        label: value
        for block in blocks(paper("lender", one))
        if isinstance(block, Facts)
        for label, value in block.pairs
    }
    assert known["Received in all"] == "1 call" and known["How many numbers"] == "1 number"
    assert states(one)["police"] == "no"


def test_three_hundred_numbers_make_readable_letters():
    from casefactory import case_of
    from tables import row

    numbers = [f"17{i:09}" for i in range(300)]
    rows = [
        row(f"2026-03-01 {9 + k}:{i % 60:02}:{i // 60:02}", number)
        for i, number in enumerate(numbers)
        for k in range(3)
    ]
    made = case_of(rows, lang="en", said={})
    many = dataclasses.replace(made, settings=dataclasses.replace(made.settings, case=file(numbers=tuple(numbers))))
    document = paper("nifa", many)
    assert len(tables(document)["numbers"].rows) == 300 and len(tables(document)["calls"].rows) == 900
    known = {label: value for block in blocks(document) if isinstance(block, Facts) for label, value in block.pairs}
    assert known["How many numbers"] == "300 numbers" and known["Numbers that called or wrote"].endswith("and 270 more")


# The guide


def test_the_guide_goes_in_order_with_dates_and_says_why_not():
    case = case_of_kind("bank", today=dt.date(2026, 3, 20))
    words = said(guide(case, offers(case, CHINA), CLOSED))
    assert words.index("lender/") < words.index("china_mobile/") < words.index("12321/")
    assert "Days for an answer: 15 days; handed in on 2026-03-20, until 2026-04-04." in words
    assert (
        "Appeal centre for phone users, 12300: first China Mobile: no complaint to it stands in the case file" in words
    )
    assert "21CN 聚投诉 (complaint site): no page was found" in words
    assert "China Banking Association: no public form to complain to it was found" in words


def test_the_guide_names_the_day_on_which_one_can_go_on():
    case = case_of_kind(complaints=[Complaint("10086", dt.date(2026, 3, 10))])
    assert "first the answer to your complaint of 2026-03-10, or the end of the days for one, 2026-03-25" in said(
        guide(case, offers(case, CHINA), CLOSED)
    )


# The case file


def test_the_case_file_takes_what_is_known_of_the_contract():
    made = case_file({"collector": [{"name": "甲", "creditor_address": "某街", "contract": "C-1", "product": "App", "amount": "100", "due": dt.date(2026, 4, 1)}]})  # fmt: skip
    assert made.collectors[0].due == dt.date(2026, 4, 1) and made.collectors[0].contract == "C-1"
    late = case_file({"collector": [{"name": "甲", "due": dt.datetime(2026, 4, 1, 9, tzinfo=dt.UTC)}]})
    assert late.collectors[0].due == dt.date(2026, 4, 1)


@pytest.mark.parametrize(
    ("entry", "word"),
    [({"due": "2026-04-01"}, "due"), ({"contract": 7}, "contract"), ({"amount": 5000}, "amount"), ({"contracts": "x"}, "contracts"),
     ({"creditor_type": "shark"}, "shark")],
)  # fmt: skip
def test_a_misspelt_entry_is_refused(entry, word):
    with pytest.raises(UsageError) as error:
        case_file({"collector": [{"name": "甲", **entry}]})
    assert word in str(error.value)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_starter_names_every_key_of_a_collector(lang):
    from analyzer.starter import EN, ZH

    told = {"zh": ZH, "en": EN}[lang]
    part = told[told.index("[[collector]]") : told.index("[[refusal]]")]
    assert set(re.findall(r"^# (\w+) = ", part, re.MULTILINE)) == {
        field.name for field in dataclasses.fields(Collector)
    }


# On the command line


def test_analyze_channels_lists_explains_and_refuses(capsys):
    from analyzer.cli import main

    assert main(["channels", "--lang", "en"]) == 0
    listed = capsys.readouterr().out
    assert all(channel.id in listed for channel in CHINA) and listed.index("lender ") < listed.index("court ")
    assert "21CN" in listed and "no paper is written for it" in listed
    for channel in CHINA:
        assert main(["channels", channel.id, "--lang", "en"]) == 0
        shown = capsys.readouterr().out
        for fact in channel.facts():
            assert (fact.text in shown) == (fact.confidence != "R"), fact.text
    assert main(["channels", "聚投诉", "--lang", "en"]) == 2
    assert main(["channels", "jutousu", "--lang", "en"]) == 0
    assert main(["channels", "nowhere.csv", "--case", "nofile.toml"]) == 2
    assert main(["channels", "--case"]) == 2


def test_analyze_channels_says_how_each_stands_with_a_case(tmp_path, capsys, monkeypatch):
    from analyzer.cli import main

    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1773964800")  # 2026-03-20
    export = tmp_path / "export.csv"
    lines = [f"2026-03-01 {9 + k}:{k:02}:00,{UNICOM},呼入,0" for k in range(12)]
    export.write_text("时间,号码,类型,时长\n" + "\n".join(lines) + "\n", encoding="utf-8")
    case = tmp_path / "case.toml"
    case.write_text(
        f'[owner]\nnumbers=["{OWN}"]\n[[collector]]\nname="甲"\ncreditor="乙银行股份"\ncreditor_type="bank"\nnumbers=["{UNICOM}"]\n',
        encoding="utf-8",
    )
    assert main(["channels", "--case", str(case), str(export), "--lang", "en"]) == 0
    told = capsys.readouterr().out
    assert "not yet: first The lender or platform itself: no complaint to it stands in the case file" in told
    assert "the case file does not say: [owner] name, [owner] address" in told
    assert main(["channels", "--case", str(case), "--lang", "en"]) == 0
    assert "[[collector]] due" in capsys.readouterr().out


def test_a_fact_without_confirmation_never_reaches_a_paper():
    assert Fact("x", "", "R").said(str) == ""
    words = said(paper("court", full_case("en")))
    assert "legal aid hotline" not in words
    assert MOBILE in words
