"""A sentence as the reader of acts sees it: words, who stands where in its clauses, and what patterns say.

The training reads the same scenes, kept as JSON (`train/acts_data.py`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from vaqaye.actors import Seen
from vaqaye.actors.draft import boundaries, government
from vaqaye.actors.roles import Roles
from vaqaye.language import Document, Sentence
from vaqaye.language.model import Pieces
from vaqaye.statements import Said

EVENTS = (
    "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE COERCE ASSAULT"
).split()
STATUS = ["occurred", "planned", "denied", "hypothetical"]
KINDS = ["", "person", "office", "state", "organisation", "group", "place", "weak", "pronoun"]
BEHIND = ["", "به", "با", "از", "در", "علیه", "بر", "برای", "بین", "میان", "توسط", "و", "که", "other"]
SPECIAL = ["", "speaker", "home", "carried", "subject"]  # who may take part without a word that names him
OFTEN = 5  # ranks that are told apart
FAR = (-40, -20, -12, -8, -5, -3, -1, 1, 3, 5, 8, 12, 20)  # words from the trigger to a mention
# What is known of a candidate, and how many values each has but the last: the countries that the model tells apart.
MARKS = {
    "far": len(FAR) + 2, "kind": len(KINDS), "special": len(SPECIAL), "behind": len(BEHIND), "part": 3, "same": 3,
    "said": 5, "often": OFTEN,
}  # fmt: skip
WINDOW = 200  # pieces of neighbouring sentences that are read together
_AROUND = 24  # words on either side of an act that are looked at when its participants are chosen
_LONGEST = 180  # words of a sentence that are read
_NEAR = (-3, 1)  # sentences from an act in which its participants are looked for
_PRONOUNS = frozenset({"pronoun", "demonstrative", "counterpart", "dropped"})


@dataclass(slots=True)
class Stand:
    """A mention of a country's actor: words `first..last`, what sort, and its part in its clause."""

    first: int
    last: int
    country: str
    kind: int  # of KINDS
    behind: int  # of BEHIND
    part: int  # 1 subject of its clause, 2 object
    clause: int
    number: int  # among the mentions of its sentence


@dataclass(slots=True)
class Sign:
    """What a pattern says: an act on words `first..last`."""

    first: int
    last: int
    event: str
    mode: str | None
    status: str
    actor: list[str]
    recipient: list[str]


@dataclass(slots=True)
class Scene:
    """One sentence."""

    words: list[str]
    skip: bool  # says nothing of its own, or names nobody
    stands: list[Stand]
    signs: list[Sign]
    clauses: list[int]  # of each word
    speaker: str | None
    carried: list[str]  # who the sentences before were about
    subjects: list[list[str]]  # of each clause
    home: str

    def countries(self) -> set[str]:
        """Those that are named."""
        return {stand.country for stand in self.stands}

    @classmethod
    def of(cls, row: dict[str, Any]) -> Scene:
        """Back from JSON."""
        stands, signs = [Stand(**s) for s in row["stands"]], [Sign(**s) for s in row["signs"]]
        return cls(**{**row, "stands": stands, "signs": signs})


@dataclass(slots=True)
class Window:
    """Neighbouring sentences of one article as one sequence of words; `starts` are the first word of each."""

    sentences: list[int] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    pieces: list[tuple[int, ...]] = field(default_factory=list)
    kinds: list[int] = field(default_factory=list)
    hints: list[int] = field(default_factory=list)  # 1 + the type of the pattern on a word


@dataclass(slots=True)
class Candidate:
    """Somebody who may take part: the words of a mention in a window, or one of SPECIAL."""

    first: int
    last: int
    country: str
    kind: int = 0
    special: int = 0
    behind: int = 0
    part: int = 0
    clause: tuple[int, int] = (-1, -1)  # sentence and clause
    often: int = 0  # rank by number of mentions in the article
    stand: tuple[int, int] | None = None  # sentence and number of the mention


def scene(sentence: Sentence, roles: Roles, said: Sequence[Said], signs: list[Sign]) -> Scene:
    """The scene of one sentence."""
    cast = roles.cast
    inside = [s for s in said if sentence.index in s.sentences]
    speaker = cast.country(min(inside, key=lambda s: s.end - s.start).speaker) if inside else None
    stands = [stand for n, seen in enumerate(roles.seen) if (stand := _stand(roles, n, seen))]
    clauses = [clause.index if (clause := sentence.clause_at(t.index)) else -1 for t in sentence.tokens]
    carried = roles.previous.leading(2) if roles.previous is not None else ()
    subjects = [sorted(cast.countries(roles.subject(c))) for c in sentence.clauses]
    skip = sentence.copy_of is not None or not (stands or signs)
    words = [t.text for t in sentence.tokens]
    return Scene(words, skip, stands, signs, clauses, speaker, sorted(cast.countries(carried)), subjects, cast.home)


def scenes(document: Document, roles: Sequence[Roles], said: Sequence[Said], signs: list[list[Sign]]) -> list[Scene]:
    """The scenes of an article, one a sentence."""
    return [scene(s, roles[s.index], said, signs[s.index]) for s in document.sentences]


