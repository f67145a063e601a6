"""From drafts of mentions to a cast: each mention is led back to one actor, sentence by sentence."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from vaqaye.actors import whoswho
from vaqaye.actors.cast import Cast, Member, Seen, state_names
from vaqaye.actors.compose import THIS, Draft, drafts
from vaqaye.actors.units import Unit, index, scan
from vaqaye.language import Document, Sentence, Token
from vaqaye.language.inflect import spellings
from vaqaye.model import How, Name
from vaqaye.resources import table
from vaqaye.text import ZWNJ, fold, key_of, keys_of


@cache
def _outlets() -> dict[str, str]:
    return {fold(row["source"]): row["country"] for row in table("outlets")}


@cache
def _not_surnames() -> frozenset[str]:
    return frozenset(key_of(row["word"]) for row in table("not_surnames"))


def _is_common(key: str) -> bool:
    """«امینه محمد», «رابرت مالی»: a last word that is a name or word of its own."""
    node = index().get(key)
    known = node is not None and node.unit is not None and node.unit.kind in ("given", "title", "state", "organisation")
    return known or key in _not_surnames()


@cache
def _anaphora() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for row in table("anaphora"):
        for keys in spellings(row["words"]):
            found.setdefault(keys[0], []).append((keys[1:], row["kind"]))
    return {first: sorted(rests, key=lambda r: -len(r[0])) for first, rests in found.items()}


def find(document: Document) -> Cast:
    """The cast of an article: names and offices that stand side by side first, then one pass from left to right."""
    home = _outlets().get(fold(document.article.source or ""), "IRN")
    cast = Cast(document, home)
    resolver = _Resolver(cast)
    found = [drafts(sentence.tokens) for sentence in document.sentences]
    resolver.look_ahead(found)
    for sentence, here in zip(document.sentences, found, strict=True):
        cast.sentences.append(resolver.sentence(sentence, here))
    _at_home(cast)
    return cast


def _at_home(cast: Cast) -> None:
    """Where no other country is spoken of, «معترضان», «پلیس» and people whom nobody knows are those of the outlet's."""
    named = {member.country for member in cast.members.values() if member.country}
    if named <= {cast.home}:
        for member in cast.members.values():
            member.country = member.country or cast.home


_BODIES = frozenset({"IGO", "UNO", "NGO", "MNC", "IMG", "ISM"})  # «این کشور» is none of them


@dataclass(frozen=True, slots=True)
class _Back:
    """A word that points back, at tokens `first..last`: a kind of anaphora.tsv, or `surname`."""

    first: int
    last: int
    kind: str


