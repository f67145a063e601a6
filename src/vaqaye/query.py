"""Questions that a person asks of a record. Every answer points at the words that prove it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from vaqaye.errors import QueryError
from vaqaye.record import Hit, Record
