// C99's _Complex does not reach Swift, so both libraries are told to use OpenBLAS's struct form of
// complex numbers before LAPACKE's header is read.
#define FORCE_OPENBLAS_COMPLEX_STRUCT
#include <cblas.h>
#define LAPACK_COMPLEX_CUSTOM
#define lapack_complex_float openblas_complex_float
#define lapack_complex_double openblas_complex_double
#include <lapacke.h>

// Builds of OpenBLAS with threads of its own start them when they are loaded, and they spin for
// tens of milliseconds. This ends them; calls with more than one thread would start them anew.
int blas_thread_shutdown_(void) __attribute__((weak));
static inline void openblas_end_threads(void) {
  if (blas_thread_shutdown_) blas_thread_shutdown_();
}
