"""What a verb hangs on: «باید», «قرار است», «می‌تواند», «قصد ندارد» make it due, planned, possible, not planned."""

from __future__ import annotations

from functools import cache

from vaqaye.language.document import Clause, Predicate, Token
from vaqaye.language.inflect import spellings
from vaqaye.resources import table
from vaqaye.text import keys_of

_INSIDE = 4  # clauses that may interrupt one


@cache
def _tables() -> tuple[dict[str, str], dict[str, dict[str, tuple[str, str]]]]:
    """Words that stand in the clause itself; and verb -> word before it ('' for any) -> kind, kind in the past."""
    inside: dict[str, str] = {}
    govern: dict[str, dict[str, tuple[str, str]]] = {}
    for row in table("modals"):
        for key in {keys[-1] for keys in spellings(row["word"])} if row["word"] else {""}:
            if row["verb"]:
                govern.setdefault(row["verb"], {}).setdefault(key, (row["kind"], row["past"] or row["kind"]))
            else:
                inside[key] = row["kind"]
    return inside, govern


def mark(tokens: list[Token], clauses: list[Clause]) -> None:
    """Sets `predicate.modal` in every clause of a sentence."""
    inside, _ = _tables()
    told = sorted(
        (c for c in clauses if c.predicate is not None), key=lambda c: c.predicate.first if c.predicate else 0
    )
    for number, clause in enumerate(told):
        predicate = clause.predicate
        if predicate is None:
            continue
        for index in clause.tokens:
            kind = inside.get(tokens[index].key)
            if kind:
                predicate.modal = kind
                break
        if predicate.modal is None and predicate.mood == "subjunctive" and clause.marker not in keys_of("condition"):
            governor = _governor(clause, clauses, _previous(tokens, told, number))
            predicate.modal = _kind(tokens, governor) if governor else None


def _previous(tokens: list[Token], told: list[Clause], number: int) -> Clause | None:
    """The clause before it, past those that stand inside it: «قرار است در نشستی که جمعه آغاز می‌شود دیدار کنند».

    But «تفاهم‌نامه‌ای که قرار است جمعه امضا شود»: that is inside only as the name is told first.
    """
    first = told[number].tokens[0]
    for clause in reversed(told[max(0, number - _INSIDE) : number]):
        if clause.predicate is not None and (clause.predicate.last < first or _kind(tokens, clause)):
            return clause
    return None


def _governor(clause: Clause, clauses: list[Clause], previous: Clause | None) -> Clause | None:
    """«قرار است … برود» stands before; «انتظار می‌رود که … برود» is the parent."""
    if clause.parent is not None and clause.marker == "که":
        parent = next((c for c in clauses if c.index == clause.parent), None)
        if parent is not None and parent.predicate is not None and parent.predicate.last < clause.tokens[0]:
            return parent
        return None if parent is not None and parent.predicate is not None else parent
    return previous


def _kind(tokens: list[Token], governor: Clause) -> str | None:
    predicate: Predicate | None = governor.predicate
    if predicate is None:
        return None
    words = _tables()[1].get(predicate.lemma, {})
    before = [tokens[i].key for i in governor.tokens if i < predicate.first][-4:]
    found = next((words[w] for w in reversed(before) if w in words), words.get(""))
    if found is None:  # «قرار است سفر کند و دیدار کند», «موجب شد تعهدات را زیر پا بگذارد و جنگ را از سر گیرد»
        return predicate.modal if predicate.mood == "subjunctive" else None
    kind = found[predicate.tense == "past" and predicate.aspect != "imperfective" and not predicate.negative]
    if predicate.negative and kind == "unlikely":
        return "possible"  # «بعید نیست حمله کند»
    if predicate.negative:
        return kind.removeprefix("not ") if kind.startswith("not ") else f"not {kind}"
    return kind
