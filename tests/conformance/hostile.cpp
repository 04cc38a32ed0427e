// Does one thing that a sandbox must forbid, bound or report truly. Prints "done" if it could.
#include <fcntl.h>
#include <signal.h>
#include <sys/personality.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

namespace {

int report(bool could) {
  std::puts(could ? "done" : std::strerror(errno));
  return 0;
}

int open_file(const char* path, int flags) { return report(open(path, flags, 0600) >= 0); }

// Children that outlive their parent and ignore what they can; each holds the output open.
int leave_children(int count) {
  for (int i = 0; i < count; ++i) {
    if (fork() == 0) {
      setsid();
      if (fork() == 0) {
        for (int s = 1; s < 32; ++s) signal(s, SIG_IGN);
        for (;;) pause();
      }
      _exit(0);
    }
  }
  while (wait(nullptr) > 0) {
  }
  return 0;
}

int fork_bomb() {
  int made = 0;
  for (int i = 0; i < 100000; ++i) {
    const pid_t child = fork();
    if (child == 0) {
      for (;;) pause();
    }
    if (child < 0) break;
    ++made;
  }
  std::printf("%d\n", made);
  return 0;
}

int allocate(std::size_t bytes) {
  std::vector<char*> blocks;
  const std::size_t block = std::size_t{1} << 20;
  for (std::size_t have = 0; have < bytes; have += block) {
    auto* memory = static_cast<char*>(std::malloc(block));
    if (memory == nullptr) return report(false);
    std::memset(memory, 1, block);
    blocks.push_back(memory);
  }
  return report(true);
}

int flood() {
  const std::vector<char> block(1 << 16, 'x');
  while (write(1, block.data(), block.size()) > 0) {
  }
  return 0;
}

int fill_file() {
  const std::vector<char> block(1 << 16, 'x');
  const int descriptor = open("large", O_CREAT | O_WRONLY, 0600);
  while (write(descriptor, block.data(), block.size()) > 0) {
  }
  return 0;
}

int spin() {
  for (volatile unsigned long i = 0;; i = i + 1) {
  }
}

// Two processes that together, but not alone, pass a limit of CPU time.
int spin_twice() {
  if (fork() == 0) spin();
  return spin();
}

// The launcher only: outside a namespace a kill of everything would hit the whole machine.
int kill_launcher() { return report(kill(getppid(), SIGKILL) == 0); }

int run_without_randomization(char** argv) {
  if (personality(ADDR_NO_RANDOMIZE) < 0) return report(false);
  execv(argv[2], argv + 2);
  return report(false);
}

// The end that the launcher reports must not be forged by what it started.
int forge_report() {
  for (int descriptor = 3; descriptor < 64; ++descriptor) {
    (void)!write(descriptor, "0 0 0\n", 6);
    char path[64];
    std::snprintf(path, sizeof path, "/proc/%d/fd/%d", static_cast<int>(getppid()), descriptor);
    const int stolen = open(path, O_WRONLY);
    if (stolen >= 0) (void)!write(stolen, "0 0 0\n", 6);
  }
  return 7;
}

int echo() {
  int c;
  while ((c = std::getchar()) != EOF) std::putchar(c);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string what = argc > 1 ? argv[1] : "";
  const char* argument = argc > 2 ? argv[2] : "";
  if (what == "read") return open_file(argument, O_RDONLY);
  if (what == "write") return open_file(argument, O_CREAT | O_WRONLY);
  if (what == "children") return leave_children(std::atoi(argument));
  if (what == "fork-bomb") return fork_bomb();
  if (what == "allocate") return allocate(std::strtoull(argument, nullptr, 10));
  if (what == "flood") return flood();
  if (what == "fill-file") return fill_file();
  if (what == "spin") return spin();
  if (what == "spin-twice") return spin_twice();
  if (what == "sleep") return sleep(100), 0;
  if (what == "kill-launcher") return kill_launcher();
  if (what == "no-randomization") return run_without_randomization(argv);
  if (what == "forge-report") return forge_report();
  if (what == "echo") return echo();
  if (what == "exit") return std::atoi(argument);
  if (what == "signal") return raise(std::atoi(argument));
  return 99;
}
