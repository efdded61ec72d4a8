/*
 * fuzz-note.c - checkpoints may be any text: no crash, and a text that is
 * accepted says the same when it is written again.
 */
#include "base/err.h"
#include "base/str.h"
#include "ledger/note.h"

#include <assert.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_with(const uint8_t *data, size_t size,
		      const struct note_key *k)
{
	struct note_checkpoint c = { 0 }, again = { 0 };
	struct str text AUTO(str_done) = STR_INIT;
	struct err e = ERR_INIT;

	if (note_read_checkpoint((const char *)data, size, "archive.example", k,
				 &c, &e) < 0) {
		assert(e.kind == ERR_STORE || e.kind == ERR_USAGE);
		return;
	}
	assert(k == NULL); /* nobody guesses a signature */
	note_write_checkpoint(&text, "archive.example", &c, 0);
	str_add_char(&text, '\n');
	assert(note_read_checkpoint(text.s, text.len, "archive.example", NULL,
				    &again, &e) == 0);
	assert(memcmp(&c, &again, sizeof(c)) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const uint8_t seed[NOTE_SEED] =
		"a seed that signed nothing here";
	AUTO(note_key_free) struct note_key *k = NULL;

	k = note_key_new("archive.example", seed);
	read_with(data, size, NULL);
	read_with(data, size, k);
	return 0;
}
