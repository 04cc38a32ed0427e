// expect: clean
static int counter(){static int c=0; return ++c;} const std::vector<int>& tab(){static std::vector<int> t{1,2,3}; return t;} void f(double*a,int n){
#pragma omp parallel for
for(int i=0;i<n;++i) a[i]=tab()[0];
}
void run(){std::vector<double>a(100);f(a.data(),100);}
