"""Annotated articles: shows them, checks what an annotator wrote, and keeps it as offsets, without a word of the text.

    python train/annotate.py show 17 --pair 3       two articles of batch 17, to read
    python train/annotate.py check 17 FILE          every quote found, every code known; says what is wrong
    python train/annotate.py keep 17 FILE           checks and writes train/annotations/017.jsonl (--second: 017-second.jsonl)
    python train/annotate.py show 17 --pair 3 --kept    with what is annotated already, numbered
    python train/annotate.py amend 17 FILE          adds what was overlooked: FILE as for `keep`, with additions alone;
                                                    "drop": {"events": [2]} takes out what is wrong
    python train/annotate.py agreement              batches that were annotated twice against each other
    python train/annotate.py corrected FILE RECORD OUT   what `vaqaye corrections train` wrote, with texts, for sides.py
    python train/annotate.py gold OUT               all that is annotated, with texts, in the form of the shared gold

FILE has one JSON object a line, written as the annotation guides say, words quoted. What is kept has `start` and `end` in
place of words; names of speakers too, where the article has them.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import corpora
from pick import PLAN, candidates

FOLDER = PLAN.parent
STATUS = {"occurred", "planned", "denied", "hypothetical"}
KINDS = {"direct", "indirect", "mixed"}
STEPS = {"proposed", "negotiated", "agreed", "signed", "ratified", "in_force", "suspended", "ended", "unknown"}
BODIES = {"UNO", "EUR", "IGO", "NGO", "MNC", "IMG", "ISM", "KOS", "PSE"}
SECTORS = set(
    "GOV LEG JUD MIL PRM SPY COP OPP PTY REB UAF BUS JRN EDU REL CVL LAB REF ELI CRM AGR MED".split()
)  # the record's list
MODES: dict[str, set[str]] = {
    "AGREE": set(), "CONSULT": {"visit", "third-party", "multilateral", "phone"}, "SUPPORT": set(), "CONCEDE": set(),
    "COOPERATE": set(), "AID": set(), "RETREAT": {"withdraw", "release", "return", "disarm", "ceasefire", "access", "resign"},
    "REQUEST": {"assist", "change", "yield", "meet"}, "ACCUSE": {"disapprove", "allege", "investigate"},
    "REJECT": {"assist", "change", "yield", "meet"},
    "THREATEN": {"restrict", "arrest", "relations", "expel", "territory", "violence"},
    "PROTEST": {"demo", "riot", "strike", "hunger", "boycott", "obstruct", "vandalize"},
    "SANCTION": {"convict", "expel", "withdraw", "discontinue"}, "MOBILIZE": {"troops", "weapons", "police", "militia"},
    "COERCE": {"seize", "restrict", "censor", "curfew", "martial-law", "arrest", "deport", "withhold", "misinformation", "cyber"},
    "ASSAULT": {
        "abduct", "beat", "torture", "sexual", "targeted", "destroy", "primitive", "firearms", "explosives", "suicide-attack",
        "aerial", "drone", "heavy-weapons", "crowd-control", "unconventional",
    },
}  # fmt: skip


def codes() -> set[str]:
    """Country codes that may stand in an annotation."""
    import vaqaye

    lines = (Path(vaqaye.__file__).parent / "lexicon" / "states.tsv").read_text(encoding="utf-8").splitlines()
    return BODIES | {line.split("\t")[0] for line in lines}


def articles() -> dict[str, dict[str, Any]]:
    """All articles that may be annotated, by id."""
    return {a["id"]: a for _, a in candidates()}


def plan(batch: int) -> list[str]:
    """The articles of a batch."""
    rows = [line.split("\t") for line in PLAN.read_text(encoding="utf-8").splitlines()[1:]]
    found = [id for number, id, _ in rows if int(number) == batch]
    if not found:
        sys.exit(f"there is no batch {batch}: the last one is {rows[-1][0]}")
    return found


def find(text: str, quote: dict[str, Any]) -> tuple[int, int]:
    """Where quoted words lie; ValueError where they don't, or in several places and `nth` does not say which."""
    words, start = quote["text"], -1
    if "nth" not in quote and text.count(words) > 1:
        raise ValueError(f"{words!r} stands there {text.count(words)} times: add nth (from 0) or quote more")
    for _ in range(quote.get("nth", 0) + 1):
        start = text.find(words, start + 1)
        if start < 0 or not words:
            raise ValueError(f"{words!r} (nth {quote.get('nth', 0)}) is not in the text")
    return start, start + len(words)


