"""Chinese words written so that filters miss them: one syllable in Latin letters, a character taken apart, a homophone.

Only what is no word itself is undone: 威信 is a word and stays, 徽信 is not and becomes 微信. Each table says which word is meant;
`plain` applies them after everything else that it levels.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

SYLLABLES = """
照片 zhao pian|裸照 luo zhao|遗照 yi zhao|曝光 bao guang|骗子 pian zi|诈骗 zha pian|废物 fei wu|畜生 chu sheng|人渣 ren zha
垃圾 la ji|法院 fa yuan|法官 fa guan|公安 gong an|警察 jing cha|警车 jing che|民警 min jing|报警 bao jing
报案 bao an|立案 li an|刑事 xing shi|拘留 ju liu|拘役 ju yi|逮捕 dai bu|抓捕 zhua bu|坐牢 zuo lao|判刑 pan xing
起诉 qi su|传票 chuan piao|律师 lv shi|发票 fa piao|代开 dai kai|欠款 qian kuan|欠钱 qian qian|欠债 qian zhai
还款 huan kuan|还钱 huan qian|贷款 dai kuan|网贷 wang dai|借款 jie kuan|借钱 jie qian|逾期 yu qi|催收 cui shou
讨债 tao zhai|要债 yao zhai|债务 zhai wu|通讯 tong xun|讯录 xun lu|群发 qun fa|群呼 qun hu|上门 shang men|家人 jia ren
父母 fu mu|单位 dan wei|微信 wei xin|支付 zhi fu|付宝 fu bao|转账 zhuan zhang|账户 zhang hu|打断 da duan|砍死 kan si
弄死 nong si|全家 quan jia|横幅 heng fu|花圈 hua quan|赌博 du bo|刷单 shua dan|迷药 mi yao|枪支 qiang zhi
"""
"""Words of two characters, each with its syllable: one or both of them stand in letters beside Chinese characters."""

APART = "亻尔你 氵去法 讠斥诉 讠正证 讠乍诈 亻弋代 钅戋钱 亻崔催 扌丁打 亻言信 犭句狗 亻也他 马扁骗 贝戋贱 亻门们 讠寸讨 亻责债 扌爪抓 扌居据 衤果裸"
"""Two parts and the character that they make. The first is a mere part, or both side by side are no word."""

HOMOPHONES = """
拳投拳头 法侓法律 法聿法律 徽信微信 溦信微信 薇信微信 蝲圾垃圾 垃级垃圾 网黛网贷 网戴网贷
炸骗诈骗 安荃安全 额渡额度 崔收催收 摧收催收 芡款欠款 愈期逾期 贷宽贷款 还欵还款 通迅通讯 法阮法院
立桉立案 律狮律师 逮埔逮捕 老癞老赖 转帐转账 帐户账户 帐号账号 欠帐欠账 赖帐赖账 结帐结账
对帐对账 反炸反诈
"""
"""Two characters that are no word, and the word that sounds or looks like them."""


@cache
def _pairs() -> tuple[np.ndarray, np.ndarray, dict[tuple[int, int], str]]:
    """Which code points can be first and second of a pair, and what a pair becomes."""
    import numpy as np

    meant = {(ord(w[0]), ord(w[1])): w[2:] for w in [*APART.split(), *HOMOPHONES.split()] if w[:2] != w[2:]}
    first, second = np.zeros(0x10000, bool), np.zeros(0x10000, bool)
    first[[one for one, _ in meant]] = second[[two for _, two in meant]] = True
    return first, second, meant


@cache
def _syllables() -> tuple[dict[tuple[str, str], str], dict[tuple[str, str], str], dict[str, str], np.ndarray]:
    """By syllable and the character after it, by the character before and syllable, by both syllables; and the keys of all."""
    import numpy as np

    before, after, both = {}, {}, {}
    for line in SYLLABLES.strip().replace("\n", "|").split("|"):
        word, one, two = line.split()
        before[one, word[1]] = word[0]
        after[word[0], two] = word[1]
        if len(one + two) > 4:
            both[one + two] = word
    letters = {one for one, _ in before} | {two for _, two in after} | set(both)
    return before, after, both, np.unique([_key([ord(c) for c in run]) for run in letters])


def _key(codes) -> int:
    value = 0
    for code in codes:
        value = value * 27 + code - 96
    return value


def undisguised(codes: np.ndarray, han: np.ndarray, latin: np.ndarray, ends: np.ndarray | None) -> np.ndarray | None:
    """Write the words that are meant in the place of those that stand there (in place); which characters stay, if not all.

    Parameters
    ----------
    codes : array of uint32
    han, latin : arrays of bool
        Which are Chinese characters, and which small Latin letters.
    ends : array of int, optional
        Where in the original what each stands for ends; brought along.
    """
    stays = _join_parts(codes, ends, None)
    return _spell(codes, han, latin, ends, stays)


def _join_parts(codes: np.ndarray, ends: np.ndarray | None, stays: np.ndarray | None) -> np.ndarray | None:
    import numpy as np

    first, second, meant = _pairs()
    low = np.where(codes < 0x10000, codes, 0)
    for at in np.flatnonzero(first[low[:-1]] & second[low[1:]]).tolist():
        word = meant.get((int(codes[at]), int(codes[at + 1])))
        if word is None:
            continue
        codes[at] = ord(word[0])
        if len(word) == 2:
            codes[at + 1] = ord(word[1])
            continue
        stays = np.ones(len(codes), bool) if stays is None else stays
        stays[at + 1] = False
        if ends is not None:
            ends[at] = ends[at + 1]
    return stays


def _spell(
    codes: np.ndarray, han: np.ndarray, latin: np.ndarray, ends: np.ndarray | None, stays: np.ndarray | None
) -> np.ndarray | None:
    import numpy as np

    if not (han[:-1] & latin[1:]).any() and not (latin[:-1] & han[1:]).any():
        return stays
    edges = np.flatnonzero(np.diff(latin, prepend=False, append=False))
    begins, finishes = edges[::2], edges[1::2]
    length = finishes - begins
    near = han[begins - 1] | han[np.minimum(finishes, len(han) - 1)]
    kept = near & (length >= 2) & (length <= 10)
    begins, length = begins[kept], length[kept]
    before, after, both, keys = _syllables()
    key = np.zeros(len(begins), np.int64)
    for step in range(int(length.max(initial=0))):
        inside = length > step
        key[inside] = key[inside] * 27 + codes[begins[inside] + step] - 96
    hit = keys[np.minimum(np.searchsorted(keys, key), len(keys) - 1)] == key
    for begin, size in zip(begins[hit].tolist(), length[hit].tolist(), strict=True):
        end = begin + size
        run = "".join(map(chr, codes[begin:end].tolist()))
        left, right = chr(codes[begin - 1]), chr(codes[end]) if end < len(codes) else ""
        word = before.get((run, right)) or after.get((left, run)) or both.get(run)
        if word is None:
            continue
        codes[begin : begin + len(word)] = [ord(char) for char in word]
        stays = np.ones(len(codes), bool) if stays is None else stays
        stays[begin + len(word) : end] = False
        if ends is not None:
            ends[begin + len(word) - 1] = ends[end - 1]
    return stays
