"""What the words of an expression of time mean, before anybody knows when «now» is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from vaqaye.model import Calendar

Base = Literal["now", "previous", "spoken"]
Unit = Literal["second", "minute", "hour", "day", "week", "month", "year", "decade", "century"]


@dataclass(frozen=True, slots=True)
class Relative:
    """A week, month, year … counted from now («سال گذشته») or from the date before it in the text («روز بعد»).

    `spoken`: the one before it in the text if there is one of its kind («این ماه»), else from now.
    """

    unit: Unit
    shift: int
    calendar: Calendar | None = None
    base: Base = "now"


@dataclass(slots=True)
class Point:
    """A day, or a month or year where no day is given. All that the words say of it; they may not agree.

    `turn`: -1 «گذشته», 1 «آینده» («دسامبر گذشته», «شنبه آینده»). `within`: the week, month or year that it lies in.
    `others`: the same day in other calendars. `shift`: days from now («امروز»).
    """

    calendar: Calendar | None = None
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    shift: int | None = None
    turn: int = 0
    within: Relative | None = None
    others: list[Point] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Season:
    """Spring (1) to winter (4), by the Jalali quarters."""

    number: int
    year: int | None = None
    calendar: Calendar | None = None
    within: Relative | None = None
    turn: int = 0
    this: bool = False


@dataclass(frozen=True, slots=True)
class Years:
    """A decade or century: so many years from a first one."""

    first: int
    count: int
    calendar: Calendar | None = None


@dataclass(frozen=True, slots=True)
class Length:
    """A length of time: amounts by unit, largest unit first."""

    parts: tuple[tuple[float, Unit], ...]


@dataclass(frozen=True, slots=True)
class Moment:
    """So long before (-1) or after (1) something: now, the date before it in the text, or another meaning.

    `exact`: to the day («دو هفته پس از …»); else «دو هفته پیش» is a week, «دو سال پیش» a year.
    """

    length: Length
    sign: int
    base: Base = "now"
    of: Meaning | None = None
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Stretch:
    """The time of that length up to now (-1) or from now on (1); `inclusive` where today is one of its days."""

    length: Length
    sign: int
    inclusive: bool = False


@dataclass(frozen=True, slots=True)
class Edge:
    """The first (start) or last day of something."""

    of: Meaning
    start: bool


@dataclass(frozen=True, slots=True)
class Part:
    """Months or days within something: the `index`-th (from 0, -1 the last) stretch of `count` units."""

    of: Meaning
    unit: Unit
    count: int
    index: int


@dataclass(frozen=True, slots=True)
class Range:
    """From one thing to another; `last` None: until now."""

    first: Meaning
    last: Meaning | None


@dataclass(frozen=True, slots=True)
class Several:
    """«شنبه و یکشنبه»: one stretch if they touch, else one each. `cuts`: where each one stands in the view."""

    points: tuple[Meaning, ...]
    cuts: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Same:
    """«مدت مشابه سال گذشته»: the time spoken of before, a year (or more) earlier."""

    years: Relative


@dataclass(frozen=True, slots=True)
class Feast:
    """A day known by its name, and how many days it lasts. `friday`: the last one of a lunar month."""

    calendar: str
    month: int
    day: int
    days: int
    year: int | None = None
    within: Relative | None = None


@dataclass(frozen=True, slots=True)
class Vague:
    """Words of time that no date can be given for, and why."""

    reason: str


Meaning = (
    Point | Relative | Season | Years | Length | Moment | Stretch | Edge | Part | Range | Several | Same | Feast | Vague
)  # fmt: skip
