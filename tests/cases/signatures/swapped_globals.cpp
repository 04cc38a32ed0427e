// Global pointers are compared by where they lead, too.
#include <cstdlib>
#include <utility>

static double* now = static_cast<double*>(std::malloc(sizeof(double) * 64));
static double* next = static_cast<double*>(std::malloc(sizeof(double) * 64));
static int steps;

static void kernel() {
  for (int step = 0; step < steps; ++step) {
    for (int i = 1; i < 63; ++i) next[i] = (now[i - 1] + now[i + 1]) / 2;
    std::swap(now, next);
  }
  if (steps % 2) std::swap(now, next);  // wrong: ;
}

int main() { kernel(); }
