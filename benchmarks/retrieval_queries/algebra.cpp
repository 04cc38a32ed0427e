// pattern: matrix-product
void gemm(int n, double (*A)[64], double (*B)[64], double (*C)[64]) {
  for (int r = 0; r < n; r++)
    for (int c = 0; c < n; c++) {
      C[r][c] = 0;
      for (int t = 0; t < n; t++) C[r][c] += A[r][t] * B[t][c];
    }
}
// pattern: matrix-product
std::vector<std::vector<int>> compose(const std::vector<std::vector<int>>& p,
                                      const std::vector<std::vector<int>>& q) {
  std::vector<std::vector<int>> r(p.size(), std::vector<int>(q[0].size()));
  for (size_t i = 0; i < p.size(); i++) {
    for (size_t j = 0; j < q[0].size(); j++) {
      int s = 0;
      for (size_t k = 0; k < q.size(); k++) s += p[i][k] * q[k][j];
      r[i][j] = s;
    }
  }
  return r;
}
// pattern: matrix-vector
void layer(const float* weight, const float* in, float* out, int outs, int ins) {
  for (int o = 0; o < outs; o++) {
    float z = 0;
    for (int i = 0; i < ins; i++) z += weight[o * ins + i] * in[i];
    out[o] = z;
  }
}
// pattern: matrix-vector
std::vector<double> marginals(const std::vector<std::vector<double>>& t,
                              const std::vector<double>& w) {
  std::vector<double> m(t.size());
  for (size_t r = 0; r < t.size(); ++r) {
    double acc = 0;
    for (size_t c = 0; c < w.size(); ++c) acc = acc + t[r][c] * w[c];
    m[r] = acc;
  }
  return m;
}
// pattern: elimination
void gauss(double** a, int n) {
  for (int p = 0; p < n; ++p) {
    for (int r = p + 1; r < n; ++r) {
      double m = a[r][p] / a[p][p];
      for (int c = p; c < n; ++c) a[r][c] -= m * a[p][c];
    }
  }
}
// pattern: all-distances
void similarity(const std::vector<std::vector<float>>& docs, std::vector<std::vector<float>>& s) {
  for (size_t a = 0; a < docs.size(); a++)
    for (size_t b = 0; b < docs.size(); b++) {
      float dot = 0;
      for (size_t k = 0; k < docs[a].size(); k++) dot += docs[a][k] * docs[b][k];
      s[a][b] = dot;
    }
}
// pattern: sparse-rows
void csr(int rows, const int* ptr, const int* idx, const float* val, const float* in, float* out) {
  for (int i = 0; i < rows; ++i) {
    out[i] = 0;
    for (int p = ptr[i]; p < ptr[i + 1]; ++p) out[i] += val[p] * in[idx[p]];
  }
}
// pattern: sparse-rows
std::vector<double> influence(const std::vector<size_t>& first, const std::vector<size_t>& friends,
                              const std::vector<double>& weight) {
  std::vector<double> got(first.size() - 1);
  for (size_t p = 0; p + 1 < first.size(); p++) {
    double s = 0;
    for (size_t f = first[p]; f < first[p + 1]; f++) s += weight[friends[f]];
    got[p] = s;
  }
  return got;
}
// pattern: sparse-rows
void lengths(const int* begin, int rows, double* data) {
  for (int r = 0; r < rows; r++) {
    double s = 0;
    for (int k = begin[r]; k < begin[r + 1]; k++) s += data[k] * data[k];
    for (int k = begin[r]; k < begin[r + 1]; k++) data[k] /= std::sqrt(s);
  }
}
// pattern: scatter
void assemble(const Element* elements, int n, double* stiffness) {
  for (int e = 0; e < n; e++) {
    stiffness[elements[e].a] += elements[e].k;
    stiffness[elements[e].b] += elements[e].k;
  }
}
