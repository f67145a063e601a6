"""Patterns on a sentence: which fire, on which words, with whom."""

from __future__ import annotations

from dataclasses import dataclass, field

from vaqaye.actors import Seen
from vaqaye.actors.draft import is_boundary
from vaqaye.actors.roles import Roles, prepositions
from vaqaye.events.codebook import THAT, Argument, Codebook, Matcher, Run
from vaqaye.language import Clause, Predicate, Sentence, Token
from vaqaye.text import keys_of

_GAP = 14  # words between a noun and its verb: «خواستار پایان فوری و بی‌قید و شرط درگیری‌ها … شد»
_REACH = 9  # words between a noun and a preposition that belongs to it
_LIGHT = keys_of("light")
# «با انتقاد از آمریکا گفت», «در سفر به مسکو دیدار کرد»: whoever does what the clause says does this too.
_BY_SUBJECT = keys_of("by_subject")
_COURSE = keys_of("course")
_AROUND = keys_of("around")
_INTO = 3  # words between a noun and its genitive: «دیدار دوستانه و صمیمانه وزیر …»


@dataclass(slots=True)
class Hit:
    """A pattern that fired. `first..last` are the words that name the act; participants by role."""

    matcher: Matcher
    first: int
    last: int
    clause: Clause
    predicate: Predicate | None  # None for a noun phrase
    actor: tuple[Seen, ...] = ()
    recipient: tuple[Seen, ...] = ()
    filled: int = 0
    slots: list[tuple[Argument, tuple[Seen, ...]]] = field(default_factory=list)  # who fills which, for `explain`

    @property
    def weight(self) -> int:
        """Of two hits on the same words the heavier one stays."""
        return self.matcher.weight + 4 * self.filled


def matches(sentence: Sentence, roles: Roles, book: Codebook) -> list[Hit]:
    """All patterns that fire in a sentence; `best` takes those that stay."""
    hits: list[Hit] = []
    tokens = sentence.tokens
    for token in tokens:
        candidates = book.by_word.get(token.key)
        if candidates is None:
            continue
        clause = sentence.clause_at(token.index)
        if clause is None:
            continue
        verbs = {t.verb.lemma for t in tokens[token.index + 1 : token.index + 4] if t.verb}
        if clause.predicate is not None:
            verbs.add(clause.predicate.lemma)
        tried: list[Matcher] = list(candidates.get("", ()))
        for lemma in sorted(verbs):
            tried += candidates.get(lemma, ())
        for matcher in tried:
            hit = _try(tokens, roles, matcher, token.index - matcher.anchor, clause, book)
            if hit:
                hits.append(hit)
    for clause in sentence.clauses:
        if clause.predicate is not None:
            for matcher in book.by_verb.get(clause.predicate.lemma, ()):
                hit = _verb_alone(roles, matcher, clause, clause.predicate)
                if hit:
                    hits.append(hit)
    return hits


