// What the markers tell: constructs opened and closed, iterations, variables of clauses.

namespace {

Open *innermost(Recorder &r, bool (*wanted)(const Open &)) {
  for (std::size_t i = r.open.size(); i-- > 0;) {
    if (wanted(r.open[i])) return &r.open[i];
  }
  return nullptr;
}

bool is_region(const Open &open) { return open.kind == PARALLEL; }
bool is_loop(Construct kind) { return kind == LOOP || kind == NOWAIT_LOOP || kind == SIMD; }

Runner runner(int construct, std::uint32_t instance, std::uint64_t ordinal) {
  return {construct, instance, ordinal, {NO_VALUE, NO_VALUE, NO_VALUE}};
}

Tracker *begin_tracker(Recorder &r, int id, bool simd, const void *frame) {
  if (r.active >= 4) {
    unsupported(r, "nesting", "parallel constructs nested more than four deep");
    return nullptr;
  }
  if (r.active == r.trackers.size()) r.trackers.push_back(make<Tracker>());
  if (r.active == 0) find_bounds(r);
  Tracker &t = *r.trackers[r.active++];
  t.reset(id, simd, r.stack_low, reinterpret_cast<Address>(frame), r.calls.size());
  return &t;
}

struct ThreadLocal {
  Address base, begin, end;
};

int find_thread_local(dl_phdr_info *info, std::size_t, void *data) {
  ThreadLocal &wanted = *static_cast<ThreadLocal *>(data);
  if (info->dlpi_addr != wanted.base || info->dlpi_tls_data == nullptr) return 0;
  for (int i = 0; i < info->dlpi_phnum; ++i) {
    if (info->dlpi_phdr[i].p_type != PT_TLS) continue;
    wanted.begin = reinterpret_cast<Address>(info->dlpi_tls_data);
    wanted.end = wanted.begin + info->dlpi_phdr[i].p_memsz;
  }
  return 1;
}

// Reaching it makes the loader lay out this thread's storage, which it does at the first use.
__thread volatile char thread_local_probe;

void add_thread_local(Recorder &r, Tracker &t) {
  thread_local_probe = 1;
  ThreadLocal storage{r.base, 0, 0};
  dl_iterate_phdr(find_thread_local, &storage);
  if (storage.begin != 0)
    t.variables.push_back(
        {storage.begin, storage.end, PER_THREAD, false, true, "thread_local storage", {}});
}

void add_stray(Recorder &r, const Open &open, const Variable &v) {
  const bool last = v.role == LASTPRIVATE || v.role == FIRST_LASTPRIVATE;
  const bool induction = v.role == INDUCTION && open.kind != SIMD;
  if (v.role != PRIVATE && v.role != FIRSTPRIVATE && !last && !induction) return;
  if (v.is_object || v.end - v.begin > (1 << 20)) return;
  Stray stray{v.begin, v.end, open.construct, v.name, v.writers};
  stray.writers.resize(v.end - v.begin);
  bool any = false;
  for (Entry &entry : stray.writers) {
    const bool keeps_value = last ? entry.owner == open.last && open.iterations > 0
                                  : !induction && entry.owner == NOBODY;
    entry.owner = keeps_value ? NOBODY : EVERYBODY;
    any = any || !keeps_value;
  }
  if (!any) return;
  if (v.begin < r.stray_low) r.stray_low = v.begin;
  if (v.end > r.stray_high) r.stray_high = v.end;
  r.strays.push_back(std::move(stray));
}

void forget_strays(Recorder &r, Address begin, Address end) {
  Vector<Stray> kept;
  r.stray_low = ~Address{0};
  r.stray_high = 0;
  for (Stray &stray : r.strays) {
    if (stray.begin < end && begin < stray.end) continue;
    if (stray.begin < r.stray_low) r.stray_low = stray.begin;
    if (stray.end > r.stray_high) r.stray_high = stray.end;
    kept.push_back(std::move(stray));
  }
  r.strays = std::move(kept);
}

void end_variables(Recorder &r, const Open &open) {
  Tracker &t = *open.tracker;
  for (std::size_t i = open.variables; i < t.variables.size(); ++i)
    add_stray(r, open, t.variables[i]);
  t.variables.resize(open.variables);
  t.remap();
}

// A block that was just allocated: nothing recorded at its addresses concerns it.
void fresh(const void *block, std::size_t size) {
  if (!is_recording || block == nullptr || size == 0) return;
  Recorder &r = *recorder_storage;
  const Address begin = reinterpret_cast<Address>(block), end = begin + size;
  if (begin < r.stray_high && end > r.stray_low) forget_strays(r, begin, end);
  for (std::size_t i = 0; i < r.active; ++i) {
    Tracker &t = *r.trackers[i];
    t.shadow.forget(begin, end);
    if (!t.locked.empty()) {
      for (auto it = t.locked.begin(); it != t.locked.end();)
        it = it->first >= begin && it->first < end ? t.locked.erase(it) : std::next(it);
    }
    for (Variable &v : t.variables) {
      if (v.role == PER_THREAD && v.begin < end && begin < v.end) v.end = v.begin;
    }
    if (t.owner == EVERYBODY && !t.ignoring) {
      t.variables.insert(t.variables.begin(),
                         {begin, end, PER_THREAD, false, true, "memory of each thread", {}});
      for (Open &open : r.open) {
        if (open.tracker == &t && open.kind != PARALLEL) ++open.variables;
      }
      if (t.variables.size() > 1000)
        unsupported(r, "allocations", "the parallel region allocates too many blocks to follow");
      t.remap();
    }
  }
}

}  // namespace

