"""Every marked loop of ``tests/cases/analysis`` is judged as its marker says.

``// expect: VERDICT [WITH…] [collapse N] [assuming GUARD && GUARD…]`` for independent loops
(where a loop before them looks at all rows, the guard is ``rows: CONDITION && …``; what a person
has to confirm stands in parentheses, by its code or, where it is about memory, in words),
``// expect: sequential|unknown [CODE [distance N]]`` with one of the reasons, or
``// expect: refused`` where only that matters. Every loop of these files bears a marker or is
reported. ``// flags: …`` at the head of a file are its compiler flags.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from pcg_engine.action.survey import survey
from pcg_engine.domain.facts import Assumption, LoopFacts, Parallelizability, Reason, flatten
from pcg_engine.domain.internal_error import internal_errors
from pcg_engine.domain.measurement import MachineModel
from pcg_engine.domain.source import SourceText
from pcg_engine.domain.toolchain import CompileCommand
from pcg_engine.ports import Cancellation
from pcg_engine.wiring import analysis_bench

_FOLDER = Path(__file__).parents[2] / "cases" / "analysis"
_MARKER = re.compile(r"// expect: (.*\S)")
_FLAGS = re.compile(r"^// flags: (.*)$", re.MULTILINE)
_INTERNAL = re.compile(r"\b[A-Z]\w*(?:Expr|Stmt|Decl|Operator|Literal|Directive)\b")
"""Names that compilers give to constructs, and that no person has to know."""
_MACHINE = MachineModel(2, 1e-9, 1e10, 1.5e10, 5e-6, calibrated=False)
_OF_MEMORY = ("no-overlap", "rows-distinct")


@pytest.mark.needs("clang")
@pytest.mark.parametrize("name", sorted(p.stem for p in _FOLDER.glob("*.cpp")))
def test_loops_are_judged_as_marked(name: str) -> None:
    path = _FOLDER / f"{name}.cpp"
    source = SourceText(str(path), path.read_bytes())
    flags = _FLAGS.search(source.data.decode())
    words = ("-std=c++20", "-O2") if flags is None else tuple(flags[1].split())
    command = CompileCommand("c++", words, str(_FOLDER))
    reader = analysis_bench(command).reader
    result = survey(source, command, reader, _MACHINE, Cancellation())
    assert [d.message for d in result.errors] == []
    assert internal_errors(result.nests) == ()
    lines = source.data.decode().splitlines()
    wanted: dict[int, str] = {}
    found: dict[int, str] = {}
    for facts in flatten(result.nests):
        line = source.location(facts.loop.span.start).line
        marker = _MARKER.search(lines[line - 1])
        wanted[line] = marker[1] if marker else "(no marker)"
        assert not [r.message for r in facts.reasons if _INTERNAL.search(r.message)]
        judged = list(_renderings(facts))
        found[line] = wanted[line] if wanted[line] in judged else judged[-1]
    assert wanted
    assert found == wanted


def _renderings(facts: LoopFacts) -> Iterator[str]:
    """All markers that describe ``facts``, the most telling one last."""
    verdict = facts.parallelizability.value
    if facts.parallelizability in (Parallelizability.SEQUENTIAL, Parallelizability.UNKNOWN):
        assert facts.reasons
        assert facts.collapse == 0
        yield "refused"
        yield verdict
        for reason in reversed(facts.reasons):
            yield f"{verdict} {_code(reason)}"
        return
    guards = " && ".join(dict.fromkeys(_guard(a) for a in facts.assumptions))
    parts = [verdict, *facts.with_]
    if facts.collapse > 1:
        parts.append(f"collapse {facts.collapse}")
    if guards:
        parts.append(f"assuming {guards}")
    yield " ".join(parts)


def _guard(assumption: Assumption) -> str:
    inspection = assumption.inspection
    if assumption.guard is None:
        return f"({assumption.message if assumption.code in _OF_MEMORY else assumption.code})"
    return assumption.guard if inspection is None else f"rows: {inspection.condition}"


def _code(reason: Reason) -> str:
    distance = "" if reason.distance is None else f" distance {reason.distance}"
    return reason.code.replace("-dependence", "") + distance
