"""Objects with pointers, and functions of C files: recorded as they are, and replayed."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import pytest

from pcg_engine.action.survey import survey_function
from pcg_engine.adapters.clang_ast import ClangAstReader
from pcg_engine.adapters.tree_copy import DiskTreeCopier
from pcg_engine.domain.capture import Capture
from pcg_engine.domain.measurement import MachineModel
from pcg_engine.domain.source import SourceText
from pcg_engine.domain.toolchain import CompileCommand
from pcg_engine.ports import Cancellation, Limits
from pcg_engine.tools.capture.instrument import Bounds, Entry, function_entry
from pcg_engine.tools.capture.program import (
    ProgramSource,
    Ran,
    RecordedRun,
    SingleFile,
    Tree,
    record,
)
from pcg_engine.tools.capture.replay import Replayed, replay
from pcg_engine.tools.capture.specs import captured_spec, layout_digest
from pcg_engine.tools.experiment import Experiment
from pcg_engine.tools.harness.graphs import GraphLayout, decode_graph, elements_of, places_of
from pcg_engine.tools.harness.observation import Observation
from pcg_engine.tools.harness.prepare import Harness, prepare
from pcg_engine.tools.harness.recorded import slots_of
from pcg_engine.tools.harness.run import CallMode, run
from pcg_engine.tools.obstacle import Obstacle
from pcg_engine.tools.subject import Instruments, Original
from tests.integration.tools.instruments import make_instruments

pytestmark = [
    pytest.mark.needs("gxx"),
    pytest.mark.needs("clang"),
    pytest.mark.needs("bubblewrap"),
]

_ENVIRONMENT: Mapping[str, str] = {"PATH": os.environ.get("PATH", "/usr/bin:/bin")}
_MACHINE = MachineModel(2, 1e-9, 1e10, 1.5e10, 5e-6, calibrated=False)
_TOKEN = Cancellation()


def _quiet(_text: str) -> None:
    """Shows nothing of the progress."""


@dataclass(frozen=True)
class Recorded:
    """A harness, and what was recorded for it."""

    harness: Harness
    instruments: Instruments
    ran: Ran

    @cached_property
    def experiment(self) -> Experiment:
        """Where it is replayed."""
        return Experiment(self.harness.original, self.instruments, self.harness)

    def nodes(self, name: str, position: int = 0) -> list[tuple[str, list[object]]]:
        """The type and the elements of each node that a parameter leads to first."""
        signature = self.harness.signature
        data = self.ran.recording.calls[position].data
        for slot, one in zip(signature.slots, slots_of(signature, data), strict=True):
            if slot.name == name:
                assert isinstance(slot.value, GraphLayout)
                layout = slot.value
                spelled = [*(one.spelling for one in layout.types), "landmark"]
                return [
                    (
                        spelled[node.type],
                        []
                        if node.type == len(layout.types)
                        else elements_of(layout, node, data).tolist(),
                    )
                    for node in decode_graph(layout, data, one.at).nodes
                ]
        raise AssertionError(name)

    def places(self, name: str) -> list[list[int]]:
        """Where all pointers of what a parameter leads to lead, in the first call."""
        signature = self.harness.signature
        data = self.ran.recording.calls[0].data
        for slot, one in zip(signature.slots, slots_of(signature, data), strict=True):
            if slot.name == name:
                assert isinstance(slot.value, GraphLayout)
                nodes = decode_graph(slot.value, data, one.at).nodes
                found = (places_of(slot.value, node, data) for node in nodes)
                return [place.tolist() for all_ in found for places in all_ for place in places]
        raise AssertionError(name)

    def kept(self) -> tuple[Replayed, ...]:
        """What became of each recorded call when it was replayed."""
        recording = self.ran.recording
        signature = self.harness.signature
        taken = Capture(
            "", "kernel", layout_digest(signature), (), recording.total_calls, 0.0, True,
            recording.calls,
        )  # fmt: skip
        specs = [captured_spec(taken, call, signature) for call in taken.calls]
        kept = replay(
            [s for s in specs if s is not None], self.experiment, self.instruments, _TOKEN
        )
        assert isinstance(kept, tuple)
        assert len(kept) == len(specs)
        return kept

    def replayed(self) -> list[Observation]:
        """What the function leaves on each recorded call, which must be valid and steady."""
        kept = self.kept()
        assert [one.reason for one in kept] == [""] * len(kept)
        experiment = self.experiment
        program = experiment.released(_TOKEN)
        assert not isinstance(program, Obstacle)
        cases = [one.case for one in kept if one.case is not None]
        done = run(program, cases, CallMode.ISOLATED, {}, Limits(), self.instruments, _TOKEN)
        return [one for one in done.observations if one is not None]


def _original(path: Path, instruments: Instruments, flags: tuple[str, ...]) -> Original:
    clang = instruments.toolchain.clang
    assert clang is not None
    compiler = "gcc" if path.suffix == ".c" else "g++"
    found = survey_function(
        SourceText(str(path), path.read_bytes()),
        CompileCommand(compiler, flags, str(path.parent)),
        "kernel",
        ClangAstReader(clang.path, clang.version, path.parent / "reader"),
        _MACHINE,
        _TOKEN,
    )
    assert isinstance(found, Original), found
    return found


def _recorded(
    text: str, folder: Path, *arguments: str, name: str = "program.c", build: str = ""
) -> Recorded:
    instruments = make_instruments(folder / "instruments")
    root = folder / "tree"
    root.mkdir()
    path = root / name
    path.write_text(text)
    flags = ("-std=gnu99", "-O1") if path.suffix == ".c" else ("-std=c++17", "-O1")
    original = _original(path, instruments, flags)
    harness = prepare(original)
    assert isinstance(harness, Harness), harness
    entry = function_entry(original)
    assert isinstance(entry, Entry)
    program: ProgramSource = SingleFile(arguments, root)
    if build:
        copier = DiskTreeCopier()

        def copy(target: Path) -> None:
            copier.copy(root, target, (), _TOKEN)

        program = Tree(root, root, build, ("./program", *arguments), copy)
    run_ = RecordedRun(harness, entry, program, Bounds(), 60.0, _ENVIRONMENT)
    ran = record(run_, instruments, _TOKEN, _quiet)
    return Recorded(harness, instruments, ran)


_PROGRAM = """\
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct Owner;
typedef struct NodeSt {
  double weight;
  struct NodeSt *next;
  const char *label;
  int first, count;
} Node;
struct Base { double cutoff; void (*print)(int); };
struct Derived { double cutoff; void (*print)(int); double sigma; };
typedef struct {
  int size;
  double *x, *y;
  double **rows;
  struct Owner *owner;
  FILE *log;
  Node *nodes, *last;
  struct Base *base;
  char *name;
} Mesh;

