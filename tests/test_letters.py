"""Letters as DOCX and PDF: they say what the document says, all of it, and nothing of the machine. All data invented."""

import dataclasses
import datetime as dt
import io
import re
import shutil
import subprocess
import zipfile
from itertools import pairwise

import pandas as pd
import pdfplumber
import pypdfium2
import pytest
from casefactory import case_of
from papers import HOSTILE, OWN, PORT, UNICOM, blocks, busy_case, flat, png, told_case
from tables import row

from analyzer import pipeline
from analyzer.channels import CHANNELS
from analyzer.document import Column, Detail, Document, Facts, Figure, Mark, Marked, Section, Steps, Table, Text
from analyzer.locales import translator
from analyzer.problems import UsageError
from analyzer.reports.complaint import complaint
from analyzer.reports.declaration import declarations
from analyzer.reports.letter import ROWS, letter
from analyzer.settings import CaseFile, Owner
from analyzer.writers import letters, signs
from analyzer.writers import pdf as pdf_writer
from analyzer.writers.docx import docx
from analyzer.writers.pdf import pdf
from analyzer.writers.text import shown

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><rect width="40" height="20" fill="gray"/></svg>'
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
CARRIER = next(channel for channel in CHANNELS if channel.id == "china_mobile")


def squeezed(text):
    """Text without white space, which a page lays out anew."""
    return re.sub(r"[\s\u200b\u00ad]+", "", text)


def words_of_pdf(data):
    """The words of a PDF in the order in which it holds them, without the foot of each page."""
    with pypdfium2.PdfDocument(data) as file:
        sheets = [(sheet.get_size(), sheet.get_textpage()) for sheet in file]
        words = "".join(text.get_text_bounded(0, 50, *size) for size, text in sheets)
        return squeezed(words.replace("\x02", "-"))  # how the library tells of a hyphen at the end of a line


def root_of_docx(data):
    from lxml import etree

    return etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml"))


def words_of_docx(data):
    parts = []
    for node in root_of_docx(data).iter(f"{W}t", f"{W}br", f"{W}tab", f"{W}p", f"{W}noBreakHyphen"):
        parts.append(node.text or "" if node.tag == f"{W}t" else "-" if node.tag == f"{W}noBreakHyphen" else " ")
    return squeezed("".join(parts))


def said(document):
    """Every piece of text that a document says, one by one."""
    yield document.title
    yield document.footer
    for section in document.sections:
        yield section.title
    for block in blocks(document):
        match block:
            case Text():
                yield block.text
            case Marked():
                yield str(block)
            case Facts():
                yield from (word for pair in block.pairs for word in pair)
            case Steps():
                yield from block.items
            case Figure() | Detail():
                yield block.title
            case Table():
                yield block.caption
                for column in block.columns:
                    yield column.label
                    if column.kind == "pages":  # names of sections, of which paper shows the pages
                        continue
                    yield from (shown(value, column) for value in block.rows[column.name])


def a_letter(lang="en", case=None):
    case = case or told_case(lang)
    return letter(case, complaint(case, CARRIER), CARRIER.takes(case))


@pytest.fixture
def one_channel(monkeypatch):
    """A run writes for one channel only, which is quicker."""
    monkeypatch.setattr("analyzer.channels.CHANNELS", (CARRIER,))


def many_case(numbers, lang="en"):
    """Each number calls eight times on one day, some seconds after the one before."""
    rows = [
        row(f"2026-03-02 {9 + k:02}:{i // 60:02}:{i % 60:02}", number, outcome="missed")
        for i, number in enumerate(numbers)
        for k in range(8)
    ]
    rows += [row(f"2026-03-02 23:{i:02}:00", PORT, "sms", body=f"word {i}") for i in range(5)]
    made = case_of(rows, lang=lang)
    file = CaseFile(owner=Owner(numbers=(OWN,), carrier="中国移动"))
    return dataclasses.replace(made, settings=dataclasses.replace(made.settings, case=file))


