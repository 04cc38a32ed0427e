// One parallel region (or simd loop) under observation: who runs now, what belongs to whom.

namespace {

// Constructs and roles; the numbers are those of pcg_engine.tools.recording.constructs.
enum Construct { PARALLEL = 1, LOOP, SIMD, SINGLE, MASTER, CRITICAL, ATOMIC, ATOMIC_READ, NOWAIT_LOOP, NOWAIT_SINGLE };
enum Role { SHARED = 1, PRIVATE, FIRSTPRIVATE, LASTPRIVATE, REDUCTION, INDUCTION, PER_THREAD, FIRST_LASTPRIVATE };

constexpr std::uint32_t ATOMIC_LOCK = 1;
constexpr long long NO_VALUE = -0x7fffffffffffffffLL - 1;
constexpr int VALUES = 3;

struct Variable {
  Address begin, end;
  Role role;
  bool is_object;
  bool of_region;  // named by a clause of the region itself: replicated code may write it
  String name;
  Vector<Entry> writers;  // last writer of each byte
};

struct Runner {  // what an owner is, for the report
  int construct;
  std::uint32_t instance;
  std::uint64_t ordinal;
  long long values[VALUES];
};

struct LockedAccess {
  std::uint32_t lock;
  Cell cell;
};

struct Stray {  // a private variable after its loop: reading it gives another value than serially
  Address begin, end;
  int construct;
  String name;
  Vector<Entry> writers;  // owner 0: harmless or overwritten meanwhile
};

struct Tracker {
  int construct;
  bool is_simd;
  Address frame_low, frame_high;  // stack from its lowest address to the frame of the construct
  std::size_t call_depth;
  Owner owner = EVERYBODY;
  Owner next_owner = FIRST_OWNER;
  Owner master = NOBODY;
  bool ignoring = false;
  bool thread_decides = false;  // what an iteration left to its thread was read: it may lead anywhere
  String object;  // a private object whose own memory cannot be told from shared memory
  Vector<Runner> runners;
  Vector<Variable> variables;  // innermost last
  Vector<std::uint16_t> frame_map;
  Address map_low = 0, map_high = 0;      // span of variables in the frame
  Address outer_low = ~Address{0}, outer_high = 0;  // span of variables elsewhere
  Shadow<Cell> shadow;
  Map<Address, Vector<LockedAccess>> locked;

  void reset(int id, bool simd, Address low, Address high, std::size_t depth) {
    construct = id;
    is_simd = simd;
    frame_low = low;
    frame_high = high;
    call_depth = depth;
    owner = EVERYBODY;
    next_owner = FIRST_OWNER;
    master = NOBODY;
    ignoring = false;
    thread_decides = false;
    object.clear();
    runners.clear();
    variables.clear();
    locked.clear();
    shadow.renew();
    remap();
  }

  void barrier() {
    shadow.renew();
    locked.clear();
  }

  Owner enlist(const Runner &runner) {
    if (runners.size() < (std::size_t{1} << 21)) runners.push_back(runner);
    return next_owner++;
  }

  bool in_frame(Address a) const { return a >= frame_low && a < frame_high; }

  void remap() {
    map_low = ~Address{0};
    map_high = 0;
    outer_low = ~Address{0};
    outer_high = 0;
    for (const Variable &v : variables) {
      Address &low = in_frame(v.begin) ? map_low : outer_low;
      Address &high = in_frame(v.begin) ? map_high : outer_high;
      if (v.begin < low) low = v.begin;
      if (v.end > high) high = v.end;
    }
    frame_map.clear();
    if (map_high <= map_low || map_high - map_low > 65536) return;
    frame_map.assign(map_high - map_low, 0);
    for (std::size_t i = 0; i < variables.size(); ++i) {
      const Variable &v = variables[i];
      if (!in_frame(v.begin)) continue;
      for (Address a = v.begin; a < v.end && a < map_high; ++a)
        frame_map[a - map_low] = static_cast<std::uint16_t>(i + 1);
    }
  }

  Variable *search(Address a) {
    for (std::size_t i = variables.size(); i-- > 0;) {
      if (a >= variables[i].begin && a < variables[i].end) return &variables[i];
    }
    return nullptr;
  }

  // The variable that holds `a`. In the construct's own frame everything else is local to an
  // iteration or a temporary, which is told by `is_local`.
  Variable *variable(Address a, bool &is_local) {
    is_local = false;
    if (in_frame(a)) {
      Variable *found = nullptr;
      if (a >= map_low && a < map_high) {
        if (frame_map.empty()) {
          found = search(a);
        } else if (const std::uint16_t index = frame_map[a - map_low]) {
          found = &variables[index - 1];
        }
      }
      is_local = found == nullptr;
      return found;
    }
    if (a >= outer_low && a < outer_high) return search(a);
    return nullptr;
  }
};

}  // namespace