class Check:
    """Quotes into offsets; what is wrong is collected in `wrong`."""

    def __init__(self, article: dict[str, Any], countries: set[str]) -> None:
        self.text, self.countries, self.wrong = article["text"], countries, list[str]()

    def span(self, quote: dict[str, Any], where: str) -> dict[str, int]:
        """Offsets of a quote."""
        try:
            start, end = find(self.text, quote)
        except (ValueError, KeyError, TypeError) as error:
            self.wrong.append(f"{where}: {error}")
            return {"start": 0, "end": 0}
        return {"start": start, "end": end}

    def one_of(self, value: Any, allowed: set[str], where: str, empty: bool = True) -> Any:
        """A code."""
        if value is None and empty:
            return None
        if value not in allowed:
            self.wrong.append(
                f"{where}: {value!r} is none of {' '.join(sorted(allowed)) if len(allowed) < 40 else 'the codes'}"
            )
        return value

    def named(self, name: str | None) -> dict[str, int] | str | None:
        """A name as the place of its first occurrence; as it is where the article does not have it."""
        at = self.text.find(name) if name else -1
        return {"start": at, "end": at + len(name)} if name and at >= 0 else name

    def people(self, side: list[dict[str, Any]] | None, where: str) -> list[dict[str, Any]]:
        """Participants."""
        found = []
        for person in side or []:
            place = self.span(person, where) if person.get("text") else {}
            self.one_of(person.get("country"), self.countries, f"{where} country")
            self.one_of(person.get("sector"), SECTORS, f"{where} sector")
            found.append({**place, "country": person.get("country"), "sector": person.get("sector")})
        return found

    def whole(self, given: dict[str, Any]) -> dict[str, Any]:
        """An annotation with offsets in place of words."""
        out: dict[str, Any] = {
            "id": given["id"],
            "dates": [],
            "statements": [],
            "events": [],
            "agreements": [],
            "figures": [],
        }
        for i, d in enumerate(given.get("dates") or []):
            out["dates"].append({**self.span(d, f"date {i}"), "value": d["value"]})
        for i, s in enumerate(given.get("statements") or []):
            where = f"statement {i}"
            self.one_of(s.get("kind"), KINDS, f"{where} kind", empty=False)
            self.one_of(s.get("country"), self.countries, f"{where} country")
            row = {"content": self.span(s["content"], where), "kind": s.get("kind"), "country": s.get("country")}
            cue = s.get("cue")
            cue = {"text": cue} if isinstance(cue, str) else cue
            if cue and "nth" not in cue:
                near = self.text.find(cue["text"], max(0, row["content"]["start"] - 200))
                row["cue"] = (
                    {"start": near, "end": near + len(cue["text"])} if near >= 0 else self.span(cue, f"{where} cue")
                )
            else:
                row["cue"] = self.span(cue, f"{where} cue") if cue else None
            out["statements"].append({**row, "speaker": self.named(s.get("speaker"))})
        for i, e in enumerate(given.get("events") or []):
            where = f"event {i}"
            self.one_of(e.get("event"), set(MODES), where, empty=False)
            self.one_of(e.get("mode"), MODES.get(e.get("event"), set()), f"{where} mode")
            self.one_of(e.get("status"), STATUS, f"{where} status", empty=False)
            out["events"].append(
                {
                    "event": e.get("event"), "mode": e.get("mode"), "status": e.get("status"),
                    "trigger": self.span(e.get("trigger"), f"{where} trigger"),
                    "actor": self.people(e.get("actor"), f"{where} actor"),
                    "recipient": self.people(e.get("recipient"), f"{where} recipient"),
                    "date": e.get("date"), "reported_by": self.named(e.get("reported_by")),
                }
            )  # fmt: skip
        for i, a in enumerate(given.get("agreements") or []):
            self.one_of(a.get("status"), STEPS, f"agreement {i} status", empty=False)
            row = {"parties": sorted(a.get("parties") or []), "term": a.get("term"), "status": a.get("status")}
            out["agreements"].append({**self.span(a, f"agreement {i}"), **row})
        for i, f in enumerate(given.get("figures") or []):
            row = {k: f.get(k) for k in ("metric", "value", "unit", "change", "parties")}
            if not isinstance(row["value"], int | float):
                self.wrong.append(f"figure {i}: value {row['value']!r} is no number")
            out["figures"].append({**self.span(f, f"figure {i}"), **row, "speaker": self.named(f.get("speaker"))})
        return out


