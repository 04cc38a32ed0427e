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


_ROWS = """\
void f(double* v, const int* at, int n) {
  for (int r = 0; r < n; ++r)
    for (int k = at[r]; k < at[r + 1]; ++k) v[k] *= 2;
}
"""
_INSPECTED = _ROWS.replace(
    "{\n  for",
    """\
{
  bool apart = true;
  for (int r = 0; r < n; ++r)
    apart = apart && at[r] <= at[r + 1];
  #pragma omp parallel for if(apart)
  for""",
)


@pytest.mark.parametrize(
    "candidate",
    [
        _INSPECTED,
        _INSPECTED.replace("if(apart)", "schedule(dynamic) if(parallel: apart && n > 9)"),
        _INSPECTED.replace("bool apart = true", "int apart = 1"),
        _INSPECTED.replace("r < n; ++r)\n    apart", "r < at.size() - 1; r++)\n    apart"),
    ],
)
def test_an_inspector_tells_where_the_loop_runs_as_it_was(candidate: str) -> None:
    (found,) = fallbacks(_text(_ROWS), _text(candidate))
    shown = _text(candidate).slice(found.condition)
    assert shown.startswith(("bool apart", "int apart"))
    assert shown.endswith("at[r] <= at[r + 1];")
    assert not len(found.otherwise)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("v[k] *= 2", "v[k] *= 3"),
        ("v[k] *= 2;", "v[k] *= 2; if (apart) v[0] = 1;"),
        ("apart = apart && at", "apart = apart && ++n && at"),
        ("apart = apart && at", "apart = apart && look(v) && at"),
        ("apart = apart && at", "v[r] = apart && at"),
        ("for (int r = 0; r < n; ++r)\n    apart", "for (int r = 0; r < n; ++n)\n    apart"),
        ("parallel for if(apart)", "parallel for if(!apart)"),
        ("parallel for if(apart)", "parallel for if(apart || n > 9)"),
        ("parallel for if(apart)", "parallel for simd if(simd: apart)"),
        ("parallel for if(apart)", "parallel for schedule(static, apart)"),
        ("parallel for if(apart)", "task if(apart)"),
        ("parallel for if(apart)", "parallel for"),
        ("bool apart = true", "bool apart = false"),
        ("bool apart = true", "static bool apart = true"),
        ("bool apart = true", "volatile bool apart = true"),
    ],
)
def test_other_loops_before_a_directive_are_no_inspectors(one: str, other: str) -> None:
    candidate = _INSPECTED.replace(one, other)
    assert candidate != _INSPECTED
    assert fallbacks(_text(_ROWS), _text(candidate)) == ()


def test_the_originals_own_inspector_is_none() -> None:
    original = _INSPECTED.replace("  #pragma omp parallel for if(apart)\n", "")
    assert fallbacks(_text(original), _text(_INSPECTED)) == ()
