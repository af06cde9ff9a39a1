"""Make and measure what `analyzer.wording` ships.

python -m training                     fit the model of kinds, write kinds.npz and docs/wording/
python -m training check               fit again and compare its decisions on the golden messages with those committed
python -m training lexicon             check the lexicons and write their compiled form
python -m training flags [--lang zh] [--set corpus|heldout] [--flag F] [--author a] [--figures]
                                       how well the lexicons find the flags, with their errors on the corpus (--figures: no single messages)
"""

from __future__ import annotations

import argparse
import sys


def main(arguments: list[str] | None = None) -> int:
    """Run one of the commands."""
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)  # fmt: skip
    parser.add_argument("command", nargs="?", default="fit", choices=("fit", "check", "speed", "lexicon", "flags"))
    parser.add_argument("--lang", default="", choices=("", "zh", "en"))
    parser.add_argument("--set", default="corpus", choices=("corpus", "heldout"))
    parser.add_argument("--flag", default="")
    parser.add_argument("--author", default="", help="one file of messages, such as a")
    parser.add_argument("--figures", action="store_true", help="how many only, no single messages")
    given = parser.parse_args(arguments)
    if given.command in ("lexicon", "flags"):
        from training import lexicons

        wrong = lexicons.write()
        print("\n".join(wrong) if wrong else "lexicons are right and written")
        if given.command == "lexicon":
            return 1 if wrong else 0
        from training import score

        print("\n".join(score.report(given.lang, given.set, given.flag, given.author, given.figures)))
        return 0
    if given.command == "speed":
        from training import measure

        print("\n".join(f"{name}: {value:,.1f}" for name, value in measure.speed().items()))
        return 0
    from training import fit

    return fit.check() if given.command == "check" else fit.run()


if __name__ == "__main__":
    sys.exit(main())
