"""Messages where a person looks: marked texts in every format, the page, the workbook, the papers, case.json, the screen."""

import io
import json
import re

import openpyxl
import pandas as pd
import pytest
from casefactory import case_of
from hypothesis import given
from hypothesis import strategies as st
from papers import blocks, own_words, tables
from tables import row

from analyzer.channels import CHANNELS
from analyzer.document import Column, Detail, Document, Mark, Marked, Section, Table, Text
from analyzer.reports import summary_messages
from analyzer.reports.complaint import complaint
from analyzer.reports.evidence import evidence
from analyzer.reports.message_words import GRAVE, by_weight, marked, places
from analyzer.reports.summary import summary
from analyzer.settings import CaseFile, Collector, Correction, Owner
from analyzer.wording import FLAGS
from analyzer.writers.facts import case_json
from analyzer.writers.html import html
from analyzer.writers.text import text
from analyzer.writers.xlsx import xlsx

A, B, SHOP, SON = "13911110001", "13811110002", "106900000001", "13622220009"
THREAT = "再不还钱就打断你的腿，明天上门"
TOLD = "【某某贷】我司将把您的欠款情况告知您的单位"
HOSTILE = "=cmd \u202eevil\u202c <b>x</b> \x00 _x0041_ \r\n" + "长" * 10_000 + "打断你的腿😀"


def spans(body, flag, words, rule="zh-rule"):
    return f"{flag}:{body.index(words)}-{body.index(words) + len(words)}:{rule}"


def told_case(lang="en", **facts):
    """Two numbers with one threat between them, a disclosure, a code, a shop; 8 calls a day; and a son whom the owner calls."""
    rows = [row(f"2026-03-0{day} {9 + k}:00:00", A) for day in (1, 2, 3) for k in range(8)]
    rows += [row(f"2026-03-01 1{k}:30:00", SON, direction="out", outcome="answered", duration=9) for k in range(4)]
    said = {}
    for i, (number, body, what) in enumerate([
        (A, THREAT, {"message_kind": "debt_pressure", "p": 0.931, "flags": "violence_threat no_identity", "spans": spans(THREAT, "violence_threat", "打断你的腿")}),
        (B, THREAT, {"message_kind": "debt_pressure", "p": 0.931, "flags": "violence_threat", "spans": spans(THREAT, "violence_threat", "打断你的腿"), "template": "T1"}),
        (B, TOLD, {"message_kind": "debt_pressure", "kind_by": "rule", "p": 0.4, "flags": "third_party_disclosure", "spans": spans(TOLD, "third_party_disclosure", "告知您的单位"), "signature": "某某贷"}),
        (B, "您的验证码是 123456", {"message_kind": "code", "p": 0.99}),
        (B, HOSTILE, {"flags": "violence_threat", "spans": f"violence_threat:{HOSTILE.index('打断')}-99999:zh-rule", "struck": "insult"}),
        (SHOP, "新品上市", {"message_kind": "advertising", "p": 0.9, "flags": "no_opt_out", "spans": "no_opt_out:0-4:zh-opt"}),
        (SON, "笑死，我要打断你的腿哈哈", {"message_kind": "personal", "flags": "violence_threat", "spans": "violence_threat:5-10:zh-rule"}),
    ]):  # fmt: skip
        rows.append(row(f"2026-03-04 1{i}:00:00", number, "sms", body=body, name="儿子" if number == SON else ""))
        said[i] = what
    return case_of(rows, lang=lang, said=said, **facts)


@pytest.fixture(scope="module")
def case():
    return told_case()


