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
# «تلاش برای مقابله با جنایات راهگشا خواهد بود», «جنگ تأثیر شدیدی خواهد داشت»: they are there, whatever will come of them.
_THERE = frozenset({"ASSAULT", "COERCE"})


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
    return any(t.key in keys_of("reported") for t in tokens[max(0, start - _NEAR - 2) : start])


def _noun_of(tokens: list[Token], verb: Predicate) -> str:
    return tokens[verb.first - 1].key if verb.first else ""


def of_noun(sentence: Sentence, hit: Hit, of_verb: OfVerb) -> tuple[Status, str]:
    """The status of an act that is told by a noun, and why."""
    found = _beside(sentence.tokens, hit)
    verb = hit.clause.predicate
    lacking = verb is not None and verb.negative and verb.first > hit.last and verb.lemma in keys_of("lacking")
    if found and found[0] == "planned" and lacking:
        return "denied", f"{found[1]}, negated"  # «برنامه‌ای برای برکناری او ندارد», «در آستانه سفر نیست»
    near = sentence.tokens[max(0, hit.first - _NEAR) : hit.first]
    if found and verb is not None and not_done(verb) and any(t.key in keys_of("hindrance") for t in near):
        return "occurred", "was not prevented"  # «ایران نتوانست مانع از توافق عراق و آمریکا شود»
    if found:
        return found
    state, why = _of_clause(sentence, hit, of_verb) or ("occurred", "told as a fact")
    if state in ("planned", "hypothetical") and _under_way(sentence.tokens, hit):
        return "occurred", "under way"  # «در ادامه مذاکرات جاری دیداری خواهند داشت»
    return state, why


def not_done(verb: Predicate) -> bool:
    """«نشد», «نتوانست بشود»."""
    return verb.negative or (verb.modal or "").startswith("not ")


def _under_way(tokens: list[Token], hit: Hit) -> bool:
    """«حملات اخیر», «مذاکرات جاری»."""
    return any(t.key in keys_of("under_way") for t in tokens[hit.last + 1 : hit.last + 3])


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
    own = (tokens[hit.first].key,) in prepositions()  # «برای گفت‌وگو» as the pattern has it
    lead = _lead(tokens, hit.first + own)
    if lead and any(t.key in keys_of("sets_about") for t in tokens[max(0, hit.first - _NEAR) : hit.first]):
        return of_verb(sentence, clause, predicate, hit)  # «اقدام به بستن تنگه می‌کند»
    pair = _noun_of(tokens, predicate), predicate.lemma
    kept = hit.matcher.pattern.event in _SAID and pair[0] in keys_of("refused")
    state, why = of_verb(sentence, clause, predicate, hit)
    if pair in signs().of and not kept and lead in keys_of("leads_to") and predicate.first - hit.last <= _LONG:
        return _with(signs().of[pair], pair, state, why)
    if not kept and signs().verbs.get(pair) == "denied" and _reported(tokens, hit.first) and not predicate.negative:
        return "denied", f"report, «{pair[0]} {pair[1]}»"  # «ادعای سی‌ان‌ان درباره مذاکرات را تکذیب کرد»
    if lead and lead != "را":
        return _behind(hit, lead, pair, state, why)
    if predicate.negative and hit.first and tokens[hit.first - 1].key in keys_of("none") | keys_of("meaning"):
        return "denied", "none, negated"  # «این به معنی همکاری ما با ایران نیست»
    found = signs().verbs.get(pair) or _happens(tokens, hit, predicate)
    if found == "happens":
        return state, why
    if found and not kept:
        if state == "denied" and found == "planned":
            return "denied", why  # «قرار نیست»
        undone = found == "denied" and state != "occurred"  # «اگر سفر لغو شود», «سفر لغو نشد»
        return ("hypothetical" if undone else found), f"«{pair[0]} {predicate.lemma}»"  # type: ignore[return-value]
    return (state, why) if why == "conditional" and state == "hypothetical" else None


def _happens(tokens: list[Token], hit: Hit, predicate: Predicate) -> str | None:
    """What a verb says by itself of the noun before it; a light verb only right behind it."""
    reach = 1 if predicate.lemma in keys_of("becoming") | keys_of("doing") else _NEAR
    reach += tokens[predicate.first - 1].key in keys_of("focus")  # «مذاکره هم نشده است»
    far = predicate.tense == "future" and hit.matcher.pattern.event not in _THERE
    near = predicate.first - hit.last <= reach or far  # «دیدار با … از برنامه‌های او خواهد بود»
    return signs().verbs.get(("", predicate.lemma)) if near else None


def _with(found: str, pair: tuple[str, str], state: Status, why: str) -> tuple[Status, str]:
    """The status of a noun behind «از» or «به» by what noun and verb say of it, and the status of these."""
    why = f"«{pair[0]} {pair[1]}», {why}"
    if found == "happens":
        return state, why  # «با موافقت آمریکا مواجه نشده است»
    return ("hypothetical" if state == "denied" else found), why  # type: ignore[return-value]


def _behind(hit: Hit, lead: str, pair: tuple[str, str], state: Status, why: str) -> tuple[Status, str] | None:
    """The status of a noun behind a preposition, by the noun and verb that end its clause and the status of these."""
    event = hit.matcher.pattern.event
    if lead.split(" ")[-1] in keys_of("aim") and event != "REJECT":  # «برای خودداری از آن بهای سنگینی می‌پردازد» refuses
        return (state, f"«{pair[0]} {pair[1]}», {why}") if pair in signs().used else ("planned", f"after «{lead}»")
    with_it = lead in keys_of("by_subject") or lead.split(" ")[0] in keys_of("once_done")  # «پس از امضا اجرا خواهد شد»
    return (state, why) if state == "planned" and with_it and event not in _THERE else None


def _lead(tokens: list[Token], first: int) -> str:
    """The preposition that the noun phrase stands behind, '' for none."""
    for index in range(first - 1, max(-1, first - 1 - _NEAR), -1):
        key = tokens[index].key
        if index and (tokens[index - 1].key, key) in prepositions():
            return f"{tokens[index - 1].key} {key}"
        if (key,) in prepositions() or key in keys_of("by_subject"):
            return key
        if key not in keys_of("before_act"):
            return ""
    return ""
