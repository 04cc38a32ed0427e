"""Code of an answer at the indentation of the file (pure)."""

from __future__ import annotations

from pcg_engine.tools.reply.scan import lines_in_raw_strings


def shifted(text: str, before: str, after: str) -> str:
    """``text`` with ``after`` instead of ``before`` in front of its lines but the first.

    Unchanged if some line does not begin with ``before``: then it was not shifted as a whole.
    Lines in raw strings stay as they are.
    """
    if before == after or "\n" not in text:
        return text
    literal = lines_in_raw_strings(text)
    lines: list[str] = []
    for number, line in enumerate(text.split("\n")):
        if number == 0 or number in literal or not line.strip():
            lines.append(line)
        elif line.startswith(before):
            lines.append(after + line[len(before) :])
        elif line.lstrip().startswith("#"):
            # Directives often begin their line whatever is around them.
            lines.append(line)
        else:
            return text
    return "\n".join(lines)


def indentation(text: str, offset: int) -> str:
    """The white space that the line of ``offset`` begins with."""
    line = text[text.rfind("\n", 0, offset) + 1 :].split("\n", 1)[0]
    return line[: len(line) - len(line.lstrip(" \t"))]
