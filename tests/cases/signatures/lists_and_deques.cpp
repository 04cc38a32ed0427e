#include <array>
#include <deque>
#include <list>
#include <vector>

std::vector<std::vector<double>> kernel(std::deque<int>& queue, std::list<double>& chain,
                                        std::vector<std::vector<std::vector<int>>>& cube,
                                        std::array<std::vector<float>, 2>& halves,
                                        std::vector<bool>& marks,
                                        std::vector<std::array<int, 3>>& triples) {
  std::vector<std::vector<double>> rows;
  for (double& link : chain) rows.push_back({link, link *= 2});  // wrong: for (double link : chain) rows.push_back({link});
  for (int& one : queue) one -= 1;  // wrong: queue.push_back(1);
  for (auto& plane : cube)
    for (auto& row : plane)
      for (int& cell : row) cell = -cell;  // wrong: for (int& cell : row) cell = 0;
  for (auto& half : halves)
    for (float& value : half) value += 1;  // wrong: if (&half == &halves[0]) half.push_back(1);
  marks.flip();  // wrong:
  for (auto& triple : triples) triple[2] = triple[0];  // wrong: for (auto& t : triples) t[2] = 9;
  return rows;
}
