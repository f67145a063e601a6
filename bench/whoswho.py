"""How far the who's-who covers lists of office holders that others keep, and where its dates are not theirs.

python bench/whoswho.py [--shared DIR] [--write]

For each list: how many spells of office of the demanded kinds it has since 1990, whether their holder is in `persons.tsv`,
whether `offices_held.tsv` has the office, and whether the days agree within a month. `--write` puts the table and the names
that are missing or dated otherwise into eval/reports/whoswho.txt. Which positions are asked for is in bench/whoswho.tsv.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from typing import Any

from gold import shared_folder
from vaqaye.resources import table
from vaqaye.text import fold

HERE = Path(__file__).parent
REPORT = HERE.parent / "eval" / "reports" / "whoswho.txt"
SINCE = "1990"
MONTH = 31  # days that two lists may differ by and still agree
LONG_AGO = 3 * 365  # days: somebody of the same surname, but another one
ALIKE = 0.75  # of two spellings of one name: «Mohammad», «Muhammad»
CABINETS = frozenset("armenia china france iran iraq kuwait pakistan russia turkey uae united-kingdom us".split())
FILES = {
    "armenia": "ARM", "china": "CHN", "france": "FRA", "india": "IND", "iran": "IRN", "iraq": "IRQ", "israel": "ISR",
    "japan": "JPN", "kuwait": "KWT", "pakistan": "PAK", "russia": "RUS", "turkey": "TUR", "uae": "ARE", "ukraine": "UKR",
    "united-kingdom": "GBR", "us": "USA", "yemen": "YEM", "world": "",
}  # fmt: skip
HEADS = (
    "president prime-minister king queen emir sultan emperor supreme-leader chancellor acting-president head-of-state "
    "caretaker-prime-minister palestinian-president party-leader leader pope"
).split()
TITLES = frozenset("al el bin ibn ben von van de dr sir lord the of jr ul ad".split())
PHOENIX_STATES = "IRN AFG PAK TUR IRQ ARM AZE TKM SAU ARE QAT KWT BHR OMN USA GBR FRA RUS CHN DEU".split()


@dataclass(frozen=True)
class Claim:
    """What a list says: this person held one of these offices of this state. `offices` empty: any office."""

    source: str
    kind: str
    person: str
    wikidata: str
    country: str
    offices: frozenset[str]
    since: str
    until: str
    surname: bool = False  # the list gives no more than a surname


# -- the lists


def _rows(path: Path, encoding: str = "utf-8") -> list[dict[str, str]]:
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        return list(csv.DictReader(file))


def _unzipped(path: Path) -> bytes:
    return gzip.decompress(path.read_bytes())


def _table(name: str) -> list[dict[str, str]]:
    lines = [line for line in (HERE / name).read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


@cache
def _positions() -> list[tuple[str, re.Pattern[str], str, frozenset[str]]]:
    return [
        (r["file"], re.compile(r["position"]), r["kind"], frozenset(r["offices"].split()) - {"*"})
        for r in _table("whoswho.tsv")
    ]


def _asked(file: str, position: str) -> tuple[str, frozenset[str]] | None:
    for files, pattern, kind, offices in _positions():
        here = files == "*" or (files == "cabinets" and file in CABINETS) or file in files.split("|")
        if here and pattern.fullmatch(position):
            return None if kind == "ignored" else (kind, offices)
    return None


def holders(folder: Path) -> Iterator[Claim]:
    """The lists of office holders of 17 states and of world bodies; what is cut at each new cabinet is one spell again."""
    for path in sorted((folder / "office-holders").glob("*.csv")):
        file = path.stem if path.stem in FILES else path.stem.rpartition("-")[0]
        spells: dict[tuple[str, ...], list[Claim]] = defaultdict(list)
        for row in _rows(path) if file in FILES else ():
            asked = _asked(file, row["position"])
            if asked and not (row["end"] and row["end"] < SINCE):
                country = FILES[file] or ("IGO" if "World Trade" in row["position"] else "UNO")
                claim = Claim(
                    file, asked[0], row["person"], row["personID"], country, asked[1], row["start"], row["end"]
                )
                spells[row["personID"], *sorted(asked[1])].append(claim)
        for claims in spells.values():
            yield from _joined(sorted(claims, key=lambda c: c.since))


def _joined(claims: list[Claim]) -> list[Claim]:
    out: list[Claim] = []
    for claim in claims:
        last = out[-1] if out else None
        if (
            last
            and last.until
            and claim.since
            and (claim.since <= last.until or _apart(last.until, claim.since) <= MONTH)
        ):
            out[-1] = replace(last, until=claim.until and max(claim.until, last.until))
        else:
            out.append(claim)
    return out


def heads(folder: Path) -> Iterator[Claim]:
    """Heads of state and government of all states in 2022."""
    codes = state_codes(folder)
    seen = set()
    for name in ("wikidata", "wikipedia"):
        for row in _rows(folder / "office-holders" / f"{name}.csv"):
            person = row.get("officeholderLabel") or row.get("officeholderlabel") or ""
            country, id = codes.get(row["country"]), row["officeholder"] or ""
            if country and person and id.startswith("Q") and (country, id) not in seen:
                seen.add((country, id))
                yield Claim("heads 2022", "head", person, id, country, frozenset(), "", "")


def leaders_2026(folder: Path) -> Iterator[Claim]:
    """Leaders of 30 states in August 2026."""
    codes = state_codes(folder) | {"European Union": "EUR", "African Union": "IGO"}
    for name in ("presidents", "prime-ministers", "monarchs", "chancellors"):
        for row in json.loads((folder / "world-leaders-2026" / f"{name}.json").read_text(encoding="utf-8")):
            country = codes.get(row["country_name"], "")
            yield Claim("leaders 2026", "head", row["name"], "", country, frozenset(), row["since"] or "", "")


def reign(folder: Path) -> Iterator[Claim]:
    """REIGN: who led which state, 1990 to 2021; surnames mostly."""
    codes = {row["cow"]: row["iso"] for row in _table("cow.tsv")}
    for row in _rows(folder / "reign" / "leaderlist_3_21.csv", "cp1252"):
        if row["syear"] and not (row["eyear"] and row["eyear"] < SINCE):
            since = f"{row['syear']}-{int(row['smonth'] or 1):02d}"
            until = f"{row['eyear']}-{int(row['emonth'] or 12):02d}" if row["eyear"] else ""
            country = codes.get(row["stateabb"], row["stateabb"])
            yield Claim("REIGN", "head", row["leader"], "", country, frozenset(HEADS), since, until, surname=True)


def phoenix(folder: Path) -> Iterator[Claim]:
    """Phoenix: people with a dated role in the government of Iran, its neighbours, the Five or Germany."""
    text = _unzipped(folder / "phoenix" / "Phoenix.Countries.actors.txt.gz").decode("latin-1")
    name = ""
    for line in text.splitlines():
        line = line.partition("#")[0].rstrip()
        if line and not line[0].isspace() and line[0] not in "+[":
            name = line.partition("[")[0].strip().strip("_").replace("_", " ").title()
        for code, begin, end in re.findall(r"\[([A-Z]{3})GOV\w* (?:>?(\d{6}))(?:-(\d{6}))?\]", line):
            if code in PHOENIX_STATES and (not end or _century(end) >= SINCE):
                country = code
                yield Claim("Phoenix", "government", name, "", country, frozenset(), _century(begin), _century(end))


def _century(day: str) -> str:
    """«050101» is of 2005, «890603» of 1989."""
    return f"{'19' if day[:2] > '30' else '20'}{day[:2]}" if day else ""


@cache
def state_codes(folder: Path) -> dict[str, str]:
    """English names of states -> their codes."""
    codes = {row["en"]: row["code"] for row in table("states")}
    for row in json.loads(_unzipped(folder / "countries-mledoze.json.gz")):
        codes.setdefault(row["name"]["common"], row["cca3"])
    return codes | {
        "People's Republic of China": "CHN", "United States of America": "USA", "Ivory Coast": "CIV", "Cape Verde": "CPV",
        "East Timor": "TLS", "Republic of the Congo": "COG", "Democratic Republic of the Congo": "COD", "The Gambia": "GMB",
        "The Bahamas": "BHS", "Kingdom of the Netherlands": "NLD", "Republic of Ireland": "IRL", "Czech Republic": "CZE",
        "Federated States of Micronesia": "FSM",
    }  # fmt: skip


# -- the who's-who


def _words(name: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", name.replace("ı", "i").replace("ø", "o").replace("ł", "l").replace("đ", "d"))
    plain = "".join(c for c in plain if not unicodedata.combining(c)).lower()
    plain = re.sub(r"\(.*?\)|,? (?:1st |2nd )?baron.*|['’`.]", "", plain)
    return [w for w in re.sub(r"[^a-z]+", " ", plain).split() if w not in TITLES and len(w) > 1]


@cache
def _alike(one: str, other: str) -> float:
    matcher = SequenceMatcher(None, one, other)
    return matcher.ratio() if matcher.real_quick_ratio() > ALIKE else 0.0


class Known:
    """The who's-who by Wikidata id, by name and by state."""

    def __init__(self) -> None:
        self.by_id = {row["wikidata"]: row for row in table("persons") if row["wikidata"]}
        self.held: dict[str, list[dict[str, str]]] = defaultdict(list)
        for row in table("offices_held"):
            self.held[row["person"]].append(row)
        self.of_state: dict[str, list[tuple[list[str], dict[str, str]]]] = defaultdict(list)
        for row in table("persons"):
            for country in {row["country"], *(h["country"] for h in self.held[row["id"]])}:
                self.of_state[country].append((_words(row["en"]), row))

    def find(self, claim: Claim) -> dict[str, str] | None:
        """The person that a claim is about, by id or by likeness of names within the state."""
        if claim.wikidata in self.by_id:
            return self.by_id[claim.wikidata]
        asked = _words(claim.person)
        best: tuple[int, float, dict[str, str]] | None = None
        for words, row in self.of_state[claim.country]:
            if (row["wikidata"] and claim.wikidata) or not words or not asked:
                continue  # both have an id and they are not the same
            score = self._score(asked, words, claim, row)
            if score > ALIKE:
                near = -(self.days(claim, row)[1] or 0) if claim.surname else 0  # of two Bushes the one of those years
                if best is None or (near, score) > best[:2]:
                    best = near, score, row
        return best[2] if best and best[0] > -LONG_AGO else None

    def _score(self, asked: list[str], words: list[str], claim: Claim, row: dict[str, str]) -> float:
        if claim.surname:
            led = any(h["office"] in HEADS and h["country"] == claim.country for h in self.held[row["id"]])
            return max(_alike(asked[-1], w) for w in words) if led else 0.0
        few, more = sorted((asked, words), key=len)
        score = min(max(_alike(w, v) for v in more) for w in few)
        return score if len(few) > 1 or len(more) == 1 else score - 0.2

    def days(self, claim: Claim, person: dict[str, str]) -> tuple[bool, int | None]:
        """Whether the office is known, and how many days its dates are off at the nearest spell (None: nothing to compare)."""
        spells = [h for h in self.held[person["id"]] if h["country"] == claim.country]
        spells = [h for h in spells if not claim.offices or h["office"] in claim.offices]
        off = [_off(claim, spell) for spell in spells]
        told = [n for n in off if n is not None]
        return bool(spells), min(told) if told else None


