"""What several complaint channels have in common: fields of a complainant and a respondent, attachments, parts of a letter."""

from __future__ import annotations

from analyzer.channels.channel import Field

N_ = str

LETTER = (
    "addressee", "complainant", "respondent", "relation", "requests", "facts", "story", "before_due", "third", "quotes",
    "provisions", "cited", "steps", "attachments", "truth",
)  # fmt: skip
"""Parts of a letter to whoever supervises, in the order in which complaint forms ask for them."""

PENAL = ("CN-PSAP-50", "CN-CRIM-293A", "CN-SOFTVIOL")
"""Citations that are for police and courts: a letter to a firm or its supervisor does not hold them out."""

CHARTS = N_("charts (annex to this letter)")
DECLARATION = N_("my signed statement on how the exports were obtained")

ATTACHMENTS = (
    N_("the list of every call and message, with the row of the export that each comes from"),
    CHARTS,
    N_("screenshots of the phone's call list and messages; the originals are kept on the phone"),
    N_("copies of the contract and of earlier complaints with their answers, as far as I have them"),
)

CARRIER_RECORD = N_("the carrier's own record of the calls, as far as I have it")


def complainant(source: str, confidence: str, identity: bool = False) -> tuple[Field, ...]:
    """Who complains."""
    return (
        Field("name", N_("Name"), "case", True, source, confidence),
        *([Field("identity", N_("Kind and number of identity document"), "person", True, source, confidence)] if identity else []),
        Field("service_number", N_("Phone that was called"), "records", True, source, confidence),
        Field("address", N_("Contact address"), "case", True, source, confidence),
        Field("email", N_("E-mail"), "case", None, source, confidence),
        Field("agent", N_("Agent, if any, with authority"), "person", None, source, confidence),
    )  # fmt: skip


def respondent(source: str, confidence: str, address: bool = True) -> tuple[Field, ...]:
    """Whom the complaint is about; `address` where the channel is known to ask for it."""
    return (
        Field("creditor", N_("Institution, full registered name"), "case", True, source, confidence),
        *([Field("creditor_address", N_("Its full address"), "case", True, source, confidence)] if address else []),
    )


NEEDS = ("owner.name", "owner.address", "collector.creditor", "collector.creditor_address")
"""What a letter about an institution wants to know."""

DEBT_NEEDS = (*NEEDS, "collector.contract", "collector.product", "collector.amount", "collector.due")

KEEP = N_("Please see to it that recordings and call records of the period below are kept while this is checked.")
ANSWER = N_("Please answer in writing, and tell me under which number this is dealt with.")
CHECK = N_(
    "Please check whether the contacts listed below keep to the texts that are named, and act as your check requires."
)
AGENCY = N_("Please have the institution name each agency that collects for it, and say where my number and those of other people come from.")  # fmt: skip
