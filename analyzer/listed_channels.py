"""``analyze channels``: where a person can complain, in the order in which one goes there, and how each stands with a case."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from analyzer.case_file import read_case_file
from analyzer.locales import translator
from analyzer.problems import UsageError
from analyzer.settings import REGION_RULES, CaseFile, Settings, zone_of

if TYPE_CHECKING:
    from analyzer.channels import Channel
    from analyzer.locales import Translate

N_ = str

SEEN = {"S1": N_("seen in the text itself"), "S2": N_("serious source"), "S3": N_("web guides only, verify before use")}
"""Marks of `analyzer.channels.channel.CONFIDENCES` in words; what is only remembered is not shown."""

STATE_WORDS = {"now": N_("now"), "wait": N_("not yet"), "missing": N_("not yet"), "no": N_("not for this case")}


def channels(words: Sequence[str], case: str, lang: str, region: str = "") -> int:
    """List the channels, explain one, or say how each stands with exports and a case file.

    Parameters
    ----------
    words : sequence of str
        Exports, or the id of one channel, or nothing.
    case : str
        Name of a case file, may be empty.
    lang : {"zh", "en"}
    region : str
        Whose channels are meant; empty: that of the case file, else mainland China.
    """
    from analyzer.channels import CHANNELS, CLOSED, in_order

    _ = translator(lang)
    file = read_case_file(Path(case)) if case else CaseFile()
    exports = [word for word in words if Path(word).exists()]
    named = [word for word in words if word not in exports]
    if named and (exports or case or len(named) > 1):
        raise UsageError("{path} does not exist: name exports, or the id of one channel alone", path=named[0])
    if named:
        return _one(named[0], lang)
    if exports:
        return _standing(exports, file, lang, _region(region, file))
    region = _region(region, file)
    here = [one for one in in_order(CHANNELS) if not one.regions or region in one.regions]
    print(_("In the order of use; region {region}").format(region=region))
    for place, channel in enumerate(here, 1):
        print(f"{place:>2}. {channel.id:<16} {channel.title[lang]}")
        print(f"  {_(channel.about)}")
        if channel.only_after:
            print("  " + _("only after: {names}").format(names=_names(channel.only_after, lang)))
        if case and (missing := channel.lacks(file)):
            print("    " + _("the case file does not say: {keys}").format(keys=_(", ").join(missing)))
        if channel.kind == "none":
            print("  " + _("no paper is written for it"))
    known = {one.id for one in here}
    print()
    for one in CLOSED:
        if known & set(one.instead):
            print(_("{name}: {why}").format(name=one.title[lang], why=_(one.why)))
    others = sorted({name for one in CHANNELS for name in one.regions} - {region})
    print(_("Other regions (--region): {regions}").format(regions=" ".join(others)))
    print()
    print(_("One of them with its sources: analyze channels ID. How each stands with your case: analyze channels --case case.toml EXPORT…"))  # fmt: skip
    return 0


def _names(ids: Sequence[str], lang: str) -> str:
    """Channels by id or kind, in words."""
    from analyzer.channels import CHANNELS

    _ = translator(lang)
    title = {channel.id: channel.title[lang] for channel in CHANNELS}
    return _(", ").join(_("the own carrier") if one == "carrier" else title.get(one, one) for one in ids)


def _region(named: str, file: CaseFile) -> str:
    """The region that was named, else that of the case file, else mainland China."""
    region = (named or file.region or "CN").upper()
    if len(region) != 2 or not region.isalpha():
        raise UsageError("--region {region!r} is not a country code of two letters like CN or US", region=region)
    return region


def _standing(exports: list[str], file: CaseFile, lang: str, region: str) -> int:
    """How each channel stands with a case, in the order of use, and what is still missing."""
    from analyzer import pipeline
    from analyzer.channels import CHANNELS, offers

    _ = translator(lang)
    settings = Settings(
        lang=lang,
        region=region,
        zone=zone_of(region, file.zone),
        zone_stated=bool(file.zone),
        rules=(REGION_RULES[region],) if region in REGION_RULES else (),
        case=file,
    )
    case = pipeline.analyze(exports, settings)
    for place, offer in enumerate(offers(case, CHANNELS), 1):
        told = _(STATE_WORDS[offer.state])
        if offer.why:
            told = _("{name}: {why}").format(name=told, why=_(offer.why).format(**offer.values))
        print(f"{place:>2}. {offer.channel.id:<16} {offer.channel.title[lang]}")
        print(f"  {told}")
        if offer.lacks and offer.state != "no":
            print("  " + _("the case file does not say: {keys}").format(keys=_(", ").join(offer.lacks)))
    return 0


def _one(wanted: str, lang: str) -> int:
    """One channel with everything that is known of it, and where that was seen."""
    from analyzer.channels import CHANNELS, CLOSED

    _ = translator(lang)
    for closed in CLOSED:
        if wanted in (closed.id, *closed.title.values()):
            print(_("{name}: {why}; instead: {others}").format(name=closed.title[lang], why=_(closed.why), others=_names(closed.instead, lang)))  # fmt: skip
            return 0
    channel = next((one for one in CHANNELS if one.is_called(wanted)), None)
    if channel is None:
        raise UsageError("there is no channel {id!r}: analyze channels lists them", id=wanted)
    print("\n".join(explained(channel, lang)))
    return 0


def explained(channel: Channel, lang: str) -> list[str]:
    """All that is known of a channel, line by line."""
    _ = translator(lang)
    lines = [f"{channel.id}  {channel.title[lang]}", "  " + _("takes: {what}").format(what=_(channel.about))]
    if channel.after:
        lines.append("  " + _("usually after: {names}").format(names=_names(channel.after, lang)))
    if channel.only_after:
        lines.append("  " + _("only after: {names}").format(names=_names(channel.only_after, lang)))
    for heading, facts in ((_("before"), channel.before), (_("how"), channel.ways), (_("limits"), channel.limits)):
        lines += ["  " + _("{label}: {value}").format(label=heading, value=_(fact.text)) + " " + _seen(fact.source, fact.confidence, _) for fact in facts if fact.confidence in SEEN]  # fmt: skip
    if channel.fields:
        lines.append("  " + _("asks for:"))
        lines += [f"    {_(field.label)} {_seen(field.source, field.confidence, _)}" for field in channel.fields]
    for way in channel.sms:
        form = way.form.format(number=_("number"), text=_("text"), day="dd/mm/yy", time="hh:mm")
        told = {"message": _("messages by SMS to {to}: {form}"), "call": _("calls by SMS to {to}: {form}"), "number": _("callers by SMS to {to}: {form}")}[way.of]  # fmt: skip
        lines.append("  " + told.format(to=way.to, form=form) + " " + _seen(way.source, way.confidence, _))
    if channel.requests:
        lines.append("  " + _("what its paper asks for:"))
        lines += [f"    {i}. {_(words)}" for i, words in enumerate(channel.requests, 1)]
    if channel.needs:
        keys = [
            "[owner] " + need[6:] if need.startswith("owner.") else "[[collector]] " + need[10:]
            for need in channel.needs
        ]
        lines.append("  " + _("out of the case file: {keys}").format(keys=_(", ").join(keys)))
    lines += [
        "  " + _("not established, check with the channel: {what}").format(what=_(what)) for what in channel.unknown
    ]
    return lines


def _seen(source: str, confidence: str, _: Translate) -> str:
    """Where something was seen; what is only remembered says so."""
    if confidence not in SEEN:
        return "[" + _("not confirmed, check with the channel") + "]"
    return f"[{source}; {_(SEEN[confidence])}]"
