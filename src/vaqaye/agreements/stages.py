"""How far an agreement is, by the words beside its name and those of its verb."""

from __future__ import annotations

from functools import cache
from itertools import groupby
from typing import NamedTuple

from vaqaye.agreements.names import Hit
from vaqaye.language import Clause, Predicate, Sentence, Token
from vaqaye.language.inflect import inflected
from vaqaye.model import AgreementStatus
from vaqaye.resources import table
from vaqaye.text import key_of, keys_of

_WIDE = 20
_NEAR = 4  # words before the name that tell how far it is


class Stage(NamedTuple):
    """How far an agreement is, and how much the words that say so weigh."""

    level: int
    status: AgreementStatus


NO_STAGE = Stage(-1, "unknown")
CERTAIN = 1000  # the level of what is known by date
LAPSED = Stage(CERTAIN + 1, "unknown")  # «مذاکرات احیای برجام»: what has to be revived is in force no more
_WISHED = frozenset({"wanted", "hoped", "willing"})


@cache
def _words() -> dict[str, tuple[Stage, Stage]]:
    """Key -> stage, and stage where the clause leaves it open. Each run of rows with one status is a level."""
    rows = table("agreement_status")
    levels = [status for status, _ in groupby(row["status"] for row in rows)]
    found: dict[str, tuple[Stage, Stage]] = {}
    level = -1
    for row in rows:
        status, left = row["status"], row["open"] or row["status"]
        if level < 0 or levels[level] != status:
            level += 1
        same = [n for n, name in enumerate(levels) if name == left]
        lower = max((n for n in same if n <= level), default=same[0])
        pair = (Stage(level, status), Stage(lower, left))  # type: ignore[arg-type]
        first, *forms = inflected(key_of(row["word"]))
        found[first] = pair
        for form in forms:
            found.setdefault(form, pair)  # «پایبندی» has a row of its own, before that of «پایبند»
    return found


def _of_status(status: AgreementStatus) -> Stage:
    return max(one for pair in _words().values() for one in pair if one.status == status)


def stage(sentence: Sentence, hit: Hit, end: int, sort: str) -> Stage:
    """By the words right before it, right behind it, and those of its verb."""
    words, tokens = _words(), sentence.tokens
    clause = sentence.clause_at(hit.first)
    verb = _main(sentence, clause) if clause else None
    near = _back(tokens, hit.first)
    if verb is not None and verb.first > end and not (end + 1 < len(tokens) and tokens[end + 1].key in ("،", "؛")):
        # but «تحریم‌ها در برابر پایبندی به توافق، لغو خواهد شد» says nothing of the agreement
        near += _of_verb(tokens, verb, end)
    left_open = _is_open(verb, end) or any(key in keys_of("open") for key in near)
    near += _front(tokens, hit.last) + [t.key for t in tokens[hit.first : hit.last]]  # «توافق آتش‌بس»
    found = max((words[key][left_open] for key in near if key in words), default=NO_STAGE)
    if found.status == "agreed" and keys_of("confirm") & set(near) and keys_of("parliaments") & _around(tokens, hit):
        return _of_status("ratified")  # «مجلس موافقت‌نامه را تأیید کرد»
    if found.status == "negotiated" and (keys_of("wish") & set(near) or (verb and verb.modal in _WISHED)):
        found = _of_status("proposed")  # «به دنبال عقد توافقی با ایران هستند»
    if found.status == "signed" and _only_wished(tokens, hit.first):
        found = _of_status("proposed")
    if found.status == "negotiated" and speaks_itself(sentence, hit):
        found = _of_status("agreed")
    if sort == "final" and found.status not in ("signed", "ratified"):
        return Stage(0, "proposed")  # a «توافق نهایی» is still to come until it is signed
    if verb is not None and verb.modal == "planned" and verb.first > end and _ready(near):
        found = _of_status("agreed")  # «قرار است جمعه امضا شود»
    if found is NO_STAGE and end > hit.last and not left_open and not _indefinite(tokens, hit):
        # «تفسیر توافق لبنان و اسرائیل»: who speaks of it so takes it to be there
        return Stage(-1, "in_force" if sort == "ceasefire" else "agreed")
    return found


