"""Findings on one number, rule by rule: a table under the charts of its page, and sentences for those who cannot see it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analyzer import fonts
from analyzer.charts.chart import Part, heading
from analyzer.charts.look import EDGE, FAINT, INK, LINE, SMALL, WIDTH, write
from analyzer.charts.tally import once
from analyzer.rule import BINDING, FORCE_WORDS, FORCES

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import FigureBase

    from analyzer.case import Case

RULES_LISTED = 8
"""Rules that the page lists; the others are counted."""

FORCE, RULE, COUNT, DAYS, MOST = EDGE, 1.85, 5.68, 5.83, WIDTH - EDGE
"""Inches from the left to the columns; counts and highest values stand left of theirs."""


@dataclass(frozen=True, slots=True)
class Fired:
    """The findings of one rule on one number: how many, on which days their windows begin, and the highest count of one."""

    rule: str
    force: str
    assuming: bool
    findings: int
    first: str
    last: str
    most: int

    @property
    def days(self) -> str:
        """First and last day."""
        return self.first if self.first == self.last else f"{self.first} – {self.last}"


@dataclass(frozen=True, slots=True)
class Told:
    """What fired on a number, strongest force first, and the assumptions that it rests on."""

    rules: tuple[Fired, ...] = ()
    assumptions: tuple[str, ...] = ()


def told(case: Case, subject: Mapping[str, Any]) -> Told:
    """What fired on the number that a row of ``case.reported`` names."""
    return _by_number(case).get((subject["owner"], subject["number"]), Told())


@once
def _by_number(case: Case, _subject: None = None) -> dict[tuple[str, str], Told]:
    found = case.fired[case.fired["number"] != ""]
    who = ["owner", "number"]
    rules: dict[tuple[str, str], list[Fired]] = {}
    for row in _grouped(found).itertuples(index=False):
        days = f"{row.first:%Y-%m-%d}", f"{row.last:%Y-%m-%d}"
        one = Fired(row.rule, FORCES[row.place], row.status != "exceeded", row.findings, *days, int(row.most))
        rules.setdefault((row.owner, row.number), []).append(one)
    tokens: dict[tuple[str, str], dict[str, None]] = {}
    for owner, number, words in found[[*who, "assumptions"]].drop_duplicates().itertuples(index=False):
        tokens.setdefault((owner, number), {}).update(dict.fromkeys(words.split()))
    return {key: Told(tuple(listed), tuple(tokens[key])) for key, listed in rules.items()}


def _grouped(found: pd.DataFrame) -> pd.DataFrame:
    """One row per owner, number, rule and status, by force."""
    return (
        found.assign(place=found["force"].map(FORCES.index))
        .groupby(["owner", "number", "place", "rule", "status"], observed=True, sort=True)
        .agg(
            findings=("rule", "size"),
            first=("window_start", "min"),
            last=("window_start", "max"),
            most=("observed", "max"),
        )
        .reset_index()
    )


def in_words(case: Case, subject: Mapping[str, Any]) -> list[str]:
    """A sentence for every rule: force, rule, how many findings, first and last day, and the highest count as the rule words it."""
    _, here = case.text, told(case, subject).rules
    between = "：" if case.lang == "zh" else ": "
    said = []
    for each in here[:RULES_LISTED]:
        rule = case.rule[each.rule]
        if each.force not in BINDING:
            words = _("{rule} {title}. Above a mark that no text sets, how often: {count} ({days}). Highest: {most}.")
        elif each.assuming:
            words = _(
                "{rule} {title}. Appears to be exceeded under the assumptions stated below; findings: {count} ({days}). Highest: {most}."
            )
        else:
            words = _("{rule} {title}. Appears to be exceeded; findings: {count} ({days}). Highest: {most}.")
        most = rule.wording[case.lang].format(observed=each.most, limit=rule.limit)
        words = words.format(rule=rule.id, title=rule.title[case.lang], count=each.findings, days=each.days, most=most)
        said.append(f"{_(FORCE_WORDS[each.force])}{between}{words}")
    return [*said, *_further(case, len(here))]


def _further(case: Case, rules: int) -> list[str]:
    _ = case.text
    words = _("Further rules with findings: {rules} (see data/findings.csv).")
    return [words.format(rules=rules - RULES_LISTED)] if rules > RULES_LISTED else []


def parts(case: Case, subject: Mapping[str, Any]) -> list[Part]:
    """The table: force, rule, how many findings, first and last day, highest count and limit."""
    _, here = case.text, told(case, subject).rules
    if not here:
        return []
    rows: list[tuple[tuple[str, ...], tuple[str, ...], str, str, str, str]]
    rows = [((_("Force"),), (_("Rule"),), _("How often"), _("First and last day"), _("Highest / limit or mark"), FAINT)]
    for each in here[:RULES_LISTED]:
        rule = case.rule[each.rule]
        title = f"{rule.id} {rule.title[case.lang]}{' *' if each.assuming else ''}"
        force = fonts.wrap(_(FORCE_WORDS[each.force]), RULE - FORCE - 0.08, SMALL)
        name = fonts.wrap(title, COUNT - RULE - 0.5, SMALL)
        rows.append((force, name, str(each.findings), each.days, f"{each.most} / {rule.limit}", INK))
    rows += [((), (text,), "", "", "", INK) for text in _further(case, len(here))]
    heights = [LINE * max(len(force), len(name)) + 0.035 for force, name, *_rest in rows]

    def draw(figure: FigureBase, top: float) -> None:
        for (force, name, count, days, most, ink), height in zip(rows, heights, strict=True):
            for lines, left, colour in ((force, FORCE, FAINT), (name, RULE, ink)):
                for number, line in enumerate(lines):
                    write(figure, left, top + LINE * number, line, SMALL, colour)
            write(figure, COUNT, top, count, SMALL, ink, ha="right")
            write(figure, DAYS, top, days, SMALL, ink)
            write(figure, MOST, top, most, SMALL, ink, ha="right")
            top += height

    title = _(
        "Limits of texts that appear to be exceeded, and marks of platforms and this program above which counts lie"
    )
    return [heading(title), Part(sum(heights) + 0.08, draw)]
