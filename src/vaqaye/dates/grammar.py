"""How words of time hang together: an ordered list of rules over the row of items.

A rule is a pattern over kinds of items (small letters: words, capitals: what other rules have made) and a small
function that says what the matched items mean, or None if it has no opinion. The items are replaced by one new item,
and the next rule sees that. So «روز چهارشنبه ۲۹ دی‌ماه» is first `day weekday number nearmonth monthword`, then
`DAY DAY`, then `DAY`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from vaqaye.dates import days, parts, periods, unplaced
from vaqaye.dates.context import Context
from vaqaye.dates.lexer import LETTER, Item
from vaqaye.dates.match import COUNTED, Match
from vaqaye.dates.meanings import Meaning

Action = Callable[[Match], Meaning | list[Item] | None]

# Names for several kinds at once.
_GROUPS = {
    "num": "(number|ordinal)",
    "unit": "(day|week|monthword|year|decade|century|hour|minute|second)",
    "units": "(days|weeks|months|years|decades)",
    "named": "(month|nearmonth)",
    "counted": f"({'|'.join(sorted(COUNTED))})",
    "rank": "(ordinal|first|last|final)",
    "whole": "(TIME|year calendar?|(monthword|week)(?!number|ordinal))",
    "TIME": "(DAY|MONTH|YEAR|WEEK|SEASON|SPAN)",
    "times": "((number)? partday){1,3}",
    "link": "(comma and|comma|and|or|to|dash)",
}  # fmt: skip


class Rule(NamedTuple):
    """`made` is the kind of the new item; a pattern may look around itself without taking part."""

    id: str
    made: str
    pattern: str
    action: Action


RULES: tuple[Rule, ...] = (
    Rule("often.every", "VAGUE", "every (num|few)? (unit|lengthy|weekday|named|season|spring|partday)", unplaced.often),
    Rule("often.alternate", "VAGUE", "number (unit|partday) alternate", unplaced.often),
    Rule("often.times", "VAGUE", "(day|year|hour|lengthy) number count", unplaced.times_a),
    Rule("often", "VAGUE", "often", unplaced.often),
    Rule("lately", "VAGUE", "lately", unplaced.lately),
    Rule("age", "VAGUE", "decade? number age", unplaced.age),
    Rule(
        "clock",
        "partday",
        "(?<!number) hour (number|clock minute?) (and (number minute (and number second)?|half))? partday{0,2}",
        unplaced.clock,
    ),
    Rule("clock.alone", "partday", "clock minute? partday{0,3}", unplaced.clock),
    Rule("ancient", "VAGUE", "(year|years|century|decade)? num ancient", unplaced.ancient),
    Rule("day.figures", "DAY", "series calendar?", days.figures),
    Rule("day.spaced", "DAY", "(number slash number slash|number dash number dash) number calendar?", days.figures),
    Rule("year.pair", "SPAN", "(year|years|fiscal|quarter) calendar? number (dash|slash) number", periods.year_pair),
    Rule("year.numbered", "YEAR", "(year|years|fiscal) calendar? number calendar?", periods.year),
    Rule("year.list", "YEAR", "YEAR (link number (?!counted)){1,19}", periods.year_list),
    Rule(
        "year.relative",
        "YEAR",
        "(?<!number|few) year calendar? (past|next|current|ago(?!from)) calendar?",
        periods.relative,
    ),
    Rule("year.previous", "YEAR", "(?<!number|few) year (after|following) (?!from)|that year", periods.previous),
    Rule("year.shift", "YEAR", "yearshift", periods.year_shift),
    Rule(
        "day.month",
        "DAY",
        "(?<!half|week|decade) num (named (slash named)? monthword?|monthword named)",
        days.month_day,
    ),
    Rule("day.may", "DAY", "num may", days.may_day),
    Rule("day.afghan", "DAY", "num afghan (slash named)? monthword?", days.afghan_day),
    Rule(
        "month.named",
        "MONTH",
        "monthword? month monthword?|monthword (nearmonth|afghan|may)|nearmonth monthword",
        days.month,
    ),
    Rule(
        "month.beside",
        "MONTH",
        "((?<=near|half|end|start|to|ordinal)"
        "|(?<=rank day|day rank|rank week|week rank|decade rank|days rank|weeks rank)) nearmonth"
        "|(nearmonth|may|afghan) (?=YEAR|number|past|next|(to|and) (MONTH|nearmonth))",
        days.month_beside,
    ),
    Rule(
        "month.relative",
        "MONTH",
        "(?<!number|few) monthword calendar? (past|next|current|ago(?!from)) calendar?",
        periods.relative,
    ),
    Rule("month.this", "MONTH", "this monthword calendar?", periods.this),
    Rule(
        "month.previous",
        "MONTH",
        "(?<!number|few) monthword (after|following) (?!from)|that monthword",
        periods.previous,
    ),
    Rule("month.inside", "MONTH", "(?<=MONTH open) nearmonth (?=close)", days.month_beside),
    Rule(
        "season",
        "SEASON",
        "(quarter|this)? season|(quarter|this) spring|spring (?=YEAR|number|past)|(?<=near) spring",
        periods.season,
    ),
    Rule("feast", "SPAN", "(day|days|partday)? holiday", periods.feast),
    Rule(
        "feast.beside",
        "SPAN",
        "(day|days|partday)? nearholiday",
        periods.feast_beside,
    ),
    Rule("day.of-month", "DAY", "(?<!half|week|decade|monthword|days) num MONTH", days.of_month),
    Rule("in-year", "=", "(DAY|MONTH|SEASON|SPAN) comma? (YEAR|number calendar?)", days.in_year),
    Rule("turn.month", "=", "(DAY|MONTH|SEASON) (past|next|current)", days.turn),
    Rule("days.shared", "SPAN", "(from|between|days|day){0,2} num (link num){0,9} link DAY", days.shared),
    Rule(
        "vague.few",
        "VAGUE",
        "within? few (unit|lengthy) ((past|recent|next|other|(ago|after)(?!from)))?",
        unplaced.vague,
    ),
    Rule(
        "vague.many",
        "VAGUE",
        "within? (this|that)? units "
        "(past|recent|next|other|(ago|after)(?!from)|(ordinal|first|last)(?!from|(to|and) num|TIME|named|year))",
        unplaced.vague,
    ),
    Rule("vague.hours", "VAGUE", "(few hour|hours|(?<!number)lengthy) ago (?!from)", unplaced.vague),
    Rule("vague.other", "VAGUE", "(?<!number|few) (day|year) other", unplaced.another),
    Rule("day.instant", "DAY", "(few|number)? (minutes|minute|hour) ago (?!from)", days.just_now),
    Rule(
        "stretch.between",
        "SPAN",
        "within? about{0,2} number to number unit (past|recent|next) (?!from)",
        periods.stretch_between,
    ),
    Rule(
        "vague.between",
        "VAGUE",
        "within? about{0,2} number (or|to)? number (unit|lengthy|partday) ((past|recent|other|(ago|after)(?!from)))? (?!next)",
        unplaced.vague_between,
    ),
    Rule("anniversary", "VAGUE", "ordinal? anniversary", unplaced.nth),
    Rule(
        "length",
        "LENGTH",
        "about{0,3} number (unit|lengthy|quarterhour) (and (number (?!counted)|half))? (?!weekday|deictic|DAY)",
        periods.length,
    ),
    Rule("length.joined", "LENGTH", "LENGTH and LENGTH", periods.length_joined),
    Rule(
        "year.of-part", "YEAR", "(?<=(LENGTH|half|quarter|quarterhour) rank) number calendar? (?!counted)", parts.year
    ),
    Rule("part", "SPAN", "(LENGTH (ordinal|first|last)|(ordinal|first) LENGTH) (TIME|year calendar?)", parts.part),
    Rule("part.current", "SPAN", "LENGTH (ordinal|first|last) (?!fiscal)", parts.part),
    Rule("half", "SPAN", "half (ordinal|first|last) (TIME|year calendar?|monthword)", parts.half),
    Rule("half.month", "DAY", "half MONTH", days.mid_month),
    Rule("moment.ago", "SPAN", "LENGTH ago (?!from)", periods.ago),
    Rule("moment.later", "SPAN", "to? LENGTH other|to LENGTH next", periods.later),
    Rule("moment.after", "SPAN", "LENGTH (after|following) (?!from)", periods.afterwards),
    Rule("stretch.back", "SPAN", "within? this? LENGTH (past|recent)", periods.stretch),
    Rule("stretch.on", "SPAN", "within? this? LENGTH next", periods.stretch),
    Rule("stretch.this", "SPAN", "this LENGTH", periods.stretch),
    Rule("week.relative", "WEEK", "week (past|next|current|(ago|after|following)(?!from))", periods.relative),
    Rule("week.this", "WEEK", "this week", periods.this),
    Rule(
        "nth",
        "SPAN",
        "((?<!lengthy|half|day|week|monthword) rank (day|week|monthword|quarter|quarterhour)"
        "|(day|week|quarter|quarterhour) rank) whole",
        parts.nth,
    ),
    Rule(
        "nth.unplaced",
        "VAGUE",
        "(?<!lengthy|half|day|week|monthword|year) (ordinal|final) (day|week|monthword|year|decade|quarter)",
        unplaced.nth,
    ),
    Rule(
        "week.recent",
        "SPAN",
        "(?<!number) (week|monthword|year|decade|century) recent|decade (past|next|ago(?!from))",
        periods.stretch_one,
    ),
    Rule("decade", "SPAN", "(decade|decades) calendar? number calendar?", periods.decade),
    Rule("century", "SPAN", "century num (calendar|hegira)?", periods.century),
    Rule("nth.decade", "SPAN", "decade rank (SPAN|MONTH)", parts.nth_decade),
    Rule("nth.decade-unplaced", "VAGUE", "decade rank", unplaced.nth),
    Rule("half.century", "SPAN", "half (ordinal|first|last) SPAN", parts.half),
    Rule("century.relative", "SPAN", "(?<!number) century (past|current|next) calendar?", periods.relative),
    Rule("day.last", "DAY", "(day|partday) (past|ago(?!from))", days.last),
    Rule("day.previous", "DAY", "day (after|following) (?!from)|(that|this) day|dayafter", periods.previous),
    Rule("day.deictic", "DAY", "deictic", days.deictic),
    Rule("day.weekday", "DAY", "(day|days)? weekday", days.weekday),
    Rule("turn.weekday", "DAY", "DAY (past|next|current)", days.turn),
    Rule("day.in-week", "DAY", "DAY comma? WEEK", days.in_week),
    Rule(
        "day.time",
        "DAY",
        "near? times day? DAY partday{0,3}|near? day DAY partday{0,3}|DAY partday{1,3}|dateword open? DAY",
        days.timed,
    ),
    Rule("day.clock", "DAY", "DAY comma partday", days.clocked),
    Rule("day.merged-inside", "DAY", "(?<=open) DAY (comma|slash|equals)? DAY (?=close)", days.merged),
    Rule("day.merged", "DAY", "DAY (comma|dash|equals|slash)? DAY|DAY open DAY close?", days.merged),
    Rule("day.merged", "DAY", "DAY (comma|dash|equals|slash)? DAY|DAY open DAY close?", days.merged),
    Rule("day.merged-time", "DAY", "times day? DAY partday{0,3}|DAY dash", days.timed),
    Rule("day.september", "DAY", "DAY", days.september),
    Rule("span.merged", "SPAN", "SPAN (equals SPAN|open SPAN close)", days.same_span),
    Rule("days.list", "SPAN", "days? DAY ((comma and|comma|and|or) DAY){1,9}", days.several),
    Rule("year.bare", "YEAR", "number calendar? (?!counted)", periods.year_bare),
    Rule("year.twice", "=", "(YEAR|MONTH) open (YEAR|MONTH) close", days.first_of),
    Rule("same", "SPAN", "within? same YEAR", periods.same),
    Rule("near", "=", "(near|(days|weeks|months) rank) TIME", days.last_of),
    Rule("near.now", "YEAR", "(near|(days|weeks|months) rank) year calendar?", periods.current),
    Rule("near.month", "MONTH", "near monthword", periods.current),
    Rule("near.week", "WEEK", "near week", periods.current),
    Rule("end", "DAY", "to? (ago from)? (end|last) (TIME|year calendar?|monthword|week)", parts.edge),
    Rule("start", "DAY", "from? start (TIME|year calendar?|monthword|week)", parts.edge),
    Rule("since", "SPAN", "from? TIME now", periods.since),
    Rule("range", "SPAN", "(from|between) TIME (to|and|dash) TIME|TIME (to|dash) TIME", periods.between),
    Rule("moment.from", "SPAN", "LENGTH (ago|after) from (DAY|SPAN|MONTH|YEAR)", periods.counted_from),
    Rule("moment.event", "SPAN", "(?<!within|about) LENGTH (after|ago) from", periods.after_event),
    Rule("until", "=", "to (ago from)? TIME|ago from TIME", days.last_of),
    Rule("length.within", "LENGTH", "within LENGTH", days.last_of),
    Rule("general", "VAGUE", "within (day|week|monthword|year)(?!ordinal)|(?<!number|few) day", unplaced.general),
    Rule("minute", "VAGUE", "(minute|minutes) number (link number){0,9}", unplaced.minute),
    Rule("time-of-day", "VAGUE", "about{0,2} ((number (?!number))? partday){1,4}", unplaced.time_of_day),
)


@cache
def _compiled() -> tuple[tuple[Rule, re.Pattern[str]], ...]:
    return tuple((rule, re.compile(_letters(rule.pattern))) for rule in RULES)


def _letters(pattern: str) -> str:
    """A pattern over names as a regular expression over letters."""
    for name, group in _GROUPS.items():
        pattern = re.sub(rf"\b{name}\b", group, pattern)
    pattern = re.sub(r"\b[A-Za-z]+\b", lambda m: LETTER[m.group()], pattern)
    return re.sub(r"\((?!\?)", "(?:", pattern.replace(" ", ""))


def parse(items: list[Item], context: Context) -> list[Item]:
    """The items after all rules: expressions of time (kinds in capitals) and what was left over."""
    row = "".join(LETTER[item.kind] for item in items)
    for rule, pattern in _compiled():
        if not pattern.search(row):
            continue
        out: list[Item] = []
        at = start = 0
        while found := pattern.search(row, start):
            # «امروز، چهارشنبه ۱۵ مرداد»: where the first two are not one, the second and third may be
            start = found.start() + 1
            made = None
            if found.end() > found.start():
                made = _apply(rule, Match(items, found.start(), found.end(), context))
            if made is not None:
                out += items[at : found.start()] + made
                at = start = found.end()
        if at:
            items = out + items[at:]
            row = "".join(LETTER[item.kind] for item in items)
    return items


def _apply(rule: Rule, match: Match) -> list[Item] | None:
    meaning = rule.action(match)
    if meaning is None:
        return None
    if isinstance(meaning, list):
        return [
            item if item.rule or item.kind in ("break", "number") else replace(item, rule=rule.id) for item in meaning
        ]
    kind = match.kind if rule.made == "=" else rule.made
    return [Item(kind, match.start, match.end, meaning, rule.id)]
