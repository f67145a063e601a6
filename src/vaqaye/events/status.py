"""Whether it happened: occurred, planned, denied or hypothetical, from tense, mood, polarity and the words around."""

from __future__ import annotations

from functools import cache

from vaqaye.events.match import Hit
from vaqaye.language import Clause, Predicate, Sentence
from vaqaye.language.inflect import spellings
from vaqaye.model import EventType, Status
from vaqaye.resources import table
from vaqaye.text import keys_of

# «planned» and the like are kinds of lexicon/modals.tsv.
_OF_MODAL: dict[str, Status] = {
    "planned": "planned", "possible": "hypothetical", "willing": "hypothetical", "tried": "hypothetical",
    "due": "hypothetical", "asked": "hypothetical",
}  # fmt: skip
_IF = keys_of("condition")
_NEAR = 3


@cache
def _around() -> tuple[dict[str, tuple[int, Status]], dict[str, Status], dict[tuple[str, str], str]]:
    """Words before a noun with their reach, words after it, and (noun, verb) of its clause -> status or 'happens'."""
    before: dict[str, tuple[int, Status]] = {}
    after: dict[str, Status] = {}
    verbs: dict[tuple[str, str], str] = {}
    for row in table("status"):
        for keys in spellings(row["word"]) if row["word"] else [("",)]:
            if row["where"] in ("before", "next"):
                before[keys[-1]] = (_NEAR if row["where"] == "before" else 1), row["status"]  # type: ignore[assignment]
            elif row["where"] == "after":
                after[keys[-1]] = row["status"]  # type: ignore[assignment]
            else:
                verbs[keys[-1], row["verb"]] = row["status"] or "happens"
    return before, after, verbs


@cache
def _plover() -> dict[tuple[str, str], str]:
    return {(row["event"], row["status"]): row["plover"] for row in table("plover_status")}


def plover(event: EventType, status: Status) -> EventType | None:
    """The type under the manual's own rules; None for what was denied and where `plover_status.tsv` has none."""
    if status == "denied":
        return None
    found = _plover().get((event, status), event)
    return None if found == "-" else found  # type: ignore[return-value]


def status(sentence: Sentence, hit: Hit) -> tuple[Status, str]:
    """The status of a hit and the reason for it, for `explain`."""
    if hit.predicate is not None:
        if hit.matcher.asks:
            return "occurred", "says what is due"
        return _of_verb(sentence, hit.clause, hit.predicate, hit.matcher.negative)
    return _of_noun(sentence, hit)


def _of_verb(sentence: Sentence, clause: Clause, predicate: Predicate, refusal: bool = False) -> tuple[Status, str]:
    """`refusal`: the pattern asks for the negation («نپذیرفت»), which then denies nothing."""
    if predicate.modal and predicate.modal.startswith("not "):
        return ("occurred", "refuses") if refusal else ("denied", f"hangs on a negated verb ({predicate.modal})")
    if predicate.negative and not refusal:
        return "denied", "negated"
    parent = next((c.predicate for c in sentence.clauses if c.index == clause.parent), None)
    if clause.marker == "که" and parent is not None and parent.negative and parent.tense == "past":
        return "hypothetical", "hangs on a negated verb"  # «اعلام نکرده است که … امضا خواهد شد یا نه»
    if clause.marker in _IF or any(sentence.tokens[i].key in _IF for i in clause.tokens[:3]):
        return "hypothetical", "conditional"
    if predicate.modal:
        return _OF_MODAL.get(predicate.modal, "hypothetical"), f"hangs on a word that makes it {predicate.modal}"
    if predicate.tense == "future":
        return "planned", "future"
    if predicate.mood == "subjunctive":
        return "hypothetical", "subjunctive"
    return "occurred", f"{predicate.tense} {predicate.aspect}"


def _of_noun(sentence: Sentence, hit: Hit) -> tuple[Status, str]:
    before, after, verbs = _around()
    tokens = sentence.tokens
    for index in range(hit.first - 1, max(-1, hit.first - 1 - _NEAR), -1):
        key = tokens[index].key
        reach, state = before.get(key, (0, None))
        if state is not None and hit.first - index <= reach:
            return state, f"after «{tokens[index].text}»"
        if not tokens[index].is_word or (tokens[index].verb and tokens[index].verb.form == "finite"):  # type: ignore[union-attr]
            break
    for index in range(hit.last + 1, min(len(tokens), hit.last + 1 + 2 * _NEAR)):
        key = tokens[index].key
        if key in after:
            return after[key], f"before «{tokens[index].text}»"
        if not tokens[index].is_word:
            break
    predicate = hit.clause.predicate
    if predicate is None or predicate.first < hit.first:
        return "occurred", "told as a fact"
    noun = tokens[predicate.first - 1].key if predicate.first else ""
    near = predicate.first - hit.last <= _NEAR or predicate.tense == "future"  # «دیدار با … از برنامه‌های او خواهد بود»
    found = verbs.get((noun, predicate.lemma)) or (verbs.get(("", predicate.lemma)) if near else None)
    if found == "happens":
        return _of_verb(sentence, hit.clause, predicate)
    if found:
        return found, f"«{noun} {predicate.lemma}»"  # type: ignore[return-value]
    return "occurred", "told as a fact"
