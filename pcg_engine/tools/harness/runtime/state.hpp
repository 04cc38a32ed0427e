// What a call may not change in its process, whatever it computes: floating-point environment,
// signals, timers, limits, descriptors, locale, environment, OpenMP's settings. Part of the host.
#include <fcntl.h>
#include <locale.h>
#include <sched.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/time.h>

#include <initializer_list>
#include <new>

extern "C" char** environ;

#ifdef _OPENMP
extern "C" {
int omp_get_max_threads();
int omp_get_dynamic();
int omp_get_max_active_levels();
int omp_get_thread_limit();
void omp_get_schedule(int*, int*);
}
#endif

namespace {

class State {
 public:
  static constexpr unsigned number = 14;
  static const char* name(unsigned item) {
    static const char* const names[number] = {
        "the rounding direction", "the control of floating-point exceptions and denormals",
        "a signal handler", "the blocked signals", "a timer", "the working directory",
        "the file creation mask", "an environment variable", "the open files", "a resource limit",
        "the locale", "the terminate or new handler", "the processors to run on",
        "the settings of OpenMP"};
    return names[item];
  }

  State() {
    mix(0, fegetround());
    mix(1, control());
    for (int number = 1; number < 32; ++number) {
      struct sigaction action;
      if (sigaction(number, nullptr, &action)) continue;
      mix(2, reinterpret_cast<uintptr_t>(action.sa_handler));
      mix(2, static_cast<unsigned>(action.sa_flags));
    }
    sigset_t blocked;
    sigemptyset(&blocked);
    pthread_sigmask(SIG_BLOCK, nullptr, &blocked);
    for (int number = 1; number < 32; ++number) mix(3, sigismember(&blocked, number));
    for (const auto which : {ITIMER_REAL, ITIMER_VIRTUAL, ITIMER_PROF}) {
      itimerval timer;
      if (getitimer(which, &timer)) continue;
      mix(4, timer.it_value.tv_sec || timer.it_value.tv_usec);
      mix(4, timer.it_interval.tv_sec || timer.it_interval.tv_usec);
    }
    struct stat here;
    if (!stat(".", &here)) mix(5, here.st_ino);
    const mode_t mask = umask(0);
    umask(mask);
    mix(6, mask);
    for (char** entry = environ; entry && *entry; ++entry) {
      // LLVM's OpenMP leaves a note to itself.
      if (strncmp(*entry, "__KMP", 5)) words(7, *entry);
    }
    for (int file = 0; file < 32; ++file) mix(8, fcntl(file, F_GETFD) >= 0);
    for (int which = 0; which < 16; ++which) {
      rlimit limit;
      if (getrlimit(static_cast<decltype(RLIMIT_CPU)>(which), &limit)) continue;
      mix(9, limit.rlim_cur);
      mix(9, limit.rlim_max);
    }
    words(10, setlocale(LC_ALL, nullptr));
    mix(11, reinterpret_cast<uintptr_t>(std::get_terminate()));
    mix(11, reinterpret_cast<uintptr_t>(std::get_new_handler()));
    cpu_set_t processors;
    CPU_ZERO(&processors);
    if (!sched_getaffinity(0, sizeof processors, &processors)) {
      for (int cpu = 0; cpu < CPU_SETSIZE; ++cpu) mix(12, CPU_ISSET(cpu, &processors) != 0);
    }
#ifdef _OPENMP
    int kind = 0, chunk = 0;
    omp_get_schedule(&kind, &chunk);
    for (const int value : {omp_get_max_threads(), omp_get_dynamic(), omp_get_max_active_levels(),
                            omp_get_thread_limit(), kind, chunk}) {
      mix(13, value);
    }
#endif
  }

  bool differs(const State& other, unsigned item) const { return digest_[item] != other.digest_[item]; }

 private:
  static unsigned control() {
#if defined(__x86_64__)
    unsigned short x87;
    __asm__ volatile("fnstcw %0" : "=m"(x87));
    // Without the sticky flags, which any computation may raise.
    return (__builtin_ia32_stmxcsr() & 0xFFC0u) << 16 | x87;
#else
    return static_cast<unsigned>(fegetexcept());
#endif
  }
  void mix(unsigned item, uint64_t value) {
    digest_[item] = (digest_[item] ^ value) * 0x9E3779B97F4A7C15u + 1;
    digest_[item] ^= digest_[item] >> 29;
  }
  void words(unsigned item, const char* text) {
    for (; text && *text; ++text) mix(item, static_cast<unsigned char>(*text));
  }

  uint64_t digest_[number] = {};
};

}  // namespace
