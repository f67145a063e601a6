"""Whose words they are: the subject of the cue's verb, the name behind «به گفته», the head before a colon."""

from __future__ import annotations

from vaqaye.actors import Seen
from vaqaye.actors.draft import boundaries, is_boundary
from vaqaye.actors.roles import Roles
from vaqaye.statements import documents, openings, strangers
from vaqaye.statements.cues import Found
from vaqaye.statements.said import Before, head_of
from vaqaye.text import key_of, keys_of

_PRONOUNS = keys_of("pronouns")
_ADVERBS = keys_of("adverbs")
_LEAD = keys_of("lead_in") | _ADVERBS
_THAT = keys_of("that")
_TIME = keys_of("ends_time")
_REPORTS = keys_of("reports")
_FOUND_IN = "آمدن"  # «در این بیانیه با متهم کردن ترکیه … آمده است»: whoever is named there, it's the issuer's
_NAME = 2
_FULL_NAME = 4
_LONGEST_HEAD = 8
_SHORT = 2  # letters
_BACK = 3  # sentences
_KNOWN = 300  # persons of an article in which a surname is looked for
_TAKES = keys_of("takes_complement")
_TIME_WORDS = 4  # «در چند روز گذشته» at the beginning


def of(roles: Roles, cue: Found, before: Before) -> str | None:
    """The actor id of the speaker; an unknown one becomes a local actor by the words that name it. None: nobody said it."""
    if cue.shape == "colon":
        return _at_head(roles, cue.first)
    if cue.shape == "noun":
        return _behind(roles, cue, before)
    return _quoted(roles, cue) or _outer(roles, cue, before) or _by_subject(roles, cue, before)


def _at_head(roles: Roles, colon: int) -> str | None:
    """«ظریف: …»: whom the head before a colon names."""
    tokens = roles.sentence.tokens
    first = _first(roles, colon)
    if first is None:
        return strangers.head(roles, colon)
    quotes = next((q for i in range(1, colon) if (q := _quotes(roles, i)) is not None), None)
    if quotes is not None and first.first < quotes < colon and tokens[colon - 1].key != "خود":
        named = roles.phrase(quotes, reach=4)  # «تسنیم به نقل از یک منبع آگاه: …», not «… از منابع خود: …»
        known = named[0].actor if named and not named[0].weak else None
        return known or strangers.local(roles, quotes, colon - 1)
    to = first.first - 1
    if to > 0 and tokens[to].key == "به":
        if roles.cast.members[first.actor].sector == "JRN":
            return strangers.local(roles, 0, to - 1)  # «منابع آگاه به المیادین: …»
        if tokens[to - 1].key in _TAKES:
            return strangers.local(roles, 0, colon - 1)  # «منبعی نزدیک به هیئت مذاکره‌کننده: …»
    strangers.spell_out(roles, first, colon)
    return first.actor


def above(roles: Roles, before: Before) -> str | None:
    """«مرتضی راد، کارشناس اقتصادی در» / «#گفتگو» / «با خبرفوری:»: whom the lines above a heading's last line begin with."""
    at = roles.previous
    for _ in range(_BACK):
        if at is None:
            return None
        tokens = at.sentence.tokens
        if boundaries().get(tokens[-1].key) == "prep":
            openings.enlist(at, len(tokens) - 1, before)
            named = [
                s
                for s in at.seen
                if not s.weak and not s.place and at.cast.members[s.actor].kind in ("person", "office")
            ]
            if named and named[0].first <= _NAME:
                return strangers.apposed(at, named[0], before) or named[0].actor
            end = next((t.index for t in tokens if is_boundary(t)), len(tokens))
            return strangers.local(at, 0, end - 1)
        at = at.previous
    return None


