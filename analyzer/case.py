"""A `Case`: everything known after a run. Charts, channels and reports receive it and nothing else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from analyzer.locales import translator
from analyzer.settings import Settings

if TYPE_CHECKING:
    import pandas as pd

    from analyzer.document import Figure
    from analyzer.findings import Rule


@dataclass(frozen=True)
class Case:
    """All exports of one matter and what follows from them.

    Attributes
    ----------
    settings : Settings
    events, numbers, findings, problems, sources : DataFrame
        The tables, with the columns that the `*_COLUMNS` of their rooms declare. `events` is in order of time;
        ``events.at_local`` is tz-aware in ``settings.zone``.
    rules : tuple of Rule
        The rules that were applied.
    version : str
        Version of the program.
    made_on : date
        Date of the run (from ``SOURCE_DATE_EPOCH`` where set).
    readings : tuple of dict
        Per source what was understood (see `analyzer.events.build`): importer title, encoding, columns, zone basis …
    figures : dict
        Charts that were drawn, by name; filled before reports are composed.
    """

    settings: Settings
    events: pd.DataFrame
    numbers: pd.DataFrame
    findings: pd.DataFrame
    problems: pd.DataFrame
    sources: pd.DataFrame
    rules: tuple[Rule, ...]
    version: str
    made_on: dt.date
    readings: tuple[dict, ...] = ()
    figures: dict[str, Figure] = field(default_factory=dict)

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
    def fired(self) -> pd.DataFrame:
        """Findings that fired (status exceeded or met-with-assumption)."""
        return self.findings[self.findings["status"] != "not-evaluable"]

    @cached_property
    def reported(self) -> pd.DataFrame:
        """Rows of `numbers` that the reports accuse of something, strongest first, with the extra columns below.

        A number is reported when at least one finding names it and it is not set aside (see `set_aside`).
        Extra columns: ``rank`` (1…), ``findings`` (how many name it), ``rules`` (their ids, space-separated).
        """
        raise NotImplementedError

    @cached_property
    def set_aside(self) -> pd.DataFrame:
        """Rows of `numbers` with findings that are nevertheless not reported, with ``reason`` (English source sentence)."""
        raise NotImplementedError

    @cached_property
    def evidence(self) -> pd.DataFrame:
        """Events of reported numbers and every event that a finding names, in order of time, with ``findings`` (ids)."""
        raise NotImplementedError

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
