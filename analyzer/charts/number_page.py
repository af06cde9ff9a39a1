"""One page for each reported number: facts, calls per day beside limits per day, every event by day and time, findings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from analyzer import fonts
from analyzer.charts import fired, limits
from analyzer.charts.chart import (
    Layer,
    Part,
    Subject,
    bars,
    colon,
    footroom,
    heading,
    key,
    key_of_layers,
    listed,
    named,
    sentences,
    small_print,
    strips_of,
)
from analyzer.charts.look import EDGE, INK, LOOKS, TEXT, WIDTH, write
from analyzer.charts.panel import DIGITS, NARROW, Panel, span
from analyzer.charts.tally import OUTCOMES, Tally, omitted, tally
from analyzer.phone import carrier_name

if TYPE_CHECKING:
    import numpy as np
    from matplotlib.figure import FigureBase

    from analyzer.case import Case

TALL = 2.1
"""Inches of the panel of points."""

SVG_POINTS = 3000
"""Above this many events the points are a picture inside the vector picture, which would otherwise grow without bound."""


def _calls(case: Case, counts: Tally, chosen: np.ndarray) -> list[Layer]:
    by_outcome = counts.by_outcome(chosen & counts.calls)
    return [
        Layer(case.text(LOOKS[name].label), days, LOOKS[name].colour, LOOKS[name].hatch)
        for name, days in by_outcome.items()
    ]


def _parts(case: Case, subject: Mapping[str, Any]) -> list[Part]:
    _, counts = case.text, tally(case)
    own = counts.of(subject)
    inbound = own & counts.view.inbound
    strips = [_facts(case, subject)]
    layers = _calls(case, counts, inbound)
    if (messages := counts.per_day(own & counts.messages)).any():
        layers.append(Layer(_("messages"), messages, LOOKS["message"].colour, LOOKS["message"].hatch))
    if layers:
        strips += [
            heading(_("Incoming calls by outcome and incoming messages, per day")),
            key_of_layers(layers),
            bars(layers, counts.first, 1.1, "days"),
        ]
    strips += limits.parts(case, subject, "grid")
    strips += [heading(_("Every call and message by day and time of day")), *_points(case, counts, own)]
    strips += [
        *fired.parts(case, subject),
        small_print(_assumed(case, subject), limits.caution(case, subject), omitted(case)),
    ]
    return strips


def _facts(case: Case, subject: Mapping[str, Any]) -> Part:
    _, counts = case.text, tally(case)
    own = counts.of(subject)
    days = counts.day[own]
    pairs = []
    if name := fonts.plain(subject["name"]):
        pairs.append((_("Name in the export"), name))
    if place := listed(case, (fonts.plain(subject["region"]), carrier_name(subject["carrier"], case.lang))):
        pairs.append((_("Region and carrier to which the number range was assigned"), place))
    if len(days):
        pairs.append((_("First and last event"), f"{_moment(case, own, 0)} – {_moment(case, own, -1)}"))
    active = len(set(days[counts.view.inbound[own]].tolist()))
    night = int((own & counts.view.inbound & counts.view.night).sum())
    pairs.append((_("Days with incoming events"), str(active)))
    pairs.append((_("Incoming at night (22:00–08:00)"), str(night)))
    lines = [fonts.shorten(f"{label}{colon(case)}{value}", WIDTH - 0.3, TEXT) for label, value in pairs]

    def draw(figure: FigureBase, top: float) -> None:
        for number, line in enumerate(lines):
            write(figure, EDGE, top + 0.17 * number, line)

    return Part(0.17 * len(lines) + 0.1, draw)


def _moment(case: Case, own: np.ndarray, which: int) -> str:
    place = tally(case).view.position[own.nonzero()[0][which]]
    return f"{case.events['at_local'].iloc[int(place)]:%Y-%m-%d %H:%M:%S}"


def _points(case: Case, counts: Tally, own: np.ndarray) -> list[Part]:
    """Every event as a point, with the legend of those that occur."""
    _ = case.text
    size = 5.0 if counts.days <= DIGITS else 4.0 if counts.days <= NARROW else 3.0
    kinds: list[tuple[str, np.ndarray, dict[str, Any]]] = []
    full = {"markersize": size, "markeredgecolor": INK, "markeredgewidth": 0.3}
    hollow = {"markersize": size, "markerfacecolor": "none", "markeredgecolor": "#6a6a6a", "markeredgewidth": 0.8}
    for place, name in enumerate(OUTCOMES):
        look = {"marker": LOOKS[name].marker, "markerfacecolor": LOOKS[name].colour, **full}
        kinds.append((_(LOOKS[name].label), own & counts.calls & (counts.outcome == place), look))
    look = {"marker": LOOKS["message"].marker, "markerfacecolor": LOOKS["message"].colour, **full}
    kinds.append((_("message"), own & counts.messages, look))
    kinds.append((_("outgoing call"), own & counts.view.outbound & counts.view.call, {"marker": "o", **hollow}))
    kinds.append((_("outgoing message"), own & counts.view.outbound & counts.view.message, {"marker": "d", **hollow}))
    kinds.append(
        (_("direction not stated"), own & ~counts.view.inbound & ~counts.view.outbound, {"marker": "x", **hollow})
    )
    kinds = [(label, chosen & counts.drawn, look) for label, chosen, look in kinds if (chosen & counts.drawn).any()]
    many = int((own & counts.drawn).sum()) > SVG_POINTS

    def draw(figure: FigureBase, top: float) -> None:
        panel = Panel(figure, top + 0.08, TALL, span(counts.days), (0, 24))
        panel.hours()
        for _label, chosen, look in kinds:
            panel.points(counts.day[chosen], counts.view.second[chosen] / 3600, rasterized=many, **look)
        panel.days(counts.first, counts.days, "years")
        panel.frame()

    return [
        key([(label, look) for label, _chosen, look in kinds], markers=True),
        Part(0.08 + TALL + footroom("years"), draw),
    ]


def _assumed(case: Case, subject: Mapping[str, Any]) -> str:
    """What the rules that are marked in the table take for granted."""
    here = fired.told(case, subject)
    mark = "* " if any(each.assuming for each in here.rules[: fired.RULES_LISTED]) else ""
    return mark + limits.assumed(case, here.assumptions) if here.assumptions else ""


def _title(case: Case, subject: Subject) -> str:
    assert subject is not None
    _ = case.text
    return _("Calls and messages of {number}").format(number=fonts.shorten(named(case, subject["number"]), 4, 13))


def _alt(case: Case, subject: Subject) -> str:
    assert subject is not None
    _, counts = case.text, tally(case)
    own = counts.of(subject)
    inbound = own & counts.view.inbound
    outcomes = [f"{layer.label} {layer.counts.sum()}" for layer in _calls(case, counts, inbound)]
    said = [
        _("{number}, {first} to {last}: incoming calls {calls}, incoming messages {messages}.").format(
            number=named(case, subject["number"]),
            first=counts.first,
            last=counts.last,
            calls=(own & counts.calls & counts.drawn).sum(),
            messages=(own & counts.messages & counts.drawn).sum(),
        ),
        _("Calls by outcome: {listed}.").format(listed=listed(case, outcomes)) if outcomes else "",
        _("At night (22:00–08:00): {night}.").format(night=(inbound & counts.view.night).sum()),
        _("Outgoing to this number: {outgoing}.").format(outgoing=(own & counts.view.outbound).sum())
        if (own & counts.view.outbound).any()
        else "",
        limits.in_words(case, subject),
        *fired.in_words(case, subject),
        limits.assumed(case, fired.told(case, subject).assumptions),
        omitted(case),
    ]
    return sentences(case, said)


NUMBER = strips_of(
    name="number",
    per="number",
    title=_title,
    alt=_alt,
    applies=lambda case: len(case.reported) > 0,
    strips=_parts,
)
