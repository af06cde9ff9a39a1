"""Near-duplicate texts: which messages were filled from the same template.

Two stages. Texts with the same skeleton (numbers, links, punctuation and blanks taken out) belong together at once. Among
the distinct skeletons, MinHash finds those whose sets of three-character pieces overlap (Broder, "On the resemblance and
containment of documents", 1997): every pair that falls into one bucket is verified by its estimated Jaccard similarity,
groups are the connected components of what remains, and components that have become chains are split again.
NumPy and Arrow only; nothing depends on the order of the texts but the numbering of the groups.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

PERMUTATIONS = 48
"""Hash functions of a signature: the estimate of a similarity s has a standard deviation of sqrt(s (1 - s) / 48) <= .07."""

BAND = 2
"""Signature values per bucket: two texts of similarity s meet in one of 24 buckets with probability 1 - (1 - s²)^24."""

SIMILAR = 0.5
"""Share of equal signature values from which two skeletons are of one template."""

CHAIN = 0.3
"""Median similarity to its most linked member under which a component is a chain, and is split again at `STRICTER`."""

STRICTER = (0.6, 0.75)
BLOCK = 16_384
"""Skeletons hashed at a time: their pieces fit into the processor's cache."""

LINK = r"(?:https?://|www\.)[!-~]+|[a-z0-9][a-z0-9.-]*\.(?:com|cn|net|top|vip|cc|xyz|me|info|shop|site|club|org|ly|gd|co|uk)(?:/[!-~]*)?"
NUMBER = r"[0-9*][0-9x*.,:/-]*|x{2,}"
"""What is filled into a template: links, and runs of digits, of stars and of x with what stands between them."""

NOT_WORDS = r"[\p{P}\p{S}\p{Z}\p{C}]+"