def _by_subject(roles: Roles, cue: Found, before: Before) -> str | None:
    """The subject of the cue's verb, named, meant or left out."""
    tokens = roles.sentence.tokens
    if cue.lemma.endswith(_FOUND_IN) and (whose := documents.written(roles, cue, before)):
        return whose
    subject = _subject(roles, cue)
    named = [s for s in subject if s.sentence == roles.sentence.index and s.first < _until(roles, cue)]
    pronoun = next((i for i in cue.clause.tokens if i < cue.first and tokens[i].key in _PRONOUNS), None)
    if pronoun is not None and (not named or named[0].first >= pronoun):
        return _meant(roles, pronoun, before) or before.last or (named[0].actor if named else None)
    told = _this(roles, cue, named, before)
    if told:
        return told
    if named and before.person and _points_back(roles, named[0]):
        return before.person
    if named and named[0].first in cue.clause.tokens and not named[0].weak:
        strangers.spell_out(roles, named[0], cue.first)
        return strangers.apposed(roles, named[0], before) or named[0].actor
    own = span(roles, cue)
    if cue.shape == "object" and joined(roles, cue) and subject:
        return before.last if before.at == roles.sentence.index and before.last else subject[0].actor
    if own and cue.shape != "saying":
        here = [s for s in roles.starting(own[0]) if not s.weak and not s.place]
        if here:
            return here[0].actor
        outlet = _outlet(roles, own[0], before)
        if outlet:
            return outlet
        return strangers.local(roles, *own)
    if named:
        return named[0].actor
    within = next((s.actor for s in roles.seen if cue.first < s.first < cue.last and not (s.weak or s.place)), None)
    if within:  # «در بیانیه وزارت خارجه مصر آمده است»
        return within
    return documents.written(roles, cue, before) or _dropped(roles, cue, before, subject)


def _until(roles: Roles, cue: Found) -> int:
    """Before which token the subject stands: of «… را اهانت به جهان اسلام خواند» before «را»."""
    if cue.shape != "object":
        return cue.first
    return next((i for i in cue.clause.tokens if roles.sentence.tokens[i].key == "را"), cue.first)


def _outer(roles: Roles, cue: Found, before: Before) -> str | None:
    """«سخنگوی دولت با این ادعا که ایران برجام را زیر پا گذاشته گفت»: behind a clause in between the subject of the sentence."""
    tokens, clauses = roles.sentence.tokens, roles.sentence.clauses
    first = cue.clause.tokens[0]
    if cue.shape not in ("that", "clause") or first == 0 or not clauses or cue.clause is clauses[0]:
        return None
    last = tokens[cue.first - 1].verb
    inside = last is not None and last.form == "participle" and cue.clause.marker in _THAT
    behind = tokens[first - 1].verb
    ends = cue.clause.marker is None and behind is not None and behind.form == "finite"
    bare = first == cue.first or boundaries().get(tokens[first].key) == "prep"
    own = any(s.first in cue.clause.tokens for s in roles.subject(cue.clause))
    if not inside and (not ends or not bare or own):
        return None
    if tokens[clauses[0].tokens[0]].key in _PRONOUNS:
        return _meant(roles, clauses[0].tokens[0], before)
    lead = [s for s in roles.subject(clauses[0]) if s.sentence == roles.sentence.index and not s.weak]
    relays = bool(lead) and roles.cast.members[lead[0].actor].sector == "JRN"  # «خبرگزاری فارس: … گفت»
    return lead[0].actor if lead and not relays else None


def joined(roles: Roles, cue: Found) -> bool:
    """«… خواستار مذاکره شد و گفت‌وگو با تهران را مفید خواند»: behind «و» stands the object."""
    tokens = roles.sentence.tokens
    first = cue.clause.tokens[0]
    link = tokens[first].key == "و" or (first > 0 and tokens[first - 1].key == "و")
    return link and all(tokens[i].key != "،" for i in cue.clause.tokens if i < cue.first)


