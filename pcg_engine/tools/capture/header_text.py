"""A recorder in a header, which several units of one program include (pure).

All of them record into one recorder: what it knows is merged by the linker. Its text stands amid
the units' own, whose macros must reach none of it, and have to be there again behind it.
"""

from __future__ import annotations

import re
from dataclasses import replace

from pcg_engine.tools.capture.instrument import Instrumented

_WORD = re.compile(rb"[A-Za-z_]\w*")
_NO_MACROS = frozenset(
    b"defined and and_eq bitand bitor compl not not_eq or or_eq xor xor_eq".split()
)
"""Words that cannot be macros: [cpp.predefined], [lex.digraph]."""


def in_header(made: Instrumented) -> Instrumented:
    """``made`` for a header: both parts are taken once in a unit, and leave its macros alone."""
    return replace(
        made,
        before=_once(b"PCG_CAPTURE_BEFORE", _shielded(made.before)),
        after=_once(b"PCG_CAPTURE_AFTER", _shielded(made.after)),
    )


def _once(guard: bytes, text: bytes) -> bytes:
    return b"#ifndef %s\n#define %s\n%s\n#endif\n" % (guard, guard, text)


def _shielded(text: bytes) -> bytes:
    """``text`` without any macro that has the name of one of its words; they are back after it."""
    words = sorted(
        word for word in set(_WORD.findall(text)) - _NO_MACROS if not word.startswith(b"__")
    )
    pushed = b"".join(b'#pragma push_macro("%s")\n#undef %s\n' % (word, word) for word in words)
    popped = b"".join(b'#pragma pop_macro("%s")\n' % word for word in words)
    return pushed + text + b"\n" + popped
