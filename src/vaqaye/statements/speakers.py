"""Whose words they are: the subject of the cue's verb, the name behind «به گفته», the head before a colon."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import islice

from vaqaye.actors import Cast, Seen
from vaqaye.actors.draft import is_boundary
from vaqaye.actors.roles import Roles
from vaqaye.model import How
from vaqaye.statements.cues import Found
from vaqaye.text import key_of, keys_of

_PRONOUNS = keys_of("pronouns")
_ADVERBS = keys_of("adverbs")
_LEAD = keys_of("lead_in") | _ADVERBS
_THAT = keys_of("that")
_TIME = keys_of("ends_time")
_REPORTS = keys_of("reports")
_NAME = 2
_FULL_NAME = 4
_LONGEST_HEAD = 8
_SHORT = 2  # letters
_BACK = 3  # sentences
_KNOWN = 300  # persons of an article in which a surname is looked for
_TAKES = keys_of("takes_complement")
_TIME_WORDS = 4  # «در چند روز گذشته» at the beginning


@dataclass(slots=True)
class Before:
    """Who spoke before: `last` whoever it was, `person` the last one that «وی» can stand for."""

    last: str | None = None
    person: str | None = None
    outlet: str | None = None
    same: dict[str, str] = field(default_factory=dict)  # an office -> the person who holds it
    several: bool = False  # whether the last were several: «کارشناسان گفتند»

    def spoke(self, cast: Cast, actor: str, cue: Found | None) -> None:
        """Notes a speaker."""
        verb = cue.clause.predicate if cue is not None else None
        if cast.members[actor].sector == "JRN":
            self.outlet = actor
        self.last, self.several = actor, verb is not None and verb.plural
        if cast.members[actor].kind in ("person", "office") and not (self.several and actor.startswith("local:")):
            self.person = actor


_LONGEST = 14  # words of a speaker that no lexicon knows


def of(roles: Roles, cue: Found, before: Before) -> str | None:
    """The actor id of the speaker; an unknown one becomes a local actor by the words that name it. None: nobody said it."""
    tokens = roles.sentence.tokens
    if cue.shape == "colon":
        first = _first(roles, cue.first)
        if first is None:
            return _head(roles, cue.first)
        _spell_out(roles, first)
        return first.actor
    if cue.shape == "noun":
        return _behind(roles, cue, before)
    quoted = _quoted(roles, cue)
    if quoted:
        return quoted
    subject = _subject(roles, cue)
    named = [s for s in subject if s.sentence == roles.sentence.index and s.first < cue.first]
    pronoun = next((i for i in cue.clause.tokens if i < cue.first and tokens[i].key in _PRONOUNS), None)
    if pronoun is not None and (not named or named[0].first >= pronoun):
        return _meant(roles, pronoun, before) or before.last or (named[0].actor if named else None)
    if named and before.person and _points_back(roles, named[0]):
        return before.person
    if named and named[0].first in cue.clause.tokens and not named[0].weak:
        _spell_out(roles, named[0])
        return _apposed(roles, named[0], before) or named[0].actor
    own = span(roles, cue)
    if own and cue.shape != "saying":
        outlet = _outlet(roles, own[0], before)
        if outlet:
            return outlet
        return _local(roles, *own)
    if named:
        return named[0].actor
    within = next((s.actor for s in roles.seen if cue.first < s.first < cue.last and not (s.weak or s.place)), None)
    return within or _dropped(roles, cue, before, subject)  # «در بیانیه وزارت خارجه مصر آمده است»


def _meant(roles: Roles, pronoun: int, before: Before) -> str | None:
    """Whom «وی» means: the last speaker, unless a person was named since who is its subject."""
    here = next((s.actor for s in roles.starting(pronoun) if s.how == "pronoun"), None)
    lead = roles.previous.leading(0) if roles.previous is not None else ()
    if here and lead and lead[0].actor == here and roles.cast.members[here].kind == "person":
        return here
    return before.person or here


def _dropped(roles: Roles, cue: Found, before: Before, subject: tuple[Seen, ...]) -> str | None:
    """Who «گفت» means without a subject: the one who spoke before; for «گفتند» rather several or a body."""
    verb = cue.clause.predicate
    if verb is None or verb.person != 3:
        return None
    carried = subject[0].actor if subject else None
    if verb.plural and carried and roles.cast.members[carried].kind != "person":
        return carried
    if before.several and not verb.plural:
        return before.person or carried
    return before.last or carried


def _outlet(roles: Roles, first: int, before: Before) -> str | None:
    """«این گزارش تاکید می‌کند», «این روزنامه افزود»: the outlet that spoke or was named last."""
    tokens = roles.sentence.tokens
    this = first > 0 and tokens[first - 1].key == "این"
    if tokens[first].key in _REPORTS:
        return before.outlet or before.last
    if not this or tokens[first].key not in keys_of("media"):
        return None
    if before.outlet:
        return before.outlet
    at, back = roles.previous, 0
    while at is not None and back < _BACK:
        for seen in reversed(at.seen):
            if at.cast.members[seen.actor].sector == "JRN":
                return seen.actor
        at, back = at.previous, back + 1
    return None


def _points_back(roles: Roles, seen: Seen) -> bool:
    """«این مقام آمریکایی», «این عضو کمیسیون»: the person who spoke before."""
    member = roles.cast.members[seen.actor]
    if seen.how in ("pronoun", "demonstrative"):
        return member.kind in ("person", "office")
    tokens = roles.sentence.tokens
    this = seen.first > 0 and tokens[seen.first - 1].key == "این"
    return this and member.kind == "office" and seen.how == "office"


def _quoted(roles: Roles, cue: Found) -> str | None:
    """«روزنامه هاآرتص به نقل از منابع آگاه نوشت»: those whom the subject quotes."""
    tokens = roles.sentence.tokens
    for i in cue.clause.tokens[1:]:
        if i >= cue.first - 1 or tokens[i].key != "نقل" or tokens[i + 1].key != "از":
            continue
        if tokens[i - 1].key != "به" or not any(s.first < i and not s.weak for s in roles.subject(cue.clause)):
            return None
        found = roles.phrase(i + 2, reach=4)
        end = found[0].last if found else i + 1
        between = [n for n in range(end + 1, cue.first) if n != i + 2]
        if any(tokens[n].key == "،" or (roles.starting(n) and tokens[n - 1].key != "در") for n in between):
            return None  # «به نقل از رویترز، وزیر خارجه گفت»
        return (
            found[0].actor
            if found and not found[0].weak
            else _local(roles, i + 2, min(_phrase_end(roles, i + 2), cue.first - 1))
        )
    return None


def _subject(roles: Roles, cue: Found) -> tuple[Seen, ...]:
    """The subject of the cue; behind a clause in between the actor that its own clause is taken up with.

    «پس از آن که سپاه از حمله خبر داد، ارتش آمریکا اعلام کرد».
    """
    tokens = roles.sentence.tokens
    before = [i for i in cue.clause.tokens if i < cue.first]
    intro = _report(roles, before)
    if intro:
        found = [s for s in roles.starting(before[intro]) if not s.weak and not s.place]
        if found:
            return tuple(found)
    chunk = next((n for n in range(len(before) - 1, 0, -1) if before[n] != before[n - 1] + 1), None)
    if chunk is not None:
        start = before[chunk]
        while start < cue.first and not tokens[start].is_word:
            start += 1
        found = [s for s in roles.starting(start) if not s.weak and not s.place]
        if found and tokens[found[0].last + 1].key != "را":
            return tuple(found)
    return roles.subject(cue.clause)


def span(roles: Roles, cue: Found) -> tuple[int, int] | None:
    """The tokens of the speaker's noun phrase: the first of the clause that stands behind no preposition."""
    tokens = roles.sentence.tokens
    found = [s for s in _subject(roles, cue) if s.sentence == roles.sentence.index and s.first in cue.clause.tokens]
    if found and found[0].first < cue.first and not found[0].weak:
        return found[0].first, found[-1].last
    inside = [i for i in cue.clause.tokens if i < cue.first]
    inside = inside[_report(roles, inside) :]
    inside = inside[_lead(roles, inside) :]
    if not inside or is_boundary(tokens[inside[0]]) or tokens[inside[0]].key in _THAT:
        return None
    first = last = inside[0]
    for index in inside[1:_LONGEST]:
        if index != last + 1 or is_boundary(tokens[index]) or tokens[index].key in _ADVERBS:
            break
        last = index
    return (first, last) if tokens[last + 1].key != "را" else None


