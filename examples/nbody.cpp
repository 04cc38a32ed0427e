// Gravity between all pairs of bodies, integrated by the leapfrog scheme.
//
//     nbody [BODIES [STEPS]]

#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <vector>

struct Body {
    double x, y, z;
    double mass;
};

struct Vector {
    double x, y, z;
};

// The acceleration of each body by all others; `softening` keeps close encounters finite.
void accelerations(const Body* bodies, Vector* result, int count, double softening) {
    for (int i = 0; i < count; ++i) {
        double ax = 0.0;
        double ay = 0.0;
        double az = 0.0;
        for (int j = 0; j < count; ++j) {
            const double dx = bodies[j].x - bodies[i].x;
            const double dy = bodies[j].y - bodies[i].y;
            const double dz = bodies[j].z - bodies[i].z;
            const double distance2 = dx * dx + dy * dy + dz * dz + softening * softening;
            const double factor = bodies[j].mass / (distance2 * std::sqrt(distance2));
            ax += factor * dx;
            ay += factor * dy;
            az += factor * dz;
        }
        result[i].x = ax;
        result[i].y = ay;
        result[i].z = az;
    }
}

void kick(Vector* velocity, const Vector* acceleration, int count, double dt) {
    for (int i = 0; i < count; ++i) {
        velocity[i].x += dt * acceleration[i].x;
        velocity[i].y += dt * acceleration[i].y;
        velocity[i].z += dt * acceleration[i].z;
    }
}

void drift(Body* bodies, const Vector* velocity, int count, double dt) {
    for (int i = 0; i < count; ++i) {
        bodies[i].x += dt * velocity[i].x;
        bodies[i].y += dt * velocity[i].y;
        bodies[i].z += dt * velocity[i].z;
    }
}

double kinetic_energy(const Body* bodies, const Vector* velocity, int count) {
    double energy = 0.0;
    for (int i = 0; i < count; ++i) {
        const Vector& v = velocity[i];
        energy += 0.5 * bodies[i].mass * (v.x * v.x + v.y * v.y + v.z * v.z);
    }
    return energy;
}

double potential_energy(const Body* bodies, int count, double softening) {
    double energy = 0.0;
    for (int i = 0; i < count; ++i) {
        for (int j = i + 1; j < count; ++j) {
            const double dx = bodies[j].x - bodies[i].x;
            const double dy = bodies[j].y - bodies[i].y;
            const double dz = bodies[j].z - bodies[i].z;
            energy -= bodies[i].mass * bodies[j].mass /
                      std::sqrt(dx * dx + dy * dy + dz * dz + softening * softening);
        }
    }
    return energy;
}

static std::vector<Body> random_cluster(int count) {
    std::mt19937 engine(42);
    std::normal_distribution<double> position(0.0, 1.0);
    std::vector<Body> bodies(count);
    for (Body& body : bodies) {
        body = {position(engine), position(engine), position(engine), 1.0 / count};
    }
    return bodies;
}

int main(int argc, char** argv) {
    const int count = argc > 1 ? std::atoi(argv[1]) : 3000;
    const int steps = argc > 2 ? std::atoi(argv[2]) : 10;
    if (count < 1 || steps < 0) {
        std::fprintf(stderr, "usage: %s [BODIES [STEPS]]\n", argv[0]);
        return 2;
    }
    const double dt = 1e-3;
    const double softening = 0.05;

    std::vector<Body> bodies = random_cluster(count);
    std::vector<Vector> velocity(count, Vector{0.0, 0.0, 0.0});
    std::vector<Vector> acceleration(count);
    const double before = potential_energy(bodies.data(), count, softening);

    const auto start = std::chrono::steady_clock::now();
    accelerations(bodies.data(), acceleration.data(), count, softening);
    for (int t = 0; t < steps; ++t) {
        kick(velocity.data(), acceleration.data(), count, 0.5 * dt);
        drift(bodies.data(), velocity.data(), count, dt);
        accelerations(bodies.data(), acceleration.data(), count, softening);
        kick(velocity.data(), acceleration.data(), count, 0.5 * dt);
    }
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;

    const double after = kinetic_energy(bodies.data(), velocity.data(), count) +
                         potential_energy(bodies.data(), count, softening);
    std::printf("%d bodies, %d steps: %.3f s\n", count, steps, elapsed.count());
    std::printf("energy %.12f, drift %.3e\n", after, after - before);
    return 0;
}
