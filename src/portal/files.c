#include "portal/files.h"

#include "portal/incoming.h"
#include "portal/range.h"

#include "base/err.h"
#include "base/file.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/str.h"
#include "stream/digest.h"

#include <dirent.h>
#include <fcntl.h>
#include <microhttpd.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define FILE_MAX  ((size_t)16 << 20)
#define ALL_MAX   ((size_t)128 << 20)
#define DEPTH_MAX 6
#define FILES_MAX 5000

enum form { PLAIN, GZIP, BROTLI, FORMS };

struct entry {
	char *path; /* "/assets/index-4f2a.js" */
	char etag[24];
	struct MHD_Response *forms[FORMS]; /* NULL: not there */
	struct MHD_Response *unchanged;    /* 304 */
};

struct set {
	struct entry *list; /* by path */
	size_t n;
	size_t bytes;
	struct MHD_Response *missing;
};

struct files {
	char *folder;
	bool secure;
	pthread_mutex_t lock;
	struct set *now, *before; /* a request may hold one of the latter */
	struct timespec seen;
};

/* --- headers
 * -------------------------------------------------------------------- */

static const struct {
	const char *end, *type;
} types[] = {
	{ ".html", "text/html; charset=utf-8" },
	{ ".js", "text/javascript; charset=utf-8" },
	{ ".mjs", "text/javascript; charset=utf-8" },
	{ ".css", "text/css; charset=utf-8" },
	{ ".json", "application/json" },
	{ ".webmanifest", "application/manifest+json" },
	{ ".svg", "image/svg+xml" },
	{ ".png", "image/png" },
	{ ".jpg", "image/jpeg" },
	{ ".webp", "image/webp" },
	{ ".ico", "image/x-icon" },
	{ ".woff2", "font/woff2" },
	{ ".woff", "font/woff" },
	{ ".txt", "text/plain; charset=utf-8" },
	{ ".map", "application/json" },
};

static const char *type_of(const char *path)
{
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (str_ends(path, types[i].end))
			return types[i].type;
	return "application/octet-stream";
}

static const char *const policies[][2] = {
	{ "X-Content-Type-Options", "nosniff" },
	{ "Referrer-Policy", "no-referrer" },
	{ "Cross-Origin-Opener-Policy", "same-origin" },
	{ "Cross-Origin-Resource-Policy", "same-origin" },
	{ "Permissions-Policy",
	  "camera=(), microphone=(), geolocation=(), payment=(), usb=(), "
	  "interest-cohort=()" },
	{ "Content-Security-Policy",
	  "default-src 'none'; script-src 'self'; style-src 'self'; "
	  "img-src 'self' data:; font-src 'self'; connect-src 'self'; "
	  "media-src 'self'; frame-src 'self'; base-uri 'none'; "
	  "form-action 'self'; frame-ancestors 'none'" },
};

static void add_policies(struct MHD_Response *r, bool secure)
{
	for (size_t i = 0; i < sizeof(policies) / sizeof(policies[0]); i++)
		(void)MHD_add_response_header(r, policies[i][0],
					      policies[i][1]);
	if (secure)
		(void)MHD_add_response_header(r, "Strict-Transport-Security",
					      "max-age=31536000");
}

/* Names with a digest in them never mean anything else. */
static const char *caching(const char *path)
{
	return str_starts(path, "/assets/")
		       ? "public, max-age=31536000, immutable"
		       : "no-cache";
}

static struct MHD_Response *response(char *bytes, size_t len,
				     const struct entry *en, enum form form,
				     bool secure)
{
	static const char *const codings[] = {
		[GZIP] = "gzip", [BROTLI] = "br"
	};
	struct MHD_Response *r = MHD_create_response_from_buffer(
		len, bytes,
		bytes == NULL ? MHD_RESPMEM_PERSISTENT : MHD_RESPMEM_MUST_FREE);

	if (r == NULL)
		mem_exhausted(len);
	add_policies(r, secure);
	(void)MHD_add_response_header(r, "Content-Type", type_of(en->path));
	(void)MHD_add_response_header(r, "Cache-Control", caching(en->path));
	(void)MHD_add_response_header(r, "ETag", en->etag);
	(void)MHD_add_response_header(r, "Vary", "Accept-Encoding");
	if (form != PLAIN)
		(void)MHD_add_response_header(r, "Content-Encoding",
					      codings[form]);
	return r;
}

