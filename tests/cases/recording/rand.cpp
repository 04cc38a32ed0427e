// expect: conflict
void f(double*a,int n){
#pragma omp parallel for
for(int i=0;i<n;++i) a[i]=rand();
}
void run(){std::vector<double>a(100);f(a.data(),100);}
