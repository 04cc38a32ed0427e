"""Running the corpus: two candidates at a time, then, alone, those that have to be timed."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from pathlib import Path

from pcg_engine.adapters.store import SqliteStore
from pcg_engine.wiring import laboratory
from tests.adversarial.verifier.bench import COMMAND, SETTINGS, Bench
from tests.adversarial.verifier.corpus import Entry
from tests.adversarial.verifier.judgement import Judgement
from tests.adversarial.verifier.table import Row

_WORKERS = 2
_STORE_BYTES = 64 << 20


@contextmanager
def open_bench(cache: Path, note: Callable[[str], None]) -> Generator[Bench]:
    """A bench that keeps judgements in the folder ``cache``; ``note`` is told what is missing."""
    store = SqliteStore(cache / "trust.sqlite", _STORE_BYTES)
    with laboratory(COMMAND, SETTINGS, note) as made:
        yield Bench(made, store)
    store.close()


def run(
    bench: Bench,
    entries: Sequence[Entry],
    done: Callable[[Row], None],
    *,
    to_the_end: bool = True,
    workers: int = _WORKERS,
) -> tuple[Row, ...]:
    """Judge ``entries``, in whatever order they finish; ``done`` is told of each, one at a time."""
    judged: dict[str, Judgement] = {}
    with ThreadPoolExecutor(workers, thread_name_prefix="candidate") as pool:
        waiting = {
            pool.submit(bench.judge, entry, to_the_end=to_the_end): entry for entry in entries
        }
        for future in as_completed(waiting):
            entry = waiting[future]
            judged[entry.name] = future.result()
            done(Row(entry, judged[entry.name]))
    rows: list[Row] = []
    for entry in entries:
        row = Row(entry, bench.timed(entry, judged[entry.name]))
        if row.judgement is not judged[entry.name]:
            done(row)
        rows.append(row)
    return tuple(rows)
