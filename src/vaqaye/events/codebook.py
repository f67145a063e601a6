"""The codebook, compiled: every pattern as anchors and slots, found by the word that gives it away."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product
from pathlib import Path

from vaqaye import resources
from vaqaye.actors.draft import boundaries
from vaqaye.actors.roles import prepositions
from vaqaye.errors import CodebookError, ResourceError
from vaqaye.events.entries import Entry, entries
from vaqaye.events.notation import GAP, OBJECT_MARKER, Part, Role, Slot, Verb, Words, parse, variants
from vaqaye.language import Predicate
from vaqaye.language.inflect import inflected, spellings
from vaqaye.text import keys_of

# One run of words that stand side by side: for each place the keys that fit.
Run = tuple[frozenset[str], ...]

THAT = ("که",)  # «تهدید کرد که {گیرنده} …»
SAME_VERB = {"کردن": ("نمودن",), "شدن": ("گردیدن", "گشتن")}


@dataclass(frozen=True, slots=True)
class Argument:
    """Where a participant stands: behind one of `prepositions`, before «را» (`object`), right behind the words of the
    pattern (`genitive`: «وارد {جا} {شدن}»), or bare: the subject.
    """

    role: Role
    prepositions: frozenset[tuple[str, ...]] = frozenset()
    object: bool = False
    genitive: bool = False
    optional: bool = False
    after: int = 0  # of a genitive: the run of words that it stands behind


@dataclass(frozen=True, slots=True)
class Pattern:
    """What the codebook says of one pattern, without its examples."""

    id: str
    event: str
    mode: str | None
    cameo: str | None
    contexts: tuple[str, ...]
    bare: bool = False  # fires without any participant
    unless: frozenset[str] = frozenset()  # words right before or behind that make it another thing: «نشست خبری»
    hosted: bool = False  # at the house of one of two sides it is a visit
    abroad: bool = False  # only of a person in another country than his own
    mutual: bool = False  # only where two take part
    own: bool = False  # from a folder of the user's: goes before ours on the same words


@dataclass(frozen=True, slots=True)
class Matcher:
    """One way in which a pattern shows. Verbal if it has `lemmas`; `passive` turns object and subject round."""

    pattern: Pattern
    runs: tuple[Run, ...]
    lemmas: frozenset[str]
    arguments: tuple[Argument, ...]
    passive: bool = False
    negative: bool = False  # only negated verbs
    future: bool = False  # only what somebody says that he will do
    anchor: int = 0  # the place in the last run that the pattern is found by: not a preposition
    person: int = 0  # 1: only «انتظار داریم»; 2: only what somebody is told to do, «متوقف کنید»

    @property
    def weight(self) -> int:
        """How much it asks for: longer anchors and more arguments beat shorter ones on the same words."""
        return (
            10 * sum(len(run) for run in self.runs)
            + 3 * len(self.arguments)
            + 5 * bool(self.lemmas)
            + 15 * self.negative  # «به خواسته‌ها تن نداد» refuses, where another pattern would have it yield
            + 15 * self.future  # «هدف قرار خواهند گرفت» threatens: no attack that is told
            + 25 * self.asks
        )

    def fits(self, verb: Predicate) -> bool:
        """Whether polarity, tense and person of a verb are those that the pattern asks for."""
        if self.person:
            told = verb.mood == "subjunctive" and verb.modal is None
            return verb.person == self.person and (self.person == 1 or told)
        if self.future:
            ours = verb.person == 1 and verb.tense == "present" and verb.mood == "indicative"  # «آنها را می‌زنیم»
            return not verb.negative and verb.modal is None and (verb.tense == "future" or ours)
        return not self.negative or verb.negative or (verb.modal or "").startswith("not ")

    @property
    def asks(self) -> bool:
        """«روسیه باید … پایان {دادن}», «متوقف {شما کردن}»: such a pattern is the demand, not the act."""
        return self.person == 2 or any(place & due() for run in self.runs for place in run)

    @property
    def waits(self) -> bool:
        """«خواستار پایبندی کامل ایران به توافق شد»: the verb is that of its last word, however much stands between."""
        return bool(self.runs[-1][0] & keys_of("waits"))


@dataclass(frozen=True, slots=True)
class Codebook:
    """`by_word[key][lemma]`: matchers by the telling word of their last run and their verb ('' for none).

    `by_verb[lemma]`: those without plain words.

    `nouns[lemma]`: the words that stand right before a light verb and make it their own.
    """

    nouns: dict[str, set[str]]
    patterns: dict[str, Pattern]
    by_word: dict[str, dict[str, tuple[Matcher, ...]]]
    by_verb: dict[str, tuple[Matcher, ...]]
    digest: str = ""  # of its files


@cache
def due() -> frozenset[str]:
    """«باید», «نباید» and their like."""
    rows = resources.table("modals")
    return frozenset(row["word"] for row in rows if not row["verb"] and row["kind"].endswith("due"))


def load(folder: Path | None = None) -> Codebook:
    """All patterns, those of a user's folder with them; ResourceError with file and id where one can't be read.

    Compiled once, until a file of the folder changes.
    """
    return _load(folder, resources.codebook_digest(folder))


@lru_cache(maxsize=4)
def _load(folder: Path | None, digest: str) -> Codebook:
    patterns: dict[str, Pattern] = {}
    by_word: dict[str, dict[str, list[Matcher]]] = {}
    by_verb: dict[str, list[Matcher]] = {}
    nouns = _cue_nouns()
    for entry in entries(folder):
        pattern = patterns[entry.id] = _pattern(entry)
        for matcher in _matchers(entry, pattern):
            if matcher.runs:
                for lemma in matcher.lemmas:
                    if len(matcher.runs[-1]) == 1:  # of «حمله نظامی کردن» the adjective is no noun of the verb
                        nouns.setdefault(lemma, set()).update(matcher.runs[-1][0])
                for key in matcher.runs[-1][matcher.anchor]:
                    for lemma in matcher.lemmas or ("",):
                        by_word.setdefault(key, {}).setdefault(lemma, []).append(matcher)
            else:
                for lemma in matcher.lemmas:
                    by_verb.setdefault(lemma, []).append(matcher)
    words = {key: {lemma: tuple(v) for lemma, v in rows.items()} for key, rows in by_word.items()}
    return Codebook(nouns, patterns, words, {k: tuple(v) for k, v in by_verb.items()}, digest)


def _matchers(entry: Entry, pattern: Pattern) -> list[Matcher]:
    try:
        return compile_entry(pattern, *entry.match)
    except ResourceError as error:
        raise (CodebookError if entry.own else ResourceError)(f"{entry.file}: {error}") from error


def _cue_nouns() -> dict[str, set[str]]:
    """«تاکید کرد», «قصد دارد», «وجود دارد», «به … تبدیل کرد»: what is no act has its verb too."""
    nouns: dict[str, set[str]] = {}
    for name in ("cues", "modals", "status", "no_act"):
        for row in resources.table(name):
            word = row.get("words") or row.get("word")
            if row["verb"] and word:
                nouns.setdefault(row["verb"], set()).update(_forms(next(spellings(word))[-1]))
    return nouns


def _pattern(entry: Entry) -> Pattern:
    fields = entry.fields
    unless = frozenset(
        form for word in fields.get("unless", ()) for keys in spellings(word) for form in _forms(keys[0])
    )
    contexts = tuple(fields.get("contexts", ()))
    bare, hosted, abroad, mutual = (bool(fields.get(name)) for name in ("bare", "hosted", "abroad", "mutual"))
    return Pattern(
        entry.id, entry.type, entry.mode, fields.get("cameo"), contexts, bare, unless, hosted, abroad, mutual, entry.own
    )


def compile_entry(pattern: Pattern, *match: str) -> list[Matcher]:
    """All matchers of the lines of `match`, passives included."""
    out: list[Matcher] = []
    for line in match:
        for parts in variants(parse(line, pattern.id)):
            out.extend(_compile(pattern, parts, line))
    return out


def _compile(pattern: Pattern, parts: list[Part], line: str) -> list[Matcher]:
    runs: list[list[Words]] = [[]]
    arguments: list[Argument] = []
    lemmas: set[str] = set()
    negative = any(isinstance(part, Verb) and part.negative for part in parts)
    future = any(isinstance(part, Verb) and part.future for part in parts)
    person = max((part.person for part in parts if isinstance(part, Verb)), default=0)
    for index, part in enumerate(parts):
        if isinstance(part, Words):
            if part.options == (GAP,):
                runs.append([])
            elif part.options != (OBJECT_MARKER,):
                runs[-1].append(part)
            continue
        if isinstance(part, Slot):
            follows = parts[index + 1] if index + 1 < len(parts) else None
            marked = isinstance(follows, Words) and follows.options == (OBJECT_MARKER,)
            behind = _take_preposition(runs[-1])
            genitive = not behind and not marked and bool(runs[-1])
            after = sum(map(bool, runs)) - 1 if genitive else 0
            arguments.append(Argument(part.role, behind, marked, genitive, part.optional, after))
        else:
            for lemma in part.lemmas:
                lemmas.update((lemma, *SAME_VERB.get(lemma, ())))
        runs.append([])
    kept = [run for run in runs if run]
    if not kept and not lemmas:
        raise ResourceError(f"{pattern.id}: {line!r} has neither a word nor a verb to be found by")
    matchers = []
    for choice in product(*(_expand(run) for run in kept)):
        anchor = next((i for i, place in enumerate(choice[-1]) if not place & _common()), 0) if choice else 0
        matcher = Matcher(
            pattern, tuple(choice), frozenset(lemmas), tuple(arguments), False, negative, future, anchor, person
        )
        matchers.append(matcher)
        passive = _passive(matcher)
        if passive:
            matchers.append(passive)
    return matchers


@cache
def _common() -> frozenset[str]:
    """Words too frequent to find a pattern by."""
    return frozenset(boundaries()) | {"قرار", "مورد"}


def _take_preposition(run: list[Words]) -> frozenset[tuple[str, ...]]:
    """The preposition right before a slot, taken out of the run of words before it; empty if there is none."""
    for width in range(min(3, len(run)), 0, -1):
        tail = run[-width:]
        found = frozenset(
            keys
            for choice in product(*(w.options for w in tail))
            for keys in spellings(" ".join(choice))
            if keys in prepositions() or keys == THAT
        )
        if found:
            del run[-width:]
            return found
    return frozenset()


def _expand(run: list[Words]) -> list[Run]:
    """Alternatives of several words make several runs; single words of one place become one set."""
    places: list[list[tuple[frozenset[str], ...]]] = []
    for words in run:
        single: set[str] = set()
        several: list[tuple[frozenset[str], ...]] = []
        for option in words.options:
            for keys in _sequences(option):
                if len(keys) == 1:
                    single |= keys[0]
                else:
                    several.append(keys)
        places.append(([(frozenset(single),)] if single else []) + several)
    return [tuple(place for piece in choice for place in piece) for choice in product(*places)]


@lru_cache(maxsize=8192)
def _sequences(option: str) -> tuple[tuple[frozenset[str], ...], ...]:
    """The words of an option, each as the set of its forms; «=آزاد» is that form only, not «آزادی»."""
    if option.startswith("="):
        return tuple(tuple(frozenset({key}) for key in keys) for keys in spellings(option[1:]))
    return tuple(tuple(_forms(key) for key in keys) for keys in spellings(option))


@lru_cache(maxsize=8192)
def _forms(key: str) -> frozenset[str]:
    return frozenset({key}) if (key,) in prepositions() else frozenset(inflected(key))


def _passive(matcher: Matcher) -> Matcher | None:
    """«{کنشگر} {گیرنده} را بازداشت {کردن}» gives «{گیرنده} [توسط {کنشگر}] بازداشت {شدن}»."""
    objects = [a for a in matcher.arguments if a.object]
    if not matcher.lemmas or len(objects) != 1 or matcher.person:
        return None
    by = frozenset(
        k for row in resources.table("word_sets") if row["set"] == "passive_by" for k in spellings(row["word"])
    )
    arguments = []
    for argument in matcher.arguments:
        if argument.object:
            arguments.append(Argument(argument.role))
        elif not argument.prepositions and not argument.genitive and argument.role in ("actor", "partner"):
            arguments.append(Argument(argument.role, by, optional=True))
        else:
            arguments.append(argument)
    light = matcher.lemmas & keys_of("doing")
    lemmas = keys_of("becoming") if light and matcher.runs else matcher.lemmas
    if "دادن" in lemmas and matcher.runs and "قرار" in matcher.runs[-1][-1]:  # «هدف قرار گرفت»
        lemmas |= {"گرفتن"}
    return Matcher(
        matcher.pattern, matcher.runs, lemmas, tuple(arguments), True, matcher.negative, matcher.future, matcher.anchor
    )


__all__ = ["Argument", "Codebook", "Matcher", "Pattern", "Run", "Verb", "compile_entry", "load"]
