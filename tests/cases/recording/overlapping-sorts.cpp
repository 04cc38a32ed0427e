// expect: conflict
void f(std::vector<double>&v,int n){
#pragma omp parallel for
for(int i=0;i<n;i++) std::sort(v.begin()+i*10,v.begin()+i*10+11);
}
void run(){std::vector<double>a(101);for(int i=0;i<101;i++)a[i]=(i*37)%53;f(a,10);}