extern "C" {

void pcg_rec_open(int id, int kind_number, const void *frame, int enabled) noexcept {
  Recorder &r = recorder();
  const Construct kind = static_cast<Construct>(kind_number);
  Open open{id, kind, nullptr, ++r.instances, 0, 0, EVERYBODY, NOBODY, std::uncaught_exceptions()};
  if (kind == PARALLEL || kind == SIMD) {
    if (enabled) {
      open.tracker = begin_tracker(r, id, kind == SIMD, frame);
      if (open.tracker != nullptr) add_thread_local(r, *open.tracker);
    }
  } else if (const Open *region = innermost(r, is_region)) {
    open.tracker = region->tracker;
  }
  if (kind == CRITICAL) r.locks.push_back(static_cast<std::uint32_t>(id));
  if (kind == ATOMIC || kind == ATOMIC_READ) r.in_atomic = true;
  if (open.tracker != nullptr) {
    Tracker &t = *open.tracker;
    open.variables = kind == PARALLEL ? 0 : t.variables.size();
    open.before = t.owner;
    if (kind == SINGLE || kind == NOWAIT_SINGLE) t.owner = t.enlist(runner(id, open.instance, 0));
    if (kind == MASTER) {
      if (t.master == NOBODY) t.master = t.enlist(runner(id, open.instance, 0));
      t.owner = t.master;
    }
  }
  r.open.push_back(open);
  note_state(r);
}

void pcg_rec_variable(const volatile void *address, unsigned long size, int role, int is_object,
                      const char *name) noexcept {
  Recorder &r = *recorder_storage;
  Open &open = r.open.back();
  if (open.tracker == nullptr || size == 0) return;
  Tracker &t = *open.tracker;
  const Address begin = reinterpret_cast<Address>(address);
  const Role kind = static_cast<Role>(role);
  const bool is_private = kind != SHARED && kind != INDUCTION && kind != PER_THREAD;
  if (is_object && is_private && t.object.empty()) t.object = name;
  if (kind == PER_THREAD) {
    for (const Variable &v : t.variables) {
      if (v.role == PER_THREAD && v.begin == begin && v.end == begin + size) return;
    }
    t.variables.insert(t.variables.begin(),
                       {begin, begin + size, PER_THREAD, is_object != 0, true, name, {}});
    for (Open &other : r.open) {
      if (other.tracker == &t && other.kind != PARALLEL) ++other.variables;
    }
    return;
  }
  t.variables.push_back(
      {begin, begin + size, kind, is_object != 0, open.kind == PARALLEL, name, {}});
}

void pcg_rec_start() noexcept {
  Recorder &r = *recorder_storage;
  if (Tracker *t = r.open.back().tracker) t->remap();
}

void pcg_rec_iterate(int count, const long long *values) noexcept {
  Recorder &r = *recorder_storage;
  Open &open = r.open.back();
  Runner now = runner(open.construct, open.instance, open.iterations++);
  if (open.tracker == nullptr) return;
  for (int i = 0; i < count && i < VALUES; ++i) now.values[i] = values[i];
  open.last = open.tracker->enlist(now);
  open.tracker->owner = open.last;
}

void pcg_rec_iterated() noexcept {
  Recorder &r = *recorder_storage;
  if (Tracker *t = r.open.back().tracker) t->owner = EVERYBODY;
}

void pcg_rec_barrier() noexcept {
  Recorder &r = recorder();
  const Open *region = innermost(r, is_region);
  if (region != nullptr && region->tracker != nullptr) region->tracker->barrier();
}

void pcg_rec_close() noexcept {
  Recorder &r = *recorder_storage;
  const Open open = r.open.back();
  if (open.kind == ATOMIC || open.kind == ATOMIC_READ) finish_atomic(r, open.kind);
  if (open.kind == CRITICAL) r.locks.pop_back();
  r.open.pop_back();
  if (is_loop(open.kind)) {
    Count &count = r.counts[open.construct];
    if (open.tracker == nullptr) {
      ++count.unchecked;
    } else {
      ++count.checked;
      count.iterations += open.iterations;
      if (open.iterations > count.longest) count.longest = open.iterations;
    }
  }
  if (open.tracker == nullptr) return;
  Tracker &t = *open.tracker;
  if (std::uncaught_exceptions() > open.uncaught)
    report(r, t, "exception-escapes", true, "", 0, {{t.owner, 0}, true}, {{t.owner, 0}, true});
  if (is_loop(open.kind) || open.kind == PARALLEL) end_variables(r, open);
  if (open.kind == SINGLE || open.kind == NOWAIT_SINGLE || open.kind == MASTER || is_loop(open.kind))
    t.owner = is_loop(open.kind) ? EVERYBODY : open.before;
  if (open.kind == LOOP || open.kind == SINGLE) t.barrier();
  if (open.kind == PARALLEL || open.kind == SIMD) {
    --r.active;
    r.calls.resize(t.call_depth < r.calls.size() ? t.call_depth : r.calls.size());
  }
  note_state(r);
}

void pcg_rec_leave(const void *frame) noexcept {
  if (recorder_storage == nullptr || recorder_storage->strays.empty()) return;
  Recorder &r = *recorder_storage;
  find_bounds(r);
  forget_strays(r, r.stack_low, reinterpret_cast<Address>(frame));
  note_state(r);
}

void pcg_rec_unsupported(const char *construct) noexcept {
  unsupported(recorder(), "construct", construct);
}

void pcg_after_case(int index, std::FILE *out) {
  Recorder &r = recorder();
  std::fprintf(out, "case\t%d\n", index);
  for (const auto &[id, count] : r.counts)
    std::fprintf(out, "L\t%d\t%llu\t%llu\t%llu\t%llu\n", id,
                 static_cast<unsigned long long>(count.checked),
                 static_cast<unsigned long long>(count.unchecked),
                 static_cast<unsigned long long>(count.longest),
                 static_cast<unsigned long long>(count.iterations));
  for (const String &finding : r.findings) std::fprintf(out, "%s\n", finding.c_str());
  std::fprintf(out, "end\t%llu\t%u\n", static_cast<unsigned long long>(r.accesses), r.instances);
  r.counts.clear();
  r.findings.clear();
  r.known.clear();
  r.accesses = 0;
  r.instances = 0;
  r.open.clear();
  r.locks.clear();
  r.calls.clear();
  r.active = 0;
  r.quiet = 0;
  r.in_atomic = false;
  forget_strays(r, 0, ~Address{0});
  note_state(r);
}

}  // extern "C"
