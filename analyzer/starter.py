"""``analyze init``: a commented case file to fill in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from analyzer.locales import translator
from analyzer.problems import UsageError
from analyzer.stated import DEBT_FLAGS

if TYPE_CHECKING:
    import pandas as pd

    from analyzer.locales import Translate

DEBT_KINDS = ("debt_reminder", "debt_pressure")
"""Kinds of message that are about a debt."""

SUGGESTED, NAMED = 20, 30
"""Callers that are suggested, those with most messages; and numbers that are named for one."""

ZH = """\
# 案件文件：写下通话记录本身说不出来的事。每一项都可以不填；行首的 # 去掉才生效。
# 用法：analyze 导出.csv --case case.toml      本文件只留在您的电脑上。

[owner]
# numbers = ["13900000000"]      # 您自己的号码
# name = "您的姓名"               # 用于投诉材料
# carrier = "china_mobile"       # china_mobile · china_unicom · china_telecom · china_broadnet
# address = ""                   # 有的渠道要求联系地址
# email = ""
# zone = "Asia/Shanghai"         # 您所在的时区
# region = "CN"

# 属于单位或亲属的导出文件（每份一段）
# [[line]]
# export = "workplace_phone.csv" # 文件名
# role = "workplace"             # workplace 单位 · relative 亲属
# number = "13900000001"
# name = "人事部"

# 您已知的催收方：其号码与短信签名合并计数，并且不再标注“假定为催收”
# [[collector]]
# name = "某某资产管理公司"
# creditor = "某某平台"
# creditor_type = "platform"     # bank 银行 · consumer_finance 消费金融 · insurer 保险 · trust 信托 · micro_loan 小额贷款 · guarantee 融资担保 · asset_manager 资产管理 · platform 平台 · unknown 不清楚
# creditor_address = ""          # 债权机构的完整注册地址：监管部门和举报平台要求填写
# contract = "合同编号"
# product = "某某借款App"         # App 或产品名称
# amount = "5000元"              # 借款或被主张的金额，用您自己的话
# due = 2026-04-15               # 合同约定的首个到期日：此前的联系单独列出，不作评价
# numbers = ["17000000000", "95000000"]
# signatures = ["某某贷"]         # 短信里【】中的名字

# 您何时告诉谁不要再打
# [[refusal]]
# at = 2026-04-12T18:30:00       # 日期时间不加引号
# to = "某某资产管理公司"          # 催收方名称或号码；不填表示上面列出的催收方和此前来过电话、短信的所有号码
# how = "电话中说明"
# line = "workplace_phone.csv"    # 联系人本人在哪条线路上拒绝的（上面 [[line]] 的文件名）；您本人说的不填，各条线路都算

# 已提交的投诉
# [[complaint]]
# channel = "china_mobile"       # analyze channels 列出渠道
# date = 2026-05-06
# reference = "工单号"
# answered = 2026-05-18          # 收到答复的日期
# result = "称已核查并拦截"        # 答复内容，用您自己的话
# about = ["17000000000"]        # 投诉针对的号码或催收方名称；不填表示全部被列入的号码

# 程序若把几个号码看作同一来电方而您知道不是，写在这里（每组一段）：同组号码互不合并；只写一个号码则不与任何号码合并
# [[apart]]
# numbers = ["13900000003", "13900000004"]

# 程序把某条短信归错类或标错时，写在这里（每处一段）；报告会注明是您的更正
# [[correction]]
# events = ["1a2b3c4d-17"]       # 短信的编号，见报告“短信”一节或 data/messages.csv
# kind = "personal"              # 实际类别，不填表示不改：personal code notice advertising loan_marketing illicit_marketing fraud debt_reminder debt_pressure
# strike = ["insult"]            # 不成立的标记：violence_threat reputation_threat insult third_party_disclosure impersonation false_legal_claim non_debtor no_identity personal_account no_opt_out
# why = "我哥开的玩笑"

[allow]
# numbers = ["13900000002"]      # 您认识、不应计入的号码
"""

EN = """\
# Case file: what the records themselves cannot say. Everything may stay empty; take the # away from a line to use it.
# Use: analyze export.csv --case case.toml      This file stays on your machine.

[owner]
# numbers = ["13900000000"]      # your own numbers
# name = "Your Name"             # for the papers
# carrier = "china_mobile"       # china_mobile, china_unicom, china_telecom, china_broadnet
# address = ""                   # some channels ask for it
# email = ""
# zone = "Asia/Shanghai"         # your time zone
# region = "CN"

# Exports that belong to a workplace or a relative (one block each)
# [[line]]
# export = "workplace_phone.csv" # the file's name
# role = "workplace"             # workplace or relative
# number = "13900000001"
# name = "HR desk"

# Collectors you know: their numbers and message signatures are counted together, without "taken to be debt collection"
# [[collector]]
# name = "Some Asset Management"
# creditor = "Some Platform"
# creditor_type = "platform"     # bank, consumer_finance, insurer, trust, micro_loan, guarantee, asset_manager, platform, unknown
# creditor_address = ""          # full registered address: regulators and reporting platforms ask for it
# contract = "contract number"
# product = "Some Loan App"      # app or product
# amount = "5000 yuan"           # lent or claimed, in your words
# due = 2026-04-15               # first day a payment was due by the contract: contacts before it are listed apart, no verdict
# numbers = ["17000000000", "95000000"]
# signatures = ["SomeLoan"]      # the name inside 【】 in their messages

# When you told whom to stop
# [[refusal]]
# at = 2026-04-12T18:30:00       # no quotes around date and time
# to = "Some Asset Management"   # a collector's name or a number; leave away for every collector and every caller before
# how = "said on the phone"
# line = "workplace_phone.csv"    # the line on which the person there said it (export of a [[line]]); leave away what you said yourself: it holds for every line

