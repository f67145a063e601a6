"""Words and marks of a stretch of the view, with endings and prefixes rejoined that lost their half-space to a space."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from vaqaye.language.document import Token, VerbForm
from vaqaye.language.verbs import copulas, forms
from vaqaye.resources import table
from vaqaye.text import ZWNJ, key_of, keys_of

# Letters hang together over half-spaces and underscores; «25ساله» and «CNNترک» are cut between scripts.
_TOKEN = re.compile(
    r"[0-9]+(?:[٬.,/:٫][0-9]+)*"
    r"|[A-Za-z]+(?:['.&-][A-Za-z]+)*"
    r"|(?:(?![A-Za-z])[^\W\d_])+(?:[\u200c_]+(?:(?![A-Za-z])[^\W\d_])+)*"
    r"|\[n\]|\S"
)
_PREFIXES = keys_of("preverbs")


@lru_cache(maxsize=100_000)
def _known(word: str) -> tuple[str, VerbForm | None]:
    """Key and verb form of a word; news has few different words."""
    key = key_of(word)
    return key, forms().get(key)


@cache
def _joins() -> dict[str, str]:
    return {row["ending"]: row["after"] for row in table("joins")}


def words(text: str, start: int, end: int) -> list[Token]:
    """The tokens of `text[start:end]`, offsets into `text`."""
    glued = copulas()
    tokens: list[Token] = []
    for match in _TOKEN.finditer(text, start, end):
        word = match.group()
        key, verb = _known(word)
        if key in glued:
            tokens.extend(_unglue(match.start(), word, key))
        else:
            tokens.append(Token(0, match.start(), match.end(), word, key, verb))
    tokens = _join(_compound(tokens, text), text)
    for index, token in enumerate(tokens):
        token.index = index
    return tokens


def _unglue(start: int, word: str, key: str) -> tuple[Token, Token]:
    """«مخالفند» is «مخالف» and a form of «بودن»."""
    length, form = copulas()[key]
    left, right = word[:length].rstrip(ZWNJ), word[length:].lstrip(ZWNJ)
    cut = start + len(word) - len(right)
    return (
        Token(0, start, start + len(left), left, key_of(left), None),
        Token(0, cut, start + len(word), right, key_of(right), form),
    )


@cache
def _compounds() -> dict[str, list[tuple[str, ...]]]:
    """First key -> the other keys of words that are written in pieces, longest first."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for row in table("compounds"):
        keys = [key_of(part) for part in row["parts"].split()]
        found.setdefault(keys[0], []).append(tuple(keys[1:]))
    return {first: sorted(rests, key=len, reverse=True) for first, rests in found.items()}


def _compound(tokens: list[Token], text: str) -> list[Token]:
    """«گفت و گو» is one word, and its «گفت» no verb."""
    known = _compounds()
    if not any(token.key in known for token in tokens):
        return tokens
    out: list[Token] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        for rest in known.get(token.key, ()):
            end = at + len(rest)
            if end < len(tokens) and all(tokens[at + 1 + i].key == key for i, key in enumerate(rest)):
                last = tokens[end]
                token = Token(0, token.start, last.end, text[token.start : last.end], token.key + "".join(rest), None)
                at = end
                break
        out.append(token)
        at += 1
    return out


def _join(tokens: list[Token], text: str) -> list[Token]:
    out: list[Token] = []
    joins = _joins()
    for token in tokens:
        out.append(token)
        while len(out) > 1 and _belong(out[-2], out[-1], joins):  # again for «بر می گردد»
            right, left = out.pop(), out.pop()
            key = left.key + right.key
            out.append(Token(0, left.start, right.end, text[left.start : right.end], key, forms().get(key)))
    return out


def _belong(left: Token, right: Token, joins: dict[str, str]) -> bool:
    return _is_prefix(left, right) or (right.key in joins and _is_ending(left, right, joins[right.key]))


def _is_prefix(left: Token, right: Token) -> bool:
    """«می رود», «نمی شود», «بر می گردد», «باز نگشت»."""
    if left.key in ("می", "نمی") and right.start - left.end == 1:
        return left.key + right.key in forms()
    if left.key in _PREFIXES and right.verb and right.start - left.end == 1:
        return right.key.startswith(("می", "نمی")) and left.key + right.key in forms()
    return left.key in ("برمی", "بازمی", "درمی", "فرامی") and left.key + right.key in forms()


def _is_ending(left: Token, right: Token, after: str) -> bool:
    """«نمونه های», «خانه ای», «کرده اند»."""
    if not left.text[-1].isalpha() or left.text[-1].isascii() or right.start - left.end != 1:
        return False
    if after == "word":
        return len(left.key) > 1
    if after == "heh":
        return left.key.endswith("ه") and len(left.key) > 2 and left.key not in ("به", "که", "همه")
    return left.verb is not None and left.verb.form == "participle"
