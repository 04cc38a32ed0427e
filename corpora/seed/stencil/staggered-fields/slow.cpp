#include <vector>

struct Cell {
  double e, h;
};

void step_fields(std::vector<Cell>& cells, double c) {
  int n = (int)cells.size();
  for (int i = 1; i < n; i++) cells[i].e += c * (cells[i].h - cells[i - 1].h);
  for (int i = 0; i < n - 1; i++) cells[i].h += c * (cells[i + 1].e - cells[i].e);
}
