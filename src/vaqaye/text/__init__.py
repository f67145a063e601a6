"""Letters, digits, half-spaces: a normalised view of a text with an offset map back to the source."""

from vaqaye.text.view import ZWNJ, View, fold, key_of, keys_of, look

__all__ = ["ZWNJ", "View", "fold", "key_of", "keys_of", "look"]
