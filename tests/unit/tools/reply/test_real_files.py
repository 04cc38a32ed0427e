"""Every function of real files is found again in an answer that repeats it, a little changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from pcg_engine.domain.conversation import Reply
from pcg_engine.domain.source import SourceText
from pcg_engine.syntax.definitions import definition_at
from pcg_engine.syntax.items import ItemKind, items
from pcg_engine.syntax.parse import parse
from pcg_engine.tools.reply.candidate import candidate_text
from pcg_engine.tools.reply.outcome import Extracted

_ROOT = Path(__file__).parents[4]
_FILES = [*_ROOT.glob("examples/*.cpp"), *_ROOT.glob("tests/recorded/*.cpp")]
_MOST = 8
"""About how many functions of a file are taken."""
_STATEMENT = b" (void)0;"


@pytest.mark.parametrize("path", [pytest.param(path, id=path.name) for path in sorted(_FILES)])
def test_functions_are_found_again(path: Path) -> None:
    source = SourceText(path.name, path.read_bytes())
    tree = parse(source)
    found = 0
    functions = [i for i in items(tree) if i.kind is ItemKind.FUNCTION and i.body is not None]
    for item in functions[:: max(1, len(functions) // _MOST)]:
        assert item.body is not None
        definition = definition_at(tree, item.span)
        assert definition is not None
        at = item.body.start + 1
        changed = source.data[:at] + _STATEMENT + source.data[at:]
        whole = definition.whole
        alone = changed[whole.start : whole.end + len(_STATEMENT)].decode()
        for text in (
            f"```cpp\n{changed.decode()}\n```",
            f"```cpp\n{alone}\n```",
            f"This is it:\n\n{alone}\n\nIt's faster.",
        ):
            result = candidate_text(Reply(text), source, item.span)
            assert isinstance(result, Extracted), (item.name, result)
            assert result.data == changed, item.name
        found += 1
    assert found
