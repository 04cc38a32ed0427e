// pattern: first-match
int find_bad(const double* reading, int n, double (*model)(double)) {
  for (int i = 0; i < n; ++i) {
    if (std::abs(reading[i] - model(i)) > 0.1) return i;
  }
  return -1;
}
// pattern: first-match
bool has_square(const std::vector<long>& v) {
  for (long n : v) {
    long r = std::lround(std::sqrt(double(n)));
    if (r * r == n) return true;
  }
  return false;
}
// pattern: look-up-each
std::vector<bool> known(const std::vector<int>& asked, const std::vector<int>& list) {
  std::vector<bool> yes(asked.size(), false);
  for (size_t a = 0; a < asked.size(); ++a)
    for (int item : list)
      if (item == asked[a]) {
        yes[a] = true;
        break;
      }
  return yes;
}
// pattern: look-up-each
void grade(const int* points, int n, const int* limits, int grades, int* out) {
  for (int s = 0; s < n; s++) {
    int g = 0;
    while (g < grades && limits[g] <= points[s]) ++g;
    out[s] = g;
  }
}
// pattern: substring
size_t count_motif(const std::string& dna, const std::string& motif) {
  size_t hits = 0;
  for (size_t p = 0; p + motif.size() <= dna.size(); ++p) {
    bool equal = true;
    for (size_t k = 0; k < motif.size(); ++k)
      if (dna[p + k] != motif[k]) {
        equal = false;
        break;
      }
    hits += equal;
  }
  return hits;
}
// pattern: pairs
int collisions(const Ball* b, int n) {
  int hits = 0;
  for (int i = 0; i < n; ++i)
    for (int j = i + 1; j < n; ++j) {
      double dx = b[i].x - b[j].x, dy = b[i].y - b[j].y;
      if (dx * dx + dy * dy < (b[i].r + b[j].r) * (b[i].r + b[j].r)) ++hits;
    }
  return hits;
}
// pattern: pairs
long discordant(const std::vector<double>& rank) {
  long wrong = 0;
  for (size_t a = 0; a < rank.size(); a++) {
    for (size_t b = a + 1; b < rank.size(); b++) wrong += rank[a] > rank[b] ? 1 : 0;
  }
  return wrong;
}
// pattern: pairs
double closest(const std::vector<Star>& sky) {
  double least = 1e300;
  for (size_t i = 0; i < sky.size(); ++i) {
    for (size_t j = 0; j < i; ++j) {
      double d = std::hypot(sky[i].ra - sky[j].ra, sky[i].dec - sky[j].dec);
      if (d < least) least = d;
    }
  }
  return least;
}
// pattern: forces
void coulomb(const double* x, const double* y, const double* q, double* fx, double* fy, int n) {
  for (int i = 0; i < n; i++) {
    fx[i] = fy[i] = 0;
    for (int j = 0; j < n; j++) {
      double dx = x[i] - x[j], dy = y[i] - y[j];
      double r = std::sqrt(dx * dx + dy * dy + 1e-6);
      fx[i] += q[i] * q[j] * dx / (r * r * r);
      fy[i] += q[i] * q[j] * dy / (r * r * r);
    }
  }
}
