"""Call logs in backups of OPPO, OnePlus and realme phones (ColorOS): ``callrecord_backup.xml``.

Elements ``CALL_RECORDS`` in a ``CallLog``, or in a ``callrecord`` by old versions; an empty attribute is a blank. Codes and
times are Android's; ``ring_time`` has the seconds that a call rang which was not answered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.events import Importer, Reading
from analyzer.importers.phones import android
from analyzer.importers.streams import xml_repair
from analyzer.importers.streams.xml_entries import XmlEntries

if TYPE_CHECKING:
    from analyzer.exports import Export
    from analyzer.settings import Settings

N_ = str

CALL = {
    "number": "number", "date": "date", "type": "type", "duration": "duration", "ring": "ring_time", "name": "name",
}  # fmt: skip
ROOTS = ("CallLog", "callrecord")
EMPTY = (" ", *android.EMPTY)


def _recognises(export: Export) -> bool:
    return xml_repair.root_of(export) in ROOTS and "<CALL_RECORDS" in xml_repair.head_of(export)


def _read(export: Export, settings: Settings) -> Reading:
    entries = XmlEntries("CALL_RECORDS", CALL, android.CALL_WORDS)
    return android.calls(entries, entries.parse(export, settings.encoding), EMPTY)


COLOROS_CALLS = Importer(
    name="coloros_calls",
    title=N_("call log in the backup of an OPPO, OnePlus or realme phone (XML)"),
    maker="OPPO, OnePlus, realme",
    recognises=_recognises,
    read=_read,
    how=N_(
        "on the phone open Settings, then Back up and restore (or Clone Phone), make a local backup of the call log without a "
        "password, and copy the file callrecord_backup.xml from the Backup folder to the computer"
    ),
    reference="files seen by parsers of such backups (P79N6A/pa_script, XLY.SF.Project); Android CallLog.Calls",
)
"""``callrecord_backup.xml``."""
