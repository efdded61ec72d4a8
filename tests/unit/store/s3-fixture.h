/* s3-fixture.h - the S3 store against a server that follows a script. */
#ifndef TESTS_S3_FIXTURE_H
#define TESTS_S3_FIXTURE_H

#include "script.h"
#include "store/s3/s3.h"

#define HELLO_SHA "x-amz-meta-sha256: " HELLO "\r\n"

static inline void s3_fake_init(struct script *f, const struct step *steps)
{
	script_init(f, "s3", steps, STEPS_MAX);
	store_host_set(&f->host, "bucket", "vault");
	store_host_set(&f->host, "access-key-id", "AKTEST");
	store_host_set(&f->host, "secret-access-key", "SECRETKEY");
	store_host_set(&f->host, "session-token", "SECRETTOKEN");
	store_host_set(&f->host, "connections", "1");
}

/* A store of which is known what it does with a name that is taken. */
static inline struct store *s3_fake_open(struct script *f, enum s3_once once)
{
	struct store *s = script_open(f);

	atomic_store(&((struct s3 *)s)->once, once);
	return s;
}

#define S3_ERROR(code)                                                         \
	"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>" code       \
	"</Code><Message>SECRETSIGNATURE was not it</Message></Error>"
#define S3_LIST(entries)                                                       \
	"<?xml version=\"1.0\" encoding=\"UTF-8\"?><ListVersionsResult "       \
	"xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><IsTruncated>"      \
	"false</IsTruncated>" entries "</ListVersionsResult>"
#define S3_PAGE(entries, key, version)                                         \
	"<ListVersionsResult><IsTruncated>true</"                              \
	"IsTruncated><NextKeyMarker>" key                                      \
	"</NextKeyMarker><NextVersionIdMarker>" version                        \
	"</NextVersionIdMarker>" entries "</ListVersionsResult>"
#define VERSION(key, id, size)                                                 \
	"<Version><Key>" key "</Key><VersionId>" id "</VersionId><Size>" size  \
	"</Size><Owner><ID>x</ID></Owner></Version>"
#define MARKER(key, id)                                                        \
	"<DeleteMarker><Key>" key "</Key><VersionId>" id                       \
	"</VersionId></DeleteMarker>"

#endif
