"""Which countries are the sides of an act: what the pattern says, weighed with how each stands in the sentence.

The names of features and their weights are in `models/sides.tsv`, learnt from annotated articles by `train/sides.py`.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cache

from vaqaye.actors import Cast, Seen
from vaqaye.actors.draft import government
from vaqaye.actors.roles import Roles
from vaqaye.events import pairs
from vaqaye.events.match import Hit
from vaqaye.events.pairs import QUAD
from vaqaye.resources import learnt
from vaqaye.statements import Said

SIDES = ("actor", "recipient")
# What the sum of two judges is worth that have looked at the same words; of .5, .7, 1 on annotated articles.
_BOTH = 0.7
_UNREAD = -5.0  # log odds of a country that the trained reader has not weighed
_BUCKETS = (0, 1, 2, 3, 5, 8, 12, 20)
_RARE = 9  # the rank of a country that no word names
_FOLLOWS = frozenset("را ، و که با به در از : .".split())
# Features that are also crossed with the pattern, and those that are crossed with them.
_KEYS = ("side", "speaker", "subject", "slot", "object", "home")
_WITH = tuple(
    "rule before behind then spoken verbal nominal in_clause home carried rank person as clause voice kind often lead".split()
)


@dataclass(slots=True)
class Field:
    """Where the countries of an article are named, counted once."""

    often: dict[str, int] = field(default_factory=dict)  # rank by number of mentions
    lead: set[str] = field(default_factory=set)  # named in the first two sentences

    @classmethod
    def of(cls, cast: Cast) -> Field:
        """Of an article."""
        counts: Counter[str] = Counter()
        lead: set[str] = set()
        for index, seen in enumerate(cast.sentences):
            here = [c for s in seen if (c := cast.country(s.actor))]
            counts.update(here)
            if index < 2:
                lead.update(here)
        return cls(
            {c: n for n, (c, _) in enumerate(sorted(counts.items(), key=lambda i: (-i[1], i[0])))},
            lead,
        )


def features(roles: Roles, hit: Hit, words: Said | None, whole: Field) -> dict[str, list[str]]:
    """Country -> names of what speaks for and against it, for every country that may be a side of an act."""
    cast = roles.cast
    near: dict[str, list[Seen]] = {}
    for seen in roles.seen:
        country = cast.country(seen.actor)
        if country:
            near.setdefault(country, []).append(seen)
    chosen = {side: roles.cast.countries(getattr(hit, side)) for side in SIDES}
    speaker = cast.country(words.speaker) if words else None
    subject = roles.cast.countries(roles.subject(hit.clause))
    objects = roles.cast.countries(roles.objects(hit.clause)[1])
    before = roles.previous
    carried = roles.cast.countries(before.leading(2)) if before is not None else set()
    earlier = roles.cast.countries(tuple(before.seen)) if before is not None else set()
    every = set(near) | chosen["actor"] | chosen["recipient"] | carried | earlier | {cast.home}
    if speaker:
        every.add(speaker)
    general = _general(hit, chosen, speaker, len(near))
    ranks = {country: whole.often.get(country, _RARE) for country in every}
    partners, doers = (
        _others(ranks, chosen["actor"]),
        _others(ranks, chosen["recipient"]),
    )
    out: dict[str, list[str]] = {}
    for country in sorted(every):
        signs = (
            ("speaker", country == speaker), ("subject", country in subject), ("object", country in objects),
            ("carried", country in carried), ("earlier_only", country in earlier and country not in near),
            ("home", country == cast.home), ("lead", country in whole.lead), ("not_here", country not in near),
        )  # fmt: skip
        plain = [
            f"side {_side(country, chosen)}",
            *_slots(roles, hit, country),
            *(n for n, true in signs if true),
        ]
        plain.append(f"often {min(ranks[country], 3)}")
        if country in near:
            plain += _mentions(roles, hit, near[country], near)
        beside = [
            *_known(country, chosen),
            *_left(country, country in near, partners, doers, chosen),
        ]
        event, pattern = hit.matcher.pattern.event, hit.matcher.pattern.id
        out[country] = [
            *_crossed(hit, [*plain, *general]), *beside, *(f"{event}|{f}" for f in beside),
            *(f"{QUAD[event]}|{f}" for f in beside if ">" in f),
            *(f"{pattern}|{f[:9]}" for f in beside if f.startswith("partner")),
        ]  # fmt: skip
    return out


def _known(country: str, chosen: dict[str, set[str]]) -> list[str]:
    """Which country it is, and with whom the pattern has it: «A USA>IRN» speaks for Iran where the pattern has the USA."""
    after = [f"A {a}>{country}" for a in chosen["actor"] if a != country]
    before = [f"R {country}>{b}" for b in chosen["recipient"] if b != country]
    return [f"id {country}", *sorted(after), *sorted(before)]


def _others(ranks: dict[str, int], taken: set[str]) -> list[str]:
    """The countries that are not on a side yet, the commonest of the article first."""
    return sorted((c for c in ranks if c not in taken), key=lambda c: (ranks[c], c))


def _left(
    country: str,
    here: bool,
    partners: list[str],
    doers: list[str],
    chosen: dict[str, set[str]],
) -> list[str]:
    """How near at hand a country is for a side that the pattern leaves open, or for one more."""
    where = "here" if here else "not here"
    out = [f"no {side}, {where}" for side in SIDES if not chosen[side]]
    if country in partners:
        rank = min(partners.index(country), 3)
        out += [
            f"partner {rank} of {min(len(chosen['actor']), 2)}",
            f"partner {rank}, {where}",
        ]
    if country in doers and chosen["recipient"]:
        rank = min(doers.index(country), 3)
        out += [f"doer {rank}", f"doer {rank}, {where}"]
    return out


def _crossed(hit: Hit, plain: list[str]) -> list[str]:
    """With the type and, where it says who stands where, with the pattern and with each other."""
    pattern = hit.matcher.pattern
    out = [
        f"T {pattern.event}",
        f"P {pattern.id}",
        *plain,
        *(f"{pattern.event}|{f}" for f in plain),
    ]
    keys = [f for f in plain if f.startswith(_KEYS)]
    out += [f"{pattern.id}|{f}" for f in keys]
    others = [f for f in plain if f.startswith(_WITH)]
    out += [f"{key}&{f}" for key in keys for f in others if f != key]
    place = next((f for f in plain if f.startswith(("before", "behind "))), None)
    if place:
        lemma = hit.predicate.lemma if hit.predicate else hit.matcher.pattern.id
        out += [f"{place}&{f}" for f in plain if f.startswith(("under", "then", "verbal", "nominal"))]
        out += [f"{lemma}|{f}" for f in plain if f.startswith("under")]
    return list(dict.fromkeys(out))


def _side(country: str, chosen: dict[str, set[str]]) -> str:
    return "+".join(side for side in SIDES if country in chosen[side]) or "none"


def _slots(roles: Roles, hit: Hit, country: str) -> list[str]:
    """How the pattern came to the country: «slot recipient به»."""
    out = []
    for argument, found in hit.slots:
        if country in roles.cast.countries(found):
            kind = "object" if argument.object else "genitive" if argument.genitive else "subject"
            kind = min((" ".join(p) for p in argument.prepositions), default=kind)
            out.append(f"slot {argument.role} {kind}")
    for side in SIDES:
        out += [f"how {side} {s.how}" for s in getattr(hit, side) if roles.cast.country(s.actor) == country]
    return sorted(set(out))


def _general(hit: Hit, chosen: dict[str, set[str]], speaker: str | None, named: int) -> list[str]:
    predicate = hit.predicate
    out = [
        f"rule {min(len(chosen['actor']), 2)} {min(len(chosen['recipient']), 2)}",
        "verbal" if predicate is not None else "nominal",
        f"countries {min(named, 4)}",
    ]
    if predicate is not None:
        out += [f"voice {predicate.voice}", f"person {predicate.person}"]
    if hit.clause.marker:
        out.append(f"marker {hit.clause.marker}")
    if speaker:
        out.append("spoken")
    return out


def _mentions(roles: Roles, hit: Hit, mine: list[Seen], near: dict[str, list[Seen]]) -> list[str]:
    """How the nearest mention of a country stands."""
    tokens = roles.sentence.tokens
    inside = set(hit.clause.tokens)
    best = min(mine, key=lambda s: (s.first not in inside, _distance(hit, s)))
    gap = _distance(hit, best)
    place = "before" if best.last < hit.first else "behind" if best.first > hit.last else "within"
    out = [
        "in_clause" if best.first in inside else "out_clause",
        f"mentions {min(len(mine), 3)}",
    ]
    out.append(f"{place} {sum(gap > b for b in _BUCKETS)}")
    owner = roles.sentence.clause_at(best.first)
    if owner is not None and owner is not hit.clause:
        near_by = (
            "parent" if owner.index == hit.clause.parent else "child" if owner.parent == hit.clause.index else "far"
        )
        out.append(f"clause {near_by}")
    governed = government(tokens, best.first)
    noun = tokens[best.first - 1].key if best.first > 0 and tokens[best.first - 1].is_word else "-"
    out += [f"under {governed}", f"noun {noun}"]
    follows = tokens[best.last + 1].key if best.last + 1 < len(tokens) else "."
    if follows in _FOLLOWS:
        out.append(f"then {follows}")
    member = roles.cast.members[best.actor]
    out.append(f"kind {member.kind} {member.sector}")
    out.append(f"as {best.how}{' place' if best.place else ''}{' weak' if best.weak else ''}")
    order = sorted((min(s.first for s in found), c) for c, found in near.items())
    rank = next(i for i, (_, c) in enumerate(order) if c == roles.cast.country(best.actor))
    out.append(f"rank {min(rank, 3)} of {min(len(order), 4)}")
    nearer = sum(1 for found in near.values() if min(_distance(hit, s) for s in found) < gap)
    out.append(f"nearer {min(nearer, 3)}")
    if any(0 < s.first - best.last <= 2 for found in near.values() for s in found if s is not best):
        out.append("list")
    return out


def _distance(hit: Hit, seen: Seen) -> int:
    """Words between the act and a mention."""
    return max(hit.first - seen.last, seen.first - hit.last, 0)


# -- the decision


@cache
def weights() -> dict[str, tuple[float, float]]:
    """Feature -> what it adds to the log odds of the actor's and of the recipient's side."""
    return {row["feature"]: (float(row["actor"]), float(row["recipient"])) for row in learnt("sides")}


def settle(
    roles: Roles,
    hit: Hit,
    words: Said | None,
    whole: Field,
    read: pairs.Scores | None = None,
) -> None:
    """Takes sides off an act that its pattern found and that are not likely, and adds those that are.

    `read` are the log odds of the trained reader by country, where it was asked; they are added to those of the features.
    Both sides are then chosen together (`pairs.py`).
    """
    known = weights()
    bias = known["bias"]
    said = roles.cast.countries(hit.actor), roles.cast.countries(hit.recipient)
    scores: dict[str, tuple[float, float]] = {}
    for country, found in features(roles, hit, words, whole).items():
        sums = list(bias)
        for name in found:
            weight = known.get(name)
            if weight:
                sums[0] += weight[0]
                sums[1] += weight[1]
        scores[country] = sums[0], sums[1]
    pattern = hit.matcher.pattern
    wanted = dict(zip(SIDES, pairs.choose(together(scores, read or {}), pattern.event, pattern.id, said), strict=True))
    for side in SIDES:
        old: tuple[Seen, ...] = getattr(hit, side)
        kept = tuple(s for s in old if (c := roles.cast.country(s.actor)) is None or c in wanted[side])
        more = [c for c in sorted(wanted[side]) if c not in roles.cast.countries(old)]
        facing = {s.actor for s in (hit.recipient if side == "actor" else hit.actor)}
        if side == "recipient" and words is not None:
            facing.add(words.speaker)  # «به گفته وزارت بهداشت غزه ۴۶ هزار فلسطینی کشته شدند»
        setattr(hit, side, (*kept, *(_mention(roles, hit, c, words, facing) for c in more)))


def together(scores: pairs.Scores, read: pairs.Scores) -> pairs.Scores:
    """The log odds of both judges, of the features and of the trained reader; alone where that was not asked."""
    if not read:
        return scores
    out = {}
    for country, (actor, recipient) in scores.items():
        more = read.get(country, (_UNREAD, _UNREAD))
        out[country] = _BOTH * (actor + more[0]), _BOTH * (recipient + more[1])
    return out


def _mention(roles: Roles, hit: Hit, country: str, words: Said | None, facing: set[str]) -> Seen:
    """The mention that stands for a country: the nearest of somebody of its own, else who was spoken of before.

    Not one of `facing`, who are on the other side: «بن‌گویر با این توافق مخالفت کرد» is said to his government, not to himself.
    """
    cast = roles.cast
    here = [s for s in roles.seen if cast.country(s.actor) == country and s.actor not in facing]
    if here:
        inside = set(hit.clause.tokens)
        return min(
            here,
            key=lambda s: (s.weak or s.place, s.first not in inside, _distance(hit, s)),
        )
    if words is not None and cast.country(words.speaker) == country and words.speaker not in facing:
        return Seen(
            roles.sentence.index,
            hit.first,
            hit.last,
            words.speaker,
            "dropped",
            "the speaker",
        )
    before = roles.previous
    earlier = (*before.leading(2), *before.seen) if before is not None else ()
    mine = (s.actor for s in earlier if cast.country(s.actor) == country and s.actor not in facing)
    actor = next(mine, None) or cast.state(country)
    return Seen(
        roles.sentence.index,
        hit.first,
        hit.last,
        actor,
        "dropped",
        "spoken of before, or at home",
    )
