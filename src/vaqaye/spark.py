"""Many articles on many machines, by Apache Spark: `pip install vaqaye[spark]`, on the driver and on every worker.

>>> from vaqaye.spark import build  # doctest: +SKIP
>>> build(spark.read.json("articles/"), "hdfs:///news")  # doctest: +SKIP

`vaqaye import` then takes what was read into a record.
"""

from __future__ import annotations

from functools import cache, partial
from itertools import islice
from os import PathLike, fspath
from typing import TYPE_CHECKING

from vaqaye.build import BATCH, Given, Worker
from vaqaye.errors import IngestError
from vaqaye.record import parts
from vaqaye.record.flat import TABLES, FlatTable

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

    from vaqaye.record.parts import Batches


def build(
    articles: DataFrame,
    path: str,
    *,
    lexicon: str | PathLike[str] | None = None,
    codebook: str | PathLike[str] | None = None,
    model: bool = True,
) -> None:
    """Reads a table of articles and writes the tables of the record as Parquet, a folder of `path` each.

    The columns are those of Article: `text`, and where there are any `id`, `source`, `url`, `title`, `published`; others
    are ignored. `readings` has a row for each article, `failures` one for each that could not be read, and `events`,
    `statements`, `agreements` and `figures` are the flat tables of an export. An article that can't be read, or kills the
    process that reads it, never fails the job. One reader is loaded in each Python worker of Spark and kept there.
    `lexicon` and `codebook` are folders that every worker can see; they and `model` are as for `Reader`.

    Raises IngestError where there is no column `text`; Spark refuses a path that is there already.
    """
    from pyspark.sql import functions as sql
    from pyspark.sql.pandas.types import from_arrow_schema

    if "text" not in articles.columns:
        raise IngestError(f"the table has no column 'text', only {', '.join(articles.columns)}: rename the one with it")
    given: Given = (lexicon and fspath(lexicon), codebook and fspath(codebook), model)
    columns = [
        (sql.col(f"`{name}`") if name in articles.columns else sql.lit(None)).cast("string").alias(name)
        for name in parts.ARTICLE
    ]
    results = articles.select(columns).mapInArrow(partial(_read, given), from_arrow_schema(parts.arrow_schema("read")))
    results.write.parquet(f"{path}/{parts.READINGS}", compression="zstd")
    # What was read is read from its files: the articles themselves are gone through once only.
    kept = articles.sparkSession.read.parquet(f"{path}/{parts.READINGS}")
    kept.where("error IS NOT NULL").select(*parts.FAILED).write.parquet(f"{path}/failures", compression="zstd")
    for table in TABLES:
        rows = kept.where("error IS NULL").mapInArrow(
            partial(_flat, table), from_arrow_schema(parts.arrow_schema(table))
        )
        rows.write.parquet(f"{path}/{table}", compression="zstd")


def _read(given: Given, batches: Batches) -> Batches:
    """What runs in a worker: batches with the columns of Article to batches of what was read."""
    reader = _reader(given)
    for batch in batches:
        items = parts.articles_of(batch)
        while some := list(islice(items, BATCH)):
            yield parts.read_batch(reader.results(some))


@cache
def _reader(given: Given) -> Worker:
    """The reader of this worker, a process of its own: an article that kills it does not take the worker with it."""
    reader = Worker(given)
    reader.hello()
    return reader


def _flat(table: FlatTable, batches: Batches) -> Batches:
    for batch in batches:
        yield parts.flat_batch(table, parts.results_of(batch))
