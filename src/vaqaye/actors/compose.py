"""Noun phrases that name an actor: from the units of a sentence to drafts of mentions.

«سخنگوی وزارت خارجه آمریکا», «مارک کارنی، نخست‌وزیر کانادا»: several units are one mention, or two of one actor.
"""

from __future__ import annotations

from functools import cache

from vaqaye.actors.beside import appositions, shared_country
from vaqaye.actors.draft import BOTH, THIS, Draft, is_boundary
from vaqaye.actors.naming import Naming
from vaqaye.actors.strangers import with_strangers
from vaqaye.actors.units import Found, index, scan
from vaqaye.language import Token
from vaqaye.language.inflect import spellings
from vaqaye.resources import table
from vaqaye.text import key_of, keys_of

_INSIDE = frozenset({"state", "adjective", "capital", "city", "organisation", "generic"})
_UNKNOWN = 3  # words of a body that no lexicon knows
_MODIFIERS = 2  # adjectives that no lexicon knows
_LINKS = frozenset({"،", "و"})
_PLURAL = ("ان", "ها", "های", "ین", "ات")


@cache
def _np_words() -> dict[str, tuple[bool, str]]:
    """A word inside a noun phrase -> whether it ends the holding of an office, and the sector that it tells."""
    return {key_of(row["word"]): (row["former"] == "y", row["sector"]) for row in table("np_words")}


@cache
def _states_spoken_of() -> dict[tuple[str, ...], str]:
    """«این کشور», «دو کشور» as keys -> whose."""
    kinds = {"state": THIS, "both": BOTH}
    rows = (row for row in table("anaphora") if row["kind"] in kinds and " " in row["words"])
    return {keys: kinds[row["kind"]] for row in rows for keys in spellings(row["words"])}


def drafts(tokens: list[Token]) -> list[Draft]:
    """The mentions of a sentence, left to right."""
    composer = _Composer(tokens, with_strangers(tokens, scan(tokens)))
    return composer.run()