def text_told(sentence: Sentence, hit: Hit) -> bool | None:
    """Whether its text is public: «متن توافق‌نامه منتشر شد», «مفاد آن محرمانه است»; None where the sentence doesn't tell."""
    tokens, clause = sentence.tokens, sentence.clause_at(hit.first)
    if speaks_itself(sentence, hit):
        return True
    near = {t.key for t in tokens[max(0, hit.first - _NEAR) : hit.first]}
    verb = clause.predicate if clause else None
    told = _around(tokens, hit)
    if keys_of("secret") & {*_front(tokens, hit.last)} or (keys_of("secret") & told and keys_of("text_of") & near):
        return None if verb is not None and verb.negative else False
    if not keys_of("text_of") & near:
        return None
    if verb is None:
        return True if keys_of("whole_text") & near or keys_of("shown") & told else None  # «متن کامل توافق‌نامه …:»
    if not keys_of("shown") & told or keys_of("wish") & told:
        return None
    if verb.negative and verb.tense != "future":
        return False
    return None if _is_open(verb, -1) else True


def speaks_itself(sentence: Sentence, hit: Hit) -> bool:
    """«ایران متعهد می‌شود با امضای این یادداشت تفاهم …»: the article gives its very words."""
    before = sentence.tokens[hit.first - 1].key if hit.first else ""
    clause = sentence.clause_at(hit.first)
    if before not in keys_of("this") or clause is None:
        return False
    return any(
        c.predicate is not None
        and c.predicate.tense == "present"
        and c.predicate.mood == "indicative"
        and c.predicate.person == 3
        and c.predicate.first > 0
        and sentence.tokens[c.predicate.first - 1].key in keys_of("binds")
        for c in sentence.clauses[max(0, clause.index - 3) : clause.index + 4]
    )


def _only_wished(tokens: list[Token], first: int) -> bool:
    """«پیشنهاد امضای معاهده عدم تعرض»: the signature is what is proposed."""
    return any(
        tokens[i].key in keys_of("wish") and tokens[i + 1].key in _words() and _ready([tokens[i + 1].key])
        for i in range(max(0, first - _NEAR), first - 1)
    )


def _ready(near: list[str]) -> bool:
    """Its signature is what is planned."""
    return any(_words()[key][0].status == "signed" for key in near if key in _words())


def _main(sentence: Sentence, clause: Clause) -> Predicate | None:
    """Its verb, or the one that this governs: «توافق قرار است جمعه امضا شود»."""
    verb = clause.predicate
    for after in sentence.clauses[clause.index + 1 : clause.index + 2]:
        inner = after.predicate if after.marker is None else None
        if inner is not None and inner.modal == "planned" and inner.mood == "subjunctive":
            return inner
    return verb


def _around(tokens: list[Token], hit: Hit) -> set[str]:
    """The words of a stretch that a clause seldom exceeds."""
    return {t.key for t in tokens[max(0, hit.first - _WIDE) : hit.last + _WIDE]}


def _of_verb(tokens: list[Token], verb: Predicate, end: int) -> list[str]:
    """The words of the verb; with the noun that it is made of as one where that tells («صورت گرفت», «به پایان رسید»)."""
    before = tokens[verb.first - 1].key if verb.first - 1 > end else ""
    pair = f"{before} {key_of(verb.lemma)}"
    if pair in _words():
        return [pair]
    return [t.key for t in tokens[max(end + 1, verb.first - 2) : verb.last + 1]] + [key_of(verb.lemma)]


def _indefinite(tokens: list[Token], hit: Hit) -> bool:
    """«توافقی با ایران», «هیچ توافق», «یک توافق»: nothing says that there is one."""
    before = tokens[hit.first - 1].key if hit.first else ""
    return tokens[hit.last].key.endswith("ی") or before in keys_of("any") | {"یک"}


def _is_open(verb: Predicate | None, end: int) -> bool:
    """Future, possible, due, or denied; «موجب شد تفاهم را ملغی کند» is done."""
    if verb is None or verb.first <= end:
        return False
    if verb.modal == "done":
        return verb.negative
    return verb.tense == "future" or verb.mood == "subjunctive" or verb.negative or verb.modal is not None


def _back(tokens: list[Token], first: int) -> list[str]:
    out: list[str] = []
    for token in reversed(tokens[max(0, first - _NEAR) : first]):
        if token.key in ("،", "؛", ":", ".") or (token.verb is not None and token.verb.form == "finite"):
            break
        out.append(token.key)
    return out


def _front(tokens: list[Token], end: int) -> list[str]:
    out: list[str] = []
    for token in tokens[end + 1 : end + 3]:
        if not token.is_word or token.key == "و":
            break
        out.append(token.key)
    return out