def page(*parts, **more):
    return Document("letter", "Title", "en", (Section("a", "Part", parts),), made_on=dt.date(2026, 6, 1), **more)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_docx_says_what_the_letter_says(lang):
    document = a_letter(lang)
    found = words_of_docx(docx(document))
    for text in said(document):
        assert squeezed(signs.spelled(text)) in found, text


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_pdf_says_what_the_letter_says(lang):
    document = a_letter(lang)
    found = words_of_pdf(pdf(document))
    missing = [text for text in said(document) if squeezed(pdf_writer._said(text)) not in found]
    assert not missing


@pytest.mark.parametrize("lines", [30, 33, 36, 39])
def test_nobody_signs_a_page_on_which_nothing_else_stands(lines):
    """However far down the page the letter ends, the signature stays with what is signed."""
    stated = Steps(("□ The exports are mine.", "□ I have not changed them."))
    signed = Facts((("Signature", "________"), ("Place, date", "________")))
    letter = page(*(Text(f"Line {i}") for i in range(lines)), Text("Statement", "lead"), stated, signed)
    with pypdfium2.PdfDocument(pdf(letter)) as file:
        last = [sheet.get_textpage().get_text_bounded() for sheet in file][-1]
    assert "Signature" in last and "Statement" in last and "Place, date" in last
    body = zipfile.ZipFile(io.BytesIO(docx(letter))).read("word/document.xml").decode()
    kept = [part for part in body.split("<w:p>") if "keepNext" in part]
    assert [any(word in part for part in kept) for word in ("mine", "changed", "Signature", "Place, date")] == [
        True,
        True,
        True,
        False,
    ]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_advice_is_no_part_of_a_letter(lang):
    case = told_case(lang)
    advice = [s for s in complaint(case, CARRIER).sections if s.paper == "sheet"]
    document = a_letter(lang, case)
    assert advice and not {s.title for s in advice} & {s.title for s in document.sections}
    assert "case.toml" not in words_of_docx(docx(document))


def test_every_event_is_counted_or_listed():
    case = busy_case("en")
    document = a_letter("en", case)
    tables = {block.key: block for block in blocks(document) if isinstance(block, Table)}
    inbound = case.evidence[case.evidence["direction"] == "in"]
    listed = len(tables["calls"].rows) + len(tables["messages"].rows)
    assert listed == len(case.evidence)
    totals = next(f for f in blocks(document) if isinstance(f, Facts) and "Received in all" in dict(f.pairs))
    calls = int((inbound["kind"] == "call").sum())
    assert dict(totals.pairs)["Received in all"] == f"{calls} calls and {len(inbound) - calls} messages"
    rows = list(root_of_docx(docx(document)).iter(f"{W}tr"))
    heads = sum(1 for block in blocks(document) if isinstance(block, Table) and len(block.rows))
    assert len(rows) == heads + sum(len(table.rows) for table in tables.values())


def test_long_lists_are_cut_and_it_is_said():
    case = many_case([f"13911110{i:03}" for i in range(60)])
    document = a_letter("en", case)
    tables = {block.key: block for block in blocks(document) if isinstance(block, Table)}
    assert len(tables["calls"].rows) == ROWS
    calls = int((case.evidence["kind"] == "call").sum())
    told = f"{len(tables['calls'].rows)} of {calls} rows are shown here. All of them: complaint.xlsx and complaint.txt"
    assert squeezed(told) in words_of_docx(docx(document))
    assert squeezed(told) in words_of_pdf(pdf(document))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_form_with_many_reports_shares_its_rows_out(lang):
    """Long lists of many numbers together would make thousands of pages; short reports keep every row."""
    start = dt.datetime(2026, 3, 1, 9)
    many = [f"1391111{i:04}" for i in range(4)]
    rows = [
        row(f"{start + dt.timedelta(minutes=7 * k)}", number, outcome="missed") for number in many for k in range(150)
    ]
    rows += [
        row(f"{start + dt.timedelta(hours=k)}", number, "sms", body=f"pay {k}") for number in many for k in range(60)
    ]
    rows += [row(f"{start + dt.timedelta(minutes=11 * k)}", UNICOM, outcome="missed") for k in range(30)]
    case = case_of(rows, lang=lang, said={})
    channel = next(one for one in CHANNELS if one.id == "12321")
    paper = complaint(case, channel)
    short = letter(case, paper, channel.takes(case))
    calls = [block for block in flat(short.sections[0].blocks) if isinstance(block, Table)]
    assert [(len(one.rows), one.of) for one in calls] == [(67, 150)] * 4 + [(30, 0)]
    quoted = [block.text for block in flat(short.sections[0].blocks) if getattr(block, "role", "") == "quote"]
    assert len(quoted) == 4 * 25
    said = [block.text for block in flat(short.sections[0].blocks) if "60" in getattr(block, "text", "")]
    assert len(said) == 4 and all("25" in words for words in said)


