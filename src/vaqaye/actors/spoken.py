"""What has been spoken of so far in an article: people, offices, states, bodies; words that point back mean the last."""

from __future__ import annotations

from collections import Counter
from functools import cache

from vaqaye.actors import whoswho
from vaqaye.actors.cast import Cast, Member
from vaqaye.actors.draft import THIS, Draft
from vaqaye.actors.strangers import strange
from vaqaye.actors.units import Unit, given_names, index, many
from vaqaye.language import Token
from vaqaye.model import Hat, Name
from vaqaye.resources import per_lexicon, table
from vaqaye.text import ZWNJ, fold, key_of

BODIES = frozenset({"IGO", "UNO", "NGO", "MNC", "IMG", "ISM"})  # «این کشور» is none of them
_FAR = 50  # organisations back, where «این حزب» is looked for


@cache
def _not_surnames() -> frozenset[str]:
    return frozenset(key_of(row["word"]) for row in table("not_surnames"))


def _is_common(key: str) -> bool:
    """«امینه محمد», «رابرت مالی»: a last word that is a name or word of its own."""
    node = index().get(key)
    known = node is not None and node.unit is not None and node.unit.kind in ("given", "title", "state", "organisation")
    return known or key in _not_surnames()


@per_lexicon
def _sectors() -> dict[str, str]:
    """Office -> sector."""
    return {row["office"]: row["sector"] for row in table("offices")}


@per_lexicon
def hats() -> dict[str, tuple[Hat, ...]]:
    """Organisation -> further countries and sectors that it acts for, `LBN/PTY` in the column `also`."""
    found: dict[str, tuple[Hat, ...]] = {}
    for row in table("organisations"):
        pairs = [cell.partition("/") for cell in many(row["also"])]
        found[row["id"]] = tuple(Hat(country or None, sector or None) for country, _, sector in pairs)
    return found


@per_lexicon
def _shorts() -> dict[str, list[str]]:
    """A name used by itself («پوتین») as a key -> all who are called so."""
    found: dict[str, list[str]] = {}
    for row in table("persons"):
        for name in many(row["short"]):
            found.setdefault(fold(name).replace(" ", ""), []).append(row["id"])
    return found


class Spoken:
    """What has been spoken of so far; one for each article."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self._tokens: list[Token] = []  # of the sentence under way
        self.day = cast.document.article.published
        self.surnames: dict[str, str] = {}
        self.by_office: dict[str, str] = {}  # office key -> the actor that held it here last
        self.states: list[str] = []  # countries, the latest last
        self.times: Counter[str] = Counter()  # how often
        self.person: str | None = None
        self.bodies: list[str] = []  # organisations, the latest last
        self.scene: str | None = None  # the country of the one place of the sentence
        self.groups: dict[str, dict[str, None]] = {}  # unit of a group -> those of them whose country was told
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

    def _two(self) -> list[str]:
        """The two states spoken of last; if only one was, it and that of the outlet."""
        pair = self.states[-2:]
        if len(pair) == 1 and self.cast.home not in pair:
            pair.append(self.cast.home)
        return pair if len(pair) > 1 else []

    def _country(self, country: str | None) -> str | None:
        """«این کشور» is the state spoken of last; «دولت» alone that of the outlet."""
        if country == THIS:
            return self._this()
        if country and country[0] == "?":
            if country[1:] != "IRN":
                return country[1:]
            return self._main() if self.states and self.cast.home not in self.states else self.cast.home
        if country:
            self._spoken_of(country)
        return country

    def _this(self) -> str | None:
        """«این کشور»: the state spoken of last; the European Union is one of «دو طرف», but no «کشور»."""
        return next((code for code in reversed(self.states) if code != "EUR"), None)

    def _main(self) -> str:
        """The state that most has been said of; of equals the latest: «دولت» and «ارتش» alone are its."""
        return max(reversed(self.states), key=lambda s: self.times[s])

    def _spoken_of(self, country: str) -> None:
        if country in BODIES:
            return
        if country in self.states:
            self.states.remove(country)
        self.states.append(country)
        self.times[country] += 1

    def _in_office(self, draft: Draft) -> str | None:
        """«جلیلی و اشتون» without a full name anywhere: whoever of that name held an office on the day, if just one did."""
        words = self._words_of(draft)
        after = self._tokens[draft.last + 1] if draft.last + 1 < len(self._tokens) else None
        longer = words in given_names() and after is not None and (after.key.endswith("ی") or strange(after.text))
        if draft.unit is None or _is_common(words) or longer:  # «هادی حیدری» is not Hadi
            return None
        held = [id for id in _shorts().get(words, ()) if whoswho.office_of(id, self.day)]
        if len(held) != 1 or self.day is None:
            return None
        draft.reason = f"the only one of that name in office on {self.day[:10]}"
        return self._known(held[0], draft.office)

    def _known(self, id: str, office: Unit | None) -> str:
        members = self.cast.members
        if id not in members:
            row = whoswho.names()[id]
            member = Member(
                id, Name(row["fa"], row["en"] or None), "person", row["country"] or None, row["sector"] or None
            )
            held = whoswho.office_of(id, self.day)
            if held and member.sector != "GOV" and _sectors().get(held) == "GOV":  # of a party, and minister now
                member.also = (Hat(member.country, member.sector),) if member.sector else ()
                member.sector = "GOV"
            member.role, member.wikidata = whoswho.role(id, self.day), row["wikidata"] or None
            members[id] = member
            self._remember(id, row["fa"])
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

    def _body(self, sectors: frozenset[str]) -> str | None:
        """The organisation of such a sector that was spoken of last: «این حزب» is no agency; without sectors no outlet."""
        for id in reversed(self.bodies[-_FAR:]):
            sector = self.cast.members[id].sector
            if sector in sectors or (not sectors and sector != "JRN"):
                return id
        return None

    def _held(self, id: str) -> str | None:
        member = self.cast.members[id]
        if member.office is not None:
            return member.office.id
        return whoswho.office_of(id, self.day)

    def _words_of(self, draft: Draft) -> str:
        return "".join(t.key for t in self._tokens[draft.first : draft.last + 1])

    def _text(self, draft: Draft) -> str:
        tokens = self._tokens
        return " ".join(t.text for t in tokens[draft.first : draft.last + 1])
