"""Notation, matching and status of events."""

from __future__ import annotations

import pytest

import vaqaye
from vaqaye.errors import ResourceError
from vaqaye.events import codebook, plover
from vaqaye.events.notation import Slot, Verb, Words, parse, variants
from vaqaye.model import Event, Reading


def _read(text: str) -> Reading:
    return vaqaye.read(text, published="2025-06-10", source="ایسنا")


def _events(text: str, type: str) -> list[Event]:
    return [e for e in _read(text).events if e.event == type]


def test_notation() -> None:
    parts = parse("{کنشگر} [علیه {گیرنده}] (حمله|تجاوز) {کردن|نمودن}", "x")
    assert parts == [
        Slot("actor"),
        Words(("علیه",), True),
        Slot("recipient", True),
        Words(("حمله", "تجاوز")),
        Verb(("کردن", "نمودن")),
    ]
    assert len(variants(parse("{کنشگر} تماس [تلفنی] {گرفتن}", "x"))) == 2


@pytest.mark.parametrize("wrong", ["{کنشگر", "[حمله", "حمله]", "{چیزی} حمله", "{کنشگر}"])
def test_what_can_not_be_read_is_refused(wrong: str) -> None:
    pattern = codebook.Pattern("x.y", "CONSULT", None, None, ())
    with pytest.raises(ResourceError, match=r"x\.y"):
        codebook.compile_entry(pattern, wrong)


def test_a_gap_parts_the_words() -> None:
    pattern = codebook.Pattern("x", "REQUEST", None, None, ())
    (matcher,) = codebook.compile_entry(pattern, "{گیرنده} باید … پایان {دادن}")
    assert len(matcher.runs) == 2
    assert matcher.asks


def test_what_must_be_done_is_a_demand_not_the_act() -> None:
    (event,) = _events("رئیس‌جمهور اوکراین گفت: روسیه باید به جنگ پایان دهد.", "REQUEST")
    assert event.status == "occurred"
    assert _events("رئیس‌جمهور اوکراین گفت: کارگران باید به اعتصاب پایان دهند.", "REQUEST")
    assert not _events("رئیس‌جمهور اوکراین گفت: ما باید به جنگ پایان دهیم.", "REQUEST")


def test_what_is_asked_for_is_no_act_of_its_own() -> None:
    text = "وزیر خارجه آلمان از ترکیه خواست که از خرید موشک خودداری کند."
    assert {e.event for e in _read(text).events} == {"REQUEST"}


def test_the_passive_comes_by_itself() -> None:
    pattern = codebook.Pattern("x", "COERCE", None, None, ())
    active, passive = codebook.compile_entry(pattern, "{کنشگر} {گیرنده} را بازداشت {کردن}")
    assert not active.passive
    assert passive.passive
    assert "شدن" in passive.lemmas


def _sides(reading: Reading, event: Event) -> tuple[set[str | None], set[str | None]]:
    return (
        {reading.actor(p.actor).country for p in event.actor},
        {reading.actor(p.actor).country for p in event.recipient},
    )


