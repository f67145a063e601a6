"""How often the reader knows who is meant: actors and recipients of gold events, speakers of gold statements.

python eval/who.py [seed|articles|train …] [--errors country|sector|speaker|missing] [--shared DIR]

An actor is looked up at the words that the gold quotes: with `nth` that occurrence, else the one nearest to the trigger of
its event. Of the reader's mentions there the one that shares most characters with the quote counts, of equals the first;
mere adjectives («نفتکش ایرانی») and places only where nothing else is. Where the same words stand for several («دو کشور»,
or the gold quotes them for several actors of the event), the one with the gold's country counts. Where the reader has no
mention, nobody was resolved: the actor is wrong (and `mention found` falls).

  country     the gold's, where the gold gives one
  no country  nor has the reader one, where the gold gives none
  sector      the gold's, where the gold gives one. A state or body as a whole has no sector in the reader; where the gold has
              GOV that is right as well, since the gold has both for the same words («آمریکا» without a sector, «آمریکا» GOV).
              So is another hat of the actor (Hezbollah: REB, also PTY). `sector strict` counts both as wrong; `sector named`
              leaves out bare states, whose sector in the gold is that of the act («حمله آمریکا»: MIL), not of the words.
  speaker     of the statements that are found (content overlaps as in score.py): one name of the speaker, or one mention,
              has every word of the gold's name, titles and spaces aside. A surname alone is wrong where the gold has more.
              Speakers without a name («یک منبع آگاه», «سخنگوی وزارت خارجه») as score.py compares them: a shared word.
"""

from __future__ import annotations

import argparse
import dataclasses
import re
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "bench"))

import gold
from vaqaye import actors, language, statements
from vaqaye.actors import roles as parts
from vaqaye.actors import whoswho
from vaqaye.actors.cast import Cast, Member
from vaqaye.actors.units import scan
from vaqaye.language.words import words
from vaqaye.model import Article
from vaqaye.resources import table
from vaqaye.statements import Said
from vaqaye.text import ZWNJ, fold, key_of, look

Bounds = tuple[int, int]
SAME = 0.5  # of the characters of a statement, as in score.py
TITLES = {key_of(word) for row in table("titles") for word in look(row["fa"]).text.replace(ZWNJ, " ").split()}


@dataclass(frozen=True)
class Error:
    """What went wrong: the kind, and a line that shows it."""

    kind: str
    line: str


class Tally:
    """Hits and chances by figure, and the errors."""

    def __init__(self) -> None:
        self.hit: Counter[str] = Counter()
        self.of: Counter[str] = Counter()
        self.errors: list[Error] = []

    def add(self, figure: str, right: bool) -> bool:
        """Counts one chance."""
        self.of[figure] += 1
        self.hit[figure] += right
        return right


def place(text: str, quote: dict[str, Any], trigger: Bounds) -> Bounds:
    """The occurrence of a gold actor that is meant."""
    words = quote["text"]
    starts = [m.start() for m in re.finditer(f"(?={re.escape(words)})", text)]
    if quote.get("nth") is not None:
        return starts[quote["nth"]], starts[quote["nth"]] + len(words)
    whole = [s for s in starts if not text[s - 1 : s].isalpha() and not text[s + len(words) :][:1].isalpha()]
    start = min(whole or starts, key=lambda s: max(s - trigger[1], trigger[0] - s - len(words)))
    return start, start + len(words)


def shared_part(a: Bounds, b: Bounds) -> int:
    """Characters that two spans share."""
    return max(0, min(a[1], b[1]) - max(a[0], b[0]))


def members_at(cast: Cast, at: Bounds, several: bool) -> list[Member]:
    """The actors that the reader has at some words of the article, the best first; with `several` all that it has there."""
    ranked = []
    for seen in (s for sentence in cast.sentences for s in sentence):
        tokens = cast.document.sentences[seen.sentence].tokens
        span = cast.document.span(tokens[seen.first].start, tokens[seen.last].end)
        part = shared_part((span.start, span.end), at)
        if part:
            ranked.append(((not (seen.weak or seen.place), part, -span.start), cast.members[seen.actor]))
    ranked.sort(key=lambda r: r[0], reverse=True)
    return [member for rank, member in ranked if rank == ranked[0][0] or (several and rank[0])]


def bare(name: str | None) -> set[str]:
    """The words of a name without titles, in one spelling."""
    words = {key_of(w) for w in look(name or "").text.replace(ZWNJ, " ").split() if w[0].isalnum()}
    return words - TITLES


def same_name(wanted: str, member: Member, cast: Cast, text: str) -> bool:
    """Whether a name of the speaker, or the words of one mention, have the whole name of the gold's."""
    row = whoswho.names().get(member.id)
    names = [member.name.fa or "", *(row["names"].split("|") if row else ())]
    actor = cast.actors({member.id})[0]
    names += [text[m.start : m.end] for m in actor.mentions if m.start is not None]
    needed = bare(wanted) or {key_of(w) for w in look(wanted).text.split()}
    solid = "".join(fold(wanted).split())
    return any(needed <= bare(n) or solid in "".join(fold(n).split()) for n in names)


