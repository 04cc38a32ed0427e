// Which blocks of memory the program has: its allocator is watched. The first part of the recorder,
// behind driver.hpp and the settings; what it needs of the C library it names by the library's own
// symbols, so that it includes nothing.

// What a program has one of, though several of its files have the recorder: that of a header.
#define PCG_CAPTURE_ONE __attribute__((weak, visibility("default")))

namespace pcg_capture {

using pcg_driver::count_type;
using pcg_driver::size_type;
using pcg_driver::writer;

extern "C" {
int pcg_capture_open(const char*, int, ...) __asm__("open");
long pcg_capture_write(int, const void*, size_type) __asm__("write");
int pcg_capture_close(int) __asm__("close");
int pcg_capture_unlink(const char*) __asm__("unlink");
int pcg_capture_getpid() __asm__("getpid");
int pcg_capture_clock(int, long*) __asm__("clock_gettime");
void* pcg_capture_get(size_type) __asm__("__libc_malloc");
void* pcg_capture_get_zeros(size_type, size_type) __asm__("__libc_calloc");
void* pcg_capture_get_other(void*, size_type) __asm__("__libc_realloc");
void* pcg_capture_get_aligned(size_type, size_type) __asm__("__libc_memalign");
void pcg_capture_give(void*) __asm__("__libc_free");
}

// What generated sizes are put together with.
inline long long larger(long long one, long long other) { return one > other ? one : other; }

struct lock {
  char& flag;
  explicit lock(char& given) : flag(given) {
    while (__atomic_test_and_set(&flag, __ATOMIC_ACQUIRE)) {
    }
  }
  lock(const lock&) = delete;
  ~lock() { __atomic_clear(&flag, __ATOMIC_RELEASE); }
};

// Open addressing by the first address.

struct block {
  size_type begin;
  size_type bytes;
};

PCG_CAPTURE_ONE block* blocks = 0;
PCG_CAPTURE_ONE size_type block_room = 0;
PCG_CAPTURE_ONE size_type blocks_used = 0;
PCG_CAPTURE_ONE bool blocks_unknown = false;
PCG_CAPTURE_ONE char block_flag = 0;
static const size_type gone = 1;

inline size_type home_of(size_type address) {
  return ((address >> 4) * 0x9E3779B97F4A7C15ull >> 20) & (block_room - 1);
}

inline void put_block(block added) {
  size_type at = home_of(added.begin);
  while (blocks[at].begin > gone) at = (at + 1) & (block_room - 1);
  blocks_used += blocks[at].begin == 0;
  blocks[at] = added;
}

inline bool make_room() {
  if (block_room && 2 * (blocks_used + 1) <= block_room) return true;
  block* const old = blocks;
  const size_type before = block_room;
  size_type live = 0;
  for (size_type i = 0; i < before; ++i) live += old[i].begin > gone;
  size_type room = 1 << 12;
  while (room < 4 * (live + 1)) room *= 2;
  block* const made = static_cast<block*>(pcg_capture_get_zeros(room, sizeof(block)));
  if (!made) {
    blocks_unknown = true;
    return false;
  }
  blocks = made;
  block_room = room;
  blocks_used = 0;
  for (size_type i = 0; i < before; ++i) {
    if (old[i].begin > gone) put_block(old[i]);
  }
  if (old) pcg_capture_give(old);
  return true;
}

inline void* took(void* begin, size_type bytes) {
  if (!begin) return begin;
  const lock guard(block_flag);
  const block added = {(size_type)begin, bytes};
  if (make_room()) put_block(added);
  return begin;
}

inline void gives(void* begin) {
  if (!begin) return;
  const lock guard(block_flag);
  if (!block_room) return;
  for (size_type at = home_of((size_type)begin); blocks[at].begin; at = (at + 1) & (block_room - 1)) {
    if (blocks[at].begin != (size_type)begin) continue;
    blocks[at].begin = gone;
    return;
  }
}

inline bool is_in(const block& one, size_type address) {
  return one.begin > gone && one.begin <= address && address < one.begin + one.bytes;
}

// The block that holds `address`; one of no bytes if none is known. Mostly it begins there, or is
// the one that was found last.
inline block block_around(size_type address) {
  static size_type last = 0;
  const lock guard(block_flag);
  const block none = {0, 0};
  if (blocks_unknown || !block_room) return none;
  for (size_type at = home_of(address); blocks[at].begin; at = (at + 1) & (block_room - 1)) {
    if (blocks[at].begin == address && is_in(blocks[at], address)) return blocks[at];
  }
  if (last < block_room && is_in(blocks[last], address)) return blocks[last];
  for (last = 0; last < block_room; ++last) {
    if (is_in(blocks[last], address)) return blocks[last];
  }
  return none;
}

// Mirrored in tools/capture/outcome.py.
enum refusal_type {
  accepted,
  null_pointer,
  unknown_extent,
  unreadable,
  overlap,
  too_large,
  unlike_overlap,
  no_room,
  other_class
};

// Whether all of [begin, end) may be read: the kernel is asked, a page at a time.
inline bool is_readable(const unsigned char* begin, const unsigned char* end) {
  if (begin >= end) return true;
  char name[512];
  const char* const tail = "/probe";
  size_type at = 0;
  for (; folder[at]; ++at) name[at] = folder[at];
  for (size_type i = 0; i < 7; ++i) name[at + i] = tail[i];
  const int file = pcg_capture_open(name, 01 | 0100 | 01000, 0600);  // write, create, truncate
  if (file < 0) return false;
  bool readable = true;
  for (const unsigned char* at_ = begin; readable && at_ < end; at_ += 4096) {
    readable = pcg_capture_write(file, at_, 1) == 1;
  }
  readable = readable && pcg_capture_write(file, end - 1, 1) == 1;
  pcg_capture_close(file);
  pcg_capture_unlink(name);
  return readable;
}

}  // namespace pcg_capture

