/*
 * source/ringcentral/read/zip.h - a ZIP read while it streams past.
 *
 * Why: an export may have gigabytes, and what people wrote is not put on a
 * disk unencrypted. So the archive is never held, nor its directory at the
 * end needed: each file is told when its own header comes by. What it costs
 * is that nothing can be looked up; who needs two looks downloads twice.
 *
 * Source: APPNOTE.TXT 6.3; libarchive 3.6, archive_read_open(3).
 */
#ifndef SOURCE_RINGCENTRAL_READ_ZIP_H
#define SOURCE_RINGCENTRAL_READ_ZIP_H

#include <stddef.h>

struct err;
struct reader;

#define ZIP_FILES_MAX 200000

struct zip_to {
	void *ctx;
	/* A file begins: 1 to be given its bytes, 0 to pass it over, -1. */
	int (*begin)(void *ctx, const char *name, struct err *e);
	int (*bytes)(void *ctx, const char *bytes, size_t len, struct err *e);
	/* The file that was wanted has ended, its checksum is right. */
	int (*end)(void *ctx, struct err *e);
};

/*
 * To the end of the archive. Errors: those of the body and of the callbacks
 * as they are; ERR_RETRY where it is no ZIP, damaged or cut off.
 */
int rc_zip_walk(struct reader *body, const struct zip_to *to, struct err *e);

#endif
