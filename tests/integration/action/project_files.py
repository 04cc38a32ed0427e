"""A small project with a Makefile, and offers for its loop, right and wrong."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from pcg_engine.domain.result import Attempt, FileResult, NestResult
from pcg_engine.domain.source import Edit, SourceText, Span
from pcg_engine.domain.verdict import Outcome
from pcg_engine.syntax.loops import find_loops
from pcg_engine.syntax.parse import parse
from pcg_engine.syntax.splice import apply_edits
from tests.builders import facts, offer

MAKEFILE = """\
CXXFLAGS = -O2
OBJECTS = main.o scale.o

app: $(OBJECTS)
	$(CXX) $(CXXFLAGS) $(OBJECTS) -o app $(LDFLAGS)

%.o: %.cpp
	$(CXX) $(CXXFLAGS) -c $< -o $@

check: app
	./app check

bench: app
	./app
"""
SCALE = """\
void scale(const double* in, double* out, int n, double factor) {
  for (int i = 0; i < n; ++i) {
    out[i] = factor * in[i];
  }
}
"""
MAIN = """\
#include <chrono>
#include <cstdio>
#include <vector>
void scale(const double* in, double* out, int n, double factor);
int main(int argc, char**) {
  const int n = 200000;
  std::vector<double> in(n, 3.0), out(n);
  const auto start = std::chrono::steady_clock::now();
  for (int i = 0; i < 20; ++i) scale(in.data(), out.data(), n, 2.0);
  const std::chrono::duration<double> time = std::chrono::steady_clock::now() - start;
  std::printf("time %.9f\\n", time.count());
  for (int i = 0; argc > 1 && i < n; ++i) {
    if (out[i] != 6.0) {
      std::fprintf(stderr, "out[%d] is %g\\n", i, out[i]);
      return 1;
    }
  }
  return 0;
}
"""
TABLE = """\
[project]
build = "make"
test = "make check"
bench = "make bench"
bench_pattern = 'time ([0-9.]+)'
bench_seconds = 0.1
"""
PRAGMA = "#pragma omp parallel for\n  "


def make_project(root: Path, table: str = TABLE) -> Path:
    """Write the project; the file with the loop."""
    root.mkdir(parents=True)
    for name, text in (
        ("Makefile", MAKEFILE),
        ("main.cpp", MAIN),
        ("scale.cpp", SCALE),
        (".pcg.toml", table),
    ):
        (root / name).write_text(text)
    return root / "scale.cpp"


def offered(source: SourceText, before: bytes, text: str, length: int = 0) -> FileResult:
    """What a request came to whose one offer puts ``text`` at ``before``, over ``length`` bytes.

    It is for the loop there.
    """
    at = source.data.index(before)
    found = offer()
    edits = (Edit(Span(at, at + length), text),)
    found = replace(found, candidate=replace(found.candidate, edits=edits))
    attempts = (Attempt(found.candidate, found.verdict),)
    loops = find_loops(parse(source))
    first = next(loop for loop in loops if loop.span.start >= at)
    nest = NestResult(replace(facts(), loop=first), Outcome.PASSED, "", "", found, attempts)
    return FileResult(source.path, (), (nest,), apply_edits(source, edits).data, 1.0)
