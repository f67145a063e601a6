"""The name that takes up the speech of an office: «معاون شهردار گفت …» and, a sentence on, «سارا رستگار افزود …».

News introduces whoever is new by an office. A bare name that begins to speak is, as a rule, whoever spoke by an office just
before; an office that goes on behind a name, without «نیز», is the one who was named.
"""

from __future__ import annotations

from collections.abc import Iterator

from vaqaye.actors import Cast, Seen
from vaqaye.actors.cast import Member
from vaqaye.actors.spoken import BODIES
from vaqaye.actors.units import given_names
from vaqaye.statements import openings, strangers
from vaqaye.statements.said import Said
from vaqaye.text import key_of, keys_of

_LONGEST = 4  # words of a name
_NEAR = 6  # statements between the office and the name
_LEAD = 1  # the last sentence of headline and lead
_SOON = 2  # sentences behind it
_SURNAME = 2  # words
_THIRD = 3  # person
_PLURAL = ("ان", "ها", "های", "هایی")


def join(cast: Cast, said: list[Said]) -> None:
    """Gives offices without a name the ids of the people who take up their speech, or whose speech they go on with."""
    become(cast, said, _in_full(cast, said))
    speech = _Speech(cast, said)
    for actor in list(speech.first):
        office = cast.members[actor]
        named = (speech.later(office) or speech.earlier(office)) if speech.stands_for_somebody(office) else None
        if named is not None:
            learn(office, named)
            speech.joined(office, named)
    become(cast, said, speech.same)


def _in_full(cast: Cast, said: list[Said]) -> dict[str, str]:
    """Surnames of the headline, or with a half-space lost («حسین پور»), and the people who are called so in full."""
    same = {}
    for actor in dict.fromkeys(one.speaker for one in said):
        member = cast.members[actor]
        words = _words(member)
        if member.kind != "person" or not actor.startswith("local:") or not 1 <= len(words) <= _SURNAME:
            continue
        full = strangers.surname(cast, member.name.fa or "")
        alone = len(words) == 1 and words[0] in given_names()
        if full and full != actor and not alone and cast.members[full].country == member.country:
            same[actor] = full
    return {a: same.get(b, b) for a, b in same.items()}


