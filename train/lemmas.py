"""Makes `src/vaqaye/lexicon/lemmas.gz`, the lexicon of lemmas, from the shared data.

    python train/lemmas.py [--shared DIR] [--out FILE] [--check]

Single words and their lemmas come from UD Persian-PerDT (development part) and Persian-Seraji (development part, CC BY-SA
4.0), known words from Lilak (Apache-2.0), plurals from `lexicon/plurals.tsv`. A form that the rules of
`vaqaye.language.lemmas` already take to its lemma is left out. No test set is read.

`--check` trains on half of the PerDT sentences and scores the other half, twice; it writes nothing.
"""

from __future__ import annotations

import argparse
import gzip
import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from vaqaye.language import lemmas
from vaqaye.resources import table
from vaqaye.text import ZWNJ

ROOT = Path(__file__).parents[1]
PERDT, SERAJI = 3, 1  # what one token of each treebank weighs: the lemmas follow PerDT
# Seraji gives «شد» the lemma «کرد», and «آن‌ها» the lemma «آن»: of these PerDT alone is asked.
NOT_OF_SERAJI = frozenset({"VERB", "AUX", "PRON", "NUM"})
PREVERBS = frozenset({"بر", "در", "باز", "فرا", "فرو", "وا", "ور"})  # `OrigLemma=بر#گشت`
KINDS = {"noun_singular": "n", "adjective": "a"}
PERSONS = ("", "م", "ی", "یم", "ید", "ند")
NO_LEMMA = frozenset({"verb", "noun_plural", "adjective_comparative", "adjective_superlative"})

Row = list[str]


def sentences(path: Path) -> list[list[Row]]:
    """The sentences of a treebank as rows of ten columns."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        blocks = lines.read().split("\n\n")
    rows = [[line.split("\t") for line in block.splitlines() if not line.startswith("#")] for block in blocks]
    return [block for block in rows if block]


def tokens(block: list[Row]) -> Iterator[tuple[Row, bool]]:
    """The words of a sentence, and whether each is part of a longer token."""
    last = 0
    for row in block:
        if "-" in row[0]:
            last = int(row[0].split("-")[1])
        else:
            yield row, int(row[0]) <= last


def counts(perdt: Iterable[list[Row]], seraji: Iterable[list[Row]]) -> dict[str, Counter[str]]:
    """How often each form, and each form with its tag (`روی/NOUN`), has each lemma."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for blocks, weight in ((perdt, PERDT), (seraji, SERAJI)):
        for block in blocks:
            for row, part in tokens(block):
                form, lemma, tag = lemmas.spelling(row[1]), row[2], row[3]
                if lemma in ("_", "y") or "#" in lemma or (weight == SERAJI and tag in NOT_OF_SERAJI):
                    continue
                if form and not (part and form in lemmas.clitics()):
                    found[form][lemma.strip(ZWNJ)] += weight
                    found[f"{form}/{tag}"][lemma.strip(ZWNJ)] += weight
    return found


