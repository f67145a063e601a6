"""When, where and to whom something was said: what the clause of the cue tells of it."""

from __future__ import annotations

from functools import cache

from vaqaye.actors.draft import boundaries, is_boundary
from vaqaye.actors.roles import Roles
from vaqaye.language import Document
from vaqaye.language.inflect import inflected
from vaqaye.model import Day
from vaqaye.resources import table
from vaqaye.statements.cues import Found
from vaqaye.statements.said import Said
from vaqaye.text import key_of, keys_of

_BETWEEN = 4  # words between «در» and «نشست» in «در دومین روز این نشست»
_LONGEST = 14  # words of a venue
_TITLE = 4  # words between «به» and whom it is said to
_ONE = ("day", "week", "month")
_IN, _WITH = keys_of("venue_in"), keys_of("venue_with")
_ABOUT = frozenset({"از", "به", "با", "بر", "برای", "درباره", "درمورد", "پیرامون", "علیه"})


@cache
def _venues() -> dict[str, tuple[str, bool]]:
    """Each form of a word for a venue -> the word itself, and whether those behind «با» are spoken to."""
    rows = ((key_of(row["word"]), row["with"] == "y") for row in table("venues"))
    return {form: (word, spoken) for word, spoken in rows for form in inflected(word)}


def settle(document: Document, roles: list[Roles], said: list[Said], days: tuple[Day, ...]) -> None:
    """Gives statements their date, venue and those spoken to there.

    «وی افزود»: whoever goes on speaking does so on the same day and in the same place; «پیش‌تر گفته بود» not.
    """
    by_sentence: dict[int, list[Day]] = {}
    published = (document.article.published or "")[:10]
    for day in days:
        sentence = document.sentence_at(document.view.at(day.start))
        ahead = published and (day.value or "")[:10] > published
        if sentence is not None and day.value and day.precision in _ONE and not ahead:
            by_sentence.setdefault(sentence.index, []).append(day)
    last: Said | None = None
    for one in said:
        here = roles[one.sentences[0]]
        if one.cue is not None:
            _own(document, here, one, by_sentence.get(here.sentence.index, []), last)
        verb = one.cue.clause.predicate if one.cue is not None else None
        if verb is not None and verb.aspect == "pluperfect":
            continue
        if last is not None and last.speaker == one.speaker:
            one.day = one.day or last.day
            if one.venue is None and last.venue is not None:
                one.venue, one.addressees = last.venue, one.addressees or last.addressees
        last = one


def addressees(roles: Roles, cue: Found) -> tuple[str, ...]:
    """Those that it is said to: «به خبرنگاران گفت», «خطاب به آمریکا گفت»."""
    if cue.shape not in ("that", "clause"):
        return ()
    _, found = roles.behind(cue.clause, frozenset({("به",)}), cue.first)
    return tuple(s.actor for s in found if s.last >= cue.first - 3 and _spoken_to(roles, cue, s.first))


def _spoken_to(roles: Roles, cue: Found, first: int) -> bool:
    """«وزیر خارجه به خبرنگاران گفت», but not «با اشاره به خط اعتباری ایران گفت», «پس از سفر به ایران گفت»."""
    tokens = roles.sentence.tokens
    at = next((i for i in range(first - 1, max(-1, first - _TITLE), -1) if tokens[i].key == "به"), None)
    if at is None:
        return False
    subject = {i for s in roles.subject(cue.clause) for i in range(s.first, s.last + 1)}
    for index in range(at - 1, -1, -1):
        if index in subject or not tokens[index].is_word or tokens[index].key == "خطاب":
            return True
        if boundaries().get(tokens[index].key) == "prep":
            return False
        if is_boundary(tokens[index]):
            return True
    return True