def best(hits: list[Hit]) -> list[Hit]:
    """The heaviest on each stretch of words, left to right; a noun gives way to a verb of its own type in its clause."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda h: (h.predicate is None, -h.weight, not h.matcher.pattern.own, h.first)):
        if any(_clash(hit, other) for other in kept):
            continue
        kept.append(hit)
    return sorted(kept, key=lambda h: (h.first, h.last))


def _clash(hit: Hit, other: Hit) -> bool:
    if hit.first <= other.last and other.first <= hit.last:
        return True
    same_type = hit.matcher.pattern.event == other.matcher.pattern.event
    if not same_type or hit.clause is not other.clause:
        return False
    if hit.predicate is not None and other.predicate is not None:
        return hit.predicate is other.predicate
    # «در دیدار با همتای خود گفت‌وگو کرد»: one act
    return hit.predicate is None and {s.actor for s in hit.actor + hit.recipient} <= {
        s.actor for s in other.actor + other.recipient
    }


def _try(tokens: list[Token], roles: Roles, matcher: Matcher, at: int, clause: Clause, book: Codebook) -> Hit | None:
    run = matcher.runs[-1]
    if not _stands(tokens, run, at) or _unless(tokens, matcher, at, at + len(run)):
        return None
    if not matcher.lemmas:
        return _nominal(tokens, roles, matcher, at, clause)
    return _verbal(tokens, roles, matcher, at, clause, book) or _infinitive(tokens, roles, matcher, at, clause)


def _unless(tokens: list[Token], matcher: Matcher, first: int, end: int) -> bool:
    """«نشست خبری»: a word beside it that makes it another thing."""
    after = end + (end < len(tokens) and tokens[end].key == "و")  # «رد و بدل»
    return any(tokens[i].key in matcher.pattern.unless for i in (first - 1, end, after) if 0 <= i < len(tokens))


def _stands(tokens: list[Token], run: Run, at: int) -> bool:
    if at < 0 or at + len(run) > len(tokens):
        return False
    for i, place in enumerate(run, at):  # noqa: SIM110  a loop: this is asked ten times for each word of a text
        if tokens[i].key not in place:
            return False
    return True


# -- verbs


def _verbal(tokens: list[Token], roles: Roles, matcher: Matcher, at: int, clause: Clause, book: Codebook) -> Hit | None:
    predicate = clause.predicate
    if predicate is None or predicate.lemma not in matcher.lemmas or not _voice(matcher, predicate):
        return None
    if not matcher.fits(predicate):
        return None
    end = at + len(matcher.runs[-1])
    if not at < predicate.first or not (matcher.waits or _distance(clause, end, predicate.first) <= _GAP):
        return None
    if end < predicate.first and _is_complement(matcher) and tokens[end].key not in ("و", "یا", "،", "را"):
        return None
    if end < predicate.first and not matcher.waits and _is_aside(tokens, end, predicate, book):
        return None
    places = _places(tokens, matcher, clause, at)
    if places is None:
        return None
    first = places[0] if at - places[0] <= _GAP else at
    hit = Hit(matcher, first, predicate.last, clause, predicate)
    return hit if _fill_clause(roles, hit, at, places) else None


def _verb_alone(roles: Roles, matcher: Matcher, clause: Clause, predicate: Predicate) -> Hit | None:
    if not _voice(matcher, predicate) or not matcher.fits(predicate):
        return None
    if _unless(roles.sentence.tokens, matcher, predicate.first, predicate.last + 1):
        return None
    hit = Hit(matcher, predicate.first, predicate.last, clause, predicate)
    return hit if _fill_clause(roles, hit, predicate.first) else None


def _voice(matcher: Matcher, predicate: Predicate) -> bool:
    if predicate.lemma in keys_of("becoming") or predicate.lemma == "گرفتن":
        return True
    if matcher.lemmas and all(a.prepositions for a in matcher.arguments):
        return True  # «از اسرائیل خواسته شد …»: neither subject nor object to turn round
    return (predicate.voice == "passive") == matcher.passive


def _distance(clause: Clause, start: int, end: int) -> int:
    """Words of the clause from `start` to `end`."""
    return sum(1 for i in clause.tokens if start <= i < end)


def _is_complement(matcher: Matcher) -> bool:
    """«مخالفان را سرکوب کرد»: with an object the noun stands right before its verb, else it belongs to another verb.

    «بهانه سرکوب مخالفان شد», «لغو تحریم‌های نفتی مطرح شده است».
    """
    light = matcher.lemmas & _LIGHT
    if any((key,) in prepositions() for key in matcher.runs[-1][-1]):
        return False  # «سوریه را متهم به ارسال سلاح کرد»: what stands between belongs to the noun
    return bool(light) and (matcher.passive or any(a.object for a in matcher.arguments))


def _is_aside(tokens: list[Token], end: int, predicate: Predicate, book: Codebook) -> bool:
    """«در دیدار با پوتین تاکید کرد», «حمله به دوحه را محکوم کرد»: the verb has a noun of its own, or an object stands between.

    «دیدار و گفت‌وگو کرد» shares the verb.
    """
    between = [t.key for t in tokens[end : predicate.first]]
    if "را" in between[:-1] and predicate.lemma in _LIGHT:
        return True
    own = between[-1]
    return own in book.nouns.get(predicate.lemma, ()) and not (len(between) <= 4 and between[0] in ("و", "یا"))


def _places(tokens: list[Token], matcher: Matcher, clause: Clause, at: int) -> list[int] | None:
    """Where each run starts, those before the last looked for backwards; None if one is missing."""
    places = [at]
    for run in reversed(matcher.runs[:-1]):
        found = (i for i in reversed(clause.tokens) if i + len(run) <= places[0] and _stands(tokens, run, i))
        place = next((i for i in found if not _unless(tokens, matcher, i, i + len(run))), None)
        if place is None:
            return None
        places.insert(0, place)
    return places


def _fill_clause(roles: Roles, hit: Hit, before: int, places: list[int] | None = None) -> bool:
    """Looks for every argument of a verbal pattern; False if one that is demanded is missing or nobody is found.

    `before`: the last run of words; `places`: where each run starts.
    """
    subject_for: Argument | None = None
    clause = hit.clause
    limit = hit.predicate.first if hit.predicate else before
    for argument in hit.matcher.arguments:
        if THAT in argument.prepositions:
            found = roles.told(clause)
            if not found and not argument.optional:
                return False
        elif argument.prepositions:
            there, found = roles.behind(clause, argument.prepositions, limit)
            there = there and (bool(found) or not _needs_somebody(argument) or _each_other(roles, clause))
            if not there and not argument.optional:
                return False
        elif argument.object:
            there, found = roles.objects(clause)
            if not found and not there:
                found = _bare_object(roles, clause, before)
            found = found or _scene(roles, clause, before)
        elif argument.genitive:
            start = places[argument.after] if places else before
            behind = start + len(hit.matcher.runs[argument.after]) if places else before
            found = _within(roles, start, behind) or _genitive(roles.sentence.tokens, roles, behind)
            if not found and not argument.optional:
                return False
        else:
            subject_for = argument
            continue
        _put(roles, hit, argument, found)
    if subject_for is not None:
        taken = {s.actor for s in hit.actor + hit.recipient}
        found = tuple(s for s in roles.subject(clause) if s.actor not in taken)
        if not found and hit.matcher.passive:
            found = _scene(roles, clause, before)
        _put(roles, hit, subject_for, found)
    return _enough(hit)


def _enough(hit: Hit) -> bool:
    """Somebody takes part, or the pattern says that nobody need be named; of «چین و روسیه گفت‌وگو کردند» two."""
    sides = {s.actor for s in hit.actor + hit.recipient}
    return hit.matcher.pattern.bare or len(sides) > hit.matcher.pattern.mutual


def _needs_somebody(argument: Argument) -> bool:
    """«به شمار می‌رود» goes nowhere, «به بهبود ایمنی کمک می‌کند» helps nobody, «با ماشین دیدار» is no meeting."""
    return argument.role in ("host", "partner") or ("به",) in argument.prepositions


def _each_other(roles: Roles, clause: Clause) -> bool:
    """«سه دور با یکدیگر مذاکره کردند»."""
    return any(roles.sentence.tokens[i].key in keys_of("each_other") for i in clause.tokens)


def _scene(roles: Roles, clause: Clause, before: int) -> tuple[Seen, ...]:
    """«سه سایت را در ایران هدف گرفت»: where the object is nobody known, the state that it lies in."""
    tokens = roles.sentence.tokens
    for seen in roles.seen:
        if seen.first in clause.tokens and seen.last < before and seen.actor.startswith("state:") and seen.first > 0:
            lead = [t.key for t in tokens[max(0, seen.first - 3) : seen.first]]
            if "در" in lead and (seen.place or lead[-1] in keys_of("parts_of_land")):
                return (seen,)
    return ()


def _bare_object(roles: Roles, clause: Clause, before: int) -> tuple[Seen, ...]:
    """«پلیس سه نفر از معترضان بازداشت کرد»: the mention right before the noun of the verb, if it is not the subject."""
    subject = {s.actor for s in roles.subject(clause)}
    return tuple(s for s in roles.seen if s.last == before - 1 and s.first in clause.tokens and s.actor not in subject)


def _put(roles: Roles, hit: Hit, argument: Argument, found: tuple[Seen, ...]) -> None:
    if not found:
        return
    hit.filled += 1
    hit.slots.append((argument, found))
    if argument.role in ("actor", "partner"):
        here = {s.actor for s in hit.actor}
        extra = tuple(s for s in found if s.actor not in here)
        hit.actor = extra + hit.actor if argument.role == "actor" else hit.actor + extra
    else:
        here = {s.actor for s in hit.recipient}
        hit.recipient += tuple(s for s in found if s.actor not in here)


# -- noun phrases and infinitives


def _nominal(tokens: list[Token], roles: Roles, matcher: Matcher, at: int, clause: Clause) -> Hit | None:
    """«دیدار وزیر خارجه ایران با همتای عمانی»: arguments follow the noun in the order of the pattern."""
    places = [at]
    for run in reversed(matcher.runs[:-1]):  # «خروج یک‌جانبه آمریکا از برجام»: participants stand between the runs too
        near = range(places[0] - len(run), max(-1, places[0] - _INTO - 4), -1)
        place = next((i for i in near if _stands(tokens, run, i)), None)
        if place is None:
            return None
        places.insert(0, place)
    first = places[0]
    hit = Hit(matcher, first, at + len(matcher.runs[-1]) - 1, clause, None)
    position = first + len(matcher.runs[0])
    for argument in matcher.arguments:
        if argument.prepositions:
            there, found, position = _behind(tokens, roles, argument, position)
        else:
            start = places[argument.after] if argument.genitive else first
            behind = start + len(matcher.runs[argument.after])
            found = _within(roles, start, behind) or _genitive(tokens, roles, max(position, behind))
            there = bool(found)
            position = max([position, *(s.last + 1 for s in found)])
        if not there and not argument.optional:
            return None
        _put(roles, hit, argument, found)
    if _by_subject(tokens, hit, first):
        taken = {s.actor for s in hit.actor + hit.recipient}
        hit.actor = (*(s for s in roles.subject(clause) if s.actor not in taken), *hit.actor)
    return hit if _enough(hit) else None


def _by_subject(tokens: list[Token], hit: Hit, first: int) -> bool:
    """«در جریان دیدار با او از پاکستان تشکر کرد»: whoever does what the clause says is the actor that is not named."""
    open_slot = not any(a.role == "actor" for a in hit.matcher.arguments) or len(hit.actor) < 2
    suffered = hit.matcher.pattern.event == "ASSAULT" and getattr(hit.clause.predicate, "voice", None) == "passive"
    if suffered or (hit.actor and not any(a.role == "partner" for a in hit.matcher.arguments)):
        return False  # «در حمله به اتوبوس سه نفر کشته شدند»
    if any(t.key == "خود" for t in tokens[hit.last + 1 : hit.last + 3]):  # «تمام حملات خود علیه اسرائیل»
        return open_slot
    before = first - 1
    if before > 0 and tokens[before].key in _COURSE:
        before -= 1
    if before > 0 and tokens[before].key == "از" and tokens[before - 1].key in _AROUND:  # «پس از گفت‌وگو با ظریف»
        return open_slot
    return open_slot and any(tokens[i].key in _BY_SUBJECT for i in (first, before) if i >= 0)  # «با همکاری اریتره»


def _within(roles: Roles, first: int, position: int) -> tuple[Seen, ...]:
    """«اعزام [نیروهای ترکیه]»: a mention that starts on a word of the pattern's own."""
    return tuple(s for s in roles.seen if first <= s.first < position <= s.last)


