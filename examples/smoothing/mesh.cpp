#include "mesh.hpp"

Mesh torus(int rows, int columns) {
  static const int around[6][2] = {{0, 1}, {1, 1}, {1, 0}, {0, -1}, {-1, -1}, {-1, 0}};
  Mesh mesh;
  for (int row = 0; row < rows; ++row) {
    for (int column = 0; column < columns; ++column) {
      const int begin = static_cast<int>(mesh.next.size());
      mesh.first.push_back(begin);
      for (int side = 0; side < 6; ++side) {
        const int other_row = (row + around[side][0] + rows) % rows;
        const int other_column = (column + around[side][1] + columns) % columns;
        mesh.target.push_back(other_row * columns + other_column);
        mesh.next.push_back(begin + (side + 1) % 6);
      }
    }
  }
  return mesh;
}
