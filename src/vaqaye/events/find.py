"""Events of an article: patterns fired, their status, date and place, each act once."""

from __future__ import annotations

from dataclasses import dataclass, field

from vaqaye.actors import Cast, Seen, places
from vaqaye.actors.roles import Roles
from vaqaye.events.codebook import Codebook
from vaqaye.events.match import Hit, matches
from vaqaye.events.status import status
from vaqaye.language import Document, Sentence, Token
from vaqaye.model import Day, Status
from vaqaye.statements import Said
from vaqaye.text import keys_of

# Acts done by saying them.
_POST = 8  # words between a post and its «در»
_WITH_CONTENT = frozenset({"REQUEST", "AGREE", "THREATEN"})
_VERBAL = frozenset({"ACCUSE", "THREATEN", "REQUEST", "SUPPORT", "REJECT"})
# Groups of these are told what they must do; «کارگران باید …» is no demand.
_POWERS = frozenset({None, "GOV", "LEG", "JUD", "MIL", "SPY", "COP", "OPP", "PTY", "REB", "UAF"})


@dataclass(slots=True)
class Act:
    """An event before it is a record. `sentences`: where it is told, the fullest telling first."""

    hit: Hit
    sentence: Sentence
    status: Status
    why: str
    day: Day | None
    place: Seen | None
    said: Said | None
    sentences: list[int] = field(default_factory=list)

    @property
    def event(self) -> str:
        """The PLOVER type."""
        return self.hit.matcher.pattern.event


def find(
    document: Document, cast: Cast, roles: list[Roles], days: tuple[Day, ...], said: list[Said], book: Codebook
) -> list[Act]:
    """The acts of an article in order of their fullest telling."""
    acts: list[Act] = []
    by_sentence = _by_sentence(document, days)
    for sentence in document.sentences:
        if sentence.copy_of is not None or not _gate(sentence, book):
            continue
        here = roles[sentence.index]
        told: list[Hit] = []  # so far in this sentence
        for hit in matches(sentence, here, book):
            if hit.matcher.asks and not _addressed(here, hit):
                continue
            state, why = status(sentence, hit)
            if state != "occurred" and any(_is_content(other, hit, state) for other in told):
                continue
            told.append(hit)
            words = _containing(sentence, hit, said)
            _first_person(here, hit, words)
            day = _day(document, sentence, hit, by_sentence.get(sentence.index, []))
            if state == "occurred" and _ahead(document, hit, day):
                state, why = "planned", f"present tense, and its day is {day.value if day else ''}"
            act = Act(hit, sentence, state, why, day, _place(here, hit), words, [sentence.index])
            _merge(cast, acts, act)
    return acts


def _is_content(said: Hit, hit: Hit, state: Status) -> bool:
    """«خواستار آن شد که ترکیه از حمله خودداری کند»: what is asked for, promised or threatened is no act of its own."""
    if said.matcher.pattern.event not in _WITH_CONTENT:
        return False
    below = (
        said.predicate is not None and hit.clause.parent == said.clause.index and hit.clause.marker in keys_of("that")
    )
    return state == "hypothetical" or (state == "planned" and below)


def _addressed(roles: Roles, hit: Hit) -> bool:
    """«روسیه باید از اوکراین خارج شود» is a demand on Russia; «ما باید …», «کارگران باید …» are none."""
    verb = hit.predicate

    def answers(seen: Seen) -> bool:
        member = roles.cast.members[seen.actor]
        return seen.first in hit.clause.tokens and (member.kind != "group" or member.sector in _POWERS)

    return (verb is None or verb.person == 3) and any(answers(s) for s in hit.recipient)


def _ahead(document: Document, hit: Hit, day: Day | None) -> bool:
    """«فردا به مسکو سفر می‌کند», «مذاکرات جمعه از سر گرفته می‌شود»: a present whose day has not come."""
    verb = hit.predicate or hit.clause.predicate
    published = (document.article.published or "")[:10]
    if day is None or not day.value or day.precision != "day" or not published or verb is None:
        return False
    return verb.tense == "present" and verb.mood == "indicative" and day.value > published


def _first_person(roles: Roles, hit: Hit, said: Said | None) -> None:
    """«از این پیشنهاد استقبال می‌کنیم»: whoever says «we» in a statement is the speaker."""
    verb = hit.predicate
    if said is None:
        return
    if not hit.actor and hit.matcher.pattern.event in _VERBAL and not _has_actor(hit):
        # «ترامپ نوشت: ایران اشتباه بزرگی مرتکب شده است»: it is Trump who blames
        hit.actor = (Seen(roles.sentence.index, hit.first, hit.last, said.speaker, "dropped", "the speaker"),)
    if verb is None or verb.person != 1:
        return
    spoken = {s.actor for s in hit.recipient}
    if said.speaker in spoken or not any(not a.prepositions and not a.object for a in hit.matcher.arguments):
        return
    seen = Seen(roles.sentence.index, hit.first, hit.last, said.speaker, "dropped", "first person: the speaker")
    partners = tuple(s for s in hit.actor if s.first in hit.clause.tokens) if _reciprocal(hit) else ()
    hit.actor = (seen, *partners)


def _has_actor(hit: Hit) -> bool:
    return any(a.role in ("actor", "partner") and not a.optional for a in hit.matcher.arguments)


def _reciprocal(hit: Hit) -> bool:
    return any(a.role == "partner" for a in hit.matcher.arguments)