def templates(texts: Sequence[str] | pa.Array, case: np.ndarray | None = None) -> np.ndarray:
    """Near-duplicate group of each text.

    Parameters
    ----------
    texts : sequence of str
        Messages as they stand; equal ones may occur any number of times. None counts as empty.
    case : array of int, optional
        Case of each text, where several stand here: texts of different cases have nothing to do with each other.

    Returns
    -------
    ndarray of int64
        Group of each text, numbered by first appearance; -1 for texts that are empty or blank.

    Notes
    -----
    Deterministic, and independent of the order of the texts but for the numbering. Adding texts can join two groups.

    Examples
    --------
    >>> templates(["取件码3-1-2207，请到东门领取", "取件码8-2-4017，请到东门领取", "晚上几点到家", ""]).tolist()
    [0, 0, 1, -1]
    """
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    whole = _distinct(_as_texts(texts))
    skeletons = _skeletons(whole.dictionary)
    coded = _distinct(skeletons)
    order: Any = pc.array_sort_indices(
        coded.dictionary
    )  # one order for all: what follows must not depend on that of the texts
    rank = np.empty(len(coded.dictionary), dtype=np.int64)
    rank[order.to_numpy()] = np.arange(len(rank))
    assert isinstance(whole.indices, pa.Array)
    of_text = whole.indices.to_numpy(zero_copy_only=False)
    skeleton = rank[coded.indices.to_numpy(zero_copy_only=False)][of_text]
    wide = max(len(rank), 1)
    pairs, pair = np.unique(skeleton if case is None else case * wide + skeleton, return_inverse=True)
    group = _alike(coded.dictionary.take(order), pairs % wide, pairs // wide)[pair]
    blank: Any = pc.equal(pc.binary_length(pc.utf8_trim_whitespace(whole.dictionary)), 0)
    group[blank.to_numpy(zero_copy_only=False)[of_text]] = -1
    return _by_appearance(group)


def _as_texts(texts: Sequence[str] | pa.Array) -> pa.Array:
    import pyarrow as pa

    made: Any = texts
    if not isinstance(texts, (pa.Array, pa.ChunkedArray)):
        try:
            made = pa.array(texts, pa.large_string(), from_pandas=True)
        except (UnicodeEncodeError, pa.ArrowInvalid):  # half of a character pair, as broken backups hold it
            plain = ["" if text is None else str(text).encode("utf-8", "replace").decode() for text in texts]
            made = pa.array(plain, pa.large_string())
    made = made.combine_chunks() if isinstance(made, pa.ChunkedArray) else made
    return made.cast(pa.large_string()).fill_null("")


def _distinct(texts: pa.Array) -> pa.DictionaryArray:
    coded: Any = texts.dictionary_encode()
    return coded


def _skeletons(texts: pa.Array) -> pa.Array:
    """What stays of each text when numbers, links, punctuation and blanks are gone; the text itself when nothing stays."""
    import pyarrow.compute as pc

    plain: Any = pc.utf8_lower(pc.utf8_normalize(texts, "NFKC"))
    bare = pc.replace_substring_regex(plain, LINK, "http")
    bare = pc.replace_substring_regex(bare, NUMBER, "0")
    bare = pc.replace_substring_regex(bare, NOT_WORDS, "")
    return pc.if_else(pc.equal(pc.binary_length(bare), 0), plain, bare)


def _by_appearance(group: np.ndarray) -> np.ndarray:
    import numpy as np

    names, first, back = np.unique(group, return_index=True, return_inverse=True)
    known = names >= 0
    number = np.full(len(names), -1, dtype=np.int64)
    number[np.flatnonzero(known)[np.argsort(first[known])]] = np.arange(known.sum())
    return number[back]


def _alike(skeletons: pa.Array, which: np.ndarray, case: np.ndarray) -> np.ndarray:
    """Component of each place, which holds one of the distinct skeletons in one case; both stand in a canonical order."""
    import numpy as np

    size = len(which)
    if size < 2 or not (case[1:] == case[:-1]).any():
        return np.arange(size)
    signatures = _signatures(skeletons)
    signatures = signatures if len(which) == len(skeletons) else signatures[:, which]
    one, other = _candidates(signatures, case)
    share = _share(signatures, one, other)
    near = share >= SIMILAR
    one, other, share = one[near], other[near], share[near]
    label = components(size, one, other)
    for bar in STRICTER:
        chain = _chains(signatures, label, one, other)
        if not chain.any():
            break
        keep = ~chain[label[one]] | (share >= bar)
        one, other, share = one[keep], other[keep], share[keep]
        label = components(size, one, other)
    return label


def _signatures(skeletons: pa.Array) -> np.ndarray:
    """MinHash signatures, one row per permutation: the least hash of the three-character pieces of each skeleton."""
    import numpy as np
    import pyarrow.compute as pc

    rng = np.random.Generator(np.random.PCG64(20260301))  # fixed: the same functions everywhere
    factor = rng.integers(1 << 31, size=PERMUTATIONS, dtype=np.uint32) * np.uint32(2) + np.uint32(1)
    added = rng.integers(1 << 32, size=PERMUTATIONS, dtype=np.uint32)
    made = np.empty((PERMUTATIONS, len(skeletons)), dtype=np.uint32)
    for start in range(0, len(skeletons), BLOCK):
        part = skeletons.slice(start, BLOCK)
        lengths: Any = pc.utf8_length(part)
        lengths = lengths.to_numpy(zero_copy_only=False).astype(np.int64)
        joined = "\0\0".join(part.to_pylist()) + "\0\0"  # two marks end each: a text of one letter has a piece too
        codes = np.frombuffer(joined.encode("utf-32-le"), dtype=np.uint32)
        # a run through the text: its letter and the two after it, mixed (MurmurHash3's finaliser)
        piece = codes[:-2] + np.uint32(0x9E3779B1) * codes[1:-1] + np.uint32(0x85EBCA77) * codes[2:]
        piece ^= piece >> np.uint32(16)
        piece *= np.uint32(0x85EBCA6B)
        piece ^= piece >> np.uint32(13)
        ends = np.cumsum(lengths + 2)
        begins = ends - lengths - 2
        # pieces that reach into the marks are left out of longer texts
        last = np.where(lengths >= 3, ends - 4, ends - 3)
        span = np.ravel(np.column_stack((begins, last + 1)))
        span = span[:-1] if span[-1] >= len(piece) else span
        for i in range(PERMUTATIONS):
            mixed = piece * factor[i] + added[i]
            mixed ^= mixed >> np.uint32(15)
            made[i, start : start + len(part)] = np.minimum.reduceat(mixed, span)[::2]
    return made


def _candidates(signatures: np.ndarray, case: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Pairs of one case that share a bucket: each with its bucket's first and with its neighbour there, never all pairs."""
    import numpy as np

    size = signatures.shape[1]
    wide = np.uint64(size)
    found = []
    for band in range(0, len(signatures), BAND):
        key = signatures[band].astype(np.uint64)
        for row in signatures[band + 1 : band + BAND]:
            key = (key << np.uint64(32)) | row
        order = np.argsort(key, kind="stable") if case[0] == case[-1] else np.lexsort((key, case))
        key = key[order]
        begins = np.append(True, (key[1:] != key[:-1]) | (case[order][1:] != case[order][:-1]))
        first = order[np.flatnonzero(begins)][np.cumsum(begins) - 1]
        later = np.flatnonzero(~begins)
        for partner in (first[later], order[later - 1]):
            low, high = np.minimum(partner, order[later]), np.maximum(partner, order[later])
            found.append(low.astype(np.uint64) * wide + high.astype(np.uint64))
    pairs = np.sort(np.concatenate(found))  # numpy.unique goes by hashes here, which costs five times as much
    pairs = pairs[np.append(True, pairs[1:] != pairs[:-1])[: len(pairs)]]
    return (pairs // wide).astype(np.int64), (pairs % wide).astype(np.int64)


def _share(signatures: np.ndarray, one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Share of equal signature values of each pair: an estimate of the Jaccard similarity of their pieces."""
    import numpy as np

    equal = np.zeros(len(one), dtype=np.int16)
    for row in signatures:
        equal += row[one] == row[other]
    return equal / len(signatures)


def _chains(signatures: np.ndarray, label: np.ndarray, one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Per component: whether its members have too little in common with the one that has most links."""
    import numpy as np

    size = len(label)
    many = int(label.max()) + 1
    degree = np.bincount(one, minlength=size) + np.bincount(other, minlength=size)
    order = np.lexsort((np.arange(size), -degree, label))
    centre = order[np.flatnonzero(np.append(True, label[order][1:] != label[order][:-1]))]
    members = np.flatnonzero(np.bincount(label, minlength=many)[label] > 2)
    if not len(members):
        return np.zeros(many, dtype=bool)
    share = _share(signatures, members, centre[label[members]])
    order = np.lexsort((share, label[members]))
    counts = np.bincount(label[members], minlength=many)
    middle = np.cumsum(counts) - counts + counts // 2
    chain = np.zeros(many, dtype=bool)
    present = np.flatnonzero(counts)
    chain[present] = share[order][middle[present]] < CHAIN
    return chain


def components(size: int, one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Connected component of each of `size` points, numbered by their least point.

    Parameters
    ----------
    size : int
    one, other : arrays of int
        Ends of the edges.

    Examples
    --------
    >>> import numpy as np
    >>> components(5, np.array([3, 0]), np.array([4, 3])).tolist()
    [0, 1, 2, 0, 0]
    """
    import numpy as np

    root = np.arange(size)
    while len(one):
        # hang the higher root under the lowest that an edge leads to, then shorten all ways to the roots
        np.minimum.at(root, np.maximum(root[one], root[other]), np.minimum(root[one], root[other]))
        while True:
            shorter = root[root]
            if (shorter == root).all():
                break
            root = shorter
        apart = root[one] != root[other]
        one, other = one[apart], other[apart]
    return np.unique(root, return_inverse=True)[1]
