"""Rows of JSON put together by columns, against the standard library's encoder on the same rows."""

import json
from unittest import mock

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.writers import json_rows
from analyzer.writers.facts import records

TEXTS = st.lists(st.text(alphabet='ab"\\/\n\x01 短\u2028', max_size=5), min_size=1, max_size=12)


def read(rows: json_rows.Rows) -> list[dict]:
    return json.loads(b"".join(json_rows.pieces(rows)))


@settings(deadline=None)
@given(TEXTS, st.integers(1, 9), st.sampled_from([(1024, 4), (1, 1), (2, 1)]))
def test_any_table(texts, block, few):
    """Whatever the size of blocks, and whether or not cells that repeat are put into words once."""
    n = len(texts)
    some = np.arange(n) % 3 > 0
    at = pd.to_datetime(pd.Series(range(0, 10**9 * n, 10**9)), unit="s", utc=True).dt.as_unit("s")
    table = pd.DataFrame(
        {
            "text": pd.Series(texts, dtype="str"),
            "word": pd.Categorical(texts),
            "count": np.arange(n),
            "share": pd.array([None if i % 2 else i / 3 for i in range(n)], dtype="Float64"),
            "whole": pd.array([float(i) for i in range(n)], dtype="Float64"),
            "left": pd.array([None if i % 2 else i for i in range(n)], dtype="Int64"),
            "yes": some,
            "zero": [(0.0, -0.0, float("nan"))[i % 3] for i in range(n)],
            "late": pd.array([None if i % 3 else i % 2 for i in range(n)], dtype="Int64"),
            "none": pd.array([None] * n, dtype="Float64"),
            "part": pd.Series(texts, dtype="str").where(some),
            "utc": at.where(some),
            "local": at.dt.tz_convert("America/St_Johns"),
            "bare": at.dt.tz_localize(None),
        }
    )
    with mock.patch.multiple(json_rows, ROWS=block, LEAST=few[0], FEW=few[1]):
        got = b"".join(json_rows.pieces(json_rows.Rows(table)))
    with mock.patch.multiple(json_rows, LEAST=len(table) + 1):
        assert got == b"".join(json_rows.pieces(json_rows.Rows(table)))
    got = json.loads(got)
    assert [row.pop("zero") for row in got] == [(0.0, 0.0, None)[i % 3] for i in range(n)]
    assert [row.pop("part") for row in got] == [text if i % 3 else None for i, text in enumerate(texts)]
    assert got == records(table.drop(columns=["zero", "part"]))
    assert [type(row["whole"]) for row in got] == [float] * n


@settings(deadline=None)
@given(TEXTS)
def test_words(texts):
    cells = [" ".join(text.split()) for text in texts]
    table = pd.DataFrame({"ids": pd.Series(cells, dtype="str")})
    assert [row["ids"] for row in read(json_rows.Rows(table, {"ids": "words"}))] == [cell.split() for cell in cells]


def test_spans():
    table = pd.DataFrame({"spans": pd.Series(["insult:3-5:I1 non_debtor:0-12:N2", ""], dtype="str")})
    assert [row["spans"] for row in read(json_rows.Rows(table, {"spans": "spans"}))] == [
        [
            {"flag": "insult", "start": 3, "end": 5, "rule": "I1"},
            {"flag": "non_debtor", "start": 0, "end": 12, "rule": "N2"},
        ],
        [],
    ]


def test_a_tree_with_and_without_rows():
    empty = pd.DataFrame({"a": np.zeros(0, np.int64)})
    tree = {"name": 'x"y', "rows": json_rows.Rows(empty), "deep": {"rows": json_rows.Rows(empty), "list": [{"k": [1, None]}]}, "none": []}  # fmt: skip
    assert json.loads(b"".join(json_rows.pieces(tree))) == {
        "name": 'x"y', "rows": [], "deep": {"rows": [], "list": [{"k": [1, None]}]}, "none": [],
    }  # fmt: skip
