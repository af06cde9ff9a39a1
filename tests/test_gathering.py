"""Folders and archives: every export in them is read, everything else is named and left out, nothing escapes."""

import csv
import gzip
import io
import os
import shutil
import sqlite3
import tarfile
import zipfile
from pathlib import Path

import pytest

import analyzer
from analyzer.archives import HIGHEST_RATIO
from analyzer.cli import main
from analyzer.gathering import gather
from analyzer.problems import ExportError

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "sample_data"
SMALL = "类型,号码,时间\n未接来电,13911110001,2026-03-01 10:00:00\n"


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "my-exports"
    place.mkdir()
    shutil.copy(SAMPLE / "calls-20260601090000.xml", place)
    (place / "below").mkdir()
    shutil.copy(SAMPLE / "china_mobile_bill_2026-05.csv", place / "below")
    (place / "holiday.jpg").write_bytes(b"\xff\xd8\xff\xe0" + bytes(range(256)) * 8)
    (place / ".DS_Store").write_bytes(b"junk")
    (place / "empty.csv").write_bytes(b"")
    return place


def sources(out):
    with (out / "data" / "sources.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_a_folder_is_read_and_the_rest_is_named(folder, tmp_path, capsys):
    out = tmp_path / "out"
    assert main([str(folder), "-o", str(out), "--only", "data,source", "--lang", "en"]) == 0
    assert [s["path"] for s in sources(out)] == [
        "source/calls-20260601090000.xml",
        "source/china_mobile_bill_2026-05.csv",
    ]
    shown = " ".join(capsys.readouterr().out.split())
    assert "holiday.jpg" in shown and "empty.csv" in shown and ".DS_Store" not in shown
    assert (out / "source" / "china_mobile_bill_2026-05.csv").read_bytes() == (
        SAMPLE / "china_mobile_bill_2026-05.csv"
    ).read_bytes()


def test_the_same_folder_as_an_archive_gives_the_same_events(folder, tmp_path):
    archive = shutil.make_archive(str(tmp_path / "packed"), "zip", folder)
    for name, path in (("a", folder), ("b", archive)):
        assert main([str(path), "-o", str(tmp_path / name), "--only", "data,source", "--quiet"]) == 0
    one, two = ((tmp_path / n / "data" / "events.csv").read_bytes() for n in "ab")
    assert one == two
    assert (tmp_path / "b" / "source" / "packed.zip").read_bytes() == Path(archive).read_bytes()
    assert {s["path"].split("/")[1] for s in sources(tmp_path / "b")} == {"packed.zip"}


def test_output_folders_are_not_read_again(folder, tmp_path):
    assert main([str(folder), "-o", str(folder / "out"), "--only", "data,source", "--quiet"]) == 0
    first = sources(folder / "out")
    assert main([str(folder), "-o", str(tmp_path / "again"), "--only", "data", "--quiet"]) == 0
    assert len(sources(tmp_path / "again")) == len(first)


def packed(path, members, **options):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, **options) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return path


def test_no_path_out_of_an_archive_takes_effect(tmp_path):
    archive = packed(
        tmp_path / "a.zip",
        [
            ("../../escaped.csv", SMALL),
            ("/absolute.csv", SMALL.replace("0001", "0002")),
            ("C:\\win\\x.csv", SMALL.replace("0001", "0003")),
        ],
    )
    before = set(tmp_path.rglob("*"))
    assert main([str(archive), "-o", str(tmp_path / "out"), "--only", "data,source", "--quiet"]) == 0
    new = set(tmp_path.rglob("*")) - before
    assert all((tmp_path / "out") in (p, *p.parents) for p in new)
    assert not (tmp_path.parent / "escaped.csv").exists() and not Path("/absolute.csv").exists()
    assert [int(s["events"]) for s in sources(tmp_path / "out")] == [1, 1, 1]