def _off(claim: Claim, spell: dict[str, str]) -> int | None:
    pairs = [(claim.since, spell["from"]), (claim.until, spell["to"])]
    told = [_apart(one, other) for one, other in pairs if one and other]
    return max(told) if told else None


def _apart(one: str, other: str) -> int:
    """Days between two dates of which the shorter says no more than its year or month."""
    size = min(len(one), len(other))
    if one[:size] == other[:size]:
        return 0
    days = [date(int(d[:4]), int(d[5:7] or 1), int(d[8:10] or 1)) for d in (one, other)]
    return abs((days[0] - days[1]).days)


# -- names of states


def states(folder: Path) -> list[str]:
    """States whose Persian name in CLDR or in the list of countries the lexicon does not know, as «code name»."""
    known = {
        row["code"]: {fold(v) for c in ("fa", "names", "adjectives") for v in row[c].split(" | ")}
        for row in table("states")
    }
    asked: set[tuple[str, str]] = set()
    for file, key in (("territories.fa.json", "fa"), ("territories.fa-AF.json", "fa-AF")):
        names = json.loads((folder / "cldr-fa" / file).read_text(encoding="utf-8"))["main"][key]["localeDisplayNames"]
        alpha = {row["cca2"]: row["cca3"] for row in _countries(folder)}
        asked |= {(alpha[k], v) for k, v in names["territories"].items() if k in alpha}
    for row in _countries(folder):
        if name := row["translations"].get("per", {}).get("common"):
            asked.add((row["cca3"], name))
    return sorted(f"{code} {name}" for code, name in asked if code in known and fold(name) not in known[code])


