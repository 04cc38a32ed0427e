"""What a header's function is given is recorded in all units of the program that call it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pcg_engine.cli import main

pytestmark = [
    pytest.mark.needs("gxx"),
    pytest.mark.needs("clang"),
    pytest.mark.needs("bubblewrap"),
]

_HEADER = """\
#ifndef RINGS_HPP
#define RINGS_HPP
#include <vector>

struct Rings {
#ifdef NAMED
  const char* name = "";
#endif
  std::vector<int> first, next;
};

inline void total(const Rings& rings, const std::vector<double>& in, std::vector<double>& out) {
  for (std::size_t ring = 0; ring < rings.first.size(); ++ring) {
    double sum = 0.0;
    int at = rings.first[ring];
    do { sum += in[at]; at = rings.next[at]; } while (at != rings.first[ring]);
    out[ring] = sum;
  }
}

Rings made(int rings, int length);
double twice(const Rings& rings, std::vector<double>& out);
#endif
"""
# Macros with names of the recorder's, before the header and behind it.
_HELPERS = """\
#define place 3
#define kept 4
#include "rings.hpp"

Rings made(int rings, int length) {
  Rings made_;
  for (int ring = 0; ring < rings; ++ring) {
    made_.first.push_back(ring * length);
    for (int i = 0; i < length; ++i) made_.next.push_back(ring * length + (i + 1) % length);
  }
  return made_;
}

double twice(const Rings& rings, std::vector<double>& out) {
  std::vector<double> in(rings.next.size(), place);
  total(rings, in, out);
  in.assign(in.size(), kept);
  total(rings, in, out);
  return out[0];
}
"""
_MAIN = """\
#include <cstdio>
#include "rings.hpp"
#include "rings.hpp"

int main() {
  const Rings rings = made(20, 7);
  std::vector<double> in(140, 1.0), out(20);
  for (int step = 0; step < 5; ++step) total(rings, in, out);
  std::printf("%g %g\\n", out[0], twice(rings, out));
}
"""
_MAKEFILE = """\
app: main.o helpers.o
\t$(CXX) -o $@ $^
%.o: %.cpp rings.hpp
\t$(CXX) -std=c++20 -O2 -Wall -Wextra -Werror -pedantic -Wshadow -c -o $@ $<
"""
_WITH_ALL = '#define ALONE\n#include "rings.hpp"\n' + _HELPERS + _MAIN


def _project(folder: Path, units: dict[str, str]) -> None:
    (folder / "rings.hpp").write_text(_HEADER)
    (folder / "Makefile").write_text(_MAKEFILE)
    entries: list[dict[str, object]] = []
    for name, text in units.items():
        (folder / name).write_text(text)
        words = ["g++", "-std=c++20", "-O2", "-c", name]
        entries.append({"directory": str(folder), "file": name, "arguments": words})
    (folder / "compile_commands.json").write_text(json.dumps(entries))


def _told(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    main([*words])
    return json.loads(capsys.readouterr().out)


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "rings").mkdir()
    monkeypatch.chdir(tmp_path / "rings")


def test_every_unit_of_the_program_records(capsys: pytest.CaptureFixture[str]) -> None:
    _project(Path.cwd(), {"main.cpp": _MAIN, "helpers.cpp": _HELPERS})

    told = _told(
        capsys,
        *("capture", "rings.hpp", "--function", "total", "--build", "make", "--out", "kept"),
        *("--json", "--", "./app"),
    )

    assert told.get("total_calls") == 7, told
    assert told["is_whole"]
    assert told["dropped"] == []
    assert (told["function"], told["line"]) == ("total", 12)
    assert not Path("app").exists()
    assert Path("rings.hpp").read_text() == _HEADER


@pytest.mark.needs("llvm-tools", "archer")
def test_a_candidate_is_verified_on_what_was_captured(capsys: pytest.CaptureFixture[str]) -> None:
    _project(Path.cwd(), {"main.cpp": _WITH_ALL})
    Path("right.hpp").write_text(
        _HEADER.replace("  for (std", "#pragma omp parallel for if (&in != &out)\n  for (std")
    )
    verify = ("verify", "rings.hpp", "right.hpp", "--no-benchmark", "--threads", "2", "--json")
    (unknown,) = _told(capsys, *verify)["results"]
    assert (unknown["verdict"], unknown["reason_code"]) == ("inconclusive", "no-valid-input")

    told = _told(capsys, "capture", "rings.hpp", "--line", "13", "--json")

    assert told["command"] == ["main"]
    assert told["total_calls"] == 7
    (verified,) = _told(capsys, *verify)["results"]
    assert verified["verdict"] == "verified", verified["reason"]


def test_units_that_differ_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    _project(Path.cwd(), {"main.cpp": _MAIN, "helpers.cpp": f"#define NAMED\n{_HELPERS}"})

    error = _told(
        capsys,
        *("capture", "rings.hpp", "--function", "total", "--build", "make", "--json", "--"),
        "./app",
    )["error"]

    assert error["code"] == "differs-between-units"
    assert "is not the same in " in error["message"]
