/*
 * A large object: an upload is created, its parts are sent in parallel, and
 * completing it makes the object appear.
 *
 * Completing can take minutes, in which a store keeps the connection open
 * with status 200 and blanks: only the body says whether it succeeded. What
 * happened when that is lost, another request for the same upload tells (an
 * upload that was completed is not there any more), and then the object.
 */
#include "base/err.h"
#include "base/mem.h"
#include "http/http.h"
#include "store/pieces.h"
#include "store/s3/request.h"
#include "store/s3/s3.h"
#include "store/xml.h"

#include <stdio.h>
#include <string.h>

#define ANSWER_MAX  ((size_t)1024 * 1024)
#define ETAG_MAX    200
#define UPLOAD_MAX  2048
#define COMPLETIONS 4

struct upload {
	struct s3 *s3;
	const char *name;
	char *id;
	char **etags; /* of each part; each is set by one thread */
	uint64_t count;
	atomic_bool md5;          /* parts go with it */
	char version[S3_VERSION]; /* once it is completed */
};

static void upload_done_auto(struct upload *u)
{
	for (uint64_t n = 0; u->etags != NULL && n < u->count; n++)
		free(u->etags[n]);
	free(u->etags);
	free(u->id);
}

/* --- create and abort -------------------------------------------------- */

static int take_id(void *ctx, const char *path, const char *text, struct err *e)
{
	struct upload *u = ctx;

	(void)e;
	if (strcmp(path, "InitiateMultipartUploadResult/UploadId") == 0 &&
	    text[0] != '\0' && strlen(text) < UPLOAD_MAX) {
		free(u->id);
		u->id = mem_strdup(text);
	}
	return 0;
}

static int create(struct upload *u, const struct store_content *c,
		  const struct store_protection *p, struct err *e)
{
	struct str xml AUTO(str_done) = STR_INIT;
	struct s3_request rq = { .method = "POST", .name = u->name };
	struct s3_new_object room;

	s3_query(&rq, "uploads", "");
	s3_new_object(u->s3, &rq, c, p, &room);
	if (s3_ask(u->s3, &rq, ANSWER_MAX, &xml, e) < 0)
		return -1;
	if (xml_walk(xml.s, xml.len, take_id, u, e) < 0)
		return err_wrap(e, "begin an upload");
	if (u->id == NULL)
		return err_set(e, ERR_RETRY,
			       "the store began an upload without an id");
	return 0;
}

/* Parts cost money until a lifecycle rule finds them; the failure that led
   here is the one to be told. */
static void abandon(const struct upload *u)
{
	struct s3_request rq = { .method = "DELETE", .name = u->name };
	struct err ignored = ERR_INIT;

	s3_query(&rq, "uploadId", u->id);
	(void)s3_do(u->s3, &rq, &ignored);
}

/* --- parts ------------------------------------------------------------- */

static int send_with_md5(struct upload *u, const struct s3_request *rq,
			 const char *known, struct s3_answer *out,
			 struct err *e)
{
	struct s3_request with_md5 = *rq;
	char md5[STORE_MD5_TEXT];

	if (known[0] != '\0')
		s3_header(&with_md5, "content-md5", known);
	else
		s3_content_md5(&with_md5, md5);
	return s3_send(u->s3, &with_md5, out, e);
}

/*
 * A hash that is signed is compared by the store, and an MD5 besides would
 * only cost time; but where a bucket locks, Amazon insists on it.
 */
static int send_part(struct upload *u, const struct s3_request *rq,
		     const char *md5, struct s3_answer *out, struct err *e)
{
	struct s3_answer a AUTO(s3_answer_done) = S3_ANSWER_INIT;

	if (atomic_load(&u->md5))
		return send_with_md5(u, rq, md5, out, e);
	if (s3_send(u->s3, rq, &a, e) < 0)
		return -1;
	if (strcmp(a.refusal.code, "InvalidRequest") == 0) {
		atomic_store(&u->md5, true);
		return send_with_md5(u, rq, md5, out, e);
	}
	*out = a;
	a.r = NULL;
	return 0;
}

static int put_part(void *ctx, const struct piece *p, struct err *e)
{
	struct upload *u = ctx;
	struct s3_answer a AUTO(s3_answer_done) = S3_ANSWER_INIT;
	struct s3_request rq = { .method = "PUT",
				 .name = u->name,
				 .body = p->bytes,
				 .len = p->len,
				 .content = true,
				 .sha256 = p->sha256 };
	char number[24];
	const char *etag;

	(void)snprintf(number, sizeof(number), "%llu",
		       (unsigned long long)p->n + 1);
	s3_query(&rq, "partNumber", number);
	s3_query(&rq, "uploadId", u->id);
	if (send_part(u, &rq, p->md5, &a, e) < 0)
		return -1;
	if (a.status / 100 != 2)
		return s3_refused(&a, e);
	etag = http_header(a.r, "ETag", 0);
	if (etag == NULL || etag[0] == '\0' || strlen(etag) > ETAG_MAX)
		return err_set(e, ERR_RETRY,
			       "the store took a part, but gave it no ETag");
	u->etags[p->n] = mem_strdup(etag);
	s3_drain(&a);
	return 0;
}

/* --- complete ---------------------------------------------------------- */

