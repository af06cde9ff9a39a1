"""The settings of a run with people taken out: own numbers and names, lines of others, contracts, references, words of the person."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from analyzer import phone

if TYPE_CHECKING:
    from analyzer.masking.marks import Marks
    from analyzer.settings import CaseFile, Settings


def masked_settings(settings: Settings, marks: Marks, text: Callable[[str], str], files: Mapping[str, str]) -> Settings:
    """The settings as a copy to hand around may state them.

    Parameters
    ----------
    settings : Settings
    marks : Marks
    text : callable
        Takes people out of a text.
    files : mapping
        Name of an export's file → its name in the copy.

    Returns
    -------
    Settings
        Without the bytes of the case file and of files of rules. Names of collectors, creditors and products stay, since the
        papers are about them; so do channels of complaints, amounts and days.
    """
    number = _number(settings, marks)
    return dataclasses.replace(
        settings,
        owner=number(settings.owner),
        home_area="",
        rule_files=(),
        columns=tuple((text(heading), field) for heading, field in settings.columns),
        values=tuple((text(value), meaning) for value, meaning in settings.values),
        case=_case_file(settings.case, marks, number, text, files),
    )


def _number(settings: Settings, marks: Marks) -> Callable[[str], str]:
    """The mark of a number in any spelling."""

    def number(typed: str) -> str:
        if not typed:
            return ""
        table = phone.identify([typed], region=settings.region, home_area=settings.home_area)
        canonical = str(table["number"].iat[0])
        return typed if canonical in marks.kept else marks.number(canonical)

    return number


def _case_file(
    file: CaseFile,
    marks: Marks,
    number: Callable[[str], str],
    text: Callable[[str], str],
    files: Mapping[str, str],
) -> CaseFile:
    collectors = {one.name for one in file.collectors}
    owner = file.owner

    def party(name: str) -> str:
        return name if name in collectors or not name else number(name)

    return dataclasses.replace(
        file,
        raw=b"",
        owner=dataclasses.replace(
            owner,
            numbers=tuple(number(one) for one in owner.numbers),
            name=marks.of("owner", owner.name),
            address=marks.of("address", owner.address),
            email=marks.of("email", owner.email.casefold()),
        ),
        lines=tuple(
            dataclasses.replace(
                line,
                export=files.get(line.export) or marks.of("file", line.export),
                number=number(line.number),
                name=marks.of("person", line.name),
            )
            for line in file.lines
        ),
        collectors=tuple(
            dataclasses.replace(one, contract=marks.of("serial", one.contract), amount=text(one.amount))
            for one in file.collectors
        ),
        refusals=tuple(
            dataclasses.replace(
                one,
                to=party(one.to),
                how=text(one.how),
                line=(files.get(one.line) or marks.of("file", one.line)) if one.line else "",
            )
            for one in file.refusals
        ),
        complaints=tuple(
            dataclasses.replace(
                one,
                reference=marks.of("serial", one.reference),
                result=text(one.result),
                about=tuple(party(whom) for whom in one.about),
            )
            for one in file.complaints
        ),
        allow=tuple(number(one) for one in file.allow),
        apart=tuple(tuple(number(one) for one in entry) for entry in file.apart),
        corrections=tuple(dataclasses.replace(one, why=text(one.why)) for one in file.corrections),
    )
