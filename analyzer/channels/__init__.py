"""The complaint channels; in which order they are used follows from what each comes after (`analyzer.channels.order`).

To add one: a file with its declaration, a line here.
"""

from analyzer.channels.abroad import ABROAD
from analyzer.channels.black_cat import BLACK_CAT
from analyzer.channels.cba import CBA
from analyzer.channels.channel import Channel
from analyzer.channels.china_broadnet import CHINA_BROADNET
from analyzer.channels.china_mobile import CHINA_MOBILE
from analyzer.channels.china_telecom import CHINA_TELECOM
from analyzer.channels.china_unicom import CHINA_UNICOM
from analyzer.channels.closed import CLOSED
from analyzer.channels.court import COURT
from analyzer.channels.lender import LENDER
from analyzer.channels.local_bureau import LOCAL_BUREAU
from analyzer.channels.miit import MIIT
from analyzer.channels.neutral import NEUTRAL
from analyzer.channels.nfra import NFRA
from analyzer.channels.nifa import NIFA
from analyzer.channels.order import in_order, offers
from analyzer.channels.pboc import PBOC
from analyzer.channels.police import POLICE
from analyzer.channels.twelve_315 import TWELVE_315
from analyzer.channels.twelve_321 import TWELVE_321

CHANNELS: tuple[Channel, ...] = (
    LENDER, CHINA_MOBILE, CHINA_UNICOM, CHINA_TELECOM, CHINA_BROADNET, TWELVE_321, MIIT, POLICE, NFRA, LOCAL_BUREAU, NIFA,
    TWELVE_315, PBOC, CBA, BLACK_CAT, COURT, *ABROAD, NEUTRAL,
)  # fmt: skip

__all__ = ["CHANNELS", "CLOSED", "Channel", "in_order", "offers"]
