"""The indicators, in the order of the columns of ``data/numbers.csv``. To add one: a function in its family's file, a line here."""

from analyzer.indicators import timing, volume
from analyzer.numbers import Indicator

INDICATORS: tuple[Indicator, ...] = (
    timing.first_at,
    timing.last_at,
    volume.events,
    volume.calls_in,
    volume.calls_out,
    volume.answered_in,
    volume.missed_in,
    volume.rejected_in,
    volume.blocked_in,
    volume.messages_in,
    volume.messages_out,
    volume.days_active,
    timing.calls_in_max_5min,
    timing.calls_in_max_1h,
    timing.calls_in_max_24h,
    timing.calls_in_max_7d,
    timing.calls_in_max_day,
    timing.messages_in_max_24h,
    timing.messages_in_max_day,
    timing.night_calls_in,
    timing.night_messages_in,
    volume.talk_in_s,
)
