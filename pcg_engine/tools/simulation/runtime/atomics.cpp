// Atomic operations: they do not conflict with each other, and order other data only as far as
// their memory order says (C++17, sections 4.7.1 and 32.4).

namespace {

// The memory orders of clang's calls.
bool acquires(int order) { return order == 1 || order == 2 || order == 4 || order == 5; }
bool releases(int order) { return order == 3 || order == 4 || order == 5; }

enum Effect { LOADS = 1, STORES = 2, UPDATES = 3 };

Atomics &atomics_at(Detector &d, Address a, std::size_t size) {
  std::uint32_t index = 0;
  each_cell(d, a, size, [&](Cell &cell) {
    if (index == 0) index = cell.atomics;
    if (index == 0) {
      if (d.atomics_used == d.atomics.size()) d.atomics.emplace_back();
      Atomics &one = d.atomics[d.atomics_used++];
      one.released.clear();
      one.reads.clock.clear();
      one.writes.clock.clear();
      index = static_cast<std::uint32_t>(d.atomics_used);
    }
    if (cell.atomics == 0) cell.atomics = index;
  });
  return d.atomics[index - 1];
}

void synchronise(Atomics &state, Strand &s, Effect effect, int order) {
  if (effect & LOADS) {
    if (acquires(order)) s.clock.join(state.released);
    else s.pending.join(state.released);
  }
  if (effect & STORES) {
    // An update continues a release sequence, a plain store ends it.
    if (effect == STORES) state.released.clear();
    state.released.join(releases(order) ? s.clock : s.fenced);
    if (releases(order)) advance(s);
  }
}

// No other strand runs between this and the operation itself.
void operate_now(volatile void *object, std::size_t size, Effect effect, int order,
                 void *return_address) {
  if (!is_recording) return;
  Detector &d = *detector;
  ++d.accesses;
  const Address a = reinterpret_cast<Address>(object);
  Strand &s = strand();
  note_stack(a);
  const Site site = site_here(s, reinterpret_cast<Address>(return_address) - 1);
  const Epoch now = epoch_of(s.slot, s.tick());
  const char kind = effect & STORES ? 'W' : 'A';
  each_cell(d, a, size, [&](Cell &cell) {
    if (cell.writer != 0 && !s.clock.covers(cell.writer))
      race(size, cell.writer, cell.write_site, 'w', now, site, kind);
    if (effect & STORES) {
      check_readers(d, cell, s, size, now, site, kind);
      forget_readers(cell);
    }
  });
  if (!is_recording) return;  // memory ran out
  Atomics &state = atomics_at(d, a, size);
  if (effect & STORES) state.writes.set(s.slot, tick_of(now), site);
  else state.reads.set(s.slot, tick_of(now), site);
  synchronise(state, s, effect, order);
}

void operate(volatile void *object, std::size_t size, Effect effect, int order,
             void *return_address) {
  poll();
  operate_now(object, size, effect, order, return_address);
}

void fence(int order) {
  poll();
  if (!is_recording) return;
  Strand &s = strand();
  if (acquires(order)) s.clock.join(s.pending);
  if (releases(order)) {
    s.fenced = s.clock;
    advance(s);
  }
}

}  // namespace

#define PCG_SIM_FETCH(BITS, T, NAME, EXPRESSION)                                                   \
  T __tsan_atomic##BITS##_fetch_##NAME(volatile T *a, T v, int order) {                            \
    operate(a, sizeof(T), UPDATES, order, PCG_HERE);                                               \
    const T old = *a;                                                                              \
    *a = static_cast<T>(EXPRESSION);                                                               \
    return old;                                                                                    \
  }

