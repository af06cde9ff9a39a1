"""Sheets of ``evidence.xlsx`` that hold rows of the exports: evidence, messages, sources with their ledger, problems."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.document import Column, Section, Table, Text
from analyzer.problems import BY_CODE
from analyzer.reports.message_words import BY_NAMES, flags_in_words, kinds_in_words, marked
from analyzer.reports.words import OUTCOMES, contact, in_words, local

if TYPE_CHECKING:
    import pandas as pd

    from analyzer.case import Case

ROWS_SHOWN = 20_000
"""Rows that a sheet shows; beyond it Excel becomes slow on an ordinary laptop, and ``data/events.csv`` has them all."""

SAID = ("message_kind", "flags", "spans", "kind_by", "struck")
"""Columns of the messages table that say what a message is."""

UNREADABLE_SHOWN = 5_000
"""Rows of the sheet Problems."""


def evidence(case: Case) -> Section:
    """Every row that a finding rests on and every other contact with a reported number, in order of time."""
    _ = case.text
    whole = case.evidence
    rows = in_plain_words(case, whole.head(ROWS_SHOWN))
    columns = (
        Column("event_id", _("Id"), width=16),
        Column("findings", _("Findings"), width=11, links_to="findings"),
        Column("at_local", _("Local time"), "time", 18),
        Column("offset", _("UTC offset"), width=8),
        Column("day", _("Day"), "day", 11),
        *([Column("owner", _("Called phone"), width=15)] if case.events["owner"].nunique() > 1 else []),
        Column("number", _("Number"), width=15),
        Column("number_raw", _("Number as exported"), width=15),
        Column("what", _("What"), width=16),
        Column("how", _("Outcome"), width=12),
        Column("duration_s", _("Talk, seconds"), "seconds", 8),
        *([Column("ring_s", _("Ringing, seconds"), "seconds", 8)] if rows["ring_s"].notna().any() else []),
        Column("night", _("At night"), width=7),
        *([Column("body", _("Text of the message"), "quote", 36)] if (rows["body"] != "").any() else []),
        *([Column("label", _("Mark of the phone or app"), width=10)] if (rows["label"] != "").any() else []),
        *([Column("line", _("SIM"), width=6)] if (rows["line"] != "").any() else []),
        Column("source", _("Export"), width=10, links_to="sources"),
        Column("row", _("Row in the export"), width=10),
        *([Column("also_in", _("Also in"), width=10)] if (rows["also_in"] != "").any() else []),
    )
    table = Table(
        "evidence", columns, rows, row_key="event_id", empty=_("No number is reported, and no finding names a row.")
    )
    return Section(
        "Evidence", _("Evidence, in order of time"), (Text(_shown(case, len(rows), len(whole)), "note"), table)
    )


def messages(case: Case) -> Section:
    """The messages among the evidence, word for word, with what the model and the word rules say of them."""
    _ = case.text
    said = case.messages.drop(columns=["p"]).assign(p=case.messages["p"].astype("Float64"))
    whole = case.evidence[case.evidence["kind"] != "call"].merge(said, on="event_id", how="left", sort=False)
    whole = whole.fillna(dict.fromkeys((*SAID, "signature", "template"), ""))
    rows = whole
    if len(whole) > ROWS_SHOWN:  # what is marked comes first where not everything fits
        has = whole["flags"] != ""
        kept = whole[has].head(ROWS_SHOWN)
        rows = whole.loc[kept.index.union(whole[~has].head(ROWS_SHOWN - len(kept)).index)]
    rows = in_plain_words(case, rows)
    own = rows["direction"] != "in"  # of the owner's own messages nothing is said
    rows = rows.assign(p=rows["p"].mask(own), **{name: rows[name].mask(own, "") for name in SAID})
    rows = rows.assign(
        sort=kinds_in_words(rows, _),
        by=in_words(rows["kind_by"], BY_NAMES, _),
        does=flags_in_words(rows["flags"], _),
        gone=flags_in_words(rows["struck"], _),
        text=[marked(str(body), spans, _) if spans else body for body, spans in zip(rows["body"], rows["spans"], strict=True)],
    )  # fmt: skip
    columns = (
        Column("event_id", _("Id"), width=16, links_to="evidence"),
        Column("findings", _("Findings"), width=11, links_to="findings"),
        Column("at_local", _("Local time"), "time", 18),
        Column("offset", _("UTC offset"), width=8),
        *([Column("owner", _("Called phone"), width=15)] if case.events["owner"].nunique() > 1 else []),
        Column("number", _("Number"), width=15),
        Column("what", _("What"), width=16),
        Column("sort", _("Kind"), width=12),
        Column("p", _("p of the model"), "number", 7),
        Column("by", _("Who says so"), width=12),
        Column("does", _("What the wording does"), width=24),
        Column("text", _("Text of the message"), "quote", 80),
        *([Column("signature", _("Signature"), width=10)] if (rows["signature"] != "").any() else []),
        Column("template", _("Same text"), width=7),
        *([Column("gone", _("Struck in the case file"), width=16)] if (rows["struck"] != "").any() else []),
        Column("source", _("Export"), width=10, links_to="sources"),
        Column("row", _("Row in the export"), width=10),
    )
    table = Table("messages", columns, rows, row_key="event_id", empty=_("The evidence holds no message."))
    note = _(
        "Bold and underlined in a text are the places that word rules marked; no sign of the text was changed. Kind and marks only sort, the sheet Method says how; messages with the same entry under Same text differ in names, sums and dates at most."
    )
    return Section(
        "Messages",
        _("Messages, word for word"),
        (Text(_shown(case, len(rows), len(whole)), "note"), Text(note, "note"), table),
    )


def in_plain_words(case: Case, events: pd.DataFrame) -> pd.DataFrame:
    """Events with further columns for readers.

    ``what`` and ``how`` name kind, direction and outcome; ``offset`` is the zone's difference from UTC at that moment,
    ``day`` the local day, ``night`` says yes for ``t >= 22:00 or t < 08:00``. Where nobody answered there is no talk time.
    """
    _ = case.text
    at = events["at_local"]
    seconds = at.dt.hour * 3600 + at.dt.minute * 60 + at.dt.second
    night = is_night(seconds)
    return events.assign(
        what=contact(events, _),
        duration_s=events["duration_s"].mask((events["outcome"] != "answered") & (events["duration_s"] == 0)),
        how=in_words(events["outcome"].astype("str"), OUTCOMES, _),
        offset=offsets(at),
        day=at.dt.tz_localize(None).dt.normalize(),
        night=night.map({True: _("yes"), False: ""}),
        owner=events["owner"].astype("str"),
        number=shown_numbers(case, events["number"]),
        source=events["source"].astype("str"),
    )


def offsets(at: pd.Series) -> pd.Series:
    """The zone's difference from UTC at each moment, as ``+08:00``: a zone has few of them."""
    import pandas as pd

    minutes = (at.dt.tz_localize(None) - at.dt.tz_convert(None)) // pd.Timedelta(minutes=1)
    told = {
        one: f"{'-' if one < 0 else '+'}{abs(one) // 60:02}:{abs(one) % 60:02}" for one in minutes.unique().tolist()
    }
    return minutes.map(told).astype("str")