class _Resolver:
    """What has been spoken of so far in the article."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.day = cast.document.article.published
        self.surnames: dict[str, str] = {}
        self.by_office: dict[str, str] = {}  # office key -> the actor that held it here last
        self.states: list[str] = []  # countries, the latest last
        self.person: str | None = None
        self.latest: dict[str, str] = {}  # kind -> actor
        self.seen_persons: set[str] = set()
        self.named: dict[tuple[str, str | None], Draft] = {}  # (office, country) -> the one person it is given to here

    def look_ahead(self, sentences: list[list[Draft]]) -> None:
        """«وزیر دفاع ایتالیا اعلام کرد …» in the headline is «آنتونیو مارتینو، وزیر دفاع ایتالیا» of the third line."""
        double: set[tuple[str, str | None]] = set()
        for draft in (d for found in sentences for d in found):
            if draft.unit is not None and draft.unit.kind == "person":
                self.seen_persons.add(draft.unit.id)  # «گبرد» in the headline is «تولسی گبرد» of the text
            person = draft.same_as or (draft if draft.kind == "person" else None)
            office = draft.office
            if person is None or office is None or draft.former or person.name is None:
                continue
            country = draft.country if draft.country and draft.country[0] not in "?@" else None
            key = (office.id, country)
            old = self.named.setdefault(key, person)
            if old.name != person.name:
                double.add(key)
        for key in double:
            del self.named[key]

    def sentence(self, sentence: Sentence, found: list[Draft]) -> list[Seen]:
        tokens = sentence.tokens
        taken = {i for d in found for i in range(d.first, d.last + 1)}
        words = self._words(tokens, taken)
        out: list[Seen] = []
        ids: dict[int, str] = {}
        subject: str | None = None
        items: list[Draft | _Back] = [*found, *words]
        for item in sorted(items, key=lambda d: d.first):
            if isinstance(item, Draft):
                id = self._draft(item, ids)
                if id is None:
                    continue
                ids[id_of(item)] = id
                out.append(
                    Seen(sentence.index, item.first, item.last, id, item.how, self._reason(item), item.place, item.weak)
                )
            else:
                out.extend(self._word(sentence, item, subject))
            if out and subject is None and self.cast.members[out[-1].actor].kind in ("person", "office"):
                subject = out[-1].actor
        if subject:
            self.person = subject
        spans = [(s.first, s.last) for s in out if s.how == "counterpart"]
        return [s for s in out if s.how == "counterpart" or not any(a <= s.first and s.last <= b for a, b in spans)]

    # -- drafts

    def _draft(self, draft: Draft, ids: dict[int, str]) -> str | None:
        if draft.same_as is not None and id_of(draft.same_as) in ids:
            return self._learn_office(ids[id_of(draft.same_as)], draft)
        if (
            draft.first == draft.last
            and draft.kind in ("office", "group")
            and self._tokens[draft.first].key in self.surnames
        ):
            draft.how = "name"  # «رئیسی» is no head of anything where Ebrahim Raisi has been named
            return self.surnames[self._tokens[draft.first].key]
        media = (
            draft.kind == "organisation" and draft.sector == "JRN" and draft.country and draft.country[0] not in "?@"
        )
        country = draft.country if media else self._country(draft.country)
        if draft.kind == "person":
            id = self._person(draft, country)
        elif draft.kind == "office":
            id = self._office(draft, country)
        elif draft.kind == "state" and country:
            id = self.cast.state(country)
            if not draft.place and not draft.weak:
                self._spoken_of(country)
        elif draft.kind == "group" and draft.unit is not None:
            id = self._group(draft, country)
        else:
            id = self._organisation(draft, country)
        if id is not None:
            self.latest[draft.kind] = id
        return id

    def _country(self, country: str | None) -> str | None:
        """«این کشور» is the state spoken of last; «دولت» alone that of the outlet."""
        if country == THIS:
            return self.states[-1] if self.states else None
        if country and country[0] == "?":
            if country[1:] != "IRN":
                return country[1:]
            return self.states[-1] if self.states and self.cast.home not in self.states else self.cast.home
        if country:
            self._spoken_of(country)
        return country

    def _spoken_of(self, country: str) -> None:
        if country in _BODIES:
            return
        if country in self.states:
            self.states.remove(country)
        self.states.append(country)

    def _person(self, draft: Draft, country: str | None) -> str | None:
        unit = draft.unit
        if unit is not None:
            if draft.weak and unit.kind == "short" and unit.id not in self.seen_persons:
                return self.surnames.get(key_of(unit.fa.split()[-1]))
            self.seen_persons.add(unit.id)
            return self._known(unit.id, draft.office)
        name = draft.name or ""
        surname = key_of(name.split()[-1])
        if surname in self.surnames:
            return self.surnames[surname]
        if draft.weak and draft.office is None:
            country = country or self.cast.home
        id = self.cast.local(name, "person", country or (self.cast.home if draft.office else None), draft.sector)
        member = self.cast.members[id]
        member.office = member.office or draft.office
        self._remember(id, name)
        if draft.office and not draft.former:
            self.by_office[draft.office.id] = id
        return id

    def _known(self, id: str, office: Unit | None) -> str:
        members = self.cast.members
        if id not in members:
            row = whoswho.names()[id]
            member = Member(
                id, Name(row["fa"], row["en"] or None), "person", row["country"] or None, row["sector"] or None
            )
            member.role, member.wikidata = whoswho.role(id, self.day), row["wikidata"] or None
            members[id] = member
            self._remember(id, row["fa"])
            held = whoswho.office_of(id, self.day)
            if held:
                self.by_office.setdefault(f"{held}:{member.country}", id)
        member = members[id]
        member.office = member.office or office
        return id

    def _remember(self, id: str, name: str) -> None:
        """From now on the surname alone means this person, unless it is a common word or a given name."""
        parts = name.replace(ZWNJ, " ").split()
        key = key_of(name.split()[-1])
        if len(parts) > 1 and len(key) > 2 and not _is_common(key):
            self.surnames[key] = id

    def _learn_office(self, id: str, draft: Draft) -> str:
        member = self.cast.members[id]
        country = self._country(draft.country)
        member.office = member.office or draft.office
        if id.startswith("local:"):
            member.country = member.country or country or self.cast.home
            member.sector = member.sector or draft.sector
        if draft.office and not draft.former:
            self.by_office[f"{draft.office.id}:{country}"] = id
            self.by_office[draft.office.id] = id
        return id

    def _office(self, draft: Draft, country: str | None) -> str:
        office = draft.office
        assert office is not None
        if country is None and office.id in self.by_office and not draft.plural:
            return self.by_office[office.id]
        named = self.named.get((office.id, country)) if not draft.plural and not draft.former else None
        country = country or (self._country("?IRN") if not draft.plural else None)
        known = self.by_office.get(f"{office.id}:{country}")
        if named is not None and not known:
            known = self._person(named, country)
        if known and not draft.plural and not draft.former:
            return known
        person = None if draft.plural or draft.former or not country else whoswho.holder(office.id, country, self.day)
        if person and draft.last - draft.first < 6:
            id = self._known(person, office)
        else:
            text = self._text(draft)
            id = self.cast.local(text, "office", country, draft.sector)
            self.cast.members[id].office = office
        if not draft.plural and not draft.former:
            self.by_office[f"{office.id}:{country}"] = id
            self.by_office[office.id] = id
        return id

    def _group(self, draft: Draft, country: str | None) -> str:
        unit = draft.unit
        assert unit is not None
        if unit.kind == "adjective":
            return self.cast.local(self._text(draft), "group", country, draft.sector)
        return self.cast.local(
            f"{unit.fa} {state_names().get(country or '', ('', ''))[0]}".strip(), "group", country, draft.sector
        )

    def _organisation(self, draft: Draft, country: str | None) -> str | None:
        unit = draft.unit
        if unit is None or (unit.kind == "generic" and country != unit.country):
            return self.cast.local(self._text(draft), "organisation", country, draft.sector)
        if unit.id not in self.cast.members:
            sector = unit.sector
            self.cast.members[unit.id] = Member(unit.id, Name(unit.fa, unit.en), "organisation", unit.country, sector)
        return unit.id

    def _text(self, draft: Draft) -> str:
        tokens = self._tokens
        return " ".join(t.text for t in tokens[draft.first : draft.last + 1])

    def _reason(self, draft: Draft) -> str | None:
        if draft.kind == "office" and draft.same_as is None and self.day:
            return f"holder of the office on {self.day[:10]}"
        return None

    # -- words that point back

    def _words(self, tokens: list[Token], taken: set[int]) -> list[_Back]:
        """Pronouns, «این کشور», «همتای …», and surnames known by now."""
        self._tokens = tokens
        out: list[_Back] = []
        known = _anaphora()
        for token in tokens:
            index = token.index
            if index in taken:
                continue
            for rest, kind in known.get(token.key, ()):
                end = index + len(rest)
                if end < len(tokens) and all(tokens[index + 1 + i].key == k for i, k in enumerate(rest)):
                    out.append(_Back(index, end, kind))
                    taken.update(range(index, end + 1))
                    break
            else:
                if token.key in self.surnames and token.verb is None:
                    out.append(_Back(index, index, "surname"))
        return out

    def _word(self, sentence: Sentence, word: _Back, subject: str | None) -> list[Seen]:
        first, last, kind = word.first, word.last, word.kind
        token = sentence.tokens[first]

        def seen(actor: str | None, how: How, reason: str | None = None, end: int = last) -> list[Seen]:
            return [Seen(sentence.index, first, end, actor, how, reason)] if actor else []

        if kind == "surname":
            return seen(self.surnames[token.key], "name")
        if kind == "person":
            return seen(self.person, "pronoun", "the person spoken of last")
        if kind == "state":
            return seen(
                self.cast.state(self.states[-1]) if self.states else None, "demonstrative", "the state spoken of last"
            )
        if kind == "both":
            pair = self.states[-2:]
            return (
                [s for c in pair for s in seen(self.cast.state(c), "demonstrative", "the two states spoken of last")]
                if len(pair) == 2
                else []
            )
        if kind == "organisation":
            return seen(self.latest.get("organisation"), "demonstrative", "the organisation spoken of last")
        if kind == "office":
            return seen(self.person, "demonstrative", "the person spoken of last")
        return self._counterpart(sentence, first, last, subject)

    def _counterpart(self, sentence: Sentence, first: int, last: int, subject: str | None) -> list[Seen]:
        """«همتای روس خود»: the same office in another country."""
        tokens = sentence.tokens
        country, end = None, last
        ahead = tokens[last + 1 : last + 4]
        for found in scan(ahead):
            if found.unit.country and found.first == 0:
                country, end = found.unit.country, last + 1 + found.last
                break
        if end + 1 < len(tokens) and tokens[end + 1].key in keys_of("own"):
            end += 1
        subject = subject or self.person
        office = self._held(subject) if subject else None
        if country is None:
            others = [s for s in self.states if subject is None or s != self.cast.members[subject].country]
            country = others[-1] if others else None
        if country is None:
            return []
        person = whoswho.holder(office, country, self.day) if office else None
        if person:
            id = self._known(person, None)
        else:
            text = " ".join(t.text for t in tokens[first : end + 1])
            id = self.cast.local(text, "office", country, self.cast.members[subject].sector if subject else None)
        return [Seen(sentence.index, first, end, id, "counterpart", "the same office in that country")]

    def _held(self, id: str) -> str | None:
        member = self.cast.members[id]
        if member.office is not None:
            return member.office.id
        return whoswho.office_of(id, self.day)


def id_of(draft: Draft) -> int:
    """Drafts are mutable and have no hash; their identity is theirs."""
    return id(draft)
