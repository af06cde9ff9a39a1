"""Basis: the links and the call-back numbers that messages name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from analyzer import phone
from analyzer.campaigns.ground import Ground, first_rows
from analyzer.campaigns.shares import SUPPORT, Shares, shares
from analyzer.campaigns.texts import Evidence
from analyzer.stated import identified

if TYPE_CHECKING:
    import numpy as np

    from analyzer.settings import Settings

NUMBER = r"(1[3-9]\d[- ]?\d{4}[- ]?\d{4}|0\d{2,3}[- ]?[2-8]\d{6,7}|[48]00[- ]?\d{3}[- ]?\d{4}|9[56]\d{6,9})"
WORTH_A_LOOK = NUMBER + r"|(?i:wx|vx|微信|薇信|威信|qq|扣扣|https?://|www\.)|[A-Za-z0-9-]\.[A-Za-z]{2,}/"
"""Says of all texts at once, in Arrow, in which there can be anything at all."""

LINK = re.compile(r"(?:https?://|www\.)?((?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,})(/[a-z0-9_~.%-]*)?", re.I)
TELEPHONE = re.compile(rf"(?<![\d*-])(?:\+?86[- ]?)?{NUMBER}(?![\d*])")
WECHAT = re.compile(r"(?:微信|薇信|威信|\bvx|\bwx)(?:号|账号)?[\s:：]*([a-z][a-z0-9_-]{5,19}|1[3-9]\d{9})", re.I)
QQ = re.compile(r"(?:qq|扣扣)(?:号|群)?[\s:：]*([1-9]\d{4,10})(?!\d)", re.I)

ASKED = re.compile(
    r"(?:回电|回拨|致电|拨打|咨询|电话|手机|专线|热线|联系(?:人|我|专员|客服|方式)?|加|微信|call|phone|tel)(?:本号|号码|号|话|为|是)?[\s:：,，(（]*$", re.I
)  # fmt: skip
"""What stands right before a number that the reader is asked to ring."""

SOMEBODY = re.compile(r"(?:你|您|妳|父|母|妈|爸|家|亲|友|同事|领导|单位|公司|村|邻居|老板|人事)的?[^\s，。,.;；]{0,4}$")
"""Before that: whose number it is when it is not the sender's own (your employer's telephone)."""


EVERYBODYS = re.compile(
    r"(?:^|\.)(?:gov\.cn|12321\.cn|qq\.com|alipay\.com|apple\.com|taobao\.com|tmall\.com|jd\.com|baidu\.com|google\.com)$"
)
"""Hosts at which anybody has a page: only a page of theirs says something, one of a public body nothing."""


def link_shares(ground: Ground, evidence: Evidence, settings: Settings) -> Shares:
    """Numbers whose messages name the same link, telephone, WeChat or QQ number; a telephone that itself calls is among them.

    Links count within one signature only: customers of a gateway share its short links. A telephone that the text does not ask
    to ring may be a third person's, and only supports.
    """
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    coded: Any = evidence.body.dictionary_encode()
    looked = pc.match_substring_regex(coded.dictionary, WORTH_A_LOOK)
    places = np.flatnonzero(looked.to_numpy(zero_copy_only=False))
    found = [
        (place, *one)
        for place, body in zip(places.tolist(), coded.dictionary.take(pa.array(places)).to_pylist(), strict=True)
        for one in named_in(body)
    ]
    if not found:
        none = np.zeros(0, dtype=np.int64)
        return shares(ground, "link", none, none, none, none, none.astype(object))
    text, what, name, asked = (np.array(column, dtype=object) for column in zip(*found, strict=True))
    text = text.astype(np.int64)
    called = what == "tel"
    if called.any():
        raws, back = np.unique(name[called].astype(str), return_inverse=True)
        known = phone.identify(raws.tolist(), region=settings.region, home_area=settings.home_area)["number"]
        name[called] = known.to_numpy(dtype=object)[back]

    # every message of a text names what the text names
    order = np.argsort(coded.indices.to_numpy(zero_copy_only=False), kind="stable")
    index = coded.indices.to_numpy(zero_copy_only=False)[order]
    begin, end = np.searchsorted(index, text), np.searchsorted(index, text, side="right")
    entry = np.repeat(np.arange(len(text)), end - begin)
    message = order[
        np.arange(len(entry))
        - np.repeat(np.cumsum(end - begin) - (end - begin), end - begin)
        + np.repeat(begin, end - begin)
    ]
    linked = what[entry] == "link"
    signature = np.where(linked, evidence.signature[message], 0)
    texts, code = np.unique(name.astype(str), return_inverse=True)
    wide = len(evidence.signatures)
    weight = np.where(asked[entry].astype(bool), evidence.worded[message], SUPPORT)
    number, row = evidence.number[message], evidence.row[message]
    named, case, used = ground.apart(code[entry], number)
    names = texts[used]
    key = named * wide + signature

    # the telephone named is itself a caller: then it is one of those who share it
    who = ground.numbers.find(case, ground.events["number"].cat.categories.get_indexer(texts)[used])
    caller = who >= 0
    barred = np.isin(texts.astype(object), list(_not_theirs(texts, settings)))[used] | _own(ground, case, names)
    barred |= caller & ~ground.eligible[np.where(caller, who, 0)] if ground.size else caller
    usable = ~barred[named]
    best = np.full(len(names), -1)
    np.maximum.at(best, key // wide, weight)
    self_ = np.flatnonzero(caller & ~barred & (best >= 0))
    if len(self_):
        first = first_rows(ground)[who[self_]]
        number, row = np.append(number, who[self_]), np.append(row, first)
        weight, key = np.append(weight, best[self_]), np.append(key, self_ * wide)
        usable = np.append(usable, np.full(len(self_), True))
    used, key = np.unique(key[usable], return_inverse=True)
    shown = names.astype(object)[used // wide]
    return shares(ground, "link", key, number[usable], weight[usable], row[usable], shown)


def _own(ground: Ground, case: np.ndarray, names: np.ndarray) -> np.ndarray:
    """Which telephones are the owner's, in the case in which they are named."""
    import numpy as np

    whose = np.zeros(len(ground.owners), dtype=np.int64)
    whose[ground.owner] = ground.case[ground.number]
    own = {(one, number) for one, number in zip(whose.tolist(), ground.owners.tolist(), strict=True) if number}
    own |= ground.stated
    return np.array([pair in own for pair in zip(case.tolist(), names.tolist(), strict=True)], dtype=bool)


