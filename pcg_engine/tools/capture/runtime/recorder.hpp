// Records what one function is given, in an instrumented copy of the user's file. It comes behind
// blocks.hpp and variables.hpp and before the user's text. `describe` is generated behind the text.
namespace pcg_capture {

// --- what a call is given ------------------------------------------------------------------------

// `place`: a value, a reference, a span, whose number of elements is known; `pointer`: it has to be
// found; `vector`: an object whose elements lie in one piece; `object`: any other one; `graph`: what
// leads to objects with pointers, `types_number` of types, to some of type `root`, or is `extent` of
// them (`by_value`). What `is_counted` is an object that begins where a pointer leads: a table of
// pointers, or objects in a row, whose number has to be found. An object that `is_other` is not of
// the class that is expected.
enum kind_type { place, pointer, vector, object, graph };

struct slot {
  kind_type kind;
  const void* self;
  const unsigned char* data;
  count_type count;
  size_type element;
  void (*put)(writer&, const slot&);
  unsigned char mode;
  unsigned owner;
  count_type offset;
  bool is_counted;
  bool is_other;

  const unsigned char* end() const { return data + count * element; }
  const graph_type* types;
  unsigned types_number;
  int root;
  bool by_value;
  count_type extent;

  bool has_elements() const { return kind != object && kind != graph; }
  bool is_whole() const { return kind == vector || kind == object; }
};

struct refusal {
  refusal_type why;
  unsigned slot;
};

static void describe(const void* const* places, slot* slots);

struct range {
  const unsigned char* begin;
  const unsigned char* end;
  unsigned slot;
};

// What has been written so far, and from where.
struct sink {
  unsigned char* bytes;
  size_type size;
  size_type room;
  range* ranges;
  size_type number;
  size_type range_room;
  const unsigned char* frame;
  unsigned slot;
  bool failed;
  bool has_overlap;

