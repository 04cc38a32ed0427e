// How much memory the program holds that its OpenMP run-time did not ask for on its own behalf:
// run-times keep blocks of finished tasks and teams, some of them for good, which is no leak of
// the code under test. Part of host.cpp.
#if defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define PCG_COUNTS_MEMORY 1
#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || \
    __has_feature(memory_sanitizer)
#undef PCG_COUNTS_MEMORY
#endif
#endif
#endif

#ifdef PCG_COUNTS_MEMORY
#include <link.h>

extern "C" {
void* __libc_malloc(size_t);
void* __libc_calloc(size_t, size_t);
void* __libc_realloc(void*, size_t);
void* __libc_memalign(size_t, size_t);
void __libc_free(void*);
}

namespace memory {

// The blocks that the run-time holds, by address, with open addressing; one lock, since this is
// for measuring memory, never time.
constexpr size_t capacity = size_t{1} << 18;
constexpr uintptr_t gone = 1;
uintptr_t* blocks = nullptr;
size_t used = 0;
int64_t held = 0;
bool full = false;
int counting = 0;
char lock = 0;
uintptr_t run_time_begin = 0;
uintptr_t run_time_end = 0;

struct Guard {
  Guard() {
    while (__atomic_test_and_set(&lock, __ATOMIC_ACQUIRE)) {
    }
  }
  Guard(const Guard&) = delete;
  ~Guard() { __atomic_clear(&lock, __ATOMIC_RELEASE); }
};

inline bool is_counting() { return __atomic_load_n(&counting, __ATOMIC_RELAXED) != 0; }

inline size_t slot_of(uintptr_t address) { return (address >> 4) * 0x9E3779B97F4A7C15u >> 46; }

inline void took(void* block, void* caller) {
  if (!block || !is_counting()) return;
  const uintptr_t at = reinterpret_cast<uintptr_t>(caller);
  const Guard guard;
  if (at < run_time_begin || at >= run_time_end) {
    held += static_cast<int64_t>(malloc_usable_size(block));
    return;
  }
  if (2 * used >= capacity) {
    full = true;
    return;
  }
  size_t slot = slot_of(reinterpret_cast<uintptr_t>(block));
  while (blocks[slot] > gone) slot = (slot + 1) % capacity;
  used += blocks[slot] == 0;
  blocks[slot] = reinterpret_cast<uintptr_t>(block);
}

inline void gives(void* block) {
  if (!block || !is_counting()) return;
  const uintptr_t address = reinterpret_cast<uintptr_t>(block);
  const Guard guard;
  for (size_t slot = slot_of(address); blocks[slot] != 0; slot = (slot + 1) % capacity) {
    if (blocks[slot] == address) {
      blocks[slot] = gone;
      return;
    }
  }
  held -= static_cast<int64_t>(malloc_usable_size(block));
}

inline int find_run_time(struct dl_phdr_info* library, size_t, void*) {
  const char* name = library->dlpi_name;
  if (!name || !(strstr(name, "/libgomp") || strstr(name, "/libomp") || strstr(name, "/libiomp"))) {
    return 0;
  }
  for (unsigned i = 0; i < library->dlpi_phnum; ++i) {
    const ElfW(Phdr)& part = library->dlpi_phdr[i];
    if (part.p_type == PT_LOAD && (part.p_flags & PF_X)) {
      run_time_begin = library->dlpi_addr + part.p_vaddr;
      run_time_end = run_time_begin + part.p_memsz;
    }
  }
  return 1;
}

inline void start_counting() {
  dl_iterate_phdr(find_run_time, nullptr);
  blocks = static_cast<uintptr_t*>(__libc_calloc(capacity, sizeof *blocks));
  if (blocks) __atomic_store_n(&counting, 1, __ATOMIC_SEQ_CST);
}

// False if it could not be found out.
inline bool bytes_held(int64_t& bytes) {
  const Guard guard;
  bytes = held;
  return blocks && !full;
}

}  // namespace memory

extern "C" {

__attribute__((noinline)) void* malloc(size_t size) {
  void* block = __libc_malloc(size);
  memory::took(block, __builtin_return_address(0));
  return block;
}

__attribute__((noinline)) void* calloc(size_t number, size_t size) {
  void* block = __libc_calloc(number, size);
  memory::took(block, __builtin_return_address(0));
  return block;
}

__attribute__((noinline)) void* realloc(void* block, size_t size) {
  if (!memory::is_counting()) return __libc_realloc(block, size);
  void* moved = __libc_malloc(size);
  if (block) {
    if (!moved && size) return nullptr;
    const size_t kept = malloc_usable_size(block);
    if (moved) memcpy(moved, block, kept < size ? kept : size);
    memory::gives(block);
    __libc_free(block);
  }
  memory::took(moved, __builtin_return_address(0));
  return moved;
}

__attribute__((noinline)) void* memalign(size_t alignment, size_t size) {
  void* block = __libc_memalign(alignment, size);
  memory::took(block, __builtin_return_address(0));
  return block;
}

__attribute__((noinline)) void* aligned_alloc(size_t alignment, size_t size) {
  void* block = __libc_memalign(alignment, size);
  memory::took(block, __builtin_return_address(0));
  return block;
}

__attribute__((noinline)) int posix_memalign(void** result, size_t alignment, size_t size) {
  if (alignment % sizeof(void*) != 0 || (alignment & (alignment - 1)) != 0) return EINVAL;
  void* block = __libc_memalign(alignment, size);
  if (!block) return ENOMEM;
  memory::took(block, __builtin_return_address(0));
  *result = block;
  return 0;
}

void free(void* block) {
  memory::gives(block);
  __libc_free(block);
}

}  // extern "C"
#endif
