"""Call and message lists of services that rent out numbers: Twilio and DIDWW."""

from __future__ import annotations

from analyzer.importers.tables.table import Layout, TableImporter

N_ = str

TWILIO = TableImporter(
    name="twilio",
    title=N_("calls or messages of Twilio"),
    maker="Twilio",
    layouts=(
        Layout(
            ("sid", "from", "to", "direction", "status", "start_time", "duration"),
            {
                "from": "caller",
                "to": "callee",
                "direction": "type",
                "status": "type",
                "start_time": "start",
                "duration": "duration",
            },
            only=True,
            kind="call",
        ),
        Layout(
            ("from", "to", "body", "direction", "status", "date_sent"),
            {
                "from": "caller",
                "to": "callee",
                "body": "body",
                "direction": "type",
                "status": "type",
                "date_sent": "start",
            },
            only=True,
            kind="sms",
        ),
    ),
    how=N_("Twilio Console: Monitor, Logs, Calls or Messaging, Export to CSV"),
    reference="fields of calls and messages in Twilio's REST API; no CSV of its console was seen",
).importer()

DIDWW = TableImporter(
    name="didww",
    title=N_("calls to a number rented from DIDWW"),
    maker="DIDWW",
    layouts=(
        Layout(
            ("Date/Time Start (UTC)", "Source", "DID", "Destination", "Duration (secs)", "Disconnect Initiator"),
            {"Date/Time Start (UTC)": "start", "Source": "caller", "DID": "own", "Duration (secs)": "duration"},
            only=True,
            kind="call",
        ),
    ),
    how=N_("DIDWW user panel: Reports, inbound call records, export as CSV"),
    reference="headings in DIDWW's description of its call records",
).importer()
