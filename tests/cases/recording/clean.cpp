// expect: clean
void f(std::vector<double>&a,const std::vector<double>&b,int n){
#pragma omp parallel for
for(int i=0;i<n;++i) a[i]=std::max(b[i],0.0)+1;
}
void run(){std::vector<double>a(100),b(100,2.0);f(a,b,100);}
