"""What messages say: their plain form, kind, conduct flags and signature. Everything by rules and weights that ship with the program.

`plain` brings a text to the form in which words are looked for; `kinds` says what kind of message it is, with a probability;
`flags` finds the wording that the lexicons (``zh.toml``, ``en.toml``) describe, with the place in the original text;
`reading` does both at once; `signatures` reads the name in brackets. All take distinct texts; nothing here knows of events.
"""

from __future__ import annotations

KINDS = (
    "personal",
    "code",
    "notice",
    "advertising",
    "loan_marketing",
    "illicit_marketing",
    "fraud",
    "debt_reminder",
    "debt_pressure",
    "unsure",
)
"""Kinds of message, by code. ``unsure`` is what is said when nothing should be said."""

HARMFUL = ("loan_marketing", "illicit_marketing", "fraud", "debt_pressure")
"""Kinds that need a higher bar: calling a private message one of these is the error that costs most."""

FLAGS = (
    "violence_threat",
    "reputation_threat",
    "insult",
    "third_party_disclosure",
    "impersonation",
    "false_legal_claim",
    "non_debtor",
    "no_identity",
    "personal_account",
    "no_opt_out",
)
"""What the wording of a message does, by rules alone; each with the place in the text that shows it."""
