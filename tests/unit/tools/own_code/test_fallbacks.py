"""Where a candidate falls back on the original's own text."""

from __future__ import annotations

import pytest

from pcg_engine.domain.source import SourceText
from pcg_engine.tools.own_code.fallbacks import fallbacks

_ORIGINAL = """\
double most(const double* x, int n) {
  double m = 0.0;
  for (int i = 0; i < n; ++i) if (x[i] > m) m = x[i];
  return m;
}
"""
_LOOP = "for (int i = 0; i < n; ++i) if (x[i] > m) m = x[i];"
_GUARDED = f"""\
  if (m - m == 0) {{
    #pragma omp parallel for reduction(max : m)
    {_LOOP}
  }} else {{
    // as it was
    {_LOOP}
  }}
"""


def _text(text: str) -> SourceText:
    return SourceText("a.cpp", text.encode())


def test_an_else_that_is_the_original_is_found() -> None:
    candidate = _text(_ORIGINAL.replace(f"  {_LOOP}\n", _GUARDED))
    (found,) = fallbacks(_text(_ORIGINAL), candidate)
    assert candidate.slice(found.condition) == "(m - m == 0)"
    assert candidate.slice(found.otherwise) == _LOOP
    assert found.otherwise.start > candidate.data.index(b"else")


@pytest.mark.parametrize(
    "changed",
    [
        _GUARDED.replace("as it was\n    for (int i = 0", "as it was\n    for (int i = 1"),
        "  const int n1 = n;\n" + _GUARDED,
        "  n = n / 2;\n" + _GUARDED,
        _GUARDED.replace("// as it was", "m = 1.0;"),
        _GUARDED.partition(" else")[0] + "\n",
    ],
)
def test_an_else_that_is_not_is_none(changed: str) -> None:
    candidate = _text(_ORIGINAL.replace(f"  {_LOOP}\n", changed))
    assert fallbacks(_text(_ORIGINAL), candidate) == ()


def test_the_originals_own_branches_are_none() -> None:
    original = _text("int f(int a) { if (a) return 1; else return 2; }\n")
    candidate = _text("int f(int a) { if (a) return 1; else return 2 ; }\n")
    assert fallbacks(original, candidate) == ()
