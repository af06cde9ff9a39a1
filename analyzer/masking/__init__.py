"""A copy of a case to hand around: the reported callers stay, everybody else is replaced by stable marks.

Nothing is edited in files that were written: the tables of the case are masked and every paper is composed anew from them, on
the one path there is. What is counted stays as it was counted. Of numbers that are not reported the texts of messages are left
out altogether; in those of reported callers names, numbers, codes, cards, identity numbers, plates, addresses, e-mail and what
follows the host of a link are replaced, and the places that word rules marked are moved along.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from analyzer import phone
from analyzer.case import Case, MaskedCopy
from analyzer.masking.casefile import masked_settings
from analyzer.masking.marks import STARS, Marks
from analyzer.masking.people import known_names, protected, secrets, spelt
from analyzer.masking.texts import Masked, Masker

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["STARS", "Marks", "Masked", "Masker", "mask"]

N_ = str

WITHHELD = N_("[text of {n} characters, left out of the copy]")
"""What stands for a message of somebody who is not reported."""

RAW = N_("[left out of the copy]")
"""What stands for raw text of a row that could not be read."""


def mask(case: Case, sealed: str = "", carriers: Mapping[str, str] | None = None) -> Case:
    """The case as a copy to hand around tells it.

    Parameters
    ----------
    case : Case
    sealed : str
        SHA-256 of the manifest of the folder that the copy belongs to.
    carriers : mapping, optional
        Carrier of each own number, which a mark does not tell.

    Returns
    -------
    Case
        With ``masked`` set; rows, counts, findings and event ids are those of `case`, without figures.
    """
    kept = _kept(case)
    marks = Marks(kept, case.text)
    for owner in case.events["owner"].cat.categories:
        marks.number(str(owner))
    names = known_names(case, marks)
    masker = Masker(marks, spelt(case), names, secrets(case, marks), protected(case))
    text = _remembering(masker)
    files = _files(case, marks)
    settings = masked_settings(case.settings, marks, text, files)
    bodies = _bodies(case, masker)
    place = bodies["place"]
    copy = dataclasses.replace(
        case,
        settings=settings,
        events=_events(case, marks, names, text, bodies["text"]),
        numbers=_numbers(case.numbers, marks, names),
        messages=_messages(case, kept, text, place),
        campaigns=_listed(case.campaigns, marks, ("numbers", "owners")),
        links=_texts(_single(case.links, marks, ("number", "other")), text, ("reason",)),
        findings=_single(case.findings, marks, ("owner", "number")),
        problems=_problems(case, text),
        sources=case.sources.assign(path=[_stored(path, files) for path in case.sources["path"]]).astype({"path": "str"}),
        readings=tuple(_reading(note, marks, text, files, case) for note in case.readings),
        figures={},
        reasons={lang: tuple(text(one) for one in told) for lang, told in case.reasons.items()},
        masked=MaskedCopy(sealed, {marks.number(owner): carrier for owner, carrier in (carriers or {}).items()}),
    )  # fmt: skip
    # who is reported and why others are set aside was decided on the real names and numbers
    copy.__dict__["_named"] = _numbers(case._named, marks, names)
    return copy


def _kept(case: Case) -> set[str]:
    """Numbers that stay: reported ones, those the case file gives to collectors, public lines, and callers without a number."""
    numbers = [str(number) for number in case.events["number"].cat.categories]
    public = {number for number in numbers if phone.is_public_line(number)}
    return {*map(str, case.reported["number"]), *case.collector_of, *public, *phone.BUCKETS}


def _remembering(masker: Masker) -> Callable[[str], str]:
    known: dict[str, str] = {}

    def text(words: str) -> str:
        if words not in known:
            known[words] = masker.mask(words).text
        return known[words]

    return text


def _bodies(case: Case, masker: Masker) -> dict[str, dict]:
    """The masked text of each message by event id, and how its places move.

    Messages of numbers that are not kept give way as a whole, so that every place in them becomes the whole mark.
    """
    _, codes = case.text, {"code"}
    said = case.messages[["event_id", "message_kind"]]
    rows = case.events[["event_id", "number", "body"]].merge(said, on="event_id")
    known: dict[tuple[str, bool], Masked] = {}
    texts: dict[str, str] = {}
    places: dict[str, Masked] = {}
    for event, number, body, kind in zip(*(rows[name].astype("str").tolist() for name in rows), strict=True):
        if number in masker.marks.kept:
            key = (body, kind in codes)
            if key not in known:
                known[key] = masker.mask(*key)
            made = known[key]
        else:
            whole = _(WITHHELD).format(n=len(body)) if body else ""
            made = Masked(whole, ((0, len(body), whole),) if body else ())
        texts[event], places[event] = made.text, made
    return {"text": texts, "place": places}


def _events(
    case: Case, marks: Marks, names: Mapping[str, str], text: Callable[[str], str], bodies: Mapping[str, str]
) -> pd.DataFrame:
    events = case.events
    number = events["number"].astype("str")
    kept = number.isin(marks.kept)
    shown = number.map({one: marks.number(one) for one in number.unique()}).astype("str")
    raw = events["number_raw"].astype("str")
    plain = raw.map({one: one if _is_number(one) else None for one in raw.unique()})
    return events.assign(
        owner=_renamed(events["owner"], marks),
        number=_renamed(events["number"], marks),
        number_raw=plain.where(plain.notna() & kept, shown).astype("str"),
        body=_bodies_of(events, bodies, text),
        name=_mapped(events["name"], names, marks),
        line=_mapped_text(events["line"], text),
        label=_mapped_text(events["label"], text),
        row=_mapped_text(events["row"], lambda row: row if row.isdigit() else text(row)),
    )[list(events.columns)]


def _bodies_of(events: pd.DataFrame, bodies: Mapping[str, str], text: Callable[[str], str]) -> pd.Series:
    """Texts by event; what an export noted beside a call is a text like others."""
    old = events["body"].fillna("").astype("str").tolist()
    ids = events["event_id"].astype("str").tolist()
    new = [bodies[one] if one in bodies else text(body) for one, body in zip(ids, old, strict=True)]
    return _as(events["body"], new)


def _is_number(raw: str) -> bool:
    return all(sign.isdigit() or sign in "+-*() ." for sign in raw)


def _renamed(column: pd.Series, marks: Marks) -> pd.Series:
    """A categorical column of numbers; the order of its categories stays."""
    return column.cat.rename_categories({one: marks.number(str(one)) for one in column.cat.categories})


def _mapped(column: pd.Series, names: Mapping[str, str], marks: Marks) -> pd.Series:
    known = {one: names.get(one) or marks.of("person", one) for one in column.dropna().astype("str").unique()}
    return _as(column, [known.get(str(one), "") for one in column.fillna("")])


def _mapped_text(column: pd.Series, text: Callable[[str], str]) -> pd.Series:
    known = {one: text(str(one)) for one in column.dropna().unique()}
    return _as(column, [known.get(one, "") for one in column.fillna("")])


def _as(column: pd.Series, values: list[str]) -> pd.Series:
    import pandas as pd

    return pd.Series(values, index=column.index, dtype="str", name=column.name)


def _numbers(table: pd.DataFrame, marks: Marks, names: Mapping[str, str]) -> pd.DataFrame:
    """Rows of numbers; of those that do not stay, place and carrier are left out too."""
    kept = table["number"].astype("str").isin(marks.kept)
    blank = {name: table[name].where(kept, "").astype("str") for name in ("region", "carrier")}
    made = _single(table, marks, ("owner", "number"))
    return made.assign(**blank, name=_mapped(table["name"], names, marks))


def _single(table: pd.DataFrame, marks: Marks, columns: tuple[str, ...]) -> pd.DataFrame:
    return table.assign(**{name: _as(table[name], marks.numbers(table[name].astype("str"))) for name in columns})


def _listed(table: pd.DataFrame, marks: Marks, columns: tuple[str, ...]) -> pd.DataFrame:
    return table.assign(
        **{name: _as(table[name], [" ".join(marks.numbers(cell.split(" "))) for cell in table[name].astype("str")]) for name in columns}
    )  # fmt: skip


def _texts(table: pd.DataFrame, text: Callable[[str], str], columns: tuple[str, ...]) -> pd.DataFrame:
    return table.assign(**{name: _mapped_text(table[name], text) for name in columns})


def _messages(case: Case, kept: set[str], text: Callable[[str], str], place: Mapping[str, Masked]) -> pd.DataFrame:
    """Kinds and flags as they were, their places moved along; signatures of kept senders only."""
    table = case.messages
    ids = table["event_id"].astype("str")
    stays = ids.map(dict(zip(case.events["event_id"].astype("str"), case.events["number"].astype("str").isin(kept), strict=True)))  # fmt: skip
    return table.assign(
        spans=_as(table["spans"], [_moved(str(spans), place[one]) for one, spans in zip(ids, table["spans"].fillna(""), strict=True)]),
        signature=_mapped_text(table["signature"], text).where(stays.astype(bool), ""),
    )  # fmt: skip


def _moved(spans: str, masked: Masked) -> str:
    moved = []
    for span in spans.split():
        flag, where, rule = span.split(":", 2)
        start, _dash, end = where.partition("-")
        moved.append(f"{flag}:{masked.place(int(start))}-{masked.place(int(end), end=True)}:{rule}")
    return " ".join(moved)


def _problems(case: Case, text: Callable[[str], str]) -> pd.DataFrame:
    _, table = case.text, case.problems
    raw = _as(table["raw"], [_(RAW) if one else "" for one in table["raw"].fillna("").astype("str")])
    return _texts(table.assign(raw=raw), text, ("note", "column", "row"))


def _files(case: Case, marks: Marks) -> dict[str, str]:
    """Names of files → their names in the copy, with their endings; names inside of archives too."""
    named: dict[str, str] = {}
    for note in case.readings:
        for path in (note["path"], note["stored"]):
            for part in PurePosixPath(str(path).replace("\\", "/")).parts:
                ending = PurePosixPath(part).suffix
                ending = ending if ending[1:].isascii() and ending[1:].isalnum() and len(ending) <= 6 else ""
                named.setdefault(part, marks.of("file", part) + ending)
    return named


def _stored(path: str, files: Mapping[str, str]) -> str:
    head, *parts = PurePosixPath(str(path)).parts
    return "/".join([head, *(files.get(part, part) for part in parts)])


def _reading(note: dict, marks: Marks, text: Callable[[str], str], files: Mapping[str, str], case: Case) -> dict:
    """What was understood of an export, without its name and without headings that name somebody."""
    name = partial(_stored, files=files)
    return {
        **note,
        "path": files[PurePosixPath(str(note["path"]).replace("\\", "/")).name],
        "stored": name("x/" + str(note["stored"]))[2:],
        "understood": tuple((text(str(heading)), taken) for heading, taken in note["understood"]),
        "unmapped": tuple(text(str(heading)) for heading in note["unmapped"]),
        "owner": marks.number(_canonical(str(note["owner"] or ""), case)),
        "blocked": tuple(marks.number(_canonical(str(one), case)) for one in note.get("blocked", ())),
    }


def _canonical(number: str, case: Case) -> str:
    settings = case.settings
    if not number:
        return ""
    table = phone.identify([number], region=settings.region, home_area=settings.home_area)
    return str(table["number"].iat[0])
