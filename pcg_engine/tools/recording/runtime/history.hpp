// What is kept of every byte since the last barrier of one parallel construct. Two readers, the
// first and the last, are enough: a write conflicts with some earlier reader if and only if one of
// these two is another iteration.

namespace {

using Owner = std::uint32_t;

constexpr Owner NOBODY = 0;     // not touched
constexpr Owner EVERYBODY = 1;  // code of a region that every thread runs
constexpr Owner FIRST_OWNER = 2;

struct Entry {
  Owner owner;
  Site site;
};

struct Cell {
  Entry writer;
  Entry first_reader;
  Entry last_reader;
};

}  // namespace
