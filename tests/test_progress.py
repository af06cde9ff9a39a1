"""The line that says how far a run is."""

import io
import os
import pty
import re
import subprocess
import sys
import time

import pytest

from analyzer import pipeline, progress
from analyzer.caseload.command import Line
from analyzer.locales import LANGUAGES, translator
from analyzer.progress import STAGES, Progress, clock_of, columns


class Terminal(io.StringIO):
    """A terminal that keeps what was written."""

    def isatty(self) -> bool:
        """Whether it is one."""
        return True


def shown(lang="en", passed=10.0, calls=(), **more):
    """The line after these calls."""
    one = Progress(translator(lang), stream=io.StringIO(), **more)
    for call in calls:
        one(*call)
    return one.line(passed)


def test_rows_rate_and_time_left_are_said():
    line = shown(calls=[("reading", 0, 5_000_000), ("counting", 0, 100_000), ("drawing", 0, 20)])
    share = int(re.search(r"(\d+)%", line)[1]) / 100
    rate = int(re.search(r"100,000 rows, ([\d,]+) a second", line)[1].replace(",", ""))
    assert "drawing 1/20" in line and rate == pytest.approx(100_000 * share / 10, rel=0.1)
    minutes, seconds = map(int, re.search(r"about (\d+):(\d\d) left", line).groups())
    assert 60 * minutes + seconds == pytest.approx(10 * (1 - share) / share, rel=0.1)


def test_the_line_comes_in_chinese():
    line = shown("zh", calls=[("counting", 0, 4_000), ("writing papers", 3, 9)])
    assert re.search(r"4/9 · 共 4,000 行，每秒 [\d,]+ 行 · 约剩 \d+:\d\d$", line), line
    assert not re.search("[a-z]", line)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_stage_of_a_run_is_known_and_the_share_never_falls(lang, tmp_path):
    told = []
    read = pipeline.read("sample_data/export.csv", progress=lambda *one: told.append(one))
    case = pipeline.make_case(read, progress=lambda *one: told.append(one))
    pipeline.write(case, tmp_path / "out", read.exports, progress=lambda *one: told.append(one))
    assert {what for what, _, _ in told} == set(STAGES)
    one, shares = Progress(translator(lang), stream=io.StringIO()), []
    for call in told:
        one(*call)
        shares.append(int(re.search(r"(\d+)%", one.line(5.0))[1]))
    assert shares == sorted(shares) and shares[0] < 5 and 60 < shares[-1] <= 100
    assert ("counting", 0, len(case.events)) in told


def test_parts_that_are_not_written_are_not_waited_for():
    calls = [("counting", 0, 1000), ("writing tables", 0, 1)]
    tables, everything = (re.search(r"(\d+)%", shown(calls=calls, parts=parts))[1] for parts in (["data"], []))
    assert int(tables) < int(everything)  # the tables are most of what is left of the first, hardly any of the second


def test_a_second_folder_is_work_too():
    calls = [("counting", 0, 1000), ("writing tables", 0, 1)]
    once, twice = (int(re.search(r"(\d+)%", shown(calls=calls, copies=n))[1]) for n in (1, 2))
    assert twice < 70 < once


def test_nothing_without_a_terminal_nothing_when_silent_nothing_before_a_second(monkeypatch):
    monkeypatch.setattr(progress, "AFTER", 0.05)
    monkeypatch.setattr(progress, "EVERY", 0.05)
    streams = [io.StringIO(), Terminal(), Terminal()]
    lines = [Progress(str, stream=streams[0]), Progress(str, silent=True, stream=streams[1]), Progress(str, stream=streams[2])]  # fmt: skip
    for line in lines:
        line("counting", 0, 10)
    lines[2].close()  # at once
    time.sleep(0.2)
    for line in lines[:2]:
        line.close()
    assert [stream.getvalue() for stream in streams] == ["", "", ""]


def test_a_long_step_is_drawn_again_and_wiped_at_the_end(monkeypatch):
    monkeypatch.setattr(progress, "AFTER", 0.02)
    monkeypatch.setattr(progress, "EVERY", 0.02)
    stream = Terminal()
    line = Progress(translator("zh"), stream=stream)
    line("counting", 0, 10)
    time.sleep(0.3)
    line.close()
    drawn = stream.getvalue().split("\r")
    assert len([one for one in drawn if "正在" in one or "%" in one]) >= 3
    widest = max(map(columns, drawn))
    assert drawn[-1] == "" and drawn[-2] == " " * columns(drawn[-3].rstrip()) and widest <= 100


def test_many_cases_are_silent_when_asked():
    stream = Terminal()
    for silent in (True, False):
        line = Line(str, silent, stream)
        line.began -= 10
        line(1, 4, 0, 500)
        assert bool(stream.getvalue()) != silent
        line.close()
    assert "1 of 4 cases · 500 calls and messages, 50 a second · about 0:30 left" in stream.getvalue()


def test_time_left_runs_down_between_parts_of_many_cases():
    line = Line(str, False, Terminal())
    line.began -= 10
    line(1, 4, 0, 500)
    assert line.line(10.0).endswith("50 a second · about 0:30 left")
    assert line.line(22.0).endswith("50 a second · about 0:18 left")
    line.close()


def test_many_cases_are_told_while_a_part_lasts():
    """A part may take long: the line is drawn in between, and gone in the end."""
    stream = Terminal()
    line = Line(str, False, stream)
    line(0, 13, 0, 0)
    line.began -= 10
    time.sleep(1.3)
    line(13, 13, 0, 2_000)
    line.close()
    drawn = stream.getvalue().split("\r")
    assert sum("0 of 13 cases" in one for one in drawn) >= 2
    assert "joining the cases" in drawn[-3]
    assert not drawn[-2].strip() and drawn[-1] == ""


def test_hours():
    assert clock_of(3675.4) == "1:01:15" and clock_of(59.6) == "1:00"


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
@pytest.mark.parametrize(("more", "seen"), [((), True), (("--quiet",), False)])
def test_on_a_real_terminal(more, seen, tmp_path):
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "analyzer", "sample_data/export.csv", "-o", str(tmp_path / "out"), "--lang", "en", *more]  # fmt: skip
    done = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=theirs)
    os.close(theirs)
    written = b""
    try:
        while piece := os.read(ours, 1 << 16):
            written += piece
    except OSError:  # the other end is closed
        pass
    assert done.wait() == 0
    assert bool(re.search(rb"\] \d+% .* rows, [\d,]+ a second .* left", written)) == seen
