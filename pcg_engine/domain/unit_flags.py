"""Which flags may differ between the files of one program (pure).

Files are linked together whatever their flags; what PCG tests is built in one way. So each file
keeps the flags that say where its headers are and which macros and language it has, and the others
must agree: ``-ffast-math`` in one file alone changes what its functions compute.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

_TAKING_THE_NEXT = frozenset(
    "-I -isystem -iquote -idirafter -isysroot -include -imacros -iprefix -iwithprefix -D -U -L -B "
    "-Xclang -Xlinker -Xassembler -Xpreprocessor -mllvm -target -arch --param -u -z -T".split()
)
_OWN = (
    *("-I", "-isystem", "-iquote", "-idirafter", "-include", "-imacros", "-iprefix"),
    *("-iwithprefix", "-D", "-U", "-std="),
)
_LIBRARY_MACROS = ("_GLIBCXX", "_LIBCPP")
_OF_NO_MATTER = (
    *("-W", "-g", "-l", "-L", "-Xlinker", "-fPI", "-fpi", "-M", "-fvisibility", "-pedantic"),
    *("-fdiagnostics", "-fcolor", "-fmax-errors"),
)
_OF_NO_MATTER_ALONE = frozenset(
    "-O -O0 -O1 -O2 -O3 -Os -Oz -Og -w -u -z -T -s -pthread -pipe -pie -no-pie -rdynamic "
    "-shared".split()
)


def own_flags(flags: Sequence[str]) -> tuple[str, ...]:
    """Those of ``flags`` that each file has for itself: header folders, macros, the standard."""
    return tuple(word for group in _groups(flags) if _is_own(group) for word in group)


def unlike_flags(one: Sequence[str], other: Sequence[str]) -> tuple[str, ...]:
    """Flags that only one of two files has, or that they have in another order."""
    first, second = tuple(_binding(one)), tuple(_binding(other))
    if first == second:
        return ()
    differing = (Counter(first) - Counter(second)) + (Counter(second) - Counter(first))
    return tuple(sorted(differing)) or first


def flags_like(variant: Sequence[str], main: Sequence[str], unit: Sequence[str]) -> tuple[str, ...]:
    """``variant``, made of the flags ``main`` of one file, for a file with the flags ``unit``."""
    replaced = Counter(group for group in _groups(main) if _is_own(group))
    kept: list[str] = []
    for group in _groups(variant):
        if replaced[group] > 0:
            replaced[group] -= 1
        else:
            kept += group
    return (*own_flags(unit), *kept)


def _groups(flags: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Each flag with the word that belongs to it."""
    words = iter(flags)
    for word in words:
        if word in _TAKING_THE_NEXT:
            value = next(words, None)
            yield (word,) if value is None else (word, value)
        else:
            yield (word,)


def _binding(flags: Sequence[str]) -> Iterator[str]:
    """The flags that must agree."""
    for group in _groups(flags):
        word = group[0]
        matters = word.startswith("-") and word not in _OF_NO_MATTER_ALONE
        # What goes to the preprocessor this way is not looked into.
        is_hidden = word.startswith(("-Wp,", "-Wa,"))
        if is_hidden or (matters and not _is_own(group) and not word.startswith(_OF_NO_MATTER)):
            yield " ".join(group)


def _is_own(group: tuple[str, ...]) -> bool:
    if not group[0].startswith(_OWN) or group[0] == "-include-pch":
        return False
    # These change what the library's types are made of, which files that share them must agree on.
    macro = "".join(group).removeprefix("-D").removeprefix("-U")
    return not macro.startswith(_LIBRARY_MACROS)
