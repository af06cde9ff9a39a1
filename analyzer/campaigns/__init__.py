"""Campaigns: numbers that behave as one caller, each joined for reasons that can be read and recounted.

Whoever is called from ever new numbers sees the same number block, signature, wording, link or rhythm behind them. Each basis is
a file of this package; `joining` says when they suffice, `docs/campaigns.md` why. A wrong join accuses a bystander, so
contacts, public lines and hidden callers are never joined, and nothing is joined for a reason that strangers may share.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from analyzer.campaigns.several import Several
    from analyzer.settings import Settings

CAMPAIGN_COLUMNS = ("campaign", "numbers", "basis", "events", "certainty", "owners", "first_at", "last_at")
"""Columns of ``data/campaigns.csv``."""

LINK_COLUMNS = ("campaign", "number", "other", "basis", "reason", "event_ids")
"""Columns of ``data/links.csv``: what connects the numbers of a campaign, link by link."""

COUNTED = ("high", "medium")
"""Certainties of campaigns whose calls are counted together against limits."""


@dataclass(frozen=True)
class Campaigns:
    """What `campaigns` found.

    Attributes
    ----------
    table : DataFrame
        `CAMPAIGN_COLUMNS`, strongest first: by certainty, then inbound events, then number.
    links : DataFrame
        `LINK_COLUMNS`: why the numbers of each campaign are joined, with the events that show it.
    of_number : int array
        Row of `table` for each category of ``events["number"]``, -1 for none; of several cases, for each number of each case
        (`analyzer.campaigns.several.Numbers`).
    reasons : mapping
        ``links.reason`` by language, row for row: a page can be read in either.
    case, link_case : int arrays, optional
        Case of each row of `table` and of `links`, where several were given; in each case the names begin anew.
    """

    table: pd.DataFrame
    links: pd.DataFrame
    of_number: np.ndarray
    reasons: Mapping[str, tuple[str, ...]]
    case: np.ndarray | None = None
    link_case: np.ndarray | None = None


def campaigns(
    events: pd.DataFrame,
    messages: pd.DataFrame | None,
    numbers: pd.DataFrame,
    settings: Settings,
    several: Several | None = None,
) -> Campaigns:
    """Find numbers that behave as one caller.

    Parameters
    ----------
    events : DataFrame
        The events table.
    messages : DataFrame, optional
        One row per message among the events, in their order, with ``message_kind`` (and ``signature``, ``template``, which
        are found here where they are missing). Without it texts only support other bases.
    numbers : DataFrame
        The numbers table: kinds and names are taken from it.
    settings : Settings
        Its case file names collectors, numbers to leave alone, and numbers that are not one caller.
    several : Several, optional
        Where several cases stand in the tables one after the other, which have nothing to do with each other and no case file.

    Returns
    -------
    Campaigns

    Raises
    ------
    ValueError
        When `messages` does not have a row for each message.
    """
    import numpy as np

    from analyzer.campaigns.blocks import block_shares
    from analyzer.campaigns.callbacks import link_shares
    from analyzer.campaigns.ground import ground_of
    from analyzer.campaigns.joining import join
    from analyzer.campaigns.tables import tables
    from analyzer.campaigns.texts import evidence_of, signature_shares, template_shares
    from analyzer.campaigns.timing import timing_pairs

    ground = ground_of(events, numbers, settings, several)
    block, pairs = block_shares(ground), timing_pairs(ground)
    supported = np.zeros(ground.size, dtype=bool)
    for codes in (block.number, pairs.one, pairs.other):
        supported[codes] = True
    evidence = evidence_of(ground, messages, supported)
    wording = evidence.of_wording()
    texts = (
        signature_shares(ground, evidence),
        template_shares(ground, wording),
        link_shares(ground, wording, settings),
    )
    joined = join(ground, block, texts, pairs, settings)
    table, links, reasons, link_case = tables(ground, joined, (block, *texts), pairs, settings.lang)
    if several is None:
        return Campaigns(table, links, joined.of_number, reasons)
    return Campaigns(table, links, joined.of_number, reasons, joined.case, link_case)
