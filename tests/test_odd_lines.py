"""Tables with single malformed lines: the quick reader gives what the standard library's reader gives."""

import random

import pytest

from analyzer.exports import Export
from analyzer.importers.sheets import delimited, quick_csv

GOOD = ("1391111{i:04d},2026-03-01 09:00:00,in,{i}\n", '1391111{i:04d},2026-03-01 09:00:00,in,"text, {i}"\n')
ODD = (
    "1391111{i:04d},2026-03-01 09:00:00,in,{i},stray\n",
    "1391111{i:04d},2026-03-01 09:00:00\n",
    "\n",
    "\r\n",
    '1391111{i:04d},2026-03-01 09:00:00,in,"two\nlines"\n',
    '1391111{i:04d},2026-03-01 09:00:00,in,"three\n\n,lines, ""quoted"""\n',
    '1391111{i:04d},2026-03-01 09:00:00,in,5" screen\n',
    '1391111{i:04d},2026-03-01 09:00:00,"in,open\n',
    '1391111{i:04d},2026-03-01 09:00:00,in," {i}""\n',
    '1391111{i:04d},2026-03-01 09:00:00,x"y,"{i}\n',
    "合计,,,,\n",
)


def _facts(body):
    return [column.to_pylist() for column in body.columns], body.places.tolist(), body.misfits, body.damaged


@pytest.mark.parametrize("seed", range(120))
def test_same_as_the_slow_reader(tmp_path, seed):
    dice = random.Random(seed)
    kinds = dice.sample(ODD, dice.randrange(1, 4))
    lines = [dice.choice(kinds) if dice.random() < 0.08 else GOOD[dice.random() < 0.3] for _ in range(300)]
    text = "number,time,type,text\n" + "".join(
        line.replace("{i:04d}", f"{i:04d}").replace("{i}", str(i)) for i, line in enumerate(lines)
    )
    path = tmp_path / "calls.csv"
    path.write_bytes(text.encode())
    slow = delimited.exact(Export.open(path), 1, 4, ",")
    quick = quick_csv.fast(Export.open(path), 1, 4, 4, ",")
    assert quick is None or _facts(quick) == _facts(slow)


@pytest.mark.parametrize("odd", [*ODD[:9], ODD[10]])
def test_single_odd_lines_do_not_send_the_file_to_the_slow_reader(tmp_path, odd):
    lines = [
        (odd if i % 50 == 20 else GOOD[0]).replace("{i:04d}", f"{i:04d}").replace("{i}", str(i)) for i in range(300)
    ]
    path = tmp_path / "calls.csv"
    path.write_bytes(("number,time,type,text\n" + "".join(lines)).encode())
    quick = quick_csv.fast(Export.open(path), 1, 4, 4, ",")
    assert quick is not None
    assert _facts(quick) == _facts(delimited.exact(Export.open(path), 1, 4, ","))
