"""Parts of a complaint about what happened: in order of time, before the due date, on lines of others, and in whose words."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from analyzer.document import Facts, Section, Steps, Table, Text
from analyzer.facts import facts as facts_of
from analyzer.messages import FLAG_WORDS
from analyzer.reports import complaint_tables
from analyzer.reports.cited import cited
from analyzer.reports.complaint_party import LINE_WORDS, collectors
from analyzer.reports.complaint_tables import dialled, inbound
from analyzer.reports.message_words import by_weight
from analyzer.reports.message_words import messages as messages_of
from analyzer.reports.once import once
from analyzer.reports.words import FORCES, counted, named
from analyzer.rule import BINDING
from analyzer.stated import ROLES, Stated

if TYPE_CHECKING:
    import pandas as pd

    from analyzer.case import Case

N_ = str

QUOTED = 6
"""Messages that a letter quotes; the list of messages has all."""


def story(case: Case, channel: Any, taken: pd.DataFrame) -> list[Any]:
    """The days that matter, one after the other."""
    _, file = case.text, case.settings.case
    events = inbound(case, taken)
    if events.empty:
        return []
    first, last = events.iloc[0], events.iloc[-1]
    days = events["at_local"].dt.date.value_counts().sort_index(kind="stable")
    told: list[tuple[dt.datetime, str]] = [
        (_at(first), _("{at}: first call or message in these records, from {number}").format(at=f"{first['at_local']:%Y-%m-%d %H:%M}", number=dialled(str(first["number"]), case.lang))),
        (_at(last), _("{at}: last call or message in these records, from {number}").format(at=f"{last['at_local']:%Y-%m-%d %H:%M}", number=dialled(str(last["number"]), case.lang))),
        (_noon(days.idxmax()), _("{day}: the day with most calls and messages, {n} together").format(day=days.idxmax(), n=f"{int(days.max()):,}")),
    ]  # fmt: skip
    for one in {one.due: one for one in collectors(case, taken) if one.due}.values():
        if one.due:
            words = _("{day}: first day on which a payment was due by the contract, as I state").format(day=one.due)
            told.append((_noon(one.due), words))
    for entry in file.refusals:
        whom = named(entry.to, _) if entry.to else _("every caller")
        words = _("{at}: told {whom} to stop; {how}").format(at=f"{entry.at:%Y-%m-%d %H:%M}", whom=whom, how=entry.how)
        told.append((entry.at.replace(tzinfo=None), words.strip().rstrip(";；")))
    for line, rows in _lines(case, events):
        at = rows["at_local"].iloc[0]
        words = _("{at}: first call or message on {line}").format(at=f"{at:%Y-%m-%d %H:%M}", line=line)
        told.append((_at(rows.iloc[0]), words))
    return [Text(_("In order of time"), "lead"), Steps(tuple(words for _when, words in sorted(told, key=lambda one: one[0])))]  # fmt: skip


def _at(row: pd.Series) -> dt.datetime:
    return row["at_local"].to_pydatetime().replace(tzinfo=None)


def _noon(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(12))


@once
def after_refusals(case: Case, taken: pd.DataFrame) -> list[tuple[str, str]]:
    """How much came after somebody was told to stop, and how much at night, as pairs."""
    _ = case.text
    if not case.settings.case.refusals:
        return []
    rows = next((fact.rows for fact in facts_of(case.events, mine(case, taken), case.settings, case.files, None) if fact.key == "refused"), [])  # fmt: skip
    calls = int((case.events["kind"].iloc[rows] == "call").sum())
    since = min(entry.at for entry in case.settings.case.refusals)
    label = _("After I had told them to stop, {at}").format(at=f"{since:%Y-%m-%d %H:%M}")
    return [(label, counted(calls, len(rows) - calls, _))]


@once
def mine(case: Case, taken: pd.DataFrame) -> Any:
    """Rows of ``case.events`` of the owners and numbers of a paper."""
    import pandas as pd

    keys = ["owner", "number"]
    chosen = pd.MultiIndex.from_frame(taken[keys].astype("str"))
    return pd.MultiIndex.from_frame(case.events[keys].astype("str")).isin(chosen)


def before_due(case: Case, channel: Any, taken: pd.DataFrame) -> list[Any]:
    """Contacts before the day on which a payment was due, without a verdict."""
    _ = case.text
    rows = early(case, taken)
    if rows.empty:
        return []
    calls = int((rows["kind"] == "call").sum())
    day = rows["due"].iloc[0]
    told = _("Before {day}, the first day on which a payment was due as I state, came {events}, {first} to {last}. The annex Before the due date names each.").format(
        day=day, events=counted(calls, len(rows) - calls, _), first=rows["at_local"].iloc[0].date(), last=rows["at_local"].iloc[-1].date()
    )  # fmt: skip
    return [Text(_("Contacts before the due date"), "lead"), Text(told)]


@once
def early(case: Case, taken: pd.DataFrame) -> pd.DataFrame:
    """Events received from a collector's numbers before the day on which a payment was due, with that day as ``due``."""
    import pandas as pd

    events = inbound(case, taken)
    days = events["at_local"].dt.date
    due = {one.name: one.due for one in collectors(case, taken) if one.due}
    until = events["number"].map({number: due[name] for number, name in zip(taken["number"], taken["campaign"], strict=True) if name in due})  # fmt: skip
    known = until.notna()
    chosen = known & pd.Series([bool(a and b < c) for a, b, c in zip(known, days, until, strict=True)], index=events.index, dtype=bool)  # fmt: skip
    return events[chosen].assign(due=until[chosen])


