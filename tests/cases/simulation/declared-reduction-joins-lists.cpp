// expect: order-dependent
#pragma omp declare reduction(append : Values : omp_out.insert(omp_out.end(), omp_in.begin(), \
                                                               omp_in.end()))
Values run() {
  Values result;
#pragma omp parallel for reduction(append : result)
  for (int i = 0; i < 50; ++i) result.push_back(i);
  return result;
}