class _Composer(Naming):
    def run(self) -> list[Draft]:
        while self.at < len(self.found):
            found = self.found[self.at]
            self.at += 1
            make = getattr(self, f"_{found.unit.kind}")
            draft: Draft | None = make(found)
            if draft:
                self.out.append(draft)
        appositions(self.tokens, self.out)
        shared_country(self.tokens, self.out)
        return self.out

    # -- one function for each kind of unit

    def _state(self, found: Found) -> Draft:
        follower = self._adjacent(found.last, 0)
        if follower and follower.unit.kind == "state" and found.last > found.first:
            self.at += 1  # «رژیم کودک‌کش آمریکا»
            found = Found(follower.unit, found.first, follower.last)
        return Draft(
            found.first, found.last, "state", "name", found.unit, found.unit.country, None, place=self._dateline(found)
        )

    def _adjective(self, found: Found) -> Draft | None:
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
        draft.place = (
            self._dateline(found) or before in keys_of("place_nouns") | {"در"} or self._names_talks(found, before)
        )
        return draft

    def _names_talks(self, found: Found, before: str) -> bool:
        """«تفاهم‌نامه اسلام‌آباد», «مذاکرات وین»; not «مذاکرات تهران و واشینگتن», «توافق تهران با آژانس»."""
        after = self.tokens[found.last + 1].key if found.last + 1 < len(self.tokens) else ""
        return before in keys_of("named_by_place") and after not in keys_of("other_party")

    def _city(self, found: Found) -> Draft:
        return Draft(found.first, found.last, "state", "name", found.unit, found.unit.country, None, place=True)

    def _organisation(self, found: Found) -> Draft:
        unit = found.unit
        draft = Draft(found.first, found.last, "organisation", "name", unit, unit.country, unit.sector)
        draft.place = unit.sector == "JRN" and self._dateline(found)  # «همشهری آنلاین - وزیر نیرو گفت»
        self._complement(draft, only_if_unknown=True)
        return draft

    def _generic(self, found: Found) -> Draft | None:
        """«ارتش اسرائیل», «دولت», «خبرگزاری مهر»: generic words that need a country or a word before them."""
        unit = found.unit
        if self._is_adjective(found) and index()[self.tokens[found.last].key].inflected:
            return None  # «خبرگزاری دولتی ایرنا»; «شهرداری» is its own name
        kind, _, value = unit.note.partition(":")
        if kind == "after":
            before = self.tokens[found.first - 1].key if found.first else ""
            if before not in {key_of(v) for v in value.split("|")}:
                return None
        draft = Draft(found.first, found.last, "organisation", "name", unit, unit.country, unit.sector)
        if kind != "after" and self._complement(draft):
            draft.unit = None if draft.country != unit.country else unit
        elif kind == "default" and self._of_person(draft):
            draft.unit = None
        elif kind == "default":
            draft.country = f"?{value}"
        return draft

    def _group(self, found: Found) -> Draft | None:
        unit = found.unit
        key = self.tokens[found.last].key
        if self._is_adjective(found):
            return None  # «حمله نظامی»
        if key in keys_of("counted_people") and not self._counted(found):
            return None
        draft = Draft(found.first, found.last, "group", "group", unit, unit.country, unit.sector)
        draft.plural = True
        if not unit.country and not self._complement(draft) and draft.country is None:
            draft.country = self._inner_country(found)
            if draft.country is None and key.endswith(_PLURAL):
                self._of_person(draft)
        self._sector(draft, found)
        return draft

    def _of_person(self, draft: Draft) -> bool:
        """«دولت ترامپ», «طرفداران بشار اسد»: of the person's country."""
        follower = self._adjacent(draft.last, 0)
        if follower is None or follower.unit.kind not in ("person", "short") or not follower.unit.country:
            return False
        self.at += 1
        draft.last, draft.country = follower.last, follower.unit.country
        return True

    def _counted(self, found: Found) -> bool:
        """«۲۰ نفر کشته شدند», not «۳ نفر از نظامیان» or «۲۰ تن گندم»."""
        before = self.tokens[found.first - 1] if found.first else None
        after = self.tokens[found.last + 1].key if found.last + 1 < len(self.tokens) else ""
        if before is None or not (before.text[0].isdigit() or before.key in keys_of("numbers_of_people")):
            return False
        return after in keys_of("harm") or after == "دیگر"

    def _sector(self, draft: Draft, found: Found) -> None:
        """«مقامات نظامی», «هیئت پارلمانی ایران»: the adjective tells the sector of people who are called by no other."""
        if draft.sector not in (None, "GOV"):
            return
        for token in self.tokens[found.first + 1 : max(draft.last, found.last + 1) + 1]:
            if token.key not in _np_words() and token.index > found.last:
                return
            told = _np_words().get(token.key, (False, ""))[1]
            if told:
                draft.sector, draft.last = told, max(draft.last, token.index)
                return

    def _inner_country(self, found: Found) -> str | None:
        """«زندانیان فلسطینی», «وزیر خزانه‌داری آمریکا», «نمایندگان مجلس»: a name of the lexicon that says whose itself."""
        for inner in scan(self.tokens[found.first + 1 : found.last + 1]):
            if inner.unit.country and inner.unit.kind in ("state", "adjective", "organisation"):
                return inner.unit.country
            if inner.unit.note.startswith("default:"):
                return f"?{inner.unit.note[8:]}"
        return None

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
            if not self._complement(draft) and draft.country is None:
                inner = self._inner_country(found)  # «سفیر کشورمان»
                draft.country = inner if inner and inner[0] != "?" else None
        self._of_place(draft)
        if self.tokens[found.last].key in keys_of("officials"):
            self._sector(draft, found)
        follower = self._adjacent(draft.last, 1)
        if follower and self._foreign(draft, follower):
            return draft
        named = follower is not None and follower.unit.kind in ("person", "short")
        theirs = found.first == draft.last and self.tokens[found.first].key in keys_of("of_somebody")
        if follower and named and theirs:  # «سخنگوی کرزی» is not Karzai
            self.at += 1
            draft.last, draft.country, draft.local = follower.last, follower.unit.country, True
            return draft
        if follower and named and not draft.plural:
            self.at += 1
            quoted = follower.first - draft.last > 1
            person = self._named(follower)
            person.first, person.office, person.last = draft.first, unit, follower.last + quoted
            person.last = min(person.last, len(self.tokens) - 1)
            person.former = draft.former
            return person
        return self._unknown_holder(draft) if not draft.plural else draft

    # -- helpers

    def _of_place(self, draft: Draft) -> None:
        """«فرمانده سپاه ناحیه گچساران», «فرماندار شهرستان میناب»: takes in the part of the land that an office is for."""
        at = draft.last + 1
        if at + 1 >= len(self.tokens) or self.tokens[at].key not in keys_of("divisions"):
            return
        if is_boundary(self.tokens[at + 1]):
            return
        draft.local, draft.last = True, at + 1
        while self.at < len(self.found) and self.found[self.at].first <= draft.last:
            draft.last = max(draft.last, self.found[self.at].last)
            draft.country = draft.country or self.found[self.at].unit.country
            self.at += 1

    def _foreign(self, draft: Draft, follower: Found) -> bool:
        """«رئیس‌جمهور آمریکا» and a surname of a man from elsewhere: two mentions."""
        known = draft.country is not None and draft.country[0] not in "?@"
        return known and follower.unit.kind == "short" and follower.unit.country != draft.country

    def _complement(self, draft: Draft, only_if_unknown: bool = False) -> bool:
        """Takes in the state, organisation or office behind the head; True if a country was found."""
        extended, draft.head = False, draft.last
        while True:
            this = self._this_country(draft.last)
            if this:
                draft.last, draft.country = this
                self._skip_to(draft.last)  # «طرف» of «نمایندگان دو طرف» is nobody else
                draft.each = draft.plural and draft.country == BOTH
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
                draft.local = kind == "city"
                self._coordinated(draft)
                return True
            if follower.unit.country and kind != "generic":
                draft.country, extended = follower.unit.country, True
            elif kind == "generic" and follower.unit.note.startswith("default:") and not draft.country:
                draft.country = f"?{follower.unit.note[8:]}"
            elif kind == "office" and not draft.country:
                draft.country = self._of_office(follower)
            if kind in ("organisation", "generic") and (draft.office is None or draft.office.note == "org"):
                draft.sector = follower.unit.sector or draft.sector

    def _of_office(self, found: Found) -> str | None:
        """«سخنگوی مسئول سیاست خارجی اتحادیه اروپا»: an office that says itself whose it is."""
        scope, _, country = found.unit.note.partition(":")
        return country if scope == "national" else self._inner_country(found)

    def _coordinated(self, draft: Draft) -> None:
        """«وزرای خارجه ایران و عمان»: each further state is a further actor."""
        if not draft.plural:
            return
        last, first = draft.last, len(self.out)
        while self.at < len(self.found):
            follower = self.found[self.at]
            between = [t.key for t in self.tokens[last + 1 : follower.first]]
            if follower.unit.kind not in ("state", "adjective") or between not in (["و"], ["،"], ["،", "و"]):
                break
            self.at += 1
            last = follower.last
            more = Draft(follower.first, last, draft.kind, draft.how, None, follower.unit.country, draft.sector)
            more.office, more.unit = draft.office, draft.unit if draft.kind == "group" else None
            self.out.append(more)
        for each in (draft, *self.out[first:]):
            each.each = len(self.out) > first

    def _gap_ahead(self, draft: Draft) -> bool | None:
        """None if the next unit does not belong to this phrase, else whether a word like «سابق» stands between.

        Only offices of an organisation may have words that no lexicon knows between: «رئیس کمیسیون امنیت ملی مجلس».
        """
        of_body = draft.office is not None and draft.office.note == "org"
        if draft.kind in ("office", "group") or draft.unit is None or draft.unit.kind == "generic":
            self._over_modifiers(draft.last)
        if self.at >= len(self.found):
            return None
        follower = self.found[self.at]
        allowed = _INSIDE | {"office"} if of_body else _INSIDE
        if of_body and follower.first == draft.last + 1 and self.tokens[follower.first].key in keys_of("missions"):
            allowed |= {"group"}  # «سرپرست سفارت افغانستان»
        if follower.unit.kind not in allowed or (draft.kind != "office" and follower.unit.kind == "city"):
            return None
        between = self.tokens[draft.last + 1 : follower.first]
        unknown = [t for t in between if t.key not in _np_words()]
        bare = draft.last == draft.head
        if any(is_boundary(t) for t in between):
            listed = all(t.key in _np_words() or t.key in _LINKS for t in between)  # «معاون سیاسی، امنیتی و اجتماعی …»
            body = of_body and listed and not {between[0].key, between[-1].key} & _LINKS
            if not body and not self._second_part(draft, follower, between):
                return None
            unknown = []
        if len(unknown) > (_UNKNOWN if of_body and bare else 0) and not self._modified(draft, follower, unknown):
            return None
        return any(_np_words().get(t.key, (False,))[0] for t in between)

    def _second_part(self, draft: Draft, follower: Found, between: list[Token]) -> bool:
        """«وزیر حمل‌ونقل و زیرساخت ترکیه»: of an office that the lexicon has with its first word only."""
        of_state = (
            draft.office is not None and draft.office.note == "state" and follower.unit.kind in ("state", "adjective")
        )
        words = [t for t in between if not is_boundary(t)]
        return of_state and between[0].key == "و" and len(words) == len(between) - 1 <= _MODIFIERS and bool(words)

    def _over_modifiers(self, last: int) -> None:
        """«نیروهای پلیس نظامی برزیل»: «نظامی» is no actor of its own between a head and its country."""
        while self.at < len(self.found):
            found = self.found[self.at]
            single = found.first == found.last == last + 1 and found.unit.kind in ("group", "given", "short")
            if not single or self.tokens[found.first].key not in _np_words():
                return
            last += 1
            self.at += 1

    def _modified(self, draft: Draft, follower: Found, unknown: list[Token]) -> bool:
        """«مخالفان چپ‌گرای میانه‌رو ایتالیا»: adjectives that no lexicon knows between people and their state.

        «دولت حمله آمریکا را محکوم کرد» is none: the state belongs to an object.
        """
        if follower.unit.kind not in ("state", "adjective") or draft.kind not in ("group", "office"):
            return False
        after = self.tokens[follower.last + 1].key if follower.last + 1 < len(self.tokens) else ""
        return draft.last == draft.head and len(unknown) <= _MODIFIERS and after != "را"

    def _this_country(self, last: int) -> tuple[int, str] | None:
        """The last token of «این کشور», «دو کشور» behind a head, and which of the two it is."""
        for width in (3, 2):
            kind = _states_spoken_of().get(tuple(t.key for t in self.tokens[last + 1 : last + 1 + width]))
            if kind:
                return last + width, kind
        return None
