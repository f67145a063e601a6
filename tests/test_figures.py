"""Figures: values, units, ranges, what is no claim, change, metric and period."""

from __future__ import annotations

import pytest

import vaqaye
from vaqaye.model import Change, Figure, Size
from vaqaye.resources import table


def _figures(text: str) -> tuple[Figure, ...]:
    return vaqaye.read(text, published="2024-05-01", source="ایسنا").figures


def _values(text: str) -> list[tuple[float, str]]:
    return [(f.value, f.unit) for f in _figures(text)]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("صادرات نفت به عراق ۱۲ درصد بیشتر شد.", 12, "percent"),
        ("دولت هند قراردادی ۵ میلیارد دلاری با این شرکت بست.", 5_000_000_000, "USD"),
        ("دولت هفتصد میلیارد ریال به سیل‌زدگان پرداخت کرد.", 700_000_000_000, "IRR"),
        ("بودجه این طرح ۲۰ میلیارد تومان است.", 200_000_000_000, "IRR"),
        ("کمک بلاعوض تا سی میلیون (30.000.000) ریال پرداخت می‌شود.", 30_000_000, "IRR"),
        ("بهای هر اونس طلا به ۱۴۰۵ دلار و ۶۰ سنت رسید.", 1405.6, "USD"),
        ("واردات نفت چین ۳۶,۲ درصد رشد کرد.", 36.2, "percent"),
        ("این کشور روزانه ۱٫۲ میلیون بشکه نفت صادر می‌کند.", 1_200_000, "barrel"),
        ("در این حمله ۳۵ نفر کشته شدند.", 35, "person"),
        ("ارتش هفت پهپاد را سرنگون کرد.", 7, "item"),
        ("یک‌سوم درآمد کشور از گردشگری است.", 33.3, "percent"),
        ("نیمی از صادرات کشور به چین می‌رود.", 50, "percent"),
        ("بهای نفت آمریکا به منفی ۳۷ دلار سقوط کرد.", -37, "USD"),
        ("پلیس ۷ کیلو و ۱۸۱ گرم مواد مخدر کشف کرد.", 7.181, "kilogram"),
        ("ترکیه ۵۶۱ هزار مورد ابتلای قطعی ثبت کرد.", 561_000, "person"),
        ("دولت ۳ همت به بازسازی مدارس داد.", 30_000_000_000_000, "IRR"),
        ("شاخص بورس به کانال ۲٫۸ میلیون واحد رسید.", 2_800_000, "item"),
        ("پلیس در پی حمله‌ای که طی آن ۱۸ سرباز کشته شدند بیانیه داد.", 18, "person"),
        ("صادرات استان 6/12 درصد رشد کرد.", 12.6, "percent"),
        ("صادرات استان ۶/۱۲ درصد رشد کرد.", 6.12, "percent"),
    ],
)
def test_values_and_units(text: str, value: float, unit: str) -> None:
    assert _values(text) == [(value, unit)]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("بین ۵ تا ۷ میلیون نفر آواره شدند.", [5_000_000, 7_000_000]),
        ("این شرکت ۸۰۰ تا ۹۰۰ هزار بشکه نفت صادر می‌کند.", [800_000, 900_000]),
        ("آنها ۸۰۰ تا هزار نفر نیرو دارند.", [800, 1000]),
        ("میان ۲۰۰ تا ۴۰۰ کلاهک در انبارهاست.", [200, 400]),
    ],
)
def test_a_range_is_two_figures(text: str, values: list[float]) -> None:
    assert [f.value for f in _figures(text)] == values


def test_tonnes_or_people() -> None:
    assert _values("هفت تن از مهاجران نجات یافتند.") == [(7, "person")]
    assert _values("این انفجار به کشته شدن ۱۹۱ تن انجامید.") == [(191, "person")]
    assert _values("هند ۵۰ هزار تن گندم به افغانستان فرستاد.") == [(50_000, "tonne")]
    assert _values("۹۵۰ هزار تن دیگر نفت دریافت می‌شود.") == [(950_000, "tonne")]


@pytest.mark.parametrize(
    "text",
    [
        "یک دیپلمات غربی این خبر را تایید کرد.",
        "این شش نفر در بازداشت به سر می‌برند.",
        "دو کشور بر گسترش همکاری تاکید کردند.",
        "صدها هزار نفر آواره شده‌اند.",
        "نشست ۱۲ خرداد ۱۴۰۳ در تهران برگزار شد.",
        "مذاکرات ایران و گروه ۱+۵ ادامه دارد.",
        "این اقدام نقض بند ۴ ماده ۲ منشور است.",
        "اطلاعات بیشتر در دسترس نیست.",
        "متن پیشنهاد ۱۴ ماده‌ای ایران به میانجی داده شد.",
        "نماینده مجلس سه عامل را دلیل گرانی دانست.",
        "دو وزیر خارجه دو بار تلفنی گفت‌وگو کردند و ناو در ۸۰ متری ساحل بود.",
    ],
)
def test_no_claim(text: str) -> None:
    assert _values(text) == []


def test_a_slash_among_very_many_digits_turns_nothing() -> None:
    assert _values(f"صادرات استان 5/{'9' * 400} درصد رشد کرد.") == [(6, "percent")]


def test_one_counts_in_a_list() -> None:
    assert _values("ارتش پنج تانک و یک سامانه پدافندی را منهدم کرد.") == [(5, "item"), (1, "item")]


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("تجارت دو کشور رشدی ۳۸ درصدی داشت.", "increase"),
        ("قیمت نفت ۲ درصد کاهش یافت.", "decrease"),
        ("سهم این کشور ۲ درصد است.", None),
        ("نرخ رشد ۳ درصد است.", None),
    ],
)
def test_change(text: str, change: Change | None) -> None:
    assert [f.change for f in _figures(text)] == [change]


