// What a candidate's own conditions came to: see tools/own_code/probes.py. The number of probes is
// defined before this text.
namespace pcg_own {

enum : unsigned char { saw_false = 1, saw_true = 2 };
static unsigned char seen[probes];

// Under names of our own, so that no declaration of the user's is in the way.
extern "C" int take_a_nap(unsigned) __asm__("usleep");
extern "C" int let_others_run() __asm__("sched_yield");
extern "C" __SIZE_TYPE__ write_seen(const void*, __SIZE_TYPE__, __SIZE_TYPE__, void*) __asm__("fwrite");

static int naps = 1000;

// Now and then a thread stops where it decides, so that others overtake it: some conditions go the
// other way only then.
inline void stumble() {
  static __thread unsigned steps = 0;
  if (!steps) steps = 2463534242u ^ static_cast<unsigned>(reinterpret_cast<__SIZE_TYPE__>(&steps) >> 4);
  steps ^= steps << 13;
  steps ^= steps >> 17;
  steps ^= steps << 5;
  if (steps % 32) return;
  if (__atomic_fetch_sub(&naps, 1, __ATOMIC_RELAXED) > 0) {
    take_a_nap(20);
  } else {
    let_others_run();
  }
}

inline bool note(unsigned number, bool value) {
  const unsigned char bit = value ? saw_true : saw_false;
  if (!(__atomic_load_n(&seen[number], __ATOMIC_RELAXED) & bit)) {
    __atomic_fetch_or(&seen[number], bit, __ATOMIC_RELAXED);
  }
  stumble();
  return value;
}

// Constant expressions stay what they are.
template <unsigned Number> constexpr bool flag(bool value) {
  return __builtin_is_constant_evaluated() ? value : note(Number, value);
}
template <unsigned Number> constexpr void hit() { flag<Number>(true); }

// Whatever is overloaded or no integer passes through, and has nothing to tell.
template <unsigned Number, class Type> constexpr Type&& pass(Type&& result) {
  return flag<Number>(true) && flag<Number>(false) ? static_cast<Type&&>(result)
                                                    : static_cast<Type&&>(result);
}

// Comparisons that are values, and operators that pick bits.
template <unsigned Number> constexpr bool value(bool result) { return flag<Number>(result); }
template <unsigned Number, class Type> constexpr Type&& value(Type&& result) {
  return pass<Number>(static_cast<Type&&>(result));
}
template <unsigned Number> constexpr bool bits(bool result) { return flag<Number>(result); }
#define PCG_BITS(TYPE) \
  template <unsigned Number> constexpr TYPE bits(TYPE result) { \
    return flag<Number>(result != 0) ? result : result; \
  }
PCG_BITS(int)
PCG_BITS(unsigned)
PCG_BITS(long)
PCG_BITS(unsigned long)
PCG_BITS(long long)
PCG_BITS(unsigned long long)
#undef PCG_BITS
template <unsigned Number, class Type> constexpr Type&& bits(Type&& result) {
  return pass<Number>(static_cast<Type&&>(result));
}

}  // namespace pcg_own

extern "C" __attribute__((visibility("default"), used)) void pcg_after_case(int, void* file) {
  pcg_own::write_seen(pcg_own::seen, 1, pcg_own::probes, file);
}
