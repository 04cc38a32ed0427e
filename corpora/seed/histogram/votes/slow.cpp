#include <vector>

// Ballots for candidates that do not stand are spoilt, and counted last.
std::vector<long> count_votes(const std::vector<int>& ballots, int candidates) {
  const int number = candidates > 0 ? candidates : 0;
  std::vector<long> votes(number + 1, 0);
  for (int choice : ballots) {
    if (choice >= 0 && choice < number)
      votes[choice]++;
    else
      votes[number]++;
  }
  return votes;
}
