/* Objects that lead to objects of their type. */
struct Node {
  struct Node *next;
  struct Node *children[2];
  double value;
};

static double below(const struct Node *one) {
  double sum = one->value;
  for (int i = 0; i < 2; ++i)
    if (one->children[i]) sum += below(one->children[i]);
  return sum;
}

double kernel(struct Node *first) {
  double sum = 0;
  for (struct Node *one = first; one; one = one->next) {
    sum += one->value;
    one->value = sum; // wrong: if (one->next) one->value = sum;
  }
  if (first->next) first->next->next = first; // wrong: first->next = first;
  return sum + below(first); // wrong: return sum;
}
