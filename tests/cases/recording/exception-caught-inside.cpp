// expect: clean
double g(double x){ if(x<0) throw std::runtime_error("neg"); return x;} void f(double*a,int n){
#pragma omp parallel for
for(int i=0;i<n;++i) try{a[i]=g(a[i]);}catch(std::exception&e){a[i]=0;}
}
void run(){std::vector<double>a(100);a[50]=a[60]=-1; try{f(a.data(),100);}catch(std::exception&){} }