// The program's own allocator, which is told of first; one that the program brings itself wins.
extern "C" {
#define PCG_CAPTURE_REPLACES(name) __asm__(name) __attribute__((weak, used, noinline, visibility("default")))
void* pcg_capture_malloc(__SIZE_TYPE__) PCG_CAPTURE_REPLACES("malloc");
void* pcg_capture_calloc(__SIZE_TYPE__, __SIZE_TYPE__) PCG_CAPTURE_REPLACES("calloc");
void* pcg_capture_realloc(void*, __SIZE_TYPE__) PCG_CAPTURE_REPLACES("realloc");
void* pcg_capture_memalign(__SIZE_TYPE__, __SIZE_TYPE__) PCG_CAPTURE_REPLACES("memalign");
void* pcg_capture_aligned(__SIZE_TYPE__, __SIZE_TYPE__) PCG_CAPTURE_REPLACES("aligned_alloc");
int pcg_capture_posix(void**, __SIZE_TYPE__, __SIZE_TYPE__) PCG_CAPTURE_REPLACES("posix_memalign");
void pcg_capture_free(void*) PCG_CAPTURE_REPLACES("free");
#undef PCG_CAPTURE_REPLACES

void* pcg_capture_malloc(__SIZE_TYPE__ bytes) {
  return pcg_capture::took(pcg_capture::pcg_capture_get(bytes), bytes);
}
void* pcg_capture_calloc(__SIZE_TYPE__ number, __SIZE_TYPE__ bytes) {
  return pcg_capture::took(pcg_capture::pcg_capture_get_zeros(number, bytes), number * bytes);
}
void* pcg_capture_realloc(void* block, __SIZE_TYPE__ bytes) {
  // Forgotten first: somebody else may get the place before it is noted again.
  pcg_capture::gives(block);
  return pcg_capture::took(pcg_capture::pcg_capture_get_other(block, bytes), bytes);
}
void* pcg_capture_memalign(__SIZE_TYPE__ alignment, __SIZE_TYPE__ bytes) {
  return pcg_capture::took(pcg_capture::pcg_capture_get_aligned(alignment, bytes), bytes);
}
void* pcg_capture_aligned(__SIZE_TYPE__ alignment, __SIZE_TYPE__ bytes) {
  return pcg_capture_memalign(alignment, bytes);
}
int pcg_capture_posix(void** result, __SIZE_TYPE__ alignment, __SIZE_TYPE__ bytes) {
  if (alignment % sizeof(void*) != 0 || (alignment & (alignment - 1)) != 0) return 22;  // EINVAL
  void* const block = pcg_capture_memalign(alignment, bytes);
  if (!block) return 12;  // ENOMEM
  *result = block;
  return 0;
}
void pcg_capture_free(void* block) {
  pcg_capture::gives(block);
  pcg_capture::pcg_capture_give(block);
}
}  // extern "C"
