"""Sets one paper as PDF in a process of its own: ``python typesetter.py``, JSON in, PDF out.

Typst keeps what it worked out of a paper for a next one that never comes, some 80 MB a letter; a process that ends gives it
back. It needs Python and Typst only, so its start is a twentieth of its work, and it works beside the process that waits.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

REFUSED = 3
"""Exit code where Typst refuses a paper; stderr says why."""


def typeset(order: dict[str, Any]) -> bytes:
    """The PDF of a paper.

    Parameters
    ----------
    order : dict
        ``template`` (path), ``root`` (the one folder that may be looked at), ``fonts`` (folders), ``inputs`` (texts by name),
        ``standards``, ``timestamp`` (seconds since 1970).
    """
    import typst

    fonts = typst.Fonts(False, False, order["fonts"])
    root = order["root"]
    compiler = typst.Compiler(root=root, font_paths=fonts, package_path=root, package_cache_path=root)
    template = Path(order["template"]).read_bytes()
    data: Any = compiler.compile(
        template, format="pdf", sys_inputs=order["inputs"], pdf_standards=order["standards"], timestamp=order["timestamp"]
    )  # fmt: skip
    return data


def main() -> int:
    """Read an order, write the PDF."""
    order = json.loads(sys.stdin.buffer.read())
    try:
        data = typeset(order)
    except RuntimeError as error:
        sys.stderr.buffer.write(str(error).encode("utf-8", "replace"))
        return REFUSED
    sys.stdout.buffer.write(data)
    return 0


if __name__ == "__main__":
    sys.exit(main())