/* --- reading them
 * ------------------------------------------------------------------ */

static void set_free(struct set *s)
{
	if (s == NULL)
		return;
	for (size_t i = 0; i < s->n; i++) {
		for (size_t k = 0; k < FORMS; k++)
			if (s->list[i].forms[k] != NULL)
				MHD_destroy_response(s->list[i].forms[k]);
		if (s->list[i].unchanged != NULL)
			MHD_destroy_response(s->list[i].unchanged);
		free(s->list[i].path);
	}
	if (s->missing != NULL)
		MHD_destroy_response(s->missing);
	free(s->list);
	free(s);
}

static struct entry *entry_of(struct set *s, const char *path)
{
	for (size_t i = 0; i < s->n; i++)
		if (strcmp(s->list[i].path, path) == 0)
			return &s->list[i];
	s->list = mem_resize(s->list, (s->n + 1) * sizeof(*s->list));
	s->list[s->n] = (struct entry){ .path = mem_strdup(path) };
	return &s->list[s->n++];
}

static void add_file(struct files *f, struct set *s, int dir, const char *name,
		     const char *below)
{
	AUTO(free) char *path = str_printf("%s/%s", below, name);
	enum form form = str_ends(name, ".gz")   ? GZIP
			 : str_ends(name, ".br") ? BROTLI
						 : PLAIN;
	struct err e = ERR_INIT;
	struct digest d;
	struct entry *en;
	char *bytes;
	size_t len;

	if (s->bytes > ALL_MAX || s->n >= FILES_MAX ||
	    file_read_all(dir, name, FILE_MAX, &bytes, &len, &e) < 0)
		return; /* too large, or going away: as if not there */
	if (form != PLAIN)
		path[strlen(path) - 3] = '\0';
	s->bytes += len;
	en = entry_of(s, path);
	if (form == PLAIN) {
		d = digest_of(bytes, len);
		(void)snprintf(en->etag, sizeof(en->etag), "\"%.16s\"", d.hex);
	}
	en->forms[form] = response(bytes, len, en, form, f->secure);
}

