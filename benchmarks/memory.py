"""Peak memory: of this process, and of a process with those it started. From the kernel's own high-water marks.

What ``getrusage`` calls the largest resident set goes on through the start of a program: a process that was started by a large one
begins with that one's peak. The mark in ``/proc`` begins anew with the program.
"""

import contextlib
import os
import resource
import sys
from pathlib import Path

KILOBYTES = 1024 if sys.platform == "darwin" else 1
"""Units of ``ru_maxrss`` in a kilobyte: bytes on macOS."""


def own_peak() -> float:
    """Megabytes (1024² bytes) that this process has ever held at once."""
    found = _status(os.getpid())
    return (found or resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KILOBYTES) / 1024


def forget_peak() -> float:
    """Let this process's peak begin anew (Linux); returns the megabytes that it holds now, or its peak where there is no forgetting."""
    with contextlib.suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")  # proc(5): resets the peak to what is held
    return own_peak()


def of_tree(process: int) -> float:
    """Megabytes that a process and those below it hold at the most, each at its own peak so far; 0 where this cannot be known.

    A process that was just split off and runs no program of its own yet shows the memory of the one it comes from: it is not counted.
    """
    return sum(map(_status, _with_those_below(process))) / 1024


def _with_those_below(process: int) -> list[int]:
    found, said = [process], _said(process)
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            below = [int(one) for one in task.read_text().split()]
        except OSError:
            continue
        found += [each for one in below if _said(one) != said for each in _with_those_below(one)]
    return found


def _said(process: int) -> bytes:
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return b""


def _status(process: int) -> int:
    """Kilobytes at the process's own peak."""
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM:")), 0)
