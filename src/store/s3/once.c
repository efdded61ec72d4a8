/*
 * A name is taken once: what does this store do for that?
 *
 * AWS and MinIO (both since 2024) honour If-None-Match: *, and nothing else is
 * needed. Ceph's gateway 16.2 does not where the bucket keeps versions (as
 * object lock wants), nor where parts are put together. Versions save the name
 * there: what comes second hides what was first, and destroys nothing. So we
 * look before, one of us at a time; and whoever is not the first version
 * afterwards, because another machine did the same in that second, takes his
 * own away again.
 */
#include "base/err.h"
#include "http/http.h"
#include "store/s3/request.h"
#include "store/s3/s3.h"

#include <string.h>

pthread_mutex_t *s3_naming(struct s3 *s3, const char *name)
{
	unsigned int hash = 0;

	for (; *name != '\0'; name++)
		hash = hash * 31 + (unsigned char)*name;
	return &s3->naming[hash % S3_NAMINGS];
}

void s3_answer_version(const struct s3_answer *a, char version[S3_VERSION])
{
	const char *id = http_header(a->r, "x-amz-version-id", 0);

	if (id == NULL || strcmp(id, "null") == 0 || strlen(id) >= S3_VERSION)
		id = "";
	memcpy(version, id, strlen(id) + 1);
}

int s3_is_first(struct s3 *s3, const char *name, const char *version,
		struct err *e)
{
	char first[S3_VERSION] = "";
	struct err kept = ERR_INIT;
	int there;

	if (version[0] == '\0')
		return 1; /* nobody could say */
	there = s3_find(s3, name, S3_OLDEST, first, e);
	if (there < 0)
		return -1;
	if (there > 0 && strcmp(first, version) == 0)
		return 1;
	/* where it is locked already it stays, above the first */
	if (s3_remove_version(s3, name, version, &kept) < 0 &&
	    kept.kind != ERR_ITEM) {
		*e = kept;
		return -1;
	}
	return 0;
}

int s3_probe(struct s3 *s3, const struct s3_request *again, struct err *e)
{
	struct s3_answer a AUTO(s3_answer_done) = S3_ANSWER_INIT;
	char version[S3_VERSION];
	struct err kept = ERR_INIT;

	if (s3_send(s3, again, &a, e) < 0)
		return -1;
	if (a.status == 412) {
		atomic_store(&s3->once, S3_CONDITIONAL);
		return 0;
	}
	if (a.status / 100 != 2)
		return s3_refused(&a, e);
	s3_drain(&a);
	s3_answer_version(&a, version);
	if (version[0] == '\0')
		return err_set(e, ERR_SOURCE,
			       "bucket %s: the store ignores If-None-Match and "
			       "would overwrite what is there; update it, or "
			       "use a bucket with versions",
			       s3->bucket);
	atomic_store(&s3->once, S3_VERSIONS);
	/* the same bytes twice, where the bucket locks by itself */
	if (s3_remove_version(s3, again->name, version, &kept) < 0 &&
	    kept.kind != ERR_ITEM) {
		*e = kept;
		return -1;
	}
	return 0;
}
