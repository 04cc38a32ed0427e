// expect: conflict
struct S{float x,y,z; uint8_t c;}; void f(S*a,int n){
#pragma omp parallel for
for(int i=0;i<n-1;++i) a[i].x=a[i+1].x+a[i].z;
}
void run(){std::vector<S>a(100);f(a.data(),100);}
