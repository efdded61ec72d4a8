/*
 * catalog/record.h - reading the vault's records by their number.
 */
#ifndef CATALOG_RECORD_H
#define CATALOG_RECORD_H

#include <stddef.h>
#include <stdint.h>

struct archive;
struct err;
struct reader;
struct str;
struct vault_got;

/* Find record seq and open it. Errors: ERR_STORE. */
int record_open(struct archive *a, uint64_t seq, struct vault_got **out,
		struct err *e);

/* Append its content, at most max bytes. Errors: ERR_ITEM (larger),
   ERR_STORE. */
int record_read(struct archive *a, uint64_t seq, size_t max, struct str *out,
		struct err *e);

/* A reader over its content, from byte `from` on, that owns all it needs. */
int record_reader_from(struct archive *a, uint64_t seq, uint64_t from,
		       struct reader **out, struct err *e);
/* The same over all of it. */
int record_reader(struct archive *a, uint64_t seq, struct reader **out,
		  struct err *e);

/* Render a skeleton (mime/skeleton.h) that need not be stored yet; takes the
   string over. */
struct reader *record_render(struct archive *a, struct str *skeleton);

#endif
