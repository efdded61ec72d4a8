/*
 * sandbox/ringcentral/zip.h - a ZIP, entry by entry.
 *
 * Why: RingCentral sends its exports as a stream that was made as a stream:
 * the sizes of an entry stand behind it, and what is large is in the 64-bit
 * form. Readers differ in what of this they take, so all forms can be asked
 * for, whatever the size.
 *
 * Source: APPNOTE.TXT 6.3 (4.3.7 local header, 4.3.9 data descriptor, 4.3.12
 * central directory, 4.3.14 ZIP64, 4.5.3 its extra field); RFC 1951.
 */
#ifndef SANDBOX_RINGCENTRAL_ZIP_H
#define SANDBOX_RINGCENTRAL_ZIP_H

#include "base/cleanup.h"

#include <stddef.h>

struct str;

enum ring_zip_form {
	RING_ZIP_DEFLATED, /* with data descriptors, as RingCentral has it */
	RING_ZIP_STORED,   /* sizes and checksums stand in front */
	RING_ZIP_64,       /* deflated, everything in 64 bits */
};

/* Life: new -> add, add, .. -> end -> free. Appends to out. */
struct ring_zip;
struct ring_zip *ring_zip_new(struct str *out, enum ring_zip_form form);
void ring_zip_free(struct ring_zip *z);
DEFINE_AUTO(struct ring_zip, ring_zip_free)

/* A name that ends with '/' is a folder, and has no bytes. */
void ring_zip_add(struct ring_zip *z, const char *name, const void *bytes,
		  size_t len);
void ring_zip_end(struct ring_zip *z);

#endif
