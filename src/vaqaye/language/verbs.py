"""Every form of the verbs in `lexicon/verbs.tsv`: from the key of a word to its reading as a verb."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from vaqaye.language.document import Aspect, Mood, Tense, VerbForm
from vaqaye.resources import table
from vaqaye.text import key_of

# person, plural, ending of the past, of the present, of the perfect
_PERSONS = (
    (1, False, "م", "م", "ام"),
    (2, False, "ی", "ی", "ای"),
    (3, False, "", "د", "است"),
    (1, True, "یم", "یم", "ایم"),
    (2, True, "ید", "ید", "اید"),
    (3, True, "ند", "ند", "اند"),
)
_SPOKEN = {(3, False): "ه", (2, True): "ین", (3, True): "ن"}


def _be() -> Iterator[tuple[str, VerbForm]]:
    """«بودن», whose present has a stem of its own."""

    def form(tense: Tense, mood: Mood, negative: bool, person: int, plural: bool) -> VerbForm:
        return VerbForm("بودن", "finite", tense, "simple", mood, negative, person, plural)

    for person, plural, past, _, _ in _PERSONS:
        yield "بود" + past, form("past", "indicative", False, person, plural)
        yield "نبود" + past, form("past", "indicative", True, person, plural)
        present = past or "د"
        yield "باش" + present, form("present", "subjunctive", False, person, plural)
        yield "نباش" + present, form("present", "subjunctive", True, person, plural)
        yield "میباش" + present, form("present", "indicative", False, person, plural)
        yield "نمیباش" + present, form("present", "indicative", True, person, plural)
        yield "هست" + past, form("present", "indicative", False, person, plural)
        yield "نیست" + past, form("present", "indicative", True, person, plural)
    yield "است", form("present", "indicative", False, 3, False)
    yield "بوده", VerbForm("بودن", "participle", "past", "perfect", "indicative", False, 3, False)
    yield "نبوده", VerbForm("بودن", "participle", "past", "perfect", "indicative", True, 3, False)
    yield "بودهاند", VerbForm("بودن", "finite", "past", "perfect", "indicative", False, 3, True)
    yield "نبودهاند", VerbForm("بودن", "finite", "past", "perfect", "indicative", True, 3, True)
    yield "بودهاست", VerbForm("بودن", "finite", "past", "perfect", "indicative", False, 3, False)


def _past(lemma: str, prefix: str, stem: str) -> Iterator[tuple[str, VerbForm]]:
    for negative, no in ((False, ""), (True, "نی" if stem[0] in "آا" else "ن")):
        past = no + ("ا" + stem[1:] if no and stem[0] == "آ" else stem)
        for person, plural, ending, _, perfect in _PERSONS:
            may = "نمی" if negative else "می"
            yield (
                prefix + may + stem + ending,
                VerbForm(lemma, "finite", "past", "imperfective", "indicative", negative, person, plural),
            )
            if (person, plural) == (2, False):  # «کشتی», «دریافت‌های», «نهادی» are nouns, and nobody is thou in the news
                continue
            yield (
                prefix + past + ending,
                VerbForm(lemma, "finite", "past", "simple", "indicative", negative, person, plural),
            )
            yield (
                prefix + past + "ه" + perfect,
                VerbForm(lemma, "finite", "past", "perfect", "indicative", negative, person, plural),
            )
        yield (
            prefix + past + "ه",
            VerbForm(lemma, "participle", "past", "perfect", "indicative", negative, 3, False),
        )
        yield (
            prefix + ("نمی" if negative else "می") + stem + "ه",
            VerbForm(lemma, "participle", "past", "imperfective", "indicative", negative, 3, False),
        )
        infinitive = VerbForm(lemma, "infinitive", "present", "simple", "indicative", negative, 3, False)
        for ending in ("ن", "نِ", "نی", "نش", "نشان"):
            yield prefix + past + ending, infinitive


def _present(lemma: str, prefix: str, stem: str) -> Iterator[tuple[str, VerbForm]]:
    glide = "ی" if stem[-1] in "آاو" and stem not in ("رو", "شو", "شنو", "دو", "گرو") else ""

    def form(mood: Mood, negative: bool, person: int, plural: bool, aspect: Aspect = "simple") -> VerbForm:
        return VerbForm(lemma, "finite", "present", aspect, mood, negative, person, plural)

    for person, plural, _, ending, _ in _PERSONS:
        tail = glide + ending
        yield prefix + "می" + stem + tail, form("indicative", False, person, plural, "imperfective")
        yield prefix + "نمی" + stem + tail, form("indicative", True, person, plural, "imperfective")
        if (person, plural) != (2, False):  # «بازی», «سازی», «گیری» are nouns, not «thou makest»
            yield prefix + stem + tail, form("subjunctive", False, person, plural)
        soft = "ی" + "ا" + stem[1:] if stem[0] == "آ" else stem
        yield prefix + "ب" + soft + tail, form("subjunctive", False, person, plural)
        yield prefix + "ن" + soft + tail, form("subjunctive", True, person, plural)


def _spoken(lemma: str, stem: str) -> Iterator[tuple[str, VerbForm]]:
    for person, plural, _, ending, _ in _PERSONS:
        tail = _SPOKEN.get((person, plural), ending)
        for head, negative in (("می", False), ("نمی", True)):
            yield (
                head + stem + tail,
                VerbForm(lemma, "finite", "present", "simple", "indicative", negative, person, plural),
            )


@cache
def forms() -> dict[str, VerbForm]:
    """All forms, by key. Where two verbs share a form the first verb of the file wins."""
    found: dict[str, VerbForm] = dict(_be())
    spoken: dict[str, VerbForm] = {}
    for row in table("verbs"):
        lemma, prefix = row["infinitive"], row["prefix"]
        for key, form in _past(lemma, prefix, row["past"].removeprefix(prefix)):
            found.setdefault(key_of(key), form)
        for stem in row["present"].split(" | "):
            for key, form in _present(lemma, prefix, stem.removeprefix(prefix)):
                found.setdefault(key_of(key), form)
        if row["spoken"]:
            spoken.update(_spoken(lemma, row["spoken"]))
    for key, form in spoken.items():
        found.setdefault(key, form)
    # «دارد» is the plain present of «داشتن», not a subjunctive.
    for person, plural, _, ending, _ in _PERSONS:
        for head, negative in (("دار", False), ("ندار", True)):
            found[head + ending] = VerbForm(
                "داشتن", "finite", "present", "simple", "indicative", negative, person, plural
            )
    for row in table("not_verbs"):
        found.pop(row["word"], None)
    return found


@cache
def noun_too() -> dict[str, str]:
    """Keys of past stems that are nouns as well -> `y` (mostly: «بازداشت», «نشست») or `v` (rarely: «کرد», «خواست»)."""
    return {key_of(row["past"]): row["noun"] for row in table("verbs") if row["noun"]}


@cache
def copulas() -> dict[str, tuple[int, VerbForm]]:
    """«مخالفند»: key -> (length of the adjective, the form of «بودن» written onto it)."""
    found: dict[str, tuple[int, VerbForm]] = {}
    for row in table("copular"):
        key = key_of(row["word"])
        for person, plural, ending, _, _ in _PERSONS:
            if ending and (person, plural) != (2, False):
                form = VerbForm("بودن", "finite", "present", "simple", "indicative", False, person, plural)
                glide = "ا" if key.endswith("ه") else ""  # «آماده‌ایم»
                found[key + glide + ending] = (len(key), form)
    return found
