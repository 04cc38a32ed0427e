// Explicit tasks: creation, dependences, who runs them when, and waiting for them.

namespace {

struct DependenceItem {  // kmp_depend_info
  Address address;
  std::size_t size;
  unsigned char kind;
};

enum Kind { IN = 1, INOUT = 3, MUTEXINOUTSET = 4, INOUTSET = 8 };

int kind_of(const DependenceItem &item) {
  switch (item.kind) {
    case IN: return IN;
    case 2:
    case INOUT: return INOUT;
    case MUTEXINOUTSET: return MUTEXINOUTSET;
    case INOUTSET: return INOUTSET;
    default: unsupported("construct", "this kind of `depend`"); return INOUT;
  }
}

Task *&task_of(Payload *payload) {
  return *reinterpret_cast<Task **>(reinterpret_cast<char *>(payload) - 16);
}

bool descends_from(const Task *task, const Task *ancestor) {
  for (; task != nullptr; task = task->parent) {
    if (task == ancestor) return true;
  }
  return false;
}

// OpenMP 5.2, section 12.9: a tied task may begin on a thread only if it descends from every tied
// task that is suspended there; mutually exclusive tasks do not run at once.
bool may_begin(const Member &m, const Task &task) {
  for (const Address address : task.exclusive) {
    if (m.team->exclusive[address] > 0) return false;
  }
  if (!task.tied) return true;
  for (const Coroutine *c : m.stack) {
    if (!c->task->implicit && c->task->tied && !descends_from(&task, c->task)) return false;
  }
  return true;
}

Task *find_task(Member &m) {
  Vector<Task *> &ready = m.team->ready;
  const std::size_t n = ready.size();
  if (n == 0) return nullptr;
  const std::size_t start = configuration.policy == RANDOM ? random_below(static_cast<std::uint32_t>(n))
                                                           : 0;
  for (std::size_t i = 0; i < n; ++i) {
    std::size_t at = (start + i) % n;
    if (configuration.policy == DESCENDING) at = n - 1 - at;
    Task *task = ready[at];
    if (!may_begin(m, *task)) continue;
    ready.erase(ready.begin() + static_cast<std::ptrdiff_t>(at));
    return task;
  }
  return nullptr;
}

void finish_payload(Task &task) {
  if (task.has_destructors) task.payload->data1.destructors(member().thread, task.payload);
}

Address exclusion_lock(Address address) { return ~address; }

void complete(Task &task) {
  Strand &s = strand();
  Team &t = *task.team;
  task.finished = true;
  task.end = s.clock;
  for (const Address address : task.exclusive) {
    --t.exclusive[address];
    sim().locks[exclusion_lock(address)].clock.join(s.clock);
  }
  --task.parent->children;
  task.parent->children_clock.join(s.clock);
  if (task.group != nullptr) {
    --task.group->unfinished;
    task.group->clock.join(s.clock);
  }
  --t.unfinished;
  t.tasks.join(s.clock);
  for (Task *successor : task.successors) {
    successor->start.join(s.clock);
    if (--successor->predecessors == 0) t.ready.push_back(successor);
  }
  task.successors.clear();
  end_strand(s);
}

void run_task(Coroutine *c) {
  Task &task = *c->task;
  task.payload->routine(member().thread, task.payload);
  publish_order();
  if (task.requeued) {
    task.requeued = false;
    task.strand = c->strand;
    task.team->ready.push_back(&task);
    return;
  }
  finish_payload(task);
  complete(task);
}

Coroutine *begin_task(Member &m, Task *task) {
  Coroutine *c = new_coroutine(&m, run_task);
  c->task = task;
  c->strand = task->strand;
  if (c->strand == nullptr) {
    c->strand = new_strand(task->start, -1, 0, task->created);
    task->start.clear();
  }
  c->strand->asks = false;
  for (const Address address : task->exclusive) {
    ++m.team->exclusive[address];
    c->strand->clock.join(sim().locks[exclusion_lock(address)].clock);
  }
  return c;
}

void precede(Task *before, Task *task) {
  if (before == task) return;
  if (before->finished) {
    task->start.join(before->end);
  } else {
    before->successors.push_back(task);
    ++task->predecessors;
  }
}

void depend(Task *task, const DependenceItem &item) {
  const int kind = kind_of(item);
  Dependence &d = task->parent->dependences[item.address];
  if (d.current.kind != kind || kind == INOUT) {
    d.previous = std::move(d.current);
    d.current = {};
    d.current.kind = kind;
  }
  for (Task *before : d.previous.tasks) precede(before, task);
  d.current.tasks.push_back(task);
  if (kind == MUTEXINOUTSET) task->exclusive.push_back(item.address);
}

void run_included(Task &task) {
  Coroutine &c = self();
  Task *outer = c.task;
  c.task = &task;
  do {
    task.requeued = false;
    task.payload->routine(member().thread, task.payload);
  } while (task.requeued);
  finish_payload(task);
  c.task = outer;
  task.finished = true;
}

bool runs_at_once() {
  return configuration.tasks == IMMEDIATE || (configuration.tasks == MIXED && random_below(3) == 0);
}

void note_task(Address created, Address code);

void submit(Task &task, int count, const DependenceItem *items, Address created) {
  Coroutine &c = self();
  if (c.task == &task) {  // the next part of an untied task
    task.requeued = true;
    return;
  }
  task.created = created;
  note_task(created, reinterpret_cast<Address>(task.routine));
  Team &t = team();
  if (t.size == 1 || c.task->final) return run_included(task);
  ++c.task->children;
  ++t.unfinished;
  if (task.group != nullptr) ++task.group->unfinished;
  task.start = strand().clock;
  if (is_recording) advance(strand());
  for (int i = 0; i < count; ++i) depend(&task, items[i]);
  if (task.predecessors > 0) return;
  if (runs_at_once() && may_begin(member(), task)) {
    publish_order();
    resume(*begin_task(member(), &task));
    if (c.strand->asks) ask_for_thread();
    return;
  }
  t.ready.push_back(&task);
  switch_point();
}

Task *allocate_task(int flags, std::size_t size, std::size_t shareds_size,
                    int (*routine)(int, Payload *)) {
  Task *task = new_task();
  const std::size_t rounded = (size + 15) / 16 * 16;
  char *block = static_cast<char *>(__real_malloc(16 + rounded + shareds_size + 16));
  task->payload = reinterpret_cast<Payload *>(block + 16);
  task_of(task->payload) = task;
  fresh(block, 16 + rounded + shareds_size);
  task->payload->shareds = shareds_size > 0 ? block + 16 + rounded : nullptr;
  task->payload->routine = task->routine = routine;
  task->payload->part = 0;
  task->size = rounded;
  task->shareds_size = shareds_size;
  Task *parent = self().task;
  task->parent = parent;
  task->team = &team();
  task->group = parent->group;
  task->threads = parent->threads;
  task->tied = (flags & 1) != 0;
  task->final = (flags & 2) != 0 || parent->final;
  task->has_destructors = (flags & 8) != 0;
  if ((flags & 0x40) != 0) unsupported("construct", "a task with `detach`");
  return task;
}

Vector<Task *> predecessors_of(Task &parent, int count, const DependenceItem *items) {
  Vector<Task *> found;
  for (int i = 0; i < count; ++i) {
    const int kind = kind_of(items[i]);
    const Dependence &d = parent.dependences[items[i].address];
    const bool is_beside = d.current.kind == kind && kind != INOUT;
    for (Task *task : is_beside ? d.previous.tasks : d.current.tasks) found.push_back(task);
  }
  return found;
}

void wait_for_dependences(int count, const DependenceItem *items, void *place) {
  const Vector<Task *> before = predecessors_of(*self().task, count, items);
  block_until("tasks that it depends on", true, [&] {
    for (const Task *task : before) {
      if (!task->finished) return false;
    }
    return true;
  }, place);
  for (const Task *task : before) strand().clock.join(task->end);
}

void begin_group() {
  Group *group = make<Group>();
  group->outer = self().task->group;
  self().task->group = group;
}

void combine(Group &group) {
  for (Reduction &r : group.reductions) {
    if (configuration.policy == DESCENDING) {
      for (std::size_t i = 0; i < r.copies.size() / 2; ++i)
        std::swap(r.copies[i], r.copies[r.copies.size() - 1 - i]);
    }
    for (const Reduction::Copy &copy : r.copies) {
      r.combine(r.shared, copy.memory);
      if (r.finish != nullptr) r.finish(copy.memory);
      __real_free(copy.memory);
    }
  }
}

void end_group(void *place) {
  Task *current = self().task;
  Group *group = current->group;
  block_until("the tasks of a task group", true, [&] { return group->unfinished == 0; }, place);
  strand().clock.join(group->clock);
  combine(*group);
  current->group = group->outer;
  destroy(group);
}

struct ReductionItem {  // kmp_taskred_input_t
  void *shared, *original;
  std::size_t size;
  void *initialise, *finish, *combine;
  unsigned flags;
};

void *private_copy(Reduction &r) {
  for (const Reduction::Copy &copy : r.copies) {
    if (copy.strand == &strand()) return copy.memory;
  }
  void *memory = __real_calloc(1, r.size);
  fresh(memory, r.size);
  r.copies.push_back({&strand(), memory});
  if (r.initialise != nullptr) r.initialise(memory, r.original);
  return memory;
}

}  // namespace

