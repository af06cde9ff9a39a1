"""A `Case`: everything known after a run. Charts, channels and reports receive it and nothing else."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from analyzer import phone
from analyzer.campaigns import COUNTED
from analyzer.change import stretch
from analyzer.coverage import coverage
from analyzer.facts import bearings
from analyzer.filed import filed
from analyzer.locales import translator
from analyzer.numbers import group_by_number
from analyzer.reach import Reach, callers, one_line, reach
from analyzer.settings import Settings
from analyzer.standing import KNOWN_CONTACT_OUT, standing
from analyzer.stated import collectors_of

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from analyzer.document import Figure
    from analyzer.facts import Bearing
    from analyzer.filed import Filed
    from analyzer.rule import Citation, Rule


@dataclass(frozen=True)
class MaskedCopy:
    """What a copy to hand around (see `analyzer.masking`) says of itself.

    Attributes
    ----------
    sealed : str
        SHA-256 of the manifest of the folder that it belongs to.
    carriers : mapping
        Carrier of each own number, which its mark does not tell.
    """

    sealed: str
    carriers: Mapping[str, str]


@dataclass(frozen=True)
class Case:
    """All exports of one matter and what follows from them.

    Attributes
    ----------
    settings : Settings
    events, numbers, messages, campaigns, links, findings, problems, sources : DataFrame
        The tables, with the columns that the `*_COLUMNS` of their rooms declare. `events` is in order of time;
        ``events.at_local`` is tz-aware in ``settings.zone``.
    rules : tuple of Rule
        The rules that were applied.
    version : str
        Version of the program.
    made_on : date
        Date of the run (from ``SOURCE_DATE_EPOCH`` where set).
    readings : tuple of dict
        Per source what was understood (see `analyzer.building.build`): importer title, encoding, columns, zone basis …
    figures : dict
        Charts that were drawn, by name; filled before reports are composed.
    citations : tuple of Citation
        Texts of the applied packs that can only be cited.
    masked : MaskedCopy, optional
        Set where people were taken out of the tables.
    reasons : mapping
        ``links.reason`` by language, row for row; a language that is missing has the table's own.
    kept : dict
        What reports worked out for this case, whatever the language (see `once`).
    """

    settings: Settings
    events: pd.DataFrame
    numbers: pd.DataFrame
    messages: pd.DataFrame
    campaigns: pd.DataFrame
    links: pd.DataFrame
    findings: pd.DataFrame
    problems: pd.DataFrame
    sources: pd.DataFrame
    rules: tuple[Rule, ...]
    version: str
    made_on: dt.date
    readings: tuple[dict, ...] = ()
    figures: dict[str, Figure] = field(default_factory=dict)
    citations: tuple[Citation, ...] = ()
    masked: MaskedCopy | None = None
    reasons: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    kept: dict[str, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def told_in(self, lang: str) -> Case:
        """The case for readers of another language: the same tables, apart from the words that stand in them.

        What was worked out of this case is not worked out again. `figures` are the same pictures.
        """
        if lang == self.lang:
            return self
        twin = copy.copy(self)
        twin.__dict__.pop("text", None)
        places = phone.identify(self.numbers["number"].tolist(), region=self.settings.region, lang=lang)["region"]
        named = dict(zip(self.numbers["number"], places, strict=True))
        told: dict[str, Any] = {
            name: table.assign(region=table["number"].map(named).astype("str"))
            for name in ("numbers", "_named", "reported", "set_aside")
            if (table := self.__dict__.get(name)) is not None
        }
        told |= {"settings": replace(self.settings, lang=lang), "figures": dict(self.figures)}
        if lang in self.reasons:
            told["links"] = self.links.assign(reason=list(self.reasons[lang])).astype({"reason": "str"})
        for name, value in told.items():
            object.__setattr__(twin, name, value)
        return twin

    def about(self, rows: pd.DataFrame) -> Case:
        """The case as charts for a reader draw it who is told of some reported numbers only: `rows` of `reported`, in their order.

        Events and numbers are theirs alone; the days are still those that the records cover.
        """
        import pandas as pd

        keys = ["owner", "number"]
        mine = pd.MultiIndex.from_frame(rows[keys].astype("str"))
        events, numbers = (table[pd.MultiIndex.from_frame(table[keys].astype("str")).isin(mine)].reset_index(drop=True) for table in (self.events, self.numbers))  # fmt: skip
        part = copy.copy(self)
        for name in ("evidence", "coverage", "reach", "_contact", "_mine", "bearings", "filed"):
            part.__dict__.pop(name, None)
        chosen = rows[[name for name in self.reported.columns if name in rows.columns]].reset_index(drop=True)
        told = {
            "events": events, "numbers": numbers, "reported": chosen.assign(rank=range(1, len(chosen) + 1)), "days": self.days, "stretch": self.stretch,
            "kept": {}, "figures": {},
        }  # fmt: skip
        for name, value in told.items():
            object.__setattr__(part, name, value)
        return part

    def once(self, name: str, make: Callable[[], Any]) -> Any:
        """What `make` returns, worked out at the first call only. It is read, never changed; words of one language have a name of their own."""
        if name not in self.kept:
            self.kept[name] = make()
        return self.kept[name]

    @property
    def lang(self) -> str:
        """Language of reports."""
        return self.settings.lang

    @cached_property
    def text(self) -> Callable[[str], str]:
        """Puts an English source sentence into the reader's language."""
        return translator(self.settings.lang)

    @cached_property
    def rule(self) -> dict[str, Rule]:
        """Rules by id."""
        return {rule.id: rule for rule in self.rules}

    @cached_property
    def days(self) -> tuple[dt.date, dt.date] | None:
        """First and last local day with an event, None without events."""
        if self.events.empty:
            return None
        local = self.events["at_local"]
        return local.iloc[0].date(), local.iloc[-1].date()

    @cached_property
    def stretch(self) -> tuple[dt.date, dt.date]:
        """First and last day that charts draw and that are compared: `days`, save where a wrong clock dates events far away."""
        local = self.events["at_local"].dt.tz_localize(None).to_numpy().astype("datetime64[D]").astype("int64")
        return stretch(local, (self.events["direction"] == "in").to_numpy())

    @cached_property
    def fired(self) -> pd.DataFrame:
        """Findings that fired (status exceeded or met-with-assumption)."""
        return self.findings[self.findings["status"] != "not-evaluable"]

    @cached_property
    def coverage(self) -> pd.DataFrame:
        """What each export covers (see `analyzer.coverage.coverage`)."""
        bills = [note["source"] for note in self.readings if not note["lists_missed"]]
        return coverage(self.events, self.sources, bills)

    @cached_property
    def reported(self) -> pd.DataFrame:
        """Rows of `numbers` that the reports name, strongest first, with the extra columns below.

        A number is reported when at least one finding names it, or a campaign that it belongs to, and it is not set aside
        (see `set_aside`), or when the case file says that it is a collector's. Strongest first
        means: by the strongest force among its findings, then by their number, then by inbound events.
        Extra columns: ``rank`` (1…), ``findings`` (how many name it), ``rules`` (their ids, space-separated),
        ``campaign`` (the collector that the case file says it belongs to, else the campaign that it was found to belong to),
        ``stated`` (whether the case file says so).
        """
        chosen = self._named[self._named["reason"] == ""].drop(columns=["reason"]).reset_index(drop=True)
        chosen.insert(0, "rank", range(1, len(chosen) + 1))
        return chosen

    @cached_property
    def set_aside(self) -> pd.DataFrame:
        """Rows of `numbers` with findings that are nevertheless not reported, with ``reason`` (English source sentence)."""
        return self._named[self._named["reason"] != ""].reset_index(drop=True)

    @cached_property
    def _named(self) -> pd.DataFrame:
        """Numbers that findings name, with how many, which rules, and why a number is set aside."""
        import pandas as pd

        numbers = self.numbers["number"].tolist()
        collector, campaign = (
            pd.Series([of.get(one, "") for one in numbers], index=self.numbers.index, dtype="str")
            for of in (self.collector_of, self.campaign_of)
        )
        return standing(self.numbers, self.fired, self.campaigns, self.rule, collector, campaign)

    @cached_property
    def collector_of(self) -> dict[str, str]:
        """The collector of the case file that a number belongs to."""
        belongs, names = collectors_of(self.events, self.settings)
        numbers = self.events["number"].cat.categories
        return {number: names[i] for number, i in zip(numbers, belongs.tolist(), strict=True) if i >= 0}

    @cached_property
    def campaign_of(self) -> dict[str, str]:
        """The campaign that a number was found to belong to, of those whose calls are counted together."""
        counted = self.campaigns[self.campaigns["certainty"].isin(COUNTED)]
        return {number: row["campaign"] for row in counted.to_dict("records") for number in row["numbers"].split(" ")}

    @cached_property
    def evidence(self) -> pd.DataFrame:
        """Events of reported numbers and every event that a finding of a reported number or of no number names.

        With them every event that shows why numbers are taken for one caller. In order of time, with the extra column
        ``findings`` (ids of the findings that name the event, space-separated).
        """
        shown = self.fired[~self.fired["number"].isin(self.set_aside["number"])]
        named: dict[str, str] = {}
        for finding, events in zip(shown["finding_id"].tolist(), shown["event_ids"].tolist(), strict=True):
            for event in events.split(" "):
                named[event] = f"{named[event]} {finding}" if event in named else finding
        chosen = self.events["number"].isin(self.reported["number"]) | self.events["event_id"].isin(list(named))
        if not self.links.empty:
            chosen |= self.events["event_id"].isin(self.links["event_ids"].str.split(" ").explode())
        rows = self.events[chosen].reset_index(drop=True)
        return rows.assign(findings=rows["event_id"].map(named).astype("str").fillna(""))

    @cached_property
    def files(self) -> dict[str, str]:
        """Name of the export's file by source id."""
        return {note["source"]: PurePath(note["path"]).name for note in self.readings}

    @cached_property
    def reach(self) -> Reach:
        """Which callers reached which lines (see `analyzer.reach.reach`).

        Of callers who rang a line of others only, those that are reported: who else calls a workplace is nobody's business.
        """
        if one_line(self.events, self.settings):
            return reach(self.events, self.settings, self.files)
        left = [*self.set_aside["number"], *self.numbers.loc[self._contact, "number"]]
        whose, names = callers(self.events, self.numbers, self.settings, self.campaigns, left)
        known = {*self.reported["number"], *self.reported["campaign"]}
        return reach(self.events, self.settings, self.files, whose, names, known)

    @cached_property
    def _contact(self) -> pd.Series:
        """Rows of `numbers` that the owner deals with: as `analyzer.standing` has it, whatever findings say."""
        rows = self.numbers
        outgoing, inbound = rows["calls_out"] + rows["messages_out"], rows["calls_in"] + rows["messages_in"]
        return (outgoing >= KNOWN_CONTACT_OUT) & ((rows["name"] != "") | (outgoing * 2 >= inbound))

    @cached_property
    def _mine(self) -> np.ndarray:
        """Rows of `events` whose owner and number are reported."""
        import numpy as np

        groups, owners, numbers = group_by_number(self.events)
        places = (self.events[name].cat.categories.get_indexer(self.reported[name]) for name in ("owner", "number"))
        owner, number = (np.asarray(place, dtype=np.int64) for place in places)
        wide = max(len(self.events["number"].cat.categories), 1)
        told = owner[(owner >= 0) & (number >= 0)] * wide + number[(owner >= 0) & (number >= 0)]
        return np.isin(owners * wide + numbers, told)[groups]

    @cached_property
    def bearings(self) -> list[Bearing]:
        """What bears on the texts that can only be cited (see `analyzer.facts.bearings`), by the reported numbers' events."""
        aside = self.set_aside["owner"] + "\n" + self.set_aside["number"]
        left = (self.fired["owner"] + "\n" + self.fired["number"]).isin(aside)
        told = self.fired[~left] if left.any() else self.fired
        return bearings(self.citations, told, self.events, self._mine, self.settings, self.files, self.messages)

    @cached_property
    def filed(self) -> list[Filed]:
        """What followed the complaints of the case file (see `analyzer.filed.filed`)."""
        if not self.settings.case.complaints:
            return []
        return filed(self.events, self.settings, self._mine, self.made_on, self.stretch)

    def events_of(self, number: str, owner: str | None = None) -> pd.DataFrame:
        """Events with one number, in order of time."""
        chosen = self.events["number"] == number
        if owner is not None:
            chosen &= self.events["owner"] == owner
        return self.events[chosen]

    def findings_of(self, number: str, owner: str | None = None) -> pd.DataFrame:
        """Findings that fired on one number."""
        chosen = self.fired["number"] == number
        if owner is not None:
            chosen &= self.fired["owner"] == owner
        return self.fired[chosen]
