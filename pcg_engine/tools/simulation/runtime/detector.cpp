// Finds pairs of accesses to the same byte, one of them a write, that no synchronisation of this
// execution orders. Atomic operations do not conflict with each other.

namespace {

struct Cell {
  Epoch writer;
  Epoch reader;  // the only one, or the last
  Site write_site, read_site;
  std::uint32_t readers;  // 1 + index of the readers' ticks, if there are several
  std::uint32_t atomics;  // 1 + index of what atomic operations did
};

struct Marks {  // by slot
  Clock clock;
  Vector<Site> sites;
  void set(Slot slot, Tick tick, Site site) {
    clock.set(slot, tick);
    if (slot >= sites.size()) sites.resize(slot + 1, 0);
    sites[slot] = site;
  }
};

struct Atomics {
  Clock released;
  Marks writes, reads;
};

struct Detector {
  Shadow<Cell> shadow;
  Deque<Marks> readers;
  std::size_t readers_used = 0;
  Deque<Atomics> atomics;
  std::size_t atomics_used = 0;
  Vector<Vector<Label>> labels;  // by slot, in the order of their ticks
  Vector<Slot> free_slots;
  Vector<Tick> last_ticks;
  Places places;
  Vector<String> findings;
  Map<String, int> known;
  std::uint64_t accesses = 0;
  std::size_t limit = std::size_t{1} << 30;
  std::uint64_t most_accesses = 4000000;
  bool is_full = false;
};

Detector *detector = nullptr;
const Address error_number = reinterpret_cast<Address>(&errno);

[[noreturn]] void stop(const String &finding);

void give_up(const char *code, const char *what) {
  unsupported(code, what);
  detector->is_full = true;
  is_recording = false;
}

// From here on only results count: recording the rest of the case would take too long.
void end_recording() {
  detector->findings.push_back("L");
  detector->is_full = true;
  is_recording = false;
}

void unsupported(const char *code, const char *what) {
  const String line = String("U\t") + code + "\t" + what;
  if (detector->known.emplace(line, 1).second) detector->findings.push_back(line);
}

// A new era: nothing that happened before is unordered with what comes.
void forget_all() {
  Detector &d = *detector;
  d.shadow.renew();
  d.readers_used = d.atomics_used = 0;
  d.labels.clear();
  d.free_slots.clear();
  d.last_ticks.clear();
}

void forget_memory(Address begin, Address end) {
  if (begin < end) detector->shadow.forget(begin, end);
}

// A strand that begins after `clock`. Slots of ended strands that it has seen end are used again.
Strand *new_strand(const Clock &clock, int thread, int size, Address created) {
  Detector &d = *detector;
  Strand *strand = make<Strand>();
  sim().strands.push_back(strand);
  strand->clock = clock;
  Slot slot = MAXIMUM_SLOTS;
  for (std::size_t tries = 0; tries < 8 && tries < d.free_slots.size(); ++tries) {
    const std::size_t i = d.free_slots.size() - 1 - tries;
    if (clock.at(d.free_slots[i]) < d.last_ticks[d.free_slots[i]]) continue;
    slot = d.free_slots[i];
    d.free_slots.erase(d.free_slots.begin() + static_cast<std::ptrdiff_t>(i));
    break;
  }
  if (slot == MAXIMUM_SLOTS) {
    slot = static_cast<Slot>(d.last_ticks.size());
    if (slot >= MAXIMUM_SLOTS - 1) {
      give_up("many-tasks", "more tasks at once than can be followed");
      slot = 0;
    } else {
      d.last_ticks.push_back(0);
      d.labels.push_back({});
    }
  }
  const Tick tick = d.last_ticks[slot] + 1;
  strand->slot = slot;
  strand->clock.set(slot, tick);
  d.labels[slot].push_back({tick, thread, size, created});
  return strand;
}

void end_strand(Strand &strand) {
  Detector &d = *detector;
  d.last_ticks[strand.slot] = strand.tick();
  d.free_slots.push_back(strand.slot);
}

// After a release: what the strand does next is not part of what was released.
void advance(Strand &strand) {
  const Tick tick = strand.tick() + 1;
  if (tick >= MAXIMUM_TICK) {
    if (is_recording) give_up("long-run", "more synchronisation than can be followed");
    return;
  }
  strand.clock.set(strand.slot, tick);
  detector->last_ticks[strand.slot] = tick;
}

String describe(Epoch epoch, Site site, char kind) {
  const Detector &d = *detector;
  const Label *label = nullptr;
  for (const Label &one : d.labels[slot_of(epoch)]) {
    if (one.since <= tick_of(epoch)) label = &one;
  }
  const Place place = d.places.at(site);
  const auto offset = [](Address a) { return a > sim().base ? a - sim().base : 0; };
  return text(static_cast<long long>(label ? label->thread : -1)) + "\t" +
         text(static_cast<long long>(label ? label->size : 0)) + "\t" +
         text(std::uint64_t{label ? offset(label->created) : 0}) + "\t" +
         text(std::uint64_t{offset(place.access)}) + "\t" +
         text(std::uint64_t{place.call ? offset(place.call) : 0}) + "\t" + kind;
}

// What comes after a race may be anything: this is the end.
[[noreturn]] void race(std::size_t size, Epoch first, Site first_site, char first_kind, Epoch second,
          Site second_site, char second_kind) {
  stop("R\t" + text(std::uint64_t{size}) + "\t" + describe(first, first_site, first_kind) + "\t" +
       describe(second, second_site, second_kind));
}

void check_marks(const Marks &marks, const Strand &s, std::size_t size, char kind, Epoch now,
                 Site site, char now_kind) {
  const Slot slot = marks.clock.beyond(s.clock);
  if (slot != MAXIMUM_SLOTS)
    race(size, epoch_of(slot, marks.clock.at(slot)), marks.sites[slot], kind, now, site, now_kind);
}

void add_reader(Detector &d, Cell &cell, const Strand &s, Epoch now, Site site) {
  if (cell.readers != 0) {
    d.readers[cell.readers - 1].set(s.slot, tick_of(now), site);
  } else if (cell.reader == 0 || s.clock.covers(cell.reader)) {
    cell.reader = now;
    cell.read_site = site;
  } else {
    if (d.readers_used == d.readers.size()) d.readers.emplace_back();
    Marks &marks = d.readers[d.readers_used++];
    marks.clock.clear();
    marks.sites.clear();
    marks.set(slot_of(cell.reader), tick_of(cell.reader), cell.read_site);
    marks.set(s.slot, tick_of(now), site);
    cell.readers = static_cast<std::uint32_t>(d.readers_used);
    shadow_bytes += 16 * (s.slot + 1);
  }
}

void forget_readers(Cell &cell) {
  cell.reader = 0;
  cell.readers = 0;
}

void check_readers(Detector &d, Cell &cell, const Strand &s, std::size_t size, Epoch now, Site site,
                   char kind) {
  if (cell.readers != 0)
    check_marks(d.readers[cell.readers - 1], s, size, 'r', now, site, kind);
  else if (cell.reader != 0 && !s.clock.covers(cell.reader))
    race(size, cell.reader, cell.read_site, 'r', now, site, kind);
}

void touch(Detector &d, Cell &cell, const Strand &s, bool is_write, std::size_t size, Epoch now,
           Site site) {
  if (cell.atomics == 0) {
    if (is_write ? cell.writer == now && cell.reader == 0 && cell.readers == 0
                 : cell.reader == now && cell.readers == 0)
      return;
  } else {
    const Atomics &atomics = d.atomics[cell.atomics - 1];
    check_marks(atomics.writes, s, size, 'W', now, site, is_write ? 'w' : 'r');
    if (is_write) check_marks(atomics.reads, s, size, 'A', now, site, 'w');
  }
  if (cell.writer != 0 && !s.clock.covers(cell.writer))
    race(size, cell.writer, cell.write_site, 'w', now, site, is_write ? 'w' : 'r');
  if (is_write) {
    check_readers(d, cell, s, size, now, site, 'w');
    cell.writer = now;
    cell.write_site = site;
    forget_readers(cell);
  } else {
    add_reader(d, cell, s, now, site);
  }
}

template <class Visit> void each_cell(Detector &d, Address a, std::size_t size, Visit visit) {
  while (size > 0) {
    const std::size_t offset = a % 4;
    const std::size_t step = size < 4 - offset ? size : 4 - offset;
    auto *word = d.shadow.word(a / 4, d.limit);
    if (__builtin_expect(word == nullptr || shadow_bytes > d.limit, 0))
      return give_up("memory", "the region touches more memory than can be recorded");
    if (step == 4 && word->split == 0) {
      visit(word->cell);
    } else {
      Cell *cells = d.shadow.bytes(*word);
      for (std::size_t i = offset; i < offset + step; ++i) visit(cells[i]);
    }
    a += step;
    size -= step;
  }
}

Site site_here(const Strand &s, Address pc) {
  return detector->places.intern(pc, s.calls.size() > 1 ? s.calls[1] : 0);
}

void note_stack(Address a) {
  Coroutine &c = self();
  if (a < c.lowest && a >= c.low) c.lowest = a;
}

void access(Address a, std::size_t size, bool is_write, void *return_address) {
  if (!is_recording || size == 0) return;
  if (a - error_number < sizeof(int)) return;  // each thread has its own
  Detector &d = *detector;
  if (++d.accesses > d.most_accesses) return end_recording();
  if (--sim().until_switch < 0) switch_point();
  const Strand &s = strand();
  note_stack(a);
  const Site site = site_here(s, reinterpret_cast<Address>(return_address) - 1);
  const Epoch now = epoch_of(s.slot, s.tick());
  each_cell(d, a, size, [&](Cell &cell) { touch(d, cell, s, is_write, size, now, site); });
}

// A block that was just allocated: nothing recorded at its addresses concerns it.
void fresh(const void *block, std::size_t size) {
  if (!is_recording || block == nullptr || size == 0) return;
  const Address begin = reinterpret_cast<Address>(block);
  forget_memory(begin, begin + size);
  for (auto it = sim().locks.begin(); it != sim().locks.end();)
    it = it->first >= begin && it->first < begin + size ? sim().locks.erase(it) : std::next(it);
}

}  // namespace
