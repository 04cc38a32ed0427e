"""An ELF object file as values: sections, symbols, and which section refers to what (pure).

After the ELF-64 object file format (gABI, chapters "Sections", "Symbol Table" and "Relocation").
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from enum import IntEnum, IntFlag

_HEADER = struct.Struct("<16xHHIQQQIHHHHHH")
_SECTION = struct.Struct("<IIQQQQIIQQ")
_SYMBOL = struct.Struct("<IBBHQQ")
_ADDEND = struct.Struct("<QQq")
_NO_ADDEND = struct.Struct("<QQ")
_RELOCATABLE = 1
_SYMTAB, _RELA, _NOBITS, _REL, _SYMTAB_SHNDX = 2, 4, 8, 9, 18
_LOAD_TIME_TYPES = frozenset((14, 15, 16))
_LOAD_TIME_NAMES = (".ctors", ".dtors", ".init", ".fini")
_UNDEFINED, _ABSOLUTE, _COMMON, _ESCAPE = 0, 0xFFF1, 0xFFF2, 0xFFFF


class UnknownFormat(Exception):
    """The bytes are no little-endian ELF-64 object file."""


class SectionFlag(IntFlag):
    """Attributes of a section."""

    WRITE = 1
    ALLOC = 2
    EXECUTE = 4
    STRINGS = 0x20
    THREAD_LOCAL = 0x400


class SymbolKind(IntEnum):
    """What a symbol names (other values occur)."""

    NOTYPE = 0
    OBJECT = 1
    FUNCTION = 2
    SECTION = 3
    FILE = 4
    COMMON = 5
    THREAD_LOCAL = 6
    INDIRECT_FUNCTION = 10


@dataclass(frozen=True, slots=True)
class Section:
    """One section; ``data`` is empty where the file holds none (``.bss``)."""

    name: str
    type: int
    flags: SectionFlag
    size: int
    data: bytes

    @property
    def is_code(self) -> bool:
        """Whether it holds instructions."""
        return SectionFlag.EXECUTE in self.flags

    @property
    def is_state(self) -> bool:
        """Whether a program may write to it while it runs."""
        return (
            SectionFlag.WRITE in self.flags
            and SectionFlag.ALLOC in self.flags
            and not self.name.startswith(".data.rel.ro")
            and not self.runs_at_load
        )

    @property
    def runs_at_load(self) -> bool:
        """Whether it lists functions that the loader calls."""
        return self.type in _LOAD_TIME_TYPES or self.name.startswith(_LOAD_TIME_NAMES)


@dataclass(frozen=True, slots=True)
class ObjectSymbol:
    """One symbol; ``section`` is an index into ``sections``, ``None`` if it is not in one."""

    name: str
    kind: int
    section: int | None
    value: int
    size: int
    is_local: bool
    is_undefined: bool
    is_common: bool


@dataclass(frozen=True, slots=True)
class Reference:
    """A relocation: at ``offset`` of its section, ``addend`` behind the symbol of that index."""

    offset: int
    symbol: int
    addend: int


@dataclass(frozen=True, slots=True)
class ObjectFile:
    """``references`` maps the index of a section to what it refers to, in order of offset."""

    sections: tuple[Section, ...]
    symbols: tuple[ObjectSymbol, ...]
    references: dict[int, tuple[Reference, ...]]


def read_object(data: bytes) -> ObjectFile:
    """The object file in ``data``; raises ``UnknownFormat``."""
    if data[:6] != b"\x7fELF\x02\x01":
        raise UnknownFormat("no little-endian ELF-64 file")
    try:
        return _read(data)
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise UnknownFormat(f"damaged ELF file: {error}") from error


@dataclass(frozen=True, slots=True)
class _Header:
    """A section header as the file has it."""

    name: int
    type: int
    flags: int
    offset: int
    size: int
    link: int
    info: int

    def bytes(self, data: bytes) -> bytes:
        if self.type == _NOBITS:
            return b""
        found = data[self.offset : self.offset + self.size]
        if len(found) != self.size:
            raise UnknownFormat("a section reaches beyond the end of the file")
        return found


def _read(data: bytes) -> ObjectFile:
    kind, _, _, _, _, offset, _, _, _, _, width, count, names_at = _HEADER.unpack_from(data)
    if kind != _RELOCATABLE or width != _SECTION.size:
        raise UnknownFormat("no relocatable file")
    first = _header(data, offset)
    count = count or first.size
    if names_at == _ESCAPE:
        names_at = first.link
    headers = [_header(data, offset + index * width) for index in range(count)]
    names = headers[names_at].bytes(data)
    sections = tuple(
        Section(_text(names, h.name), h.type, SectionFlag(h.flags), h.size, h.bytes(data))
        for h in headers
    )
    table = next((i for i, h in enumerate(headers) if h.type == _SYMTAB), None)
    if table is None:
        return ObjectFile(sections, (), {})
    symbols = _symbols(data, headers, table)
    references: dict[int, tuple[Reference, ...]] = {}
    for header in headers:
        if header.type in (_RELA, _REL) and header.link == table:
            known = references.get(header.info, ())
            references[header.info] = (*known, *_references(data, header))
    for section, found in references.items():
        if section >= len(sections) or any(r.symbol >= len(symbols) for r in found):
            raise UnknownFormat("a relocation refers to nothing")
    return ObjectFile(sections, symbols, references)


def _header(data: bytes, offset: int) -> _Header:
    name, kind, flags, _, where, size, link, info, _, _ = _SECTION.unpack_from(data, offset)
    return _Header(name, kind, flags, where, size, link, info)


def _symbols(data: bytes, headers: list[_Header], table: int) -> tuple[ObjectSymbol, ...]:
    names = headers[headers[table].link].bytes(data)
    extended = next(
        (h.bytes(data) for h in headers if h.type == _SYMTAB_SHNDX and h.link == table), b""
    )
    found: list[ObjectSymbol] = []
    for index, fields in enumerate(_SYMBOL.iter_unpack(headers[table].bytes(data))):
        name, info, _, section, value, size = fields
        if section == _ESCAPE:
            (section,) = struct.unpack_from("<I", extended, 4 * index)
            inside = True
        else:
            inside = section not in (_UNDEFINED, _ABSOLUTE, _COMMON)
        if inside and section >= len(headers):
            raise UnknownFormat("a symbol lies in no section")
        found.append(
            ObjectSymbol(
                _text(names, name),
                info & 0xF,
                section if inside else None,
                value,
                size,
                is_local=info >> 4 == 0,
                is_undefined=section == _UNDEFINED,
                is_common=section == _COMMON,
            )
        )
    return tuple(found)


def _references(data: bytes, header: _Header) -> list[Reference]:
    content = header.bytes(data)
    if header.type == _RELA:
        found = [Reference(o, i >> 32, a) for o, i, a in _ADDEND.iter_unpack(content)]
    else:
        found = [Reference(o, i >> 32, 0) for o, i in _NO_ADDEND.iter_unpack(content)]
    return sorted(found, key=lambda reference: reference.offset)


def _text(names: bytes, offset: int) -> str:
    end = names.index(b"\0", offset)
    return names[offset:end].decode("utf-8", "backslashreplace")
