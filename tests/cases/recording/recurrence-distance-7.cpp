// expect: conflict
void f(double*a,int n){
#pragma omp parallel for
for(int i=7;i<n;++i) a[i]=a[i-7]+1;
}
void run(){std::vector<double>a(100);f(a.data(),100);}
