// Worksharing loops: static division, chunks on request, `ordered`, and cross-iteration waits.

namespace {

enum Schedule {  // openmp/runtime/src/kmp.h, enum sched_type
  STATIC_CHUNKED = 33, STATIC = 34, DYNAMIC = 35, GUIDED = 36, RUNTIME = 37, AUTO = 38,
  STATIC_BALANCED_CHUNKED = 45, ORDERED_OFFSET = 32, ORDERED_FIRST = 65, ORDERED_LAST = 70,
};

int plain(int schedule) { return schedule & ~(1 << 29 | 1 << 30); }

template <class T> using Unsigned = typename std::make_unsigned<T>::type;

template <class T> std::uint64_t trip_count(T lower, T upper, typename std::make_signed<T>::type step) {
  using U = Unsigned<T>;
  if (step > 0 ? upper < lower : lower < upper) return 0;
  if (step > 0)
    return static_cast<std::uint64_t>(static_cast<U>(upper) - static_cast<U>(lower)) /
               static_cast<std::uint64_t>(step) + 1;
  return static_cast<std::uint64_t>(static_cast<U>(lower) - static_cast<U>(upper)) /
             (std::uint64_t{0} - static_cast<std::uint64_t>(static_cast<std::int64_t>(step))) + 1;
}

struct Share {
  std::uint64_t first, count;
};

// The part of thread `number` of `trip` iterations.
Share share_of(std::uint64_t trip, std::uint64_t size, std::uint64_t number) {
  if (configuration.greedy) {
    const std::uint64_t chunk = (trip + size - 1) / size;
    const std::uint64_t first = chunk * number < trip ? chunk * number : trip;
    return {first, trip - first < chunk ? trip - first : chunk};
  }
  const std::uint64_t small = trip / size, extras = trip % size;
  const std::uint64_t before = number < extras ? number : extras;
  return {number * small + before, small + (number < extras)};
}

template <class T>
void divide(int schedule, int *is_last, T *lower, T *upper, typename std::make_signed<T>::type *stride,
            typename std::make_signed<T>::type step, typename std::make_signed<T>::type chunk) {
  using U = Unsigned<T>;
  const Member &m = member();
  const std::uint64_t size = static_cast<std::uint64_t>(m.team->size);
  const std::uint64_t number = static_cast<std::uint64_t>(m.number);
  const std::uint64_t trip = trip_count(*lower, *upper, step);
  if (trip == 0) {
    *is_last = 0;
    *stride = step;
    return;
  }
  const auto at = [&](std::uint64_t i) {
    return static_cast<T>(static_cast<U>(*lower) + static_cast<U>(i) * static_cast<U>(step));
  };
  if (plain(schedule) == STATIC_CHUNKED || plain(schedule) == STATIC_BALANCED_CHUNKED) {
    const std::uint64_t width = chunk < 1 ? 1 : static_cast<std::uint64_t>(chunk);
    const T begin = at(number * width);
    *is_last = (trip - 1) / width % size == number;
    *stride = static_cast<typename std::make_signed<T>::type>(static_cast<U>(step) *
                                                              static_cast<U>(width * size));
    *upper = at(number * width + width - 1);
    *lower = begin;
    return;
  }
  const Share share = share_of(trip, size, number);
  *stride = static_cast<typename std::make_signed<T>::type>(static_cast<U>(step) * static_cast<U>(trip));
  *is_last = share.count > 0 && share.first + share.count == trip;
  if (share.count == 0) {
    *lower = static_cast<T>(static_cast<U>(*upper) + static_cast<U>(step));
    return;
  }
  const T begin = at(share.first);
  *upper = at(share.first + share.count - 1);
  *lower = begin;
}

template <class T>
void begin_loop(int schedule, T lower, T upper, typename std::make_signed<T>::type step,
                typename std::make_signed<T>::type chunk) {
  Member &m = member();
  const std::uint64_t number = ++m.loops;
  Loop *&loop = m.team->loops[number];
  if (loop == nullptr) {
    loop = make<Loop>();
    loop->trip = trip_count(lower, upper, step);
    loop->schedule = plain(schedule);
    if (loop->schedule >= ORDERED_FIRST && loop->schedule <= ORDERED_LAST)
      loop->schedule -= ORDERED_OFFSET;
    long long width = static_cast<long long>(chunk);
    if (loop->schedule == RUNTIME) {
      const int kind = sim().schedule;
      loop->schedule = kind == 1 ? STATIC : kind == 3 ? GUIDED : DYNAMIC;
      width = sim().schedule_chunk;
      if (kind == 1 && width > 0) loop->schedule = STATIC_CHUNKED;
    }
    if (loop->schedule == AUTO) loop->schedule = DYNAMIC;
    loop->chunk = width < 1 ? 1 : static_cast<std::uint64_t>(width);
  }
  LoopPosition &p = m.position;
  p.loop = loop;
  p.turns = p.lower = p.current = p.stop = 0;
  p.is_ordered_done = false;
  p.first = static_cast<long long>(lower);
  p.stride = static_cast<long long>(step);
}

// The next chunk of this thread as iteration numbers [lower, stop).
bool take_chunk(Member &m) {
  LoopPosition &p = m.position;
  Loop &loop = *p.loop;
  const std::uint64_t size = static_cast<std::uint64_t>(m.team->size);
  const std::uint64_t number = static_cast<std::uint64_t>(m.number);
  if (loop.schedule == STATIC) {
    const Share share = share_of(loop.trip, size, number);
    if (p.turns++ > 0 || share.count == 0) return false;
    p.lower = share.first;
    p.stop = share.first + share.count;
  } else if (loop.schedule == STATIC_CHUNKED) {
    p.lower = (number + p.turns++ * size) * loop.chunk;
    if (p.lower >= loop.trip) return false;
    p.stop = p.lower + loop.chunk < loop.trip ? p.lower + loop.chunk : loop.trip;
  } else {
    if (loop.next >= loop.trip) return false;
    std::uint64_t width = loop.chunk;
    const std::uint64_t left = loop.trip - loop.next;
    if (loop.schedule == GUIDED && left / (2 * size) > width) width = left / (2 * size);
    p.lower = loop.next;
    p.stop = width < left ? p.lower + width : loop.trip;
    loop.next = p.stop;
  }
  p.current = p.lower;
  p.is_ordered_done = false;
  return true;
}

void leave_loop(Member &m) {
  LoopPosition &p = m.position;
  if (p.loop != nullptr && ++p.loop->finished == m.team->size) {
    m.team->loops.erase(m.loops);
    destroy(p.loop);
  }
  p.loop = nullptr;
}

template <class T>
int next_chunk(int *is_last, T *lower, T *upper, typename std::make_signed<T>::type *step) {
  using U = Unsigned<T>;
  switch_point();
  Member &m = member();
  LoopPosition &p = m.position;
  if (p.loop == nullptr) return 0;
  if (!take_chunk(m)) {
    leave_loop(m);
    return 0;
  }
  const auto at = [&](std::uint64_t i) {
    return static_cast<T>(static_cast<U>(p.first) + static_cast<U>(i) * static_cast<U>(p.stride));
  };
  *lower = at(p.lower);
  *upper = at(p.stop - 1);
  if (step != nullptr) *step = static_cast<typename std::make_signed<T>::type>(p.stride);
  if (is_last != nullptr) *is_last = p.stop == p.loop->trip;
  return 1;
}

// The end of one iteration of an ordered loop.
void end_iteration() {
  LoopPosition &p = member().position;
  if (p.loop == nullptr) return;
  Loop &loop = *p.loop;
  if (loop.done.size() < loop.trip) loop.done.resize(loop.trip, false);
  loop.done[p.current] = true;
  while (loop.turn < loop.trip && loop.done[loop.turn]) ++loop.turn;
  ++p.current;
}

std::uint64_t linear(const Doacross &d, const long long *at, bool &is_outside) {
  std::uint64_t number = 0;
  is_outside = false;
  for (std::size_t i = 0; i < d.low.size(); ++i) {
    is_outside = is_outside || at[i] < d.low[i] || at[i] >= d.high[i];
    number = number * static_cast<std::uint64_t>(d.high[i] - d.low[i]) +
             static_cast<std::uint64_t>(at[i] - d.low[i]);
  }
  return number;
}

struct Dimension {  // kmp_dim
  long long low, high, step;
};

}  // namespace

