"""Rules applied to events: `Rule`, `detect` and the findings table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    pass

FINDING_COLUMNS = (
    "finding_id", "rule", "owner", "number", "campaign", "status", "observed", "limit", "window_start", "window_end",
    "event_ids", "force", "severity", "certainty", "assumptions", "citation",
)  # fmt: skip
"""Columns of ``data/findings.csv``."""

STATUSES = ("exceeded", "met-with-assumption", "not-evaluable")

FORCES = ("law", "presumption", "regulator-guidance", "national-standard", "self-regulation", "platform-policy", "heuristic")
"""Force of a rule, strongest first: what kind of text it stands in. The report prints it beside every finding."""


@dataclass(frozen=True)
class Rule:
    """One rule, as its pack states it. The fields are those of the TOML files in ``analyzer/rules/``.

    Attributes
    ----------
    id : str
        As in the sources page, e.g. ``CN-GBT-NIGHT``.
    jurisdiction : str
        Pack: ``cn``, ``us``, ``heuristic``.
    subject : {"debt", "marketing", "any"}
        What calls it is about. The records alone cannot show that a call is about a debt.
    kind : {"call", "message", "both"}
        Events it looks at.
    counts : {"attempted", "connected", "unanswered", "short", "messages", "any"}
        Which of them it counts.
    per : {"number", "collector", "owner"}
        Whose events are counted together.
    window : Mapping
        ``type`` names the condition (see `analyzer.rules.conditions`), the other entries are its measures.
    limit : int
        The rule fires at ``limit + 1``.
    force : str
        One of `FORCES`.
    source, clause : str
        The text and the place in it.
    in_force_from, in_force_to : date or None
        First and last local day on which it applied.
    confidence : str
        S1 primary text seen, S2 serious secondary source; nothing weaker is shipped.
    title, wording, innocent, note : Mapping
        ``zh`` and ``en`` texts: name, sentence with ``{observed}`` and ``{limit}``, innocent explanations, remark.
    """

    id: str
    jurisdiction: str
    subject: str
    kind: str
    counts: str
    per: str
    window: Mapping[str, Any]
    limit: int
    force: str
    severity: str
    source: Mapping[str, str]
    clause: str
    confidence: str
    title: Mapping[str, str]
    wording: Mapping[str, str]
    innocent: Mapping[str, tuple[str, ...]]
    note: Mapping[str, str]
    in_force_from: dt.date | None = None
    in_force_to: dt.date | None = None
    assumes: tuple[str, ...] = ()
    condition: Callable[..., Any] | None = None

    def citation(self, lang: str) -> str:
        """Source, clause and date on one line."""
        since = self.in_force_from.isoformat() if self.in_force_from else ""
        parts = [self.source[lang], self.clause, since]
        return ("，" if lang == "zh" else ", ").join(part for part in parts if part)