def annexes(case: Case, channel: Any, taken: pd.DataFrame) -> list[Section]:
    """The list of contacts before the due date."""
    from analyzer.reports.evidence_rows import in_plain_words

    _ = case.text
    rows = early(case, taken) if "before_due" in channel.parts else taken.head(0)
    if rows.empty:
        return []
    rows = in_plain_words(case, rows)
    rows = rows.assign(shown=[dialled(str(number), case.lang) for number in rows["number"]])
    columns = complaint_tables.columns(case, rows, False)
    note = _("Contacts before the first day on which a payment was due by the contract, as I state. No text names a limit for them here.")  # fmt: skip
    table = Table("before-due", columns, rows, row_key="event_id")
    return [Section(_("Before due"), _("Before the due date"), (Text(note, "note"), table))]


def third(case: Case, channel: Any, taken: pd.DataFrame) -> list[Any]:
    """Contacts on lines of a workplace or a relative."""
    _ = case.text
    pairs = []
    for line, rows in _lines(case, inbound(case, taken)):
        calls = int((rows["kind"] == "call").sum())
        told = _("{events}, numbers: {n}, {first} to {last}").format(
            events=counted(calls, len(rows) - calls, _), n=rows["number"].nunique(),
            first=rows["at_local"].iloc[0].date(), last=rows["at_local"].iloc[-1].date(),
        )  # fmt: skip
        pairs.append((line, told))
    return [Text(_("On lines of other people"), "lead"), Facts(tuple(pairs))] if pairs else []


