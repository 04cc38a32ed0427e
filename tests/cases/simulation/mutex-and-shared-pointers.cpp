// expect: clean
Values run() {
  std::mutex mutex;
  std::map<int, std::shared_ptr<std::string>> all;
  const auto common = std::make_shared<std::string>("x");
#pragma omp parallel for
  for (int i = 0; i < 20; ++i) {
    const auto copy = common;
    const std::lock_guard<std::mutex> guard(mutex);
    all[i] = i % 2 ? copy : std::make_shared<std::string>(i, 'y');
  }
  Values result;
  for (const auto& [key, value] : all) result.push_back(value->size());
  result.push_back(common.use_count());
  return result;
}
