/*
 * write-samples.c - write each sample as NAME.eml into a folder.
 *
 *	write-samples FOLDER		all of them, each with NAME.expect.json
 *	write-samples --golden FOLDER	the small ones, for tests/data/convert
 */
#include "base/err.h"
#include "tests/samples/samples.h"

#include <stdio.h>
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

int main(int argc, char *argv[])
{
	bool golden = argc == 3 && strcmp(argv[1], "--golden") == 0;

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
		if (write_file(argv[argc - 1], samples[i].label, ".eml", &eml) <
		    0)
			return 1;
	}
	return 0;
}
