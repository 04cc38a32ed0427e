"""Programs with a recorder in them: what they record is what the function was given."""

from __future__ import annotations

import json
import os
import shutil
import struct
import subprocess
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import cast

import pytest

from pcg_engine.adapters.tree_copy import DiskTreeCopier
from pcg_engine.cli import main
from pcg_engine.domain.errors import UsageError
from pcg_engine.domain.facts import ExtentFact, InputFacts
from pcg_engine.domain.polynomial import Polynomial
from pcg_engine.ports import Cancellation, Guarantee, RunOutcome, RunRequest, Sandbox
from pcg_engine.tools.capture.instrument import Bounds, Entry, function_entry
from pcg_engine.tools.capture.program import Ran, RecordedRun, Tree, record
from pcg_engine.tools.experiment import Experiment, Reference
from pcg_engine.tools.harness.prepare import Harness, prepare
from pcg_engine.tools.harness.run import CallMode
from tests.integration.tools.instruments import make_instruments
from tests.integration.tools.originals import read_original
from tests.integration.tools.recorded_runs import recorded

pytestmark = [
    pytest.mark.needs("gxx"),
    pytest.mark.needs("clang"),
    pytest.mark.needs("bubblewrap"),
]

_ENVIRONMENT: Mapping[str, str] = {"PATH": os.environ.get("PATH", "/usr/bin:/bin")}
_BOUNDS = Bounds()
_MAKE = shutil.which("make") or "make"


_TOKEN = Cancellation()


_KINDS = """\
#include <array>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <span>
#include <string>
#include <vector>

struct Padded { char tag; double value; short end; };
struct Box { std::vector<std::vector<int>> rows; std::string name; };
double table[4] = {1, 2, 3, 4};
static float* weights = nullptr;
namespace { long calls = 0; }

double kernel(const double* a, int n, std::span<const int> s, std::vector<double>& v,
              const Padded* p, const Box& box, std::map<std::string, double>& m, double& r,
              std::vector<bool> bits, std::array<int, 3> three, std::string_view view) {
  double sum = r + box.name.size() + view.size() + three[1] + bits[2];
  for (int i = 0; i < n; ++i) {
    sum += a[i] * table[i % 4] + weights[i];
    v[i] += p[i].value + p[i].tag;
  }
  for (int i : s) sum += i;
  for (auto& row : box.rows) for (int i : row) sum += i;
  for (auto& one : m) sum += one.second *= 2;
  r = sum;
  calls += 1;
  return sum + calls;
}

int main(int argc, char** argv) {
  const int n = std::atoi(argv[1]);
  double* a = new double[n];
  weights = static_cast<float*>(std::malloc(n * sizeof(float)));
  Padded* p = new Padded[n];
  std::memset(static_cast<void*>(p), 0x5a, n * sizeof(Padded));
  std::vector<double> v(n, 0.25);
  for (int i = 0; i < n; ++i) {
    a[i] = 0.1 * i;
    weights[i] = 0.3f * i;
    p[i].tag = 'a' + i % 5;
    p[i].value = 1.0 / (i + 1);
    p[i].end = i;
  }
  Box box{{{1, 2, 3}, {}, {4}}, "box"};
  std::map<std::string, double> m{{"one", 1.1}, {"two", 2.2}};
  std::vector<int> s{7, 8, 9};
  double r = 0.125, result = 0;
  for (int i = 0; i < 3; ++i)
    result = kernel(a, n, s, v, p, box, m, r, {true, false, true}, {5, 6, 7}, "view");
  std::printf("%a\\n", result);
  std::free(weights);
  return 0;
}
"""


def test_values_of_all_kinds_are_replayed_bit_for_bit(tmp_path: Path) -> None:
    program = tmp_path / "program"
    (tmp_path / "kinds.cpp").write_text(_KINDS)
    build = ["g++", "-std=c++20", "-O1", "-ffp-contract=off", "-o", program, tmp_path / "kinds.cpp"]
    subprocess.run(build, check=True, timeout=60)
    told = subprocess.run([program, "9"], check=True, capture_output=True, text=True, timeout=60)

    found = recorded(_KINDS, tmp_path, "9")

    recording = found.ran.recording
    assert (found.ran.note, recording.refusal) == ("", "")
    assert (recording.total_calls, recording.is_whole) == (3, True)
    assert sorted(call.number for call in recording.calls) == [1, 2, 3]
    last = [call.number for call in recording.calls].index(3)
    assert found.doubles("a", last) == [0.1 * i for i in range(9)]
    slots = found.slots(last)
    assert (slots["p"].count, slots["weights"].count, slots["s"].count) == (9, 9, 3)
    results = {value.name: value for value in found.replayed()[last].values}
    assert results["return value"].data == struct.pack("<d", float.fromhex(told.stdout.strip()))


