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
//                 S seconds as doubles.
#include <cxxabi.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cfenv>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <string>
#include <typeinfo>
#include <vector>

namespace {

using Bytes = std::vector<unsigned char>;

// Mirrored in driver.hpp.
struct Services {
  void* context;
  void* (*allocate)(void*, unsigned, std::size_t);
  void (*announce)(void*, unsigned, const void*, std::size_t);
  void (*write)(void*, const void*, std::size_t);
};

[[noreturn]] void fail(const std::string& message) {
  std::fprintf(stderr, "pcg-host: %s\n", message.c_str());
  std::exit(96);
}

struct Library {
  void* (*create)(const Services*, const unsigned char*);
  void (*fill)(void*, const unsigned char*);
  void (*invoke)(void*);
  void (*encode)(void*, int);
  void (*destroy)(void*);
  void (*before_case)(int);
  void (*after_case)(int, std::FILE*);

  explicit Library(const char* path) {
    void* handle = dlopen(path, RTLD_LAZY | RTLD_LOCAL);
    if (!handle) fail(std::string("cannot load: ") + dlerror());
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
    if (!target && required) fail(std::string("no entry point ") + name);
  }
};

template <class Value> void append(Bytes& bytes, Value value) {
  const auto* from = reinterpret_cast<const unsigned char*>(&value);
  bytes.insert(bytes.end(), from, from + sizeof value);
}

// One block of argument storage between two guard zones.
struct Block {
  unsigned slot;
  unsigned char* memory;
  std::size_t bytes;
};

constexpr unsigned char canary = 0xC5;

// What one call owns: its blocks, the ranges it announced, the bytes it encoded.
class Call {
 public:
  explicit Call(std::size_t zone) : zone_(zone) {
    services.context = this;
    services.allocate = [](void* self, unsigned slot, std::size_t bytes) {
      return static_cast<Call*>(self)->allocate(slot, bytes);
    };
    services.announce = [](void* self, unsigned slot, const void* begin, std::size_t bytes) {
      static_cast<Call*>(self)->announce(slot, begin, bytes);
    };
    services.write = [](void* self, const void* data, std::size_t bytes) {
      const auto* from = static_cast<const unsigned char*>(data);
      auto& encoded = static_cast<Call*>(self)->encoded;
      encoded.insert(encoded.end(), from, from + bytes);
    };
  }
  Call(const Call&) = delete;
  ~Call() {
    for (const Block& block : blocks_) std::free(block.memory);
  }

  Bytes damaged() const {
    Bytes slots;
    std::uint32_t number = 0;
    for (const Block& block : blocks_) {
      if (intact(block)) continue;
      append<std::uint32_t>(slots, block.slot);
      ++number;
    }
    Bytes result;
    append(result, number);
    result.insert(result.end(), slots.begin(), slots.end());
    return result;
  }

  Services services;
  Bytes ranges;
  Bytes encoded;

 private:
  void* allocate(unsigned slot, std::size_t bytes) {
    void* memory = nullptr;
    const std::size_t total = bytes + 2 * zone_;
    if (posix_memalign(&memory, 64, total ? total : 1)) fail("out of memory");
    auto* start = static_cast<unsigned char*>(memory);
    if (zone_) {
      std::memset(start, canary, zone_);
      std::memset(start + zone_ + bytes, canary, zone_);
    }
    blocks_.push_back({slot, start, bytes});
    announce(slot, start + zone_, bytes);
    return start + zone_;
  }
  void announce(unsigned slot, const void* begin, std::size_t bytes) {
    append<std::uint32_t>(ranges, slot);
    append<std::uint64_t>(ranges, reinterpret_cast<std::uintptr_t>(begin));
    append<std::uint64_t>(ranges, reinterpret_cast<std::uintptr_t>(begin) + bytes);
  }
  bool intact(const Block& block) const {
    for (std::size_t i = 0; i < zone_; ++i) {
      if (block.memory[i] != canary || block.memory[zone_ + block.bytes + i] != canary) return false;
    }
    return true;
  }

