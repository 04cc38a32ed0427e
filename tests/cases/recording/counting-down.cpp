// expect: clean
void f(std::vector<double>&v,int n){
#pragma omp parallel for
for(unsigned i=n;i>0;i--) v[i-1]=v[n+i-1];
}
void run(){std::vector<double>a(101);f(a,50);}
