// refused: `Box::data`: it holds a pointer to `void`, and what is there is not known
struct Box { void *data; int n; };
double kernel(struct Box *b) {
  double sum = 0;
  for (int i = 0; i < b->n; ++i) sum += ((double *)b->data)[i];
  return sum;
}
