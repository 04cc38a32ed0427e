"""Where a header goes that a candidate needs."""

from __future__ import annotations

import pytest

from pcg_engine.domain.source import SourceText
from pcg_engine.planning.rules.includes import include_edit
from pcg_engine.syntax.splice import apply_edits


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("int f();\n", "#include <vector>\nint f();\n"),
        ("#include <vector>\nint f();\n", "#include <vector>\nint f();\n"),
        ("#  include <vector> // of numbers\n", "#  include <vector> // of numbers\n"),
        ("// A file.\n#include <cmath>\n\n", "// A file.\n#include <cmath>\n#include <vector>\n\n"),
        (
            "#include <cmath>\n#include <zlib.h>\n",
            "#include <cmath>\n#include <vector>\n#include <zlib.h>\n",
        ),
        (
            "#if X\n#include <vector>\n#endif\n#include <cmath>\n",
            "#if X\n#include <vector>\n#endif\n#include <cmath>\n#include <vector>\n",
        ),
        ('#include "own.h"\n', '#include <vector>\n#include "own.h"\n'),
    ],
    ids=["none", "there already", "spaced", "last", "between", "conditional", "only own headers"],
)
def test_include(text: str, expected: str) -> None:
    source = SourceText("x.cpp", text.encode())
    assert apply_edits(source, include_edit(source, "vector")).data.decode() == expected
