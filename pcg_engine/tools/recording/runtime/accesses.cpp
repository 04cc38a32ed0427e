// The entry points for plain accesses that clang's ThreadSanitizer pass calls (LLVM 16 to 20).

#define PCG_HERE __builtin_return_address(0)

#define PCG_SIZED(N)                                                                               \
  void __tsan_read##N(void *a) { access(reinterpret_cast<Address>(a), N, false, PCG_HERE); }       \
  void __tsan_write##N(void *a) { access(reinterpret_cast<Address>(a), N, true, PCG_HERE); }       \
  void __tsan_unaligned_read##N(void *a) {                                                         \
    access(reinterpret_cast<Address>(a), N, false, PCG_HERE);                                      \
  }                                                                                                \
  void __tsan_unaligned_write##N(void *a) {                                                        \
    access(reinterpret_cast<Address>(a), N, true, PCG_HERE);                                       \
  }                                                                                                \
  void __tsan_volatile_read##N(void *a) {                                                          \
    access(reinterpret_cast<Address>(a), N, false, PCG_HERE);                                      \
  }                                                                                                \
  void __tsan_volatile_write##N(void *a) {                                                         \
    access(reinterpret_cast<Address>(a), N, true, PCG_HERE);                                       \
  }                                                                                                \
  void __tsan_unaligned_volatile_read##N(void *a) {                                                \
    access(reinterpret_cast<Address>(a), N, false, PCG_HERE);                                      \
  }                                                                                                \
  void __tsan_unaligned_volatile_write##N(void *a) {                                               \
    access(reinterpret_cast<Address>(a), N, true, PCG_HERE);                                       \
  }                                                                                                \
  void __tsan_read_write##N(void *a) {                                                             \
    access(reinterpret_cast<Address>(a), N, false, PCG_HERE);                                      \
    access(reinterpret_cast<Address>(a), N, true, PCG_HERE);                                       \
  }                                                                                                \
  void __tsan_unaligned_read_write##N(void *a) {                                                   \
    access(reinterpret_cast<Address>(a), N, false, PCG_HERE);                                      \
    access(reinterpret_cast<Address>(a), N, true, PCG_HERE);                                       \
  }

extern "C" {

void __tsan_init() {}

void __tsan_ignore_thread_begin() {}
void __tsan_ignore_thread_end() {}

PCG_SIZED(1)
PCG_SIZED(2)
PCG_SIZED(4)
PCG_SIZED(8)
PCG_SIZED(16)

void __tsan_read_range(void *a, unsigned long n) {
  access(reinterpret_cast<Address>(a), n, false, PCG_HERE);
}
void __tsan_write_range(void *a, unsigned long n) {
  access(reinterpret_cast<Address>(a), n, true, PCG_HERE);
}

void __tsan_vptr_read(void **a) {
  access(reinterpret_cast<Address>(a), sizeof(void *), false, PCG_HERE);
}
void __tsan_vptr_update(void **a, void *value) {
  if (*a != value) access(reinterpret_cast<Address>(a), sizeof(void *), true, PCG_HERE);
}

void *__tsan_memset(void *to, int value, unsigned long n) {
  access(reinterpret_cast<Address>(to), n, true, PCG_HERE);
  return std::memset(to, value, n);
}
void *__tsan_memcpy(void *to, const void *from, unsigned long n) {
  access(reinterpret_cast<Address>(from), n, false, PCG_HERE);
  access(reinterpret_cast<Address>(to), n, true, PCG_HERE);
  return std::memcpy(to, from, n);
}
void *__tsan_memmove(void *to, const void *from, unsigned long n) {
  access(reinterpret_cast<Address>(from), n, false, PCG_HERE);
  access(reinterpret_cast<Address>(to), n, true, PCG_HERE);
  return std::memmove(to, from, n);
}

}  // extern "C"
