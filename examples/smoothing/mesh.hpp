// A closed mesh of half-edges: around each vertex they form a ring.
#pragma once

#include <vector>

struct Mesh {
  std::vector<int> first;   // of each vertex: one of its edges
  std::vector<int> next;    // of each edge: the next one around the same vertex
  std::vector<int> target;  // of each edge: the vertex at its other end
};

// A torus of rows by columns vertices, each with six neighbours.
Mesh torus(int rows, int columns);

// One step: every vertex gets the mean of its neighbours.
void smooth(const Mesh& mesh, const std::vector<double>& in, std::vector<double>& out);
