#pragma once
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#if defined(__GLIBC__)
#include <malloc.h>
#endif

// What the processor offers, so that a kernel compiled for it can be chosen while running, how it
// waits, and what memory it is asked for. Swift has no spelling for these builtins.

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

/// Asks for large pages behind `size` bytes at `memory`, of which fewer have to be made when they
/// are first written: arrays of many megabytes that are filled once spend most of their time so.
static inline void prefer_large_pages(void *memory, size_t size) {
#ifdef MADV_HUGEPAGE
  const uintptr_t page = 4096, start = ((uintptr_t)memory + page - 1) & ~(page - 1);
  const uintptr_t end = ((uintptr_t)memory + size) & ~(page - 1);
  if (size >= 4 << 20) madvise((void *)start, end - start, MADV_HUGEPAGE);
#else
  (void)memory, (void)size;
#endif
}

/// Keeps memory that is freed for what is allocated next, but for pieces of a gigabyte and more: else
/// the system takes large pieces back, and clears their pages each time it hands them out again.
static inline void keep_freed_memory(void) {
#if defined(__GLIBC__)
  mallopt(M_MMAP_THRESHOLD, 1 << 30);
  mallopt(M_TRIM_THRESHOLD, -1);
#endif
}

/// Copies the 64 bytes at `bytes` to the cache line `line` without keeping it in a cache: large
/// outputs that are written once would only drive out what is still needed, and would be read before.
static inline void copy_line_past_caches(void *line, const void *bytes) {
  typedef long long lanes __attribute__((vector_size(64)));
  lanes copy;
  __builtin_memcpy(&copy, bytes, sizeof copy);
  __builtin_nontemporal_store(copy, (lanes *)line);
}

/// Waits until lines that were copied past the caches can be seen by other threads.
static inline void finish_lines_past_caches(void) {
#if defined(__x86_64__)
  __builtin_ia32_sfence();
#else
  __atomic_thread_fence(__ATOMIC_SEQ_CST);
#endif
}
