// Mutual exclusion: critical sections, reductions, OpenMP locks, POSIX locks, static variables.

#include <malloc.h>

namespace {

void acquire(const void *object, const void *owner, bool is_recursive, const char *what, void *place) {
  const Address address = reinterpret_cast<Address>(object);
  switch_point();
  Lock *lock = &sim().locks[address];
  if (is_recursive && lock->owner == owner) {
    ++lock->depth;
    return;
  }
  block_until(what, false, [&] {
    const Lock &now = sim().locks[address];
    return now.owner == nullptr && now.readers == 0;
  }, place);
  lock = &sim().locks[address];
  lock->owner = owner;
  lock->depth = 1;
  strand().clock.join(lock->clock);
  strand().clock.join(lock->readers_clock);
}

int try_acquire(const void *object, const void *owner, bool is_recursive) {
  poll();
  Lock &lock = sim().locks[reinterpret_cast<Address>(object)];
  if (is_recursive && lock.owner == owner) return ++lock.depth;
  if (lock.owner != nullptr || lock.readers > 0) return 0;
  lock.owner = owner;
  strand().clock.join(lock.clock);
  strand().clock.join(lock.readers_clock);
  return lock.depth = 1;
}

void release(const void *object) {
  Lock &lock = sim().locks[reinterpret_cast<Address>(object)];
  if (lock.owner == nullptr || --lock.depth > 0) return;
  lock.owner = nullptr;
  lock.clock = strand().clock;
  if (is_recording) advance(strand());
  switch_point();
}

void acquire_shared(const void *object, void *place) {
  const Address address = reinterpret_cast<Address>(object);
  switch_point();
  block_until("a lock", false, [&] { return sim().locks[address].owner == nullptr; }, place);
  Lock &lock = sim().locks[address];
  ++lock.readers;
  strand().clock.join(lock.clock);
}

void release_any(const void *object) {
  Lock &lock = sim().locks[reinterpret_cast<Address>(object)];
  if (lock.readers == 0) return release(object);
  --lock.readers;
  lock.readers_clock.join(strand().clock);
  if (is_recording) advance(strand());
  switch_point();
}

const void *thread_owner() { return &strand(); }
const void *task_owner() { return self().task; }

bool is_recursive(const pthread_mutex_t *mutex) {
  return (mutex->__data.__kind & 3) == PTHREAD_MUTEX_RECURSIVE;
}

void discard(void *block, void *return_address) {
  if (!is_recording || block == nullptr) return;
  const std::size_t size = malloc_usable_size(block);
  access(reinterpret_cast<Address>(block), size, true, return_address);
  forget_memory(reinterpret_cast<Address>(block), reinterpret_cast<Address>(block) + size);
}

}  // namespace

#define PCG_FREES(NAME, PARAMETERS, ARGUMENTS)                                                     \
  void __real_##NAME PARAMETERS;                                                                   \
  void __wrap_##NAME PARAMETERS {                                                                  \
    discard(block, __builtin_return_address(0));                                                   \
    __real_##NAME ARGUMENTS;                                                                       \
  }

#define PCG_REFUSED(NAME)                                                                          \
  int __real_##NAME(...);                                                                          \
  int __wrap_##NAME(...) {                                                                         \
    unsupported("construct", "`" #NAME "`");                                                       \
    return 1;                                                                                      \
  }

