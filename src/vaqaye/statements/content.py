"""Where the content of a cue lies, and of what kind it is. Offsets are offsets into the view."""

from __future__ import annotations

from vaqaye.actors.draft import is_boundary
from vaqaye.actors.roles import Roles
from vaqaye.language import Sentence
from vaqaye.model import StatementKind
from vaqaye.statements import speakers
from vaqaye.statements.cues import Found
from vaqaye.text import keys_of

OPEN, CLOSE = "«", "»"
_LEAST = 2  # words of a statement
_LONGEST = 14  # words of a speaker that no lexicon knows
_FRONT = 2  # words before a cue that interrupts
_OBJECT = 4  # words before «خواند»
_NEWS = ("خبر", "نام", "یاد", "سخن")  # «از گسترش روابط خبر داد»; other feelings need a clause
_ON = keys_of("clause_links")
_SKIPPED = frozenset({":", "،", "که", "تا", "؛", "این", "-", "."})


def stretch(text: str, roles: Roles, cue: Found, later: list[Found]) -> tuple[int, int] | None:
    """Where the content of a cue lies; None if it has none."""
    sentence = roles.sentence
    tokens = sentence.tokens
    if cue.shape == "object":
        return _object(roles, cue)
    if cue.shape == "about":
        return _about(sentence, cue)
    behind = _noun_end(roles, cue) if cue.shape == "noun" else cue.last + 1
    if behind is None:
        return None
    start = behind
    while start < len(tokens) and tokens[start].key in _SKIPPED:
        if tokens[start].key == "این" and not (start + 1 < len(tokens) and tokens[start + 1].key == "که"):
            break
        start += 1
    if start >= len(tokens):
        return before(text, sentence, cue)
    if cue.shape == "that" and tokens[cue.last + 1].key in keys_of("continues"):
        return None  # «بر ادامه مبارزه تاکید دارد و …»
    end = _limit(sentence, cue, later, start)
    if cue.shape == "noun" and (front := _interrupted(sentence, cue)) is not None:
        return front, end
    return (tokens[start].start, end) if end > tokens[start].start else None


def _noun_end(roles: Roles, cue: Found) -> int | None:
    """The token behind «به گفته X،»; None if nobody stands there."""
    tokens = roles.sentence.tokens
    here = roles.starting(cue.last + 1)
    last = max((s.last for s in here), default=None)
    index = cue.last + 1 if last is None else last + 1
    while index < len(tokens) and index - cue.last < _LONGEST and tokens[index].key not in ("،", "؛", "که"):
        verb = tokens[index].verb
        if verb is not None and verb.form == "finite":
            return None
        if last is not None and (index > last + 4 or tokens[index].key == "این"):
            break
        index += 1
    if index < len(tokens) and tokens[index].key == "،" and last is not None:
        again = roles.starting(index + 1)  # «به گفته پسکوف، سخنگوی کرملین، …»
        if again and again[0].actor in {s.actor for s in here}:
            index = again[0].last + 1
    return index if cue.last + 1 < index < len(tokens) else None


def _interrupted(sentence: Sentence, cue: Found) -> int | None:
    """Where «این حمله، به گفته پلیس، سه کشته داشت» begins; None if the cue opens its clause."""
    tokens = sentence.tokens
    first = cue.clause.tokens[0]
    if cue.first - first < _FRONT or tokens[cue.first - 1].key != "،":
        return None
    if is_boundary(tokens[first]) and tokens[first].key not in keys_of("through"):
        return None
    back = next((i for i in range(cue.first - 2, first, -1) if tokens[i].key == "،"), first)
    return tokens[first].start if back == first else None


