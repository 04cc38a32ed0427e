// Asks for too much of one thing, or tries to outlive its run. The last argument is a marker by
// which the test finds what is left of it. Every appetite has an end of its own, should the
// sandbox set none.
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace {

constexpr std::size_t kMegabyte = std::size_t{1} << 20;
constexpr int kMostTasks = 400;
constexpr std::size_t kMostMegabytes = 1024;

[[noreturn]] void wait_for_ever() {
  for (;;) pause();
}

int tell(long number) {
  std::printf("%ld\n", number);
  std::fflush(stdout);
  return 0;
}

// --- tasks --------------------------------------------------------------------------------------

int fork_bomb() {
  int made = 0;
  for (; made < kMostTasks; ++made) {
    const pid_t child = fork();
    if (child == 0) wait_for_ever();
    if (child < 0) break;
  }
  return tell(made);
}

void* rest(void*) { wait_for_ever(); }

int thread_bomb() {
  int made = 0;
  pthread_attr_t small;
  pthread_attr_init(&small);
  pthread_attr_setstacksize(&small, 64 << 10);
  for (; made < kMostTasks; ++made) {
    pthread_t thread;
    if (pthread_create(&thread, &small, rest, nullptr) != 0) break;
  }
  return tell(made);
}

int mixed_bomb() {
  for (int i = 0; i < 4; ++i)
    if (fork() == 0) return thread_bomb(), pause();
  return thread_bomb(), pause();
}

// --- memory -------------------------------------------------------------------------------------

void in_four(const std::function<void()>& eat) {
  for (int i = 0; i < 3 && fork() != 0; ++i) {
  }
  eat();
  wait_for_ever();
}

int small_blocks() {
  in_four([] {
    for (std::size_t i = 0; i < kMostMegabytes / 4 * kMegabyte / 512; ++i)
      std::memset(std::malloc(512), 1, 512);
  });
  return 0;
}

int shared_pages() {
  in_four([] {
    for (std::size_t i = 0; i < kMostMegabytes / 4; ++i)
      std::memset(mmap(nullptr, kMegabyte, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0),
                  1, kMegabyte);
  });
  return 0;
}

// How many megabytes fit into memory that belongs to no process.
long fill(int descriptor) {
  const std::vector<char> block(kMegabyte, 'x');
  long written = 0;
  while (written < static_cast<long>(kMostMegabytes) && write(descriptor, block.data(), block.size()) > 0)
    ++written;
  return written;
}

int memory_files() {
  long written = 0;
  for (const char* path : {"/dev/shm/pcg-glutton", "/tmp/pcg-glutton"})
    written += fill(open(path, O_CREAT | O_WRONLY, 0600));
  for (int i = 0; i < 4; ++i)
    written += fill(static_cast<int>(syscall(SYS_memfd_create, "glutton", 0)));
  return tell(written);
}

int deep_stack(int depth) {
  volatile char frame[4096];
  frame[depth % 4096] = 1;
  return depth > 1000000 ? 0 : deep_stack(depth + 1) + frame[0];
}

// --- disk ---------------------------------------------------------------------------------------

int one_file() { return tell(fill(open("large", O_CREAT | O_WRONLY, 0600))); }

int many_files() {
  for (int i = 0; i < 256; ++i) {
    const int file = open(("part" + std::to_string(i)).c_str(), O_CREAT | O_WRONLY, 0600);
    const std::vector<char> block(kMegabyte, 'x');
    if (write(file, block.data(), block.size()) < 0) return tell(i);
    close(file);
  }
  sleep(20);
  return tell(-1);
}

int empty_files() {
  for (int i = 0; i < 20000; ++i)
    close(open(("empty" + std::to_string(i)).c_str(), O_CREAT | O_WRONLY, 0600));
  return tell(-1);
}

int deleted_files() {
  for (int i = 0; i < 256; ++i) {
    const int file = open("deleted", O_CREAT | O_WRONLY, 0600);
    unlink("deleted");
    const std::vector<char> block(kMegabyte, 'x');
    if (write(file, block.data(), block.size()) < 0) return tell(i);
  }
  sleep(20);
  return tell(-1);
}

int sparse_file() {
  const int file = open("sparse", O_CREAT | O_WRONLY, 0600);
  return tell(ftruncate(file, off_t{1} << 40));
}

// Each is allowed, and all together would be too much for whoever reads them.
int sparse_files() {
  for (int i = 0; i < 64; ++i) {
    const int file = open(("sparse" + std::to_string(i)).c_str(), O_CREAT | O_WRONLY, 0600);
    if (ftruncate(file, kMegabyte) != 0) return 1;
    close(file);
  }
  return tell(-1);
}

int deep_folders() {
  int made = 0;
  while (made < 1500 && mkdir("deep", 0700) == 0 && chdir("deep") == 0) ++made;
  return tell(made);
}

// --- output and time ------------------------------------------------------------------------------

int flood(int first, int second) {
  const std::vector<char> block(1 << 16, 'x');
  for (long written = 0; written < long{1} << 30; written += 2 * (1 << 16))
    if (write(first, block.data(), block.size()) < 0 || write(second, block.data(), block.size()) < 0)
      break;
  return 0;
}

[[noreturn]] void spin() {
  for (volatile unsigned long i = 0;; i = i + 1) {
  }
}

int spin_in_turn() {
  // No process takes long enough for a limit of its own.
  for (int i = 0; i < 1000; ++i) {
    if (fork() == 0) {
      const auto start = clock();
      while (clock() - start < CLOCKS_PER_SEC / 5) {
      }
      _exit(0);
    }
    wait(nullptr);
  }
  return 0;
}

// --- the end ------------------------------------------------------------------------------------

void ignore_signals() {
  for (int s = 1; s < 32; ++s) signal(s, SIG_IGN);
}

int leave(int count, const std::function<void()>& live) {
  for (int i = 0; i < count; ++i) {
    if (fork() == 0) {
      setsid();
      if (fork() == 0) {
        live();
        wait_for_ever();
      }
      _exit(0);
    }
  }
  while (wait(nullptr) > 0) {
  }
  return tell(count);
}

int leave_busy_and_stay() {
  leave(2, ignore_signals);
  spin();
}

int leave_forkers() {
  return leave(3, [] {
    // Always on the move: each is gone before it can be looked at, and leaves a successor.
    for (int i = 0; i < 100000; ++i) {
      const pid_t child = fork();
      if (child > 0) _exit(0);
      usleep(500);
    }
  });
}

int attack_launcher() {
  const pid_t launcher = getppid();
  leave(3, ignore_signals);
  kill(launcher, SIGSTOP);
  kill(launcher, SIGKILL);
  kill(-launcher, SIGKILL);
  struct rlimit none{0, 0};
  prlimit(launcher, RLIMIT_CPU, &none, nullptr);
  return tell(3);
}

}  // namespace