class TestMarked:
    @given(
        st.text(max_size=40),
        st.lists(st.builds(Mark, st.integers(-5, 50), st.integers(-5, 50), st.sampled_from("abc")), max_size=6),
    )
    def test_no_sign_is_lost_and_marks_cover_what_they_say(self, words, marks):
        block = Marked(words, tuple(marks))
        pieces = block.pieces()
        assert "".join(piece for piece, _covers, _ends in pieces) == words
        at = 0
        for piece, covers, ends in pieces:
            assert set(ends) <= set(covers) <= set(block.legend())
            for i, sign in enumerate(piece, at):
                if sign != "\n":
                    assert set(covers) == {mark.words for mark in marks if mark.start <= i < mark.end}
            at += len(piece)
        assert str(block).replace("〔", "").replace("〕", "") == words.replace("〔", "").replace("〕", "")

    def test_a_line_break_of_two_signs_is_not_cut(self):
        assert [piece for piece, _, _ in Marked("a\r\nb", (Mark(0, 2, "x"),)).pieces()] == ["a\r\n", "b"]

    def test_formats(self):
        block = Marked("=1+1 <b>pay</b> or else", (Mark(16, 99, "a threat"), Mark(8, 11, "money")))
        table = Table("t", (Column("n", "N"), Column("m", "M", "quote")), pd.DataFrame({"n": ["1"], "m": [block]}))
        document = Document("report", "T", "en", (Section("a", "A", (block, table)),))
        page = html(document).decode()
        assert (
            '&lt;b&gt;<mark title="money" data-n="1">pay</mark>&lt;/b&gt; <mark title="a threat" data-n="2">or else</mark>'
            in page
        )
        assert "<li>money</li><li>a threat</li>" in page
        assert "=1+1 <b>〔pay〕</b> 〔or else〕\n〔…〕: money\n〔…〕: a threat" in text(document)
        book = openpyxl.load_workbook(io.BytesIO(xlsx(document)), rich_text=True).worksheets[0]
        rich = next(cell.value for line in book for cell in line[1:] if cell.value not in (None, "M"))
        assert str(rich) == block.text
        assert [str(run) for run in rich if not isinstance(run, str) and run.font.b] == ["pay", "or else"]
        assert not any(cell.data_type == "f" for line in book for cell in line)
        assert xlsx(document) == xlsx(document)

    def test_hostile_texts_stay_text_in_every_format(self):
        block = marked(HOSTILE, "insult:0-4:x violence_threat:10020-99999:y", str)
        document = Document("report", "T", "zh", (Section("a", "A", (block,)),))
        page = html(document).decode()
        assert "<b>x</b>" not in page and "\x00" not in page and "\r" not in page
        shown = re.sub(r"<[^>]+>", "", re.search(r"<blockquote.*?</blockquote>", page, re.S)[0])
        assert len(shown) > 10_000 and shown.endswith("😀")
        assert "\x00" not in text(document)
        assert len(xlsx(document)) > 1000


