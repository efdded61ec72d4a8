/*
 * mime/reduce.h - a message in fewer bytes, for who takes no more.
 *
 * Why: the archive has no size limit, mail servers have. Of a message that is
 * too large the largest artefacts are replaced, one after another until it
 * fits, by texts that say what is not there: file, type, size, SHA-256 and
 * where it is. All else stays byte for byte, the Message-ID too: it is the
 * same message in another form. The field X-Estreat-Reduced, in front of the
 * header as what is added on the way, says so.
 *
 * The same skeleton, limit and places give the same bytes (promise P3).
 * Format: docs/formats/message.md.
 */
#ifndef MIME_REDUCE_H
#define MIME_REDUCE_H

#include <stddef.h>
#include <stdint.h>

struct err;
struct skeleton_artefact;
struct str;

struct reduce {
	uint64_t limit; /* bytes of the rendered message; more than 0 */
	/* Append where an artefact is to be had: an address, a command. */
	void (*where)(void *ctx, const struct skeleton_artefact *a,
		      struct str *out);
	void *ctx;
	unsigned int replaced; /* filled in: artefacts that were */
};

/*
 * Append the skeleton of the reduced message to out; returns its rendered
 * size. Errors: ERR_ITEM: even without its artefacts it is larger; ERR_STORE:
 * damaged.
 */
int64_t skeleton_reduce(const void *skel, size_t len, struct reduce *how,
			struct str *out, struct err *e);

#endif
