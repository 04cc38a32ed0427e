// expect: clean
struct Q{int id; double w;}; void f(std::vector<Q>&v,double&s){ auto [c,d]=std::pair{1,2}; const int z=3; std::vector<double> tmp(c);
#pragma omp parallel for reduction(+:s) default(none) shared(v)
for(auto& q : v) {s+=q.w*2; q.w=z+d;} 
}
void run(){std::vector<Q>a(100);double s=0;f(a,s);}
