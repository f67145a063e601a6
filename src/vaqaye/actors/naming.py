"""People by name: those of the who's-who, those behind a title, and those whom no lexicon knows."""

from __future__ import annotations

from vaqaye.actors.cursor import Cursor
from vaqaye.actors.draft import Draft, is_boundary
from vaqaye.actors.strangers import strange
from vaqaye.actors.units import Found, given_names
from vaqaye.text import keys_of

_NAME = 3  # words of a name between quotation marks


class Naming(Cursor):
    """A method for each kind of unit that names a person."""

    def _person(self, found: Found) -> Draft | None:
        return None if self._is_named_after(found) else self._named(found)

    def _named(self, found: Found) -> Draft:
        unit = found.unit
        return Draft(found.first, found.last, "person", "name", unit, unit.country, unit.sector)

    def _is_named_after(self, found: Found) -> bool:
        """«بیمارستان امام خمینی» is no man."""
        return found.first > 0 and self.tokens[found.first - 1].key in keys_of("named_after")

    def _short(self, found: Found) -> Draft | None:
        draft = self._person(found)
        if draft is not None:
            draft.weak = True
        return draft

    def _title(self, found: Found) -> Draft | None:
        """«سردار سلامی», «آیت‌الله علم‌الهدی»: the title and the name behind it."""
        follower = self._adjacent(found.last, 1)
        if self._is_named_after(found):
            self._skip_to(follower.last if follower else self._name_end(found.last + 1) or found.last)
            return None
        if follower and follower.unit.kind in ("person", "short") and not self._goes_on(follower):
            self.at += 1
            draft = self._named(follower)
            draft.first = found.first
            return draft
        if follower and follower.unit.kind == "stranger" and follower.first > found.last + 1:
            self._skip_to(follower.last)  # دکتر «کاستوری ونکاتسواران»
            name = self._words(follower.first, follower.last)
            return Draft(found.first, follower.last, "person", "name", None, None, found.unit.sector, name=name)
        last = self._name_end(found.last + 1)
        if last is None:
            return self._quoted_name(found)
        self._skip_to(last)
        part = self.tokens[found.last].key in keys_of("name_parts")
        name = self._words(found.last + (not part), last)
        return Draft(found.first, last, "person", "name", None, None, found.unit.sector, name=name)

    def _goes_on(self, found: Found) -> bool:
        """«سردار عباس نیک‌پی»: a given name, not the man who is called so, where a word stands behind that is nothing else."""
        after = self.tokens[found.last + 1] if found.last + 1 < len(self.tokens) else None
        if found.first < found.last or after is None or self.tokens[found.first].key not in given_names():
            return False
        free = all(f.first != after.index for f in self._near())
        return free and after.verb is None and not is_boundary(after) and strange(after.text)

    def _quoted_name(self, found: Found) -> Draft | None:
        """سرهنگ «پل کاستا»: between quotation marks behind a title two or three words are a name, whatever they mean."""
        first = found.last + 2
        if first >= len(self.tokens) or self.tokens[first - 1].key != "«":
            return None
        closing = next((t.index for t in self.tokens[first : first + _NAME + 1] if not t.is_word), first)
        if closing - first < 2 or self.tokens[closing].key != "»":
            return None
        self._skip_to(closing)
        name = self._words(first, closing - 1)
        return Draft(found.first, closing - 1, "person", "name", None, None, found.unit.sector, name=name)

    def _given(self, found: Found) -> Draft | None:
        """«علیرضا کاظمی»: a given name and a word that is nothing else."""
        last = self._name_end(found.first)
        if last is None or last == found.first:
            return None
        before = self.tokens[found.first - 1] if found.first else None
        opens = before is None or before.key in ("«", "،", ":", '"') or self._touches_office(found.first)
        closes = last + 1 < len(self.tokens) and self.tokens[last + 1].key in ("،", "»")
        closes = closes or any(f.first == last + 1 and f.unit.kind == "office" for f in self._near())
        if not (opens or closes):
            return None
        self._skip_to(last)
        return Draft(
            found.first, last, "person", "name", None, None, None, name=self._words(found.first, last), weak=not opens
        )

    def _stranger(self, found: Found) -> Draft | None:
        """«الکساندر نوواک، وزیر انرژی روسیه»: all of its words are known by now."""
        before = self.tokens[found.first - 1] if found.first else None
        if before is not None and not is_boundary(before) and not self._touches_office(found.first):
            return None  # «شرکت سارکوس روبوتیکس»
        self._skip_to(found.last)
        name = self._words(found.first, found.last)
        return Draft(found.first, found.last, "person", "name", None, None, None, name=name, weak=True)

    def _unknown_holder(self, draft: Draft) -> Draft:
        """«وزیر خارجه عمان بدر البوسعیدی», with a name that the lexicon does not know."""
        follower = self._adjacent(draft.last, 1)
        if follower is None or follower.unit.kind not in ("given", "stranger"):
            return draft
        stranger = follower.unit.kind == "stranger"
        last = follower.last if stranger else self._name_end(follower.first)
        if last is None or last == follower.first:
            return draft
        self.at += 1
        self._skip_to(last)
        draft.name, draft.kind, draft.how, draft.last = self._words(follower.first, last), "person", "name", last
        return draft
