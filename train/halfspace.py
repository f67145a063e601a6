"""Makes `src/vaqaye/lexicon/halfspace.gz`, the lexicon of half-spaces, from the shared data.

    python train/halfspace.py [--shared DIR] [--out FILE] [--check]

It counts how words are written in the raw sentences of UD Persian-PerDT (training part) and the development parts of
UD Persian-PerDT and Persian-Seraji (CC BY-SA 4.0), takes words from Lilak (Apache-2.0), and asks a collection of news
articles which spelling is the more frequent one: of these no text, only spellings found in two or more articles. Two
log-linear models learn from words that were held out when the counts were made, so that they meet unknown words in
training as they will in use. No test set is read. Takes about a minute and a half on one core; the result is the same each time.

`--check` trains on three quarters of the development sets and scores the other quarter, four times; it writes nothing.
"""

from __future__ import annotations

import argparse
import gzip
import itertools
import math
import os
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Callable
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

from halfspace_data import Counts, Sources, count, load

from vaqaye.text import joints
from vaqaye.text.halfspace import Restorer, _endings, weighed
from vaqaye.text.joints import Profile
from vaqaye.text.lexicon import Lexicon, parse
from vaqaye.text.view import ZWNJ

ROOT = Path(__file__).parents[1]
FOLDS = 6
# How much a count of each source weighs; a count of articles is the number of articles that have the spelling.
ARTICLES, ARTICLE_PAIRS, PERDT_DEV, SERAJI_DEV = 0.3, 0.1, 1.0, 18.0
OLDER = 0.25  # what «بیماریها» weighs in the development part of Seraji: it hardly speaks against «بیماری‌ها»
LISTED_JOINTS, LISTED_PLAIN = 2.0, 2.0  # what an entry of Lilak weighs against counts
SMOOTH_WORD, SMOOTH_PAIR = 0.7, 1.5  # what the model for unknown words weighs against counts
BIAS = 0.2  # added to all log odds: balances both kinds of errors on the development sets

Data = list[tuple[list[str], int, float]]  # features, 1 for a half-space, weight


class Usage:
    """Weighted counts of several sources, and Lilak's words."""

    def __init__(self, sources: list[tuple[Counts, float]], listed: set[str]) -> None:
        self.words: dict[str, float] = defaultdict(float)
        self.halves: dict[tuple[str, str], float] = defaultdict(float)
        self.spaces: dict[tuple[str, str], float] = defaultdict(float)
        for counts, weight in sources:
            for word, times in counts.words.items():
                self.words[word] += weight * times
            for pair, times in counts.halves.items():
                self.halves[pair] += weight * times
            for pair, times in counts.spaces.items():
                self.spaces[pair] += weight * times
        self.spellings: dict[str, dict[str, float]] = defaultdict(dict)
        for word, number in self.words.items():
            self.spellings[word.replace(ZWNJ, "")][word] = number
        self.listed = {word.replace(ZWNJ, ""): word for word in sorted(listed) if ZWNJ in word}
        self.plain = {word for word in listed if ZWNJ not in word}
        self.known = self._profiles(listed)

    def _profiles(self, listed: set[str]) -> dict[str, Profile]:
        free = {word: number for word, number in self.words.items() if ZWNJ not in word}
        left: dict[str, float] = defaultdict(float)
        right: dict[str, float] = defaultdict(float)
        listed_left: Counter[str] = Counter()
        listed_right: Counter[str] = Counter()
        participles = {a for a, b in self.halves if b == "اند"}
        for (a, b), number in self.halves.items():
            left[a] += number
            right[b] += number
        for word in listed:
            pieces = word.split(ZWNJ)
            listed_left.update(pieces[:-1])
            listed_right.update(pieces[1:])
        every = {*free, *left, *right, *self.plain, *listed_left, *listed_right}

        def seen(number: float, listed_times: int) -> int:
            return 3 if number > 2 else 2 if number else 1 if listed_times else 0

        return {
            piece: Profile(
                _class(free.get(piece, 0)),
                _class(left.get(piece, 0) + 0.5 * listed_left[piece]),
                _class(right.get(piece, 0) + 0.5 * listed_right[piece]),
                int(piece in self.plain),
                int(5 * left.get(piece, 0) / (left.get(piece, 0) + free.get(piece, 0) + 0.5)),
                int(5 * right.get(piece, 0) / (right.get(piece, 0) + free.get(piece, 0) + 0.5)),
                seen(left.get(piece, 0), listed_left[piece]),
                seen(right.get(piece, 0), listed_right[piece]),
                int(piece in participles),
            )
            for piece in every
        }


