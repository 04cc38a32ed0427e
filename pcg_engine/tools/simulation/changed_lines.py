"""Which lines of a candidate's text it is answerable for."""

from __future__ import annotations

from pcg_engine.domain.source import Span
from pcg_engine.tools.subject import Subject


def changed_lines(subject: Subject) -> frozenset[int]:
    """The lines of the function under test and of every edit, counted from 1."""
    text = subject.source.data
    grown = 0
    spans = [subject.function_span]
    for edit in sorted(subject.candidate.edits, key=lambda e: e.span.start):
        start = edit.span.start + grown
        spans.append(Span(start, start + len(edit.data)))
        grown += len(edit.data) - len(edit.span)
    return frozenset(
        line
        for span in spans
        for line in range(text.count(b"\n", 0, span.start) + 1, text.count(b"\n", 0, span.end) + 2)
    )
