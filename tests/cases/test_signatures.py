"""Functions of every kind of signature: they are given inputs, and a wrong version shows.

A file holds one function that is driven (``// function: NAME``, else ``kernel``). On a line with
``// wrong: TEXT`` a wrong version has TEXT instead; each such line makes a version of its own.
A file that starts with ``// refused: WORDS`` is one whose function is not driven, for that reason.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pcg_engine.action.survey import survey_function
from pcg_engine.adapters.clang_ast import ClangAstReader
from pcg_engine.domain.measurement import MachineModel
from pcg_engine.domain.source import SourceText
from pcg_engine.domain.toolchain import CompileCommand
from pcg_engine.ports import Cancellation, Limits
from pcg_engine.tools.comparison import Agreement, compare
from pcg_engine.tools.harness import timing, variants
from pcg_engine.tools.harness.build import Program, build
from pcg_engine.tools.harness.cases import CaseSpec, Style
from pcg_engine.tools.harness.observation import Observation
from pcg_engine.tools.harness.prepare import Harness, NoHarness, prepare
from pcg_engine.tools.harness.probing import validate
from pcg_engine.tools.harness.run import CallMode, run
from pcg_engine.tools.subject import Instruments, Original
from tests.integration.tools.instruments import make_instruments

FOLDER = Path(__file__).parent / "signatures"
CASES = sorted(p for p in FOLDER.iterdir() if p.suffix in (".c", ".cpp"))
_WRONG = re.compile(rb"^(?P<indent>[ \t]*).*// wrong: (?P<text>.*)$", re.MULTILINE)
_SPECS = [
    CaseSpec(size, style, seed)
    for seed, (size, style) in enumerate(
        (size, style)
        for size in (0, 1, 2, 5, 17, 40)
        for style in (Style.EXACT, Style.RANDOM, Style.TIES)
    )
]

pytestmark = pytest.mark.needs("gxx", "clang")


@pytest.fixture(scope="module")
def instruments(tmp_path_factory: pytest.TempPathFactory) -> Instruments:
    return make_instruments(tmp_path_factory.mktemp("instruments"))


def original_of(case: Path, folder: Path, instruments: Instruments) -> Original:
    data = case.read_bytes()
    named = re.search(rb"^// function: (.*)$", data, re.MULTILINE)
    clang = instruments.toolchain.clang
    assert clang is not None
    flags = ("-std=gnu17" if case.suffix == ".c" else "-std=c++20", "-O2")
    original = survey_function(
        SourceText(case.name, data),
        CompileCommand("g++", flags, str(folder)),
        named[1].decode() if named else "kernel",
        ClangAstReader(clang.path, clang.version, folder / "reader"),
        MachineModel(2, 1e-9, 1e10, 1e10, 1e-5, calibrated=False),
        Cancellation(),
    )
    assert isinstance(original, Original), original
    return original


def wrong_versions(text: bytes) -> list[bytes]:
    """The text with one marked line replaced, for each."""
    return [
        text[: m.start()] + m["indent"] + m["text"] + text[m.end() :] for m in _WRONG.finditer(text)
    ]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_signature(case: Path, tmp_path: Path, instruments: Instruments) -> None:
    text = case.read_bytes()
    original = original_of(case, tmp_path, instruments)
    harness = prepare(original)
    if text.startswith(b"// refused: "):
        assert isinstance(harness, NoHarness)
        assert text.splitlines()[0].removeprefix(b"// refused: ").decode() in harness.reason
        return
    assert isinstance(harness, Harness), harness

    def built(version: bytes, variant: variants.Variant) -> Program:
        program = build(harness, version, variant, instruments, Cancellation())
        assert isinstance(program, Program), program
        return program

    def observed(program: Program) -> list[Observation]:
        execution = run(program, cases, CallMode.ONCE, {}, Limits(), instruments, Cancellation())
        assert execution.finished, execution.outcome
        return [one for one in execution.observations if one is not None]

    sanitized = built(text, variants.address_sanitizer(original.command))
    validation = validate(sanitized, _SPECS, instruments, Cancellation())
    cases = validation.cases
    assert len(cases) >= 6, validation.discarded
    program = built(text, variants.user_strict(original.command, openmp=True))
    expected = observed(program)

    again = [compare(one, two) for one, two in zip(expected, observed(program), strict=True)]
    assert again == [Agreement(0.0)] * len(cases)
    for wrong in wrong_versions(text):
        found = observed(built(wrong, program.variant))
        different = [compare(one, two) for one, two in zip(expected, found, strict=True)]
        assert any(not isinstance(one, Agreement) for one in different), wrong.decode()
    last = max(i for i, one in enumerate(expected) if one.exception is None)
    timed = timing.time(program, cases[last], 3, {}, instruments, Cancellation())
    assert isinstance(timed, timing.Timing), timed
    assert compare(expected[last], timed.observation) == Agreement(0.0)
