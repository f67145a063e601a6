"""More commands that ask a record: latest, planned, silence, scores, figures, positions."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from vaqaye.cli_ask import Party, opened, show
from vaqaye.cli_options import DEFAULT_RECORD, Format, Lang, Limit, RecordFile, Since, Until, option

Maybe = Annotated[str | None, typer.Argument(metavar="[WHO]", help="A country or an actor.", show_default=False)]
Other = Annotated[str | None, typer.Argument(metavar="[WHO]", help="A second one.", show_default=False)]


def latest(
    who: Maybe = None,
    other: Other = None,
    record: RecordFile = DEFAULT_RECORD,
    since: Since = None,
    until: Until = None,
    limit: Limit = 20,
    format: Format = "table",
    lang: Lang = "en",
) -> None:
    """Show what is new.

    Events by the day of publication, newest first; --from and --to are of publication.

    \b
    Examples:
      vaqaye latest --record news.db
      vaqaye latest IRN OMN --limit 5 --record news.db
    """
    from vaqaye import query
    from vaqaye.views_record import show_latest

    with opened(record) as store:
        found = query.latest(store, query.Filter(a=who, b=other, since=since, until=until), limit=limit)
    show(found, format, lang, show_latest)


def planned(
    who: Maybe = None,
    other: Other = None,
    record: RecordFile = DEFAULT_RECORD,
    since: Since = None,
    until: Until = None,
    limit: Limit = 50,
    format: Format = "table",
    lang: Lang = "en",
) -> None:
    """Show planned visits and meetings, and what became of them.

    Latest first, each with the words that announce it and those that tell its outcome.

    \b
    Examples:
      vaqaye planned IRN --from 2025 --record news.db
      vaqaye export visits.ics --record news.db      the same for a calendar
    """
    from vaqaye import query
    from vaqaye.views_record import show_plans

    with opened(record) as store:
        found = query.planned(store, who, other, since=since, until=until, limit=limit)
    show(found, format, lang, show_plans)


def silence(
    a: Party,
    b: Party,
    record: RecordFile = DEFAULT_RECORD,
    today: Annotated[str | None, option("--today", metavar="DAY", help="Count from this day, else from today.")] = None,
    format: Format = "table",
    lang: Lang = "en",
) -> None:
    """Show how long two parties have not met.

    With the days since their last meeting, and how long they usually go without one.

    \b
    Example:
      vaqaye silence IRN SAU --today 2025-06-01 --record news.db
    """
    from vaqaye import query
    from vaqaye.views_record import show_silence

    with opened(record) as store:
        found = query.silence(store, a, b, today=today)
    show(found, format, lang, show_silence)


def scores(
    who: Maybe = None,
    other: Other = None,
    record: RecordFile = DEFAULT_RECORD,
    since: Since = None,
    until: Until = None,
    calendar: Annotated[
        Literal["gregorian", "jalali"], option("--calendar", help="Whose months: 2022-06, or 1401-04.")
    ] = "gregorian",
    format: Format = "table",
    lang: Lang = "en",
) -> None:
    """Show how friendly acts were, month by month.

    The mean PLOVER score of what has occurred, from -10 (conflict) to 10 (co-operation).

    \b
    Example:
      vaqaye scores IRN USA --from 2024 --record news.db
    """
    from vaqaye import query
    from vaqaye.views_record import show_scores

    with opened(record) as store:
        found = query.scores(store, who, other, since, until, calendar=calendar)
    show(found, format, lang, show_scores)


def figures(
    who: Maybe = None,
    other: Other = None,
    record: RecordFile = DEFAULT_RECORD,
    metric: Annotated[str | None, option("--metric", metavar="WORDS", help="Only this measure, in Persian.")] = None,
    unit: Annotated[str | None, option("--unit", metavar="UNIT", help="Only this unit: USD, percent, barrel …")] = None,
    since: Since = None,
    until: Until = None,
    limit: Limit = 50,
    format: Format = "table",
    lang: Lang = "en",
) -> None:
    """Show figures about one country or two over time.

    Each with who gives it and the article that tells it.

    \b
    Examples:
      vaqaye figures IRN --metric "تورم" --record news.db
      vaqaye figures IRN CHN --unit USD --record news.db
    """
    from vaqaye import query
    from vaqaye.views_record import show_figures

    with opened(record) as store:
        found = query.figures(store, who, other, metric=metric, unit=unit, since=since, until=until, limit=limit)
    show(found, format, lang, show_figures)


def positions(
    by: Annotated[str, option("--by", metavar="WHO", help="The speaker: a country or an actor.")],
    about: Annotated[str | None, option("--about", metavar="WHO", help="Only what mentions this one.")] = None,
    words: Annotated[str | None, option("--words", metavar="WORDS", help="Only what has these words.")] = None,
    record: RecordFile = DEFAULT_RECORD,
    since: Since = None,
    until: Until = None,
    format: Format = "table",
    lang: Lang = "en",
) -> None:
    """Show how a speaker's stance changed.

    Statements that follow each other with the same stance are one line, oldest first.

    \b
    Examples:
      vaqaye positions --by IRN --about USA --record news.db
      vaqaye positions --by "عراقچی" --words "غنی‌سازی" --record news.db
    """
    from vaqaye import query
    from vaqaye.views_record import show_positions

    with opened(record) as store:
        found = query.positions(store, by, about, words=words, since=since, until=until)
    show(found, format, lang, show_positions)
