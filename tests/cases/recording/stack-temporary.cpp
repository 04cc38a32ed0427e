// expect: clean
struct V{double x,y,z; V operator+(const V&o)const{return {x+o.x,y+o.y,z+o.z};}}; void g(double*p){for(int i=0;i<5;++i)p[i]=i;} void f(V*a,int n){
#pragma omp parallel for
for(int i=0;i<n;++i) { double t[5]; g(t); a[i]=a[i]+V{t[0],t[1],t[2]}+V{1,2,3}; }
}
void run(){std::vector<V>a(100);f(a.data(),100);}
