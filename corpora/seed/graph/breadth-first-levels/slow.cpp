#include <vector>

// The number of steps from vertex 0 to each vertex; -1 for those that cannot be reached.
std::vector<int> levels(const std::vector<int>& start, const std::vector<int>& target) {
  int n = (int)start.size() - 1;
  std::vector<int> level(n > 0 ? n : 0, -1);
  if (n < 1) return level;
  std::vector<int> queue;
  queue.push_back(0);
  level[0] = 0;
  for (std::size_t head = 0; head < queue.size(); head++) {
    int v = queue[head];
    for (int e = start[v]; e < start[v + 1]; e++) {
      int to = target[e];
      if (to >= 0 && to < n && level[to] < 0) {
        level[to] = level[v] + 1;
        queue.push_back(to);
      }
    }
  }
  return level;
}
