"""Tells whether a candidate's own ``if`` clauses keep it serial on an input.

``#pragma omp parallel for if(apart)`` runs with one thread where ``apart`` is false (OpenMP 5.2,
section 3.4): what is timed there says nothing of the loop in parallel.
"""

from __future__ import annotations

import re

from pcg_engine.domain.source import SourceText, Span
from pcg_engine.ports import Cancellation, Limits, Rejected
from pcg_engine.syntax.pragmas import find_pragmas
from pcg_engine.tools.experiment import Experiment
from pcg_engine.tools.harness import variants
from pcg_engine.tools.harness.build import build
from pcg_engine.tools.harness.cases import Case
from pcg_engine.tools.harness.run import CallMode, run
from pcg_engine.tools.obstacle import Obstacle
from pcg_engine.tools.own_code.lines import own_lines
from pcg_engine.tools.own_code.observe import prelude
from pcg_engine.tools.own_code.probes import Probe, Way, put_probes
from pcg_engine.tools.subject import Instruments, Subject

_STARTS_THREADS = re.compile(r"#\s*pragma\s+omp\s+(?:[a-z]+\s+)*?(?:parallel|task|taskloop)\b")
_CONDITION = re.compile(r"\bif\s*\(")
_SECONDS = 60.0


def what_keeps_serial(
    subject: Subject,
    experiment: Experiment,
    case: Case,
    threads: int,
    instruments: Instruments,
    cancellation: Cancellation,
) -> str | None:
    """The clause that is false in all of the candidate on ``case``: ``if(apart)``.

    ``None`` where one of its directives has no condition, where a condition holds, and where
    nothing could be seen. Nothing is built for a candidate without such clauses.
    """
    lines = _conditional_lines(subject)
    harness = experiment.harness(cancellation)
    if not lines or isinstance(harness, Obstacle):
        return None
    source = subject.source
    probed = put_probes(source, lines, frozenset())
    program = build(
        harness,
        probed.text,
        variants.user_release(subject.original.command, True),
        instruments,
        cancellation,
        prelude=prelude(len(probed.probes), is_c=source.is_c),
    )
    if isinstance(program, Rejected):
        return None
    execution = run(
        program,
        (case,),
        CallMode.ONCE,
        {"OMP_NUM_THREADS": str(threads)},
        Limits(wall_seconds=_SECONDS),
        instruments,
        cancellation,
    )
    if not execution.finished:
        return None
    seen = zip(probed.probes, map(Way, execution.extra_output), strict=False)
    return _kept([(probe, ways) for probe, ways in seen if probe.is_clause])


def _kept(seen: list[tuple[Probe, Way]]) -> str | None:
    if any(Way.TRUE in ways for _, ways in seen):
        return None
    return next((probe.text for probe, ways in seen if Way.FALSE in ways), None)


def _conditional_lines(subject: Subject) -> frozenset[int]:
    """The lines of the candidate's own directives; none if one of them starts threads always."""
    source = subject.source
    own = own_lines(subject.original.source.data, source.data)
    found: set[int] = set()
    for line, text in _directives(source):
        if line not in own or not _STARTS_THREADS.match(text):
            continue
        if not _CONDITION.search(text):
            return frozenset()
        found.add(line)
    return frozenset(found)


def _directives(source: SourceText) -> list[tuple[int, str]]:
    """Each directive with the line on which it begins."""
    tokens = find_pragmas(source.data, Span(0, len(source.data))).tokens
    return [(source.location(t.start).line, t.text) for t in tokens if t.text]
