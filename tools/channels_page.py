"""docs/channels.md: where a person can complain, from the registry of channels."""

from __future__ import annotations

from analyzer.channels import CHANNELS, CLOSED, Channel, in_order
from analyzer.listed_channels import SEEN
from analyzer.locales import translator

HEADS = {
    "zh": {
        "intro": "可以到哪里投诉，以及每个渠道的依据。顺序即建议的先后。“须先经过”的，没有其答复或答复期限未满不予受理。只有见于原文、可靠来源"
        "或网上指南（注明）的内容才写出；未能查实的，列为“待核实”。`analyze channels` 列出渠道，`analyze channels 编号` 显示一个，"
        "`analyze channels --case case.toml 导出文件` 说明各渠道是否适用于您的案件。",
        "id": "编号", "name": "渠道", "takes": "受理", "after": "须先经过", "closed": "旧资料中提到的渠道", "fact": "内容", "source": "出处",
        "seen": "核实", "field": "填写项目", "known": "已知", "asks": "要求填写", "requests": "材料中的请求", "open": "待核实", "none": "不生成材料",
        "must": "必填", "what": "方面", "before": "前提", "ways": "方式", "limits": "期限与限制", "sms": "短信举报", "R": "未经证实，请向该渠道核实",
        "needs": "取自案件文件", "instead": "可改用", "regions": "地区",
    },
    "en": {
        "intro": "Where a person can complain, and what each channel rests on. The order is the order of use. A channel that comes only after "
        "another takes nothing without that one's answer, or before its days are over. Only what was seen in the text itself, in a serious source "
        "or in web guides (said so) is written; what could not be established is listed as to be checked. `analyze channels` lists them, "
        "`analyze channels ID` shows one, `analyze channels --case case.toml EXPORT` says how each stands with your case.",
        "id": "id", "name": "channel", "takes": "takes", "after": "only after", "closed": "Named in older advice", "fact": "what is known",
        "source": "source", "seen": "seen in", "field": "field", "known": "Known", "asks": "Asks for", "requests": "What its paper asks for",
        "open": "To be checked with the channel", "none": "no paper is written", "must": "obligatory", "what": "about", "before": "before",
        "ways": "how", "limits": "limits", "sms": "by SMS", "R": "not confirmed, check with the channel", "needs": "Out of the case file",
        "instead": "instead", "regions": "region",
    },
}  # fmt: skip


def channels_page(made: str) -> str:
    """The page; `made` is the remark that it is not edited by hand."""
    parts = [made, "", "# 投诉渠道 · Channels", "", "[中文](#中文) · [English](#english)", ""]
    for lang, heading in (("zh", "中文"), ("en", "English")):
        parts += [f"## {heading}", "", HEADS[lang]["intro"], "", *_table(lang), ""]
        for channel in in_order(CHANNELS):
            parts += _section(channel, lang)
        _, head = translator(lang), HEADS[lang]
        parts += [f"### {head['closed']}", ""]
        titles = {channel.id: channel.title[lang] for channel in CHANNELS}
        for one in CLOSED:
            instead = ", ".join(titles[other] for other in one.instead)
            parts.append(f"- **{one.title[lang]}**: {_(one.why)} ({head['instead']}: {instead})")
        parts.append("")
    return "\n".join(parts).rstrip() + "\n"


def _table(lang: str) -> list[str]:
    _, head = translator(lang), HEADS[lang]
    rows = [
        f"| {head['id']} | {head['name']} | {head['regions']} | {head['takes']} | {head['after']} |",
        "| --- | --- | --- | --- | --- |",
    ]
    titles = {channel.id: channel.title[lang] for channel in CHANNELS} | {"carrier": _("the own carrier")}
    for channel in in_order(CHANNELS):
        after = ", ".join(titles.get(one, one) for one in channel.only_after)
        takes = _(channel.about) + (f" ({head['none']})" if channel.kind == "none" else "")
        rows.append(f"| `{channel.id}` | {channel.title[lang]} | {' '.join(channel.regions)} | {takes} | {after} |")
    return rows


def _section(channel: Channel, lang: str) -> list[str]:
    _, head = translator(lang), HEADS[lang]
    parts = [f"### {channel.id}: {channel.title[lang]}", "", _(channel.about), ""]
    facts = [
        (head[what], fact)
        for what, held in (("before", channel.before), ("ways", channel.ways), ("limits", channel.limits))
        for fact in held
        if fact.confidence in SEEN
    ]
    sms = [
        f"| {head['sms']} | {way.to}: `{way.form}` | {way.source} | {_(SEEN[way.confidence])} |" for way in channel.sms
    ]
    if facts or sms:
        parts += [
            f"| {head['what']} | {head['fact']} | {head['source']} | {head['seen']} |",
            "| --- | --- | --- | --- |",
        ]
        parts += [f"| {what} | {_(fact.text)} | {fact.source} | {_(SEEN[fact.confidence])} |" for what, fact in facts]
        parts += [*sms, ""]
    if channel.fields:
        told = [
            f"{_(field.label)} ({_(SEEN[field.confidence]) if field.confidence in SEEN else head['R']})"
            for field in channel.fields
        ]
        parts += [f"**{head['asks']}**: " + "; ".join(told), ""]
    if channel.requests:
        parts += [
            f"**{head['requests']}**",
            "",
            *(f"{i}. {_(words)}" for i, words in enumerate(channel.requests, 1)),
            "",
        ]
    if channel.unknown:
        parts += [f"**{head['open']}**: " + "; ".join(_(what) for what in channel.unknown), ""]
    return parts
