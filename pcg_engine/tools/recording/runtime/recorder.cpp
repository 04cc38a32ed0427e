// PCG's own run-time behind clang's ThreadSanitizer instrumentation: a serial run, with markers at
// the OpenMP constructs, in which every access is compared with those of other iterations.

#include <dlfcn.h>
#include <exception>
#include <link.h>
#include <pthread.h>

namespace {

struct Open {  // a construct that is being executed
  int construct;
  Construct kind;
  Tracker *tracker;  // null: not executed in parallel on this input
  std::uint32_t instance;
  std::uint64_t iterations;
  std::size_t variables;  // of the tracker, before this construct
  Owner before;
  Owner last;
  int uncaught;
};

struct Count {
  std::uint64_t checked = 0, unchecked = 0, longest = 0, iterations = 0;
};

struct Buffered {
  Address address;
  std::size_t size;
  bool is_write;
  Site site;
};

struct Recorder {
  Vector<Tracker *> trackers;
  std::size_t active = 0;
  Vector<Open> open;
  Vector<std::uint32_t> locks;
  Vector<Address> calls;
  Vector<Stray> strays;
  Address stray_low = ~Address{0}, stray_high = 0;
  Vector<Buffered> atomic;
  bool in_atomic = false;
  int quiet = 0;  // > 0: initialisation of a static variable, which happens before all other uses
  Places places;
  Map<int, Count> counts;
  Vector<String> findings;
  Map<String, int> known;
  std::uint64_t accesses = 0;
  std::uint32_t instances = 0;
  std::size_t limit = std::size_t{1} << 30;
  Address stack_low = 0;
  Address base = 0;
};

Recorder *recorder_storage = nullptr;
__thread int is_recording __attribute__((tls_model("initial-exec"))) = 0;

void find_bounds(Recorder &r) {
  pthread_attr_t attributes;
  if (pthread_getattr_np(pthread_self(), &attributes) == 0) {
    void *low = nullptr;
    std::size_t size = 0;
    pthread_attr_getstack(&attributes, &low, &size);
    r.stack_low = reinterpret_cast<Address>(low);
    pthread_attr_destroy(&attributes);
  }
}

Recorder &recorder() {
  if (recorder_storage == nullptr) {
    recorder_storage = make<Recorder>();
    Dl_info info;
    if (dladdr(reinterpret_cast<void *>(&pcg_rec_open), &info) != 0)
      recorder_storage->base = reinterpret_cast<Address>(info.dli_fbase);
    if (const char *limit = std::getenv("PCG_RECORD_MEMORY"))
      recorder_storage->limit = std::strtoull(limit, nullptr, 10);
  }
  return *recorder_storage;
}

void note_state(Recorder &r) { is_recording = r.active > 0 || !r.strays.empty(); }

void unsupported(Recorder &r, const String &code, const String &what) {
  const String line = "U\t" + code + "\t" + what;
  if (r.known.emplace(line, 1).second) r.findings.push_back(line);
}

String describe(const Tracker &t, Owner owner) {
  if (owner == NOBODY) return "-";
  if (owner == EVERYBODY) return "all";
  const std::size_t index = owner - FIRST_OWNER;
  if (index >= t.runners.size()) return "i:0:0:";
  const Runner &runner = t.runners[index];
  String words = "i:" + text(static_cast<long long>(runner.construct)) + ":" +
                 text(runner.ordinal) + ":";
  for (int i = 0; i < VALUES; ++i) {
    if (runner.values[i] == NO_VALUE) break;
    words += i ? "," : "";
    words += text(runner.values[i]);
  }
  return words;
}

String describe(const Recorder &r, Site site) {
  const Place place = r.places.at(site);
  return text(std::uint64_t{place.access ? place.access - r.base : 0}) + "\t" +
         text(std::uint64_t{place.call ? place.call - r.base : 0});
}

struct Side {
  Entry entry;
  bool is_write;
};

// `certain`: some execution in parallel is wrong; otherwise only PCG's view is too coarse.
void report(Recorder &r, const Tracker &t, const char *code, bool certain, const String &name,
            std::size_t size, Side first, Side second) {
  const String places = describe(r, first.entry.site) + "\t" + (first.is_write ? "w" : "r") +
                             "\t" + describe(r, second.entry.site) + "\t" +
                             (second.is_write ? "w" : "r");
  const String key = String(code) + places + name;
  if (r.findings.size() >= 64 || !r.known.emplace(key, 1).second) return;
  const bool trusted = certain && t.object.empty() && !t.thread_decides;
  r.findings.push_back("C\t" + String(code) + "\t" + (trusted ? "certain" : "uncertain") +
                       "\t" + text(static_cast<long long>(t.construct)) + "\t" + (name.empty() ? "-" : name) +
                       "\t" + text(std::uint64_t{size}) + "\t" + describe(t, first.entry.owner) + "\t" +
                       describe(t, second.entry.owner) + "\t" + places);
}

bool runs_between_loops(const Tracker &t, Owner a, Owner b) {
  const std::size_t i = a - FIRST_OWNER, j = b - FIRST_OWNER;
  if (a < FIRST_OWNER || b < FIRST_OWNER || i >= t.runners.size() || j >= t.runners.size())
    return false;
  return t.runners[i].instance != t.runners[j].instance;
}

void conflict(Recorder &r, const Tracker &t, const String &name, std::size_t size, Side first,
              Side second) {
  if (runs_between_loops(t, first.entry.owner, second.entry.owner)) {
    // Two loops without a barrier between them: right if the schedule gives both to one thread.
    report(r, t, "nowait", false, name, size, first, second);
    return;
  }
  // A simd loop may read ahead of a later write: lanes load before they store.
  const bool certain = !(t.is_simd && !first.is_write);
  const bool replicated = second.entry.owner == EVERYBODY || first.entry.owner == EVERYBODY;
  report(r, t, replicated ? "region-conflict" : "conflict", certain, name, size, first, second);
}

void touch(Recorder &r, Tracker &t, Cell &cell, bool is_write, Entry now, std::size_t size,
           const Variable *variable) {
  const Entry *other = nullptr;
  bool other_wrote = false;
  if (cell.writer.owner != NOBODY && cell.writer.owner != now.owner) {
    other = &cell.writer;
    other_wrote = true;
  } else if (is_write) {
    if (cell.first_reader.owner != NOBODY && cell.first_reader.owner != now.owner) {
      other = &cell.first_reader;
    } else if (cell.last_reader.owner != NOBODY && cell.last_reader.owner != now.owner) {
      other = &cell.last_reader;
    } else if (now.owner == EVERYBODY) {
      conflict(r, t, variable ? variable->name : "", size, {now, true}, {now, true});
    }
  }
  if (__builtin_expect(other != nullptr, 0)) {
    conflict(r, t, variable ? variable->name : "", size, {*other, other_wrote}, {now, is_write});
  }
  if (is_write) {
    cell.writer = now;
  } else {
    if (cell.first_reader.owner == NOBODY) cell.first_reader = now;
    cell.last_reader = now;
  }
}

void compare(Recorder &r, const Tracker &t, const Cell &cell, bool is_write, Entry now,
             const String &name) {
  const Entry &w = cell.writer, &f = cell.first_reader, &l = cell.last_reader;
  if (w.owner != NOBODY && w.owner != now.owner) conflict(r, t, name, 1, {w, true}, {now, is_write});
  if (!is_write) return;
  if (f.owner != NOBODY && f.owner != now.owner) conflict(r, t, name, 1, {f, false}, {now, true});
  else if (l.owner != NOBODY && l.owner != now.owner)
    conflict(r, t, name, 1, {l, false}, {now, true});
}

// An access under a lock: orderly among those of the same lock, not against any other access.
void touch_locked(Recorder &r, Tracker &t, Address a, bool is_write, Entry now, std::uint32_t lock,
                  const Variable *variable) {
  const String name = variable ? variable->name : "";
  auto *word = t.shadow.word(a / 4, r.limit);
  if (word == nullptr) return;
  compare(r, t, word->split ? t.shadow.bytes(*word)[a % 4] : word->cell, is_write, now, name);
  LockedAccess *own = nullptr;
  auto &accesses = t.locked[a];
  for (LockedAccess &other : accesses) {
    if (other.lock == lock) own = &other;
    else compare(r, t, other.cell, is_write, now, name);
  }
  if (own == nullptr) {
    accesses.push_back({lock, {}});
    own = &accesses.back();
  }
  if (is_write) {
    own->cell.writer = now;
  } else {
    if (own->cell.first_reader.owner == NOBODY) own->cell.first_reader = now;
    own->cell.last_reader = now;
  }
}

void check_locked(Recorder &r, Tracker &t, Address a, std::size_t size, bool is_write, Entry now,
                  const Variable *variable) {
  for (Address byte = a; byte < a + size; ++byte) {
    const auto found = t.locked.find(byte);
    if (found == t.locked.end()) continue;
    for (const LockedAccess &other : found->second)
      compare(r, t, other.cell, is_write, now, variable ? variable->name : "");
  }
}

void privately(Recorder &r, Tracker &t, Variable &v, Address a, bool is_write, Entry now) {
  if (v.role == REDUCTION) return;
  const bool in_header = now.owner == EVERYBODY && !v.of_region && v.role != PER_THREAD;
  if (in_header) return;  // the bounds of a loop are evaluated with the original variables
  if (v.writers.empty()) v.writers.resize(v.end - v.begin);
  Entry &writer = v.writers[a - v.begin];
  if (is_write) {
    if (v.role == INDUCTION)
      report(r, t, "induction-written", true, v.name, 1, {{NOBODY, 0}, true}, {now, true});
    writer = now;
    return;
  }
  if (v.role == INDUCTION || writer.owner == now.owner) return;
  const bool has_value = v.role == FIRSTPRIVATE || v.role == FIRST_LASTPRIVATE || v.is_object;
  if (writer.owner == NOBODY) {
    if (!has_value && v.role != PER_THREAD)
      report(r, t, "private-read-first", true, v.name, 1, {writer, true}, {now, false});
    return;
  }
  if (writer.owner == EVERYBODY && (v.of_region || v.role == PER_THREAD)) return;
  const bool per_thread = v.role == PER_THREAD || v.of_region || v.is_object;
  const char *code = per_thread ? "per-thread-carried"
                     : has_value ? "firstprivate-carried"
                                 : "private-read-first";
  report(r, t, code, !per_thread, v.name, 1, {writer, true}, {now, false});
  t.thread_decides = t.thread_decides || per_thread;
}

void out_of_memory(Recorder &r) {
  unsupported(r, "memory", "the loop touches more memory than can be recorded");
  for (std::size_t i = 0; i < r.active; ++i) r.trackers[i]->ignoring = true;
}

void record(Recorder &r, Tracker &t, Address a, std::size_t size, bool is_write, Site site,
            std::uint32_t lock) {
  while (size > 0) {
    bool is_local = false;
    Variable *v = t.variable(a, is_local);
    const Entry now{t.owner, site};
    if (is_local) {
      ++a, --size;
      continue;
    }
    if (v != nullptr && v->role != SHARED) {
      privately(r, t, *v, a, is_write, now);
      ++a, --size;
      continue;
    }
    if (lock != 0) {
      touch_locked(r, t, a, is_write, now, lock, v);
      ++a, --size;
      continue;
    }
    const std::size_t offset = a % 4;
    const std::size_t step = size < 4 - offset ? size : 4 - offset;
    auto *word = t.shadow.word(a / 4, r.limit);
    if (__builtin_expect(word == nullptr, 0)) return out_of_memory(r);
    if (__builtin_expect(!t.locked.empty(), 0)) check_locked(r, t, a, step, is_write, now, v);
    if (step == 4 && word->split == 0) {
      touch(r, t, word->cell, is_write, now, size, v);
    } else {
      Cell *cells = t.shadow.bytes(*word);
      for (std::size_t i = offset; i < offset + step; ++i)
        touch(r, t, cells[i], is_write, now, size, v);
    }
    a += step;
    size -= step;
  }
}

void check_strays(Recorder &r, Address a, std::size_t size, bool is_write, Site site) {
  for (Stray &stray : r.strays) {
    for (Address byte = a < stray.begin ? stray.begin : a; byte < a + size && byte < stray.end;
         ++byte) {
      Entry &entry = stray.writers[byte - stray.begin];
      if (!is_write && entry.owner != NOBODY) {
        const String places = describe(r, entry.site) + "\tw\t" + describe(r, site) + "\tr";
        const String key = "read-after-loop" + places + stray.name;
        if (r.findings.size() < 64 && r.known.emplace(key, 1).second)
          r.findings.push_back("C\tread-after-loop\tcertain\t" + text(static_cast<long long>(stray.construct)) +
                               "\t" + stray.name + "\t" + text(std::uint64_t{size}) + "\t-\t-\t" +
                               places);
      }
      if (is_write) entry.owner = NOBODY;
    }
  }
}

Site intern(Recorder &r, std::size_t depth, Address pc) {
  return r.places.intern(pc, r.calls.size() > depth ? r.calls[depth] : 0);
}

void apply(Recorder &r, Address a, std::size_t size, bool is_write, Address pc, std::uint32_t lock) {
  if (a < r.stray_high && a + size > r.stray_low)
    check_strays(r, a, size, is_write, intern(r, 0, pc));
  for (std::size_t i = 0; i < r.active; ++i) {
    Tracker &t = *r.trackers[i];
    if (!t.ignoring) record(r, t, a, size, is_write, intern(r, t.call_depth, pc), lock);
  }
}

void access(Address a, std::size_t size, bool is_write, void *return_address, bool atomic = false) {
  if (!is_recording || size == 0) return;
  Recorder &r = *recorder_storage;
  if (r.quiet > 0) return;
  ++r.accesses;
  const Address pc = reinterpret_cast<Address>(return_address) - 1;
  if (r.in_atomic && !atomic) {
    r.atomic.push_back({a, size, is_write, static_cast<Site>(0)});
    r.atomic.back().site = static_cast<Site>(r.places.intern(pc, 0));
    return;
  }
  const std::uint32_t lock = atomic ? ATOMIC_LOCK : r.locks.empty() ? 0 : r.locks.back();
  apply(r, a, size, is_write, pc, lock);
}

// Of an atomic update only the updated object is accessed atomically, not the operands.
void finish_atomic(Recorder &r, Construct kind) {
  r.in_atomic = false;
  const Vector<Buffered> accesses = std::move(r.atomic);
  r.atomic.clear();
  for (const Buffered &one : accesses) {
    bool is_atomic = kind == ATOMIC_READ ? !one.is_write : one.is_write;
    for (const Buffered &other : accesses) {
      if (kind == ATOMIC && other.is_write && other.address < one.address + one.size &&
          one.address < other.address + other.size)
        is_atomic = true;
    }
    const Address pc = r.places.at(one.site).access;
    apply(r, one.address, one.size, one.is_write, pc, is_atomic ? ATOMIC_LOCK : 0);
  }
}

}  // namespace