def _report(roles: Roles, before: list[int]) -> int:
    """The position behind «به گزارش خبرگزاری فارس از تهران،»; 0 without such words."""
    tokens = roles.sentence.tokens
    if len(before) < _NAME or tokens[before[0]].key != "به" or tokens[before[1]].key not in _REPORTS:
        return 0
    at = next((n for n, i in enumerate(before) if tokens[i].key == "،"), len(before))
    return at + 1 if at + 1 < len(before) else 0


def _lead(roles: Roles, inside: list[int]) -> int:
    """How many words stand before the noun phrase: «همچنین», «ساعاتی پیش», «بارها»."""
    tokens = roles.sentence.tokens
    done = 0
    for place, index in enumerate(inside[:_TIME_WORDS]):
        if tokens[index].key in _TIME:
            done = place + 1
    while done < len(inside) and (not tokens[inside[done]].is_word or tokens[inside[done]].key in _LEAD):
        done += 1
    return done


def _phrase_end(roles: Roles, first: int) -> int:
    tokens = roles.sentence.tokens
    end = first
    while end + 1 < len(tokens) and end - first < _LONGEST and tokens[end + 1].key not in _ADVERBS:
        if is_boundary(tokens[end + 1]):
            goes_on = tokens[end + 1].is_word and tokens[end].key in _TAKES
            if not goes_on or end + 2 >= len(tokens) or is_boundary(tokens[end + 2]):
                break  # over «به» in «منبعی نزدیک به هیئت مذاکره‌کننده»
        end += 1
    return end


