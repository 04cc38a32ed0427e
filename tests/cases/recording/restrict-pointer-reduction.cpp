// expect: clean
void f(double*__restrict a,const double*__restrict b,int n){
#pragma omp parallel for reduction(+ : a[ : 3])
for(int i=0;i<n;++i) a[i%3]+=b[i];
}
void run(){std::vector<double>a(3),b(100,2.0);f(a.data(),b.data(),100);}
