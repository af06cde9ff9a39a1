"""Any table with a number and a time in it, by the words of ``headings.toml``: bills, app exports, notebooks typed by hand."""

from __future__ import annotations

from analyzer.importers.tables.table import TableImporter, any_table

N_ = str

GENERIC = TableImporter(
    name="table",
    title=N_("call or message table"),
    maker=N_("any app or carrier"),
    match=any_table,
    owner_in_name=False,
    how=N_("save the list of calls or messages as CSV or Excel, with its heading row"),
    reference="headings of carriers' bills and apps' exports, collected in headings.toml",
    fallback=True,
).importer()
