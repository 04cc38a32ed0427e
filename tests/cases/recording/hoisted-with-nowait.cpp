// expect: nowait uncertain
void f(double*a,double*b,int n){
#pragma omp parallel
for(int t=0;t<3;++t) {
#pragma omp for nowait
for(int i=1;i<n-1;++i) b[i]=(a[i-1]+a[i+1])*0.5;
#pragma omp for
for(int i=1;i<n-1;++i) a[i]=b[i];
}
}
void run(){std::vector<double>a(100),b(100);f(a.data(),b.data(),100);}
