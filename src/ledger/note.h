/*
 * ledger/note.h - signed notes and checkpoints, as C2SP writes them.
 *
 * A checkpoint is the text
 *
 *	<origin> LF <size, decimal> LF <base64 of the root> LF [more lines]
 *
 * followed by an empty line and signature lines "- <name> <base64 of key id
 * and signature>" (with an em dash). We sign with Ed25519 under the origin's
 * name and add one line "time <RFC 3339>" before the empty line.
 *
 * Source: c2sp.org/signed-note, c2sp.org/tlog-checkpoint.
 */
#ifndef LEDGER_NOTE_H
#define LEDGER_NOTE_H

#include "base/cleanup.h"
#include "ledger/ledger.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define NOTE_SEED 32

struct err;
struct note_key;
struct str;

/* A name signatures can carry: not empty, no white space, no '+'. */
bool note_name_ok(const char *name);

/* The signing key of name from its 32-byte seed. Never fails. */
struct note_key *note_key_new(const char *name, const uint8_t seed[NOTE_SEED])
	__attribute__((returns_nonnull));
void note_key_free(struct note_key *k);
DEFINE_AUTO(struct note_key, note_key_free)

/* Append the verifier key: name+hex key id+base64 of type and public key. */
void note_public(const struct note_key *k, struct str *out);

/* Append text (which ends with LF), an empty line and our signature. */
void note_sign(const struct note_key *k, const char *text, struct str *out);

struct note_checkpoint {
	uint64_t size;
	uint8_t root[LEDGER_HASH];
};

/* Append the three or four lines of a checkpoint's text. */
void note_write_checkpoint(struct str *out, const char *origin,
			   const struct note_checkpoint *c, int64_t now_us);

/*
 * Read a checkpoint. With a key one signature must be that key's; with NULL
 * signatures are not looked at. Errors: ERR_STORE (what is wrong), ERR_USAGE
 * where origin is not the one asked for.
 */
int note_read_checkpoint(const char *note, size_t len, const char *origin,
			 const struct note_key *k, struct note_checkpoint *out,
			 struct err *e);

#endif
