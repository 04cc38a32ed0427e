"""The reader with the real clang."""

from __future__ import annotations

import os
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from pcg_engine.adapters.clang_ast import ClangAstReader
from pcg_engine.domain.ast import (
    ArithmeticType,
    Block,
    Call,
    For,
    Function,
    Name,
    OpaqueType,
    OpenMPDirective,
    PointerType,
    Record,
    RecordType,
    ReferenceType,
    Storage,
    TranslationUnit,
    UnsupportedStatement,
)
from pcg_engine.domain.errors import Cancelled, EnvironmentUnavailable
from pcg_engine.domain.source import SourceText
from pcg_engine.domain.toolchain import CompileCommand
from pcg_engine.domain.traversal import all_expressions, walk_statements
from pcg_engine.domain.tree_codec import encode
from pcg_engine.ports import Cancellation
from pcg_engine.syntax.index import LoopIndex
from tests.conftest import toolchain
from tests.trees import Recording, recorded, recordings

pytestmark = pytest.mark.needs("clang")


class DictStore:
    """A ``Store`` that counts its hits."""

    def __init__(self) -> None:
        self.values: dict[str, bytes] = {}
        self.hits = 0

    def get(self, key: str) -> bytes | None:
        value = self.values.get(key)
        self.hits += value is not None
        return value

    def put(self, key: str, value: bytes) -> None:
        self.values[key] = value


