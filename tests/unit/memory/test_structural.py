"""The built-in embedder sees what loops do, not what things are called."""

from __future__ import annotations

import os
import subprocess
import sys
from array import array
from hashlib import sha256

import pytest

from pcg_engine.memory.hybrid import HybridEmbedder, Part
from pcg_engine.memory.structural import StructuralEmbedder

HISTOGRAM = """
void count(const std::vector<int>& keys, std::vector<int>& bins) {
  for (std::size_t i = 0; i < keys.size(); ++i) { bins[keys[i]]++; }
}"""
HISTOGRAM_OTHERWISE = """
void tally(int *h, const unsigned char *p, int n) {
  int at = 0;
  while (at < n) { h[p[at]] += 1; at++; }
}"""
STENCIL = """
void smooth(const double* in, double* out, int n) {
  for (int i = 1; i < n - 1; i++) out[i] = (in[i - 1] + in[i] + in[i + 1]) / 3;
}"""
STENCIL_OTHERWISE = """
void diffuse(std::vector<float>& next, const std::vector<float>& now, float k) {
  for (size_t c = 1; c + 1 < now.size(); ++c) {
    next[c] = now[c] + k * (now[c + 1] - 2 * now[c] + now[c - 1]);
  }
}"""
SCAN = """
void running(const int* a, int* out, int n) {
  int sum = 0;
  for (int i = 0; i < n; ++i) { sum += a[i]; out[i] = sum; }
}"""
SCAN_OTHERWISE = """
void totals(const std::vector<float>& v, std::vector<float>& result) {
  float acc = 0;
  size_t j = 0;
  while (j < v.size()) {
    acc = acc + v[j];
    result[j] = acc;
    ++j;
  }
}"""
BROKEN = ["for (((((", "{" * 5000, "int f(){return " + "+".join("a" * 3000) + ";}", "\0", "\ud800"]


def _vectors(*texts: str) -> list[list[float]]:
    made = StructuralEmbedder().embed(texts)
    values = array("f", made.data).tolist()
    assert len(values) == made.count * made.dimensions
    return [values[at : at + made.dimensions] for at in range(0, len(values), made.dimensions)]


def _cosine(a: list[float], b: list[float]) -> float:
    return sum(x * y for x, y in zip(a, b, strict=True))


def test_the_same_pattern_written_differently_is_nearest() -> None:
    pairs = [(HISTOGRAM, HISTOGRAM_OTHERWISE), (STENCIL, STENCIL_OTHERWISE), (SCAN, SCAN_OTHERWISE)]
    for code, otherwise in pairs:
        others = [one for pair in pairs for one in pair if one not in (code, otherwise)]
        query, same, *rest = _vectors(code, otherwise, *others)
        assert all(_cosine(query, same) > _cosine(query, one) for one in rest)


def test_names_comments_and_layout_do_not_matter() -> None:
    renamed = SCAN.replace("running", "prefix").replace("sum", "total").replace("out", "b")
    one, other = _vectors(SCAN, "// a scan\n" + renamed.replace("{", "{\n"))
    assert one == other


def test_vectors_have_length_one() -> None:
    for vector in _vectors(HISTOGRAM, STENCIL, SCAN, *BROKEN[2:3]):
        assert _cosine(vector, vector) == pytest.approx(1.0, abs=1e-5)


def test_what_holds_no_code_is_like_nothing() -> None:
    assert [any(vector) for vector in _vectors("", "// nothing\n")] == [False, False]


def test_broken_code_is_embedded() -> None:
    vectors = _vectors(*BROKEN)
    assert [len(vector) for vector in vectors] == [StructuralEmbedder().dimensions] * len(BROKEN)


def test_vectors_do_not_depend_on_the_process() -> None:
    code = "from pcg_engine.memory.structural import StructuralEmbedder as E\n"
    code += f"from hashlib import sha256\nprint(sha256(E().embed([{SCAN!r}]).data).hexdigest())"
    told = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONHASHSEED": "7"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    assert told == sha256(StructuralEmbedder().embed([SCAN]).data).hexdigest()


def test_a_hybrid_averages_what_its_parts_say() -> None:
    from tests.fakes.embedder import WordEmbedder

    parts = (Part(StructuralEmbedder(), 3.0), Part(WordEmbedder(("sum", "keys")), 1.0))
    hybrid = HybridEmbedder(parts)
    made = hybrid.embed([SCAN, HISTOGRAM])
    values = array("f", made.data).tolist()
    whole = _cosine(values[: made.dimensions], values[made.dimensions :])
    one, other = _vectors(SCAN, HISTOGRAM)
    assert made.dimensions == hybrid.dimensions == StructuralEmbedder().dimensions + 2
    assert whole == pytest.approx(0.75 * _cosine(one, other), abs=1e-5)
    assert hybrid.identity == "0.750*structural-1+0.250*words:sum,keys"