def test_a_few_rows_more_are_listed_all_the_same():
    case = many_case([f"13911110{i:03}" for i in range(40)])
    calls = next(b for b in blocks(a_letter("en", case)) if isinstance(b, Table) and b.key == "calls")
    assert len(calls.rows) == 320 > ROWS and not calls.of


def test_the_exhibits_name_each_export_with_its_hash():
    case = told_case("en")
    table = next(b for b in blocks(a_letter("en", case)) if isinstance(b, Table) and b.key == "exhibits")
    assert set(case.sources["sha256"]) <= set(table.rows["sha256"])
    assert table.rows["no"].tolist() == [str(i) for i in range(1, len(table.rows) + 1)]
    assert "□ kept on the phone" in table.rows["original"].iloc[-1]  # a box to tick, no claim


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_exhibits_name_the_pages_on_which_each_annex_stands(lang):
    """In the PDF the pages themselves; in the DOCX a field that the program which shows it fills in."""
    document = a_letter(lang, told_case(lang))
    table = next(b for b in blocks(document) if isinstance(b, Table) and b.key == "exhibits")
    with pypdfium2.PdfDocument(pdf(document)) as file:
        pages = [page.get_textpage().get_text_bounded() for page in file]
    begins = [
        next(i for i, words in enumerate(pages, 1) if section.title in words) for section in document.sections[1:]
    ]
    last = pages[begins[-1] - 1]
    for (a, b), section in zip(pairwise(begins), document.sections[2:], strict=True):
        ends = b - 1 if pages[b - 1].startswith(section.title) else b  # annexes follow one another on a page
        assert f"\r\n{a} " in last if a == ends else f"{a}–{ends}" in last
    assert [key for key in table.rows["pages"] if key] == [section.key for section in document.sections[1:-1]]
    body = zipfile.ZipFile(io.BytesIO(docx(document))).read("word/document.xml").decode()
    for i in range(1, len(begins)):
        assert body.count(f"PAGEREF s{i} ") == 1 and body.count(f'w:name="s{i}"') == 1


def test_a_form_that_takes_entries_only_has_no_letter(tmp_path):
    pipeline.write(told_case("en"), tmp_path / "out", only=["letters", "complaints"])
    made = {p.parent.name for p in (tmp_path / "out" / "complaints").rglob("letter.docx")}
    assert "12321" not in made and "china_mobile" in made
    assert (tmp_path / "out" / "complaints" / "12321" / "complaint.txt").is_file()


def test_the_same_bytes_twice():
    document = a_letter("zh")
    assert docx(document) == docx(document)
    assert pdf(document) == pdf(document)


def test_docx_names_no_machine_and_no_moment():
    import docx as library

    data = docx(page(Text("words")))
    archive = zipfile.ZipFile(io.BytesIO(data))
    assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    names = archive.namelist()
    assert not [name for name in names if "thumbnail" in name or "customXml" in name]
    everything = b"".join(archive.read(name) for name in names)
    assert b"python-docx" not in everything and b"Macintosh" not in everything
    told = library.Document(io.BytesIO(data)).core_properties
    assert (told.author, told.last_modified_by, told.title) == ("", "", "Title")
    assert told.created.date() == told.modified.date() == dt.date(2026, 6, 1)


