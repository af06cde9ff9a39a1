"""Write the pages of docs/ that say what the registries hold, so that they cannot differ from the code.

    python tools/make_docs.py           write them
    python tools/make_docs.py --check   name the pages that differ; exit 1 if any does

A page is a function that returns its text; add it to PAGES.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from channels_page import channels_page  # noqa: E402
from charts_page import charts_page  # noqa: E402
from formats_page import formats_page  # noqa: E402
from indicators_page import indicators_page  # noqa: E402

from analyzer.locales import translator  # noqa: E402
from analyzer.rule import ASSUMPTIONS, FACTS, FORCE_WORDS, Citation, Rule  # noqa: E402
from analyzer.rules import RULE_PACKS, cited, pack, words  # noqa: E402

MADE = "<!-- made by tools/make_docs.py from the registry: edit that, not this page -->"

COUNTRIES = {
    "cn": ("中国大陆", "Mainland China"), "hk": ("香港", "Hong Kong"), "us": ("美国", "United States"),
    "ca": ("加拿大", "Canada"), "uk": ("英国", "United Kingdom"), "fr": ("法国", "France"), "au": ("澳大利亚", "Australia"),
    "jp": ("日本", "Japan"), "kr": ("韩国", "Korea"), "in": ("印度", "India"), "heuristic": ("经验阈值", "Heuristics"),
}  # fmt: skip

HEADS = {
    "zh": {
        "title": "规则", "rule": "规则", "about": "内容", "force": "效力", "limit": "界限", "source": "出处", "clause": "条款",
        "since": "施行", "subject": "针对", "counts": "计数", "window": "时段", "example": "示例", "innocent": "可能的正当解释",
        "assumes": "前提", "note": "说明", "seen": "依据的核实", "named": "适用", "until": "至", "support": "可作为佐证的事实", "only_if": "适用前提",
        "citations": "可引用的条文（不计数，不作判断）", "any": "未核实", "none": "无",
        "intro": "程序套用的规则和可引用的条文。规则超出界限才算一条发现；“似乎超出”不等于违法。`analyze rules` 列出全部，"
        "`analyze rules 规则编号` 显示一条，`--rules cn,us-ma` 选用，`--rules 我的规则.toml` 增加或替换。国家之外另注地区的规则，写明地区时才套用。",
    },
    "en": {
        "title": "Rules", "rule": "rule", "about": "what it is about", "force": "force", "limit": "limit", "source": "source",
        "clause": "clause", "since": "in force from", "subject": "subject", "counts": "counts", "window": "window", "example": "example",
        "innocent": "innocent explanations", "assumes": "assumes", "note": "remark", "seen": "how the text was seen",
        "named": "applied with", "until": "to", "support": "facts that bear on it", "only_if": "applies only where",
        "citations": "Texts that can be cited (nothing is counted, nothing is judged)", "any": "not established", "none": "none",
        "intro": "The rules that the program applies and the texts that can be cited. A finding is a count above a limit; 'appears to "
        "exceed' does not mean unlawful. `analyze rules` lists them, `analyze rules ID` shows one, `--rules cn,us-ma` chooses, "
        "`--rules mine.toml` adds or replaces. Rules of an area are applied only where the area is named.",
    },
}  # fmt: skip


def rules_page() -> str:
    """docs/rules.md: a table and one section per rule and citation, in both languages."""
    parts = [MADE, "", "# 规则 · Rules", "", "[中文](#中文) · [English](#english)", ""]
    for lang, heading in (("zh", "中文"), ("en", "English")):
        parts += [f"## {heading}", "", HEADS[lang]["intro"], "", *_table(lang), ""]
        for name in RULE_PACKS:
            parts += [f"### {COUNTRIES[name][lang == 'en']}", ""]
            for text in (*pack(name), *cited(name)):
                parts += [*(_rule(text, lang) if isinstance(text, Rule) else _citation(text, lang)), ""]
    return "\n".join(parts).rstrip() + "\n"


def _table(lang: str) -> list[str]:
    _, head = translator(lang), HEADS[lang]
    keys = ("rule", "about", "force", "limit", "since")
    lines = [_row(head[key] for key in keys), _row("---" for _key in keys)]
    for name in RULE_PACKS:
        lines += [
            _row((f"`{rule.id}`", rule.title[lang], _(FORCE_WORDS[rule.force]), rule.limit, _since(rule, lang)))
            for rule in pack(name)
        ]
    lines += [
        "",
        f"**{head['citations']}**",
        "",
        _row(head[key] for key in ("rule", "about", "force", "since")),
        _row(["---"] * 4),
    ]
    for name in RULE_PACKS:
        lines += [_row((f"`{t.id}`", t.title[lang], _(FORCE_WORDS[t.force]), _since(t, lang))) for t in cited(name)]
    return lines


def _rule(rule: Rule, lang: str) -> list[str]:
    _, head = translator(lang), HEADS[lang]
    join = "；" if lang == "zh" else "; "
    return [
        f"#### {rule.id}", "", rule.title[lang], "",
        *_shared(rule, lang),
        f"- **{head['subject']}**: {_(words.SUBJECT_WORDS[rule.subject])}",
        f"- **{head['counts']}**: {words.counted_words(rule, _)}",
        f"- **{head['window']}**: {words.window_words(rule, _)}",
        f"- **{head['limit']}**: {rule.limit}",
        f"- **{head['example']}**: {words.example(rule, lang, _)}",
        f"- **{head['innocent']}**: {join.join(rule.innocent[lang])}",
        f"- **{head['assumes']}**: {join.join(_(ASSUMPTIONS[token][1]) for token in rule.assumes) or head['none']}",
        f"- **{head['note']}**: {rule.note[lang]}",
    ]  # fmt: skip


def _citation(text: Citation, lang: str) -> list[str]:
    _, head = translator(lang), HEADS[lang]
    support = ("；" if lang == "zh" else "; ").join(_(FACTS.get(word, f"`{word}`")) for word in text.supported_by)
    return [
        f"#### {text.id}", "", text.title[lang], "",
        *_shared(text, lang),
        f"- **{head['support']}**: {support}",
        *([f"- **{head['only_if']}**: {text.only_if[lang]}"] if text.only_if else []),
        f"- **{head['note']}**: {text.note[lang]}",
    ]  # fmt: skip


def _shared(text: Rule | Citation, lang: str) -> list[str]:
    _, head = translator(lang), HEADS[lang]
    chosen = text.area.lower() or text.jurisdiction
    return [
        *([f"- **{head['named']}**: `--rules {chosen}`"] if chosen != "heuristic" else []),
        f"- **{head['force']}**: {_(FORCE_WORDS[text.force])}",
        f"- **{head['source']}**: {text.source[lang]}",
        *([f"- **{head['clause']}**: {text.clause[lang]}"] if text.clause[lang] else []),
        f"- **{head['since']}**: {_since(text, lang)}",
        f"- **{head['seen']}**: {_(words.CONFIDENCE_WORDS[text.confidence])}",
    ]


def _since(text: Rule | Citation, lang: str) -> str:
    if text.force in ("heuristic", "platform-policy"):
        return "–"
    since = text.in_force_from.isoformat() if text.in_force_from else HEADS[lang]["any"]
    return f"{since} {HEADS[lang]['until']} {text.in_force_to}" if text.in_force_to else since


def _row(cells) -> str:
    return "| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells) + " |"


PAGES: dict[str, Callable[[], str]] = {
    "docs/formats.md": formats_page,
    "docs/rules.md": rules_page,
    "docs/indicators.md": indicators_page,
    "docs/channels.md": lambda: channels_page(MADE),
    "docs/charts.md": lambda: charts_page(MADE),
}
"""Pages by path, each with the function that makes its text."""


def differing() -> list[str]:
    """Paths of pages that do not say what the registries hold."""
    kept = {path: (ROOT / path) for path in PAGES}
    return [p for p, file in kept.items() if not file.exists() or file.read_text(encoding="utf-8") != PAGES[p]()]


def main() -> int:
    """Write the pages, or with --check name those that differ."""
    if "--check" in sys.argv:
        stale = differing()
        print(
            "\n".join(f"{path}: differs from the registry, run python tools/make_docs.py" for path in stale)
            or "up to date"
        )
        return bool(stale)
    for path, make in PAGES.items():
        (ROOT / path).write_text(make(), encoding="utf-8", newline="\n")
        print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
