"""The messages table: one row per message, with the kind of message, what its wording does, and its near-duplicates.

A kind is a model's opinion with a probability, a flag is a rule's with the place in the text; neither is a verdict, and what
the person corrects in the case file is shown as theirs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from analyzer.grouped import spread
from analyzer.problems import UsageError
from analyzer.settings import Correction, Settings
from analyzer.spelled import distinct
from analyzer.wording import FLAGS, KINDS

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    import pyarrow as pa

N_ = str

MESSAGE_COLUMNS = (
    "event_id", "message_kind", "p", "flags", "spans", "signature", "template", "kind_by", "struck",
)  # fmt: skip
"""Columns of ``data/messages.csv``; their meaning stands in `docs/tables.md`."""

KIND_WORDS: Mapping[str, str] = {
    "personal": N_("private message"),
    "code": N_("verification code"),
    "notice": N_("account, delivery or public notice"),
    "advertising": N_("advertising"),
    "loan_marketing": N_("loan advertising"),
    "illicit_marketing": N_("gambling, escort or invoice advertising"),
    "fraud": N_("possible fraud"),
    "debt_reminder": N_("payment reminder"),
    "debt_pressure": N_("pressure to pay a debt"),
    "unsure": N_("not sorted"),
}
"""The kinds in words."""

FLAG_WORDS: Mapping[str, str] = {
    "violence_threat": N_("appears to threaten violence"),
    "reputation_threat": N_("appears to threaten exposure or harm to the family"),
    "insult": N_("appears to insult"),
    "third_party_disclosure": N_("appears to tell others of a debt, or to announce it"),
    "impersonation": N_("appears to speak as police, court, prosecutor or lawyer"),
    "false_legal_claim": N_("appears to threaten a legal consequence that a debt does not have"),
    "non_debtor": N_("appears to press somebody who does not owe"),
    "no_identity": N_("about a debt, names neither lender nor collector"),
    "personal_account": N_("asks for payment to a private account"),
    "no_opt_out": N_("commercial, names no way to refuse"),
}
"""The flags in words."""

CONDUCT = (*FLAGS[:7], "personal_account")
"""Flags about conduct towards a person; the other two say that something is missing from the text."""

LONG_NUMBER = 6
"""Digits from which on a number is an order number, a telephone, a code: no word rule asks for more of them than how they begin and how long they are, and to the
model all digits are alike. The numbers of public services that the rules know have five digits at most."""

ROWS = 1 << 15
"""Messages whose long numbers are levelled at a time."""

BY = ("model", "rule", "person", "")
"""Who said the kind: the model; a word rule that lifted it; the person in the case file; nobody (no text)."""


def classify(events: pd.DataFrame, settings: Settings, case: np.ndarray | None = None) -> pd.DataFrame:
    """The messages table of an events table.

    Parameters
    ----------
    events : DataFrame
        The events table.
    settings : Settings
        Its case file holds the person's corrections.
    case : array of int, optional
        Case of each event, where several stand here one after the other: templates of each are found and named by themselves.

    Returns
    -------
    DataFrame
        `MESSAGE_COLUMNS`, one row per event of kind sms or mms, in the order of `events`. Each distinct wording is looked at
        once: texts that differ only behind the second digit of long numbers are one. ``p`` is the model's probability of its own choice, missing where there is no text; ``flags`` and ``spans``
        are space-separated; a span is ``flag:start-end:rule``, characters of the body counted from 0, the end not included.

    Raises
    ------
    UsageError
        For a correction that names no message of these exports.

    Examples
    --------
    >>> from analyzer.pipeline import read  # doctest: +SKIP
    >>> classify(read("sms.xml").events, Settings())[["message_kind", "flags"]]  # doctest: +SKIP
    """
    import numpy as np
    import pandas as pd
    import pyarrow as pa

    rows = np.flatnonzero((events["kind"] != "call").to_numpy())
    ids = events["event_id"].iloc[rows].astype("str").reset_index(drop=True)
    if len(rows) == 0:
        return _empty()
    bodies = pa.array(events["body"].iloc[rows], from_pandas=True)
    bodies = (bodies.combine_chunks() if isinstance(bodies, pa.ChunkedArray) else bodies).fill_null("")
    known = _levelled(bodies).dictionary_encode()
    wordings = known.dictionary.to_pylist()
    of_wording = known.indices.to_numpy(zero_copy_only=False)
    looked = _texts(wordings)
    table = pd.DataFrame({"event_id": ids, **{name: looked[name].take(of_wording).array for name in looked.columns}})
    table["signature"] = _signatures(wordings, of_wording, bodies)
    table["template"] = _named(*_groups(wordings, of_wording, None if case is None else case[rows]))
    return _corrected(table, settings.case.corrections)[list(MESSAGE_COLUMNS)]


def _levelled(texts: pa.Array) -> pa.Array:
    """The texts with every digit of a long number behind its second as 0; nothing changes its place.

    Examples
    --------
    >>> import pyarrow as pa
    >>> _levelled(pa.array(["order 1234567", "12345", "x"])).to_pylist()
    ['order 1200000', '12345', 'x']
    """
    import pyarrow as pa

    parts = [_levelled_part(texts.slice(begin, ROWS)) for begin in range(0, len(texts), ROWS)] or [texts]
    return pa.concat_arrays(parts)


def _levelled_part(texts: pa.Array) -> pa.Array:
    import numpy as np
    import pyarrow as pa

    wide = np.int64 if pa.types.is_large_string(texts.type) else np.int32
    _, places, data = texts.buffers()
    if places is None or data is None or not data.size:
        return texts
    offsets = np.frombuffer(places, wide)[texts.offset : texts.offset + len(texts) + 1]
    first = offsets[0]
    codes = np.frombuffer(data, np.uint8)[first : offsets[-1]].copy()
    digit = (codes - np.uint8(48)) < 10
    begins, ends = digit.copy(), digit.copy()
    begins[1:] &= ~digit[:-1]
    ends[:-1] &= ~digit[1:]
    inner = offsets[1:-1] - first
    inner = inner[(inner > 0) & (inner < len(codes))]
    begins[inner] = digit[inner]
    ends[inner - 1] = digit[inner - 1]
    start, stop = np.flatnonzero(begins), np.flatnonzero(ends) + 1
    long = stop - start >= LONG_NUMBER
    codes[spread(start[long] + 2, stop[long] - start[long] - 2)] = 48
    moved = (offsets - first).astype(wide)
    return pa.Array.from_buffers(texts.type, len(texts), [None, pa.py_buffer(moved), pa.py_buffer(codes)])


def _signatures(wordings: Sequence[str], of_wording: np.ndarray, bodies: pa.Array) -> pd.Series:
    """The signature of each message: that of its wording, unless it holds a number that wordings do not tell apart."""
    import numpy as np
    import pandas as pd
    import pyarrow as pa
    import pyarrow.compute as pc

    from analyzer.wording.signatures import signatures

    found = signatures(wordings)
    numbered = np.array([re.search(f"[0-9]{{{LONG_NUMBER}}}", name) is not None for name in found], dtype=bool)
    signed = pa.array(found, pa.large_string()).take(pa.array(of_wording))
    if numbered.any():
        own = numbered[of_wording]
        theirs = pa.array(signatures(bodies.filter(pa.array(own)).to_pylist()), pa.large_string())
        signed = pc.replace_with_mask(signed, pa.array(own), theirs)
    return pd.Series(signed, dtype="str")


def _empty() -> pd.DataFrame:
    import pandas as pd

    columns = {name: pd.Series([], dtype="Float64" if name == "p" else "str") for name in MESSAGE_COLUMNS}
    return pd.DataFrame(columns)


def _texts(texts: Sequence[str]) -> pd.DataFrame:
    """The same without signatures and templates, one row per distinct wording."""
    import numpy as np
    import pandas as pd

    from analyzer.wording.lifting import lift
    from analyzer.wording.reading import read

    sorted_out, found = read(texts)
    code, lifted = lift(sorted_out.code, found, texts)
    blank = np.array([not text.strip() for text in texts])
    by = np.where(blank, "", np.where(lifted, "rule", "model"))
    p = np.where(blank, 0.0, np.round(np.asarray(sorted_out.p, dtype=float), 3))
    return pd.DataFrame({
        "message_kind": pd.Series(np.array(KINDS, dtype=object)[code], dtype="str"),
        "p": pd.arrays.FloatingArray(p, blank),
        "flags": _joined(found["text"].to_numpy(), found["flag"].astype(object).to_numpy(), len(texts), once=True),
        "spans": _joined(found["text"].to_numpy(), _spans(found), len(texts)),
        "kind_by": pd.Series(by, dtype="str"),
        "struck": pd.Series([""] * len(texts), dtype="str"),
    })  # fmt: skip


def _spans(found: pd.DataFrame) -> np.ndarray:
    import numpy as np

    columns = (found[name].tolist() for name in ("flag", "start", "end", "rule"))
    return np.array(
        [f"{flag}:{start}-{end}:{rule}" for flag, start, end, rule in zip(*columns, strict=True)], dtype=object
    )


def _joined(text: np.ndarray, words: np.ndarray, size: int, once: bool = False) -> pd.Series:
    """Words of each text, separated by spaces; `once`: each word once, in the order of `FLAGS`."""
    import pandas as pd

    lists: dict[int, list[str]] = {}
    for place, word in zip(text.tolist(), words.tolist(), strict=True):
        lists.setdefault(place, []).append(word)
    if once:
        lists = {place: sorted(set(several), key=FLAGS.index) for place, several in lists.items()}
    return pd.Series([" ".join(lists.get(place, ())) for place in range(size)], dtype="str")


def _groups(
    wordings: list[str], of_wording: np.ndarray, case: np.ndarray | None
) -> tuple[np.ndarray, np.ndarray | None]:
    """Near-duplicate group of each message, and its case."""
    import numpy as np

    from analyzer.templates import templates

    if case is None:
        return templates(wordings)[of_wording], None
    pairs, first, back = np.unique(case * len(wordings) + of_wording, return_index=True, return_inverse=True)
    order = np.argsort(first)  # as they appear
    place = np.empty(len(pairs), dtype=np.int64)
    place[order] = np.arange(len(pairs))
    chosen = pairs[order]
    texts = [wordings[i] for i in (chosen % len(wordings)).tolist()]
    return templates(texts, chosen // len(wordings))[place][back], case


def _named(group: np.ndarray, case: np.ndarray | None) -> pd.Series:
    """T1, T2 … by first appearance, in each case anew; empty for messages without text."""
    import numpy as np
    import pandas as pd
    import pyarrow as pa

    kept = group >= 0
    codes, inverse = distinct(group[kept])
    first = np.empty(len(codes), dtype=np.int64)
    first[inverse[::-1]] = np.arange(len(inverse))[::-1]  # the last that is written is the first message
    order = np.argsort(first)
    number = np.empty(len(codes), dtype=np.int64)
    number[order] = np.arange(1, len(codes) + 1)
    if case is not None and len(codes):
        whose = case[kept][first[order]]
        begins = np.flatnonzero(np.append(True, whose[1:] != whose[:-1]))
        number -= np.repeat(begins, np.diff(np.append(begins, len(whose))))[number - 1]
    which = np.zeros(len(group), dtype=np.int64)
    which[kept] = inverse + 1
    names = pa.array(["", *(f"T{n}" for n in number.tolist())], pa.large_string())
    return pd.Series(names.take(pa.array(which)), dtype="str")


def _corrected(table: pd.DataFrame, corrections: Sequence[Correction]) -> pd.DataFrame:
    """The table with what the person corrected; what was struck stays visible as struck."""
    place = {event: i for i, event in enumerate(table["event_id"])} if corrections else {}
    for correction in corrections:
        for event in correction.events:
            if event not in place:
                raise UsageError(
                    "the [[correction]] of {event} names no message of these exports: data/messages.csv lists their ids",
                    event=event,
                )
            i = place[event]
            if correction.kind:
                table.loc[i, ["message_kind", "kind_by"]] = [correction.kind, "person"]
            gone = set(correction.strike) & set(table.at[i, "flags"].split())
            kept = [flag for flag in table.at[i, "flags"].split() if flag not in gone]
            spans = [span for span in table.at[i, "spans"].split() if span.partition(":")[0] not in gone]
            struck = [*table.at[i, "struck"].split(), *sorted(gone, key=FLAGS.index)]
            table.loc[i, ["flags", "spans", "struck"]] = [" ".join(kept), " ".join(spans), " ".join(struck)]
    return table
