// The entry points that depend on the run being serial: atomic operations and calls.

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

void __tsan_func_entry(void *caller) {
  if (is_recording) recorder_storage->calls.push_back(reinterpret_cast<Address>(caller) - 1);
}

void __tsan_func_exit() {
  if (is_recording && !recorder_storage->calls.empty()) recorder_storage->calls.pop_back();
}

PCG_ATOMIC(8, unsigned char)
PCG_ATOMIC(16, unsigned short)
PCG_ATOMIC(32, unsigned int)
PCG_ATOMIC(64, unsigned long)
PCG_ATOMIC(128, unsigned __int128)

void __tsan_atomic_thread_fence(int) {}
void __tsan_atomic_signal_fence(int) {}

}  // extern "C"
