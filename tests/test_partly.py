"""Numbers that are hidden in part, and blocked numbers: what reports say about them."""

import json
import zipfile

import analyzer
from analyzer.phone import could_be
from analyzer.reports import summary_sources
from analyzer.writers.facts import case_json


def test_shown_digits_decide_and_length():
    known = ["+8613811112222", "+8613899992222", "+861381111222", "+8675512345678", "95588", "+12025550143"]
    assert could_be(["138****2222"], known) == {"138****2222": ("+8613811112222", "+8613899992222")}
    assert could_be(["+86138****2222", "7551234****", "***********", "955*8", "****1112222"], known) == {
        "+86138****2222": ("+8613811112222", "+8613899992222"),
        "7551234****": ("+8675512345678",),
        "****1112222": ("+8613811112222",),
    }
    assert could_be(["120255501**"], known) == {"120255501**": ("+12025550143",)}


def test_report_names_what_a_hidden_number_could_be_and_what_was_blocked(tmp_path):
    bill = tmp_path / "bill.csv"
    bill.write_text(
        "号码,时间,类型,时长(秒)\n138****2222,2026-03-01 09:00:00,被叫,5\n13811112222,2026-03-02 09:00:00,被叫,7\n",
        encoding="utf-8",
    )
    blocked = tmp_path / "blocked.zip"
    with zipfile.ZipFile(blocked, "w") as archive:
        archive.writestr("blocked_numbers.ndjson", json.dumps({"original_number": "13811112222", "_id": "1"}) + "\n")
    case = analyzer.analyze([bill, blocked], analyzer.Settings(lang="en"))
    text = repr(summary_sources.sections(case))
    assert "138****2222 could be +8613811112222" in text
    assert "Blocked on the phone" in text
    facts = json.loads(case_json(case))
    assert facts["partly_hidden"] == {"138****2222": ["+8613811112222"]}
    assert [one.get("blocked") for one in facts["sources"] if one["importer"] == "sms_import_export_blocked"] == [
        ["+8613811112222"]
    ]