def pairs(blocks: Iterable[list[Row]]) -> dict[str, Counter[str]]:
    """Present stems by past stem, from the column MISC: `OrigLemma=داد#ده`."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for block in blocks:
        for row in block:
            stems = next((m[10:].split("#") for m in row[9].split("|") if m.startswith("OrigLemma=")), [])
            if len(stems) == 2 and all(map(str.isalpha, stems)) and stems[0] not in PREVERBS:
                found[stems[0]][stems[1]] += 1
    return found


def lilak(folder: Path) -> tuple[dict[str, str], set[str]]:
    """Known words by kind, and past stems: what stands before «م», «ند» and «ه‌اند» among the verb forms."""
    known: dict[str, str] = {}
    verbs: set[str] = set()
    with gzip.open(folder / "lexicon.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            word, _, rest = line.partition(",")
            kind = rest.split(",")[0]
            if line.startswith("#") or not kind or not word.strip():
                continue
            word = lemmas.spelling(word)
            if kind == "verb":
                verbs.add(word)
            elif kind not in NO_LEMMA and " " not in word:
                known[word] = "".join(sorted({*known.get(word, ""), KINDS.get(kind, "o")}))
    more = (folder / "dic_users").read_text(encoding="utf-8").splitlines()
    for line in more:
        if line.strip() and not line.startswith("#"):
            known.setdefault(lemmas.spelling(line.split("/")[0].strip()), "n")
    stems = {v[:-1] for v in verbs if v.endswith("م") and v[:-1] + "ند" in verbs and f"{v[:-1]}ه{ZWNJ}اند" in verbs}
    return known, {stem for stem in stems if ZWNJ not in stem and not (stem[0] == "ن" and stem[1:] in stems)}


class Maker:
    """Makes the text of the lexicon."""

    def __init__(self, shared: Path) -> None:
        gold = shared / "data" / "gold"
        self.perdt = sentences(gold / "ud-perdt" / "fa_perdt-ud-dev.conllu.gz")
        self.seraji = sentences(gold / "ud-seraji" / "fa_seraji-ud-dev.conllu.gz")
        self.known, self.past = lilak(gold / "lilak")

    def make(self, perdt: list[list[Row]]) -> str:
        """The text of the file, from these sentences of PerDT and from all other sources."""
        found = counts(perdt, self.seraji)
        known = dict(self.known)
        for form, by_lemma in found.items():
            best = by_lemma.most_common(1)[0][0]
            if best == form and "/" not in form:
                kinds = known.get(form, "o")
                known[form] = kinds + "s" if len(by_lemma) == 1 and by_lemma[best] > PERDT else kinds
        forms = {row["plural"]: row["singular"] for row in table("plurals")}
        forms.update({stem + ending: "هست" for stem in ("هست", "نیست") for ending in PERSONS})
        forms.update({form: by_lemma.most_common(1)[0][0] for form, by_lemma in found.items()})
        verbs = _dump(_verbs(pairs([*perdt, *self.seraji]), self.past))
        rules = lemmas.Lemmatizer(lemmas.parse("\n\n".join((_dump(_by_value(known)), "", verbs))))
        needed = {form: lemma for form, lemma in forms.items() if "/" not in form and rules.lemma(form) != lemma}
        rules = lemmas.Lemmatizer(lemmas.parse("\n\n".join((_dump(_by_value(known)), _dump(_by_value(needed)), verbs))))
        for tagged, lemma in forms.items():
            form, _, tag = tagged.rpartition("/")
            if form and rules.lemma(form, tag) != lemma:
                needed[tagged] = lemma
        return "\n\n".join((_dump(_by_value(known)), _dump(_by_value(needed)), verbs))


def _verbs(pairs: dict[str, Counter[str]], past: set[str]) -> dict[str, list[str]]:
    """Present stems by past stem: those of the treebanks, and the regular ones («رقصید», «رقص») of Lilak's."""
    frequent = sorted(pairs.items(), key=lambda item: (-item[1].total(), item[0]))
    found = {stem: [present for present, _ in by.most_common()] for stem, by in frequent}
    for stem in sorted(past):
        prefixed = any(stem.startswith(p) and stem[len(p) :] in past for p in PREVERBS)
        if not prefixed and len(stem) > 4 and stem.endswith(("ید", "اند")):
            found.setdefault(stem, [stem[:-2] if stem.endswith("ید") else stem[:-1]])
    return found


def _by_value(entries: dict[str, str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for entry, value in sorted(entries.items()):
        found[value].append(entry)
    return found


def _dump(lines: dict[str, list[str]]) -> str:
    return "\n".join(f"{value}\t{' '.join(entries)}" for value, entries in lines.items())


def score(rules: lemmas.Lemmatizer, blocks: Iterable[list[Row]], errors: Counter[tuple[str, ...]]) -> tuple[int, int]:
    """Right lemmas and all words of gold tokens."""
    right = total = 0
    for block in blocks:
        rows = list(tokens(block))
        starts = {row[0].split("-")[0] for row in block if "-" in row[0]}
        glued = [part and row[0] not in starts for row, part in rows]
        found = rules.lemmas([row[1] for row, _ in rows], glued, [None] * len(rows))
        for (row, _), lemma in zip(rows, found, strict=True):
            total += 1
            right += lemma == row[2]
            if lemma != row[2]:
                errors[row[1], lemma, row[2], row[3]] += 1
    return right, total


def check(maker: Maker, most: int) -> None:
    """Scores two lexicons, each on the half of the PerDT sentences that it has not seen, and lists errors."""
    errors: Counter[tuple[str, ...]] = Counter()
    right = total = 0
    for i in range(2):
        rules = lemmas.Lemmatizer(lemmas.parse(maker.make(maker.perdt[1 - i :: 2])))
        found = score(rules, maker.perdt[i::2], errors)
        right, total = right + found[0], total + found[1]
    print(f"PerDT dev: {100 * right / total:.2f} % of {total:,} words")
    for (form, got, gold, tag), number in errors.most_common(most):
        print(f"{number}\t{form}\t{got}\t{gold}\t{tag}")


def main() -> None:
    """Makes the file, or checks the recipe."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", default=os.environ.get("VAQAYE_SHARED") or ROOT.parent / "shared", type=Path)
    parser.add_argument("--out", default=ROOT / "src" / "vaqaye" / "lexicon" / "lemmas.gz", type=Path)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--errors", default=0, type=int, help="how many to list with --check")
    args = parser.parse_args()
    maker = Maker(args.shared)
    if args.check:
        check(maker, args.errors)
        return
    text = maker.make(maker.perdt)
    args.out.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    print(f"{args.out}: {args.out.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
