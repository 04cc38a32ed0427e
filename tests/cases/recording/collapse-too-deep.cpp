// expect: conflict
void f(double*a,int n,int m){
#pragma omp parallel for collapse(2)
for(int i=0;i<n;++i) for(int j=0;j<m;++j) a[i]+=j;
}
void run(){std::vector<double>a(100);f(a.data(),10,10);}