int main(int argc, char** argv) {
  const std::map<std::string, std::function<int()>> appetites = {
      {"fork-bomb", fork_bomb},
      {"thread-bomb", thread_bomb},
      {"mixed-bomb", mixed_bomb},
      {"small-blocks", small_blocks},
      {"shared-pages", shared_pages},
      {"memory-files", memory_files},
      {"deep-stack", [] { return deep_stack(0); }},
      {"one-file", one_file},
      {"many-files", many_files},
      {"empty-files", empty_files},
      {"deleted-files", deleted_files},
      {"sparse-file", sparse_file},
      {"sparse-files", sparse_files},
      {"deep-folders", deep_folders},
      {"flood-output", [] { return flood(1, 1); }},
      {"flood-errors", [] { return flood(2, 2); }},
      {"flood-both", [] { return flood(1, 2); }},
      {"spin", [] { spin(); return 0; }},
      {"spin-stubbornly", [] { ignore_signals(); spin(); return 0; }},
      {"spin-in-four", [] { in_four([] { spin(); }); return 0; }},
      {"spin-in-turn", spin_in_turn},
      {"sleep", [] { wait_for_ever(); return 0; }},
      {"stop", [] { raise(SIGSTOP); return 0; }},
      {"leave-daemons", [] { return leave(5, ignore_signals); }},
      {"leave-stopped", [] { return leave(5, [] { raise(SIGSTOP); }); }},
      {"leave-busy", [] { return leave(2, [] { ignore_signals(); spin(); }); }},
      {"leave-busy-and-stay", leave_busy_and_stay},
      {"leave-forkers", leave_forkers},
      {"attack-launcher", attack_launcher},
  };
  const auto appetite = appetites.find(argc > 1 ? argv[1] : "");
  return appetite == appetites.end() ? 99 : appetite->second();
}