def test_a_bomb_is_left_out(tmp_path, capsys):
    archive = packed(tmp_path / "a.zip", [("bomb.csv", SMALL + "," * 50_000_000), ("good.csv", SMALL)])
    assert archive.stat().st_size < 50_000_000 / HIGHEST_RATIO
    assert main([str(archive), "-o", str(tmp_path / "out"), "--only", "data", "--lang", "en"]) == 0
    assert "bomb.csv grows more than" in " ".join(capsys.readouterr().out.split())
    assert len(sources(tmp_path / "out")) == 1


def test_a_member_under_a_password_is_named(tmp_path, capsys):
    archive = packed(tmp_path / "a.zip", [("locked.csv", SMALL), ("good.csv", SMALL)])
    data = bytearray(archive.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    archive.write_bytes(bytes(data))
    assert main([str(archive), "-o", str(tmp_path / "out"), "--only", "data", "--lang", "en"]) == 0
    assert "locked.csv is under a password" in " ".join(capsys.readouterr().out.split())


def test_a_damaged_archive_is_one_sentence(tmp_path, capsys):
    archive = packed(tmp_path / "a.zip", [("good.csv", SMALL * 500)])
    archive.write_bytes(archive.read_bytes()[:200])
    assert main([str(archive), "-o", str(tmp_path / "out"), "--lang", "en"]) == 2
    assert "damaged archive" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_nothing_readable_is_one_sentence(tmp_path, capsys):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "poem.txt").write_text("roses are red\n")
    assert main([str(tmp_path / "in"), "-o", str(tmp_path / "out"), "--lang", "en"]) == 2
    assert "none of the 1 files" in capsys.readouterr().err
    (tmp_path / "hollow").mkdir()
    with pytest.raises(ExportError):
        gather([tmp_path / "hollow"])


@pytest.mark.skipif(os.name != "posix", reason="links of POSIX systems")
def test_links_out_of_a_folder_are_not_followed(tmp_path):
    (tmp_path / "secret.csv").write_text(SMALL, encoding="utf-8")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "good.csv").write_text(SMALL, encoding="utf-8")
    (tmp_path / "in" / "link.csv").symlink_to(tmp_path / "secret.csv")
    assert [e.path.name for e in gather([tmp_path / "in"]).exports] == ["good.csv"]


def tape(path, members, mode="w"):
    with tarfile.open(path, mode) as archive:
        for name, data in members:
            info = tarfile.TarInfo(name)
            info.size = len(data.encode())
            archive.addfile(info, io.BytesIO(data.encode()))
        link = tarfile.TarInfo("link.csv")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    return path


@pytest.mark.parametrize("mode", ["w", "w:gz"])
def test_a_tar_archive_is_opened(tmp_path, mode):
    archive = tape(
        tmp_path / "a.tar", [("in/good.csv", SMALL), ("../../evil.csv", SMALL.replace("0001", "0002"))], mode
    )
    before = set(tmp_path.rglob("*"))
    assert main([str(archive), "-o", str(tmp_path / "out"), "--only", "data,source", "--quiet"]) == 0
    assert all((tmp_path / "out") in (p, *p.parents) for p in set(tmp_path.rglob("*")) - before)
    assert [int(s["events"]) for s in sources(tmp_path / "out")] == [1, 1]
    assert (tmp_path / "out" / "source" / "a.tar").read_bytes() == archive.read_bytes()


def test_a_file_packed_with_gzip_is_opened(tmp_path):
    (tmp_path / "calls.csv.gz").write_bytes(gzip.compress(SMALL.encode()))
    assert main([str(tmp_path / "calls.csv.gz"), "-o", str(tmp_path / "out"), "--only", "data", "--quiet"]) == 0
    assert [s["path"] for s in sources(tmp_path / "out")] == ["source/calls.csv.gz/calls.csv"]