  void append(const void* data, size_type added) {
    if (failed || added > most_bytes || size + added > most_bytes) {
      failed = true;
      return;
    }
    if (size + added > room) {
      size_type wanted = room ? room : 1 << 12;
      while (wanted < size + added) wanted *= 2;
      void* const made = pcg_capture_get_other(bytes, wanted);
      if (!made) {
        failed = true;
        return;
      }
      bytes = static_cast<unsigned char*>(made);
      room = wanted;
    }
    __builtin_memcpy(bytes + size, data, added);
    size += added;
  }
  // Numbers of elements and the like are written from variables of the recorder's own, which lie
  // below its frame; everything else is the program's.
  void from(const unsigned char* begin, size_type taken) {
    if (failed || !taken || (begin <= frame && frame - begin < (8 << 20))) return;
    if (number && ranges[number - 1].slot == slot && begin >= ranges[number - 1].begin &&
        begin <= ranges[number - 1].end + 16) {
      if (begin + taken > ranges[number - 1].end) ranges[number - 1].end = begin + taken;
      return;
    }
    if (number == range_room) {
      const size_type wanted = range_room ? 2 * range_room : 64;
      void* const made = pcg_capture_get_other(ranges, wanted * sizeof(range));
      if (!made) {
        failed = true;
        return;
      }
      ranges = static_cast<range*>(made);
      range_room = wanted;
    }
    const range added = {begin, begin + taken, slot};
    ranges[number++] = added;
  }
};

inline void write_to_sink(void* context, const void* data, size_type bytes) {
  sink* const self = static_cast<sink*>(context);
  self->from(static_cast<const unsigned char*>(data), bytes);
  self->append(data, bytes);
}

inline void sift(range* ranges, size_type at, size_type number) {
  for (;;) {
    size_type child = 2 * at + 1;
    if (child >= number) return;
    if (child + 1 < number && ranges[child].begin < ranges[child + 1].begin) ++child;
    if (ranges[at].begin >= ranges[child].begin) return;
    const range moved = ranges[at];
    ranges[at] = ranges[child];
    ranges[child] = moved;
    at = child;
  }
}

// The number of a slot that shares memory with another one; `slots` if there is none.
inline unsigned shared_slot(range* ranges, size_type number) {
  for (size_type i = number / 2; i-- > 0;) sift(ranges, i, number);
  for (size_type left = number; left > 1; --left) {
    const range last = ranges[left - 1];
    ranges[left - 1] = ranges[0];
    ranges[0] = last;
    sift(ranges, 0, left - 1);
  }
  // Of all that began before, what reaches farthest, and what of other slots does.
  const unsigned char* far = 0;
  const unsigned char* other_far = 0;
  unsigned owner = slots_number;
  for (size_type i = 0; i < number; ++i) {
    const unsigned char* const reached = ranges[i].slot == owner ? other_far : far;
    if (reached > ranges[i].begin) return ranges[i].slot;
    if (ranges[i].slot == owner) {
      if (ranges[i].end > far) far = ranges[i].end;
    } else if (ranges[i].end > far) {
      other_far = far;
      far = ranges[i].end;
      owner = ranges[i].slot;
    } else if (ranges[i].end > other_far) {
      other_far = ranges[i].end;
    }
  }
  return slots_number;
}

// The top of the main thread's stack, set when the program starts; other threads' are not known.
extern "C" void* pcg_capture_stack_end __asm__("__libc_stack_end") __attribute__((weak));

inline bool is_on_stack(size_type address) {
  const size_type top = &pcg_capture_stack_end ? (size_type)pcg_capture_stack_end : 0;
  return address > (size_type)__builtin_frame_address(0) && address < top;
}

// Finds how many elements are behind a pointer: those that analysis expects, where that is known,
// but no more than its block has; else all up to the block's end. Where objects may lead there as
// well, that `is_whole`. Of what lies on the stack and is no array that is known of, one: a variable
// whose address was taken. Who reads more is found out when the call is replayed.
inline refusal_type find_extent(slot& one, long long expected, bool is_whole) {
  if (!one.data) return null_pointer;
  const block around = memory_around((size_type)one.data);
  if (around.bytes) {
    const size_type left = around.begin + around.bytes - (size_type)one.data;
    one.count = left / one.element;
    if (!is_whole && expected >= 0 && (count_type)expected < one.count) one.count = (count_type)expected;
    return accepted;
  }
  if (expected < 0 && !is_on_stack((size_type)one.data)) return unknown_extent;
  one.count = expected < 0 ? 1 : (count_type)expected;
  return is_readable(one.data, one.end()) ? accepted : unreadable;
}

// Which slots lie in another one's storage: the lowest that reaches them has it.
inline refusal share(slot* slots) {
  refusal found = {accepted, 0};
  for (unsigned i = 0; i < slots_number; ++i) {
    slots[i].mode = pcg_driver::own;
    slots[i].owner = i;
    for (unsigned j = 0; j < i && slots[i].is_whole(); ++j) {
      if (slots[j].is_whole() && slots[j].self == slots[i].self && slots[j].mode == pcg_driver::own) {
        if (slots[j].put != slots[i].put) {
          found.why = unlike_overlap;
          found.slot = i;
          return found;
        }
        slots[i].mode = pcg_driver::same_object;
        slots[i].owner = j;
        break;
      }
    }
  }
  // A pointer may reach farther than the one before it, in storage of both.
  for (bool grown = true; grown;) {
    grown = false;
    for (unsigned i = 0; i < slots_number; ++i) {
      for (unsigned j = 0; j < slots_number; ++j) {
        const slot& inner = slots[i];
        slot& outer = slots[j];
        if (i == j || !inner.has_elements() || outer.kind != pointer || !inner.count) continue;
        if (inner.data < outer.data || inner.data >= outer.end() || inner.end() <= outer.end()) {
          continue;
        }
        outer.count = ((size_type)(inner.end() - outer.data) + outer.element - 1) / outer.element;
        grown = true;
      }
    }
  }
  for (unsigned i = 0; i < slots_number; ++i) {
    slot& inner = slots[i];
    if (!inner.has_elements() || inner.kind == vector || !inner.count) continue;
    unsigned best = i;
    for (unsigned j = 0; j < slots_number; ++j) {
      const slot& outer = slots[j];
      const slot& held = slots[best];
      if (j == i || !outer.has_elements() || outer.mode == pcg_driver::same_object) continue;
      if (inner.data < outer.data || inner.data >= outer.end()) continue;
      // What has its place by its type is no guest of a pointer.
      const bool held_stays = held.kind == vector || is_fixed[best];
      const bool outer_stays = outer.kind == vector || is_fixed[j];
      const bool lower = outer.data < held.data;
      const bool same = outer.data == held.data && !held_stays;
      const bool longer = outer.end() > held.end();
      const bool first = outer.end() == held.end() && j < best;
      if (lower || (same && (outer_stays || longer || first))) best = j;
    }
    if (best == i || is_fixed[i]) continue;
    const size_type distance = inner.data - slots[best].data;
    const bool fits = inner.end() <= slots[best].end();
    if (distance % inner.element || !fits) {
      found.why = unlike_overlap;
      found.slot = i;
      return found;
    }
    inner.mode = pcg_driver::element_of;
    inner.owner = best;
    inner.offset = distance / inner.element;
  }
  // Whoever has the storage must have it of its own.
  for (unsigned i = 0; i < slots_number; ++i) {
    if (slots[i].mode != pcg_driver::own && slots[slots[i].owner].mode != pcg_driver::own) {
      found.why = unlike_overlap;
      found.slot = i;
      return found;
    }
  }
  return found;
}

// Everything that the call is given, in the case format, at the end of `out`.
__attribute__((noinline)) inline refusal encode(const void* const* places, const long long* extents, sink& out) {
  out.frame = static_cast<const unsigned char*>(__builtin_frame_address(0));
  slot slots[slots_number + 1];
  describe(places, slots);
  refusal found = {accepted, 0};
  bool has_graphs = false;
  for (unsigned i = 0; i < slots_number; ++i) has_graphs |= slots[i].kind == graph;
  for (unsigned i = 0; i < slots_number; ++i) {
    found.slot = i;
    slots[i].offset = 0;
    const bool is_sought = slots[i].kind == pointer || slots[i].is_counted;
    if (is_sought) found.why = find_extent(slots[i], extents[i], has_graphs);
    if (!slots[i].self) found.why = null_pointer;
    if (slots[i].is_other) found.why = other_class;
    if (found.why != accepted) return found;
  }
  found = share(slots);
  if (found.why != accepted) return found;
  pcg_driver::services host = {&out, 0, 0, write_to_sink};
  writer target = {&host, 1};
  graph_walk walk;
  count_type graphs = 0;
  for (unsigned i = 0; i < slots_number; ++i) {
    const slot& one = slots[i];
    if (one.kind != graph) continue;
    if (one.by_value) walk.note(one.types + one.root, one.data, one.extent, graphs);
    ++graphs;
  }
  for (unsigned i = 0; has_graphs && i < slots_number; ++i) {
    const slot& one = slots[i];
    if (one.kind != pointer) continue;
    if (one.mode == pcg_driver::own) walk.note(one.types, one.data, one.count, graphs);
    ++graphs;
  }
  graphs = 0;
  for (unsigned i = 0; i < slots_number; ++i) {
    slot& one = slots[i];
    out.slot = i;
    if (one.kind == graph) {
      found.slot = i;
      found.why = walk.visit(one.types, one.types_number, one.root, one.by_value, one.extent,
                             one.data, graphs);
      if (found.why != accepted) return found;
      ++graphs;
      one.count = walk.count();
      out.append(&one.mode, 1);
      out.append(&one.count, sizeof one.count);
      walk.write(out);
      if (out.failed) {
        found.why = too_large;
        return found;
      }
      continue;
    }
    out.append(&one.mode, 1);
    if (one.mode == pcg_driver::own) {
      out.append(&one.count, sizeof one.count);
      one.put(target, one);
    } else {
      out.append(&one.owner, sizeof one.owner);
      out.append(&one.offset, sizeof one.offset);
      out.append(&one.count, sizeof one.count);
    }
    found.slot = i;
    if (out.failed || out.has_overlap) {
      found.why = out.failed ? too_large : overlap;
      return found;
    }
  }
  found.slot = shared_slot(out.ranges, out.number);
  if (found.slot != slots_number) found.why = overlap;
  return found;
}

// --- which calls are recorded, and kept ----------------------------------------------------------

static const count_type nowhere = ~(count_type)0;

struct kept {
  count_type index;
  long long nanoseconds;
  size_type bytes;
};

PCG_CAPTURE_ONE kept longest[longest_number + 1];
PCG_CAPTURE_ONE kept sample[sample_number + 1];
PCG_CAPTURE_ONE count_type calls = 0;
PCG_CAPTURE_ONE count_type recorded = 0;
PCG_CAPTURE_ONE count_type refused = 0;
PCG_CAPTURE_ONE refusal first_refusal = {accepted, 0};
PCG_CAPTURE_ONE long long all_nanoseconds = 0;
PCG_CAPTURE_ONE long long spent = 0;
PCG_CAPTURE_ONE size_type kept_bytes = 0;
PCG_CAPTURE_ONE bool is_eager = false;
PCG_CAPTURE_ONE char flag = 0;
PCG_CAPTURE_ONE unsigned long long random_state = 0x9E3779B97F4A7C15ull;
PCG_CAPTURE_ONE __thread int depth = 0;

inline long long now() {
  long value[2];
  pcg_capture_clock(1, value);  // CLOCK_MONOTONIC
  return value[0] * 1000000000ll + value[1];
}

inline count_type random_below(count_type limit) {
  random_state ^= random_state << 13;
  random_state ^= random_state >> 7;
  random_state ^= random_state << 17;
  return random_state % limit;
}

inline char* number_to(char* at, count_type value) {
  char digits[24];
  int length = 0;
  do {
    digits[length++] = (char)('0' + value % 10);
    value /= 10;
  } while (value);
  while (length) *at++ = digits[--length];
  return at;
}

// The path of a file of this process, in `name`.
inline void path_of(char* name, count_type index, const char* suffix) {
  char* at = name;
  for (const char* from = folder; *from; ++from) *at++ = *from;
  *at++ = '/';
  at = number_to(at, (count_type)pcg_capture_getpid());
  *at++ = '-';
  at = number_to(at, index);
  while (*suffix) *at++ = *suffix++;
  *at = 0;
}

inline bool write_all(int file, const void* data, size_type bytes) {
  const char* at = static_cast<const char*>(data);
  while (bytes) {
    const long done = pcg_capture_write(file, at, bytes);
    if (done <= 0) return false;
    at += done;
    bytes -= (size_type)done;
  }
  return true;
}

// Calls, nanoseconds in them, refused ones, why and at which slot the first was, whether this is
// all: a line that tools/capture/outcome.py reads.
inline void write_summary(bool is_end) {
  char name[512];
  path_of(name, 0, ".summary");
  const int file = pcg_capture_open(name, 01 | 0100 | 01000, 0600);
  if (file < 0) return;
  char line[160];
  char* at = line;
  const count_type numbers[] = {calls, (count_type)all_nanoseconds, refused,
                                (count_type)first_refusal.why, first_refusal.slot, is_end};
  for (unsigned i = 0; i < sizeof numbers / sizeof *numbers; ++i) {
    at = number_to(at, numbers[i]);
    *at++ = ' ';
  }
  *at++ = '\n';
  write_all(file, line, (size_type)(at - line));
  pcg_capture_close(file);
}

inline bool is_kept(count_type index) {
  for (unsigned i = 0; i < longest_number; ++i) {
    if (longest[i].index == index) return true;
  }
  for (unsigned i = 0; i < sample_number; ++i) {
    if (sample[i].index == index) return true;
  }
  return false;
}

inline void replace(kept& entry, const kept& by) {
  const kept before = entry;
  entry = by;
  if (!before.index || is_kept(before.index)) return;
  char name[512];
  path_of(name, before.index, ".call");
  pcg_capture_unlink(name);
  kept_bytes -= before.bytes;
}

inline void keep(const kept& made, const unsigned char* bytes, count_type place) {
  unsigned shortest = 0;
  for (unsigned i = 1; i < longest_number; ++i) {
    if (longest[i].nanoseconds < longest[shortest].nanoseconds) shortest = i;
  }
  const bool is_long = made.nanoseconds > longest[shortest].nanoseconds;
  const size_type freed = (is_long ? longest[shortest].bytes : 0) +
                          (place != nowhere ? sample[place].bytes : 0);
  if (kept_bytes + made.bytes > most_total + freed) {
    if (!refused++) first_refusal.why = no_room;
    return;
  }
  if (is_long) replace(longest[shortest], made);
  if (place != nowhere) replace(sample[place], made);
  if (!is_kept(made.index)) return;
  char name[512];
  path_of(name, made.index, ".call");
  const int file = pcg_capture_open(name, 01 | 0100 | 01000, 0600);
  if (file < 0) return;
  const count_type head[] = {made.index, (count_type)made.nanoseconds, made.bytes};
  if (write_all(file, "PCGCALL1", 8) && write_all(file, head, sizeof head)) {
    write_all(file, bytes, made.bytes);
  }
  pcg_capture_close(file);
  kept_bytes += made.bytes;
}

struct reporter {
  ~reporter() {
    const lock guard(flag);
    write_summary(true);
  }
};
static reporter at_the_end;

// One call of the function, from its first statement to its end.
class call {
 public:
  // Of a template, every instance comes here, and one of them is wanted.
  call(const void* const* places, const long long* extents, bool is_wanted = true)
      : index_(0), place_(nowhere), began_(0), is_wanted_(is_wanted) {
    const sink nothing = {0, 0, 0, 0, 0, 0, 0, 0, false, false};
    sink_ = nothing;
    if (!is_wanted_) return;
    ++depth;
    {
      const lock guard(flag);
      index_ = ++calls;
      if ((calls & (calls - 1)) == 0) write_summary(false);
      if (choose()) record(places, extents);
    }
    began_ = now();
  }
  call(const call&) = delete;
  ~call() {
    if (!is_wanted_) return;
    const long long taken = now() - began_;
    {
      const lock guard(flag);
      if (--depth == 0) all_nanoseconds += taken;
      if (sink_.bytes) {
        const kept made = {index_, taken, sink_.size};
        keep(made, sink_.bytes, place_);
      } else if (taken > shortest_kept()) {
        is_eager = true;
      }
    }
    drop();
  }

