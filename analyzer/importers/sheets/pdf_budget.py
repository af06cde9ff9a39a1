"""A budget for the contents of a PDF's pages: what pdfminer draws is counted as it comes, forms within forms included.

A few kilobytes can hold a page of millions of operators, or forms that draw one another ten at a time; laying those out would
fill the memory or never end. No bill comes near the limit.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

LIMIT = 1 << 20
"""Bytes of contents of one page; a full page of small print has some 200 kB."""
FEE = 1 << 10
"""Bytes that each drawing of a form counts at least, whatever little stands in it."""


class TooMuch(Exception):
    """A page holds more than the budget."""


@contextmanager
def budget() -> Iterator[None]:
    """Pages that are laid out meanwhile may not exceed `LIMIT`.

    Raises
    ------
    TooMuch
        Where one does.
    """
    import pdfplumber.page as page
    from pdfminer.pdfinterp import PDFPageInterpreter
    from pdfminer.pdftypes import PDFStream, list_value, resolve1

    class Counted(PDFPageInterpreter):
        """pdfminer's interpreter, which knows how much it has drawn of its device's page."""

        def render_contents(self, resources: Any, streams: Any, *rest: Any, **more: Any) -> None:
            spent = getattr(self.device, "spent", 0) + FEE
            for stream in map(resolve1, list_value(streams)):
                spent += len(stream.get_data()) if isinstance(stream, PDFStream) else 0
            self.device.spent = spent  # type: ignore[attr-defined]
            if spent > LIMIT:
                raise TooMuch
            super().render_contents(resources, streams, *rest, **more)

    usual = page.PDFPageInterpreter  # type: ignore[attr-defined]
    page.PDFPageInterpreter = Counted  # type: ignore[misc]
    try:
        yield
    finally:
        page.PDFPageInterpreter = usual  # type: ignore[misc]
