"""Cases of equal settings, counted together: the same functions see the events of many cases at once, told apart by their owners.

What a case's own run would say of it, this says of it too, row for row; only the price of starting each step is paid once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from analyzer import phone, pipeline
from analyzer.campaigns import COUNTED, Campaigns, campaigns
from analyzer.campaigns.several import Numbers, Several
from analyzer.caseload.alone import alone, caller_rows, case_rows, failed
from analyzer.caseload.cases import Found
from analyzer.caseload.stacked import Apart, Stacked, stack
from analyzer.messages import classify
from analyzer.problems import AnalyzerError
from analyzer.settings import CaseFile, Settings
from analyzer.standing import standing

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from analyzer.caseload.work import Job

WIDE = 7
"""Digits of the place of a case, in front of those of a number in international form."""

LONG = 11
"""Digits from which a number is told apart so; others have the place behind them."""

MARK, HIDDEN = "\0", "\0*"
"""Stand before a place that comes behind: the star tells a hidden caller, as it does in a mask."""


def together(job: Job, cases: Sequence[Found]) -> list[dict[str, pd.DataFrame]]:
    """The tables of several cases: those that say nothing of themselves but their exports at once, the others one by one."""
    made: list[dict[str, pd.DataFrame]] = []
    groups: dict[Settings, list[Apart]] = {}
    seen: set[str] = set()
    for case in cases:
        settings = case.settings or job.settings
        if case.error is not None or not _plain(settings):
            made.append(alone(job, case))
            continue
        try:
            one = Apart(case, *pipeline.read_apart(case.path, settings), settings.case.owner.numbers)
        except AnalyzerError as error:
            made.append(failed(job, case, error))
            continue
        if seen.intersection(one.sources):  # the same export in two cases: ids would stand for two things
            made.append(alone(job, case))
            continue
        seen.update(one.sources)
        groups.setdefault(replace(settings, case=CaseFile()), []).append(one)
    return made + [counted(alike, settings, job.names) for settings, alike in groups.items()]


def _plain(settings: Settings) -> bool:
    """Whether the case file says nothing on which counts depend, but which numbers are the owner's."""
    case = settings.case
    said = (case.lines, case.collectors, case.refusals, case.allow, case.apart, case.corrections)
    return not any(said) and not settings.unusual


def _own(cases: Sequence[Apart], settings: Settings) -> frozenset[tuple[int, str]]:
    """Places of cases, and the numbers that their case files say are the owner's."""
    spelled = sorted({number for one in cases for number in one.own})
    known = dict(zip(spelled, phone.identify(spelled, region=settings.region, home_area=settings.home_area)["number"], strict=True))  # fmt: skip
    return frozenset((place, known[number]) for place, one in enumerate(cases) for number in one.own)


def counted(cases: Sequence[Apart], settings: Settings, names: bool) -> dict[str, pd.DataFrame]:
    """The tables of cases that were read."""
    stacked = stack(cases, settings, names)
    events = stacked.events
    numbers = pipeline.summarize(events, settings)
    messages = classify(events, settings, stacked.case)
    several = Several(stacked.of_owner, stacked.owners, _own(cases, settings))
    callers = campaigns(events, messages, numbers, settings, several)
    assert callers.case is not None
    assert callers.link_case is not None
    findings, of_finding = _findings(stacked, messages, callers, several, settings)
    of_number, numbers = _standing(stacked, numbers, findings, of_finding, callers, several, settings)
    of_message = stacked.case[(events["kind"] != "call").to_numpy()]
    ids = [one.case.case for one in cases]
    tables = {
        "numbers": _headed(_plain_owners(numbers, stacked), of_number, ids),
        "findings": _headed(_plain_owners(findings, stacked), of_finding, ids),
        "campaigns": _headed(callers.table, callers.case, ids),
        "links": _headed(callers.links, callers.link_case, ids),
        "messages": _headed(messages, of_message, ids),
        "problems": _headed(stacked.problems.drop(columns="case"), stacked.problems["case"].to_numpy(), ids),
        "sources": _headed(stacked.sources.drop(columns="case"), stacked.sources["case"].to_numpy(), ids),
        "events": _headed(_plain_owners(events, stacked), stacked.case, ids),
    }
    tables["campaigns"] = caller_rows(tables, settings.zone)
    import pandas as pd

    tables["cases"] = case_rows(pd.Index(ids), tables, settings)
    return tables


