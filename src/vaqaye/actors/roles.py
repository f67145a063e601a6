"""Who stands where in a clause: its subject, its object, and who stands behind a preposition."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from vaqaye.actors.cast import Cast, Seen
from vaqaye.actors.draft import boundaries, is_boundary
from vaqaye.language import Clause, Sentence
from vaqaye.language.inflect import spellings
from vaqaye.resources import table
from vaqaye.text import key_of, keys_of, look

_LINKS = keys_of("lists") | {"،"}
# Words at which a noun phrase neither ends nor hides its actor: «به این دو کشور», «از «منابع آگاه»».
_THROUGH = keys_of("through") | {"«", "»", "(", ")"}
# «در ماه گذشته ایران را متهم کرد»: words that end an expression of time.
_TIME = keys_of("ends_time")
_BACK = 2  # sentences over which a dropped subject is carried
_OPENER = 4  # words of «در همین حال»
_REACH = 12  # words of a noun phrase in which its actor is looked for
_TOLD = 20  # words behind a verb of speech in which whom it is about is looked for


@cache
def _openers() -> frozenset[str]:
    """The first words of prepositions."""
    return frozenset(words[0] for words in prepositions())


@cache
def prepositions() -> frozenset[tuple[str, ...]]:
    """All prepositions as sequences of keys."""
    several = {tuple(key_of(w) for w in look(row["words"]).text.split()) for row in table("prepositions")}
    single = {(key,) for key, kind in boundaries().items() if kind == "prep"}
    return frozenset(several | single)


@cache
def openers() -> frozenset[tuple[str, ...]]:
    """Phrases that join a sentence to the one before, as sequences of keys."""
    return frozenset(keys for row in table("openers") for keys in spellings(row["words"]))


@cache
def _first_openers() -> frozenset[str]:
    return frozenset(words[0] for words in openers())


def of(cast: Cast) -> list[Roles]:
    """The roles of every sentence of an article."""
    out: list[Roles] = []
    for sentence in cast.document.sentences:
        out.append(Roles(sentence, cast.sentences[sentence.index], cast, out[-1] if out else None))
    return out


@dataclass(slots=True)
class Roles:
    """The mentions of one sentence, asked for by their place. Token numbers are indices of the sentence."""

    sentence: Sentence
    seen: list[Seen]
    cast: Cast
    previous: Roles | None = None  # those of the sentence before, for a dropped subject
    _starts: dict[int, list[Seen]] | None = None
    _subjects: dict[int, tuple[Seen, ...]] | None = None
    _firsts: dict[int, tuple[Seen, ...]] | None = None

    def starting(self, token: int) -> list[Seen]:
        """The mentions that start at a token (several where «دو کشور» stands for two)."""
        if self._starts is None:
            self._starts = {}
            for seen in self.seen:
                self._starts.setdefault(seen.first, []).append(seen)
        return self._starts.get(token, [])

    def renew(self, seen: list[Seen]) -> None:
        """Other mentions of the sentence than those found before."""
        self.seen[:] = seen
        self._starts = self._subjects = self._firsts = None

    def phrase(
        self, first: int, allowed: set[int] | None = None, reach: int = _REACH, places: bool = False
    ) -> tuple[Seen, ...]:
        """The actors of the noun phrase that starts at a token: the first named there, and those linked to it.

        «به کنسولگری ایران در دمشق»: Iran. «با وزرای خارجه ایران، عمان و قطر»: all three. With `places` also the country
        of a place, where nobody else is named: «به جنوب لبنان حمله کرد».
        """
        tokens = self.sentence.tokens
        second: tuple[Seen, ...] = ()
        index, end = first, min(len(tokens), first + reach)
        while index < end and (allowed is None or index in allowed):
            here = [s for s in self.starting(index) if places or not s.place]
            strong = [s for s in here if not s.weak and not s.place and not self._nobodys(s)]
            if strong:
                return self._linked(strong)
            if here and not second:
                second = tuple(here)
            through = tokens[index].key in _THROUGH or self._is_partitive(index)
            if not here and is_boundary(tokens[index]) and not through:
                break
            index += 1
        return second

    def _nobodys(self, seen: Seen) -> bool:
        """«کشتی‌های بندر فجیره»: a group by itself is of no country; whose it is stands behind it."""
        member = self.cast.members[seen.actor]
        return member.kind == "group" and member.country is None

    def _linked(self, found: list[Seen]) -> tuple[Seen, ...]:
        """«X، Y و Z»; an apposition is the same actor again. Commas alone make no list: «به گزارش ایسنا، وزیر خارجه گفت»."""
        out, listed = list(found), list(found)
        named = {s.actor for s in out}
        last = found[0].last
        while (step := self._next_in_list(last)) is not None:
            more, joined = step
            same = all(s.actor in named for s in more)
            listed.extend(s for s in more if s.actor not in named)
            named.update(s.actor for s in more)
            last = more[0].last
            if joined:
                out = list(listed)
            elif not same and self._next_in_list(last) is None:
                break
        return tuple(out)

    def _end(self, found: tuple[Seen, ...]) -> int:
        """The last token of a group of actors, appositions taken in: «باراک اوباما، رئیس‌جمهوری آمریکا»."""
        last = max(s.last for s in found)
        named = {s.actor for s in found}
        while (step := self._next_in_list(last)) is not None and all(s.actor in named for s in step[0]):
            last = max(s.last for s in step[0])
        return last

    def _next_in_list(self, last: int) -> tuple[list[Seen], bool] | None:
        """The mentions that follow after «،» or «و», and whether «و» stood there."""
        tokens = self.sentence.tokens
        index = last + 1
        if index < len(tokens) and tokens[index].key == "»":
            index += 1
        if [t.key for t in tokens[index : index + 2]] == ["به", "همراه"]:  # «مقامات ریاض به همراه آمریکا»
            return self._follower(index + 2, True)
        links: list[str] = []
        while index < len(tokens) and tokens[index].key in _LINKS and len(links) < 2:
            links.append(tokens[index].key)
            index += 1
        if index < len(tokens) and tokens[index].key == "«":
            index += 1
        return self._follower(index, links != ["،"]) if links else None

    def _follower(self, index: int, joined: bool) -> tuple[list[Seen], bool] | None:
        more = [s for s in self.starting(index) if not s.place and not s.weak]
        return (more, joined) if more else None

    def behind(
        self, clause: Clause, preposition: frozenset[tuple[str, ...]], before: int
    ) -> tuple[bool, tuple[Seen, ...]]:
        """Whether one of the prepositions stands in the clause before a token, and who stands behind it.

        Of several the one nearest to the token that has an actor behind it counts.
        """
        tokens, there = self.sentence.tokens, False
        allowed = set(clause.tokens)
        second: tuple[Seen, ...] = ()
        for index in reversed(clause.tokens):
            if index >= before:
                continue
            for words in sorted(preposition, key=len, reverse=True):
                if tokens[index].key == words[0] and self._reads(index, words) and not self._elsewhere(index):
                    there = True
                    found = self.phrase(index + len(words), allowed, places=True)
                    if found and found[0].first < before:
                        if second or not self._of_noun(index):
                            return True, found
                        second = found
        return there, second

    def _of_noun(self, index: int) -> bool:
        """«با میانجیگری فرانسه در مذاکرات صلح با سوریه مخالف است»: the second belongs to the talks."""
        keys = [t.key for t in self.sentence.tokens[max(0, index - 3) : index + 1]]
        return keys[-1] == "با" and keys[0] == "در" and any(k in keys_of("between_two") for k in keys[1:-1])

    def _elsewhere(self, index: int) -> bool:
        """«به گزارش ایسنا … آمده است», «به مصاف آمریکا می‌رود» go nowhere."""
        tokens = self.sentence.tokens
        return index + 1 < len(tokens) and tokens[index].key == "به" and tokens[index + 1].key in keys_of("elsewhere")

    def _reads(self, index: int, words: tuple[str, ...]) -> bool:
        tokens = self.sentence.tokens
        return index + len(words) <= len(tokens) and all(tokens[index + i].key == w for i, w in enumerate(words))

    def objects(self, clause: Clause) -> tuple[bool, tuple[Seen, ...]]:
        """Whether «را» stands in the clause, and the actors of the object before it.

        «فرانسه حمله اسرائیل به دوحه را محکوم کرد»: no word parts subject and object; of the groups of actors that no
        preposition governs the last is the object.
        """
        mark = self._object_mark(clause)
        if mark is None:
            return False, ()
        if mark > 0 and self.sentence.tokens[mark - 1].key in keys_of("counters"):
            return True, ()  # «حملات اسرائیل پس از اعلام توافق ده‌ها نفر را کشته است»: people without a name
        groups = self._groups(clause, mark)
        bare = [g for g in groups if not self._governed(clause, g[0].first)]
        if len(bare) == 1 and not self._reaches(bare[0][-1].last, mark) and self._opens(clause, bare[0][0].first):
            bare = []  # «آمریکا این اتهامات را رد کرد»: it is the subject
        if bare:
            return True, bare[-1]
        return True, groups[-1] if groups and groups[-1][-1].last == mark - 1 else ()  # «کمک به غزه را»

    def _reaches(self, last: int, mark: int) -> bool:
        """Whether the noun phrase of a mention goes on up to «را»: «دو دیپلمات روس مستقر در ژنو را»."""
        return last == mark - 1 or self.sentence.tokens[last + 1].key in keys_of("situated")

    def _object_mark(self, clause: Clause) -> int | None:
        tokens = self.sentence.tokens
        return next((i for i in clause.tokens if tokens[i].key == "را"), None)

    def _groups(self, clause: Clause, end: int) -> list[tuple[Seen, ...]]:
        """The actors of a clause up to a token: names linked by «و» are one group, others groups of their own."""
        groups: list[tuple[Seen, ...]] = []
        last = -1
        for index in clause.tokens:
            if index >= end:
                break
            here = [s for s in self.starting(index) if s.last < end] if index > last else []
            if here:
                linked = tuple(here) if here[0].weak or here[0].place else self._linked(here)
                groups.append(tuple(s for s in linked if s.last < end))
                last = self._end(groups[-1])
        return groups

    def _governed(self, clause: Clause, token: int) -> bool:
        """Whether the noun phrase that a token lies in stands behind a preposition; «بیانیه‌ای» ends such a phrase."""
        tokens = self.sentence.tokens
        for index in range(token - 1, clause.tokens[0] - 1, -1):
            if tokens[index].text.endswith(("ه\u200cای", "یی")) or tokens[index].key in _TIME:
                return False
            if is_boundary(tokens[index]) and tokens[index].key not in _THROUGH:
                return boundaries().get(tokens[index].key) == "prep"
        return False

    def _opens(self, clause: Clause, token: int) -> bool:
        """Only marks, conjunctions and words of time stand before it in the clause, or a comma right before it."""
        tokens = self.sentence.tokens
        if token > 0 and tokens[token - 1].key == "،":  # «به گزارش ایسنا، آمریکا هواپیمایی را اعزام کرد»
            return True
        lead = [tokens[i] for i in clause.tokens if i < token]
        return all(not t.is_word or is_boundary(t) or t.key == clause.marker for t in lead)

    def told(self, clause: Clause) -> tuple[Seen, ...]:
        """«ترامپ تهدید کرد که بر کالاهای چین تعرفه …»: the first whom the speech names that are not of the speaker's side."""
        tokens = self.sentence.tokens
        start = clause.predicate.last + 1 if clause.predicate else len(tokens)
        opening = [t.key for t in tokens[start : start + 2]]
        if not opening or (
            opening[0] not in {"که", ":"} | keys_of("condition") and opening not in (["در", "صورتی"], ["در", "صورت"])
        ):
            return ()
        own = {self.cast.country(s.actor) for s in self.subject(clause)} | {None}
        for seen in self.seen:
            if start <= seen.first < start + _TOLD and not seen.weak and self.cast.country(seen.actor) not in own:
                return self._linked([seen])
        return ()

    # -- subjects

    def subject(self, clause: Clause) -> tuple[Seen, ...]:
        """Who does what the clause says: named in it, the head of a relative clause, or carried over."""
        if self._subjects is None:
            self._subjects = {}
        if clause.index not in self._subjects:
            self._subjects[clause.index] = ()  # guards against a circle
            self._subjects[clause.index] = self._own(clause) or self._carried(clause)
        return self._subjects[clause.index]

    def _own(self, clause: Clause) -> tuple[Seen, ...]:
        """The first noun phrase that stands behind no preposition and before no «را»."""
        if self._firsts is None:
            self._firsts = {}
        if clause.index not in self._firsts:
            self._firsts[clause.index] = self._first(clause)
        return self._firsts[clause.index]

    def _first(self, clause: Clause) -> tuple[Seen, ...]:
        tokens = self.sentence.tokens
        allowed = set(clause.tokens)
        limit = clause.predicate.first if clause.predicate else len(tokens)
        position = 0
        while position < len(clause.tokens):
            index = clause.tokens[position]
            if index >= limit:
                break
            if width := self.opener(index):
                position += width
                continue
            width = self._preposition(index)
            if width:
                position = self._past_phrase(clause, position + width)
                continue
            found = self.phrase(index, allowed) if not is_boundary(tokens[index]) or self.starting(index) else ()
            if found and found[0].first < limit:
                return () if self._is_object(clause, found) else found
            position += 1
        return ()

    def opener(self, index: int) -> int:
        """How many words of «با این حال», «از سوی دیگر» stand at a token; 0 if none do. They govern nobody behind them."""
        tokens = self.sentence.tokens
        if tokens[index].key not in _first_openers() or not (index == 0 or is_boundary(tokens[index - 1])):
            return 0
        keys = tuple(t.key for t in tokens[index : index + _OPENER])
        return next((n for n in range(_OPENER, 1, -1) if keys[:n] in openers()), 0)

    def _preposition(self, index: int) -> int:
        """How many words of a preposition stand at a token; 0 if none does. «گروهی از نظامیان» are soldiers."""
        if self.sentence.tokens[index].key not in _openers() or self._is_partitive(index) or self._opens_tale(index):
            return 0
        for width in (3, 2, 1):
            keys = tuple(t.key for t in self.sentence.tokens[index : index + width])
            if len(keys) == width and keys in prepositions():
                return width
        return 0

    def _opens_tale(self, index: int) -> bool:
        """«در ادامه حسن جعفری با اشاره به …»: an adverb before the subject, not a noun that he belongs to."""
        keys = [t.key for t in self.sentence.tokens[index : index + 2]]
        adverb = keys[:1] == ["در"] and keys[1:] and keys[1] in keys_of("at_last")
        return bool(adverb) and any(self.cast.members[s.actor].kind == "person" for s in self.starting(index + 2))

    def _is_partitive(self, index: int) -> bool:
        tokens = self.sentence.tokens
        return index > 0 and tokens[index].key == "از" and tokens[index - 1].key in keys_of("partitives")

    def _past_phrase(self, clause: Clause, position: int) -> int:
        """The position behind the noun phrase that a preposition governs."""
        tokens = self.sentence.tokens
        while position < len(clause.tokens):
            index = clause.tokens[position]
            if self.starting(index):
                last = self._end(self.phrase(index, set(clause.tokens)) or tuple(self.starting(index)))
                while position < len(clause.tokens) and clause.tokens[position] <= last:
                    position += 1
                return position  # «در پی نگرانی‌های عربستان وزیر خارجه پاکستان …»: a second name is the subject
            if is_boundary(tokens[index]) and tokens[index].key not in _THROUGH and tokens[index].key != "و":
                return position  # over «و» in «در پی فشارها و نگرانی‌های عربستان»
            position += 1
        return position

    def _is_object(self, clause: Clause, found: tuple[Seen, ...]) -> bool:
        """Whether the first actors of a clause are its object: «ایران را تهدید کرد», «مواضع آمریکا را محکوم کرد»."""
        _, objects = self.objects(clause)
        return bool(objects) and objects[0] is found[0]

    def _carried(self, clause: Clause) -> tuple[Seen, ...]:
        clauses = self.sentence.clauses
        parent = next((c for c in clauses if c.index == clause.parent), None)
        if parent is not None and clause.marker == "که":
            head = self._relative_head(clause, parent)
            if head:
                return head
        before = [c for c in clauses if c.index < clause.index and c.predicate is not None]
        if before:
            return self.subject(before[-1])
        if parent is not None:
            return self.subject(parent)
        return self.previous.leading(_BACK) if self.previous is not None else ()

    def leading(self, back: int) -> tuple[Seen, ...]:
        """The subject that the sentence starts with, or that of up to `back` sentences before."""
        for clause in self.sentence.clauses:
            found = self._own(clause) if clause.predicate is not None else ()
            if found:
                return found
        return self.previous.leading(back - 1) if self.previous is not None and back > 0 else ()

    def _relative_head(self, clause: Clause, parent: Clause) -> tuple[Seen, ...]:
        """«پوتین، که دیروز وارد تهران شد»: the name right before «که»."""
        first = clause.tokens[0]
        if parent.predicate is not None and parent.predicate.last < first:
            return ()
        return tuple(s for s in self.seen if not s.place and 0 < first - s.last <= 2 and s.last in parent.tokens)
