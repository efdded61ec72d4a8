#include "source/ringcentral/read/zip.h"

#include "base/err.h"
#include "stream/reader.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <string.h>

struct walk {
	struct reader *body;
	const struct zip_to *to;
	struct err below; /* failure of the body */
	char buf[READER_BLOCK];
};

static la_ssize_t take(struct archive *z, void *ctx, const void **out)
{
	struct walk *w = ctx;
	ssize_t n = reader_read(w->body, w->buf, sizeof(w->buf), &w->below);

	*out = w->buf;
	if (n < 0)
		archive_set_error(z, EIO, "the download broke off");
	return n < 0 ? ARCHIVE_FATAL : n;
}

static int damaged(struct walk *w, struct archive *z, struct err *e)
{
	const char *why = archive_error_string(z);

	if (w->below.kind != ERR_NONE) {
		*e = w->below;
		return -1;
	}
	return err_set(e, ERR_RETRY, "the ZIP is damaged: %.200s",
		       why != NULL ? why : "it cannot be read");
}

static int walk_file(struct walk *w, struct archive *z, struct err *e)
{
	const void *bytes;
	la_int64_t at;
	size_t len;
	int rc;

	while ((rc = archive_read_data_block(z, &bytes, &len, &at)) ==
	       ARCHIVE_OK)
		if (len > 0 && w->to->bytes(w->to->ctx, bytes, len, e) < 0)
			return -1;
	if (rc != ARCHIVE_EOF)
		return damaged(w, z, e);
	return w->to->end(w->to->ctx, e);
}

static int walk_next(struct walk *w, struct archive *z,
		     struct archive_entry *file, struct err *e)
{
	const char *name = archive_entry_pathname(file);
	int want;

	if (name == NULL || name[0] == '\0' || name[strlen(name) - 1] == '/')
		return 0;
	want = w->to->begin(w->to->ctx, name, e);
	if (want < 0)
		return -1;
	if (want > 0)
		return walk_file(w, z, e);
	/* passed over, but not blindly: a cut is noticed */
	return archive_read_data_skip(z) == ARCHIVE_OK ? 0 : damaged(w, z, e);
}

static int walk_all(struct walk *w, struct archive *z, struct err *e)
{
	struct archive_entry *file;
	int rc;

	for (size_t n = 0; n < ZIP_FILES_MAX; n++) {
		rc = archive_read_next_header(z, &file);
		if (rc == ARCHIVE_EOF)
			return n > 0 ? 0
				     : err_set(e, ERR_RETRY,
					       "the ZIP is damaged: there is "
					       "nothing in it");
		if (rc != ARCHIVE_OK && rc != ARCHIVE_WARN)
			return damaged(w, z, e);
		if (walk_next(w, z, file, e) < 0)
			return -1;
	}
	return err_set(e, ERR_RETRY, "the ZIP has more than %d files",
		       ZIP_FILES_MAX);
}

int rc_zip_walk(struct reader *body, const struct zip_to *to, struct err *e)
{
	struct walk w = { .body = body, .to = to, .below = ERR_INIT };
	struct archive *z = archive_read_new();
	int bad;

	if (z == NULL)
		return err_set(e, ERR_RETRY, "no memory for reading a ZIP");
	if (archive_read_support_format_zip_streamable(z) != ARCHIVE_OK ||
	    archive_read_open(z, &w, NULL, take, NULL) != ARCHIVE_OK)
		bad = damaged(&w, z, e);
	else
		bad = walk_all(&w, z, e);
	archive_read_free(z);
	return bad;
}
