// expect: exception-escapes
double g(double x){ if(x<0) throw std::runtime_error("neg"); return x;} void f(double*a,int n){
#pragma omp parallel for
for(int i=0;i<n;++i) a[i]=g(a[i]);
}
void run(){std::vector<double>a(100);a[50]=-1; try{f(a.data(),100);}catch(std::exception&){} }
