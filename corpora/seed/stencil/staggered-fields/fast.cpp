#include <vector>

struct Cell {
  double e, h;
};

void step_fields(std::vector<Cell>& cells, double c) {
  const int n = (int)cells.size();
#pragma omp parallel
  {
#pragma omp for
    for (int i = 1; i < n; i++) cells[i].e += c * (cells[i].h - cells[i - 1].h);
    // Every e is new before the first h is made.
#pragma omp for
    for (int i = 0; i < n - 1; i++) cells[i].h += c * (cells[i + 1].e - cells[i].e);
  }
}
