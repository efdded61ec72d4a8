/* Storing: once, whole, and then what the store has of it. */
#include "base/clock.h"
#include "base/encode.h"
#include "base/err.h"
#include "base/mem.h"
#include "http/http.h"
#include "store/content.h"
#include "store/name.h"
#include "store/protection.h"
#include "store/s3/request.h"
#include "store/s3/s3.h"

#include <string.h>

/* --- the headers of a new object --------------------------------------- */

void s3_new_object(const struct s3 *s3, struct s3_request *rq,
		   const struct store_content *c,
		   const struct store_protection *p, struct s3_new_object *room)
{
	encode_hex(c->sha256, STORE_SHA256, room->sha256);
	s3_header(rq, "content-type", "application/octet-stream");
	s3_header(rq, "x-amz-meta-sha256", room->sha256);
	if (p != NULL && p->retain_until_us > clock_now_us()) {
		s3_header(rq, "x-amz-object-lock-mode",
			  s3->compliance ? "COMPLIANCE" : "GOVERNANCE");
		s3_header(rq, "x-amz-object-lock-retain-until-date",
			  clock_rfc3339(store_until_us(p->retain_until_us),
					room->until));
	}
	if (p != NULL && p->hold)
		s3_header(rq, "x-amz-object-lock-legal-hold", "ON");
}

/* --- in one request ---------------------------------------------------- */

/* The two requests for an object: with its protection, and without. */
struct object_requests {
	struct s3_request put, again;
	struct s3_new_object room, room_again;
	char md5[STORE_MD5_TEXT];
	bool told; /* the answer has the MD5 of what was sent */
};

/* Where nothing else is agreed (keys of the store's own), the ETag of what
   went in one request is its MD5. */
static bool tells_md5(const struct s3_answer *a, const char *md5)
{
	const char *etag = http_header(a->r, "ETag", 0);
	struct str text AUTO(str_done) = STR_INIT;
	uint8_t bytes[16];
	char hex[33];

	if (etag == NULL || strlen(etag) != 34 || etag[0] != '"')
		return false;
	memcpy(hex, etag + 1, 32);
	hex[32] = '\0';
	if (!decode_hex(hex, bytes, sizeof(bytes)))
		return false;
	encode_base64(&text, bytes, sizeof(bytes));
	return strcmp(text.s, md5) == 0;
}

/* 1 stored, as this version; 0 the name is taken. */
static int send_object(struct s3 *s3, struct object_requests *o,
		       char version[S3_VERSION], struct err *e)
{
	struct s3_answer a AUTO(s3_answer_done) = S3_ANSWER_INIT;

	if (s3_send(s3, &o->put, &a, e) < 0)
		return -1;
	/* perhaps by a try of ours whose answer was lost */
	if (a.status == 412)
		return 0;
	if (a.status / 100 != 2)
		return s3_refused(&a, e);
	s3_answer_version(&a, version);
	o->told = tells_md5(&a, o->md5);
	s3_drain(&a);
	return 1;
}

static void make_requests(const struct s3 *s3, struct object_requests *o,
			  const struct store_content *c,
			  const struct store_protection *p)
{
	s3_content_md5(&o->put, o->md5);
	s3_header(&o->put, "if-none-match", "*");
	o->again = o->put;
	s3_new_object(s3, &o->put, c, p, &o->room);
	s3_new_object(s3, &o->again, c, NULL, &o->room_again);
}

/* Where the store may not refuse a name that is taken: see once.c. */
static int send_free_name(struct s3 *s3, struct object_requests *o,
			  struct err *e)
{
	char version[S3_VERSION] = "";
	struct s3_object there;
	int got = s3_look(s3, o->put.name, &there, e);

	if (got != 0)
		return got < 0 ? -1 : 0;
	got = send_object(s3, o, version, e);
	if (got <= 0)
		return got;
	if (atomic_load(&s3->once) == S3_UNKNOWN &&
	    s3_probe(s3, &o->again, e) < 0)
		return -1;
	if (atomic_load(&s3->once) == S3_CONDITIONAL)
		return 1;
	return s3_is_first(s3, o->put.name, version, e);
}

static int send_once(struct s3 *s3, struct object_requests *o, struct err *e)
{
	pthread_mutex_t *naming;
	char version[S3_VERSION];
	int got;

	if (atomic_load(&s3->once) == S3_CONDITIONAL)
		return send_object(s3, o, version, e);
	naming = s3_naming(s3, o->put.name);
	(void)pthread_mutex_lock(naming);
	got = send_free_name(s3, o, e);
	(void)pthread_mutex_unlock(naming);
	return got;
}

static int put_object(struct s3 *s3, const char *name,
		      const struct store_content *c,
		      const struct store_protection *p, bool *told,
		      struct err *e)
{
	AUTO(free) char *bytes = NULL;
	struct object_requests o = { .put = { .method = "PUT",
					      .name = name,
					      .len = (size_t)c->size,
					      .content = true } };
	int got;

	if (store_content_whole(c, &bytes, e) < 0)
		return -1;
	o.put.body = bytes;
	make_requests(s3, &o, c, p);
	got = send_once(s3, &o, e);
	*told = got > 0 && o.told;
	return got;
}

/* --- what is there now ------------------------------------------------- */

/* 0 it is what was to be stored, 1 there is nothing. */
static int settle(struct s3 *s3, const char *name,
		  const struct store_content *c,
		  const struct store_protection *p, bool ours, struct err *e)
{
	struct s3_object o;
	int there = s3_look(s3, name, &o, e);

	if (there <= 0)
		return there < 0 ? -1 : 1;
	if (store_content_compare(c, &o.object, ours, e) < 0)
		return -1;
	if (store_is_protected(&o.object, p, o.compliance || !s3->compliance,
			       o.now_us))
		return 0;
	return s3_protect_more(s3, name, &o, p, false, e);
}

/* --- put --------------------------------------------------------------- */

static int put(struct s3 *s3, const char *name, const struct store_content *c,
	       const struct store_protection *p, struct err *e)
{
	bool small = c->size <= s3->part, told = false, ours;
	int got = 1;

	/* what is there already need not travel again */
	if (!small)
		got = settle(s3, name, c, p, false, e);
	if (got <= 0)
		return got;
	got = small ? put_object(s3, name, c, p, &told, e)
		    : s3_put_parts(s3, name, c, p, e);
	if (got < 0)
		return -1;
	ours = got > 0;
	if (told && store_is_believed(c, p, &s3->proven))
		return 0;
	got = settle(s3, name, c, p, ours, e);
	if (got > 0)
		return err_set(e, ERR_RETRY,
			       "is not there although the store has "
			       "acknowledged it or said the name was taken");
	if (got == 0 && ours)
		atomic_store(&s3->proven, true);
	return got;
}

int s3_put(struct store *s, const char *name, const struct store_content *c,
	   const struct store_protection *p, struct err *e)
{
	if (store_name_check(name, e) < 0)
		return -1;
	if (put((struct s3 *)s, name, c, p, e) < 0)
		return s3_wrap((struct s3 *)s, "store", name, e);
	return 0;
}
