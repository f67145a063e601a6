"""Treaties, accords, contracts: by name or described, with parties, term and how far they are."""

from vaqaye.agreements.find import find

__all__ = ["find"]