def shown_numbers(case: Case, numbers: pd.Series) -> pd.Series:
    """Numbers as the tables write them, hidden callers in words, so that one filter serves all sheets and ``data/``."""
    from analyzer.phone import BUCKETS, display

    return numbers.astype("str").replace({bucket: display(bucket, case.lang) for bucket in BUCKETS})


def is_night(seconds: pd.Series) -> pd.Series:
    """Which seconds of the local day lie in the night of `analyzer.clock.NIGHT`."""
    import pandas as pd

    from analyzer import clock

    return pd.Series(clock.in_hours(seconds.to_numpy(dtype="int64"), *clock.NIGHT), index=seconds.index)


def _shown(case: Case, shown: int, whole: int) -> str:
    _ = case.text
    if shown < whole:
        return _(
            "The first {shown} of {whole} rows. All of them stand in data/events.csv, so counts on the sheet Numbers can be larger than what is left here after filtering."
        ).format(shown=f"{shown:,}", whole=f"{whole:,}")
    return _(
        "All {whole} rows: contacts with reported numbers in both directions, and every row that a finding names."
    ).format(whole=f"{whole:,}")


def sources(case: Case) -> Section:
    """The row ledger: what became of each row of each export."""
    _, zone = case.text, case.settings.zone
    titles = {reading["source"]: reading.get("title", "") for reading in case.readings}
    counted = ["events", "duplicates", "corroborating", "skipped", "problems"]
    rows = case.sources.assign(
        title=[
            _(titles[source]) if titles.get(source) else importer
            for source, importer in zip(case.sources["source"], case.sources["importer"], strict=True)
        ],
        first=local(case.sources["first_at"].replace("", None), zone),
        last=local(case.sources["last_at"].replace("", None), zone),
        unexplained=case.sources["rows_read"] - case.sources[counted].sum(axis=1),
    )
    columns = (
        Column("source", _("Export"), width=10),
        Column("path", _("File"), width=26),
        Column("title", _("Read as"), width=22),
        Column("encoding", _("Encoding"), width=9),
        Column("bytes", _("Bytes"), "count", 12),
        Column("rows_read", _("Rows read"), "count", 8),
        Column("events", _("kept"), "count", 8),
        Column("duplicates", _("duplicates"), "count", 10),
        Column("corroborating", _("confirm another export"), "count", 9),
        Column("skipped", _("no call or message"), "count", 9),
        Column("problems", _("not readable"), "count", 9),
        Column("unexplained", _("left over"), "count", 7),
        Column("first", _("First"), "time", 18),
        Column("last", _("Last"), "time", 18),
        Column("sha256", _("SHA-256 of the file"), width=34),
    )
    note = _(
        "Every row is accounted for: rows read = kept + duplicates + confirming + no call or message + not readable."
    )
    return Section(
        "Sources",
        _("Sources and what became of their rows"),
        (Text(note, "note"), Table("sources", columns, rows, row_key="source", empty=_("No export was read."))),
    )


