"""From drafts of mentions to a cast: each mention is led back to one actor, sentence by sentence."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import cache

from vaqaye.actors import whoswho
from vaqaye.actors.cast import Cast, Member, Seen, state_names
from vaqaye.actors.compose import drafts
from vaqaye.actors.draft import BOTH, Draft, id_of
from vaqaye.actors.spoken import BODIES, Spoken, hats
from vaqaye.actors.units import Unit, given_names, scan
from vaqaye.language import Document, Sentence, Token
from vaqaye.language.inflect import spellings
from vaqaye.model import How, Name
from vaqaye.resources import table
from vaqaye.text import fold, key_of, keys_of


@cache
def _outlets() -> dict[str, str]:
    return {fold(row["source"]): row["country"] for row in table("outlets")}


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
    """Whose «معترضان», «پلیس» and people are whom nobody knows: of the country that most of the article is about.

    Where no country is spoken of that is the outlet's.
    """
    for member in cast.members.values():
        if member.kind == "person" and member.id.startswith("local:") and member.office is None:
            member.sector = member.sector or "CVL"  # PLOVER: who is not known to act for anybody
    told = Counter(
        country
        for sentence in cast.sentences
        for seen in sentence
        if not seen.weak and (country := cast.country(seen.actor)) and country not in BODIES
    )
    country, times = told.most_common(1)[0] if told else (cast.home, 1)
    if times < _MOST * (told.total() or 1):
        return
    taken = set()
    for member in cast.members.values():
        if member.country is None and (member.kind == "group" or country == cast.home):
            member.country = country
            taken.add(member.id)
    for seen in (s for sentence in cast.sentences for s in sentence if s.actor in taken):
        seen.reason = seen.reason or "the country that the article is about"


_LONG = 6  # words of an office: a longer one is some other
_MOST = 0.6  # of the mentions of an article
_BYSTANDERS = frozenset({"CVL", "EDU", "MED", "LAB", "AGR", "REL"})  # whoever is hurt is of the place, as a rule


@dataclass(frozen=True, slots=True)
class _Back:
    """A word that points back, at tokens `first..last`: a kind of anaphora.tsv, or `surname`."""

    first: int
    last: int
    kind: str


def _says_more(word: _Back, firsts: dict[int, Draft]) -> bool:
    """«این مقام آمریکایی» says more than «این مقام»."""
    return any(i in firsts and firsts[i].last > word.last for i in range(word.first + 1, word.last + 1))


class _Resolver(Spoken):
    """Drafts, and words that point back, to actors."""

    def sentence(self, sentence: Sentence, found: list[Draft]) -> list[Seen]:
        tokens = sentence.tokens
        taken = {i for d in found for i in range(d.first, d.last + 1)}
        places = {d.country for d in found if d.place}
        self.scene = places.pop() if len(places) == 1 else None
        firsts = {d.first: d for d in found}
        words = [w for w in self._words(tokens, taken) if not _says_more(w, firsts)]
        out: list[Seen] = []
        ids: dict[int, str] = {}
        subject: str | None = None
        covered = -1
        items: list[Draft | _Back] = [*found, *words]
        for item in sorted(items, key=lambda d: d.first):
            if isinstance(item, Draft):
                if item.first <= covered:
                    continue
                for draft in self._each(item):
                    id = self._draft(draft, ids)
                    if id is None:
                        continue
                    ids[id_of(item)] = id
                    out.append(
                        Seen(
                            sentence.index,
                            draft.first,
                            draft.last,
                            id,
                            draft.how,
                            draft.reason,
                            draft.place,
                            draft.weak,
                        )
                    )
            else:
                back = self._word(sentence, item, subject)
                out.extend(back)
                covered = item.last if back else covered  # «این مقام»: «مقام» is nobody else
            if out and subject is None and self.cast.members[out[-1].actor].kind in ("person", "office"):
                subject = out[-1].actor
        if subject:
            self.person = subject
        spans = [(s.first, s.last) for s in out if s.how == "counterpart"]
        return [s for s in out if s.how == "counterpart" or not any(a <= s.first and s.last <= b for a, b in spans)]

    # -- drafts

    def _each(self, draft: Draft) -> list[Draft]:
        """«رؤسای جمهوری دو کشور» are two: one of each of the states spoken of last."""
        if draft.country != BOTH:
            return [draft]
        return [replace(draft, country=country) for country in self._two()] or [replace(draft, country=None)]

    def _draft(self, draft: Draft, ids: dict[int, str]) -> str | None:
        if draft.same_as is not None and id_of(draft.same_as) in ids:
            return self._learn_office(ids[id_of(draft.same_as)], draft)
        if (
            draft.first == draft.last
            and draft.kind in ("office", "group", "organisation")
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
        if id is not None and draft.kind == "organisation":
            self.bodies.append(id)
        return id

    def _person(self, draft: Draft, country: str | None) -> str | None:
        unit = draft.unit
        if unit is not None:
            if draft.weak and unit.kind == "short" and unit.id not in self.seen_persons:
                return self.surnames.get(self._tokens[draft.last].key) or self._in_office(draft)
            namesake = self.surnames.get(self._tokens[draft.last].key) if draft.first == draft.last else None
            if namesake is not None and namesake.startswith("local:"):
                return namesake  # «گروسی افزود», where «حسین گروسی» has been named
            draft.weak = False  # «نواک افزود»: he has been named
            self.seen_persons.add(unit.id)
            return self._known(unit.id, draft.office)
        name = draft.name or ""
        # «آقای خاتمی افتخاری نمی‌بیند»: a word too many; «آقای حسین پور» is «شکوه حسین‌پور»
        for word in (name.split()[-1], name.split()[0], name.replace(" ", "")):
            known = self.surnames.get(key_of(word))
            if known:
                return known
        if draft.weak and draft.office is None:
            familiar = key_of(name.split()[0]) in given_names()
            country = country or (self.cast.home if familiar else None)
        id = self.cast.local(name, "person", country or (self.cast.home if draft.office else None), draft.sector)
        member = self.cast.members[id]
        member.office = member.office or draft.office
        self._remember(id, name)
        if draft.office and not draft.former:
            self.by_office[draft.office.id] = id
        return id

    def _office(self, draft: Draft, country: str | None) -> str:
        office = draft.office
        assert office is not None
        if country is None and office.id in self.by_office and not draft.plural:
            return self.by_office[office.id]
        named = self.named.get((office.id, country)) if not draft.plural and not draft.former else None
        country = country or (self._country("?IRN") if not draft.plural else None)
        key = f"{office.id}:{self._text(draft) if draft.local else country}"
        known = self.by_office.get(key)
        if named is not None and not known:
            known = self._person(named, country)
        if known and not draft.plural and not draft.former:
            draft.reason = "whose office it is in this article"
            return known
        nobody = draft.former or draft.local or (draft.plural and not draft.each)
        person = self._holder(draft, office.id, country) if country and not nobody else None
        if person and draft.last - draft.first < _LONG:
            id = self._known(person, office)
        else:
            text = f"{office.fa} {state_names().get(country or '', ('', ''))[0]}" if draft.each else self._text(draft)
            id = self.cast.local(text, "office", country, draft.sector)
            self.cast.members[id].office = office
        if not draft.plural and not draft.former:
            self.by_office[key] = self.by_office[office.id] = id
        return id

    def _holder(self, draft: Draft, office: str, country: str) -> str | None:
        """Who held the office on the day; where nobody is known to, or two did, the office stays and says so."""
        if not self.day:
            draft.reason = "no date of publication to tell the holder of the office by"
            return None
        day = self.day[:10]
        held = {s.person for s in whoswho.holders(office, country, day)}
        person = whoswho.holder(office, country, day)
        if person:
            draft.reason = f"holder of the office on {day}"
        elif len(held) > 1:
            draft.reason = f"{len(held)} people held the office on {day}"
        else:
            draft.reason = f"no holder of the office known on {day}"
        return person

    def _group(self, draft: Draft, country: str | None) -> str:
        unit = draft.unit
        assert unit is not None
        if unit.kind == "adjective":
            return self.cast.local(self._text(draft), "group", country, draft.sector)
        known = self.groups.setdefault(unit.id, {})
        if country is None:
            this = draft.first > 0 and self._tokens[draft.first - 1].key in keys_of("demonstrative")
            if this:
                body = self._body(frozenset({unit.sector})) if unit.sector else None
                if known or body:
                    draft.how, draft.reason = "demonstrative", "those spoken of last"
                    return next(reversed(known)) if known else body or ""
            elif len(known) == 1:
                draft.reason = "the only ones spoken of"
                return next(iter(known))
            elif draft.sector in _BYSTANDERS and self.scene:
                country, draft.reason = self.scene, "the country of the place"
        id = self._group_of(draft, unit, country)
        if country is not None:
            known.pop(id, None)
            known[id] = None  # the latest last
        return id

    def _group_of(self, draft: Draft, unit: Unit, country: str | None) -> str:
        name = unit.fa if draft.sector == unit.sector else self._text(draft)
        state = state_names().get(country or "", ("", ""))[0]
        return self.cast.local(name if state in name else f"{name} {state}".strip(), "group", country, draft.sector)

    def _organisation(self, draft: Draft, country: str | None) -> str | None:
        unit = draft.unit
        if unit is None or (unit.kind == "generic" and country != unit.country):
            return self.cast.local(self._text(draft), "organisation", country, draft.sector)
        if unit.id not in self.cast.members:
            member = Member(unit.id, Name(unit.fa, unit.en), "organisation", unit.country, unit.sector)
            member.also = hats().get(unit.id, ())
            self.cast.members[unit.id] = member
        return unit.id

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
            this = self._this()
            return seen(self.cast.state(this) if this else None, "demonstrative", "the state spoken of last")
        if kind == "both":
            why = "the two states spoken of last"
            return [s for c in self._two() for s in seen(self.cast.state(c), "demonstrative", why)]
        if kind.startswith("organisation"):
            sectors = frozenset(kind.partition(":")[2].split("|")) - {""}
            return seen(self._body(sectors), "demonstrative", "the organisation spoken of last")
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
