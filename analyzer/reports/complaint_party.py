"""Parts of a complaint about people: who complains, whom it is about, and how they stand to each other. Blanks stay blanks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analyzer.document import Facts, Text
from analyzer.reports.complaint_tables import BLANK, as_form, dialled
from analyzer.reports.words import listed, named

if TYPE_CHECKING:
    import pandas as pd

    from analyzer.case import Case
    from analyzer.settings import Collector

N_ = str

CREDITOR_WORDS = {
    "bank": N_("bank"),
    "consumer_finance": N_("consumer finance company"),
    "insurer": N_("insurer"),
    "trust": N_("trust company"),
    "micro_loan": N_("micro-loan company"),
    "guarantee": N_("guarantee company"),
    "asset_manager": N_("asset manager"),
    "platform": N_("online lending platform"),
}
"""Kinds of creditor in words."""

CHOICE = N_("□ I made this contract  □ it is held against me, and I dispute it  □ I am named as a contact person  □ I have nothing to do with it")  # fmt: skip
"""What a person may say of a contract that the case file names; nothing is ticked beforehand."""

NUMBERS = 30
"""Numbers that a letter names in a row; the list Numbers has all."""


WHOM = N_("Whom this is about")
ABOUT = {
    "report": N_("Whom this report is about"),
    "police": N_("Institution and callers concerned, as far as I know"),
    "evidence": N_("Institution and callers concerned, as far as I know"),
}
"""What the other side is called in papers of some sorts (`Channel.sort`): a court and the police decide what it is."""


def collectors(case: Case, taken: pd.DataFrame) -> list[Collector]:
    """The collectors of the case file whose numbers are in a paper."""
    names = set(taken.loc[taken["stated"], "campaign"])
    return [one for one in case.settings.case.collectors if one.name in names]


def complainant(case: Case, channel: Any, taken: pd.DataFrame) -> list[Any]:
    """Who complains: what the case file says, else blanks."""
    _, owner = case.text, case.settings.case.owner
    numbers = [_phone(case, as_form(number, channel, case.lang)) for number in dict.fromkeys(taken["owner"]) if number]
    known = {
        "service_number": _(", ").join(numbers),
        "name": owner.name,
        "contact": _(", ").join(part for part in (owner.address, owner.email) if part),
        "address": owner.address,
        "email": owner.email,
        "carrier": owner.carrier,
        "account": _(", ").join(one.contract for one in collectors(case, taken) if one.contract),
        "identity": "",
        "postcode": "",
        "agent": "",
        "carrier_address": "",
    }
    pairs = [
        (_(field.label), filled(case, field, known[field.name])) for field in channel.fields if field.name in known
    ]
    return [Facts(tuple(pairs))] if pairs else []


LINE_WORDS = {"workplace": N_("the line of my workplace"), "relative": N_("the line of a relative")}


def _phone(case: Case, number: str) -> str:
    """A called phone, with whose line it is where the case file gives it to somebody else."""
    _ = case.text
    digits = "".join(filter(str.isdigit, number))
    for line in case.settings.case.lines:
        if line.number and "".join(filter(str.isdigit, line.number)).endswith(digits) and line.role in LINE_WORDS:
            return _("{number} ({whose})").format(number=number, whose=_(LINE_WORDS[line.role]))
    return number


def filled(case: Case, field: Any, value: str) -> str:
    """A field's value, or the blank to fill in; one that is not confirmed says that the channel must be asked."""
    _ = case.text
    blank = _("{blank} (check with the channel)").format(blank=BLANK) if field.confidence == "R" else BLANK
    return value or blank


def respondent(case: Case, channel: Any, taken: pd.DataFrame) -> list[Any]:
    """Whom it is about: institution, its kind, product, who collects, and the numbers that called."""
    _ = case.text
    found = collectors(case, taken)
    pairs: list[tuple[str, str]] = []
    creditors = list(dict.fromkeys(one.creditor for one in found)) or [""]
    for creditor in creditors:
        mine = [one for one in found if one.creditor == creditor]
        kinds = [_(CREDITOR_WORDS[one.creditor_type]) for one in mine if one.creditor_type in CREDITOR_WORDS]
        pairs += [
            (_("Institution"), creditor or BLANK),
            (_("Its full address"), _first(one.creditor_address for one in mine)),
            (_("Kind of institution, as far as I know"), _first(kinds)),
            (_("App or product"), _first(one.product for one in mine)),
            (_("Collects for it, as far as I know"), _(", ").join(dict.fromkeys(one.name for one in mine)) or BLANK),
        ]
    theirs = set(taken.loc[taken["stated"], "number"]) if found else set(taken["number"])
    numbers = {number: dialled(number, case.lang) for number in taken["number"]}
    pairs.append((_("Numbers that called or wrote"), listed([one for number, one in numbers.items() if number in theirs], _, NUMBERS)))  # fmt: skip
    if others := [one for number, one in numbers.items() if number not in theirs]:
        pairs.append((_("Further numbers, of whom I do not know whose they are"), listed(others, _, NUMBERS)))
    return [Text(_(ABOUT.get(channel.sort, WHOM)), "lead"), Facts(tuple(pairs))]


def _first(values: Any) -> str:
    return next((value for value in values if value), BLANK)


def relation(case: Case, channel: Any, taken: pd.DataFrame) -> list[Any]:
    """What the records cannot say: who calls, and why."""
    _ = case.text
    if channel.kind == "carrier":
        names = list(dict.fromkeys(taken.loc[taken["stated"], "campaign"]))
        told = listed([named(name, _) for name in names], _)
        words = _("{names}; others: {blank}").format(names=told, blank=BLANK) if told else BLANK
        return [Facts(((_("Callers, as far as I know"), words), (_("My relation to them"), BLANK)))]
    found = [one for one in collectors(case, taken) if one.contract or one.amount or one.due]
    if not found:
        boxes = _("□ I have a contract: number {blank}, amount {blank}, due on {blank}  □ I am named as a contact person  □ I have nothing to do with it")  # fmt: skip
        return [Facts(((_("My relation to them"), boxes.format(blank=BLANK)),))]
    pairs = []
    for one in found:
        told = _("contract {contract}, amount {amount}, first due on {due}").format(
            contract=one.contract or BLANK, amount=one.amount or BLANK, due=one.due.isoformat() if one.due else BLANK
        )
        label = _("My relation to {name}").format(name=one.creditor or one.name)
        pairs.append((label, f"{told}\n{_(CHOICE)}"))
    note = Text(_("Tick what is so. These data name the contract that is meant; they acknowledge no debt."), "note")
    return [Facts(tuple(dict.fromkeys(pairs))), note]
