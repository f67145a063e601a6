"""The door to the data files: what is wrong with one is said with its place, and a change in one is noticed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from vaqaye import resources
from vaqaye.errors import ResourceError


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A house with one table and nothing else."""
    (tmp_path / "lexicon").mkdir()
    (tmp_path / "codebook").mkdir()
    (tmp_path / "lexicon" / "cities.tsv").write_text(
        "# names\nfa\ten\nتهران\tTehran\n\n# no other\nقم\n", encoding="utf-8"
    )
    monkeypatch.setattr(resources, "_ROOT", tmp_path)
    resources.shipped.cache_clear()
    resources.digest.cache_clear()
    yield tmp_path
    resources.shipped.cache_clear()
    resources.digest.cache_clear()


def test_a_table(house: Path) -> None:
    assert resources.table("cities") == ({"fa": "تهران", "en": "Tehran"}, {"fa": "قم", "en": ""})


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"fa\ten\n\xd9\x82\xd9\x85\tQom\tQum\n", "lexicon/cities.tsv line 2: 3 cells, expected 2"),
        (b"# nothing\n", "lexicon/cities.tsv is empty"),
        (b"fa\ten\n\xff\n", "cities.tsv is not UTF-8 .byte 6."),
        (None, "cities.tsv is missing"),
    ],
)
def test_what_is_wrong_with_a_table_is_said(house: Path, content: bytes | None, says: str) -> None:
    path = house / "lexicon" / "cities.tsv"
    path.unlink()
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ResourceError, match=says):
        resources.table("cities")


def test_what_is_no_toml_is_said_with_its_place(house: Path) -> None:
    (house / "codebook" / "aid.toml").write_text('type = "AID"\nno such line\n', encoding="utf-8")
    assert resources.codebook_files() == ("aid",)
    with pytest.raises(ResourceError, match=r"codebook/aid\.toml: .*line 2"):
        resources.codebook("aid")


@pytest.mark.parametrize("name", ["cities.tsv", "more.tsv", "words.gz"])
def test_a_change_in_any_file_changes_the_digest(house: Path, name: str) -> None:
    before = resources.digest("lexicon")
    with (house / "lexicon" / name).open("ab") as file:
        file.write(b"#")
    resources.digest.cache_clear()
    assert resources.digest("lexicon") != before
