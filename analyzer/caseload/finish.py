"""The end of a caseload: the tables across owners, the papers, the facts for programs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analyzer import pipeline
from analyzer.caseload.across import Across, across, table
from analyzer.caseload.cases import Found
from analyzer.caseload.store import DATA, FACTS, Store
from analyzer.caseload.tables import TABLES
from analyzer.locales import translator
from analyzer.settings import Settings

if TYPE_CHECKING:
    import pandas as pd

    from analyzer.problems import AnalyzerError

UNREAD = ("P301", "P302")
"""Problems that are about whole files: a case that could not be read, a file of a case that was left out."""


def facts_of(folder: Path) -> dict[str, Any]:
    """The facts of a finished caseload."""
    return json.loads((folder / FACTS).read_bytes())


def finish(
    store: Store, cases: Sequence[Found], left: Sequence[tuple[str, AnalyzerError]], settings: Settings, *, names: bool, fingerprint: str
) -> dict[str, Any]:  # fmt: skip
    """Join the tables across owners and write everything that is not a data set; returns the facts."""
    import pandas as pd
    import pyarrow.compute as pc

    from analyzer.caseload.tables import written
    from analyzer.reports.caseload import Whole, page, ranking
    from analyzer.writers.html import html
    from analyzer.writers.tables import csv
    from analyzer.writers.xlsx import xlsx

    found = across(store.out / DATA, store.owners(), names)
    listed = table(store.out / DATA / "cases", ["case", "state", "note", "zone", "sources", "rows_read", "events", "skipped", "problems", "owners", "calls", "messages", "first_at", "last_at", "days", "gap_days", "gap_end", "numbers", "reported", "findings", "campaigns"]).to_pandas()  # fmt: skip
    rules = _rules(store.out / DATA / "findings", settings)
    unread = table(store.out / DATA / "problems", ["case", "note"], pc.field("code").isin(UNREAD)).to_pandas()
    facts = _facts(listed, found, left, settings, fingerprint)
    whole = Whole(
        lang=settings.lang, zone=settings.zone, made_on=pipeline.today(), version=pipeline.VERSION, cases=listed,
        numbers=found.numbers, callers=found.callers, rows=found.rows, rules=rules, unread=unread, counts=facts["counts"], named=names,
        left=tuple(error.in_words(translator(settings.lang)) for _, error in left) if names else (),
    )  # fmt: skip
    import pyarrow as pa

    for name, ranked in (("numbers", found.numbers), ("callers", found.callers)):
        store.put(f"across/{name}.parquet", written(pa.Table.from_pandas(ranked, preserve_index=False)))
        store.put(f"across/{name}.csv", csv(ranked))
    store.put("ranking.xlsx", xlsx(ranking(whole)))
    for carrier, paper in whole.sheets.items():
        store.put(f"handover/{carrier}.xlsx", xlsx(paper))
    store.put("caseload.html", html(page(whole)))
    if not names:
        key = pd.DataFrame({"case": [one.case for one in cases], "name": [one.name for one in cases]}, dtype="str")
        store.put("private/cases.csv", csv(key))
    store.put(FACTS, json.dumps(facts, ensure_ascii=False, indent=1, default=str).encode() + b"\n")
    return facts


def _rules(folder: Path, settings: Settings) -> pd.DataFrame:
    """Per rule in how many cases it fired, and how often."""
    import pyarrow.compute as pc

    fired = table(folder, ["rule", "case"], pc.field("status") != "not-evaluable")
    counted = fired.group_by("rule").aggregate([("case", "count_distinct"), ("case", "count")]).to_pandas()
    counted.columns = ["rule", "cases", "findings"]
    known = {rule.id: rule for rule in pipeline.rules_of(settings.rules, settings.rule_files)}
    counted["force"] = [known[one].force if one in known else "" for one in counted["rule"]]
    counted["title"] = [known[one].title[settings.lang] if one in known else "" for one in counted["rule"]]
    return counted.sort_values(["cases", "rule"], ascending=[False, True]).reset_index(drop=True)


def _facts(
    cases: pd.DataFrame, found: Across, left: Sequence[Any], settings: Settings, fingerprint: str
) -> dict[str, Any]:
    """What ``caseload.json`` holds."""
    read = cases[cases["state"] == "read"]
    whole = {name: int(read[name].sum()) for name in ("rows_read", "events", "calls", "messages", "skipped", "problems", "findings")}  # fmt: skip
    times = {"first_at": read["first_at"].min(), "last_at": read["last_at"].max()}
    return {
        "version": pipeline.VERSION,
        "fingerprint": fingerprint,
        "lang": settings.lang, "region": settings.region, "zone": settings.zone, "rules": list(settings.rules),
        "counts": {
            "cases": len(cases), "failed": int((cases["state"] == "failed").sum()), "left_out": len(left),
            "people": found.people, **whole,
            "numbers": len(found.numbers), "numbers_of_several": int((found.numbers["people"] > 1).sum()),
            "callers": len(found.callers), "callers_of_several": int((found.callers["people"] > 1).sum()),
            **{name: "" if at is None or at != at else f"{at:%Y-%m-%dT%H:%M:%SZ}" for name, at in times.items()},
        },
        "tables": [f"{DATA}/{name}" for name in TABLES],
        "top_numbers": json.loads(found.numbers.head(100).to_json(orient="records", date_format="iso", date_unit="s")),
        "top_callers": json.loads(found.callers.head(100).to_json(orient="records", date_format="iso", date_unit="s")),
    }  # fmt: skip
