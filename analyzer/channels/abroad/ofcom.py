"""Ofcom for silent calls, and the short number 7726 to which people in the United Kingdom send what they received."""

from analyzer.channels.abroad.kinds import others, silent, when_other, when_silent
from analyzer.channels.channel import Channel, Fact, Field, Sms

N_ = str

GUIDES = "guides to reports of nuisance calls and messages"

SPAM_7726 = Channel(
    id="7726",
    title={"zh": "7726（英国运营商的垃圾信息举报号）", "en": "7726, the carriers' number for reports of spam"},
    addressee={"zh": "7726", "en": "7726"},
    kind="form",
    regions=("GB",),
    takes=others,
    when=when_other,
    about=N_("unwanted messages and calls, reported by SMS to your own carrier"),
    fields=(
        Field("message_text", N_("Full original text, unaltered"), "records", True, GUIDES, "S2"),
        Field("number", N_("Number that called or wrote"), "records", True, GUIDES, "S2"),
    ),
    sms=(
        Sms("7726", "{text}", GUIDES, "S2"),
        Sms("7726", "{number}", GUIDES, "S2"),
        Sms("7726", "CALL {number}", GUIDES, "S2", of="number"),
    ),
    ways=(
        Fact(N_("Forward the message to 7726; then send the number it came from."), GUIDES, "S2"),
        Fact(N_("For a call: send CALL and the number to 7726."), GUIDES, "S2"),
    ),
    unknown=(N_("days for an answer"),),
    attachments=(N_("none: it takes SMS only"),),
)  # fmt: skip

OFCOM = Channel(
    id="ofcom",
    title={"zh": "英国通信管理局（Ofcom）：静默来电", "en": "Ofcom, silent and abandoned calls"},
    addressee={"zh": "Ofcom", "en": "Ofcom"},
    names=("ofcom",),
    kind="form",
    regions=("GB",),
    takes=silent,
    when=when_silent,
    after=("ico",),
    about=N_("silent and abandoned calls: answered, and nobody spoke"),
    fields=(
        Field("number", N_("Number that called or wrote"), "records", True, "the form's own fields were not seen", "R"),
        Field("when", N_("Date and time"), "records", True, "the form's own fields were not seen", "R", N_("each is in the list below")),
        Field("comments", N_("Description"), "records", None, "the form's own fields were not seen", "R"),
    ),
    entries=("number", "when", "comments"),
    ways=(Fact(N_("Silent and abandoned calls are for Ofcom, others for the Information Commissioner's Office."), GUIDES, "S2"),),
    limits=(
        Fact(N_("Its policy on persistent misuse speaks of calls as the caller makes them; a record of the person called shows only that a call was answered and how long it lasted."), "Ofcom, policy on persistent misuse, applying from 2017-03-01", "S1"),
    ),
    unknown=(N_("fields and lengths of its form"), N_("days for an answer")),
    attachments=(N_("a screenshot of the call list or of the message, showing number, time and text"),),
)  # fmt: skip
