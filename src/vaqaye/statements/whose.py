"""Whose words a statement is, chosen among those who speak or are named in the article.

The subject of a cue says who speaks only where it is a name. An office, «این کارشناس», «وی» or nobody at all may stand for
somebody named elsewhere. The features and their weights are in `models/speakers.tsv`, learnt by `train/speakers.py`.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache

from vaqaye.actors import Cast, Seen
from vaqaye.actors.cast import Member
from vaqaye.actors.draft import is_boundary
from vaqaye.actors.roles import Roles
from vaqaye.resources import learnt
from vaqaye.statements.said import Said
from vaqaye.text import fold, key_of, keys_of

MARGIN = 0.3  # log odds by which another must be likelier than the speaker that the rules found
_MOST = 8  # candidates
_NEAR = 8  # words around a name that tell who it is
_LOOKED_AT = 4  # mentions of one
_SHORT = 2  # letters
_THIRD = 3  # person
_FULL_NAME = 2  # words of a name; more are often no name: «هنری نمایشگاه فجر»
_PHRASE = 10  # words of the phrase that names the speaker
_STEPS = (0, 1, 2, 4, 8, 16)
_NAMES = ("name", "apposition")
_KEYS = ("told", "beside", "only", "speaks", "opens", "comes", "same", "other", "is ", "spoke", "in the", "own")


@dataclass(slots=True)
class Field:
    """What an article tells of those who may speak, gathered once."""

    roles: list[Roles]
    said: list[Said]
    mentions: dict[str, list[Seen]] = field(default_factory=lambda: defaultdict(list))
    speaks: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    people: list[str] = field(default_factory=list)  # in the order in which they are named
    beside: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))  # named apart in one sentence
    around: dict[str, set[str]] = field(default_factory=dict)  # words near the names of one
    opens: set[str] = field(
        default_factory=set
    )  # people with whose name a sentence begins, also behind «به گزارش ایسنا،»
    title: set[str] = field(default_factory=set)  # words of the title

    @classmethod
    def of(cls, roles: list[Roles], said: list[Said]) -> Field:
        """Of an article."""
        out = cls(roles, said)
        for one in roles:
            last: Seen | None = None
            tokens = one.sentence.tokens
            for seen in one.seen:
                member = one.cast.members[seen.actor]
                if seen.place or (seen.weak and member.kind != "person"):
                    continue
                out.mentions[seen.actor].append(seen)
                if last is not None and last.actor != seen.actor and seen.first - last.last > _SHORT:
                    out.beside[seen.actor].add(last.actor)
                    out.beside[last.actor].add(seen.actor)
                last = seen
                told = tokens[seen.first - 1].key == "،" and tokens[0].key in ("به", "بنا", "بر", "طبق")
                if seen.how in _NAMES and (seen.first <= 1 or told):
                    out.opens.add(seen.actor)
        title = roles[0].cast.document.article.title or ""
        out.title = {k for w in title.replace("\u200c", " ").split() if len(k := fold(w)) > _SHORT}
        for index, statement in enumerate(said):
            out.speaks[statement.speaker].append(index)
        members = roles[0].cast.members
        out.people = [
            a
            for a, found in out.mentions.items()
            if members[a].kind == "person" and any(s.how in _NAMES for s in found)
        ]
        return out

    def words_around(self, actor: str) -> set[str]:
        """The words near the first mentions of somebody: «هادی قوامی نماینده مردم اسفراین»."""
        if actor not in self.around:
            found: set[str] = set()
            for seen in self.mentions[actor][:_LOOKED_AT]:
                tokens = self.roles[seen.sentence].sentence.tokens
                for token in tokens[max(0, seen.first - _NEAR) : seen.last + 1 + _NEAR]:
                    if token.is_word and len(token.key) > _SHORT:
                        found.add(token.key)
            self.around[actor] = found
        return self.around[actor]


def candidates(whole: Field, index: int) -> list[str]:
    """Who may have said a statement: first whom the rules found, then people who speak elsewhere, then those only named.

    A known person, an outlet and whoever stands behind «به گفته» are left as they are: there the rules are right as a rule.
    """
    one = whole.said[index]
    members = whole.roles[0].cast.members
    if _sure(whole.roles[0].cast, one):
        return [one.speaker]
    here = one.sentences[0]
    speaking = [a for a in whole.speaks if members[a].kind == "person" and not _nobody(members[a])]
    others = sorted(
        (a for a in whole.people if a not in whole.speaks),
        key=lambda a: min(abs(s.sentence - here) for s in whole.mentions[a]),
    )
    return list(dict.fromkeys((one.speaker, *speaking, *others)))[:_MOST]


def _sure(cast: Cast, one: Said) -> bool:
    own = cast.members[one.speaker]
    named = not own.id.startswith("local:") or len((own.name.fa or "").split()) <= _FULL_NAME
    verb = one.cue.clause.predicate if one.cue is not None else None
    several = verb is not None and verb.plural and verb.person == _THIRD
    outlet = own.kind == "organisation" and own.sector == "JRN"
    behind = one.cue is not None and one.cue.shape == "noun"
    return (own.kind == "person" and named) or outlet or _nobody(own) or several or behind


def _nobody(member: Member) -> bool:
    """«برخی رسانه‌ها», «یک منبع آگاه», «منبعی»: nobody who has a name."""
    first = key_of((member.name.fa or "").replace("\u200c", " ").partition(" ")[0])
    local = member.id.startswith("local:")
    return local and (first in keys_of("indefinite") or first.removesuffix("ی") in keys_of("called"))


def features(whole: Field, index: int) -> dict[str, list[str]]:
    """Candidate -> names of what speaks for and against it."""
    one = whole.said[index]
    roles = whole.roles[one.sentences[0]]
    cast = roles.cast
    words, how = _phrase(whole, one)
    own = _sort(cast, one.speaker)
    signs = [how, own, f"{own} {how}"]
    verb = one.cue.clause.predicate if one.cue is not None else None
    if verb is not None and verb.plural:
        signs.append("plural")
    if words[:1] and words[0] in keys_of("indefinite"):
        signs.append("this" if words[0] in ("این", "آن") else "some")
    told = {w for w in words if len(w) > _SHORT} | _name_words(cast, one.speaker)
    people = min(len(whole.people), 3)
    signs.append(f"people {people}")
    if one.kind != "indirect":
        signs.append("direct")
    out = {}
    for candidate in candidates(whole, index):
        if candidate == one.speaker:
            mine = ["own", *_speaking(whole, candidate, index), f"own words {min(len(words), 4)}"]
            mine += _placed(whole, candidate, one, "own ")
        else:
            mine = ["other", f"is {_sort(cast, candidate)}", *_speaking(whole, candidate, index)]
            mine += _placed(whole, candidate, one, "")
            mine += _alike(whole, one.speaker, candidate, told)
        out[candidate] = mine
    _compare(whole, out, told, one.speaker)
    for candidate, mine in out.items():
        keys = [m for m in mine if m.startswith(_KEYS)]
        pairs = [f"{a}&{b}" for n, a in enumerate(keys) for b in keys[n + 1 :]]
        out[candidate] = [*mine, *pairs, *(f"{m}|{s}" for m in mine for s in signs)]
    return out


def _compare(whole: Field, out: dict[str, list[str]], told: set[str], speaker: str) -> None:
    """Who fits best of all candidates."""
    cast = whole.roles[0].cast
    shares = {c: len(told & whole.words_around(c)) for c in out if c != speaker}
    most = max(shares.values(), default=0)
    best = [c for c, n in shares.items() if n == most and most]
    people = [a for a in whole.speaks if cast.members[a].kind == "person"]
    for candidate, mine in out.items():
        if best == [candidate]:
            mine.append("told most")
        if people == [candidate]:
            mine.append("only one speaking")
        if candidate != speaker:
            one, other = whole.mentions[speaker], whole.mentions[candidate]
            if one and other:
                gap = other[0].sentence - one[0].sentence
                mine.append(f"comes {_step(gap) if gap >= 0 else '-'}")
        if candidate in whole.opens:
            mine.append("opens")
        if _name_words(cast, candidate) & whole.title:
            mine.append("in the title")


def _sort(cast: Cast, actor: str) -> str:
    member = cast.members[actor]
    local = "~" if actor.startswith("local:") else ""
    if member.kind == "person":
        words = len((member.name.fa or "").replace("\u200c", " ").split())
        return f"person{local}{min(words, 3)}"
    return f"{member.kind}{local}{'J' if member.sector == 'JRN' else ''}"


def _name_words(cast: Cast, actor: str) -> set[str]:
    name = (cast.members[actor].name.fa or "").replace("\u200c", " ")
    return {k for k in (key_of(w) for w in name.split()) if len(k) > _SHORT}


def _phrase(whole: Field, one: Said) -> tuple[list[str], str]:
    """The words that name the speaker at the cue, and how they do."""
    roles = whole.roles[one.sentences[0]]
    cue = one.cue
    if cue is None:
        return [], "free"
    tokens = roles.sentence.tokens
    if cue.shape == "noun":
        start, end = cue.last + 1, min(len(tokens), cue.last + 1 + _PHRASE)
    else:
        start, end = (0 if cue.shape == "colon" else cue.clause.tokens[0]), cue.first
    words: list[str] = []
    for token in tokens[start:end]:
        if is_boundary(token) and token.key not in keys_of("through"):
            if words:
                break
            continue
        words.append(token.key)
    words = words[:_PHRASE]
    if cue.shape in ("noun", "colon"):
        return words, cue.shape
    here = next((s for s in roles.seen if s.actor == one.speaker and start <= s.first < end), None)
    if here is not None:
        return words, f"by {here.how}"
    pronoun = any(t.key in keys_of("pronouns") for t in tokens[start:end])
    return words, "by pronoun" if pronoun else "unnamed"


def _speaking(whole: Field, candidate: str, index: int) -> list[str]:
    """How often and how near a candidate speaks, by the rules."""
    mine = whole.speaks.get(candidate, ())
    others = [i for i in mine if i != index]
    out = [f"speaks {_step(len(others))}"]
    most = max(len(v) for v in whole.speaks.values())
    if len(mine) == most:
        out.append("speaks most")
    before = next((i for i in range(index - 1, -1, -1) if i in others), None)
    after = next((i for i in others if i > index), None)
    out.append(f"spoke {_step(index - before) if before is not None else '-'}")
    out.append(f"will speak {_step(after - index) if after is not None else '-'}")
    return out


def _step(count: int) -> int:
    return sum(count > s for s in _STEPS)


def _placed(whole: Field, candidate: str, one: Said, prefix: str) -> list[str]:
    """Where a candidate is named: in the clause of the cue, before it, before or behind the statement."""
    here = one.sentences[0]
    found = whole.mentions[candidate]
    sentences = [s.sentence for s in found]
    out = []
    if here in sentences:
        tokens = whole.roles[here].sentence.tokens
        first = next(s for s in found if s.sentence == here)
        inside = one.start <= tokens[first.first].start < one.end
        clause = one.cue is not None and first.first in one.cue.clause.tokens
        out.append("in it" if inside else "in the clause" if clause else "in the sentence")
    before = max((s for s in sentences if s < here), default=None)
    out.append(f"named {_step(here - before) if before is not None else '-'} before")
    if before is None:
        after = min((s for s in sentences if s > here), default=None)
        out.append(f"named {_step(after - here) if after is not None else '-'} after")
    if sentences and sentences[0] <= 1:
        out.append("in the lead")
    if whole.people[:1] == [candidate]:
        out.append("first person")
    if len(whole.people) == 1 and whole.people[0] == candidate:
        out.append("only person")
    out.append(f"mentions {_step(len(found))}")
    return [prefix + o for o in out]


def _alike(whole: Field, speaker: str, candidate: str, told: set[str]) -> list[str]:
    """Whether what the cue says of the speaker fits what is told of a candidate."""
    cast = whole.roles[0].cast
    one, other = cast.members[speaker], cast.members[candidate]
    out = [
        "same country"
        if one.country == other.country
        else "other country"
        if one.country and other.country
        else "no country"
    ]
    if one.office is not None and other.office is not None:
        out.append("same office" if one.office.id == other.office.id else "other office")
    if one.sector and other.sector:
        out.append("same sector" if one.sector == other.sector else "other sector")
    if speaker in whole.beside[candidate]:
        out.append("beside")
    if told:
        share = len(told & whole.words_around(candidate)) / len(told)
        out.append(f"told {int(share * 3.99)}")
    if told & _name_words(cast, candidate):
        out.append("its name")
    return out


def choose(roles: list[Roles], said: list[Said]) -> None:
    """Gives each statement the likeliest speaker."""
    open_ = [i for i, one in enumerate(said) if not _sure(roles[0].cast, one)]
    if not open_:
        return
    whole, weights = Field.of(roles, said), _weights()
    chosen: dict[int, str] = {}
    for index in open_:
        own, names = said[index].speaker, features(whole, index)
        if len(names) > 1:
            sums = {a: sum(weights.get(n, 0.0) for n in each) for a, each in names.items()}
            best = max(sums, key=lambda a: sums[a])
            chosen[index] = best if sums[best] > sums[own] + MARGIN else own
    for index, speaker in chosen.items():
        said[index].speaker = speaker


@cache
def _weights() -> dict[str, float]:
    return {row["feature"]: float(row["weight"]) for row in learnt("speakers")}
