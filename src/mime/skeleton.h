/*
 * mime/skeleton.h - a message without its artefacts, and its rendering.
 *
 * Why: a recording of 10 GB must not be stored again in base64, nor once for
 * each message that carries it. The skeleton holds the message's own bytes
 * and, where an attachment's body goes, a reference: vault record, size and
 * SHA-256. The mail is put together when it is read, byte for byte the same
 * each time.
 *
 * Format (docs/formats/message.md): the six bytes "ESKEL1", then segments:
 *	'L' length(8, little endian) bytes           taken as they are
 *	'A' seq(8) size(8) sha256(32)                base64 of the artefact in
 *	                                             lines of 76, each with CRLF
 * An artefact of size 0 renders as nothing.
 */
#ifndef MIME_SKELETON_H
#define MIME_SKELETON_H

#include <stddef.h>
#include <stdint.h>

struct err;
struct reader;
struct str;

#define SKELETON_MAX ((size_t)64 * 1024 * 1024)

struct skeleton_artefact {
	uint64_t seq;
	uint64_t size;
	uint8_t sha256[32];
};

/* Building: begin with an empty str. */
void skeleton_begin(struct str *skel);
void skeleton_literal(struct str *skel, const void *bytes, size_t len);
void skeleton_attach(struct str *skel, const struct skeleton_artefact *a);

/* Length in bytes of the rendered message. -1 (ERR_STORE): damaged. */
int64_t skeleton_size(const void *skel, size_t len, struct err *e);

/* Call found for each artefact in order; -1 (ERR_STORE): damaged. */
int skeleton_artefacts(const void *skel, size_t len,
		       void (*found)(void *ctx,
				     const struct skeleton_artefact *a),
		       void *ctx, struct err *e);

struct skeleton_opener {
	void *ctx;
	/* A reader over the artefact's plain bytes; freed by the renderer. */
	int (*open)(void *ctx, const struct skeleton_artefact *a,
		    struct reader **out, struct err *e);
};

/*
 * The message's bytes. skel must outlive the reader. Fails with ERR_STORE
 * where an artefact's size or SHA-256 is not the one recorded.
 */
struct reader *reader_skeleton(const void *skel, size_t len,
			       const struct skeleton_opener *opener);

#endif