def _spell_out(roles: Roles, seen: Seen) -> None:
    """«رئیس کمیته شکستن محاصره غزه»: an office of one word, «رئیس», gets its whole name."""
    member = roles.cast.members[seen.actor]
    if member.kind != "office" or not member.id.startswith("local:") or seen.last - seen.first >= _NAME:
        return
    end = _phrase_end(roles, seen.first)
    if seen.how == "office" and end > seen.last and len((member.name.fa or "").split()) <= _NAME:
        tokens = roles.sentence.tokens[seen.first : end + 1]
        member.name = replace(member.name, fa=" ".join(t.text for t in tokens))


def noun_end(roles: Roles, cue: Found) -> int | None:
    """The token behind «به گفته X،»; None if nobody stands there."""
    tokens = roles.sentence.tokens
    here = roles.starting(cue.last + 1)
    last = max((s.last for s in here), default=None)
    index = cue.last + 1 if last is None else last + 1
    while index < len(tokens) and index - cue.last < _LONGEST and tokens[index].key not in ("،", "؛", "که"):
        verb = tokens[index].verb
        if verb is not None and verb.form == "finite":
            return None
        if last is not None and (index > last + 4 or tokens[index].key == "این"):
            break
        index += 1
    if index < len(tokens) and tokens[index].key == "،" and last is not None:
        again = roles.starting(index + 1)  # «به گفته پسکوف، سخنگوی کرملین، …»
        if again and again[0].actor in {s.actor for s in here}:
            index = again[0].last + 1
    return index if cue.last + 1 < index < len(tokens) else None


def addressees(roles: Roles, cue: Found) -> tuple[str, ...]:
    """Those that it is said to: «به خبرنگاران گفت», «خطاب به آمریکا گفت»."""
    if cue.shape not in ("that", "clause"):
        return ()
    _, found = roles.behind(cue.clause, frozenset({("به",)}), cue.first)
    return tuple(s.actor for s in found if s.last >= cue.first - 3)


