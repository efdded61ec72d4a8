/* base/random.h - unpredictable bytes from the kernel, getrandom(2). */
#ifndef BASE_RANDOM_H
#define BASE_RANDOM_H

#include <stddef.h>

/* Fill buf; a kernel that cannot ends the process. */
void random_bytes(void *buf, size_t len);

#endif
