// Parallel regions, barriers, and the constructs that one thread of a team executes.

namespace {

constexpr int MAXIMUM_ARGUMENTS = 48;

void call(void (*f)(int *, int *, ...), int *thread, int *bound, void **arguments, int count) {
  void *a[MAXIMUM_ARGUMENTS] = {};
  for (int i = 0; i < count; ++i) a[i] = arguments[i];
  // More arguments than the function takes do no harm in the C calling conventions.
  f(thread, bound, a[0], a[1], a[2], a[3], a[4], a[5], a[6], a[7], a[8], a[9], a[10], a[11], a[12],
    a[13], a[14], a[15], a[16], a[17], a[18], a[19], a[20], a[21], a[22], a[23], a[24], a[25], a[26],
    a[27], a[28], a[29], a[30], a[31], a[32], a[33], a[34], a[35], a[36], a[37], a[38], a[39], a[40],
    a[41], a[42], a[43], a[44], a[45], a[46], a[47]);
}

template <class T> void destroy(T *&item) {
  item->~T();
  __real_free(item);
  item = nullptr;
}

Task *new_task() {
  Task *task = make<Task>();
  sim().tasks.push_back(task);
  return task;
}

Member *new_member(Team *team, int number, int thread, int threads) {
  Member *m = make<Member>();
  m->team = team;
  m->number = m->bound = number;
  m->thread = thread;
  m->implicit = new_task();
  m->implicit->implicit = true;
  m->implicit->team = team;
  m->implicit->threads = threads;
  return m;
}

// All members of the team arrive, and all its tasks end, before any goes on.
void wait_for_team(bool at_end, void *place) {
  Team &t = team();
  Strand &s = strand();
  if (t.size > 1) {
    switch_point();
    t.gathering.join(s.clock);
    if (is_recording) advance(s);
    ++t.arrived[at_end];
    const std::uint64_t generation = t.generation;
    block_until(at_end ? "the end of the parallel region" : "a barrier", true, [&] {
      if (t.generation == generation && t.arrived[at_end] == t.size && t.unfinished == 0) {
        ++t.generation;
        t.arrived[at_end] = 0;
        t.gathering.join(t.tasks);
        t.released = t.gathering;
        t.gathering.clear();
        t.tasks.clear();
      }
      return t.generation != generation;
    }, place);
    s.clock.join(t.released);
  }
}

void run_member(Coroutine *c) {
  Member &m = *c->member;
  Team &t = *m.team;
  if (t.microtask != nullptr) call(t.microtask, &m.thread, &m.bound, t.arguments, MAXIMUM_ARGUMENTS);
  wait_for_team(true, reinterpret_cast<void *>(t.place + 1));
  end_strand(*c->strand);
  --t.running;
}

int team_size(int requested) {
  const Member &m = member();
  if (m.team->active_level >= sim().maximum_levels) return 1;
  int size = requested > 0 ? requested : self().task->threads;
  int others = 0;
  for (const Member *one : sim().members) others += one->team->outer != nullptr && one->number > 0;
  if (size > configuration.limit - others) size = configuration.limit - others;
  return size < 1 ? 1 : size;
}

// Puts a team of one, in which the current coroutine goes on, into the place of its member.
void enter_alone(bool is_active) {
  Coroutine &c = self();
  Member *outer = c.member;
  Team *t = make<Team>();
  t->outer = outer->team;
  t->creator = outer;
  t->level = outer->team->level + 1;
  t->active_level = outer->team->active_level + is_active;
  Member *m = new_member(t, 0, outer->thread, c.task->threads);
  m->implicit->parent = c.task;
  m->stack.push_back(&c);
  t->members.push_back(m);
  for (Member *&one : sim().members) {
    if (one == outer) one = m;
  }
  c.member = m;
  c.task = m->implicit;
}

void leave_alone() {
  Coroutine &c = self();
  Member *m = c.member;
  Member *outer = m->team->creator;
  for (Member *&one : sim().members) {
    if (one == m) one = outer;
  }
  c.task = m->implicit->parent;
  c.member = outer;
  Team *alone = m->team;
  destroy(alone);
  destroy(m);
}

// A region that no other encloses: nothing before it is unordered with anything in it.
void begin_era(Address place) {
  forget_all();
  self().strand = new_strand({}, 0, 1, place);
  sim().tasks_before = sim().tasks.size();
  is_recording = !detector->is_full;
}

void end_era() {
  is_recording = false;
  Simulation &s = sim();
  Strand *own = s.current->strand;
  for (Strand *&one : s.strands) {
    if (one != own) destroy(one);
  }
  s.strands.clear();
  s.strands.push_back(own);
  for (std::size_t i = s.tasks_before; i < s.tasks.size(); ++i) {
    if (s.tasks[i]->payload != nullptr)
      __real_free(reinterpret_cast<char *>(s.tasks[i]->payload) - 16);
    destroy(s.tasks[i]);
  }
  s.tasks.resize(s.tasks_before);
}

// A team of `size` that is about to run `microtask`.
Team *gather(int size, void (*microtask)(int *, int *, ...), void **arguments, Address place) {
  Simulation &s = sim();
  Coroutine &c = self();
  Member &creator = *c.member;
  Team *t = make<Team>();
  t->outer = creator.team;
  t->creator = &creator;
  t->size = t->running = size;
  t->level = creator.team->level + 1;
  t->active_level = creator.team->active_level + 1;
  t->microtask = microtask;
  t->arguments = arguments;
  t->place = place;
  if (creator.team->active_level == 0) {
    s.free_threads.clear();
    s.next_thread = size;
  }
  for (int i = 0; i < size; ++i) {
    int thread = creator.thread;
    if (i > 0 && creator.team->active_level == 0) thread = i;
    else if (i > 0 && !s.free_threads.empty()) {
      thread = s.free_threads.back();
      s.free_threads.pop_back();
    } else if (i > 0) {
      thread = s.next_thread++;
    }
    Member *m = new_member(t, i, thread, c.task->threads);
    Coroutine *one = new_coroutine(m, run_member);
    one->strand = new_strand(c.strand->clock, i, size, place);
    one->task = m->implicit;
    m->implicit_strand = one->strand;
    t->members.push_back(m);
    s.members.push_back(m);
  }
  return t;
}

void dismiss(Team *t) {
  Simulation &s = sim();
  Vector<Member *> kept;
  for (Member *m : s.members) {
    if (m->team != t) kept.push_back(m);
    else if (m->number > 0) s.free_threads.push_back(m->thread);
  }
  s.members = std::move(kept);
}

void destroy_team(Team *t) {
  for (Member *m : t->members) destroy(m);
  destroy(t);
}

// What follows, up to `leave_region`, is done by one thread of a region; the others wait at its end.
Team *enter_region(int size) {
  Coroutine &c = self();
  begin_era(0);
  Team *t = gather(size, nullptr, nullptr, 0);
  Member *own = t->members[0];
  sim().pool.push_back(own->stack.back());
  own->stack.back() = &c;
  // The program's first member waits as long as this coroutine stands in for another.
  sim().members.erase(sim().members.begin());
  c.strand = own->implicit_strand;
  c.member = own;
  c.task = own->implicit;
  return t;
}

void leave_region(Team *t) {
  Coroutine &c = self();
  wait_for_team(true, nullptr);
  --t->running;
  block_until("the threads of a parallel region", false, [&] { return t->running == 0; }, nullptr);
  Member *own = c.member;
  own->stack.clear();
  c.member = t->creator;
  c.task = t->creator->implicit;
  dismiss(t);
  sim().members.insert(sim().members.begin(), t->creator);
  end_era();
  destroy_team(t);
}

void note_region(Address place, Address code, int size);

void fork(void (*microtask)(int *, int *, ...), void **arguments, int count, Address place) {
  Simulation &s = sim();
  Coroutine &c = self();
  Member &creator = *c.member;
  const int size = team_size(creator.requested);
  creator.requested = 0;
  if (count > MAXIMUM_ARGUMENTS) unsupported("construct", "a region with so many variables");
  note_region(place, reinterpret_cast<Address>(microtask), size);
  if (size == 1) {
    enter_alone(false);
    call(microtask, &c.member->thread, &c.member->bound, arguments, count);
    leave_alone();
    return;
  }
  const bool is_outermost = !is_recording && creator.team->active_level == 0;
  if (is_outermost) begin_era(place);
  void *passed[MAXIMUM_ARGUMENTS] = {};
  for (int i = 0; i < count; ++i) passed[i] = arguments[i];
  Team *t = gather(size, microtask, passed, place);
  if (is_recording) advance(*c.strand);
  const Wait wait{[](void *team) { return static_cast<Team *>(team)->running == 0; }, t, false,
                  "the threads of a parallel region", place};
  block(wait);
  c.strand->clock.join(t->released);
  dismiss(t);
  if (is_outermost) end_era();
  destroy_team(t);
}

}  // namespace