extern "C" {

PCG_FREES(free, (void *block), (block))
PCG_FREES(_ZdlPv, (void *block), (block))
PCG_FREES(_ZdaPv, (void *block), (block))
PCG_FREES(_ZdlPvm, (void *block, std::size_t n), (block, n))
PCG_FREES(_ZdaPvm, (void *block, std::size_t n), (block, n))
PCG_FREES(_ZdlPvSt11align_val_t, (void *block, std::size_t a), (block, a))
PCG_FREES(_ZdlPvmSt11align_val_t, (void *block, std::size_t n, std::size_t a), (block, n, a))

void __kmpc_critical(void *, int, void *name) {
  acquire(name, thread_owner(), false, "a critical section", __builtin_return_address(0));
}
void __kmpc_critical_with_hint(void *, int, void *name, unsigned) {
  acquire(name, thread_owner(), false, "a critical section", __builtin_return_address(0));
}
void __kmpc_end_critical(void *, int, void *name) { release(name); }

int __kmpc_reduce_nowait(void *, int, int, std::size_t, void *, void (*)(void *, void *), void *name) {
  acquire(name, thread_owner(), false, "a reduction", __builtin_return_address(0));
  return 1;
}
int __kmpc_reduce(void *, int, int, std::size_t, void *, void (*)(void *, void *), void *name) {
  acquire(name, thread_owner(), false, "a reduction", __builtin_return_address(0));
  return 1;
}
void __kmpc_end_reduce_nowait(void *, int, void *name) { release(name); }
void __kmpc_end_reduce(void *, int, void *name) {
  release(name);
  wait_for_team(false, __builtin_return_address(0));
}

void omp_init_lock(void *) {}
void omp_init_lock_with_hint(void *, int) {}
void omp_init_nest_lock(void *) {}
void omp_init_nest_lock_with_hint(void *, int) {}
void omp_destroy_lock(void *lock) { sim().locks.erase(reinterpret_cast<Address>(lock)); }
void omp_destroy_nest_lock(void *lock) { sim().locks.erase(reinterpret_cast<Address>(lock)); }
void omp_set_lock(void *lock) {
  acquire(lock, task_owner(), false, "a lock", __builtin_return_address(0));
}
void omp_unset_lock(void *lock) { release(lock); }
int omp_test_lock(void *lock) { return try_acquire(lock, task_owner(), false); }
void omp_set_nest_lock(void *lock) {
  acquire(lock, task_owner(), true, "a lock", __builtin_return_address(0));
}
void omp_unset_nest_lock(void *lock) { release(lock); }
int omp_test_nest_lock(void *lock) { return try_acquire(lock, task_owner(), true); }

int __wrap_pthread_mutex_lock(pthread_mutex_t *mutex) {
  acquire(mutex, thread_owner(), is_recursive(mutex), "a mutex", __builtin_return_address(0));
  return 0;
}
int __wrap_pthread_mutex_trylock(pthread_mutex_t *mutex) {
  return try_acquire(mutex, thread_owner(), is_recursive(mutex)) ? 0 : EBUSY;
}
int __wrap_pthread_mutex_unlock(pthread_mutex_t *mutex) {
  release(mutex);
  return 0;
}
int __wrap_pthread_rwlock_rdlock(void *lock) {
  acquire_shared(lock, __builtin_return_address(0));
  return 0;
}
int __wrap_pthread_rwlock_wrlock(void *lock) {
  acquire(lock, thread_owner(), false, "a mutex", __builtin_return_address(0));
  return 0;
}
int __wrap_pthread_rwlock_unlock(void *lock) {
  release_any(lock);
  return 0;
}
int __wrap_pthread_spin_lock(void *lock) {
  acquire(lock, thread_owner(), false, "a spin lock", __builtin_return_address(0));
  return 0;
}
int __wrap_pthread_spin_unlock(void *lock) {
  release(lock);
  return 0;
}
PCG_REFUSED(pthread_rwlock_tryrdlock)
PCG_REFUSED(pthread_rwlock_trywrlock)
PCG_REFUSED(pthread_spin_trylock)
PCG_REFUSED(pthread_mutex_timedlock)
PCG_REFUSED(pthread_cond_wait)
PCG_REFUSED(pthread_cond_timedwait)
PCG_REFUSED(pthread_barrier_wait)
PCG_REFUSED(pthread_create)
PCG_REFUSED(pthread_once)
PCG_REFUSED(sem_wait)
PCG_REFUSED(sem_post)
PCG_REFUSED(syscall)

// A local static variable is initialised once; who comes meanwhile waits.
int __wrap___cxa_guard_acquire(char *guard) {
  if (*guard != 0) return 0;
  if (!is_recording) return 1;
  acquire(guard, thread_owner(), false, "the initialisation of a static variable",
          __builtin_return_address(0));
  if (*guard == 0) return 1;
  release(guard);
  return 0;
}
void pcg_sim_publish(void *address, std::size_t size);
void __wrap___cxa_guard_release(char *guard) {
  *guard = 1;
  if (!is_recording) return;
  pcg_sim_publish(guard, 1);
  release(guard);
}
void __wrap___cxa_guard_abort(char *guard) {
  if (is_recording) release(guard);
}

}  // extern "C"