def test_docx_has_headings_fonts_repeated_heads_whole_rows_and_page_numbers():
    rows = pd.DataFrame({"a": ["x", "y" * 1000], "n": [1, 2]})
    table = Table("t", (Column("a", "A"), Column("n", "N", "count")), rows)
    data = docx(page(table, Detail("d", "Detail", (Text("inner"),)), Steps(("one",)), Steps(("two",))))
    root, archive = root_of_docx(data), zipfile.ZipFile(io.BytesIO(data))
    styles = [node.get(f"{W}val") for node in root.iter(f"{W}pStyle")]
    assert {"Title", "Heading1", "Heading2"} <= set(styles)
    first, short, long = root.iter(f"{W}tr")
    assert first.find(f"{W}trPr/{W}tblHeader") is not None
    assert short.find(f"{W}trPr/{W}cantSplit") is not None and long.find(f"{W}trPr/{W}cantSplit") is None
    assert [n.get(f"{W}val") for n in root.iter(f"{W}numId")] == ["1", "2"]  # each list begins at 1
    look = archive.read("word/styles.xml").decode()
    assert 'w:eastAsia="SimSun"' in look and 'w:eastAsia="SimHei"' in look
    assert "宋体" in archive.read("word/fontTable.xml").decode()
    footers = [archive.read(n).decode() for n in archive.namelist() if "footer" in n and n.endswith(".xml")]
    assert len(footers) == 1 and " PAGE " in footers[0] and " NUMPAGES " in footers[0]
    assert b"hyperlink" not in archive.read("word/document.xml").lower()


@pytest.mark.parametrize(("sheet", "width", "height"), [("A4", 595, 842), ("Letter", 612, 792)])
def test_sheets(sheet, width, height):
    document = page(Text("words"), page=sheet)
    size = root_of_docx(docx(document)).find(f".//{W}pgSz")
    assert (round(int(size.get(f"{W}w")) / 20), round(int(size.get(f"{W}h")) / 20)) == (width, height)
    with pdfplumber.open(io.BytesIO(pdf(document))) as file:
        assert (round(file.pages[0].width), round(file.pages[0].height)) == (width, height)


def test_wide_tables_lie_across_and_none_leaves_its_page():
    columns = tuple(Column(f"c{i}", f"Heading {i}", width=14) for i in range(12))
    rows = pd.DataFrame({f"c{i}": ["some words here"] * 80 for i in range(12)})
    document = page(Text("first"), Table("t", columns, rows))
    with pdfplumber.open(io.BytesIO(pdf(document))) as file:
        assert file.pages[0].width > file.pages[0].height
        assert len(file.pages) > 1
        for sheet in file.pages:
            assert max(char["x1"] for char in sheet.chars) < sheet.width
            assert "Heading" in sheet.extract_text()  # the head of the table stands on every page
    root = root_of_docx(docx(document))
    assert root.find(f".//{W}pgSz").get(f"{W}orient") == "landscape"
    across = int(root.find(f".//{W}tblW").get(f"{W}w"))
    assert across <= 16838 - 2 * 1191 and across == sum(int(g.get(f"{W}w")) for g in root.iter(f"{W}gridCol"))


@pytest.mark.parametrize("count", [1, 2])
def test_the_foot_lines_take_no_page_of_their_own(count):
    columns = tuple(Column(f"c{i}", f"Heading {i}", width=14) for i in range(12))
    table = Table("t", columns, pd.DataFrame({column.name: ["some words here"] for column in columns}))
    sections = tuple(Section(f"s{i}", "Part", (table,)) for i in range(count))
    document = dataclasses.replace(page(), sections=sections, footer="drawn up")
    with pypdfium2.PdfDocument(pdf(document)) as file:
        assert len(file) == count


STRANGE = (
    *HOSTILE,
    "#eval(1) $x$ *b* _i_ `c` @ref <lab> \\ // /* */ #import \"a\": * [] {}",
    "\x00\x07\x1b[31m \ud800 \ufffe",
    "مرحبا 139 0000 0001 שלום",
    "x" * 10_000,
    "字" * 10_000,
    "a\u0301" * 200 + "\u200b\u200d\ufeff",
    "𠀀 \U000e0001 \ue000 ❤\ufe0f 👨\u200d👩\u200d👧",
)  # fmt: skip


