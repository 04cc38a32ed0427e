// expect: clean
Values run() {
  Values a(40);
#pragma omp parallel for schedule(dynamic)
  for (int i = 0; i < 40; ++i) {
    std::vector<double> copy(i + 1, 1);
    std::string text = std::to_string(i) + " is a text too long for the buffer inside";
    std::ostringstream stream;
    stream << text.size() << copy.size();
    a[i] = std::stod(stream.str());
  }
  return a;
}