def _behind(roles: Roles, cue: Found, before: Before) -> str | None:
    tokens = roles.sentence.tokens
    at = cue.last + 1
    if at >= len(tokens):
        return None
    if tokens[at].key in _PRONOUNS:
        return before.person or before.last
    if tokens[at - 1].key == "این":  # «بر اساس این گزارش»
        return before.outlet or before.last if tokens[at].key in _REPORTS else None
    found = roles.phrase(at, reach=5)
    if found and not found[0].weak:
        return found[0].actor
    return _local(roles, at, _phrase_end(roles, at))


def _head(roles: Roles, colon: int) -> str | None:
    """«قره‌خانی: …»: an unknown name of one or two words; a longer head without a known name is a heading.

    If the line ends there, it may be longer: «منبعی نزدیک به هیئت مذاکره‌کننده:».
    """
    words = roles.sentence.tokens[:colon]
    if not words or is_boundary(words[0]):
        return None
    ends = colon == len(roles.sentence.tokens) - 1
    if len(words) > (_LONGEST_HEAD if ends else _NAME) or any(not t.is_word or t.verb is not None for t in words):
        return None
    if not ends and any(is_boundary(t) for t in words):
        return None
    return _local(roles, 0, colon - 1)


def _first(roles: Roles, end: int) -> Seen | None:
    """The first actor named before a token."""
    return next((s for s in roles.seen if s.first < end and not s.place and not s.weak), None)


def _local(roles: Roles, first: int, last: int) -> str | None:
    """A speaker that no lexicon knows, by the very words: «یک فعال کارگری», «مدیرکل مدیریت بحران استانداری»."""
    tokens = roles.sentence.tokens
    while first <= last and not tokens[first].is_word:
        first += 1
    while last >= first and not tokens[last].is_word:
        last -= 1
    if last < first or last - first >= _LONGEST:
        return None
    name = " ".join(t.text for t in tokens[first : last + 1])
    if not any(c.isalpha() for c in name) or (first == last and tokens[first].key in keys_of("through")):
        return None
    known = _surname(roles.cast, name) if first == last else None
    if known:
        return known
    country = next((roles.cast.country(s.actor) for s in roles.seen if first <= s.first <= last), roles.cast.home)
    actor = roles.cast.local(name, "person", country, None)
    how: How = "name"
    roles.seen.append(Seen(roles.sentence.index, first, last, actor, how))
    return actor


def _surname(cast: Cast, word: str) -> str | None:
    """The person that was called «بهمن سالاری» before «سالاری»; short ones only of people whom we know («گل»)."""
    key = key_of(word)
    for member in islice(cast.members.values(), _KNOWN):
        words = (member.name.fa or "").replace("\u200c", " ").split()
        if member.kind != "person" or len(words) < _NAME:
            continue
        whole = key_of("".join(words))
        same = key_of(words[-1]) == key or (len(key) > _NAME + 1 and whole.endswith(key) and whole != key)
        if same and (len(key) > _SHORT or not member.id.startswith("local:")):
            return member.id
    return None


def _apposed(roles: Roles, office: Seen, before: Before) -> str | None:
    """«احمد موهبتی - استاندار سیستان - گفت»: the name, unknown to the lexicon, before the office."""
    tokens = roles.sentence.tokens
    member = roles.cast.members[office.actor]
    mark = office.first - 1
    if member.kind != "office" or office.how != "office" or mark < _NAME or tokens[mark].key not in ("-", "،"):
        return None
    first = mark
    while first > 0 and mark - first < _FULL_NAME and tokens[first - 1].text[0].isalpha():
        if is_boundary(tokens[first - 1]) or tokens[first - 1].key in _LEAD or _is_seen(roles, first - 1):
            break
        first -= 1
    if mark - first < _NAME or (
        first > 0 and not is_boundary(tokens[first - 1]) and tokens[first - 1].key not in _LEAD
    ):
        return None
    actor = _local(roles, first, mark - 1)
    if actor:
        named = roles.cast.members[actor]
        named.office, named.country, named.sector = member.office, member.country, member.sector
        if member.id.startswith("local:"):
            before.same.setdefault(member.id, actor)
    return actor


def _is_seen(roles: Roles, token: int) -> bool:
    return any(s.first <= token <= s.last for s in roles.seen)
