// pattern: quadratic-sort
void order_cards(int* hand, int n) {
  for (int i = 0; i < n; i++)
    for (int j = n - 1; j > i; j--)
      if (hand[j] < hand[j - 1]) std::swap(hand[j], hand[j - 1]);
}
// pattern: quadratic-sort
void arrange(std::vector<double>& v) {
  for (size_t k = 1; k < v.size(); k++) {
    double x = v[k];
    size_t p = k;
    for (; p > 0 && v[p - 1] > x; --p) v[p] = v[p - 1];
    v[p] = x;
  }
}
// pattern: quadratic-sort
void pick(std::vector<Player>& team) {
  for (size_t a = 0; a < team.size(); ++a) {
    size_t m = a;
    for (size_t b = a + 1; b < team.size(); ++b)
      if (team[b].rating > team[m].rating) m = b;
    std::swap(team[a], team[m]);
  }
}
// pattern: divide-and-conquer
void msort(long* a, long* t, int lo, int hi) {
  if (hi - lo < 2) return;
  int mid = (lo + hi) >> 1;
  msort(a, t, lo, mid);
  msort(a, t, mid, hi);
  int p = lo, q = mid;
  for (int o = lo; o < hi; o++) t[o] = q >= hi || (p < mid && a[p] <= a[q]) ? a[p++] : a[q++];
  memcpy(a + lo, t + lo, (hi - lo) * sizeof *a);
}
// pattern: divide-and-conquer
void qs(double* v, int l, int r) {
  int i = l, j = r;
  double p = v[(l + r) / 2];
  do {
    while (v[i] < p) ++i;
    while (p < v[j]) --j;
    if (i <= j) std::swap(v[i++], v[j--]);
  } while (i <= j);
  if (l < j) qs(v, l, j);
  if (i < r) qs(v, i, r);
}
// pattern: divide-and-conquer
int height(const Node* t) {
  if (!t) return 0;
  int a = height(t->left);
  int b = height(t->right);
  return 1 + (a > b ? a : b);
}
// pattern: sort-each-row
void tidy(std::vector<std::vector<std::string>>& shelves) {
  for (auto& shelf : shelves) std::sort(shelf.begin(), shelf.end());
}
// pattern: fourier
void dft(const double* in, double* re, double* im, int n) {
  for (int f = 0; f < n; f++) {
    re[f] = im[f] = 0;
    for (int t = 0; t < n; t++) {
      re[f] += in[t] * cos(2 * M_PI * f * t / n);
      im[f] -= in[t] * sin(2 * M_PI * f * t / n);
    }
  }
}
// pattern: fourier
std::vector<double> goertzel_bank(const std::vector<double>& x, const std::vector<double>& freqs) {
  std::vector<double> power;
  for (double w : freqs) {
    double c = 0, s = 0;
    for (size_t t = 0; t < x.size(); ++t) {
      c += x[t] * std::cos(w * t);
      s += x[t] * std::sin(w * t);
    }
    power.push_back(c * c + s * s);
  }
  return power;
}
// pattern: breadth-first
std::vector<int> hops(const std::vector<std::vector<int>>& adj, int source) {
  std::vector<int> d(adj.size(), -1);
  std::queue<int> q;
  q.push(source);
  d[source] = 0;
  while (!q.empty()) {
    int u = q.front();
    q.pop();
    for (int v : adj[u])
      if (d[v] < 0) {
        d[v] = d[u] + 1;
        q.push(v);
      }
  }
  return d;
}
// pattern: triple-loop-graph
void reachable(std::vector<std::vector<bool>>& r) {
  for (size_t k = 0; k < r.size(); k++)
    for (size_t i = 0; i < r.size(); i++)
      for (size_t j = 0; j < r.size(); j++)
        if (r[i][k] && r[k][j]) r[i][j] = true;
}
// pattern: triple-loop-graph
void floyd(float* w, int n) {
  for (int k = 0; k < n; k++)
    for (int i = 0; i < n; i++)
      for (int j = 0; j < n; j++) w[i * n + j] = std::min(w[i * n + j], w[i * n + k] + w[k * n + j]);
}