_SHARED = """\
#include <vector>
double kernel(double* a, const double* b, double& c, std::vector<double>& v,
              const std::vector<double>& w, double* d, int n) {
  double sum = c;
  for (int i = 0; i < n; ++i) { a[i] += b[i] + v[i]; sum += a[i] + w[i] + d[i]; }
  return sum;
}
int main() {
  double* block = new double[20];
  std::vector<double> v(9, 2.0);
  for (int i = 0; i < 20; ++i) block[i] = i;
  double result = kernel(block + 3, block + 1, v[4], v, v, v.data() + 2, 7);
  delete[] block;
  return result > 1e9;
}
"""


def test_storage_in_common_stays_so(tmp_path: Path) -> None:
    found = recorded(_SHARED, tmp_path)

    assert found.ran.recording.refusal == ""
    slots = found.slots()
    owners = {name: slot.owner for name, slot in slots.items()}
    assert owners == {"a": "b", "b": "b", "c": "v", "v": "v", "w": "v", "d": "v", "n": "n"}
    assert found.doubles("b") == [float(i) for i in range(1, 20)]
    data = found.ran.recording.calls[0].data
    assert data[:21] == struct.pack("<BIQQ", 1, 1, 2, 17)
    assert len(found.replayed()) == 1


_EXTENTS = """\
#include <cstdlib>
#include <sys/mman.h>
static double table[8] = {1, 2, 3, 4, 5, 6, 7, 8};
%s
double kernel(const double* a, int n) {
  double sum = 0;
  for (int i = 0; i < n; ++i) sum += a[i];
  return sum;
}
int main() {
  double local[5] = {1, 1, 1, 1, 1};
  double* heap = new double[100];
  for (int i = 0; i < 100; ++i) heap[i] = i;
  double sum = %s;
  delete[] heap;
  return sum > 1e9;
}
"""
_AFFINE = InputFacts((ExtentFact("a", (Polynomial.name("n"),), complete=True),))
_UNKNOWN = InputFacts((ExtentFact("a", (Polynomial.name("n"),), complete=False),))


@pytest.mark.parametrize(
    ("call", "inputs", "comment", "count"),
    [
        ("kernel(heap + 10, 6)", _AFFINE, "", 6),
        ("kernel(heap + 10, 6)", _UNKNOWN, "", 90),
        ("kernel(local, 5)", _AFFINE, "", 5),
        ("kernel(table + 2, 3)", _AFFINE, "", 3),
        ("kernel(table + 2, 3)", _UNKNOWN, "// pcg: a.size() == n + 1", 4),
        ("kernel(local, 0)", _AFFINE, "", 0),
        ("kernel(local, 5)", _UNKNOWN, "", 5),
        ("kernel(local + 2, 1)", _UNKNOWN, "", 3),
        ("kernel(table + 2, 3)", _UNKNOWN, "", 6),
        ("[&] { double last = heap[2]; return kernel(&last, 1); }()", _UNKNOWN, "", 1),
        ("kernel(static_cast<double*>(std::aligned_alloc(64, 128)), 3)", _UNKNOWN, "", 16),
        ("kernel(static_cast<double*>(std::calloc(7, 8)), 3)", _UNKNOWN, "", 7),
        ("kernel(new double[9]{}, 3)", _UNKNOWN, "", 9),
    ],
)
def test_extents(call: str, inputs: InputFacts, comment: str, count: int, tmp_path: Path) -> None:
    found = recorded(_EXTENTS % (comment, call), tmp_path, inputs=inputs)

    assert found.ran.recording.refusal == ""
    assert found.slots()["a"].count == count


