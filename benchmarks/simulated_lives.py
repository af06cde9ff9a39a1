"""Phone exports of invented lives, by seed, from four simulators that share no assumption about how people and callers behave.

Whatever ranks numbers well in one of them only because the simulator and the ranking think alike should fail in another. In each,
some numbers call for somebody who wants to wear a person down; which, is known by construction. Real calls look different from
all four: only the order of methods and how far it shifts between simulators mean something.
"""

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

HEADINGS = "业务类型,类型,号码,姓名,时间,时长(秒),内容"
START = dt.datetime(2026, 3, 2)  # noqa: DTZ001 - local wall time
DAY = 86_400


@dataclass
class Life:
    """One invented export: rows, and the numbers that wear the person down."""

    rng: random.Random
    days: int
    rows: list[tuple[int, str]] = field(default_factory=list)
    wearing: set[str] = field(default_factory=set)
    used: set[str] = field(default_factory=set)

    def number(self, wearing: bool = False, start: str = "1") -> str:
        """A number that nobody has yet."""
        while True:
            made = start + "".join(self.rng.choice("0123456789") for _ in range(11 - len(start)))
            made = f"1{self.rng.choice('3578')}{made[2:]}" if start == "1" else made
            if made not in self.used:
                self.used.add(made)
                if wearing:
                    self.wearing.add(made)
                return made

    def call(self, number: str, second: float, out: bool = False, answered: bool = False, talk: float = 0, rejected: bool = False) -> None:  # fmt: skip
        """One call, if it lies within the days of the export."""
        what = "去电" if out else "来电" if answered else "已拒接" if rejected else "未接来电"
        self._row(number, second, f"语音电话,{what}", max(int(talk), 1) if answered else 0, "")

    def message(self, number: str, second: float, out: bool = False, body: str = "好的，知道了") -> None:
        """One message."""
        self._row(number, second, "短信,发出" if out else "短信,收到", "", body)

    def _row(self, number, second, what, talk, body) -> None:
        if 0 <= second < self.days * DAY:
            at = START + dt.timedelta(seconds=int(second))
            self.rows.append((int(second), f"{what},{number},,{at:%Y-%m-%d %H:%M:%S},{talk},{body}"))

    def write(self, path: Path) -> Path:
        """The export, newest row first."""
        lines = [HEADINGS, *(line for _, line in sorted(self.rows, reverse=True))]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path


def renewal(rng: random.Random) -> Life:
    """Every number calls by chance at its own rate; those that wear down call often, mostly in vain, some at night."""
    life = Life(rng, rng.randrange(40, 100))
    for _ in range(rng.randrange(60, 160)):
        who, rate, back = life.number(), rng.lognormvariate(-3.2, 1.5), rng.random() * 0.6
        second = rng.random() * life.days * DAY
        while second < life.days * DAY:
            at = second - second % DAY + rng.gauss(14, 3.2) * 3600
            if rng.random() < back:
                life.call(who, at, out=True, answered=rng.random() < 0.8, talk=rng.expovariate(1 / 90))
            else:
                life.call(who, at, answered=rng.random() < 0.65, talk=rng.expovariate(1 / 90))
            second += rng.expovariate(rate) * DAY
    for _ in range(rng.randrange(2, 9)):
        who, rate = life.number(True), rng.uniform(0.6, 6)
        first = rng.random() * life.days * 0.8
        for day in range(int(first), int(first + rng.uniform(4, 40))):
            for _ in range(_poisson(rng, rate)):
                hour = rng.uniform(22, 24) if rng.random() < 0.12 else rng.uniform(8.2, 21.5)
                life.call(who, day * DAY + hour * 3600, answered=rng.random() < 0.2, talk=rng.expovariate(1 / 25), rejected=rng.random() < 0.3)  # fmt: skip
    return life


