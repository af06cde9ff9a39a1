"""``complaints/README.txt``: which papers lie in the folder and what to do with them; or, kindly, why there are none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from analyzer.document import Document, Section, Steps, Text

if TYPE_CHECKING:
    from analyzer.case import Case


def guide(case: Case, papers: Mapping[str, str]) -> Document:
    """What to do with the papers.

    Parameters
    ----------
    case : Case
    papers : mapping
        Folder of each channel that applies → its name in the reader's language, in the order of use.
    """
    _ = case.text
    if papers:
        blocks = (
            Steps(tuple(_("{folder}/ — {name}").format(folder=folder, name=name) for folder, name in papers.items())),
            Text(_("Read each paper, fill in what is left blank, take out numbers you know, sign, hand it in, and keep the receipt.")),
            Text(_("complaint.xlsx is the paper with its lists; complaint.txt is the same as text to paste.")),
            Text(_("letter.docx and letter.pdf are the letter to print, sign and hand in; its lists follow as annexes. complaints/declaration/ holds a statement on how the exports were obtained, to fill in and sign where somebody asks.")),
        )  # fmt: skip
    else:
        blocks = (
            Text(_("There is no paper to hand in: no number appears to exceed a limit that could be judged from these records.")),
            Text(_("The records are kept all the same: report.html and evidence.xlsx hold every call and message. If a caller is known to you as a collector, name it in a case file (analyze init) and run again.")),
        )  # fmt: skip
    return Document(
        "guide",
        _("Papers for complaints"),
        case.lang,
        (Section("guide", _("What to do with them") if papers else _("None this time"), blocks),),
    )
