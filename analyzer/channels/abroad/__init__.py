"""Channels outside mainland China: United States, United Kingdom, India, Australia, Hong Kong, Korea."""

from analyzer.channels.abroad.australia import ACCC, AFCA
from analyzer.channels.abroad.cfpb import CFPB
from analyzer.channels.abroad.fcc import FCC
from analyzer.channels.abroad.fss import FSS
from analyzer.channels.abroad.ftc import DO_NOT_CALL, FTC_DEBT
from analyzer.channels.abroad.hkma import HKMA
from analyzer.channels.abroad.ico import ICO
from analyzer.channels.abroad.ofcom import OFCOM, SPAM_7726
from analyzer.channels.abroad.state_ag import STATE_AG
from analyzer.channels.abroad.trai import TRAI
from analyzer.channels.channel import Channel

ABROAD: tuple[Channel, ...] = (
    CFPB, FTC_DEBT, DO_NOT_CALL, FCC, STATE_AG, SPAM_7726, ICO, OFCOM, TRAI, AFCA, ACCC, HKMA, FSS,
)  # fmt: skip
"""In the order of use within each country."""
