"""The sheet Method of ``evidence.xlsx``: how it was read, counted and judged, and what these records cannot show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analyzer.document import Column, Facts, Section, Steps, Table, Text
from analyzer.filed import called
from analyzer.reports import cited
from analyzer.reports.words import CONFIDENCE, FORCES, NUMBER_KINDS, ZONE_BASIS, covered, listed, named
from analyzer.rule import ASSUMPTIONS, COUNT_WORDS

if TYPE_CHECKING:
    import pandas as pd

    from analyzer.case import Case
    from analyzer.rule import Rule

N_ = str

SUBJECTS = {"debt": N_("debt collection"), "marketing": N_("marketing"), "any": N_("any caller")}

PER = {
    "number": N_("per number"),
    "collector": N_("per collector of the case file"),
    "owner": N_("all numbers together"),
}


def method(case: Case) -> Section:
    """The sheet."""
    _ = case.text
    blocks: list[Any] = [
        Facts(tuple(_settings(case))),
        Text(_("How it was counted"), "lead"),
        Facts(tuple(_definitions(case))),
        Text(_("How the exports were read"), "lead"),
        Facts(tuple(_readings(case))),
        *_wording(case),
        Text(_("What is assumed"), "lead"),
        _assumed(case),
        Text(_("What could not be judged, and why"), "lead"),
        _unjudged(case),
        Text(_("How far the records reach"), "lead"),
        Facts(tuple(_coverage(case))),
        Text(_("What the hashes show, and what to add to them"), "lead"),
        Steps(
            (
                _("The folder source/ holds the exports byte for byte, and manifest.sha256 the hash of every file. A hash proves no change since export, not that the content is true.")
                if case.masked is None
                else _("This is a masked copy without the exports; they are in the folder that README.txt names by its hash. manifest.sha256 holds the hash of every file of the copy."),
                _("Ask the carrier for its own record of the calls, soon, since carriers keep it for a limited time only: a neutral party's record weighs more than one's own export, and where both agree the sheet Evidence says so in the column Also in."),
                _("Keep the phone, and delete nothing on it: the phone is the original, this workbook is derived from it."),
            )
        ),
        _rules(case),
        *cited.tables(case),
    ]  # fmt: skip
    return Section("Method", _("Method"), tuple(blocks))


def _settings(case: Case) -> list[tuple[str, str]]:
    _, settings, file = case.text, case.settings, case.settings.case
    joined = _(", ").join
    zone = (
        settings.zone
        if settings.zone_stated
        else _("{zone}, taken from the region {region}").format(zone=settings.zone, region=settings.region)
    )
    pairs = [
        (_("Program"), _("call-sms-analyzer {version}").format(version=case.version)),
        (_("Made on"), case.made_on.isoformat()),
        (_("Time zone"), zone),
        (_("Numbers without country code"), _("read as numbers of {region}").format(region=settings.region)),
        (_("Rules"), joined(dict.fromkeys(rule.jurisdiction for rule in case.rules))),
    ]
    if settings.since or settings.until:
        span = _("{first} to {last}").format(first=settings.since or "…", last=settings.until or "…")
        pairs.append((_("Days taken into account"), _("{span}; events outside count as skipped").format(span=span)))
    pairs += [
        (
            _("Collector according to the case file"),
            f"{named(entry.name, _)}: {joined([*entry.numbers, *(f'【{s}】' for s in entry.signatures)])}",
        )
        for entry in file.collectors
    ]
    pairs += [
        (
            _("Told to stop according to the case file"),
            f"{entry.at.isoformat(sep=' ')} {named(entry.to, _) if entry.to else _('every caller')} {entry.how}".strip(),
        )
        for entry in file.refusals
    ]
    pairs += [
        (
            _("Complaint according to the case file"),
            f"{entry.date.isoformat()} {called(entry.channel, case.lang)} {entry.reference}".strip(),
        )
        for entry in file.complaints
    ]
    if file.allow:
        pairs.append((_("Numbers left alone according to the case file"), joined(file.allow)))
    return pairs


def _definitions(case: Case) -> list[tuple[str, str]]:
    _ = case.text
    return [
        (_("Day"), _("the calendar day in that zone")),
        (_("Night"), _("from 22:00:00 until before 08:00:00 in that zone")),
        (
            _("Window"),
            _(
                "half-open: a window of one hour that opens at 10:00:00 ends before 11:00:00; it slides over every second"
            ),
        ),
        (
            _("Counted"),
            _(
                "incoming calls whatever their outcome, where a rule does not say otherwise; each finding says what it counts"
            ),
        ),
        (_("Days with contact"), _("local days with at least one incoming call or message")),
        (_("Limit"), _("exceeded at the first count above it, never at the limit itself")),
        (_("In force"), _("a rule counts only what happened on days on which it was in force")),
        (
            _("Same event twice"),
            _("kept once, the other export is named beside it; see the columns of the sheet Sources"),
        ),
        *(
            (_(name), _(meaning))
            for force, (name, _tone, meaning) in FORCES.items()
            if any(rule.force == force for rule in case.rules)
        ),
        (_("Kinds of numbers"), _(", ").join(_(words) for words in NUMBER_KINDS.values())),
    ]


def _readings(case: Case) -> list[tuple[str, str]]:
    _ = case.text
    colon = _(": ")
    pairs = []
    for reading in case.readings:
        title = reading.get("title", "")
        lines = [_(title)] if title else []
        if basis := ZONE_BASIS.get(reading.get("zone_basis", "")):
            lines.append(_("Times") + colon + _(basis))
        lines += [f"{place}{colon}{_(meaning) if meaning else ''}" for place, meaning in reading.get("understood", ())]
        if reading.get("unmapped"):
            lines.append(_("Not used") + colon + listed([str(name) for name in reading["unmapped"]], _, 20))
        if reading.get("blocked"):
            lines.append(_("Blocked on the phone") + colon + listed(list(reading["blocked"]), _, 20))
        lines += [
            f"{_('No call or message')}{colon}{_(why)} {n:,}"
            for why, n in reading.get("skipped_why", {}).items()
            if why
        ]
        pairs.append((f"{reading['source']} {reading.get('stored', '')}".strip(), "\n".join(lines)))
    return pairs or [(_("Exports"), _("No export was read."))]


def _wording(case: Case) -> list[Any]:
    """How messages were sorted and marked, with what decides it; nothing where there is no message."""
    if case.messages.empty:
        return []
    from analyzer.reports.message_method import method_of_messages

    _ = case.text
    return [Text(_("How messages were sorted and marked"), "lead"), Facts(method_of_messages(case))]


def assumption_codes(case: Case) -> dict[str, str]:
    """What each combination of assumptions of the findings that fired is called on the sheet Findings: ``A1 A3``."""
    codes = {token: f"A{i}" for i, token in enumerate(_tokens(case), 1)}
    return {
        tokens: " ".join(codes[token] for token in str(tokens).split()) for tokens in case.fired["assumptions"].unique()
    }


def reasons(case: Case, tokens: pd.Series) -> pd.Series:
    """Tokens of the column ``assumptions`` in words."""
    _ = case.text
    words = {
        one: _("; ").join(_(ASSUMPTIONS[token][1]) if token in ASSUMPTIONS else token for token in str(one).split())
        for one in tokens.unique()
    }
    return tokens.map(words).astype("str")


def _tokens(case: Case) -> list[str]:
    """Assumptions that findings rest on, in the catalogue's order."""
    used = set(" ".join(case.fired["assumptions"].unique()).split())
    return [*(token for token in ASSUMPTIONS if token in used), *sorted(used - set(ASSUMPTIONS))]


