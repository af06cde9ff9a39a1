"""Read damaged exports without end, and say where the laws of reading are broken.

    python tools/fuzz.py                              every importer in turn, those with the fewest minutes first
    python tools/fuzz.py --importer vmessage          one of them
    python tools/fuzz.py --minutes 30 --seed 7        for half an hour; the same seed gives the same inputs
    python tools/fuzz.py --page                       write docs/fuzzing.md out of the state

Inputs are the files of ``tests/samples/<importer>/``, changed by mutators that know their structure (``tools/fuzzing``); those
that reach lines of code not reached before join them. The state (minutes, inputs, lines, what was found) is kept in
``--state`` (default ``$TMPDIR/fuzz``), so that a later run goes on where this one stopped. Stop it with Ctrl+C, or by making the
file ``stop`` in that folder. A worker of its own reads the inputs: it may hang or die, and is then replaced.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import hashlib
import json
import multiprocessing
import os
import random
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "tools")]

TURN, PATIENCE = 20.0, 120.0
"""Seconds of the processor, and of the clock, for one importer before the next one has its turn; the code is loaded anew for each."""
STUCK = 140.0
"""Seconds of the clock after which a worker that reads one input is taken for stuck: more than an old workbook may take to open."""
WATCHED = 4
"""Every so many runs one is watched for the lines it reaches."""
WHOLE = 5
"""Every so many inputs one goes through the public verb as well, which takes four times as long."""
LARGEST = 300_000
"""Bytes of an input that may join the pool."""


def turn(name: str, seconds: float, seed: int, folder: Path, room: Path) -> None:
    """One importer's turn, in a process of its own; leaves ``turn.json`` behind."""
    from fuzzing import laws
    from fuzzing.packed import mutated

    resource.setrlimit(resource.RLIMIT_AS, (6 << 30, 6 << 30))
    tempfile.tempdir = str(room)
    guard = laws.Guard(room.resolve())
    aside = os.open(folder / "stderr.txt", os.O_RDWR | os.O_CREAT | os.O_TRUNC)
    os.dup2(aside, 1)
    os.dup2(aside, 2)
    import golden

    from analyzer.importers import IMPORTERS

    importer = next(one for one in IMPORTERS if one.name == name)
    samples = golden.samples([name])
    known = {tuple(line) for line in _load(folder / "lines" / f"{name}.json", [])}
    dice, lines = random.Random(seed), laws.Lines(ROOT)
    pool: list[tuple[bytes, Any]] = [(sample.path.read_bytes(), sample.settings) for sample in samples]
    pool += [(path.read_bytes(), dice.choice(samples).settings) for path in sorted((folder / "pool" / name).glob("*"))]
    allowed, done = {}, {"inputs": 0, "read": 0, "refused": 0, "other": 0, "seconds": 0.0, "cpu": 0.0, "found": []}
    begin, begun = time.monotonic(), laws.clock()
    for i, (data, settings) in enumerate(pool[: len(samples)]):
        began = laws.clock()
        with contextlib.suppress(laws.Breach):
            attempt(data, importer, settings, room, guard, folder)
        allowed[i] = laws.TIMES * (laws.clock() - began) + laws.SECONDS
    longest = max(allowed.values())
    while laws.clock() - begun < TURN and time.monotonic() - begin < seconds and not (folder / "stop").exists():
        place = dice.randrange(len(pool)) if dice.random() < 0.7 else dice.randrange(len(samples))
        data, settings = pool[place]
        settings = replace(settings, **json.loads(dice.choice(VARIANTS))) if dice.random() < 0.15 else settings
        settings = replace(settings, columns=tuple(map(tuple, settings.columns)))
        for _ in range(dice.choice((1, 1, 1, 2))):
            data = mutated(data, dice, [piece for piece, _ in dice.sample(pool, min(3, len(pool)))])
        watch = done["inputs"] % WATCHED == 0
        os.ftruncate(aside, 0)
        laws.peak(reset=True)
        before, began = laws.now(), laws.clock()
        try:
            with lines.watching() if watch else contextlib.nullcontext(set()) as seen:
                verdict = attempt(data, importer, settings, room, guard, folder, done["inputs"] % WHOLE == 0)
            spent, grown = laws.clock() - began, laws.peak() - before
            if spent > allowed.get(place, longest) * (5 if watch else 1) + 3e-6 * len(data):
                raise laws.Breach("too slow", f"{spent:.1f} s for {len(data)} bytes")
            if grown > (laws.MEGABYTES << 20) + 60 * len(data):
                raise laws.Breach("too much memory", f"{grown >> 20} MB for {len(data)} bytes")
            if size := os.fstat(aside).st_size:
                raise laws.Breach("said on stderr", os.pread(aside, min(size, 2000), 0).decode("utf-8", "replace"))
            done[verdict] += 1
            if watch and (fresh := seen - known) and len(data) <= LARGEST:
                known |= fresh
                attempt(data, importer, settings, room, guard, folder)
                pool.append((data, settings))
                _store(folder / "pool" / name, data)
        except laws.Breach as breach:
            small = smaller(
                data, breach.key, lambda piece, s=settings: attempt(piece, importer, s, room, guard, folder)
            )
            kept = _store(folder / "found" / name, small)
            done["found"].append(
                [breach.key, breach.what[-3000:], str(kept), repr(settings) if settings != pool[place][1] else ""]
            )
        done["inputs"] += 1
        done["seconds"], done["cpu"] = time.monotonic() - begin, laws.clock() - begun
        if done["inputs"] % 20 == 0:
            _save(folder / "turn.json", done)
    (folder / "lines").mkdir(exist_ok=True)
    _save(folder / "lines" / f"{name}.json", sorted(known))
    _save(folder / "turn.json", done)


