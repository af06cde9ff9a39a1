"""Papers to sign as files: DOCX always, PDF where this machine can set one, and a sentence where it cannot."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from analyzer.document import Document, Text
from analyzer.locales import translator
from analyzer.writers.docx import docx
from analyzer.writers.pdf import available, pdf
from analyzer.writers.text import clean, text

SIGNED = ("letter", "declaration")
"""Names of documents that are signed."""


@contextmanager
def being_set(papers: Mapping[str, Document]) -> Iterator[Mapping[str, Callable[[], bytes]]]:
    """The PDFs of papers by name, for `files`: a second thread has them set (each in a process of its own) one after the other while this one writes other files.

    Typst works outside of Python's lock. Whoever asks for a PDF waits for it; where the block ends early the rest is dropped.
    """
    with ThreadPoolExecutor(1, "pdf") as thread:
        try:
            yield {name: thread.submit(pdf, _signed(paper)).result for name, paper in papers.items() if available()}
        except BaseException:
            thread.shutdown(wait=False, cancel_futures=True)
            raise


def _signed(paper: Document) -> Document:
    """What of a paper is signed: not its sections for the sheet (advice)."""
    return dataclasses.replace(paper, sections=tuple(section for section in paper.sections if section.paper != "sheet"))


def files(name: str, paper: Document, made: Callable[[], bytes] | None = None) -> dict[str, bytes]:
    """The files of a paper by name.

    Parameters
    ----------
    name : str
        Path without ending.
    paper : Document
        Its sections for the sheet (advice) stand in a text file only, which is written where there are any.
    made : callable, optional
        Gives the PDF, where it is being set already (see `being_set`).
    """
    signed = _signed(paper)
    found = {f"{name}.docx": docx(signed)}
    if available():
        try:
            found[f"{name}.pdf"] = made() if made else pdf(signed)
        except RuntimeError as error:  # nobody shall go without the report because one paper could not be set
            _ = translator(paper.lang)
            said = _(
                "The PDF could not be set ({why}). The DOCX beside it says the same; open it and print or save it as PDF."
            )
            found[f"{name}-pdf.txt"] = (clean(said.format(why=error)) + "\n").encode()
    if len(signed.sections) < len(paper.sections):
        found[f"{name}.txt"] = text(paper).encode()
    return found


def noted(guide: Document, letters: bool, asked: bool = True) -> Document:
    """The guide to the papers, which says so where letters belong to them but were not written, or not as PDF.

    Parameters
    ----------
    guide : Document
    letters : bool
        Whether there are letters among the papers of the case.
    asked : bool
        Whether they were asked for.
    """
    if not letters or (asked and available()):
        return guide
    _ = translator(guide.lang)
    if asked:
        said = Text(_("PDF letters were not written: the program that sets them (typst), or the fonts it needs, are not installed here. The DOCX letters say the same; open one and print or save it as PDF."))  # fmt: skip
    else:
        said = Text(_("This run was asked for some parts only: letters and the statement were not written. Run again without --only, or with letters among its parts, to have them."))  # fmt: skip
    first, *rest = guide.sections
    first = dataclasses.replace(first, blocks=(*first.blocks, said))
    return dataclasses.replace(guide, sections=(first, *rest))