def _assumed(case: Case) -> Text | Facts:
    _ = case.text
    tokens = _tokens(case)
    if not tokens:
        return Text(_("Nothing beyond the definitions above."))
    return Facts(
        tuple(
            (f"A{i}", _(ASSUMPTIONS[token][1]) if token in ASSUMPTIONS else token) for i, token in enumerate(tokens, 1)
        )
    )


def _unjudged(case: Case) -> Text | Steps:
    _ = case.text
    rows = case.findings[case.findings["status"] == "not-evaluable"]
    told = []
    rows = rows.assign(why=reasons(case, rows["assumptions"]))
    for (rule, why), found in rows.groupby(["rule", "why"], sort=False):
        owners = [named(owner, _) for owner in found["owner"] if owner] if case.events["owner"].nunique() > 1 else []
        title = case.rule[str(rule)].title[case.lang] if rule in case.rule else str(rule)
        told.append(
            _("{rule} ({title}): {why}").format(rule=rule, title=title, why=why)
            + (f" [{_(', ').join(owners)}]" if owners else "")
        )
    always = (
        _("What was said in a call, and who spoke: no call list shows that."),
        _("Whether a call was about a debt, and about which: the records alone do not show it."),
        _("Who stands behind a number: numbers can be passed on, ported, or shown falsely."),
    )
    return Steps((*told, *always))


