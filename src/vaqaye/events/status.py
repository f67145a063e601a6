"""Whether it happened: occurred, planned, denied or hypothetical, from tense, mood, polarity and the words around."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

from vaqaye.events.match import Hit
from vaqaye.events.nouns import governor, left_undone, of_noun
from vaqaye.events.signs import plan, signs
from vaqaye.language import Clause, Predicate, Sentence
from vaqaye.model import EventType, Status
from vaqaye.resources import table
from vaqaye.text import keys_of

# «planned» and the like are kinds of lexicon/modals.tsv.
_OF_MODAL: dict[str, Status] = {
    "planned": "planned", "expected": "planned", "possible": "hypothetical", "willing": "hypothetical",
    "wanted": "hypothetical", "hoped": "hypothetical", "tried": "hypothetical", "due": "hypothetical",
    "asked": "hypothetical", "done": "occurred",
}  # fmt: skip
# «ممکن است سفر نکند»: that it may not happen does not say that it did not.
_OPEN = frozenset({"possible", "willing", "wanted", "hoped", "tried", "due", "asked"})
# Acts that are done by saying so: «اجازه نخواهیم داد» refuses today, «تبعات سنگینی خواهد داشت» threatens today.
_SAID_NOW = frozenset({"THREATEN"})
_FAR = 3  # clauses from a condition to what follows from it


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
        left = left_undone(sentence, hit)
        if left:
            return left
        return of_verb(sentence, hit.clause, hit.predicate, hit)
    return of_noun(sentence, hit, of_verb)


def of_verb(sentence: Sentence, clause: Clause, predicate: Predicate, hit: Hit | None = None) -> tuple[Status, str]:
    """The status that the verb of a clause says; of its own act if `hit` is that, else of a noun that it says happens."""
    refusal = (
        hit is not None and hit.matcher.negative
    )  # «نپذیرفت»: the pattern asks for the negation, which denies nothing
    modal = predicate.modal or ""
    if modal == "not due" and predicate.aspect == "imperfective" and predicate.tense == "past":
        return "occurred", "ought not to have been"  # «نباید اتفاق می‌افتاد»
    if modal.startswith("not ") and not _conditional(sentence, clause):
        return ("occurred", "refuses") if refusal else ("denied", f"hangs on a negated verb ({modal})")
    outer = governor(sentence, clause)
    if outer and outer.status:
        return outer.status, outer.why
    if _conditional(sentence, clause):
        unreal = predicate.negative and not refusal and predicate.tense == "past"
        if unreal and predicate.aspect in ("pluperfect", "imperfective"):
            return "occurred", "was not left undone"  # «اگر … را بمباران نکرده بودیم»: it was bombed
        return "hypothetical", "conditional"
    if _asked(sentence, clause):
        return "hypothetical", "a question"  # «در پاسخ به اینکه آیا حمله نخواهد کرد»
    if predicate.negative and not refusal:
        if modal in _OPEN:
            return "hypothetical", f"hangs on a word that makes it {modal}"
        return "denied", "negated"
    return _of_tense(sentence, clause, predicate, hit)


def _of_tense(sentence: Sentence, clause: Clause, predicate: Predicate, hit: Hit | None) -> tuple[Status, str]:
    """What modal, tense and mood say of a verb that is neither negated nor in a condition."""
    pattern = hit.matcher.pattern if hit else None
    refusal = hit is not None and hit.matcher.negative
    modal = predicate.modal or ""
    if refusal and _on_condition(sentence, clause):
        return "hypothetical", "on a condition"  # «در صورت جنگ هیچ آتش‌بسی را نمی‌پذیریم»
    if modal:
        if pattern and pattern.event == "AGREE" and modal == "willing":
            return "occurred", "says that it is willing"  # «حاضر است متعهد شود»: being willing is what AGREE records
        return _OF_MODAL.get(modal, "hypothetical"), f"hangs on a word that makes it {modal}"
    if predicate.tense == "future":
        if pattern and (refusal or pattern.event in _SAID_NOW):
            return "occurred", "said now"
        said = pattern is not None and pattern.event == "REJECT"  # «در صورت پیروزی مخالفت خواهد کرد»
        return (
            ("hypothetical", "on a condition")
            if not said and _on_condition(sentence, clause)
            else ("planned", "future")
        )
    if predicate.mood == "subjunctive":
        if clause.marker == "تا":
            return "planned", "what something is done for"  # «به واشنگتن می‌رود تا با ترامپ مذاکره کند»
        return "hypothetical", "subjunctive"
    unsaid = pattern is None or pattern.event not in ("ACCUSE", "REJECT", "SUPPORT", "AGREE", "REQUEST", *_SAID_NOW)
    if unsaid and (predicate.tense == "present" or predicate.aspect == "imperfective"):
        if _on_condition(sentence, clause):
            return "hypothetical", "on a condition"  # «اگر حمله می‌کردند، جنگ می‌شد»
        if predicate.tense == "present" and _soon(
            sentence, clause, pattern.mode if hit and pattern and hit.predicate else None
        ):
            return "planned", "present tense of what is to come"
    return "occurred", f"{predicate.tense} {predicate.aspect}"


def _asked(sentence: Sentence, clause: Clause) -> bool:
    return any(sentence.tokens[i].key in keys_of("whether") for i in clause.tokens)


def _soon(sentence: Sentence, clause: Clause, mode: str | None) -> bool:
    """«به‌زودی دیدار می‌کنند»; a visit in the present («به چین سفر می‌کند») is one that is to come."""
    visit = mode == "visit" and clause.predicate is not None and clause.predicate.aspect == "imperfective"
    return visit or any(plan(sentence.tokens, i) for i in clause.tokens)


def _conditional(sentence: Sentence, clause: Clause) -> bool:
    """«اگر …», «در صورتی که …», «به شرط آنکه …»."""
    tokens = sentence.tokens
    if clause.marker in keys_of("condition") or any(tokens[i].key in keys_of("condition") for i in clause.tokens[:3]):
        return True
    if clause.marker is None or not clause.tokens:
        return False
    for index in range(max(0, clause.tokens[0] - 4), clause.tokens[0]):
        led = index > 0 and tokens[index - 1].key in keys_of("before_noun")
        if tokens[index].key in keys_of("condition_nouns") and (led or tokens[index].key == "مگر"):
            return True
    return False


def _on_condition(sentence: Sentence, clause: Clause) -> bool:
    """What follows from a condition: «اگر …، حمله خواهد کرد», «در صورت حمله … پاسخ می‌دهد»."""
    keys = [sentence.tokens[i].key for i in clause.tokens]
    if "درصورت" in keys or any(pair in signs().before for pair in pairwise(keys) if pair[1] == "صورت"):
        return True
    return any(
        (0 < clause.index - c.index <= _FAR or c.parent == clause.index) and _conditional(sentence, c)
        for c in sentence.clauses
    )
