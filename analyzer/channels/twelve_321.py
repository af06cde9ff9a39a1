"""12321, the reporting centre for harmful and spam information: one report per number, texts unaltered, no story.

The centre's own form could not be read offline. What it asks is known from guides to its website, its WeChat account and its
app, so the paper tells the person to compare with the form.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.channels.channel import Channel, Fact, Field

if TYPE_CHECKING:
    import pandas as pd

    from analyzer.case import Case

N_ = str

GUIDES = "guides to the form of 12321 on its website, WeChat account and app"

NO_NUMBER = ("withheld", "masked", "sender_name")
"""Kinds of numbers that the form cannot take: it asks for the number in full."""


def takes(case: Case) -> pd.DataFrame:
    """Rows of ``case.reported`` with a number that can be written in full and something received from it.

    For people in other regions: Chinese numbers that called or wrote to their Chinese line.
    """
    reported = case.reported
    if case.settings.region != "CN":
        reported = reported[
            reported["number"].str.startswith("+86") & reported["owner"].astype(str).str.startswith("+86")
        ]
    whole = ~reported["number_kind"].isin(NO_NUMBER) & (reported["calls_in"] + reported["messages_in"] > 0)
    return reported[whole].assign(role="reported").reset_index(drop=True)


TWELVE_321 = Channel(
    id="12321",
    title={"zh": "12321 网络不良与垃圾信息举报受理中心", "en": "12321, reporting centre for harmful and spam information"},
    addressee={"zh": "12321 举报受理中心", "en": "12321 reporting centre"},
    kind="12321",
    heading=N_("Report to {addressee}"),
    sort="report",
    after=("lender",),
    about=N_("calls and messages nobody asked for: one report for each number, texts unaltered"),
    takes=takes,
    beyond=lambda case: not takes(case).empty,
    fields=(
        Field("own_number", N_("Own mobile number"), "records", True, GUIDES, "S3", N_("the form sends a code to it")),
        Field("code", N_("Picture code and SMS code"), "person", True, GUIDES, "S3"),
        Field("number", N_("Reported number, in full"), "records", True, GUIDES, "S3"),
        Field("type", N_("Report of"), "records", True, GUIDES, "S3"),
        Field("class", N_("Category"), "choice", True, GUIDES, "S3", N_("choose from the form's own list")),
        Field("call_time", N_("Call time"), "records", True, GUIDES, "S3"),
        Field("call_duration", N_("Call duration"), "records", True, GUIDES, "S3"),
        Field("message_time", N_("Received"), "records", True, GUIDES, "S3"),
        Field("message_text", N_("Full original text, unaltered"), "records", True, GUIDES, "S3"),
        Field("description", N_("Description"), "records", None, GUIDES, "S3"),
        Field("screenshot", N_("Screenshot"), "person", None, GUIDES, "S3", N_("showing number, time and text")),
    ),
    ways=(
        Fact(N_("Website 12321.cn; WeChat account “12321举报中心”."), GUIDES, "S3"),
        Fact(N_("Phone 010-12321, mainly for advice."), "MIIT announcement of 2008-05", "S2"),
        Fact(N_("Messages can also be reported by SMS to 12321 in the form number*text."), "two pages of one content site", "S3"),
        Fact(N_("The result can be looked up with your own number and a code."), GUIDES, "S3"),
    ),
    limits=(Fact(N_("Limits on the size of attachments were not found."), "", "R"),),
    attachments=(N_("a screenshot of the call list or of the message, showing number, time and text"),),
)  # fmt: skip
