"""What PCG puts around the user's text compiles in every standard that people use."""

from __future__ import annotations

import subprocess
from importlib.resources import files

import pytest

from pcg_engine.domain.toolchain import Tool
from pcg_engine.tools.recording.instrumentation import prelude_text
from tests.conftest import toolchain

_RUNTIME = files("pcg_engine.tools.harness").joinpath("runtime")
_DRIVER = b"".join(_RUNTIME.joinpath(name).read_bytes() for name in ("driver.hpp", "values.hpp"))


_STANDARDS = ["c++11", "c++14", "c++17", "c++20", "gnu++20", "c++2b"]


def _complaints(compiler: Tool | None, standard: str, text: bytes, language: str = "c++") -> str:
    assert compiler is not None
    flags = [f"-std={standard}", "-fsyntax-only", "-Wno-attributes", "-x", language, "-"]
    done = subprocess.run([compiler.path, *flags], input=text, capture_output=True, check=False)
    return done.stderr.decode()


@pytest.mark.needs("clang")
@pytest.mark.parametrize("standard", _STANDARDS)
def test_the_recorder_compiles(standard: str) -> None:
    assert _complaints(toolchain().clang, standard, prelude_text()) == ""


@pytest.mark.needs("gxx", "clang")
@pytest.mark.parametrize("standard", _STANDARDS)
def test_the_driver_compiles(standard: str) -> None:
    assert _complaints(toolchain().user_compiler, standard, _DRIVER) == ""
    assert _complaints(toolchain().clang, standard, _DRIVER) == ""


@pytest.mark.needs("gxx", "clang")
@pytest.mark.parametrize("standard", ["gnu89", "c99", "gnu11", "c17", "gnu2x"])
def test_what_goes_into_c_compiles(standard: str) -> None:
    probes = b"enum { pcg_own_probes = 1 };\n" + _RUNTIME.joinpath("probes.h").read_bytes()
    assert _complaints(toolchain().clang, standard, prelude_text(is_c=True), "c") == ""
    assert _complaints(toolchain().user_compiler, standard, probes, "c") == ""
    assert _complaints(toolchain().clang, standard, probes, "c") == ""
