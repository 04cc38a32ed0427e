// compile compile-error
//@ edit reduction(+ : sum) => reduction(+ : sum) fast