def test_hostile_text_stays_text():
    rows = pd.DataFrame({"body": pd.Series(STRANGE, dtype=object)})
    table = Table("t", (Column("body", "Body", "quote", 70),), rows)
    marked = Marked(STRANGE[0], (Mark(0, 5, "mark"),))
    document = page(*(Text(words, "quote") for words in STRANGE), marked, Facts(((STRANGE[5], STRANGE[6]),)), table)
    found = words_of_docx(docx(document))
    for text in STRANGE:
        assert squeezed(signs.spelled(text)) in found
    data = pdf(document)
    text = words_of_pdf(data)
    with pypdfium2.PdfDocument(data) as file:
        for sheet in file:
            places = sheet.get_textpage()
            assert max(places.get_charbox(i)[2] for i in range(places.count_chars())) < sheet.get_width()
    for words in (HOSTILE[0], HOSTILE[1], STRANGE[8]):
        assert squeezed(words) in text
    assert text.count("x") >= 20_000 and text.count("字") >= 20_000  # in a paragraph and in a cell
    assert "〔U+202E〕" in text and "\u202e" not in text


def test_what_has_no_look_is_named():
    assert signs.spelled("a\u202eb\u200b\u2066c") == "a〔U+202E〕b〔U+200B〕〔U+2066〕c".replace("〕〔", " ")
    assert signs.spelled("plain 中文\nline\ttab") == "plain 中文\nline\ttab"
    assert signs.spelled("\ud800") == "�"


def test_pieces_lose_nothing():
    for text in (
        "",
        "a" * 23,
        "a" * 24,
        "a" * 300,
        "go to https://example.invalid/" + "q" * 80 + " now",
        "é\u0301" * 60,
    ):
        assert "".join(signs.pieces(text)) == text
        assert all(len(run) < 2 * signs.LONGEST for piece in signs.pieces(text) for run in piece.split())


def test_pdf_is_tagged_archivable_and_embeds_its_fonts():
    data = pdf(page(Text("words 字"), Figure("c", "Chart", "what it shows", png(), SVG), Steps(("one",))))
    assert b"/Marked true" in data and b"/StructTreeRoot" in data and b"/Lang" in data
    assert b"pdfuaid:part" in data and b"pdfaid:part" in data
    from pdfplumber.pdf import PDF

    with pdfplumber.open(io.BytesIO(data)) as file:
        assert isinstance(file, PDF)
        assert {char["fontname"].split("+")[1][:10] for char in file.pages[0].chars} <= {"NotoSerifS", "NotoSansSC"}
        tree = str(file.pages[0].structure_tree)
        assert (
            "'type': 'H1'" in tree and "'type': 'Figure'" in tree and "what it shows" in tree and "'type': 'LI'" in tree
        )
        for font in (
            o for o in (file.doc.getobj(i) for x in file.doc.xrefs for i in x.get_objids()) if isinstance(o, dict)
        ):
            if str(font.get("Type")) == "/'FontDescriptor'":
                assert {"FontFile", "FontFile2", "FontFile3"} & set(font)


def test_tables_are_tagged_as_tables():
    rows = pd.DataFrame({"a": ["x"]})
    with pdfplumber.open(io.BytesIO(pdf(page(Table("t", (Column("a", "A"),), rows))))) as file:
        tree = str(file.pages[0].structure_tree)
    assert all(f"'type': '{tag}'" in tree for tag in ("Table", "TH", "TD"))


def test_docx_pictures_carry_words():
    data = docx(page(Figure("c", "Chart <1>", 'what "it" shows & more', png(), SVG)))
    drawn = next(
        root_of_docx(data).iter("{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr")
    )
    assert drawn.get("descr") == 'what "it" shows & more'
    assert any(name.startswith("word/media/") for name in zipfile.ZipFile(io.BytesIO(data)).namelist())