def _class(number: float) -> int:
    return 0 if number <= 0 else sum(number >= least for least in (0, 1.5, 4, 12, 60))


def word_data(usage: Usage, words: dict[str, int], weight: Callable[[int], float]) -> Data:
    """Every place inside each word that the usage does not know."""
    data: Data = []
    for word, number in words.items():
        pieces = word.split(ZWNJ)
        key = "".join(pieces)
        if key in usage.spellings or not 3 <= len(key) <= joints.LONGEST:
            continue
        ends, at = set(), 0
        for piece in pieces[:-1]:
            at += len(piece)
            ends.add(at)
        ending = joints.attached(key, usage.known)
        data += [
            (joints.joint(key, i, ending, usage.known), int(i in ends), weight(number)) for i in range(1, len(key))
        ]
    return data


def pair_data(usage: Usage, counts: Counts, weight: Callable[[int], float]) -> Data:
    """Every pair that the usage has neither with a half-space nor with a space."""
    data: Data = []
    for pairs, label in ((counts.halves, 1), (counts.spaces, 0)):
        for (a, b), number in pairs.items():
            if (a, b) in usage.halves or (a, b) in usage.spaces or max(len(a), len(b)) > joints.LONGEST:
                continue
            if _candidate(a, b, usage.known):
                data.append((joints.pair(a, b, usage.known), label, weight(number)))
    return data


def _candidate(left: str, right: str, known: joints.Known) -> bool:
    """Wider than `weighed`, so that the model sees more than it will be asked."""
    a, b = known.get(left, joints.UNKNOWN), known.get(right, joints.UNKNOWN)
    return a.as_left == 3 or b.as_right == 3 or bool(a.as_left and b.as_right)


def learn(data: Data, epochs: int = 6, rate: float = 0.3, decay: float = 1e-4) -> dict[str, float]:
    """Weights of a logistic regression, by AdaGrad; the mean of three orders of the data."""
    mean: dict[str, float] = defaultdict(float)
    for seed in (1, 2, 3):
        for feature, weight in _learn(list(data), epochs, rate, decay, random.Random(seed)).items():
            mean[feature] += weight / 3
    return {f: w for f, w in ((f, round(8 * w) / 8) for f, w in mean.items()) if w}


def _learn(data: Data, epochs: int, rate: float, decay: float, order: random.Random) -> dict[str, float]:
    weights: dict[str, float] = {}
    squares: dict[str, float] = {}
    for _ in range(epochs):
        order.shuffle(data)
        for features, label, importance in data:
            odds = max(-30.0, min(30.0, sum([weights.get(f, 0.0) for f in features])))
            error = (1 / (1 + math.exp(-odds)) - label) * importance
            if abs(error) < 1e-3:
                continue
            for feature in features:
                weight = weights.get(feature, 0.0)
                slope = error + decay * weight
                squares[feature] = square = squares.get(feature, 1e-2) + slope * slope
                weights[feature] = weight - rate * slope / math.sqrt(square)
    return weights


