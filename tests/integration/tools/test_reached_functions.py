"""What a harness knows of functions that are reached otherwise than by their name."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pcg_engine.adapters.clang_ast import ClangAstReader
from pcg_engine.tools.harness.prepare import Harness, prepare
from tests.integration.tools.instruments import make_instruments
from tests.integration.tools.originals import read_original

pytestmark = [pytest.mark.needs("gxx"), pytest.mark.needs("clang")]

_TYPES = b"""\
int hits = 0;
struct Counted { int k; explicit Counted(int i) : k(i) { hits += i; } };
struct Shape { virtual ~Shape() = default; virtual double at(double x) const = 0; };
struct Twice : Shape { double at(double x) const override { ++hits; return 2 * x; } };
class Table {
 public:
  Table() = default;
  double* known_ = nullptr;
  int n_ = 3;
 private:
  int m_ = 0;
};
struct Seen {
  double s = 1;
  explicit Seen(const Table& t) { if (t.known_) s = t.known_[0]++; }
};
"""


def _prepared(text: bytes, folder: Path) -> Harness | str:
    made = make_instruments(folder)
    clang = made.toolchain.clang
    assert clang is not None
    reader = ClangAstReader(clang.path, clang.version, folder / "reader")
    found = prepare(read_original(_TYPES + text, folder, replace(made, reader=reader)))
    return found if isinstance(found, Harness) else found.reason


@pytest.mark.parametrize(
    "text",
    [
        b"void kernel(int* out, int n) { for (int i = 0; i < n; ++i) out[i] = Counted(i).k; }",
        b"void kernel(const Shape& s, double* y) { for (int i = 0; i < 9; ++i) y[i] = s.at(i); }",
    ],
)
def test_what_constructors_and_overriders_change_is_compared(text: bytes, tmp_path: Path) -> None:
    found = _prepared(text, tmp_path)

    assert isinstance(found, Harness)
    assert [slot.name for slot in found.signature.globals] == ["hits"]


def test_a_pointer_that_a_constructor_uses_is_not_taken_for_unused(tmp_path: Path) -> None:
    text = (
        b"void kernel(const Table& t, double* out, int n) {"
        b" for (int i = 0; i < n; ++i) out[i] = Seen(t).s; }"
    )
    found = _prepared(text, tmp_path)

    assert isinstance(found, str)
    assert "`Table::known_` cannot be made: it holds a pointer to `double`" in found
