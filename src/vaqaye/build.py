"""Many articles into a record: batches go to readers in processes of their own, and come back in order.

The result does not depend on the number of processes. A batch is one transaction: what was stored stays stored whenever
a build is stopped, and the next one goes on from there. What can't be read is kept with its reason.
"""

from __future__ import annotations

import gc
import os
import pickle
import subprocess
import sys
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from os import PathLike
from queue import SimpleQueue
from types import TracebackType
from typing import IO, Any, TypeVar

from vaqaye.errors import ArticleError, VaqayeError
from vaqaye.ingest import article_id
from vaqaye.model import Article, Failure, ReaderInfo, Reading
from vaqaye.record import Added, Record

BATCH = 100
"""Articles in one batch and transaction: some 5 ms of writing for half a second of reading."""
WIDEST = 1_000_000
"""Characters after which a batch takes no further article: a few batches are in memory at a time."""
LISTED = 10_000
"""Failures that a Built lists; the record has all of them."""

_BEGINNING = 100
_WORKER = "from vaqaye.build import serve; serve()"


@dataclass(slots=True)
class Built:
    """What a build has done: numbers of articles, and what could not be read (with the beginning of its text only)."""

    new: int = 0
    replaced: int = 0
    unchanged: int = 0
    failed: int = 0
    failures: list[Failure] = field(default_factory=list)

    @property
    def seen(self) -> int:
        """All articles that were looked at."""
        return self.new + self.replaced + self.unchanged + self.failed


Progress = Callable[[Built], None]
_Item = TypeVar("_Item", Article | Failure, Reading | Failure)
# What the readers add to Vaqaye's own, lexicon and codebook, and whether they use the model.
Given = tuple[str | PathLike[str] | None, str | PathLike[str] | None, bool]


def build(
    articles: Iterable[Article | Failure],
    record: Record,
    *,
    jobs: int | None = None,
    progress: Progress | None = None,
    lexicon: str | PathLike[str] | None = None,
    codebook: str | PathLike[str] | None = None,
    model: bool = True,
) -> Built:
    """Reads articles (of `ingest.articles`) and stores them, in order; those that the record has already are left out.

    `jobs` is the number of processes, all cores by default. `progress` is called after each batch. `lexicon`, `codebook`
    and `model` as for `Reader`.
    """
    return _build(articles, record, jobs, progress, (lexicon, codebook, model))


def reread(
    record: Record,
    *,
    jobs: int | None = None,
    progress: Progress | None = None,
    lexicon: str | PathLike[str] | None = None,
    codebook: str | PathLike[str] | None = None,
    model: bool = True,
) -> Built:
    """Reads again what another reader than this one has read, from the texts in the record.

    An article that this reader can't read stays as it is: its text is nowhere else.
    """
    return _build(None, record, jobs, progress, (lexicon, codebook, model))


def _build(
    articles: Iterable[Article | Failure] | None,
    record: Record,
    jobs: int | None,
    progress: Progress | None,
    given: Given,
) -> Built:
    built = Built()
    with _Pool(jobs or os.cpu_count() or 1, given) as pool:
        again = articles is None
        source = record.articles(not_by=pool.info) if articles is None else articles
        for results, skipped in pool.map(_batches(source, record, pool)):
            kept = [r for r in results if isinstance(r, Reading)] if again else results
            added = record.add(kept) if kept else Added()
            built.unchanged += skipped
            built.failed += len(results) - len(kept)
            _count(built, added, results, progress)
    return built


def take_in(results: Iterable[Reading | Failure], record: Record, *, progress: Progress | None = None) -> Built:
    """Stores what was read elsewhere (`spark.build`), a batch at a time; what the record has already is left alone."""
    built = Built()
    for chunk in _chunks(results):
        _count(built, record.add(chunk), chunk, progress)
    return built


def _count(built: Built, added: Added, results: list[Reading | Failure], progress: Progress | None) -> None:
    built.new += added.new
    built.replaced += added.replaced
    built.unchanged += added.unchanged
    built.failed += added.failed
    failures = [_short(r) for r in results if isinstance(r, Failure)]
    built.failures += failures[: LISTED - len(built.failures)]
    if progress:
        progress(built)


def _short(failure: Failure) -> Failure:
    """The same without most of the text: a build may list many."""
    return replace(failure, article=replace(failure.article, text=failure.article.text[:_BEGINNING]))


@dataclass(slots=True)
class _Batch:
    """Articles to read and failures of ingest, in order; `skipped` counts those that were left out."""

    items: list[Article | Failure]
    skipped: int


def _batches(source: Iterable[Article | Failure], record: Record, pool: _Pool) -> Iterator[_Batch]:
    """Batches of what has to be read. What is under way is not in the record yet, so it counts as needed."""
    for chunk in _chunks(source):
        articles = [item for item in chunk if isinstance(item, Article)]
        needed = {id(a) for a in record.needs(articles, pool.info)}
        items: list[Article | Failure] = []
        for item in chunk:
            if isinstance(item, Failure):
                items.append(item)
            elif id(item) in needed or pool.under_way[article_id(item)]:
                pool.under_way[article_id(item)] += 1
                items.append(item)
        yield _Batch(items, len(chunk) - len(items))


def _chunks(source: Iterable[_Item]) -> Iterator[list[_Item]]:
    chunk: list[_Item] = []
    width = 0
    for item in source:
        chunk.append(item)
        width += len(item.text if isinstance(item, Article) else item.article.text)
        if len(chunk) == BATCH or width > WIDEST:
            yield chunk
            chunk, width = [], 0
    if chunk:
        yield chunk