class TestPage:
    def test_brief_counts_and_quotes(self, case):
        [section] = summary_messages.sections(case)
        assert section.blocks[0].text.startswith(
            "Reported numbers sent 6 messages. Word rules marked 4 of them, from 2 numbers"
        )
        quoted = [block for block in section.blocks if isinstance(block, Detail) and block.key.startswith("message-")]
        texts = [block.blocks[0].text for block in quoted]
        assert texts == [THREAT, HOSTILE, TOLD]  # each text once, the gravest wording first
        assert str(quoted[0].blocks[0]) == "再不还钱就〔打断你的腿〕，明天上门"
        note = quoted[0].blocks[1].text
        assert (
            "pressure to pay a debt (model, p = 0.93)" in note
            and "2 times, from 2 numbers" in note
            and "zh-rule" in note
        )
        assert "struck in the case file: appears to insult" in quoted[1].blocks[1].text
        assert "(word rule)" in quoted[2].blocks[1].text and "【某某贷】" in quoted[2].blocks[1].text
        kinds = next(block for block in section.blocks if isinstance(block, Table) and block.key == "kinds").rows
        assert dict(zip(kinds["kind"], zip(kinds["own"], kinds["every"]))) == {  # noqa: B905
            "private message": (0, 1), "verification code": (1, 1), "advertising": (1, 1),
            "pressure to pay a debt": (3, 3), "not sorted": (1, 1),
        }  # fmt: skip

    def test_words_of_contacts_and_codes_are_not_quoted(self, case):
        page = html(summary(case)).decode()
        assert "笑死" not in page and "123456" not in page.split('id="timeline"')[0].split('id="wording"')[1]
        full = tables(summary(case))["messages"].rows
        assert len(full) == 5 and "Verification codes are left out here: 1." in page

    def test_a_contact_is_not_reported_for_wording_alone(self):
        rows = [row("2026-03-01 12:00:00", SON, "sms", body="你个骗子", name="儿子")]
        said = {0: {"flags": "insult", "spans": "insult:2-4:zh-rule"}}
        answered = row("2026-03-01 13:00:00", SON, direction="out", outcome="answered", duration=9)
        known = case_of([*rows, answered], lang="en", said=said)
        assert known.reported.empty and "only the wording" in known.set_aside["reason"].iloc[0]
        assert "also marked 1 messages of numbers that are not reported" in " ".join(own_words(summary(known)))
        assert len(case_of(rows, lang="en", said=said).reported) == 1
        night = row("2026-03-01 23:30:00", SON)
        assert len(case_of([*rows, answered, night], lang="en", said=said).reported) == 1

    def test_first_screen_says_it_in_one_line(self, case):
        line = summary_messages.line(case)
        assert "4, from 2 numbers (appears to threaten violence; appears to tell others of a debt" in line
        assert any(isinstance(block, Text) and block.text == line for block in summary(case).sections[0].blocks)

    def test_details_of_a_number_show_its_own(self, case):
        shown = [
            block for block in blocks(summary(case)) if isinstance(block, Detail) and block.key.startswith("marked-")
        ]
        assert sorted(block.aside for block in shown) == ["1", "3"]

    def test_nothing_without_messages_or_marks(self):
        quiet = case_of([row("2026-03-01 23:00:00", A)], lang="en", said={})
        assert summary_messages.sections(quiet) == [] and summary_messages.line(quiet) == ""
        rows = [row("2026-03-01 23:00:00", A), row("2026-03-01 12:00:00", A, "sms", body="请还款")]
        plain = case_of(rows, lang="en", said={0: {"message_kind": "debt_reminder"}})
        assert "marked none of them" in summary_messages.sections(plain)[0].blocks[0].text
        assert summary_messages.line(plain) == ""

    def test_many_are_capped_and_it_is_said(self):
        rows = [row(f"2026-03-{1 + i // 24:02} {i % 24:02}:00:00", A, "sms", body=f"打断你的腿{i}") for i in range(100)]
        said = {i: {"flags": "violence_threat", "spans": "violence_threat:0-5:zh-rule"} for i in range(100)}
        [section] = summary_messages.sections(case_of(rows, lang="en", said=said))
        quoted = [block for block in section.blocks if isinstance(block, Detail) and block.key.startswith("message-")]
        assert len(quoted) == summary_messages.QUOTED
        assert any("40 of 100 are quoted here" in block.text for block in section.blocks if isinstance(block, Text))

    @pytest.mark.parametrize("lang", ["zh", "en"])
    def test_words_accuse_nobody_and_are_in_one_language(self, lang):
        document = Document("report", "T", lang, tuple(summary_messages.sections(told_case(lang))))
        words = " ".join(own_words(document))
        assert not re.search(r"harasser|illegal|criminal|骚扰者|违法|犯罪", words)
        if lang == "zh":
            told = re.sub(
                r"case\.toml|evidence\.xlsx|Messages|p [=>] [\d.]+|zh-\w+|[0-9a-f]{8}-\d+|T\d+|" + "|".join(FLAGS),
                "",
                words,
            )
            assert not re.findall(r"[A-Za-z]{4,}", re.sub(r"Kinds|类别：.*|标记：.*", "", told))


class TestWorkbook:
    def test_sheet_of_messages(self, case):
        rows = tables(evidence(case))["messages"].rows.set_index("event_id")
        first = rows.iloc[0]
        assert (first["sort"], first["by"], first["does"]) == (
            "pressure to pay a debt", "model",
            "appears to threaten violence; about a debt, names neither lender nor collector",
        )  # fmt: skip
        assert str(first["text"]) == "再不还钱就〔打断你的腿〕，明天上门" and first["body"] == THREAT
        assert first["p"] == 0.931 and not rows["number"].str.contains(SON).any()
        assert "appears to insult" in set(rows["gone"])

    def test_nothing_is_said_of_the_owners_own_messages(self):
        rows = [
            row("2026-03-01 23:00:00", A),
            row("2026-03-01 12:00:00", A, "sms", direction="out", body="别再打我家人了"),
        ]
        said = {0: {"message_kind": "debt_pressure", "flags": "insult", "spans": "insult:0-2:zh-rule", "p": 0.9}}
        shown = tables(evidence(case_of(rows, lang="en", said=said)))["messages"].rows.iloc[0]
        assert (shown["sort"], shown["by"], shown["does"], str(shown["text"])) == ("", "", "", "别再打我家人了")

    def test_words_in_cells_are_those_of_the_export(self, case):
        book = openpyxl.load_workbook(io.BytesIO(xlsx(evidence(case))))
        cells = [cell for line in book["Messages"] for cell in line]
        assert any(cell.value == THREAT for cell in cells) and not any(cell.data_type == "f" for cell in cells)

    def test_method_names_model_and_word_rules_with_hashes(self, case):
        words = "\n".join(own_words(Document("e", "T", "en", evidence(case).sections[-1:])))
        assert re.search(r"kinds\.npz, SHA-256 [0-9a-f]{64}", words) and re.search(
            r"\d+ entries; zh\.toml, SHA-256", words
        )
        assert "it neither makes nor removes a mark" in words and "debt" in words

    def test_a_correction_is_told_as_the_persons(self):
        file = CaseFile(owner=Owner(), corrections=(Correction(("x-1",), "personal", ("insult",), "a joke"),))
        words = "\n".join(own_words(evidence(told_case(case=file))))
        assert "x-1 · private message · struck: appears to insult · a joke" in words


