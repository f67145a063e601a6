"""Sentences and words as the treebanks of Universal Dependencies for Persian cut them: the public layer of this room.

The reader has tokens of its own (`words.py`), which join what belongs together; here nothing is joined, every character
but the spaces belongs to a word, and a pronoun or a copula that is written onto a word is a word of its own («پدرم» is
«پدر» and «م»).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from vaqaye.language.lemmas import Lemmatizer, lemmatizer, spelling
from vaqaye.language.sentences import sentences as ends
from vaqaye.resources import table
from vaqaye.text import look

if TYPE_CHECKING:
    from vaqaye.language.model import Analysis, Model

_DIGIT = "0-9۰-۹٠-٩"
_MARKS = "\u064b-\u065f\u0670\u06d6-\u06ed\u0640"  # vowel marks and kashida belong to the letters around them
_HIDDEN = "\u200c\u200d\u200e\u200f\u00ad"
_TOKEN = re.compile(
    r"(?P<hidden>[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]+)"  # between words they are spaces
    r"|https?://[^\s«»]+|www\.[^\s«»]+|@\w+"
    rf"|[{_DIGIT}]+(?:[.,/:٫٬،][{_DIGIT}]+)*"
    r"|[A-Za-z](?:[A-Za-z0-9_'.&-]*[A-Za-z0-9])?"
    rf"|(?![A-Za-z])[^\W\d_](?:(?![A-Za-z])[^\W\d_]|[{_MARKS}{_HIDDEN}]|_(?=\w))*"
    r"|\.\.+|\[n\]|[\U0001f1e6-\U0001f1ff]{2}|\S[\ufe0f\u200d]*"
)
_LONGEST = 400  # words; a text without a full stop must not cost the square of its length


@dataclass(frozen=True, slots=True)
class Stretch:
    """A sentence: `text` is `source[start:end]`, offsets in code points."""

    text: str
    start: int
    end: int

    def __str__(self) -> str:
        return self.text


class Reading(NamedTuple):
    """What is said of a word. From `tag` on all is None where no model is installed."""

    lemma: str
    stems: tuple[str, str] | None = None
    tag: str | None = None
    feats: str | None = None
    head: int | None = None
    relation: str | None = None
    ezafe: bool | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Word:
    """A word as UD has it: `text` is `source[start:end]`, offsets in code points.

    `sentence` counts from 0, `index` from 1 within the sentence. `glued` is true for a word that is written onto the one
    before it («ش» in «کتابش»): the two are one token. `stems` are the past and the present stem of a verb. From `tag` on
    all is None where no model is installed: `tag` is the UPOS, `head` the index of another word, 0 for the root, `name`
    a BIO label such as `B-PER`.
    """

    text: str
    start: int
    end: int
    sentence: int
    index: int
    glued: bool
    lemma: str
    stems: tuple[str, str] | None = None
    tag: str | None = None
    feats: str | None = None
    head: int | None = None
    relation: str | None = None
    ezafe: bool | None = None
    name: str | None = None


def sentences(text: str) -> list[Stretch]:
    """The sentences of any text, in order; between them lie only spaces.

    >>> [str(s) for s in sentences("نشست پایان یافت. وزیر به تهران بازگشت.")]
    ['نشست پایان یافت.', 'وزیر به تهران بازگشت.']
    """
    return [Stretch(text[start:end], start, end) for start, end in _bounds(text)]


def _bounds(text: str) -> Iterator[tuple[int, int]]:
    """Bullets and flags before a sentence belong to it, what follows the last sentence belongs to that."""
    view = look(text)
    cuts = [view.span(start, end)[1] for _, start, end in ends(view.text)]
    for start, end in pairwise([0, *cuts[:-1], len(text)]):
        piece = text[start:end]
        left = len(piece) - len(piece.lstrip())
        if left < len(piece):
            yield start + left, start + len(piece.rstrip())


def cut(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Where the tokens of a sentence begin and end: marks are tokens, clitics are not."""
    found = _TOKEN.finditer(text, start, len(text) if end is None else end)
    return [match.span() for match in found if match.lastgroup is None]


def words(text: str) -> list[Word]:
    """The words of any text, in order; time linear in its length.

    >>> [(w.text, w.lemma) for w in words("کتاب‌هایش را خواندم.")]
    [('کتاب‌های', 'کتاب'), ('ش', 'او'), ('را', 'را'), ('خواندم', 'خواند'), ('.', '.')]
    """
    places: list[list[tuple[int, int, bool]]] = []
    for start, end in _bounds(text):
        found = [piece for a, b in cut(text, start, end) for piece in pieces(text, a, b)]
        places += [found[i : i + _LONGEST] for i in range(0, len(found), _LONGEST)]
    forms = [[text[a:b] for a, b, _ in sentence] for sentence in places]
    readings = read(forms, [[glued for _, _, glued in sentence] for sentence in places])
    return [
        Word(text[a:b], a, b, number, index, glued, *reading)
        for number, (sentence, found) in enumerate(zip(places, readings, strict=True))
        for index, ((a, b, glued), reading) in enumerate(zip(sentence, found, strict=True), 1)
    ]


