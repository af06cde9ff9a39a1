"""China Mobile, 10086."""

from analyzer.channels.carrier import carrier
from analyzer.channels.channel import Fact, Sms

N_ = str

CHINA_MOBILE = carrier(
    "china_mobile",
    {"zh": "中国移动", "en": "China Mobile"},
    "10086",
    ways=(
        Fact(N_("By phone: 10086. They ask for the number, what was said or written, and when."), "Legal Evening News, 2013-11-02", "S2"),
        Fact(N_("Messages: send the number, an asterisk and the text, number*text, to 10086999; free of charge."), "Legal Evening News, 2013-11-02; MIIT announcement of 2008-05", "S2"),
        Fact(N_("Protection against calls known as frequent: send KTFSR to 10086."), "China Mobile Yuncheng, radio answer of 2024-11-05", "S2"),
        Fact(N_("Calls from abroad off: send QXGJLH to 10086."), "Tongliao Public Security Bureau, notice of 2025-09-12", "S2"),
    ),
    limits=(
        Fact(N_("Numbers can be marked only for calls of the last 3 days, so complain soon."), "pages on China Mobile's number marking", "S2"),
    ),
    sms=(Sms("10086999", "{number}*{text}", "Legal Evening News, 2013-11-02; MIIT announcement of 2008-05", "S2"),),
)  # fmt: skip
