"""The kinds of export that can be read, one file (often one declaration) each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.importers import (
    call_records,
    china_mobile,
    china_telecom,
    china_unicom,
    generic,
    imazing,
    sms_backup_restore,
)
from analyzer.problems import ExportError

if TYPE_CHECKING:
    from analyzer.events import Importer
    from analyzer.exports import Export
    from analyzer.settings import Settings

N_ = str

IMPORTERS: tuple[Importer, ...] = (
    sms_backup_restore.CALLS,
    sms_backup_restore.MESSAGES,
    imazing.IMAZING,
    china_mobile.CHINA_MOBILE,
    china_unicom.CHINA_UNICOM,
    china_telecom.CHINA_TELECOM,
    call_records.CALL_RECORDS,
    generic.GENERIC,
)
"""Every importer, in the order in which `analyze formats` lists them."""

TABLES = ("text", "xlsx", "xls", "html", "xml")
"""Kinds of file that may hold a table."""


def recognise(export: Export, settings: Settings | None = None) -> Importer:
    """The importer of an export: the one that claims it, else the fallback that does.

    Parameters
    ----------
    export : Export
    settings : Settings, optional
        Where they explain headings (``columns``), the fallback takes what nobody else claims.

    Raises
    ------
    ExportError
        When none can read it (with what was seen in it, and what to do), or when two claim it.

    Examples
    --------
    >>> recognise(Export.open("calls.csv")).name  # doctest: +SKIP
    'table'
    """
    claims = [importer for importer in IMPORTERS if not importer.fallback and importer.recognises(export)]
    claims = claims or [importer for importer in IMPORTERS if importer.fallback and importer.recognises(export)]
    if not claims and settings and settings.columns and export.kind in TABLES:
        claims = [importer for importer in IMPORTERS if importer.fallback]
    if len(claims) == 1:
        return claims[0]
    if claims:
        raise ExportError(
            "{path} looks like several kinds of export at once ({names}): report this, and save each list to a file of its own",
            path=export.path,
            names=", ".join(importer.name for importer in claims),
        )
    raise _unknown(export)


def _unknown(export: Export) -> ExportError:
    """Why nobody can read an export, and what to do about it."""
    from analyzer.importers.table import no_table

    advice = {
        "pdf": N_("{path} is a PDF: get the same bill as Excel or CSV, or print the list into a table"),
        "json": N_(
            "{path} is a JSON file that is not known: save the list as CSV or Excel, or as XML by SMS Backup & Restore"
        ),
        "sqlite": N_("{path} is a database: save the list as CSV or Excel, or as XML by SMS Backup & Restore"),
        "zip": N_("{path} is an archive: unpack it and name the files in it"),
        "xml": N_(
            "{path} is an XML file that is not known: SMS Backup & Restore writes files that begin with calls or smses"
        ),
        "binary": N_("{path} is no text and no workbook: save the list of calls or messages as CSV or Excel"),
    }
    if sentence := advice.get(export.kind):
        return ExportError(sentence, path=export.path)
    return no_table(export)
