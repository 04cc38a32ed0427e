"""Which units may include a header."""

from __future__ import annotations

from pathlib import Path

import pytest

from pcg_engine.adapters.header_units.include_scan import IncludeScan, Inclusion


@pytest.fixture
def project(tmp_path: Path) -> Path:
    files = {
        "include/step.hpp": "#include <vector>\n",
        "src/kernels.hpp": "  #  include <step.hpp>\n",
        "src/near.cpp": '#include "../include/step.hpp"\n',
        "src/far.cpp": '#include "kernels.hpp"\n',
        "src/none.cpp": '#include "absent.hpp"\n#include <vector>\n',
        "src/round.hpp": '#include "round.hpp"\n',
        "src/round.cpp": '#include "round.hpp"\n',
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


@pytest.mark.parametrize(
    ("unit", "found"),
    [
        ("near.cpp", Inclusion(1)),
        ("far.cpp", Inclusion(2)),
        ("none.cpp", None),
        ("round.cpp", None),
        ("absent.cpp", None),
    ],
)
def test_includes_are_followed(project: Path, unit: str, found: Inclusion | None) -> None:
    flags = (f"-I{project / 'include'}", "-O2")
    header = project / "include" / "step.hpp"
    assert IncludeScan().inclusion(project / "src" / unit, flags, header) == found


def test_a_folder_that_is_not_searched_is_not_seen(project: Path) -> None:
    header = project / "include" / "step.hpp"
    assert IncludeScan().inclusion(project / "src" / "far.cpp", ("-O2",), header) is None
