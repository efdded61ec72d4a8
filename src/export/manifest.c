/*
 * manifest.c - what an export holds, for people, programs and sha256sum(1).
 *
 * Written from the journal, so that they name all copies of the folder,
 * whenever those were exported. Each is put in place whole.
 */
#include "export/export-private.h"

#include "base/clock.h"
#include "base/encode.h"
#include "base/err.h"
#include "base/file.h"
#include "base/mem.h"
#include "catalog/archive.h"
#include "stream/digest.h"
#include "stream/reader.h"
#include "stream/writer.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define TMP      ".estreat-export/manifest"
#define FLUSH_AT ((size_t)64 * 1024)

struct manifest {
	struct export *x;
	int fd;
	struct str out;
	struct digest_ctx *digest;
	bool some;              /* JSON: a comma is due */
	const struct str *sums; /* of the manifests written before */
};

static int flush(struct manifest *m, bool all, struct err *e)
{
	struct writer_fd to;
	struct writer *w = writer_fd_init(&to, m->fd);

	if (m->out.len < FLUSH_AT && !all)
		return 0;
	digest_add(m->digest, m->out.s, m->out.len);
	if (w->ops->write(w, m->out.s, m->out.len, e) < 0)
		return -1;
	str_cut(&m->out, 0);
	return 0;
}

/* --- the three
 * ------------------------------------------------------------------ */

static int csv_line(void *ctx, const struct journal_copy *c, struct err *e)
{
	struct manifest *m = ctx;
	const char *const texts[] = {
		c->path,       c->mailbox_name, c->folder,
		c->message_id, c->sender,       c->subject
	};
	char time[CLOCK_TEXT], hex[DIGEST_HEX + 1];

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		encode_csv(&m->out, texts[i]);
		str_add_char(&m->out, ',');
	}
	encode_hex(c->sha256, DIGEST_BYTES, hex);
	str_addf(&m->out,
		 "%" PRIu64 ",%s,%" PRId64 ",%s,%" PRId64 ",%" PRId64 "\r\n",
		 c->message, clock_rfc3339(c->time_us, time), c->size, hex,
		 c->offset, c->length);
	return flush(m, false, e);
}

static int csv_write(struct manifest *m, struct err *e)
{
	str_add(&m->out,
		"file,mailbox,folder,message_id,from,subject,message,date,"
		"size,sha256,offset,length\r\n");
	return journal_each(m->x->journal, csv_line, m, e);
}

static void member(struct str *out, const char *name, const char *text)
{
	str_addf(out, ",\"%s\":", name);
	encode_json(out, text);
}

static int json_line(void *ctx, const struct journal_copy *c, struct err *e)
{
	struct manifest *m = ctx;
	char time[CLOCK_TEXT], hex[DIGEST_HEX + 1];

	encode_hex(c->sha256, DIGEST_BYTES, hex);
	str_addf(&m->out, "%s\n{\"message\":%" PRIu64, m->some ? "," : "",
		 c->message);
	member(&m->out, "file", c->path);
	member(&m->out, "mailbox", c->mailbox_name);
	member(&m->out, "folder", c->folder);
	member(&m->out, "message_id", c->message_id);
	member(&m->out, "from", c->sender);
	member(&m->out, "subject", c->subject);
	member(&m->out, "date", clock_rfc3339(c->time_us, time));
	member(&m->out, "sha256", hex);
	str_addf(&m->out,
		 ",\"size\":%" PRId64 ",\"offset\":%" PRId64
		 ",\"length\":%" PRId64 "}",
		 c->size, c->offset, c->length);
	m->some = true;
	return flush(m, false, e);
}

static int json_failure(void *ctx, uint64_t message, const char *why,
			struct err *e)
{
	struct manifest *m = ctx;

	str_addf(&m->out, "%s\n{\"message\":%" PRIu64, m->some ? "," : "",
		 message);
	member(&m->out, "reason", why);
	str_add_char(&m->out, '}');
	m->some = true;
	return flush(m, false, e);
}

static int json_write(struct manifest *m, struct err *e)
{
	char now[CLOCK_TEXT];

	str_addf(&m->out, "{\"written\":\"%s\"",
		 clock_rfc3339(clock_now_us(), now));
	member(&m->out, "archive", archive_domain(m->x->archive));
	member(&m->out, "format", export_format_name(m->x->order->format));
	str_add(&m->out, ",\n\"copies\":[");
	if (journal_each(m->x->journal, json_line, m, e) < 0)
		return -1;
	str_add(&m->out, "\n],\n\"failed\":[");
	m->some = false;
	if (journal_each_failure(m->x->journal, json_failure, m, e) < 0)
		return -1;
	str_add(&m->out, "]}\n");
	return 0;
}

/* An mbox is hashed as it lies there; a message's file is what it holds. */
static int mbox_digest(struct export *x, const char *path, struct digest *out,
		       struct err *e)
{
	int fd = file_open(x->dir, path, O_RDONLY, 0, e);
	AUTO(reader_free) struct reader *r = NULL;
	unsigned char buf[READER_BLOCK];
	ssize_t n;

	if (fd < 0)
		return -1;
	r = reader_sha256(reader_fd(fd), out);
	while ((n = reader_read(r, buf, sizeof(buf), e)) > 0)
		;
	return n < 0 ? -1 : 0;
}

static int sum_line(void *ctx, const char *path,
		    const uint8_t sha256[DIGEST_BYTES], struct err *e)
{
	struct manifest *m = ctx;
	struct digest d = digest_from(sha256, 0);

	if (m->x->order->format == EXPORT_MBOX &&
	    mbox_digest(m->x, path, &d, e) < 0)
		return err_wrap(e, "%s", path);
	str_addf(&m->out, "%s  %s\n", d.hex, path);
	return flush(m, false, e);
}

static int sums_write(struct manifest *m, struct err *e)
{
	str_add_len(&m->out, m->sums->s, m->sums->len);
	return journal_each_path(m->x->journal, sum_line, m, e);
}

/* --- in place
 * --------------------------------------------------------------------- */

static int put(struct export *x, const char *name, struct str *sums,
	       int (*fill)(struct manifest *m, struct err *e), struct err *e)
{
	AUTO(digest_free) struct digest_ctx *ctx = digest_begin();
	AUTO(fd_close)
	int fd = file_open(x->dir, TMP, O_CREAT | O_TRUNC | O_WRONLY, 0600, e);
	struct manifest m = {
		.x = x, .fd = fd, .out = STR_INIT, .digest = ctx, .sums = sums
	};
	struct digest d;
	int rc = fd < 0 ? -1 : 0;

	if (rc == 0)
		rc = fill(&m, e);
	if (rc == 0)
		rc = flush(&m, true, e);
	if (rc == 0)
		rc = file_sync(fd, e);
	str_done(&m.out);
	if (rc < 0)
		return err_wrap(e, "write %s", name);
	if (renameat(x->dir, TMP, x->dir, name) < 0)
		return err_sys(e, ERR_STORE, "put %s in place", name);
	digest_end(ctx, &d);
	str_addf(sums, "%s  %s\n", d.hex, name);
	return 0;
}

int manifest_write(struct export *x, struct err *e)
{
	AUTO(str_done) struct str sums = STR_INIT;

	if (put(x, "manifest.csv", &sums, csv_write, e) < 0 ||
	    put(x, "manifest.json", &sums, json_write, e) < 0 ||
	    put(x, "SHA256SUMS", &sums, sums_write, e) < 0)
		return -1;
	return file_sync(x->dir, e);
}
