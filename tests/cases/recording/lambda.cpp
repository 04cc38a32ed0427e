// expect: conflict
void f(std::vector<double>&v,int n){ double t=0; auto g=[&](int k){
#pragma omp parallel for
for(int i=0;i<n;++i) {t=v[i]+k;v[i]=t;} };
g(3); g(4);
}
void run(){std::vector<double>a(100);f(a,10);}
