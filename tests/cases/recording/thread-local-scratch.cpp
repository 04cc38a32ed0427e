// expect: clean
thread_local double scratch[4]; void f(double*a,int n){
#pragma omp parallel for
for(int i=0;i<n;++i) {scratch[i%4]=i; a[i]=scratch[i%4];}
}
void run(){std::vector<double>a(100);f(a.data(),100);}