class TestPapers:
    def test_12321_most_telling_first_and_unaltered(self, case):
        paper = complaint(case, next(channel for channel in CHANNELS if channel.id == "12321"))
        report = next(block for block in blocks(paper) if isinstance(block, Detail) and B in block.title)
        quotes = [block.text for block in report.blocks if isinstance(block, Text) and block.role == "quote"]
        assert quotes == [THREAT, HOSTILE, TOLD, "您的验证码是 123456"]
        facts = "\n".join(value for block in report.blocks if hasattr(block, "pairs") for _label, value in block.pairs)
        assert (
            "debt collection (by the wording of 2 of its messages; please check); choose from the form's own list"
            in facts
        )
        assert "Word rules marked 3 of them: appears to threaten violence; appears to tell others" in facts

    def test_what_the_person_states_goes_before_wording(self):
        stated = told_case(
            case=CaseFile(owner=Owner(numbers=("13800000000",)), collectors=(Collector("某公司", numbers=(B,)),))
        )
        paper = complaint(stated, next(channel for channel in CHANNELS if channel.id == "12321"))
        report = next(block for block in blocks(paper) if isinstance(block, Detail) and B in block.title)
        assert "debt collection (as far as I know)" in str(report.blocks[0])

    def test_a_carrier_gets_the_text_and_the_mark_apart(self, case):
        rows = tables(complaint(case, next(channel for channel in CHANNELS if channel.id == "china_mobile")))[
            "messages"
        ].rows
        mine = rows[rows["shown"] == B]
        assert mine["body"].tolist() == [THREAT, HOSTILE, TOLD, "您的验证码是 123456"]
        assert mine["does"].iloc[0] == "appears to threaten violence"


def test_case_json_counts_and_places(case):
    facts = json.loads(case_json(case))["messages"]
    assert facts["received"] == 7 and facts["kinds"]["debt_pressure"] == 3 and facts["flags"]["violence_threat"] == 4
    assert facts["marked"][0]["spans"] == [{"flag": "violence_threat", "start": 5, "end": 10, "rule": "zh-rule"}]
    assert THREAT not in json.dumps(facts, ensure_ascii=False)


def test_weight_and_places():
    assert set(GRAVE) | {"no_identity", "no_opt_out"} == set(FLAGS)
    rows = pd.DataFrame(
        {
            "conduct": ["", "insult", "", "violence_threat insult"],
            "message_kind": ["code", "unsure", "debt_pressure", "personal"],
        }
    )
    assert by_weight(rows).index.tolist() == [3, 1, 2, 0]
    assert places("insult:1-3:zh-a no_opt_out:0-9:en-b:c") == [("insult", 1, 3, "zh-a"), ("no_opt_out", 0, 9, "en-b:c")]


def test_bombing_says_how_many_were_codes():
    rows = [row(f"2026-03-02 10:0{i}:59", f"1392222000{i % 5}", "sms", body=f"验证码{i}") for i in range(10)]
    made = case_of(rows, lang="en", said={i: {"message_kind": "code"} for i in range(7)})
    assert "Of these 10 messages 7 are verification codes" in " ".join(own_words(summary(made)))


@pytest.mark.slow
def test_a_hundred_thousand_messages_do_not_make_the_page_explode():
    n = 100_000
    rows = [row(1_770_000_000 + 60 * i, A, "sms", body=f"打断你的腿 {i}") for i in range(n)]
    said = {i: {"flags": "violence_threat", "spans": "violence_threat:0-5:zh-rule"} for i in range(n)}
    many = case_of(rows, lang="en", said=said)
    assert len(html(summary(many))) < 12_000_000
    sheet = tables(evidence(many))["messages"].rows
    assert len(sheet) == 20_000