def checked(batch: int, file: Path, known: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """The annotations of a file with offsets; prints what is wrong and exits if anything is."""
    countries, out, wrong, seen = codes(), [], 0, set()
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            given = json.loads(line)
        except ValueError as error:
            sys.exit(f"line {number} is no JSON: {error}")
        check = Check(known[given["id"]], countries)
        out.append(check.whole(given))
        seen.add(given["id"])
        for text in check.wrong:
            print(f"line {number}, {given['id']}: {text}")
        wrong += len(check.wrong)
    missing = [id for id in plan(batch) if id not in seen]
    if missing:
        print("not annotated yet:", " ".join(missing))
    if wrong or seen - set(plan(batch)):
        sys.exit(f"{wrong} to mend; not of this batch: {seen - set(plan(batch)) or 'none'}")
    events, statements = (sum(len(o[kind]) for o in out) for kind in ("events", "statements"))
    print(f"{len(out)} articles, {events} events, {statements} statements: all right")
    return out


def with_text(row: dict[str, Any], article: dict[str, Any]) -> dict[str, Any]:
    """An annotation as the shared gold has it: the text beside it, names as words."""
    text = article["text"]

    def name(value: dict[str, int] | str | None) -> str | None:
        return text[value["start"] : value["end"]] if isinstance(value, dict) else value

    out = {**row, **{k: article.get(k) for k in ("source", "published", "title", "text")}}
    out["statements"] = [{**s, "speaker": name(s["speaker"])} for s in row["statements"]]
    out["events"] = [{**e, "reported_by": name(e["reported_by"])} for e in row["events"]]
    return out


def kept(second: bool = False, batches: tuple[int, int] = (1, 999)) -> dict[str, dict[str, Any]]:
    """All annotations by article id; `second`: those of the second annotators; `batches`: from the first to the last."""
    found = {}
    for path in sorted(FOLDER.glob("*.jsonl")):
        if path.stem.endswith("-second") == second and batches[0] <= int(path.stem[:3]) <= batches[1]:
            for line in path.read_text(encoding="utf-8").splitlines():
                row = json.loads(line)
                found[row["id"]] = row
    return found


def told(row: dict[str, Any], text: str) -> str:
    """What is annotated, a line each, numbered as `amend` counts."""

    def words(at: dict[str, int] | None) -> str:
        return text[at["start"] : at["end"]] if at and "start" in at else "–"

    def side(people: list[dict[str, Any]]) -> str:
        return ", ".join(f"{words(p)} {p['country']}/{p['sector']}" for p in people) or "–"

    lines = []
    for i, e in enumerate(row["events"]):
        kind = f"{e['event']} {e['mode'] or ''} {e['status']}"
        lines.append(f"  event {i}: {kind} «{words(e['trigger'])}»  {side(e['actor'])} → {side(e['recipient'])}")
    lines += [f"  statement {i}: «{words(s['content'])}»" for i, s in enumerate(row["statements"])]
    lines += [f"  agreement {i}: «{words(a)}» {a['status']}" for i, a in enumerate(row["agreements"])]
    return "\n".join([*lines, f"  dates: {len(row['dates'])}, figures: {len(row['figures'])}"])


def amend(batch: int, file: Path, known: dict[str, dict[str, Any]]) -> None:
    """Adds to a kept batch and takes out of it; entries stay in the order of the text."""
    path = FOLDER / f"{batch:03d}.jsonl"
    rows = {r["id"]: r for r in map(json.loads, path.read_text(encoding="utf-8").splitlines())}
    drops = {g["id"]: g.pop("drop", {}) for g in map(json.loads, filter(str.strip, file.open(encoding="utf-8")))}
    more = less = 0
    for new in checked(batch, file, known):
        row = rows[new["id"]]
        for kind in ("dates", "statements", "events", "agreements", "figures"):
            out = set(drops[new["id"]].get(kind, ()))
            less += len(out)
            kept = [entry for i, entry in enumerate(row[kind]) if i not in out]
            fresh = [entry for entry in new[kind] if entry not in kept]
            more += len(fresh)
            row[kind] = sorted(kept + fresh, key=lambda e: (e.get("trigger") or e.get("content") or e)["start"])
    path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows.values()), encoding="utf-8")
    print(f"{path}: {more} added, {less} taken out")


