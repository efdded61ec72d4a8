/*
 * name.c - names of folders and files.
 *
 * Source: cr.yp.to/proto/maildir.html; the Maildir++ page of Courier; Dovecot's
 * documentation of S= and W=.
 */
#include "target/maildir/maildir-private.h"

#include "base/clock.h"
#include "base/encode.h"
#include "stream/digest.h"
#include "target/utf7.h"

#include <string.h>

#define OURS ".estreat"

/* --- mailboxes --------------------------------------------------------- */

/* Lower case: addresses are written in any, folders are not. */
static void add_lower(struct str *out, const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		str_add_char(out, str_lower(text[i]));
}

/* A slash in the address would lead elsewhere. */
static bool address_ok(const char *mailbox)
{
	const char *at = strrchr(mailbox, '@');

	if (at == NULL || at == mailbox || at[1] == '\0')
		return false;
	for (const char *c = mailbox; *c != '\0'; c++)
		if ((unsigned char)*c < ' ' || *c == 0x7f || *c == '/')
			return false;
	return true;
}

/* No part is "", "." or "..", none begins with a dot. */
static bool parts_ok(const char *path)
{
	bool start = true;

	for (; *path != '\0'; path++) {
		if (start && (*path == '/' || *path == '.'))
			return false;
		start = *path == '/';
	}
	return !start;
}

bool maildir_path(const struct maildir_agent *a, const char *mailbox,
		  struct str *out)
{
	const char *at = strrchr(mailbox, '@');

	if (!address_ok(mailbox))
		return false;
	for (const char *c = a->path; *c != '\0'; c++) {
		if (*c != '%') {
			str_add_char(out, *c);
			continue;
		}
		c++;
		if (*c == 'u')
			add_lower(out, mailbox, strlen(mailbox));
		else if (*c == 'n')
			add_lower(out, mailbox, (size_t)(at - mailbox));
		else if (*c == 'd')
			add_lower(out, at + 1, strlen(at + 1));
		else
			return false;
	}
	return parts_ok(out->s);
}

/* --- folders ----------------------------------------------------------- */

/* What would end the name, part it, or hide it, becomes "-". */
static void add_name(const struct maildir_agent *a, struct str *out,
		     const char *folder)
{
	struct str plain AUTO(str_done) = STR_INIT;

	for (const char *c = folder; *c != '\0'; c++) {
		bool dot =
			*c == '.' && (a->layout == MAILDIR_PLUS || c == folder);

		str_add_char(&plain, *c == '/' || dot ? '-' : *c);
	}
	if (plain.len == 0 || strcmp(plain.s, "cur") == 0 ||
	    strcmp(plain.s, "new") == 0 || strcmp(plain.s, "tmp") == 0)
		str_add_char(&plain, '-');
	utf7_modified(out, plain.s);
}

void maildir_folder_of(const struct maildir_agent *a, const char *folder,
		       struct maildir_folder *out)
{
	*out = (struct maildir_folder){ .parts = { STR_INIT, STR_INIT },
					.dir = STR_INIT };
	if (a->below_inbox)
		str_add(&out->parts[out->n++], "INBOX");
	add_name(a, &out->parts[out->n++], folder);
	for (size_t i = 0; i < out->n; i++) {
		if (a->layout == MAILDIR_PLUS)
			str_add_char(&out->dir, '.');
		else if (i > 0)
			str_add_char(&out->dir, '/');
		str_add(&out->dir, out->parts[i].s);
	}
}

void maildir_folder_done(struct maildir_folder *f)
{
	str_done(&f->parts[0]);
	str_done(&f->parts[1]);
	str_done(&f->dir);
}

/* --- messages ---------------------------------------------------------- */

void maildir_key(const char *message_id, char out[MAILDIR_KEY + 1])
{
	struct digest d = digest_of(message_id, strlen(message_id));

	encode_base32(d.bytes, 16, out);
}

void maildir_unique(const struct agent_message *m, struct str *out)
{
	int64_t s = m->time_us > 0 ? m->time_us / CLOCK_SECOND : 0;
	char key[MAILDIR_KEY + 1];

	maildir_key(m->message_id, key);
	str_addf(out, "%lld.E%s" OURS, (long long)s, key);
}

const char *maildir_key_in(const char *file)
{
	const char *at = strchr(file, '.');
	size_t len;

	if (at == NULL || at[1] != 'E')
		return NULL;
	at += 2;
	len = strcspn(at, ".");
	if (len != MAILDIR_KEY || !str_starts(at + len, OURS))
		return NULL;
	return at;
}