@pytest.mark.parametrize(
    ("call", "inputs", "told"),
    [
        (
            "kernel(static_cast<double*>(mmap(nullptr, 4096, 3, 34, -1, 0)), 5)",
            _UNKNOWN,
            "`// pcg: a.size() == n`",
        ),
        ("kernel(nullptr, 0)", _AFFINE, "null pointer"),
        ("kernel(local, 0) + (argv ? 0 : kernel(local, 1 << 28))", _AFFINE, ""),
    ],
)
def test_what_cannot_be_recorded(call: str, inputs: InputFacts, told: str, tmp_path: Path) -> None:
    text = (_EXTENTS % ("", call)).replace("int main()", "int main(int, char** argv)")

    recording = recorded(text, tmp_path, inputs=inputs).ran.recording

    assert told in recording.refusal
    assert bool(recording.calls) is (told == "")


_INSIDE = """\
#include <vector>
struct Box { std::vector<double> x; int tag; };
double kernel(Box& box, double* a, int n) {
  double sum = 0;
  for (int i = 0; i < n; ++i) { box.x[i] = 2 * i; sum += a[i]; }
  return sum;
}
int main() {
  Box box{std::vector<double>(9, 1.0), 3};
  return kernel(box, box.x.data() + 2, 7) > 1e9;
}
"""


def test_a_pointer_into_an_object_is_refused(tmp_path: Path) -> None:
    recording = recorded(_INSIDE, tmp_path).ran.recording

    assert recording.calls == ()
    assert "shares memory with another parameter" in recording.refusal


_MANY = """\
#include <vector>
double kernel(const std::vector<double>& x) {
  double sum = 0;
  for (int turn = 0; turn < 20; ++turn) for (double one : x) sum += one;
  return sum;
}
int main() {
  double all = 0;
  for (int i = 1; i <= 5000; ++i) all += kernel(std::vector<double>(i > 4000 ? 2000 : i % 7, i));
  return all < 0;
}
"""


def test_of_many_calls_the_longest_and_a_sample(tmp_path: Path) -> None:
    recording = recorded(_MANY, tmp_path, bounds=Bounds(calls=6)).ran.recording

    assert recording.total_calls == 5000
    # The sample may hold one of the longest, or two that are alike.
    assert 4 <= len(recording.calls) <= 6
    numbers = [call.number for call in recording.calls]
    assert sum(number > 4000 for number in numbers) >= 3
    seconds = [call.seconds for call in recording.calls]
    assert seconds == sorted(seconds, reverse=True)
    assert len(set(numbers)) == len(numbers)


def test_calls_that_are_too_large_are_left_out(tmp_path: Path) -> None:
    bounds = Bounds(calls=4, call_bytes=1000)

    recording = recorded(_MANY, tmp_path, bounds=bounds).ran.recording

    assert recording.refused > 0
    assert all(len(call.data) <= 1000 for call in recording.calls)
    assert "--max-megabytes" in recording.refusal


_BODY = "{ double s = 0; for (int i = 0; i < n; ++i) s += %s; return s; }"
_REFUSED: Mapping[str, tuple[str, str]] = {
    "no main": ("double kernel(int n) " + _BODY % "i", "no-program"),
    "other files": (
        "int other(); double kernel(int n) "
        + _BODY % "i"
        + " int main() { return other() + kernel(3) > 9; }",
        "not-built",
    ),
    "an engine": (
        "#include <random>\ndouble kernel(std::mt19937& e, int n) "
        + _BODY % "e()"
        + " int main() {}",
        "not-capturable",
    ),
    "a function": (
        "double kernel(double (*f)(double), int n) " + _BODY % "f(i)" + " int main() {}",
        "not-capturable",
    ),
}


@pytest.mark.parametrize("name", _REFUSED)
def test_what_cannot_be_captured_says_why(name: str, tmp_path: Path) -> None:
    text, code = _REFUSED[name]

    with pytest.raises(UsageError) as found:
        recorded(text, tmp_path)

    assert found.value.code == code
    assert found.value.hint


