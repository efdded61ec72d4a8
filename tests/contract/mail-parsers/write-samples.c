/*
 * write-samples.c - write each sample as NAME.eml into a folder.
 *
 *	write-samples FOLDER		all of them, each with NAME.expect.json
 *	write-samples --golden FOLDER	the small ones, for tests/data/convert
 */
#include "base/err.h"
#include "expect.h"
#include "tests/samples/samples.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int write_file(const char *dir, const char *label, const char *suffix,
		      const struct str *bytes)
{
	char path[4096];
	FILE *f;
	bool ok;

	(void)snprintf(path, sizeof(path), "%s/%s%s", dir, label, suffix);
	f = fopen(path, "wb");
	ok = f != NULL && fwrite(bytes->s, 1, bytes->len, f) == bytes->len;
	if (f == NULL || fclose(f) != 0 || !ok) {
		perror(path);
		return -1;
	}
	return 0;
}

static int write_expectation(const char *dir, const char *label,
			     const struct item *it,
			     const struct convert_message *m)
{
	json_t *want = expect_message(it, m);
	char *text = json_dumps(want, JSON_INDENT(1));
	AUTO(str_done) struct str bytes = STR_INIT;

	str_add(&bytes, text);
	free(text);
	json_decref(want);
	return write_file(dir, label, ".expect.json", &bytes);
}

int main(int argc, char *argv[])
{
	bool golden = argc == 3 && strcmp(argv[1], "--golden") == 0;
	const char *dir = argv[argc - 1];

	if (argc != 2 && !golden) {
		(void)fprintf(stderr, "usage: %s [--golden] FOLDER\n", argv[0]);
		return 2;
	}
	for (size_t i = 0; i < n_samples; i++) {
		AUTO(item_free) struct item *it = samples[i].build();
		AUTO(convert_message_done) struct convert_message m = { 0 };
		AUTO(str_done) struct str eml = STR_INIT;

		if (golden && !samples[i].golden)
			continue;
		sample_render(it, &m, &eml);
		if (write_file(dir, samples[i].label, ".eml", &eml) < 0)
			return 1;
		if (!golden &&
		    write_expectation(dir, samples[i].label, it, &m) < 0)
			return 1;
	}
	return 0;
}