def sessions(rng: random.Random) -> Life:
    """People talk in sessions, quick calls and messages back and forth; who wears down changes number every few days."""
    life = Life(rng, rng.randrange(30, 90))
    friends = [life.number() for _ in range(rng.randrange(8, 25))]
    for who in friends:
        late = rng.random() < 0.3
        for _ in range(_poisson(rng, rng.expovariate(1 / 20))):
            second = rng.randrange(life.days) * DAY + rng.uniform(19, 26 if late else 22) * 3600
            for _ in range(1 + _poisson(rng, 3)):
                mine = rng.random() < 0.5
                if rng.random() < 0.6:
                    life.message(who, second, out=mine)
                else:
                    life.call(who, second, out=mine, answered=rng.random() < 0.6, talk=rng.expovariate(1 / 300))
                second += rng.expovariate(1 / 150)
    for _ in range(rng.randrange(40, 120)):  # couriers, offers, wrong numbers
        who, second = life.number(), rng.randrange(life.days) * DAY + rng.uniform(9, 20) * 3600
        for _ in range(rng.choice((1, 1, 1, 2, 2, 3))):
            life.call(who, second, answered=rng.random() < 0.6, talk=rng.expovariate(1 / 20))
            second += rng.choice((60, 200, 3000, DAY * 6))
    day = rng.uniform(0, life.days / 2)
    while day < life.days and len(life.wearing) < 25:
        who, stay = life.number(True), rng.uniform(0.5, 4)
        for _ in range(1 + _poisson(rng, stay * rng.uniform(1, 4))):
            second = (day + rng.random() * stay) * DAY
            hour = second % DAY / 3600
            if 8 <= hour < 21 or rng.random() < 0.15:
                life.call(who, second, answered=rng.random() < 0.3, talk=rng.expovariate(1 / 40))
        day += stay * rng.uniform(0.5, 1.5)
    return life


def busy(rng: random.Random) -> Life:
    """Somebody whose phone never rests: family at night, colleagues all day; who wears down calls like a clock, not often."""
    life = Life(rng, rng.randrange(30, 70))
    for _ in range(rng.randrange(3, 7)):
        who, mean = life.number(), rng.uniform(1, 6)
        for day in range(life.days):
            for _ in range(_poisson(rng, mean)):
                life.call(who, day * DAY + rng.triangular(6, 25, 20) * 3600, out=rng.random() < 0.4, answered=rng.random() < 0.7, talk=rng.lognormvariate(4.5, 1))  # fmt: skip
    for _ in range(rng.randrange(50, 150)):  # customers and suppliers
        who, second = life.number(start=rng.choice(("1", "1", "0755"))), rng.uniform(0, life.days) * DAY
        for _ in range(1 + int(rng.paretovariate(1.1)) % 60):
            hour = min(max(rng.gauss(13, 3), 7), 22)
            if int(second // DAY) % 7 < 6:
                life.call(who, second // DAY * DAY + hour * 3600, out=rng.random() < 0.35, answered=rng.random() < 0.75, talk=rng.lognormvariate(4, 0.8))  # fmt: skip
            second += rng.expovariate(1 / 2.5) * DAY
    for _ in range(rng.randrange(2, 7)):
        who, first, gap = life.number(True), rng.uniform(0, life.days / 2), rng.choice((0.33, 0.5, 1, 1))
        hour = rng.uniform(8, 20)
        for k in range(rng.randrange(5, 45)):
            second = (int(first) + k * gap) * DAY + (hour + rng.gauss(0, 0.2)) * 3600
            life.call(who, second, answered=rng.random() < 0.35, talk=rng.uniform(1, 15))
    return life


def written(rng: random.Random) -> Life:
    """Mostly messages: shops and services write a lot, friends write back; who wears down writes, and rings now and then."""
    life = Life(rng, rng.randrange(40, 120))
    for _ in range(rng.randrange(30, 90)):
        who, every = life.number(start="1069"), rng.lognormvariate(3, 1)
        second = rng.random() * every * DAY
        while second < life.days * DAY:
            life.message(who, second - second % DAY + rng.uniform(8, 21) * 3600, body="您的包裹已到达，请及时领取")
            second += rng.expovariate(1 / every) * DAY
    for _ in range(rng.randrange(15, 40)):
        who, mean = life.number(), rng.expovariate(1 / 0.4)
        for day in range(life.days):
            for _ in range(_poisson(rng, mean)):
                life.message(who, day * DAY + rng.triangular(7, 24, 21) * 3600, out=rng.random() < 0.5)
            if rng.random() < 0.05:
                life.call(who, day * DAY + rng.uniform(9, 22) * 3600, out=rng.random() < 0.5, answered=True, talk=120)
    for _ in range(rng.randrange(2, 8)):
        who, first, mean = (
            life.number(True, rng.choice(("1", "1069"))),
            rng.uniform(0, life.days * 0.7),
            rng.uniform(0.4, 4),
        )
        for day in range(int(first), int(first + rng.uniform(5, 30))):
            for _ in range(_poisson(rng, mean)):
                life.message(who, day * DAY + rng.uniform(7, 23.5) * 3600, body="请尽快联系我们处理您的事情")
            if who.startswith("1069") is False and rng.random() < 0.3:
                life.call(who, day * DAY + rng.uniform(8, 21) * 3600)
    return life


def _poisson(rng: random.Random, mean: float) -> int:
    count, left = 0, rng.expovariate(1)
    while left < mean:
        count, left = count + 1, left + rng.expovariate(1)
    return count


SIMULATORS: tuple[Callable[[random.Random], Life], ...] = (renewal, sessions, busy, written)
