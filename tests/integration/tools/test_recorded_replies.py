"""The candidates of the recorded replies compile, but for those that shall not."""

from __future__ import annotations

import subprocess

import pytest

from pcg_engine.tools.reply.candidate import candidate_text
from pcg_engine.tools.reply.outcome import Extracted
from tests.recorded_replies import (
    FUNCTIONS,
    function_of,
    outcomes,
    recorded_replies,
    source_of,
)

_FLAGS = ("-std=c++20", "-fopenmp", "-Wall", "-Wno-unused-function", "-Werror", "-fsyntax-only")


def _compiles(text: bytes) -> bool:
    command = ["g++", *_FLAGS, "-x", "c++", "-"]
    done = subprocess.run(command, input=text, capture_output=True, check=False, timeout=120)
    return done.returncode == 0


@pytest.mark.needs("gxx")
@pytest.mark.parametrize("subject", FUNCTIONS)
def test_candidates_compile(subject: str) -> None:
    source, function = source_of(subject), function_of(subject)
    known = outcomes()
    assert _compiles(source.data)
    for recorded in recorded_replies():
        if recorded.subject != subject:
            continue
        found = candidate_text(recorded.reply, source, function.span)
        if isinstance(found, Extracted):
            assert _compiles(found.data) == (known[str(recorded)] != "broken"), str(recorded)