# Complaints already filed
# [[complaint]]
# channel = "china_mobile"       # analyze channels lists them
# date = 2026-05-06
# reference = "work order"
# answered = 2026-05-18          # the day an answer came
# result = "checked and blocked, they say"   # what it said, in your words
# about = ["17000000000"]        # numbers, or a collector's name; leave away for every reported number

# Where the program takes numbers for one caller and you know better (one block each): the numbers of a block are never
# joined with each other; a single number is joined with nobody
# [[apart]]
# numbers = ["13900000003", "13900000004"]

# Where the program sorted or marked a message wrongly (one block each); the report says that you corrected it
# [[correction]]
# events = ["1a2b3c4d-17"]       # ids of messages: section Messages of the report, or data/messages.csv
# kind = "personal"              # what it is, leave away to keep the kind: personal code notice advertising loan_marketing illicit_marketing fraud debt_reminder debt_pressure
# strike = ["insult"]            # marks that do not apply: violence_threat reputation_threat insult third_party_disclosure impersonation false_legal_claim non_debtor no_identity personal_account no_opt_out
# why = "a joke of my brother's"

[allow]
# numbers = ["13900000002"]      # people you know, to be left alone
"""


def write(path: Path, lang: str, exports: Sequence[str] = ()) -> int:
    """Write the case file in the reader's language; an existing file is never touched.

    Parameters
    ----------
    path : Path
    lang : {"zh", "en"}
    exports : sequence of str
        Where given, they are read, and who sent messages about a debt follows as comments (see `suggestions`).

    Returns
    -------
    int
        How many callers are suggested.

    Raises
    ------
    UsageError
        Where the file exists or cannot be written.
    """
    blocks = suggestions(exports, lang) if exports and not path.exists() else []
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write("\n".join([ZH if lang == "zh" else EN, *blocks]))
    except FileExistsError:
        raise UsageError("{path} exists already: it was left as it is", path=path) from None
    except OSError as error:
        raise UsageError(
            "{path} cannot be written ({why}): choose a folder of your own", path=path, why=error.strerror or error
        ) from None
    return max(len(blocks) - 1, 0)


def suggestions(exports: Sequence[str], lang: str) -> list[str]:
    """Who sent messages about a debt, as commented ``[[collector]]`` blocks behind one of introduction; none for nobody.

    Nothing is stated by them: every line is a comment until the person takes its # away.
    """
    from analyzer import pipeline
    from analyzer.settings import Settings

    _ = translator(lang)
    case = pipeline.make_case(pipeline.read(list(exports), Settings(lang=lang)), Settings(lang=lang))
    rows = case.events[["event_id", "number", "direction", "at_local"]].merge(case.messages, on="event_id", sort=False)
    about = rows["message_kind"].isin(DEBT_KINDS)
    for flag in DEBT_FLAGS:
        about |= rows["flags"].str.contains(flag, regex=False)
    rows = rows[about & (rows["direction"] == "in")].astype({"number": "str"})
    if rows.empty:
        return []
    who = rows["signature"].where(rows["signature"] != "", "\0" + rows["number"])
    groups = sorted(rows.groupby(who, sort=False), key=lambda group: (-len(group[1]), str(group[0])))
    blocks = [_block(mine, str(name), case.campaign_of, _) for name, mine in groups[:SUGGESTED]]
    intro = _("Seen in the exports: who sent messages about a debt. That is what the wording suggests; nothing below counts until you take the # away, and who collects a debt and who merely reminds, you know best.")  # fmt: skip
    if len(groups) > SUGGESTED:
        intro += " " + _("{n} more sent fewer of them.").format(n=len(groups) - SUGGESTED)
    return ["# " + intro + "\n", *blocks]


def _block(rows: pd.DataFrame, name: str, campaign_of: Mapping[str, str], _: Translate) -> str:
    """One suggestion; whatever comes out of an export stands in quotes, escaped."""
    numbers = list(dict.fromkeys(rows["number"]))
    first, last = rows["at_local"].min().date(), rows["at_local"].max().date()
    told = _("{n} messages about a debt from {numbers} numbers, {first} to {last}").format(
        n=len(rows), numbers=len(numbers), first=first, last=last
    )
    signature = "" if name.startswith("\0") else name
    together = {campaign_of[number] for number in numbers if number in campaign_of}
    others = [one for one, campaign in campaign_of.items() if campaign in together and one not in numbers]
    lines = [
        f"# -- {told}",
        *([_("# -- appears to be one caller with: {numbers}").format(numbers=" ".join(map(quoted, others[:NAMED])))] if others else []),
        "# [[collector]]",
        f"# name = {quoted(signature or numbers[0])}",
        '# creditor_type = "unknown"',
        f"# numbers = [{', '.join(map(quoted, numbers[:NAMED]))}]",
        *([f"# signatures = [{quoted(signature)}]"] if signature else []),
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def quoted(text: str) -> str:
    r"""Text as a TOML string on one line: nothing in it can end the string, the comment or the line.

    Examples
    --------
    >>> print(quoted('a"b' + chr(10) + "[owner]"))
    "a\"b\u000a[owner]"
    """
    told = []
    for sign in text.encode("utf-8", "replace").decode("utf-8"):
        plain = sign.isprintable() and sign not in '"\\'
        told.append(sign if plain else "\\" + sign if sign in '"\\' else f"\\u{ord(sign):04x}" if ord(sign) < 0x10000 else f"\\U{ord(sign):08x}")  # fmt: skip
    return '"' + "".join(told) + '"'
