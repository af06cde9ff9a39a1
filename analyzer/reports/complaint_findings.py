"""Counts of a complaint above a mark: those that a text sets in one list, those that only a platform or this program sets in another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analyzer.document import Column, Facts, Section, Table, Text
from analyzer.reports.once import once
from analyzer.reports.words import FORCES, named
from analyzer.rule import ASSUMPTIONS, BINDING

if TYPE_CHECKING:
    import pandas as pd

    from analyzer.case import Case
    from analyzer.locales import Translate

KEYS = ["rank", "number", "campaign", "rule"]


def counts(case: Case, taken: pd.DataFrame) -> dict[str, list[int]]:
    """Per row of `taken` how many findings rest on a text (``findings``), and how many only on a pattern (``marks``); of the number alone."""
    import pandas as pd

    keys = pd.MultiIndex.from_frame(taken[["owner", "number"]].astype("str"))
    found = {}
    for name, chosen in (
        ("findings", case.fired["force"].isin(BINDING)),
        ("marks", ~case.fired["force"].isin(BINDING)),
    ):
        each = case.fired[chosen]
        if name == "findings":  # two texts can count the same calls against the same limit
            each = each.drop_duplicates(["owner", "number", "event_ids", "limit"])
        each = each[["owner", "number"]].astype("str").value_counts()
        found[name] = [int(n) for n in each.reindex(keys, fill_value=0)]
    return found


@once
def sections(case: Case, taken: pd.DataFrame) -> list[Section]:
    """Two lists: limits of texts, each with its force; and patterns, which no text forbids. The second only where there are any.

    Per number and rule: how often, how much at most. What is counted over a named collector's numbers, or over all calls to
    the own line, follows at the end.
    """
    _ = case.text
    rows = _rows(case, taken)
    bound = rows["force"].isin(BINDING) if len(rows) else rows["force"].astype(bool)
    limits = _("A limit binds as far as the kind of text it stands in does. Limits on debt collection are meant for debt collection only; whether a call was that, the records alone do not show.")  # fmt: skip
    found = [Section(_("Findings"), _("Counts that appear to exceed a limit"), _list(case, rows[bound], limits, "findings"))]  # fmt: skip
    if len(rows[~bound]):
        marks = _("No law, standard or convention stands behind these marks, and to exceed one breaks nothing. A platform sets its mark for its own customers; the others are this program's own. They show where a closer look may be worth while.")  # fmt: skip
        found.append(Section(_("Patterns"), _("Patterns worth a look, which no text forbids"), _list(case, rows[~bound], marks, "patterns")))  # fmt: skip
    return found


def _rows(case: Case, taken: pd.DataFrame) -> pd.DataFrame:
    """One row per number and rule, strongest text first."""
    from analyzer.reports.complaint_tables import dialled

    _, lang = case.text, case.lang
    fired = case.fired.merge(taken[["owner", "number", "rank"]], on=["owner", "number"], how="left")
    fired = fired.join(_spans(case), on="finding_id")
    own = fired["owner"].isin(taken.loc[taken["role"].str.contains("own"), "owner"])
    together = (fired["number"] == "") & (
        fired["campaign"].isin(set(taken["campaign"]) - {""}) | ((fired["campaign"] == "") & own)
    )
    fired["rank"] = fired["rank"].mask(together, len(taken) + 1)
    fired = fired.dropna(subset=["rank"])
    order = {force: i for i, force in enumerate(FORCES)}
    found = fired.assign(sure=fired["status"] == "exceeded").groupby(KEYS, sort=True, as_index=False)
    found = found.agg(
        most=("observed", "max"),
        times=("observed", "size"),
        first=("first_event", "min"),
        last=("last_event", "max"),
        sure=("sure", "all"),
        assumptions=("assumptions", " ".join),
        events=("event_ids", "|".join),
    )
    alone = set(zip(found.loc[found["number"] != "", "rule"], found.loc[found["number"] != "", "events"], strict=True))
    again = [not number and (rule, events) in alone for number, rule, events in zip(found["number"], found["rule"], found["events"], strict=True)]  # fmt: skip
    # what is counted over several numbers and is all of one number stands there already
    found = found.loc[[i for i, one in enumerate(again) if not one]].reset_index(drop=True)
    rules = [case.rule[name] for name in found["rule"]]
    found = found.assign(
        order=[order[rule.force] for rule in rules],
        force=[rule.force for rule in rules],
        stands=[_(FORCES[rule.force][0]) for rule in rules],
        title=[rule.title[lang] for rule in rules],
        limit=[rule.limit for rule in rules],
        most=found["most"].astype("int64"),
        citation=[rule.citation(lang) for rule in rules],
        number=[
            dialled(number, lang) if number else _joint(case, campaign) if campaign else _("all numbers together")
            for number, campaign in zip(found["number"], found["campaign"], strict=True)
        ],
    )
    return found.sort_values(["rank", "order", "title"], kind="stable", ignore_index=True)


def _joined(rows: pd.DataFrame, _: Translate) -> pd.DataFrame:
    """The same with one row where several texts set the same limit and count the same calls and messages: they are said once."""
    keys = ["rank", "number", "limit", "events"]
    several = rows.duplicated(keys, keep=False)
    if not several.any():
        return rows
    made = []
    for _key, same in rows[several].groupby(keys, sort=False):
        first = same.iloc[0].to_dict()
        for name in ("title", "force", "citation", "says"):
            first[name] = "\n".join(_("{n}) {text}").format(n=i, text=text) for i, text in enumerate(same[name], 1))
        first["says"] = first["says"] if same["says"].nunique() > 1 else same["says"].iloc[0]
        first["rests"] = " ".join(sorted(set(" ".join(same["rests"]).split()), key=lambda code: int(code[1:])))
        made.append(first)
    import pandas as pd

    joined = pd.concat(
        [rows[~several], pd.DataFrame(made, columns=rows.columns, index=rows[several].drop_duplicates(keys).index)]
    )
    return joined.sort_index(kind="stable").reset_index(drop=True)


def _spans(case: Case) -> pd.DataFrame:
    """Per finding the local times of the first and the last event that it counts: a window can open before and end after them."""

    def made() -> pd.DataFrame:
        at = case.events.set_index("event_id")["at_local"]
        ids = case.fired.set_index("finding_id")["event_ids"].str.split(" ").explode()
        times = at.reindex(ids.to_numpy()).set_axis(ids.index)
        return times.groupby(level=0, sort=False).agg(first_event="min", last_event="max")

    return case.once("spans of findings", made)


def _list(case: Case, rows: pd.DataFrame, note: str, key: str) -> tuple[Any, ...]:
    _ = case.text
    limits = key == "findings"
    used = set(" ".join(rows["assumptions"].unique()).split())
    codes = {
        token: f"{'A' if limits else 'B'}{i}"
        for i, token in enumerate((token for token in ASSUMPTIONS if token in used), 1)
    }
    sure, unsure = (
        (_("appears to exceed"), _("appears to exceed, if what is assumed holds"))
        if limits
        else (_("above the mark"), _("above the mark, if what is assumed holds"))
    )
    table = rows.assign(
        says=[sure if one else unsure for one in rows["sure"]],
        rests=[" ".join(codes[token] for token in ASSUMPTIONS if token in set(tokens.split())) for tokens in rows["assumptions"]],
        force=rows["stands"],
    )  # fmt: skip
    table = _joined(table, _)
    columns = (
        Column("number", _("Number"), width=15),
        Column("title", _("Limit on") if limits else _("Pattern"), width=24),
        Column("limit", _("Allowed") if limits else _("Mark"), "count", 8),
        Column("most", _("Most found"), "count", 8),
        Column("times", _("How often"), "count", 7),
        Column("first", _("First"), "day", 11),
        Column("last", _("Last"), "day", 11),
        Column("says", _("What that says"), width=16),
        Column("force", _("Stands in") if limits else _("Who sets the mark"), width=12),
        Column("citation", _("Source, clause, in force from"), width=36),
        Column("rests", _("Assumptions, see below"), width=12),
    )
    blocks: list[Any] = [Text(note, "note"), Table(key, columns, table, empty=_("None for these numbers."))]
    if codes:
        blocks += [
            Text(_("What is assumed"), "lead"),
            Facts(tuple((code, _(ASSUMPTIONS[token][1])) for token, code in codes.items()), "numbered"),
        ]
    return tuple(blocks)


def _joint(case: Case, campaign: str) -> str:
    """Whose calls were counted together: a collector of the case file, or numbers that were found to belong together."""
    _ = case.text
    if campaign in set(case.campaigns["campaign"]):
        return _("{name}, see “Numbers that appear to belong together”").format(name=campaign)
    return named(campaign, _)
