/* ship-new.c - what is complete and in no store yet. */
#include "vault/shipper-private.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/str.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define AT_ONCE ((size_t)1024 * 1024)
#define TICK_US (2 * CLOCK_SECOND) /* a folder's time is no finer */

int ship_hash(int fd, struct digest *out, struct err *e)
{
	AUTO(digest_free) struct digest_ctx *ctx = digest_begin();
	AUTO(free) uint8_t *buf = mem_resize(NULL, AT_ONCE);
	uint64_t at = 0;
	ssize_t n;

	while ((n = file_read_at(fd, buf, AT_ONCE, at, e)) > 0) {
		digest_add(ctx, buf, (size_t)n);
		at += (uint64_t)n;
	}
	if (n < 0)
		return -1;
	digest_end(ctx, out);
	return 0;
}

static int read_content(void *ctx, uint64_t offset, void *buf, size_t len,
			struct err *e)
{
	ssize_t n = file_read_at(*(const int *)ctx, buf, len, offset, e);

	if (n >= 0 && (size_t)n < len)
		return err_set(e, ERR_STORE, "the file was cut");
	return n < 0 ? -1 : 0;
}

int ship_put(struct shipper *s, const struct shipped *it, int fd, struct err *e)
{
	struct store *to = s->to->opened.store;
	struct store_content c = { .ctx = &fd,
				   .read = read_content,
				   .size = it->bytes };
	struct store_protection p = { 0 };

	memcpy(c.sha256, it->sha256, STORE_SHA256);
	if (s->to->opened.retain_us > 0)
		p.retain_until_us = clock_now_us() + s->to->opened.retain_us;
	if (to->ops->put(to, it->name, &c, p.retain_until_us > 0 ? &p : NULL,
			 e) < 0)
		return stores_wrap(s->to, e);
	return 0;
}

/* Of a pack size and digest are known and must fit: what was changed on disk
   is not shipped. */
static int measure(struct shipped *it, int fd, struct err *e)
{
	struct digest d;

	if (ship_hash(fd, &d, e) < 0)
		return -1;
	if (it->pack != 0 && (d.length != it->bytes ||
			      memcmp(d.bytes, it->sha256, DIGEST_BYTES) != 0))
		return err_set(e, ERR_STORE,
			       "is not as it was sealed: see `estreat vault "
			       "check`");
	it->bytes = d.length;
	memcpy(it->sha256, d.bytes, DIGEST_BYTES);
	return 0;
}

static int ship_one(struct shipper *s, struct shipped *it, struct err *e)
{
	AUTO(fd_close)
	int fd = openat(s->v->dir, it->name, O_RDONLY | O_CLOEXEC);
	int rc;

	if (fd < 0)
		return err_sys(e, ERR_STORE, "open");
	if (measure(it, fd, e) < 0)
		return -1;
	ship_gate(s, it->bytes);
	rc = ship_put(s, it, fd, e);
	ship_gate_end(s, it->bytes);
	if (rc < 0)
		return -1;
	if (it->pack == 0) /* it was written past the page cache, too */
		(void)posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
	it->store = s->pair.used.id;
	it->also = 0;
	it->local = true;
	return control_ship(s->v->control, it, e);
}

/* --- packs -----------------------------------------------------------------
 */

static int ship_packs(struct shipper *s, struct err *e)
{
	AUTO(free)
	struct pack_row *rows = mem_alloc(SHIP_PAGE, sizeof(*rows));
	AUTO(free) struct shipped *list = mem_alloc(SHIP_PAGE, sizeof(*list));
	uint64_t after = 0;
	size_t n = 0;

	do {
		int rc = ship_goes_on(s, e);

		if (rc <= 0)
			return rc;
		if (control_unshipped(s->v->control, after, rows, SHIP_PAGE, &n,
				      e) < 0)
			return -1;
		for (size_t i = 0; i < n; i++) {
			list[i] = (struct shipped){ .pack = rows[i].id,
						    .bytes = rows[i].bytes };
			memcpy(list[i].sha256, rows[i].sha256, DIGEST_BYTES);
			(void)place_pack_name(rows[i].epoch, rows[i].id,
					      list[i].name);
			after = rows[i].id;
		}
		if (ship_each(s, list, n, ship_one, e) < 0)
			return -1;
	} while (n == SHIP_PAGE && !atomic_load(&s->more));
	return 0;
}