static void write_parts(const struct upload *u, struct str *xml)
{
	str_add(xml, "<CompleteMultipartUpload xmlns=\"http://"
		     "s3.amazonaws.com/doc/2006-03-01/\">");
	for (uint64_t n = 0; n < u->count; n++) {
		str_addf(xml, "<Part><PartNumber>%llu</PartNumber><ETag>",
			 (unsigned long long)n + 1);
		xml_escape(xml, u->etags[n]);
		str_add(xml, "</ETag></Part>");
	}
	str_add(xml, "</CompleteMultipartUpload>");
}

static int take_root(void *ctx, const char *path, const char *text,
		     struct err *e)
{
	(void)text;
	(void)e;
	if (strcmp(path, "CompleteMultipartUploadResult") == 0)
		*(bool *)ctx = true;
	return 0;
}

/* Status 200: what does the body say? */
static int read_result(struct s3_answer *a, struct err *e)
{
	struct str xml AUTO(str_done) = STR_INIT;
	struct err damaged = ERR_INIT;
	bool completed = false;

	if (http_read(a->r, ANSWER_MAX, &xml, e) < 0)
		return -1;
	if (s3_refusal_read(&a->refusal, xml.s, xml.len))
		return s3_refused(a, e);
	if (xml_walk(xml.s, xml.len, take_root, &completed, &damaged) < 0 ||
	    !completed)
		return err_set(e, ERR_RETRY,
			       "the store does not say whether it put the "
			       "parts together");
	return 1;
}

/* 1 done, 0 the name is taken, or the upload is there no more: look. */
static int complete_once(struct upload *u, const struct str *xml, struct err *e)
{
	struct s3_answer a AUTO(s3_answer_done) = S3_ANSWER_INIT;
	struct s3_request rq = { .method = "POST",
				 .name = u->name,
				 .body = xml->s,
				 .len = xml->len };
	int done;

	s3_query(&rq, "uploadId", u->id);
	s3_header(&rq, "content-type", "application/xml");
	s3_header(&rq, "if-none-match", "*");
	if (s3_send(u->s3, &rq, &a, e) < 0)
		return -1;
	done = a.status / 100 == 2 ? read_result(&a, e) : -1;
	if (done > 0) {
		s3_answer_version(&a, u->version);
		return 1;
	}
	if (a.status == 412 ||
	    strcmp(a.refusal.code, "PreconditionFailed") == 0 ||
	    strcmp(a.refusal.code, "NoSuchUpload") == 0) {
		err_clear(e);
		return 0;
	}
	return e->kind == ERR_NONE ? s3_refused(&a, e) : -1;
}

static int complete(struct upload *u, struct err *e)
{
	struct str xml AUTO(str_done) = STR_INIT;

	write_parts(u, &xml);
	for (unsigned int n = 0;; n++) {
		int done = complete_once(u, &xml, e);

		if (done >= 0 || e->kind != ERR_RETRY || n + 1 == COMPLETIONS)
			return done;
		err_clear(e);
		if (s3_pause(u->s3, n, e) < 0)
			return -1;
	}
}

/* --- all of it --------------------------------------------------------- */

/* Not all stores complete conditionally: look just before (once.c). */
static int complete_free_name(struct upload *u, struct err *e)
{
	pthread_mutex_t *naming = s3_naming(u->s3, u->name);
	struct s3_object o;
	int got;

	(void)pthread_mutex_lock(naming);
	got = s3_look(u->s3, u->name, &o, e);
	if (got == 0)
		got = complete(u, e);
	else if (got > 0)
		got = 0;
	if (got > 0)
		got = s3_is_first(u->s3, u->name, u->version, e);
	(void)pthread_mutex_unlock(naming);
	return got;
}

int s3_completes_once(struct s3 *s3, const char *name, struct err *e)
{
	struct upload u AUTO(
		upload_done) = { .s3 = s3, .name = name, .count = 1 };
	struct store_content none = { .size = 1 };
	struct piece one = { .bytes = "x", .len = 1 };
	int got;

	u.etags = mem_alloc(1, sizeof(*u.etags));
	if (create(&u, &none, NULL, e) < 0)
		return -1;
	got = put_part(&u, &one, e);
	if (got == 0)
		got = complete(&u, e);
	if (got <= 0)
		abandon(&u);
	return got < 0 ? -1 : got == 0;
}

/* Larger where the number of parts would not do. */
static size_t part_size(const struct s3 *s3, uint64_t size)
{
	uint64_t least = size / S3_PARTS_MAX + 1;

	return least > s3->part ? (size_t)least : s3->part;
}

int s3_put_parts(struct s3 *s3, const char *name, const struct store_content *c,
		 const struct store_protection *p, struct err *e)
{
	struct upload u AUTO(upload_done) = { .s3 = s3, .name = name };
	struct pieces pieces = { .content = c,
				 .piece = part_size(s3, c->size),
				 .md5 = !s3->sign_payload || p != NULL,
				 .sha256 = s3->sign_payload,
				 .at_once = s3->connections,
				 .send = put_part,
				 .ctx = &u };
	int got = -1;

	u.count = pieces_count(&pieces);
	atomic_store(&u.md5, pieces.md5);
	u.etags = mem_alloc(u.count, sizeof(*u.etags));
	if (create(&u, c, p, e) < 0)
		return -1;
	if (pieces_send(&pieces, e) == 0)
		got = complete_free_name(&u, e);
	if (got <= 0)
		abandon(&u);
	return got;
}
