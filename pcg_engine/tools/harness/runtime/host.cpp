// Loads a library with a driver in it, calls it on the cases of the file "cases", and appends what
// it sees to the file "observations" as it goes, so that a crash keeps what came before it.
//
// usage: host LIBRARY MODE RED_ZONE [REPETITIONS | SECONDS]
//
// "cases":        u32 number, then for each: u64 length, bytes.
// "observations": records of u8 tag, u32 case, u64 length, bytes. Tags: R address ranges of the
//                 storage (u32 slot, u64 begin, u64 end)…; O observation, T the second thread's
//                 (u32 n, n damaged slots as u32, u32 length and text of the exception or length
//                 ~0, encoded slots); E standard error of an isolated case that failed;
//                 P what the call changed in its process, and L nothing, if its results changed
//                 after it had returned, the P before its O; S seconds as doubles; M by how many
//                 bytes more were held, an i64 for each of some equal numbers of equal calls.
#include <cxxabi.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <pthread.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <fenv.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <exception>
#include <typeinfo>

// No other header of C++: the host is compiled again and again, and the standard containers would
// take most of the time.
//--- state.hpp
//--- memory.hpp

namespace {

// Mirrored in driver.hpp.
struct Services {
  void* context;
  void* (*allocate)(void*, unsigned, size_t, size_t);
  void (*announce)(void*, unsigned, const void*, size_t);
  void (*write)(void*, const void*, size_t);
};

[[noreturn]] void fail(const char* message, const char* detail = "") {
  fprintf(stderr, "pcg-host: %s%s\n", message, detail);
  exit(96);
}

// Bytes that grow.
class Bytes {
 public:
  Bytes() = default;
  Bytes(const Bytes&) = delete;
  ~Bytes() { free(data_); }

  const unsigned char* data() const { return data_; }
  unsigned char* data() { return data_; }
  size_t size() const { return size_; }
  void append(const void* from, size_t bytes) {
    if (!bytes) return;
    const size_t before = size_;
    resize(size_ + bytes);
    memcpy(data_ + before, from, bytes);
  }
  template <class Value> void put(Value value) { append(&value, sizeof value); }
  void text(const char* words) { append(words, strlen(words)); }
  void resize(size_t bytes) {
    if (bytes > capacity_) {
      capacity_ = bytes < 64 ? 64 : bytes + bytes / 2;
      data_ = static_cast<unsigned char*>(realloc(data_, capacity_));
      if (!data_) fail("out of memory");
    }
    size_ = bytes;
  }

 private:
  unsigned char* data_ = nullptr;
  size_t size_ = 0;
  size_t capacity_ = 0;
};

struct Library {
  void* (*create)(const Services*, const unsigned char*);
  void (*fill)(void*, const unsigned char*);
  void (*invoke)(void*);
  void (*encode)(void*, int);
  void (*destroy)(void*);
  void (*before_case)(int);
  void (*after_case)(int, FILE*);

  explicit Library(const char* path) {
    void* handle = dlopen(path, RTLD_LAZY | RTLD_LOCAL);
    if (!handle) fail("cannot load: ", dlerror());
    find(handle, "pcg_create", create, true);
    find(handle, "pcg_fill", fill, true);
    find(handle, "pcg_invoke", invoke, true);
    find(handle, "pcg_encode", encode, true);
    find(handle, "pcg_destroy", destroy, true);
    find(handle, "pcg_before_case", before_case, false);
    find(handle, "pcg_after_case", after_case, false);
  }

 private:
  template <class Function>
  static void find(void* handle, const char* name, Function*& target, bool required) {
    target = reinterpret_cast<Function*>(dlsym(handle, name));
    if (!target && required) fail("no entry point ", name);
  }
};

// One block of argument storage between two guard zones; `mapped`: the bytes of its own addresses.
struct Block {
  unsigned slot;
  unsigned char* memory;
  unsigned char* data;
  size_t bytes;
  size_t mapped;
  Block* next;
};

// Another in each process, so that a program cannot know a guard zone when it sees one.
unsigned char canary_of(size_t position) {
  static const unsigned char seed = [] {
    unsigned char byte = 0xC5;
    if (getrandom(&byte, 1, 0) != 1) byte = 0xC5;
    return byte;
  }();
  return static_cast<unsigned char>(seed + 31 * position);
}

// With AddressSanitizer even reading a guard zone ends the call.
#if defined(__SANITIZE_ADDRESS__)
#define PCG_ADDRESS_SANITIZER
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define PCG_ADDRESS_SANITIZER
#endif
#endif
#if defined(PCG_ADDRESS_SANITIZER)
constexpr bool is_sanitized = true;
extern "C" void __asan_poison_memory_region(const volatile void*, size_t);
extern "C" void __asan_unpoison_memory_region(const volatile void*, size_t);
void forbid(const void* start, size_t bytes) { __asan_poison_memory_region(start, bytes); }
void permit(const void* start, size_t bytes) { __asan_unpoison_memory_region(start, bytes); }
#else
constexpr bool is_sanitized = false;
void forbid(const void*, size_t) {}
void permit(const void*, size_t) {}
#endif

// Addresses that are filled from their end: what is taken later lies before what was taken earlier,
// other than in a heap that has just begun. Behind each block is a page that nobody may touch.
class Descending {
 public:
  Descending() = default;
  Descending(const Descending&) = delete;
  ~Descending() {
    if (base_) munmap(base_, size);
  }