extern "C" {

Payload *__kmpc_omp_task_alloc(void *, int, int flags, std::size_t size, std::size_t shareds_size,
                               int (*routine)(int, Payload *)) {
  return allocate_task(flags, size, shareds_size, routine)->payload;
}

int __kmpc_omp_task(void *, int, Payload *payload) {
  submit(*task_of(payload), 0, nullptr, reinterpret_cast<Address>(__builtin_return_address(0)) - 1);
  return 0;
}

int __kmpc_omp_task_with_deps(void *, int, Payload *payload, int count, const DependenceItem *items,
                              int, const DependenceItem *) {
  submit(*task_of(payload), count, items,
         reinterpret_cast<Address>(__builtin_return_address(0)) - 1);
  return 0;
}

void __kmpc_omp_task_begin_if0(void *, int, Payload *payload) {
  Task *task = task_of(payload);
  note_task(reinterpret_cast<Address>(__builtin_return_address(0)) - 1,
            reinterpret_cast<Address>(task->routine));
  task->parent = self().task;
  self().task = task;
}

void __kmpc_omp_task_complete_if0(void *, int, Payload *payload) {
  Task *task = task_of(payload);
  finish_payload(*task);
  task->finished = true;
  self().task = task->parent;
}

int __kmpc_omp_taskwait(void *, int) {
  Task *current = self().task;
  block_until("the tasks that it created", true, [&] { return current->children == 0; },
              __builtin_return_address(0));
  strand().clock.join(current->children_clock);
  return 0;
}

void __kmpc_omp_wait_deps(void *, int, int count, const DependenceItem *items, int,
                          const DependenceItem *) {
  wait_for_dependences(count, items, __builtin_return_address(0));
}

void __kmpc_omp_taskwait_deps_51(void *, int, int count, const DependenceItem *items, int,
                                 const DependenceItem *, int is_nowait) {
  if (is_nowait) unsupported("construct", "`taskwait nowait`");
  wait_for_dependences(count, items, __builtin_return_address(0));
}

int __kmpc_omp_taskyield(void *, int, int) {
  if (team().size == 1) return 0;
  const Wait wait{[](void *) { return true; }, nullptr, true, "nothing", 0};
  Coroutine &c = self();
  if (runs_at_once()) {
    if (Task *task = find_task(member())) {
      publish_order();
      resume(*begin_task(member(), task));
      if (c.strand->asks) ask_for_thread();
    }
  }
  block(wait);
  return 0;
}

void __kmpc_taskgroup(void *, int) { begin_group(); }
void __kmpc_end_taskgroup(void *, int) { end_group(__builtin_return_address(0)); }

void *__kmpc_taskred_init(int, int count, const ReductionItem *items) {
  Group *group = self().task->group;
  for (int i = 0; i < count; ++i) {
    Reduction r;
    r.shared = items[i].shared;
    r.original = items[i].original ? items[i].original : items[i].shared;
    r.size = items[i].size;
    r.initialise = reinterpret_cast<void (*)(void *, void *)>(items[i].initialise);
    r.finish = reinterpret_cast<void (*)(void *)>(items[i].finish);
    r.combine = reinterpret_cast<void (*)(void *, void *)>(items[i].combine);
    group->reductions.push_back(std::move(r));
  }
  return group;
}

// Tasks get copies of their own: how many share one is left open (OpenMP 5.2, section 5.5.10).
void *__kmpc_task_reduction_get_th_data(int, void *given, void *data) {
  const Address address = reinterpret_cast<Address>(data);
  for (Group *group = given ? static_cast<Group *>(given) : self().task->group; group != nullptr;
       group = group->outer) {
    for (Reduction &r : group->reductions) {
      const Address shared = reinterpret_cast<Address>(r.shared);
      bool is_here = address >= shared && address < shared + r.size;
      for (const Reduction::Copy &copy : r.copies) {
        const Address begin = reinterpret_cast<Address>(copy.memory);
        is_here = is_here || (address >= begin && address < begin + r.size);
      }
      if (is_here) return private_copy(r);
    }
  }
  unsupported("construct", "this form of task reduction");
  return data;
}

void __kmpc_taskloop(void *, int, Payload *payload, int condition, std::uint64_t *lower,
                     std::uint64_t *upper, std::int64_t step, int has_no_group, int kind,
                     std::uint64_t size, void (*copy)(Payload *, Payload *, int)) {
  const Address created = reinterpret_cast<Address>(__builtin_return_address(0)) - 1;
  Task &pattern = *task_of(payload);
  const std::uint64_t first = *lower;
  const std::uint64_t trip =
      trip_count<std::int64_t>(static_cast<std::int64_t>(first), static_cast<std::int64_t>(*upper), step);
  const auto offset_of = [&](const void *field) {
    return static_cast<const char *>(field) - reinterpret_cast<const char *>(payload);
  };
  const auto lower_at = offset_of(lower), upper_at = offset_of(upper);
  if (!has_no_group) begin_group();
  std::uint64_t number = 0;
  if (trip > 0) {
    if (size < 1) size = 1;
    number = kind == 1 ? trip / size : kind == 2 ? size : 128;
    if (number < 1) number = 1;
    if (number > trip) number = trip;
  }
  const std::uint64_t small = number > 0 ? trip / number : 0;
  const std::uint64_t extras = number > 0 ? trip % number : 0;
  std::uint64_t begin = 0;
  for (std::uint64_t i = 0; i < number; ++i) {
    const std::uint64_t length = small + (i < extras);
    const int flags = (pattern.tied ? 1 : 0) | (pattern.final ? 2 : 0) |
                      (pattern.has_destructors ? 8 : 0);
    Task &task = *allocate_task(flags, pattern.size, pattern.shareds_size, pattern.routine);
    void *shareds = task.payload->shareds;
    std::memcpy(task.payload, pattern.payload, pattern.size);
    task.payload->shareds = shareds;
    if (shareds != nullptr) std::memcpy(shareds, pattern.payload->shareds, pattern.shareds_size);
    const auto at = [&](std::uint64_t k) { return first + k * static_cast<std::uint64_t>(step); };
    char *base = reinterpret_cast<char *>(task.payload);
    *reinterpret_cast<std::uint64_t *>(base + lower_at) = at(begin);
    *reinterpret_cast<std::uint64_t *>(base + upper_at) = at(begin + length - 1);
    begin += length;
    if (copy != nullptr) copy(task.payload, pattern.payload, i + 1 == number);
    if (condition) submit(task, 0, nullptr, created);
    else run_included(task);
  }
  finish_payload(pattern);
  if (!has_no_group) end_group(__builtin_return_address(0));
}

void __kmpc_taskloop_5(void *where, int thread, Payload *payload, int condition,
                       std::uint64_t *lower, std::uint64_t *upper, std::int64_t step,
                       int has_no_group, int kind, std::uint64_t size, int modifier,
                       void (*copy)(Payload *, Payload *, int)) {
  if (modifier != 0) unsupported("construct", "`strict` of a taskloop");
  __kmpc_taskloop(where, thread, payload, condition, lower, upper, step, has_no_group, kind, size,
                  copy);
}

int __kmpc_omp_reg_task_with_affinity(void *, int, Payload *, int, void *) { return 0; }

}  // extern "C"
