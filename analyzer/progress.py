"""One line on the terminal while a run lasts: how far it is, what is being done, rows, their rate, time left.

Only on a terminal, and only after a second. The line is drawn anew twice a second, also while one step takes long.
"""

from __future__ import annotations

import sys
import threading
import time
import unicodedata
from collections.abc import Collection
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from analyzer.locales import Translate

N_ = str

AFTER, EVERY = 1.0, 0.5
"""Seconds after which the line is shown, and between two of them."""

BAR = 20
"""Columns of the bar."""

ROW = 60
"""Bytes of an export that a row takes, until its rows are counted: those of an ordinary table."""

STAGES: dict[str, tuple[str, float, float, str]] = {
    "reading": (N_("reading"), 0.4, 0.5, ""),
    "counting": (N_("counting"), 0.1, 0.2, ""),
    "reading messages": (N_("reading messages"), 0.3, 0.2, ""),
    "looking for one caller behind several numbers": (N_("looking for one caller behind several numbers"), 0.1, 0.1, ""),
    "applying rules": (N_("applying rules"), 0.1, 0.1, ""),
    "drawing": (N_("drawing"), 1.2, 1.5, "html xlsx charts complaints letters"),
    "composing papers": (N_("composing papers"), 1.2, 4.0, "html xlsx complaints letters"),
    "writing papers": (N_("writing papers"), 2.5, 6.0, "html xlsx complaints letters"),
    "writing tables": (N_("writing tables"), 0.1, 0.4, ""),
}  # fmt: skip
"""Stages of a run in their order: words, seconds that it takes at least and for 100,000 rows on an ordinary machine, the parts of
the output it is for (all where none is named). Only shares of a run follow from these; seconds are those of this run."""


WRITING = ("drawing", "composing papers", "writing papers", "writing tables")
"""Those that are gone through once more for a second folder."""


class Progress:
    """The line.

    Parameters
    ----------
    translate : callable
    parts : collection of str
        Parts of the output that are written; empty for all.
    copies : int
        How many folders are written: 2 with a masked copy.
    silent : bool
        Nothing is shown.
    stream : file
        Where it is written (default: stderr).

    Examples
    --------
    >>> import io
    >>> progress = Progress(str, stream=io.StringIO())  # no terminal: nothing is ever written
    >>> progress("reading", 0, 1)
    >>> progress.close()
    """

    def __init__(
        self,
        translate: Translate,
        parts: Collection[str] = (),
        copies: int = 1,
        silent: bool = False,
        stream: TextIO | None = None,
    ) -> None:
        self.stream = stream or sys.stderr
        self.translate = translate
        wanted = [name for name, (*_, only) in STAGES.items() if not (only and parts) or set(only.split()) & set(parts)]
        self.stages = wanted + [name for name in wanted if name in WRITING] * (copies - 1)
        self.began = time.monotonic()
        self.now, self.place, self.done, self.whole, self.rows = "", 0, 0, 1, 0
        self.wrote = 0
        self.best = 0.0
        self.lock = threading.Lock()
        self.closed = threading.Event()
        self.thread: threading.Thread | None = None
        if not silent and self.stream.isatty():
            self.thread = threading.Thread(target=self._tick, name="progress", daemon=True)
            self.thread.start()

    def __call__(self, what: str, done: int, whole: int) -> None:
        """Told that of `whole` parts of a stage `done` are done: bytes while exports are read, rows while they are looked at, files."""
        with self.lock:
            self.now, self.done, self.whole = what, done, max(whole, 1)
            if what in self.stages[self.place :]:
                self.place = self.stages.index(what, self.place)
            if what == "reading":
                self.rows = whole // ROW
            elif what == "counting":
                self.rows = whole

    def close(self) -> None:
        """Wipe the line and stop."""
        self.closed.set()
        if self.thread is not None:
            self.thread.join()
            self.thread = None
        self.clear()

    def clear(self) -> None:
        """Wipe the line, so that something else can be said; it comes back."""
        with self.lock:
            if self.wrote:
                self.stream.write("\r" + " " * self.wrote + "\r")
                self.stream.flush()
                self.wrote = 0

    def share(self) -> float:
        """How much of the run is done, from 0 to 1: by the stages behind it, and by what is done of this one."""
        sizes = [STAGES[name][1] + STAGES[name][2] * self.rows / 100_000 for name in self.stages]
        within = min(self.done / self.whole, 1.0) if self.now == self.stages[self.place] else 0.0
        return (sum(sizes[: self.place]) + sizes[self.place] * within) / sum(sizes)

    def line(self, passed: float) -> str:
        """What is shown after `passed` seconds."""
        _ = self.translate
        share = self.best = max(self.best, self.share())
        full = round(share * BAR)
        parts = [f"[{'#' * full}{'-' * (BAR - full)}] {share:.0%}", _(STAGES[self.now][0])]
        if self.now in ("drawing", "writing papers") and self.whole > 1:
            parts[1] += f" {self.done + 1}/{self.whole}"
        if self.rows and self.now != "reading":
            rate = self.rows * share / passed
            parts.append(_("{rows} rows, {rate} a second").format(rows=f"{self.rows:,}", rate=f"{rate:,.0f}"))
        if share > 0.02:
            parts.append(_("about {left} left").format(left=clock_of(passed * (1 - share) / share)))
        return " · ".join(parts)

    def _tick(self) -> None:
        """Draw the line until the run ends."""
        wait = AFTER
        while not self.closed.wait(wait):
            wait = EVERY
            with self.lock:
                if not self.now:
                    continue
                line = self.line(time.monotonic() - self.began)
                wide = columns(line)
                self.stream.write("\r" + line + " " * max(self.wrote - wide, 0))
                self.stream.flush()
                self.wrote = wide


def columns(words: str) -> int:
    """Columns of a terminal that words take: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in words)


def clock_of(seconds: float) -> str:
    """Seconds as hours, minutes and seconds.

    Examples
    --------
    >>> clock_of(75), clock_of(3675)
    ('1:15', '1:01:15')
    """
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
