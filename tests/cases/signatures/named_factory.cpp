// A function that is named in a comment makes objects whose parts fit together.
// function: Mesh::smooth
#include <vector>

struct Mesh {
  int rows = 0, columns = 0;
  std::vector<double> nodes;

  void smooth(const Mesh& other);
};

Mesh make_grid(int rows, int columns) {
  return Mesh{rows, columns, std::vector<double>(rows * columns)};
}

// pcg: this from make_grid, other from make_grid
void Mesh::smooth(const Mesh& other) {
  for (int i = 0; i < rows && i < other.rows; ++i)
    for (int j = 0; j < columns && j < other.columns; ++j)
      nodes[i * columns + j] += other.nodes[i * other.columns + j];  // wrong: nodes[i * columns + j] += 1000;
}
