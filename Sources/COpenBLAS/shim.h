// C99's _Complex does not reach Swift, so both libraries are told to use OpenBLAS's struct form of
// complex numbers before LAPACKE's header is read.
#define FORCE_OPENBLAS_COMPLEX_STRUCT
#include <cblas.h>
#define LAPACK_COMPLEX_CUSTOM
#define lapack_complex_float openblas_complex_float
#define lapack_complex_double openblas_complex_double
#include <lapacke.h>
