#include <vector>

struct Entry {
  int key;
  int payload;
};

// Sorts by key; entries of equal keys by payload.
void sort_entries(std::vector<Entry>& entries) {
  int n = (int)entries.size();
  for (int i = 0; i < n; i++) {
    int least = i;
    for (int j = i + 1; j < n; j++) {
      if (entries[j].key < entries[least].key ||
          (entries[j].key == entries[least].key && entries[j].payload < entries[least].payload))
        least = j;
    }
    Entry keep = entries[i];
    entries[i] = entries[least];
    entries[least] = keep;
  }
}
