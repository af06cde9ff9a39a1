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
    from analyzer.case_file import read_case_file
    from analyzer.caseload import Caseload
    from analyzer.caseload import caseload as analyze_cases
    from analyzer.change import change as before_and_after
    from analyzer.messages import FLAG_WORDS, KIND_WORDS
    from analyzer.owners import owner_summary
    from analyzer.pipeline import (
        Read,
        analyze,
        classify,
        compose,
        detect,
        draw,
        make_case,
        mask,
        read,
        summarize,
        write,
    )
    from analyzer.pipeline import campaigns as find_campaigns
    from analyzer.problems import AnalyzerError, ExportError, UsageError
    from analyzer.rule import FACTS
    from analyzer.settings import Settings
    from analyzer.template_grouper import TemplateGrouper

_HOMES = {
    "Case": "case", "Read": "pipeline", "analyze": "pipeline", "classify": "pipeline", "compose": "pipeline",
    "detect": "pipeline", "draw": "pipeline", "make_case": "pipeline", "mask": "pipeline", "read": "pipeline", "summarize": "pipeline",
    "write": "pipeline", "AnalyzerError": "problems", "ExportError": "problems", "UsageError": "problems",
    "Settings": "settings", "read_case_file": "case_file", "owner_summary": "owners", "KIND_WORDS": "messages",
    "FLAG_WORDS": "messages", "FACTS": "rule", "TemplateGrouper": "template_grouper",
    "find_campaigns": "pipeline.campaigns", "before_and_after": "change.change", "Caseload": "caseload",
    "analyze_cases": "caseload.caseload",
}  # fmt: skip
"""Where each public name lives. A function with the name of a room goes by another: ``analyzer.campaigns`` is the room."""

__all__ = [
    "FACTS", "FLAG_WORDS", "KIND_WORDS", "AnalyzerError", "Case", "Caseload", "ExportError", "Read", "Settings", "TemplateGrouper",
    "UsageError", "analyze", "analyze_cases", "before_and_after", "classify", "compose", "detect", "draw", "find_campaigns", "make_case",
    "mask", "owner_summary", "read", "read_case_file", "summarize", "write",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    """Public names are imported when they are first used, so that ``import analyzer`` stays light."""
    if name not in _HOMES:
        raise AttributeError(f"module 'analyzer' has no attribute {name!r}")
    from importlib import import_module

    room, _, its_name = _HOMES[name].partition(".")
    return getattr(import_module(f"analyzer.{room}"), its_name or name)


def __dir__() -> list[str]:
    return __all__
