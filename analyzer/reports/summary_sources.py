"""The report's last chapters: what was read and what became of each row, the problems, and the method."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analyzer.coverage import partly_hidden
from analyzer.document import Column, Detail, Facts, Section, Table, Text
from analyzer.problems import BY_CODE
from analyzer.reports.words import CONFIDENCE, FORCES, ZONE_BASIS, covered, listed, local

if TYPE_CHECKING:
    from analyzer.case import Case


def sections(case: Case) -> list[Section]:
    """The chapters, those without content left out."""
    found = [_sources(case), _problems(case), _method(case)]
    return [section for section in found if section]


def _sources(case: Case) -> Section:
    """What was read, and what became of each row."""
    _ = case.text
    readings = {reading["source"]: reading for reading in case.readings}
    rows = case.sources.assign(
        title=[
            _(title) if (title := readings.get(source, {}).get("title", "")) else importer
            for source, importer in zip(case.sources["source"], case.sources["importer"], strict=True)
        ]
    )
    columns = (
        Column("source", _("Export"), width=9),
        Column("path", _("File"), width=18),
        Column("title", _("Read as"), width=16),
        Column("rows_read", _("Rows read"), "count"),
        Column("events", _("kept"), "count"),
        Column("duplicates", _("duplicates"), "count"),
        Column("corroborating", _("confirm another export"), "count"),
        Column("skipped", _("no call or message"), "count"),
        Column("problems", _("not readable"), "count"),
        Column("first_at", _("First"), "day"),
        Column("last_at", _("Last"), "day"),
    )
    zone = case.settings.zone
    rows = rows.assign(
        first_at=local(rows["first_at"].replace("", None), zone), last_at=local(rows["last_at"].replace("", None), zone)
    )
    details = [_reading(case, row, readings.get(row["source"], {})) for row in case.sources.to_dict("records")]
    return Section(
        "sources",
        _("What was read"),
        (
            Text(
                _(
                    "Every row is accounted for: rows read = kept + duplicates + confirming + no call or message + not readable."
                )
            ),
            Table("sources", columns, rows, empty=_("No export was read.")),
            *hidden_in_part(case),
            *details,
        ),
    )


def hidden_in_part(case: Case) -> list[Text]:
    """Which known numbers those could be of which an export hides some digits; nothing where none could."""
    _ = case.text
    found = partly_hidden(case.numbers, case.settings.region)
    if not found:
        return []
    pairs = [
        _("{masked} could be {numbers}").format(masked=masked, numbers=listed(list(numbers), _))
        for masked, numbers in found.items()
    ]
    said = _(
        "Numbers shown in part: {pairs}. The digits that are shown agree; the hidden ones may not, and nothing is counted together."
    )
    return [Text(said.format(pairs=listed(pairs, _, 12)))]


def _reading(case: Case, row: dict[str, Any], reading: dict[str, Any]) -> Detail:
    """How one export was understood."""
    _ = case.text
    gap = _(": ")
    understood = [f"{place}{gap}{_(meaning) if meaning else ''}" for place, meaning in reading.get("understood", ())]
    skipped = [f"{_(why)}{gap}{n:,}" for why, n in reading.get("skipped_why", {}).items() if why]
    basis = ZONE_BASIS.get(reading.get("zone_basis", ""), "")
    pairs = [
        (_("SHA-256 of the file"), row["sha256"]),
        (_("Size"), _("{n} bytes").format(n=f"{row['bytes']:,}")),
        *([(_("Encoding"), row["encoding"])] if row["encoding"] else []),
        *([(_("Times"), _(basis))] if basis else []),
        *([(_("Understood"), "\n".join(understood))] if understood else []),
        *(
            [(_("Not used"), listed([str(name) for name in reading["unmapped"]], _, 20))]
            if reading.get("unmapped")
            else []
        ),
        *([(_("No call or message"), "\n".join(skipped))] if skipped else []),
        *([(_("Blocked on the phone"), listed(list(reading["blocked"]), _, 20))] if reading.get("blocked") else []),
        *(
            [(_("Lacks"), _("calls that were not answered: this export lists connected calls only"))]
            if reading.get("lists_missed") is False
            else []
        ),
        (_("Covers"), "\n".join(covered(case.coverage[case.coverage["source"] == row["source"]].iloc[0].to_dict(), _))),
    ]
    return Detail(
        f"source-{row['source']}",
        _("How {source} was read").format(source=row["source"]),
        (Facts(tuple(pairs)),),
        aside=row["path"],
    )


def _problems(case: Case) -> Section | None:
    """Rows that could not be used and remarks, by kind."""
    _ = case.text
    if case.problems.empty:
        return None
    counts = (
        case.problems.groupby("code", sort=True)
        .agg(rows=("row", "size"), example=("raw", "first"), places=("row", "first"))
        .reset_index()
    )
    table = counts.assign(
        title=[_(BY_CODE[code].title) if code in BY_CODE else code for code in counts["code"]],
        advice=[_(BY_CODE[code].advice) if code in BY_CODE else "" for code in counts["code"]],
    )
    columns = (
        Column("code", _("Code"), width=6),
        Column("title", _("Problem"), width=22),
        Column("rows", _("Rows"), "count"),
        Column("places", _("First in row"), width=8),
        Column("example", _("What stood there"), "quote", 24),
        Column("advice", _("What to do"), width=24),
    )
    return Section(
        "problems",
        _("Problems"),
        (
            Text(_("All of them, row by row, stand in evidence.xlsx and data/problems.csv.")),
            Table("problems", columns, table),
        ),
    )


def _method(case: Case) -> Section:
    """How it was counted, by which rules."""
    import pandas as pd

    _, lang = case.text, case.lang
    zone = case.settings.zone
    pairs = (
        (_("Program"), _("call-sms-analyzer {version}").format(version=case.version)),
        (
            _("Time zone"),
            zone
            if case.settings.zone_stated
            else _("{zone}, taken from the region {region}").format(zone=zone, region=case.settings.region),
        ),
        (_("Day"), _("the calendar day in that zone")),
        (_("Night"), _("from 22:00:00 until before 08:00:00 in that zone")),
        (
            _("Window"),
            _(
                "half-open: a window of one hour that opens at 10:00:00 ends before 11:00:00; it slides over every second"
            ),
        ),
        (
            _("Counted"),
            _(
                "incoming calls whatever their outcome, where a rule does not say otherwise; each finding says what it counts"
            ),
        ),
        (_("Limit"), _("exceeded at the first count above it, never at the limit itself")),
        (
            _("Integrity"),
            _(
                "source/ is not part of this masked copy: the sealed folder holds the exports. manifest.sha256 lists the hash of every file of this copy."
            )
            if case.masked is not None
            else _(
                "source/ holds the exports byte for byte; manifest.sha256 lists the hash of every file. A hash shows that nothing changed since the export, not that the content is true."
            ),
        ),
    )
    rows = pd.DataFrame(
        {
            "id": [rule.id for rule in case.rules],
            "title": [rule.title[lang] for rule in case.rules],
            "force": [_(FORCES[rule.force][0]) for rule in case.rules],
            "limit": [rule.limit for rule in case.rules],
            "citation": [rule.citation(lang) for rule in case.rules],
            "confidence": [_(CONFIDENCE.get(rule.confidence, rule.confidence)) for rule in case.rules],
        }
    )
    columns = (
        Column("id", _("Rule"), width=14),
        Column("title", _("Limit or mark on"), width=18),
        Column("force", _("Stands in"), width=13),
        Column("limit", _("Limit or mark"), "count"),
        Column("citation", _("Source, clause, in force from"), width=26),
        Column("confidence", _("How the text was seen"), width=12),
    )
    return Section(
        "method", _("Method"), (Facts(pairs), Table("rule", columns, rows, _("Rules that were applied"), "id"))
    )
