"""What went wrong, in the language of a page. The library says it in English; the pages' texts have the same in Persian."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from fastapi.exceptions import RequestValidationError
from markupsafe import Markup, escape

from vaqaye.resources import own_table
from vaqaye.web.days import digits
from vaqaye.web.speech import Lang, bdi, texts

_PART = re.compile(r"\{(\w)\}")
_LONGEST = 1_000  # of a message: beyond it nobody reads, and it is not looked for
_NUMBER = re.compile("[0-9][0-9,]*")
_LISTED = re.compile(r"[\w:.-]+(?:,? [\w:.-]+)+")


def told(message: str, lang: Lang) -> Markup:
    """A message of the library for a page, what was asked set apart in it; one that has no Persian stays as it is."""
    message = message[:_LONGEST].replace(r"\u200c", "\N{ZERO WIDTH NON-JOINER}")  # repr of «هیچ‌کس»
    if lang == "fa":
        for pattern, said in _known():
            if found := pattern.fullmatch(message):
                parts = {name: _quoted(part) for name, part in found.groupdict().items()}
                return Markup(str(escape(said))).format(**parts)
    return bdi(message, _LONGEST)


def wrong_parameters(error: RequestValidationError, lang: Lang) -> Markup:
    """«limit: …» for each parameter that FastAPI refuses."""
    return Markup("؛ " if lang == "fa" else "; ").join(_wrong_parameters(error, lang))


def _wrong_parameters(error: RequestValidationError, lang: Lang) -> Iterator[Markup]:
    for wrong in error.errors():
        said = texts(lang).get(f"wrong.{wrong['type']}") or texts(lang)["wrong.other"]
        yield Markup("{}: {}").format(bdi(str(wrong["loc"][-1])), said)


@cache
def _known() -> tuple[tuple[re.Pattern[str], str], ...]:
    """A pattern for each English message that has a Persian one, {a}, {b}, {c} standing for what differs."""
    rows = [row for row in own_table("web/texts") if row["key"].startswith("problem.")]
    return tuple((_pattern(row["en"]), row["fa"]) for row in rows)


def _pattern(message: str) -> re.Pattern[str]:
    parts = _PART.split(message)
    made = "".join(f"(?P<{part}>.*?)" if n % 2 else re.escape(part) for n, part in enumerate(parts))
    return re.compile(made, re.DOTALL)


def _quoted(part: str) -> Markup:
    """What differs in a message: a number in Persian digits, what somebody asked without the quotation marks of Python, a
    list of codes from left to right.
    """
    plain = part[1:-1] if len(part) > 1 and part[0] == part[-1] and part[0] in "'\"" else part
    if _NUMBER.fullmatch(part):
        return escape(digits(part.replace(",", "٬"), "fa"))
    if plain.isascii() and _LISTED.fullmatch(plain):
        return Markup('<bdi dir="ltr">{}</bdi>').format(plain)
    return bdi(plain, 300)