class Maker:
    """Makes lexicons; what does not depend on the development sets is made once."""

    def __init__(self, sources: Sources) -> None:
        self.sources = sources
        self.raw = count(sources.raw)
        self._words: Data = []
        self._pairs: Data = []
        sentences = list(sources.raw)
        random.Random(5).shuffle(sentences)
        folds = [count(sentences[i::FOLDS]) for i in range(FOLDS)]
        for i, fold in enumerate(folds):
            others: list[tuple[Counts, float]] = [(other, 1.0) for other in folds if other is not fold]
            usage = Usage(others + ([(sources.articles, ARTICLES)] if i % 2 else []), sources.listed)
            self._words += word_data(usage, fold.words, lambda _: 1.0)
            self._pairs += pair_data(usage, fold, lambda number: min(number, 3))
        usage = Usage([(self.raw, 1.0)], sources.listed)
        news = _usual(sources.articles)
        self._words += word_data(usage, news.words, lambda _: 0.3)
        self._pairs += pair_data(usage, news, lambda _: 0.3)

    def make(self, perdt: list[str], seraji: list[str]) -> str:
        """The text of the lexicon's file, from all sources and these sentences of the development sets."""
        counts = count(seraji)
        usage = Usage([(self.raw, 1.0), (self.sources.articles, ARTICLES)], self.sources.listed)
        word_weights = learn(self._words + word_data(usage, counts.words, lambda number: 2.0 * number))
        pair_weights = learn(self._pairs + pair_data(usage, counts, lambda number: 2.0 * number))
        older = Counts(Counter({w: n for w, n in counts.words.items() if ZWNJ not in w and w.endswith(_plurals())}))
        counts.words -= older.words
        news = self.sources.articles
        usage = Usage(
            [
                (self.raw, 1.0),
                (Counts(news.words), ARTICLES),
                (Counts(halves=news.halves, spaces=news.spaces), ARTICLE_PAIRS),
                (count(perdt), PERDT_DEV),
                (counts, SERAJI_DEV),
                (older, SERAJI_DEV * OLDER),
            ],
            self.sources.listed,
        )
        model = Lexicon(usage.known, {}, {}, word_weights, pair_weights)
        return dump(model, _word_odds(usage, model), _pair_odds(usage, model))


def _plurals() -> tuple[str, ...]:
    return tuple(_endings())


def _usual(articles: Counts) -> Counts:
    """Of each word its most frequent spelling, of each pair the more frequent way, where three articles have it."""
    best: dict[str, str] = {}
    for word, number in articles.words.most_common():
        if number > 2:
            best.setdefault(word.replace(ZWNJ, ""), word)
    halves, spaces = articles.halves, articles.spaces
    return Counts(
        Counter({word: articles.words[word] for word in best.values()}),
        Counter({pair: n for pair, n in halves.items() if n > 2 and n > spaces[pair]}),
        Counter({pair: n for pair, n in spaces.items() if n > 2 and n > halves[pair]}),
    )


def _odds(probability: float) -> float:
    probability = min(max(probability, 1e-4), 1 - 1e-4)
    return math.log(probability / (1 - probability)) + BIAS


def _share(odds: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))


def _word_odds(usage: Usage, model: Lexicon) -> dict[str, list[tuple[int, float]]]:
    """For each word that was seen or is listed: its joints and their log odds, none where it has none."""
    out: dict[str, list[tuple[int, float]]] = {}
    for key in sorted({*usage.spellings, *usage.listed, *usage.plain}):
        if not 3 <= len(key) <= joints.LONGEST:
            continue
        ending = joints.attached(key, model.known)
        guess = {
            at: joints.score(model.joint_weights, joints.joint(key, at, ending, model.known))
            for at in range(1, len(key))
        }
        spellings = dict(usage.spellings.get(key, {}))
        if key in usage.listed:
            spellings[usage.listed[key]] = spellings.get(usage.listed[key], 0) + LISTED_JOINTS
        plain = spellings.pop(key, 0) + (LISTED_PLAIN if key in usage.plain else 0)
        if spellings:
            best = max(sorted(spellings), key=lambda s: spellings[s])
            pieces = best.split(ZWNJ)
            ends = [sum(map(len, pieces[: i + 1])) for i in range(len(pieces) - 1)]
            expected = SMOOTH_WORD * _share(min(guess[at] for at in ends))
            odds = _odds((spellings[best] + expected) / (spellings[best] + plain + SMOOTH_WORD))
            out[key] = [(at, odds) for at in ends] if odds > -2 else []
        else:
            found = [(at, _odds(SMOOTH_WORD * _share(g) / (plain + SMOOTH_WORD))) for at, g in guess.items() if g > -2]
            out[key] = [(at, odds) for at, odds in found if odds > -2]
    return out


