// expect: conflict
Values run() {
  long total = 0;
#pragma omp parallel sections
  {
    {
#pragma omp critical(one)
      total += 1;
    }
#pragma omp section
    {
#pragma omp critical(other)
      total += 2;
    }
  }
  return {double(total)};
}
