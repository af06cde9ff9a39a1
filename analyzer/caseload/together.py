"""Cases of equal settings, counted together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from analyzer.caseload.alone import alone
from analyzer.caseload.cases import Found

if TYPE_CHECKING:
    import pandas as pd

    from analyzer.caseload.work import Job


def together(job: Job, cases: Sequence[Found]) -> list[dict[str, pd.DataFrame]]:
    """The tables of several cases."""
    return [alone(job, case) for case in cases]