#define PCG_SIM_ATOMIC(BITS, T)                                                                    \
  T __tsan_atomic##BITS##_load(const volatile T *a, int order) {                                   \
    operate(const_cast<volatile T *>(a), sizeof(T), LOADS, order, PCG_HERE);                       \
    return *a;                                                                                     \
  }                                                                                                \
  void __tsan_atomic##BITS##_store(volatile T *a, T v, int order) {                                \
    operate(a, sizeof(T), STORES, order, PCG_HERE);                                                \
    *a = v;                                                                                        \
  }                                                                                                \
  T __tsan_atomic##BITS##_exchange(volatile T *a, T v, int order) {                                \
    operate(a, sizeof(T), UPDATES, order, PCG_HERE);                                               \
    const T old = *a;                                                                              \
    *a = v;                                                                                        \
    return old;                                                                                    \
  }                                                                                                \
  PCG_SIM_FETCH(BITS, T, add, old + v)                                                             \
  PCG_SIM_FETCH(BITS, T, sub, old - v)                                                             \
  PCG_SIM_FETCH(BITS, T, and, old & v)                                                             \
  PCG_SIM_FETCH(BITS, T, or, old | v)                                                              \
  PCG_SIM_FETCH(BITS, T, xor, old ^ v)                                                             \
  PCG_SIM_FETCH(BITS, T, nand, ~(old & v))                                                         \
  T __tsan_atomic##BITS##_compare_exchange_val(volatile T *a, T expected, T v, int order,          \
                                               int failure) {                                      \
    poll();                                                                                        \
    const bool is_equal = *a == expected;                                                          \
    operate_now(a, sizeof(T), is_equal ? UPDATES : LOADS, is_equal ? order : failure, PCG_HERE);   \
    const T old = *a;                                                                              \
    if (is_equal) *a = v;                                                                          \
    return old;                                                                                    \
  }                                                                                                \
  int __tsan_atomic##BITS##_compare_exchange_strong(volatile T *a, T *expected, T v, int order,    \
                                                    int failure) {                                 \
    const T wanted = *expected;                                                                    \
    *expected = __tsan_atomic##BITS##_compare_exchange_val(a, wanted, v, order, failure);          \
    return *expected == wanted;                                                                    \
  }                                                                                                \
  int __tsan_atomic##BITS##_compare_exchange_weak(volatile T *a, T *expected, T v, int order,      \
                                                  int failure) {                                   \
    return __tsan_atomic##BITS##_compare_exchange_strong(a, expected, v, order, failure);          \
  }

extern "C" {

PCG_SIM_ATOMIC(8, unsigned char)
PCG_SIM_ATOMIC(16, unsigned short)
PCG_SIM_ATOMIC(32, unsigned int)
PCG_SIM_ATOMIC(64, unsigned long)
PCG_SIM_ATOMIC(128, unsigned __int128)

void __tsan_atomic_thread_fence(int order) { fence(order); }
void __tsan_atomic_signal_fence(int) {}
void __kmpc_flush(void *) { fence(4); }

// What was done before is visible to those who acquire `address`.
void pcg_sim_publish(void *address, std::size_t size) {
  operate_now(address, size, STORES, 3, PCG_HERE);
}

// Objects of other sizes, as libatomic has them. The names are the compiler's own.
void pcg_sim_load(std::size_t size, void *from, void *to, int order) asm("__atomic_load");
void pcg_sim_load(std::size_t size, void *from, void *to, int order) {
  operate(from, size, LOADS, order, PCG_HERE);
  std::memcpy(to, from, size);
}
void pcg_sim_store(std::size_t size, void *to, void *from, int order) asm("__atomic_store");
void pcg_sim_store(std::size_t size, void *to, void *from, int order) {
  operate(to, size, STORES, order, PCG_HERE);
  std::memcpy(to, from, size);
}
bool pcg_sim_exchange(std::size_t size, void *object, void *expected, void *wanted, int order,
                      int failure) asm("__atomic_compare_exchange");
bool pcg_sim_exchange(std::size_t size, void *object, void *expected, void *wanted, int order,
                      int failure) {
  poll();
  const bool is_equal = std::memcmp(object, expected, size) == 0;
  operate_now(object, size, is_equal ? UPDATES : LOADS, is_equal ? order : failure, PCG_HERE);
  std::memcpy(is_equal ? object : expected, is_equal ? wanted : object, size);
  return is_equal;
}

}  // extern "C"