  // Room for `bytes` at an address that is a multiple of `alignment`, between two zones; null if
  // there is no room left.
  unsigned char* take(size_t bytes, size_t zone, size_t alignment) {
    if (!base_ && !reserve()) return nullptr;
    const size_t left = static_cast<size_t>(end_ - base_);
    const size_t page = static_cast<size_t>(sysconf(_SC_PAGESIZE));
    if (left < bytes + 2 * zone + alignment + 2 * page) return nullptr;
    const uintptr_t limit = reinterpret_cast<uintptr_t>(end_) - page;
    const uintptr_t data = (limit - zone - bytes) / alignment * alignment;
    const uintptr_t start = (data - zone) / page * page;
    if (mprotect(reinterpret_cast<void*>(start), limit - start, PROT_READ | PROT_WRITE)) {
      return nullptr;
    }
    end_ = reinterpret_cast<unsigned char*>(start);
    return reinterpret_cast<unsigned char*>(data);
  }

 private:
  static constexpr size_t size = size_t{64} << 20;

  bool reserve() {
    const int kind = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
    void* found = mmap(nullptr, size, PROT_NONE, kind, -1, 0);
    if (found == MAP_FAILED) return false;
    base_ = static_cast<unsigned char*>(found);
    end_ = base_ + size;
    return true;
  }

  unsigned char* base_ = nullptr;
  unsigned char* end_ = nullptr;
};

// The sanitizer's own heap leaves so little between two blocks that an index far out of range lands
// in another one, unseen, and what is read there differs from run to run. So the first blocks of a
// call lie alone, with addresses behind them that nobody may touch.
struct Alone {
  static constexpr size_t behind = size_t{64} << 20;
  static constexpr unsigned most = 64;

  unsigned char* start;
  size_t mapped;

  explicit Alone(size_t bytes) {
    const size_t page = static_cast<size_t>(sysconf(_SC_PAGESIZE));
    const size_t open = (bytes / page + 1) * page;
    mapped = open + behind;
    const int kind = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
    void* found = mmap(nullptr, mapped, PROT_NONE, kind, -1, 0);
    start = found == MAP_FAILED ? nullptr : static_cast<unsigned char*>(found);
    if (!start) return;
    if (mprotect(start, open, PROT_READ | PROT_WRITE)) fail("out of memory");
    forbid(start + bytes, open - bytes);
  }
};

// What one call owns: its blocks, the ranges it announced, the bytes it encoded.
class Call {
 public:
  // With a `seed`, storage is aligned as its elements need it and no more, as in any program; with
  // every other one, addresses descend: which of two parameters lies first must not matter. Without
  // zones a sanitizer guards its own heap, and measurements of large blocks are those of a heap.
  Call(size_t zone, uint64_t seed) : zone_(zone), seed_(seed), descends_(zone && seed >> 7 & 1) {
    services.context = this;
    services.allocate = [](void* self, unsigned slot, size_t bytes, size_t alignment) {
      return static_cast<Call*>(self)->allocate(slot, bytes, alignment);
    };
    services.announce = [](void* self, unsigned slot, const void* begin, size_t bytes) {
      static_cast<Call*>(self)->announce(slot, begin, bytes);
    };
    services.write = [](void* self, const void* data, size_t bytes) {
      static_cast<Call*>(self)->encoded.append(data, bytes);
    };
  }
  Call(const Call&) = delete;
  ~Call() {
    while (blocks_) {
      Block* block = blocks_;
      blocks_ = block->next;
      open_zones(*block);
      if (block->mapped) {
        permit(block->memory, block->mapped - Alone::behind);
        munmap(block->memory, block->mapped);
      } else {
        free(block->memory);
      }
      delete block;
    }
  }

