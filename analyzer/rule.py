"""A rule as data: what it counts, per whom, in which window, how much, with which force; and the words for all of that.

Beside the rules stand citations: texts that no count decides. They support a complaint, they never give a verdict.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from analyzer.numbers import EventView
from analyzer.wording import FLAGS

if TYPE_CHECKING:
    import numpy as np

N_ = str

FORCES = (
    "law",
    "presumption",
    "regulator-guidance",
    "national-standard",
    "self-regulation",
    "platform-policy",
    "heuristic",
)
"""Force of a rule, strongest first: what kind of text it stands in. The report prints it beside every finding."""


BINDING = FORCES[:5]
"""Kinds of text that a provision can stand in; a platform's policy or a heuristic is none, its number is a mark and no limit."""

FORCE_WORDS: Mapping[str, str] = {
    "law": N_("law"),
    "presumption": N_("presumption of law"),
    "regulator-guidance": N_("guidance of a regulator"),
    "national-standard": N_("national standard (recommended)"),
    "self-regulation": N_("self-regulation of the industry"),
    "platform-policy": N_("platform policy, for comparison"),
    "heuristic": N_("heuristic of this program"),
}
"""The forces in words."""


def _flagged(flag: str) -> Callable[[EventView], np.ndarray]:
    return lambda view: view.inbound & view.message & view.flag(flag)


COUNTS: Mapping[str, Callable[[EventView], np.ndarray]] = {
    "any": lambda view: view.inbound,
    "messages": lambda view: view.inbound & view.message,
    "attempted": lambda view: view.inbound & view.call,
    "connected": lambda view: view.inbound & view.call & view.outcome("answered") & (view.duration != 0),
    "unanswered": lambda view: view.inbound & view.call & unanswered(view),
    "short": lambda view: (
        view.inbound
        & view.call
        & (unanswered(view) | (view.outcome("answered") & (view.duration >= 0) & (view.duration < 5)))
    ),
    "ring_once": lambda view: view.inbound & view.call & view.outcome("missed") & (view.ring >= 0) & (view.ring <= 3),
    "contacts": lambda view: view.inbound & (view.message | (view.outcome("answered") & (view.duration != 0))),
    **{flag: _flagged(flag) for flag in FLAGS},
}
"""What a rule can count, always inbound: `attempted` every call whatever its outcome; `connected` answered with talk (or
answered, its length unknown); `unanswered` missed, rejected, blocked or sent to voicemail; `short` unanswered or under 5 s;
`ring_once` missed after at most 3 s of ringing; `contacts` contacts actually made, that is connected calls and messages that
arrived (a message left on voicemail is left out, since exports do not say whether there was one: a lower bound); a flag of
`analyzer.wording.FLAGS` counts messages with that flag."""

COUNT_WORDS: Mapping[str, str] = {
    "any": N_("inbound calls and messages"),
    "messages": N_("inbound messages"),
    "attempted": N_("inbound calls, answered or not"),
    "connected": N_("inbound calls that were connected"),
    "unanswered": N_("inbound calls that nobody answered"),
    "short": N_("inbound calls unanswered or shorter than 5 seconds"),
    "ring_once": N_("missed calls that rang for 3 seconds or less"),
    "contacts": N_("connected calls and messages"),
    "violence_threat": N_("messages whose words appear to threaten violence"),
    "reputation_threat": N_("messages whose words appear to threaten exposure or harm to the family"),
    "insult": N_("messages whose words appear to insult"),
    "third_party_disclosure": N_("messages that appear to tell others of a debt, or to announce it"),
    "impersonation": N_("messages that appear to speak as police, court, prosecutor or lawyer"),
    "false_legal_claim": N_("messages that appear to threaten a legal consequence that a debt does not have"),
    "non_debtor": N_("messages that appear to press somebody who does not owe"),
    "no_identity": N_("messages about a debt that name neither lender nor collector"),
    "personal_account": N_("messages that ask for payment to a private account"),
    "no_opt_out": N_("commercial messages that name no way to refuse"),
}
"""What rules count, in words."""

GROUPINGS = ("number", "collector", "owner")
"""Whose events are counted together: one number's, one named collector's (case file), or everybody's to one owner."""

