"""What the complaints to the four mainland carriers have in common.

A carrier is written to in one of two roles. As the owner's own carrier it gets every reported number, since it alone can
look the calls up in its records and keep them from the owner's line. As the carrier of a reported number's range it gets
that number, since it has the contract with whoever calls.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from analyzer.channels.channel import Channel, Fact, Field, Sms
from analyzer.channels.parts import CHARTS, PENAL
from analyzer.filed import CARRIERS

if TYPE_CHECKING:
    import pandas as pd

    from analyzer.case import Case

N_ = str

NAMES = CARRIERS
"""Carrier → what people write for it in the case file, and what the numbering plan calls it."""

APPEAL = Fact(
    N_("If your own carrier does not answer within 15 days, or its answer does not settle the matter, you may appeal to the telecom users' appeal centre, 12300. The complaint to the carrier must come first, so keep its date and work-order number."),
    "Hubei Communications Administration, page on telecom users' appeals",
    "S1",
)  # fmt: skip

GUIDES = "carrier reporting guides on the web"

FIELDS = (
    Field(
        "service_number",
        N_("Service number"),
        "records",
        True,
        "customer service practice reported by Legal Evening News, 2013-11-02",
        "S2",
    ),
    Field("calling_numbers", N_("Calling numbers"), "records", True, "Legal Evening News, 2013-11-02", "S2"),
    Field("times", N_("Times"), "records", True, "Legal Evening News, 2013-11-02", "S2"),
    Field("content", N_("Text of messages"), "records", True, "Legal Evening News, 2013-11-02", "S2"),
    Field("class", N_("Kind of call"), "choice", None, GUIDES, "S3", N_("tick one for each number")),
    Field("name", N_("Name"), "case", None, GUIDES, "S3"),
    Field("contact", N_("Address or e-mail"), "case", None, GUIDES, "S3"),
)

CLASSES = (
    N_("debt collection"),
    N_("advertising"),
    N_("suspected fraud"),
    N_("rings once"),
    N_("mass calling (呼死你)"),
    N_("other"),
)

ATTACHMENTS = (
    N_("the list of every call (annex to this letter)"),
    N_("the text of every message (annex to this letter)"),
    CHARTS,
    N_("screenshots of the phone's call list and messages; keep the originals on the phone"),
)

ABOUT = N_("calls and messages to your line, and numbers of its own ranges: it is asked to check and to block")

PARTS = ("addressee", "complainant", "requests", "facts", "relation", "cited", "steps", "attachments", "truth")


def carrier(
    token: str,
    title: Mapping[str, str],
    hotline: str,
    ways: tuple[Fact, ...],
    limits: tuple[Fact, ...] = (),
    sms: tuple[Sms, ...] = (),
) -> Channel:
    """A carrier's channel.

    Parameters
    ----------
    token : str
        Key of `NAMES`; also the channel's id.
    title : Mapping
        ``zh`` and ``en`` names.
    hotline : str
        Number of its customer service.
    ways, limits : tuple of Fact
        What is known of this carrier beyond `APPEAL`.
    sms : tuple of Sms
        How it takes reports of messages by SMS.
    """
    addressee = {"zh": f"{title['zh']}客户服务（{hotline}）", "en": f"{title['en']} customer service, {hotline}"}
    return Channel(
        id=token, title=title, addressee=addressee, names=NAMES[token], kind="carrier", takes=lambda case: takes(case, token), fields=FIELDS, parts=PARTS, omits=PENAL,
        ways=ways, limits=(*limits, APPEAL), classes=CLASSES, attachments=ATTACHMENTS, reply_days=15, sms=sms, after=("lender",), about=ABOUT,
        needs=("owner.name", "owner.address", "owner.carrier"), beyond=lambda case: not takes(case, token).empty,
    )  # fmt: skip


def takes(case: Case, token: str) -> pd.DataFrame:
    """Rows of ``case.reported`` for a carrier, with ``role``: ``own``, ``range`` or ``own range``.

    Numbers that were withheld or partly hidden go to the own carrier only: it alone can look them up by time.
    """
    reported = case.reported
    own = reported["owner"].isin([owner for owner, found in own_carriers(case).items() if found == token])
    ranged = reported["carrier"].map({name: _token(name) for name in reported["carrier"].unique()}) == token
    chosen = reported[own | ranged].copy()
    chosen["role"] = [
        " ".join(word for word, yes in (("own", o), ("range", r)) if yes)
        for o, r in zip(own[own | ranged], ranged[own | ranged], strict=True)
    ]
    return chosen.reset_index(drop=True)


def own_carriers(case: Case) -> dict[str, str]:
    """Carrier of each own number: as the case file says, else by its range; empty where neither tells.

    Outside mainland China the case file names another country's carrier: then the range alone tells.
    """
    from analyzer import phone

    if case.masked is not None:
        return dict(case.masked.carriers)
    stated = _token(case.settings.case.owner.carrier) if case.settings.region == "CN" else ""
    owners = dict.fromkeys(case.events["owner"].astype("str"))
    several = len(owners) > 1
    return {
        owner: (phone.own_carrier(owner) or stated) if several else (stated or phone.own_carrier(owner))
        for owner in owners
    }


def _token(name: str) -> str:
    """The carrier that a name means, empty for none.

    Examples
    --------
    >>> _token("中国移动"), _token("")
    ('china_mobile', '')
    """
    wanted = str(name).strip().casefold()
    if not wanted:
        return ""
    for token, names in NAMES.items():
        if wanted in names:
            return token
    found = [token for token, names in NAMES.items() if any(len(known) > 2 and known in wanted for known in names)]
    return found[0] if len(found) == 1 else ""
