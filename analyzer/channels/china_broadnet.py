"""China Broadnet, 10099. Little is published on how it takes complaints about calls; what is not known stays blank."""

from analyzer.channels.carrier import carrier
from analyzer.channels.channel import Fact

N_ = str

CHINA_BROADNET = carrier(
    "china_broadnet",
    {"zh": "中国广电", "en": "China Broadnet"},
    "10099",
    ways=(
        Fact(N_("By phone: 10099. How it takes reports of messages was not found: check with the channel."), "Tongliao Public Security Bureau, notice of 2025-09-12", "S2"),
        Fact(N_("Calls from abroad off: send QXGLLJ to 10099."), "Tongliao Public Security Bureau, notice of 2025-09-12", "S2"),
    ),
)  # fmt: skip
