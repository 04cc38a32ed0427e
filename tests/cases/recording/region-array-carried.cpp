// expect: per-thread-carried uncertain
void f(double*a,int n){ 
#pragma omp parallel
{ double t[3]={0,0,0};
#pragma omp for
for(int i=0;i<n;++i) {t[i%3]+=a[i]; a[i]=t[i%3];}
}}
void run(){std::vector<double>a(101);f(a.data(),10);}
