// expect: clean
std::mutex m; void f(std::vector<double>&v,double&s){
#pragma omp parallel for
for(int i=0;i<10;i++) {std::lock_guard<std::mutex> l(m); s+=v[i];} 
}
void run(){std::vector<double>a(100);double s=0;f(a,s);}
