// interface forbidden-construct
//@ body
  const char* note = R"x()\
x" )x";
  if (note[0] == 'q') sum = 1;