@pytest.mark.parametrize("tar", [True, False])
def test_what_gzip_blows_up_is_refused(tmp_path, capsys, tar):
    path = tmp_path / "bomb.gz"
    if tar:
        tape(path, [("bomb.csv", "," * 50_000_000)], "w:gz")
    else:
        path.write_bytes(gzip.compress(b"," * 50_000_000))
    assert main([str(path), "-o", str(tmp_path / "out"), "--lang", "en"]) == 2
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize("data", [tape, gzip.compress], ids=["tar", "gzip"])
def test_a_damaged_tar_or_gzip_is_one_sentence(tmp_path, capsys, data):
    path = tmp_path / "a.tar"
    whole = (
        gzip.compress(SMALL.encode() * 500)
        if data is gzip.compress
        else tape(path, [("a.csv", SMALL * 500)]).read_bytes()
    )
    path.write_bytes(whole[: len(whole) // 2])
    assert main([str(path), "-o", str(tmp_path / "out"), "--lang", "en"]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_archives_within_archives_end_somewhere(tmp_path, capsys):
    inner = packed(tmp_path / "1.zip", [("good.csv", SMALL)])
    middle = packed(tmp_path / "2.zip", [("1.zip", inner.read_bytes()), ("other.csv", SMALL.replace("0001", "0002"))])
    outer = packed(tmp_path / "3.zip", [("2.zip", middle.read_bytes()), ("last.csv", SMALL.replace("0001", "0003"))])
    assert main([str(middle), "-o", str(tmp_path / "two"), "--only", "data,source", "--quiet"]) == 0
    assert {s["path"] for s in sources(tmp_path / "two")} == {"source/2.zip/1.zip/good.csv", "source/2.zip/other.csv"}
    assert (tmp_path / "two" / "source" / "2.zip").read_bytes() == middle.read_bytes()
    assert main([str(outer), "-o", str(tmp_path / "three"), "--only", "data", "--lang", "en"]) == 0
    assert "archive within archives" in " ".join(capsys.readouterr().out.split())
    assert len(sources(tmp_path / "three")) == 2


def test_a_damaged_archive_in_a_folder_does_not_end_the_run(tmp_path, capsys):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "good.csv").write_text(SMALL, encoding="utf-8")
    (tmp_path / "in" / "bad.zip").write_bytes(packed(tmp_path / "a.zip", [("a.csv", SMALL * 500)]).read_bytes()[:200])
    assert main([str(tmp_path / "in"), "-o", str(tmp_path / "out"), "--only", "data", "--lang", "en"]) == 0
    assert "bad.zip is a damaged archive" in " ".join(capsys.readouterr().out.split())


def test_long_names_of_members_are_cut(tmp_path):
    archive = packed(tmp_path / "a.zip", [("号" * 120 + ".csv", SMALL)])
    assert main([str(archive), "-o", str(tmp_path / "out"), "--only", "data", "--quiet"]) == 0
    assert [int(s["events"]) for s in sources(tmp_path / "out")] == [1]


@pytest.mark.parametrize("kind", ["zip", "tar", "tar, wal first", "tgz"])
def test_the_newest_entries_of_a_database_in_an_archive(tmp_path, kind):
    base = sqlite3.connect(tmp_path / "calllog.db", isolation_level=None)
    base.execute("PRAGMA journal_mode=WAL")
    base.execute("PRAGMA wal_autocheckpoint=0")
    base.execute(
        "CREATE TABLE calls (_id INTEGER PRIMARY KEY, number TEXT, date INTEGER, duration INTEGER, type INTEGER)"
    )
    base.execute("INSERT INTO calls VALUES (1, '13911110001', 1772331300000, 5, 1)")
    base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    base.execute("INSERT INTO calls VALUES (2, '13911110002', 1772331400000, 5, 1)")
    names = ["calllog.db", "calllog.db-wal"][:: -1 if "first" in kind else 1]
    archive = tmp_path / "backup.bin"
    if kind == "zip":
        with zipfile.ZipFile(archive, "w") as packed:
            for name in names:
                packed.write(tmp_path / name, f"data/{name}")
    else:
        with tarfile.open(archive, "w:gz" if kind == "tgz" else "w") as tape:
            for name in names:
                tape.add(tmp_path / name, f"data/{name}")
    base.close()
    what = analyzer.read(archive)
    assert what.events["number"].astype(str).tolist() == ["+8613911110001", "+8613911110002"]
    assert what.built.readings[0]["understood"][-1][0].startswith("-wal (SHA-256 ")
