"""Sentences, words and lemmas as Universal Dependencies has them, and the format CoNLL-U."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from vaqaye.cli import app
from vaqaye.errors import IngestError
from vaqaye.language.conllu import annotate, from_text
from vaqaye.language.lemmas import lemmatizer, parse
from vaqaye.language.ud import cut, sentences, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("نشست پایان یافت. وزیر بازگشت.", ["نشست پایان یافت.", "وزیر بازگشت."]),
        ("او پرسید: «چرا نمی‌روید؟». همه خاموش ماندند.", ["او پرسید: «چرا نمی‌روید؟».", "همه خاموش ماندند."]),
        ("گفت: «می‌آییم. می‌مانیم.» نشست تمام شد.", ["گفت: «می‌آییم.", "می‌مانیم.»", "نشست تمام شد."]),
        ("آب، برق و… را قطع کردند.", ["آب، برق و… را قطع کردند."]),
        ("با تانک و نفربر... آمدند.", ["با تانک و نفربر... آمدند."]),
        ("این راه بسته است... راه دیگری نیست.", ["این راه بسته است...", "راه دیگری نیست."]),
        ("دهلی نو - ایرنا: نشست سران آغاز شد.", ["دهلی نو - ایرنا:", "نشست سران آغاز شد."]),
        ("وزیر خارجه: به مذاکره بازمی‌گردیم", ["وزیر خارجه: به مذاکره بازمی‌گردیم"]),
        ("🔹\nوزیر آمد\n🔹\nسفیر رفت\n@kanal", ["🔹\nوزیر آمد", "🔹\nسفیر رفت", "@kanal"]),
        ("رشد ۳.۵ درصد بود. نرخ ماند.", ["رشد ۳.۵ درصد بود.", "نرخ ماند."]),
        ("   \n ", []),
        ("", []),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    found = sentences(text)
    assert [str(s) for s in found] == expected
    assert all(text[s.start : s.end] == s.text for s in found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("پدرم نماینده‌اش را می‌شناخت.", "پدر|م نماینده‌|اش را می‌شناخت ."),
        ("کتاب‌هایش، نامه‌هایشان", "کتاب‌های|ش ، نامه‌های|شان"),
        ("معتقدند خودشان می‌آیند", "معتقد|ند خود|شان می‌آیند"),
        ("مرا دید و پایش شکست", "م|را دید و پا|یش شکست"),
        ("این کار خداست", "این کار خدا|ست"),
        ("مردم بشریت مستندات مردمان گفته‌ام بازی کوشش", "مردم بشریت مستندات مردمان گفته‌ام بازی کوشش"),
        ("دلار،ترکیه ۲۵ساله ۳٫۵ ۱۲:۳۰ #آتش_بس", "دلار ، ترکیه ۲۵ ساله ۳٫۵ ۱۲:۳۰ # آتش_بس"),
        ("https://example.ir/خبر @kanal", "https://example.ir/خبر @kanal"),
        ("خانهٔ مُهم كتاب", "خانهٔ مُهم كتاب"),
    ],
)
def test_words(text: str, expected: str) -> None:
    tokens: list[str] = []
    for word in words(text):
        assert text[word.start : word.end] == word.text
        if word.glued:
            tokens[-1] += f"|{word.text}"
        else:
            tokens.append(word.text)
    assert " ".join(tokens) == expected


@pytest.mark.parametrize(
    ("text", "lemmas"),
    [
        ("کتاب‌های تازه‌تری نوشته شد", "کتاب تازه نوشت شد"),
        ("اعضای گروه‌ها از موانع گفتند", "عضو گروه از مانع گفت"),
        ("نمایندگان و مسئولین خدمات را دیده‌اند", "نماینده و مسئول خدمت را دید"),
        ("مردی که نیامد برنمی‌گردد", "مرد که آمد گشت"),
        ("خانهٔ بزرگترین روزنامه‌نگاران", "خانه بزرگ روزنامه‌نگار"),
        ("نباید بروند و خواهند ماند", "بایست رفت و خواست ماند"),
        ("من ايراني هستم كه می‌روم", "من ایرانی هست که رفت"),
        ("خودش آمد", "خودش او آمد"),
        ("تهران ایران میدان تنها دفتر", "تهران ایران میدان تنها دفتر"),
        ("کاملاً", "کاملاً"),
    ],
)
def test_lemmas(text: str, lemmas: str) -> None:
    assert " ".join(word.lemma for word in words(text)) == lemmas


def test_a_tag_decides() -> None:
    rules = lemmatizer()
    assert rules.lemma("گفته", "VERB") == "گفت"
    assert rules.lemma("گفته", "NOUN") == "گفته"
    assert rules.lemma("تروریستی", "ADJ") == "تروریستی"


def test_a_verb_has_both_stems() -> None:
    found = {w.text: w.stems for w in words("وزیر می‌گوید که نرفته‌اند.")}
    assert found == {"وزیر": None, "می‌گوید": ("گفت", "گو"), "که": None, "نرفته‌اند": ("رفت", "رو"), ".": None}


def test_a_damaged_lexicon_is_told() -> None:
    with pytest.raises(ValueError, match="unpack"):
        parse("no parts")


# ── CoNLL-U ──

FILE = """# sent_id = 1
# text = پدرم رفت.
1-2\tپدرم\t_\t_\t_\t_\t_\t_\t_\t_
1\tپدر\tX\tNOUN\tN\tNumber=Sing\t3\tnsubj\t_\t_
2\tم\tX\tPRON\tP\t_\t1\tnmod\t_\t_
2.1\tخود\t_\t_\t_\t_\t_\t_\t_\t_
3\tرفت\tX\tVERB\tV\t_\t0\troot\t_\tOrigLemma=رفت#رو|SpaceAfter=No
4\t.\tX\tPUNCT\tP\t_\t3\tpunct\t_\t_

