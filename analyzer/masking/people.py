"""Whom a case knows: names in address books and in the case file, numbers in the spellings that people use, what must not go out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from analyzer.masking.patterns import ADDRESSED, COMMON, HAN, LATIN_NAME, WHOLE_NAME

if TYPE_CHECKING:
    from analyzer.case import Case
    from analyzer.masking.marks import Marks


TOWN = re.compile(rf"^(?:[{HAN}]{{2,8}}?(?:省|自治区|市|区|县|镇|乡|街道))+")
"""Province, town and district at the beginning of an address."""


def spelt(case: Case) -> dict[str, str]:
    """Digits of every number of the case, in each spelling without separators → the canonical number."""
    found: dict[str, str] = {}
    listed = [*case.events["number"].cat.categories, *case.events["owner"].cat.categories]
    for number in map(str, listed):
        digits = "".join(filter(str.isdigit, number))
        if len(digits) < 3 or number in found:
            continue
        spellings = [digits]
        if number.startswith("+86"):
            spellings += [digits[2:], "0" + digits[2:], "00" + digits]
        elif number.startswith("+"):
            spellings += ["00" + digits, *(("0" + digits[n:]) for n in (1, 2, 3)), *(digits[n:] for n in (1, 2, 3))]
        for one in spellings:
            if len(one) >= 5 or one == digits:
                found.setdefault(one, number)
    return found


def protected(case: Case) -> tuple[str, ...]:
    """Texts about the callers that stay: collectors, creditors, products and signatures of the case file."""
    found = []
    for one in case.settings.case.collectors:
        found += [one.name, one.creditor, one.product, one.creditor_address, *one.signatures]
    return tuple(word for word in found if word)


def known_names(case: Case, marks: Marks) -> dict[str, str]:
    """Names that texts are searched for → their mark, with the forms in which people are addressed by them."""
    file, kept = case.settings.case, set(protected(case))
    found: dict[str, str] = {}
    owner = file.owner.name
    if owner:
        mark = marks.of("owner", owner)
        found |= dict.fromkeys(_forms(owner, latin_parts=True), mark)
    rows = case.events[["name", "number"]].drop_duplicates()
    listed = [str(name) for name in rows["name"].dropna() if name]
    listed += [line.name for line in file.lines if line.name]
    for name in dict.fromkeys(listed):
        if name in kept:
            found[name] = name
            continue
        mark = found.get(name) or marks.of("person", name)
        if len(name) > 1 and name not in COMMON:
            for form in _forms(name, latin_parts=bool(LATIN_NAME.fullmatch(name))):
                found.setdefault(form, mark)
    return found


def _forms(name: str, latin_parts: bool) -> list[str]:
    """A name, its given name, and the surname with a form of address; the parts of a Latin one."""
    forms = [name]
    if whole := WHOLE_NAME.fullmatch(name):
        forms += [whole["surname"] + word for word in (*ADDRESSED.split("|"), "某某", "某", "总")]
        forms += [word + whole["surname"] for word in ("小", "老")]
        if len(whole["given"]) == 2:
            forms.append(whole["given"])
    elif latin_parts and name.isascii():
        forms += [part for part in name.split() if len(part) > 2 and part.capitalize() not in COMMON]
    return forms


def address_parts(address: str) -> list[str]:
    """Pieces of an address by which a home is known: street, estate, house and flat; town and district alone tell nobody.

    Examples
    --------
    >>> address_parts("深圳市南山区云栖苑2栋1104"), address_parts("12 Quill Lane, Exampletown")
    (['云栖苑2栋1104', '云栖苑', '2栋1104'], ['12 Quill Lane', 'Quill Lane'])
    """
    found = []
    for piece in re.split(r"[,，;；\n]+", address):
        near = TOWN.sub("", piece.strip())
        if len(near) < 3 or not any(sign.isdigit() for sign in near):
            continue
        place = re.match(rf"[{HAN}A-Za-z' ]+", near)
        number = re.match(r"\d+[A-Za-z]?[ ]+(?=[A-Za-z])", near)
        found.append(near)
        if place and len(place[0].strip()) > 2:
            found.append(place[0].strip())
            found += [rest for rest in (near[place.end() :].strip(),) if len(rest) > 3]
        elif number:
            found.append(near[number.end() :])
    return found


def secrets(case: Case, marks: Marks) -> dict[str, str]:
    """Other texts of the case file that must not go out → their mark."""
    file = case.settings.case
    found: dict[str, str] = {}
    if file.owner.address:
        mark = marks.of("address", file.owner.address)
        found |= dict.fromkeys((file.owner.address, *address_parts(file.owner.address)), mark)
    if file.owner.email:
        found[file.owner.email] = marks.of("email", file.owner.email.casefold())
    found |= {one.contract: marks.of("serial", one.contract) for one in file.collectors if len(one.contract) > 2}
    found |= {one.reference: marks.of("serial", one.reference) for one in file.complaints if len(one.reference) > 2}
    return found
