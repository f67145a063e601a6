"""Lemmas as UD Persian has them: nouns in the singular, adjectives in the positive, verbs by their past stem.

`lexicon/lemmas.gz` holds what the treebanks and Lilak say of single words; endings are stripped from all others. A lemma
keeps the half-spaces and the tanwin of its word («کاملاً»), and loses the hamza of the ezafe («خانهٔ»).
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from vaqaye.errors import ResourceError
from vaqaye.resources import table
from vaqaye.text import ZWNJ

_FILE = "lemmas.gz"
_LONGEST = 60  # characters; what is longer is no word
_MOST = 200_000  # entries of the cache before it is emptied
_SPELLING = str.maketrans({"ي": "ی", "ى": "ی", "ك": "ک", "\u0654": None, "ـ": None, "\u200d": ZWNJ, "\u00ad": ZWNJ})

Stems = tuple[str, str]  # past, present


@dataclass(frozen=True, slots=True)
class Lexicon:
    """`known` maps a lemma to its kinds (`n` noun, `a` adjective, `o` other, `s` sure to be one in every sentence), and
    `forms` an irregular form to its lemma.

    `past` and `present` map a stem to both stems of its verb.
    """

    known: dict[str, str]
    forms: dict[str, str]
    past: dict[str, Stems]
    present: dict[str, Stems]


def parse(text: str) -> Lexicon:
    """The lexicon of the text of its file: known words by kind, forms by lemma, present stems by past stem.

    Three parts divided by an empty line; a line is a value, a tab, and all that have it, divided by spaces. ValueError
    where the text is no lexicon.
    """
    known, forms, verbs = text.split("\n\n")
    past: dict[str, Stems] = {}
    present: dict[str, Stems] = {}
    for stem, others in _verbs(verbs):
        past.setdefault(stem, (stem, others[0]))
        for other in others:
            present.setdefault(other, (stem, other))
    return Lexicon(dict(_entries(known)), dict(_entries(forms)), past, present)


def _lines(part: str) -> Iterator[tuple[str, list[str]]]:
    for line in part.splitlines():
        value, entries = line.split("\t")
        yield value, entries.split(" ")


def _entries(part: str) -> Iterator[tuple[str, str]]:
    return ((entry, value) for value, entries in _lines(part) for entry in entries)


def _verbs(part: str) -> Iterator[tuple[str, list[str]]]:
    yield from _lines(part)  # these first, the most frequent before the others
    for row in table("verbs"):
        prefix = row["prefix"]
        yield row["past"].removeprefix(prefix), [s.removeprefix(prefix) for s in row["present"].split(" | ")]


def spelling(word: str) -> str:
    """A word as the lexicon spells it."""
    return word.translate(_SPELLING).strip(ZWNJ) or word


@cache
def clitics() -> dict[str, str]:
    """Pronouns that are written onto a word, and their lemmas: «ش» is «او»."""
    return {row["clitic"]: row["lemma"] for row in table("clitics")}


@cache
def _neighbours() -> dict[tuple[str, str], str]:
    return {(row["neighbour"], row["side"]): row["ending"] for row in table("indefinite")}


_FIRST = ("م", "ام", "یم", "ایم")
_AUXILIARIES = frozenset({"است", "بود", "شد", "هست"})
_PREVERB = re.compile(r"(?:بر|در|باز|فرا|فرو|وا|ور)\u200c?(?=..)")
_SURE = ("می\u200c", "نمی\u200c")
_ONGOING = re.compile(r"ن?می\u200c?(.+)")
_PERFECT = re.compile(r"(.+)ه(?:\u200c?(?:ام|ای|است|ایم|اید|اند))?")
_PERSONS = ("", "ند", "ید", "یم", "م", "ی", "د")
_PLURAL = re.compile(r"(.+?)(\u200c?)ها(?:یی|ی|ئی)?(?:\u200c?(?:م|ت|ش|مان|تان|شان))?")
_HALF_ENDING = re.compile(r"(.+)\u200c(?:ای|ام|اش|ات|اند|ایم|اید|است|ست|یی|ی|ان|مان|تان|شان)")
_DEGREE = re.compile(r"(.+?)(\u200c?)تر(?:ین)?(?:ی|ها|های|ان|\u200cها|\u200cهای)?")
# Ending, and what may stand in its place: «نمایندگان», «کلمات», «خدمات», «مسئولین».
_PLURALS = (
    ("گان", ("ه",)),
    ("یان", ("", "ی")),
    ("ان", ("",)),
    ("یات", ("ه", "", "ی")),
    ("جات", ("", "ه")),
    ("ات", ("ه", "", "ت")),
    ("یون", ("ی",)),
    ("ین", ("",)),
)


class Lemmatizer:
    """Words to lemmas, by a lexicon and rules."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self._cache: dict[tuple[str, str | None], str] = {}
        self._pairs: dict[tuple[str, str], Stems | tuple[()]] = {}

    def lemma(self, word: str, tag: str | None = None) -> str:
        """The lemma of one word; a UPOS tag, where there is one, decides between a verb and a noun."""
        found = self._cache.get((word, tag))
        if found is None:
            if len(self._cache) > _MOST:
                self._cache.clear()
            found = self._cache[word, tag] = self._lemma(spelling(word), tag)
        return found

    def _lemma(self, form: str, tag: str | None) -> str:
        lex = self.lexicon
        if not form or len(form) > _LONGEST or not any(c.isalpha() for c in form):
            return form
        found = lex.forms.get(f"{form}/{tag}") or lex.forms.get(form)
        if found:
            return found
        verbal = tag in ("VERB", "AUX") or (tag is None and (form not in lex.known or form.startswith(_SURE)))
        verb = self.stems(form) if verbal else None
        return verb[0] if verb else self._noun(form, tag)

    def lemmas(self, words: Sequence[str], glued: Sequence[bool], tags: Sequence[str | None]) -> list[str]:
        """The lemmas of a sentence. `glued` marks words that are written onto the one before («پدر» + «م»)."""
        found = [self.lemma(word, tag) for word, tag in zip(words, tags, strict=True)]
        for at, word in enumerate(words):
            if glued[at] and at:
                self._clitic(words, found, at, tags[at])
            elif tags[at] in (None, "NOUN") and word.endswith(("ه", "ی")):
                before, after = words[at - 1] if at else "", found[at + 1] if at + 1 < len(words) else ""
                found[at] = self._in_context(spelling(word), before, after, tags[at]) or found[at]
        return found

    def _clitic(self, words: Sequence[str], found: list[str], at: int, tag: str | None) -> None:
        """«خود» + «ش» is «خودش» and «او», «م» + «را» is «من» and «را», «امیدوار» + «م» is «امیدوار» and «هست»."""
        host, clitic = spelling(words[at - 1]), spelling(words[at])
        if clitic in clitics():
            kinds = self.lexicon.known.get(found[at - 1], "n")
            is_verb = tag in ("VERB", "AUX") or (tag is None and "a" in kinds and "n" not in kinds)
            found[at] = "هست" if is_verb and clitic in _FIRST else clitics()[clitic]
            if host == "خود":
                found[at - 1] = host + clitic
        elif host in clitics():
            found[at - 1] = clitics()[host]

    def _in_context(self, form: str, before: str, after: str, tag: str | None) -> str | None:
        """The lemma where the word before, or the lemma behind, decides; None where they don't."""
        kinds = self.lexicon.known.get(form, "")
        if form in self.lexicon.forms or "s" in kinds:
            return None
        if form.endswith("ه"):  # «گفته است», but «به گفتهٔ او»
            stems = self._perfect(form) if kinds and tag is None and after in _AUXILIARIES else None
            return stems[0] if stems else None
        base = form[:-1]
        if base not in self.lexicon.known or ZWNJ in base:
            return None
        ending = _neighbours().get((before, "before")) or _neighbours().get((after, "after"))
        return base if ending == "y" else form if ending == "n" else None

    # ── verbs ──

    def pair(self, word: str, lemma: str) -> Stems | None:
        """The (past, present) stems of a word whose lemma is that of a verb."""
        if lemma not in self.lexicon.past:
            return None
        found = self._pairs.get((word, lemma))
        if found is None:
            stems = self.stems(spelling(word))
            if len(self._pairs) > _MOST:
                self._pairs.clear()
            found = self._pairs[word, lemma] = stems if stems and stems[0] == lemma else ()
        return found or None

    def stems(self, word: str) -> Stems | None:
        """The (past, present) stems of the verb that a word may be a form of: «برنمی‌گردد» gives («گشت», «گرد»)."""
        found = self._verb(word)
        if found is None and (preverb := _PREVERB.match(word)):
            found = self._verb(word[preverb.end() :])
        return found

    def _verb(self, word: str) -> Stems | None:
        past, present = self.lexicon.past, self.lexicon.present
        if ongoing := _ONGOING.fullmatch(word):
            rest = ongoing[1]
            return _ended(rest, present) or _ended(rest, past) or self._perfect(rest)
        return (
            self._perfect(word)
            or _ended(word, past)
            or (self._moved(word[1:], past) if word[0] == "ن" else None)
            or (self._moved(word[1:], present) if word[0] in "بنم" else None)
            or (_ended(word, present) if word not in present else None)  # «رو», «ساز» are no verbs
        )

    def _perfect(self, word: str) -> Stems | None:
        """«کرده», «کرده‌اند», «نکرده»."""
        match = _PERFECT.fullmatch(word)
        if not match:
            return None
        past, stem = self.lexicon.past, match[1]
        return past.get(stem) or (self._moved(stem[1:], past, bare=True) if stem[0] == "ن" else None)

    @staticmethod
    def _moved(word: str, stems: dict[str, Stems], bare: bool = False) -> Stems | None:
        """What follows «ب», «ن» or «م»: «بروند», «نیامد», «بیندازد»."""
        choices = [word]
        if word.startswith("یا"):
            choices.append("آ" + word[2:])
        if word.startswith("ی"):
            choices.append("ا" + word[1:])
        for choice in choices:
            found = stems.get(choice) if bare else _ended(choice, stems)
            if found:
                return found
        return None

    # ── nouns and adjectives ──

    def _noun(self, word: str, tag: str | None) -> str:
        known = self.lexicon.known
        if tag in ("ADJ", "PROPN") and word.endswith("ی") and word[-2:-1] not in ("ا", "و") and word[:-1] in known:
            # «تروریستی» is an adjective of its own, «بزرگی» is «بزرگ» with an ending.
            return (
                word[:-1] if tag == "ADJ" and "n" not in known[word[:-1]] and "s" not in known.get(word, "") else word
            )
        if word in known:
            return word
        for rule in (self._plural, _half_ending, self._degree, self._other_plural, self._indefinite):
            found = rule(word)
            if found:
                return found
        return word

    def _plural(self, word: str) -> str | None:
        """«کتاب‌ها», «کتابهایش»; «بها» is none."""
        match = _PLURAL.fullmatch(word)
        if not match or len(match[1]) < 2 or not (match[2] or match[1] in self.lexicon.known):
            return None
        stem = match[1]
        return self.lexicon.forms.get(stem) or (
            stem if stem in self.lexicon.known else self._other_plural(stem) or stem
        )

    def _degree(self, word: str) -> str | None:
        """«بزرگ‌ترین», «بزرگتر»; «دفتر» is none."""
        match = _DEGREE.fullmatch(word)
        return match[1] if match and len(match[1]) > 1 and (match[2] or match[1] in self.lexicon.known) else None

    def _other_plural(self, word: str) -> str | None:
        for ending, others in _PLURALS:
            if word.endswith(ending) and len(word) > len(ending) + 1:
                stem = word[: -len(ending)]
                for other in others:
                    if stem + other in self.lexicon.known:
                        return stem + other
        return None

    def _indefinite(self, word: str) -> str | None:
        """«مردی», «جایی», «شورای»."""
        if not word.endswith("ی") or len(word) < 3:
            return None
        stem = word[:-1]
        if stem[-2:] in ("ای", "وی") and stem[:-1] in self.lexicon.known:
            return stem[:-1]
        if stem in self.lexicon.known:
            return None if ZWNJ in stem else stem  # «قانون‌شکنی» is a noun of its own
        if stem[-1] in "او":
            return stem
        return self.lexicon.forms.get(stem) or self._other_plural(stem)


def _ended(word: str, stems: dict[str, Stems]) -> Stems | None:
    """The stem before a personal ending: «رفت», «رفتند», «آیند»."""
    for ending in _PERSONS:
        if word.endswith(ending):
            stem = word[: len(word) - len(ending)]
            found = stems.get(stem) or (stems.get(stem[:-1]) if stem[-2:] in ("ای", "وی") else None)
            if found:
                return found
    return None


def _half_ending(word: str) -> str | None:
    """«خانه‌ای», «گسترده‌اند»."""
    match = _HALF_ENDING.fullmatch(word)
    return match[1] if match else None


@cache
def lemmatizer() -> Lemmatizer:
    """The one that ships with Vaqaye. ResourceError where its file is missing or damaged."""
    try:
        return Lemmatizer(parse(gzip.decompress((files("vaqaye") / "lexicon" / _FILE).read_bytes()).decode()))
    except (OSError, EOFError, ValueError) as error:
        raise ResourceError(f"lexicon/{_FILE} can't be read: {error}; reinstall Vaqaye") from error
