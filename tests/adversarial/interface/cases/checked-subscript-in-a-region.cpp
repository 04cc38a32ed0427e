// interface exception-terminates
//@ edit std::fabs(in[i]) => std::fabs(in.at(i))
