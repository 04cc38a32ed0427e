// expect: clean
struct Node {
  double value;
  Node* next;
};
Values run() {
  std::vector<Node> nodes(30);
  for (int i = 0; i < 30; ++i) nodes[i] = {double(i), i + 1 < 30 ? &nodes[i + 1] : nullptr};
#pragma omp parallel
#pragma omp single
  for (Node* node = &nodes[0]; node != nullptr; node = node->next) {
#pragma omp task firstprivate(node)
    node->value = node->value * node->value;
  }
  Values result;
  for (const Node& node : nodes) result.push_back(node.value);
  return result;
}
