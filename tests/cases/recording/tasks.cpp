// expect: open not-recordable
void f(double*a,int n){
#pragma omp parallel
#pragma omp single
for(int i=0;i<n;++i) 
#pragma omp task
a[i]=1;
}
void run(){std::vector<double>a(100);f(a.data(),100);}
