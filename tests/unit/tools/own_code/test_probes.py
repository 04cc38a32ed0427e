"""Probes in a candidate's text: where they go, and what they want to see."""

from __future__ import annotations

from pcg_engine.domain.source import SourceText
from pcg_engine.tools.own_code.lines import own_lines
from pcg_engine.tools.own_code.probes import Way, put_probes, statements_of

BOTH = Way.FALSE | Way.TRUE


def _probed(original: str, candidate: str) -> tuple[str, list[tuple[int, str, Way]]]:
    before, after = (SourceText("a.cpp", text.encode()) for text in (original, candidate))
    own = own_lines(before.data, after.data)
    found = put_probes(after, own, statements_of(before))
    wanted = [(p.line, p.text, p.wanted) for p in found.probes if not p.is_entry]
    return found.text.decode(), wanted


_LOOP = """void f(int n, double* y) {
  for (int i = 0; i < n; ++i) {
    y[i] *= 2;
  }
}
"""


def test_directives_alone_are_no_code() -> None:
    candidate = _LOOP.replace("  for", "#pragma omp parallel for\n    for")
    text, wanted = _probed(_LOOP, candidate)
    assert wanted == []
    assert "    for (int i = 0; i < n; ++i) {\n" in text


def test_re_indented_lines_are_not_own() -> None:
    candidate = _LOOP.replace("  for", "  {\n      for").replace("  }\n}", "  }\n  }\n}")
    own = own_lines(_LOOP.encode(), candidate.encode())
    assert own in (frozenset({2, 5}), frozenset({2, 6}))


def test_every_condition_gets_a_probe_and_lines_keep_their_numbers() -> None:
    candidate = """void f(int n, double* y) {
  const bool large = n > 5000;
  if (n < 1 || (y == nullptr)) return;
  while (n > 3 && !large) --n;
  for (int k = n; k < 7; ++k) y[k] = k == 2 ? 1 : 0;
  y[0] += (n >> 13) & 1;
}
"""
    text, wanted = _probed(_LOOP, candidate)
    assert wanted == [
        (2, "n > 5000", BOTH),
        (3, "n < 1", BOTH),
        (3, "y == nullptr", Way.FALSE),
        (4, "n > 3", BOTH),
        (4, "!large", BOTH),
        (5, "k < 7", BOTH),
        (5, "k == 2", BOTH),
        (6, "(n >> 13) & 1", Way.TRUE),
        (6, "n >> 13", Way.TRUE),
    ]
    assert text.count("\n") == candidate.count("\n")
    assert "const bool large = ::pcg_own::value<1>(n > 5000);" in text


def test_headers_of_associated_loops_keep_their_form() -> None:
    candidate = """void f(int n, double* y) {
#pragma omp parallel for collapse(2)
  for (int i = 0; i < (n > 9 ? n - 1 : n); ++i)
    for (int j = 0; j < n; ++j)
      y[i] += j;
#pragma omp atomic
  y[0] += n > 3;
}
"""
    text, wanted = _probed("", candidate)
    assert "i < (::pcg_own::flag<1>(static_cast<bool>(n > 9)) ? n - 1 : n); ++i)\n" in text
    assert "    for (int j = 0; j < n; ++j)\n      { ::pcg_own::hit<2>();y[i] += j; }\n" in text
    assert [way for _, _, way in wanted] == [BOTH, Way.TRUE]


def test_constants_need_no_input() -> None:
    candidate = """constexpr int tile = 64;
void f(int n, double* y) {
  static_assert(sizeof(int) > 2, "narrow");
  double part[tile > 8 ? 8 : tile];
  const int half = tile / 2;
  constexpr bool wide = tile > 32;
  if (half > 8) y[0] = part[0];
  if constexpr (wide) y[1] = n;
}
"""
    _, wanted = _probed("", candidate)
    assert wanted == []


def test_handlers_cases_and_lambdas_have_to_run() -> None:
    candidate = """void f(int n, double* y) {
  try {
    switch (n) {
      case 1: y[0] = 1; break;
      default: y[0] = 2;
    }
  } catch (...) { y[0] = 3; }
  auto g = [&](int k) { return k; };
}
"""
    _, wanted = _probed("", candidate)
    assert [(line, way) for line, _, way in wanted] == [
        (4, Way.TRUE),
        (5, Way.TRUE),
        (7, Way.TRUE),
        (8, Way.TRUE),
    ]


def test_a_statement_of_the_original_is_not_the_candidates() -> None:
    original = "int f(int n) {\n  int s = 0; s += n > 5;\n  return s;\n}\n"
    candidate = "int f(int n) {\n  int s = 0;\n  s += n > 5;\n  s -= n > 6;\n  return s;\n}\n"
    _, wanted = _probed(original, candidate)
    assert wanted == [(4, "n > 6", BOTH)]


def test_a_condition_of_a_directive_has_to_hold_once() -> None:
    candidate = """void f(int n, double* y) {
#pragma omp parallel for if (parallel : (n > 9)) schedule(static)
  for (int i = 0; i < n; ++i) {
    y[i] *= 2;
  }
}
"""
    text, wanted = _probed(_LOOP, candidate)
    assert "if (parallel :::pcg_own::flag<" not in text
    assert "(static_cast<bool>( (n > 9)))) schedule(static)\n" in text
    assert wanted == [(2, "if (parallel : (n > 9))", Way.TRUE)]


def test_a_clause_that_keeps_small_inputs_serial_has_to_go_both_ways() -> None:
    pragma = "#pragma omp parallel for if(n > 5000) schedule(static)\n"
    text, wanted = _probed(_LOOP, _LOOP.replace("  for", f"  {pragma}  for"))

    assert wanted == [(2, "if(n > 5000)", BOTH)]
    assert "if( ::pcg_own::flag<" in text
