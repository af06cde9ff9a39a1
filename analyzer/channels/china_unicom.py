"""China Unicom, 10010."""

from analyzer.channels.carrier import GUIDES, carrier
from analyzer.channels.channel import Fact, Sms

N_ = str

CHINA_UNICOM = carrier(
    "china_unicom",
    {"zh": "中国联通", "en": "China Unicom"},
    "10010",
    ways=(
        Fact(N_("By phone: 10010."), "MIIT announcement of 2008-05; Tongliao Public Security Bureau, notice of 2025-09-12", "S2"),
        Fact(N_("Messages: send number and text to 10010; the guides disagree on the form, one writes LJDXJB#number#text."), GUIDES, "S3"),
        Fact(N_("Protection: send CSFZ to 10010."), GUIDES, "S3"),
        Fact(N_("Calls from abroad off: send GBGJLH to 10010; messages from abroad off: GBGJDX."), "Tongliao Public Security Bureau, notice of 2025-09-12", "S2"),
    ),
    sms=(Sms("10010", "LJDXJB#{number}#{text}", GUIDES, "S3"),),
)  # fmt: skip
