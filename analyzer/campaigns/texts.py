"""Which messages are evidence, and two bases that lie in them: the signature and the wording."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analyzer.campaigns.ground import Ground
from analyzer.campaigns.shares import FULL, SUPPORT, Shares, shares

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    import pyarrow as pa

TELLING = ("loan_marketing", "illicit_marketing", "fraud", "debt_reminder", "debt_pressure")
"""Kinds of message whose signature, wording, links and call-back numbers join senders by themselves."""

SIGNED = ("advertising",)
"""Kinds whose signature alone does: many agents send the same offer from phones of their own."""

OPEN = ("unsure", "")
"""Kinds that nobody decided: all they share only supports another basis. Notices, codes and private messages never count."""

PRIVATE = ("code", "personal")
"""Kinds that a signature does not change."""

ESTABLISHED = 3
"""Telling messages that a signature must bear, more than half of its decided ones, to speak for its undecided ones, and as a
signature for its notices too: a sorter of single messages takes "your case has a new officer" for a notice. Our own choice."""

LONG, SHORTEST = 90, 36
"""Bytes of UTF-8 that the letters of a message take for its wording to join by itself, and to support: 30 and 12 Chinese
characters, 90 and 36 English letters. "Please pay today" is nobody's own wording. Our own choice."""

SIGNATURE = r"^\s*【(?P<front>[^【】]{2,20})】|【(?P<back>[^【】]{2,20})】\s*$"

NOBODY = (
    "温馨提示", "温馨提醒", "重要通知", "重要提示", "重要提醒", "通知", "紧急通知", "提醒", "提示", "还款提醒", "还款通知", "逾期提醒", "逾期通知", "催收通知", "催款通知",
    "账单提醒", "最后通知", "律师函", "法务部", "法务通知", "短信", "系统通知", "客服", "客服中心", "验证码", "公告", "反诈提醒", "活动通知", "退订",
)  # fmt: skip
"""What stands in 【】 and names nobody."""


FIGURES = bytes.maketrans(b"123456789", b"000000000")


@dataclass(frozen=True)
class Evidence:
    """Messages that can join their senders, one row each.

    Attributes
    ----------
    row : int array
        Row of the events table.
    number : int array
    signed : int8 array
        Weight of what the signature says; `worded` that of wording, links and call-back numbers.
    worded : int8 array
    signature : int array
        Code of the signature, 0 for none, and `signatures` by code.
    signatures : object array
    template : int array
        Near-duplicate group, -1 for none.
    body : pyarrow.Array
    """

    row: np.ndarray
    number: np.ndarray
    signed: np.ndarray
    worded: np.ndarray
    signature: np.ndarray
    signatures: np.ndarray
    template: np.ndarray
    body: pa.Array

    def of_wording(self) -> Evidence:
        """The messages whose wording counts: notices under a known signature are left out."""
        import numpy as np
        import pyarrow as pa

        use = np.flatnonzero(self.worded >= 0)
        if len(use) == len(self.row):
            return self
        names = ("row", "number", "signed", "worded", "signature", "template")
        kept = {name: getattr(self, name)[use] for name in names}
        return Evidence(**kept, signatures=self.signatures, body=self.body.take(pa.array(use)))


def evidence_of(ground: Ground, messages: pd.DataFrame | None, supported: np.ndarray) -> Evidence:
    """The messages that count.

    Parameters
    ----------
    ground : Ground
    messages : DataFrame, optional
        The messages table; without it every message is of an open kind.
    supported : bool array
        Numbers that another basis bears on: what only supports is of no use for the others and is not looked at.
    """
    import numpy as np
    import pandas as pd
    import pyarrow as pa

    place = np.flatnonzero(~ground.call)  # the rows that the messages table has, in its order
    told = messages if messages is not None and len(messages) else None
    if told is not None and len(told) != len(place):
        raise ValueError(f"{len(told)} messages for {len(place)} events that are messages")
    kinds = (
        told["message_kind"].astype("category")
        if told is not None
        else pd.Series("", index=range(len(place)), dtype="category")
    )
    names = kinds.cat.categories
    signed = np.where(names.isin([*TELLING, *SIGNED]), FULL, np.where(names.isin(OPEN), SUPPORT, -1))
    worded = np.where(names.isin(TELLING), FULL, np.where(names.isin([*SIGNED, *OPEN]), SUPPORT, -1))
    codes = kinds.cat.codes.to_numpy()
    # code -1: a kind that is missing is open
    signed, worded = (np.append(weight, SUPPORT)[codes].astype(np.int8) for weight in (signed, worded))
    came = np.flatnonzero(ground.coming[place])
    came = came if told is not None else came[supported[ground.number[place[came]]]]
    body = _texts(ground.events["body"].take(place[came]))
    if told is not None and "signature" in told:
        signature, signatures = _coded(_texts(told["signature"].take(came)))
    else:
        signature, signatures = _coded(_written_signatures(body))
    signature, signatures = _apart(ground, signature, signatures, ground.number[place[came]])
    signed, worded = signed[came], worded[came]
    lifted = _known_by(signature, len(signatures), worded == FULL, ~np.append(names.isin(OPEN), True)[codes[came]])
    private = np.append(names.isin(PRIVATE), False)[codes[came]]
    worded = np.where(lifted & (worded == SUPPORT) & (signed == SUPPORT), FULL, worded)
    signed = np.where(lifted & ~private, FULL, signed)
    use = np.flatnonzero((np.maximum(signed, worded) == FULL) | ((signed >= 0) & supported[ground.number[place[came]]]))
    chosen, body, signature, signed, worded = (
        came[use],
        body.take(pa.array(use)),
        signature[use],
        signed[use],
        worded[use],
    )
    row = place[chosen]
    if told is not None and "template" in told:
        named = told["template"].take(chosen)
        template = named.astype("category").cat.codes.to_numpy().astype(np.int64)
        template += ground.case[ground.number[place[chosen]]] * (len(chosen) + 1)
        template[(named == "").to_numpy()] = -1
    else:
        from analyzer.templates import templates

        template = templates(body, ground.case[ground.number[place[chosen]]])
    return Evidence(row, ground.number[row], signed, worded, signature, signatures, template, body)