static void add_folder(struct files *f, struct set *s, const char *real,
		       const char *below, int depth)
{
	AUTO(fd_close)
	int fd = open(real, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *d = fd >= 0 && depth < DEPTH_MAX ? opendir(real) : NULL;
	struct dirent *entry;
	int turn;

	/* plain files first: their digests are the etags of all forms */
	for (turn = 0; d != NULL && turn < 2; turn++) {
		rewinddir(d);
		/* this thread alone has the DIR */
		// NOLINTNEXTLINE(concurrency-mt-unsafe)
		while ((entry = readdir(d)) != NULL) {
			bool packed = str_ends(entry->d_name, ".gz") ||
				      str_ends(entry->d_name, ".br");
			struct stat st;

			if (entry->d_name[0] == '.' ||
			    fstatat(fd, entry->d_name, &st, 0) < 0)
				continue;
			if (S_ISREG(st.st_mode) && packed == (turn == 1))
				add_file(f, s, fd, entry->d_name, below);
			if (S_ISDIR(st.st_mode) && turn == 0) {
				AUTO(free)
				char *in = str_printf("%s/%s", real,
						      entry->d_name);
				AUTO(free)
				char *under = str_printf("%s/%s", below,
							 entry->d_name);

				add_folder(f, s, in, under, depth + 1);
			}
		}
	}
	if (d != NULL)
		(void)closedir(d);
}

static struct MHD_Response *missing(bool secure)
{
	static char text[] = "There is nothing here.\n";
	struct MHD_Response *r = MHD_create_response_from_buffer(
		strlen(text), text, MHD_RESPMEM_PERSISTENT);

	if (r == NULL)
		mem_exhausted(0);
	add_policies(r, secure);
	(void)MHD_add_response_header(r, "Content-Type",
				      "text/plain; charset=utf-8");
	(void)MHD_add_response_header(r, "Cache-Control", "no-store");
	return r;
}

static int by_path(const void *a, const void *b)
{
	return strcmp(((const struct entry *)a)->path,
		      ((const struct entry *)b)->path);
}

static struct set *load(struct files *f)
{
	struct set *s = NEW(struct set);

	add_folder(f, s, f->folder, "", 0);
	for (size_t i = 0; i < s->n; i++)
		s->list[i].unchanged =
			response(NULL, 0, &s->list[i], PLAIN, f->secure);
	if (s->n > 0)
		qsort(s->list, s->n, sizeof(*s->list), by_path);
	s->missing = missing(f->secure);
	return s;
}

struct files *files_open(const char *folder, bool secure)
{
	struct files *f = NEW(struct files);

	(void)pthread_mutex_init(&f->lock, NULL);
	f->folder = mem_strdup(folder);
	f->secure = secure;
	files_look(f);
	return f;
}

void files_close(struct files *f)
{
	if (f == NULL)
		return;
	set_free(f->now);
	set_free(f->before);
	(void)pthread_mutex_destroy(&f->lock);
	free(f->folder);
	free(f);
}

void files_look(struct files *f)
{
	AUTO(free) char *index = str_printf("%s/index.html", f->folder);
	struct stat st = { 0 };
	struct set *old, *fresh;

	(void)stat(index, &st);
	if (f->now != NULL && st.st_mtim.tv_sec == f->seen.tv_sec &&
	    st.st_mtim.tv_nsec == f->seen.tv_nsec)
		return;
	f->seen = st.st_mtim;
	fresh = load(f);
	(void)pthread_mutex_lock(&f->lock);
	old = f->before;
	f->before = f->now;
	f->now = fresh;
	(void)pthread_mutex_unlock(&f->lock);
	set_free(old);
}

size_t files_count(struct files *f)
{
	size_t n;

	(void)pthread_mutex_lock(&f->lock);
	n = f->now->n;
	(void)pthread_mutex_unlock(&f->lock);
	return n;
}

/* --- finding one
 * --------------------------------------------------------------------- */

/* Is a coding among those the client takes? */
static bool takes(const char *list, const char *coding)
{
	size_t len = strlen(coding);
	const char *at = list;

	while (at != NULL && (at = strstr(at, coding)) != NULL) {
		bool begins = at == list || strchr(", \t", at[-1]) != NULL;
		const char *q = at + len;

		q += strspn(q, " \t");
		if (begins && (*q == '\0' || *q == ','))
			return true;
		if (begins && str_starts(q, ";q=") &&
		    strspn(q + 3, "0.") != strcspn(q + 3, ", \t"))
			return true;
		at += len;
	}
	return false;
}

static struct entry *find(struct set *s, const char *path)
{
	struct entry key = { .path = (char *)(uintptr_t)path };

	return s->n == 0 ? NULL
			 : bsearch(&key, s->list, s->n, sizeof(*s->list),
				   by_path);
}

/* A page of the application: an address without a file's ending. */
static bool is_page(const char *path)
{
	const char *slash = strrchr(path, '/');

	return strchr(slash != NULL ? slash : path, '.') == NULL &&
	       !str_starts(path, "/assets/");
}

static struct MHD_Response *
choose(const struct entry *en, const struct incoming *rq, unsigned int *status)
{
	const char *list = rq->fields[FIELD_ACCEPT_ENCODING];

	*status = 304;
	if (etag_listed(rq->fields[FIELD_IF_NONE_MATCH], en->etag))
		return en->unchanged;
	*status = 200;
	if (en->forms[BROTLI] != NULL && takes(list, "br"))
		return en->forms[BROTLI];
	if (en->forms[GZIP] != NULL && takes(list, "gzip"))
		return en->forms[GZIP];
	return en->forms[PLAIN];
}

struct MHD_Response *files_find(struct files *f, const struct incoming *rq,
				unsigned int *status)
{
	struct MHD_Response *r = NULL;
	struct entry *en;

	(void)pthread_mutex_lock(&f->lock);
	en = find(f->now, rq->path);
	if (en == NULL && is_page(rq->path))
		en = find(f->now, "/index.html");
	if (en != NULL)
		r = choose(en, rq, status);
	if (r == NULL) {
		*status = 404;
		r = f->now->missing;
	}
	(void)pthread_mutex_unlock(&f->lock);
	return r;
}
