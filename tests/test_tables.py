"""The bytes of the tables: guards, empty cells, instants, and that pieces change nothing."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.writers import tables

TEXTS = st.lists(st.text(alphabet="=@+-'\t\r\n0123,\"a短", max_size=5), min_size=1, max_size=20)


def cells(column: pd.Series, name: str) -> list[str]:
    """What a CSV reader of the standard library finds."""
    import csv
    import io

    rows = csv.reader(io.StringIO(tables.csv(pd.DataFrame({name: column})).decode("utf-8-sig"), newline=""))
    return ["".join(row) for row in rows][1:]


@pytest.mark.parametrize(
    ("text", "stands"),
    [
        ("=1+1", "'=1+1"),
        ("+8613800138000", "+8613800138000"),
        ("+86 138", "'+86 138"),
        ("-", "'-"),
        ("-1", "-1"),
        ("@x", "'@x"),
        ("'x", "''x"),
        ("a=1", "a=1"),
        ("", ""),
    ],
)
def test_guard(text, stands):
    assert cells(pd.Series([text], dtype="str"), "body") == [stands]
    assert cells(pd.Series(pd.Categorical([text])), "number") == [stands]
    assert cells(pd.Series([text], dtype="str"), "rule") == [text]


@settings(deadline=None)
@given(TEXTS, st.integers(1, 7))
def test_pieces_change_nothing(texts, rows):
    n = len(texts)
    table = pd.DataFrame(
        {
            "body": pd.Series(texts, dtype="str"),
            "number": pd.Categorical(texts),
            "at": pd.to_datetime(pd.Series(range(n)), unit="s", utc=True).where(np.arange(n) % 3 > 0),
            "count": pd.array([None if i % 2 else i for i in range(n)], dtype="Int64"),
        }
    )
    whole = tables.csv(table)
    usual, tables.ROWS = tables.ROWS, rows
    try:
        assert tables.csv(table) == whole
    finally:
        tables.ROWS = usual


@settings(deadline=None)
@given(TEXTS)
def test_guards_are_undone(texts):
    import tempfile
    from pathlib import Path

    texts = [text for text in texts if "\r" not in text and "\n" not in text and text]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "events.csv"
        path.write_bytes(tables.csv(pd.DataFrame({"body": pd.Series(texts, dtype="str"), "n": range(len(texts))})))
        assert tables.read_csv(path)["body"].tolist() == texts


def test_instants_and_missing():
    table = pd.DataFrame(
        {
            "at_local": pd.to_datetime(pd.Series(["2026-03-01T00:00:00Z", None]), utc=True).dt.tz_convert("Asia/Shanghai"),
            "first_at": pd.Series(np.array(["2026-03-01T00:00:00", "NaT"], "datetime64[s]")),
        }
    )  # fmt: skip
    assert tables.csv(table).decode("utf-8-sig").splitlines() == [
        "at_local,first_at", '"2026-03-01T08:00:00+08:00","2026-03-01T00:00:00Z"', ",",
    ]  # fmt: skip
