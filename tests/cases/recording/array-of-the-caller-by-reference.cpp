// expect: conflict
struct Box { double corner[3]; };
void f(const double* a, int n, Box& box) {
#pragma omp parallel for
  for (int i = 0; i < n; ++i)
    for (int d = 0; d < 3; ++d)
      if (a[i] > box.corner[d]) box.corner[d] = a[i];
}
void run() { std::vector<double> a{1, 3, 2, 5}; Box box{}; f(a.data(), 4, box); }
