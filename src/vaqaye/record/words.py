"""The words of full-text search: one spelling for what Persian writes in many, and questions that are always safe.

A text and a question go through the same function, so that «می رود» finds «می‌رود», «گفتگو» finds «گفت و گو», and
«تحریم» finds «تحریم‌های» (a plural is indexed as its singular and itself).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from vaqaye.errors import QueryError
from vaqaye.model import Span
from vaqaye.resources import table
from vaqaye.text import ZWNJ, key_of, look

LONGEST_QUESTION = 32
"""Words and phrases in one question."""

_ANY = "…"
_END = "(?!\u200c?\\w)"
_PARTS = re.compile(r"[0-9]+|[^\W_0-9]+")
_REMEMBERED, _LONG = 200_000, 60
_BEFORE, _AFTER = 60, 200
_FAR = 1_000
"""Letters behind the first word that was found in which others may still be shown with it: a phrase may be long."""


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase that must be there, as tokens of the index; the last one is open-ended if `prefix`."""

    tokens: tuple[str, ...]
    prefix: bool = False

    def match(self) -> str:
        """The term in the notation of FTS5. Tokens are letters and digits only, so nothing in them needs escaping."""
        return '"' + " ".join(self.tokens) + '"' + (" *" if self.prefix else "")

    def fits(self, tokens: list[str], at: int) -> bool:
        """Whether the term stands at `tokens[at]`."""
        last = len(self.tokens) - 1
        if at + last >= len(tokens):
            return False
        return all(
            token.startswith(want) if self.prefix and i == last else token == want
            for i, (want, token) in enumerate(zip(self.tokens, tokens[at : at + last + 1], strict=True))
        )


@dataclass(frozen=True, slots=True)
class Snippet:
    """A stretch of a text around the first words found: `text[start:end]`, and the words found in it."""

    start: int
    end: int
    found: tuple[Span, ...]


def index_words(text: str) -> str:
    """The words of a text for the index, separated by spaces; about 0.2 ms for 350 words."""
    spell = _spelling()
    return " ".join(map(spell.__getitem__, spell.pattern.findall(spell.even(text))))


def terms(question: str) -> tuple[Term, ...]:
    """A question as terms: words are all wanted, "quoted words" («…» too) are a phrase, «تحری*» is a beginning.

    Raises QueryError where there are no words in it or too many.
    """
    out: list[Term] = []
    view = look(question).text
    for part in re.finditer('"([^"]*)"|«([^»]*)»|[^"«]+|["«]', view):
        phrase = part[1] or part[2]
        found = [Term(tuple(t.split()), star) for t, star, _, _ in _tokens(phrase or part[0]) if t]
        if phrase and found:
            found = [Term(sum((t.tokens for t in found), ()), found[-1].prefix)]
        out += found
    if not out:
        raise QueryError(f"there are no words in {question[:60]!r}: give at least one, such as تحریم")
    if sum(len(term.tokens) for term in out) > LONGEST_QUESTION * 2 or len(out) > LONGEST_QUESTION:
        raise QueryError(f"the question has more than {LONGEST_QUESTION} words: leave some out")
    return tuple(dict.fromkeys(out))


def snippet(text: str, wanted: tuple[Term, ...]) -> Snippet:
    """Where in a text the terms are first found; its beginning where only the title has them. Cut at spaces."""
    view = look(text)
    tokens: list[str] = []
    at: list[tuple[int, int]] = []
    # A page has twenty texts of a thousand words: most are no beginning of a term, and what is far behind is not shown.
    whole = {term.tokens[0] for term in wanted}
    begun = tuple(term.tokens[0] for term in wanted if term.prefix and len(term.tokens) == 1)
    maybe: list[int] = []
    for entry, _, start, end in _tokens(view.text):
        if maybe and start > at[maybe[0]][1] + _FAR and _first_fits(wanted, tokens, maybe):
            break
        for token in entry.split():
            if token in whole or (begun and token.startswith(begun)):
                maybe.append(len(tokens))
            tokens.append(token)
            at.append((start, end))
    found: list[Span] = []
    for i in maybe:
        for term in wanted:
            if term.fits(tokens, i):
                found.append(Span(*view.span(at[i][0], at[i + len(term.tokens) - 1][1])))
                break
    start, end = _cut(text, found[0] if found else Span(0, 0))
    return Snippet(start, end, tuple(dict.fromkeys(s for s in found if start <= s.start and s.end <= end)))


def _first_fits(wanted: tuple[Term, ...], tokens: list[str], maybe: list[int]) -> bool:
    """Whether a term stands at the first of these places; where none does, that place is left out."""
    if any(term.fits(tokens, maybe[0]) for term in wanted):
        return True
    del maybe[0]
    return False


def has_all(text: str, wanted: tuple[Term, ...]) -> bool:
    """Whether a text has all the terms."""
    tokens = [token for entry, _, _, _ in _tokens(look(text).text) for token in entry.split()]
    return all(any(term.fits(tokens, i) for i in range(len(tokens))) for term in wanted)


