"""SARIF 2.1.0 of an analysis, for code-scanning tools and editors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pcg_engine import __version__
from pcg_engine.cli.contract import AnalysedFile, JsonObject
from pcg_engine.domain.facts import LoopFacts, Parallelizability, flatten
from pcg_engine.domain.misuse import Misuse
from pcg_engine.domain.source import Location, SourceText
from pcg_engine.protocol import words

_RULES = {
    Parallelizability.PARALLEL: "The loop's iterations are independent",
    Parallelizability.PARALLEL_WITH: "The loop's iterations are independent with clauses",
    Parallelizability.SEQUENTIAL: "A dependence forbids running the loop in parallel",
    Parallelizability.UNKNOWN: "The loop was not understood",
}


def sarif_object(files: Iterable[AnalysedFile]) -> JsonObject:
    """One run with a note a loop, and a warning for each certain fault of a directive.

    Related locations are the references of a dependence.
    """
    results: list[JsonObject] = []
    wrong: set[str] = set()
    for one in files:
        results += _results(one.source, one.nests)
        results += (_warning(one.source, misuse) for misuse in one.misuses)
        wrong |= {misuse.code for misuse in one.misuses}
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
                        ]
                        + [
                            {
                                "id": f"pcg/{code}",
                                "shortDescription": {"text": "An OpenMP directive is wrong"},
                            }
                            for code in sorted(wrong)
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
            "message": {"text": words.parallelizability(facts)},
            "locations": [
                _location(source, source.location(span.start), source.location(span.end))
            ],
            "relatedLocations": [_location(source, at, None) for at in related],
            "partialFingerprints": {"pcgLoopId/v1": str(facts.loop.id)},
        }


def _warning(source: SourceText, misuse: Misuse) -> JsonObject:
    start, end = misuse.directive.start, misuse.directive.end
    return {
        "ruleId": f"pcg/{misuse.code}",
        "level": "warning",
        "message": {"text": words.misuse(misuse)},
        "locations": [_location(source, source.location(start), source.location(end))],
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