def _own(document: Document, roles: Roles, said: Said, days: list[Day], before: Said | None) -> None:
    """Date and venue that the clause of the cue tells outside of what is said."""
    tokens, cue = roles.sentence.tokens, said.cue
    assert cue is not None
    outside = [i for i in cue.clause.tokens if not said.start <= tokens[i].start < said.end]
    if cue.shape == "colon":
        outside = [i for i in outside if i < cue.first]
    starts = {}
    for day in days:
        at = document.view.at(day.start)
        first = next((i for i in outside if tokens[i].start <= at < tokens[i].end), None)
        if first is None:
            continue
        starts[first] = day
        if said.day is None and _is_free(roles, first):
            said.day = day
    for position in outside:
        found = _venue(roles, said, position, set(outside), starts)
        if found is None:
            continue
        first, noun, last = found
        word, spoken = _venues()[tokens[noun].key]
        this = any(t.key in keys_of("demonstrative") for t in tokens[first + 1 : noun])
        if this and before is not None and before.venue and word in key_of(before.venue):
            said.venue = before.venue  # «در این نشست»
        else:
            said.venue = document.view.text[tokens[first].start : tokens[last].end]
        if spoken and not said.addressees:
            said.addressees = _partners(roles, said, noun, last)
        return


def _is_free(roles: Roles, first: int) -> bool:
    """«وزیر خارجه روز دوشنبه گفت», «در نشست دیروز گفت», but not «درباره حملات دیروز گفت»."""
    tokens = roles.sentence.tokens
    for index in range(first - 1, -1, -1):
        if any(s.last == index for s in roles.seen) or not tokens[index].is_word:
            return True
        if is_boundary(tokens[index]):
            about = tokens[index].key in _ABOUT or tokens[index - 1 if index else 0].key == "در"  # «در خصوص»
            return index == first - 1 or not (about and boundaries().get(tokens[index].key) == "prep")
        if tokens[index].key in ("خصوص", "مورد", "باره"):
            return False
    return True


def _venue(roles: Roles, said: Said, first: int, inside: set[int], days: dict[int, Day]) -> tuple[int, int, int] | None:
    """«در نشست خبری روز گذشته»: the preposition, the word for the venue, and the last of its words."""
    tokens = roles.sentence.tokens
    opens = tokens[first].key in _IN
    if tokens[first].key == "با" and first + 1 < len(tokens):
        opens = tokens[first + 1].key in _WITH
    if not opens:
        return None
    noun = first + 1
    while noun in inside and tokens[noun].key not in _venues():
        if noun - first > _BETWEEN or roles.starting(noun):
            return None
        if is_boundary(tokens[noun]) and tokens[noun].key not in keys_of("through") | {"از"}:
            return None
        noun += 1
    if noun not in inside:
        return None
    assert said.cue is not None
    last = noun
    while last + 1 in inside and last - first < _LONGEST and _goes_on(roles, said, noun, last + 1, days):
        last += 1
    while last > noun and tokens[last].key in ("با", "در", "«", "این", "یک"):
        last -= 1
    return first, noun, last


def _goes_on(roles: Roles, said: Said, noun: int, index: int, days: dict[int, Day]) -> bool:
    """Whether a word still belongs to the venue: «… با شبکه «خبر»», «… در تهران», «… در توییتر»."""
    tokens = roles.sentence.tokens
    token, cue = tokens[index], said.cue
    if (cue is not None and cue.first <= index <= cue.last) or index in days:
        return False
    if token.key in keys_of("adverbs") | keys_of("lead_in") - keys_of("through"):
        return False
    if any(s.actor == said.speaker and s.how != "pronoun" for s in roles.starting(index)):
        return False  # «در گفت‌وگو با ایسنا علی رضایی گفت»
    if token.key == "با":
        between = [t.key for t in tokens[noun + 1 : index]]
        return (
            _venues()[tokens[noun].key][1] and "با" not in between and tokens[index + 1].key not in keys_of("with_act")
        )
    if token.key == "در" and index + 1 < len(tokens):
        ahead = tokens[index + 1].key
        placed = any(s.place or s.actor.startswith("state:") for s in roles.starting(index + 1))
        return placed or ahead in _venues() or ahead in keys_of("place_nouns")
    return token.key in ("«", "»") or not is_boundary(token) or token.key in keys_of("through")


def _partners(roles: Roles, said: Said, noun: int, last: int) -> tuple[str, ...]:
    """«در گفت‌وگو با شبکه خبر»: those behind «با»."""
    tokens = roles.sentence.tokens
    at = next((i for i in range(noun + 1, last + 1) if tokens[i].key == "با"), None)
    if at is None:
        return ()
    found = (s.actor for s in roles.phrase(at + 1) if s.first <= last and not s.weak and not s.place)
    return tuple(a for a in dict.fromkeys(found) if a != said.speaker)


__all__ = ["addressees", "settle"]
