"""Write ``tests/samples_bandicoot/``: invented records, and what bandicoot 0.6.0 says of them.

bandicoot is no dependency of this project, its figures are kept instead. To make them again::

    python -m venv /tmp/bandicoot && /tmp/bandicoot/bin/pip install bandicoot==0.6.0
    /tmp/bandicoot/bin/python tests/make_bandicoot_figures.py

bandicoot 0.6.0 asks Python for ``inspect.getargspec`` and ``inspect.formatargspec``, which Python 3.11 no longer has; stand-ins are put
there below, bandicoot itself is not changed. Every figure comes from `bandicoot.individual` with ``groupby=None`` and, where the indicator takes it,
``interaction="callandtext"``: once per correspondent over the records with that one alone, once over all of them.
"""

import csv
import datetime as dt
import inspect
import json
import random
import sys
from pathlib import Path

FOLDER = Path(__file__).parent / "samples_bandicoot"
COLUMNS = ("interaction", "direction", "correspondent_id", "datetime", "call_duration", "antenna_id")
NOON = dt.datetime(2026, 3, 2, 12)


def fixed():
    """Records made by hand: (correspondent, seconds after noon, what, direction, duration)."""
    cases = {
        # bandicoot's night takes in both of its boundary seconds
        "+8613800000001": [(s, "call", "in", 5) for s in (25_199, 25_200, 68_400, 68_401)],
        # a conversation goes on after 3599 s and ends after 3600 s
        "+8613800000002": [(0, "text", "in"), (3599, "text", "out"), (7199, "text", "out"), (7200, "text", "in"), (7300, "text", "out")],
        # a call ends a conversation
        "+8613800000003": [(0, "text", "in"), (60, "call", "in", 30), (120, "text", "out"), (180, "text", "in"), (200, "call", "out", 0)],
        # one record only
        "+8613800000004": [(0, "call", "in", 0)],
        "+8613800000005": [(0, "text", "out")],
        # calls only, as regular as a clock
        "+8613800000006": [(3600 * i, "call", "in", 0) for i in range(12)],
        # the four conversations of bandicoot's own explanation of response_rate_text
        "+8613800000007": [
            (10_000 * i + 60 * j, "text", {"I": "in", "O": "out"}[way])
            for i, talk in enumerate(("IOIO", "IIOI", "IIII", "OOIO")) for j, way in enumerate(talk)
        ],
        # messages only, never answered, two in one second
        "+8613800000008": [(0, "text", "in"), (0, "text", "in"), (7, "text", "in"), (90_000, "text", "in")],
    }  # fmt: skip
    return [(number, *record) for number, records in cases.items() for record in records]


def drawn():
    """Records drawn by a generator with a fixed seed: a collector's bursts, a friend, a courier."""
    draw = random.Random(20260302)
    rows = []
    for number, many, out, texts in (
        ("+8617000000009", 120, 0.05, 0.2), ("+8613900000010", 80, 0.5, 0.7), ("+8613900000011", 9, 0.2, 0.3),
    ):  # fmt: skip
        at = 0
        for _ in range(many):
            at += draw.choice((draw.randrange(1, 300), draw.randrange(1, 5000), draw.randrange(1, 200_000)))
            way = "out" if draw.random() < out else "in"
            if draw.random() < texts:
                rows.append((number, at, "text", way))
            else:
                rows.append((number, at, "call", way, draw.choice((0, 0, draw.randrange(1, 900)))))
    return rows


def records():
    """All records in order of time, as rows of bandicoot's CSV."""
    rows = []
    for number, seconds, what, way, *duration in sorted(fixed() + drawn(), key=lambda r: r[1]):
        rows.append((what, way, number, str(NOON + dt.timedelta(seconds=seconds)), duration[0] if duration else "", ""))
    return rows


def figures(bandicoot, user, alone):
    """What bandicoot says of a user, under this project's names."""
    b = bandicoot.individual

    def over(indicator, **more):
        return indicator(user, groupby=None, summary="extended", **more)["allweek"]["allday"]["callandtext"]

    def calls(indicator):
        return indicator(user, groupby=None, summary="extended")["allweek"]["allday"]["call"]

    both = {"interaction": "callandtext"}
    if not alone:
        contacts = over(b.interactions_per_contact, **both)
        return {
            "number_of_contacts": over(b.number_of_contacts, **both),
            "entropy_of_contacts": over(b.entropy_of_contacts, **both),
            "interactions_per_contact_mean": contacts["mean"],
            "interactions_per_contact_median": contacts["median"],
        }
    interevent, delay, duration = (
        over(b.interevent_time, **both),
        over(b.response_delay_text),
        calls(b.call_duration) or dict.fromkeys(("mean", "median")),  # None without calls
    )
    return {
        "active_days": over(b.active_days),
        "interevent_time_mean_s": interevent["mean"],
        "interevent_time_median_s": interevent["median"],
        "interevent_time_std_s": interevent["std"],
        "percent_nocturnal": over(b.percent_nocturnal, **both),
        "percent_initiated_interactions": calls(b.percent_initiated_interactions),
        "call_duration_mean_s": duration["mean"],
        "call_duration_median_s": duration["median"],
        "percent_initiated_conversations": over(b.percent_initiated_conversations),
        "response_rate_text": over(b.response_rate_text),
        "response_delay_text_mean_s": delay["mean"],
        "response_delay_text_median_s": delay["median"],
        "out_share": over(b.balance_of_contacts, **both)["mean"],
    }


def write(path, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([COLUMNS, *rows])


def formatargspec(args, varargs=None, varkw=None, defaults=None, formatvalue=lambda value: "=" + repr(value)):
    """What Python's function of this name did until 3.10, as far as bandicoot needs it."""
    plain = len(args) - len(defaults or ())
    shown = [*args[:plain], *(a + formatvalue(d) for a, d in zip(args[plain:], defaults or (), strict=True))]
    return "(" + ", ".join([*shown, *(["*" + varargs] if varargs else []), *(["**" + varkw] if varkw else [])]) + ")"


def main():
    inspect.getargspec = lambda f: inspect.getfullargspec(f)[:4]
    inspect.formatargspec = formatargspec
    import bandicoot

    assert bandicoot.__version__ == "0.6.0", bandicoot.__version__
    FOLDER.mkdir(exist_ok=True)
    rows = records()
    write(FOLDER / "records.csv", rows)

    def user(chosen, name):
        write(FOLDER / f"{name}.csv", chosen)
        made = bandicoot.read_csv(name, str(FOLDER), describe=False, warnings=False)
        (FOLDER / f"{name}.csv").unlink()
        assert len(made.records) == len(chosen) and not made.ignored_records["all"], name
        return made

    numbers = sorted({row[2] for row in rows})
    facts = {
        "note": "Made by tests/make_bandicoot_figures.py with bandicoot 0.6.0; do not edit. null: bandicoot says None.",
        "numbers": {
            n: figures(bandicoot, user([row for row in rows if row[2] == n], "one"), alone=True) for n in numbers
        },
        "owner": figures(bandicoot, user(rows, "all"), alone=False),
    }
    (FOLDER / "figures.json").write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")
    sys.stdout.write(f"{len(rows)} records, {len(numbers)} numbers\n")


if __name__ == "__main__":
    main()
