// Synchronisation and OpenMP's functions in a serial run; the wrappers are linked with --wrap.

namespace {

std::uint32_t lock_number(const void *lock) {
  return 0x80000000u | static_cast<std::uint32_t>(reinterpret_cast<Address>(lock) >> 3);
}

void acquire(const void *lock) {
  if (is_recording) recorder_storage->locks.push_back(lock_number(lock));
}

void release(const void *lock) {
  if (!is_recording) return;
  Vector<std::uint32_t> &locks = recorder_storage->locks;
  for (std::size_t i = locks.size(); i-- > 0;) {
    if (locks[i] == lock_number(lock)) {
      locks.erase(locks.begin() + static_cast<std::ptrdiff_t>(i));
      return;
    }
  }
}

void depends_on_team(const char *function) {
  if (is_recording && recorder_storage->active > 0)
    unsupported(*recorder_storage, "construct", String("a call of ") + function);
}

}  // namespace

extern "C" {

// The initialisation of a local static variable happens once, before every use of it.
int __real___cxa_guard_acquire(void *guard);
int __wrap___cxa_guard_acquire(void *guard) {
  const int must_initialise = __real___cxa_guard_acquire(guard);
  if (must_initialise && is_recording) ++recorder_storage->quiet;
  return must_initialise;
}
void __real___cxa_guard_release(void *guard);
void __wrap___cxa_guard_release(void *guard) {
  if (is_recording && recorder_storage->quiet > 0) --recorder_storage->quiet;
  __real___cxa_guard_release(guard);
}
void __real___cxa_guard_abort(void *guard);
void __wrap___cxa_guard_abort(void *guard) {
  if (is_recording && recorder_storage->quiet > 0) --recorder_storage->quiet;
  __real___cxa_guard_abort(guard);
}

int __real_pthread_mutex_lock(pthread_mutex_t *lock);
int __wrap_pthread_mutex_lock(pthread_mutex_t *lock) {
  const int status = __real_pthread_mutex_lock(lock);
  if (status == 0) acquire(lock);
  return status;
}
int __real_pthread_mutex_unlock(pthread_mutex_t *lock);
int __wrap_pthread_mutex_unlock(pthread_mutex_t *lock) {
  release(lock);
  return __real_pthread_mutex_unlock(lock);
}

// The OpenMP run-time of a serial program. What depends on the team cannot be judged serially.
#define PCG_OF_TEAM(NAME, PARAMETERS, VALUE)                                                       \
  int NAME PARAMETERS {                                                                            \
    depends_on_team(#NAME);                                                                        \
    return VALUE;                                                                                  \
  }
PCG_OF_TEAM(omp_get_thread_num, (), 0)
PCG_OF_TEAM(omp_get_num_threads, (), 1)
PCG_OF_TEAM(omp_get_team_size, (int), 1)
PCG_OF_TEAM(omp_get_ancestor_thread_num, (int), 0)
PCG_OF_TEAM(omp_in_parallel, (), 0)
PCG_OF_TEAM(omp_get_level, (), 0)
PCG_OF_TEAM(omp_get_active_level, (), 0)
int omp_get_max_threads() { return 1; }
int omp_get_num_procs() { return 1; }
int omp_get_thread_limit() { return 1; }
int omp_get_dynamic() { return 0; }
int omp_get_nested() { return 0; }
int omp_get_max_active_levels() { return 1; }
int omp_get_cancellation() { return 0; }
void omp_set_num_threads(int) {}
void omp_set_dynamic(int) {}
void omp_set_nested(int) {}
void omp_set_max_active_levels(int) {}
double omp_get_wtime() { return 0.0; }
double omp_get_wtick() { return 1.0; }
void omp_init_lock(void *) {}
void omp_destroy_lock(void *) {}
void omp_set_lock(void *lock) { acquire(lock); }
void omp_unset_lock(void *lock) { release(lock); }
int omp_test_lock(void *lock) {
  acquire(lock);
  return 1;
}
void omp_init_nest_lock(void *) {}
void omp_destroy_nest_lock(void *) {}
void omp_set_nest_lock(void *lock) { acquire(lock); }
void omp_unset_nest_lock(void *lock) { release(lock); }

}  // extern "C"
