"""The commands that look at the codebook: codebook list, show, try, gaps, coverage, check."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from vaqaye.cli_options import UNREAD, Codebook, Format, Lang, Published, complain, option

if TYPE_CHECKING:
    from vaqaye.events.coverage import Coverage

_PATHS = typer.Argument(metavar="PATH", help="Files or folders of articles.", show_default=False)
Articles = Annotated[list[Path], _PATHS]
Decided = Annotated[
    Path | None,
    option(
        "--decided",
        metavar="FILE",
        help="Predicates that you have decided on, a .tsv with the columns words, verb, why: left out.",
    ),
]

codebook = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


@codebook.callback()
def root() -> None:
    """List, show and try the patterns that events are found by, ours and yours.

    \b
    Examples:
      vaqaye codebook list --type CONSULT
      vaqaye codebook try "وزیر خارجه ایران با همتای عمانی خود دیدار کرد."
      vaqaye codebook check my-patterns/
    """


@codebook.command("list")
def list_(
    type: Annotated[
        str | None, option("--type", metavar="TYPE", help="The patterns of one PLOVER type, each by itself.")
    ] = None,
    codebook: Codebook = None,
    format: Format = "table",
    lang: Lang = "en",
) -> None:
    """List the patterns.

    How many there are by type and mode, or, with --type, each by itself.

    \b
    Examples:
      vaqaye codebook list
      vaqaye codebook list --type consult
    """
    from vaqaye.codebook_pages import counts, patterns
    from vaqaye.views_codebook import show_counts, show_patterns

    if type is None:
        _show(counts(codebook), format, lang, show_counts)
    else:
        _show(patterns(type, codebook), format, lang, show_patterns)


@codebook.command()
def show(
    id: Annotated[str, typer.Argument(metavar="ID", help="As `vaqaye codebook list` has it.", show_default=False)],
    codebook: Codebook = None,
) -> None:
    """Show a pattern with its examples.

    \b
    Example:
      vaqaye codebook show consult.meet.didar
    """
    from vaqaye.codebook_pages import one, page_of

    typer.echo(page_of(one(id, codebook)))


@codebook.command("try")
def try_(
    sentence: Annotated[str, typer.Argument(metavar="SENTENCE", help="Persian text.", show_default=False)],
    published: Published = None,
    codebook: Codebook = None,
) -> None:
    """Try the patterns on a sentence.

    Shows which fire, with actors, status and date, and which came closest, with what they lack.

    \b
    Examples:
      vaqaye codebook try "وزیر خارجه ایران با همتای عمانی خود دیدار کرد."
      vaqaye codebook try "رئیس‌جمهور فردا به مسکو می‌رود." --published 2025-04-15 --codebook my-patterns/
    """
    from vaqaye.explain import tried
    from vaqaye.model import Article
    from vaqaye.reader import Reader

    reader = Reader(codebook=codebook)
    typer.echo(tried(reader(Article(sentence, published=_day(published))), reader))


@codebook.command()
def gaps(
    paths: Articles,
    top: Annotated[int, typer.Option("--top", "-n", min=1, metavar="N", help="At most so many of each.")] = 50,
    decided: Decided = None,
    codebook: Codebook = None,
    format: Format = "table",
    lang: Lang = "en",
) -> None:
    """List what articles say most often and no pattern covers.

    First predicates («X کردن»), then nouns that such verbs are made of. Left out is what a pattern or a cue of speech is
    found by, what only tells whether something happens, and what is on the list of words that are no political act.

    \b
    Examples:
      vaqaye codebook gaps archive.jsonl.gz --top 100
      vaqaye codebook gaps pages/ --codebook my-patterns/ --decided mine.tsv
    """
    from vaqaye.views_codebook import show_gaps

    counted = _counted(paths, decided, codebook)
    _show([*counted.gaps()[:top], *counted.nouns()[:top]], format, lang, show_gaps)


@codebook.command()
def coverage(
    paths: Articles,
    decided: Decided = None,
    codebook: Codebook = None,
    format: Format = "table",
    lang: Lang = "en",
) -> None:
    """Show how much of what articles say is decided.

    Of all predicates: the part that a pattern or a cue of speech can be found by, that only tells whether something
    happens, that is no political act, and that nobody has decided on.

    \b
    Example:
      vaqaye codebook coverage archive.jsonl.gz
    """
    from vaqaye.views_codebook import show_shares

    _show(_counted(paths, decided, codebook).table(), format, lang, show_shares)


@codebook.command()
def check(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder of patterns (.toml).", show_default=False)],
) -> None:
    """Check a folder of your own patterns.

    As Vaqaye's own are: each is well written, has two examples of yes and one of no, fires on every yes with its people
    and status, and on no no. What passes is ready for --codebook.

    \b
    Example:
      vaqaye codebook check my-patterns/
    """
    from vaqaye.proof import check as checked

    number, faults = checked(folder)
    for fault in faults:
        complain(fault)
    typer.echo(f"{folder}: {number:,} patterns, {len(faults):,} faults")
    if faults:
        raise typer.Exit(UNREAD)


def _day(published: str | None) -> str | None:
    from vaqaye.ingest import Defaults

    return Defaults(published=published).published


def _counted(paths: list[Path], decided: Path | None, codebook: Path | None) -> Coverage:
    from vaqaye import ingest
    from vaqaye.events.codebook import load
    from vaqaye.events.coverage import Coverage, decided_by
    from vaqaye.model import Article
    from vaqaye.views import Meter, list_failures

    counted = Coverage(load(codebook), decided_by(decided))
    failures = []
    with Meter("count") as meter:
        for item in ingest.articles(paths, ingest.Defaults()):
            if isinstance(item, Article):
                counted.add(item)
                meter.update(counted.articles)
            else:
                failures.append(item)
    list_failures(failures)
    if not counted.articles:
        complain("no article could be read")
        raise typer.Exit(UNREAD)
    return counted


def _show(found: Sequence[Any], format: Format, lang: Lang, view: Callable[[Any, Any], None]) -> None:
    """Rows: through their view, as one JSON document, or a line each."""
    from vaqaye.model import to_plain
    from vaqaye.views import Page, print_json

    if format == "table":
        view(Page(lang), found)
    elif format == "json":
        print_json(to_plain(found), pretty=True)
    else:
        for entry in found:
            print_json(to_plain(entry))