def _gate(sentence: Sentence, book: Codebook) -> bool:
    """Whether any word of the sentence can be part of an act at all."""
    return any(t.key in book.by_word for t in sentence.tokens) or any(
        c.predicate is not None and c.predicate.lemma in book.by_verb for c in sentence.clauses
    )


def _by_sentence(document: Document, days: tuple[Day, ...]) -> dict[int, list[tuple[int, Day]]]:
    """Sentence index -> (view offset, day) of those that tell when."""
    out: dict[int, list[tuple[int, Day]]] = {}
    for day in days:
        at = document.view.at(day.start)
        sentence = document.sentence_at(at)
        if sentence is not None and day.value and day.precision != "duration":
            out.setdefault(sentence.index, []).append((at, day))
    return out


def _day(document: Document, sentence: Sentence, hit: Hit, days: list[tuple[int, Day]]) -> Day | None:
    """The date in the clause of the act, nearest to its words; else the only one of the sentence."""
    if not days:
        return None
    inside = set(hit.clause.tokens)
    at = sentence.tokens[hit.first].start

    def in_clause(offset: int) -> bool:
        return any(sentence.tokens[i].start <= offset < sentence.tokens[i].end for i in inside)

    near = [(abs(offset - at), day) for offset, day in days if in_clause(offset)]
    if near:
        return min(near, key=lambda item: item[0])[1]
    return days[0][1] if len(days) == 1 else None


def _place(roles: Roles, hit: Hit) -> Seen | None:
    """«در مسقط»: a place in the clause of the act that is no participant."""
    if hit.matcher.pattern.mode == "phone":
        return None
    tokens = roles.sentence.tokens
    people = {id(s) for s in hit.actor + hit.recipient}
    inside = set(hit.clause.tokens)
    for seen in roles.seen:
        if seen.first not in inside or id(seen) in people:
            continue
        keys = tuple(t.key for t in tokens[seen.first : seen.last + 1])
        if not seen.actor.startswith("state:") and not places.site(keys, None):
            continue  # «در بروکسل» is a place, «در سازمان ملل» is none
        at = seen.first - 1
        while at >= 0 and tokens[at].key in keys_of("place_nouns") | (keys_of("parts_of_land") - {"در"}):
            at -= 1  # «در شهر مسقط», «در شرق حلب»
        if at < 0 or tokens[at].key != "در":
            if seen.place and at < seen.first - 1:
                return seen
        elif not _of_a_noun(tokens, at) and (hit.matcher.pattern.event not in _VERBAL or _opens(hit, tokens, at)):
            return seen
    return None


def _of_a_noun(tokens: list[Token], at: int) -> bool:
    """«سفیر سوئیس در تهران», «نماینده روسیه نزد سازمان‌های مستقر در وین»: «در» belongs to a post."""
    for index in range(at - 1, max(-1, at - _POST), -1):
        if not tokens[index].is_word or tokens[index].verb is not None:
            return False
        if tokens[index].key in keys_of("posts"):
            return True
    return False


def _opens(hit: Hit, tokens: list[Token], at: int) -> bool:
    """«وزیر خارجه در تهران حمله را محکوم کرد», not «حمله در غزه را محکوم کرد»: who speaks, or nobody, stands before."""
    before = at - 1
    return before not in hit.clause.tokens or not tokens[before].is_word or any(s.last == before for s in hit.actor)


def _containing(sentence: Sentence, hit: Hit, said: list[Said]) -> Said | None:
    """The innermost statement that the words of the act lie in."""
    start, end = sentence.tokens[hit.first].start, sentence.tokens[hit.last].end
    inside = [s for s in said if sentence.index in s.sentences and s.start <= start and end <= s.end + 3]
    return min(inside, key=lambda s: s.end - s.start) if inside else None


# -- the same act told twice


def _merge(cast: Cast, acts: list[Act], act: Act) -> None:
    for index, other in enumerate(acts):
        if _same(cast, other, act):
            fuller = act if _fullness(act) > _fullness(other) else other
            both = other.sentences + [i for i in act.sentences if i not in other.sentences]
            fuller.sentences = [fuller.sentence.index, *(i for i in both if i != fuller.sentence.index)]
            fuller.day = fuller.day or other.day or act.day
            acts[index] = fuller
            return
    acts.append(act)


def _fullness(act: Act) -> tuple[int, int, int]:
    people = act.hit.actor + act.hit.recipient
    return len({s.actor for s in people}), int(act.hit.predicate is not None), int(act.day is not None)


def _same(cast: Cast, left: Act, right: Act) -> bool:
    """Same type and compatible mode, status, date and sides."""
    a, b = left.hit.matcher.pattern, right.hit.matcher.pattern
    if a.event != b.event or left.status != right.status or a.mode != b.mode:
        return False
    if left.day and right.day and left.day.value != right.day.value:
        return False
    if left.hit.predicate is not None and right.hit.predicate is not None and left.sentence is right.sentence:
        return False
    return _compatible(cast, left.hit.actor, right.hit.actor) and _compatible(
        cast, left.hit.recipient, right.hit.recipient
    )


def _compatible(cast: Cast, left: tuple[Seen, ...], right: tuple[Seen, ...]) -> bool:
    """One side names no more than the other: the same actors, or the state for its officials."""
    if not left or not right:
        return True
    a, b = {s.actor for s in left}, {s.actor for s in right}
    if a <= b or b <= a:
        return True
    ca, cb = {cast.country(i) for i in a}, {cast.country(i) for i in b}
    bare = all(i.startswith("state:") for i in a) or all(i.startswith("state:") for i in b)
    return bare and (ca <= cb or cb <= ca)
