"""Counts what calls and messages an export holds, compares them with rules, and writes complaints. Nothing leaves the machine.

Examples
--------
>>> import analyzer
>>> case = analyzer.analyze("sample_data/export.csv")  # doctest: +SKIP
>>> case.numbers  # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from analyzer.case import Case
    from analyzer.owners import owner_summary
    from analyzer.pipeline import Read, analyze, compose, detect, draw, make_case, read, summarize, write
    from analyzer.problems import AnalyzerError, ExportError, UsageError
    from analyzer.settings import Settings, read_case_file

_HOMES = {
    "Case": "case", "Read": "pipeline", "analyze": "pipeline", "compose": "pipeline", "detect": "pipeline", "draw": "pipeline",
    "make_case": "pipeline", "read": "pipeline", "summarize": "pipeline", "write": "pipeline", "AnalyzerError": "problems",
    "ExportError": "problems", "UsageError": "problems", "Settings": "settings", "read_case_file": "settings",
    "owner_summary": "owners",
}  # fmt: skip

__all__ = [
    "AnalyzerError", "Case", "ExportError", "Read", "Settings", "UsageError", "analyze", "compose", "detect", "draw",
    "make_case", "owner_summary", "read", "read_case_file", "summarize", "write",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    """Public names are imported when they are first used, so that ``import analyzer`` stays light."""
    if name not in _HOMES:
        raise AttributeError(f"module 'analyzer' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"analyzer.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return __all__
