// Which memory the program's own variables have: those with static storage by the symbols of its
// file, arrays on the stack by what is added behind their declarations. Behind blocks.hpp.
namespace pcg_capture {

#if defined(__linux__) && defined(__LP64__)
extern "C" {
long pcg_capture_read_at(int, void*, size_type, long) __asm__("pread");
unsigned long pcg_capture_auxiliary(unsigned long) __asm__("getauxval");
}

// System V ABI, ELF-64 object file format, as far as it is needed.
struct elf_header {
  unsigned char identification[16];
  unsigned short type, machine;
  unsigned version;
  size_type entry, programs, sections;
  unsigned flags;
  unsigned short size, program_size, program_number, section_size, section_number, names;
};
struct elf_section {
  unsigned name, type;
  size_type flags, address, offset, size;
  unsigned link, information;
  size_type alignment, entry_size;
};
struct elf_symbol {
  unsigned name;
  unsigned char information, other;
  unsigned short section;
  size_type value, size;
};
struct elf_program {
  unsigned type, flags;
  size_type offset, address, physical, file_size, memory_size, alignment;
};

// By how much the program's addresses differ from those in its file.
inline size_type moved_by() {
  const elf_program* const programs =
      reinterpret_cast<const elf_program*>(pcg_capture_auxiliary(3));  // AT_PHDR
  const size_type number = pcg_capture_auxiliary(5);                   // AT_PHNUM
  for (size_type i = 0; programs && i < number; ++i) {
    if (programs[i].type == 6) return (size_type)programs - programs[i].address;  // PT_PHDR
  }
  return 0;
}

static const size_type most_statics = 1 << 20;
static block* statics = 0;
static size_type statics_number = 0;

inline void read_symbols(int file, const elf_section& table) {
  const size_type number = table.size / sizeof(elf_symbol);
  if (table.entry_size != sizeof(elf_symbol) || number > most_statics) return;
  statics = static_cast<block*>(pcg_capture_get_zeros(number + 1, sizeof(block)));
  if (!statics) return;
  const size_type moved = moved_by();
  elf_symbol some[64];
  for (size_type done = 0; done < number;) {
    const size_type left = number - done < 64 ? number - done : 64;
    const long bytes = (long)(left * sizeof(elf_symbol));
    const long at = (long)(table.offset + done * sizeof(elf_symbol));
    if (pcg_capture_read_at(file, some, (size_type)bytes, at) != bytes) return;
    for (size_type i = 0; i < left; ++i) {
      const bool is_object = (some[i].information & 15) == 1;  // STT_OBJECT
      if (!is_object || !some[i].section || some[i].section >= 0xff00 || !some[i].size) continue;
      const block found = {some[i].value + moved, some[i].size};
      statics[statics_number++] = found;
    }
    done += left;
  }
}

inline void find_statics() {
  const int file = pcg_capture_open("/proc/self/exe", 0);
  if (file < 0) return;
  elf_header head;
  elf_section table = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
  const long whole = sizeof head;
  const bool is_known = pcg_capture_read_at(file, &head, sizeof head, 0) == whole &&
                        head.identification[0] == 0x7f && head.identification[1] == 'E' &&
                        head.identification[4] == 2 && head.section_size == sizeof(elf_section);
  for (unsigned i = 0; is_known && i < head.section_number; ++i) {
    elf_section one;
    const long at = (long)(head.sections + i * sizeof one);
    if (pcg_capture_read_at(file, &one, sizeof one, at) != (long)sizeof one) break;
    if (one.type == 2 || (one.type == 11 && !table.type)) table = one;  // SYMTAB, else DYNSYM
  }
  if (table.type) read_symbols(file, table);
  pcg_capture_close(file);
}
#else
static block* statics = 0;
static size_type statics_number = 0;
inline void find_statics() {}
#endif

static char statics_flag = 0;
static bool statics_sought = false;

// The variable with static storage that holds `address`; one of no bytes if none is known.
inline block static_around(size_type address) {
  const lock guard(statics_flag);
  if (!statics_sought) find_statics();
  statics_sought = true;
  block best = {0, 0};
  for (size_type i = 0; i < statics_number; ++i) {
    const block& one = statics[i];
    const bool is_around = one.begin <= address && address < one.begin + one.bytes;
    if (is_around && (!best.bytes || one.bytes < best.bytes)) best = one;
  }
  return best;
}

// The arrays on a thread's stack, those declared last in place of others. What lies below the
// recorder's own frame is gone.
struct local {
  size_type begin;
  size_type bytes;
  count_type order;
};

static const size_type most_locals = 512;
static __thread local locals[most_locals];
static __thread count_type locals_order = 0;

inline void on_stack(const volatile void* begin, size_type bytes) {
  const local added = {(size_type)begin, bytes, ++locals_order};
  locals[(added.begin >> 4) & (most_locals - 1)] = added;
}

inline block local_around(size_type address) {
  block best = {0, 0};
  count_type order = 0;
  for (size_type i = 0; i < most_locals; ++i) {
    const local& one = locals[i];
    const bool is_around = one.begin <= address && address < one.begin + one.bytes;
    const bool is_there = one.begin > (size_type)__builtin_frame_address(0);
    if (!is_around || !is_there || one.order < order) continue;
    best.begin = one.begin;
    best.bytes = one.bytes;
    order = one.order;
  }
  return best;
}

// The block or variable that holds `address`.
inline block memory_around(size_type address) {
  block found = block_around(address);
  if (!found.bytes) found = local_around(address);
  if (!found.bytes) found = static_around(address);
  return found;
}

}  // namespace pcg_capture

