// A cell of history for every byte of memory that was touched.
//
// A word is four bytes of memory. As long as its bytes were always touched together it has one
// cell; the first partial access splits it into four.

namespace {

constexpr unsigned PAGE_BITS = 12;
constexpr std::size_t WORDS_PER_PAGE = (std::size_t{1} << PAGE_BITS) / 4;

std::size_t shadow_bytes = 0;

template <class Cell> class Shadow {
public:
  struct Word {
    std::uint32_t epoch;
    std::uint32_t split;  // 1 + index of the four cells of its bytes; 0: `cell` holds for all
    Cell cell;
  };

  // Forgets everything in constant time.
  void renew() {
    ++epoch_;
    splits_.clear();
  }

  // The word at `index` (address / 4) in the current epoch, or null when memory ran out.
  Word *word(Address index, std::size_t limit) {
    const Address number = index / WORDS_PER_PAGE;
    Slot &slot = cache_[number % CACHE];
    if (slot.page == nullptr || slot.number != number) {
      Page *page = find(number, limit);
      if (page == nullptr) return nullptr;
      slot = {number, page};
    }
    Word &word = slot.page->words[index % WORDS_PER_PAGE];
    if (word.epoch != epoch_) {
      word = Word{epoch_, 0, {}};
    }
    return &word;
  }

  Cell *bytes(Word &word) {
    if (word.split == 0) {
      splits_.push_back({{word.cell, word.cell, word.cell, word.cell}});
      word.split = static_cast<std::uint32_t>(splits_.size());
    }
    return splits_[word.split - 1].cells;
  }

  // A fresh block was allocated there: what was recorded concerns another object.
  void forget(Address begin, Address end) {
    Address index = begin / 4;
    const Address stop = (end + 3) / 4;
    while (index < stop) {
      const Address number = index / WORDS_PER_PAGE;
      const Address page_end = (number + 1) * WORDS_PER_PAGE;
      const Address until = page_end < stop ? page_end : stop;
      const auto found = pages_.find(number);
      if (found != pages_.end()) {
        for (; index < until; ++index) found->second->words[index % WORDS_PER_PAGE].epoch = 0;
      }
      index = until;
    }
  }

private:
  struct Page {
    Word words[WORDS_PER_PAGE];
  };
  struct Bytes {
    Cell cells[4];
  };
  struct Slot {
    Address number;
    Page *page;
  };
  static constexpr std::size_t CACHE = 4096;

  Page *find(Address number, std::size_t limit) {
    const auto found = pages_.find(number);
    if (found != pages_.end()) return found->second;
    const std::size_t splits = splits_.size() * sizeof(Bytes);
    if (shadow_bytes + splits + sizeof(Page) > limit) return nullptr;
    Page *page = static_cast<Page *>(__real_calloc(1, sizeof(Page)));
    if (page == nullptr) return nullptr;
    shadow_bytes += sizeof(Page);
    pages_.emplace(number, page);
    return page;
  }

  std::uint32_t epoch_ = 1;
  Slot cache_[CACHE] = {};
  Map<Address, Page *> pages_;  // kept for the next construct
  Deque<Bytes> splits_;
};

}  // namespace
