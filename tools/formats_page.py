"""docs/formats.md: the exports that are understood, and for each how a person gets it, out of the registry of importers."""

from __future__ import annotations

from analyzer.events import Importer
from analyzer.importers import IMPORTERS
from analyzer.locales import translator

HEADS = {
    "zh": (
        "程序按内容（而不是文件名）识别下列导出。没有列出的表格，只要有“号码”和“时间”两列，也按通用表格读取；表头无法识别时，"
        '程序写出 `map.toml` 供填写，列和其中的值（`[values]`，如 `"呼入" = "in"`）都可说明；加 `--remember` 则以后表头相同的表格都按它读取。文件夹和压缩包（ZIP、TAR、GZIP）可以直接给出：其中能读懂的都会读，其余逐一列出。',
        ("导出", "来自", "名称"),
        {"maker": "来自", "how": "如何取得", "reference": "格式依据", "name": "在 `sources.csv` 中的名称"},
        "：",
    ),
    "en": (
        "Exports are recognised by their content, never by name. A table that is not listed is read as long as it has a number and a time "
        "column; where its headings are not understood, a `map.toml` to fill in is written, for columns and for values in them "
        '(`[values]`, as `"Eingehend" = "in"`); `--remember` keeps it for tables with the same headings. Folders and archives (ZIP, '
        "TAR, GZIP) can be named: "
        "everything in them that can be read is read, the rest is listed.",
        ("export", "made by", "name"),
        {"maker": "Made by", "how": "How to get it", "reference": "Knowledge of the format", "name": "Name in `sources.csv`"},
        ": ",
    ),
}  # fmt: skip


def formats_page() -> str:
    """In each language a table of the importers, and below it a section for each with the way to its export."""
    parts = [
        "<!-- made by tools/make_docs.py from the registry: edit that, not this page -->",
        "",
        "# 导出格式 · Exports",
        "",
        "[中文](#中文) · [English](#english)",
        "",
    ]
    for lang, heading in (("zh", "中文"), ("en", "English")):
        _ = translator(lang)
        about, heads, _words, _colon = HEADS[lang]
        parts += [f"## {heading}", "", about, "", f"| {' | '.join(heads)} |", "|---|---|---|"]
        for one in IMPORTERS:
            cells = (f"[{_(one.title)}](#{anchor(one, lang)})", _(one.maker), f"`{one.name}`")
            parts.append("| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |")
        parts.append("")
        for one in IMPORTERS:
            parts += _section(one, lang)
    return "\n".join(parts)


def anchor(one: Importer, lang: str) -> str:
    """The place of an importer's section: the same whatever its title says."""
    return f"{one.name}-{lang}"


def _section(one: Importer, lang: str) -> list[str]:
    _ = translator(lang)
    _about, _heads, words, colon = HEADS[lang]
    said = {"how": _(one.how), "maker": _(one.maker), "reference": one.reference, "name": f"`{one.name}`"}
    lines = [f"- **{words[name]}**{colon}{text}" for name, text in said.items()]
    return [f'<a id="{anchor(one, lang)}"></a>', "", f"### {_(one.title)}", "", *lines, ""]
