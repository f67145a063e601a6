"""The command that asks the who's-who: who."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from vaqaye.cli_options import UNREAD, Lang, Lexicon, complain, option


def who(
    name: Annotated[
        list[str],
        typer.Argument(metavar="NAME", help="A name, office, organisation, state or place.", show_default=False),
    ],
    on: Annotated[
        str | None, option("--on", metavar="DATE", help="The day: 2022-01-19 or 1400/10/29; else today.")
    ] = None,
    lexicon: Lexicon = None,
    format: Annotated[
        Literal["table", "json"], typer.Option("--format", help="Lines for people, or one JSON object for programs.")
    ] = "table",
    lang: Lang = "en",
) -> None:
    """Say who is meant by a name or an office.

    As the reader would take it in an article of that day. A name that several bear lists all of them.

    \b
    Examples:
      vaqaye who "وزیر خارجه روسیه" --on 2022-01-19
      vaqaye who Lavrov
      vaqaye who "شهردار ری" --lexicon mine --format json
    """
    from vaqaye.views import Page, print_json
    from vaqaye.views_who import show_who
    from vaqaye.who import who as asked

    found = asked(" ".join(name), on, lexicon)
    if format == "json":
        from vaqaye.model import to_plain

        print_json(to_plain(found), pretty=True)
    else:
        show_who(Page(lang), found)
    if found.note:
        complain(found.note)
    if not found.answers:
        raise typer.Exit(UNREAD)
