"""What a copy to hand around says of itself: which marks stand in it, what it belongs to, and what masking cannot promise."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from analyzer.document import Document, Facts, Section, Steps, Text
from analyzer.masking.marks import STARS

if TYPE_CHECKING:
    from analyzer.case import Case


def marked(case: Case, paper: Document) -> Document:
    """A paper of the copy, whose last line says that it is one."""
    _ = case.text
    said = _(
        "Masked copy: people other than the reported callers are replaced by marks; the sealed original holds every word."
    )
    head = f"{_('Masked copy')} · {paper.subtitle}" if paper.subtitle else ""
    return dataclasses.replace(paper, subtitle=head, footer=f"{said} {paper.footer}".strip())


def readme(case: Case) -> Document:
    """``README.txt`` of the copy."""
    _ = case.text
    assert case.masked is not None
    replaced = (
        _(
            "Numbers of the owner, of contacts, relatives and everybody else who is not reported: {mark}. The mark has nothing of the number in it."
        ).format(mark=f"{STARS}0001"),
        _(
            "Names, those of the address book too, in texts and in every list: {mark}. The same person has the same mark in all files."
        ).format(mark=case.text("contact{n}").format(n=1)),
        _("Messages of and to numbers that are not reported: their whole text, save how long it was."),
        _(
            "In other messages and notes: telephone numbers, codes, identity numbers, cards and accounts, last digits, number plates, addresses, e-mail, serial numbers, and what follows the host of a link."
        ),
        _(
            "Names of files, own name, address and e-mail, contract numbers, work-order numbers. The exports themselves are not in the copy, nor is the case file."
        ),
    )
    stays = (
        _(
            "The reported numbers, and public lines; collectors, creditors and products that the case file names, with amounts and days."
        ),
        _(
            "Days, times, lengths, counts and findings: they are those of the original. So are ids, rows and the hashes of the exports."
        ),
        _("The places that word rules marked in a message; they were moved along with the text."),
    )
    promise = (
        _(
            "It replaces what is known to the records and what has the form of a name, a number or an address. Who is described in free words (a place of work, a story, a nickname) may still be recognised, and so may somebody whose habits of calling are known."
        ),
        _(
            "A name that no list knows and that nobody is addressed by may be left standing; a word that only looks like one may be gone."
        ),
        _("Therefore read the copy before you hand it on. For an authority or a court the original is what counts."),
    )
    return Document(
        "readme",
        _("Masked copy"),
        case.lang,
        (
            Section("link", _("What it belongs to"), (Facts(((_("SHA-256 of manifest.sha256 of the original folder"), case.masked.sealed),)), Text(_("sealed.sha256 holds the same value and is listed in manifest.sha256: in the original folder, sha256sum -c with that file checks it. analyze verify checks both folders where they lie side by side.")))),
            Section("replaced", _("What was replaced"), (Steps(replaced),)),
            Section("stays", _("What stays"), (Steps(stays),)),
            Section("promise", _("What masking cannot promise"), (Steps(promise),)),
        ),
    )  # fmt: skip
