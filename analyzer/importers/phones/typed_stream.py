"""The text in an ``attributedBody`` of Apple's message databases: a string with its fonts and links, as a typedstream.

What is in there is not unpacked: the text is the first string of the stream, and only its bytes are taken.
"""

from __future__ import annotations

CLASS = b"NSString"
"""Name of the class whose first value is the text."""
BETWEEN = 5
"""Bytes between the class and the length of the text: its version, what comes, and ``+`` for bytes."""
MARK = ord("+")
SHORT, LONG = 0x81, 0x82
"""First byte of a length that is a number of two, or of four, bytes, the lowest first; a length below is its own byte."""


def text_of(blob: bytes | None) -> str | None:
    r"""The text of a message; None where the bytes are not understood.

    Examples
    --------
    >>> text_of(b"\x04\x0bstreamtyped\x84\x08NSString\x01\x94\x84\x01+\x06\xe5\x82\xac\xe6\x94\xb6\x86")
    '催收'
    >>> text_of(b"NSString\x01\x94\x84\x01+\x81\x03\x00abc"), text_of(b"bplist00")
    ('abc', None)
    """
    if not blob:
        return None
    at = blob.find(CLASS) + len(CLASS) + BETWEEN
    if at < len(CLASS) + BETWEEN or len(blob) <= at or blob[at - 1] != MARK:
        return None
    length, at = blob[at], at + 1
    if length in (SHORT, LONG):
        width = 2 if length == SHORT else 4
        length, at = int.from_bytes(blob[at : at + width], "little"), at + width
    elif length > SHORT:
        return None
    text = blob[at : at + length]
    return text.decode("utf-8", "replace") if len(text) == length else None
