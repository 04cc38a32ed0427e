"""The parts of an answer that may be code, in the order in which they stand (pure)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from pcg_engine.tools.reply.decoration import undecorated
from pcg_engine.tools.reply.fences import Block, blocks
from pcg_engine.tools.reply.structured import answers

_REASONING = ("think", "thinking", "reasoning", "reflection", "analysis")
_NAMES = "|".join(_REASONING)
_TAG = re.compile(rf"(?P<opened>^[ \t]*<(?:{_NAMES})>)|</(?:{_NAMES})>", re.MULTILINE)
_FINAL_CHANNEL = "<|channel|>final<|message|>"
_END_OF_MESSAGE = ("<|return|>", "<|end|>", "<|im_end|>", "<|eot_id|>", "</s>")
_CODE_LINE = re.compile(
    r"[ \t]*(?:#[ \t]*(?:include|pragma|if|ifdef|ifndef|define)\b"
    r"|(?:template|static|inline|constexpr|const|namespace|struct|class|enum|using|typedef|extern"
    r"|void|bool|char|short|int|long|float|double|unsigned|signed|auto|size_t)\b"
    r"|std::|//|/\*|\[\[)"
)
_HUNK = re.compile(r"@@ .*@@")
_PATCHED = ("", " ", "+", "-", "@", "\\")
_MOST_BLOCKS = 1000
_STARTS = 8
_ENDS = ("}", ";", "*/")


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of text that may be code; ``is_closed`` is false if the answer ended in it."""

    text: str
    language: str = ""
    is_closed: bool = True


def without_reasoning(text: str) -> str:
    """``text`` without what a model thought aloud; its lines end in line feeds.

    Thoughts that never end are all there is; an end without a beginning, alone on its line or at
    the end of one, as servers that cut the first tag leave it, ends thoughts from the start.
    """
    text = text.replace("\r\n", "\n").removeprefix("\ufeff")
    _, final, message = text.rpartition(_FINAL_CHANNEL)
    text = message if final else text
    for end in _END_OF_MESSAGE:
        text = text.rstrip().removesuffix(end)
    kept: list[str] = []
    position = 0
    is_thinking = False
    for tag in _TAG.finditer(text):
        if tag["opened"] is not None:
            if not is_thinking:
                kept.append(text[position : tag.start()])
            is_thinking = True
        elif is_thinking:
            is_thinking = False
            position = tag.end()
        elif text[tag.end() : tag.end() + 1] in ("", "\n"):
            kept.clear()
            position = tag.end()
    if not is_thinking:
        kept.append(text[position:])
    return "".join(kept)


def snippets(text: str) -> tuple[Snippet, ...]:
    """The code of JSON objects and of fenced blocks; ``text`` is without reasoning."""
    text = undecorated(text)
    objects = tuple(answers(text))
    found = [
        (block.start, _of_block(block))
        for block in islice(blocks(text), _MOST_BLOCKS)
        if not any(one.start <= block.start < one.end for one in objects)
    ]
    for one in objects:
        is_fenced = one.code.lstrip().startswith(("```", "~~~"))
        inner = [_of_block(b) for b in blocks(one.code)] if is_fenced else [Snippet(one.code)]
        found.extend((one.start, snippet) for snippet in inner)
    found.sort(key=lambda one: one[0])
    return tuple(
        replace(snippet, text=undecorated(snippet.text))
        for _, snippet in found
        if snippet.text.strip()
    )


def bare_snippets(text: str, name: str) -> Iterator[Snippet]:
    """Guesses at where the code of an answer without blocks begins and ends, best first.

    ``name`` is the function's.
    """
    if "<<<<<<<" in text:
        yield Snippet(text, "diff")
    lines = undecorated(text).split("\n")
    hunk = next((n for n, line in enumerate(lines) if _HUNK.match(line)), None)
    if hunk is not None:
        behind = (n for n in range(hunk, len(lines)) if lines[n][:1] not in _PATCHED)
        yield Snippet("\n".join(lines[hunk : next(behind, len(lines))]), "diff")
    end = next(
        (n for n in range(len(lines), 0, -1) if _ends_code(lines[n - 1])),
        len(lines),
    )
    called = re.compile(rf"(?<!\w){re.escape(name)}[ \t]*\(")
    starts = [0] if _CODE_LINE.match(lines[0]) else []
    starts += [n for n, line in enumerate(lines[:end]) if n and _CODE_LINE.match(line)][:_STARTS]
    starts += [n for n, line in enumerate(lines[:end]) if called.search(line)][-_STARTS:]
    for start in dict.fromkeys(starts):
        yield Snippet("\n".join(lines[start:end]))


def _ends_code(line: str) -> bool:
    stripped = line.strip()
    return stripped.endswith(_ENDS) or stripped.startswith("#")


def _of_block(block: Block) -> Snippet:
    return Snippet(block.text, block.language.lower(), block.is_closed)