def _limit(sentence: Sentence, cue: Found, later: list[Found], start: int) -> int:
    """The end of the content: where the outer clause is taken up again, or a cue of the same level begins."""
    tokens = sentence.tokens
    if cue.shape == "saying":
        back = next((i for i in cue.clause.tokens if i > start and _is_inside(sentence, cue, i)), None)
        if back is not None:
            return tokens[back].start
        verb = next((c for c in later if c.shape == "that" and tokens[c.first - 1].key == "،"), None)
        if verb is not None and verb.first > start:
            return tokens[verb.first].start
    quoted = _closes(sentence, start)
    for other in later:
        if other.first < quoted:
            continue
        if other.shape in ("that", "clause", "object", "about") and _taken_up(other) > start:
            first = tokens[_taken_up(other)]
            if first.key in _ON and other.clause.marker in (None, first.key) and _may_be_same(cue, other):
                return first.start
            if cue.shape == "noun" and other.shape == "that" and tokens[first.index - 1].key == "،":
                return first.start  # «به گفته ایران آتش‌بس برقرار است، آمریکا گفت که …»
        if other.shape == "saying" and other.first > start and other.clause is not cue.clause:
            return tokens[other.first].start
    return sentence.end


def _closes(sentence: Sentence, start: int) -> int:
    """The closing mark of the quotation that starts at a token; 0 if none does."""
    tokens = sentence.tokens
    if tokens[start].key != OPEN:
        return 0
    return next((i for i in range(start, len(tokens)) if tokens[i].key == CLOSE), len(tokens))


def _taken_up(cue: Found) -> int:
    """The token with which the clause of a cue starts, or is taken up again behind another."""
    first = cue.first
    own = set(cue.clause.tokens)
    while first - 1 in own:
        first -= 1
    return first


def _may_be_same(cue: Found, other: Found) -> bool:
    """«گفت که رسانه‌ها می‌نویسند و ادعا می‌کنند …»: a plural behind a singular speaks of others."""
    one, two = cue.clause.predicate, other.clause.predicate
    return cue.shape == "noun" or one is None or two is None or one.plural or not two.plural


def _is_inside(sentence: Sentence, cue: Found, index: int) -> bool:
    inner = [c for c in sentence.clauses if c.tokens and c.tokens[0] > cue.first and c.tokens[0] <= cue.last + 1]
    return not inner or index > inner[0].tokens[-1]


def before(text: str, sentence: Sentence, cue: Found) -> tuple[int, int] | None:
    """«…»، وزیر خارجه گفت."""
    tokens = sentence.tokens
    closing = text.rfind(CLOSE, sentence.start, tokens[cue.first].start)
    opening = text.find(OPEN, sentence.start, sentence.end)
    if cue.shape not in ("that", "clause") or closing < 0 or opening < 0 or opening - sentence.start > 3:
        return None
    return opening, closing + 1


def _object(roles: Roles, cue: Found) -> tuple[int, int] | None:
    """«X … را «غیرقانونی» خواند»: from behind the subject to the cue."""
    tokens = roles.sentence.tokens
    mark = next((i for i in cue.clause.tokens if i < cue.first and tokens[i].key == "را"), None)
    if mark is None or cue.first - mark < 2 or cue.clause.marker == "که" or tokens[mark - 1].key == "خود":
        return None
    if cue.first - cue.clause.tokens[0] < _OBJECT:
        return None
    if tokens[mark - 1].key in ("آن", "این"):
        return (tokens[mark - 1].start, tokens[cue.first - 1].end) if cue.first - mark > _OBJECT - 1 else None
    subject = speakers.span(roles, cue)
    start = cue.clause.tokens[0]
    if subject and subject[1] < mark and not speakers.joined(roles, cue):
        start = subject[1] + 1
    pause = next((i for i in range(mark - 1, start, -1) if tokens[i].key == "،"), None)
    if pause is not None and is_boundary(tokens[start]):
        start = pause  # «وی با انتقاد از آمریکا، این حمله را …»
    while start < mark and (not tokens[start].is_word or tokens[start].key in keys_of("lead_in") - {"این", "یک"}):
        start += 1
    if (
        tokens[start].is_word
        and is_boundary(tokens[start])
        and tokens[start + 1].text.endswith("ی")
        and start + 2 < mark
    ):
        start += 2  # «در بیانیه‌ای این حمله را …»
    return (tokens[start].start, tokens[cue.first - 1].end) if start < mark else None