def _not_theirs(names: np.ndarray, settings: Settings) -> set[str]:
    """Telephones that tell nothing of who names them: the owner's, those of people to leave alone, public lines."""
    case = settings.case
    own = identified((*case.owner.numbers, *case.allow), settings)
    return own | {name for name in names.tolist() if len(name) <= 12 and phone.is_public_line(name)}


def named_in(body: str) -> set[tuple[str, str, bool]]:
    """Links, telephones, WeChat and QQ numbers of a text, and whether the reader is asked to use them.

    Examples
    --------
    >>> sorted(named_in("请回电0755-20000316，或点 dq.example/a/77 查看"))
    [('link', 'dq.example/a', True), ('tel', '0755-20000316', True)]
    """
    found: set[tuple[str, str, bool]] = set()
    for hit in LINK.finditer(body):
        if hit[2] or "://" in hit[0] or hit[0].lower().startswith("www."):
            public = EVERYBODYS.search(hit[1].lower())
            if public and (not (hit[2] or "").strip("/") or public[0].endswith(("gov.cn", "12321.cn"))):
                continue
            found.add(("link", (hit[1] + (hit[2] or "")).lower().rstrip("/."), True))
    links = LINK.sub(lambda hit: " " * len(hit[0]), body)
    for hit in WECHAT.finditer(links):
        found.add(("wechat", f"WeChat {hit[1].lower()}", True))
    for hit in QQ.finditer(links):
        found.add(("qq", f"QQ {hit[1]}", True))
    for hit in TELEPHONE.finditer(links):
        before = links[max(hit.start() - 16, 0) : hit.start()]
        asked = ASKED.search(before)
        found.add(("tel", hit[1], bool(asked and not SOMEBODY.search(before[: asked.start()]))))
    return found
