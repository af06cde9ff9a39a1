"""The facts of a case for other programs: ``case.json``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from analyzer.coverage import partly_hidden
from analyzer.writers.json_rows import Rows, Words, pieces

if TYPE_CHECKING:
    import pandas as pd

    from analyzer.case import Case
    from analyzer.filed import Filed


def case_json(case: Case) -> bytes:
    """Version, settings, sources, counts, rules, numbers and findings as JSON (UTF-8, keys in a fixed order, a row to a line).

    Events and messages are left to ``data/events.csv``; everything here can be recounted from it.
    """
    return b"".join(case_pieces(case))


def case_pieces(case: Case) -> Iterator[bytes | memoryview]:
    """The bytes of `case_json`, piece by piece."""
    settings = case.settings
    days = case.days
    hidden = {masked: list(numbers) for masked, numbers in partly_hidden(case.numbers, settings.region).items()}
    facts: dict[str, Any] = {
        "version": case.version,
        "made_on": case.made_on.isoformat(),
        **({"masked": {"sealed_manifest_sha256": case.masked.sealed}} if case.masked is not None else {}),
        "settings": {
            "owner": settings.owner, "region": settings.region, "zone": settings.zone, "zone_stated": settings.zone_stated,
            "rules": list(settings.rules), "since": _day(settings.since), "until": _day(settings.until), "lang": settings.lang,
            "encoding": settings.encoding, "home_area": settings.home_area,
            "columns": [list(pair) for pair in settings.columns], "values": [list(pair) for pair in settings.values], "unusual": settings.unusual,
        },
        "period": {"first_day": _day(days[0]) if days else None, "last_day": _day(days[1]) if days else None},
        "counts": {
            "events": len(case.events), "numbers": len(case.numbers), "findings": len(case.fired),
            "not_evaluable": len(case.findings) - len(case.fired), "reported": len(case.reported), "set_aside": len(case.set_aside),
            "problems": len(case.problems),
        },
        "sources": [{**row, **_reading(case, row["source"])} for row in records(case.sources)],
        "rules": [
            {"id": rule.id, "jurisdiction": rule.jurisdiction, "force": rule.force, "title": rule.title[case.lang], "limit": rule.limit,
             "counts": rule.counts, "per": list(rule.per), "window": dict(rule.window), "citation": rule.citation(case.lang),
             "in_force_from": _day(rule.in_force_from), "in_force_to": _day(rule.in_force_to), "confidence": rule.confidence}
            for rule in case.rules
        ],
        **({"partly_hidden": hidden} if hidden else {}),
        "reported": case.reported["number"].tolist(),
        "numbers": Rows(case.numbers),
        **_callers(case),
        "messages": _messages(case),
        **_cited(case),
        "complaints": [_complaint(one) for one in case.filed],
        "findings": Rows(case.findings, dict.fromkeys(("event_ids", "assumptions"), "words")),
    }  # fmt: skip
    yield from pieces(facts)
    yield b"\n"


def _messages(case: Case) -> dict[str, Any]:
    """Messages received by kind and by flag, and those with a flag of conduct, without their texts."""
    from analyzer.messages import CONDUCT
    from analyzer.wording import FLAGS, KINDS

    direction = case.events["direction"][(case.events["kind"] != "call").to_numpy()]  # one per message, in their order
    rows = case.messages[(direction == "in").to_numpy()]
    kinds = rows["message_kind"].value_counts()
    cells = rows["flags"].value_counts()
    flags = {flag: sum(int(n) for cell, n in cells.items() if flag in str(cell).split()) for flag in FLAGS}
    marked = rows[rows["flags"].isin([cell for cell in cells.index if set(str(cell).split()) & set(CONDUCT)])]
    return {
        "received": len(rows),
        "kinds": {kind: int(kinds[kind]) for kind in KINDS if kind in kinds.index},
        "flags": {flag: n for flag, n in flags.items() if n},
        "marked": Rows(marked, {"flags": "words", "struck": "words", "spans": "spans"}),
    }  # fmt: skip


def _callers(case: Case) -> dict[str, Any]:
    """Numbers that are taken for one caller, why, and which caller reached which line."""
    return {
        "campaigns": Rows(case.campaigns, dict.fromkeys(("numbers", "basis", "owners"), "words")),
        "links": Rows(case.links, {"event_ids": "words"}),
        "lines": {"lines": Rows(case.reach.lines), "reached": Rows(case.reach.table)},
    }


def _cited(case: Case) -> dict[str, Any]:
    """Texts that can only be cited with the facts and findings that bear on them; a fact that bears on several stands once."""
    ids = case.events["event_id"]
    facts = {id(fact): fact for one in case.bearings for fact in one.facts}
    place = {key: f"X{i:02}" for i, key in enumerate(facts, 1)}
    return {
        "facts": [
            {"id": place[key], "fact": fact.key, "events": len(fact.rows), "value": fact.value, "event_ids": Words(ids.take(fact.rows))}
            for key, fact in facts.items()
        ],
        "citations": [
            {
                "id": one.citation.id, "jurisdiction": one.citation.jurisdiction, "force": one.citation.force,
                "title": one.citation.title[case.lang], "citation": one.citation.citation(case.lang),
                "in_force_from": _day(one.citation.in_force_from), "in_force_to": _day(one.citation.in_force_to),
                "confidence": one.citation.confidence, "facts": [place[id(fact)] for fact in one.facts],
                "findings": one.findings["finding_id"].tolist(),
            }
            for one in case.bearings
        ],
    }  # fmt: skip


def _complaint(one: Filed) -> dict[str, Any]:
    """A complaint of the case file and what came after it."""
    made, change = one.complaint, one.change
    return {
        "channel": made.channel, "known_as": one.channel, "date": _day(made.date), "reference": made.reference, "about": list(made.about),
        "answered": _day(made.answered), "result": made.result, "due": _day(one.due), "state": one.state, "days_since": one.since,
        "events_since": len(one.later),
        "change": None if change is None else {name: getattr(change, name) for name in ("before", "after", "days_before", "days_after", "ratio", "low", "high")},
    }  # fmt: skip


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows of a table as plain values: instants ISO 8601, missing as None."""
    import pandas as pd

    plain = table.copy()
    for name in plain.columns:
        if plain[name].dtype.kind == "M":
            plain[name] = pd.Series(
                [None if pd.isna(t) else t.isoformat().replace("+00:00", "Z") for t in plain[name]], dtype=object
            )
    return [{key: None if value is pd.NA else value for key, value in row.items()} for row in plain.to_dict("records")]


def _reading(case: Case, source: str) -> dict[str, Any]:
    for reading in case.readings:
        if reading["source"] == source:
            return {
                "title": reading["title"],
                "zone_basis": reading["zone_basis"],
                "lists_missed": reading["lists_missed"],
                "skipped_why": reading["skipped_why"],
                **({"blocked": list(reading["blocked"])} if reading.get("blocked") else {}),
            }
    return {}


def _day(day: Any) -> str | None:
    return day.isoformat() if day else None
