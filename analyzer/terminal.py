"""What the terminal shows after a run: what was understood, what was found, where it lies, what to do next."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from analyzer import phone
from analyzer.campaigns import COUNTED
from analyzer.messages import CONDUCT, FLAG_WORDS, KIND_WORDS
from analyzer.reports.complaint_findings import BINDING
from analyzer.rule import ASSUMPTIONS, FORCE_WORDS
from analyzer.wording import FLAGS

if TYPE_CHECKING:
    from rich.console import Console

    from analyzer.case import Case
    from analyzer.gathering import Skipped

SHOWN = 12
"""Reported numbers on the screen; the rest are counted."""

SAID = ("advertising", "loan_marketing", "illicit_marketing", "fraud", "debt_reminder", "debt_pressure")
"""Kinds of message that the screen counts."""

N_ = str

ZONE_BASIS = {
    "absolute": N_("times are instants, shown in {zone}"),
    "assumed-local": N_("times carry no zone and were taken as {zone}"),
    "carrier": N_("times are Beijing time"),
}


def console(stream: TextIO | None = None) -> Console:
    """A rich console without markup: what stands in an export is text, never an instruction to the terminal."""
    from rich.console import Console

    return Console(file=stream, markup=False, highlight=False, emoji=False, soft_wrap=False)


def show(case: Case, target: Path, files: list[str], out: Console, skipped: Sequence[Skipped] = ()) -> None:
    """The whole screen of a finished run; `skipped` are files of folders and archives that were left out."""
    _ = case.text
    _understood(case, out)
    for file in skipped[:SHOWN]:
        out.print("  " + _("left out: {why}").format(why=safe(file.reason.in_words(case.text))))
    if len(skipped) > SHOWN:
        out.print("  " + _("… and {n} more files were left out").format(n=len(skipped) - SHOWN))
    _found(case, out)
    _paths(case, target, files, out)


def safe(text: str) -> str:
    """Text out of an export without control characters (no escape sequence reaches the terminal)."""
    return "".join(c if c.isprintable() else "�" for c in text)


def _understood(case: Case, out: Console) -> None:
    _ = case.text
    out.print(_("Understood"), style="bold")
    for row, note in zip(case.sources.to_dict("records"), case.readings, strict=True):
        title, basis = note["title"], note["zone_basis"]
        parts = [
            _(title),
            *([row["encoding"]] if row["encoding"] else []),
            _("{n} rows").format(n=row["rows_read"]),
        ]
        out.print(f"  {safe(note['stored'])} — {' · '.join(parts)}")
        out.print(f"    {_ledger(case, row, note)}")
        if row["first_at"]:
            mine = case.events[case.events["source"] == row["source"]]["at_local"]
            zone = _(ZONE_BASIS[basis]).format(zone=case.settings.zone)
            out.print(f"    {mine.iloc[0]:%Y-%m-%d %H:%M} – {mine.iloc[-1]:%Y-%m-%d %H:%M}; {zone}")
        if note["understood"]:
            out.print(
                "    "
                + _("columns: {pairs}").format(pairs=", ".join(f"{safe(a)} = {_(b)}" for a, b in note["understood"]))
            )
        if note["unmapped"]:
            out.print("    " + _("not used: {columns}").format(columns=", ".join(map(safe, note["unmapped"]))))
        if note.get("blocked"):
            named = ", ".join(map(safe, note["blocked"][:SHOWN]))
            more = len(note["blocked"]) - SHOWN
            out.print(
                "    "
                + _("the phone was told to block: {numbers}").format(numbers=named)
                + (f" +{more}" if more > 0 else "")
            )
        if not note["lists_missed"]:
            out.print(
                "    " + _("a carrier's bill lists connected calls only: missed and rejected calls are not in it")
            )
    owners = [owner for owner in case.events["owner"].cat.categories if owner]
    out.print(
        "  "
        + (
            _("own number: {numbers}").format(numbers=", ".join(owners))
            if owners
            else _("own number: not stated (--owner)")
        )
    )


def _ledger(case: Case, row: dict[str, Any], note: dict[str, Any]) -> str:
    _ = case.text
    parts = [_("{n} calls and messages").format(n=row["events"])]
    if row["duplicates"]:
        parts.append(_("{n} duplicates").format(n=row["duplicates"]))
    if row["corroborating"]:
        parts.append(_("{n} confirm calls of another source").format(n=row["corroborating"]))
    if row["skipped"]:
        why = ", ".join(f"{_(reason)} {n}" for reason, n in note["skipped_why"].items())
        parts.append(
            _("{n} skipped ({why})").format(n=row["skipped"], why=why)
            if why
            else _("{n} skipped").format(n=row["skipped"])
        )
    if row["problems"]:
        parts.append(_("{n} rows could not be used, listed in data/problems.csv").format(n=row["problems"]))
    return "= " + " + ".join(parts)


def _found(case: Case, out: Console) -> None:
    from rich import box
    from rich.table import Table

    _ = case.text
    out.print()
    out.print(_("Found"), style="bold")
    if case.reported.empty:
        out.print(
            "  " + _("No number appears to exceed a limit that could be judged. The full record is in the report.")
        )
    else:
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
        headings = (
            _("number"),
            _("calls in"),
            _("unanswered"),
            _("messages"),
            _("worst day"),
            _("at night"),
            _("findings"),
        )
        for i, label in enumerate(headings):
            table.add_column(label.replace(" ", "\n"), justify="right" if i else "left", no_wrap=True)
        for row in case.reported.head(SHOWN).to_dict("records"):
            lost = row["missed_in"] + row["rejected_in"] + row["blocked_in"]
            night = row["night_calls_in"] + row["night_messages_in"]
            cells = [
                safe(phone.display(row["number"], case.lang)),
                row["calls_in"],
                lost,
                row["messages_in"],
                row["calls_in_max_day"],
                night,
                row["findings"],
            ]
            table.add_row(*map(str, cells))
        out.print(table)
        if len(case.reported) > SHOWN:
            out.print("  " + _("… and {n} more numbers, in the report").format(n=len(case.reported) - SHOWN))
        _campaigns(case, out)
        _rules(case, out)
        _messages(case, out)
    if len(case.set_aside):
        out.print(
            "  "
            + _("{n} known contacts or service numbers are left out of the complaints (listed in the report)").format(
                n=len(case.set_aside)
            )
        )
    unjudged = case.findings[case.findings["status"] == "not-evaluable"]
    owners = case.events["owner"].nunique()
    nowhere = unjudged["rule"].value_counts() >= owners  # one row for each owner on whom it could not be judged
    unjudged = unjudged[unjudged["rule"].isin(nowhere.index[nowhere])].drop_duplicates("rule")
    if len(unjudged):
        out.print("  " + _("could not be judged from these records:"))
        for tokens, mine in unjudged.groupby("assumptions", sort=False):
            why = ", ".join(_(ASSUMPTIONS[token][1]) for token in str(tokens).split())
            out.print(f"    {', '.join(mine['rule'])}: {why}")


def _campaigns(case: Case, out: Console) -> None:
    """One line on numbers that were found to be one caller."""
    _ = case.text
    counted = case.campaigns[case.campaigns["certainty"].isin(COUNTED)]
    if counted.empty:
        return
    several = counted["numbers"].str.count(" ") + 1
    listed = ", ".join(f"{name} ({n})" for name, n in zip(counted["campaign"][:SHOWN], several[:SHOWN], strict=True))
    words = _(
        "{n} numbers appear to belong to {callers} callers with several numbers: {listed}; the reasons stand in the report"
    )
    out.print("  " + words.format(n=several.sum(), callers=len(counted), listed=listed))  # fmt: skip


def _messages(case: Case, out: Console) -> None:
    """One line on what the messages of reported numbers are, and what word rules marked in them."""
    _ = case.text
    events = case.events[case.events["direction"] == "in"].astype({"owner": "str", "number": "str"})
    mine = events[["event_id", "owner", "number"]].merge(case.reported[["owner", "number"]], on=["owner", "number"])
    rows = case.messages[case.messages["event_id"].isin(mine["event_id"])]
    kinds = rows["message_kind"].value_counts()
    told = [f"{_(words)} {kinds[kind]}" for kind, words in KIND_WORDS.items() if kind in kinds.index and kind in SAID]
    flags = {flag: int(rows["flags"].str.contains(flag, regex=False).sum()) for flag in CONDUCT}
    told += [f"{_(FLAG_WORDS[flag])} {n}" for flag, n in flags.items() if n]
    if told:
        out.print("  " + _("messages of these numbers: {kinds}").format(kinds=", ".join(told)))


def _rules(case: Case, out: Console) -> None:
    """Which rules fired, on how many numbers, how often: limits of texts first, then marks, which no text sets."""
    _ = case.text
    shown = case.fired[~case.fired["number"].isin(case.set_aside["number"])]
    for heading, of_texts in (
        (_("Counts that appear to exceed a limit"), True),
        (_("Patterns worth a look, which no text forbids"), False),
    ):
        lines: list[str] = []
        for rule in case.rules:
            mine = shown[shown["rule"] == rule.id]
            if mine.empty or rule.counts in FLAGS or (rule.force in BINDING) != of_texts:
                continue  # the line on messages names the flags
            numbers = mine.loc[mine["number"] != "", "number"].nunique()
            together = [name for name in mine["campaign"].unique() if name]
            named = [_("{n} numbers").format(n=numbers)] if numbers else []
            where = ", ".join([*named, *map(safe, together)]) or _("all numbers together")
            lines.append(
                f"    {rule.id:<20} {rule.title[case.lang]} — {_(FORCE_WORDS[rule.force])}: "
                + _("{n} times").format(n=len(mine))
                + f" ({where})"
            )
        if lines:
            out.print("  " + heading + ("：" if case.lang == "zh" else ":"))
            for line in lines:
                out.print(line)
        if lines and of_texts and shown["assumptions"].str.contains("debt-assumed|debt-by-message").any():
            words = _(
                "These limits appear to be exceeded if the calls are about a debt; the report names every assumption."
            )
            out.print("  " + words)


PURPOSE = (
    ("report.html", N_("open this first")),
    ("evidence.xlsx", N_("every count with its rows")),
    (
        "complaints/",
        N_(
            "papers for each place where you can complain; README.txt says in which order: fill in the blanks, check, send"
        ),
    ),
    ("charts/", N_("pictures to attach")),
    ("data/", N_("the tables")),
    ("source/", N_("your exports, unchanged")),
    ("manifest.sha256", N_("hashes of all files")),
)


def _paths(case: Case, target: Path, files: list[str], out: Console) -> None:
    _ = case.text
    out.print()
    out.print(_("Written to {folder}").format(folder=target), style="bold")
    for name, purpose in PURPOSE:
        if name in files or (name.endswith("/") and any(file.startswith(name) for file in files)):
            out.print(f"  {name:<16} {_(purpose)}")
    out.print()
    first = target / "report.html"
    out.print(
        _("Next: open {path} and look through the numbers before you send anything.").format(path=first)
        if "report.html" in files
        else _("Next: open the tables in {path}.").format(path=target)
    )
