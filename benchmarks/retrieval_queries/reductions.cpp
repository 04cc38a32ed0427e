// pattern: sum
float energy(std::span<const float> cells) {
  float e = 0.f;
  for (auto it = cells.begin(); it != cells.end(); ++it) e += *it * *it;
  return e;
}
// pattern: sum
long long bill(int items, int price[], int amount[]) {
  long long due = 0;
  int k = 0;
  while (k < items) {
    due = due + (long long)price[k] * amount[k];
    ++k;
  }
  return due;
}
// pattern: sum
double integral(double (&y)[4096], double dx) {
  double area = 0;
  for (int s = 0; s != 4095; ++s) {
    area += dx * (y[s] + y[s + 1]) * 0.5;
  }
  return area;
}
// pattern: several-sums
void regression(const std::vector<double>& u, const std::vector<double>& v, double& su, double& sv,
                double& suv) {
  su = 0;
  sv = 0;
  suv = 0;
  for (auto t = 0u; t < u.size(); ++t) {
    su += u[t];
    sv += v[t];
    suv += u[t] * v[t];
  }
}
// pattern: several-sums
struct Totals { double work, heat; };
Totals add_up(Totals* days, int count) {
  Totals all{};
  for (Totals* d = days; d != days + count; ++d) {
    all.work += d->work;
    all.heat += d->heat;
  }
  return all;
}
// pattern: greatest
double steepest(const double* profile, size_t length) {
  double most = 0;
  for (size_t at = 1; at < length; ++at) {
    most = std::max(most, fabs(profile[at] - profile[at - 1]));
  }
  return most;
}
// pattern: greatest
int coldest(std::vector<int> const& degrees) {
  int low = INT_MAX;
  for (int d : degrees) {
    low = d < low ? d : low;
  }
  return low;
}
// pattern: place-of-extreme
size_t argmin(const float* cost, size_t n) {
  size_t where = 0;
  for (size_t c = 1; c < n; c++)
    if (cost[c] < cost[where]) where = c;
  return where;
}
// pattern: place-of-extreme
std::pair<int, double> winner(const std::vector<double>& score) {
  std::pair<int, double> w(-1, -1e9);
  int number = 0;
  for (double s : score) {
    if (s > w.second) w = {number, s};
    number++;
  }
  return w;
}
// pattern: place-of-extreme
int closest_city(City* cities, int n, double lat, double lon) {
  int nearest = 0;
  double shortest = 1e18;
  for (int c = 0; c < n; ++c) {
    double a = cities[c].lat - lat, b = cities[c].lon - lon;
    double way = a * a + b * b;
    if (way < shortest) {
      shortest = way;
      nearest = c;
    }
  }
  return nearest;
}
// pattern: count
unsigned passes(const int* marks, unsigned students, int needed) {
  unsigned passed = 0;
  for (unsigned s = 0; s < students; ++s) {
    if (marks[s] >= needed) passed += 1;
  }
  return passed;
}
// pattern: count
int steps_up(std::span<int> walk) {
  int ups = 0;
  for (size_t i = 1; i < walk.size(); i++) {
    if (walk[i] > walk[i - 1]) ups++;
  }
  return ups;
}
// pattern: all-or-any
bool ascending_bytes(const unsigned char* p, long n) {
  bool fine = true;
  for (long i = 0; i < n; i++) {
    fine = fine && p[i] > 31 && p[i] < 127;
  }
  return fine;
}
