// Who continues: a deterministic choice at each point where OpenMP leaves it open.

namespace {

[[noreturn]] void deadlock();
Task *find_task(Member &member);
Coroutine *begin_task(Member &member, Task *task);

void renew_budget() {
  Simulation &s = sim();
  const int preempt = configuration.preempt;
  s.until_switch = preempt > 0 ? 1 + random_below(2 * static_cast<std::uint32_t>(preempt))
                               : 1 << 20;
}

// The coroutine by which `m` can go on now, or null.
Coroutine *ready(Member &m) {
  if (m.stack.empty()) return nullptr;
  Coroutine *top = m.stack.back();
  if (top->wait == nullptr || top->wait->is_over(top->wait->data)) return top;
  if (!top->wait->takes_tasks) return nullptr;
  Task *task = find_task(m);
  return task == nullptr ? nullptr : begin_task(m, task);
}

std::size_t position_of_current() {
  const Vector<Member *> &members = sim().members;
  for (std::size_t i = 0; i < members.size(); ++i) {
    if (members[i] == self().member) return i;
  }
  return 0;
}

// `forced`: the current coroutine cannot or must not go on now.
Coroutine *pick(bool forced) {
  const Vector<Member *> &members = sim().members;
  const std::size_t n = members.size();
  std::size_t start = 0;
  switch (configuration.policy) {
    case ASCENDING:
    case DESCENDING:
      // A thread that only waits for another one must let it run.
      start = forced && self().wait == nullptr && sim().dead == nullptr ? position_of_current() + 1 : 0;
      break;
    case ROUND_ROBIN: start = position_of_current() + 1; break;
    case RANDOM: start = random_below(static_cast<std::uint32_t>(n)); break;
  }
  const bool backwards = configuration.policy == DESCENDING;
  if (backwards) start = start == 0 ? 0 : n - start + 1;  // the one below the current
  for (std::size_t i = 0; i < n; ++i) {
    const std::size_t forward = (start + i) % n;
    if (Coroutine *next = ready(*members[backwards ? n - 1 - forward : forward])) return next;
  }
  return nullptr;
}

void reschedule(bool forced) {
  renew_budget();
  Coroutine *next = pick(forced);
  if (next == nullptr) deadlock();
  next->wait = nullptr;
  resume(*next);
}

// A point where another thread may go first.
void switch_point() {
  Simulation &s = sim();
  const bool is_used_up = s.until_switch < 0;
  if (s.members.size() < 2) return renew_budget();
  if (configuration.policy == ROUND_ROBIN || configuration.policy == RANDOM || is_used_up)
    reschedule(is_used_up && configuration.preempt == 0);
}

// An atomic operation or a failed attempt: also lets the others run when it is made over and over.
void poll() {
  if (sim().members.size() < 2) return;
  if (++sim().streak > 100) {
    sim().streak = 0;
    reschedule(true);
  } else if (configuration.policy == RANDOM ? random_below(4) == 0
                                            : configuration.policy == ROUND_ROBIN) {
    reschedule(false);
  }
}

// Clocks of strands that depend on the thread that runs them, in the order in which it runs them.
void publish_order() {
  Strand &s = strand();
  if (!s.asks || !is_recording) return;
  member().order.join(s.clock);
  advance(s);
}

void ask_for_thread() {
  if (!is_recording) return;
  Strand &s = strand();
  s.asks = true;
  s.clock.join(member().order);
}

void block(const Wait &wait) {
  Coroutine &c = self();
  if (wait.is_over(wait.data) && !(wait.takes_tasks && configuration.policy == RANDOM)) return;
  publish_order();
  c.wait = &wait;
  reschedule(true);
  if (c.strand->asks) ask_for_thread();
}

template <class Condition>
void block_until(const char *what, bool takes_tasks, Condition condition, void *place) {
  const Wait wait{[](void *data) { return (*static_cast<Condition *>(data))(); }, &condition,
                  takes_tasks, what, reinterpret_cast<Address>(place) - 1};
  block(wait);
}

}  // namespace
