"""Which system headers may be precompiled for a text."""

from __future__ import annotations

from pathlib import Path

import pytest

from pcg_engine.adapters.clang_ast.preamble import precompilable_prefix

FILES = {
    Path("/p/grid.h"): b"#pragma once\n#include <map>\nstruct Grid {};\n",
    Path("/p/guarded.h"): b"#ifndef G_H\n#define G_H\n#include <set>\n#define SIZE 3\n#endif\n",
    Path("/p/lower.h"): b"#pragma once\n#define real float\n",
    Path("/p/loop.h"): b'#include "loop.h"\n#include <list>\n',
    Path("/inc/mine/own.h"): b"#pragma once\n#include <deque>\nint own();\n",
}


def prefix(text: str) -> list[str]:
    """The precompiled lines for ``text`` in the folder ``/p`` with ``-I/inc``."""
    found = precompilable_prefix(text.encode(), Path("/p"), (Path("/inc"),), FILES.get)
    return found.decode().splitlines()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("int f();\n", []),
        ("#include <vector>\n// #include <no>\n/* #include <no> */\n#include <cmath>  // yes\n",
         ["#include <vector>", "#include <cmath>"]),
        ("#include <vector>\nint f();\n#include <cmath>\n",
         ["#include <vector>", "#include <cmath>"]),
        # User headers, by either form, stay where they are; what they include does not.
        ('#include "grid.h"\n#include <vector>\n', ["#include <map>", "#include <vector>"]),
        ("#include <mine/own.h>\n#include <vector>\n", ["#include <deque>", "#include <vector>"]),
        ('#include "guarded.h"\n#include <vector>\n', ["#include <set>", "#include <vector>"]),
        ('#include "loop.h"\n', ["#include <list>"]),
        # A macro before every include is taken along; later ones must be harmless to move over.
        ("#define NDEBUG\n#include <cassert>\n", ["#define NDEBUG", "#include <cassert>"]),
        ("#include <map>\nint f();\n#define NDEBUG\n#include <cassert>\n", ["#include <map>"]),
        ("#include <map>\nint f();\n#define SIZE 3\n#include <set>\n",
         ["#include <map>", "#include <set>"]),
        ('#include "lower.h"\n#include <vector>\n', []),
        # Conditionals move whole or not at all.
        ("#ifdef X\n#include <omp.h>\n#endif\n#include <map>\n",
         ["#ifdef X", "#include <omp.h>", "#endif", "#include <map>"]),
        # One prefix serves both modes.
        ("#ifdef _OPENMP\n#include <omp.h>\n#endif\n#include <map>\n", ["#include <map>"]),
        ("#ifndef _OPENMP\n#define SERIAL\n#endif\n#include <map>\n", []),
        ('#ifdef X\n#include "grid.h"\n#endif\n#include <map>\n', []),
        ("#ifdef X\nint f();\n#endif\n#include <map>\n", ["#include <map>"]),
        ("#pragma pack(1)\n#include <map>\n", []),
    ],
)  # fmt: skip
def test_system_headers_are_collected(text: str, expected: list[str]) -> None:
    assert prefix(text) == expected
