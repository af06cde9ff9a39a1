"""The case file (``case.toml``) read and checked: an entry or a word that is misspelt is refused, never lost."""

from __future__ import annotations

import re
import tomllib
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from analyzer.case_entries import apart, collector, filed, refusal, refuse_unknown
from analyzer.problems import UsageError
from analyzer.settings import (
    CREDITOR_TYPES,
    LINE_ROLES,
    CaseFile,
    Collector,
    Complaint,
    Correction,
    Line,
    Owner,
    Refusal,
)
from analyzer.wording import FLAGS, KINDS


def read_case_file(path: Path) -> CaseFile:
    """Read and check ``case.toml``.

    Raises
    ------
    UsageError
        One sentence naming the file, the entry and what to write instead.
    """
    try:
        raw = path.read_bytes()
        text = raw.decode("utf-8-sig")
    except OSError as error:
        raise UsageError(
            "the case file {path} cannot be read ({why}): check the name", path=path, why=error.strerror or error
        ) from None
    except UnicodeDecodeError:
        raise UsageError("the case file {path} is not UTF-8 text: save it again as UTF-8", path=path) from None
    try:
        return replace(case_file(tomllib.loads(text), str(path)), raw=raw)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(
            "the case file {path} is not valid TOML ({why}): mend that line", path=path, why=error
        ) from None


def case_file(data: dict[str, Any], path: str = "case.toml") -> CaseFile:
    """Build a `CaseFile` from parsed TOML, refusing entries it does not know (a misspelt key must not be lost)."""
    known = {"owner", "line", "collector", "refusal", "complaint", "allow", "apart", "correction"}
    refuse_unknown(data, known, path, "")
    owner = dict(data.get("owner", {}))
    zone, region = str(owner.pop("zone", "")), str(owner.pop("region", "")).upper()
    numbers = owner.pop("numbers", owner.pop("number", ()))
    owner["numbers"] = (numbers,) if isinstance(numbers, str) else tuple(map(str, numbers))
    allow = data.get("allow", {})
    refuse_unknown(allow, {"numbers"}, path, "allow")
    collectors = [
        {
            **collector(c, path),
            "numbers": tuple(map(str, c.get("numbers", ()))),
            "signatures": tuple(map(str, c.get("signatures", ()))),
        }
        for c in data.get("collector", ())
    ]
    for entry in collectors:
        if entry.get("creditor_type", "unknown") not in CREDITOR_TYPES:
            raise UsageError(
                "{path}: creditor_type {given!r} is not one of {allowed}",
                path=path,
                given=entry["creditor_type"],
                allowed=", ".join(CREDITOR_TYPES),
            )
    refusals = [refusal(r, path) for r in data.get("refusal", ())]
    lines = tuple(_entry(Line, x, path, "line") for x in data.get("line", ()))
    _check_references(lines, {str(c.get("name", "")) for c in collectors}, refusals, path)
    return CaseFile(
        owner=_entry(Owner, owner, path, "owner"),
        lines=lines,
        collectors=tuple(_entry(Collector, x, path, "collector") for x in collectors),
        refusals=tuple(_entry(Refusal, x, path, "refusal") for x in refusals),
        complaints=tuple(
            _entry(Complaint, filed(x, path, collectors), path, "complaint") for x in data.get("complaint", ())
        ),
        allow=tuple(map(str, allow.get("numbers", ()))),
        apart=apart(data.get("apart", ()), path),
        corrections=tuple(_correction(entry, path) for entry in data.get("correction", ())),
        zone=zone,
        region=region,
    )


def _correction(entry: Any, path: str) -> Correction:
    """A correction whose kind and flags are known words."""
    refuse_unknown(entry, {"events", "kind", "strike", "why"}, path, "correction")
    events, strike = entry.get("events", ()), entry.get("strike", ())
    if isinstance(events, str) or not events or isinstance(strike, str):
        raise UsageError('{path}: a [[correction]] needs events = ["1a2b3c4d-17"] and lists in brackets', path=path)
    for given, known in (*((flag, FLAGS) for flag in strike), *([(entry["kind"], KINDS)] if entry.get("kind") else [])):
        if given not in known:
            raise UsageError(
                "{path}: {given!r} in a [[correction]] is not one of {allowed}",
                path=path, given=given, allowed=", ".join(known),
            )  # fmt: skip
    return Correction(tuple(map(str, events)), str(entry.get("kind", "")), tuple(strike), str(entry.get("why", "")))


def _check_references(lines: tuple[Line, ...], collectors: set[str], refusals: list[Any], path: str) -> None:
    """A role, a line or a caller that is misspelt must not be lost."""
    for line in lines:
        if line.role not in LINE_ROLES:
            raise UsageError(
                "{path}: role {given!r} of a [[line]] is not one of {allowed}",
                path=path, given=line.role, allowed=", ".join(LINE_ROLES),
            )  # fmt: skip
    for entry in refusals:
        if not isinstance(entry, dict):
            continue
        to, line = str(entry.get("to", "")), str(entry.get("line", ""))
        sender_id = len(to) <= 11 and to.isascii()  # as GSM 03.40 allows a name for a sender
        if to and to not in collectors and not sender_id and not any(letter.isdigit() for letter in to):
            raise UsageError(
                "{path}: to = {to!r} of a [[refusal]] is neither a number nor the name of a [[collector]]",
                path=path, to=to,
            )  # fmt: skip
        if line and line not in {one.export for one in lines}:
            raise UsageError(
                "{path}: line = {line!r} of a [[refusal]] is not the export of a [[line]]", path=path, line=line
            )


def _entry(kind: type, data: Any, path: str, where: str) -> Any:
    names = {f.name for f in fields(kind)}
    refuse_unknown(data, names, path, where)
    try:
        return kind(**data)
    except TypeError as error:
        missing = ", ".join(re.findall(r"'(\w+)'", str(error))) or str(error)
        raise UsageError("{path}: [{where}] lacks {missing}", path=path, where=where, missing=missing) from None
