// compile compile-error
//@ edit i < in.size(); ++i => i * i < in.size(); ++i
