// The beginning and the end of a case, what is written about it, and ends before the end.

namespace {

struct Region {
  Address place, code;
  int size;
  std::uint64_t count;
};

struct Counts {
  Map<Address, Region> regions;
  Map<Address, Region> tasks;
  int index = 0;
};

Counts *counts = nullptr;

void note(Map<Address, Region> &map, Address place, Address code, int size) {
  Region &region = map[code];
  region.place = place;
  region.code = code;
  if (size > region.size) region.size = size;
  ++region.count;
}

void note_region(Address place, Address code, int size) { note(counts->regions, place, code, size); }
void note_task(Address place, Address code) { note(counts->tasks, place, code, team().size); }

String offset(Address a) { return text(std::uint64_t{a > sim().base ? a - sim().base : 0}); }

void write_regions(std::FILE *out, const char *tag, const Map<Address, Region> &map) {
  for (const auto &[code, region] : map)
    std::fprintf(out, "%s\t%s\t%s\t%d\t%llu\n", tag, offset(region.place).c_str(),
                 offset(code).c_str(), region.size,
                 static_cast<unsigned long long>(region.count));
}

void write_case(std::FILE *out) {
  Detector &d = *detector;
  std::fprintf(out, "case\t%d\n", counts->index);
  write_regions(out, "P", counts->regions);
  write_regions(out, "T", counts->tasks);
  for (const String &finding : d.findings) std::fprintf(out, "%s\n", finding.c_str());
  std::fprintf(out, "end\t%llu\n", static_cast<unsigned long long>(d.accesses));
  counts->regions.clear();
  counts->tasks.clear();
  d.findings.clear();
  d.known.clear();
  d.accesses = 0;
}

// The process cannot go on; what is known is kept.
[[noreturn]] void stop(const String &finding) {
  detector->findings.push_back(finding);
  is_recording = false;
  if (std::FILE *out = std::fopen("extra", "ab")) {
    write_case(out);
    std::fclose(out);
  }
  _exit(0);
}

[[noreturn]] void deadlock() {
  String words = "D";
  int shown = 0;
  Map<Address, int> known;
  for (const Member *m : sim().members) {
    const Wait *wait = m->stack.empty() ? nullptr : m->stack.back()->wait;
    if (wait == nullptr || m->team->outer == nullptr || !known.emplace(wait->place, 1).second) continue;
    if (++shown > 3) break;
    words += "\t" + text(static_cast<long long>(m->number)) + "\t" +
             text(static_cast<long long>(m->team->size)) + "\t" + wait->what + "\t" +
             offset(wait->place);
  }
  stop(words);
}

[[noreturn]] void on_terminate() {
  if (team().outer != nullptr && std::current_exception() != nullptr) {
    Vector<Address> &calls = strand().calls;
    stop("X\t" + text(static_cast<long long>(member().number)) + "\t" +
         text(static_cast<long long>(team().size)) + "\t" +
         offset(calls.size() > 1 ? calls[1] : 0));
  }
  std::abort();
}

// Before any initialiser of the program's own.
__attribute__((constructor(101))) void set_up() {
  read_configuration();
  simulation = make<Simulation>();
  detector = make<Detector>();
  counts = make<Counts>();
  own_storage = make<Own_storage>();
  Simulation &s = sim();
  Dl_info info;
  if (dladdr(reinterpret_cast<void *>(&set_up), &info) != 0)
    s.base = reinterpret_cast<Address>(info.dli_fbase);
  Team *t = make<Team>();
  s.initial = new_member(t, 0, 0, configuration.threads);
  t->members.push_back(s.initial);
  Coroutine *c = make<Coroutine>();
  c->member = s.initial;
  c->task = s.initial->implicit;
  s.current = c;
  c->strand = new_strand({}, 0, 1, 0);
  s.initial->stack.push_back(c);
  s.members.push_back(s.initial);
  s.maximum_levels = configuration.levels;
  random_state = configuration.seed * 0x9E3779B97F4A7C15ull | 1;
  renew_budget();
}

}  // namespace

extern "C" {

extern char __libc_single_threaded;

void __tsan_func_entry(void *caller) {
  if (is_recording) strand().calls.push_back(reinterpret_cast<Address>(caller) - 1);
}
void __tsan_func_exit() {
  if (is_recording && !strand().calls.empty()) strand().calls.pop_back();
}

__attribute__((visibility("default"))) void pcg_before_case(int index) {
  // Reference counts of the library are atomic only if there is more than one thread.
  __libc_single_threaded = 0;
  std::set_terminate(on_terminate);
  counts->index = index;
  detector->is_full = false;
  Simulation &s = sim();
  s.initial->implicit->threads = configuration.threads;
  s.maximum_levels = configuration.levels;
  s.schedule = 2;
  s.schedule_chunk = 0;
  random_state = (configuration.seed + static_cast<std::uint64_t>(index) * 1000003u) *
                     0x9E3779B97F4A7C15ull | 1;
  renew_budget();
  if (configuration.is_inside) s.around = enter_region(configuration.threads);
}

__attribute__((visibility("default"))) void pcg_after_case(int index, std::FILE *out) {
  if (sim().around != nullptr) leave_region(sim().around);
  sim().around = nullptr;
  counts->index = index;
  write_case(out);
  sim().locks.clear();
}

}  // extern "C"
