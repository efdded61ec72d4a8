/* export-read.c - the records of an export that has been made. */
#include "base/err.h"
#include "base/str.h"
#include "http/http.h"
#include "source/ringcentral/ask.h"
#include "source/ringcentral/content.h"
#include "source/ringcentral/export.h"
#include "source/ringcentral/read/records.h"
#include "source/ringcentral/read/zip.h"
#include "source/ringcentral/ringcentral.h"

#include <inttypes.h>
#include <string.h>
#include <strings.h>

#define TRIES      5
#define SLOW_TRIES 12

struct reading {
	struct rc *r;
	unsigned int folders;
	const struct export_to *to;
	enum export_folder folder; /* of the file at hand */
	struct records records;
	size_t too_long;
	/* The callback's own failure is no damage: it is not tried again. */
	bool told_off;
};

static const char *const folder_names[EXPORT_FOLDERS] = {
	[EXPORT_CHATS] = "chats",   [EXPORT_MEMBERS] = "members",
	[EXPORT_GUESTS] = "guests", [EXPORT_FILES] = "files",
	[EXPORT_POSTS] = "posts",   [EXPORT_TASKS] = "tasks",
	[EXPORT_NOTES] = "notes",   [EXPORT_EVENTS] = "events",
};

/* "export/posts/posts_1.json" and "posts/1.json" are of posts. */
static enum export_folder folder_of(const char *name)
{
	const char *file = strrchr(name, '/'), *start;
	size_t len;

	if (file == NULL || !str_ends(name, ".json"))
		return EXPORT_FOLDERS;
	for (start = file; start > name && start[-1] != '/';)
		start--;
	len = (size_t)(file - start);
	for (enum export_folder i = 0; i < EXPORT_FOLDERS; i++)
		if (strlen(folder_names[i]) == len &&
		    strncasecmp(folder_names[i], start, len) == 0)
			return i;
	return EXPORT_FOLDERS;
}

static int on_record(void *ctx, const char *bytes, size_t len, struct err *e)
{
	struct reading *k = ctx;

	if (k->to->record(k->to->ctx, k->folder, bytes, len, e) == 0)
		return 0;
	k->told_off = true;
	return -1;
}

static int on_begin(void *ctx, const char *name, struct err *e)
{
	struct reading *k = ctx;

	(void)e;
	k->folder = folder_of(name);
	if (k->folder == EXPORT_FOLDERS || (k->folders >> k->folder & 1) == 0)
		return 0;
	rc_records_begin(&k->records, on_record, k);
	return 1;
}

static int on_bytes(void *ctx, const char *bytes, size_t len, struct err *e)
{
	struct reading *k = ctx;

	return rc_records_feed(&k->records, bytes, len, e);
}

static int on_end(void *ctx, struct err *e)
{
	struct reading *k = ctx;
	int bad = rc_records_end(&k->records, e);

	k->too_long += k->records.too_long;
	rc_records_done(&k->records);
	rc_records_begin(&k->records, on_record, k);
	return bad;
}

/* --- one download ------------------------------------------------------ */

static int walk(struct reading *k, const struct export_dataset *set,
		struct http_response *rp, struct str *why, struct err *e)
{
	struct zip_to to = { k, on_begin, on_bytes, on_end };
	int64_t length = http_length(rp);

	if (rc_content_is_wrong("application/zip", http_media_type(rp))) {
		str_addf(why, "RingCentral sent %s instead of a ZIP",
			 http_media_type(rp));
		return CONTENT_BROKEN;
	}
	if (set->size > 0 && length >= 0 && length != set->size) {
		str_addf(why,
			 "RingCentral announces %" PRId64 " bytes but sends "
			 "%" PRId64,
			 set->size, length);
		return CONTENT_BROKEN;
	}
	k->too_long = 0;
	rc_records_begin(&k->records, on_record, k);
	if (rc_zip_walk(http_body(rp), &to, e) == 0) {
		rc_records_done(&k->records);
		return CONTENT_OPEN;
	}
	rc_records_done(&k->records);
	if (k->told_off || e->kind != ERR_RETRY)
		return -1;
	str_addf(why, "%s", e->text);
	err_clear(e);
	return CONTENT_BROKEN;
}

static int read_once(struct reading *k, const struct export_dataset *set,
		     struct str *why, struct err *e)
{
	AUTO(http_response_free) struct http_response *rp = NULL;
	int n = rc_content_open(k->r, WAY_DATASET, set->uri, &rp, why, e);

	return n == CONTENT_OPEN ? walk(k, set, rp, why, e) : n;
}

static int read_set(struct reading *k, const struct export_dataset *set,
		    struct err *e)
{
	struct str why AUTO(str_done) = STR_INIT;
	unsigned int tries = 0, slow = 0, tokens = 0;

	for (;;) {
		int n = read_once(k, set, &why, e);

		if (n == CONTENT_OPEN)
			return 0;
		if (n < 0)
			return -1;
		if (n == CONTENT_SLOW && slow++ < SLOW_TRIES)
			continue;
		if (n == CONTENT_TOKEN && tokens++ < 2)
			continue;
		if (n != CONTENT_BROKEN || ++tries == TRIES)
			return err_set(e, ERR_RETRY, "read the export: %s",
				       why.s);
		if (account_pause(&k->r->acc, tries - 1, e) < 0)
			return -1;
	}
}

int rc_export_read(struct rc *r, const struct export *x, unsigned int folders,
		   const struct export_to *to, struct err *e)
{
	struct reading k = { .r = r, .folders = folders, .to = to };
	struct str text AUTO(str_done) = STR_INIT;

	for (size_t i = 0; i < x->n_sets; i++) {
		if (read_set(&k, &x->sets[i], e) < 0)
			return -1;
		if (k.too_long == 0 || to->notice == NULL)
			continue;
		str_cut(&text, 0);
		str_addf(&text,
			 "%zu records of the export have more than %zu MB and "
			 "were passed over",
			 k.too_long, RECORDS_ONE_MAX >> 20);
		to->notice(to->ctx, text.s);
	}
	return 0;
}
