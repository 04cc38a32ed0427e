"""SARIF 2.1.0 of an analysis, for code-scanning tools and editors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pcg_engine import __version__
from pcg_engine.action.survey import flatten
from pcg_engine.cli.contract import JsonObject
from pcg_engine.domain.facts import LoopFacts, Parallelizability
from pcg_engine.domain.source import Location, SourceText
from pcg_engine.protocol.words import parallelizability

_RULES = {
    Parallelizability.PARALLEL: "The loop's iterations are independent",
    Parallelizability.PARALLEL_WITH: "The loop's iterations are independent with clauses",
    Parallelizability.SEQUENTIAL: "A dependence forbids running the loop in parallel",
    Parallelizability.UNKNOWN: "The loop was not understood",
}


def sarif_object(files: Iterable[tuple[SourceText, tuple[LoopFacts, ...]]]) -> JsonObject:
    """One run with one result a loop; related locations are the references of a dependence."""
    results = [result for source, nests in files for result in _results(source, nests)]
    return {
        "version": "2.1.0",
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "pcg",
                        "version": __version__,
                        "rules": [
                            {"id": f"pcg/{kind.value}", "shortDescription": {"text": text}}
                            for kind, text in _RULES.items()
                        ],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "results": results,
            }
        ],
    }


def _results(source: SourceText, nests: tuple[LoopFacts, ...]) -> Iterator[JsonObject]:
    for facts in flatten(nests):
        span = facts.loop.span
        related = [at for reason in facts.reasons for at in reason.locations]
        yield {
            "ruleId": f"pcg/{facts.parallelizability.value}",
            "level": "note",
            "message": {"text": parallelizability(facts)},
            "locations": [
                _location(source, source.location(span.start), source.location(span.end))
            ],
            "relatedLocations": [_location(source, at, None) for at in related],
            "partialFingerprints": {"pcgLoopId/v1": str(facts.loop.id)},
        }


def _location(source: SourceText, start: Location, end: Location | None) -> JsonObject:
    region: JsonObject = {"startLine": start.line, "startColumn": _column(source, start)}
    if end is not None:
        region |= {"endLine": end.line, "endColumn": _column(source, end)}
    return {"physicalLocation": {"artifactLocation": {"uri": source.path}, "region": region}}


def _column(source: SourceText, at: Location) -> int:
    """The 1-based column in code points, as ``columnKind`` says."""
    offset = source.offset(at)
    before = source.data[source.line_start(offset) : offset]
    return len(before.decode("utf-8", "replace")) + 1
