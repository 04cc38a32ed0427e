"""What a keystroke costs: re-detecting the loops of a 10,000-line file after a random edit.

Run ``python benchmarks/keystroke.py``. It prints milliseconds and, since those depend on the
machine, their ratio to a full parse and detection measured in the same run.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from generated_source import generate
from machine_load import MachineTime, load_since

from pcg_engine.domain.loops import Loop
from pcg_engine.domain.source import Edit, SourceText, Span
from pcg_engine.syntax.index import LoopIndex
from pcg_engine.syntax.splice import apply_edits

_KEYS = "abcxyzijk019 ;(){}[]<>=+-*/&\"'#,.\n"
_TARGET_MS = 10.0
_SCREEN = 2000  # bytes on either side of the edit, some 120 lines in all


@dataclass(frozen=True, slots=True)
class Quantiles:
    """Of a sample of seconds, in milliseconds."""

    median: float
    p95: float
    largest: float

    @staticmethod
    def of(seconds: list[float]) -> Quantiles:
        """The quantiles of ``seconds``, which is not empty."""
        ordered = sorted(seconds)
        at = [ordered[min(int(q * len(ordered)), len(ordered) - 1)] for q in (0.5, 0.95, 1.0)]
        return Quantiles(*(1e3 * value for value in at))

    def __str__(self) -> str:
        return f"p50 {self.median:7.2f}   p95 {self.p95:7.2f}   max {self.largest:7.2f}"


def random_edit(source: SourceText, chance: random.Random) -> Edit:
    """One character typed, deleted or overwritten anywhere in an ASCII text."""
    at = chance.randrange(len(source.data))
    match chance.randrange(4):
        case 0:
            return Edit(Span(at, at + 1), "")
        case 1:
            return Edit(Span(at, at + 1), chance.choice(_KEYS))
        case _:
            return Edit(Span(at, at), chance.choice(_KEYS))


@dataclass(slots=True)
class Samples:
    """Seconds on the clock and of this process's processor time, measured together."""

    wall: list[float]
    processor: list[float]

    @contextmanager
    def measured(self) -> Generator[None]:
        """Add what the body takes."""
        wall, processor = time.perf_counter(), time.process_time()
        yield
        self.processor.append(time.process_time() - processor)
        self.wall.append(time.perf_counter() - wall)

    def report(self, label: str) -> None:
        """Print both."""
        print(f"{label:<24}{Quantiles.of(self.wall)}   (processor: {Quantiles.of(self.processor)})")


def main() -> int:
    """Measure and print; exit status 1 if the 95th percentile misses the target."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=10_000)
    parser.add_argument("--edits", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()

    source = SourceText("generated.cpp", generate(arguments.lines, arguments.seed))
    before = MachineTime.now()
    full, update, screen, everything = (Samples([], []) for _ in range(4))
    loops: tuple[Loop, ...] = ()
    for _ in range(5):
        with full.measured():
            loops = LoopIndex.build(source).loops

    chance = random.Random(arguments.seed)
    broken = 0
    index = LoopIndex.build(source)
    for _ in range(arguments.edits):
        # Typed and taken back: breaking a text and healing it both cost something.
        edit = random_edit(source, chance)
        new = apply_edits(source, [edit])
        inverse = Edit(
            Span(edit.span.start, edit.span.start + len(edit.text)), source.slice(edit.span)
        )
        for change, text in ((edit, new), (inverse, source)):
            visible = Span(max(0, change.span.start - _SCREEN), change.span.start + _SCREEN)
            with everything.measured():
                with screen.measured():
                    with update.measured():
                        index = index.update([change], text)
                    _ = index.loops_in(visible)
                _ = index.loops
            broken += index.tree.has_errors
    load = load_since(before)

    lines = source.data.count(b"\n")
    print(f"{lines} lines, {len(loops)} loops, {len(update.wall)} edits, {broken} left errors; ms:")
    full.report("from nothing")
    update.report("update")
    screen.report("and list a screenful")
    everything.report("and list all")
    whole, listed = Quantiles.of(full.wall), Quantiles.of(screen.wall)
    print(f"from nothing : update and screenful = {whole.median / listed.median:.0f} : 1 (medians)")
    print(load)
    if listed.p95 < _TARGET_MS:
        print(f"target, update and screenful at p95 < {_TARGET_MS:.0f} ms: met")
        return 0
    print(f"target, update and screenful at p95 < {_TARGET_MS:.0f} ms: {load.verdict}")
    return 1


if __name__ == "__main__":
    sys.exit(main())
