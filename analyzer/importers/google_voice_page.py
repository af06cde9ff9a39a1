"""One page of Google Voice: its call or its messages, who takes part, its labels."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from urllib.parse import unquote

from analyzer.importers.sheets.markup import scan

ATTACHED = {"img", "audio", "video"}
ATTACHED_CLASSES = {"video", "audio", "vcard"}
"""Elements, and classes of links, that are an attachment to a message."""


ATTRIBUTE = re.compile(r"""([A-Za-z][\w:-]*+)\s*+=\s*+(?:"([^"]*+)"|'([^']*+)')""")


@dataclass
class Item:
    """A call, or a message.

    Attributes
    ----------
    tel, name : str
        Number and name of the other party; of a message, of who sent it.
    when, length, text : str
        As they stand in the page.
    mine : bool
        Whether the owner sent the message.
    attached : bool
        Whether something is attached to it.
    """

    tel: str = ""
    name: str = ""
    when: str = ""
    length: str = ""
    text: str = ""
    mine: bool = False
    attached: bool = False


class Page:
    """Reads a page.

    Attributes
    ----------
    title : str
    call : Item, optional
    messages : list of Item
    participants : list of (str, str)
        Numbers and names of those whom a group conversation names.
    labels : list of str
        Without what stands before their ``#``.
    broken : str
        Where the page breaks off, empty if it is whole.
    """

    def __init__(self, text: str) -> None:
        self.title = ""
        self.call: Item | None = None
        self.messages: list[Item] = []
        self.participants: list[tuple[str, str]] = []
        self.labels: list[str] = []
        self.broken = "no </html>"
        self._item: Item | None = None
        self._nested = 0
        self._roster = False
        self._link = False
        self._into = ""
        self._held: list[str] = []
        for words, tag, attributes in scan(text):
            if tag.startswith("/"):
                self._end(tag[1:])
            elif tag:
                self._start(tag, attributes)
            elif self._into:
                self._held.append(html.unescape(words))
        if self._item is self.call:
            self.call = None

    def _start(self, tag: str, attributes: str) -> None:
        given = {
            name.lower(): html.unescape(double or single) for name, double, single in ATTRIBUTE.findall(attributes)
        }
        classes = set(given.get("class", "").split())
        if tag == "div":
            self._start_div(classes)
        elif tag == "title":
            self._catch("title")
        elif tag == "a" and "tel" in classes:
            self._start_tel(unquote(given.get("href", "")).removeprefix("tel:").strip())
        elif tag == "a" and given.get("rel") == "tag":
            self.labels.append(given.get("href", "").rpartition("#")[2].lower())
        elif "fn" in classes and self._link:
            if tag == "abbr" and not given.get("title") and self._item and self._item is not self.call:
                self._item.mine = True  # other people's names stand in a span
            self._catch("name")
        elif self._item:
            self._start_part(self._item, tag, classes, given.get("title", ""))

    def _start_div(self, classes: set[str]) -> None:
        if "message" in classes and (self.call is None or self._item is not self.call):
            self._end_item()
            self._item, self._nested = Item(), 0
        elif "haudio" in classes and self.call is None:
            self._item, self._nested = Item(), 0
            self.call = self._item
        elif "participants" in classes:
            self._roster, self._nested = True, 0
        elif self._item or self._roster:
            self._nested += 1

    def _start_tel(self, number: str) -> None:
        self._link = True
        if self._roster:
            self.participants.append((number, ""))
        elif self._item:
            self._item.tel = number

    def _start_part(self, item: Item, tag: str, classes: set[str], title: str) -> None:
        if tag == "abbr" and {"published", "dt"} & classes:
            item.when = title
        elif tag == "abbr" and "duration" in classes:
            item.length = title
        elif tag == "q" or "full-text" in classes:
            self._catch("text")
        elif tag == "br" and self._into == "text":
            self._held.append("\n")
        elif tag in ATTACHED or (tag == "a" and ATTACHED_CLASSES & classes):
            item.attached = item is not self.call

    def _end(self, tag: str) -> None:
        if tag == "div" and (self._item or self._roster):
            if self._nested:
                self._nested -= 1
            else:
                self._end_item()
        elif self._into and tag in ("title", "q", "span", "abbr"):
            self._release()
        elif tag == "a":
            self._link = False
        elif tag == "html":
            self.broken = ""

    def _end_item(self) -> None:
        """The end of a message, a call or the list of participants; what is open then is taken as it is."""
        if self._item and self._item is not self.call:
            self.messages.append(self._item)
        self._item, self._roster, self._into = None, False, ""

    def _catch(self, into: str) -> None:
        self._into, self._held = into, []

    def _release(self) -> None:
        """Put the text that was caught where it belongs."""
        text = "".join(self._held)
        into, self._into = self._into, ""
        if into == "title":
            self.title = " ".join(text.split())
        elif into == "name" and self._roster and self.participants:
            self.participants[-1] = (self.participants[-1][0], text.strip())
        elif into == "name" and self._item:
            self._item.name = text.strip()
            self._item.mine |= self._item.name == "Me" and self._item is not self.call
        elif into == "text" and self._item:
            self._item.text = "\n".join(line.strip(" ") for line in text.split("\n")).strip("\n")
