"""One MMS in the columns of Android's message tables: who it is from or to, and the text of its parts."""

from __future__ import annotations

import re
from typing import Any

EMPTY = ("", "null", "NULL")
"""What apps write for an empty column of the phone's database."""

SENDER, RECIPIENT = "137", "151"
"""``type`` of an ``addr`` (PduHeaders.FROM and TO of Android's MMS code)."""

SELF = "insert-address-token"
"""What an MMS names as sender when the phone itself sent it."""

KINDS = {"130": "notice", "134": "report", "135": "report", "136": "report"}
"""``m_type`` (PduHeaders.MESSAGE_TYPE) of what is no message: word of one that waits at the carrier, delivery, reading."""

BOXES = {"132": "1", "128": "2"}
"""``m_type`` of a message fetched, or sent → the ``msg_box`` it lies in, for elements that do not name it."""


class Mms:
    """One MMS.

    Parameters
    ----------
    attrs : dict
        Columns of the ``pdu`` table as text; ``address`` may hold several numbers joined by ``~`` or a comma, with their
        names in ``contact_name``.
    """

    def __init__(self, attrs: dict[str, str]) -> None:
        self.attrs = attrs
        self.texts: list[str] = []
        self.senders: list[str] = []
        self.recipients: list[str] = []

    @classmethod
    def of(cls, attrs: dict[str, Any], parts: Any, addresses: Any) -> Mms:
        """An MMS out of JSON, where nothing need be of the kind it should be: what is no text or number is passed over."""
        message = cls(_texts(attrs))
        for name, rows in (("part", parts), ("addr", addresses)):
            for row in rows if isinstance(rows, list) else ():
                if isinstance(row, dict):
                    message.inside(name, _texts(row))
        return message

    def inside(self, name: str, attrs: dict[str, str]) -> None:
        """Take in a ``part`` or an ``addr`` of it: the texts of plain parts, layout (``seq`` -1) and attachments left out."""
        if name == "part":
            plain = attrs.get("ct", "").startswith("text/plain") and attrs.get("seq") != "-1"
            if plain and attrs.get("text", "") not in EMPTY:
                self.texts.append(attrs["text"])
        elif name == "addr" and attrs.get("address", SELF) not in (SELF, *EMPTY):
            {SENDER: self.senders, RECIPIENT: self.recipients}.get(attrs.get("type", ""), []).append(attrs["address"])

    def values(self) -> tuple[dict[str, str], str]:
        """The message in the columns of an SMS, and all its addresses where one had to be chosen.

        ``type`` becomes ``mms`` and the ``msg_box`` (1 inbox, 2 sent, 3 draft, 4 outbox), ``mms notice`` or ``mms report``.
        Without text the subject takes its place.
        """
        attrs, kind = self.attrs, self.attrs.get("m_type", "")
        box = KINDS.get(kind) or attrs.get("msg_box") or BOXES.get(kind, "")
        joined = attrs.get("address", "")
        addresses = [] if joined in EMPTY else [text.strip() for text in re.split("[~,]", joined) if text.strip()]
        if box == "1" and self.senders:
            number, chosen = self.senders[0], False
        else:  # the recipients of an incoming message are the owner and third parties
            addresses = addresses or (self.recipients if box != "1" else [])
            number, chosen = (addresses or [""])[0], len(addresses) > 1
        names = attrs.get("contact_name", "").split(", ")
        if len(addresses) > 1:
            same = len(names) == len(addresses) and number in addresses
            names = [names[addresses.index(number)]] if same else [""]
        subject = attrs.get("sub", "")
        values = {
            "type": f"mms {box}",
            "address": number,
            "contact_name": ", ".join(names),
            "sub_id": attrs.get("sub_id", attrs.get("sim_slot", "")),
            "body": "\n".join(self.texts) or ("" if subject in EMPTY else subject),
        }
        if "date" in attrs:
            values["date"] = attrs["date"]
        return values, "~".join(addresses) if chosen else ""


def _texts(row: dict[str, Any]) -> dict[str, str]:
    return {
        name: value if type(value) is str else str(value) for name, value in row.items() if isinstance(value, str | int)
    }
