// expect: clean
void f(int*h,int*a,int n){
#pragma omp parallel for reduction(+:h[:10])
for(int i=0;i<n;++i) { h[a[i]%10]+=1; }
}
void run(){std::vector<int>a(100),h(10);f(h.data(),a.data(),100);}
