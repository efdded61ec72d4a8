/*
 * tests/samples/samples.h - items built by hand, for tests of conversion.
 *
 * Each shows what one kind of item can do to a message. Artefacts are not
 * stored anywhere: the bytes of record seq are a function of seq and size,
 * so that sample_opener can give them and their digest is known.
 */
#ifndef TESTS_SAMPLES_H
#define TESTS_SAMPLES_H

#include "convert/convert.h"
#include "item/item.h"
#include "mime/skeleton.h"

struct sample {
	const char *label;
	struct item *(*build)(void);
	bool golden; /* small enough to be compared byte by byte */
};

extern const struct sample samples[];
extern const size_t n_samples;
extern const struct convert_config sample_config;
extern const struct skeleton_opener sample_opener;

/* The bytes of a record, appended to out. */
void sample_bytes(struct str *out, uint64_t seq, uint64_t size);

/* Convert and render; exits with a message where that fails. */
void sample_render(const struct item *it, struct convert_message *m,
		   struct str *eml);

#endif
