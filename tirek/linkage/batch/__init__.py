"""Batch: a list against another, or a list against itself; one SQL text, run by DuckDB in process or by Spark on a cluster."""

from tirek.linkage.batch.deduping import Deduped, dedupe
from tirek.linkage.batch.linking import Linked, link
from tirek.linkage.batch.problems import BatchProblem

__all__ = ["BatchProblem", "Deduped", "Linked", "dedupe", "link"]
