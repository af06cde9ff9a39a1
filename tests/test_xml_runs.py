"""Stretches of plain XML read without the parser give what the parser gives."""

import random

import pytest

from analyzer.exports import Export
from analyzer.importers import sms_backup_restore
from analyzer.importers.streams import xml_entries, xml_runs
from analyzer.settings import Settings

HEAD = "<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n<smses count=\"3\">\n"
PIECES = (
    '  <sms address="{n}" date="17723313{n:05d}" type="1" body="账单 {n}" contact_name="(Unknown)" />\n',
    '  <sms address="{n}" date="17723313{n:05d}" type="2" body="a &amp; b &#10; c &#128512; &lt;" contact_name="null" />\n',
    '  <sms address="{n}" date="17723313{n:05d}" type="1" body="&#55357;&#56832; &#x41; &#0;" contact_name="李" />\n',
)
ODD = (
    "  <sms address='{n}' date='1772331300000' type='1' body='say \"yes\"' contact_name='x' />\n",
    '  <sms address="{n}" date="1772331300000" type="1" body="two\nlines\tand tab" contact_name="x" />\n',
    '  <sms address="{n}" date="1772331300000" type="1" body="a > b" contact_name="x" /><!-- <sms address="9" /> -->\n',
    '  <sms type="1" address="{n}" date="1772331300000" body="other order" contact_name="x" />\n',
    '  <mms date="1772331300000" msg_box="1" address="{n}"><parts><part seq="0" ct="text/plain" text="{n}" /></parts></mms>\n',
    "  <![CDATA[ nothing ]]>\n",
    '  <sms address="{n}" date="1772331300000" type="1" body="inside" contact_name="x"></sms>\n',
    '  <unknown a="1"><sms address="{n}" date="1772331300000" type="1" body="inside" contact_name="x" /></unknown>\n',
    "  <!-- " + PIECES[0] * 30 + " -->\n",
)
ENDS = (
    "</smses>",
    "</smses>" + PIECES[0] * 40,
    "",
    '<sms address="1',
    "<mms>" + PIECES[0] * 40,
    "<!-- " + PIECES[0] * 40,
)


def _reading(tmp_path, text, monkeypatch=None):
    path = tmp_path / "sms.xml"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    return sms_backup_restore.MESSAGES.read(Export.open(path), Settings())


def _facts(reading):
    return (
        reading.rows.astype(str).to_dict("list"),
        reading.rows_read,
        reading.skipped_why,
        reading.problems.frame("s").astype(str).to_dict("list"),
        reading.understood,
        reading.unmapped,
    )


@pytest.mark.parametrize("seed", range(40))
def test_same_as_the_parser(tmp_path, monkeypatch, seed):
    dice = random.Random(seed)
    parts = []
    for _ in range(dice.randrange(1, 8)):
        parts += [dice.choice(PIECES)] * dice.randrange(1, 60)
        parts += [dice.choice(ODD)] * dice.randrange(0, 3)
    body = "".join(part.replace("{n:05d}", f"{i:05d}").replace("{n}", str(10000 + i)) for i, part in enumerate(parts))
    text = HEAD + body + dice.choice(ENDS).replace("{n:05d}", "00001").replace("{n}", "7")
    if dice.random() < 0.2:
        at = dice.randrange(len(HEAD), len(text))
        text = text[:at] + dice.choice(("&", "<", '"', "&foo;", "\x01", "\ufffe", "]]>")) + text[at:]
    monkeypatch.setattr(Export, "chunks", lambda self, size=0: iter(_cut(self.path.read_bytes(), random.Random(seed))))
    taken = []
    real = xml_runs.runs
    monkeypatch.setattr(xml_entries, "runs", lambda *a: taken.extend(found := real(*a)) or found)
    fast = _facts(_reading(tmp_path, text))
    monkeypatch.setattr(xml_entries, "runs", lambda *a: [])
    assert fast == _facts(_reading(tmp_path, text))


def _cut(data, dice):
    while data:
        size = dice.randrange(1, 6000)
        yield data[:size]
        data = data[size:]


def test_long_backup_is_read_without_the_parser(tmp_path, monkeypatch):
    lines = [PIECES[0].replace("{n:05d}", f"{i:05d}").replace("{n}", "10086") for i in range(30_000)]
    counted = []
    real = xml_runs.runs
    monkeypatch.setattr(xml_entries, "runs", lambda *a: counted.extend(found := real(*a)) or found)
    reading = _reading(tmp_path, HEAD + "".join(lines) + "</smses>")
    assert len(reading.rows) == 30_000
    assert sum(run.count for run in counted) > 15_000


def test_what_a_comment_or_the_end_of_the_root_hides_is_no_entry(tmp_path):
    plain = PIECES[0].replace("{n:05d}", "00001").replace("{n}", "10086")
    first = HEAD + plain * 20_000
    hidden = _reading(tmp_path, first + "<!-- " + plain * 20_000 + " --></smses>")
    assert len(hidden.rows) == 20_000
    behind = _reading(tmp_path, first + "</smses>" + plain * 20_000)
    assert len(behind.rows) == 20_000
    assert behind.problems.frame("s")["code"].tolist() == ["P106"]


def test_line_of_damage_behind_long_stretches(tmp_path):
    plain = PIECES[0].replace("{n:05d}", "00001").replace("{n}", "10086")
    reading = _reading(tmp_path, HEAD + plain * 20_000 + "<sms address=oops />\n" + plain * 5)
    assert reading.problems.frame("s")["note"].tolist() == ["line 20003: not well-formed (invalid token)"]