def read(forms: Sequence[Sequence[str]], glued: Sequence[Sequence[bool]]) -> list[list[Reading]]:
    """One reading a word, for words that are already cut into sentences."""
    rules, analyses = lemmatizer(), annotate(forms)
    found = []
    for number, (sentence, onto) in enumerate(zip(forms, glued, strict=True)):
        analysis = analyses[number] if analyses else None
        tags: Sequence[str | None] = analysis.upos if analysis else [None] * len(sentence)
        lemmas = rules.lemmas(sentence, onto, tags)
        readings = [Reading(lemma, rules.pair(form, lemma)) for form, lemma in zip(sentence, lemmas, strict=True)]
        found.append(_with(analysis, readings) if analysis else readings)
    return found


def _with(analysis: Analysis, readings: list[Reading]) -> list[Reading]:
    columns = (*(analysis.upos, analysis.feats, analysis.heads, analysis.relations, analysis.ezafe, analysis.names),)
    return [Reading(*reading[:2], *rest) for reading, *rest in zip(readings, *columns, strict=True)]


def annotate(sentences: Sequence[Sequence[str]]) -> list[Analysis] | None:
    """What the model says of each sentence, or None where none is installed."""
    model = _model()
    return model.read(sentences) if model else None


@cache
def _model() -> Model | None:
    if not (files("vaqaye") / "models" / "reader.onnx").is_file():
        return None
    from vaqaye.language.model import Model

    return Model()


# ── clitics ──

_HALF = re.compile(r"(..+\u200c)(?:ام|ات|اش|مان|تان|شان|ایم|اید|اند|ست)")
_PLURAL = re.compile(r"(..+های)(?:م|ت|ش|مان|تان|شان)")


def pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    """A token as one word, or as a word and what is written onto it: start, end, whether glued."""
    at = start + _host(text[start:end])
    yield start, at, False
    if at < end:
        yield at, end, True


@cache
def _written_on() -> dict[str, str]:
    return {row["token"]: row["first"] for row in table("written_on")}


@lru_cache(maxsize=100_000)
def _host(token: str) -> int:
    """The length of the token without its clitic."""
    form = spelling(token)
    whole = len(token)
    if len(form) != whole or not 3 <= whole <= 40 or not token[-1].isalpha() or token[-1].isascii():
        return whole
    if form in _written_on():
        return len(_written_on()[form])
    rules = lemmatizer()
    lexicon = rules.lexicon
    if form in lexicon.known or form in lexicon.forms or rules.stems(form):
        return whole
    if form.endswith("ان") and form[:-2] in lexicon.known:  # «مردمان», «متهمان»
        return whole
    match = _HALF.fullmatch(form) or _PLURAL.fullmatch(form)
    if match:
        return len(match[1])
    for endings, fits in _ENDINGS:
        for ending in endings:
            if form.endswith(ending) and fits(rules, form[: -len(ending)]):
                return whole - len(ending)
    return whole


def _is_open(rules: Lemmatizer, host: str) -> bool:
    """«پا» in «پایش»."""
    return host[-1:] in ("ا", "و") and rules.lexicon.known.get(host, "").startswith(("n", "a"))


def _is_noun(rules: Lemmatizer, host: str) -> bool:
    """«پدر» in «پدرم», «دوستان» in «دوستانش»."""
    known = rules.lexicon.known
    if "n" in known.get(host, ""):
        return len(host) > 1
    return host.endswith("ان") and "n" in known.get(rules.lemma(host), "")


def _is_thine(rules: Lemmatizer, host: str) -> bool:
    """«دل» in «دلت»; «بشریت», «مستندات» are whole words."""
    return host[-1:] not in ("ا", "ی") and _is_noun(rules, host)


def _is_adjective(rules: Lemmatizer, host: str) -> bool:
    """«معتقد» in «معتقدند»."""
    return "a" in rules.lexicon.known.get(host, "")


def _is_said(rules: Lemmatizer, host: str) -> bool:
    """«خدا» in «خداست», «کشورها» in «کشورهاست», «کسی» in «کسیست»."""
    return host[-1:] in ("ا", "و", "ی") and (host in rules.lexicon.known or rules.lemma(host) in rules.lexicon.known)


# In this order: «نیازمندیم» is «نیازمند» and «یم», not «نیازمندی» and «م».
_ENDINGS: tuple[tuple[tuple[str, ...], Callable[[Lemmatizer, str], bool]], ...] = (
    (("ست",), _is_said),
    (("یشان", "یمان", "یتان", "یش", "یم", "یت"), _is_open),
    (("ند", "یم", "ید"), _is_adjective),
    (("شان", "مان", "تان", "ش", "م"), _is_noun),
    (("ت",), _is_thine),
    (("م",), _is_adjective),
)