def _stand(roles: Roles, number: int, seen: Seen) -> Stand | None:
    member = roles.cast.members[seen.actor]
    if member.country is None:
        return None
    if seen.place or seen.weak:
        kind = KINDS.index("place" if seen.place else "weak")
    else:
        kind = KINDS.index("pronoun" if seen.how in _PRONOUNS else member.kind)
    clause = roles.sentence.clause_at(seen.first)
    part = 0
    if clause is not None:
        part = 1 if seen in roles.subject(clause) else 2 if seen in roles.objects(clause)[1] else 0
    behind = government(roles.sentence.tokens, seen.first)
    behind = behind if behind in boundaries() else ""
    where = BEHIND.index(behind) if behind in BEHIND else len(BEHIND) - 1
    return Stand(seen.first, seen.last, member.country, kind, where, part, clause.index if clause else -1, number)


def windows(article: Sequence[Scene], pieces: Pieces) -> list[Window]:
    """The sentences of an article by WINDOW pieces, those that are skipped left out."""
    out: list[Window] = []
    size = WINDOW
    for index, here in enumerate(article):
        if here.skip:
            continue
        cut = [pieces.of(w) for w in here.words[:_LONGEST]]
        length = sum(map(len, cut))
        if size + length > WINDOW:
            out.append(Window())
            size = 0
        size += length
        window = out[-1]
        window.sentences.append(index)
        window.starts.append(len(window.pieces))
        kinds, hints = [0] * len(cut), [0] * len(cut)
        for stand in here.stands:
            for i in range(stand.first, min(stand.last + 1, len(cut))):
                kinds[i] = stand.kind
        for sign in here.signs:
            for i in range(sign.first, min(sign.last + 1, len(cut))):
                hints[i] = 1 + EVENTS.index(sign.event)
        window.pieces += cut
        window.kinds += kinds
        window.hints += hints
    return out


def candidates(article: Sequence[Scene], window: Window, sentence: int, clause: int) -> list[Candidate]:
    """All that an act of a clause can choose from: mentions of the window near it, and those that no word names."""
    found = []
    ranks = often(article)
    ends = [*window.starts[1:], len(window.pieces)]
    for index, start, end in zip(window.sentences, window.starts, ends, strict=True):
        if sentence + _NEAR[0] <= index <= sentence + _NEAR[1]:
            found += [
                Candidate(
                    start + s.first, start + s.last, s.country, s.kind, 0, s.behind, s.part, (index, s.clause),
                    ranks[s.country], (index, s.number),
                )
                for s in article[index].stands
                if start + s.last < end
            ]  # fmt: skip
    here = article[sentence]
    extra = [(here.speaker, 1), (here.home, 2), *((c, 3) for c in here.carried)]
    if 0 <= clause < len(here.subjects):
        extra += [(c, 4) for c in here.subjects[clause]]
    last = OFTEN - 1
    return found + [Candidate(-1, -1, c, special=special, often=ranks.get(c, last)) for c, special in extra if c]


def often(article: Sequence[Scene]) -> dict[str, int]:
    """The countries of an article by number of mentions: 0 for the commonest, OFTEN - 1 for all behind the first ones."""
    counts = Counter(stand.country for here in article for stand in here.stands)
    order = sorted(counts, key=lambda c: (-counts[c], c))
    return {country: min(rank, OFTEN - 1) for rank, country in enumerate(order)}


def marks(
    trigger: int, near: Sequence[Candidate], sign: Sign | None, clause: tuple[int, int], countries: Sequence[str]
) -> list[list[int]]:
    """What is known of each candidate without reading its words; columns as in MARKS. `countries` are those told apart."""
    rule, missing = said_of(sign), 0 if sign else 4
    names = {country: 1 + n for n, country in enumerate(countries)}
    return [
        [
            distance(trigger, c.first) if not c.special else 0, c.kind, c.special, c.behind, c.part,
            same_clause(clause, c), rule.get(c.country, missing), c.often, names.get(c.country, 0),
        ]
        for c in near
    ]  # fmt: skip


def sign_at(here: Scene, words: Sequence[int], event: str) -> Sign | None:
    """The pattern of the type that fired on the same words of a sentence."""
    return next((s for s in here.signs if s.event == event and any(s.first <= w <= s.last for w in words)), None)


def said_of(sign: Sign | None) -> dict[str, int]:
    """What a pattern says of each country: 1 actor, 2 recipient, 3 both."""
    found: dict[str, int] = {}
    for bit, side in ((1, sign.actor), (2, sign.recipient)) if sign else ():
        for country in side:
            found[country] = found.get(country, 0) | bit
    return found


def distance(trigger: int, word: int) -> int:
    """Where a word stands from a trigger, as one of len(FAR) + 1 classes from 1 on."""
    return 1 + sum(word - trigger > f for f in FAR)


def around(trigger: int, words: int) -> tuple[int, int]:
    """The words beside an act that are looked at with its candidates, end-exclusive."""
    return max(0, trigger - _AROUND), min(words, trigger + _AROUND)


def same_clause(clause: tuple[int, int], candidate: Candidate) -> int:
    """0 in the clause of the trigger, 1 in its sentence, 2 elsewhere."""
    return 0 if candidate.clause == clause else 1 if candidate.clause[0] == clause[0] else 2
