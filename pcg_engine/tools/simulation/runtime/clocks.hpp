// Vector clocks (Lamport; Mattern) and the epochs of FastTrack (Flanagan and Freund, PLDI 2009).
//
// A strand is a piece of the program that runs in one order: what a thread does in a region, or an
// explicit task. Two accesses are ordered if the earlier strand's tick had reached the later strand
// through synchronisation. An epoch names a strand's slot and its tick at an access.

#include <cxxabi.h>
#include <dlfcn.h>
#include <exception>
#include <pthread.h>
#include <sys/mman.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

namespace {

using Slot = std::uint32_t;
using Tick = std::uint32_t;
using Epoch = std::uint32_t;  // 0: no access

constexpr unsigned TICK_BITS = 20;
constexpr Tick MAXIMUM_TICK = (1u << TICK_BITS) - 1;
constexpr Slot MAXIMUM_SLOTS = 1u << (32 - TICK_BITS);

Epoch epoch_of(Slot slot, Tick tick) { return slot << TICK_BITS | tick; }
Slot slot_of(Epoch epoch) { return epoch >> TICK_BITS; }
Tick tick_of(Epoch epoch) { return epoch & MAXIMUM_TICK; }

class Clock {
public:
  Tick at(Slot slot) const { return slot < ticks_.size() ? ticks_[slot] : 0; }
  bool covers(Epoch epoch) const { return at(slot_of(epoch)) >= tick_of(epoch); }
  void set(Slot slot, Tick tick) {
    if (slot >= ticks_.size()) ticks_.resize(slot + 1, 0);
    ticks_[slot] = tick;
  }
  void join(const Clock &other) {
    if (other.ticks_.size() > ticks_.size()) ticks_.resize(other.ticks_.size(), 0);
    for (std::size_t i = 0; i < other.ticks_.size(); ++i) {
      if (other.ticks_[i] > ticks_[i]) ticks_[i] = other.ticks_[i];
    }
  }
  void clear() { ticks_.clear(); }
  bool empty() const { return ticks_.empty(); }
  // A slot whose tick this clock has not reached, or MAXIMUM_SLOTS: `later` must cover all of it.
  Slot beyond(const Clock &later) const {
    for (std::size_t i = 0; i < ticks_.size(); ++i) {
      if (ticks_[i] > later.at(static_cast<Slot>(i))) return static_cast<Slot>(i);
    }
    return MAXIMUM_SLOTS;
  }

private:
  Vector<Tick> ticks_;
};

struct Label {  // what a strand is, for the report
  Tick since;
  int thread, size;  // thread number and team; of a task -1
  Address created;   // where the task was created, or the region entered
};

struct Strand {
  Slot slot = 0;
  Clock clock;
  Clock pending;        // released by what relaxed loads read: ordered from the next acquire fence
  Clock fenced;         // at the last release fence
  bool asks = false;    // depends on the thread that runs it
  Vector<Address> calls;
  Tick tick() const { return clock.at(slot); }
};

}  // namespace