class _Pool:
    """Reader processes, each fed by a thread of this one."""

    def __init__(self, jobs: int, given: Given) -> None:
        self.info: ReaderInfo
        self.under_way: Counter[str] = Counter()
        self._workers = [Worker(given) for _ in range(jobs)]
        self._idle: SimpleQueue[Worker] = SimpleQueue()
        self._threads = ThreadPoolExecutor(jobs)
        try:
            for worker in self._workers:
                self.info = worker.hello()
                self._idle.put(worker)
        except BaseException:
            self.close()
            raise

    def map(self, batches: Iterable[_Batch]) -> Iterator[tuple[list[Reading | Failure], int]]:
        """The results of each batch, in order; two batches more than there are workers are under way at a time."""
        waiting: deque[tuple[_Batch, Future[list[Reading | Failure]]]] = deque()
        for batch in batches:
            waiting.append((batch, self._threads.submit(self._read, batch)))
            if len(waiting) > len(self._workers) + 1:
                yield self._result(*waiting.popleft())
        while waiting:
            yield self._result(*waiting.popleft())

    def _result(self, batch: _Batch, future: Future[list[Reading | Failure]]) -> tuple[list[Reading | Failure], int]:
        results = future.result()
        for item in batch.items:
            if isinstance(item, Article):
                self.under_way[article_id(item)] -= 1
        self.under_way += Counter()  # drops those that are done
        return results, batch.skipped

    def _read(self, batch: _Batch) -> list[Reading | Failure]:
        worker = self._idle.get()
        try:
            return worker.results(batch.items)
        finally:
            self._idle.put(worker)

    def close(self) -> None:
        """Ends the processes, whatever they are doing."""
        for worker in self._workers:
            worker.close()
        self._threads.shutdown(cancel_futures=True)

    def __enter__(self) -> _Pool:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class Worker:
    """A process with one Reader. It ends by itself when this process does, since its pipe does.

    Say `hello` first. An article that it dies of is a Failure, and the others are read.
    """

    def __init__(self, given: Given) -> None:
        lexicon, codebook, model = given
        self._arguments = [os.fspath(lexicon or ""), os.fspath(codebook or ""), "model" if model else ""]
        self._ended = False
        self._start()

    def _start(self) -> None:
        # Not multiprocessing: a script that calls `build` need not guard its top level against being run again, a child
        # does not hold this one's pipes and database open, and it is plain which batch a process died of.
        # A group of its own: Ctrl-C is for the process that asked.
        command = [sys.executable, "-P", "-c", _WORKER, *self._arguments]
        # One thread a process: the processes share the cores among them.
        env = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, process_group=0, env=env)

    def hello(self) -> ReaderInfo:
        """Which reader it is. VaqayeError if it can't start; what Python said of it is on stderr then."""
        try:
            info: ReaderInfo = self._receive()
        except (EOFError, pickle.UnpicklingError):
            raise VaqayeError("a reader process could not start: `vaqaye doctor` may tell why") from None
        return info

    def results(self, items: list[Article | Failure]) -> list[Reading | Failure]:
        """What comes of each item, in order; what is a failure already stays one."""
        read = iter(self.read([item for item in items if isinstance(item, Article)]))
        return [item if isinstance(item, Failure) else next(read) for item in items]

    def read(self, articles: list[Article]) -> list[Reading | Failure]:
        """The readings of a batch. Should the process die of it, each article is tried alone."""
        try:
            return self._ask(articles) if articles else []
        except (EOFError, BrokenPipeError, pickle.UnpicklingError):
            if self._ended:
                raise
        how = self._restart()
        if len(articles) == 1:
            return [Failure(articles[0], ArticleError.__name__, f"the process that read it {how}: please report it")]
        return [result for article in articles for result in self.read([article])]

    def _ask(self, articles: list[Article]) -> list[Reading | Failure]:
        assert self._process.stdin
        _send(self._process.stdin, articles)
        results: list[Reading | Failure] = self._receive()
        return results

    def _receive(self) -> Any:
        assert self._process.stdout
        answer = pickle.load(self._process.stdout)
        if isinstance(answer, VaqayeError):
            raise answer
        return answer

    def _restart(self) -> str:
        self._kill()
        code = self._process.returncode
        self._start()
        self.hello()
        return f"was killed by signal {-code}" if code < 0 else f"ended with code {code}"

    def close(self) -> None:
        """Ends the process, for good."""
        self._ended = True
        self._kill()

    def _kill(self) -> None:
        self._process.kill()
        self._process.wait()


def _send(pipe: IO[bytes], value: object) -> None:
    pickle.dump(value, pipe, protocol=pickle.HIGHEST_PROTOCOL)
    pipe.flush()


def serve() -> None:
    """The life of a reader process: says which reader it is, then takes batches from stdin until that ends."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not get between the answers
    try:
        _serve(answers)
    except VaqayeError as error:  # a broken codebook, say: the same for every article
        _send(answers, error)
    except (EOFError, BrokenPipeError, pickle.UnpicklingError):
        os._exit(0)


def _serve(answers: IO[bytes]) -> None:
    from vaqaye.reader import Reader

    lexicon, codebook, model = sys.argv[1:]
    reader = Reader(lexicon or None, codebook or None, model=bool(model))
    _send(answers, reader.info)
    while True:
        articles: list[Article] = pickle.load(sys.stdin.buffer)
        _send(answers, [_signed(result, reader.info) for result in reader.map(articles)])
        if not gc.get_freeze_count():
            gc.freeze()  # all tables are loaded by now: the garbage collector need not go through them for each batch


def _signed(result: Reading | Failure, info: ReaderInfo) -> Reading | Failure:
    """A failure with the reader that gave up, so that the record can tell that this one need not try again."""
    if isinstance(result, Reading):
        return result
    return replace(result, article=replace(result.article, reader=info))
