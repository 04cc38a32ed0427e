#include <vector>

// The number of steps from vertex 0 to each vertex; -1 for those that cannot be reached.
std::vector<int> levels(const std::vector<int>& start, const std::vector<int>& target) {
  const int n = (int)start.size() - 1;
  std::vector<int> level(n > 0 ? n : 0, -1);
  if (n < 1) return level;
  std::vector<int> taken(n, 0);
  level[0] = 0;
  taken[0] = 1;
  std::vector<int> front(1, 0);
  for (int depth = 0; !front.empty(); depth++) {
    std::vector<int> next;
#pragma omp parallel
    {
      std::vector<int> own;
#pragma omp for schedule(dynamic, 64) nowait
      for (int f = 0; f < (int)front.size(); f++) {
        const int v = front[f];
        for (int e = start[v]; e < start[v + 1]; e++) {
          const int to = target[e];
          if (to < 0 || to >= n) continue;
          int before;
          // Only the first to come takes the vertex.
#pragma omp atomic capture
          {
            before = taken[to];
            taken[to] = 1;
          }
          if (before == 0) {
            level[to] = depth + 1;
            own.push_back(to);
          }
        }
      }
#pragma omp critical
      next.insert(next.end(), own.begin(), own.end());
    }
    front.swap(next);
  }
  return level;
}
