from __future__ import annotations


def find(document, cast, reading):
    return ()
