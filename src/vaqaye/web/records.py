"""A few read-only connections to the record, one for each request that is being answered."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Annotated

import anyio
from fastapi import Depends, Request
from starlette.concurrency import run_in_threadpool

from vaqaye.record import Record


class Pool:
    """At most `size` open records. Who finds none free waits in the event loop: a waiting thread would be one that those
    who have a record need to give it back.
    """

    def __init__(self, path: Path, size: int) -> None:
        self.path = path
        self._free: list[Record] = []
        self._turn = anyio.Semaphore(size)

    @asynccontextmanager
    async def lend(self) -> AsyncIterator[Record]:
        """A record for one request, given back at its end."""
        async with self._turn:
            record = self._free.pop() if self._free else await run_in_threadpool(Record, self.path, readonly=True)
            try:
                yield record
            finally:
                self._free.append(record)

    def close(self) -> None:
        """Closes the records that nobody has."""
        while self._free:
            self._free.pop().close()


async def _record(request: Request) -> AsyncIterator[Record]:
    pool: Pool = request.app.state.pool
    async with pool.lend() as record:
        yield record


OneRecord = Annotated[Record, Depends(_record)]
"""A parameter of this type gives a page its record: read-only, for this request alone, until the answer is sent."""
