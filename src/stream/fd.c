#include "stream/reader.h"
#include "stream/writer.h"

#include "base/err.h"
#include "base/mem.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

struct fd_reader {
	struct reader base;
	int fd;
};

static ssize_t fd_read(struct reader *r, void *buf, size_t cap, struct err *e)
{
	struct fd_reader *f = (struct fd_reader *)r;
	ssize_t n;

	do
		n = read(f->fd, buf, cap);
	while (n < 0 && errno == EINTR);
	return n < 0 ? err_sys(e, ERR_STORE, "read") : n;
}

static void fd_reader_free(struct reader *r)
{
	(void)close(((struct fd_reader *)r)->fd);
	free(r);
}

static const struct reader_ops fd_reader_ops = {
	.read = fd_read,
	.free = fd_reader_free,
};

struct reader *reader_fd(int fd)
{
	struct fd_reader *f = NEW(struct fd_reader);

	f->base.ops = &fd_reader_ops;
	f->fd = fd;
	return &f->base;
}

static int fd_write(struct writer *w, const void *buf, size_t len,
		    struct err *e)
{
	const char *p = buf;

	while (len > 0) {
		ssize_t n = write(((struct writer_fd *)w)->fd, p, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_sys(e, ERR_STORE, "write");
		p += n;
		len -= (size_t)n;
	}
	return 0;
}

static const struct writer_ops fd_writer_ops = { .write = fd_write };

struct writer *writer_fd_init(struct writer_fd *w, int fd)
{
	w->base.ops = &fd_writer_ops;
	w->fd = fd;
	return &w->base;
}