VARIANTS = (
    '{"region": "US", "zone": "America/New_York"}', '{"lang": "en", "owner": "13900000001"}', '{"zone": "Europe/London", "region": "GB"}',
    '{"columns": [["号码", "number"], ["Number", "caller"], ["time", "start"], ["时间", "start"]]}', '{"encoding": "gb18030"}', '{"home_area": "0755"}',
)  # fmt: skip


def attempt(data: bytes, importer: Any, settings: Any, room: Path, guard: Any, folder: Path, whole: bool = True) -> str:
    """Read one input; what is being read stands in the room, should the worker hang or die of it."""
    from fuzzing import laws

    if not data:
        return "refused"
    path = room / "输入 {x}.dat"
    path.write_bytes(data)
    (folder / "beat").write_text(f"{time.monotonic()} reading")
    try:
        return laws.read_both_ways(path, importer, settings, guard, whole)
    finally:
        (folder / "beat").write_text(f"{time.monotonic()} idle")
        if any(left.name.startswith("analyzer-") for left in room.iterdir()):
            gc.collect()  # an error keeps hold of the folder until then
        for left in room.iterdir():
            if left.name.startswith("analyzer-"):
                shutil.rmtree(left)
                raise laws.Breach("left behind", left.name)


def smaller(data: bytes, key: str, run: Callable[[bytes], object]) -> bytes:
    """The input without whatever is not needed for the same breach, as far as a few seconds go."""
    from fuzzing import laws

    def breaks(piece: bytes) -> bool:
        try:
            run(piece)
        except laws.Breach as breach:
            return breach.key == key
        return False

    end, size = time.monotonic() + 8, max(1, len(data) // 2)
    while size and time.monotonic() < end:
        at, shrunk = 0, False
        while at < len(data) and time.monotonic() < end:
            piece = data[:at] + data[at + size :]
            if piece and breaks(piece):
                data, shrunk = piece, True
            else:
                at += size
        if not shrunk or size > len(data):
            size //= 2
    return data


def drive(names: Sequence[str], minutes: float, seed: int, folder: Path) -> None:
    """Give each importer its turn, the one with the fewest seconds first, until the time is over."""
    from fuzzing.page import write_page

    (folder / "pool").mkdir(parents=True, exist_ok=True)
    end = time.monotonic() + minutes * 60
    context = multiprocessing.get_context("spawn")
    while time.monotonic() < end and not (folder / "stop").exists():
        state = _load(folder / "state.json", {})
        name = min(names, key=lambda one: state.get(one, {}).get("cpu", 0.0))
        mine = state.setdefault(
            name,
            {"seconds": 0.0, "cpu": 0.0, "inputs": 0, "read": 0, "refused": 0, "other": 0, "turns": 0, "found": {}},
        )
        length = min(PATIENCE, max(end - time.monotonic(), 1.0))
        (folder / "turn.json").unlink(missing_ok=True)
        (folder / "beat").write_text(f"{time.monotonic()} idle")
        with tempfile.TemporaryDirectory(prefix="fuzz-room-") as room:
            worker = context.Process(
                target=turn, args=(name, length, seed * 1_000_003 + mine["turns"], folder, Path(room))
            )
            worker.start()
            trouble = ""
            while worker.is_alive() and not trouble:
                worker.join(1)
                with contextlib.suppress(ValueError):
                    since, what = (folder / "beat").read_text().split()
                    if time.monotonic() - float(since) > STUCK:
                        trouble = "stuck" if what == "reading" else "stuck in a mutator"
            if trouble:
                worker.kill()
                worker.join()
            elif worker.exitcode and worker.exitcode < 0:
                trouble = f"died of signal {-worker.exitcode}"
            elif worker.exitcode:
                print(f"{name}: the worker could not start or failed itself:\n{_said(folder)}", flush=True)
                time.sleep(5)
            done = _load(folder / "turn.json", {})
            current = Path(room, "输入 {x}.dat")
            if trouble and current.exists() and trouble != "stuck in a mutator":
                kept = _store(folder / "found" / name, current.read_bytes())
                done.setdefault("found", []).append([trouble, trouble, str(kept), ""])
        mine["turns"] += 1
        mine["seconds"] += done.get("seconds", length if trouble else 1.0)
        mine["cpu"] = mine.get("cpu", 0.0) + done.get("cpu", length if trouble else 1.0)
        for what in ("inputs", "read", "refused", "other"):
            mine[what] += done.get(what, 0)
        for key, what, path, settings in done.get("found", []):
            one = mine["found"].setdefault(key, {"times": 0, "what": what, "path": path, "settings": settings})
            if not one["times"]:
                print(
                    f"{name}: {key}\n    {path} {settings}\n    {what.strip().splitlines()[-1] if what.strip() else ''}",
                    flush=True,
                )
            one["times"] += 1
        _save(folder / "state.json", state)
        if ROOT.joinpath("docs").is_dir() and folder.joinpath("page").exists():
            write_page(folder)


def _said(folder: Path) -> str:
    path = folder / "stderr.txt"
    return path.read_text(encoding="utf-8", errors="replace")[-1500:] if path.exists() else ""


def _store(folder: Path, data: bytes) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / hashlib.sha256(data).hexdigest()[:12]
    path.write_bytes(data)
    return path


def _load(path: Path, default: Any) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return default


def _save(path: Path, what: Any) -> None:
    other = path.with_suffix(".new")
    other.write_text(json.dumps(what, ensure_ascii=False), encoding="utf-8", errors="replace")
    other.replace(path)


def main() -> int:
    """The command."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    asked.add_argument("--importer", action="append", default=[], metavar="NAME")
    asked.add_argument("--minutes", type=float, default=10.0)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--state", type=Path, default=Path(tempfile.gettempdir(), "fuzz"))
    asked.add_argument("--page", action="store_true", help="write docs/fuzzing.md and end")
    options = asked.parse_args()
    from fuzzing.page import write_page

    from analyzer.importers import IMPORTERS

    names = [one.name for one in IMPORTERS]
    if unknown := set(options.importer) - set(names):
        asked.error(f"no importer is called {', '.join(sorted(unknown))}: known are {', '.join(names)}")
    if not options.page:
        with contextlib.suppress(KeyboardInterrupt):
            drive(options.importer or names, options.minutes, options.seed, options.state)
    write_page(options.state) if options.page else None
    return 0


if __name__ == "__main__":
    sys.exit(main())
