"""The kinds of export that can be read, one file (often one declaration) each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.importers import (
    adb_backup,
    adb_content,
    american_bills,
    android_calls,
    android_messages,
    bill_pages,
    call_detail_records,
    call_records,
    china_mobile,
    china_telecom,
    china_unicom,
    coloros_calls,
    fossify_calls,
    fossify_messages,
    generic,
    google_voice,
    imazing,
    iphone_calls,
    iphone_messages,
    nokia_messages,
    online_numbers,
    operator_report,
    pc_backup,
    phone_tools,
    quik_messages,
    skype,
    sms_backup_restore,
    sms_import_export,
    super_backup,
    telephone_systems,
    truecaller,
    vmessage,
    xiaomi_cloud,
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
    super_backup.CALLS,
    super_backup.MESSAGES,
    sms_import_export.CALLS,
    sms_import_export.MESSAGES,
    sms_import_export.BLOCKED_NUMBERS,
    quik_messages.QUIK,
    fossify_messages.FOSSIFY_MESSAGES,
    fossify_calls.FOSSIFY_CALLS,
    coloros_calls.COLOROS_CALLS,
    xiaomi_cloud.CALLS,
    xiaomi_cloud.MESSAGES,
    vmessage.VMESSAGE,
    nokia_messages.NOKIA_MESSAGES,
    adb_content.CALLS,
    adb_content.MESSAGES,
    google_voice.GOOGLE_VOICE,
    android_calls.CALLS,
    android_messages.MESSAGES,
    adb_backup.ADB_BACKUP,
    iphone_calls.CALLS,
    iphone_messages.MESSAGES,
    truecaller.TRUECALLER,
    pc_backup.PC_BACKUP,
    imazing.IMAZING,
    china_mobile.CHINA_MOBILE,
    operator_report.OPERATOR_REPORT,
    china_unicom.CHINA_UNICOM,
    china_telecom.CHINA_TELECOM,
    bill_pages.BILL_PAGES,
    call_records.CALL_RECORDS,
    american_bills.T_MOBILE_US,
    american_bills.ATT_WIRELESS,
    call_detail_records.BT,
    call_detail_records.INDIAN_RECORDS,
    telephone_systems.ASTERISK,
    telephone_systems.AVAYA,
    telephone_systems.THREECX,
    telephone_systems.THREECX_REPORT,
    skype.SKYPE,
    online_numbers.TWILIO,
    online_numbers.DIDWW,
    call_detail_records.BANDICOOT,
    phone_tools.IEXPLORER,
    phone_tools.IMAZING_2,
    phone_tools.LOG_EXPORT,
    generic.GENERIC,
)
"""Every importer, in the order in which `analyze formats` lists them."""

ENCRYPTED = {
    b"SSEF\0\xff": N_(
        "{path} is an encrypted export of SMS Import / Export: switch encryption off in the app's settings and export again"
    ),
    b"5AA5": N_(
        "{path} is an encrypted backup of an OPPO, OnePlus or realme phone: make the backup again without a password"
    ),
    b"\x6b\x39\xa4\x74": N_(
        "{path} is an encrypted Smart Switch or Kies backup of a Samsung phone: save the lists with SMS Backup & Restore on the phone"
    ),
    b"ANDROID BACKUP\n": N_(
        "{path} is a backup made by adb: unpack it with a program for .ab files and name the files in it, or save the lists with "
        "SMS Backup & Restore on the phone"
    ),
    b"MIUI BACKUP\n": N_(
        "{path} is a local backup of a Xiaomi phone, whose contents are not known: save the lists with SMS Backup & Restore on "
        "the phone"
    ),
}
"""First bytes of exports that no list can be read from as they are → what to do (SMS Import / Export, ENCRYPTION.md; containers
of the backups that the PC tool of ColorOS phones makes; headers of Kies, of Android's ``bu`` and of MIUI's backups)."""

TABLES = ("text", "xlsx", "xls", "html", "xml", "pdf")
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
    from analyzer.importers.tables.table import no_table

    for magic, sentence in ENCRYPTED.items():
        if export.head.startswith(magic):
            return ExportError(sentence, path=export.path)
    advice = {
        "json": N_(
            "{path} is a JSON file that is not known: save the list as CSV or Excel, or as XML by SMS Backup & Restore"
        ),
        "sqlite": N_("{path} is a database: save the list as CSV or Excel, or as XML by SMS Backup & Restore"),
        "zip": N_("{path} is an archive: unpack it and name the files in it"),
        "tar": N_("{path} is an archive: unpack it and name the files in it"),
        "gzip": N_("{path} is an archive: unpack it and name the files in it"),
        "xml": N_(
            "{path} is an XML file that is not known: SMS Backup & Restore writes files that begin with calls or smses"
        ),
        "binary": N_("{path} is no text and no workbook: save the list of calls or messages as CSV or Excel"),
    }
    if sentence := advice.get(export.kind):
        return ExportError(sentence, path=export.path)
    return no_table(export)