  std::size_t zone_;
  std::vector<Block> blocks_;
};

std::string current_exception_name() {
  const std::type_info* type = abi::__cxa_current_exception_type();
  if (!type) return "unknown exception";
  int status = 0;
  char* name = abi::__cxa_demangle(type->name(), nullptr, nullptr, &status);
  const std::string result = status == 0 ? name : type->name();
  std::free(name);
  return result;
}

struct Exception {
  bool thrown = false;
  std::string text;
};

Exception invoke(const Library& library, void* state) {
  Exception exception;
  try {
    library.invoke(state);
  } catch (const std::exception& error) {
    exception = {true, current_exception_name() + ": " + error.what()};
  } catch (...) {
    exception = {true, current_exception_name()};
  }
  return exception;
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
  *twin.exception = invoke(*twin.library, twin.state);
  return nullptr;
}

// Directed rounding brackets the exact result: see tools/rounding.py.
void set_rounding(const char* direction) {
  if (!direction) return;
  if (std::fesetround(std::strcmp(direction, "upward") ? FE_DOWNWARD : FE_UPWARD)) {
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
  Host(const Library& library, std::size_t zone)
      : library_(library),
        zone_(zone),
        output_(open("observations", O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0600)),
        extra_(std::fopen("extra", "ab")) {
    if (output_ < 0 || !extra_) fail("cannot write to the working directory");
    read_cases();
  }

  std::uint32_t size() const { return static_cast<std::uint32_t>(cases_.size()); }

  void call(std::uint32_t index, bool observed, char tag = 'O') {
    Call call(zone_);
    void* state = library_.create(&call.services, cases_[index].data());
    if (observed) record('R', index, call.ranges);
    if (library_.before_case) library_.before_case(static_cast<int>(index));
    const Exception exception = invoke(library_, state);
    if (library_.after_case) {
      library_.after_case(static_cast<int>(index), extra_);
      std::fflush(extra_);
    }
    if (observed) observe(tag, index, call, state, exception);
    library_.destroy(state);
  }

  void call_concurrently(std::uint32_t index) {
    Call first(zone_), second(zone_);
    void* states[2] = {library_.create(&first.services, cases_[index].data()),
                       library_.create(&second.services, cases_[index].data())};
    record('R', index, first.ranges);
    Exception exceptions[2];
    pthread_barrier_t start;
    pthread_barrier_init(&start, nullptr, 2);
    Twin twin{&library_, states[1], &start, &exceptions[1]};
    pthread_t other;
    if (pthread_create(&other, nullptr, run_twin, &twin)) fail("cannot start a thread");
    pthread_barrier_wait(&start);
    exceptions[0] = invoke(library_, states[0]);
    pthread_join(other, nullptr);
    pthread_barrier_destroy(&start);
    observe('O', index, first, states[0], exceptions[0]);
    observe('T', index, second, states[1], exceptions[1]);
    library_.destroy(states[0]);
    library_.destroy(states[1]);
  }

  void call_isolated(std::uint32_t index, unsigned seconds) {
    std::fflush(nullptr);
    const pid_t child = fork();
    if (child < 0) fail("cannot fork");
    if (child == 0) {
      const int report = open("report", O_WRONLY | O_CREAT | O_TRUNC, 0600);
      dup2(report, 2);
      if (seconds) alarm(seconds);
      call(index, true);
      std::fflush(nullptr);
      _exit(0);
    }
    int status = 0;
    waitpid(child, &status, 0);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return;
    Bytes report = read_file("report");
    const std::string how = WIFSIGNALED(status)
                                ? "\nkilled by signal " + std::to_string(WTERMSIG(status)) + "\n"
                                : "\nexit code " + std::to_string(WEXITSTATUS(status)) + "\n";
    report.insert(report.end(), how.begin(), how.end());
    record('E', index, report);
  }

  void call_timed(std::uint32_t index, unsigned repetitions) {
    Call call(zone_);
    void* state = library_.create(&call.services, cases_[index].data());
    Bytes seconds;
    Exception exception;
    for (unsigned repetition = 0; repetition < repetitions && !exception.thrown; ++repetition) {
      library_.fill(state, cases_[index].data());
      const double start = seconds_now();
      exception = invoke(library_, state);
      append<double>(seconds, seconds_now() - start);
    }
    record('S', index, seconds);
    observe('O', index, call, state, exception);
    library_.destroy(state);
  }

 private:
  static Bytes read_file(const char* path) {
    Bytes bytes;
    std::FILE* file = std::fopen(path, "rb");
    if (!file) return bytes;
    std::fseek(file, 0, SEEK_END);
    bytes.resize(static_cast<std::size_t>(std::ftell(file)));
    std::rewind(file);
    if (!bytes.empty() && std::fread(bytes.data(), 1, bytes.size(), file) != bytes.size()) bytes.clear();
    std::fclose(file);
    return bytes;
  }

  void read_cases() {
    const Bytes bytes = read_file("cases");
    if (bytes.size() < 4) fail("no cases");
    std::uint32_t number;
    std::memcpy(&number, bytes.data(), 4);
    std::size_t at = 4;
    for (std::uint32_t i = 0; i < number; ++i) {
      std::uint64_t length;
      if (at + 8 > bytes.size()) fail("truncated cases");
      std::memcpy(&length, &bytes[at], 8);
      at += 8;
      if (length > bytes.size() - at) fail("truncated cases");
      cases_.emplace_back(bytes.begin() + static_cast<std::ptrdiff_t>(at),
                          bytes.begin() + static_cast<std::ptrdiff_t>(at + length));
      at += length;
    }
  }

  void observe(char tag, std::uint32_t index, Call& call, void* state, const Exception& exception) {
    Bytes payload = call.damaged();
    if (exception.thrown) {
      append<std::uint32_t>(payload, static_cast<std::uint32_t>(exception.text.size()));
      payload.insert(payload.end(), exception.text.begin(), exception.text.end());
    } else {
      append<std::uint32_t>(payload, ~std::uint32_t{0});
    }
    library_.encode(state, exception.thrown);
    payload.insert(payload.end(), call.encoded.begin(), call.encoded.end());
    record(tag, index, payload);
  }

  void record(char tag, std::uint32_t index, const Bytes& payload) {
    Bytes bytes;
    bytes.reserve(payload.size() + 13);
    append(bytes, tag);
    append(bytes, index);
    append<std::uint64_t>(bytes, payload.size());
    bytes.insert(bytes.end(), payload.begin(), payload.end());
    std::size_t written = 0;
    while (written < bytes.size()) {
      const ssize_t n = write(output_, bytes.data() + written, bytes.size() - written);
      if (n <= 0) fail("cannot write observations");
      written += static_cast<std::size_t>(n);
    }
  }

  const Library& library_;
  std::size_t zone_;
  int output_;
  std::FILE* extra_;
  std::vector<Bytes> cases_;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) fail("usage: host LIBRARY MODE RED_ZONE [NUMBER]");
  const std::string mode = argv[2];
  const std::size_t zone = std::strtoul(argv[3], nullptr, 10);
  const unsigned number = argc > 4 ? static_cast<unsigned>(std::strtoul(argv[4], nullptr, 10)) : 0;
  set_rounding(std::getenv("PCG_ROUNDING"));
  const Library library(argv[1]);
  Host host(library, zone);
  if (mode == "repeated") {
    for (std::uint32_t i = 0; i < host.size(); ++i) host.call(i, false);
    for (std::uint32_t i = host.size(); i-- > 0;) host.call(i, true);
    return 0;
  }
  for (std::uint32_t i = 0; i < host.size(); ++i) {
    if (mode == "once") {
      host.call(i, true);
    } else if (mode == "isolated") {
      host.call_isolated(i, number);
    } else if (mode == "concurrent") {
      host.call_concurrently(i);
    } else if (mode == "time") {
      host.call_timed(i, number);
    } else if (mode == "nested") {
#pragma omp parallel num_threads(2)
#pragma omp single
      host.call(i, true);
    } else {
      fail("unknown mode " + mode);
    }
  }
  return 0;
}
