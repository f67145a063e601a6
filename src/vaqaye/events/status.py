"""Whether it happened: occurred, planned, denied or hypothetical, from tense, mood, polarity and the words around."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

from vaqaye.events.codebook import Pattern, due
from vaqaye.events.match import Hit
from vaqaye.events.nouns import governor, left_undone, of_noun
from vaqaye.events.signs import plan, signs
from vaqaye.language import Clause, Predicate, Sentence
from vaqaye.model import EventType, Status
from vaqaye.resources import table
from vaqaye.text import key_of, keys_of

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
# Acts of a day: told in the present they are announced («ایران مذاکرات را متوقف می‌کند»), unless they are told as a habit.
_OF_A_DAY = frozenset({"CONSULT", "RETREAT", "SANCTION"})
# «حاضر است متعهد شود»: being willing is what AGREE records; «در تلاش است متحدانش را متقاعد کند»: trying is asking.
_IN_ITSELF = {("AGREE", "willing"): "says that it is willing", ("REQUEST", "tried"): "asks in trying"}
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
        if not _of_another_noun(sentence, hit, hit.predicate):
            return of_verb(sentence, hit.clause, hit.predicate, hit)
    return of_noun(sentence, hit, of_verb)


@cache
def _own_nouns() -> frozenset[tuple[str, str]]:
    """Nouns that make a predicate of their own with a verb: «اشاره کردن»."""
    return frozenset((key_of(row["words"].split(" ")[-1]), row["verb"]) for row in table("no_act") if row["words"])


def _of_another_noun(sentence: Sentence, hit: Hit, predicate: Predicate) -> bool:
    """«در گفت‌وگوی تلفنی با خرازی به این امر اشاره نکرد»: what is not done is not the talk."""
    before = sentence.tokens[predicate.first - 1].key if predicate.first else ""
    words = {key for run in hit.matcher.runs for place in run for key in place}
    return predicate.negative and before not in words and (before, predicate.lemma) in _own_nouns()


def of_verb(sentence: Sentence, clause: Clause, predicate: Predicate, hit: Hit | None = None) -> tuple[Status, str]:
    """The status that the verb of a clause says; of its own act if `hit` is that, else of a noun that it says happens."""
    refusal = (
        hit is not None and hit.matcher.negative
    )  # «نپذیرفت»: the pattern asks for the negation, which denies nothing
    shared = _shared(sentence, clause, predicate)
    if shared is not None:
        return shared
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
    if predicate.negative and hit is not None and hit.first and sentence.tokens[hit.first - 1].key in keys_of("except"):
        return "occurred", "nothing but this"  # «جز جنایت کاری بلد نیست»
    if predicate.negative and not refusal:
        if modal in _OPEN:
            return "hypothetical", f"hangs on a word that makes it {modal}"
        return "denied", "negated"
    return _of_tense(sentence, clause, predicate, hit)


def _shared(sentence: Sentence, clause: Clause, predicate: Predicate) -> tuple[Status, str] | None:
    """«قصد دارد نیروها را مستقر کرده و از پایگاه‌ها استفاده کند»: a bare participle has the mood of what it goes on to.

    Not where that has its own «باید» or «نتوانسته»: «همواره دفاع کرده و دیگران نیز باید کمک کنند».
    """
    tokens, after = sentence.tokens, predicate.last + 1
    if predicate.aspect != "perfect" or not tokens[predicate.last].key.endswith("ه") or after >= len(tokens):
        return None
    following = sentence.clause_at(after)
    verb = following.predicate if following is not None and tokens[after].key == "و" else None
    if following is None or verb is None or verb.first < after or clause.index == following.index:
        return None
    between = tokens[after + 1 : verb.first - 1]  # not its own noun: «دریافت کنند»
    if any(t.verb is not None or t.key in due() for t in between):
        return None
    to_come = verb.mood == "subjunctive" or verb.tense == "future"
    return of_verb(sentence, following, verb) if to_come and not verb.negative else None


def _of_tense(sentence: Sentence, clause: Clause, predicate: Predicate, hit: Hit | None) -> tuple[Status, str]:
    """What modal, tense and mood say of a verb that is neither negated nor in a condition."""
    pattern = hit.matcher.pattern if hit else None
    refusal = hit is not None and hit.matcher.negative
    modal = predicate.modal or ""
    if refusal and _on_condition(sentence, clause):
        return "hypothetical", "on a condition"  # «در صورت جنگ هیچ آتش‌بسی را نمی‌پذیریم»
    if modal:
        thanks = pattern is not None and sentence.tokens[predicate.first - 1].key in keys_of("thanks")
        if pattern and ((pattern.event, modal) in _IN_ITSELF or (thanks and modal in ("due", "wanted"))):
            return "occurred", _IN_ITSELF.get((pattern.event, modal), "says so")  # «باید از مجلس تشکر کنم»
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
        own = pattern if hit and hit.predicate else None
        if predicate.tense == "present" and _soon(sentence, clause, predicate, own):
            return "planned", "present tense of what is to come"
    return "occurred", f"{predicate.tense} {predicate.aspect}"


def _asked(sentence: Sentence, clause: Clause) -> bool:
    return any(sentence.tokens[i].key in keys_of("whether") for i in clause.tokens)


def _soon(sentence: Sentence, clause: Clause, predicate: Predicate, own: Pattern | None) -> bool:
    """«به‌زودی دیدار می‌کنند»; an act of a day in the present («به چین سفر می‌کند») is one that is to come.

    «متکی در دمشق به بحث می‌پردازد», not «هر هفته دیدار می‌کنند».
    """
    if any(plan(sentence.tokens, i) for i in clause.tokens):
        return True
    if own is None or predicate.aspect != "imperfective":
        return False
    if own.mode == "visit":
        return True
    habit = any(sentence.tokens[i].key in keys_of("habit") for i in clause.tokens)  # «وقتی با آنها صحبت می‌کنم»
    return own.event in _OF_A_DAY and own.mode != "third-party" and predicate.mood == "indicative" and not habit


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
    if any(one in keys_of("only") and next_one in keys_of("not_before") for one, next_one in pairwise(keys)):
        return True  # «عقب‌نشینی تنها پس از حذف تهدید صورت خواهد گرفت»
    return any(
        (0 < clause.index - c.index <= _FAR or c.parent == clause.index) and _conditional(sentence, c)
        for c in sentence.clauses
    )
