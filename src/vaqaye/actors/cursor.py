"""A place in the units of a sentence, with the drafts made so far: what the composer of mentions looks around with."""

from __future__ import annotations

from functools import cache

from vaqaye.actors.draft import Draft, is_boundary
from vaqaye.actors.units import Found, given_names
from vaqaye.language import Token
from vaqaye.resources import table
from vaqaye.text import ZWNJ, key_of, keys_of

_NEAR = 2  # words between an office and a name
_NAME = 3  # words
_ALIKE = 2  # letters that two spellings of one given name share
_AHEAD = 5  # units in which the parts of one name lie


@cache
def _copular() -> frozenset[str]:
    """«علی زارع معتقد است»: «معتقد» is no name."""
    return frozenset(key_of(row["word"]) for row in table("copular"))


class Cursor:
    """Units from left to right; `at` is the next one."""

    def __init__(self, tokens: list[Token], found: list[Found]) -> None:
        self.tokens, self.found = tokens, found
        self.out: list[Draft] = []
        self.at = 0

    def _adjacent(self, last: int, marks: int) -> Found | None:
        """The next unit, if nothing but up to `marks` quotation marks stand between."""
        if self.at >= len(self.found):
            return None
        follower = self.found[self.at]
        between = self.tokens[last + 1 : follower.first]
        return follower if len(between) <= marks and all(t.key in ("«", '"') for t in between) else None

    def _near(self) -> list[Found]:
        """The unit under way and the next ones: a name reaches no further."""
        return self.found[max(0, self.at - 1) : self.at + _AHEAD]

    def _touches_office(self, first: int) -> bool:
        """Behind an office, or an outlet: «به گزارش واحد مرکزی خبر احمد قلعه‌نویی گفت»."""
        last = self.out[-1] if self.out else None
        if last is None or first - last.last > _NEAR:
            return False
        return last.kind == "office" or (last.sector == "JRN" and first == last.last + 1)

    def _name_end(self, first: int) -> int | None:
        """The last token of a name that starts at `first`: up to three words that are no boundary and no other unit."""
        names = ("given", "short", "title", "stranger")
        behind = [f for f in self._near() if f.first >= first and f.unit.kind not in names]
        taken = {f.first for f in behind if not self._namesake(f, first)}
        if self._is_surname(first + 1):
            taken.discard(first + 1)
        last = None
        for index in range(first, min(first + _NAME, len(self.tokens))):
            token = self.tokens[index]
            if (
                is_boundary(token)
                or index in taken
                or not token.text[0].isalpha()
                or token.text[0].isascii()
                or token.verb
                or (index > first and (self._light(index + 1) or token.key.endswith("ها") or token.key in _copular()))
            ):
                break
            last = index
        return last

    def _namesake(self, found: Found, first: int) -> bool:
        """«حسین گروسی» is not Rafael Grossi: a surname behind the given name of another."""
        if found.unit.kind != "person" or not found.first == found.last == first + 1:
            return False
        given = self.tokens[first].key
        own = [key_of(word)[:_ALIKE] for word in found.unit.fa.replace(ZWNJ, " ").split()]
        return given in given_names() and given[:_ALIKE] not in own

    def _light(self, index: int) -> bool:
        """«خانم ناپولیتانو هشدار داد»: the noun of a verb is no name."""
        verb = self.tokens[index].verb if index < len(self.tokens) else None
        return verb is not None and verb.form == "finite" and verb.lemma in keys_of("light")

    def _is_surname(self, at: int) -> bool:
        """«مصطفی کارخانه، سرمربی …»: a common noun between a given name and a comma is a surname."""
        found = next((f for f in self._near() if f.first == f.last == at), None)
        mark = self.tokens[at + 1].key if at + 1 < len(self.tokens) else ""
        return found is not None and found.unit.kind in ("group", "city", "adjective") and mark in ("،", "»")

    def _skip_to(self, last: int) -> None:
        while self.at < len(self.found) and self.found[self.at].first <= last:
            self.at += 1

    def _words(self, first: int, last: int) -> str:
        return " ".join(t.text for t in self.tokens[first : last + 1])

    def _dateline(self, found: Found) -> bool:
        """«دمشق - جنگنده‌های اسرائیل …», «تهران (پانا) -»: where the report comes from."""
        after = [t.key for t in self.tokens[found.last + 1 : found.last + 5]]
        return found.first == 0 and (after[:1] == ["-"] or (after[:1] == ["("] and after[2:4] == [")", "-"]))

    def _is_adjective(self, found: Found) -> bool:
        """Whether a single word in «ی» stands behind a noun."""
        alone = found.first == found.last and self.tokens[found.last].key.endswith("ی")
        return alone and found.first > 0 and not is_boundary(self.tokens[found.first - 1])