def _lines(case: Case, events: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    """Events on each line that the case file gives to a workplace or a relative, with the line in words."""
    _ = case.text
    if not case.settings.case.lines or events.empty:
        return []
    whose = dict(zip(case.events["event_id"], Stated(case.events, case.settings, case.files).role, strict=True))
    role = events["event_id"].map(whose)
    made = []
    for i, word in enumerate(ROLES):
        for owner, rows in events[role == i].groupby("owner", sort=False) if word in LINE_WORDS else ():
            shown = dialled(str(owner), case.lang) if str(owner) else ""
            line = _(LINE_WORDS[word])
            made.append((_("{line}, {number}").format(line=line, number=shown) if shown else line, rows))
    return made


def quotes(case: Case, channel: Any, taken: pd.DataFrame) -> list[Any]:
    """Messages in which word rules marked something, word for word, the gravest first."""
    _ = case.text
    rows = messages_of(case)
    rows = rows[(rows["direction"] == "in") & (rows["conduct"] != "")].merge(taken[["owner", "number", "rank"]], on=["owner", "number"])  # fmt: skip
    if rows.empty:
        return []
    rows = by_weight(rows)
    told: list[Any] = [
        Text(_("Messages, word for word"), "lead"),
        Text(
            _(
                "Word rules marked what each appears to say; what was meant is for the reader to judge. The order is that of the marks, not of time."
            ),
            "note",
        ),
    ]
    for row in rows.head(QUOTED).to_dict("records"):
        words = _("; ").join(_(FLAG_WORDS[flag]) for flag in row["conduct"].split())
        head = _("{at}, from {number} (id {id}): {words}").format(
            at=f"{row['at_local']:%Y-%m-%d %H:%M}", number=dialled(str(row["number"]), case.lang), id=row["event_id"], words=words
        )  # fmt: skip
        told += [Text(head), Text(str(row["body"]), "quote")]
    if len(rows) > QUOTED and not channel.signed:
        told.append(Text(_("Further messages of this kind: {n}.").format(n=len(rows) - QUOTED)))
    elif len(rows) > QUOTED:
        told.append(Text(_("Further messages of this kind: {n}; the annex “Every message received, word for word” has them.").format(n=len(rows) - QUOTED)))  # fmt: skip
    return told


def last(case: Case, channel: Any, taken: pd.DataFrame) -> list[Any]:
    """The day of the last event, from which a period can run."""
    _ = case.text
    events = inbound(case, taken)
    if events.empty:
        return []
    at = events["at_local"].iloc[-1]
    pairs = [(_("Last call or message of these numbers"), f"{at:%Y-%m-%d %H:%M}")]
    said = messages_of(case)
    marked = said[(said["direction"] == "in") & (said["conduct"] != "") & said["number"].isin(taken["number"])]
    if not marked.empty:
        pairs.append((_("Last message of those marked"), f"{marked['at_local'].iloc[-1]:%Y-%m-%d %H:%M}"))
    return [Facts(tuple(pairs))]


def provisions(case: Case, channel: Any, taken: pd.DataFrame) -> list[Any]:
    """The provisions whose limits counts appear to exceed, each with its clause and how often."""
    _, lang = case.text, case.lang
    fired = case.fired[case.fired["force"].isin(BINDING)]
    mine = fired[fired["number"].isin(taken["number"]) | fired["campaign"].isin(set(taken["campaign"]) - {""})]
    order = {force: i for i, force in enumerate(FORCES)}
    told: dict[str, list[str]] = {}
    known: set[str] = set()
    theirs = taken[taken["stated"]]
    for name in sorted(mine["rule"].unique(), key=lambda one: (order[case.rule[one].force], one)):
        rule, found = case.rule[name], mine[mine["rule"] == name]
        if rule.subject == "debt" and taken["stated"].any():
            found = found[found["number"].isin(theirs["number"]) | found["campaign"].isin(theirs["campaign"])]
        if found.empty:
            continue
        if (
            alone := found[found["number"] != ""]
        ).size:  # what is counted over several numbers holds the same calls once more
            found = alone
        unsure, n = int((found["status"] != "exceeded").sum()), len(found)
        count = (_("found once") if n == 1 else _("found {n} times")).format(n=f"{n:,}")
        if (which := "|".join(found["event_ids"])) in known:
            count = _("the same calls and messages as above")
        known.add(which)
        words = _("{title} ({count})").format(title=rule.title[lang], count=count)
        if unsure:
            assumed = _("{title} ({count}, only if what is assumed holds)") if unsure == n else _("{title} ({count}, some only if what is assumed holds)")  # fmt: skip
            words = assumed.format(title=rule.title[lang], count=count)
        source = _("{force}: {source}").format(source=cited(rule, _, lang), force=_(FORCES[rule.force][0]))
        told.setdefault(source, []).append(words)
    if not told:
        return []
    note = _("Counts appear to exceed limits in these texts, some only if what is assumed holds.")
    if channel.signed:
        note = _(
            "Counts appear to exceed limits in these texts; the annex “Counts that appear to exceed a limit” has each with its assumptions. Findings are counted number by number; only where no single number exceeds a limit, over several numbers together. Limits on debt collection: of the numbers that I give to a collector, where I give any."
        )
    pairs = tuple((source, _("; ").join(words)) for source, words in told.items())
    return [Text(_("Provisions that appear to be concerned"), "lead"), Text(note, "note"), Facts(pairs)]


ARTICLES = (
    (N_("Civil Code, article 995"), N_("whoever's rights of personality are infringed may ask under the law that it be ended and made good"), ""),
    (N_("Civil Code, article 997"), N_("a court can order in advance that it be ended, where there is proof and harm would be hard to mend"), ""),
    (N_("Civil Code, article 1033"), N_("no intrusion on the peace of private life by calls or messages, save by law or with express consent"), "CN-CIVIL-1033"),
)  # fmt: skip
"""Articles that a court is asked to consider, in other words (the Civil Code, in force since 2021-01-01; seen in the text itself), and
the citation that says the same where facts bear on it: then the letter has it already."""


def articles(case: Case, channel: Any, taken: pd.DataFrame) -> list[Any]:
    """Texts that a court may consider; whether one applies is for the court."""
    _ = case.text
    words = _("In force since 2021-01-01, in other words; whether one applies is for the court.")
    told = {one.citation.id for one in case.bearings if one.specific}
    return [
        Text(_("Articles on which a claim may rest"), "lead"),
        Text(words, "note"),
        Facts(tuple((_(name), _(what)) for name, what, citation in ARTICLES if citation not in told)),
    ]


def annex(case: Case, channel: Any, taken: pd.DataFrame) -> list[Any]:
    """What this paper is, for a court."""
    _ = case.text
    return [Text(_("This is no statement of claim. It is the annex to one: figures, texts and evidence out of records. What is claimed and why, a statement of claim must say."))]  # fmt: skip
