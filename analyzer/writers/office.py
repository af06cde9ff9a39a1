"""The file around a workbook or a letter: parts in a zip of one date, what kinds of part they are, how they refer to each
other, what the file says of itself (ECMA-376 part 2, Open Packaging Conventions).
"""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Iterable, Mapping
from xml.sax.saxutils import escape

ZIP_DATE = (1980, 1, 1, 0, 0, 0)

SQUEEZE = 4
"""How hard the parts are packed, of 9: 6 takes twice as long for a twentieth less. Pictures are packed already."""

AT_ONCE = 1 << 16
"""Characters that are packed together."""

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPE = "application/vnd.openxmlformats-officedocument"
CORE = "application/vnd.openxmlformats-package"

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


class Archive:
    """A file of parts one after the other, each written as a whole or piece by piece.

    Parameters
    ----------
    main : str
        Name of the part where a program begins to read.
    kinds : mapping
        Name of each part → its content type (pictures and relations apart). The list of them stands first in the file, where
        programs look that only want to know what it is.
    """

    def __init__(self, main: str, kinds: Mapping[str, str]) -> None:
        self.file = io.BytesIO()
        self.zip = zipfile.ZipFile(self.file, "w", zipfile.ZIP_DEFLATED, compresslevel=SQUEEZE)
        parts = {
            **kinds,
            "docProps/core.xml": f"{CORE}.core-properties+xml",
            "docProps/app.xml": f"{TYPE}.extended-properties+xml",
        }
        listed = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in parts.items())
        endings = (("rels", f"{CORE}.relationships+xml"), ("xml", "application/xml"), ("png", "image/png"))
        defaults = "".join(f'<Default Extension="{ending}" ContentType="{kind}"/>' for ending, kind in endings)
        self.add("[Content_Types].xml", f'{HEAD}<Types xmlns="{PACKAGE}/content-types">{defaults}{listed}</Types>')
        top = [
            (f"{OFFICE}/relationships/officeDocument", main),
            (f"{PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
            (f"{OFFICE}/relationships/extended-properties", "docProps/app.xml"),
        ]
        self.add("_rels/.rels", relations(top))

    def add(self, name: str, parts: str | bytes | Iterable[str | bytes]) -> None:
        """Write a part."""
        member = zipfile.ZipInfo(name, ZIP_DATE)
        member.create_system, member.external_attr = 3, 0o644 << 16  # the same on every system
        member.compress_type = zipfile.ZIP_STORED if name.endswith(".png") else zipfile.ZIP_DEFLATED
        with self.zip.open(member, "w") as file:
            held, size = [], 0
            for part in (parts,) if isinstance(parts, (str, bytes)) else parts:
                held.append(part.encode() if isinstance(part, str) else part)
                size += len(held[-1])
                if size >= AT_ONCE:
                    file.write(b"".join(held))
                    held, size = [], 0
            file.write(b"".join(held))

    def about(self, title: str, lang: str, day: dt.date, program: str, author: str = "") -> None:
        """What the file says of itself; the only date inside is `day`, and no person and no machine is named."""
        moment = f'xsi:type="dcterms:W3CDTF">{day.isoformat()}T00:00:00Z'
        self.add(
            "docProps/core.xml",
            f'{HEAD}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"'
            ' xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
            f"<dc:title>{escape(title)}</dc:title><dc:creator>{author}</dc:creator><cp:lastModifiedBy>{author}</cp:lastModifiedBy>"
            f"<dcterms:created {moment}</dcterms:created><dcterms:modified {moment}</dcterms:modified>"
            f"<dc:language>{escape(lang)}</dc:language></cp:coreProperties>",
        )
        self.add(
            "docProps/app.xml",
            f'{HEAD}<Properties xmlns="{OFFICE}/extended-properties"><Application>{program}</Application></Properties>',
        )

    def data(self) -> bytes:
        """The finished file."""
        self.zip.close()
        return self.file.getvalue()


def relations(parts: Iterable[tuple[str, str]]) -> str:
    """The parts that a part refers to, as (kind, place from there); the first is ``rId1``."""
    listed = "".join(
        f'<Relationship Id="rId{i}" Type="{kind}" Target="{target}"/>' for i, (kind, target) in enumerate(parts, 1)
    )
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{listed}</Relationships>'
