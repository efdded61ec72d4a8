#include "store/check.h"

#include "base/encode.h"
#include "base/err.h"
#include "base/random.h"
#include "base/str.h"
#include "store/store.h"
#include "stream/digest.h"

#include <stdio.h>
#include <string.h>

/* What is tried, on which object. */
struct trial {
	struct store *s;
	const struct check *to;
	char name[40];
};

static void tell(const struct trial *t, enum check_level level,
		 const char *topic, const char *text, const char *remedy)
{
	struct finding f = { level, topic, text, remedy };

	t->to->finding(t->to->ctx, &f);
}

static int tell_err(const struct trial *t, enum check_level level,
		    const char *topic, struct err *e, const char *remedy)
{
	char text[ERR_TEXT];

	tell(t, level, topic, err_str(e, text, sizeof(text)), remedy);
	err_clear(e);
	return -1;
}

static int give(void *ctx, uint64_t offset, void *buf, size_t len,
		struct err *e)
{
	(void)e;
	memcpy(buf, (const char *)ctx + offset, len);
	return 0;
}

static int put_text(const struct trial *t, char *text, struct err *e)
{
	struct digest d = digest_of(text, strlen(text));
	struct store_content c = { .ctx = text,
				   .read = give,
				   .size = strlen(text) };

	memcpy(c.sha256, d.bytes, STORE_SHA256);
	return t->s->ops->put(t->s, t->name, &c, NULL, e);
}

static char first[] = "Estreat writes this to see whether it can.\n";
static char other[] = "Estreat tries to write over what is there. \n";

static int try_write(const struct trial *t, struct err *e)
{
	if (put_text(t, first, e) < 0)
		return e->kind == ERR_RETRY
			       ? -1
			       : tell_err(t, CHECK_FAIL, "Writing", e,
					  "let the account write there");
	tell(t, CHECK_OK, "Writing", "a test object was stored", "");
	return 0;
}

static int try_read(const struct trial *t, struct err *e)
{
	static const char topic[] = "Reading back";
	char back[sizeof(first) + 1];
	ssize_t n = t->s->ops->read(t->s, t->name, 0, back, sizeof(back), e);

	if (n < 0)
		return tell_err(t, CHECK_FAIL, topic, e,
				"let the account read there");
	if ((size_t)n != strlen(first) || memcmp(back, first, (size_t)n) != 0) {
		tell(t, CHECK_FAIL, topic,
		     "the store gave other bytes than it was given",
		     "do not use this store");
		return -1;
	}
	tell(t, CHECK_OK, topic, "the same bytes came back", "");
	return 0;
}

static int try_overwrite(const struct trial *t, struct err *e)
{
	static const char topic[] = "Creating only once";

	if (put_text(t, other, e) == 0) {
		tell(t, CHECK_FAIL, topic,
		     "a second object under the same name was accepted",
		     "use a store that has conditional writes");
		return -1;
	}
	if (e->kind != ERR_ITEM)
		return tell_err(t, CHECK_FAIL, topic, e, "");
	err_clear(e);
	tell(t, CHECK_OK, topic, "what is there cannot be overwritten", "");
	return 0;
}

static int count_name(void *ctx, const char *name, uint64_t size, struct err *e)
{
	(void)e;
	(void)size;
	(void)name;
	++*(int *)ctx;
	return 0;
}

static int try_list(const struct trial *t, struct err *e)
{
	int seen = 0;

	if (t->s->ops->list(t->s, t->name, count_name, &seen, e) < 0)
		return tell_err(t, CHECK_FAIL, "Listing", e,
				"let the account list there");
	tell(t, seen == 1 ? CHECK_OK : CHECK_FAIL, "Listing",
	     seen == 1 ? "the test object is listed"
		       : "the test object is not listed",
	     seen == 1 ? "" : "do not use this store");
	return seen == 1 ? 0 : -1;
}

/* By a hold, as that can be taken off again. */
static void try_lock(const struct trial *t, struct err *e)
{
	static const char topic[] = "Locking";
	static const char remedy[] =
		"without it, who has the account can destroy what is stored; "
		"where that is not wanted, turn on the store's immutability";
	struct store_protection on = { .hold = true }, off = { .hold = false };

	if (t->s->ops->protect(t->s, t->name, &on, e) < 0) {
		(void)tell_err(t, CHECK_WARN, topic, e, remedy);
		return;
	}
	if (t->s->ops->remove(t->s, t->name, e) == 0)
		tell(t, CHECK_FAIL, topic,
		     "the store says that the test object is held, and let it "
		     "be removed",
		     "do not rely on this store's locks");
	else if (e->kind != ERR_ITEM)
		(void)tell_err(t, CHECK_WARN, topic, e, remedy);
	else
		tell(t, CHECK_OK, topic, "a held object could not be removed",
		     "");
	err_clear(e);
	if (t->s->ops->protect(t->s, t->name, &off, e) < 0)
		(void)tell_err(t, CHECK_WARN, topic, e,
			       "take the hold off the test object by hand");
}

static void try_remove(const struct trial *t, struct err *e)
{
	struct store_object o;
	char text[ERR_TEXT + 80];

	if (t->s->ops->remove(t->s, t->name, e) < 0) {
		(void)snprintf(text, sizeof(text), "remove %s by hand",
			       t->name);
		(void)tell_err(t, CHECK_FAIL, "Removing", e, text);
	} else if (t->s->ops->stat(t->s, t->name, &o, e) != 0) {
		if (e->kind != ERR_NONE)
			err_clear(e);
		tell(t, CHECK_FAIL, "Removing",
		     "the test object is there after it was removed",
		     "does the store keep versions that may not be deleted?");
	} else {
		tell(t, CHECK_OK, "Removing", "the test object is gone", "");
	}
}

int store_check(struct store *s, const struct check *to, struct err *e)
{
	struct trial t = { .s = s, .to = to };
	unsigned char random[8];
	char hex[2 * sizeof(random) + 1];

	random_bytes(random, sizeof(random));
	encode_hex(random, sizeof(random), hex);
	(void)snprintf(t.name, sizeof(t.name), "estreat-check-%s", hex);
	if (try_write(&t, e) < 0)
		return e->kind == ERR_NONE ? 0 : -1;
	if (try_read(&t, e) == 0 && try_overwrite(&t, e) == 0 &&
	    try_list(&t, e) == 0)
		try_lock(&t, e);
	try_remove(&t, e);
	return 0;
}