def _findings(
    stacked: Stacked, messages: pd.DataFrame, callers: Campaigns, several: Several, settings: Settings
) -> tuple[pd.DataFrame, np.ndarray]:
    """The findings of all cases, and the case of each: by case, then as its own run has them.

    Whether a rule on collectors can be judged depends on whether a case has callers with several numbers: those that have some
    and those that have none are asked one after the other.
    """
    import numpy as np
    import pandas as pd

    told = Numbers.of(stacked.events, several)
    assert callers.case is not None
    many = len(stacked.of_owner) and int(stacked.of_owner.max()) + 1
    has = np.zeros(many, dtype=bool)
    labels = stacked.events["owner"].cat.categories.tolist()
    has[callers.case[callers.table["certainty"].isin(COUNTED).to_numpy()]] = True
    parts = []
    for some in (True, False):
        if not (has[stacked.of_owner] == some).any():
            continue
        chosen = has[stacked.case] == some
        whose = [label for label, case in zip(labels, stacked.of_owner, strict=True) if has[case] == some]
        parts.append(_detected(stacked, messages, callers, told, chosen, whose, some, settings))
    if not parts:
        parts.append(_detected(stacked, messages, callers, told, np.ones(0, dtype=bool), [], False, settings))
    findings = pd.concat(parts, ignore_index=True) if len(parts) > 1 else parts[0]
    of = _case_of(findings["owner"], stacked)
    order = np.argsort(of, kind="stable")
    findings, of = findings.take(order).reset_index(drop=True), of[order]
    number = np.arange(len(of)) - np.searchsorted(of, of) + 1
    findings["finding_id"] = pd.Series([f"F{n:04d}" for n in number.tolist()], dtype="str")
    return findings, of


def _detected(
    stacked: Stacked, messages: pd.DataFrame, callers: Campaigns, told: Numbers, chosen: np.ndarray, owners: list[str],
    some: bool, settings: Settings,
) -> pd.DataFrame:  # fmt: skip
    """Findings of the chosen events, which are those of whole cases; each case has its own numbers."""
    import numpy as np
    import pandas as pd

    from analyzer import phone

    events, code = stacked.events, told.code
    if not chosen.all():
        messages = messages[chosen[(events["kind"] != "call").to_numpy()]].reset_index(drop=True)
        events, code = events[chosen].reset_index(drop=True), code[chosen]
    events = events.assign(owner=events["owner"].cat.set_categories(owners))  # who has no event left is an owner still
    there = np.bincount(code, minlength=len(told.case)) > 0
    plain = events["number"].cat.categories.to_numpy(dtype=object)[told.category[there]]
    hidden = np.isin(plain.astype(str), phone.BUCKETS)
    labels = [
        _label(name, buried, case)
        for name, buried, case in zip(plain.tolist(), hidden.tolist(), told.case[there].tolist(), strict=True)
    ]
    events = events.assign(number=pd.Categorical.from_codes((np.cumsum(there) - 1)[code], labels))
    joint = replace(callers, of_number=callers.of_number[there]) if some else None
    found = pipeline.detect(events, settings, stacked.bills, {}, messages, joint)
    return found.assign(number=_spelled(found["number"]))


def _label(number: str, hidden: bool, case: int) -> str:
    r"""A number of one case, unlike those of all others, that rules take for what it is.

    Examples
    --------
    >>> _label("+8613900000000", False, 12), _label("withheld", True, 12)
    ('+00000128613900000000', 'withheld\x00*12')
    """
    if len(number) > LONG and number[0] == "+" and number[1:].isdigit():
        return f"+{case:0{WIDE}}{number[1:]}"
    return f"{number}{HIDDEN if hidden else MARK}{case}"


