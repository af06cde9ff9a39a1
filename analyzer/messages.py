"""The messages table: one row per message, with the kind of message, what its wording does, and its near-duplicates.

A kind is a model's opinion with a probability, a flag is a rule's with the place in the text; neither is a verdict, and what
the person corrects in the case file is shown as theirs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from analyzer.problems import UsageError
from analyzer.settings import Correction, Settings
from analyzer.wording import FLAGS, KINDS

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

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

LONG_NUMBER = re.compile("[0-9]{6,}")
"""Order numbers, telephones, codes: no word rule asks for more of them than how they begin and how long they are, and to the
model all digits are alike. The numbers of public services that the rules know have five digits at most."""

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

    from analyzer.wording.signatures import signatures

    rows = np.flatnonzero((events["kind"] != "call").to_numpy())
    ids = events["event_id"].iloc[rows].astype("str").reset_index(drop=True)
    if len(rows) == 0:
        return _empty()
    bodies = pa.array(events["body"].iloc[rows], from_pandas=True)
    bodies = (bodies.combine_chunks() if isinstance(bodies, pa.ChunkedArray) else bodies).fill_null("")
    known = bodies.dictionary_encode()
    texts = known.dictionary.to_pylist()
    of_text = known.indices.to_numpy(zero_copy_only=False)
    alike = pd.factorize(np.array([LONG_NUMBER.sub(_zeros, text) for text in texts], dtype=object))
    looked = _texts(list(alike[1]))
    of_wording = alike[0][of_text]
    table = pd.DataFrame({"event_id": ids, **{name: looked[name].take(of_wording).array for name in looked.columns}})
    table["signature"] = pd.Series(signatures(texts), dtype="str").take(of_text).array
    table["template"] = _named(*_groups(list(alike[1]), of_wording, None if case is None else case[rows]))
    return _corrected(table, settings.case.corrections)[list(MESSAGE_COLUMNS)]


def _zeros(number: re.Match[str]) -> str:
    return number[0][:2] + "0" * (len(number[0]) - 2)


def _empty() -> pd.DataFrame:
    import pandas as pd

    columns = {name: pd.Series([], dtype="Float64" if name == "p" else "str") for name in MESSAGE_COLUMNS}
    return pd.DataFrame(columns)


def _texts(texts: Sequence[str]) -> pd.DataFrame:
    """The same without signatures and templates, one row per distinct wording."""
    import numpy as np
    import pandas as pd

    from analyzer.wording.flags import flags
    from analyzer.wording.kinds import kinds
    from analyzer.wording.lifting import lift

    sorted_out = kinds(texts)
    found = flags(texts)
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

    kept = group >= 0
    codes, first, inverse = np.unique(group[kept], return_index=True, return_inverse=True)
    order = np.argsort(first)
    number = np.empty(len(codes), dtype=np.int64)
    number[order] = np.arange(1, len(codes) + 1)
    if case is not None and len(codes):
        whose = case[kept][first[order]]
        begins = np.flatnonzero(np.append(True, whose[1:] != whose[:-1]))
        number -= np.repeat(begins, np.diff(np.append(begins, len(whose))))[number - 1]
    names = np.full(len(group), "", dtype=object)
    names[kept] = [f"T{n}" for n in number[inverse].tolist()]
    return pd.Series(names, dtype="str")


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
