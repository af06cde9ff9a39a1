"""How benchmarks measure memory."""

import sys

import pytest

from benchmarks.measuring import python, run
from benchmarks.memory import forget_peak, own_peak

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="peaks are read from /proc")

HELD = "import time; held = bytearray(b'x') * {mb} * 2**20; time.sleep(0.1)"


def test_a_process_does_not_inherit_the_peak_of_the_one_that_starts_it():
    held = bytearray(b"x") * 300 * 2**20
    assert own_peak() > 300
    del held
    assert run(python("import time; time.sleep(0.1)")).mb < 100


def test_a_process_is_counted_with_those_it_starts():
    below = (
        f"import subprocess, sys; subprocess.run([sys.executable, '-c', {HELD.format(mb=150)!r}]); {HELD.format(mb=50)}"
    )
    alone, both = run(python(HELD.format(mb=150))).mb, run(python(f"{HELD.format(mb=50)}; {below}")).mb
    assert 150 < alone < 190 and alone + 50 < both < 300


def test_a_peak_can_be_forgotten():
    held = bytearray(b"x") * 200 * 2**20
    before = own_peak()
    del held
    assert forget_peak() < before - 150