@cache
def signature() -> str:
    """Changes whenever the same text would be indexed as other words, by the lexicon or by the rules for letters."""
    probe = " ".join(
        f"ا{chr(c)}ب ت{chr(c)}" for c in (*range(0x20, 0x700), *range(0x2000, 0x2070), *range(0xFB50, 0xFF00))
    )
    known = [line["variant"] for line in table("spellings")] + [f"ماه {line['ending']}" for line in table("joins")]
    words = index_words(probe) + index_words(" . ".join(known)) + index_words("کتاب‌های خانه‌ی می رود ۲۵ساله رهایی")
    return hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()[:12]


def _tokens(view: str) -> Iterator[tuple[str, bool, int, int]]:
    """Tokens (as in the index), whether a star follows, and offsets, for each word of a view."""
    spell = _spelling()
    for match in spell.pattern.finditer(view.replace("ئ", "ی")):
        word, star = match.group(), view.startswith("*", match.end())
        yield (spell.beginning(word) if star else spell[word]), star, match.start(), match.end()


def _even(text: str) -> str:
    return look(text).text.replace("ئ", "ی")


def _cut(text: str, found: Span) -> tuple[int, int]:
    start = max(0, found.start - _BEFORE)
    end = min(len(text), max(start + _AFTER, found.end))
    if start:
        gap = re.compile(r"\s").search(text, start, found.start)
        start = gap.end() if gap else start
    if end < len(text):
        gaps = [m.start() for m in re.compile(r"\s").finditer(text, found.end, end)]
        end = gaps[-1] if gaps else end
    return start, end


class _Spelling(dict[str, str]):
    """The rules of `spellings.tsv` and `joins.tsv`, compiled; a dict of what is indexed for a word, filled on the way.

    A word is indexed in its one spelling, a plural behind its singular; «25ساله» is two words.
    """

    def __init__(self) -> None:
        rows = [(_even(r["variant"]), r["form"]) for r in table("spellings")]
        joins = {r["ending"]: r["after"] for r in table("joins")}
        before = _either(v[:-2] for v, _ in rows if v.endswith(" " + _ANY))
        endings = [v[1:] for v, _ in rows if v.startswith(_ANY)] + list(joins)
        words = [(v, f) for v, f in rows if _ANY not in v]
        starts = "".join(sorted({v[0] for v, _ in words if " " in v}))
        spaced = _either(v.replace(" ", "[ \u200c]") for v, _ in words if " " in v)
        after_word = _either(e for e, kind in joins.items() if kind == "word")
        after_heh = _either(e for e, kind in joins.items() if kind != "word")
        self.pattern = re.compile(
            f"(?:(?=[{starts}]){spaced}(?:\u200c?{_either(endings)})?{_END}|(?:{before} (?=\\w))?\\w[\\w\u200c]*)"
            f"(?: (?:{after_word}|(?<=\\w\\wه ){after_heh}){_END})?"
        )
        self._forms = {
            _key(variant + ending): _key(_even(form + ending)) for variant, form in words for ending in ("", *endings)
        }
        self._plural = re.compile(f"(.{{3,}}?){_either(e for e in joins if e.startswith('ها'))}")
        self._letters: dict[str, str] = {}

    def even(self, text: str) -> str:
        """What `look` makes of a text, without offsets and in a third of the time."""
        letters = self._letters
        for c in set(text):
            if c not in letters:
                letters[c] = _even(f"ا{c}ا")[1:-1]
            if letters[c] != c:
                text = text.replace(c, letters[c])
        while ZWNJ + ZWNJ in text:
            text = text.replace(ZWNJ + ZWNJ, ZWNJ)
        if f"{ZWNJ} " in text or f" {ZWNJ}" in text:
            text = " ".join([part.strip(ZWNJ) for part in text.split(" ")])
        return text

    def __missing__(self, word: str) -> str:
        form = " ".join(map(self._token, _parts(word)))
        if len(self) > _REMEMBERED:
            self.clear()
        if len(word) < _LONG:
            self[word] = form
        return form

    def beginning(self, word: str) -> str:
        """What is looked for where a word is only the beginning of one."""
        return " ".join(self._forms.get(part, part) for part in _parts(word))

    def _token(self, part: str) -> str:
        form = self._forms.get(part, part)
        plural = self._plural.fullmatch(form)
        return f"{plural[1]} {form}" if plural else form


def _parts(word: str) -> list[str]:
    if word.endswith("ه\u200cی"):  # «خانه‌ی ما» is «خانه ما»
        word = word[:-2]
    return _PARTS.findall(_key(word.replace("_", "#")))  # «#حمله_موشکی» is two words


def _key(word: str) -> str:
    return key_of(word).replace(" ", "").lower()


def _either(words: Iterable[str]) -> str:
    return "(?:" + "|".join(sorted(words, key=len, reverse=True)) + ")"


@cache
def _spelling() -> _Spelling:
    return _Spelling()
