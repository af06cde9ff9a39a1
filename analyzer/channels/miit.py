"""The telecom users' appeal: about the own carrier's answer, or its silence, never about the caller."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.channels.carrier import own_carriers
from analyzer.channels.channel import Channel, Fact, Field
from analyzer.channels.needs import everything
from analyzer.filed import AFTER

if TYPE_CHECKING:
    import pandas as pd

    from analyzer.case import Case

N_ = str

HUBEI = "Hubei Communications Administration, page on telecom users' appeals"


def takes(case: Case) -> pd.DataFrame:
    """Rows of ``case.reported`` on the own lines whose carrier is known, else all."""
    rows, own = everything(case), own_carriers(case)
    known = rows["owner"].astype(str).map(own).fillna("") != ""
    return (rows[known] if known.any() else rows).reset_index(drop=True)


MIIT = Channel(
    id="miit",
    title={"zh": "电信用户申诉受理中心（12300）", "en": "Appeal centre for phone users, 12300"},
    addressee={"zh": "电信用户申诉受理中心", "en": "Telecom users' appeal centre"},
    names=AFTER["miit"].names,
    kind="letter",
    takes=takes,
    after=("carrier",),
    only_after=("carrier",),
    about=N_("a dispute with your own carrier, for example when it left your complaint about calls without an answer"),
    fields=(
        Field("name", N_("Name"), "case", True, HUBEI, "S1"),
        Field("address", N_("Contact address"), "case", True, HUBEI, "S1"),
        Field("service_number", N_("Phone that was called"), "records", True, HUBEI, "S1"),
        Field("postcode", N_("Postcode"), "person", True, HUBEI, "S1"),
        Field("carrier", N_("Carrier, name"), "case", True, HUBEI, "S1"),
        Field("carrier_address", N_("Carrier, address"), "person", True, HUBEI, "S1"),
    ),
    parts=("addressee", "complainant", "requests", "facts", "steps", "attachments", "truth"),
    needs=("owner.name", "owner.address", "owner.carrier"),
    heading=N_("Appeal to {addressee}"),
    sort="appeal",
    requests=(
        N_("Please check whether the carrier dealt with my complaint, and have it answer me in writing."),
        N_("Please have the carrier check the calls and messages listed below, and keep them from my line as far as its check bears out what is listed."),
        N_("Please tell me in writing what came of this appeal."),
    ),
    before=(
        Fact(N_("Complain to the carrier first. The appeal is open when its answer does not settle the matter or when 15 days have gone by without one."), HUBEI, "S1"),
    ),
    ways=(
        Fact(N_("In writing or online; online it asks what the carrier said, and takes evidence as pictures or PDF."), HUBEI, "S1"),
    ),
    limits=(
        Fact(N_("It decides within 5 working days whether it takes the appeal, and answers within 30 days."), HUBEI, "S1"),
        Fact(N_("Disputes about fees: within 5 months; others: within 2 years. Not while a court or another body has the matter."), HUBEI, "S1"),
    ),
    unknown=(N_("size and number of attachments"),),
    attachments=(
        N_("the complaint that I handed in to the carrier, with its date and work-order number"),
        N_("the carrier's answer, if there was one"),
        N_("the list of every call and message, with the row of the export that each comes from"),
    ),
    reply_days=30,
)  # fmt: skip