_MESH = """\
#include <cstdio>
#include <vector>

struct Mesh { std::vector<int> first, next, target; };

void kernel(const Mesh& mesh, const std::vector<double>& in, std::vector<double>& out) {
  const int vertices = static_cast<int>(mesh.first.size());
  for (int vertex = 0; vertex < vertices; ++vertex) {
    double sum = 0.0;
    int count = 0;
    int edge = mesh.first[vertex];
    do {
      sum += in[mesh.target[edge]];
      ++count;
      edge = mesh.next[edge];
    } while (edge != mesh.first[vertex]);
    out[vertex] = sum / count;
  }
}
"""
_MESH_MAIN = """\
int main() {
  for (int size : {40, 55, 70, 90}) {
    Mesh mesh;
    for (int vertex = 0; vertex < size; ++vertex) {
      const int begin = static_cast<int>(mesh.next.size()), edges = 2 + vertex % 5;
      mesh.first.push_back(begin);
      for (int edge = 0; edge < edges; ++edge) {
        mesh.target.push_back((vertex + edge + 1) % size);
        mesh.next.push_back(begin + (edge + 1) % edges);
      }
    }
    std::vector<double> field(size, 1.5), other(size);
    for (int step = 0; step < 3; ++step) {
      kernel(mesh, field, other);
      field.swap(other);
    }
    std::printf("%g\\n", field[0]);
  }
}
"""


def _tree(root: Path) -> Path:
    (root / "src").mkdir(parents=True)
    (root / "src" / "mesh.cpp").write_text(_MESH)
    header = _MESH.partition("void kernel")[0] + (
        "void kernel(const Mesh&, const std::vector<double>&, std::vector<double>&);\n"
    )
    (root / "src" / "main.cpp").write_text(header + _MESH_MAIN)
    (root / "Makefile").write_text(
        f"app: {root}/src/main.o {root}/src/mesh.o\n\t$(CXX) -o $@ $^\n"
        "%.o: %.cpp\n\t$(CXX) -std=c++20 -O2 -Wall -Wextra -Werror -pedantic -Wshadow -c -o $@ $<\n"
    )
    return root


