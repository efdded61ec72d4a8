#include "base/random.h"

#include <errno.h>
#include <stdio.h>
#include <sys/random.h>
#include <unistd.h>

void random_bytes(void *buf, size_t len)
{
	unsigned char *at = buf;

	while (len > 0) {
		ssize_t n = getrandom(at, len, 0);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			perror("estreat: getrandom");
			_exit(70);
		}
		at += n;
		len -= (size_t)n;
	}
}
