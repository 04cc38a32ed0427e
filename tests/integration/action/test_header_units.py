"""A header is verified through the units of its database that include it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from pcg_engine.cli import main

pytestmark = [pytest.mark.needs("gxx"), pytest.mark.needs("clang"), pytest.mark.needs("archer")]

_HEADER = """\
#pragma once
#include "types.hpp"

inline void advance(real* __restrict y, const real* __restrict x, int n) {
    for (int i = 1; i < n; ++i) {
        y[i] = STEP(y, x, i);
    }
}
"""
_TYPES = """\
#pragma once
#ifdef SINGLE
using real = float;
#else
using real = double;
#endif
#ifndef STEP
#define STEP(y, x, i) (2 * (x)[i] + 1)
#endif
"""
_USE = "void {name}(real* y, const real* x, int n) {{ advance(y, x, n); }}\n"


def _project(folder: Path, units: Mapping[str, str]) -> Path:
    """A project with the header and ``units``, whose texts are what they say before using it."""
    (folder / "advance.hpp").write_text(_HEADER)
    (folder / "types.hpp").write_text(_TYPES)
    # What includes it once more must not bring it in twice.
    (folder / "again.hpp").write_text('#pragma once\n#include "advance.hpp"\n')
    entries: list[dict[str, object]] = []
    for name, text in units.items():
        (folder / name).write_text(text)
        words = ["g++", "-std=c++17", "-O2", "-c", name]
        entries.append({"directory": str(folder), "file": name, "arguments": words})
    (folder / "compile_commands.json").write_text(json.dumps(entries))
    return folder / "advance.hpp"


def _run(header: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    usual = ["--json", "--budget", "300", "--threads", "2", "--min-speedup", "0"]
    main(["parallelize", str(header), *usual])
    return json.loads(capsys.readouterr().out)


def _analysis(header: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    main(["analyze", str(header), "--format", "json"])
    (file,) = json.loads(capsys.readouterr().out)["files"]
    return file


_INCLUDES = '#include "advance.hpp"\n#include "again.hpp"\n'


def test_all_units_hold(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    units = {
        "advance.cpp": _INCLUDES + _USE.format(name="one"),
        "indirect.cpp": '#include "again.hpp"\n' + _USE.format(name="two"),
        "single.cpp": "#define SINGLE\n" + _INCLUDES + _USE.format(name="three"),
        "unused.cpp": '#include "again.hpp"\nint four() { return 4; }\n',
        "without.cpp": "int five() { return 5; }\n",
    }
    shown = _run(_project(tmp_path, units), capsys)
    (result,) = shown["results"]
    assert result["verdict"] == "verified", result["reason"]
    told = {one["name"]: one["detail"] for one in result["offer"]["checks"]}["translation-units"]
    assert "verified through" in told
    assert "advance.cpp; and, since it is not the same there, in" in told
    assert "single.cpp; compiles, with the same symbols, in" in told
    assert "indirect.cpp" in told
    assert "unused.cpp" in told
    assert "without.cpp" not in told
    text = shown["output_text"]
    assert text.startswith("#pragma once")
    assert "#pragma omp parallel for" in text
    assert "pcg-rest" not in text + result["offer"]["diff"]


def test_a_unit_whose_macro_carries_a_value_refuses(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    carried = "#define STEP(y, x, i) ((y)[(i) - 1] + (x)[i])\n"
    units = {
        "advance.cpp": _INCLUDES + _USE.format(name="one"),
        "carried.cpp": carried + _INCLUDES + _USE.format(name="two"),
    }
    header = _project(tmp_path, units)
    shown = _run(header, capsys)
    (result,) = shown["results"]
    assert result["verdict"] == "refuted"
    assert "carried.cpp" in result["reason"]
    assert shown["output_text"] is None
    (loop,) = _analysis(header, capsys)["loops"]
    assert loop["parallelizability"] == "sequential"
    assert "carried.cpp" in loop["reasons"][0]["message"]


def test_units_beyond_the_limit_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    units = {
        f"unit{number}.cpp": _INCLUDES + _USE.format(name=f"use{number}") for number in range(5)
    }
    main(["analyze", str(_project(tmp_path, units))])
    told = capsys.readouterr().out
    assert "was not looked at (the limit is 4 units)" in told
    assert "independent iterations" in told


def test_a_template_is_seen_where_it_is_built(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    header = _project(
        tmp_path,
        {
            "advance.cpp": _INCLUDES + "int nothing() { return 0; }\n",
            "user.cpp": _INCLUDES + "void use(double* y, int n) { fill_up<double>(y, n); }\n",
        },
    )
    header.write_text(
        "#pragma once\n"
        "template <class T> void fill_up(T* y, int n) {\n"
        "    for (int i = 0; i < n; ++i) y[i] = T(i) / 3;\n"
        "}\n"
    )
    main(["analyze", str(header)])
    told = capsys.readouterr().out
    assert f"through {tmp_path / 'user.cpp'}, and held against" in told
    assert "independent iterations" in told
