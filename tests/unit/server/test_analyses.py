"""What analysis says of an open file is kept, unless PCG itself failed on a part of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import cast

import pytest
from pcg_server.analyses import Analyses, Progress
from pcg_server.convert import Encoding, Lines
from pcg_server.documents import Document
from pcg_server.worker_client import WorkerClient

from pcg_engine.domain.source import SourceText
from pcg_engine.domain.toolchain import CompileCommand
from pcg_engine.protocol.messages import Analysed, Analyze, Event, LoopAnalysis
from pcg_engine.protocol.reports import LoopReport, ReasonReport
from pcg_engine.syntax.index import LoopIndex

_TEXT = b"void f(double* a, int n) {\n    for (int i = 0; i < n; ++i) a[i] = 0;\n}\n"
_REPORT = LoopReport("f", 2, 2, "f", "for", "unknown", (), (), (), 0.0, None)


class _Worker:
    """Answers every request with one loop, of which nothing but ``code`` is said."""

    def __init__(self, code: str) -> None:
        self.asked = 0
        self._reason = ReasonReport(code, "message", (), None)

    async def request(self, _request: Analyze, _note: Callable[[Event], None]) -> Analysed:
        self.asked += 1
        report = replace(_REPORT, reasons=(self._reason,))
        loop = LoopAnalysis(report, "unknown", 1, None, is_openmp=False, proved=False)
        return Analysed(0, (loop,), (), ())


@pytest.mark.parametrize(("code", "times"), [("possible-dependence", 1), ("internal-error", 2)])
def test_a_fault_of_pcg_is_no_answer_to_keep(code: str, times: int) -> None:
    source = SourceText("/f.cpp", _TEXT)
    document = Document(
        "file:///f.cpp",
        1,
        LoopIndex.build(source),
        Lines(source.data, Encoding.UTF16),
    )
    worker = _Worker(code)

    async def asked_twice() -> None:
        analyses = Analyses(cast("WorkerClient", worker), lambda _: None)
        for _ in range(2):
            analyses.request(document, lambda: CompileCommand("c++", (), "/"))
            await analyses.wait(document.uri, 60)
            assert analyses.of(document.uri).progress is Progress.DONE
            assert set(analyses.of(document.uri).loops) == {"f"}
        await analyses.close()

    asyncio.run(asked_twice())

    assert worker.asked == times
