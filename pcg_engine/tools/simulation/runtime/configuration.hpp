// One simulated order: what OpenMP leaves open, decided by a seed.

namespace {

enum Policy { ASCENDING, DESCENDING, ROUND_ROBIN, RANDOM };
enum TaskPolicy { DEFERRED, IMMEDIATE, MIXED };

struct Configuration {
  int threads = 4;
  int limit = 1 << 20;
  int levels = 1;
  Policy policy = ASCENDING;
  TaskPolicy tasks = DEFERRED;
  bool greedy = false;      // static schedules by rounding up
  bool is_inside = false;   // the function is called by one thread of a region
  int preempt = 0;          // accesses between two switches, on average; 0: none
  std::uint64_t seed = 1;
};

Configuration configuration;

std::uint64_t random_state = 1;

std::uint32_t random_number() {  // xorshift*, Vigna 2016
  random_state ^= random_state >> 12;
  random_state ^= random_state << 25;
  random_state ^= random_state >> 27;
  return static_cast<std::uint32_t>(random_state * 0x2545F4914F6CDD1Dull >> 32);
}

std::uint32_t random_below(std::uint32_t bound) { return bound == 0 ? 0 : random_number() % bound; }

// "threads limit levels policy tasks greedy inside preempt seed"
void read_configuration() {
  const char *text = std::getenv("PCG_ORDER");
  if (text == nullptr) return;
  Configuration &c = configuration;
  int policy = 0, tasks = 0, greedy = 0, inside = 0;
  unsigned long long seed = 1;
  std::sscanf(text, "%d %d %d %d %d %d %d %d %llu", &c.threads, &c.limit, &c.levels, &policy, &tasks,
              &greedy, &inside, &c.preempt, &seed);
  c.policy = static_cast<Policy>(policy);
  c.tasks = static_cast<TaskPolicy>(tasks);
  c.greedy = greedy != 0;
  c.is_inside = inside != 0;
  c.seed = seed;
  unsetenv("PCG_ORDER");
}

}  // namespace
