"""Statements to sign on how the exports were obtained: what a court asks of electronic data beside their content.

China: the Supreme People's Court's Provisions on Evidence in Civil Proceedings (2019, in force 2020-05-01) count messages,
communication records and files as electronic data (art. 14), ask for the original or a copy that is identical to it
(art. 15), weigh how data were made, kept and taken (art. 93) and presume genuine what a neutral third party or ordinary
business kept (art. 94). United States: Federal Rules of Evidence 902(13) and 902(14), in force 2017-12-01.

The program states what it did itself: which files it read, their hashes, how many rows. What only the person knows is a blank.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analyzer.document import Column, Document, Facts, Section, Steps, Table, Text
from analyzer.reports.complaint_tables import BLANK, dialled
from analyzer.reports.letter import sheet

if TYPE_CHECKING:
    import pandas as pd

    from analyzer.case import Case


def declarations(case: Case) -> dict[str, Document]:
    """The statements that fit the case, by file name: ``declaration``, and where United States rules apply ``certification``.

    Parameters
    ----------
    case : Case

    Returns
    -------
    dict
        Sections with ``paper="sheet"`` are advice and stand in the text file only.
    """
    american = case.settings.region == "US" or any(rule.id.startswith("US-") for rule in case.rules)
    papers = {} if case.settings.region == "US" else {"declaration": _statement(case)}
    if american:
        papers["certification"] = _certification(case)
    return papers


def _document(case: Case, title: str, blocks: list[Any]) -> Document:
    _ = case.text
    return Document(
        name="declaration",
        title=title,
        lang=case.lang,
        sections=(
            Section("Statement", _("Statement"), tuple(blocks)),
            Section("Files", _("The files, and what was read from them"), _files(case)),
            Section("For you", _("For you, not for handing in"), (Steps(_advice(case)),), paper="sheet"),
        ),
        footer=_("Drawn up on {day} with call-sms-analyzer {version} from exported records.").format(
            day=case.made_on.isoformat(), version=case.version
        ),
        made_on=case.made_on,
        page=sheet(case),
    )


def _statement(case: Case) -> Document:
    """How, when and from which device the exports were made; for China with the articles that ask for it."""
    _, owner, china = case.text, case.settings.case.owner, case.settings.region == "CN"
    line = BLANK * 3
    made = [
        _("On {blank} (date) I made the files listed below, or was given them, in this way: {blank} (steps, program, website or shop of the carrier).").format(blank=line),
        _("They come from this device or account: {blank} (make, model, number, system version; or carrier and service number).").format(blank=line),
        _("□ When I made them the device worked as usual and its clock was right.  □ What was not as usual: {blank}").format(blank=line),
        _("□ Since then I have not changed anything in the files or added to them.  □ What was changed: {blank}").format(blank=line),
        _("□ The originals (the records on the phone, or at the carrier) still exist and can be shown.  □ No longer, because: {blank}").format(blank=line),
        _("□ I hold the carrier's own record of the same calls, obtained on {blank}.  □ I do not.").format(blank=BLANK),
        _("If recordings are handed in: who recorded them, how, and where the original is: {blank}").format(blank=line),
    ]  # fmt: skip
    blocks: list[Any] = [
        _person(case, owner.name),
        Text(_("I state"), "lead"),
        Text(_("Tick only what is so, delete what does not apply; nothing is ticked beforehand."), "note"),
        Steps(tuple(made)),
        Text(_("What the program did"), "lead"),
        *_done(case),
    ]
    if china:
        blocks.append(
            Text(
                _(
                    "Made with a view to the Supreme People's Court's Provisions on Evidence in Civil Proceedings (in force 2020-05-01): art. 14 (kinds of electronic data), art. 15 (original and identical copy), art. 93 (what the court looks at), art. 94 (what is presumed genuine)."
                ),
                "note",
            )
        )
    blocks += [
        Text(
            _(
                "□ What I ticked and filled in above is true to the best of my knowledge. What is not ticked, and blanks left open, I do not state."
            )
        ),
        Facts(((_("Signature"), BLANK * 3), (_("Place, date"), BLANK * 3))),
    ]
    return _document(case, _("Statement on how electronic data were obtained"), blocks)


def _certification(case: Case) -> Document:
    """A certification in the manner of Federal Rules of Evidence 902(13) and 902(14)."""
    _ = case.text
    line = BLANK * 3
    points = [
        _("My name is {name}. I am able to make this certification because: {blank} (training, work, or daily use of the device or account).").format(name=case.settings.case.owner.name or BLANK, blank=line),
        _("□ Rule 902(13): the records were made by an electronic process or system that gives an accurate result. The system: {blank}. How it makes the records, and why its result is accurate: {blank}").format(blank=line),
        _("□ Rule 902(14): the files listed below were copied from an electronic device, storage medium or file. They are identified by their SHA-256 value. I took the value of the original on {blank} with {blank}, and it is the one listed.").format(blank=line),
        _("The device or account: {blank}. Made on: {blank}. By: {blank}").format(blank=line),
        _("What was not as usual, or was changed: {blank}").format(blank=line),
    ]  # fmt: skip
    blocks: list[Any] = [
        Text(_("Case, court and number: {blank}").format(blank=BLANK)),
        Text(_("I certify"), "lead"),
        Steps(tuple(points)),
        Text(_("What the program did"), "lead"),
        *_done(case),
        Text(
            _(
                "A certification under these rules concerns authenticity only; other objections, such as hearsay, stay open. The rules ask that the other party is given written notice."
            ),
            "note",
        ),
        Text(_("Words for an unsworn declaration, as the law in force asks (have them checked): {blank}").format(blank=BLANK)),
        Facts(((_("Signature"), BLANK * 3), (_("Place, date"), BLANK * 3))),
    ]  # fmt: skip
    return _document(
        case, _("Certification of electronic records, Federal Rules of Evidence 902(13) and 902(14)"), blocks
    )


def _person(case: Case, name: str) -> Facts:
    _ = case.text
    numbers = [dialled(number, case.lang) for number in dict.fromkeys(case.events["owner"].astype("str")) if number]
    return Facts(
        (
            (_("Name"), name or BLANK),
            (_("Identity document, where asked for"), BLANK),
            (_("Phone numbers concerned"), _(", ").join(numbers) or BLANK),
        )
    )


def _done(case: Case) -> list[Any]:
    """Reading, counting, hashing: what the program can say itself."""
    _ = case.text
    return [
        Text(
            _(
                "call-sms-analyzer {version} read the files on {day} without changing them and took their SHA-256 values, listed below. Every row it read is accounted for: kept, found twice, confirming a row of another file, outside the chosen days, or unreadable. The same files and settings give the same result again (analyze verify)."
            ).format(version=case.version, day=case.made_on.isoformat())
        ),
        Text(
            _(
                "A hash shows that a file was not changed after the hash was taken; it does not show that what the file says is true, nor what happened before."
            ),
            "note",
        ),
    ]


def _files(case: Case) -> tuple[Any, ...]:
    """The exports with their hashes and the row ledger."""
    _ = case.text
    rows: pd.DataFrame = case.sources.assign(
        file=[case.files.get(source, str(source)) for source in case.sources["source"]],
        title=[_(title) for title in (note["title"] for note in case.readings)]
        if len(case.readings) == len(case.sources)
        else "",
    )
    columns = (
        Column("source", _("Id"), width=10),
        Column("file", _("File"), width=24),
        Column("title", _("Kind of export"), width=20),
        Column("bytes", _("Bytes"), "count", 10),
        Column("sha256", "SHA-256", width=34),
        Column("rows_read", _("Rows read"), "count", 8),
        Column("events", _("kept"), "count", 8),
        Column("duplicates", _("found twice"), "count", 8),
        Column("corroborating", _("confirming"), "count", 8),
        Column("skipped", _("outside the days"), "count", 8),
        Column("problems", _("unreadable"), "count", 8),
    )
    return (Table("files", columns, rows),)


def _advice(case: Case) -> tuple[str, ...]:
    _ = case.text
    items = [
        _("Keep the phone and delete nothing on it: the export is a copy, and a court may ask for the original."),
        _("Keep the exports as they are; do not open and save them in another program. The copies in source/ are untouched."),
        _("Ask your carrier for its own call record soon and keep the file as you get it. Carriers are said to keep it for about six months (reported by web guides, verify before use).")
        if case.settings.region == "CN"
        else _("Ask your carrier for its own call record soon, before it is no longer kept, and keep the file as you get it."),
        _("A record kept by a neutral third party such as the carrier weighs more than an export of your own. A notary or a trusted time stamp can be added; neither is required."),
        _("Fill in only what you know yourself, strike out what does not apply, then sign by hand. What you sign is your own statement."),
    ]  # fmt: skip
    if case.settings.region == "US" or any(rule.id.startswith("US-") for rule in case.rules):
        items.append(_("For a court of the United States have a lawyer check the form of the certification, who may sign it, and the notice that has to be given."))  # fmt: skip
    return tuple(items)