def noise(size):
    """A picture that does not compress."""
    import hashlib

    return b"".join(hashlib.sha256(b"%d" % i).digest() for i in range(size // 32))


@pytest.fixture(scope="module")
def of_many():
    """The letter of a case with 300 reported numbers and pictures that do not compress."""
    case = many_case([f"1391111{i:04}" for i in range(300)])
    big = Figure("daily", "Chart", "shows", png() + noise(1_500_000), SVG)
    case.figures.update(daily=big, hours=dataclasses.replace(big, name="hours", png=png() + noise(1_400_000)))
    assert len(case.reported) >= 300
    return letter(case, complaint(case, CARRIER), CARRIER.takes(case), most_bytes=2_000_000)


def test_a_limit_is_kept_and_what_was_left_out_is_said(of_many):
    data = docx(of_many)
    assert len(data) < 2_000_000
    assert squeezed("So that this file stays under 2 MB: Charts left out: 2") in words_of_docx(data)
    tight = dataclasses.replace(of_many, most_bytes=25_000)
    found = words_of_docx(docx(tight))
    assert len(docx(tight)) < 25_000
    assert squeezed("Each list shows at most") in found and "300" in found  # the totals stay


def test_a_pdf_of_300_numbers_stays_under_a_limit(of_many):
    data = pdf(of_many)
    assert len(data) < 2_000_000
    found = words_of_pdf(data)
    assert squeezed("So that this file stays under 2 MB: Charts left out: 2") in found
    assert re.search(r"Eachlistshowsatmost1\d\drows", found)  # no more rows are cut than the size asks for


def test_declaration_for_china_and_certification_for_the_united_states():
    case = told_case("zh")
    (statement,) = declarations(case).values()
    words = squeezed("".join(said(statement)))
    for article in ("第十四条", "第十五条", "第九十三条", "第九十四条"):
        assert article in words
    assert set(case.sources["sha256"]) <= set(words_in_tables(statement))
    american = dataclasses.replace(case, settings=dataclasses.replace(case.settings, region="US", lang="en"))
    (paper,) = declarations(american).values()
    told = " ".join(said(paper))
    assert "902(13)" in told and "902(14)" in told and "penalty of perjury" not in told
    assert paper.page == "Letter"
    advice = [s for s in statement.sections if s.paper == "sheet"]
    assert advice and "六个月" in str(advice)


def words_in_tables(document):
    return [
        word for b in blocks(document) if isinstance(b, Table) for c in b.columns for word in b.rows[c.name].astype(str)
    ]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_declarations_claim_nothing_for_the_person(lang):
    """What the person alone knows is a blank or a box."""
    (statement,) = declarations(busy_case(lang)).values()
    (steps,) = [b for s in statement.sections if s.paper != "sheet" for b in s.blocks if isinstance(b, Steps)]
    assert all("____" in item for item in steps.items)


def test_without_typst_docx_stands_and_the_guide_says_so(monkeypatch, one_channel):
    monkeypatch.setattr(letters, "available", lambda: False)
    document = a_letter("en")
    assert list(letters.files("complaints/x/letter", document)) == ["complaints/x/letter.docx"]
    papers = pipeline.compose(told_case("en"))
    told = letters.noted(papers["complaints/README"], True)
    assert "typst" in str(told) and "typst" not in str(letters.noted(papers["complaints/README"], False))


def test_where_the_pdf_cannot_be_set_docx_stands_and_it_is_said(monkeypatch):
    def refuses(document):
        raise RuntimeError("no such page")

    monkeypatch.setattr(letters, "pdf", refuses)
    found = letters.files("x/letter", page(Text("words")))
    assert list(found) == ["x/letter.docx", "x/letter-pdf.txt"]
    assert "no such page" in found["x/letter-pdf.txt"].decode()


def test_a_character_that_no_font_has_is_refused_not_printed_as_a_box(monkeypatch):
    """What the writer spells out would otherwise stop the paper: Typst checks the standards that the file declares."""
    monkeypatch.setattr(pdf_writer, "_said", str)
    with pytest.raises(RuntimeError):
        pdf(page(Text("\U0001f468")))


def test_only_letters(tmp_path, one_channel):
    case = told_case("en")
    pipeline.write(case, tmp_path / "out", only=["letters"])
    found = {p.relative_to(tmp_path / "out").as_posix() for p in (tmp_path / "out").rglob("*") if p.is_file()}
    assert {f"complaints/china_mobile/letter.{end}" for end in ("docx", "pdf")} <= found
    assert {f"complaints/declaration/declaration.{end}" for end in ("docx", "pdf", "txt")} <= found
    assert {
        f"complaints/china_mobile/complaint.{end}" for end in ("xlsx", "txt")
    } <= found  # lists that the letter refers to
    assert not [name for name in found if name.endswith((".html", ".csv"))]
    listed = (tmp_path / "out" / "manifest.sha256").read_text(encoding="utf-8")
    assert "complaints/china_mobile/letter.pdf" in listed


def test_a_full_disk_leaves_nothing(tmp_path, monkeypatch, one_channel):
    from analyzer.writers.folder import Folder

    def full(self, name, data, add=Folder.add):
        if name.endswith("letter.pdf"):
            raise OSError(28, "No space left on device")
        add(self, name, data)

    monkeypatch.setattr(Folder, "add", full)
    with pytest.raises(UsageError):
        pipeline.write(told_case("en"), tmp_path / "out", only=["letters"])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_without_findings_there_is_a_kind_sentence_and_no_letter(tmp_path, lang):
    case = case_of([row("2026-03-01 10:00:00", "13911110001")], lang=lang)
    pipeline.write(case, tmp_path / "out", only=["letters"])
    found = {p.relative_to(tmp_path / "out").as_posix() for p in (tmp_path / "out").rglob("*") if p.is_file()}
    assert not [name for name in found if name.endswith((".docx", ".pdf"))]
    sentence = translator(lang)(
        "There is no paper to hand in: no number appears to exceed a limit that could be judged from these records."
    )
    assert sentence in (tmp_path / "out" / "complaints" / "README.txt").read_text(encoding="utf-8")


def test_help_loads_neither_typst_nor_docx():
    import sys

    code = "import sys; from analyzer.cli import main\ntry: main(['--help'])\nexcept SystemExit: pass\nprint([m for m in sys.modules if m in ('typst', 'docx', 'lxml')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_libreoffice_opens_the_letter_and_shows_its_words(tmp_path):
    document = a_letter("zh")
    (tmp_path / "letter.docx").write_bytes(docx(document))
    subprocess.run(["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/profile", "--convert-to", "pdf", "--outdir", str(tmp_path), str(tmp_path / "letter.docx")], check=True, capture_output=True, timeout=120)  # fmt: skip
    text = words_of_pdf((tmp_path / "letter.pdf").read_bytes())
    with pdfplumber.open(tmp_path / "letter.pdf") as file:
        numbers = [re.search(r"第(\d+)页，共(\d+)页", squeezed(sheet.extract_text())) for sheet in file.pages]
    assert [(m.group(1), m.group(2)) for m in numbers] == [
        (str(i), str(len(numbers))) for i in range(1, len(numbers) + 1)
    ]
    plain = [words for words in said(document) if words and all(ord(char) < 0x10000 for char in words)]
    missing = [words for words in plain if squeezed(signs.spelled(words)) not in text]
    assert len(missing) <= len(plain) // 50, missing[:5]


def test_a_pdf_is_the_same_where_no_process_can_be_started(monkeypatch):
    import subprocess as processes
    import sys

    from analyzer.writers import pdf as room

    document = a_letter("zh")
    apart = pdf(document)

    def none(*_command, **_more):
        raise OSError("no more processes")

    monkeypatch.setattr(processes, "run", none)
    assert pdf(document) == apart
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert room.pdf(document) == apart


def test_a_paper_that_typst_refuses_is_an_error_with_its_words():
    from analyzer.writers import pdf as room

    order = {"template": str(room.TEMPLATE), "root": str(room.TEMPLATE.parent), "fonts": [], "inputs": {}, "standards": [], "timestamp": 0}  # fmt: skip
    with pytest.raises(RuntimeError, match="paper"):
        room._set(order)