#define PCG_LOOP(SUFFIX, T, S)                                                                     \
  void __kmpc_for_static_init_##SUFFIX(void *, int, int schedule, int *is_last, T *lower,          \
                                       T *upper, S *stride, S step, S chunk) {                     \
    divide<T>(schedule, is_last, lower, upper, stride, step, chunk);                               \
  }                                                                                                \
  void __kmpc_dispatch_init_##SUFFIX(void *, int, int schedule, T lower, T upper, S step,          \
                                     S chunk) {                                                    \
    begin_loop<T>(schedule, lower, upper, step, chunk);                                            \
  }                                                                                                \
  int __kmpc_dispatch_next_##SUFFIX(void *, int, int *is_last, T *lower, T *upper, S *step) {      \
    return next_chunk<T>(is_last, lower, upper, step);                                             \
  }                                                                                                \
  void __kmpc_dispatch_fini_##SUFFIX(void *, int) { end_iteration(); }

extern "C" {

PCG_LOOP(4, std::int32_t, std::int32_t)
PCG_LOOP(4u, std::uint32_t, std::int32_t)
PCG_LOOP(8, std::int64_t, std::int64_t)
PCG_LOOP(8u, std::uint64_t, std::int64_t)

void __kmpc_for_static_fini(void *, int) {}
void __kmpc_dispatch_deinit(void *, int) {}

void __kmpc_ordered(void *, int) {
  LoopPosition &p = member().position;
  if (p.loop == nullptr) return;
  Loop &loop = *p.loop;
  switch_point();
  block_until("its turn in an ordered loop", false, [&] { return loop.turn == p.current; },
              __builtin_return_address(0));
  strand().clock.join(loop.ordered);
}

void __kmpc_end_ordered(void *, int) {
  LoopPosition &p = member().position;
  if (p.loop == nullptr) return;
  p.loop->ordered = strand().clock;
  if (is_recording) advance(strand());
  if (p.loop->turn == p.current) ++p.loop->turn;
  switch_point();
}

void __kmpc_doacross_init(void *, int, int count, const Dimension *dimensions) {
  Member &m = member();
  Doacross *&d = m.team->doacrosses[++m.doacrosses];
  if (d == nullptr) {
    d = make<Doacross>();
    for (int i = 0; i < count; ++i) {
      d->low.push_back(dimensions[i].low);
      d->high.push_back(dimensions[i].high);
    }
  }
  m.position.doacross = d;
}

void __kmpc_doacross_wait(void *, int, const long long *at) {
  Doacross &d = *member().position.doacross;
  bool is_outside;
  const std::uint64_t number = linear(d, at, is_outside);
  if (is_outside) return;
  switch_point();
  block_until("an earlier iteration (`ordered depend(sink)`)", false,
              [&] { return d.posted.find(number) != d.posted.end(); }, __builtin_return_address(0));
  strand().clock.join(d.posted[number]);
}

void __kmpc_doacross_post(void *, int, const long long *at) {
  Doacross &d = *member().position.doacross;
  bool is_outside;
  Clock &posted = d.posted[linear(d, at, is_outside)];
  if (is_recording) {
    posted = strand().clock;
    advance(strand());
  }
  switch_point();
}

void __kmpc_doacross_fini(void *, int) {
  Member &m = member();
  Doacross *d = m.position.doacross;
  m.position.doacross = nullptr;
  if (++d->finished < m.team->size) return;
  m.team->doacrosses.erase(m.doacrosses);
  destroy(d);
}

}  // extern "C"
