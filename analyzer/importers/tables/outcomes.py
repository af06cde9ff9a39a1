"""Kind, direction and outcome of each row of a table, from everything its columns say about them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from analyzer.events import DIRECTIONS, KINDS, OUTCOMES
from analyzer.importers.tables.meanings import TRUE, Meaning, coded, key_of, meaning_of, says_incoming
from analyzer.importers.values.columns import encode
from analyzer.importers.values.durations import NOTHING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Codes = NDArray[np.int8]

N_ = str

IN, OUT, UNKNOWN = map(DIRECTIONS.index, ("in", "out", "unknown"))
CALL, SMS, MMS = map(KINDS.index, ("call", "sms", "mms"))
NONE = -1
BUSY, MESSAGE = 100, 100
"""Codes of what is no outcome or kind of its own: `Meaning.outcome` busy, `Meaning.kind` message."""

NO_DIRECTION = N_("no column says who called whom: the direction stays unknown")
ZERO_MISSED = N_("incoming calls of 0 seconds: taken as missed, since the export does not mark missed calls")
ZERO_UNKNOWN = N_("incoming calls of 0 seconds without a mark: whether they were answered stays unknown")
NOT_TALK = N_("length of calls that were not answered: not talk time, so 0 seconds of talk were noted")


@dataclass
class Said:
    """What type columns and flags say of each row; arrays hold codes, `NONE` where nothing is said."""

    direction: Codes
    implied: Codes
    outcome: Codes
    kind: Codes
    skip: dict[str, NDArray[np.bool_]] = field(default_factory=dict)
    """Keys of `analyzer.importers.meanings.SKIPPED` → which rows."""
    strange: list[tuple[int, NDArray[Any], list[str]]] = field(default_factory=list)
    """Of each type column: its position, its codes into words, and the words, where not understood, else empty."""

    @classmethod
    def nothing(cls, n: int) -> Said:
        """Nothing said of any of `n` rows."""
        import numpy as np

        direction, implied, outcome, kind = (np.full(n, NONE, np.int8) for _ in range(4))
        return cls(direction, implied, outcome, kind)

    def add(self, direction: Codes, implied: Codes, outcome: Codes, kind: Codes) -> None:
        """Take over what is said where nothing was said before."""
        import numpy as np

        for mine, theirs in (
            (self.direction, direction),
            (self.implied, implied),
            (self.outcome, outcome),
            (self.kind, kind),
        ):
            np.copyto(mine, theirs, where=mine == NONE)

    def imply(self, way: int) -> None:
        """Take a direction for implied where nothing was said."""
        self.implied[self.implied == NONE] = way

    def add_types(self, position: int, column: Any, table: str, stated: Mapping[str, Meaning] | None = None) -> None:
        """Take over a type column; `table` names the codes that its numbers are, empty for words; `stated` is what the
        person says of values, by their keys, and comes before both.
        """
        import numpy as np

        codes, words = encode(column)
        known = coded(table) if table else {}
        mine = stated or {}
        meanings = [
            mine.get(key_of(word)) or known.get(word.strip().removesuffix(".0")) or meaning_of(word) for word in words
        ]
        self.strange.append(
            (
                position,
                codes,
                ["" if m or w.strip().lower() in NOTHING else w for m, w in zip(meanings, words, strict=True)],
            )
        )
        told = [meaning or Meaning() for meaning in meanings]

        def column_of(name: str, code: dict[str, int]) -> Codes:
            return np.array([code[getattr(m, name)] for m in told] or [NONE], np.int8)[codes]

        ways = {"": NONE, "in": IN, "out": OUT}
        self.add(
            column_of("direction", ways),
            column_of("implies", ways),
            column_of("outcome", {"": NONE, "busy": BUSY} | {word: i for i, word in enumerate(OUTCOMES) if word}),
            column_of("kind", {"": NONE, "message": MESSAGE} | {word: i for i, word in enumerate(KINDS)}),
        )
        for key in {m.skip for m in told} - {""}:
            mask = np.array([m.skip == key for m in told])[codes]
            self.skip[key] = self.skip[key] | mask if key in self.skip else mask

    def add_flag(self, name: str, column: Any) -> None:
        """Take over a yes-or-no column: incoming, outgoing, missed or answered."""
        import numpy as np

        codes, words = encode(column)
        yes = np.array([word.strip().lower() in TRUE for word in words] or [False])[codes]
        none = np.full(len(yes), NONE, np.int8)
        missed, answered = (np.int8(OUTCOMES.index(word)) for word in ("missed", "answered"))
        if name in ("incoming", "outgoing"):
            self.add(np.where(yes == (name == "incoming"), IN, OUT).astype(np.int8), none, none, none)
        elif name == "missed":
            self.add(none, np.where(yes, IN, NONE).astype(np.int8), np.where(yes, missed, none), none)
        else:
            self.add(none, none, np.where(yes, answered, none), none)

    def add_place(self, column: Any) -> None:
        """Take over a place column that says Incoming for calls that came in, and else where one called."""
        import numpy as np

        codes, words = encode(column)
        way = np.array([IN if says_incoming(word) else OUT for word in words] or [OUT], np.int8)[codes]
        none = np.full(len(way), NONE, np.int8)
        self.add(way, none, none, none)


def kinds(
    said: Said, default: int | None, has_text: NDArray[np.bool_] | None, seconds: NDArray[np.int64] | None
) -> Codes:
    """Kind of each row: what is said; else `default`; else a message where it has a text, a call where it has none.

    A table of texts without lengths holds messages only, if any of them says something.
    """
    import numpy as np

    kind = said.kind
    hint = kind == MESSAGE
    if hint.any():
        kind = np.where(hint, np.int8(NONE), kind)
    message = hint if seconds is None else hint & (seconds <= 0)
    if default is not None:
        guess = np.int8(default)
    elif has_text is not None and seconds is None and has_text.any():
        guess = np.int8(SMS)
    else:
        guess = np.where(message if has_text is None else message | has_text, np.int8(SMS), np.int8(CALL))
    return np.where(kind == NONE, guess, kind)


def outcomes(
    said: Said, kind: Codes, direction: Codes, seconds: NDArray[np.int64], lists_missed: bool
) -> tuple[Codes, NDArray[np.int64], list[tuple[str, int]]]:
    """Outcome and talk seconds of each row, and what had to be assumed, with the number of rows it concerns.

    Nothing is answered that has no talk time and is not said to be; an incoming call of 0 seconds counts as missed only
    in a table that has no other way of saying so.
    """
    import numpy as np

    index = OUTCOMES.index
    calls = kind == CALL
    outcome = said.outcome.copy()
    if (busy := outcome == BUSY).any():
        outcome[busy] = np.where(direction[busy] == IN, index("rejected"), index("failed"))
    silent = calls & (outcome == NONE)
    notes: list[tuple[str, int]] = []
    failures = np.zeros(128, bool)
    failures[[index(word) for word in ("missed", "rejected", "blocked", "failed")]] = True
    unanswered = failures[outcome] & calls  # NONE picks the last, which is no outcome
    tells = bool((calls & ~silent & (outcome != index("diverted"))).any())
    np.copyto(outcome, np.where(seconds > 0, np.int8(index("answered")), np.int8(index("unknown"))), where=silent)
    zero = silent & (direction == IN) & (seconds == 0)
    if zero.any():
        if lists_missed and not tells:
            outcome[zero] = index("missed")
        notes.append((ZERO_UNKNOWN if tells or not lists_missed else ZERO_MISSED, int(zero.sum())))
    np.copyto(outcome, np.int8(index("")), where=~calls)
    seconds = np.where(calls, seconds, -1)
    if (rang := unanswered & (seconds > 0)).any():
        seconds[rang] = 0
        notes.append((NOT_TALK, int(rang.sum())))
    return outcome, seconds, notes