  // Writes the number of slots with a damaged guard zone, and which.
  void put_damaged(Bytes& target) const {
    uint32_t number = 0;
    for (const Block* block = blocks_; block; block = block->next) number += !intact(*block);
    target.put(number);
    for (const Block* block = blocks_; block; block = block->next) {
      if (!intact(*block)) target.put<uint32_t>(block->slot);
    }
  }

  Services services;
  Bytes ranges;
  Bytes encoded;

 private:
  void* allocate(unsigned slot, size_t bytes, size_t alignment) {
    void* memory = nullptr;
    size_t skew = 0;
    if (alignment < 16) alignment = 16;
    if (descends_ && bytes <= largest_descending) {
      if (unsigned char* data = below_.take(bytes, zone_, alignment)) {
        return keep(slot, nullptr, data, bytes);
      }
    }
    if (!seed_ || alignment > 64) {
      if (alignment < 64) alignment = 64;
    } else if (zone_) {
      seed_ = seed_ * 6364136223846793005u + 1442695040888963407u;
      skew = (seed_ >> 33) % 4 * 16 / alignment * alignment;
      alignment = 64;
    }
    if (is_sanitized && !zone_ && alone_ < Alone::most) {
      const Alone block(bytes);
      if (block.start) {
        ++alone_;
        return keep(slot, block.start, block.start, bytes, block.mapped);
      }
    }
    const size_t total = bytes + skew + 2 * zone_;
    if (posix_memalign(&memory, alignment, total ? total : 1)) fail("out of memory");
    auto* start = static_cast<unsigned char*>(memory);
    return keep(slot, start, start + skew + zone_, bytes);
  }
  void* keep(unsigned slot, unsigned char* memory, unsigned char* data, size_t bytes,
             size_t mapped = 0) {
    blocks_ = new Block{slot, memory, data, bytes, mapped, blocks_};
    for (size_t i = 0; i < zone_; ++i) {
      blocks_->data[-1 - static_cast<ptrdiff_t>(i)] = canary_of(i);
      blocks_->data[bytes + i] = canary_of(i);
    }
    forbid(blocks_->data - zone_, zone_);
    forbid(blocks_->data + bytes, zone_);
    announce(slot, blocks_->data, bytes);
    return blocks_->data;
  }
  void announce(unsigned slot, const void* begin, size_t bytes) {
    ranges.put<uint32_t>(slot);
    ranges.put<uint64_t>(reinterpret_cast<uintptr_t>(begin));
    ranges.put<uint64_t>(reinterpret_cast<uintptr_t>(begin) + bytes);
  }
  void open_zones(const Block& block) const {
    permit(block.data - zone_, zone_);
    permit(block.data + block.bytes, zone_);
  }
  bool intact(const Block& block) const {
    open_zones(block);
    for (size_t i = 0; i < zone_; ++i) {
      if (block.data[-1 - static_cast<ptrdiff_t>(i)] != canary_of(i)) return false;
      if (block.data[block.bytes + i] != canary_of(i)) return false;
    }
    return true;
  }

  static constexpr size_t largest_descending = size_t{256} << 10;

  size_t zone_;
  uint64_t seed_;
  bool descends_;
  Descending below_;
  unsigned alone_ = 0;
  Block* blocks_ = nullptr;
};

// What left the function: its type and, for standard exceptions, its message.
struct Exception {
  bool thrown = false;
  char text[512];

