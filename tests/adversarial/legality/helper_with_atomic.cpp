// expect: not-proved
// --- original
static void add(int* bins, int at) { bins[at] += 1; }
void kernel(int* bins, int n) {
  for (int i = 0; i < n; ++i) add(bins, i % 4);
}
// --- candidate
static void add(int* bins, int at) {
#pragma omp atomic
  bins[at] += 1;
}
void kernel(int* bins, int n) {
#pragma omp parallel for
  for (int i = 0; i < n; ++i) add(bins, i % 4);
}
