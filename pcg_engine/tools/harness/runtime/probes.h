// What a candidate's own conditions came to, in C: see probes.hpp, its twin. The number of probes
// is defined before this text.
static unsigned char pcg_own_seen[pcg_own_probes];

// Under names of our own, so that no declaration of the user's is in the way.
int pcg_own_nap(unsigned) __asm__("usleep");
int pcg_own_yield(void) __asm__("sched_yield");
__SIZE_TYPE__ pcg_own_write(const void *, __SIZE_TYPE__, __SIZE_TYPE__, void *) __asm__("fwrite");

static int pcg_own_naps = 1000;

// Now and then a thread stops where it decides, so that others overtake it: some conditions go the
// other way only then.
static inline void pcg_own_stumble(void) {
  static __thread unsigned steps = 0;
  if (!steps) steps = 2463534242u ^ (unsigned)((__SIZE_TYPE__)&steps >> 4);
  steps ^= steps << 13;
  steps ^= steps >> 17;
  steps ^= steps << 5;
  if (steps % 32) return;
  if (__atomic_fetch_sub(&pcg_own_naps, 1, __ATOMIC_RELAXED) > 0) {
    pcg_own_nap(20);
  } else {
    pcg_own_yield();
  }
}

static inline int pcg_own_note(unsigned number, int value) {
  const unsigned char bit = value ? 2 : 1;
  if (!(__atomic_load_n(&pcg_own_seen[number], __ATOMIC_RELAXED) & bit)) {
    __atomic_fetch_or(&pcg_own_seen[number], bit, __ATOMIC_RELAXED);
  }
  pcg_own_stumble();
  return value;
}

// Through what is no integer no bits pass, and it has nothing to tell.
#define PCG_OWN_BITS(number, value)                                                          \
  (__builtin_classify_type(value) <= 4 ? pcg_own_note(number, (value) != 0)                  \
                                       : pcg_own_note(number, 1) & pcg_own_note(number, 0))

__attribute__((visibility("default"), used)) void pcg_after_case(int number, void *file) {
  (void)number;
  pcg_own_write(pcg_own_seen, 1, pcg_own_probes, file);
}
