"""Drafts that stand side by side: appositions of one actor, and lists that share a country."""

from __future__ import annotations

from itertools import pairwise

from vaqaye.actors.draft import Draft
from vaqaye.language import Token


def shared_country(tokens: list[Token], out: list[Draft]) -> None:
    """«دولت، ملت، علما و مجلس پاکستان»: the state behind the last is that of all."""
    for at in range(len(out) - 1, 0, -1):
        left, right = out[at - 1], out[at]
        between = [t.key for t in tokens[left.last + 1 : right.first]]
        listed = between == ["و"] or (between == ["،"] and right.shared)
        open_ = left.country is None or left.country[0] == "?"
        told = right.country is not None and right.country[0] != "?" and right.last > right.head
        if listed and open_ and told and {left.kind, right.kind} <= {"group", "organisation", "office"}:
            left.country, left.shared, left.head = right.country, True, -1
            if left.unit is not None and left.unit.kind == "generic":
                left.unit = None


def appositions(tokens: list[Token], out: list[Draft]) -> None:
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
            person.weak = False


def _agree(left: Draft, right: Draft) -> bool:
    """Two countries that are known must be one: «لاوروف، وزیر خارجه آمریکا» is a list; not so «معاون اروپا و آمریکا»."""
    if any(d.office is not None and d.kind == "office" and d.office.note == "org" for d in (left, right)):
        return True
    countries = {d.country for d in (left, right) if d.country and d.country[0] not in "?@"}
    return len(countries) < 2