@pytest.mark.parametrize(
    ("text", "metric"),
    [
        ("نرخ تورم در این کشور به ۴۰ درصد رسید.", "نرخ تورم"),
        ("بهای نفت برنت ۲ درصد کاهش یافت.", "بهای نفت برنت"),
        ("تجارت دو کشور در سال گذشته ۳۸ درصد رشد کرده است.", "تجارت دو کشور"),
        ("بهای نفت برنت گران شد و به ۹۰ دلار رسید.", "بهای نفت برنت"),
        ("پلیس ۱۲ قاچاقچی مسلح را بازداشت کرد.", "قاچاقچی مسلح"),
        ("۵۰ درصد از جمعیت کشور را کارگران تشکیل می‌دهند.", "جمعیت کشور"),
        ("در این حادثه ۳۰ نفر کشته شدند.", "کشته"),
    ],
)
def test_metric_reads_as_a_noun_phrase(text: str, metric: str) -> None:
    assert [f.metric.fa for f in _figures(text)] == [metric]


def test_period() -> None:
    assert [f.period for f in _figures("صادرات چین در سال ۲۰۱۹ میلادی ۵ درصد رشد کرد.")] == ["2019-01-01/2019-12-31"]
    assert [f.period for f in _figures("صادرات چین ۵ درصد رشد کرد.")] == [None]


def test_told_twice_is_one_figure_with_two_proofs() -> None:
    reading = vaqaye.read("توقیف اموال ۵۲ قاچاقچی در زنجان\nدادستان گفت اموال ۵۲ قاچاقچی فراری توقیف شد.")
    (figure,) = reading.figures
    assert [reading.quote(e) for e in figure.evidence] == ["۵۲ قاچاقچی", "۵۲ قاچاقچی"]


def test_two_of_a_list_stay_two() -> None:
    assert _values("۲ نفر مقیم ایتالیا و ۲ نفر مقیم عمان هستند.") == [(2, "person"), (2, "person")]


def test_who_says_so() -> None:
    reading = vaqaye.read("ولادیمیر پوتین گفت: تجارت با ایران ۳۸ درصد رشد کرده است.", published="2024-05-01")
    (figure,) = reading.figures
    assert figure.speaker is not None
    assert reading.actor(figure.speaker).country == "RUS"


def test_evidence_is_the_words_of_the_article() -> None:
    reading = vaqaye.read("بهاي هر بشكه نفت به \u200f٧٥ دلار\u200f رسيد.")
    assert [reading.quote(f.evidence[0]) for f in reading.figures] == ["٧٥ دلار"]


def test_units_are_well_formed() -> None:
    rows = table("units")
    words = [row["word"] for row in rows]
    assert len(words) == len(set(words))
    assert all(float(row["times"]) > 0 and row["unit"] and row["noun"] in ("", "y") for row in rows)
    assert all(row["least"] == "" or row["least"].isdigit() for row in rows)


def _sizes(text: str) -> list[Size | None]:
    return [e.size for e in vaqaye.read(text, published="2024-05-01", source="ایسنا").events]


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("ارتش سوریه در حمله هوایی به ادلب ۱۲ نفر را کشت.", Size(killed=12)),
        ("حمله ارتش اسرائیل به غزه ۱۲ کشته و ۴۰ زخمی برجا گذاشت.", Size(killed=12, injured=40)),
        ("حمله ارتش سوریه به ادلب به کشته شدن ۱۲ نفر انجامید.", Size(killed=12)),
        ("پلیس ترکیه ۳۰ نفر را بازداشت کرد.", Size(arrested=30)),
        ("حدود ۵۰ هزار نفر در تهران علیه آمریکا تظاهرات کردند.", Size(present=50_000)),
        ("آمریکا ۳۰۰۰ سرباز به کویت اعزام کرد.", Size(present=3000)),
        ("آمریکا ۳۰ میلیون دلار به لبنان کمک کرد.", None),
    ],
)
def test_size_of_an_act(text: str, size: Size | None) -> None:
    assert _sizes(text)[0] == size


def test_parts_of_a_count_are_no_count() -> None:
    sizes = _sizes("در حمله هوایی ارتش سوریه به ادلب پنج نفر از جمله یک زن و دو کودک کشته و ۲۵ نفر زخمی شدند.")
    assert sizes[0] == Size(killed=5, injured=25)


def test_this_attack_is_the_one_before() -> None:
    reading = vaqaye.read("ارتش عراق به مواضع داعش حمله کرد. در این حمله ۱۲ تن جان باختند.")
    attack = reading.events[0]
    assert attack.size == Size(killed=12)
    assert any("۱۲ تن" in reading.quote(proof) for proof in attack.evidence)


def test_what_was_reached_went_the_same_way() -> None:
    figures = _figures("صادرات هند به ایران ۴۸ درصد رشد یافت و به ۵ میلیارد دلار رسید.")
    assert [f.change for f in figures] == ["increase", "increase"]


def test_parties_of_a_clause_that_names_nobody() -> None:
    figures = _figures("وزیر نفت عراق گفت که تولید به ۴ میلیون بشکه رسیده است.")
    assert figures[0].parties == ("IRQ",)


def test_addresses_hold_no_figures() -> None:
    text = "متن کامل در https://example.ir/%D8%AE%D8%A8/12 آمده و رشد ۳ درصدی اقتصاد در www.example.ir/a?b=20% هم هست."
    assert [f.value for f in _figures(text)] == [3]
