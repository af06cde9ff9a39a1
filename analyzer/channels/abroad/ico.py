"""The Information Commissioner's Office of the United Kingdom: nuisance calls and texts that advertise something."""

from analyzer.channels.abroad.kinds import others, when_other
from analyzer.channels.channel import Channel, Field

N_ = str

GUIDES = "guides to reports of nuisance calls and messages"

ICO = Channel(
    id="ico",
    title={"zh": "英国信息专员办公室（ICO）", "en": "Information Commissioner's Office (ICO)"},
    addressee={"zh": "Information Commissioner's Office", "en": "Information Commissioner's Office"},
    names=("ico", "information commissioner"),
    kind="form",
    regions=("GB",),
    takes=others,
    when=when_other,
    after=("7726",),
    about=N_("nuisance calls and messages that advertise something"),
    fields=(
        Field("number", N_("Number that called or wrote"), "records", True, GUIDES, "S2"),
        Field("when", N_("Date and time"), "records", True, GUIDES, "S2", N_("each is in the list below")),
        Field("content", N_("Content"), "records", True, GUIDES, "S2"),
        Field("company", N_("Company, if known"), "case", None, GUIDES, "S2"),
    ),
    entries=("number", "when", "content", "company"),
    unknown=(N_("where and how to hand it in"), N_("fields and lengths of its form"), N_("days for an answer")),
    attachments=(N_("a screenshot of the call list or of the message, showing number, time and text"),),
)  # fmt: skip
