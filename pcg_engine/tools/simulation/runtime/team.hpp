// Teams, their members, tasks, and the coroutines that all of them run on.

namespace {

struct Task;
struct Team;
struct Member;

// The head of what clang knows as kmp_task_t (openmp/runtime/src/kmp.h).
struct Payload {
  void *shareds;
  int (*routine)(int, Payload *);
  int part;
  union {
    int priority;
    int (*destructors)(int, Payload *);
  } data1, data2;
};

struct Wait {  // why a coroutine does not run
  bool (*is_over)(void *);
  void *data;
  bool takes_tasks;
  const char *what;
  Address place;
};

struct Coroutine {
  void *stack_pointer = nullptr;
  char *stack = nullptr;  // null: the program's own
  Address low = 0, high = 0;
  Address lowest = 0;  // of the accesses to it
  void (*body)(Coroutine *) = nullptr;
  Member *member = nullptr;
  Strand *strand = nullptr;
  Task *task = nullptr;  // the current one
  const Wait *wait = nullptr;
  void *caught = nullptr;  // the C++ run-time's state of a thread
  unsigned uncaught = 0;
  int error_number = 0;
};

struct Reduction {
  void *shared, *original;
  std::size_t size;
  void (*initialise)(void *, void *);
  void (*finish)(void *);
  void (*combine)(void *, void *);
  struct Copy {
    const Strand *strand;
    void *memory;
  };
  Vector<Copy> copies;
};

struct Group {
  Group *outer = nullptr;
  int unfinished = 0;
  Clock clock;
  Vector<Reduction> reductions;
};

// Tasks that name one address in `depend` clauses, in the order of their creation: those of one
// generation may run at once, and wait for all of the one before.
struct Generation {
  int kind = 0;
  Vector<Task *> tasks;
};
struct Dependence {
  Generation current, previous;
};

struct Task {
  Payload *payload = nullptr;
  std::size_t size = 0, shareds_size = 0;
  int (*routine)(int, Payload *) = nullptr;
  Task *parent = nullptr;
  Team *team = nullptr;
  Group *group = nullptr;
  bool tied = true, final = false, implicit = false, has_destructors = false;
  bool finished = false, requeued = false;
  int children = 0;  // not finished
  int predecessors = 0;
  int threads = 0;  // nthreads-var
  Clock children_clock;
  Clock start, end;
  Strand *strand = nullptr;  // of an untied task between its parts
  Vector<Task *> successors;
  Vector<Address> exclusive;  // addresses of mutexinoutset
  Map<Address, Dependence> dependences;
  Address created = 0;
};

struct Loop {  // a dynamic, guided or ordered loop
  std::uint64_t trip = 0, next = 0, chunk = 1;
  int schedule = 0;
  int finished = 0;
  std::uint64_t turn = 0;  // of `ordered`
  Vector<bool> done;
  Clock ordered;
};

struct Doacross {
  Vector<long long> low, high;
  Map<std::uint64_t, Clock> posted;
  int finished = 0;
};

struct LoopPosition {
  Loop *loop = nullptr;
  std::uint64_t lower = 0, current = 0, stop = 0;  // of the chunk
  std::uint64_t turns = 0;                         // chunks taken, for static ones
  bool is_ordered_done = false;
  long long first = 0, stride = 1;
  Doacross *doacross = nullptr;
};

struct Member {  // a thread in a team
  Team *team = nullptr;
  int number = 0;
  int thread = 0;  // global number
  int bound = 0;
  Vector<Coroutine *> stack;
  Task *implicit = nullptr;
  Strand *implicit_strand = nullptr;
  std::uint64_t singles = 0, loops = 0, doacrosses = 0;
  LoopPosition position;
  int requested = 0;  // num_threads clause
  Clock order;        // of the strands that depend on this thread
};

struct Team {
  Team *outer = nullptr;
  Member *creator = nullptr;
  int size = 1, level = 0, active_level = 0;
  void (*microtask)(int *, int *, ...) = nullptr;
  void **arguments = nullptr;
  Address place = 0;
  Vector<Member *> members;
  int running = 0;
  int arrived[2] = {0, 0};  // at barriers, at the end of the region
  std::uint64_t generation = 0;
  Clock gathering, released;
  int unfinished = 0;  // explicit tasks
  Clock tasks;
  Vector<Task *> ready;
  Map<Address, int> exclusive;
  std::uint64_t singles = 0;
  Map<std::uint64_t, Loop *> loops;
  Map<std::uint64_t, Doacross *> doacrosses;
  const void *copied = nullptr;  // copyprivate
};

struct Lock {
  const void *owner = nullptr;
  int depth = 0;
  int readers = 0;
  Clock clock, readers_clock;
};

struct Simulation {
  Member *initial = nullptr;
  Coroutine *current = nullptr;
  Coroutine *dead = nullptr;
  Team *around = nullptr;  // the region from which the function is called
  Vector<Member *> members;  // of all teams, in the order of their creation
  Vector<Coroutine *> pool;
  Vector<Task *> tasks;
  std::size_t tasks_before = 0;  // the outermost region that runs
  Vector<Strand *> strands;
  Vector<int> free_threads;
  int next_thread = 1;
  long until_switch = 0;
  int streak = 0;  // atomic operations without a switch
  Map<Address, Lock> locks;
  Address base = 0;
  int maximum_levels = 1;
  int schedule = 2, schedule_chunk = 0;  // run-sched-var: dynamic
  bool is_dynamic = false;
};

Simulation *simulation = nullptr;
bool is_recording = false;

Simulation &sim() { return *simulation; }
Coroutine &self() { return *simulation->current; }
Member &member() { return *simulation->current->member; }
Team &team() { return *simulation->current->member->team; }
Strand &strand() { return *simulation->current->strand; }

void reschedule(bool forced);
void switch_point();
void unsupported(const char *code, const char *what);

}  // namespace
