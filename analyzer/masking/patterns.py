"""What in a text may tell who somebody is: names as people are addressed, identity numbers, cards, codes, plates, addresses.

The patterns are made to find too much rather than too little: what they find is replaced in a copy only, and the sealed folder
keeps every word. What no pattern can know is a person described in free words.
"""

from __future__ import annotations

import re

SURNAMES = "欧阳|上官|司马|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|" + "|".join(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章云苏潘葛奚范彭郎鲁韦昌马苗凤方俞任袁柳鲍史唐费"
    "廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董"
    "梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫经房裘缪干解应宗丁宣邓单杭洪包左石崔吉钮龚程"
    "邢裴陆荣翁荀羊甄曲封储靳段焦巴弓牧谷车侯宓蓬全班仰秋仲伊宫宁仇栾甘厉祖武符刘景詹束龙叶幸司韶黎薄印宿白怀蒲邰从鄂索咸籍赖卓蔺"
    "屠蒙池乔阴能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾"
    "终暨居衡步都耿满弘匡国文寇广禄阙东殴殳沃利蔚越夔隆师巩聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益"
    "桓公肖涂岳覃代闫"
)
"""Chinese surnames, longer ones first (百家姓, and a few that are common today)."""

HAN = "\u4e00-\u9fff"
ADDRESSED = "先生|女士|小姐|同志|太太|阿姨|大爷"
LABELS = "姓名|户名|联系人|收件人|债务人|欠款人|借款人|被告人?|客户|用户|担保人"
BEFORE = "尊敬的|亲爱的|名叫|叫|我是|本人|转告|告知|通知|父亲|母亲|爸爸|妈妈|妻子|老婆|丈夫|老公|儿子|女儿|哥哥|姐姐|弟弟|妹妹|朋友|同事|亲属|家属"
AFTER = "先生|女士|小姐|同志|您|你|在|住|也|和|与|就|已|将|是|把|，|,|。|！|!|；|;|:|：|的|欠|、|（|\\(|\\s|$"

NAMES = (
    re.compile(rf"(?:{SURNAMES})[{HAN}·*某]{{0,2}}(?=(?:{ADDRESSED}))"),
    re.compile(rf"(?:(?:{LABELS})[:：]?\s?|{BEFORE})(?P<value>(?:{SURNAMES})[{HAN}·*某]{{1,2}}?)(?={AFTER})"),
    re.compile(rf"(?:^|[】\s，。！])(?P<value>(?:{SURNAMES})[{HAN}·*某]{{1,2}}?)(?=[，,：:]?(?:您好|你好))"),
    re.compile(r"\b(?:[Dd]ear|Hi|Hello|Hey|Mr|Mrs|Ms|Miss|Dr)\.?\s+(?P<value>[A-Z][A-Za-z'’-]+(?:\s+[A-Z][A-Za-z'’-]+){0,2})"),
    re.compile(r"\b(?:[Nn]ame is|[Tt]his is|I am|I'm|tell|call|debtor|borrower)\s+(?P<value>[A-Z][A-Za-z'’-]+\s+[A-Z][A-Za-z'’-]+)"),
)  # fmt: skip
"""Names as people are addressed or spoken of: 张先生, 尊敬的张三，, 李四您好, Dear John Smith."""

EMAIL = re.compile(r"[A-Za-z0-9._%+\-]+@[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)*\.[A-Za-z]{2,}")

LINK = re.compile(
    r"(?:https?://|www\.)[^\s/?#，。；、！？）】》”\"'<>]+(?P<value>[/?#][^\s，。；、！？）】》”\"'<>]*)"
    r"|(?<![A-Za-z0-9.@])(?:[A-Za-z0-9\-]{1,40}\.)+[A-Za-z]{2,12}(?P<bare>[/?#][^\s，。；、！？）】》”\"'<>]+)"
)
"""Links; the host stays, what follows it can name a person (a token, an account)."""

IDENTITY = re.compile(
    r"(?<![0-9A-Za-z])[1-9]\d{5}[ ]?(?:18|19|20)\d{2}[ ]?(?:0\d|1[0-2])[0-3]\d[ ]?\d{3}[\dXx](?![0-9A-Za-z])"
)
"""An identity number of mainland China (GB 11643): area, birthday, sequence, check sign."""

HIDDEN = re.compile(r"(?<![0-9A-Za-z])\d{2,8}[*xX•●]{2,}[0-9Xx]{0,6}(?![0-9A-Za-z])")
"""A number part of which is hidden already."""

CODE_WORDS = (
    "验证码|校验码|动态码|动态密码|随机码|短信码|授权码|取件码|取货码|提取码|提货码|激活码|兑换码|口令|密码|"
    "verification code|security code|passcode|one[- ]time (?:code|password|pin)|access code|pin code|otp|pin|code|password"
)
CODES = (
    re.compile(rf"(?i)(?:{CODE_WORDS})[^0-9A-Za-z\n]{{0,12}}(?:is |为|是|to )?[^0-9A-Za-z\n]{{0,6}}(?P<value>[A-Za-z]{{0,3}}[-–]?\d[\d\- ]{{1,9}}\d)(?!\d)"),
    re.compile(rf"(?i)(?<![0-9A-Za-z])(?P<value>[A-Za-z]{{0,3}}[-–]?\d{{3,10}})(?:[^0-9\n]{{0,12}})(?:{CODE_WORDS})"),
)  # fmt: skip
"""Codes beside the words for them."""

