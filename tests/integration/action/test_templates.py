"""Loops in templates are verified in every instance; parts of headers through their units."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pcg_engine.cli import main

pytestmark = [pytest.mark.needs("gxx"), pytest.mark.needs("clang"), pytest.mark.needs("archer")]

_SCALED = """\
enum Mode { plain, shifted };
template <class T, int C, Mode mode>
void scaled(const T* __restrict x, T* __restrict y, int n) {
    for (int i = 0; i < n; ++i) y[i] = x[i] * C + (mode == plain ? 0 : 1);
}
template void scaled<double, 3, plain>(const double*, double*, int);
template void scaled<int, 4, shifted>(const int*, int*, int);
"""


def _verified(
    original: str, candidate: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> dict[str, Any]:
    """What becomes of the one function that differs."""
    files = folder / "original.cpp", folder / "candidate.cpp"
    for file, text in zip(files, (original, candidate), strict=True):
        file.write_text(text)
    main(["verify", *map(str, files), "--json", "--no-benchmark"])
    (result,) = json.loads(capsys.readouterr().out)["results"]
    return result


def test_every_instance_is_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Neither parameters nor result tell which instance is called; each has a dead branch."""
    changed = _SCALED.replace("    for", "    #pragma omp parallel for\n    for")
    result = _verified(_SCALED, changed, tmp_path, capsys)
    assert result["verdict"] == "verified", result["reason"]
    told = {one["name"]: one["detail"] for one in result["offer"]["checks"]}
    names = ("scaled<double, 3, (::Mode)0>", "scaled<int, 4, (::Mode)1>")
    assert all(f"`{name}`" in told["template-instances"] for name in names)
    assert "and so were" in told["template-instances"]


def test_a_wrong_text_for_one_instance_is_refuted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The text is right for whoever leads, and not where the type is another one."""
    text = """\
template <class T> void halved(T* x, int n) {
    for (int i = 0; i < n; ++i) x[i] = x[i] / 2;
}
template void halved<double>(double*, int);
template void halved<float>(float*, int);
"""
    wrong = "{ const double third = x[i] / 2; x[i] = sizeof(T) == 4 ? T(third + 1) : T(third); }"
    changed = text.replace("    for", "    #pragma omp parallel for\n    for")
    candidate = changed.replace("x[i] = x[i] / 2;", wrong)
    result = _verified(text, candidate, tmp_path, capsys)
    assert result["verdict"] == "refuted"
    assert "in the instance `halved<float>` of this template" in result["reason"]


def test_the_end_of_a_header_is_read_through_a_unit(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Alone it would be included twice; and a macro there expands to its own name."""
    (tmp_path / "field.h").write_text(
        "#pragma once\n"
        "#include <vector>\n"
        "#include <algorithm>\n"
        "template <class T> struct Field { std::vector<T> data; void clip(T most); };\n"
        "inline int larger(int a, int b) { return max(a, b); }\n"
        '#include "field.hpp"\n'
    )
    header = tmp_path / "field.hpp"
    header.write_text(
        '#include "field.h"\n'
        "template <class T> void Field<T>::clip(T most) {\n"
        "    for (std::size_t i = 0; i < data.size(); ++i) data[i] = data[i] * most + 1;\n"
        "}\n"
    )
    (tmp_path / "user.cpp").write_text(
        "#include <algorithm>\n"
        "#include <vector>\n"
        "#define max(a, b) std::max(a, b)\n"
        '#include "field.h"\n'
        "void use(Field<double>& a, Field<int>& b) { a.clip(1.5); b.clip(max(1, 2)); }\n"
    )
    words = ["g++", "-std=c++17", "-O2", "-c", "user.cpp"]
    entry = {"directory": str(tmp_path), "file": "user.cpp", "arguments": words}
    (tmp_path / "compile_commands.json").write_text(json.dumps([entry]))
    main(["analyze", str(header)])
    told = capsys.readouterr().out
    assert f"through {tmp_path / 'user.cpp'}" in told
    assert "independent iterations" in told
