"""Mutators of SQLite databases, by way of SQL."""

from __future__ import annotations

import sqlite3
import tempfile
from pathlib import Path
from typing import Any

from fuzzing.texts import Dice, odd, some_bytes


def database(data: bytes, dice: Dice, pool: list[bytes]) -> bytes:
    """Cells of wrong types, columns and tables added, renamed and dropped, views and triggers; else bytes."""
    if dice.random() < 0.3:
        return some_bytes(data, dice, pool)
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        path = Path(folder, "x.db")
        path.write_bytes(data)
        try:
            base = sqlite3.connect(path, isolation_level=None)
        except sqlite3.Error:
            return some_bytes(data, dice, pool)
        try:
            base.text_factory = lambda raw: raw.decode("utf-8", "replace")
            for _ in range(dice.choice((1, 1, 2, 4))):
                try:
                    _change(base, dice)
                except (sqlite3.Error, OverflowError, UnicodeError, ValueError, IndexError):
                    continue
        except sqlite3.Error:
            pass
        finally:
            base.close()
        made = path.read_bytes()
    return made or some_bytes(data, dice, pool)


def _name(word: str) -> str:
    return '"' + word.replace('"', '""') + '"'


def _cell(dice: Dice) -> Any:
    word = odd(dice)
    chance = dice.random()
    if chance < 0.3:
        return dice.choice(
            (
                None,
                0,
                1,
                -1,
                2,
                3,
                5,
                7,
                2**63 - 1,
                -(2**63),
                1.5,
                1e308,
                -1e308,
                float("inf"),
                2**40,
                10**12,
                10**15,
                10**18,
                794707200.5,
                1773014400000,
            )
        )
    if chance < 0.45:
        return dice.choice(
            (
                b"",
                b"\0",
                b"\xff\xfe",
                dice.randbytes(20),
                b"streamtyped NSString\x01\x94\x84\x01+\x81",
                b"x" * 300_000,
                "13800138000".encode("utf-16"),
            )
        )
    return word.encode("utf-8", "replace").decode("utf-8").replace("\0", "" if dice.random() < 0.5 else "\0")


def _change(base: sqlite3.Connection, dice: Dice) -> None:
    tables = [
        name
        for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
    ]
    if not tables:
        return
    table = dice.choice(tables)
    columns = [row[1] for row in base.execute(f"PRAGMA table_info({_name(table)})")]
    column, deed = dice.choice(columns), dice.randrange(20)
    run = base.execute
    if deed <= 6:
        rows = [row for (row,) in run(f"SELECT rowid FROM {_name(table)} LIMIT 200")]
        if rows:
            run(f"UPDATE {_name(table)} SET {_name(column)} = ? WHERE rowid = ?", (_cell(dice), dice.choice(rows)))
    elif deed == 7:
        run(f"UPDATE {_name(table)} SET {_name(column)} = ?", (_cell(dice),))
    elif deed == 8:
        run(f"INSERT INTO {_name(table)} DEFAULT VALUES")
    elif deed == 9:
        run(
            f"INSERT INTO {_name(table)} ({', '.join(map(_name, columns))}) VALUES ({', '.join('?' * len(columns))})",
            [_cell(dice) for _ in columns],
        )
    elif deed == 10:
        run(f"ALTER TABLE {_name(table)} DROP COLUMN {_name(column)}")
    elif deed == 11:
        run(
            f"ALTER TABLE {_name(table)} RENAME COLUMN {_name(column)} TO {_name(dice.choice((column.upper(), column + 'x', 'a b', 'select', '号码')))}"
        )
    elif deed == 12:
        run(f"ALTER TABLE {_name(table)} RENAME TO t0")
        run(f"CREATE VIEW {_name(table)} AS SELECT * FROM t0")
    elif deed == 13:
        run(
            f"ALTER TABLE {_name(table)} RENAME TO {_name(dice.choice((table.upper(), table + 'x', 'calls', 'sms', 'message', 'history')))}"
        )
    elif deed == 14:
        name = dice.choice(
            (
                "calls",
                "sms",
                "pdu",
                "part",
                "addr",
                "logs",
                "message",
                "handle",
                "history",
                "ZCALLRECORD",
                "call",
                "Calls",
                "x",
                "calls_tb",
                "sms_tb",
            )
        )
        picked = ", ".join(map(_name, dice.sample(columns, dice.randint(1, len(columns)))))
        run(f"CREATE {dice.choice(('TABLE', 'VIEW'))} {_name(name)} AS SELECT {picked} FROM {_name(table)}")
    elif deed == 15:
        run(
            f"CREATE TRIGGER tr{dice.randrange(99)} AFTER UPDATE ON {_name(table)} BEGIN DELETE FROM {_name(table)}; END"
        )
    elif deed == 16:
        run(
            f"ALTER TABLE {_name(table)} ADD COLUMN {_name(dice.choice(('extra', 'mark_content', 'ring_times', 'duration', 'deleted', 'logtype', 'presentation', 'simid')))} {dice.choice(('TEXT', 'BLOB', 'REAL', ''))} DEFAULT {dice.choice(('NULL', '1', quote('x'), '1e400'))}"
        )
    elif deed == 17:
        run("PRAGMA writable_schema = ON")
        old, new = dice.choice(
            (
                ("TEXT", "VIRTUAL"),
                ("(", "(("),
                ("CREATE TABLE", "CREATE VIEW"),
                ("INTEGER", "GENERATED ALWAYS AS (1/0)"),
                (" ", "  "),
                (",", ",,"),
            )
        )
        run("UPDATE sqlite_master SET sql = replace(sql, ?, ?) WHERE name = ?", (old, new, table))
    elif deed == 18:
        run(f"DELETE FROM {_name(table)}" + dice.choice(("", " WHERE rowid % 2")))
    else:
        run(
            dice.choice(
                (
                    f"DROP TABLE {_name(table)}",
                    "PRAGMA user_version = 99",
                    "PRAGMA journal_mode = WAL",
                    "VACUUM",
                    "PRAGMA application_id = 7",
                )
            )
        )


def quote(text: str) -> str:
    """A text in SQL."""
    return "'" + text.replace("'", "''") + "'"
