"""OpenMP in the rest of a file that flags have left asleep so far."""

from __future__ import annotations

from pcg_engine.domain.source import SourceText, Span
from pcg_engine.tools.dormant import Dormant, Reach, assumption_of, dormant

_TEXT = b"""#ifdef _OPENMP
#include <omp.h>
#endif
static int callee(int n) {
#ifdef _OPENMP
  n += 1;
#endif
  return n;
}
void kernel(int* a, int n) {
  // #pragma omp parallel
#pragma omp parallel for
  for (int i = 0; i < n; ++i) a[i] = callee(i);
}
void other(int* a, int n) {
  /* here */ # pragma omp parallel \\
      for
  for (int i = 0; i < n; ++i) a[i] = 0;
  if (_OPENMP > 3) a[0] = 1;
}
#define EACH _Pragma("omp parallel for")
"""


def _span(start: bytes, end: bytes = b"\n}\n") -> Span:
    begin = _TEXT.index(start)
    return Span(begin, _TEXT.index(end, begin) + 2)


def test_directives_are_told_by_what_tests_run() -> None:
    source = SourceText("f.cpp", _TEXT)
    found = dormant(source, [_span(b"void kernel")], [_span(b"static int callee")])
    assert found == (
        Dormant(5, "# ifdef _OPENMP", Reach.TESTED),
        Dormant(16, "# pragma omp parallel for", Reach.OTHER),
        Dormant(19, "_OPENMP", Reach.OTHER),
        Dormant(21, '# define EACH _Pragma ( "omp parallel for" )', Reach.OTHER),
    )
    assumption = assumption_of(found)
    assert assumption is not None
    assert (assumption.code, assumption.guard) == ("dormant-openmp", None)
    assert "at lines 16, 19, 21, which" in assumption.message
    assert assumption_of(found[:1]) is None