# newdoc
1\tآمدند\tX\t_\t_\t_\t_\t_\t_\t_"""


def test_the_same_tokens_come_back() -> None:
    out = list(annotate(FILE.split("\n")))
    rows = [line.split("\t") for line in out if line and not line.startswith("#")]
    assert [row[:3] for row in rows] == [
        ["1-2", "پدرم", "_"],
        ["1", "پدر", "پدر"],
        ["2", "م", "من"],
        ["3", "رفت", "رفت"],
        ["4", ".", "."],
        ["1", "آمدند", "آمد"],
    ]
    assert [line for line in out if line.startswith("#")] == ["# sent_id = 1", "# text = پدرم رفت.", "# newdoc"]
    assert out.count("") == 2
    assert out[-1] == ""
    assert "SpaceAfter=No" in rows[3][9]
    assert all(len(row) == 10 for row in rows)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("سلام دنیا", "line 1: 1 columns"),
        ("x\tآب" + "\t_" * 8, "line 1: a word needs an ID"),
        ("1\t" + "\t_" * 8, "line 1: a word needs an ID"),
        ("2\tآب" + "\t_" * 8, "line 1: word 2 stands where 1 is due"),
    ],
)
def test_what_is_no_conllu_is_told(line: str, told: str) -> None:
    with pytest.raises(IngestError, match=told):
        list(annotate([line]))


def test_plain_text_becomes_conllu() -> None:
    out = list(from_text("پدرم گفت:\n«می‌آیم.»"))
    assert [line.split("\t")[:3] for line in out if line and line[0] != "#"][:3] == [
        ["1-2", "پدرم", "_"],
        ["1", "پدر", "پدر"],
        ["2", "م", "من"],
    ]
    assert "# text = «می‌آیم.»" in out
    assert list(annotate(out)) == out


def test_the_command(tmp_path: Path) -> None:
    text, table = tmp_path / "a.txt", tmp_path / "a.conllu"
    text.write_text("پدرم رفت.", encoding="utf-8")
    raw = CliRunner().invoke(app, ["conllu", "--raw", str(text)])
    assert raw.exit_code == 0
    table.write_text(raw.stdout, encoding="utf-8")
    assert CliRunner().invoke(app, ["conllu", str(table)]).stdout == raw.stdout
    for path in (text, tmp_path / "none"):
        assert CliRunner().invoke(app, ["conllu", str(path)]).exit_code == 2


# ── any text ──


@given(st.text(max_size=200) | st.text(alphabet="آبکمشت‌ٔ.…!؟»«\n [n]- ", max_size=200))
def test_any_text_is_cut_without_loss(text: str) -> None:
    found = words(text)
    covered = "".join(word.text for word in found)
    hidden = {*map(chr, (*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF))}
    seen = [c for c in text if not c.isspace() and c not in hidden]
    assert [c for c in covered if c not in hidden] == seen
    last = 0
    for word in found:
        assert last <= word.start < word.end
        assert word.lemma
        last = word.end
    inside = [(s.start, s.end) for s in sentences(text)]
    assert all(a < b for a, b in inside)
    assert all(left[1] <= right[0] for left, right in pairwise(inside))


@given(st.lists(st.text(max_size=40), max_size=12))
def test_any_lines_are_read_or_told(lines: list[str]) -> None:
    try:
        out = list(annotate(lines))
    except IngestError:
        return
    assert all(line == "" or line.startswith("#") or line.count("\t") == 9 for line in out)


# ── the treebanks ──


def blocks(path: Path) -> Iterator[tuple[str, list[list[str]]]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for block in file.read().split("\n\n"):
            lines = block.splitlines()
            text = next((line[9:] for line in lines if line.startswith("# text = ")), "")
            if text:
                yield text, [line.split("\t") for line in lines if not line.startswith("#")]


@pytest.mark.parametrize(
    ("name", "least"), [("ud-perdt/fa_perdt-ud-test", 0.97), ("ud-seraji/fa_seraji-ud-test", 0.95)]
)
def test_lemmas_of_the_treebanks(shared: Path, name: str, least: float) -> None:
    path = shared / "data" / "gold" / f"{name}.conllu.gz"
    rows = [row for _, block in list(blocks(path))[:300] for row in block]
    with gzip.open(path, "rt", encoding="utf-8") as file:
        found = [line.split("\t") for line in annotate(file) if line and line[0] != "#"][: len(rows)]
    gold = [(row[1], row[2]) for row in rows if "-" not in row[0]]
    mine = [(row[1], row[2]) for row in found if "-" not in row[0]]
    assert [form for form, _ in gold] == [form for form, _ in mine]
    assert sum(a == b for a, b in zip(gold, mine, strict=True)) >= least * len(gold)


def test_sentences_of_the_treebanks(shared: Path) -> None:
    texts = [text for text, _ in blocks(shared / "data" / "gold" / "ud-perdt" / "fa_perdt-ud-test.conllu.gz")][:300]
    found = [s.text for at in range(0, 300, 10) for s in sentences(" ".join(texts[at : at + 10]))]
    assert len(set(texts) & set(found)) >= 0.99 * len(texts)


def test_tokens_of_the_treebanks(shared: Path) -> None:
    right = total = 0
    for text, block in list(blocks(shared / "data" / "gold" / "ud-seraji" / "fa_seraji-ud-test.conllu.gz"))[:200]:
        last, gold = 0, []
        for row in block:
            if "-" in row[0]:
                last = int(row[0].split("-")[1])
                gold.append(row[1])
            elif int(row[0]) > last:
                gold.append(row[1])
        found = [text[a:b] for a, b in cut(text)]
        right += sum(a == b for a, b in zip(gold, found, strict=False))
        total += len(gold)
    assert right >= 0.997 * total
