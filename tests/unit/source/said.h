/* said.h - what is logged while something is done. */
#ifndef TESTS_SAID_H
#define TESTS_SAID_H

#include "t.h"

#include <unistd.h>

/* What is written to standard error while what(ctx) runs. */
static inline void said_by(void (*what)(void *ctx), void *ctx, char *buf,
			   size_t size)
{
	int to[2], was = dup(STDERR_FILENO);
	ssize_t n;

	T_OK(pipe(to) == 0 && was >= 0);
	(void)dup2(to[1], STDERR_FILENO);
	what(ctx);
	(void)dup2(was, STDERR_FILENO);
	(void)close(to[1]);
	(void)close(was);
	n = read(to[0], buf, size - 1);
	buf[n > 0 ? n : 0] = '\0';
	(void)close(to[0]);
}

#endif
