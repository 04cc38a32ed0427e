"""Every reason for which nothing was established says what to do next."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

import pcg_engine
from pcg_engine.domain.next_steps import NEXT_STEPS, SAID_ALREADY, with_next_step

_SOURCES = Path(pcg_engine.__file__).parent
_MAKERS = frozenset({"inconclusive", "_inconclusive", "NoHarness", "Inconclusive", "Open"})
_CODE = re.compile(r"[a-z]+(?:-[a-z]+)*")
_STEP = re.compile(
    r"[:;,] (?:\{\}|let |pass |name |give |see |call |write |rename |set |declare )|; do "
)
"""How a sentence goes on where it says what to do; a hole may hold that."""


@dataclass(frozen=True, slots=True)
class Site:
    """A place that says that something is inconclusive; ``text`` has ``{}`` where values stand."""

    place: str
    code: str
    text: str | None


def _text(node: ast.expr) -> str | None:
    match node:
        case ast.Constant(value=str(value)):
            return value
        case ast.JoinedStr(values=values):
            return "".join(str(v.value) if isinstance(v, ast.Constant) else "{}" for v in values)
        case _:
            return None


def _is_inconclusive(node: ast.expr) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == "INCONCLUSIVE"


def _sites() -> Iterator[Site]:
    for path in sorted(_SOURCES.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            parts: list[ast.expr] = []
            match node:
                case ast.Call(func=ast.Name(id=name), args=args) if name in _MAKERS:
                    parts = list(args)
                case ast.Call(args=args, keywords=keywords) if any(
                    map(_is_inconclusive, (*args, *(k.value for k in keywords)))
                ):
                    parts = [*args, *(k.value for k in keywords)]
                case ast.Tuple(elts=elements) if any(map(_is_inconclusive, elements)):
                    parts = list(elements)
                case _:
                    continue
            texts = [text for text in map(_text, parts) if text is not None]
            codes = [text for text in texts if _CODE.fullmatch(text)]
            sentences = [text for text in texts if not _CODE.fullmatch(text)]
            if codes:
                where = f"{path.relative_to(_SOURCES)}:{node.lineno}"
                yield Site(where, codes[0], sentences[0] if sentences else None)


SITES = tuple(_sites())


def test_the_sources_are_understood() -> None:
    """The walk finds the places: a good many, of all the layers that make verdicts."""
    assert len(SITES) > 50
    assert {"no-valid-input", "unsupported-parameter", "branch-not-covered"} <= {
        site.code for site in SITES
    }


@pytest.mark.parametrize("site", SITES, ids=lambda site: f"{site.place} {site.code}")
def test_every_reason_has_a_next_step(site: Site) -> None:
    """From the table, or in its own sentence."""
    assert (site.code in NEXT_STEPS) != (site.code in SAID_ALREADY)
    if site.code in SAID_ALREADY and site.text is not None:
        assert _STEP.search(site.text), site.text


def test_steps_are_for_reasons_that_exist() -> None:
    """Each code of both tables stands somewhere in the sources."""
    text = "\n".join(
        path.read_text("utf-8") for path in _SOURCES.rglob("*.py") if path.name != "next_steps.py"
    )
    unused = {c for c in (*NEXT_STEPS, *SAID_ALREADY) if f'"{c}"' not in text}
    # The recorder's run-time tells of these, in C++.
    runtime = "\n".join(
        path.read_text("utf-8")
        for path in (_SOURCES / "tools").rglob("*")
        if path.suffix in (".cpp", ".hpp")
    )
    assert {c for c in unused if f'"{c}"' not in runtime} == set()


def test_the_step_is_said_once() -> None:
    """Behind the reason, and not again where the sentence has it already."""
    once = with_next_step("noise", "the measurement is too noisy to tell.")
    assert once == "the measurement is too noisy to tell; try again on a quiet machine"
    assert with_next_step("noise", once) == once
    assert with_next_step("no-such-code", "as it is") == "as it is"
