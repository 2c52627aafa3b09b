#pragma once
// What the processor offers, so that a kernel compiled for it can be chosen while running, and how
// it waits. Swift has no spelling for these builtins.

/// The x86-64 level of this processor that kernels are compiled for: 4 (AVX-512), 3 (AVX2, FMA),
/// or 1 (the baseline, and every other architecture).
static inline int processor_x86_64_level(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
      __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512dq") &&
      __builtin_cpu_supports("avx512vl"))
    return 4;
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
      __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2"))
    return 3;
#endif
  return 1;
}

/// Tells the processor that this thread waits in a loop, which saves power and frees its sibling.
static inline void processor_pause(void) {
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ __volatile__("isb");
#endif
}