def _meant(roles: Roles, pronoun: int, before: Before) -> str | None:
    """Whom «وی» means: the last speaker, unless a person was named since who is its subject."""
    here = next((s.actor for s in roles.starting(pronoun) if s.how == "pronoun"), None)
    lead = roles.previous.leading(0) if roles.previous is not None else ()
    told = roles.sentence.index - 1 != before.free  # by the narrator
    if here and told and lead and lead[0].actor == here and roles.cast.members[here].kind == "person":
        return here
    return before.person or here


def _dropped(roles: Roles, cue: Found, before: Before, subject: tuple[Seen, ...]) -> str | None:
    """Who «گفت» means without a subject: the one who spoke before; for «گفتند» rather several or a body."""
    verb = cue.clause.predicate
    if verb is None or verb.person != 3:
        return None
    carried = subject[0].actor if subject else None
    if verb.plural and carried and roles.cast.members[carried].kind != "person":
        return carried
    if before.several and not verb.plural:
        return before.person or carried
    return before.last or carried


def _this(roles: Roles, cue: Found, named: list[Seen], before: Before) -> str | None:
    """«این شرکت افزود»: whom the subject means, if it is such a noun phrase."""
    tokens = roles.sentence.tokens
    this = next((i for i in cue.clause.tokens if i < cue.first and tokens[i].key == "این"), None)
    if this is None or (named and named[0].first not in (this, this + 1)) or not _bare(roles, cue, this):
        return None
    return _taken_up(roles, this + 1, before)


def _bare(roles: Roles, cue: Found, token: int) -> bool:
    """Whether no preposition stands before a token of the clause, and no «را» behind its noun: it may be the subject."""
    tokens = roles.sentence.tokens
    own = [i for i in cue.clause.tokens if i < token]
    pause = next((n for n in range(len(own) - 1, -1, -1) if tokens[own[n]].key == "،"), -1)
    free = own[pause + 1 :]
    free = free[_lead(roles, free) if free else 0 :]
    return not any(is_boundary(tokens[i]) for i in free) and all(
        tokens[i].key != "را" for i in range(token, min(token + _FULL_NAME, cue.first))
    )


def _taken_up(roles: Roles, noun: int, before: Before) -> str | None:
    """Whom «این شرکت», «این روزنامه», «این منابع» mean: the last who spoke, or was named, under that noun."""
    tokens = roles.sentence.tokens
    if noun >= len(tokens) or tokens[noun].key in _REPORTS:
        return None
    told, members = before.called.get(head_of(tokens[noun].text)), roles.cast.members
    person = members[before.person] if before.person else None
    office = members[told] if told and members[told].kind == "office" else None
    if office and person and person.kind == "person" and office.country in (None, person.country):
        return person.id  # «یک مقام آمریکایی گفت … برنز افزود … این مقام آمریکایی»
    return told or _outlet(roles, noun, before)


def _outlet(roles: Roles, first: int, before: Before) -> str | None:
    """«این گزارش تاکید می‌کند», «این روزنامه افزود»: the outlet that spoke or was named last."""
    tokens = roles.sentence.tokens
    this = first > 0 and tokens[first - 1].key == "این"
    report = tokens[first].key in _REPORTS
    if not report and not (this and tokens[first].key in keys_of("media")):
        return None
    if before.outlet or (report and before.last):
        return before.outlet or before.last
    at, back = roles.previous, 0
    while at is not None and back < _BACK:
        for seen in reversed(at.seen):
            if at.cast.members[seen.actor].sector == "JRN":
                return seen.actor
        at, back = at.previous, back + 1
    return None


def _points_back(roles: Roles, seen: Seen) -> bool:
    """«این مقام آمریکایی», «این عضو کمیسیون»: the person who spoke before."""
    member = roles.cast.members[seen.actor]
    if seen.how in ("pronoun", "demonstrative"):
        return member.kind in ("person", "office")
    tokens = roles.sentence.tokens
    this = tokens[seen.first - 1 if seen.first else 0].key == "این" or tokens[seen.first].key == "این"
    one = any(t.key in keys_of("called") for t in tokens[seen.first : seen.first + 2])
    return this and (seen.how == member.kind == "office" or (seen.how == "group" and one))


