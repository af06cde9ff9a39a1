"""The report's chapter of findings: number by number, rule by rule, each finding with the rows that prove it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analyzer.document import Column, Detail, Facts, Figure, Section, Table, Text
from analyzer.reports import summary_messages
from analyzer.reports.summary_numbers import assigned, findings
from analyzer.reports.summary_unusual import sentences as unusual_sentences
from analyzer.reports.words import FORCES, OUTCOMES, as_people_write, contact, counted, in_words, is_page_of, named
from analyzer.rule import ASSUMPTIONS, BINDING, COUNT_WORDS

if TYPE_CHECKING:
    import pandas as pd

    from analyzer.case import Case
    from analyzer.rule import Rule

N_ = str

RESULTS = {
    "exceeded": N_("appears to lie above it, as counted"),
    "met-with-assumption": N_("appears to lie above it only if what is assumed holds"),
}
"""Statuses of findings in words."""

NUMBERS_SHOWN = 30
"""Numbers whose findings the page tells in full; the workbook has all."""

FINDINGS_SHOWN = 10
"""Findings of one number and rule that are told in full: those with the highest counts."""

ROWS_SHOWN = 60
"""Rows of evidence under one finding."""

ROWS_IN_ALL = 4_000
"""Rows of evidence under all findings; beyond it a finding names its rows, and the record or the workbook shows them."""

BOMBING = "H-SMS-BOMB"
"""The rule on many messages from many senders, beside which it is said how many of them were codes."""

Findings = list[dict[str, Any]]
"""Findings as plain values, in the order of the table: a page tells hundreds of them one by one."""

TOLD = ["finding_id", "rule", "owner", "number", "campaign", "status", "observed", "limit", "window_start", "window_end", "event_ids", "assumptions"]  # fmt: skip
"""Columns of a finding that the page tells."""

PICTURES = 3
"""Numbers whose own charts the page shows; all charts lie in ``charts/``. One chart adds about 0.4 MB."""


def sections(case: Case) -> list[Section]:
    """The chapter, or nothing where nothing was found."""
    _ = case.text
    fired = findings(case)
    if fired.empty:
        return []
    told = _Told(case)
    blocks: list[Any] = [
        Text(_("Open a line to see what was counted, against which text, and the rows of the record that prove it."))
    ]
    reported = case.reported
    shown = reported.head(NUMBERS_SHOWN)
    groups: dict[tuple[str, str], Findings] = {}
    by_number: dict[tuple[str, str], Findings] = {}
    wanted = fired["number"].isin(["", *shown["number"]])
    for finding in fired.loc[wanted, TOLD].to_dict("records"):
        place, name = (by_number, "number") if finding["number"] else (groups, "campaign")
        place.setdefault((finding["owner"], finding[name]), []).append(finding)
    for (owner, campaign), found in groups.items():
        found_here = campaign in set(case.campaigns["campaign"])
        words = _("Numbers of {name}, taken for one caller") if found_here else _("Collector {name}")
        name = words.format(name=named(str(campaign), _)) if campaign else _("All numbers together")
        if owner and case.events["owner"].nunique() > 1:  # counted phone by phone
            name = _("{who}, to {phone}").format(who=name, phone=named(str(owner), _, case.lang))
        blocks.append(
            Detail(
                f"group-{owner}-{campaign}",
                name,
                tuple(told.rules(found)),
                aside=_findings(len(found), case),
                open=True,
            )
        )
    for row in shown.assign(range=assigned(case, shown)).to_dict("records"):
        found = by_number.get((row["owner"], row["number"]), [])  # a named collector's number may have none
        pictures = (
            [figure for figure in case.figures.values() if figure.subject and is_page_of(figure.name, row["rank"])]
            if row["rank"] <= PICTURES
            else []
        )
        blocks.append(_number(case, row, found, pictures, told))
    if len(reported) > PICTURES and any(figure.subject for figure in case.figures.values()):
        blocks.append(Text(_("Charts of further numbers lie in the folder charts."), "note"))
    if len(reported) > NUMBERS_SHOWN:
        blocks.append(
            Text(
                _("The page tells the first {n} numbers; the findings of all {total} stand in evidence.xlsx.").format(
                    n=NUMBERS_SHOWN, total=len(reported)
                ),
                "note",
            )
        )
    return [Section("findings", _("Findings"), tuple(blocks))]


def _number(case: Case, row: dict[str, Any], found: Findings, pictures: list[Figure], told: _Told) -> Detail:
    _ = case.text
    number = named(row["number"], _, case.lang)
    line = counted(int(row["calls_in"]), int(row["messages_in"]), _)
    about = [
        (
            _("Number range"),
            _("{range} (as assigned; a number may since have moved to another carrier)").format(range=row["range"]),
        ),
        *([(_("Name in the phone"), row["name"])] if row["name"] else []),
        *([(_("Caller, by the case file"), row["campaign"])] if row["stated"] else []),
        *(
            [(_("Taken for one caller with others"), _("{name}, see Callers").format(name=row["campaign"]))]
            if row["campaign"] and not row["stated"]
            else []
        ),
        *(
            [(_("Beside your other numbers"), told.apart[key])]
            if (key := (row["owner"], row["number"])) in told.apart
            else []
        ),
    ]
    return Detail(
        f"number-{row['rank']}",
        _("{rank}. {number}").format(rank=row["rank"], number=number),
        (
            Facts(tuple(about)),
            *summary_messages.of_number(case, row["owner"], row["number"]),
            *told.rules(found),
            *(Detail(f"chart-{picture.name}", picture.title, (picture,), _("Chart")) for picture in pictures),
        ),
        aside=_("{events}; {findings}").format(events=line, findings=_findings(len(found), case)),
        open=row["rank"] <= 3,
        shows=("record", "number", number.replace("\xa0", " ")),
    )


def _findings(n: int, case: Case) -> str:
    _ = case.text
    return (_("{n} finding") if n == 1 else _("{n} findings")).format(n=n)


class _Told:
    """Findings as details; keeps count of the rows shown so that the page stays readable.

    `record` is the evidence in words, one row per event, shared by all findings.
    """

    def __init__(self, case: Case) -> None:
        self.case = case
        self.record = _in_one_block(
            record(case)[["event_id", "at_local", "number", "what", "how", "duration_s", "body", "row"]]
        )
        self.place = {event: place for place, event in enumerate(self.record["event_id"])}
        self.left = ROWS_IN_ALL
        self.several, self.wordy = self.record["number"].tolist(), (self.record["body"] != "").tolist()
        self.apart = unusual_sentences(case)

    def rules(self, found: Findings) -> list[Detail]:
        """One detail per rule, strongest kind of text first."""
        order = {force: i for i, force in enumerate(FORCES)}
        groups: dict[str, Findings] = {}
        for finding in found:
            groups.setdefault(finding["rule"], []).append(finding)
        rules = sorted((self.case.rule[rule] for rule in groups), key=lambda rule: order[rule.force])
        return [self._rule(rule, groups[rule.id]) for rule in rules]

    def _rule(self, rule: Rule, found: Findings) -> Detail:
        _ = self.case.text
        name, tone, _meaning = FORCES[rule.force]
        most = max(finding["observed"] for finding in found)
        words = _("most {observed}, allowed {limit}") if rule.force in BINDING else _("most {observed}, mark {limit}")
        aside = words.format(observed=most, limit=rule.limit)
        if len(found) == 1:
            finding = found[0]
            return Detail(
                f"findings-{finding['finding_id']}", rule.title[self.case.lang], (*self._about(rule, found), *self._proof(rule, finding)),
                _(name), tone, f"{aside} · {finding['finding_id']}", shows=("record", "findings", finding["finding_id"]),
            )  # fmt: skip
        chosen = sorted(found, key=lambda one: (-one["observed"], one["window_start"]))[:FINDINGS_SHOWN]
        details = [self._finding(rule, finding) for finding in chosen]
        more = []
        if len(found) > len(chosen):
            more.append(
                Text(
                    _("Shown are the {n} findings with the highest counts; all {total} stand in evidence.xlsx.").format(
                        n=len(chosen), total=len(found)
                    ),
                    "note",
                )
            )
        first = found[0]
        key = f"rules-{rule.id}-{first['owner']}-{first['number']}-{first['campaign']}"
        return Detail(
            key,
            rule.title[self.case.lang],
            (*self._about(rule, found), *details, *more),
            _(name),
            tone,
            f"{_findings(len(found), self.case)} · {aside}",
        )

    def _about(self, rule: Rule, found: Findings) -> list[Any]:
        """What the rule is, how firmly it stands, what the findings rest on and what would explain them."""
        _, lang = self.case.text, self.case.lang
        name, _tone, meaning = FORCES[rule.force]
        tokens = dict.fromkeys(token for finding in found for token in finding["assumptions"].split())
        assumed = [_(ASSUMPTIONS[token][1]) if token in ASSUMPTIONS else token for token in tokens]
        met = {finding["status"] for finding in found}
        results = [_(RESULTS[status]) for status in RESULTS if status in met]
        pairs = [
            (_("Source"), rule.citation(lang)),
            (_("Counted"), _(COUNT_WORDS[rule.counts])),
            (_("Force"), _("{name}: {meaning}").format(name=_(name), meaning=_(meaning))),
            (_("Result"), "\n".join(results)),
            *([(_("Assumed"), "\n".join(assumed))] if assumed else []),
            *([(_("Might also be"), "\n".join(rule.innocent[lang]))] if rule.innocent.get(lang) else []),
            *([(_("Remark"), rule.note[lang])] if rule.note.get(lang) else []),
        ]
        return [Facts(tuple(pairs))]

    def _finding(self, rule: Rule, finding: Any) -> Detail:
        return Detail(
            f"findings-{finding['finding_id']}", self._when(finding), tuple(self._proof(rule, finding)),
            aside=f"{self._counted(rule, finding)} · {finding['finding_id']}", shows=("record", "findings", finding["finding_id"]),
        )  # fmt: skip

    def _counted(self, rule: Rule, finding: Any) -> str:
        _ = self.case.text
        words = (
            _("counted {observed}, allowed {limit}") if rule.force in BINDING else _("counted {observed}, mark {limit}")
        )
        return words.format(observed=finding["observed"], limit=finding["limit"])

    def _when(self, finding: Any) -> str:
        """The window, as short as it can be said."""
        _ = self.case.text
        start, end = finding["window_start"], finding["window_end"]
        if start.strftime("%H%M%S") == end.strftime("%H%M%S") == "000000" and (end - start).days <= 1:
            return start.strftime("%Y-%m-%d")
        clock = "%H:%M" if start.second == end.second == 0 else "%H:%M:%S"
        if start.date() == end.date():
            return _("{day}, {start} to {end}").format(
                day=start.strftime("%Y-%m-%d"), start=start.strftime(clock), end=end.strftime(clock)
            )
        return _("{start} to {end}").format(
            start=start.strftime(f"%Y-%m-%d {clock}"), end=end.strftime(f"%Y-%m-%d {clock}")
        )

    def _proof(self, rule: Rule, finding: Any) -> list[Any]:
        """The sentence of the finding and its rows of evidence."""
        _ = self.case.text
        blocks: list[Any] = [
            Text(rule.wording[self.case.lang].format(observed=finding["observed"], limit=finding["limit"]) + _("."))
        ]
        if rule.id == BOMBING:
            blocks.append(Text(self._codes(str(finding["event_ids"]).split())))
        places = [self.place[event] for event in str(finding["event_ids"]).split() if event in self.place]
        shown = places[: min(ROWS_SHOWN, self.left)]
        self.left -= len(shown)
        if len(shown):
            several = len({self.several[place] for place in shown}) > 1
            columns = _columns(self.case, several, any(self.wordy[place] for place in shown))
            blocks.append(Table(f"rows-{finding['finding_id']}", columns, self.record.iloc[shown]))
        if len(shown) < len(places):
            blocks.append(
                Text(
                    _("{shown} of {total} rows stand here; the record below and evidence.xlsx have them all.").format(
                        shown=len(shown), total=len(places)
                    ),
                    "note",
                )
            )
        return blocks

    def _codes(self, events: list[str]) -> str:
        """How many of the messages carry a verification code."""
        _, messages = self.case.text, self.case.messages
        codes = int((messages["event_id"].isin(events) & (messages["message_kind"] == "code")).sum())
        return _("Of these {total} messages {n} are verification codes, as the model sorts them.").format(
            total=len(events), n=codes
        )


def _in_one_block(rows: pd.DataFrame) -> pd.DataFrame:
    """The same rows as plain values, times as they are read: a hundred small tables are cut out of them."""
    import numpy as np
    import pandas as pd

    values = np.empty(rows.shape, dtype=object)
    for place, name in enumerate(rows.columns):
        values[:, place] = rows[name].to_numpy(dtype=object)
    values[:, rows.columns.get_loc("at_local")] = (
        rows["at_local"].dt.strftime("%Y-%m-%d %H:%M:%S").to_numpy(dtype=object)
    )
    return pd.DataFrame(values, columns=rows.columns, dtype=object)


def record(case: Case) -> pd.DataFrame:
    """The evidence in words: `what` and `how` instead of kind, direction and outcome; no talk time where nobody answered."""
    return case.once(f"record in {case.lang}", lambda: _record(case))


def _record(case: Case) -> pd.DataFrame:
    _ = case.text
    events = case.evidence
    talk = events["duration_s"].mask((events["outcome"] != "answered") & (events["duration_s"] == 0))
    return events.assign(
        what=contact(events, _),
        how=in_words(events["outcome"].astype("str"), OUTCOMES, _),
        number=as_people_write(events["number"], _, case.lang),
        owner=as_people_write(events["owner"], _, case.lang),
        duration_s=talk,
    )


def _columns(case: Case, several: bool, wordy: bool) -> tuple[Column, ...]:
    """Columns of evidence under a finding: the number only where there are several, texts only where there are any."""
    _ = case.text
    return (
        Column("at_local", _("Time"), "time", 19),
        *([Column("number", _("Number"), width=15)] if several else []),
        Column("what", _("What"), width=8),
        Column("how", _("Outcome"), width=8),
        Column("duration_s", _("Talk time"), "seconds", 8),
        *([Column("body", _("Text of the message"), "quote", 40)] if wordy else []),
        Column("row", _("Row in the export"), width=6),
        Column("event_id", _("Id"), width=16, links_to="record"),
    )
