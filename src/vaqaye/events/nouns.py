"""Whether the act that a noun names happened («احتمال حمله», «سفر … لغو شد»), and what a governing verb says of its clause."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from vaqaye.actors.roles import prepositions
from vaqaye.events.match import Hit
from vaqaye.events.signs import follows, signs, stands
from vaqaye.language import Clause, Predicate, Sentence, Token
from vaqaye.model import Status
from vaqaye.text import keys_of

_NEAR = 3
_LONG = 14  # words from a noun to the one that its verb is made of: «از اعمال تحریم‌های تازه علیه … خودداری کرد»
OfVerb = Callable[[Sentence, Clause, Predicate, Hit], tuple[Status, str]]
# «پیشنهاد را رد کرد», «با درخواست مخالفت کرد»: what was said stays said.
_SAID = frozenset({"AGREE", "REQUEST", "ACCUSE", "REJECT", "THREATEN"})


# «در حال بررسی حمله», «بررسی پیشنهاد»: what is looked into was done; of other acts it is whether to do them.
_DONE = frozenset({*_SAID, "ASSAULT", "COERCE", "PROTEST", "CONSULT"})


class Outer(NamedTuple):
    """What the governing clause says: `status` None where it leaves that to the clause itself."""

    status: Status | None
    why: str = ""


def governor(sentence: Sentence, clause: Clause) -> Outer | None:
    """«تکذیب کرد که …», «بعید نیست که …», «بدون آنکه …», «این ادعا که … را رد کرد»."""
    if clause.marker is None or not clause.tokens:
        return None
    tokens, start = sentence.tokens, clause.tokens[0]
    before = tokens[start - 1].key if start else ""
    if clause.marker in keys_of("that") and before in keys_of("without"):
        return Outer("denied", f"after «{tokens[start - 1].text}»")
    parent = next((c for c in sentence.clauses if c.index == clause.parent), None)
    verb = parent.predicate if parent else None
    if verb is None or clause.marker not in keys_of("that"):
        return None
    told = verb.last < start
    if not told and not _reported(tokens, start):
        return None  # «سربازی که شلیک کرد، محاکمه نشد»: only says who
    pair = _noun_of(tokens, verb), verb.lemma
    found = (signs().not_that if verb.negative else signs().that).get(pair)
    return Outer(found, f"hangs on «{pair[0]} {'not ' if verb.negative else ''}{pair[1]}»") if found else None


def _reported(tokens: list[Token], start: int) -> bool:
    """«این ادعا که …», «شایعه‌ای که …» hangs on a word for what is said."""
    return any(t.key in keys_of("reported") for t in tokens[max(0, start - 3) : start])


def _noun_of(tokens: list[Token], verb: Predicate) -> str:
    return tokens[verb.first - 1].key if verb.first else ""


def of_noun(sentence: Sentence, hit: Hit, of_verb: OfVerb) -> tuple[Status, str]:
    """The status of an act that is told by a noun, and why."""
    found = _beside(sentence.tokens, hit)
    verb = hit.clause.predicate
    lacking = verb is not None and verb.negative and verb.first > hit.last and verb.lemma in keys_of("lacking")
    if found and found[0] == "planned" and lacking:
        return "denied", f"{found[1]}, negated"  # «برنامه‌ای برای برکناری او ندارد», «در آستانه سفر نیست»
    return found or _of_clause(sentence, hit, of_verb) or ("occurred", "told as a fact")


def only_topic(sentence: Sentence, hit: Hit) -> bool:
    """«اهمیت همکاری با ارمنستان», «سالن نشست‌های استانداری»: a noun that is spoken about, not told."""
    before = hit.first - 1
    return hit.predicate is None and before >= 0 and sentence.tokens[before].key in keys_of("topic_noun")


def left_undone(sentence: Sentence, hit: Hit) -> tuple[Status, str] | None:
    """«از اعتصاب منصرف شدند», told by noun and verb together, as no pattern tells it."""
    if hit.matcher.lemmas or hit.predicate is None or hit.matcher.pattern.event in ("REJECT", "RETREAT"):
        return None
    pair = _noun_of(sentence.tokens, hit.predicate), hit.predicate.lemma
    return ("denied", f"«{pair[0]} {pair[1]}»") if signs().of.get(pair) == "denied" else None


def _beside(tokens: list[Token], hit: Hit) -> tuple[Status, str] | None:
    """What the words right before and behind the noun say."""
    for index in range(hit.first - 1, max(-1, hit.first - 1 - _NEAR), -1):
        found = stands(tokens, index)
        # «در این زمینه مذاکرات خوبی انجام شد»: what is pointed at stands by itself
        if tokens[index].key in keys_of("weighing") and hit.matcher.pattern.event in _DONE:
            found = None
        if found and hit.first - index <= found[0] and tokens[index - 1].key not in keys_of("demonstrative"):
            return found[1], f"after «{tokens[index].text}»"
        if not tokens[index].is_word or (tokens[index].verb and tokens[index].verb.form == "finite"):  # type: ignore[union-attr]
            break
    away = False  # behind a preposition only a time can be meant: not «همراهی دولت در تنظیم لایحه پیشنهادی»
    named = {key for run in hit.matcher.runs for place in run for key in place}  # «کودتای نافرجام» is a pattern's own
    for index in range(hit.first + 1, min(len(tokens), hit.last + 1 + 2 * _NEAR)):
        state = follows(tokens, index) if index > hit.last or tokens[index].key not in named else None
        if state and not (away and (state != "planned" or (tokens[index - 1].key,) in prepositions())):
            return state, f"before «{tokens[index].text}»"
        if index > hit.last:
            away = away or (tokens[index].key,) in prepositions() or tokens[index].key == "را"
            if not tokens[index].is_word:
                break
    return None


def _of_clause(sentence: Sentence, hit: Hit, of_verb: OfVerb) -> tuple[Status, str] | None:
    """What the verb of its clause says, if the noun is its subject or object; only plans reach into «در سفر به …»."""
    tokens, clause = sentence.tokens, hit.clause
    predicate = clause.predicate
    if predicate is None:
        asked = clause.tokens[-1] == len(tokens) - 1 and tokens[-1].text in "?؟"
        return ("hypothetical", "a question") if asked else None
    if predicate.first < hit.first:
        return None
    lead = _lead(tokens, hit.first)
    if lead and any(t.key in keys_of("sets_about") for t in tokens[max(0, hit.first - _NEAR) : hit.first]):
        return of_verb(sentence, clause, predicate, hit)  # «اقدام به بستن تنگه می‌کند»
    pair = _noun_of(tokens, predicate), predicate.lemma
    kept = hit.matcher.pattern.event in _SAID and pair[0] in keys_of("refused")
    if pair in signs().of and not kept and lead in keys_of("leads_to") and predicate.first - hit.last <= _LONG:
        state, why = of_verb(sentence, clause, predicate, hit)
        return (signs().of[pair] if state != "denied" else "hypothetical"), f"«{pair[0]} {pair[1]}», {why}"
    if lead in keys_of("aim"):
        return "planned", f"after «{lead}»"
    if lead and lead != "را":
        state, why = of_verb(sentence, clause, predicate, hit)
        return (state, why) if state == "planned" and lead in keys_of("by_subject") else None
    if predicate.negative and tokens[hit.first - 1].key in keys_of("none") and hit.first:
        return "denied", "none, negated"
    found = signs().verbs.get(pair)
    if found is None and ("", predicate.lemma) in signs().verbs:
        reach = 1 if predicate.lemma in keys_of("becoming") | keys_of("doing") else _NEAR
        near = (
            predicate.first - hit.last <= reach or predicate.tense == "future"
        )  # «دیدار با … از برنامه‌های او خواهد بود»
        found = signs().verbs["", predicate.lemma] if near else None
    if found == "happens":
        return of_verb(sentence, clause, predicate, hit)
    if found and not kept:
        state, why = of_verb(sentence, clause, predicate, hit)
        if state == "denied" and found == "planned":
            return "denied", why  # «قرار نیست»
        undone = found == "denied" and state != "occurred"  # «اگر سفر لغو شود», «سفر لغو نشد»
        return ("hypothetical" if undone else found), f"«{pair[0]} {predicate.lemma}»"  # type: ignore[return-value]
    state, why = of_verb(sentence, clause, predicate, hit)
    return (state, why) if why == "conditional" and state == "hypothetical" else None


def _lead(tokens: list[Token], first: int) -> str:
    """The preposition that the noun phrase stands behind, '' for none."""
    for index in range(first - 1, max(-1, first - 1 - _NEAR), -1):
        key = tokens[index].key
        if (key,) in prepositions() or key in keys_of("by_subject"):
            return key
        if index and (tokens[index - 1].key, key) in prepositions():
            return key
        if key not in keys_of("before_act"):
            return ""
    return ""