  void note(const char* message) {
    thrown = true;
    const std::type_info* type = abi::__cxa_current_exception_type();
    int status = 1;
    char* name = type ? abi::__cxa_demangle(type->name(), nullptr, nullptr, &status) : nullptr;
    const char* shown = status == 0 ? name : type ? type->name() : "unknown exception";
    snprintf(text, sizeof text, "%s%s%s", shown, *message ? ": " : "", message);
    free(name);
  }
};

void invoke(const Library& library, void* state, Exception& exception) {
  try {
    library.invoke(state);
  } catch (const std::exception& error) {
    exception.note(error.what());
  } catch (...) {
    exception.note("");
  }
}

// The second of two calls at once.
struct Twin {
  const Library* library;
  void* state;
  pthread_barrier_t* start;
  Exception* exception;
};

void* run_twin(void* given) {
  const Twin& twin = *static_cast<Twin*>(given);
  pthread_barrier_wait(twin.start);
  invoke(*twin.library, twin.state, *twin.exception);
  return nullptr;
}

// Directed rounding brackets the exact result: see tools/rounding.py.
void set_rounding(const char* direction) {
  if (!direction) return;
  if (fesetround(strcmp(direction, "upward") ? FE_DOWNWARD : FE_UPWARD)) {
    fail("cannot set the rounding direction");
  }
}

double seconds_now() {
  timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

class Host {
 public:
  Host(const Library& library, size_t zone)
      : library_(library),
        zone_(zone),
        output_(open("observations", O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0600)),
        extra_(fopen("extra", "ab")) {
    if (output_ < 0 || !extra_) fail("cannot write to the working directory");
    read_cases();
  }

  uint32_t size() const { return number_; }

  void call(uint32_t index, bool observed, bool wait = false) {
    Call call(zone_, seeds_[index]);
    void* state = library_.create(&call.services, cases_[index]);
    if (observed) record('R', index, call.ranges);
    if (library_.before_case) library_.before_case(static_cast<int>(index));
    Exception exception;
    const State before;
    invoke(library_, state, exception);
    const State after;
    if (library_.after_case) {
      library_.after_case(static_cast<int>(index), extra_);
      fflush(extra_);
    }
    if (observed) {
      record_changes(index, before, after);
      observe('O', index, call, state, exception);
      if (wait) look_again(index, call, state, exception);
    }
    library_.destroy(state);
  }

  void call_concurrently(uint32_t index) {
    Call first(zone_, seeds_[index]), second(zone_, seeds_[index] + 1);
    void* states[2] = {library_.create(&first.services, cases_[index]),
                       library_.create(&second.services, cases_[index])};
    record('R', index, first.ranges);
    Exception exceptions[2];
    pthread_barrier_t start;
    pthread_barrier_init(&start, nullptr, 2);
    Twin twin{&library_, states[1], &start, &exceptions[1]};
    pthread_t other;
    if (pthread_create(&other, nullptr, run_twin, &twin)) fail("cannot start a thread");
    pthread_barrier_wait(&start);
    invoke(library_, states[0], exceptions[0]);
    pthread_join(other, nullptr);
    pthread_barrier_destroy(&start);
    observe('O', index, first, states[0], exceptions[0]);
    observe('T', index, second, states[1], exceptions[1]);
    library_.destroy(states[0]);
    library_.destroy(states[1]);
  }

  bool call_isolated(uint32_t index, unsigned seconds) {
    fflush(nullptr);
    const pid_t child = fork();
    if (child < 0) fail("cannot fork");
    if (child == 0) {
      const int report = open("report", O_WRONLY | O_CREAT | O_TRUNC, 0600);
      dup2(report, 2);
      if (seconds) alarm(seconds);
      call(index, true, true);
      fflush(nullptr);
      _exit(0);
    }
    int status = 0;
    waitpid(child, &status, 0);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return true;
    Bytes report;
    read_file("report", report);
    char how[64];
    snprintf(how, sizeof how, WIFSIGNALED(status) ? "\nkilled by signal %d\n" : "\nexit code %d\n",
             WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
    report.text(how);
    record('E', index, report);
    return false;
  }

  // What the heap keeps of calls that are all the same, after some for whatever is kept but once.
  void call_measured(uint32_t index, unsigned repetitions) {
    int64_t before = 0;
    int64_t after = 0;
    for (unsigned repetition = 0; repetition < repetitions; ++repetition) call(index, false);
    Bytes growth;
    for (int window = 0; window < 4; ++window) {
      const bool known = bytes_held(before);
      for (unsigned repetition = 0; repetition < repetitions; ++repetition) call(index, false);
      if (known && bytes_held(after)) growth.put<int64_t>(after - before);
    }
    record('M', index, growth);
  }

  void call_timed(uint32_t index, unsigned repetitions) {
    Call call(zone_, 0);
    void* state = library_.create(&call.services, cases_[index]);
    Bytes seconds;
    Exception exception;
    for (unsigned repetition = 0; repetition < repetitions && !exception.thrown; ++repetition) {
      library_.fill(state, cases_[index]);
      const double start = seconds_now();
      invoke(library_, state, exception);
      seconds.put<double>(seconds_now() - start);
    }
    record('S', index, seconds);
    observe('O', index, call, state, exception);
    library_.destroy(state);
  }

 private:
  static bool bytes_held(int64_t& bytes) {
#ifdef PCG_COUNTS_MEMORY
    return memory::bytes_held(bytes);
#else
    return false;
#endif
  }

  static void read_file(const char* path, Bytes& bytes) {
    FILE* file = fopen(path, "rb");
    if (!file) return;
    fseek(file, 0, SEEK_END);
    bytes.resize(static_cast<size_t>(ftell(file)));
    rewind(file);
    if (bytes.size() && fread(bytes.data(), 1, bytes.size(), file) != bytes.size()) bytes.resize(0);
    fclose(file);
  }

  void read_cases() {
    read_file("cases", file_);
    if (file_.size() < 4) fail("no cases");
    memcpy(&number_, file_.data(), 4);
    cases_ = new const unsigned char*[number_ + 1];
    seeds_ = new uint64_t[number_ + 1];
    size_t at = 4;
    for (uint32_t i = 0; i < number_; ++i) {
      uint64_t length;
      if (at + 8 > file_.size()) fail("truncated cases");
      memcpy(&length, file_.data() + at, 8);
      at += 8;
      if (length > file_.size() - at) fail("truncated cases");
      cases_[i] = file_.data() + at;
      // From the input, so that original and candidate get the same alignments.
      seeds_[i] = 1 + length;
      for (uint64_t byte = 0; byte < length; byte += 1 + length / 64) {
        seeds_[i] = seeds_[i] * 31 + cases_[i][byte];
      }
      at += length;
    }
  }

  void record_changes(uint32_t index, const State& before, const State& after) {
    Bytes changes;
    for (unsigned item = 0; item < State::number; ++item) {
      if (!before.differs(after, item)) continue;
      if (changes.size()) changes.put('\n');
      changes.text(State::name(item));
    }
    if (changes.size()) record('P', index, changes);
  }

  // Whether what the call left behind is still there a moment after it returned.
  void look_again(uint32_t index, Call& call, void* state, const Exception& exception) {
    Bytes first, second;
    encode(first, call, state, exception);
    usleep(200);
    encode(second, call, state, exception);
    if (first.size() != second.size() || memcmp(first.data(), second.data(), first.size())) {
      record('L', index, Bytes());
    }
  }

  void observe(char tag, uint32_t index, Call& call, void* state, const Exception& exception) {
    Bytes payload;
    encode(payload, call, state, exception);
    record(tag, index, payload);
  }

  void encode(Bytes& payload, Call& call, void* state, const Exception& exception) {
    call.put_damaged(payload);
    if (exception.thrown) {
      payload.put<uint32_t>(static_cast<uint32_t>(strlen(exception.text)));
      payload.text(exception.text);
    } else {
      payload.put<uint32_t>(~uint32_t{0});
    }
    call.encoded.resize(0);
    library_.encode(state, exception.thrown);
    payload.append(call.encoded.data(), call.encoded.size());
  }

  void record(char tag, uint32_t index, const Bytes& payload) {
    Bytes bytes;
    bytes.put(tag);
    bytes.put(index);
    bytes.put<uint64_t>(payload.size());
    bytes.append(payload.data(), payload.size());
    size_t written = 0;
    while (written < bytes.size()) {
      const ssize_t n = write(output_, bytes.data() + written, bytes.size() - written);
      if (n <= 0) fail("cannot write observations");
      written += static_cast<size_t>(n);
    }
  }

  const Library& library_;
  size_t zone_;
  int output_;
  FILE* extra_;
  Bytes file_;
  uint32_t number_ = 0;
  const unsigned char** cases_ = nullptr;
  uint64_t* seeds_ = nullptr;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) fail("usage: host LIBRARY MODE RED_ZONE [NUMBER]");
  const auto mode_is = [&](const char* name) { return strcmp(argv[2], name) == 0; };
  const size_t zone = strtoul(argv[3], nullptr, 10);
  const unsigned number = argc > 4 ? static_cast<unsigned>(strtoul(argv[4], nullptr, 10)) : 0;
  set_rounding(getenv("PCG_ROUNDING"));
  const Library library(argv[1]);
  Host host(library, zone);
  if (mode_is("repeated")) {
    for (uint32_t i = 0; i < host.size(); ++i) host.call(i, false);
    for (uint32_t i = host.size(); i-- > 0;) host.call(i, true);
    return 0;
  }
  for (uint32_t i = 0; i < host.size(); ++i) {
    if (mode_is("once")) {
      host.call(i, true);
    } else if (mode_is("isolated")) {
      host.call_isolated(i, number);
    } else if (mode_is("until-failure")) {
      if (!host.call_isolated(i, number)) return 0;
    } else if (mode_is("concurrent")) {
      host.call_concurrently(i);
    } else if (mode_is("measured")) {
#ifdef PCG_COUNTS_MEMORY
      if (i == 0) memory::start_counting();
#endif
      host.call_measured(i, number);
    } else if (mode_is("time")) {
      host.call_timed(i, number);
    } else if (mode_is("nested")) {
#pragma omp parallel num_threads(2)
#pragma omp single
      host.call(i, true);
    } else {
      fail("unknown mode ", argv[2]);
    }
  }
  return 0;
}
