"""A function to be captured, built by hand: no compiler needed."""

from __future__ import annotations

from dataclasses import replace

from pcg_engine.domain.facts import InputFacts
from pcg_engine.domain.source import SourceText, Span
from pcg_engine.tools.harness.prepare import Harness, prepare
from tests.unit.tools.harness.kernels import CONST_DOUBLE, DOUBLE, INT, original, pointer

TEXT = b"double kernel(const double* a, int n) {\n  return a[n];\n}\n"


def harness(comment: bytes = b"", inputs: InputFacts | None = None) -> Harness:
    """How the function of ``TEXT`` is driven, with a ``comment`` before it."""
    data = comment + TEXT
    parameters = {"a": pointer(CONST_DOUBLE), "n": INT}
    made = original(parameters, result=DOUBLE, inputs=inputs)
    assert made.function.body is not None
    body = replace(made.function.body, span=Span(data.index(b"{"), data.index(b"}") + 1))
    function = replace(made.function, body=body, span=Span(len(comment), len(data) - 1))
    source = SourceText("/project/kernel.cpp", data)
    found = prepare(replace(made, source=source, function=function))
    assert isinstance(found, Harness), found
    return found
