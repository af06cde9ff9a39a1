"""docs/formats.md: the exports that are understood and how a person gets each, out of the registry of importers."""

from __future__ import annotations

from analyzer.importers import IMPORTERS
from analyzer.locales import translator

HEADS = {
    "zh": (
        "程序按内容（而不是文件名）识别下列导出。没有列出的表格，只要有“号码”和“时间”两列，也按通用表格读取；表头无法识别时，"
        '程序写出 `map.toml` 供填写，列和其中的值（`[values]`，如 `"呼入" = "in"`）都可说明；加 `--remember` 则以后表头相同的表格都按它读取。文件夹和压缩包（ZIP、TAR、GZIP）可以直接给出：其中能读懂的都会读，其余逐一列出。',
        ("名称", "导出", "来自", "如何取得", "格式依据"),
    ),
    "en": (
        "Exports are recognised by their content, never by name. A table that is not listed is read as long as it has a number and a time "
        "column; where its headings are not understood, a `map.toml` to fill in is written, for columns and for values in them "
        '(`[values]`, as `"Eingehend" = "in"`); `--remember` keeps it for tables with the same headings. Folders and archives (ZIP, '
        "TAR, GZIP) can be named: "
        "everything in them that can be read is read, the rest is listed.",
        ("name", "export", "made by", "how to get it", "knowledge of the format"),
    ),
}


def formats_page() -> str:
    """A table of the importers in each language."""
    parts = [
        "<!-- made by tools/make_docs.py from the registry: edit that, not this page -->",
        "",
        "# 导出格式 · Exports",
        "",
    ]
    for lang, heading in (("zh", "中文"), ("en", "English")):
        _ = translator(lang)
        about, heads = HEADS[lang]
        parts += [f"## {heading}", "", about, "", f"| {' | '.join(heads)} |", "|---|---|---|---|---|"]
        for one in IMPORTERS:
            cells = (f"`{one.name}`", _(one.title), _(one.maker), _(one.how), one.reference)
            parts.append("| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |")
        parts.append("")
    return "\n".join(parts)
