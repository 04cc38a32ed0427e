// pattern: histogram
void ages(const Person* people, int n, int* by_decade) {
  for (int p = 0; p < n; ++p) {
    int decade = people[p].age / 10;
    ++by_decade[decade];
  }
}
// pattern: histogram
std::array<unsigned, 26> letters(const char* text) {
  std::array<unsigned, 26> seen{};
  while (*text) {
    if (*text >= 'a' && *text <= 'z') seen[*text - 'a'] += 1;
    text++;
  }
  return seen;
}
// pattern: histogram
void spread(std::vector<float>& samples, float from, float to, std::vector<long>& bucket) {
  float scale = bucket.size() / (to - from);
  for (float s : samples) {
    int b = int((s - from) * scale);
    if (b < 0 || b >= (int)bucket.size()) continue;
    bucket[b] = bucket[b] + 1;
  }
}
// pattern: weighted-histogram
void sales(int orders, const int* shop, const double* sum, double* revenue) {
  for (int o = 0; o < orders; o++) revenue[shop[o]] += sum[o];
}
// pattern: weighted-histogram
std::vector<double> charge(const std::vector<Ion>& ions, int cells, double width) {
  std::vector<double> density(cells, 0.0);
  for (const auto& ion : ions) {
    int at = (int)(ion.x / width);
    if (at >= 0 && at < cells) density[at] += ion.q;
  }
  return density;
}
// pattern: histogram
void joint(const uint8_t* left, const uint8_t* right, int pixels, int table[256][256]) {
  for (int p = 0; p < pixels; ++p) table[left[p]][right[p]]++;
}
