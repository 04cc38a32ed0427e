// OpenMP's functions, and the storage that each thread has for itself.

namespace {

struct Control {  // of an emulated thread-local variable (libgcc, emutls.c)
  std::size_t size, alignment;
  void *object;
  void *initial;
};

struct Own_storage {
  Map<std::uint64_t, void *> blocks;  // by thread and variable
};

Own_storage *own_storage = nullptr;

void *storage_of_thread(const void *variable, std::size_t size, std::size_t alignment,
                        const void *initial) {
  ask_for_thread();
  const std::uint64_t key = reinterpret_cast<Address>(variable) * 4096 +
                            static_cast<std::uint64_t>(member().thread);
  void *&block = own_storage->blocks[key];
  if (block == nullptr) {
    if (alignment < 16) alignment = 16;
    char *raw = static_cast<char *>(__real_malloc(size + alignment));
    fresh(raw, size + alignment);
    block = reinterpret_cast<void *>((reinterpret_cast<Address>(raw) + alignment - 1) / alignment *
                                     alignment);
    if (initial != nullptr) std::memcpy(block, initial, size);
    else std::memset(block, 0, size);
  }
  return block;
}

const Team *ancestor(int level) {
  const Team *t = &team();
  if (level < 0 || level > t->level) return nullptr;
  while (t->level > level) t = t->outer;
  return t;
}

double seconds() {
  timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

}  // namespace

extern "C" {

void *__emutls_get_address(Control *c) {
  return storage_of_thread(c, c->size, c->alignment, c->initial);
}

int omp_get_thread_num() {
  ask_for_thread();
  return member().number;
}
int omp_get_num_threads() { return team().size; }
int omp_get_max_threads() { return self().task->threads; }
int omp_get_num_procs() { return static_cast<int>(sysconf(_SC_NPROCESSORS_ONLN)); }
int omp_get_thread_limit() { return configuration.limit < 1 << 20 ? configuration.limit : 0x7fffffff; }
int omp_in_parallel() { return team().active_level > 0; }
int omp_in_final() { return self().task->final; }
int omp_get_level() { return team().level; }
int omp_get_active_level() { return team().active_level; }
int omp_get_team_size(int level) {
  const Team *t = ancestor(level);
  return t == nullptr ? -1 : t->size;
}
int omp_get_ancestor_thread_num(int level) {
  const Team *t = &team();
  if (level < 0 || level > t->level) return -1;
  ask_for_thread();
  const Member *m = &member();
  while (m->team->level > level) m = m->team->creator;
  return m->number;
}
void omp_set_num_threads(int number) {
  if (number > 0) self().task->threads = number;
}
int omp_get_dynamic() { return sim().is_dynamic; }
void omp_set_dynamic(int value) { sim().is_dynamic = value != 0; }
int omp_get_nested() { return sim().maximum_levels > 1; }
void omp_set_nested(int value) { sim().maximum_levels = value ? 0x7fffffff : 1; }
int omp_get_max_active_levels() { return sim().maximum_levels; }
void omp_set_max_active_levels(int levels) {
  if (levels >= 0) sim().maximum_levels = levels;
}
int omp_get_supported_active_levels() { return 0x7fffffff; }
void omp_get_schedule(int *kind, int *chunk) {
  *kind = sim().schedule;
  *chunk = sim().schedule_chunk;
}
void omp_set_schedule(int kind, int chunk) {
  sim().schedule = kind & 0xff;
  sim().schedule_chunk = chunk;
}
int omp_get_cancellation() { return 0; }
int omp_get_proc_bind() { return 0; }
int omp_get_num_places() { return 0; }
int omp_get_place_num() { return -1; }
int omp_get_num_teams() { return 1; }
int omp_get_team_num() { return 0; }
int omp_get_num_devices() { return 0; }
int omp_get_default_device() { return 0; }
int omp_get_initial_device() { return 0; }
int omp_is_initial_device() { return 1; }
int omp_get_max_task_priority() { return 0; }
double omp_get_wtime() { return seconds(); }
double omp_get_wtick() { return 1e-9; }
void *omp_alloc(std::size_t size, std::uintptr_t) { return __wrap_malloc(size); }
void omp_free(void *block, std::uintptr_t) { __wrap_free(block); }
void *__kmpc_alloc(int, std::size_t size, void *) { return __wrap_malloc(size); }
void __kmpc_free(int, void *block, void *) { __wrap_free(block); }

}  // extern "C"
