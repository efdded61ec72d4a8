/*
 * convert/convert.h - an item becomes an RFC 5322 message.
 *
 * Why it is pure: a court may ask to make the message again from the raw
 * bytes. The same item and the same configuration give the same bytes on any
 * machine, for ever (promise P3); CONVERT_VERSION changes with every change
 * of what is written, and each message names the version that made it.
 *
 * The message (docs/formats/message.md): headers of design section 5;
 * multipart/mixed { multipart/alternative { text/plain, text/html },
 * artefacts under their own names and types, participants.csv, the raw
 * answers }. Strictly CRLF, lines of at most 78 characters, 7 bit. Only a
 * line that holds one Message-ID is longer where the domain has more than 22
 * characters: it cannot be folded.
 *
 * Source: RFC 5322, 2045-2047, 2183, 2231; Message-ID and Date as the
 * design says: both are functions of the item alone.
 */
#ifndef CONVERT_CONVERT_H
#define CONVERT_CONVERT_H

#include "base/cleanup.h"
#include "base/str.h"

#include <stddef.h>
#include <stdint.h>

struct err;
struct item;
struct item_person;
struct item_ref;

#define CONVERT_VERSION    "1"

#define CONVERT_HEADER_MAX 2000 /* bytes of a value */

/* A fixed header a connector adds: "X-KVS-MessageType: ZoomMeetings". */
struct convert_header {
	const char *name;  /* printable ASCII without colon, at most 70 */
	const char *value; /* UTF-8, one line */
};

struct convert_config {
	const char *domain; /* right side of Message-IDs: a host name */
	const struct convert_header *headers;
	size_t n_headers;
};

struct convert_message {
	struct str skeleton;   /* mime/skeleton.h */
	struct str message_id; /* with angle brackets */
	struct str subject;    /* UTF-8, unfolded */
	int64_t date_us;
	uint64_t size; /* of the rendered message, bytes */
};
void convert_message_done(struct convert_message *m);
static inline void convert_message_done_auto(struct convert_message *m)
{
	convert_message_done(m);
}

/*
 * "<base32(sha256(source, tenant, kind, id, version))@domain>", the parts
 * joined by NUL bytes, appended to out.
 */
void convert_message_id(struct str *out, const struct convert_config *cfg,
			const char *source, const char *tenant,
			const struct item_ref *ref);

/*
 * 0 with *out filled (it must be zeroed or STR_INIT before), or -1
 * (ERR_ITEM) where a limit of the format is reached; the text says which.
 */
int convert_item(const struct item *it, const struct convert_config *cfg,
		 struct convert_message *out, struct err *e);

/*
 * The address by which a participant is looked up in the directory, appended
 * to out: the one the source gave, whatever it looks like; where it gave none,
 * the one that From and To show (docs/formats/message.md, Addresses). Never
 * "".
 */
void convert_address(struct str *out, const struct item *it,
		     const struct item_person *p);

/*
 * Check a header a person wants added. 0, or -1 (ERR_USAGE) saying what is
 * wrong: names that the message has already are refused.
 */
int convert_header_check(const char *name, const char *value, struct err *e);

#endif
