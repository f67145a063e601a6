"""The names of the lexicon as one index over word keys, and where they stand in a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from vaqaye.language import Token
from vaqaye.language.inflect import inflected, spellings
from vaqaye.language.lemmas import lemmatizer
from vaqaye.resources import per_lexicon, table
from vaqaye.text import ZWNJ, fold, key_of, keys_of

UnitKind = Literal[
    "state", "adjective", "capital", "city", "person", "short", "office", "organisation", "generic", "group", "title", "given",
    "stranger",
]  # fmt: skip
# Where two names of one length meet, the earlier kind wins: «جهان» is a group before it is a given name.
_RANK: dict[str, int] = {
    kind: rank
    for rank, kind in enumerate(
        "person organisation office state generic capital adjective group title short city given stranger".split()
    )
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Unit:
    """One name of the lexicon. `id` is its who's-who id (for an office, its key); `note` its condition of use."""

    kind: UnitKind
    id: str
    fa: str
    en: str | None
    country: str | None
    sector: str | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A unit at tokens `first..last`, inclusive."""

    unit: Unit
    first: int
    last: int


def many(cell: str) -> list[str]:
    """The values of a cell of the lexicon: «روسی | روس»."""
    return [value.strip() for value in cell.split("|") if value.strip()]


def _states() -> Iterator[tuple[str, Unit]]:
    for row in table("states"):
        code, fa, en = row["code"], row["fa"], row["en"] or None
        unsure = {key_of(name) for name in many(row["ambiguous"])}

        def unit(kind: UnitKind, code: str = code, fa: str = fa, en: str | None = en) -> Unit:
            return Unit(kind, f"state:{code}", fa, en, code, None)

        for kind, names in (
            ("state", [fa, *many(row["names"]), *many(row["metonyms"])]),
            ("adjective", many(row["adjectives"])),
        ):
            for name in names:
                if key_of(name) not in unsure:
                    yield name, unit(kind)  # type: ignore[arg-type]


def _places() -> Iterator[tuple[str, Unit]]:
    for row in table("places"):
        if row["kind"] == "country":
            continue  # states.tsv has their names
        for name, stands in place_names(row):
            kind: UnitKind = (
                "capital" if row["kind"] == "capital" and name in (row["fa"], *many(row["names"])) else "city"
            )
            yield (
                name,
                Unit(kind, f"state:{row['country']}", row["fa"], row["en"] or None, row["country"], None, stands),
            )


def place_names(row: dict[str, str]) -> Iterator[tuple[str, str]]:
    """The names of a place and how each stands: «نور» only near some words, «شهر نور» by itself."""
    for name in (row["fa"], *many(row["names"])):
        if not row["stands"] or " " in name:
            yield name, ""
            continue
        yield name, row["stands"]
        yield from ((f"{noun} {name}", "") for noun in sorted(keys_of("place_nouns")))


def _persons() -> Iterator[tuple[str, Unit]]:
    for row in table("persons"):

        def unit(kind: UnitKind, row: dict[str, str] = row) -> Unit:
            return Unit(kind, row["id"], row["fa"], row["en"] or None, row["country"] or None, row["sector"] or None)

        for name in (row["fa"], *many(row["names"])):
            yield name, unit("person")
        for name in many(row["short"]):
            yield name, unit("short")


def _organisations() -> Iterator[tuple[str, Unit]]:
    for row in table("organisations"):
        country, sector = row["country"] or None, row["sector"] or None
        for name in (row["fa"], *many(row["names"])):
            yield name, Unit("organisation", row["id"], row["fa"], row["en"] or None, country, sector)
        for name in many(row["generic"]):
            yield name, Unit("generic", row["id"], row["fa"], row["en"] or None, country, sector, row["when"])


@per_lexicon
def given_names() -> frozenset[str]:
    """The given names as keys."""
    return frozenset(fold(row["fa"]).replace(" ", "") for row in table("given_names"))


def _others() -> Iterator[tuple[str, Unit]]:
    for row in table("offices"):
        office = Unit("office", row["office"], row["fa"], row["en"] or None, None, row["sector"] or None, row["scope"])
        for name in (row["fa"], *many(row["names"])):
            yield name, office
            for plural in _plurals(name):
                yield plural, office
    for row in table("groups"):
        fa, en = many(row["fa"]), row["en"] or None
        for name in fa:
            yield name, Unit("group", f"group:{en or fa[0]}", fa[0], en, row["country"] or None, row["sector"] or None)
    for row in table("titles"):
        yield row["fa"], Unit("title", "title", row["fa"], None, None, row["sector"] or None)
    for row in table("given_names"):
        yield row["fa"], Unit("given", "given", row["fa"], None, None, None)


def _plurals(name: str) -> Iterator[str]:
    """«وزیر خارجه»: «وزرای خارجه», «وزیران خارجه»."""
    head, _, rest = name.partition(" ")
    if rest or ZWNJ in head or head[-1] == "و":
        yield f"{head}{'یان' if head[-1] in 'او' else 'ان'} {rest}".strip()
    singular, joint, tail = head.partition(ZWNJ)  # «رئیس‌جمهور»
    if rest or joint:
        for plural in _irregular().get(singular, ()):
            yield f"{plural} {tail} {rest}".replace("  ", " ").strip()


@cache
def _irregular() -> dict[str, list[str]]:
    """Singular -> plurals that take a complement: «وزیر» has «وزرای»."""
    found: dict[str, list[str]] = {}
    for row in table("plurals"):
        if row["plural"].endswith("ای"):
            found.setdefault(row["singular"], []).append(row["plural"])
    return found


_PAIR = 2
_INFLECTED = frozenset({"group", "adjective", "office", "generic", "organisation"})


def _forms(keys: tuple[str, ...], kind: str) -> Iterator[tuple[str, ...]]:
    """What a name looks like with endings, or with its words written as one."""
    if len(keys) == _PAIR and min(len(key) for key in keys) > 1:
        yield ("".join(keys),)  # «رژیم‌صهیونیستی», «وزیرخارجه»
    last = keys[-1]
    if last in keys_of("counted_people"):
        return  # «تنها» is no form of «تن»
    if kind in _INFLECTED:
        for form in inflected(last)[1:8]:
            # «تروریستی» is an adjective, not a terrorist; «رایزنی» is no attaché, but «عضوی» is a member
            other = kind == "group" or (kind == "office" and len(keys) == 1 and form in lemmatizer().lexicon.known)
            if not (other and form == last + "ی"):
                yield (*keys[:-1], form)
    elif kind in ("state", "capital", "city", "person") and last[-1] in "او":  # «آمریکای لاتین», «اروپای شرقی»
        yield (*keys[:-1], last + "ی")


class Node:
    """A place in the trie of names: what may follow, and the unit that ends here."""

    __slots__ = ("after", "inflected", "unit")

    def __init__(self) -> None:
        self.after: dict[str, Node] = {}
        self.unit: Unit | None = None
        self.inflected = False


@per_lexicon
def index() -> dict[str, Node]:
    """The trie of all names over word keys."""
    root = Node()
    sources = (_persons(), _organisations(), _states(), _places(), _others())
    names = [(keys, unit) for source in sources for name, unit in source for keys in spellings(name) if keys]
    for keys, unit in names:
        _enter(root, keys, unit, False)
    for keys, unit in names:  # «طالبانی» is a surname before it is a form of «طالبان»
        for form in _forms(keys, unit.kind):
            _enter(root, form, unit, True)
    return root.after


def _enter(root: Node, keys: tuple[str, ...], unit: Unit, form: bool) -> None:
    node = root
    for key in keys:
        after = node.after.get(key)
        if after is None:
            after = node.after[key] = Node()
        node = after
    exact = node.unit is not None and form and not node.inflected
    if node.unit is None or (not exact and _rank(unit) < _rank(node.unit)):
        node.unit, node.inflected = unit, form


def _rank(unit: Unit) -> int:
    """«مهران» is a given name before it is a town that needs «شهر» beside it."""
    return _RANK[unit.kind] + (len(_RANK) if _unsure(unit) else 0)


def _unsure(unit: Unit) -> bool:
    return unit.kind in ("city", "capital") and unit.note != ""


def scan(tokens: list[Token]) -> list[Found]:
    """The units of a sentence from left to right, the longest at each place, without overlap."""
    known = index()
    out: list[Found] = []
    at, size = 0, len(tokens)
    while at < size:
        node = known.get(tokens[at].key)
        last, unit, end = at, None, at
        while node is not None:
            if node.unit is not None:
                last, unit = end, node.unit
            end += 1
            node = node.after.get(tokens[end].key) if end < size and node.after else None
        if unit is not None and not (last == at and (_is_verb(tokens, at, unit) or not _stands(tokens, at, unit))):
            out.append(Found(unit, at, last))
            at = last
        at += 1
    return out


def _stands(tokens: list[Token], at: int, unit: Unit) -> bool:
    """«در بم», «لیون فرانسه»: a place whose name is a word, too."""
    if unit.kind in ("state", "adjective") and _nobodys(tokens, at):
        return False
    if not _unsure(unit):
        return True
    if unit.note == "in" and at and tokens[at - 1].key in keys_of("before_place"):
        return True
    node = index().get(tokens[at + 1].key) if at + 1 < len(tokens) else None
    after = node.unit if node is not None else None
    return after is not None and after.kind == "state" and after.country == unit.country


def _nobodys(tokens: list[Token], at: int) -> bool:
    """«زبان انگلیسی», «دریای عمان», «آمریکای لاتین»: the name of a state in a name that is not the state's."""
    before = tokens[at - 1].key if at else ""
    after = tokens[at + 1].key if at + 1 < len(tokens) else ""
    pair = f"{tokens[at].key} {after}"
    return before in keys_of("before_nobody") or after in keys_of("behind_nobody") or pair in keys_of("nobodys")


def _is_verb(tokens: list[Token], at: int, unit: Unit) -> bool:
    """«آمد», «متهم کرد», «شهید شدند»: a verb, or the noun of one, is no name by itself."""
    if unit.kind not in ("given", "short", "group", "adjective"):
        return False
    verb, follower = tokens[at].verb, tokens[at + 1].verb if at + 1 < len(tokens) else None
    if verb is not None and verb.form == "finite":
        return True
    light = follower is not None and follower.lemma in keys_of("group_verbs")
    return light and unit.kind == "group" and not tokens[at].key.endswith(("ها", "ان", "های"))
