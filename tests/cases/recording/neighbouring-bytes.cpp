// expect: clean
void f(uint8_t*a,int n){
#pragma omp parallel for
for(int i=0;i<n;++i) a[i]=i;
}
void run(){std::vector<uint8_t>a(100);f(a.data(),100);}
