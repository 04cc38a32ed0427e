// interface forbidden-call
//@ top
#include <filesystem>
//@ body
  if (in.size() == 12345) std::filesystem::remove_all("x");