BARE_CODE = re.compile(r"(?<![\d.:/\-])\d{4,8}(?![\d.:/\-])")
"""In a message that is one of codes: every number of four to eight digits."""

TAIL = re.compile(
    r"(?i)(?:尾号|末四位|后四位|尾数|ending (?:in|with)|last (?:four|4)(?: digits)?)\D{0,6}(?P<value>\d{3,6})(?!\d)"
)

PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z][·•. \-]?[A-HJ-NP-Z0-9]{4,6}[挂学警港澳]?"
    r"(?![A-Za-z0-9])"
)
"""A Chinese number plate (GA 36)."""

NUMERAL = "[0-9０-９一二三四五六七八九十百]"
PLACE = f"(?:(?![在住于到至的叫是去来往从家你您我他她])[{HAN}A-Za-z])"
"""A sign that a name of a place can have; the words before an address end there."""

ADDRESS = (
    re.compile(
        rf"(?:{PLACE}{{2,8}}(?:省|自治区|市|区|县|镇|乡|街道))*{PLACE}{{1,8}}(?:路|街|大道|巷|弄|胡同|小区|花园|苑|村|公寓|大厦|广场|里)"
        rf"[甲乙丙丁附]?{NUMERAL}+(?:号楼|号|弄|栋|幢|座|单元|楼|室|层|排)(?:(?:{NUMERAL}|[A-Za-z-])+(?:号楼|号|栋|幢|座|单元|楼|室|层)?"
        rf"|[{HAN}]{{1,8}}(?=(?:{NUMERAL}|[A-Z])+(?:号楼|栋|幢|座|单元|室)))*"
    ),
    re.compile(rf"(?:{NUMERAL}|[A-Z])+(?:号楼|栋|幢|座)(?:{NUMERAL}+单元)?{NUMERAL}+(?:室|号|层|楼)?"),
    re.compile(
        r"\b\d{1,5}[A-Za-z]?\s+(?:[A-Z][A-Za-z'’]+\s+){1,3}(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Boulevard|Blvd|Court|Ct|Way|Close)\b\.?"
    ),
)
"""House and street; the name of a town alone stays."""

SPARED = re.compile(
    r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:[T ]?\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)?|\d{1,2}月\d{1,2}日|\d{1,2}[:：]\d{2}(?:[:：]\d{2})?"
    r"|\d[\d,]*\.\d{1,2}(?!\d)|[¥￥$£€₹]\s?\d[\d,]*|\d{1,9}(?=\s?(?:元|块|万|RMB|rmb|yuan|dollars|USD))"
)
"""Days, times and sums of money, which stay."""

DIGITS = re.compile(r"(?<![\dA-Za-z*])\+?\(?\d(?:[ \-–—.()（）]{0,2}\d)*")
"""A run of digits with the separators that telephone numbers and cards have."""

SPOKEN = re.compile("[零〇一二三四五六七八九幺]{7,}")
"""A number written out digit by digit."""

SPOKEN_DIGITS = str.maketrans("零〇一二三四五六七八九幺", "001234567891")

SERIAL = re.compile(
    r"(?<![A-Za-z0-9])(?=[A-Za-z0-9_\-]*[A-Za-z])(?=(?:[A-Za-z_\-]*\d){5})[A-Za-z0-9_\-]{6,}(?![A-Za-z0-9])"
)
"""Letters and five digits or more: passports, orders, contracts."""

LEAST = 7
"""Digits from which on a number is taken for one that belongs to somebody."""

COMMON = frozenset(
    [
        "妈妈",
        "爸爸",
        "老婆",
        "老公",
        "爸",
        "妈",
        "哥哥",
        "姐姐",
        "弟弟",
        "妹妹",
        "儿子",
        "女儿",
        "快递",
        "外卖",
        "客服",
        "公司",
        "单位",
        "领导",
        "经理",
        "老板",
        "同事",
        "朋友",
        "房东",
        "中介",
        "物业",
        "银行",
        "催收",
        "骚扰",
        "诈骗",
        "推销",
        "贷款",
        "未知",
        "陌生",
        "保险",
        "学校",
        "老师",
        "医院",
        "医生",
        "司机",
        "Mom",
        "Mum",
        "Dad",
        "Home",
        "Office",
        "Work",
        "Boss",
        "Bank",
        "School",
        "Doctor",
        "Unknown",
        "Spam",
    ]
)
"""Names in address books that name nobody: in texts they stay."""

WHOLE_NAME = re.compile(rf"(?P<surname>{SURNAMES})(?P<given>[{HAN}]{{1,2}})")
LATIN_NAME = re.compile(r"[A-Z][A-Za-z'’\-]+(?: [A-Z][A-Za-z'’.\-]*){1,3}")