def _listing(root: Path) -> dict[str, tuple[int, bytes]]:
    return {
        str(path): (path.stat().st_mtime_ns, path.read_bytes())
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


def test_a_program_with_a_build_of_its_own(tmp_path: Path) -> None:
    root = _tree(tmp_path / "tree")
    subprocess.run([_MAKE], cwd=root, check=True, timeout=120, capture_output=True)
    before = _listing(root)
    instruments = make_instruments(tmp_path)
    (tmp_path / "original").mkdir()
    original = read_original(_MESH.encode(), tmp_path / "original", instruments)
    harness = prepare(original)
    assert isinstance(harness, Harness)
    moved = replace(original, source=replace(original.source, path=str(root / "src/mesh.cpp")))
    harness = replace(harness, original=moved)
    entry = function_entry(moved)
    assert isinstance(entry, Entry)

    def made(program: Tree) -> Ran:
        run_ = RecordedRun(harness, entry, program, _BOUNDS, 60.0, _ENVIRONMENT)
        return record(run_, instruments, _TOKEN, told.append)

    copy = partial(DiskTreeCopier().copy, root, left_out=(), cancellation=_TOKEN)
    program = Tree(root, root / "src", "make -C ..", ("../app",), copy)
    told: list[str] = []

    ran = made(program)

    assert ran.note == ""
    assert ran.recording.total_calls == 12
    assert len(ran.recording.calls) >= 4
    assert _listing(root) == before
    assert told == [
        "copying the tree …",
        "building the program in a copy of the tree …",
        "running it …",
    ]
    broken = Tree(root, root, "make nothing", ("./app",), copy)
    with pytest.raises(UsageError) as found:
        made(broken)
    assert found.value.code == "not-built"
    assert _listing(root) == before


@pytest.mark.needs("llvm-tools", "archer")
def test_what_was_captured_makes_a_verdict_possible(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    Path("mesh.cpp").write_text(_MESH + _MESH_MAIN)
    right = _MESH.replace(
        "  for (int vertex", "#pragma omp parallel for if (&in != &out)\n  for (int vertex"
    )
    Path("right.cpp").write_text(right + _MESH_MAIN)
    shared = right.replace("    double sum = 0.0;\n", "    sum = 0.0;\n").replace(
        "#pragma", "  double sum = 0.0;\n#pragma"
    )
    Path("wrong.cpp").write_text(shared + _MESH_MAIN)

    def told(*words: str) -> dict[str, object]:
        main([*words, "--json"] if "--" not in words else _before_dashes(words))
        return json.loads(capsys.readouterr().out)

    verify = ("verify", "mesh.cpp", "right.cpp", "--no-benchmark", "--threads", "2")
    (unknown,) = _results(told(*verify))
    assert (unknown["verdict"], unknown["reason_code"]) == ("inconclusive", "no-valid-input")
    assert "pcg capture" in str(unknown["reason"])

    captured = told("capture", "mesh.cpp", "--function", "kernel", "--out", "kept", "--", "x")

    assert (captured["total_calls"], captured["is_whole"]) == (12, True)
    assert captured["dropped"] == []
    assert captured["command"] == ["mesh", "x"]
    (verified,) = _results(told(*verify, "--captured", "kept"))
    assert verified["verdict"] == "verified", verified["reason"]
    offer = cast("dict[str, object]", verified["offer"])
    assert "captured from a run of the program" in str(offer["checks"])
    assert "with values like those that were captured from `mesh x`" in str(offer["assumptions"])
    wrong = ("verify", "mesh.cpp", "wrong.cpp", "--no-benchmark", "--captured", "kept")
    (refuted,) = _results(told(*wrong))
    assert refuted["verdict"] == "refuted"
    # Of another version of the function's parameters the capture says nothing.
    Path("mesh.cpp").write_text((_MESH + _MESH_MAIN).replace("first, next", "next, first"))
    error = told(*verify, "--captured", "kept")["error"]
    assert isinstance(error, dict)
    assert error["code"] == "other-layout"


_IN_MAIN = """\
#include <cstdio>
#include <map>
#include <string>
#include <vector>

struct Named { std::map<std::string, double> notes; double* values; int length; };

int main() {
  std::vector<int> next(40), start{0, 20};
  for (int i = 0; i < 40; ++i) next[i] = i % 20 == 19 ? i - 19 : i + 1;
  Named named{{}, new double[40], 2};
  for (int i = 0; i < 40; ++i) named.values[i] = i;
  double found[2] = {0, 0};
  if (next.size())
    for (int ring = 0; ring < named.length; ++ring) {
      double sum = 0;
      int at = start[ring];
      do { sum += named.values[at]; at = next[at]; } while (at != start[ring]);
      found[ring] = sum;
    }
  std::printf("%g %g\\n", found[0], found[1]);
}
"""


def test_a_nest_of_a_function_that_cannot_be_called(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    Path("rings.cpp").write_text(_IN_MAIN)

    main(["capture", "rings.cpp", "--line", "15", "--json"])

    told = json.loads(capsys.readouterr().out)
    assert "error" not in told, told
    assert (told["line"], told["total_calls"], told["dropped"]) == (15, 1, [])
    assert told["function"].startswith("main@")
    assert "named_values: 40 elements" in told["calls"][0]["description"]


def _before_dashes(words: tuple[str, ...]) -> list[str]:
    place = words.index("--")
    return [*words[:place], "--json", *words[place:]]


def _results(told: dict[str, object]) -> list[dict[str, object]]:
    found = cast("list[dict[str, object]]", told["results"])
    assert isinstance(found, list)
    return found


class _Noting:
    """A sandbox that notes how many seconds a call may take in each run of the host."""

    def __init__(self, inner: Sandbox) -> None:
        self._inner = inner
        self.patience: set[str] = set()

    @property
    def guarantees(self) -> frozenset[Guarantee]:
        return self._inner.guarantees

    def run(self, request: RunRequest, cancellation: Cancellation) -> RunOutcome:
        if CallMode.ISOLATED in request.argv:
            self.patience.add(request.argv[-1])
        return self._inner.run(request, cancellation)


def test_calls_of_the_program_may_take_longer_than_those_that_are_made_up(tmp_path: Path) -> None:
    found = recorded(_SHARED, tmp_path)
    sandbox = _Noting(found.instruments.sandbox)
    instruments = replace(found.instruments, sandbox=sandbox)

    experiment = Experiment(found.harness.original, instruments, found.harness)
    reference = experiment.on(found.specs()).reference(_TOKEN)

    assert isinstance(reference, Reference), reference
    assert sandbox.patience == {"20"}
