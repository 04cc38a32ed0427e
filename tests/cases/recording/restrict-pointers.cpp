// expect: clean
void f(double*__restrict a,const double*__restrict__ b,int n){
#pragma omp parallel for
for(int i=0;i<n;++i) a[i]=b[i]+1;
}
void run(){std::vector<double>a(100),b(100,2.0);f(a.data(),b.data(),100);}
