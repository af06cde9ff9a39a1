"""Charts: what each shows, in words and in a figure. A new chart is one file and one line here."""

from analyzer.charts.callers import CALLERS_CHART
from analyzer.charts.campaign_map import CAMPAIGN_MAP
from analyzer.charts.chart import Chart
from analyzer.charts.corroboration import CORROBORATION
from analyzer.charts.daily import DAILY
from analyzer.charts.hours import HOURS
from analyzer.charts.lines import LINES_CHART
from analyzer.charts.number_page import NUMBER
from analyzer.charts.redial import REDIAL_CHART
from analyzer.charts.since import SINCE
from analyzer.charts.top_numbers import TOP_NUMBERS

CHARTS: tuple[Chart, ...] = (
    DAILY,
    HOURS,
    REDIAL_CHART,
    SINCE,
    TOP_NUMBERS,
    CALLERS_CHART,
    CAMPAIGN_MAP,
    LINES_CHART,
    CORROBORATION,
    NUMBER,
)
"""Every chart, in the order in which reports show them."""