def _coverage(case: Case) -> list[tuple[str, str]]:
    """Per export its span and its longest silence, then what exports leave out by their nature."""
    _ = case.text
    said = _("; ")
    pairs = [(row["source"], said.join(covered(row, _))) for row in case.coverage.to_dict("records")]
    pairs.append(
        (
            _("In general"),
            _(
                "Phones keep a limited number of calls and drop the oldest, and deleted entries leave no trace in an export. A count is therefore what is left, not necessarily all there was; an empty span may be a gap in the export."
            ),
        )
    )
    return pairs


def _rules(case: Case) -> Table:
    import pandas as pd

    _, lang = case.text, case.lang
    rows = pd.DataFrame(
        [_rule(case, rule) for rule in case.rules],
        columns=["id", "title", "what", "limit", "stands", "text", "since", "until", "seen", "result", "note"],
    )
    rows["since"], rows["until"] = pd.to_datetime(rows["since"]), pd.to_datetime(rows["until"])
    columns = (
        Column("id", _("Rule"), width=24),
        Column("title", _("Limit or mark on"), width=22),
        Column("what", _("What it counts"), width=22),
        Column("limit", _("Limit or mark"), "count", 8),
        Column("stands", _("Stands in"), width=12),
        Column("text", _("Source and clause"), width=28),
        Column("since", _("In force from"), "day", 11),
        Column("until", _("In force to"), "day", 11),
        Column("seen", _("How the text was seen"), width=16),
        Column("result", _("In these records"), width=16),
        Column("note", _("Remark"), width=36 if lang == "zh" else 44),
    )
    return Table("rules", columns, rows, _("Rules that were applied"), "id", empty=_("No rule was applied."))


def _rule(case: Case, rule: Rule) -> dict[str, object]:
    _, lang = case.text, case.lang
    found = case.findings[case.findings["rule"] == rule.id]
    fired = int((found["status"] != "not-evaluable").sum())
    result = (
        _("findings: {n}").format(n=f"{fired:,}")
        if fired
        else _("not exceeded")
        if found.empty
        else _("cannot be judged")
        if set(case.events["owner"].unique()) <= set(found["owner"])
        else _("not exceeded; cannot be judged for some of the phones")
    )
    per = _(", ").join(_(PER.get(one, one)) for one in rule.per)
    what = _("{counted}, {per}; about: {subject}").format(
        counted=_(COUNT_WORDS.get(rule.counts, rule.counts)),
        per=per,
        subject=_(SUBJECTS.get(rule.subject, rule.subject)),
    )
    clause = rule.clause[lang]
    return {
        "id": rule.id, "title": rule.title[lang], "what": what, "limit": rule.limit, "stands": _(FORCES[rule.force][0]),
        "text": _("{source}, {clause}").format(source=rule.source[lang], clause=clause) if clause else rule.source[lang],
        "since": rule.in_force_from, "until": rule.in_force_to, "seen": _(CONFIDENCE.get(rule.confidence, rule.confidence)),
        "result": result, "note": rule.note[lang],
    }  # fmt: skip
