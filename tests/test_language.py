"""Sentences, words, predicates, clauses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaqaye.language import Document, Predicate, parse
from vaqaye.language.which import language
from vaqaye.model import Article


def _parse(text: str) -> Document:
    return parse(Article(text=text))


def _verb(text: str) -> Predicate:
    found = [c.predicate for s in _parse(text).sentences for c in s.clauses if c.predicate]
    assert len(found) == 1, found
    return found[0]


def _sentences(text: str) -> list[str]:
    document = _parse(text)
    return [s.text(document.view) for s in document.sentences]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("او آمد. سپس رفت.", ["او آمد.", "سپس رفت."]),
        ("رشد ۳.۵ درصدی ثبت شد. نرخ ثابت ماند.", ["رشد 3.5 درصدی ثبت شد.", "نرخ ثابت ماند."]),
        ("در سال ۱۲۹۹ ه.ش. کودتا شد.", ["در سال 1299 ه.ش. کودتا شد."]),
        ("🔹\nترامپ: مذاکره می‌کنیم\n@kanal", ["ترامپ: مذاکره می‌کنیم", "@kanal"]),
        ("«می‌آییم.» او این را گفت.", ["«می‌آییم.»", "او این را گفت."]),
        ("به نشانی asriran.com رفت", ["به نشانی asriran.com رفت"]),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert _sentences(text) == expected


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("نمونه های تازه", ["نمونههای", "تازه"]),
        ("می رود", ["میرود"]),
        ("نمی توانند بروند", ["نمیتوانند", "بروند"]),
        ("گفته اند", ["گفتهاند"]),
        ("بر می گردد", ["برمیگردد"]),
        ("۲۵ساله", ["25", "ساله"]),
        ("دلار،ترکیه", ["دلار", "،", "ترکیه"]),
        ("#آتش_بس", ["#", "آتشبس"]),
    ],
)
def test_words(text: str, keys: list[str]) -> None:
    assert [t.key for t in _parse(text).sentences[0].tokens] == keys


@pytest.mark.parametrize(
    ("text", "lemma", "tense", "aspect", "voice", "negative"),
    [
        ("وزیر خارجه با او دیدار کرد", "کردن", "past", "simple", "active", False),
        ("رئیس‌جمهور به مسکو سفر خواهد کرد", "کردن", "future", "simple", "active", False),
        ("هیات به تهران سفر نخواهد کرد", "کردن", "future", "simple", "active", True),
        ("دو نفر بازداشت شده‌اند", "شدن", "past", "perfect", "active", False),
        ("سه سرباز کشته شدند", "کشتن", "past", "simple", "passive", False),
        ("این سند منتشر نشده است", "شدن", "past", "perfect", "active", True),
        ("ارتش عقب نشسته بود", "نشستن", "past", "pluperfect", "active", False),
        ("نیروها به پایگاه بازمی‌گردند", "بازگشتن", "present", "imperfective", "active", False),
        ("او به تهران نیامد", "آمدن", "past", "simple", "active", True),
        ("گزارش او خوانده خواهد شد", "خواندن", "future", "simple", "passive", False),
        ("دولت این خبر را تایید نکرده", "کردن", "past", "perfect", "active", True),
    ],
)
def test_predicates(text: str, lemma: str, tense: str, aspect: str, voice: str, negative: bool) -> None:
    verb = _verb(text)
    assert (verb.lemma, verb.tense, verb.aspect, verb.voice, verb.negative) == (lemma, tense, aspect, voice, negative)


@pytest.mark.parametrize(
    ("text", "modal"),
    [
        ("ایران باید پاسخ دهد", "due"),
        ("قرار است وزیر خارجه به پکن سفر کند", "planned"),
        ("ارتش می‌تواند حمله کند", "possible"),
        ("دولت قصد ندارد مذاکره کند", "not planned"),
        ("وزیر خارجه به پکن سفر کرد", None),
    ],
)
def test_what_a_verb_hangs_on(text: str, modal: str | None) -> None:
    last = [c.predicate for s in _parse(text).sentences for c in s.clauses if c.predicate][-1]
    assert last.modal == modal


def test_a_relative_clause_is_put_aside() -> None:
    sentence = _parse("رئیس‌جمهور که دیروز وارد تهران شد با وزیر خارجه دیدار کرد").sentences[0]
    outer, inner = sentence.clauses
    assert [sentence.tokens[i].text for i in inner.tokens] == ["که", "دیروز", "وارد", "تهران", "شد"]
    assert sentence.tokens[outer.tokens[-1]].text == "کرد"
    assert inner.parent == outer.index


def test_nouns_that_look_like_verbs() -> None:
    sentence = _parse("در نشست امروز درخواست بازداشت او مطرح شد").sentences[0]
    assert [c.predicate.lemma for c in sentence.clauses if c.predicate] == ["شدن"]


@pytest.mark.parametrize(
    ("text", "lemmas"),
    [
        ("پلیس از رانندگان خواست در مسیر توقف نکنند", ["خواستن", "کردن"]),
        ("وزیر از همه کشورها خواست به زلزله‌زدگان کمک کنند", ["خواستن", "کردن"]),
        ("پنتاگون از روسیه خواسته پروازهای خود را متوقف کند", ["خواستن", "کردن"]),
        ("طرح دولت برای جوانان خواست مردم را برآورده کرد", ["کردن"]),
        ("مجلس از خواست مردم دفاع کرد", ["کردن"]),
    ],
)
def test_whom_somebody_asks_makes_a_verb_of_a_noun(text: str, lemmas: list[str]) -> None:
    assert [c.predicate.lemma for s in _parse(text).sentences for c in s.clauses if c.predicate] == lemmas


def test_a_pull_quote_is_a_copy() -> None:
    line = "پوتین از کمک‌های مشترک ایران و روسیه به دولت سوریه به عنوان نمونه این همکاری نام برد"
    document = _parse(f"{line}\nخبر دیگری هم در این میان منتشر شد.\n{line}.")
    assert [s.copy_of for s in document.sentences] == [2, None, None]


@given(st.text(max_size=300))
def test_any_text_is_cut_without_loss(text: str) -> None:
    document = _parse(text)
    for sentence in document.sentences:
        covered = [i for c in sentence.clauses for i in c.tokens]
        assert sorted(covered) == list(range(len(sentence.tokens))), "every token in exactly one clause"
        for token in sentence.tokens:
            assert sentence.start <= token.start < token.end <= sentence.end
            assert document.view.text[token.start : token.end] == token.text


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("وزیر خارجه ایران به مسکو رفت و با همتای خود دیدار کرد.", "fa"),
        ("قال وزير الخارجية إن هذا الاتفاق مع إيران لم يوقع", "ar"),
        ("The foreign minister met his counterpart in Moscow.", "en"),
        ("وزیر خارجہ نے کہا ہے کہ پاکستان میں امن کے لیے کوششیں جاری ہیں", "ur"),
        ("د افغانستان ولسمشر وویل چې دوی به سوله وکړي او خپل هېواد به جوړ کړي", "ps"),
        ("   \n ۱۲ ", None),
    ],
)
def test_which_language(text: str, code: str | None) -> None:
    assert language(text) == code
