"""Reports on a phone line that lenders had crawled from its carrier (运营商报告), as JSON: calls and messages of six months.

An object, or one object per line, with the lists ``call_log`` and ``sms_log``, or the entries of these lists by themselves; or
``call_info`` and ``sms_info``, lists of months with the lists ``call_record`` and ``sms_record`` (数据魔盒), below ``data`` and
``task_data`` or by themselves. Times are seconds since 1970, made from a carrier's Beijing time, or that time itself;
connected calls only, as in the bills they come from.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from analyzer.events import DIRECTIONS, KINDS, OUTCOMES, Importer, Reading
from analyzer.importers.streams import json_stream
from analyzer.importers.streams.entries import Entries, whole
from analyzer.importers.streams.entry_columns import among, codes, instead
from analyzer.importers.streams.json_stream import NO_OBJECT, head_of, keys_of
from analyzer.importers.values import durations, times

if TYPE_CHECKING:
    from analyzer.exports import Export
    from analyzer.settings import Settings

N_ = str

ZONE = "Asia/Shanghai"
LISTS = ("call_log", "sms_log", "call_record", "sms_record")
MONTHS = ("call_info", "sms_info")
"""Lists whose entries hold a list of `LISTS` each."""
ABOVE = ("data", "task_data")
"""Objects in which all of these may stand."""

LENGTH = "call_time, s"
"""What ``call_time`` is called here where it is the length of a call and ``call_start_time`` its time."""

FIELDS = {
    "number": ("call_tel", "sms_tel", "call_other_number", "msg_other_num"),
    "date": ("call_start_time", "msg_start_time", "call_time", "sms_time"),
    "type": ("call_method", "sms_method", "call_type_name", "msg_type"),
    "duration": ("call_duration", LENGTH), "kind": ("sms_type", "msg_channel"), "label": "tags_label", "owner": "tel",
}  # fmt: skip
CALL_KEYS = {"call_tel", "call_time", "call_method", "call_other_number", "call_start_time"}
OWN = ("tel", "user_mobile")
WORDS = {
    "number": N_("number of the other party"), "date": N_("time"), "type": N_("direction, outcome or kind"),
    "duration": N_("talk time"), "kind": N_("direction, outcome or kind"),
    "label": N_("mark that the phone or app gave the number"), "owner": N_("own number"),
}  # fmt: skip

WAYS = {"主叫": "out", "被叫": "in", "发送": "out", "接收": "in"}
UNKNOWN = "未知"
KINDS_OF_MESSAGE = {"彩信": "mms"}


def _recognises(export: Export) -> bool:
    keys = keys_of(export)
    calls = {"call_tel", "call_time", "call_method"} <= keys
    messages = {"sms_tel", "sms_time", "sms_method"} <= keys
    months = {"call_other_number", "call_start_time"} <= keys or {"msg_other_num", "msg_start_time"} <= keys
    return head_of(export) != "" and (calls or messages or months)


def _read(export: Export, settings: Settings) -> Reading:
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    entries = Entries(FIELDS, WORDS)
    is_call: list[bool] = []
    owners: dict[str, None] = {}
    counts: Counter[str] = Counter()

    def take(name: str | None, entry: Any) -> None:
        inside = [one for one in LISTS if isinstance(entry, dict) and isinstance(entry.get(one), list)]
        above = _above(entry)
        for one in inside:
            for other in entry[one]:
                take(one, other)
        for other in above:
            take(None, other)
        if name is None or inside or above or name in MONTHS:  # what stands beside the lists: the line itself
            for one in OWN:
                if isinstance(entry, dict) and isinstance(entry.get(one), str):
                    owners[whole(entry[one])] = None
            return
        counts[name] += 1
        place = f"{name}!{counts[name]}" if name else str(counts[name])
        is_call.append(isinstance(entry, dict) and not CALL_KEYS.isdisjoint(entry))
        if isinstance(entry, dict):
            if "call_start_time" in entry:
                entry[LENGTH] = entry.pop("call_time", None)
            entries.add_named(entry, place)
        else:
            entries.add_strange(NO_OBJECT, place)

    parsed = json_stream.feed(export, take, (*LISTS, *MONTHS))
    when = times.parse(pc.fill_null(entries.column("date"), ""), ZONE)
    length = durations.parse(pc.fill_null(entries.column("duration"), ""))
    call = np.array(is_call, bool)
    said, said_code = codes(entries.column("type"))
    ways = np.array([DIRECTIONS.index(WAYS.get(word.strip(), "unknown")) for word in said] or [0], np.int8)[said_code]
    written, kind_code = codes(entries.column("kind"))
    kinds = np.array([KINDS.index(KINDS_OF_MESSAGE.get(word.strip(), "sms")) for word in written] or [0], np.int8)
    talk = np.where(length.seconds > 0, OUTCOMES.index("answered"), OUTCOMES.index("unknown"))
    entries.remark("P201", length.odd & ~among(entries.column("duration"), [UNKNOWN]), "duration")
    entries.remark(
        "P202", np.array([word.strip() not in (*WAYS, UNKNOWN) for word in said] or [False], bool)[said_code], "type"
    )
    own = instead(entries.column("owner"), (), "")
    named = set(pc.unique(own).to_pylist()) - {""}
    columns = {
        "number_raw": instead(entries.column("number"), (), "-1"),
        "kind": np.where(call, KINDS.index("call"), kinds[kind_code]).astype(np.int8),
        "direction": ways,
        "outcome": np.where(call, talk, OUTCOMES.index("")).astype(np.int8),
        "duration_s": np.where(call, length.seconds, -1),
        "label": instead(entries.column("label"), (), ""),
    }
    if len(named) > 1:
        columns["owner"] = pa.array(own)
    owners |= dict.fromkeys(sorted(named))
    return entries.reading(
        parsed,
        np.where(when.ok, when.at, -1),
        columns,
        zone_basis="carrier",
        lists_missed=False,
        to_second=when.to_second,
        owner=next(iter(owners)) if len(owners) == 1 else "",
    )


def _above(entry: Any) -> list[Any]:
    """The objects within an object that may hold the lists: of all data, and of single months."""
    if not isinstance(entry, dict):
        return []
    found = [entry[one] for one in ABOVE if isinstance(entry.get(one), dict)]
    months = [entry[one] for one in MONTHS if isinstance(entry.get(one), list)]
    return found + [month for months_of in months for month in months_of if isinstance(month, dict)]


OPERATOR_REPORT = Importer(
    name="operator_report",
    title=N_("report on a phone line crawled from the carrier (运营商报告, JSON)"),
    maker="China Mobile, China Unicom, China Telecom by way of crawlers",
    recognises=_recognises,
    read=_read,
    how=N_(
        "ask the lender or the credit service that collected it for the report on your own line in its original form (JSON); "
        "the carrier's own detailed bill is better evidence"
    ),
    reference="description of the fields by a crawler's makers (Svolcano/python_exercise, phonebill.md)",
)
"""``call_log`` and ``sms_log`` of a crawled line."""
