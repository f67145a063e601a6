"""Noun phrases that name an actor: from the units of a sentence to drafts of mentions.

«سخنگوی وزارت خارجه آمریکا», «مارک کارنی، نخست‌وزیر کانادا»: several units are one mention, or two of one actor.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from vaqaye.actors.units import Found, Unit, scan
from vaqaye.language import Token
from vaqaye.model import ActorKind, How
from vaqaye.resources import table
from vaqaye.text import key_of, keys_of

_INSIDE = frozenset({"state", "adjective", "capital", "city", "organisation", "generic"})
_UNKNOWN = 3  # words of a body that no lexicon knows
THIS = "@this"  # «وزیر خارجه این کشور»: the state spoken of last


@dataclass(slots=True)
class Draft:
    """A mention before it is known whose it is; tokens `first..last`, inclusive."""

    first: int
    last: int
    kind: ActorKind
    how: How
    unit: Unit | None
    country: str | None
    sector: str | None
    name: str | None = None  # of a person the who's-who does not know
    office: Unit | None = None
    former: bool = False
    place: bool = False  # names a place unless a pattern wants the state
    same_as: Draft | None = None  # an apposition
    plural: bool = False
    weak: bool = False  # «نفتکش ایرانی»: an adjective that only says whose


@cache
def _np_words() -> dict[str, bool]:
    return {key_of(row["word"]): row["former"] == "y" for row in table("np_words")}


@cache
def boundaries() -> dict[str, str]:
    """Words at which a noun phrase ends -> kind."""
    return {key_of(row["word"]): row["kind"] for row in table("boundaries")}


def is_boundary(token: Token) -> bool:
    """A mark, verb, preposition or conjunction: no noun phrase goes over it."""
    return not token.is_word or token.key in boundaries() or (token.verb is not None and token.verb.form == "finite")


def drafts(tokens: list[Token]) -> list[Draft]:
    """The mentions of a sentence, left to right."""
    composer = _Composer(tokens, scan(tokens))
    return composer.run()


class _Composer:
    def __init__(self, tokens: list[Token], found: list[Found]) -> None:
        self.tokens, self.found = tokens, found
        self.out: list[Draft] = []
        self.at = 0
        self._head_last = -1  # the last token of the head of the phrase under way

    def run(self) -> list[Draft]:
        while self.at < len(self.found):
            found = self.found[self.at]
            self.at += 1
            make = getattr(self, f"_{found.unit.kind}")
            draft: Draft | None = make(found)
            if draft:
                self.out.append(draft)
        _appositions(self.tokens, self.out)
        return self.out

    # -- one function for each kind of unit

    def _state(self, found: Found) -> Draft:
        return Draft(
            found.first, found.last, "state", "name", found.unit, found.unit.country, None, place=self._dateline(found)
        )

    def _dateline(self, found: Found) -> bool:
        """«دمشق - جنگنده‌های اسرائیل …», «تهران (پانا) -»: where the report comes from."""
        after = [t.key for t in self.tokens[found.last + 1 : found.last + 5]]
        return found.first == 0 and (after[:1] == ["-"] or (after[:1] == ["("] and after[2:4] == [")", "-"]))

    def _adjective(self, found: Found) -> Draft:
        bare = found.first == 0 or is_boundary(self.tokens[found.first - 1])
        key = self.tokens[found.last].key
        plural = key.endswith(("ها", "های", "یان"))
        draft = self._state(found)
        if bare and plural:
            draft.kind, draft.how, draft.sector = "group", "group", "CVL"
        else:
            draft.weak = True
        return draft

    def _capital(self, found: Found) -> Draft:
        draft = Draft(found.first, found.last, "state", "metonym", found.unit, found.unit.country, None)
        before = self.tokens[found.first - 1].key if found.first else ""
        draft.place = self._dateline(found) or before in keys_of("place_nouns") | {"در"}
        return draft

    def _city(self, found: Found) -> Draft:
        return Draft(found.first, found.last, "state", "name", found.unit, found.unit.country, None, place=True)

    def _person(self, found: Found) -> Draft:
        unit = found.unit
        return Draft(found.first, found.last, "person", "name", unit, unit.country, unit.sector)

    def _short(self, found: Found) -> Draft:
        draft = self._person(found)
        draft.weak = True
        return draft

    def _title(self, found: Found) -> Draft | None:
        """«سردار سلامی», «آیت‌الله علم‌الهدی»: the title and the name behind it."""
        follower = self._adjacent(found.last, 0)
        if follower and follower.unit.kind in ("person", "short"):
            self.at += 1
            draft = self._person(follower)
            draft.first = found.first
            return draft
        last = self._name_end(found.last + 1)
        if last is None:
            return None
        self._skip_to(last)
        name = self._words(found.last + 1, last)
        return Draft(found.first, last, "person", "name", None, None, found.unit.sector, name=name)

    def _given(self, found: Found) -> Draft | None:
        """«علیرضا کاظمی»: a given name and a word that is nothing else."""
        last = self._name_end(found.first)
        if last is None or last == found.first:
            return None
        before = self.tokens[found.first - 1] if found.first else None
        opens = before is None or before.key in ("«", "،", ":", '"') or self._touches_office(found.first)
        closes = last + 1 < len(self.tokens) and self.tokens[last + 1].key in ("،", "»")
        closes = closes or any(f.first == last + 1 and f.unit.kind == "office" for f in self.found[self.at :])
        if not (opens or closes):
            return None
        self._skip_to(last)
        return Draft(
            found.first, last, "person", "name", None, None, None, name=self._words(found.first, last), weak=not opens
        )

    def _organisation(self, found: Found) -> Draft:
        unit = found.unit
        draft = Draft(found.first, found.last, "organisation", "name", unit, unit.country, unit.sector)
        self._complement(draft, only_if_unknown=True)
        return draft

    def _generic(self, found: Found) -> Draft | None:
        """«ارتش اسرائیل», «دولت», «خبرگزاری مهر»: generic words that need a country or a word before them."""
        unit = found.unit
        kind, _, value = unit.note.partition(":")
        if kind == "after":
            before = self.tokens[found.first - 1].key if found.first else ""
            if before not in {key_of(v) for v in value.split("|")}:
                return None
        draft = Draft(found.first, found.last, "organisation", "name", unit, unit.country, unit.sector)
        if kind != "after" and self._complement(draft):
            draft.unit = None if draft.country != unit.country else unit
        elif kind == "default":
            draft.country = f"?{value}"
        return draft

    def _group(self, found: Found) -> Draft | None:
        unit = found.unit
        key = self.tokens[found.last].key
        if (
            found.first == found.last
            and key.endswith("ی")
            and found.first
            and not is_boundary(self.tokens[found.first - 1])
        ):
            return None  # «حمله نظامی»: an adjective
        draft = Draft(found.first, found.last, "group", "group", unit, unit.country, unit.sector)
        draft.plural = True
        if not unit.country:
            self._complement(draft)
        return draft

    def _office(self, found: Found) -> Draft:
        """«معاون سیاسی وزیر خارجه ایران», «سخنگوی ارتش اسرائیل», «وزرای خارجه ایران و عمان»."""
        unit = found.unit
        draft = Draft(found.first, found.last, "office", "office", None, None, unit.sector, office=unit)
        scope, _, country = unit.note.partition(":")
        draft.plural = self.tokens[found.first].key != key_of(unit.fa.split()[0].split("\u200c")[0]) and self.tokens[
            found.first
        ].key.endswith(("ای", "ان", "ات"))
        if scope == "national":
            draft.country = country
        else:
            self._complement(draft)
        follower = self._adjacent(draft.last, 1)
        if follower and self._foreign(draft, follower):
            return draft
        if follower and follower.unit.kind in ("person", "short") and not draft.plural:
            self.at += 1
            quoted = follower.first - draft.last > 1
            person = self._person(follower)
            person.first, person.office, person.last = draft.first, unit, follower.last + quoted
            person.last = min(person.last, len(self.tokens) - 1)
            person.former = draft.former
            return person
        return self._unknown_holder(draft) if not draft.plural else draft

    # -- helpers

    def _foreign(self, draft: Draft, follower: Found) -> bool:
        """«رئیس‌جمهور آمریکا» and a surname of a man from elsewhere: two mentions."""
        known = draft.country is not None and draft.country[0] not in "?@"
        return known and follower.unit.kind == "short" and follower.unit.country != draft.country

    def _unknown_holder(self, draft: Draft) -> Draft:
        """«وزیر خارجه عمان بدر البوسعیدی», with a name that the lexicon does not know."""
        follower = self._adjacent(draft.last, 1)
        if follower is None or follower.unit.kind != "given":
            return draft
        last = self._name_end(follower.first)
        if last is None or last == follower.first:
            return draft
        self.at += 1
        self._skip_to(last)
        draft.name, draft.kind, draft.how, draft.last = self._words(follower.first, last), "person", "name", last
        return draft

    def _complement(self, draft: Draft, only_if_unknown: bool = False) -> bool:
        """Takes in the state, organisation or office behind the head; True if a country was found."""
        extended, self._head_last = False, draft.last
        while True:
            this = self._this_country(draft.last)
            if this:
                draft.last, draft.country = this, THIS
                return True
            gap = self._gap_ahead(draft)
            if gap is None:
                return extended
            follower = self.found[self.at]
            kind = follower.unit.kind
            if only_if_unknown and draft.country and follower.unit.country != draft.country:
                return extended
            self.at += 1
            draft.last = follower.last
            draft.former = draft.former or gap
            if kind in ("state", "adjective", "capital", "city"):
                draft.country = follower.unit.country
                self._coordinated(draft)
                return True
            if follower.unit.country and kind != "generic":
                draft.country, extended = follower.unit.country, True
            elif kind == "generic" and follower.unit.note.startswith("default:") and not draft.country:
                draft.country = f"?{follower.unit.note[8:]}"
            if kind in ("organisation", "generic") and (draft.office is None or draft.office.note == "org"):
                draft.sector = follower.unit.sector or draft.sector

    def _coordinated(self, draft: Draft) -> None:
        """«وزرای خارجه ایران و عمان»: each further state is a further actor."""
        if not draft.plural:
            return
        last = draft.last
        while self.at < len(self.found):
            follower = self.found[self.at]
            between = [t.key for t in self.tokens[last + 1 : follower.first]]
            if follower.unit.kind not in ("state", "adjective") or between not in (["و"], ["،"], ["،", "و"]):
                return
            self.at += 1
            last = follower.last
            more = Draft(follower.first, last, draft.kind, draft.how, None, follower.unit.country, draft.sector)
            more.office, more.unit = draft.office, draft.unit if draft.kind == "group" else None
            self.out.append(more)

    def _gap_ahead(self, draft: Draft) -> bool | None:
        """None if the next unit does not belong to this phrase, else whether a word like «سابق» stands between.

        Only offices of an organisation may have words that no lexicon knows between: «رئیس کمیسیون امنیت ملی مجلس».
        """
        if self.at >= len(self.found):
            return None
        follower = self.found[self.at]
        of_body = draft.office is not None and draft.office.note == "org"
        allowed = _INSIDE | {"office"} if of_body else _INSIDE
        if follower.unit.kind not in allowed or (draft.kind != "office" and follower.unit.kind == "city"):
            return None
        between = self.tokens[draft.last + 1 : follower.first]
        unknown = [t for t in between if t.key not in _np_words()]
        bare = draft.last == self._head_last
        if len(unknown) > (_UNKNOWN if of_body and bare else 0) or any(is_boundary(t) for t in between):
            return None
        return any(_np_words().get(t.key, False) for t in between)

    def _this_country(self, last: int) -> int | None:
        keys = [t.key for t in self.tokens[last + 1 : last + 3]]
        return last + 2 if keys in (["این", "کشور"], ["آن", "کشور"], ["کشور", "خود"]) else None

    def _adjacent(self, last: int, marks: int) -> Found | None:
        """The next unit, if nothing but up to `marks` quotation marks stand between."""
        if self.at >= len(self.found):
            return None
        follower = self.found[self.at]
        between = self.tokens[last + 1 : follower.first]
        return follower if len(between) <= marks and all(t.key in ("«", '"') for t in between) else None

    def _touches_office(self, first: int) -> bool:
        return bool(self.out) and self.out[-1].kind == "office" and first - self.out[-1].last <= 2

    def _name_end(self, first: int) -> int | None:
        """The last token of a name that starts at `first`: up to three words that are no boundary and no other unit."""
        taken = {f.first for f in self.found if f.first >= first and f.unit.kind not in ("given", "short", "title")}
        if self._is_surname(first + 1):
            taken.discard(first + 1)
        last = None
        for index in range(first, min(first + 3, len(self.tokens))):
            token = self.tokens[index]
            if (
                is_boundary(token)
                or index in taken
                or not token.text[0].isalpha()
                or token.text[0].isascii()
                or token.verb
                or (index > first and self._light(index + 1))
            ):
                break
            last = index
        return last

    def _light(self, index: int) -> bool:
        """«خانم ناپولیتانو هشدار داد»: the noun of a verb is no name."""
        verb = self.tokens[index].verb if index < len(self.tokens) else None
        return verb is not None and verb.form == "finite" and verb.lemma in keys_of("light")

    def _is_surname(self, at: int) -> bool:
        """«مصطفی کارخانه، سرمربی …»: a common noun between a given name and a comma is a surname."""
        found = next((f for f in self.found if f.first == f.last == at), None)
        mark = self.tokens[at + 1].key if at + 1 < len(self.tokens) else ""
        return found is not None and found.unit.kind in ("group", "city", "adjective") and mark in ("،", "»")

    def _skip_to(self, last: int) -> None:
        while self.at < len(self.found) and self.found[self.at].first <= last:
            self.at += 1

    def _words(self, first: int, last: int) -> str:
        return " ".join(t.text for t in self.tokens[first : last + 1])


def _appositions(tokens: list[Token], out: list[Draft]) -> None:
    """«مارک کارنی، نخست‌وزیر کانادا،», «نخست‌وزیر کانادا، مارک کارنی», «پسکوف» سخنگوی کرملین."""
    for left, right in pairwise(out):
        kinds = (left.kind, right.kind)
        if left.same_as is not None or kinds not in (("person", "office"), ("office", "person")):
            continue
        between = [t.key for t in tokens[left.last + 1 : right.first]]
        close = between in (["،"], ["»"], ["»", "،"], ["،", "«"], [], ['"'])
        if close and not right.plural and not left.plural and _agree(left, right):
            person, office = (left, right) if left.kind == "person" else (right, left)
            office.same_as, office.how = person, "apposition"
            person.office = person.office or office.office
            person.country = person.country or office.country
            person.sector = person.sector or office.sector
            person.former = office.former


def _agree(left: Draft, right: Draft) -> bool:
    """Two countries that are known must be one: «لاوروف، وزیر خارجه آمریکا» is a list."""
    countries = {d.country for d in (left, right) if d.country and d.country[0] not in "?@"}
    return len(countries) < 2