def problems(case: Case) -> Section:
    """Rows that could not be used, and remarks on rows that were."""
    _ = case.text
    whole = case.problems
    rows = whole.head(UNREADABLE_SHOWN)
    known = {code: BY_CODE[code] for code in rows["code"].unique() if code in BY_CODE}
    rows = rows.assign(
        title=rows["code"].map({code: _(kind.title) for code, kind in known.items()}).fillna(""),
        lost=rows["code"]
        .map({code: _("not used") if kind.loses_row else _("used, with this remark") for code, kind in known.items()})
        .fillna(""),
        advice=rows["code"].map({code: _(kind.advice) for code, kind in known.items()}).fillna(""),
        said=[_(note) if note else "" for note in rows["note"]],
    )
    columns = (
        Column("code", _("Code"), width=7),
        Column("title", _("Problem"), width=28),
        Column("lost", _("The row was"), width=16),
        Column("source", _("Export"), width=10, links_to="sources"),
        Column("row", _("Row in the export"), width=10),
        Column("column", _("Column"), width=12),
        Column("raw", _("What stood there"), "quote", 36),
        Column("said", _("Remark"), width=20),
        Column("advice", _("What to do"), width=34),
    )
    words = _("Nothing was mended silently: a row that could not be read is missing from every count and stands here.")
    if len(rows) < len(whole):
        words += " " + _("The first {shown} of {whole}; all of them stand in data/problems.csv.").format(
            shown=f"{len(rows):,}", whole=f"{len(whole):,}"
        )
    return Section(
        "Problems",
        _("Problems of reading"),
        (Text(words, "note"), Table("problems", columns, rows, empty=_("Every row was read."))),
    )
