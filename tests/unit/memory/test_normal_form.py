"""The normal form forgets names and layout, and nothing else."""

from __future__ import annotations

import pytest

from pcg_engine.memory.normal_form import normal_form

SUM = """
#include <vector>
double total(const std::vector<double>& values) {
  double sum = 0;  // all of them
  for (int i = 0; i < values.size(); ++i) sum += std::sin(values[i]);
  return sum;
}
"""
RENAMED = """#include <vector>
double f(const std::vector<double>  &x){double s=0;
for(int k=0;k<x.size();++k)s+=std::sin(x[k]);/* */return s;}"""


def test_names_and_layout_do_not_matter() -> None:
    assert normal_form(SUM) == normal_form(RENAMED)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("std::sin", "std::cos"),
        ("sum +=", "sum -="),
        ("int i = 0", "int i = 1"),
        ("double total", "float total"),
        ("values[i]", "values[0]"),
        ("sum += std::sin(values[i])", "values += std::sin(sum[i])"),
    ],
)
def test_everything_else_does(old: str, new: str) -> None:
    assert old in SUM
    assert normal_form(SUM.replace(old, new)) != normal_form(SUM)


def test_all_kinds_of_declared_names_are_numbered() -> None:
    code = (
        "template <class T> struct P { T x, y[2]; };"
        "enum E { A }; using U = int; namespace n { int *g(P<int>& p, U (*h)(int), int&& q);}"
        "void k() { auto [u, v] = w; for (auto& e : l) {} }"
    )
    form = normal_form(code)
    assert form.startswith("template < class _0 > struct _1 { _0 _2 , _3 [ 2 ] ; } ;")
    assert "enum _4 { _5 } ; using _6 = int ; namespace _7 { int * _8 ( _1 < int > & _9" in form
    assert form.endswith("void _12 ( ) { auto [ _13 , _14 ] = w ; for ( auto & _15 : l ) { } }")


@pytest.mark.parametrize("code", ["", "for (((", "}" * 50, "int f( { \0 \ud800", "(" * 20_000])
def test_broken_code_has_a_normal_form(code: str) -> None:
    assert normal_form(code) == normal_form(code + " // comment")
