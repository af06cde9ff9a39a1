"""Complaints that the case file says were handed in: what came after them, when an answer is due, and what the next step is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analyzer.change import Change, within
from analyzer.settings import Complaint, Settings
from analyzer.stated import collectors_of, identified

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

N_ = str

CARRIERS: Mapping[str, tuple[str, ...]] = {
    "china_mobile": ("china_mobile", "中国移动", "移动", "china mobile", "cmcc", "10086"),
    "china_unicom": ("china_unicom", "中国联通", "联通", "china unicom", "unicom", "10010"),
    "china_telecom": ("china_telecom", "中国电信", "电信", "china telecom", "telecom", "10000"),
    "china_broadnet": ("china_broadnet", "中国广电", "广电", "china broadnet", "broadnet", "10099"),
}
"""Carrier → what people write for it in the case file, and what the numbering plan calls it."""


@dataclass(frozen=True, slots=True)
class After:
    """What is known of the time after a complaint to one channel.

    Attributes
    ----------
    names : tuple of str
        What the case file may call the channel.
    days : int
        Days that it has for an answer; 0 where none are confirmed.
    working : bool
        Whether these are working days.
    next : str
        The next step, as an English source sentence.
    paper : str
        Folder or file of the output that the next step takes along; empty for none.
    source : str
        Where that was seen.
    confidence : str
        S1 primary text, S2 serious secondary source, S3 web guides only: said with a warning, and no day is computed from it.
    regions : tuple of str
        Regions whose people go there.
    """

    names: tuple[str, ...]
    days: int
    next: str
    source: str
    confidence: str
    working: bool = False
    paper: str = ""
    regions: tuple[str, ...] = ("CN",)


APPEAL = N_(
    "If your own carrier has not answered by then, or its answer does not settle the matter, you may appeal to the telecom users' appeal centre, 12300, in writing: your name, address, phone and postcode; the carrier's name and address; what you ask, why, and the facts; the date; what the carrier said. Attach the paper you handed in and evidence.xlsx. It takes matters of the last two years that no court and no other body deals with."
)
LENDER = N_(
    "If the answer does not settle the matter: banks, consumer finance, insurers and trusts are supervised by the financial regulator, hotline 12378 (in writing, signed, with the institution's answer); micro-loan firms by the local financial bureau, hotline 12345."
)

AFTER: Mapping[str, After] = {
    **{
        carrier: After(names, 15, APPEAL, "Hubei Communications Administration, page on telecom users' appeals", "S1",
                       paper=f"complaints/{carrier}/")
        for carrier, names in CARRIERS.items()
    },
    "12321": After(
        ("12321", "网络不良与垃圾信息"), 0,
        N_("Look up the result with your own number and the code of the report. The carriers' papers are a way of their own."),
        "guides to the form of 12321", "S3", paper="complaints/",
    ),
    "miit": After(
        ("miit", "12300", "工信部", "工业和信息化部", "通信管理局", "申诉受理中心"), 30,
        N_("It decides within 5 working days whether it takes the appeal, and answers within 30 days."),
        "Hubei Communications Administration, page on telecom users' appeals", "S1",
    ),
    "nfra": After(
        ("nfra", "12378", "金融监管总局", "国家金融监督管理总局", "金融监管局", "银保监", "cbirc"), 0,
        N_("It is said to decide within 15 days whether it takes the complaint, and to give a result within 60 days."),
        "guides to complaints about banks and consumer finance", "S3", paper="evidence.xlsx",
    ),
    "nifa": After(
        ("nifa", "互联网金融协会", "互金协会"), 0,
        N_("Reports are said to be checked and passed on within 15 working days; handing in again does not help."),
        "answers of the association on its report platform, as quoted in 2022", "S3",
    ),
    "12315": After(
        ("12315",), 7,
        N_("By then it decides whether it takes the complaint. Complaints about financial conduct are passed on to the financial regulator, 12378."),
        "Interim measures on complaints and reports in market regulation, article 14", "S1", working=True,
    ),
    "pboc": After(
        ("12363", "人民银行", "pboc"), 20,
        N_("It is competent for credit reports, payment and cash; the institution comes first."),
        "local branches' pages on 12363", "S2", working=True,
    ),
    "lender": After(
        ("lender", "platform", "平台", "贷款平台", "贷款机构", "银行"), 15, LENDER,
        "Measures on complaints about banking and insurance consumption (institution first)", "S2", working=True,
        paper="evidence.xlsx",
    ),
    "cfpb": After(
        ("cfpb", "consumer financial protection bureau"), 15,
        N_("The company's last answer can take up to 60 days; after it you have 60 days to say what you think of it."),
        "guides to the CFPB's complaint form", "S2", paper="complaints/cfpb/", regions=("US",),
    ),
}  # fmt: skip
"""Channel → what follows a complaint to it. Others take complaints too; of them no confirmed period is known."""

CALLED: Mapping[str, tuple[tuple[str, ...], str, str]] = {
    "china_mobile": ((), "中国移动（10086）", "China Mobile, 10086"),
    "china_unicom": ((), "中国联通（10010）", "China Unicom, 10010"),
    "china_telecom": ((), "中国电信（10000）", "China Telecom, 10000"),
    "china_broadnet": ((), "中国广电（10099）", "China Broadnet, 10099"),
    "12321": ((), "12321 举报受理中心", "12321 reporting centre"),
    "miit": ((), "电信用户申诉受理中心（12300）", "Telecom users' appeal centre, 12300"),
    "nfra": ((), "国家金融监督管理总局（12378）", "National Financial Regulatory Administration, 12378"),
    "nifa": ((), "中国互联网金融协会", "National Internet Finance Association of China"),
    "12315": ((), "全国 12315 平台", "national platform 12315"),
    "pboc": ((), "中国人民银行（12363）", "People's Bank of China, 12363"),
    "cfpb": ((), "美国消费者金融保护局（CFPB）", "Consumer Financial Protection Bureau (CFPB)"),
    "police": (("110", "公安", "派出所", "警察", "police"), "公安机关", "the police"),
    "local_bureau": (("地方金融", "金融办", "金融管理局"), "地方金融管理局", "the local financial bureau"),
    "cba": (("银行业协会", "中银协"), "中国银行业协会", "China Banking Association"),
    "black_cat": (("黑猫", "heimao"), "黑猫投诉平台", "Black Cat complaint site"),
    "court": (("法院",), "人民法院", "the court"),
    "ftc": (("ftc", "ftc_debt"), "美国联邦贸易委员会（FTC）", "Federal Trade Commission (FTC)"),
    "donotcall": (("donotcall", "do not call", "donotcall.gov", "dnc"), "美国谢绝来电登记（FTC）", "Do Not Call register (FTC)"),
    "fcc": (("fcc",), "美国联邦通信委员会（FCC）", "Federal Communications Commission (FCC)"),
    "state_ag": (("state_ag", "attorney general", "state attorney general", "ag"), "州总检察长", "the state's attorney general"),
    "ico": (("ico",), "英国信息专员办公室（ICO）", "Information Commissioner's Office (ICO)"),
    "ofcom": (("ofcom",), "英国通信管理局（Ofcom）", "Ofcom"),
    "trai": (("1909", "trai", "trai dnd", "dnd"), "印度电信管理局（TRAI，1909）", "TRAI, 1909"),
    "afca": (("afca",), "澳大利亚金融投诉局（AFCA）", "Australian Financial Complaints Authority (AFCA)"),
    "hkma": (("hkma", "金管局", "香港金管局"), "香港金融管理局", "Hong Kong Monetary Authority"),
    "fss": (("1332", "fss", "金融监督院"), "韩国金融监督院（1332）", "Financial Supervisory Service of Korea, 1332"),
}  # fmt: skip
"""Body → what people write for it beside its names in `AFTER`, and what papers call it. What is not here stays as it was written:
who names a branch or a person means that one."""


def called(written: str, lang: str) -> str:
    """The body that a complaint of the case file went to, by its name; what nobody knows stays as it was written.

    Examples
    --------
    >>> called("10086", "en"), called("cfpb", "en"), called("中国移动深圳分公司", "zh")
    ('China Mobile, 10086', 'Consumer Financial Protection Bureau (CFPB)', '中国移动深圳分公司')
    """
    wanted = written.strip().casefold()
    for key, (names, zh, en) in CALLED.items():
        known = (key, *names, *(AFTER[key].names if key in AFTER else ()))
        if wanted in {name.casefold() for name in known}:
            return zh if lang == "zh" else en
    return written


STATES = ("answered", "overdue", "waiting", "open")
"""Where a complaint stands on the day of the report: an answer is noted; the days for one are over and none is noted; they are
not over yet; no confirmed period is known and no answer is noted."""


@dataclass(frozen=True)
class Filed:
    """One complaint and what followed it.

    Attributes
    ----------
    complaint : Complaint
    channel : str
        Key of `AFTER`, empty for a channel that is not known.
    since : int
        Days from the complaint to the report.
    due : date or None
        Last day of those that the channel has for an answer.
    state : str
        One of `STATES`.
    rows : int array
        Rows of the events table that came in from those it was about, in order of time.
    later : int array
        Those of them from the day after the complaint on.
    change : Change or None
        Calls a day before and after; None where there are none to compare.
    """

    complaint: Complaint
    channel: str
    since: int
    due: dt.date | None
    state: str
    rows: np.ndarray
    later: np.ndarray
    change: Change | None

    @property
    def after(self) -> After | None:
        """What is known of the channel."""
        return AFTER.get(self.channel)


def filed(events: pd.DataFrame, settings: Settings, reported: np.ndarray, today: dt.date, span: tuple[dt.date, dt.date] | None = None) -> list[Filed]:  # fmt: skip
    """What followed each complaint of the case file, in their order.

    Parameters
    ----------
    events : DataFrame
        The events table.
    settings : Settings
    reported : bool array
        Per row whether its number is reported: what a complaint is about that does not say.
    today : date
        Day of the report.
    span : pair of dates, optional
        Days that are compared (see `analyzer.change.stretch`); all days of the events where it is not given.
    """
    import numpy as np

    inbound = (events["direction"] == "in").to_numpy()
    calls = (events["kind"] == "call").to_numpy()
    day = events["at_local"].dt.date.to_numpy() if len(events) else np.zeros(0, dtype=object)
    found = []
    for complaint in settings.case.complaints:
        rows = np.flatnonzero(inbound & (concerned(events, settings, complaint.about) if complaint.about else reported))
        channel = channel_of(complaint.channel, settings)
        due = _due(complaint.date, AFTER.get(channel))
        state = "answered" if complaint.answered else "open" if due is None else "overdue" if today > due else "waiting"
        days = day[rows[calls[rows]]].tolist()
        compared = within(days, complaint.date, span or (min(day), max(day))) if days else None
        later = rows[day[rows] > complaint.date] if len(rows) else rows
        found.append(Filed(complaint, channel, (today - complaint.date).days, due, state, rows, later, compared))
    return found


def concerned(events: pd.DataFrame, settings: Settings, about: tuple[str, ...]) -> np.ndarray:
    """Per row whether its number is one of those that a complaint names, or belongs to a collector that it names."""
    belongs, names = collectors_of(events, settings)
    numbers = events["number"].cat.categories
    chosen = numbers.isin(list(identified([one for one in about if one not in names], settings)))
    for one in about:
        if one in names:
            chosen = chosen | (belongs == names.index(one))
    return chosen[events["number"].cat.codes.to_numpy()]


def channel_of(name: str, settings: Settings) -> str:
    """The channel of the person's region that is meant; empty where it is not known.

    Examples
    --------
    >>> from analyzer.settings import Settings
    >>> channel_of("10086", Settings()), channel_of("中国联通客服", Settings()), channel_of("报社", Settings())
    ('china_mobile', 'china_unicom', '')
    """
    wanted = name.strip().casefold()
    lenders = {one.creditor.casefold() for one in settings.case.collectors if one.creditor}
    if wanted in lenders and settings.region == "CN":
        return "lender"
    here = {key: after for key, after in AFTER.items() if settings.region in after.regions}
    for key, after in here.items():
        if wanted in {word.casefold() for word in (key, *after.names)}:
            return key
    held = [key for key, after in here.items() if any(len(word) > 2 and word in wanted for word in after.names)]
    return held[0] if len(held) == 1 else ""


def _due(day: dt.date, after: After | None) -> dt.date | None:
    """The last of the days for an answer, the day of handing in not counted; None where no confirmed period is known, or
    where a year's working days are not known yet.
    """
    if after is None or not after.days or after.confidence == "S3":
        return None
    return last_day(day, after.days, after.working)


def young(events: pd.DataFrame, today: dt.date, days: int) -> pd.Series:
    """Rows of events whose local day lies at most so many days before `today`; every row where `days` is 0."""
    import pandas as pd

    if not days:
        return pd.Series(True, index=events.index, dtype=bool)
    day = events["at_local"].dt.tz_localize(None).dt.normalize()
    return day >= pd.Timestamp(today - dt.timedelta(days=days))


def last_day(day: dt.date, days: int, working: bool) -> dt.date | None:
    """The last of some days after a day that is not counted; None where a year's working days in China are not known.

    Examples
    --------
    >>> last_day(dt.date(2026, 3, 3), 15, False)
    datetime.date(2026, 3, 18)
    """
    if not working:
        return day + dt.timedelta(days=days)
    import numpy as np

    from analyzer.days_off import EPOCH, UNKNOWN, WORKDAY, kind_of_day

    first = day.toordinal() - EPOCH + 1
    kinds = kind_of_day(np.arange(first, first + 4 * days + 30))
    worked = np.flatnonzero(kinds == WORKDAY)
    if len(worked) < days or (kinds[: worked[days - 1]] == UNKNOWN).any():
        return None
    return dt.date.fromordinal(int(worked[days - 1]) + first + EPOCH)
