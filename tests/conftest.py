"""Fixtures that several test files use."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of shared development data; tests that need it are skipped where it is absent."""
    path = Path(os.environ.get("VAQAYE_SHARED") or ROOT.parent / "shared")
    if not (path / "gold" / "seed.jsonl").exists():
        pytest.skip("no shared development data: set VAQAYE_SHARED to its folder")
    return path