def _genitive(tokens: list[Token], roles: Roles, position: int) -> tuple[Seen, ...]:
    """The actors of the genitive that starts within a few words behind the noun."""
    for index in range(position, min(position + _INTO + 1, len(tokens))):
        if roles.starting(index):
            return roles.phrase(index, places=True)
        if is_boundary(tokens[index]) and tokens[index].key not in ("«", '"', "دو", "سه", "چند", "یک", "این"):
            return ()
    return ()


def _behind(tokens: list[Token], roles: Roles, argument: Argument, position: int) -> tuple[bool, tuple[Seen, ...], int]:
    """Whether a preposition of the argument stands within reach behind the noun, who stands behind it, and what is next."""
    for index in range(position, min(position + _REACH, len(tokens))):
        token = tokens[index]
        for words in sorted(argument.prepositions, key=len, reverse=True):
            if token.key == words[0] and all(
                index + i < len(tokens) and tokens[index + i].key == w for i, w in enumerate(words)
            ):
                found = roles.phrase(index + len(words), places=True)
                after = max([index + len(words), *(s.last + 1 for s in found)])
                return True, found, after
        if token.key in ("؛", ":", ".", "که") or (token.verb is not None and token.verb.form == "finite"):
            break
    return False, (), position


def _infinitive(tokens: list[Token], roles: Roles, matcher: Matcher, at: int, clause: Clause) -> Hit | None:
    """«متهم کردن ارمنستان», «به رسمیت شناختن اسرائیل», «بازداشت‌شده»: the verb as a noun or adjective."""
    end = at + len(matcher.runs[-1])
    verb = tokens[end].verb if end < len(tokens) else None
    if (
        verb is None
        or verb.lemma not in matcher.lemmas
        or verb.form != "infinitive"
        or (verb.negative, False, 0) != (matcher.negative, matcher.future, matcher.person)
    ):
        return None
    if clause.predicate is not None and clause.predicate.first == end:
        return None
    if _places(tokens, matcher, clause, at) is None:
        return None
    hit = Hit(matcher, at, end, clause, None)
    for argument in matcher.arguments:
        if argument.object or (matcher.passive and not argument.prepositions):
            _put(roles, hit, argument, _genitive(tokens, roles, end + 1))
        elif argument.prepositions:
            there, found, _ = _behind(tokens, roles, argument, end + 1)
            if not there:
                there, found = roles.behind(clause, argument.prepositions, at)
            if not there and not argument.optional:
                return None
            _put(roles, hit, argument, found)
        elif argument.role == "actor":
            _put(roles, hit, argument, roles.subject(clause))
    return hit if _enough(hit) else None
