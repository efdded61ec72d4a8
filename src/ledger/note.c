#include "ledger/note.h"

#include "base/clock.h"
#include "base/encode.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"

#include <inttypes.h>
#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

#define KEY_ID    4
#define ED25519   0x01 /* the algorithm's number in key ids */
#define PUBLIC    32
#define SIGNATURE 64
#define DASH      "\xe2\x80\x94 " /* an em dash and a space */

struct note_key {
	char *name;
	EVP_PKEY *pkey;
	uint8_t id[KEY_ID];
	uint8_t public[PUBLIC];
};

bool note_name_ok(const char *name)
{
	for (const char *p = name; *p != '\0'; p++)
		if ((unsigned char)*p <= ' ' || *p == '+' || *p == 0x7f)
			return false;
	return name[0] != '\0';
}

static void set_id(struct note_key *k)
{
	struct str text = STR_INIT;
	uint8_t hash[32];

	str_addf(&text, "%s\n%c", k->name, ED25519);
	str_add_len(&text, k->public, PUBLIC);
	if (!EVP_Digest(text.s, text.len, hash, NULL, EVP_sha256(), NULL))
		mem_exhausted(sizeof(*k));
	memcpy(k->id, hash, KEY_ID);
	str_done(&text);
}

struct note_key *note_key_new(const char *name, const uint8_t seed[NOTE_SEED])
{
	struct note_key *k = NEW(struct note_key);
	size_t len = PUBLIC;

	k->name = mem_strdup(name);
	k->pkey = EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, NULL, seed,
					       NOTE_SEED);
	if (k->pkey == NULL ||
	    !EVP_PKEY_get_raw_public_key(k->pkey, k->public, &len))
		mem_exhausted(sizeof(*k));
	set_id(k);
	return k;
}

void note_key_free(struct note_key *k)
{
	if (k == NULL)
		return;
	EVP_PKEY_free(k->pkey);
	free(k->name);
	free(k);
}

void note_public(const struct note_key *k, struct str *out)
{
	uint8_t typed[1 + PUBLIC] = { ED25519 };
	char id[2 * KEY_ID + 1];

	memcpy(typed + 1, k->public, PUBLIC);
	encode_hex(k->id, KEY_ID, id);
	str_addf(out, "%s+%s+", k->name, id);
	encode_base64(out, typed, sizeof(typed));
}

void note_sign(const struct note_key *k, const char *text, struct str *out)
{
	uint8_t signature[KEY_ID + SIGNATURE];
	size_t len = SIGNATURE;
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();

	memcpy(signature, k->id, KEY_ID);
	if (ctx == NULL ||
	    !EVP_DigestSignInit(ctx, NULL, NULL, NULL, k->pkey) ||
	    !EVP_DigestSign(ctx, signature + KEY_ID, &len,
			    (const uint8_t *)text, strlen(text)))
		mem_exhausted(sizeof(signature));
	EVP_MD_CTX_free(ctx);
	str_addf(out, "%s\n" DASH "%s ", text, k->name);
	encode_base64(out, signature, sizeof(signature));
	str_add_char(out, '\n');
}

void note_write_checkpoint(struct str *out, const char *origin,
			   const struct note_checkpoint *c, int64_t now_us)
{
	char when[CLOCK_TEXT];

	str_addf(out, "%s\n%" PRIu64 "\n", origin, c->size);
	encode_base64(out, c->root, LEDGER_HASH);
	str_addf(out, "\ntime %s\n", clock_rfc3339(now_us, when));
}

/* --- reading ------------------------------------------------------------ */

/* The line at *at without its LF; *at moves behind it. NULL at the end. */
static char *next_line(char **at)
{
	char *line = *at, *end = strchr(line, '\n');

	if (end == NULL)
		return NULL;
	*end = '\0';
	*at = end + 1;
	return line;
}

static bool verifies(const struct note_key *k, const uint8_t *signature,
		     const char *text, size_t len)
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	bool good;

	if (ctx == NULL)
		mem_exhausted(sizeof(*k));
	good = EVP_DigestVerifyInit(ctx, NULL, NULL, NULL, k->pkey) == 1 &&
	       EVP_DigestVerify(ctx, signature, SIGNATURE,
				(const uint8_t *)text, len) == 1;
	EVP_MD_CTX_free(ctx);
	return good;
}

/* Is one of the signature lines ours and good? */
static bool signed_by(const struct note_key *k, const char *text, size_t len,
		      char *lines)
{
	size_t name_len = strlen(k->name);

	for (char *l = next_line(&lines); l != NULL; l = next_line(&lines)) {
		struct str raw AUTO(str_done) = STR_INIT;

		if (!str_starts(l, DASH) ||
		    strncmp(l + strlen(DASH), k->name, name_len) != 0 ||
		    l[strlen(DASH) + name_len] != ' ')
			continue;
		l += strlen(DASH) + name_len + 1;
		if (decode_base64(&raw, l, strlen(l)) &&
		    raw.len == KEY_ID + SIGNATURE &&
		    memcmp(raw.s, k->id, KEY_ID) == 0 &&
		    verifies(k, (const uint8_t *)raw.s + KEY_ID, text, len))
			return true;
	}
	return false;
}

static int parse_text(char *text, const char *origin,
		      struct note_checkpoint *out, struct err *e)
{
	const char *name = next_line(&text), *size = next_line(&text),
		   *root = next_line(&text);
	struct str raw AUTO(str_done) = STR_INIT;
	long long number = 0;

	if (root == NULL || !str_int64(size, &number) || number < 0 ||
	    !decode_base64(&raw, root, strlen(root)) || raw.len != LEDGER_HASH)
		return err_set(e, ERR_STORE, "checkpoint: not in its form");
	if (strcmp(name, origin) != 0)
		return err_set(e, ERR_USAGE,
			       "checkpoint: of the ledger \"%s\", not \"%s\"",
			       name, origin);
	out->size = (uint64_t)number;
	memcpy(out->root, raw.s, LEDGER_HASH);
	return 0;
}

int note_read_checkpoint(const char *note, size_t len, const char *origin,
			 const struct note_key *k, struct note_checkpoint *out,
			 struct err *e)
{
	AUTO(free) char *copy = mem_dup(note, len);
	char *end = strstr(copy, "\n\n");
	struct note_checkpoint c;
	size_t text_len;

	if (end == NULL)
		return err_set(e, ERR_STORE, "checkpoint: not in its form");
	text_len = (size_t)(end - copy) + 1;
	copy[text_len] = '\0';
	if (k != NULL && !signed_by(k, note, text_len, copy + text_len + 1))
		return err_set(e, ERR_STORE,
			       "checkpoint: not signed by this ledger's key, "
			       "or changed since");
	if (parse_text(copy, origin, &c, e) < 0)
		return -1;
	*out = c;
	return 0;
}