def _quoted(roles: Roles, cue: Found) -> str | None:
    """«روزنامه هاآرتص به نقل از منابع آگاه نوشت»: those whom the subject quotes."""
    tokens = roles.sentence.tokens
    for i in cue.clause.tokens[1:]:
        first = _quotes(roles, i)
        if first is None or first >= cue.first:
            continue
        if not any(s.first < i and not s.weak for s in roles.subject(cue.clause)):
            return None
        found = roles.phrase(first, reach=4)
        end = found[0].last if found else first - 1
        between = [n for n in range(end + 1, cue.first) if n != first]
        if any(tokens[n].key == "،" or (roles.starting(n) and tokens[n - 1].key != "در") for n in between):
            return None  # «به نقل از رویترز، وزیر خارجه گفت»
        return (
            found[0].actor
            if found and not found[0].weak
            else strangers.local(roles, first, min(strangers.phrase_end(roles, first), cue.first - 1))
        )
    return None


def _quotes(roles: Roles, token: int) -> int | None:
    """Where those whom the subject quotes begin: behind «به نقل از», «به‌نقل از», «از قول» at a token; None without such words."""
    keys = [t.key for t in roles.sentence.tokens[token - 1 : token + 3]]
    if keys[:3] == ["به", "نقل", "از"] or (keys[1] in keys_of("quoting") and keys[2:3] == ["از"]):
        return token + 2
    return token + 1 if keys[:2] == ["از", "قول"] else None


def _subject(roles: Roles, cue: Found) -> tuple[Seen, ...]:
    """The subject of the cue; behind a clause in between the actor that its own clause is taken up with.

    «پس از آن که سپاه از حمله خبر داد، ارتش آمریکا اعلام کرد».
    """
    tokens = roles.sentence.tokens
    before = [i for i in cue.clause.tokens if i < cue.first]
    behind = _before_cue(roles, cue, before)
    if behind:
        return behind
    intro = _report(roles, before)
    if intro:
        found = [s for s in roles.starting(before[intro]) if not s.weak and not s.place]
        if found:
            return tuple(found)
    chunk = next((n for n in range(len(before) - 1, 0, -1) if before[n] != before[n - 1] + 1), None)
    if chunk is not None:
        start = before[chunk]
        while start < cue.first and not tokens[start].is_word:
            start += 1
        found = [s for s in roles.starting(start) if not s.weak and not s.place]
        if found and tokens[found[0].last + 1].key != "را":
            return tuple(found)
    return roles.subject(cue.clause)


def _before_cue(roles: Roles, cue: Found, before: list[int]) -> tuple[Seen, ...]:
    """«در موضوع زندانیان و تحصن خانواده‌ها در لندن، عراقچی گفت»: the name between a comma and the cue."""
    tokens = roles.sentence.tokens
    if not before or boundaries().get(tokens[before[0]].key) != "prep":
        return ()
    last = cue.first - 1
    while last > before[0] and tokens[last].key in _ADVERBS | {"نیز", "هم", "همچنین"}:
        last -= 1
    found = [s for s in roles.seen if s.last == last and not s.weak and not s.place]
    return tuple(s for s in found if tokens[s.first - 1].key == "،" and s.first - 1 in before)


