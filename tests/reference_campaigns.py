"""Campaigns once more, in plain Python from the definitions of docs/campaigns.md: every pair of numbers, no arrays."""

import math
import re
from itertools import combinations, pairwise

from analyzer import phone
from analyzer.campaigns.callbacks import named_in
from analyzer.templates import templates

DEBT = {"loan_marketing", "illicit_marketing", "fraud", "debt_reminder", "debt_pressure"}
FULL, HINT, SUPPORT = 2, 1, 0
GENERIC = {"温馨提示", "还款提醒", "通知"}


def weights(kind):
    """What signature and wording of a message of this kind weigh; None: nothing."""
    if kind in DEBT:
        return FULL, FULL
    if kind == "advertising":
        return FULL, SUPPORT
    return (SUPPORT, SUPPORT) if kind in ("unsure", "") else (None, None)


def block_of(number, kind):
    if kind == "mobile" and re.fullmatch(r"\+861\d{10}", number):
        return number[:11]
    if kind == "landline" and number.startswith("+86"):
        return number[:-4] + "/" + str(len(number))
    if kind == "service" and len(number) >= 6:
        return number[: max(5, len(number) - 3)] + "/" + str(len(number))
    if kind == "toll_free" and len(number) == 10:
        return number[:7]
    return None


def events_of(table, kinds):
    rows, kinds = [], list(kinds)
    for event in table.to_dict("records"):
        kind = "" if event["kind"] == "call" else kinds.pop(0)
        rows.append({**event, "t": int(event["at"].timestamp()), "mk": kind})
    return rows


def campaigns_of(table, kinds, settings):
    """Pairs (numbers, certainty)."""
    rows = events_of(table, kinds)
    numbers = sorted({row["number"] for row in rows})
    kind = dict(zip(numbers, phone.identify(numbers)["number_kind"], strict=True))
    owners = {row["owner"] for row in rows}
    allowed = set(phone.identify(list(settings.case.allow))["number"])
    inbound = {n: [r for r in rows if r["number"] == n and r["direction"] == "in"] for n in numbers}
    out = {n: [r for r in rows if r["number"] == n and r["direction"] == "out"] for n in numbers}
    named = {n: any(r["name"] for r in rows if r["number"] == n) for n in numbers}
    contact, able = set(), set()
    for n in numbers:
        begins = bool(out[n]) and (not inbound[n] or min(r["t"] for r in out[n]) < min(r["t"] for r in inbound[n]))
        if n in allowed or (out[n] and (named[n] or begins or 4 * len(out[n]) >= len(inbound[n]))):
            contact.add(n)
        public = kind[n] in ("short", "service", "toll_free") and phone.is_public_line(n)
        if inbound[n] and n not in contact | owners and kind[n] not in ("withheld", "masked", "unknown") and not public:
            able.add(n)

    shared = [
        blocks(numbers, kind, able, contact, named, inbound, out),
        *worded(rows, able, owners | allowed, numbers),
        timed(rows, able, owners),
    ]
    full, double, sure = set(), set(), set()
    for pair in combinations(sorted(able), 2):
        number, time = shared[0].get(pair), shared[4].get(pair)
        text = [one[pair] for one in shared[1:4] if pair in one]
        have = [w for w in (number, max(text, default=None), time) if w is not None]
        if FULL in have:
            full.add(pair)
        if len(have) >= 2:
            double.add(pair)
            if FULL in have:
                sure.add(pair)
    whole = pieces(able, full | double)
    firm = pieces(able, sure)
    made = [(group, "high" if group in firm else "medium") for group in whole if len(group) > 1]
    free = {n for group in whole if len(group) == 1 for n in group}
    hints = {p for one in shared[:4] for p, w in one.items() if w >= HINT and set(p) <= free}
    made += [(group, "low") for group in pieces(free, hints) if len(group) > 1]
    return set(made)


def pieces(members, pairs):
    groups = [{n} for n in sorted(members)]
    for a, b in sorted(pairs):
        one, other = next(g for g in groups if a in g), next(g for g in groups if b in g)
        if one is not other:
            groups.remove(other)
            one |= other
    return {frozenset(group) for group in groups}


def blocks(numbers, kind, able, contact, named, inbound, out):
    found = {}
    members = {}
    for n in numbers:
        if (n in able or n in contact) and (key := block_of(n, kind[n])):
            members.setdefault((kind[n], key), []).append(n)
    for (what, _), block in members.items():
        called = [n for n in block if any(r["kind"] == "call" for r in out[n])]
        if any(n in contact for n in block) or (len(called) >= 2 and 3 * len(called) >= len(block)):
            continue
        weight = SUPPORT
        if what == "mobile" and not any(named[n] for n in block) and len(block) >= 2:
            weight = FULL if len(block) >= 3 and sum(len(inbound[n]) for n in block) >= 10 else HINT
        found.update(dict.fromkeys(combinations(sorted(block), 2), weight))
    return found


