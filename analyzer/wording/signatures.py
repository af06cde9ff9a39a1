"""The name in brackets with which a business message begins or ends: 【某某贷】 in the Chinese carriers' style.

It says under which name a message was sent, not who sent it. Mainland carriers have business messages carry one; in square
brackets it is the same only where no emoticon of a chat program ([微笑]) can be meant.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

NAME = r"[^【】\[\]\n]{1,30}"
LEADING = re.compile(rf"\s{{0,4}}(?:【\s?({NAME}?)\s?】|\[({NAME})\](?=\S{{6}}))")
TRAILING = re.compile(rf"(?:【\s?({NAME}?)\s?】|(?<=[。！!.）)])\[({NAME})\])\s{{0,4}}$")
EMOTICONS = frozenset(
    re.findall(
        r"\S+",
        """
        微笑 撇嘴 色 发呆 得意 流泪 害羞 闭嘴 睡 大哭 尴尬 发怒 调皮 呲牙 惊讶 难过 囧 抓狂 吐 偷笑 愉快
        白眼 傲慢 困 惊恐 憨笑 悠闲 咒骂 疑问 嘘 晕 衰 骷髅 敲打 再见 擦汗 抠鼻 鼓掌 坏笑 右哼哼 鄙视 委屈
        快哭了 阴险 亲亲 可怜 笑脸 生病 脸红 破涕为笑 恐惧 失望 无语 嘿哈 捂脸 奸笑 机智 皱眉 耶 吃瓜 加油 汗
        天啊 社会社会 旺柴 好的 打脸 哇 翻白眼 让我看看 叹气 苦涩 裂开 嘴唇 爱心 心碎 拥抱 强 弱 握手 胜利
        抱拳 勾引 拳头 合十 啤酒 咖啡 蛋糕 玫瑰 凋谢 菜刀 炸弹 便便 月亮 太阳 庆祝 礼物 红包 发 福 烟花 爆竹
        猪头 跳跳 发抖 转圈 哈哈 嘻嘻 泪 笑cry 允悲 doge 怒 赞 心 鲜花 流汗 大笑 酷 偷看 奋斗 图片
        语音 视频 表情 链接 文件 位置 动画表情 转账 收到 鼻涕 亲 笑 哭 抱抱 smile happy laugh
        cry
        """,
    )
)
"""Names of emoticons of chat programs, and what such programs write for things that are not text."""


def signatures(texts: Sequence[str]) -> list[str]:
    """The name in brackets of each text; empty where there is none.

    A leading name wins over a trailing one.

    Examples
    --------
    >>> signatures(["【某某贷】您的账单已出", "请尽快处理。[某某银行]", "好的[微笑]", "[图片]"])
    ['某某贷', '某某银行', '', '']
    """
    return [_signature(text) if "【" in text or "[" in text else "" for text in texts]


def _signature(text: str) -> str:
    for found in (LEADING.match(text), TRAILING.search(text[-60:])):
        if found:
            name = (found[1] or found[2] or "").strip()
            if name and not name.isdigit() and (found[1] is not None or name.lower() not in EMOTICONS):
                return name
    return ""