@pytest.mark.parametrize(
    ("text", "type", "actor", "recipient"),
    [
        ("رئیس‌جمهور روسیه با نخست‌وزیر هند دیدار کرد.", "CONSULT", {"RUS", "IND"}, set()),
        ("دیدار وزیر خارجه ایران با همتای عمانی خود در ژنو برگزار شد.", "CONSULT", {"IRN", "OMN"}, set()),
        ("پلیس ترکیه سه شهروند سوریه را بازداشت کرد.", "COERCE", {"TUR"}, {"SYR"}),
        ("سه شهروند سوریه در استانبول توسط پلیس ترکیه بازداشت شدند.", "COERCE", {"TUR"}, {"SYR"}),
        ("فرانسه حمله اسرائیل به قطر را محکوم کرد.", "ACCUSE", {"FRA"}, {"ISR"}),
        ("ارتش اسرائیل به جنوب لبنان حمله کرد.", "ASSAULT", {"ISR"}, {"LBN"}),
        ("وزیر دفاع آمریکا سوریه را متهم به ارسال سلاح کرد.", "ACCUSE", {"USA"}, {"SYR"}),
        ("ترامپ تهدید کرد که بر کالاهای چین تعرفه وضع می‌کند.", "THREATEN", {"USA"}, {"CHN"}),
        ("کشتی روسیه هدف حمله اوکراین قرار گرفت.", "ASSAULT", {"UKR"}, {"RUS"}),
        ("یورش پلیس ترکیه به تجمع معترضان عراق", "ASSAULT", {"TUR"}, {"IRQ"}),
        ("سفیر روسیه گفت: آمریکا فاقد حسن نیت است.", "ACCUSE", {"RUS"}, {"USA"}),
        ("حملات هوایی اسرائیل پس از اعلام آتش‌بس ده‌ها نفر را کشته است.", "ASSAULT", {"ISR"}, set()),
        ("سوئیس اعلام کرد دو دیپلمات روس مستقر در ژنو را اخراج کرده است.", "SANCTION", {"CHE"}, {"RUS"}),
        ("ترکیه با میانجیگری فرانسه در مذاکرات صلح با سوریه مخالف است.", "REJECT", {"TUR"}, {"FRA"}),
        ("روسیه تهدید کرد اگر آمریکا موشک مستقر کند، مذاکرات را ترک خواهد کرد.", "THREATEN", {"RUS"}, {"USA"}),
    ],
)
def test_who_does_what_to_whom(text: str, type: str, actor: set[str], recipient: set[str]) -> None:
    reading = _read(text)
    assert (actor, recipient) in [_sides(reading, e) for e in reading.events if e.event == type]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("وزیر خارجه ایران با همتای عمانی خود دیدار کرد.", "occurred"),
        ("وزیر خارجه ایران با همتای عمانی خود دیدار می‌کند.", "planned"),
        ("وزیر خارجه ایران با همتای عمانی خود دیدار خواهد کرد.", "planned"),
        ("قرار است وزیر خارجه ایران با همتای عمانی خود دیدار کند.", "planned"),
        ("وزیر خارجه ایران با همتای عمانی خود دیدار نکرد.", "denied"),
        ("وزیر خارجه ایران نمی‌تواند با همتای عمانی خود دیدار کند.", "denied"),
        ("وزیر خارجه ایران ممکن است با همتای عمانی خود دیدار کند.", "hypothetical"),
        ("اگر وزیر خارجه ایران با همتای عمانی خود دیدار کند، مذاکرات آغاز می‌شود.", "hypothetical"),
        ("احتمال دیدار وزیر خارجه ایران با همتای عمانی خود وجود دارد.", "hypothetical"),
        ("دیدار وزیر خارجه ایران با همتای عمانی خود صورت نگرفت.", "denied"),
        ("دیدار وزیر خارجه ایران با همتای عمانی خود برگزار شد.", "occurred"),
        ("دیدار وزیر خارجه ایران با همتای عمانی خود فردا برگزار خواهد شد.", "planned"),
    ],
)
def test_status(text: str, status: str) -> None:
    assert [e.status for e in _events(text, "CONSULT")][:1] == [status]


def test_plover_types_of_what_has_not_happened() -> None:
    assert plover("CONSULT", "planned") == "AGREE"
    assert plover("RETREAT", "planned") == "CONCEDE"
    assert plover("ASSAULT", "hypothetical") == "THREATEN"
    assert plover("CONSULT", "denied") is None
    assert plover("CONSULT", "occurred") == "CONSULT"


def test_the_same_act_told_twice_is_one_event() -> None:
    reading = _read(
        "رئیس‌جمهور روسیه با نخست‌وزیر هند دیدار کرد.\nدیدار رئیس‌جمهور روسیه و نخست‌وزیر هند سه ساعت طول کشید."
    )
    meetings = [e for e in reading.events if e.event == "CONSULT"]
    assert len(meetings) == 1


def test_told_by_whom() -> None:
    reading = _read("سخنگوی کرملین گفت که پلیس ترکیه سه شهروند سوریه را بازداشت کرد.")
    arrest = next(e for e in reading.events if e.event == "COERCE")
    assert arrest.reported_by is not None
    assert reading.actor(arrest.reported_by).country == "RUS"
    assert arrest.statement == reading.statements[0].id


def test_the_dead_of_an_attack_are_no_second_one() -> None:
    text = "در حمله طالبان به کاروان ناتو در کابل سه سرباز آمریکایی کشته و دو سرباز زخمی شدند."
    assert len(_events(text, "ASSAULT")) == 1


def test_a_language_is_nobody() -> None:
    reading = _read("دولت لتونی محدودیت استفاده از زبان روسی را لغو کرد.")
    assert "RUS" not in {a.country for a in reading.actors}
