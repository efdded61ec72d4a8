#include "tests/fake/zip-bytes.h"

#include "base/str.h"

#include <archive.h>
#include <archive_entry.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static la_ssize_t take(struct archive *z, void *ctx, const void *bytes,
		       size_t len)
{
	(void)z;
	str_add_len(ctx, bytes, len);
	return (la_ssize_t)len;
}

static void need(struct archive *z, int rc)
{
	if (rc == ARCHIVE_OK)
		return;
	(void)fprintf(stderr, "zip: %s\n", archive_error_string(z));
	exit(99);
}

static void add(struct archive *z, const char *name, size_t name_len,
		const char *bytes, size_t len)
{
	struct archive_entry *file = archive_entry_new();
	struct str s AUTO(str_done) = STR_INIT;

	str_add_len(&s, name, name_len);
	archive_entry_set_pathname(file, s.s);
	archive_entry_set_size(file, (la_int64_t)len);
	archive_entry_set_filetype(file, AE_IFREG);
	archive_entry_set_perm(file, 0644);
	need(z, archive_write_header(z, file));
	if (archive_write_data(z, bytes, len) != (la_ssize_t)len)
		need(z, ARCHIVE_FATAL);
	archive_entry_free(file);
}

void zip_bytes(struct str *out, const char *files, bool stored)
{
	struct archive *z = archive_write_new();

	need(z, archive_write_set_format_zip(z));
	need(z, stored ? archive_write_zip_set_compression_store(z)
		       : archive_write_zip_set_compression_deflate(z));
	need(z, archive_write_set_bytes_in_last_block(z, 1));
	need(z, archive_write_open(z, out, NULL, take, NULL));
	while (*files != '\0') {
		size_t name = strcspn(files, "\n");
		const char *bytes = files + name + (files[name] == '\n');
		size_t len = strcspn(bytes, "\f");

		add(z, files, name, bytes, len);
		files = bytes + len + (bytes[len] == '\f');
	}
	need(z, archive_write_close(z));
	(void)archive_write_free(z);
}
