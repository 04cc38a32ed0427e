// interface forbidden-call
//@ body
  if (std::FILE* file = std::fopen("/tmp/x", "w")) std::fclose(file);
