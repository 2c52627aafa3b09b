// C99's _Complex does not reach Swift, so OpenBLAS and LAPACKE are asked for their struct form of
// complex numbers before their headers are read.
#define OPENBLAS_COMPLEX_STRUCT
#define LAPACK_COMPLEX_STRUCTURE
#include <cblas.h>
#include <lapacke.h>
