"""What an edit promises the compiler."""

from __future__ import annotations

import pytest

from pcg_engine.tools.promises import Promise, new_promises

_ORIGINAL = b"""\
void f(double* __restrict x, const double* y, int n) {
  for (int i = 0; i < n; ++i) x[i] = y[i];  // unreachable
}
"""


@pytest.mark.parametrize(
    ("added", "promise"),
    [
        (b"double* __restrict__ p = x;", Promise("__restrict__", 2)),
        (b"double* __restrict p = x;", Promise("__restrict", 2)),
        (b"double* p = const_cast<double*>(y);", Promise("const_cast", 2)),
        (b"#pragma omp simd aligned(x : 64)", Promise("aligned", 2)),
        (b"#pragma omp simd \\\n  safelen(8)", Promise("safelen", 2)),
        (b"if (n < 0) std::unreachable();", Promise("unreachable", 2)),
    ],
)
def test_new_promises_are_found(added: bytes, promise: Promise) -> None:
    first, rest = _ORIGINAL.split(b"\n", 1)
    assert new_promises(_ORIGINAL, first + b"\n" + added + b"\n" + rest) == (promise,)


def test_the_originals_own_and_words_of_comments_are_none() -> None:
    candidate = _ORIGINAL.replace(b"// unreachable", b"// const_cast, aligned, restrict")
    candidate = candidate.replace(b"{\n", b"{\n#pragma omp parallel for\n")
    assert new_promises(_ORIGINAL, candidate) == ()
