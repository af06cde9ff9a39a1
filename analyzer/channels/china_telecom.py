"""China Telecom, 10000."""

from analyzer.channels.carrier import GUIDES, carrier
from analyzer.channels.channel import Fact, Sms

N_ = str

CHINA_TELECOM = carrier(
    "china_telecom",
    {"zh": "中国电信", "en": "China Telecom"},
    "10000",
    ways=(
        Fact(N_("By phone: 10000."), "MIIT announcement of 2008-05", "S2"),
        Fact(N_("Messages: send number, colon and full text to 10000999."), GUIDES, "S3"),
        Fact(N_("Protection: send KTFSR to 10001."), "Tongliao Public Security Bureau, notice of 2025-09-12", "S2"),
    ),
    sms=(Sms("10000999", "{number}:{text}", GUIDES, "S3"),),
)  # fmt: skip
