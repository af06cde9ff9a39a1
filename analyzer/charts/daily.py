"""Incoming calls and messages per local day, and the limits per day beside the counts they speak of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.charts import limits
from analyzer.charts.chart import (
    Layer,
    Part,
    Subject,
    bars,
    heading,
    key_of_layers,
    listed,
    sentences,
    small_print,
    strips_of,
)
from analyzer.charts.look import LOOKS, OTHERS
from analyzer.charts.tally import Tally, omitted, tally

if TYPE_CHECKING:
    import numpy as np

    from analyzer.case import Case


N_ = str


def _layers(case: Case, counts: Tally) -> tuple[list[Layer], list[Layer]]:
    """Calls by outcome and messages, of reported numbers where there are any; the other numbers as one grey layer."""
    _ = case.text
    others = counts.view.inbound & ~counts.whose
    calls = [
        Layer(_(LOOKS[name].label), days, LOOKS[name].colour, LOOKS[name].hatch)
        for name, days in counts.by_outcome(counts.whose & counts.calls).items()
    ]
    messages = [
        Layer(
            _("messages"),
            counts.per_day(counts.whose & counts.messages),
            LOOKS["message"].colour,
            LOOKS["message"].hatch,
        )
    ]
    for layers, kind in ((calls, counts.calls), (messages, counts.messages)):
        rest = Layer(_("other numbers, not reported"), counts.per_day(others & kind), OTHERS, "")
        layers[:] = [layer for layer in (*layers, rest) if layer.counts.any()]
    return calls, messages


def _parts(case: Case, subject: Subject) -> list[Part]:
    _, counts = case.text, tally(case)
    calls, messages = _layers(case, counts)
    accused = bool(counts.reported.any())
    limited = bool(limits.compared(case, None))
    below = bool(messages) or limited
    strips = []
    if calls:
        title = (
            _("Incoming calls per day, by outcome; reported numbers in colour")
            if accused
            else _("Incoming calls per day, by outcome")
        )
        strips += [heading(title), key_of_layers(calls), bars(calls, counts.first, 2.0, "days" if below else "years")]
    if messages:
        title = (
            _("Incoming messages per day; reported numbers in colour") if accused else _("Incoming messages per day")
        )
        strips += [
            heading(title),
            key_of_layers(messages),
            bars(messages, counts.first, 0.9, "grid" if limited else "years"),
        ]
    return [*strips, *limits.parts(case, None, "years"), small_print(limits.caution(case, None), omitted(case))]


def _alt(case: Case, subject: Subject) -> str:
    _, counts = case.text, tally(case)
    calls, messages = counts.per_day(counts.calls), counts.per_day(counts.messages)
    words = _("Bars per day from {first} to {last}: incoming calls {calls}, incoming messages {messages}.")
    said = [words.format(first=counts.first, last=counts.last, calls=calls.sum(), messages=messages.sum())]
    outcomes = counts.by_outcome(counts.calls)
    if outcomes:
        names = listed(case, (f"{_(LOOKS[name].label)} {days.sum()}" for name, days in outcomes.items()))
        said.append(_("Calls by outcome: {listed}.").format(listed=names))
        said.append(_("Most calls on one day: {count} ({day}).").format(count=calls.max(), day=_date(counts, calls)))
    if messages.any():
        said.append(
            _("Most messages on one day: {count} ({day}).").format(count=messages.max(), day=_date(counts, messages))
        )
    if counts.reported.any():
        own = counts.reported & counts.drawn
        words = _("Of these from reported numbers: calls {calls}, messages {messages}.")
        said.append(words.format(calls=(own & counts.calls).sum(), messages=(own & counts.messages).sum()))
    return sentences(case, [*said, limits.in_words(case, None), omitted(case)])


def _date(counts: Tally, days: np.ndarray) -> str:
    return counts.date(int(days.argmax()))


DAILY = strips_of(
    name="daily",
    per="case",
    title=N_("Incoming calls and messages per day"),
    alt=_alt,
    applies=lambda case: bool(tally(case).view.inbound.any()),
    strips=_parts,
)
