"""The recorder of a C file: the file enters it, and a library that is loaded first holds it (pure).

The recorder is C++. So the user's text, which stays C, gets only an entry: two functions are called
through a table whose address the library leaves in the environment when the program begins.
Without the library nothing is recorded. It is loaded before all others, since its allocator has to
be the program's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pcg_engine.tools.harness.c_language import driver_declarations
from pcg_engine.tools.harness.signature import Signature

TABLE = "PCG_CAPTURE_TABLE"
LIBRARY = "recorder.so"

_BEFORE = f"""\
struct pcg_capture_table {{
  void* (*begin)(const void* const*, const long long*);
  void (*end)(void*);
}};
extern char* pcg_capture_getenv(const char*) __asm__("getenv");
static long long pcg_capture_larger(long long one, long long other) {{
  return one > other ? one : other;
}}
static const struct pcg_capture_table* pcg_capture_find(void) {{
  static const struct pcg_capture_table* found;
  static int asked;
  if (!asked) {{
    const char* at = pcg_capture_getenv("{TABLE}");
    unsigned long address = 0;
    while (at && *at >= '0' && *at <= '9') address = 10 * address + (unsigned long)(*at++ - '0');
    found = (const struct pcg_capture_table*)address;
    asked = 1;
  }}
  return found;
}}
static void* pcg_capture_begin(const void* const* places, const long long* extents) {{
  const struct pcg_capture_table* table = pcg_capture_find();
  (void)pcg_capture_larger;
  return table ? table->begin(places, extents) : (void*)0;
}}
static void pcg_capture_end(void** call) {{
  if (*call) pcg_capture_find()->end(*call);
}}
"""

_ENTRY = f"""\
extern "C" int pcg_capture_setenv(const char*, const char*, int) __asm__("setenv");
namespace pcg_capture {{
struct table {{
  void* (*begin)(const void* const*, const long long*);
  void (*end)(void*);
}};
static void* begin(const void* const* places, const long long* extents) {{
  void* const room = pcg_capture_get(sizeof(call));
  return room ? new (room, placed()) call(places, extents) : 0;
}}
static void end(void* given) {{
  static_cast<call*>(given)->~call();
  pcg_capture_give(given);
}}
static const table entry = {{begin, end}};
__attribute__((constructor)) static void announce() {{
  char text[24];
  *number_to(text, (count_type)&entry) = 0;
  pcg_capture_setenv("{TABLE}", text, 1);
}}
}}
"""
_PLACED = """\
namespace pcg_capture { struct placed {}; }
inline void* operator new(__SIZE_TYPE__, void* at, pcg_capture::placed) noexcept { return at; }
"""


def before() -> bytes:
    """What comes before the user's text."""
    return (_BEFORE + "extern const void* const pcg_capture_globals[];\n").encode()


def after(signature: Signature) -> bytes:
    """What comes behind it, where nothing hides the variables."""
    names = [slot.name.removeprefix("::") for slot in signature.globals]
    lines = [f"#undef {name}" for name in names]
    places = ", ".join(f"&{name}" for name in names) or "0"
    lines.append(f"const void* const pcg_capture_globals[] = {{{places}}};")
    return ("\n".join(lines) + "\n").encode()


def added(
    signature: Signature,
    values: Mapping[str, str],
    extents: Sequence[str],
) -> str:
    """What the recorder enters with, all in the line that is there.

    ``values`` are the slots that are something else there than the variable of their name.
    """
    made: list[str] = []
    places: list[str] = []
    for index, slot in enumerate(signature.parameters):
        value = values.get(slot.name, slot.name)
        if value == slot.name:
            places.append(f"&{slot.name}")
            continue
        made.append(f" __typeof__({value}) pcg_capture_value_{index} = ({value});")
        places.append(f"&pcg_capture_value_{index}")
    numbers = range(len(signature.globals))
    places += [f"pcg_capture_globals[{number}]" for number in numbers]
    spelled = ", ".join(extents) or "0"
    return (
        f"{''.join(made)}"
        f" const void* const pcg_capture_places[] = {{{', '.join(places) or '0'}}};"
        f" const long long pcg_capture_extents[] = "
        f"{{{spelled.replace('::pcg_capture::larger', 'pcg_capture_larger')}}};"
        " void* pcg_capture_call __attribute__((cleanup(pcg_capture_end))) ="
        " pcg_capture_begin(pcg_capture_places, pcg_capture_extents); (void)pcg_capture_call;"
    )


def library(signature: Signature, recorder: bytes, glue: str) -> bytes:
    """The C++ text of the library; raises ``Unsupported`` for names that C++ cannot write."""
    declared = "\n".join(driver_declarations(signature))
    parts = (recorder, _PLACED.encode(), declared.encode(), glue.encode(), _ENTRY.encode())
    return b"\n".join(parts)
