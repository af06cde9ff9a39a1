"""A court: no statement of claim, but the annex to one: figures, texts and the list of evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.channels.channel import Channel, Fact, Field
from analyzer.channels.needs import everything
from analyzer.channels.parts import CHARTS, DECLARATION

if TYPE_CHECKING:
    from analyzer.case import Case

N_ = str

CODE = "Civil Code, articles 995, 997 and 1033"
EVIDENCE = "Supreme People's Court, provisions on evidence in civil proceedings (2019), articles 14, 15, 90, 93 and 94"


def when(case: Case) -> tuple[str, str]:
    """Once somebody was told to stop, or a complaint was handed in. Our own choice: a court is the last step."""
    file = case.settings.case
    if file.refusals or file.complaints:
        return "now", ""
    return "missing", N_("the last step: an annex for it is written once the case file names a refusal or a complaint")


COURT = Channel(
    id="court",
    title={"zh": "人民法院（证据附件）", "en": "Court, annex with the evidence"},
    addressee={"zh": "________人民法院", "en": "People's Court of ________"},
    names=("法院", "人民法院"),
    kind="letter",
    takes=everything,
    when=when,
    after=("lender", "carrier", "12321", "miit", "nfra", "local_bureau", "nifa", "12315", "black_cat", "police"),
    about=N_("an order to end contacts, and damages: an annex for a statement of claim, which a lawyer should draw up"),
    fields=(
        Field("name", N_("Name"), "case", True, EVIDENCE, "S1"),
        Field("service_number", N_("Phone that was called"), "records", True, EVIDENCE, "S1"),
        Field("address", N_("Contact address"), "case", True, EVIDENCE, "S1"),
    ),
    parts=("addressee", "complainant", "respondent", "relation", "annex", "facts", "story", "before_due", "third", "quotes", "provisions", "cited", "articles", "steps", "attachments", "truth"),
    heading=N_("Evidence for {addressee}, annex"),
    sort="evidence",
    needs=("owner.name", "owner.address", "collector.creditor", "collector.creditor_address"),
    ways=(
        Fact(N_("At the court of the place, with a statement of claim; a lawyer or the legal aid hotline can say whether it is worth while."), "", "R"),
    ),
    limits=(
        Fact(N_("Civil Code, article 995: whoever's personality rights are infringed may claim under the law that it be stopped and made good; article 997: a court can order it to be stopped in advance where there is proof and harm would be hard to mend; article 1033: no intrusion on the peace of private life by calls or messages save by law or with express consent."), CODE, "S1"),
        Fact(N_("Messages and call records are electronic data; the original counts, or a printout that comes directly from it (articles 14 and 15). What cannot be checked against an original does not stand alone (article 90)."), EVIDENCE, "S1"),
        Fact(N_("Records of a neutral third party, such as the carrier's own, are presumed genuine (article 94): fetch them as well."), EVIDENCE, "S1"),
    ),
    unknown=(N_("fees, forms and copies that the court asks for"),),
    attachments=(
        DECLARATION,
        N_("the exports themselves, byte for byte, on a data carrier, with the hash of each"),
        N_("the list of every call and message, with the row of the export that each comes from"),
        CHARTS,
        N_("the carrier's own record of the calls, as far as I have it"),
        N_("earlier complaints with their answers"),
        N_("the phone with the original messages; do not delete them"),
    ),
)  # fmt: skip
