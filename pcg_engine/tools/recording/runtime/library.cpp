// Library functions whose effect instrumentation cannot see; linked with --wrap.
// pcg_engine.tools.recording.instrumentation holds the list of their names.
// Before it stand `access` (a read or write was made) and `fresh` (a block was allocated).

#include <cerrno>
#include <cstdarg>
#include <new>

namespace {

// State inside the library that a call reads and writes.
char generator_state, output_state, token_state, time_state, environment_state;

void touch_state(char &state, void *return_address) {
  access(reinterpret_cast<Address>(&state), 1, true, return_address);
}

}  // namespace

#define PCG_ALLOCATES(NAME, SIZE, PARAMETERS, ARGUMENTS)                                           \
  void *__real_##NAME PARAMETERS;                                                                  \
  void *__wrap_##NAME PARAMETERS {                                                                 \
    void *block = __real_##NAME ARGUMENTS;                                                         \
    fresh(block, SIZE);                                                                            \
    return block;                                                                                  \
  }

#define PCG_STATEFUL(STATE, RESULT, NAME, PARAMETERS, ARGUMENTS)                                   \
  RESULT __real_##NAME PARAMETERS;                                                                 \
  RESULT __wrap_##NAME PARAMETERS {                                                                \
    touch_state(STATE, __builtin_return_address(0));                                               \
    return __real_##NAME ARGUMENTS;                                                                \
  }

extern "C" {

using Size = std::size_t;

PCG_ALLOCATES(malloc, n, (Size n), (n))
PCG_ALLOCATES(calloc, k *n, (Size k, Size n), (k, n))
PCG_ALLOCATES(aligned_alloc, n, (Size a, Size n), (a, n))
PCG_ALLOCATES(_Znwm, n, (Size n), (n))
PCG_ALLOCATES(_Znam, n, (Size n), (n))
PCG_ALLOCATES(_ZnwmRKSt9nothrow_t, n, (Size n, const std::nothrow_t &t), (n, t))
PCG_ALLOCATES(_ZnamRKSt9nothrow_t, n, (Size n, const std::nothrow_t &t), (n, t))
PCG_ALLOCATES(_ZnwmSt11align_val_t, n, (Size n, Size a), (n, a))
PCG_ALLOCATES(_ZnamSt11align_val_t, n, (Size n, Size a), (n, a))
PCG_ALLOCATES(__cxa_allocate_exception, n, (Size n), (n))

void *__real_realloc(void *block, Size n);
void *__wrap_realloc(void *block, Size n) {
  const Address before = reinterpret_cast<Address>(block);
  void *moved = __real_realloc(block, n);
  if (reinterpret_cast<Address>(moved) != before) fresh(moved, n);
  return moved;
}

int __real_posix_memalign(void **block, Size alignment, Size n);
int __wrap_posix_memalign(void **block, Size alignment, Size n) {
  const int status = __real_posix_memalign(block, alignment, n);
  if (status == 0) fresh(*block, n);
  return status;
}

PCG_STATEFUL(generator_state, int, rand, (), ())
PCG_STATEFUL(generator_state, void, srand, (unsigned seed), (seed))
PCG_STATEFUL(generator_state, long, random, (), ())
PCG_STATEFUL(generator_state, double, drand48, (), ())
PCG_STATEFUL(generator_state, long, lrand48, (), ())
PCG_STATEFUL(generator_state, long, mrand48, (), ())
PCG_STATEFUL(token_state, char *, strtok, (char *text, const char *marks), (text, marks))
PCG_STATEFUL(time_state, struct tm *, localtime, (const long *time), (time))
PCG_STATEFUL(time_state, struct tm *, gmtime, (const long *time), (time))
PCG_STATEFUL(environment_state, int, setenv, (const char *n, const char *v, int o), (n, v, o))
PCG_STATEFUL(output_state, int, puts, (const char *text), (text))
PCG_STATEFUL(output_state, int, putchar, (int c), (c))
PCG_STATEFUL(output_state, int, fputs, (const char *text, std::FILE *f), (text, f))
PCG_STATEFUL(output_state, int, fputc, (int c, std::FILE *f), (c, f))
PCG_STATEFUL(output_state, Size, fwrite, (const void *p, Size n, Size k, std::FILE *f),
             (p, n, k, f))

int __wrap_printf(const char *format, ...) {
  touch_state(output_state, __builtin_return_address(0));
  va_list arguments;
  va_start(arguments, format);
  const int written = std::vprintf(format, arguments);
  va_end(arguments);
  return written;
}
int __wrap_fprintf(std::FILE *file, const char *format, ...) {
  touch_state(output_state, __builtin_return_address(0));
  va_list arguments;
  va_start(arguments, format);
  const int written = std::vfprintf(file, format, arguments);
  va_end(arguments);
  return written;
}

// Functions that write through a pointer.
using Order = int (*)(const void *, const void *);
void __real_qsort(void *base, Size count, Size size, Order order);
void __wrap_qsort(void *base, Size count, Size size, Order order) {
  void *here = __builtin_return_address(0);
  access(reinterpret_cast<Address>(base), count * size, false, here);
  access(reinterpret_cast<Address>(base), count * size, true, here);
  __real_qsort(base, count, size, order);
}
char *__real_strcpy(char *to, const char *from);
char *__wrap_strcpy(char *to, const char *from) {
  void *here = __builtin_return_address(0);
  const Size size = std::strlen(from) + 1;
  access(reinterpret_cast<Address>(from), size, false, here);
  access(reinterpret_cast<Address>(to), size, true, here);
  return __real_strcpy(to, from);
}
char *__real_strcat(char *to, const char *from);
char *__wrap_strcat(char *to, const char *from) {
  void *here = __builtin_return_address(0);
  const Size before = std::strlen(to), size = std::strlen(from) + 1;
  access(reinterpret_cast<Address>(from), size, false, here);
  access(reinterpret_cast<Address>(to), before + size, false, here);
  access(reinterpret_cast<Address>(to) + before, size, true, here);
  return __real_strcat(to, from);
}
int __wrap_snprintf(char *to, Size room, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  const int written = std::vsnprintf(to, room, format, arguments);
  va_end(arguments);
  const Size size = written < 0 ? room : static_cast<Size>(written) + 1;
  access(reinterpret_cast<Address>(to), size < room ? size : room, true,
         __builtin_return_address(0));
  return written;
}
int __wrap_sprintf(char *to, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  const int written = std::vsprintf(to, format, arguments);
  va_end(arguments);
  if (written >= 0)
    access(reinterpret_cast<Address>(to), static_cast<Size>(written) + 1, true,
           __builtin_return_address(0));
  return written;
}

// lgamma writes the sign of its result to a global variable.
extern int signgam;
double __real_lgamma(double x);
double __wrap_lgamma(double x) {
  access(reinterpret_cast<Address>(&signgam), sizeof signgam, true, __builtin_return_address(0));
  return __real_lgamma(x);
}
float __real_lgammaf(float x);
float __wrap_lgammaf(float x) {
  access(reinterpret_cast<Address>(&signgam), sizeof signgam, true, __builtin_return_address(0));
  return __real_lgammaf(x);
}

}  // extern "C"
