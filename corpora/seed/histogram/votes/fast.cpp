#include <vector>

// Ballots for candidates that do not stand are spoilt, and counted last.
std::vector<long> count_votes(const std::vector<int>& ballots, int candidates) {
  const int number = candidates > 0 ? candidates : 0;
  std::vector<long> votes(number + 1, 0);
  const int n = static_cast<int>(ballots.size());
#pragma omp parallel
  {
    std::vector<long> own(number + 1, 0);
#pragma omp for nowait
    for (int i = 0; i < n; ++i) {
      const int choice = ballots[i];
      own[choice >= 0 && choice < number ? choice : number]++;
    }
#pragma omp critical
    for (int k = 0; k <= number; ++k) votes[k] += own[k];
  }
  return votes;
}
