"""Channels that older advice names and that no longer stand: said by name, so that nobody looks for them in vain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

N_ = str


@dataclass(frozen=True, slots=True)
class Closed:
    """A channel of older advice.

    Attributes
    ----------
    id : str
    title : Mapping
        ``zh`` and ``en`` texts.
    why : str
        What is known (English source sentence).
    instead : tuple of str
        Ids of the channels that took its place.
    """

    id: str
    title: Mapping[str, str]
    why: str
    instead: tuple[str, ...]


CLOSED = (
    Closed(
        "jutousu",
        {"zh": "21CN 聚投诉", "en": "21CN 聚投诉 (complaint site)"},
        N_("no page was found that shows it working; taken to be closed, not confirmed: check with the channel"),
        ("12315", "black_cat"),
    ),
    Closed(
        "cbirc",
        {"zh": "银监会、银保监会", "en": "CBRC and CBIRC"},
        N_("the name of today is National Financial Regulatory Administration; the hotline 12378 was kept"),
        ("nfra",),
    ),
)
"""What replaced each is a channel of this shelf."""
