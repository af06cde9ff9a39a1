"""Settings of a run, and what a case file says: what the records themselves cannot say."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from dataclasses import dataclass, field

from analyzer.problems import UsageError

ZONES = {"CN": "Asia/Shanghai", "HK": "Asia/Hong_Kong", "MO": "Asia/Macau", "TW": "Asia/Taipei", "SG": "Asia/Singapore",
         "JP": "Asia/Tokyo", "KR": "Asia/Seoul", "IN": "Asia/Kolkata", "GB": "Europe/London", "FR": "Europe/Paris",
         "DE": "Europe/Berlin"}  # fmt: skip
"""The time zone of regions that have one; elsewhere ``--tz`` must say."""

REGION_RULES = {
    "CN": "cn",
    "HK": "hk",
    "US": "us",
    "GB": "uk",
    "FR": "fr",
    "AU": "au",
    "JP": "jp",
    "KR": "kr",
    "IN": "in",
}
"""The rule pack applied in a region where nobody names one. Canada has rules by province only, so one must be named."""

LINE_ROLES = ("workplace", "relative")
"""Whose line an export can be, besides the owner's own."""

CREDITOR_TYPES = (
    "bank",
    "consumer_finance",
    "insurer",
    "trust",
    "micro_loan",
    "guarantee",
    "asset_manager",
    "platform",
    "unknown",
)
"""Kinds of creditor: they decide which regulator is competent."""


@dataclass(frozen=True, slots=True)
class Owner:
    """The person whose phone or bill made the exports."""

    numbers: tuple[str, ...] = ()
    name: str = ""
    carrier: str = ""
    address: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """An export that belongs to a workplace or a relative; `export` is matched against the file's name."""

    export: str
    role: str
    number: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Collector:
    """A caller that the owner knows to be a debt collector: numbers and message signatures counted as one.

    Attributes
    ----------
    name : str
        The collector, as the person calls it.
    creditor, creditor_type, creditor_address : str
        For whom it collects, of which kind that is, and its full address: regulators ask for it.
    numbers, signatures : tuple of str
    contract, product, amount : str
        Number of the loan contract, the app or product, what is claimed; in the person's words.
    due : date, optional
        The first day on which a payment was due by the contract: contacts before it are listed apart.
    """

    name: str
    creditor: str = ""
    creditor_type: str = "unknown"
    numbers: tuple[str, ...] = ()
    signatures: tuple[str, ...] = ()
    creditor_address: str = ""
    contract: str = ""
    product: str = ""
    amount: str = ""
    due: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """When somebody told whom to stop.

    Attributes
    ----------
    at : datetime
        Local time of the owner unless it carries an offset.
    to : str
        A collector's name or a number; empty means every collector named, and every number that had called or written before.
    how : str
    line : str
        The `[[line]]` on which it was said, by the name of its export; empty means it holds for every line.
    day_only : bool
        Only the day was stated: what came on that day itself is not counted as later.
    """

    at: dt.datetime
    to: str = ""
    how: str = ""
    line: str = ""
    day_only: bool = False


@dataclass(frozen=True, slots=True)
class Complaint:
    """A complaint already filed.

    Attributes
    ----------
    channel : str
        As in ``analyze channels``, or what people call it.
    date : date
        Day of handing in.
    reference : str
        Work order or receipt.
    answered : date, optional
        Day on which an answer came.
    result : str
        What it said, in the person's words.
    about : tuple of str
        Numbers, or names of a ``[[collector]]``, that it was about; empty means every reported number.
    """

    channel: str
    date: dt.date
    reference: str = ""
    answered: dt.date | None = None
    result: str = ""
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Correction:
    """What the person says of messages that the program sorted wrongly; reports show it as the person's own.

    Attributes
    ----------
    events : tuple of str
        Ids of the messages, as ``data/messages.csv`` and the evidence name them.
    kind : str
        The kind that it is, empty to leave it.
    strike : tuple of str
        Flags that do not apply.
    why : str
        In the person's words.
    """

    events: tuple[str, ...]
    kind: str = ""
    strike: tuple[str, ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True)
class CaseFile:
    """The contents of ``case.toml``."""

    owner: Owner = Owner()
    lines: tuple[Line, ...] = ()
    collectors: tuple[Collector, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    complaints: tuple[Complaint, ...] = ()
    allow: tuple[str, ...] = ()
    apart: tuple[tuple[str, ...], ...] = ()
    corrections: tuple[Correction, ...] = ()
    """Numbers that are never taken for one caller: those of an entry with each other, a single one with nobody."""
    zone: str = ""
    region: str = ""
    raw: bytes = field(default=b"", compare=False, repr=False)
    """The file as it was read; a copy stands in the output folder, so that a run can be repeated from it."""


@dataclass(frozen=True, slots=True)
class RuleFile:
    """A file of rules of the person's own, as it was read; a copy stands in the output folder."""

    name: str
    raw: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything a run is told besides the exports.

    Attributes
    ----------
    owner : str
        Own number, as typed; empty when the exports are to say it.
    region : str
        ISO 3166 code by which numbers without country code are read.
    zone : str
        IANA time zone of the owner: local days and nights are those of this zone.
    zone_stated : bool
        True when a person named the zone; False when it was taken from the region, which findings then say.
    home_area : str
        Area code (with its 0) for landline numbers written without one.
    rules : tuple of str
        Jurisdictions whose rule packs are applied (``us``), and areas of them (``us-ma``); heuristics always are.
    rule_files : tuple of RuleFile
        Rules of the person's own, added to those or put in the place of one with the same id.
    since, until : date, optional
        First and last local day that is taken into account, both included.
    lang : {"zh", "en"}
        Language of reports.
    encoding : str
        Text encoding forced by the person; empty means: find out.
    columns : tuple of (str, str)
        Pairs (heading, field) for tables whose headings are not known; fields as in ``importers/tables/headings.toml``.
    values : tuple of (str, str)
        Pairs (value of a type column, what it says) in the words of `analyzer.mapping.VALUES`, for values that are not
        known; where `columns` is given too, for tables read by these columns only.
    case : CaseFile
        The case file.
    unusual : bool
        Whether numbers are compared with the owner's other numbers (see `analyzer.unusual`): a weak note, off by default.
    """

    owner: str = ""
    region: str = "CN"
    zone: str = "Asia/Shanghai"
    zone_stated: bool = False
    home_area: str = ""
    rules: tuple[str, ...] = ("cn",)
    rule_files: tuple[RuleFile, ...] = ()
    since: dt.date | None = None
    until: dt.date | None = None
    lang: str = "zh"
    encoding: str = ""
    columns: tuple[tuple[str, str], ...] = ()
    values: tuple[tuple[str, str], ...] = ()
    case: CaseFile = CaseFile()
    unusual: bool = False


def zone_of(region: str, stated: str = "") -> str:
    """The time zone to use: the stated one if it exists, else the region's own.

    Raises
    ------
    UsageError
        For a zone that does not exist, or a region with several zones and none stated.

    Examples
    --------
    >>> zone_of("CN")
    'Asia/Shanghai'
    """
    zone = stated or ZONES.get(region, "")
    if not zone:
        raise UsageError(
            "region {region} has several time zones: name one with --tz, for example --tz America/New_York",
            region=region,
        )
    try:
        zoneinfo.ZoneInfo(zone)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        raise UsageError(
            "there is no time zone {zone!r}: use a name like Asia/Shanghai or Europe/London", zone=zone
        ) from None
    return zone