def agreement() -> None:
    """Scores the second annotators against the first ones."""
    sys.path.insert(0, str(corpora.ROOT / "gold"))
    from score import score  # type: ignore[import-not-found]

    known, first, second = articles(), kept(), kept(second=True)
    both = [id for id in second if id in first]
    records = []
    for id in both:
        row = with_text(second[id], known[id])
        actors: list[dict[str, Any]] = []

        def actor(
            name: str | None, country: str | None, sector: str | None, actors: list[dict[str, Any]] = actors
        ) -> str:
            actors.append(
                {
                    "id": str(len(actors)),
                    "name": {"fa": name},
                    "role": {"fa": name},
                    "country": country,
                    "sector": sector,
                    "mentions": [],
                }
            )
            return actors[-1]["id"]

        for s in row["statements"]:
            s["speaker"] = actor(s["speaker"], s["country"], None)
        for e in row["events"]:
            e["evidence"] = [e["trigger"]]
            for side in ("actor", "recipient"):
                e[side] = [{"actor": actor(None, p["country"], p["sector"])} for p in e[side]]
            e["reported_by"] = actor(e["reported_by"], None, None)
            e["date"] = {"value": e["date"]}
        for a in row["agreements"] + row["figures"]:
            a["evidence"] = [{"start": a["start"], "end": a["end"]}]
        records.append({**row, "article": {"id": id, "text": row["text"]}, "actors": actors})
    report, _ = score([with_text(first[id], known[id]) for id in both], records)
    for title, row in report["scores"].items():
        print(f"{title:26}", "  ".join(f"{k} {v}" for k, v in row.items()))


def corrected(lessons: Path, record: Path, out: Path) -> None:
    """Corrections of an analyst in the form of `gold`. Only entries that he looked at are there: for sides.py, which learns
    from one act at a time, not for what takes an act that is not annotated for none.
    """
    import vaqaye

    rows = []
    with vaqaye.Record(record, readonly=True) as store:
        for line in lessons.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            article = store.reading(row["id"]).article
            rows.append(with_text(row, {k: getattr(article, k) for k in ("source", "published", "title", "text")}))
    out.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows), encoding="utf-8")
    print(f"{len(rows)} articles")


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["show", "check", "keep", "amend", "agreement", "gold", "corrected"])
    parser.add_argument("rest", nargs="*")
    parser.add_argument("--pair", type=int, help="the first, second … two articles of the batch")
    parser.add_argument("--kept", action="store_true", help="for show: with what is annotated already")
    parser.add_argument("--second", action="store_true", help="of a second annotator")
    parser.add_argument("--batches", default="1-999", help="for gold: only these, e.g. 1-88")
    options = parser.parse_args()
    if options.what == "agreement":
        return agreement()
    if options.what == "corrected":
        return corrected(*map(Path, options.rest))
    known = articles()
    if options.what == "gold":
        first, last = map(int, options.batches.split("-"))
        rows = [with_text(row, known[id]) for id, row in kept(batches=(first, last)).items()]
        Path(options.rest[0]).write_text(
            "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows), encoding="utf-8"
        )
        return print(f"{len(rows)} articles")
    batch = int(options.rest[0])
    if options.what == "show":
        ids, have = plan(batch), kept(batches=(batch, batch)) if options.kept else {}
        for id in ids if options.pair is None else ids[2 * options.pair - 2 : 2 * options.pair]:
            article = known[id]
            head = " · ".join(f"{k}: {article[k]}" for k in ("source", "published", "title"))
            print(f"=== {id} · {head}\n{article['text']}\n" + (told(have[id], article["text"]) + "\n" if have else ""))
        return None
    if options.what == "amend":
        return amend(batch, Path(options.rest[1]), known)
    found = checked(batch, Path(options.rest[1]), known)
    if options.what == "keep":
        if len(found) < len(plan(batch)):
            sys.exit("a batch is kept when all its articles are annotated")
        path = FOLDER / f"{batch:03d}{'-second' if options.second else ''}.jsonl"
        path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in found), encoding="utf-8")
        print(path)
    return None


if __name__ == "__main__":
    main()