@cache
def _countries(folder: Path) -> list[dict[str, Any]]:
    return list(json.loads(_unzipped(folder / "countries-mledoze.json.gz")))


# -- the report


def report(folder: Path) -> tuple[list[str], list[str]]:
    """The table, and the lines of what is missing or dated otherwise."""
    known = Known()
    count: Counter[tuple[str, str, str]] = Counter()
    lines = []
    for claim in [*holders(folder), *heads(folder), *leaders_2026(folder), *reign(folder), *phoenix(folder)]:
        key = (claim.source, claim.kind)
        person = known.find(claim)
        about = f"{claim.source}: {claim.person} {claim.country} {claim.since}..{claim.until}"
        count[*key, "asked"] += 1
        if person is None:
            lines.append(f"missing  {about}")
            continue
        count[*key, "person"] += 1
        held, off = known.days(claim, person)
        count[*key, "office"] += held
        if off is not None:
            count[*key, "dated"] += 1
            count[*key, "agree"] += off <= MONTH
            if off > MONTH and claim.source != "Phoenix":
                lines.append(f"dates    {about}: {off} days from those of {person['id']}")
    head = f"{'list':<16}{'kind':<12}{'asked':>6}{'person':>8}{'office':>8}{'dated':>7}{'agree':>7}"
    rows = [head]
    for source, kind in dict.fromkeys(k[:2] for k in count):
        n = {what: count[source, kind, what] for what in ("asked", "person", "office", "dated", "agree")}
        rows.append(
            f"{source:<16}{kind:<12}{n['asked']:>6}{n['person']:>8}{n['office']:>8}{n['dated']:>7}{n['agree']:>7}"
        )
    return rows, sorted(set(lines))


def main() -> None:
    """Prints the table; with --write the whole report goes to eval/reports."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", help="folder of the shared development data")
    parser.add_argument("--write", action="store_true", help="write eval/reports/whoswho.txt")
    args = parser.parse_args()
    folder = shared_folder(args.shared) / "data" / "gazetteers"
    rows, lines = report(folder)
    sizes = ", ".join(
        f"{len(table(n)):,} {n}" for n in ("persons", "offices_held", "offices", "organisations", "groups", "states")
    )
    unknown = states(folder)
    rows = [
        sizes,
        "",
        *rows,
        "",
        f"Persian names of states in CLDR or the list of countries that the lexicon lacks: {len(unknown)}",
    ]
    print("\n".join(rows))
    if args.write:
        REPORT.parent.mkdir(parents=True, exist_ok=True)
        REPORT.write_text("\n".join([*rows, *unknown, "", *lines, ""]), encoding="utf-8")


if __name__ == "__main__":
    main()
