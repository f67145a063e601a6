"""Names that no lexicon knows, found by what no lexicon of words knows either."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from vaqaye.actors.draft import is_boundary
from vaqaye.actors.units import Found, Unit
from vaqaye.language import Token
from vaqaye.language.lemmas import lemmatizer

_SHORT = 2  # letters
_LEAST, _LONGEST = 2, 4  # words
_STRANGER = Unit("stranger", "stranger", "", None, None, None)


@lru_cache(maxsize=100_000)
def strange(word: str) -> bool:
    """Whether no lexicon of words knows it; so a name, as a rule: «اسکالونی»."""
    rules = lemmatizer()
    return len(word) > _SHORT and word.isalpha() and not word.isascii() and rules.lemma(word) not in rules.lexicon.known


def with_strangers(tokens: list[Token], found: list[Found]) -> list[Found]:
    """Two or more words in a row that no lexicon knows are a name: «لیونل اسکالونی مانند لیونل مسی»."""
    taken = {i for f in found for i in range(f.first, f.last + 1) if f.unit.kind not in ("given", "short")}
    given = {f.first for f in found if f.unit.kind in ("given", "short") and f.first == f.last}
    out, start = list(found), 0
    while start < len(tokens):
        end = start
        while end < len(tokens) and end - start < _LONGEST and end not in taken and not is_boundary(tokens[end]):
            if end not in given and (tokens[end].verb is not None or not strange(tokens[end].text)):
                break
            end += 1
        if end - start >= _LEAST and start not in given and any(i not in given for i in range(start, end)):
            out.append(Found(_STRANGER, start, end - 1))
        start = max(end, start + 1)
    done = {f.first for f in out}
    out.extend(f for f in _apposed(tokens, found, taken) if f.first not in done)
    return sorted(out, key=lambda f: f.first) if len(out) > len(found) else found


def _apposed(tokens: list[Token], found: list[Found], taken: set[int]) -> Iterator[Found]:
    """«کارلو بنفانتی» وزیر دفاع ایتالیا, «ژیلبر دوماسکو، شهردار مارسی»: words before an office.

    In quotation marks they are a name whatever they mean, else if no lexicon knows one of them.
    """
    for office in (f for f in found if f.unit.kind == "office"):
        end = office.first - 1
        comma = end >= 0 and tokens[end].key == "،"
        end -= comma
        quoted = end >= 0 and tokens[end].key == "»"
        if not (quoted or comma):
            continue
        last = end - quoted
        start = last + 1
        while start > 0 and last - start < _LONGEST and not (start - 1 in taken or is_boundary(tokens[start - 1])):
            start -= 1
        opened = start > 0 and tokens[start - 1].key == "«"
        free = start == 0 or is_boundary(tokens[start - 1])
        odd = any(strange(t.text) for t in tokens[start : last + 1])
        if _LEAST <= last - start + 1 <= _LONGEST and ((quoted and opened) or (not quoted and free and odd)):
            yield Found(_STRANGER, start, last)
