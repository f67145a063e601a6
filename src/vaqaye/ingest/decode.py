"""Bytes to text: BOM, UTF-8, what the file declares, Windows-1256 for Persian, else a detector. Never a crash."""

from __future__ import annotations

import codecs
import re

from vaqaye.errors import IngestError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it starts with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_HEAD = 4096
_DECLARED = re.compile(
    rb"<\?xml[^>]{0,200}?encoding\s{0,9}=\s{0,9}[\"']([\w.:-]{1,40})"
    rb"|<meta[^>]{0,400}?charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w.:-]{1,40})",
    re.IGNORECASE,
)
# Encodings that a page may name. The rest of Python's codecs (punycode, unicode_escape, …) is nobody's to choose from
# outside, and Latin ones accept every byte, so that a Persian page that names one says nothing.
_KNOWN = re.compile(
    r"windows-125[0-13-8]|cp125[0-13-8]|iso-8859-(?:[2-9]|1[0-6])|koi8-[ru]|gbk?|gb2312|gb18030|big5|euc-..|shift_jis|mac.{3,9}"
)
_DETECT = 20_000
_CONTROLS = bytes({*range(32), 127} - set(b"\t\n\v\f\r\x1b"))

# What Persian in Windows-1256 is made of above ASCII: letters, vowel marks, half-space, quotes, dashes.
_PERSIAN_1256 = bytes(
    b for b in range(128, 256) if re.match("[\u0600-\u06ff\u200c-\u200f\u00a0«»…–—‘’“”]", bytes([b]).decode("cp1256"))
)
_ASCII, _HIGH = bytes(range(128)), bytes(range(128, 256))


def decode(data: bytes) -> str:
    """The text of a file, without a byte order mark; what no encoding explains becomes U+FFFD.

    Raises IngestError for bytes that are no text: full of control characters, and not UTF-8.
    """
    if data.isascii() and b"\0" not in data:
        return data.decode("ascii")
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    if b"\0" in data[:_HEAD] and (wide := _wide(data[:_HEAD])):
        return data.decode(wide, "replace")
    try:
        return data.decode("utf-8")  # first: a page that names Windows-1256 and is UTF-8 is common, the reverse is not
    except UnicodeDecodeError:
        return _legacy(data)


def _wide(head: bytes) -> str | None:
    """UTF-16 without a mark: every second byte is 06 (Arabic block) or 00 (ASCII)."""
    for encoding, high in (("utf-16-le", head[1::2]), ("utf-16-be", head[::2])):
        if len(high) > 1 and high.count(0) + high.count(6) > 0.8 * len(high):
            return encoding
    return None


def _legacy(data: bytes) -> str:
    """Bytes that are not quite UTF-8."""
    patched = data.decode("utf-8", "replace")
    broken = patched.count("\ufffd")
    if broken * 4 <= len(patched) - broken - len(data.translate(None, _HIGH)):
        return patched  # UTF-8 with a few bytes lost
    if b"\0" in data or 50 * (len(data) - len(data.translate(None, _CONTROLS))) > len(data):
        raise IngestError("it is no text: a picture, an archive or a document? Give its text, or the page as HTML")
    declared = _declared(data)
    if declared:
        try:
            return data.decode(declared)
        except (UnicodeDecodeError, LookupError):
            pass
    high = data.translate(None, _ASCII)
    if len(high.translate(None, _PERSIAN_1256)) <= 0.05 * len(high):
        return data.decode("cp1256")
    return data.decode(_detected(data) or "cp1256", "replace")


def _declared(data: bytes) -> str | None:
    match = _DECLARED.search(data[:_HEAD])
    if not match:
        return None
    name = (match[1] or match[2]).decode("ascii", "replace").lower()
    return name if _KNOWN.fullmatch(name) else None


def _detected(data: bytes) -> str | None:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:_DETECT]).best()
    return best.encoding if best else None