 private:
  // A uniform sample of all calls; and, since calls in a row are often alike, the one after a call
  // that took longer than those that are kept.
  bool choose() {
    if (index_ <= sample_number) {
      place_ = index_ - 1;
    } else if (sample_number) {
      const count_type drawn = random_below(index_);
      if (drawn < sample_number) place_ = drawn;
    }
    const bool is_allowed = spent < most_nanoseconds;
    const bool may_be_long = is_eager && (recorded < 64 || 10 * spent < all_nanoseconds);
    if (may_be_long) is_eager = false;
    return is_allowed && (place_ != nowhere || may_be_long);
  }
  void record(const void* const* places, const long long* extents) {
    const long long start = now();
    ++recorded;
    const refusal found = encode(places, extents, sink_);
    if (found.why != accepted) {
      if (!refused++) first_refusal = found;
      drop();
    }
    spent += now() - start;
  }
  static long long shortest_kept() {
    long long found = longest[0].nanoseconds;
    for (unsigned i = 1; i < longest_number; ++i) {
      if (longest[i].nanoseconds < found) found = longest[i].nanoseconds;
    }
    return found;
  }
  void drop() {
    if (sink_.bytes) pcg_capture_give(sink_.bytes);
    if (sink_.ranges) pcg_capture_give(sink_.ranges);
    sink_.bytes = 0;
    sink_.ranges = 0;
  }

  sink sink_;
  count_type index_;
  count_type place_;
  long long began_;
  bool is_wanted_;
};

}  // namespace pcg_capture