ASSUMPTIONS: Mapping[str, tuple[bool, str]] = {
    "debt-by-message": (
        True,
        N_(
            "taken to be debt collection because messages of the same number speak of a debt; a call itself does not show it"
        ),
    ),
    "debt-assumed": (True, N_("taken to be debt collection; the records alone do not show what a call is about")),
    "connected-as-conversation": (
        True,
        N_("each connected call is taken for a conversation or a notification; the records do not tell them apart"),
    ),
    "one-debt": (True, N_("taken to be about one debt; with several debts the limit is that many times higher")),
    "no-agreement": (False, N_("no other agreement between the parties is known")),
    "no-consent": (False, N_("no consent to these calls is known")),
    "member-institution": (True, N_("the lender is taken to be a member of the association")),
    "received-as-sent": (True, N_("messages are judged by the time of receipt, the text means the time of sending")),
    "lower-bound": (
        False,
        N_("counted per number or named collector: a lower bound where the limit is per institution"),
    ),
    "other-platform": (True, N_("the caller is compared with customers of a platform it may not use")),
    "several-callers": (
        True,
        N_("calls without a full number are counted together; they may come from several callers"),
    ),
    "marketing-assumed": (True, N_("taken to be advertising; the records alone do not show what a call is about")),
    "automated-assumed": (True, N_("taken to be automated calls or texts; the records do not show how they were made")),
    "message-possible": (
        True,
        N_("an unanswered call counts because the caller could have left a message; the records do not show that"),
    ),
    "no-good-reason": (True, N_("no good reason for the contact is known; the records do not show reasons")),
    "effect-assumed": (
        True,
        N_("taken to have frightened or seriously disturbed the person; the records do not show effects"),
    ),
    "reachable-by-answer": (
        True,
        N_("the debtor is taken to have been reachable because a call of the same collector was answered on that day"),
    ),
    "numbers-private": (True, N_("mobile numbers are taken for private ones; a firm may own mobile numbers")),
    "refusal-as-optout": (True, N_("the refusal in the case file is taken for an opt-out from messages")),
    "employer-forbids": (
        True,
        N_("the refusal in the case file is taken to have said that the employer forbids such calls"),
    ),
    "refused-there": (
        True,
        N_("a refusal said on the line of a workplace or a relative is taken to be that of the person on that line"),
    ),
    "refusal-stated": (False, N_("that and when a refusal was given is the owner's own statement")),
    "since-unknown": (False, N_("since when the rule applies was not established; it is applied to all days")),
    "zone-assumed": (False, N_("the time zone was taken from the region, nobody stated it")),
    "not-in-force": (True, N_("the rule was not in force on any day of these records")),
    "connected-calls-only": (True, N_("the exports list connected calls only, so unanswered calls cannot be counted")),
    "no-outcome": (True, N_("the exports do not say how calls ended")),
    "no-ring-time": (True, N_("the exports do not say how long calls rang")),
    "no-collector": (True, N_("the case file names no collector")),
    "no-line": (True, N_("the case file names no export as that of a workplace or a relative")),
    "no-refusal": (True, N_("the case file names no refusal")),
    "no-refusal-there": (
        True,
        N_(
            "the case file names no refusal that was said on the line of a workplace or a relative (line = … under [[refusal]])"
        ),
    ),
    "words-only": (
        True,
        N_("found by rules on the wording of the message; what was meant is for the reader to judge"),
    ),
    "campaign-assumed": (
        True,
        N_("several numbers are taken to be one caller, for the reasons that the table of callers gives"),
    ),
    "no-message-kinds": (True, N_("the messages have not been sorted")),
    "no-calls": (True, N_("the exports hold no inbound calls")),
    "no-messages": (True, N_("the exports hold no inbound messages")),
    "no-events": (True, N_("the exports hold no inbound calls or messages")),
}
"""Tokens of the column `assumptions`: whether the finding depends on it (its status is then met-with-assumption), and its
words. The last ones are the reasons of a rule that could not be judged."""


def unanswered(view: EventView) -> np.ndarray:
    """Which calls nobody answered: missed, rejected, blocked, or sent to voicemail."""
    return view.outcome("missed") | view.outcome("rejected") | view.outcome("blocked") | view.outcome("voicemail")


ACROSS = ("while_reachable",)
"""Types of windows that ask what other groups did; all others look at a group by itself (see `analyzer.rules.conditions`)."""


@dataclass(frozen=True)
class Matches:
    """Windows in which a rule's count exceeds its limit.

    Attributes
    ----------
    places : array
        Places in the view of the events that prove each match, match after match.
    lengths, group, observed : arrays
        Per match: how many places it has, its group, the count.
    start, end : arrays
        Per match: the half-open window in UTC seconds.
    """

    places: np.ndarray
    lengths: np.ndarray
    group: np.ndarray
    observed: np.ndarray
    start: np.ndarray
    end: np.ndarray

    @classmethod
    def none(cls) -> Matches:
        """No match."""
        import numpy as np

        return cls(*(np.zeros(0, dtype=np.int64) for _ in range(6)))


