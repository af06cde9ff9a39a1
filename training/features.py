"""The matrix that the model of kinds is fitted on: exactly what `analyzer.wording.kinds` sees."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix, hstack

from analyzer.wording.grams import BUCKETS, word_buckets
from analyzer.wording.kinds import features
from analyzer.wording.words import Words

TOPICS = Path(__file__).parent / "topics.toml"
GROUP_VALUE = 0.15
"""What a group of words or a length counts beside an n-gram (1 / root of their number: 0.1 for a hundred)."""


@cache
def topic_arrays() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The groups of words as `Words` takes them."""
    groups = tomllib.loads(TOPICS.read_text(encoding="utf-8"))
    words = [word_buckets(word) for group in groups.values() for word in group]
    return (
        np.array([bucket for word in words for bucket in word], np.uint16),
        np.array([len(word) for word in words], np.uint8),
        np.array([len(group) for group in groups.values()], np.uint8),
    )


@cache
def topics() -> Words:
    """The groups of words."""
    bucket, size, words = topic_arrays()
    return Words(bucket.astype(np.int64), size.astype(np.int64), words)


def matrix(texts: list[str]) -> csr_matrix:
    """Texts by features: n-grams first, then groups of words and lengths."""
    pointers, columns, groups, offset = [], [], [], 0
    for start, bucket, held in features(texts, topics()):
        pointers.append(start + offset)
        columns.append(bucket)
        groups.append(held)
        offset += len(bucket)
    pointer = np.append(np.concatenate(pointers), offset)
    size = np.diff(pointer)
    grams = csr_matrix(
        (np.repeat(1 / np.sqrt(size), size), np.concatenate(columns), pointer), shape=(len(texts), BUCKETS)
    )
    return csr_matrix(hstack([grams, csr_matrix(np.vstack(groups) * GROUP_VALUE)]))
