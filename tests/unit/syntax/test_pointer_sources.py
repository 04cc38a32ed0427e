"""Edits elsewhere in the file that change what the pointers of a function may lead to."""

from __future__ import annotations

import pytest

from pcg_engine.domain.source import SourceText
from pcg_engine.syntax.declarations import outline_of
from pcg_engine.syntax.fingerprint import Dependencies, dependencies
from pcg_engine.syntax.parse import parse

FILE = """\
#include <cstdlib>
static double* block = (double*)malloc(8000);
double table[1000];
double other[1000];
static void kernel(double* x, const double* y, int n) {
    for (int i = 0; i < n; ++i) x[i] = y[i] + block[i];
}
static void between(double* p, double* q) { kernel(p, q, 10); }
void run(int n) {
    double here[100];
    double* fresh = new double[100];
    for (int i = 0; i < n; ++i) table[i] = here[i % 100];
    kernel(here, fresh, n);
    between(table, other);
}
void elsewhere(int n) { for (int i = 0; i < n; ++i) other[i] = block[i]; }
"""


def of_kernel(text: str, name: str = "kernel") -> Dependencies:
    outline = outline_of(parse(SourceText("a.cpp", text.encode())))
    span = next(d.span for d in outline.declarations if d.is_function and name.encode() in d.names)
    return dependencies(outline, span)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("kernel(here, fresh, n);", "kernel(here, here + 1, n);"),
        ("between(table, other);", "between(table, table + 5);"),
        ("kernel(p, q, 10);", "p = q; kernel(p, q, 10);"),
        ("between(table, other);", "between(table, other); kernel(table, table + 1, n);"),
        ("kernel(here, fresh, n);", "fresh = here + 1; kernel(here, fresh, n);"),
        ("double* fresh = new double[100];", "double* fresh = here;"),
        ("void elsewhere(int n) {", "void elsewhere(int n) { block = other;"),
        ("void elsewhere(int n) {", "void elsewhere(int n) { take(&block);"),
        ("double table[1000];\ndouble other[1000];", "double table[1000];\ndouble* other = table;"),
    ],
)
def test_what_changes_where_pointers_lead_is_noticed(old: str, new: str) -> None:
    assert old in FILE
    assert of_kernel(FILE).difference(of_kernel(FILE.replace(old, new)))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("for (int i = 0; i < n; ++i) table[i] = here[i % 100];", "table[0] = here[1];"),
        ("other[i] = block[i];", "other[i] = 2 * block[i];"),
        ("double here[100];", "double here[100];  // scratch"),
    ],
)
def test_elements_may_be_used_in_other_ways(old: str, new: str) -> None:
    assert old in FILE
    assert of_kernel(FILE) == of_kernel(FILE.replace(old, new))


def test_calls_of_what_others_may_call_do_not_matter() -> None:
    text = FILE.replace("static void kernel", "void kernel")
    changed = text.replace("kernel(here, fresh, n);", "kernel(here, here + 1, n);")
    assert of_kernel(text) == of_kernel(changed)


def test_the_message_says_what_it_is_about() -> None:
    changed = FILE.replace("kernel(here, fresh, n);", "kernel(here, here + 1, n);")
    assert of_kernel(FILE).difference(of_kernel(changed)) == ("what its pointers lead to",)
