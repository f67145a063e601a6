"""The command for linguists: words, lemmas and, where a model is installed, tags, trees and names as CoNLL-U."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from vaqaye.cli_options import option
from vaqaye.errors import IngestError

_FILE = typer.Argument(metavar="FILE", help="A file, or -: standard input.", show_default=False)


def conllu(
    file: Annotated[Path, _FILE],
    raw: Annotated[bool, option("--raw", help="FILE is plain text: cut it into sentences and words first.")] = False,
) -> None:
    """Give the words of a CoNLL-U file back with what Vaqaye says of them.

    LEMMA always; UPOS, FEATS, HEAD, DEPREL and, in MISC, Ezafe=Yes and NER=B-PER where a model is installed. What the
    file says in these columns is not read.

    \b
    Examples:
      vaqaye conllu fa_perdt-ud-test.conllu > mine.conllu
      vaqaye conllu --raw article.txt
    """
    from vaqaye.ingest.decode import decode
    from vaqaye.language import conllu as format

    name = "standard input" if str(file) == "-" else str(file)
    try:
        data = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    except OSError as error:
        raise IngestError(f"{name} can't be read: {error.strerror}") from error
    text = decode(data)
    for line in format.from_text(text) if raw else format.annotate(text.split("\n"), name):
        print(line)