@pytest.fixture(scope="module")
def headers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One scratch folder for the module, so that headers are precompiled once."""
    return tmp_path_factory.mktemp("headers")


@pytest.fixture(scope="module")
def reader(headers: Path) -> ClangAstReader:
    return make_reader(headers)


def make_reader(scratch: Path, store: DictStore | None = None) -> ClangAstReader:
    clang = toolchain().clang
    assert clang is not None
    return ClangAstReader(clang.path, clang.version, scratch, store)


def read(
    reader: ClangAstReader,
    text: str | bytes,
    *functions: str,
    folder: Path | str = "/nowhere",
    flags: tuple[str, ...] = ("-std=c++20",),
    openmp: bool = False,
) -> TranslationUnit:
    data = text if isinstance(text, bytes) else text.encode()
    source = SourceText(str(Path(folder) / "unsaved.cpp"), data)
    command = CompileCommand("c++", flags, str(folder))
    return reader.read(source, command, functions, Cancellation(), openmp=openmp)


def named(unit: TranslationUnit, name: str) -> Function:
    (found,) = [f for f in unit.functions.values() if f.name == name]
    return found


def body(unit: TranslationUnit, name: str) -> Block:
    found = named(unit, name).body
    assert found is not None
    return found


@pytest.mark.parametrize("recording", list(recordings()), ids=lambda r: r.tree.stem)
def test_recorded_trees_are_what_clang_says(reader: ClangAstReader, recording: Recording) -> None:
    unit = recording.read(reader)
    assert unit.diagnostics == ()
    _, kept = recorded(recording.name, openmp=recording.openmp)
    assert encode(unit) == encode(kept), "run scripts/record-trees and look at the difference"


@pytest.mark.parametrize("ending", [b"\n", b"\r\n"])
def test_spans_agree_with_the_syntax_whatever_the_bytes_are(
    reader: ClangAstReader, ending: bytes
) -> None:
    lines = [
        "// Größe, 長さ".encode(),
        b"#define TIMES(n) for (int k = 0; k < (n); ++k)",
        b"double f(double* a, int n) {",
        '    const char* s = "ä€😀"; (void)s;'.encode(),
        b"    double t = 0;",
        b"    for (int i = 0; i < n; ++i) {",
        "        /* für */ for (int j = 0; j < i; j++) t += a[j];".encode(),
        b"    }",
        b"    while (t > 1) t /= 2;",
        b"    do { --t; } while (t > 0);",
        b"    return t;",
        b"}",
    ]
    data = ending.join(lines) + ending
    unit = read(reader, data)
    assert unit.diagnostics == ()
    source = SourceText("unsaved.cpp", data)
    by_clang = {
        s.span.start
        for s in walk_statements(body(unit, "f"))
        if type(s).__name__ in ("For", "While", "RangeFor")
    }
    assert by_clang == {loop.span.start for loop in LoopIndex.build(source).loops}
    inner = [s for s in walk_statements(body(unit, "f")) if isinstance(s, For)][1]
    assert source.slice(inner.span) == "for (int j = 0; j < i; j++) t += a[j]"


def test_the_unsaved_text_is_read_and_headers_lie_beside_the_file(
    reader: ClangAstReader, tmp_path: Path
) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "grid.h").write_text(
        "#pragma once\n#include <vector>\nstruct Grid { std::vector<double> d; int n; };\n"
        "inline double twice(double x, int k = 2) { return k * x; }\n"
        "static double unused(double x) { return x; }\n"
    )
    (tmp_path / "unsaved.cpp").write_text("int on_disk;\n")
    text = '#include "sub/grid.h"\ndouble f(Grid& g) { return twice(g.d[0]) + g.n; }\n'
    unit = read(reader, text, "f", folder=tmp_path)
    assert unit.diagnostics == ()
    assert {f.name: f.in_main_file for f in unit.functions.values()} == {"f": True, "twice": False}
    assert unit.records["Grid"].is_plain is False
    (call,) = [e for e in all_expressions(body(unit, "f")) if isinstance(e, Call)]
    assert (call.callee, call.callee_key, len(call.arguments)) == ("twice", "_Z5twicedi", 2)
    assert str(tmp_path / "sub" / "grid.h") in unit.dependencies
    assert not any("text-" in d for d in unit.dependencies)


def test_the_store_answers_until_a_header_changes(headers: Path, tmp_path: Path) -> None:
    header = tmp_path / "size.h"
    header.write_text("constexpr int SIZE = 3;\n")
    text = '#include "size.h"\nint f() { return SIZE; }\n'
    store = DictStore()
    first = read(make_reader(headers, store), text, "f", folder=tmp_path)
    again = read(make_reader(headers, store), text, "f", folder=tmp_path)
    assert (again, store.hits) == (first, 1)
    assert [v.constant for v in first.globals] == [3]
    header.write_text("constexpr int SIZE = 4;\n")
    reader = make_reader(headers, store)
    changed = read(reader, text, "f", folder=tmp_path)
    assert [v.constant for v in changed.globals] == [4]
    header.write_text("constexpr int SIZE = 5;\n")
    assert [v.constant for v in read(reader, text, "f", folder=tmp_path).globals] == [5]
    assert read(reader, text, "f", folder=tmp_path, flags=("-DX",)).globals[0].constant == 5


def test_a_header_that_was_missing_is_looked_for_again(headers: Path, tmp_path: Path) -> None:
    text = '#include "generated.h"\nint f() { return SIZE; }\n'
    store = DictStore()
    reader = make_reader(headers, store)
    without = read(reader, text, "f", folder=tmp_path)
    assert [d.message for d in without.diagnostics] == ["'generated.h' file not found"]
    (tmp_path / "generated.h").write_text("constexpr int SIZE = 3;\n")
    assert [v.constant for v in read(reader, text, "f", folder=tmp_path).globals] == [3]
    assert read(make_reader(headers, store), text, "f", folder=tmp_path).diagnostics == ()


def test_errors_are_told_and_leave_nothing_out_unseen(reader: ClangAstReader) -> None:
    text = (
        "int good(int n) { for (int i = 0; i < n; ++i) n += i; return n; }\n"
        "int bad(int* a, int n) {\n"
        "    for (int i = 0; i < n; ++i) {\n"
        "        a[i] = i;\n"
        "        undeclared_thing[i] = ;\n"
        "    }\n"
        "    return n;\n"
        "}\n"
    )
    unit = read(reader, text)
    assert {d.line for d in unit.diagnostics} == {5}
    assert {d.severity for d in unit.diagnostics} == {"error"}
    good = [type(s) for s in walk_statements(body(unit, "good"))]
    assert UnsupportedStatement not in good
    (loop,) = [s for s in walk_statements(body(unit, "bad")) if isinstance(s, For)]
    inside = [s for s in walk_statements(loop.body) if isinstance(s, UnsupportedStatement)]
    assert {s.construct for s in inside} == {"Error"}


def test_a_missing_header_is_a_diagnostic(reader: ClangAstReader) -> None:
    text = '#include <vector>\n#include "no_such.h"\nint f(int n) { return n; }\n'
    unit = read(reader, text, "f")
    assert [(d.severity, d.line) for d in unit.diagnostics] == [("error", 2)]
    assert "no_such.h" in unit.diagnostics[0].message


def test_instances_stand_for_their_template(reader: ClangAstReader) -> None:
    text = (
        "template <class T> T sum(const T* a, int n) {\n"
        "    T s = 0; for (int i = 0; i < n; ++i) s += a[i]; return s; }\n"
        "template <class T> T never(T x) { return x; }\n"
        "double use(double* a, float* b, int n) { return sum(a, n) + sum(b, n); }\n"
    )
    unit = read(reader, text, "sum")
    kinds = {f.key: (f.is_template_instance, f.return_type) for f in unit.functions.values()}
    assert set(kinds) == {"_Z3sumIdET_PKS0_i", "_Z3sumIfET_PKS0_i"}
    assert all(instance for instance, _ in kinds.values())
    assert [t.name for _, t in kinds.values() if isinstance(t, ArithmeticType)] == [
        "double",
        "float",
    ]
    pattern = named(read(reader, text, "never"), "never")
    assert not pattern.is_template_instance
    assert unit.samples == ()


@pytest.mark.parametrize("end", ["", "  // no line ends here", "\n"])
def test_a_template_without_an_instance_gets_one(reader: ClangAstReader, end: str) -> None:
    """With `double`, or with `int` where that does not compile; or none."""
    text = (
        "namespace {\ntemplate <class T> void halve(T* a, int n) {\n"
        "    for (int i = 0; i < n; ++i) a[i] /= 2; }\n}\n"
        "template <class T, int N> T mask(const T* a) {\n"
        "    T s = 0; for (int i = 0; i < N; ++i) s |= a[i] & N; return s; }\n"
        "template <class T> int sizes(const T& a) {\n"
        "    int s = 0; for (int i = 0; i < 3; ++i) s += a.size(); return s; }" + end
    )
    unit = read(reader, text, "halve", "mask", "sizes")
    assert unit.diagnostics == ()
    assert [(s.name, s.arguments) for s in unit.samples] == [
        ("halve", "double"),
        ("mask", "int, 4"),
    ]
    halve, mask, sizes = (named(unit, name) for name in ("halve", "mask", "sizes"))
    assert (halve.is_template_instance, mask.is_template_instance) == (True, True)
    assert not sizes.is_template_instance
    assert isinstance(mask.return_type, ArithmeticType)
    assert mask.return_type.name == "int"
    assert text[halve.span.start : halve.span.end].startswith("void halve")


def test_pragmas_count_only_with_openmp(reader: ClangAstReader) -> None:
    text = (
        "void f(double* a, int n) {\n"
        "#pragma omp parallel for \\\n    schedule(static) // why\n"
        "    for (int i = 0; i < n; ++i) a[i] = 0;\n"
        "#ifdef _OPENMP\n    a[0] = 1;\n#endif\n}\n"
        "int counter;\n#pragma omp threadprivate(counter)\n"
        "int g() { return counter; }\n"
    )
    serial = read(reader, text, flags=("-fopenmp",))
    assert [type(s) for s in body(serial, "f").statements] == [For]
    assert [v.storage for v in serial.globals] == [Storage.GLOBAL]
    parallel = read(reader, text, openmp=True)
    directive, _ = body(parallel, "f").statements
    assert isinstance(directive, OpenMPDirective)
    assert (directive.directive, directive.text) == (
        "parallel for",
        "parallel for schedule(static)",
    )
    assert isinstance(directive.body, For)
    assert directive.body.span.start == text.index("for (int")
    assert [v.storage for v in parallel.globals] == [Storage.THREAD_LOCAL]


def test_headers_are_precompiled_once_for_both_modes(tmp_path: Path) -> None:
    text = (
        "#include <cmath>\n#ifdef _OPENMP\n#include <omp.h>\n#else\n"
        "static int omp_get_max_threads() { return 1; }\n#endif\n"
        "#define PRAGMA(x) _Pragma(x)\n"
        "int f(int n) {\n"
        '  PRAGMA("omp parallel for")\n'
        "  for (int i = 0; i < n; ++i) std::sqrt(i);\n"
        "  return omp_get_max_threads(); }\n"
    )
    reader = make_reader(tmp_path)
    found: list[list[str]] = []
    for openmp in (False, True):
        unit = read(reader, text, "f", openmp=openmp)
        assert unit.diagnostics == ()
        calls = [e for e in all_expressions(body(unit, "f")) if isinstance(e, Call)]
        assert [c.callee for c in calls] == ["std::sqrt", "omp_get_max_threads"]
        assert (calls[1].callee_key is None) == openmp
        found.append([type(s).__name__ for s in body(unit, "f").statements])
    assert found == [["For", "Return"], ["OpenMPDirective", "Return"]]
    assert len(list((tmp_path / "headers").glob("*.pch"))) == 1


def test_records_say_whether_they_are_plain(reader: ClangAstReader) -> None:
    text = (
        "#include <string>\n"
        "struct Plain { double x; int k; };\n"
        "struct Named { std::string s; };\n"
        "struct Derived : Plain { int z; };\n"
        "class Hidden { int z; };\n"
        "struct Bits { int a : 3; };\n"
        "struct Anonymous { union { int i; float f; }; };\n"
        "union Either { int i; float f; };\n"
        "struct NoDefault { NoDefault(int); int k; };\n"
        "void f(Plain, Named, Derived, Hidden, Bits, Anonymous, Either, NoDefault) {}\n"
    )
    records = read(reader, text, "f").records
    assert {n: r.is_plain for n, r in records.items()} == {
        "Plain": True,
        "Named": False,
        "Derived": False,
        "Hidden": False,
        "Bits": False,
        "Anonymous": False,
        "Either": True,
        "NoDefault": True,
    }
    assert [n for n, r in records.items() if r.is_union] == ["Either"]
    assert [n for n, r in records.items() if not r.default_constructible] == ["NoDefault"]
    assert isinstance(records["Plain"], Record)
    assert [f.name for f in records["Plain"].fields] == ["x", "k"]


def test_classes_are_named_as_in_c(reader: ClangAstReader) -> None:
    text = (
        "typedef struct { double x, y; } Point;\n"
        "typedef struct Node { int v; struct Node* next; } Node;\n"
        "namespace a { struct Both { int x; }; int g(Both* b) { return b->x; } }\n"
        "struct Both { double y; };\n"
        "double f(Point* p, Node* n) { Point q = *p; return q.x + n->next->v; }\n"
    )
    unit = read(reader, text, "f", "a::g")
    assert [p.type for p in named(unit, "f").parameters] == [
        PointerType(RecordType("Point")),
        PointerType(RecordType("Node")),
    ]
    assert [f.name for f in unit.records["Point"].fields] == ["x", "y"]
    # Two classes that may be meant: neither is guessed.
    assert [p.type for p in named(unit, "a::g").parameters] == [OpaqueType("Both *")]


def test_names_of_the_library_are_qualified_as_far_as_the_text_shows(
    reader: ClangAstReader,
) -> None:
    text = (
        "#include <algorithm>\n#include <cmath>\n#include <cstdlib>\n#include <vector>\n"
        "struct W { double v; friend W operator+(W a, W b) { return {a.v + b.v}; } };\n"
        "namespace mine { double sqrt(double x) { return x; } }\n"
        "namespace plain { double f(double x) {\n"
        "  return sqrt(x) + std::sqrt(x) + ::sqrt(x) + mine::sqrt(x)\n"
        "    + std::max<double>(x, 1); } }\n"
        "using namespace std;\n"
        "double g(vector<double>& v, W w) { w = w + w; return max(v[0], v.at(1)) + abs(w.v); }\n"
    )
    unit = read(reader, text, "plain::f", "g")
    called = {
        f: [e.callee for e in all_expressions(body(unit, f)) if isinstance(e, Call)]
        for f in ("plain::f", "g")
    }
    assert called == {
        "plain::f": ["sqrt", "std::sqrt", "sqrt", "mine::sqrt", "std::max"],
        "g": ["operator+", "std::max", "std::vector::at", "abs"],
    }


@pytest.mark.parametrize("terms", [150, 600])
def test_deep_nesting_is_cut_off_in_view(reader: ClangAstReader, terms: int) -> None:
    text = f"int f(int a) {{ return {' + '.join(['a'] * terms)}; }}\nint g(int a) {{ return a; }}\n"
    unit = read(reader, text)
    assert not any("TooDeeplyNested" in str(s) for s in body(unit, "g").statements)
    assert "TooDeeplyNested" in encode(read(reader, text, "f"))
    assert [d.severity for d in unit.diagnostics] == []


def test_flags_of_gcc_alone_are_dropped(reader: ClangAstReader) -> None:
    text = "int f(int n) {\n#ifdef ON\n return n;\n#endif\n}\n"
    flags = ("-std=c++20", "-fgcse-after-reload", "-fno-such-flag-anywhere", "-DON", "-O3")
    unit = read(reader, text, "f", flags=flags)
    assert unit.diagnostics == ()
    assert [e for e in all_expressions(body(unit, "f")) if isinstance(e, Name)]


def test_ids_do_not_depend_on_what_else_is_read(reader: ClangAstReader) -> None:
    text = "int f(int n) { int k = n; return k; }\nint g(int m) { int k = m; return f(k); }\n"
    alone, both = named(read(reader, text, "f"), "f"), named(read(reader, text, "g"), "f")
    assert alone == both
    assert [p.id for p in alone.parameters] == ["_Z1fi.n#0"]


def test_a_name_selects_by_qualified_name_or_its_end(reader: ClangAstReader) -> None:
    text = (
        "namespace a { namespace { int f() { return 1; } } struct S { int f() { return 2; } }; }\n"
        "int f(int) { return 3; }\nint use(a::S s) { return s.f() + a::f(); }\n"
    )
    by_name = {
        wanted: sorted(f.name for f in read(reader, text, wanted).functions.values())
        for wanted in ("a::f", "S::f", "f")
    }
    assert by_name == {"a::f": ["a::f"], "S::f": ["a::S::f"], "f": ["a::S::f", "a::f", "f"]}
    unit = read(reader, text)
    assert {f.name: f.linkage.value for f in unit.functions.values()} == {
        "a::f": "internal",
        "a::S::f": "external",
        "f": "external",
        "use": "external",
    }
    (receiver,) = [p.type for p in named(unit, "use").parameters]
    assert not isinstance(receiver, ReferenceType)


def test_a_missing_clang_says_what_to_do(tmp_path: Path) -> None:
    reader = ClangAstReader(str(tmp_path / "no-clang"), "0", tmp_path)
    with pytest.raises(EnvironmentUnavailable) as raised:
        read(reader, "int f() { return 1; }\n", "f")
    assert raised.value.code == "no-clang"
    assert "doctor" in raised.value.hint


def test_cancelling_ends_clang_at_once(tmp_path: Path) -> None:
    stuck = tmp_path / "stuck"
    stuck.write_text(f"#!/bin/sh\necho $$ > {tmp_path}/pid\nexec sleep 60\n")
    stuck.chmod(0o755)
    reader = ClangAstReader(str(stuck), "0", tmp_path / "scratch")
    cancellation = Cancellation()
    timer = threading.Timer(0.3, cancellation.cancel)
    timer.start()
    start = time.monotonic()
    with pytest.raises(Cancelled):
        reader.read(
            SourceText("a.cpp", b"int f();"), CompileCommand("c++", (), "/"), (), cancellation
        )
    assert time.monotonic() - start < 30
    pid = int((tmp_path / "pid").read_text())
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_concurrent_reads_agree(headers: Path) -> None:
    reader = make_reader(headers)
    text = "#include <vector>\ndouble f(std::vector<double>& v) { return v[0]; }\n"
    found: list[TranslationUnit] = []
    threads = [
        threading.Thread(target=lambda: found.append(read(reader, text, "f"))) for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 3
    assert all(u == replace(found[0]) for u in found)


@pytest.mark.parametrize(("name", "known"), [("sums.cpp", True), ("sums.hpp", False)])
def test_calls_in_a_header_are_not_all_that_there_are(
    reader: ClangAstReader, name: str, known: bool
) -> None:
    text = b"""double left[9], right[9];
static void add(double* x, const double* y) { for (int i = 0; i < 9; ++i) x[i] += y[i]; }
inline void run() { add(left, right); }
"""
    unit = reader.read(
        SourceText(name, text), CompileCommand("c++", ("-std=c++20",), "/"), ["add"], Cancellation()
    )
    (function,) = unit.functions.values()
    expected = (("::left",), ("y",)) if known else (None, ())
    assert (function.parameters[0].objects, function.parameters[0].apart) == expected


def test_a_function_that_is_defined_outside_of_its_namespace(reader: ClangAstReader) -> None:
    text = (
        'extern "C" { namespace a { int f(int n); } }\n'
        "namespace b { inline namespace c { int g(int n); } struct S { int h(); }; }\n"
        "int a::f(int n) { for (int i = 0; i < n; ++i) n -= i; return n; }\n"
        "int b::g(int n) { return n; }\n"
        "int b::S::h() { return g(1); }\n"
    )
    unit = read(reader, text, "a::f", "b::S::h")
    assert {f.name: f.linkage.value for f in unit.functions.values() if f.body} == {
        "a::f": "external",
        "b::g": "external",
        "b::S::h": "external",
    }
