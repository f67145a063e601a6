"""What the patterns say of one sentence, with its status and the statement that it is told in."""

from __future__ import annotations

from dataclasses import dataclass

from vaqaye.actors import Seen
from vaqaye.actors.roles import Roles
from vaqaye.events.codebook import Codebook
from vaqaye.events.match import Hit, best, matches
from vaqaye.events.nouns import only_topic
from vaqaye.events.status import status
from vaqaye.events.topic import political
from vaqaye.language import Sentence
from vaqaye.model import Status
from vaqaye.statements import Said
from vaqaye.text import keys_of

Sides = tuple[tuple[Seen, ...], tuple[Seen, ...]]  # who does it, to whom
_WITH_CONTENT = frozenset({"REQUEST", "AGREE", "THREATEN"})
VERBAL = frozenset({"ACCUSE", "THREATEN", "REQUEST", "SUPPORT", "REJECT"})  # acts done by saying them
_PERSONS = frozenset({"person", "office"})
_SENT = frozenset({"GOV", "LEG", "PTY", "OPP"})  # «هیئت پارلمانی اروپا به تهران آمد», not «زائران»


@dataclass(slots=True)
class Told:
    """A pattern that fired, with its status, why it has that, and the statement that it is told in."""

    hit: Hit
    status: Status
    why: str
    said: Said | None
    found: Sides  # before they were weighed
    chance: float | None = None  # that it is told here, as the model sees it; None without the model
    mode: str | None = None  # as the model sees it, where the pattern leaves it open


def told_in(sentence: Sentence, here: Roles, said: list[Said], book: Codebook, about: str | None) -> list[Told]:
    """What the patterns say of a sentence in an article of that topic; nothing of one that repeats another."""
    if sentence.copy_of is not None or not _gate(sentence, book):
        return []
    hits: list[Hit] = []
    out: list[Told] = []

    def fits(hit: Hit) -> bool:  # «ما باید مذاکره کنیم» is no demand: it leaves the words to another pattern
        return not hit.matcher.asks or addressed(here, hit, containing(sentence, hit, said))

    for hit in best([hit for hit in matches(sentence, here, book) if fits(hit)]):
        words = containing(sentence, hit, said)
        if hit.matcher.pattern.abroad and not _abroad(here, hit):
            continue
        if hit.matcher.pattern.mutual and hit.matcher.pattern.event == "COOPERATE" and _at_home(here, hit):
            continue
        if only_topic(sentence, hit):
            continue
        state, why = status(sentence, hit)
        if any(is_content(other, hit, state) or _is_toll(other, hit) for other in hits):
            continue
        hits.append(hit)
        _first_person(here, hit, words)
        if not political(here.cast, hit, about, state):
            continue
        out.append(Told(hit, state, why, words, (hit.actor, hit.recipient)))
    return out


def _abroad(roles: Roles, hit: Hit) -> bool:
    """«حضور وزیر خارجه عمان در تهران», not «حضور وزیر نفت در مجلس», «حضور آمریکا در عراق»."""
    members = [roles.cast.members[s.actor] for s in hit.actor]
    hosts = roles.cast.countries(hit.recipient)
    sent = [m for m in members if m.kind in _PERSONS or (m.kind == "group" and m.sector in _SENT)]
    return bool(hosts) and any(m.country and m.country not in hosts for m in sent)


def _at_home(roles: Roles, hit: Hit) -> bool:
    """«این نمایشگاه با همکاری شهرداری و وزارت جهاد کشاورزی برپا شد»: offices of one state that work together are no news."""
    return len({roles.cast.country(s.actor) for s in hit.actor + hit.recipient}) < 2


