"""The complaint channels, in the order in which papers are written. To add one: a file with its declaration, a line here."""

from analyzer.channels.channel import Channel
from analyzer.channels.china_broadnet import CHINA_BROADNET
from analyzer.channels.china_mobile import CHINA_MOBILE
from analyzer.channels.china_telecom import CHINA_TELECOM
from analyzer.channels.china_unicom import CHINA_UNICOM
from analyzer.channels.twelve_321 import TWELVE_321

CHANNELS: tuple[Channel, ...] = (TWELVE_321, CHINA_MOBILE, CHINA_UNICOM, CHINA_TELECOM, CHINA_BROADNET)
