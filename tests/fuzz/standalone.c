/* standalone.c - run a fuzz target over every file of a corpus folder. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int run_file(const char *dir, const char *name)
{
	static uint8_t buf[8 << 20];
	char path[4096];
	FILE *f;

	(void)snprintf(path, sizeof(path), "%s/%s", dir, name);
	f = fopen(path, "rb");
	if (f == NULL) {
		perror(path);
		return 1;
	}
	(void)LLVMFuzzerTestOneInput(buf, fread(buf, 1, sizeof(buf), f));
	(void)fclose(f);
	return 0;
}

int main(int argc, char *argv[])
{
	DIR *dir = argc == 2 ? opendir(argv[1]) : NULL;
	struct dirent *entry;
	int files = 0, bad = 0;

	if (dir == NULL) {
		(void)fprintf(stderr, "usage: %s CORPUS-FOLDER\n", argv[0]);
		return 1;
	}
	/* one thread: readdir is safe here */
	while ((entry = readdir(dir)) !=
	       NULL) { // NOLINT(concurrency-mt-unsafe)
		if (entry->d_name[0] == '.')
			continue;
		bad += run_file(argv[1], entry->d_name);
		files++;
	}
	(void)closedir(dir);
	if (files == 0) {
		(void)fprintf(stderr, "%s holds no files\n", argv[1]);
		return 1;
	}
	return bad != 0;
}