/* --- objects ----------------------------------------------------------------
 */

/* Objects found and not looked at. */
struct found {
	struct shipped list[SHIP_PAGE];
	size_t n;
};

/*
 * An object stands in objects/<aa> only once its record is durable. One that
 * was shipped and is there all the same (put back, or its removal was not
 * durable) is local again.
 */
static int ship_found(struct shipper *s, struct found *f, struct err *e)
{
	size_t n = 0;

	for (size_t i = 0; i < f->n; i++) {
		struct shipped was;
		int rc = control_shipped(s->v->control, f->list[i].name, &was,
					 e);

		if (rc > 0 && !was.local)
			rc = control_shipped_local(s->v->control, was.name,
						   true, e) < 0
				     ? -1
				     : 1;
		if (rc < 0)
			return -1;
		if (rc == 0)
			f->list[n++] = f->list[i];
	}
	f->n = 0;
	return ship_each(s, f->list, n, ship_one, e);
}

static int list_folder(struct shipper *s, const char *path, struct err *e)
{
	AUTO(free) struct found *f = NEW(struct found);
	int fd = openat(s->v->dir, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *dir = fd < 0 ? NULL : fdopendir(fd);
	struct dirent *entry;
	int rc = 0;

	if (dir == NULL)
		return err_sys(e, ERR_STORE, "list %s", path);
	/* a DIR of our own: no other thread uses it */
	while (rc == 0 && (entry = readdir(dir)) !=
				  NULL) { // NOLINT(concurrency-mt-unsafe)
		struct shipped *it = &f->list[f->n];

		if (!str_ends(entry->d_name, ".obj") ||
		    strlen(entry->d_name) >= PLACE_NAME - strlen(path) - 1)
			continue; /* the check tells of what does not belong */
		*it = (struct shipped){ .pack = 0 };
		(void)snprintf(it->name, PLACE_NAME, "%s/%.60s", path,
			       entry->d_name);
		if (++f->n == SHIP_PAGE)
			rc = ship_found(s, f, e);
	}
	if (rc == 0 && f->n > 0)
		rc = ship_found(s, f, e);
	(void)closedir(dir);
	return rc;
}

/* Has nothing come since it was listed? Its time of change is coarse: only a
   listing well after the last change settles it. */
static bool is_settled(struct ship_folder *f, const struct stat *st)
{
	if (f->listed_us == 0 || f->changed.tv_sec != st->st_mtim.tv_sec ||
	    f->changed.tv_nsec != st->st_mtim.tv_nsec) {
		f->settled = false;
		return false;
	}
	if (f->settled)
		return true;
	if (clock_monotonic_us() < f->listed_us + TICK_US)
		return false;
	f->settled = true; /* with the listing that follows */
	return false;
}

static int ship_folder(struct shipper *s, unsigned int aa, struct err *e)
{
	struct ship_folder *f = &s->folders[aa];
	char path[16];
	struct stat st;
	size_t aside = s->n_aside;
	int rc;

	(void)snprintf(path, sizeof(path), "objects/%02x", aa);
	if (fstatat(s->v->dir, path, &st, 0) < 0)
		return errno == ENOENT
			       ? 0
			       : err_sys(e, ERR_STORE, "look at %s", path);
	if (is_settled(f, &st))
		return 0;
	f->changed = st.st_mtim;
	f->listed_us = clock_monotonic_us();
	rc = list_folder(s, path, e);
	/* what was set aside or left is looked for again */
	if (rc < 0 || s->n_aside > aside || atomic_load(&s->more))
		f->listed_us = 0;
	return rc;
}

int ship_new(struct shipper *s, struct err *e)
{
	if (ship_packs(s, e) < 0)
		return -1;
	for (unsigned int aa = 0; aa < SHIP_FOLDER; aa++) {
		int rc = aa % 16 == 0 ? ship_goes_on(s, e) : 1;

		if (rc <= 0 || atomic_load(&s->more))
			return rc < 0 ? -1 : 0;
		if (ship_folder(s, aa, e) < 0)
			return -1;
	}
	return 0;
}