def is_content(said: Hit, hit: Hit, state: Status) -> bool:
    """«خواستار آن شد که ترکیه از حمله خودداری کند»: what is asked for, promised or threatened is no act of its own.

    Nor is it in the present: «تهدید کرد که تنگه را می‌بندد», «تهدید کرد تنگه را می‌بندد».
    """
    if said.matcher.pattern.event not in _WITH_CONTENT:
        return False
    if state == "hypothetical" or said.predicate is None:
        return state == "hypothetical"
    clause = hit.clause
    under = clause.parent == said.clause.index and clause.marker in keys_of("that")
    next_to = clause.marker is None and clause.tokens[0] == said.predicate.last + 1
    below = under or (next_to and clause.predicate is not said.predicate)
    verb = hit.predicate
    future = verb is not None and verb.tense == "future"  # «تهدید کرد که مذاکرات را متوقف خواهد کرد»: one threat
    to_come = future or (verb is not None and verb.tense == "present" and verb.aspect == "imperfective")
    return below and (state == "planned" or (state == "occurred" and to_come))


def _is_toll(attack: Hit, hit: Hit) -> bool:
    """«در حمله به کاروان سه سرباز کشته و دو نفر زخمی شدند»: the dead and wounded of an attack are no second one."""
    both = attack.matcher.pattern.event == hit.matcher.pattern.event == "ASSAULT"
    return both and hit.predicate is not None and not hit.actor


def addressed(roles: Roles, hit: Hit, said: Said | None) -> bool:
    """«روسیه باید از اوکراین خارج شود», «کارفرمایان باید …» are demands on them by whoever says it; «ما باید …» is none.

    Nor is what the article says itself, «ایران باید …» by an Iranian, or what anybody should do («کودکان نباید …»).
    """
    verb = hit.predicate
    words = {t.key for t in roles.sentence.tokens[hit.first : hit.last + 1]}
    if said is None or words & keys_of("consequences"):  # «باید عواقب آن را بپذیرند» threatens
        return False
    if hit.matcher.person == 2:  # «اگر لطف کنید و پیگیری کنید» asks nothing yet
        return hit.clause.marker not in keys_of("condition")
    # «باید تدبیر می‌کرد» blames, «باید به قانون بازگشت» is said to nobody
    ought = verb is not None and verb.tense == "past" and verb.aspect in ("imperfective", "simple")
    if ought or (verb is not None and verb.person != 3):
        return False
    own = said.speaker, f"state:{roles.cast.country(said.speaker)}"
    others = (s for s in hit.recipient if s.first in hit.clause.tokens and s.actor not in own)
    told = (roles.cast.members[s.actor] for s in others)
    return any(m.kind != "group" or m.sector != "CVL" for m in told)


def _first_person(roles: Roles, hit: Hit, said: Said | None) -> None:
    """«از این پیشنهاد استقبال می‌کنیم»: whoever says «we» in a statement is the speaker."""
    verb = hit.predicate
    if said is None:
        return
    if not hit.actor and hit.matcher.pattern.event in VERBAL and not _has_actor(hit):
        # «ترامپ نوشت: ایران اشتباه بزرگی مرتکب شده است»: it is Trump who blames
        hit.actor = (
            Seen(
                roles.sentence.index,
                hit.first,
                hit.last,
                said.speaker,
                "dropped",
                "the speaker",
            ),
        )
    if verb is None or verb.person != 1:
        return
    spoken = {s.actor for s in hit.recipient}
    if said.speaker in spoken or not any(not a.prepositions and not a.object for a in hit.matcher.arguments):
        return
    seen = Seen(
        roles.sentence.index,
        hit.first,
        hit.last,
        said.speaker,
        "dropped",
        "first person: the speaker",
    )
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


def containing(sentence: Sentence, hit: Hit, said: list[Said]) -> Said | None:
    """The innermost statement that the words of the act lie in."""
    start, end = sentence.tokens[hit.first].start, sentence.tokens[hit.last].end
    inside = [s for s in said if sentence.index in s.sentences and s.start <= start and end <= s.end + 3]
    return min(inside, key=lambda s: s.end - s.start) if inside else None
