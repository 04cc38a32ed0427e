// The hot loop. Its inputs cannot be made up: numbers at random are no rings of edges.
#include "mesh.hpp"

void smooth(const Mesh& mesh, const std::vector<double>& in, std::vector<double>& out) {
  const int vertices = static_cast<int>(mesh.first.size());
  for (int vertex = 0; vertex < vertices; ++vertex) {
    double sum = 0.0;
    int count = 0;
    int edge = mesh.first[vertex];
    do {
      sum += in[mesh.target[edge]];
      ++count;
      edge = mesh.next[edge];
    } while (edge != mesh.first[vertex]);
    out[vertex] = sum / count;
  }
}
