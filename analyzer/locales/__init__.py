"""Message catalogues: the program's sentences in English (the source) and Chinese.

Sentences stand in the code in English; ``<locale>/LC_MESSAGES/<room>.po`` holds their translation, one file per room of
the package so that a room carries its own words. The compiled ``.mo`` files are committed beside them;
``python tools/catalogues.py`` rebuilds and checks them.
"""

import gettext
import locale
import os
from collections.abc import Callable
from functools import cache
from pathlib import Path

LANGUAGES = ("zh", "en")
CATALOGUES = {"zh": "zh_CN"}
ROOMS = (
    "cli",
    "problems",
    "case",
    "importers",
    "charts",
    "reports",
    "channels",
    "writers",
    "campaigns",
    "unusual",
    "messages",
    "callers",
    "letters",
    "places",
    "abroad",
    "masking",
    "caseload",
)
"""Rooms with a catalogue of their own, in the order in which a sentence is looked up."""

Translate = Callable[[str], str]


@cache
def translator(lang: str) -> Translate:
    """The function that puts an English sentence into `lang`.

    Parameters
    ----------
    lang : {"zh", "en"}
        Language wanted. English is the source and passes through.

    Returns
    -------
    callable
        ``str -> str``; a sentence without translation comes back unchanged.

    Examples
    --------
    >>> translator("en")("calls")
    'calls'
    """
    chain: gettext.NullTranslations = gettext.NullTranslations()
    if lang in CATALOGUES:
        folder = Path(__file__).parent
        found = [
            gettext.translation(room, folder, [CATALOGUES[lang]])
            for room in ROOMS
            if (folder / CATALOGUES[lang] / "LC_MESSAGES" / f"{room}.mo").exists()
        ]
        for room in reversed(found):
            room.add_fallback(chain)
            chain = room
    return chain.gettext


def default_language(environ: dict[str, str] | None = None) -> str:
    """The language of the machine: Chinese where its locale says so, else English.

    Looks at ``LC_ALL``, ``LC_MESSAGES``, ``LANG`` in that order, then at the operating system's own setting.

    Examples
    --------
    >>> default_language({"LANG": "zh_CN.UTF-8"})
    'zh'
    >>> default_language({"LANG": "de_DE.UTF-8"})
    'en'
    """
    environ = dict(os.environ) if environ is None else environ
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := environ.get(name):
            return "zh" if value.lower().startswith(("zh", "chinese")) else "en"
    own = locale.getlocale()[0] or ""
    return "zh" if own.lower().startswith(("zh", "chinese")) else "en"
