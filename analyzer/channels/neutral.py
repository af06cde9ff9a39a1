"""Whoever is responsible: a sober letter for people of regions whose own channels are not declared here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.channels.channel import Channel
from analyzer.channels.parts import (
    ATTACHMENTS,
    CARRIER_RECORD,
    CHECK,
    KEEP,
    LETTER,
    NEEDS,
    PENAL,
    complainant,
    respondent,
)

if TYPE_CHECKING:
    import pandas as pd

    from analyzer.case import Case

N_ = str

USUAL = "what letters of complaint ask for everywhere"


def takes(case: Case) -> pd.DataFrame:
    """Every reported number."""
    return case.reported.assign(role="reported")


def when(case: Case) -> tuple[str, str]:
    """Outside mainland China, whose channels have papers of their own."""
    if case.settings.region == "CN":
        return "no", N_(
            "it is for people elsewhere; in mainland China the channels named here have papers of their own"
        )
    return "now", ""


NEUTRAL = Channel(
    id="neutral",
    title={"zh": "主管机构（中性信函）", "en": "Whoever is responsible (neutral letter)"},
    addressee={"zh": "________", "en": "________"},
    kind="letter",
    takes=takes,
    when=when,
    regions=(),
    about=N_("a sober letter for a carrier, a regulator or a consumer office of your place; look up who is responsible there"),
    fields=(*complainant(USUAL, "S3"), *respondent(USUAL, "S3")),
    parts=LETTER,
    needs=NEEDS,
    requests=(CHECK, KEEP, N_("Please answer in writing.")),
    omits=PENAL,
    attachments=(*ATTACHMENTS, CARRIER_RECORD),
    unknown=(N_("addressee, form, deadlines and size of attachments"),),
)  # fmt: skip