def _pair_odds(usage: Usage, model: Lexicon) -> dict[tuple[str, str], float]:
    """Log odds of the pairs that were seen, where the model alone would not say much the same."""
    out: dict[tuple[str, str], float] = {}
    listed = {tuple(word.split(ZWNJ)) for word in usage.listed.values() if word.count(ZWNJ) == 1}
    for a, b in sorted({*usage.halves, *usage.spaces, *listed}):
        if max(len(a), len(b)) > joints.LONGEST:
            continue
        halves = usage.halves.get((a, b), 0) + (LISTED_JOINTS if (a, b) in listed else 0)
        asked = weighed(a, b, model.known)
        if not halves and not asked:
            continue
        guess = joints.score(model.pair_weights, joints.pair(a, b, model.known))
        spaces = usage.spaces.get((a, b), 0)
        odds = _odds((halves + SMOOTH_PAIR * _share(guess)) / (halves + spaces + SMOOTH_PAIR))
        if (asked and not _alike(odds, guess + BIAS)) or (not asked and odds > -2):
            out[a, b] = odds
    return out


def _alike(odds: float, guess: float) -> bool:
    return (odds <= -2 and guess <= -2) or (odds > 1 and guess > 1 and abs(odds - guess) < 2)


def dump(model: Lexicon, words: dict[str, list[tuple[int, float]]], pairs: dict[tuple[str, str], float]) -> str:
    """The text of the file, as `vaqaye.text.lexicon` reads it."""
    known: dict[str, list[str]] = defaultdict(list)
    for piece, profile in model.known.items():
        known["".join(map(str, profile))].append(piece)
    joined: dict[str, list[str]] = defaultdict(list)
    for key, found in words.items():
        if not found:
            continue  # a plain word of the profiles
        cuts = [0, *(at for at, _ in found), len(key)]
        form = ZWNJ.join(key[a:b] for a, b in itertools.pairwise(cuts))
        values = [_tenth(odds) for _, odds in found]
        joined[values[0] if len(set(values)) == 1 else ",".join(values)].append(form)
    together: dict[str, list[str]] = defaultdict(list)
    for (a, b), odds in pairs.items():
        together[_tenth(odds)].append(a + ZWNJ + b)
    parts = [known, joined, together]
    for weights in (model.joint_weights, model.pair_weights):
        part: dict[str, list[str]] = defaultdict(list)
        for feature, weight in {**weights, "B": weights.get("B", 0.0) + BIAS}.items():
            part[f"{weight:g}"].append(feature)
        parts.append(part)
    return "\n\n".join(
        "\n".join(f"{value}\t{' '.join(sorted(entries))}" for value, entries in sorted(part.items())) for part in parts
    )


def _tenth(odds: float) -> str:
    return f"{round(10 * max(-9.0, min(9.0, odds))) / 10:g}"


def check(maker: Maker) -> None:
    """Scores four lexicons, each on the quarter of the development sets that it has not seen."""
    sys.path.append(str(ROOT / "bench"))
    spec = spec_from_file_location("bench_halfspace", ROOT / "bench" / "halfspace.py")
    assert spec is not None
    assert spec.loader is not None
    bench = module_from_spec(spec)
    spec.loader.exec_module(bench)

    sets = {"PerDT dev": maker.sources.perdt, "Seraji dev": maker.sources.seraji}
    scores = {name: bench.Score() for name in sets}
    for i in range(4):
        rest = {name: [t for n, t in enumerate(texts) if n % 4 != i] for name, texts in sets.items()}
        restorer = Restorer(parse(maker.make(rest["PerDT dev"], rest["Seraji dev"])))
        for name, texts in sets.items():
            scores[name].add(restorer.restore, texts[i::4])
    for name, score in scores.items():
        print(f"{name:12}{score}")


def main() -> None:
    """Makes the file, or checks the recipe."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", default=os.environ.get("VAQAYE_SHARED") or ROOT.parent / "shared", type=Path)
    parser.add_argument("--out", default=ROOT / "src" / "vaqaye" / "lexicon" / "halfspace.gz", type=Path)
    parser.add_argument("--check", action="store_true")
    args = parser.parse_args()
    maker = Maker(load(args.shared))
    if args.check:
        check(maker)
        return
    text = maker.make(maker.sources.perdt, maker.sources.seraji)
    args.out.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    print(f"{args.out}: {args.out.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
