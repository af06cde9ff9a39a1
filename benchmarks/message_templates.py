"""A seeded bench of filled-in message templates whose true groups are known.

Like campaigns of messages: a few templates are sent very often, most seldom, at most two in five only once. Each message draws its
numbers and links anew, has 0 to 6 in 100 of its characters changed, and one in seven has lost a clause. All sentences are invented:
own clauses put together from the words below, between openings and endings that many senders share.

    python -m benchmarks.message_templates [messages]
"""

# ruff: noqa: SIM905 - words are read more easily as a line
import random
import sys
import time

from benchmarks.memory import forget_peak, own_peak

WHO = "会员 老用户 新用户 住户 学员 车主 商户 乘客 读者 球友 家长 店主 房东 租客 骑手 宝妈 校友 股东 摊主 考生 患者 游客 农户 司机".split()
WHAT = (
    "账单 额度 包裹 订单 积分 课程 座位 车位 保单 礼券 水费 电费 网费 门票 体检 机票 样房 车险 奶粉 药品 图书 花束 健身卡 洗衣券 借款 欠款 合同 分期 "
    "押金 社保 年检 维修 快件 冰箱 空调 茶叶 月饼 羊绒衫 球鞋 耳机 眼镜 牙套 疫苗 彩票 邮票 钢琴 滑雪票 烤箱"
).split()
DONE = (
    "已经生效 即将到期 已经逾期 等待领取 正在派送 已经退回 临时调整 需要确认 可以续订 将被冻结 恢复正常 全部售罄 开始预约 暂停办理 审核通过 未能扣款 "
    "转入下期 移交专员 重新核算 提前到货 超过限额 进入抽奖 降价处理 改期举行 登记完毕 安排上门 需要补交 自动续费 转到新店 免费升级"
).split()
WHERE = (
    "东门柜台 手机页面 城北门店 三号窗口 小区驿站 客服中心 公众号里 服务大厅 南湖校区 地铁口店 社区医院 火车站旁 原购买处 一楼前台 新城广场 会议中心 "
    "江边仓库 西山分店 体育馆内 图书馆旁 老街店里 物业办公室 培训教室 停车场口"
).split()
HOW = (
    "凭本条信息办理 请带好证件 无需再付费用 先到先得 人多请排队 过时不再保留 以现场为准 每人限领一次 请提前半小时到 联系专员核实 勿告诉他人 按时处理为宜 "
    "可以分两次付 电话里说清楚 如有疑问请回电 周末照常开门 下雨顺延一天 付清后自动解除 由本人签收 报名后有短信 逾期另收费用 仅限工作日内 "
    "请核对金额 家人可以代办"
).split()
NAMES = "悦湖 蜂站 迅达 南江 齐安 鹿角 邻里 快圆 安逸 诚信 行旅 云栖 金穗 白鹭 青禾 远山 沐光 星桥 海石 木棉 长亭 知味 半夏 归燕".split()
KINDS = "银行 优鲜 速运 口腔 视频 驿站 周转 名邸 资产 学堂 车行 药房 书店 影城 旅行 家政".split()
OPENINGS = ["尊敬的客户，", "您好，", "温馨提示：", "", "", "", "通知：", "亲爱的{who}，"]
ENDINGS = ["回T退订", "拒收请回复R", "", "", "", "", "如已处理请忽略", "详询{tel}", "点 {link} 查看"]
LETTERS = "的一是在有人这上个来到时大地为子中你说生国年着就那和要她出也得里后自以会家可下而过天去能对小多然于心学么之都好看起发当没成只如事把还用第样道想作种开"


