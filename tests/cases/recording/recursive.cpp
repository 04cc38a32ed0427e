// expect: clean
double fib(int n){return n<2?n:fib(n-1)+fib(n-2);} void f(std::vector<double>&v){
#pragma omp parallel for schedule(dynamic)
for(int i=0;i<10;i++) v[i]=fib(i);
}
void run(){std::vector<double>a(100);f(a);}
