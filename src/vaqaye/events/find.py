"""Events of an article: patterns fired, their status, date and place, each act once."""

from __future__ import annotations

from dataclasses import dataclass, field

from vaqaye.actors import Cast, Seen, places
from vaqaye.actors.roles import Roles
from vaqaye.events.codebook import Codebook
from vaqaye.events.learned import combine
from vaqaye.events.match import Hit
from vaqaye.events.mode import mode
from vaqaye.events.told import VERBAL, Sides, told_in
from vaqaye.events.topic import topic
from vaqaye.events.visits import as_visit
from vaqaye.events.when import Days
from vaqaye.language import Document, Sentence, Token
from vaqaye.model import Day, Status
from vaqaye.statements import Said
from vaqaye.text import keys_of

_POST = 8  # words between a post and its «در»
_LONG = 4  # letters: shorter words say little of what an act is about


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
    chance: float | None  # that it is told there, as the model sees it
    found: Sides  # as its own words name them: by these it is known again
    mode: str | None = None  # that of PLOVER
    sentences: list[int] = field(default_factory=list)
    _matter: set[str] | None = None

    @property
    def matter(self) -> set[str]:
        """The longer words of what is said with it: those of its clause and the ones under it that name nobody."""
        if self._matter is None:  # each act is compared with all before it
            self._matter = _matter(self)
        return self._matter

    @property
    def event(self) -> str:
        """The PLOVER type."""
        return self.hit.matcher.pattern.event


def find(
    document: Document, cast: Cast, roles: list[Roles], days: tuple[Day, ...], said: list[Said], book: Codebook,
    model: bool = True,
) -> list[Act]:  # fmt: skip
    """The acts of an article in order of their fullest telling; without `model` what the patterns say, as they say it."""
    acts: list[Act] = []
    when = Days(document, days, said)
    about = topic(document)
    told = [told_in(sentence, roles[sentence.index], said, book, about) for sentence in document.sentences]
    if model:
        told = combine(document, roles, said, told, about)
    for sentence, found in zip(document.sentences, told, strict=True):
        here = roles[sentence.index]
        for t in found:
            day = when.of(sentence, t.hit, t.said)
            state, why = t.status, t.why
            if state == "occurred" and _ahead(document, t.hit, day):
                state, why = (
                    "planned",
                    f"present tense, and its day is {day.value if day else ''}",
                )
            place = _place(here, t.hit)
            as_visit(here, t.hit, place)
            act = Act(
                t.hit,
                sentence,
                state,
                why,
                day,
                place,
                t.said,
                t.chance,
                t.found,
                mode(sentence, t.hit, t.mode),
                [sentence.index],
            )
            _merge(cast, acts, act)
    return acts


def _ahead(document: Document, hit: Hit, day: Day | None) -> bool:
    """«فردا به مسکو سفر می‌کند», «مذاکرات جمعه از سر گرفته می‌شود»: a present whose day has not come."""
    verb = hit.predicate or hit.clause.predicate
    published = (document.article.published or "")[:10]
    if day is None or not day.value or day.precision != "day" or not published or verb is None:
        return False
    if hit.matcher.pattern.event in VERBAL - {"SUPPORT"}:  # «از وزارتخانه می‌خواهند تا جمعه پاسخ دهد»
        return False
    if hit.matcher.pattern.event == "AGREE" and hit.predicate is None:  # «بررسی پیشنهاد آمریکا پنجشنبه تکمیل می‌شود»
        return False
    return verb.tense == "present" and verb.mood == "indicative" and day.value > published


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
        elif not _of_a_noun(tokens, at) and (hit.matcher.pattern.event not in VERBAL or _opens(hit, tokens, at)):
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


# -- the same act told twice


def _merge(cast: Cast, acts: list[Act], act: Act) -> None:
    back = _points_back(act)
    for index, other in enumerate(acts):
        if _same(cast, other, act) or (back and other.event == act.event):
            fuller = act if not back and _fullness(act) > _fullness(other) else other
            both = other.sentences + [i for i in act.sentences if i not in other.sentences]
            fuller.sentences = [
                fuller.sentence.index,
                *(i for i in both if i != fuller.sentence.index),
            ]
            fuller.day = fuller.day or other.day or act.day
            acts[index] = fuller
            return
    acts.append(act)


def _points_back(act: Act) -> bool:
    """«این مذاکرات», «آن حمله»: an act that was told before."""
    before = act.hit.first - 1
    return act.hit.predicate is None and before >= 0 and act.sentence.tokens[before].key in keys_of("demonstrative")


def _fullness(act: Act) -> tuple[int, int, int]:
    people = act.found[0] + act.found[1]
    return (
        len({s.actor for s in people}),
        int(act.hit.predicate is not None),
        int(act.day is not None),
    )


def _same(cast: Cast, left: Act, right: Act) -> bool:
    """Same type and compatible mode, status, date and sides; of what the model alone sees, only countries and status count."""
    a, b = left.hit.matcher.pattern, right.hit.matcher.pattern
    if a.event != b.event:
        return False
    if "model" in (a.id, b.id):  # «توافق آتش‌بس … به‌رغم توافق»
        sides = ((left.hit.actor, right.hit.actor), (left.hit.recipient, right.hit.recipient))
        return left.status == right.status and all(_near(cast, x, y) for x, y in sides)
    if a.id != b.id if a.hosted or b.hosted else a.mode != b.mode:
        return False  # a meeting in Moscow is not the journey to Moscow
    if a.event == "COOPERATE" and _kind(a.id) != _kind(b.id):
        return False  # «همکاری ایران و روسیه», «گسترش روابط ایران و روسیه»
    if left.status != right.status and not _only_named(left, right):
        return False
    if left.day and right.day and left.day.value != right.day.value:
        return False
    if left.hit.predicate is not None and right.hit.predicate is not None:
        said = a.event == "AGREE" or a.event in VERBAL
        if left.sentence is right.sentence or (said and left.matter.isdisjoint(right.matter)):
            return False  # «آمریکا متعهد می‌شود تحریم‌ها را لغو کند … متعهد می‌شود نیروها را خارج کند»
    return all(_compatible(cast, a, b) for a, b in zip(left.found, right.found, strict=True))


def _matter(act: Act) -> set[str]:
    people = {w for s in act.hit.actor + act.hit.recipient for w in range(s.first, s.last + 1)}
    own = people | {act.hit.first, act.hit.last}
    clauses = (c for c in act.sentence.clauses if act.hit.clause.index in (c.index, c.parent))
    tokens = (act.sentence.tokens[i] for c in clauses for i in c.tokens if i not in own)
    return {t.key for t in tokens if t.verb is None and len(t.key) >= _LONG}


def _kind(pattern: str) -> str:
    """`ties` of `cooperate.ties.gostaresh`."""
    return pattern.partition(".")[2].partition(".")[0]


def _only_named(left: Act, right: Act) -> bool:
    """«اگر حمله کند … حملات اسرائیل»: what is a mere possibility in one place, and a noun in one, is the same act.

    So is «به مسکو سفر کرد … از برنامه‌های سفر او به مسکو خواهد بود», where nothing gives the noun a day of its own.
    """
    nouns = [act for act in (left, right) if act.hit.predicate is None]
    planned = any(act.status == "planned" and act.day is None and all(act.found) for act in nouns)
    return bool(nouns) and (planned or "hypothetical" in (left.status, right.status))


def _near(cast: Cast, left: tuple[Seen, ...], right: tuple[Seen, ...]) -> bool:
    """One side names no more countries than the other."""
    a, b = cast.countries(left), cast.countries(right)
    return a <= b or b <= a


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