def bench(messages: int, seed: int = 11) -> tuple[list[str], list[int]]:
    """So many messages in random order, and the template of each.

    Parameters
    ----------
    messages : int
    seed : int
    """
    rng = random.Random(seed)
    many = max(messages // 8, 2)
    once = many * 2 // 5
    sizes = [1] * once
    weights = [1 / (i + 2) ** 1.05 for i in range(many - once)]
    scale = (messages - once) / sum(weights)
    sizes += [max(2, round(w * scale)) for w in weights]
    texts, truth = [], []
    for group, size in enumerate(sizes):
        clauses = _template(rng)
        for _ in range(size):
            texts.append(_filled(rng, clauses))
            truth.append(group)
    order = list(range(len(texts)))
    rng.shuffle(order)
    order = order[:messages]
    return [texts[i] for i in order], [truth[i] for i in order]


def _template(rng: random.Random) -> list[str]:
    """Clauses of one template: a shared opening, own clauses, a shared ending."""
    clauses = [f"【{rng.choice(NAMES)}{rng.choice(KINDS)}】" + rng.choice(OPENINGS).format(who=rng.choice(WHO))]
    for _ in range(rng.choices((2, 3, 4, 5), (3, 4, 2, 1))[0]):
        parts = [
            f"{rng.choice(WHO)}{rng.choice(WHAT)}{rng.choice(DONE)}",
            f"{rng.choice(WHAT)}{{n}}元{rng.choice(DONE)}",
            f"{{n}}日前到{rng.choice(WHERE)}{rng.choice(HOW)}",
            f"{rng.choice(WHERE)}的{rng.choice(WHAT)}{rng.choice(HOW)}",
            f"编号{{n}}的{rng.choice(WHAT)}在{rng.choice(WHERE)}{rng.choice(DONE)}",
        ]
        clauses.append(rng.choice(parts))
    return [*clauses, rng.choice(ENDINGS)]


def _filled(rng: random.Random, clauses: list[str]) -> str:
    own = list(clauses)
    if rng.random() < 0.15 and len(own) > 3:
        del own[rng.randrange(1, len(own) - 1)]
    text = own[0] + "，".join(own[1:-1]) + "。" + own[-1]
    while "{n}" in text:
        text = text.replace("{n}", str(rng.randrange(1, 10 ** rng.randrange(1, 6))), 1)
    text = text.replace("{tel}", f"0755{rng.randrange(10**8):08d}")
    text = text.replace("{link}", f"https://x{rng.randrange(100)}.example/{rng.randrange(16**6):06x}")
    letters = list(text)
    for _ in range(int(len(letters) * rng.choice((0, 0, 0.01, 0.02, 0.04, 0.06)))):
        place = rng.randrange(len(letters))
        letters[place] = rng.choice((rng.choice(LETTERS), "", letters[place] + rng.choice(LETTERS)))
    return "".join(letters)


def scores(found, truth) -> tuple[float, float, float]:
    """Pair precision, pair recall and B-cubed F of groups against the true ones."""
    import numpy as np

    found, truth = np.asarray(found), np.asarray(truth)
    _, inverse, joint = np.unique(found * (int(truth.max()) + 1) + truth, return_inverse=True, return_counts=True)
    ours, theirs = np.bincount(found), np.bincount(truth)

    def pairs(counts) -> float:
        return float((counts * (counts - 1.0) / 2).sum())

    precision = float((joint[inverse] / ours[found]).mean())
    recall = float((joint[inverse] / theirs[truth]).mean())
    return (
        pairs(joint) / max(pairs(ours), 1),
        pairs(joint) / max(pairs(theirs), 1),
        2 * precision * recall / (precision + recall),
    )


def measure(messages: int) -> dict[str, float]:
    """Figures of `analyzer.templates.templates` on the bench: quality, CPU seconds, memory added at the peak (MB)."""
    import pyarrow.compute  # noqa: F401 - loaded before the clock starts

    from analyzer.templates import templates

    texts, truth = bench(messages)
    templates(texts[:100])
    before = forget_peak()
    start = time.process_time()
    found = templates(texts)
    seconds = time.process_time() - start
    peak = own_peak()
    precision, recall, cubed = scores(found, truth)
    return {
        "messages": len(texts), "templates": len(set(truth)), "groups": int(found.max()) + 1, "precision": precision,
        "recall": recall, "bcubed": cubed, "seconds": seconds, "per_second": len(texts) / seconds, "mb": peak - before,
    }  # fmt: skip


if __name__ == "__main__":
    for name, value in measure(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000).items():
        print(f"{name:12} {value:,.5f}".rstrip("0").rstrip("."))