def written(body):
    hit = re.match(r"^\s*【([^【】]{2,20})】", body) or re.search(r"【([^【】]{2,20})】\s*$", body)
    return hit[1] if hit else ""


def worded(rows, able, never, numbers):
    """Signatures, wording, links: the least weight of the two in the best key that they share."""
    sent = [r for r in rows if r["kind"] != "call"]
    groups = templates([r["body"] for r in sent])
    keys = ({}, {}, {})

    def see(which, key, number, weight):
        held = keys[which].setdefault(key, {})
        held[number] = max(weight, held.get(number, -1))

    names = [written(r["body"]) for r in sent]
    known = set()
    for name in set(names) - {""}:
        mine = [
            r["mk"]
            for r, n in zip(sent, names, strict=True)
            if n == name and r["number"] in able and r["direction"] == "in"
        ]
        telling = sum(kind in DEBT for kind in mine)
        if telling >= 3 and telling * 2 > sum(kind not in ("unsure", "") for kind in mine):
            known.add(name)

    for message, group, name in zip(sent, groups.tolist(), names, strict=True):
        signed, word = weights(message["mk"])
        if name in known:
            word = FULL if message["mk"] in ("unsure", "") else word
            signed = signed if message["mk"] in ("code", "personal") else FULL
        if message["number"] not in able or message["direction"] != "in" or signed is None:
            continue
        body, n = message["body"], message["number"]
        if name and name not in GENERIC:
            see(0, name, n, signed)
        if word is None:
            continue
        letters = len(re.sub(r"[\W\d_]", "", body).encode())
        if group >= 0 and letters >= 36:
            see(1, (group, name), n, word if letters >= 90 else min(word, SUPPORT))
        for what, value, asked in named_in(body):
            value = phone.identify([value])["number"][0] if what == "tel" else value
            if value in never or (value in numbers and value not in able):
                continue
            see(2, (value, name if what == "link" else ""), n, word if asked else SUPPORT)
    for (value, name), held in keys[2].items():
        if value in able and not name:
            held[value] = max(held.values())
    result = []
    for kept in keys:
        pairs = {}
        for held in kept.values():
            for a, b in combinations(sorted(held), 2):
                pairs[a, b] = max(min(held[a], held[b]), pairs.get((a, b), -1))
        result.append(pairs)
    return result


def timed(rows, able, owners):
    found = {}
    for owner in owners:
        mine = [r for r in rows if r["owner"] == owner]
        called = [r for r in mine if r["number"] in able and r["kind"] == "call" and r["direction"] == "in"]
        called.sort(key=lambda r: (r["t"], r["number"]))
        at = {}
        for call in called:
            at.setdefault(call["number"], []).append((call["t"], call["outcome"] in ("missed", "rejected", "blocked")))
        turns = {}
        for a, b in pairwise(called):
            missed = a["outcome"] in ("missed", "rejected", "blocked")
            if a["number"] != b["number"] and b["t"] - a["t"] <= 120 and missed:
                turns.setdefault(tuple(sorted((a["number"], b["number"]))), []).append((a["t"], b["t"]))
        tests = len(at) * (len(at) - 1) / 2
        for (a, b), when in turns.items():
            if len(when) < 5 or when[-1][1] - when[0][0] < 86_400:
                continue
            span = max(min(at[a][-1][0], at[b][-1][0]) - max(at[a][0][0], at[b][0][0]), 86_400) * 10 / 24
            lost = [t for t, m in at[a] if m], [t for t, m in at[b] if m]
            far = (len(lost[0]) * len(at[b]) + len(lost[1]) * len(at[a])) * 120 / span
            near = sum(abs(s - t) <= 1800 for t in lost[0] for s, _ in at[b]) + sum(
                abs(s - t) <= 1800 for t in lost[1] for s, _ in at[a]
            )
            k, mean = len(when), max(far, near * 120 / 3600)
            if k > mean and math.exp(k - mean + k * math.log(mean / k)) * tests < 1e-6:
                found[a, b] = FULL
        edges = min(r["t"] for r in mine), max(r["t"] for r in mine)
        busy = sorted(n for n in at if len(at[n]) >= 10)
        for a in busy:
            last = at[a][-1][0]
            later = sorted((at[b][0][0], b) for b in busy if at[b][0][0] > last)
            if not later or later[0][0] - last > 86_400 or edges[1] - last < 86_400 or later[0][0] - edges[0] < 86_400:
                continue
            if len(busy) * (len(busy) - 1) * (later[0][0] - last) / (edges[1] - edges[0]) < 0.05:
                pair = tuple(sorted((a, later[0][1])))
                found[pair] = max(found.get(pair, -1), SUPPORT)
    return found