def _spelled(labels: pd.Series) -> pd.Series:
    """The numbers that labels stand for."""
    import pandas as pd

    code, known = pd.factorize(labels)
    plain = [
        name.partition(MARK)[0] if MARK in name or not name else f"+{name[1 + WIDE :]}"
        for name in map(str, known.tolist())
    ]
    return pd.Series(pd.Series(plain, dtype="str").take(code).array, index=labels.index, dtype="str")


def _standing(
    stacked: Stacked, numbers: pd.DataFrame, findings: pd.DataFrame, of_finding: np.ndarray, callers: Campaigns, several: Several,
    settings: Settings,
) -> tuple[np.ndarray, pd.DataFrame]:  # fmt: skip
    """The case of each number, and the numbers with how they stand."""
    import numpy as np
    import pandas as pd

    of = _case_of(numbers["owner"], stacked)
    assert callers.case is not None
    told = Numbers.of(stacked.events, several)
    code = told.find(of, stacked.events["number"].cat.categories.get_indexer(numbers["number"]))
    counts = np.append(callers.table["certainty"].isin(COUNTED).to_numpy(), False)
    caller = np.append(callers.of_number, -1)[code]
    names = np.append(callers.table["campaign"].to_numpy(dtype=object), "")
    campaign = pd.Series(np.where(counts[caller], names[caller], ""), dtype="str")

    def of_case(labels: pd.Series, case: np.ndarray) -> pd.Series:
        """Campaigns told apart by case."""
        return pd.Series(
            [f"{label}\0{place}" if label else "" for label, place in zip(labels, case.tolist(), strict=True)],
            dtype="str",
        )

    fired = (findings["status"] != "not-evaluable").to_numpy()
    said = findings[fired].assign(campaign=of_case(findings["campaign"][fired], of_finding[fired]).to_numpy())
    apart = callers.table.assign(campaign=of_case(callers.table["campaign"], callers.case))
    rules: dict[str, Any] = {rule.id: rule for rule in pipeline.rules_of(settings.rules, settings.rule_files)}
    none = pd.Series([""] * len(numbers), dtype="str")
    asked = ["owner", "number", "name", "calls_in", "messages_in", "calls_out", "messages_out"]
    keyed = numbers[asked].assign(place=np.arange(len(numbers)))
    stands = standing(keyed, said, apart, rules, none, campaign)
    made = numbers.assign(findings=0, rules="", campaign="", standing="").astype(
        {"findings": "int64", "rules": "str", "campaign": "str", "standing": "str"}
    )
    at = stands["place"].to_numpy(dtype=np.int64)
    told_of = {
        "findings": stands["findings"].to_numpy(), "rules": stands["rules"].to_numpy(dtype=object),
        "campaign": stands["campaign"].to_numpy(dtype=object),
        "standing": np.where((stands["reason"] == "").to_numpy(dtype=bool), "reported", "aside").astype(object),
    }  # fmt: skip
    for name, values in told_of.items():
        column = made[name].to_numpy(dtype=object, copy=True) if name != "findings" else made[name].to_numpy(copy=True)
        column[at] = values
        made[name] = pd.Series(column, dtype=made[name].dtype)
    return of, made


def _case_of(labels: pd.Series, stacked: Stacked) -> np.ndarray:
    """Case of each owner's label."""
    import numpy as np

    place = stacked.events["owner"].cat.categories.get_indexer(labels)
    return stacked.of_owner[place] if len(place) else np.zeros(0, dtype=np.int64)


def _plain_owners(table: pd.DataFrame, stacked: Stacked) -> pd.DataFrame:
    """The table with owners by their numbers."""
    import numpy as np
    import pandas as pd

    place = stacked.events["owner"].cat.categories.get_indexer(table["owner"])
    names = np.array(stacked.owners, dtype=object)
    known, back = np.unique(names.astype(str), return_inverse=True)
    return table.assign(owner=pd.Categorical.from_codes(back[place], known.astype(object)))


def _headed(table: pd.DataFrame, case: np.ndarray, names: list[str]) -> pd.DataFrame:
    """The table with the case before its columns."""
    import pandas as pd

    table = table.reset_index(drop=True)
    table.insert(0, "case", pd.Categorical.from_codes(case, names) if len(table) else pd.Series([], dtype="str"))
    return table