static double scale = 2.0;
static int calls;

double kernel(Mesh m, const Mesh *same, Node *first) {
  const struct Derived *derived = (const struct Derived *)m.base;
  double sum = derived->sigma + strlen(m.name) + same->size;
  calls += 1;
  for (int i = 0; i < m.size; ++i) {
    const Node *one = &m.nodes[i];
    double v = scale * m.x[i] + m.rows[i][1] * one->weight;
    for (int k = 0; k < one->count; ++k) v += m.y[one->first + k] * one->next->weight;
    sum += v;
  }
  m.last->weight = sum;
  if (first == m.nodes) first->next->count = 1;
  return sum;
}

int main(int argc, char **argv) {
  const int n = atoi(argv[1]);
  Mesh m;
  memset(&m, 0x77, sizeof m);
  m.size = n;
  m.owner = (struct Owner *)&m;
  m.log = stdout;
  m.name = "literal";
  struct Derived derived = {1.5, 0, 0.25};
  struct Derived *held = malloc(sizeof *held);
  *held = derived;
  m.base = (struct Base *)held;
  m.x = malloc(n * sizeof *m.x);
  m.y = m.x + 1;
  m.rows = malloc(n * sizeof *m.rows);
  m.nodes = calloc(n, sizeof *m.nodes);
  m.last = &m.nodes[n - 1];
  for (int i = 0; i < n; ++i) {
    m.x[i] = 0.1 * i;
    m.rows[i] = i % 2 ? m.rows[0] : calloc(2, sizeof(double));
    m.rows[i][1] = i;
    m.nodes[i].weight = 1.0 / (1 + i);
    m.nodes[i].next = &m.nodes[(i + 1) % n];
    m.nodes[i].label = "label";
    m.nodes[i].first = i / 2;
    m.nodes[i].count = i % 2;
  }
  double result = 0;
  for (int i = 0; i < 2; ++i) result = kernel(m, &m, m.nodes);
  printf("%a\\n", result);
  return 0;
}
"""


def _told(text: str, folder: Path, *arguments: str) -> float:
    """What the program itself prints."""
    source = folder / "plain.c"
    source.write_text(text)
    program = folder / "plain"
    flags = ("-std=gnu99", "-O1", "-ffp-contract=off")
    compiler = shutil.which("gcc") or "gcc"
    subprocess.run([compiler, *flags, "-o", program, source], check=True, timeout=60)
    done = subprocess.run(
        [program, *arguments], check=True, capture_output=True, text=True, timeout=60
    )
    return float.fromhex(done.stdout.strip())


def test_a_graph_of_a_c_program_is_recorded_and_replayed(tmp_path: Path) -> None:
    found = _recorded(_PROGRAM, tmp_path, "9")

    recording = found.ran.recording
    assert (found.ran.note, recording.refusal, recording.total_calls) == ("", "", 2)
    last = [call.number for call in recording.calls].index(2)
    nodes = found.nodes("m", last)
    # The mesh, its block of doubles (once), nine pointers, five rows, the nodes, the derived
    # object, the name; and one for all that is not looked at.
    assert sorted(kind for kind, _ in nodes) == sorted(
        [
            "::Mesh", "double", "pcg_driver::same< double >*", *["double"] * 5, "::NodeSt",
            "::Derived", "char", "landmark",
        ]
    )  # fmt: skip
    assert ("double", [0.1 * i for i in range(9)]) in nodes
    assert ("char", list(b"literal\0")) in nodes
    # What the others lead to is there already, but for an object on the stack.
    assert [kind for kind, _ in found.nodes("same", last)] == ["::Mesh", "landmark"]
    assert found.nodes("first", last) == []
    results = {value.name: value for value in found.replayed()[last].values}
    assert np.frombuffer(results["return value"].data)[0] == _told(_PROGRAM, tmp_path, "9")


def test_a_c_file_in_a_tree_is_built_by_the_users_command(tmp_path: Path) -> None:
    compiler = shutil.which("gcc") or "gcc"
    compiled = f"{compiler} -std=gnu99 -Wall -Werror -O2 -c program.c"
    build = f"{compiled} && {compiler} -o program program.o"

    found = _recorded(_PROGRAM, tmp_path, "5", build=build)

    assert (found.ran.note, found.ran.recording.refusal) == ("", "")
    assert found.ran.recording.total_calls == 2
    assert len(found.replayed()) == len(found.ran.recording.calls)


_ARRAYS = """\
#include <stdlib.h>
typedef struct {{ int n; double *x; }} Box;
static double table[9];
double kernel(Box *b) {{
  double sum = 0;
  for (int i = 0; i < b->n; ++i) sum += b->x[i];
  return sum;
}}
int main(void) {{
  double local[9] = {{0}};
  Box *b = calloc(1, sizeof *b);
  {call};
  return local[0] > 1;
}}
"""


@pytest.mark.parametrize(
    ("call", "told"),
    [
        ("b->n = 9; b->x = local; kernel(b)", "an array whose length cannot be told"),
        ("b->n = 9; b->x = table; kernel(b)", "an array whose length cannot be told"),
        (
            "b->n = 1; b->x = (double *)b; kernel(b)",
            "memory that is taken for two different types",
        ),
        ("b->x = 0; kernel(b)", ""),
        ("b->x = (double *)8; kernel(b)", ""),
    ],
)
def test_what_cannot_be_recorded(call: str, told: str, tmp_path: Path) -> None:
    found = _recorded(_ARRAYS.format(call=call), tmp_path)

    assert told in found.ran.recording.refusal
    assert bool(found.ran.recording.calls) is (told == "")
    if not told:
        assert len(found.replayed()) == 1


_AROUND = """\
typedef struct {{ double x; }} Inner;
typedef struct Outer {{ Inner *own; struct Outer *next; Inner in; }} Outer;
double kernel(Outer *o) {{
  double sum = 0;
  for (int i = 0; i < 3; ++i) sum += (o->own->x += 1) + o->next->in.x;
  return sum;
}}
int main(void) {{
  Outer a = {{0, 0, {{0}}}}, b = {{0, 0, {{0}}}};
  a.next = &b;
  a.own = {own};
  return kernel(&a) > 2;
}}
"""


@pytest.mark.parametrize(("own", "is_recorded"), [("&b.in", False), ("&(Inner){7}", True)])
def test_objects_on_the_stack_that_lie_in_each_other(
    own: str, is_recorded: bool, tmp_path: Path
) -> None:
    found = _recorded(_AROUND.format(own=own), tmp_path)

    assert bool(found.ran.recording.calls) is is_recorded
    told = "memory that is taken for two different types"
    assert is_recorded or told in found.ran.recording.refusal


_LEFT = """\
#include <stdlib.h>
typedef struct {{ int n; double *x; }} Box;
static double other[4];
double kernel(Box *b, int n) {{
  double sum = 0;
  for (int i = 0; i < n; ++i) sum += b->x[i];
  {left};
  return sum;
}}
int main(void) {{
  Box *b = calloc(1, sizeof *b);
  b->x = calloc(3, sizeof(double));
  return kernel(b, 3) > 1;
}}
"""


@pytest.mark.parametrize(
    ("left", "is_told"),
    [("b->x = b->x + n", False), ("b->x = malloc(8)", True), ("b->x = 0", False)],
)
def test_a_pointer_that_is_left_elsewhere_is_told(left: str, is_told: bool, tmp_path: Path) -> None:
    found = _recorded(_LEFT.format(left=left), tmp_path)

    (reason,) = (one.reason for one in found.kept())
    told = "after the call `b` leads to memory that is none of the arguments', "
    assert reason.startswith(told) if is_told else not reason


_GLOBALS = """\
#include <stdio.h>
#include <stdlib.h>
typedef struct { int n; double *x; } Box;
struct Pair { Box *box; double *own; };
static Box box;
Box *current;
static struct Pair table[3];
double kernel(Box *given, int n) {
  double sum = current->n;
  for (int i = 0; i < n; ++i) {
    sum += box.x[i] + table[i % 3].box->x[0];
    table[2].own[0] = sum;
  }
  current = given;
  return sum;
}
int main(void) {
  box.n = 5;
  box.x = calloc(5, sizeof(double));
  for (int i = 0; i < 5; ++i) box.x[i] = i + 1;
  current = &box;
  for (int i = 0; i < 3; ++i) table[i].box = &box;
  table[2].own = box.x + 4;
  printf("%a\\n", kernel(&box, 4));
  return 0;
}
"""


def test_variables_with_static_storage_lead_to_objects_too(tmp_path: Path) -> None:
    found = _recorded(_GLOBALS, tmp_path)

    assert (found.ran.note, found.ran.recording.refusal) == ("", "")
    assert found.nodes("given") == []
    assert [kind for kind, _ in found.nodes("box")] == ["::Box", "double"]
    assert found.nodes("current") == []
    assert [kind for kind, _ in found.nodes("table")] == ["::Pair"]
    (observed,) = found.replayed()
    result = {value.name: value for value in observed.values}["return value"]
    assert np.frombuffer(result.data)[0] == _told(_GLOBALS, tmp_path)


_IN_COMMON = """\
#include <stdio.h>
#include <stdlib.h>
typedef struct { int n; double *x, *y; } Field;
double kernel(double *work, Field *f, const double *whole, int n) {
  double sum = whole[0];
  for (int i = 0; i < n; ++i) {
    work[i] = f->x[i] * 2 + f->y[i];
    sum += f->x[i] * whole[n + i];
  }
  f->y = work;
  return sum;
}
int main(void) {
  Field f = {4, 0, 0};
  double *block = calloc(12, sizeof *block);
  for (int i = 0; i < 12; ++i) block[i] = 0.5 * i;
  f.x = block + 3;
  f.y = calloc(4, sizeof(double));
  printf("%a\\n", kernel(f.y, &f, block, 4));
  return 0;
}
"""


def test_arrays_that_are_parameters_as_well_stay_in_common(tmp_path: Path) -> None:
    found = _recorded(_IN_COMMON, tmp_path)

    assert (found.ran.note, found.ran.recording.refusal) == ("", "")
    assert [kind for kind, _ in found.nodes("f")] == ["::Field"]
    places = found.places("f")
    # One graph, then `work` and `whole`.
    assert places == [[1 + (2 << 40), 24], [1 + (1 << 40), 0]]
    (observed,) = found.replayed()
    values = {value.name: value for value in observed.values}
    assert np.frombuffer(values["return value"].data)[0] == _told(_IN_COMMON, tmp_path)
    assert np.frombuffer(values["work"].data).tolist() == [3.0, 4.0, 5.0, 6.0]


_IN_CXX = """\
#include <cstdlib>
#include <cstring>
struct Row { int length; double* values; };
struct Matrix { Row* rows; int size; void* unused; };
double kernel(Matrix& m, const Row* one, double*** cube) {
  double sum = 0;
  for (int i = 0; i < m.size; ++i) {
    for (int k = 0; k < m.rows[i].length; ++k) sum += m.rows[i].values[k];
  }
  one->values[0] = sum;
  return sum + cube[1][0][1];
}
int main() {
  Matrix m{new Row[3], 3, &m};
  for (int i = 0; i < 3; ++i) m.rows[i] = Row{i + 1, new double[i + 1]()};
  double** rows[2] = {nullptr, nullptr};
  double*** cube = new double**[2];
  std::memcpy(cube, rows, sizeof rows);
  cube[1] = new double*[1]{new double[2]{1, 2}};
  return kernel(m, &m.rows[1], cube) > 100;
}
"""


def test_objects_with_pointers_in_cxx(tmp_path: Path) -> None:
    found = _recorded(_IN_CXX, tmp_path, name="program.cpp")

    assert (found.ran.note, found.ran.recording.refusal) == ("", "")
    assert [kind for kind, _ in found.nodes("m")].count("double") == 3
    assert found.nodes("one") == []
    assert [kind for kind, _ in found.nodes("cube")].count("double") == 1
    (observed,) = found.replayed()
    result = {value.name: value for value in observed.values}["return value"]
    assert np.frombuffer(result.data)[0] == 2.0