def _apart(
    ground: Ground, signature: np.ndarray, signatures: np.ndarray, number: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Codes of signatures, those of each case by themselves; 0 stays the code of none."""
    import numpy as np

    some = np.flatnonzero(signature > 0)
    code, _, used = ground.apart(signature[some], number[some])
    made = np.zeros(len(signature), dtype=np.int64)
    made[some] = code + 1
    return made, np.append(signatures[:1], signatures[used])


def _known_by(signature: np.ndarray, size: int, telling: np.ndarray, decided: np.ndarray) -> np.ndarray:
    """Messages whose signature is known by the company it keeps: `ESTABLISHED` telling messages bear it, and most decided ones."""
    import numpy as np

    many = np.bincount(signature[telling], minlength=size)
    known = (many >= ESTABLISHED) & (many * 2 > np.bincount(signature[decided], minlength=size))
    known[:1] = False  # without a signature
    return known[signature]


def signature_shares(ground: Ground, evidence: Evidence) -> Shares:
    """Numbers whose messages bear the same 【name】."""
    import numpy as np

    use = np.flatnonzero((evidence.signature > 0) & ~np.isin(evidence.signatures, NOBODY)[evidence.signature])
    return shares(
        ground, "signature", evidence.signature[use], evidence.number[use], evidence.signed[use], evidence.row[use], evidence.signatures,
    )  # fmt: skip


def template_shares(ground: Ground, evidence: Evidence) -> Shares:
    """Numbers whose messages are near-duplicates with the same signature, or both with none.

    Banks and the customers of a gateway use each other's wording; their signatures tell them apart.
    """
    import numpy as np
    import pyarrow.compute as pc

    # figures are no letters: texts that differ in nothing else have as many
    coded: Any = without_figures(evidence.body).dictionary_encode()
    letters: Any = pc.binary_length(pc.replace_substring_regex(coded.dictionary, r"[^\p{L}]+", ""))
    lengths = letters.to_numpy(zero_copy_only=False)[coded.indices.to_numpy(zero_copy_only=False)]
    use = np.flatnonzero((evidence.template >= 0) & (lengths >= SHORTEST))
    weight = np.where(lengths[use] >= LONG, evidence.worded[use], np.minimum(evidence.worded[use], SUPPORT))
    wide = np.int64(len(evidence.signatures))
    groups, key = np.unique(evidence.template[use] * wide + evidence.signature[use], return_inverse=True)
    texts = np.full(len(groups), "", dtype=object)
    return shares(ground, "template", key, evidence.number[use], weight, evidence.row[use], texts)


def without_figures(texts: pa.Array) -> pa.Array:
    """The texts with every figure 0 to 9 as 0.

    Examples
    --------
    >>> import pyarrow as pa
    >>> without_figures(pa.array(["a12"], pa.large_string())).to_pylist()
    ['a00']
    """
    import pyarrow as pa

    _, places, data = texts.buffers()
    if data is None or not data.size:
        return texts
    levelled = pa.py_buffer(data.to_pybytes().translate(FIGURES))
    return pa.Array.from_buffers(texts.type, len(texts), [None, places, levelled], offset=texts.offset)


def _texts(column: Any) -> pa.Array:
    """A text column as one Arrow array, missing as empty."""
    import pyarrow as pa

    made = pa.array(column, from_pandas=True)
    made = made.combine_chunks() if isinstance(made, pa.ChunkedArray) else made
    return made.cast(pa.large_string()).fill_null("")


def _coded(texts: pa.Array) -> tuple[np.ndarray, np.ndarray]:
    """Codes of texts, 0 for the empty one, and the texts by code."""
    import numpy as np

    coded: Any = texts.dictionary_encode()
    names = coded.dictionary.to_numpy(zero_copy_only=False)
    known = np.unique(np.append(names, "").astype(str)).astype(object)  # the empty text sorts first
    return np.searchsorted(known.astype(str), names.astype(str))[coded.indices.to_numpy(zero_copy_only=False)], known


def _written_signatures(body: pa.Array) -> pa.Array:
    """The name in 【】 at the beginning or the end of each text, where nobody has looked before."""
    import pyarrow as pa
    import pyarrow.compute as pc

    found: Any = pc.extract_regex(body, SIGNATURE)
    front, back = pc.struct_field(found, [0]), pc.struct_field(found, [1])
    name: Any = pc.if_else(pc.equal(pc.binary_length(front), 0), back, front)
    return name.fill_null(pa.scalar("", pa.large_string()))
