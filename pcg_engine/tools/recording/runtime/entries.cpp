// The entry points that clang's ThreadSanitizer pass calls (LLVM 16 to 20).

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

// The run is serial: the plain operation is the atomic one.
#define PCG_FETCH(BITS, T, NAME, EXPRESSION)                                                       \
  T __tsan_atomic##BITS##_fetch_##NAME(volatile T *a, T v, int) {                                  \
    access(reinterpret_cast<Address>(a), sizeof(T), true, PCG_HERE, true);                         \
    const T old = *a;                                                                              \
    *a = static_cast<T>(EXPRESSION);                                                               \
    return old;                                                                                    \
  }

#define PCG_EXCHANGE(BITS, T, STRENGTH)                                                            \
  int __tsan_atomic##BITS##_compare_exchange_##STRENGTH(volatile T *a, T *expected, T v, int,      \
                                                        int) {                                     \
    access(reinterpret_cast<Address>(a), sizeof(T), true, PCG_HERE, true);                         \
    const T old = *a;                                                                              \
    if (old == *expected) {                                                                        \
      *a = v;                                                                                      \
      return 1;                                                                                    \
    }                                                                                              \
    *expected = old;                                                                               \
    return 0;                                                                                      \
  }

#define PCG_ATOMIC(BITS, T)                                                                        \
  T __tsan_atomic##BITS##_load(const volatile T *a, int) {                                         \
    access(reinterpret_cast<Address>(a), sizeof(T), false, PCG_HERE, true);                        \
    return *a;                                                                                     \
  }                                                                                                \
  void __tsan_atomic##BITS##_store(volatile T *a, T v, int) {                                      \
    access(reinterpret_cast<Address>(a), sizeof(T), true, PCG_HERE, true);                         \
    *a = v;                                                                                        \
  }                                                                                                \
  T __tsan_atomic##BITS##_exchange(volatile T *a, T v, int) {                                      \
    access(reinterpret_cast<Address>(a), sizeof(T), true, PCG_HERE, true);                         \
    const T old = *a;                                                                              \
    *a = v;                                                                                        \
    return old;                                                                                    \
  }                                                                                                \
  PCG_FETCH(BITS, T, add, old + v)                                                                 \
  PCG_FETCH(BITS, T, sub, old - v)                                                                 \
  PCG_FETCH(BITS, T, and, old &v)                                                                  \
  PCG_FETCH(BITS, T, or, old | v)                                                                  \
  PCG_FETCH(BITS, T, xor, old ^ v)                                                                 \
  PCG_FETCH(BITS, T, nand, ~(old & v))                                                             \
  PCG_EXCHANGE(BITS, T, strong)                                                                    \
  PCG_EXCHANGE(BITS, T, weak)                                                                      \
  T __tsan_atomic##BITS##_compare_exchange_val(volatile T *a, T expected, T v, int, int) {         \
    access(reinterpret_cast<Address>(a), sizeof(T), true, PCG_HERE, true);                         \
    const T old = *a;                                                                              \
    if (old == expected) *a = v;                                                                   \
    return old;                                                                                    \
  }

extern "C" {

void __tsan_init() {}

void __tsan_func_entry(void *caller) {
  if (is_recording) recorder_storage->calls.push_back(reinterpret_cast<Address>(caller) - 1);
}

void __tsan_func_exit() {
  if (is_recording && !recorder_storage->calls.empty()) recorder_storage->calls.pop_back();
}

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

PCG_ATOMIC(8, unsigned char)
PCG_ATOMIC(16, unsigned short)
PCG_ATOMIC(32, unsigned int)
PCG_ATOMIC(64, unsigned long)
PCG_ATOMIC(128, unsigned __int128)

void __tsan_atomic_thread_fence(int) {}
void __tsan_atomic_signal_fence(int) {}

}  // extern "C"