def _about(sentence: Sentence, cue: Found) -> tuple[int, int] | None:
    """«خبر داد که …», «از گسترش روابط تجاری خبر داد»."""
    tokens = sentence.tokens
    after = tokens[cue.last + 1].key if cue.last + 1 < len(tokens) else ""
    if after in ("که", ":"):
        return tokens[cue.last + 1].end, sentence.end
    every = [i for i in cue.clause.tokens if i < cue.first and tokens[i].key == "از"]
    paused = (i for i in every if i and tokens[i - 1].key == "،")  # «با اشاره به خروج از عراق، از مذاکره خبر داد»
    start = next(paused, every[0] if every else None)
    whether = next((i for i in every if tokens[i + 1].key == "اینکه"), None)
    if whether is not None:  # «از اینکه مذاکرات پیش نرفت ابراز تاسف کرد»
        start = whether + 1
    elif not cue.lemma.startswith(_NEWS):
        return None
    if start is None or cue.first - start <= 2:
        return None
    return tokens[start].end, tokens[cue.first - 1].end


def after_cue(sentence: Sentence, cue: Found) -> str:
    """The key of the mark or word behind a cue."""
    if cue.shape == "colon":
        return ":"
    return sentence.tokens[cue.last + 1].key if cue.last + 1 < len(sentence.tokens) else ""


def kind(
    text: str, sentence: Sentence, cue: Found, start: int, end: int
) -> tuple[StatementKind, list[tuple[int, int]]]:
    """Direct, indirect or mixed, and the quotations of more than one word in it."""
    quotes: list[tuple[int, int]] = []
    at = text.find(OPEN, start, end)
    while at >= 0:
        closing = text.find(CLOSE, at, end)
        closing = end if closing < 0 else closing
        if text.count(" ", at, closing):
            quotes.append((at + 1, closing))
        at = text.find(OPEN, closing, end)
    inner = text[start:end].strip(" .،:")
    if quotes and inner.startswith(OPEN) and quotes[0][1] - quotes[0][0] >= 0.9 * (len(inner) - 2):
        return "direct", quotes
    if after_cue(sentence, cue) == ":":
        return "direct", quotes
    return ("mixed" if quotes else "indirect"), quotes


def quotation_at(text: str, start: int) -> bool:
    """«وی گفت: «این حمله پذیرفتنی نیست»»; marks inside («وی گفت: ادعای «بازرسی» درست نیست») make none."""
    return OPEN in text[max(0, start - 1) : start + 1]


def single_quoted(text: str, start: int, end: int) -> bool:
    """«وی گفت: 'این حمله پذیرفتنی نیست.'»: the quotation ends with the sentence."""
    words = text[start:end].strip(" .،:")
    return len(words) > _LEAST and words[0] in "'‘" and words[-1] in "'’"


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Without outer quotation marks, conjunctions' spaces and the full stop."""
    while start < end and (text[start].isspace() or text[start] in "،:؛-"):
        start += 1
    if text.endswith("[n]", start, end):
        end -= 3
    while end > start and (text[end - 1].isspace() or text[end - 1] in ".،؛:"):
        end -= 1
    inner = text[start:end]
    if inner.startswith(OPEN) and inner.find(CLOSE) in (-1, len(inner) - 1):
        start += 1
        if inner.endswith(CLOSE):
            end -= 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ".،؛"):
        end -= 1
    if text[end - 1] == CLOSE and OPEN not in text[start:end]:
        end -= 1  # the last mark of a quotation that began before
    return start, end


def long_enough(text: str, start: int, end: int) -> bool:
    """At least two words."""
    return end > start and len(text[start:end].split()) >= _LEAST
