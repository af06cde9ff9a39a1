"""Campaigns → the two tables, with the reasons in words."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from analyzer import clock, phone
from analyzer.campaigns import CAMPAIGN_COLUMNS, LINK_COLUMNS
from analyzer.campaigns.ground import Ground
from analyzer.campaigns.joining import CERTAINTIES, Joined
from analyzer.campaigns.shares import BASES, Shares
from analyzer.campaigns.timing import TURN, Pairs
from analyzer.locales import LANGUAGES, translator

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

N_ = str

REASONS = {
    "mobile": N_("both are mobile numbers that begin with {what}: numbers of one block of a thousand"),
    "landline": N_("both are landline numbers that begin with {what}: numbers of one exchange"),
    "extension": N_("both numbers begin with {what}: neighbouring extensions of one service number"),
    "signature": N_("messages of both bear the signature 【{what}】"),
    "template": N_("a message of each has the same wording, apart from figures, links and single words"),
    "link": N_("messages of both name {what}"),
    "caller": N_("messages of {number} name {other}, which calls too"),
    "turns": N_(
        "{count} times one of the two called within {turn} seconds after an unanswered call of the other, nobody between; "
        "strangers who call as often would do so about {mean} times; the probability that any two callers do by chance is below {p}"
    ),
    "replaced": N_(
        "the first call of {other} came {hours} hours after the last of {number}; chance would give {mean} such changes among "
        "all callers of this record"
    ),
    "listed": N_("the case file lists {number} as {collector}"),
}  # fmt: skip
"""The reasons, by what was found."""


def tables(
    ground: Ground, joined: Joined, shared: Sequence[Shares], pairs: Pairs, lang: str
) -> tuple[pd.DataFrame, pd.DataFrame, dict[str, tuple[str, ...]], np.ndarray]:
    """The tables of campaigns and of their links, the reasons of the links in each language, and the case of each link."""
    import numpy as np

    found = _links(ground, joined, shared, pairs)
    links = _table_of_links(ground, joined, found, lang)
    reasons = {each: tuple(link.reason[each] for link in found) for each in LANGUAGES}
    case = joined.case[np.array([link.campaign for link in found], dtype=np.int64)]
    return _campaigns(ground, joined, found), links, reasons, case


def names_of(count: int) -> list[str]:
    """Names of campaigns: C01, C02 …; wider where there are a hundred or more.

    Examples
    --------
    >>> names_of(2)
    ['C01', 'C02']
    """
    wide = max(2, len(str(count)))
    return [f"C{i:0{wide}}" for i in range(1, count + 1)]


def _names(joined: Joined) -> list[str]:
    """Names of the campaigns, in each case anew."""
    import numpy as np

    return [name for count in np.unique(joined.case, return_counts=True)[1].tolist() for name in names_of(count)]


def _campaigns(ground: Ground, joined: Joined, links: Sequence[_Link]) -> pd.DataFrame:
    import numpy as np
    import pandas as pd

    many = len(joined.certainty)
    members = np.flatnonzero(joined.of_number >= 0)
    members = members[np.lexsort((ground.rank[members], joined.of_number[members]))]
    numbers = _listed(joined.of_number[members], ground.names[members], many)
    rows = np.flatnonzero(ground.coming)
    rows = rows[joined.of_number[ground.number[rows]] >= 0]
    campaign, at = joined.of_number[ground.number[rows]], ground.at[rows]
    first, last = np.full(many, np.iinfo(np.int64).max), np.full(many, np.iinfo(np.int64).min)
    np.minimum.at(first, campaign, at)
    np.maximum.at(last, campaign, at)
    owners = ground.owners
    pair = np.unique(campaign * max(len(owners), 1) + ground.owner[rows])
    have: list[set[str]] = [set() for _ in range(many)]
    for link in links:
        have[link.campaign].add(link.basis)
    made = pd.DataFrame(
        {
            "campaign": _names(joined),
            "numbers": numbers,
            "basis": [" ".join(basis for basis in BASES if basis in mine) for mine in have],
            "events": np.bincount(campaign, minlength=many),
            "certainty": [CERTAINTIES[grade] for grade in joined.certainty.tolist()],
            "owners": _listed(pair // max(len(owners), 1), owners[pair % max(len(owners), 1)], many),
            "first_at": pd.DatetimeIndex(first.astype("datetime64[s]")).tz_localize("UTC"),
            "last_at": pd.DatetimeIndex(last.astype("datetime64[s]")).tz_localize("UTC"),
        },
        columns=list(CAMPAIGN_COLUMNS),
    )
    return _as_text(made, ("campaign", "numbers", "basis", "certainty", "owners"))


def _listed(group: np.ndarray, texts: np.ndarray, many: int) -> list[str]:
    """Texts of each group, space-separated; groups stand in order."""
    import numpy as np

    cuts = np.searchsorted(group, np.arange(many + 1)).tolist()
    return [" ".join(text for text in texts[a:b].tolist() if text) for a, b in pairwise(cuts)]


class _Link(NamedTuple):
    campaign: int
    basis: str
    one: int
    other: int
    reason: dict[str, str]
    event_ids: str


def _links(ground: Ground, joined: Joined, shared: Sequence[Shares], pairs: Pairs) -> list[_Link]:
    """One per link; those of one campaign by basis, then number."""
    said = {lang: {name: translator(lang)(words) for name, words in REASONS.items()} for lang in LANGUAGES}
    ids, of = ground.events["event_id"], joined.of_number
    found: list[_Link] = []
    for share in shared:
        edges = share.edges(ground, of)
        if not len(edges.one):
            continue
        signed = share.basis == "signature"
        stated = {lang: _stated(ground, of, share, said[lang], lang) if signed else {} for lang in LANGUAGES}
        one_ids = ids.take(share.row[edges.row_one]).tolist()
        other_ids = ids.take(share.row[edges.row_other]).tolist()
        whats = share.texts[share.key[edges.row_one]].tolist()
        keys = share.key[edges.row_one].tolist()
        known: dict[tuple[object, ...], dict[str, str]] = {}  # most links of a campaign have the same reason
        for a, b, what, key, x, y in zip(
            edges.one.tolist(), edges.other.tolist(), whats, keys, one_ids, other_ids, strict=True
        ):
            campaign = int(of[a])
            one = (key, campaign if signed else None, ground.kind[a], *((a, b) if share.basis == "link" else ()))
            if one not in known:
                known[one] = {
                    lang: "; ".join(
                        filter(None, (_reason(ground, share.basis, a, b, what, said[lang], lang), stated[lang].get((campaign, key))))
                    )
                    for lang in LANGUAGES
                }  # fmt: skip
            found.append(_Link(campaign, share.basis, a, b, known[one], _ids(x, y)))
    for i in range(len(pairs.one)):
        a, b = int(pairs.one[i]), int(pairs.other[i])
        if of[a] < 0 or of[a] != of[b]:
            continue
        reason = {
            lang: said[lang]["turns" if pairs.count[i] else "replaced"].format(
                count=int(pairs.count[i]), turn=TURN, mean=f"{pairs.by_chance[i]:.2g}", p=_bound(float(pairs.p[i])),
                number=phone.display(ground.names[a], lang), other=phone.display(ground.names[b], lang),
                hours=f"{pairs.gap[i] / (clock.DAY / 24):.1f}",
            )
            for lang in LANGUAGES
        }  # fmt: skip
        found.append(_Link(int(of[a]), "timing", a, b, reason, " ".join(ids.take(pairs.rows[i]))))
    order = list(BASES)
    rank = ground.rank
    found.sort(
        key=lambda link: (link.campaign, order.index(link.basis), rank[link.one], rank[link.other], link.reason["en"])
    )
    return found


def _table_of_links(ground: Ground, joined: Joined, found: list[_Link], lang: str) -> pd.DataFrame:
    import pandas as pd

    campaigns = _names(joined)
    made = pd.DataFrame(
        [
            (campaigns[link.campaign], ground.names[link.one], ground.names[link.other], link.basis, link.reason[lang], link.event_ids)
            for link in found
        ],
        columns=list(LINK_COLUMNS),
    )  # fmt: skip
    return _as_text(made, LINK_COLUMNS)


def _ids(x: str, y: str) -> str:
    return x if x == y else f"{x} {y}"


def _reason(ground: Ground, basis: str, a: int, b: int, what: str, said: dict[str, str], lang: str) -> str:
    """Why two numbers are linked; `said` holds the reasons in the reader's language."""
    if basis == "number_block":
        kind = str(ground.kind[a])
        shown = what.removeprefix("+86") if kind == "mobile" else what.replace("+86", "0", 1)
        return said[kind if kind in said else "extension"].format(what=shown)
    if basis == "link":
        named = {ground.names[a]: b, ground.names[b]: a}
        if what in named:
            return said["caller"].format(
                number=phone.display(ground.names[named[what]], lang), other=phone.display(what, lang)
            )
        return said["link"].format(what=phone.display(what, lang) if what.lstrip("+").isdigit() else what)
    return said[basis].format(what=what)


def _stated(
    ground: Ground, of: np.ndarray, share: Shares, said: dict[str, str], lang: str
) -> dict[tuple[int, int], str]:
    """Per campaign and signature: the first of its numbers that the case file lists, and as whose."""
    import numpy as np

    known = np.flatnonzero((ground.collector[share.number] >= 0) & (of[share.number] >= 0))
    known = known[np.argsort(ground.rank[share.number[known]], kind="stable")]
    whose: dict[tuple[int, int], str] = {}
    for i in known.tolist():
        number = int(share.number[i])
        whose.setdefault(
            (int(of[number]), int(share.key[i])),
            said["listed"].format(
                number=phone.display(ground.names[number], lang), collector=ground.collectors[ground.collector[number]]
            ),
        )
    return whose


def _bound(p: float) -> str:
    """The next power of ten above a probability."""
    import math

    return f"1e{max(math.floor(math.log10(max(p, 1e-300))) + 1, -299)}"


def _as_text(table: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    return table.astype(dict.fromkeys(columns, "str"))