def described(name: str) -> bool:
    """«یک منبع آگاه», «سخنگوی وزارت خارجه»: words of the lexicon, no name of a person."""
    tokens = words(look(name).text, 0, len(look(name).text))
    return any(f.first <= 3 and f.unit.kind not in ("given", "short", "person", "title") for f in scan(tokens))


def jaccard(a: Bounds, b: Bounds) -> float:
    """How much two stretches of text have in common."""
    part = shared_part(a, b)
    return part / (a[1] - a[0] + b[1] - b[0] - part)


def compare(text: dict[str, Any], score: ModuleType, tally: Tally) -> None:
    """Adds one annotated article."""
    article = Article(text["text"], str(text["id"]), text.get("source"), None, text.get("title"), text.get("published"))
    document = language.parse(article)
    cast = actors.find(document)
    said = statements.find(document, parts.of(cast))
    for event in text["events"]:
        trigger = score.find(article.text, event["trigger"])
        quotes = [*event["actor"], *(event.get("recipient") or [])]
        for quote in quotes:
            at = place(article.text, quote, trigger)
            several = sum(q["text"] == quote["text"] for q in quotes) > 1
            _actor(quote, article.text, at, members_at(cast, at, several), tally)
    _speakers(text["statements"], article.text, said, cast, score, tally)


def _actor(quote: dict[str, Any], text: str, at: Bounds, members: list[Member], tally: Tally) -> None:
    member = next((m for m in members if m.country == quote.get("country")), members[0] if members else None)
    country, sector = (member.country, member.sector) if member else (None, None)
    hats = {sector, *(h.sector for h in member.also)} if member else {None}
    around = f"{text[max(0, at[0] - 60) : at[0]]}[{quote['text']}]{text[at[1] : at[1] + 40]}".replace("\n", "⏎")
    who = f"{member.id} {member.name.fa}" if member else "nobody"
    line = f"gold {quote.get('country')} {quote.get('sector')}, read {country} {sector} ({who}): {around}"
    tally.add("mention found", member is not None)
    if member is None:
        tally.errors.append(Error("missing", line))
    if not quote.get("country"):
        tally.add("no country", country is None)
    elif not tally.add("country", country == quote["country"]) and member:
        tally.errors.append(Error("country", line))
    if quote.get("sector"):
        if member is None or member.kind != "state":
            tally.add("sector named", quote["sector"] in hats)
        tally.add("sector strict", sector == quote["sector"])
        whole = member is not None and sector is None and not member.id.startswith("local:") and member.kind != "person"
        if not tally.add("sector", quote["sector"] in hats or (quote["sector"] == "GOV" and whole)) and member:
            tally.errors.append(Error("sector", line))


def _speakers(
    wanted: list[dict[str, Any]], text: str, said: list[Said], cast: Cast, score: ModuleType, tally: Tally
) -> None:
    spans = [cast.document.span(s.start, s.end) for s in said]
    pairs = score.pair(
        [score.find(text, w["content"]) for w in wanted],
        [(s.start, s.end) for s in spans],
        lambda a, b: v if (v := jaccard(a, b)) >= SAME else 0,
    )
    for i, j in pairs:
        member = cast.members[said[j].speaker]
        right = same_name(wanted[i]["speaker"], member, cast, text)
        if not right and described(wanted[i]["speaker"]):
            right = score.same_speaker(wanted[i], dataclasses.asdict(cast.actors({member.id})[0]), text)
        if not tally.add("speaker", right):
            start = score.find(text, wanted[i]["content"])[0]
            words = text[max(0, start - 110) : start + 60].replace("\n", "⏎")
            read = f"{member.name.fa} ({member.id})"
            tally.errors.append(Error("speaker", f"gold {wanted[i]['speaker']}, read {read}: {words}"))


def measured(shared: Path, names: list[str]) -> Tally:
    """The figures of some files together."""
    score, tally = gold.scorer(shared), Tally()
    for name in names:
        for text in gold.load(shared / "gold" / gold.FILES[name]):
            compare(text, score, tally)
    return tally


def main() -> None:
    """Prints the table of each file asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="*", default=["seed", "articles"], help="seed, articles, train")
    parser.add_argument("--errors", help="list the errors of a kind: country, sector, speaker, missing")
    parser.add_argument("--shared")
    args = parser.parse_args()
    shared = gold.shared_folder(args.shared)
    for name in args.sets:
        tally = measured(shared, [name])
        print(f"== {name}")
        for figure in ("mention found", "country", "no country", "sector", "sector named", "sector strict", "speaker"):
            hit, of = tally.hit[figure], tally.of[figure]
            print(f"{figure:14} {hit / of if of else 0:.3f}  {hit} of {of}")
        for error in tally.errors:
            if args.errors == error.kind:
                print(f"  {error.kind}: {error.line}")


if __name__ == "__main__":
    main()