class _Speech:
    """Who speaks in an article, and where each is first named."""

    def __init__(self, cast: Cast, said: list[Said]) -> None:
        self.cast, self.said = cast, said
        self.same: dict[str, str] = {}  # an office -> the person
        self.first: dict[str, int] = {}  # the first and the last statement of each
        self.last: dict[str, int] = {}
        self.several: set[str] = set()  # whose verbs are plural
        for at, one in enumerate(said):
            self.first.setdefault(one.speaker, at)
            self.last[one.speaker] = at
            verb = one.cue.clause.predicate if one.cue is not None else None
            if verb is not None and verb.plural and verb.person == _THIRD:
                self.several.add(one.speaker)
        self.named: dict[str, Seen] = {}
        for seen in (s for sentence in cast.sentences for s in sentence if not s.place):
            self.named.setdefault(seen.actor, seen)
        self.since = {actor: seen.sentence for actor, seen in self.named.items()}

    def joined(self, office: Member, person: Member) -> None:
        """From now on the two are one."""
        self.same[office.id] = person.id
        self.last[person.id] = max(self.last[person.id], self.last[office.id])
        self.since[person.id] = min(self.since[person.id], self.since[office.id])

    def _near(self, places: range) -> Iterator[tuple[int, Member]]:
        """The people and offices that speak in some statements."""
        for at in places:
            speaker = self.said[at].speaker
            member = self.cast.members[self.same.get(speaker, speaker)]
            if member.kind in ("person", "office"):
                yield at, member

    def later(self, office: Member) -> Member | None:
        """The next who speaks by a name, if it is new and bare: «مهری راد افزود»."""
        first = self.first[office.id]
        opening = self.said[first].sentences[0]
        if _words(office)[0] in keys_of("indefinite") and opening > _LEAD:
            return None
        for at, member in self._near(range(first + 1, min(first + _NEAR, len(self.said)))):
            if member is office:
                continue
            if self.is_name(member):
                return member if self._takes_up(office, opening, at, member) else None
            some = member.kind == "person" and _words(member)[:1] and _words(member)[0] in keys_of("indefinite")
            if not some and not (opening <= _LEAD and _is_calling(member)):  # «برخی می‌گویند» is passed over
                return None
        return None

    def _takes_up(self, office: Member, opening: int, at: int, member: Member) -> bool:
        since = self.since.get(member.id)
        if since is None or since <= opening or also(self.cast, self.said[at]) or not _may_be(office, member):
            return False
        bare = member.office is None or (office.office is not None and member.office.id == office.office.id)
        soon = opening <= _LEAD and since - opening <= _SOON and not self._after_a_name(office)
        if office.kind != "office" and not soon:
            return False
        return bare or (soon and office.country == member.country)

    def _after_a_name(self, office: Member) -> bool:
        """Whether somebody spoke by a name before an office did."""
        return any(self.is_name(m) for _, m in self._near(range(self.first[office.id])[-_NEAR:]))

    def earlier(self, office: Member) -> Member | None:
        """Whoever spoke by a name before an office that goes on, without «نیز»: «استاندار ادامه داد»."""
        first = self.first[office.id]
        one = self.said[first]
        behind = one.cue is not None and one.cue.shape == "noun"  # «به گفته فرماندار»
        some = _words(office)[0] in keys_of("indefinite")
        if office.kind != "office" or behind or some or also(self.cast, one):
            return None
        for at, member in self._near(range(first - 1, max(-1, first - _NEAR), -1)):
            if member.kind == "office":
                return None
            if self.is_name(member):
                headline = self.said[at].sentences[0] == 0
                sure = member.id.startswith("local:") or self.last[member.id] >= first or headline
                return member if sure and member.country == office.country else None
        return None

    def is_name(self, member: Member) -> bool:
        """Whether a person is called by a name, not by what they do: «مدیر کانون» is none."""
        words, keys = (member.name.fa or "").split(), _words(member)
        if member.kind != "person" or not words:
            return False
        if not member.id.startswith("local:"):
            return True
        seen = self.named.get(member.id)
        if len(words) > _LONGEST or seen is None or keys[0] in keys_of("indefinite") | keys_of("callings"):
            return False
        tokens = self.cast.document.sentences[seen.sentence].tokens
        if seen.first and tokens[seen.first - 1].key in keys_of("demonstrative"):
            return False  # «این استاد دانشگاه»
        titled = seen.last - seen.first >= len(words)  # «مهندس راد»
        given = openings.is_given(tokens[seen.first]) or openings.begins_with_given(keys[-1])
        return titled or given or openings.is_odd(words[0]) or openings.is_odd(words[-1])

    def stands_for_somebody(self, member: Member) -> bool:
        """An office, or one called by what he does, who is not known by name; no «منابع», no «یک منبع»."""
        if not _words(member) or not member.id.startswith("local:") or member.id in self.several:
            return False
        if member.kind != "office" and (self.is_name(member) or not _is_calling(member)):
            return False
        head = _head(member)
        return head not in keys_of("unnamed") and not head.endswith(_PLURAL)


def also(cast: Cast, one: Said) -> bool:
    """«فرماندار نیز گفت»: another than whoever spoke before."""
    if one.cue is None:
        return False
    tokens = cast.document.sentences[one.sentences[0]].tokens
    return any(tokens[i].key in keys_of("also") for i in one.cue.clause.tokens if i < one.cue.first)


def _words(member: Member) -> list[str]:
    return [key_of(w) for w in (member.name.fa or "").split()]


def _head(member: Member) -> str:
    words = _words(member)
    return words[1] if len(words) > 1 and words[0] in keys_of("indefinite") else words[0]


def _is_calling(member: Member) -> bool:
    """«مدیر کانون», «یک متخصص چشم»: named by what he does."""
    return member.kind == "person" and bool(_words(member)) and _head(member) in keys_of("callings")


def _may_be(office: Member, person: Member) -> bool:
    """Whether the countries fit; who acts for a body (the UN, UEFA) has one of his own."""
    if person.role is not None and office.office is not None and person.role.fa == office.office.fa:
        return True  # the country of «سخنگوی وزارت خارجه» may be a guess
    loose = (None, *BODIES)
    return office.country == person.country or office.country in loose or person.country in loose


def learn(office: Member, person: Member) -> None:
    """A person holds an office from now on."""
    person.office = person.office or office.office
    person.sector = person.sector or office.sector
    if person.id.startswith("local:"):
        person.country = office.country or person.country


def become(cast: Cast, said: list[Said], same: dict[str, str]) -> None:
    """Every mention of one actor becomes one of another."""
    if not same:
        return
    for seen in (s for sentence in cast.sentences for s in sentence):
        seen.actor = same.get(seen.actor, seen.actor)
    for one in said:
        one.speaker = same.get(one.speaker, one.speaker)
        one.addressees = tuple(same.get(a, a) for a in one.addressees)


__all__ = ["also", "become", "join", "learn"]
