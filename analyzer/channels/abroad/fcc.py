"""The Federal Communications Commission: unwanted calls and messages, numbers as 555-555-5555, and no identity data."""

from analyzer.channels.channel import Channel, Fact, Field, Paste
from analyzer.channels.needs import everything
from analyzer.channels.parts import ATTACHMENTS, CARRIER_RECORD, CHECK, PENAL

N_ = str

PAGE = "Federal Communications Commission, consumer complaint form on unwanted calls"

FCC = Channel(
    id="fcc",
    title={"zh": "美国联邦通信委员会（FCC）", "en": "Federal Communications Commission (FCC)"},
    addressee={"zh": "Federal Communications Commission, Consumer Complaints", "en": "Federal Communications Commission, Consumer Complaints"},
    names=("fcc", "federal communications commission"),
    kind="form",
    regions=("US",),
    takes=everything,
    after=("cfpb", "donotcall"),
    about=N_("unwanted calls and messages, whoever makes them"),
    fields=(
        Field("name", N_("Name"), "case", True, PAGE, "S1"),
        Field("service_number", N_("Phone that was called"), "records", True, PAGE, "S1", N_("as 555-555-5555")),
        Field("email", N_("E-mail"), "case", None, PAGE, "S1"),
        Field("own_number", N_("Number that received the call"), "records", True, PAGE, "S1"),
        Field("number", N_("Number on the caller ID"), "records", True, PAGE, "S1"),
        Field("call_back", N_("Number given to call back"), "person", None, PAGE, "S1"),
        Field("when", N_("Date and time"), "records", True, PAGE, "S1", N_("each is in the list below")),
        Field("kind", N_("Type of call or message"), "records", True, PAGE, "S1"),
        Field("advertised", N_("What was advertised"), "person", None, PAGE, "S1"),
        Field("service", N_("How you get the service"), "choice", True, PAGE, "S1", N_("□ wireless  □ landline  □ internet")),
        Field("comments", N_("Description"), "records", True, PAGE, "S1"),
    ),
    entries=("own_number", "number", "call_back", "when", "kind", "advertised", "service", "comments"),
    dial="+1 ###-###-####",
    texts=(Paste(N_("Description"), ("facts", "story", "quotes", "provisions", "steps")),),
    needs=("owner.name", "owner.email"),
    omits=PENAL,
    requests=(CHECK, N_("Please tell me what came of it, as far as you can.")),
    ways=(Fact(N_("On its website: fields with a star must be filled in; phone numbers are written 555-555-5555; files can be attached."), PAGE, "S1"),),
    limits=(
        Fact(N_("The form has one field for the caller's number and one for date and time: the list Form has an entry for each number."), PAGE, "S1"),
        Fact(N_("Never put a social security number, a date of birth or the like into the form or a file."), PAGE, "S1"),
    ),
    unknown=(N_("days for an answer"), N_("size and number of attachments")),
    attachments=(*ATTACHMENTS[:3], CARRIER_RECORD),
)  # fmt: skip