@dataclass(frozen=True)
class Rule:
    """One rule, as its pack states it. The fields are those of the TOML files in ``analyzer/rules/``.

    Attributes
    ----------
    id : str
        Stable, e.g. ``CN-GBT-NIGHT``.
    jurisdiction : str
        Pack: ``cn``, ``us``, ``heuristic``, ``own``.
    subject : {"debt", "marketing", "any"}
        What calls it is about. The records alone cannot show that a call is about a debt.
    kind : {"call", "message", "both"}
        Events it looks at.
    counts : str
        Which of them it counts, a key of `COUNTS`.
    per : tuple of {"number", "collector", "owner"}
        Whose events are counted together; with several each is tested.
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
    severity : {"low", "medium", "high"}
        How serious, by the rule's own kind; how sure stands in the finding's status and certainty.
    assumes : tuple of str
        Keys of `ASSUMPTIONS` that every finding of this rule rests on.
    condition : callable
        ``(EventView, mask, Rule) -> Matches``, the meaning of ``window["type"]``.
    confidence : str
        S1 primary text seen, S2 serious secondary source, own (our heuristic); nothing weaker is shipped.
    title, wording, innocent, note : Mapping
        ``zh`` and ``en`` texts: name, sentence with ``{observed}`` and ``{limit}``, innocent explanations, remark.
    area : str
        Part of the country to which it is limited, ``US-MA``; such a rule is applied only where its area is named.
    on : tuple of {"own", "workplace", "relative"}
        Whose lines it looks at, by the case file; empty means every line.
    """

    id: str
    jurisdiction: str
    subject: str
    kind: str
    counts: str
    per: tuple[str, ...]
    window: Mapping[str, Any]
    limit: int
    force: str
    severity: str
    source: Mapping[str, str]
    clause: Mapping[str, str]
    confidence: str
    title: Mapping[str, str]
    wording: Mapping[str, str]
    innocent: Mapping[str, tuple[str, ...]]
    note: Mapping[str, str]
    in_force_from: dt.date | None = None
    in_force_to: dt.date | None = None
    assumes: tuple[str, ...] = ()
    condition: Callable[..., Any] | None = None
    area: str = ""
    on: tuple[str, ...] = ()

    def citation(self, lang: str) -> str:
        """Source, clause and date on one line."""
        return _on_one_line(self, lang)


@dataclass(frozen=True)
class Citation:
    """A text that a complaint may cite and no count decides: there is never a finding or a verdict for it.

    Attributes
    ----------
    supported_by : tuple of str
        Ids of rules, and keys of `FACTS`, whose findings bear on it.
    title, note : Mapping
        ``zh`` and ``en``: name, and what the text says in our own words.
    only_if : Mapping
        ``zh`` and ``en``: what the text presupposes and the records do not show, said beside it wherever it is cited; empty
        where it presupposes nothing of the kind.

    The other attributes are those of `Rule`.
    """

    id: str
    jurisdiction: str
    force: str
    source: Mapping[str, str]
    clause: Mapping[str, str]
    confidence: str
    title: Mapping[str, str]
    note: Mapping[str, str]
    supported_by: tuple[str, ...]
    in_force_from: dt.date | None = None
    in_force_to: dt.date | None = None
    area: str = ""
    only_if: Mapping[str, str] = field(default_factory=dict)

    def citation(self, lang: str) -> str:
        """Source, clause and date on one line."""
        return _on_one_line(self, lang)


FACTS: Mapping[str, str] = {
    "contacts": N_("number and span of contacts, days with contact"),
    "night": N_("contacts at night"),
    "refused": N_("contacts after a refusal that the case file names"),
    "third-party": N_("contacts with a workplace or a relative"),
    "numbers": N_("number of different numbers"),
    "rhythm": N_("shortest intervals between contacts"),
    "unanswered": N_("share of unanswered calls"),
    "silent": N_("answered calls of at most three seconds"),
    "caller-id": N_("numbers of a form that no network shows for a genuine caller"),
    "threats": N_("messages with threats or insults, word for word"),
    "impersonation": N_("messages that claim to come from police, court or prosecutor"),
    "disclosure": N_("messages that disclose a debt to somebody else"),
    "advertising": N_("advertising messages, with or without a way to opt out"),
}
"""Facts that records can show and that bear on a citation, in words."""


def _on_one_line(text: Rule | Citation, lang: str) -> str:
    since = text.in_force_from.isoformat() if text.in_force_from else ""
    parts = [text.source[lang], text.clause[lang], since]
    return ("，" if lang == "zh" else ", ").join(part for part in parts if part)


def in_force(view: EventView, rule: Rule) -> np.ndarray:
    """Which events fall on a local day on which the rule was in force."""
    import numpy as np

    chosen = np.ones(len(view.t), dtype=bool)
    if rule.in_force_from:
        chosen &= view.day >= rule.in_force_from.toordinal() - 719_163
    if rule.in_force_to:
        chosen &= view.day <= rule.in_force_to.toordinal() - 719_163
    return chosen
