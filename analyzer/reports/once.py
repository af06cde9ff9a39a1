"""Lists that several papers of a case ask for, made once."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar, cast

if TYPE_CHECKING:
    from analyzer.case import Case

Made = TypeVar("Made", bound=Callable[..., Any])


def once(make: Made) -> Made:
    """Call `make` once for each case, language, channel and choice of numbers; who asks again gets the same.

    Parameters
    ----------
    make : callable
        ``make(case, …)``. What follows the case are channels, words, or rows of ``case.reported`` with a column ``role``. What it
        returns is changed by nobody.
    """
    name = f"{make.__module__}.{make.__qualname__}"

    @wraps(make)
    def asked(case: Case, *what: Any) -> Any:
        key = repr((name, case.lang, *map(_key, what)))
        return case.once(key, lambda: make(case, *what))

    return cast("Made", asked)


def _key(one: Any) -> Any:
    if isinstance(one, str):
        return one
    if hasattr(one, "columns"):
        names = [name for name in ("owner", "number", "role", "rank") if name in one.columns]
        return tuple(tuple(one[name].tolist()) for name in names)
    return one.id