extern "C" {

void __kmpc_fork_call(void *, int count, void (*microtask)(int *, int *, ...), ...) {
  void *arguments[MAXIMUM_ARGUMENTS] = {};
  va_list list;
  va_start(list, microtask);
  for (int i = 0; i < count && i < MAXIMUM_ARGUMENTS; ++i) arguments[i] = va_arg(list, void *);
  va_end(list);
  fork(microtask, arguments, count, reinterpret_cast<Address>(__builtin_return_address(0)) - 1);
}

void __kmpc_serialized_parallel(void *, int) {
  member().requested = 0;
  enter_alone(false);
}
void __kmpc_end_serialized_parallel(void *, int) { leave_alone(); }

void __kmpc_push_num_threads(void *, int, int number) { member().requested = number; }
void __kmpc_push_proc_bind(void *, int, int) {}
int __kmpc_global_thread_num(void *) { return member().thread; }
int __kmpc_bound_thread_num(void *) { return member().number; }
int __kmpc_global_num_threads(void *) { return sim().next_thread; }
int __kmpc_bound_num_threads(void *) { return team().size; }
int __kmpc_in_parallel(void *) { return team().active_level > 0; }
void __kmpc_begin(void *, int) {}
void __kmpc_end(void *) {}
int __kmpc_ok_to_fork(void *) { return 1; }

void __kmpc_barrier(void *, int) { wait_for_team(false, __builtin_return_address(0)); }

int __kmpc_master(void *, int) { return member().number == 0; }
void __kmpc_end_master(void *, int) {}
int __kmpc_masked(void *, int, int filter) { return member().number == filter; }
void __kmpc_end_masked(void *, int) {}

int __kmpc_single(void *, int) {
  switch_point();
  Member &m = member();
  if (++m.singles <= m.team->singles) return 0;
  m.team->singles = m.singles;
  return 1;
}
void __kmpc_end_single(void *, int) {}

void __kmpc_copyprivate(void *, int, std::size_t, void *data, void (*copy)(void *, void *),
                        int is_source) {
  void *place = __builtin_return_address(0);
  Team &t = team();
  if (is_source) t.copied = data;
  wait_for_team(false, place);
  if (!is_source) copy(data, const_cast<void *>(t.copied));
  wait_for_team(false, place);
}

int __kmpc_cancel(void *, int, int) {
  unsupported("construct", "cancellation");
  return 0;
}
int __kmpc_cancellationpoint(void *, int, int) { return 0; }
int __kmpc_cancel_barrier(void *, int) {
  wait_for_team(false, __builtin_return_address(0));
  return 0;
}

}  // extern "C"
