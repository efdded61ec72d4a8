/*
 * fuzz-csv.c - properties of the CSV reader for any input: it ends; numbers
 * of lines rise and stay within the file; no field is larger than the caps;
 * and fields written again by encode_csv() are read as the same fields.
 */
#include "base/encode.h"
#include "base/err.h"
#include "base/str.h"
#include "directory/csv.h"
#include "stream/reader.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Only text that no spreadsheet guard changes comes back as it was. */
static bool guarded(const struct csv_line *l)
{
	for (size_t i = 0; i < l->n; i++)
		if (strchr("=+-@\t\r", l->fields[i][0]) != NULL &&
		    l->fields[i][0] != '\0')
			return true;
	/* an empty line is none, and a mark at the start is dropped */
	return (l->n == 1 && l->fields[0][0] == '\0') ||
	       strncmp(l->fields[0], "\xef\xbb\xbf", 3) == 0;
}

static void write_and_read(const struct csv_line *l)
{
	AUTO(csv_free) struct csv *c = NULL;
	AUTO(str_done) struct str text = STR_INIT;
	struct err e = ERR_INIT;
	struct csv_line again;

	if (l->n == 0 || guarded(l))
		return;
	for (size_t i = 0; i < l->n; i++) {
		if (i > 0)
			str_add_char(&text, ',');
		encode_csv(&text, l->fields[i]);
	}
	c = csv_new(reader_mem(text.s, text.len));
	assert(csv_next(c, &again, &e) == 1 && again.bad == NULL);
	assert(again.n == l->n);
	for (size_t i = 0; i < l->n; i++)
		assert(strcmp(again.fields[i], l->fields[i]) == 0);
	assert(csv_next(c, &again, &e) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	AUTO(csv_free) struct csv *c = csv_new(reader_mem(data, size));
	struct err e = ERR_INIT;
	struct csv_line l;
	long last = 0;
	int rc;

	while ((rc = csv_next(c, &l, &e)) > 0) {
		size_t total = 0;

		assert(l.number > last && (size_t)l.number <= size);
		assert(l.n <= CSV_FIELDS_MAX && (l.bad == NULL) == (l.n > 0));
		last = l.number;
		for (size_t i = 0; i < l.n; i++)
			total += strlen(l.fields[i]);
		assert(total <= CSV_LINE_MAX + CSV_FIELDS_MAX);
		write_and_read(&l);
	}
	assert(rc == 0);
	return 0;
}