def span(roles: Roles, cue: Found) -> tuple[int, int] | None:
    """The tokens of the speaker's noun phrase: the first of the clause that stands behind no preposition."""
    tokens = roles.sentence.tokens
    found = [s for s in _subject(roles, cue) if s.sentence == roles.sentence.index and s.first in cue.clause.tokens]
    if found and found[0].first < cue.first and not found[0].weak:
        return found[0].first, found[-1].last
    inside = [i for i in cue.clause.tokens if i < cue.first]
    inside = inside[_report(roles, inside) :]
    relative = bool(inside) and tokens[inside[0]].key == "که"
    inside = inside[relative:]
    inside = inside[_lead(roles, inside) :]
    if not inside or is_boundary(tokens[inside[0]]) or tokens[inside[0]].key in _THAT:
        return None
    first = last = inside[0]
    for index in inside[1 : strangers.LONGEST]:
        partitive = tokens[index].key == "از" and tokens[last].key in keys_of("partitives")
        these = tokens[last].key == "از" and tokens[index].key in keys_of("through")  # «یکی از این منابع»
        ends = is_boundary(tokens[index]) or tokens[index].key in _ADVERBS
        if index != last + 1 or (ends and not partitive and not these):
            break
        last = index
    if relative and any(t.verb is not None or t.key == "را" for t in tokens[first : cue.first]):
        return None  # «این در حالی است که بسیاری هشدار می‌دهند», but not «کسی که نامش فاش نشد گفت»
    return (first, last) if tokens[last + 1].key != "را" else None


def _report(roles: Roles, before: list[int]) -> int:
    """The position behind «به گزارش خبرگزاری فارس از تهران،»; 0 without such words."""
    tokens = roles.sentence.tokens
    if len(before) < _NAME or tokens[before[0]].key != "به" or tokens[before[1]].key not in _REPORTS:
        return 0
    at = next((n for n, i in enumerate(before) if tokens[i].key == "،"), len(before))
    return at + 1 if at + 1 < len(before) else 0


def _lead(roles: Roles, inside: list[int]) -> int:
    """How many words stand before the noun phrase: «همچنین», «ساعاتی پیش», «بارها»."""
    tokens = roles.sentence.tokens
    done = 0
    keys = [tokens[i].key for i in inside[:3]]
    if keys[:1] and keys[0] in keys_of("around") and keys[1:] in (["از", "این"], ["از", "آن"]):
        return 3  # «پیش از این گمرک اعلام کرده بود»
    if inside and (width := roles.opener(inside[0])):
        return width  # «از سوی دیگر کارشناسان معتقدند»
    for place, index in enumerate(inside[:_TIME_WORDS]):
        if tokens[index].key in _TIME:
            done = place + 1
    while done < len(inside) and (not tokens[inside[done]].is_word or tokens[inside[done]].key in _LEAD):
        done += 1
    return done


def _behind(roles: Roles, cue: Found, before: Before) -> str | None:
    tokens = roles.sentence.tokens
    at = cue.last + 1
    if at >= len(tokens):
        return None
    if tokens[at].key in _PRONOUNS:
        return before.person or before.last
    if tokens[at].key in keys_of("they"):
        return before.last  # «به گفته آنان»
    if tokens[at - 1].key == "این":  # «بر اساس این گزارش»
        return before.outlet or before.last if tokens[at].key in _REPORTS else None
    if tokens[at].key == "این" and at + 1 < len(tokens):  # «به نوشته این روزنامه», «به گفته این عضو شورا»
        outlet = _taken_up(roles, at + 1, before) or _outlet(roles, at + 1, before)
        here = next((s for s in roles.starting(at) + roles.starting(at + 1)), None)
        if outlet or (here is not None and before.person and _points_back(roles, here)):
            return outlet or before.person
    found = roles.phrase(at, reach=5)
    if found and not found[0].weak:
        words = (roles.cast.members[found[0].actor].name.fa or "").split()
        relays = tokens[cue.last].key in _REPORTS and any(key_of(w) in keys_of("agencies") for w in words)
        return None if relays else found[0].actor  # «بر اساس گزارش رویترز، …»
    return strangers.local(roles, at, strangers.phrase_end(roles, at))


def _first(roles: Roles, end: int) -> Seen | None:
    """The first actor named before a token."""
    return next((s for s in roles.seen if s.first < end and not s.place and not s.weak), None)
