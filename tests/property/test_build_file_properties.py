"""Build files may hold anything: a proposal never raises, and its edits fit the text."""

from __future__ import annotations

import json
import posixpath
from collections import defaultdict
from pathlib import Path

from hypothesis import given, strategies as st

from pcg_engine.domain.source import Edit, SourceText
from pcg_engine.planning.openmp_build.proposal import BuildEdit
from pcg_engine.planning.openmp_build.propose import BuildQuestion, propose_openmp
from pcg_engine.syntax.splice import apply_edits
from tests.fakes.project_files import TextFiles

FOLDER = Path(__file__).parents[1] / "cases" / "build_files"
PIECES = [
    *(b"(", b")", b"[", b"]", b'"', b"'", b"\\", b"\\\n", b"\n", b"#", b"\t", b"$(", b"${", b"}"),
    *(b"if(A)\n", b"endif()\n", b"endif\n", b"ifdef A\n", b"set(A ${A};${A})\n", b"include a.mk\n"),
    *(b"#[==[", b"[==[", b"'''", b"\xff", b"foreach(x y)\n", b"subdir('src')\n", b"+= "),
]


def load(case: Path) -> tuple[str, dict[str, bytes]]:
    before = case / "before"
    source: str = json.loads((case / "question.json").read_text())["source"]
    texts = {
        posixpath.join("/p", path.relative_to(before).as_posix()): path.read_bytes()
        for path in sorted(before.rglob("*"))
        if path.is_file()
    }
    return posixpath.join("/p", source), texts


CASES = [load(path) for path in sorted(FOLDER.iterdir())]


@given(
    case=st.sampled_from(CASES),
    which=st.integers(0, 9),
    at=st.floats(0, 1),
    length=st.integers(0, 20),
    inserted=st.lists(st.sampled_from(PIECES), max_size=4),
)
def test_a_proposal_never_raises_and_only_adds(
    case: tuple[str, dict[str, bytes]], which: int, at: float, length: int, inserted: list[bytes]
) -> None:
    source, texts = case
    name = sorted(texts)[which % len(texts)]
    old = texts[name]
    place = int(at * len(old))
    changed = old[:place] + b"".join(inserted) + old[place + length :]
    files = TextFiles({**texts, name: changed})
    flags = "/p/compile_flags.txt"
    question = BuildQuestion(source, database=flags if flags in texts else "")
    proposal = propose_openmp(question, files)
    if isinstance(proposal, BuildEdit):
        assert proposal.edits
        edits: defaultdict[str, list[Edit]] = defaultdict(list)
        for one in proposal.edits:
            edits[one.path].append(one.edit)
        for path, some in edits.items():
            assert all(not len(edit.span) for edit in some)
            before = SourceText(path, files.texts[path])
            assert len(apply_edits(before, some).data) > len(before.data)


def test_values_that_grow_without_end_are_cut_off() -> None:
    lines = b"set(A ab)\n" + b'set(A "${A}${A}")\n' * 60
    text = b"project(x CXX)\n" + lines + b"add_executable(${A} a.cpp)\n"
    files = TextFiles({"/p/CMakeLists.txt": text, "/p/a.cpp": b""})
    assert isinstance(propose_openmp(BuildQuestion("/p/a.cpp"), files), BuildEdit)


def test_a_makefile_that_ends_in_a_continuation() -> None:
    text = b"CXXFLAGS = -O2\n" + b"A = \\\n" * 60 + b"\\"
    files = TextFiles({"/p/Makefile": text, "/p/a.cpp": b""})
    assert isinstance(propose_openmp(BuildQuestion("/p/a.cpp"), files), BuildEdit)
