// The simulated OpenMP run-time of PCG: clang's calls (`__kmpc_*`, as openmp/runtime/src/kmp.h of
// LLVM declares them) and those of its ThreadSanitizer pass, on coroutines of one thread.

#define PCG_FREE __real_free  // `free` is stood in for: the run-time's own blocks are not watched

#include <cerrno>
#include <cstdarg>
#include <cstddef>
#include <type_traits>

extern "C" {
void __real_free(void *);
void __wrap_free(void *);
void *__wrap_malloc(std::size_t);
}
