/*
 * sandbox/ringcentral/messages.h - SMS, faxes, voicemails and pager messages
 * of the users' message stores.
 *
 * Why: a message has no address but a telephone number; its text is an
 * attachment too; a voicemail's transcription comes later than the
 * voicemail; the user deletes it, and after some time more it is purged:
 * then a listing still tells of it, without what it said. A store goes with
 * its extension.
 */
#ifndef SANDBOX_RINGCENTRAL_MESSAGES_H
#define SANDBOX_RINGCENTRAL_MESSAGES_H

#include "world.h"

#include "stream/digest.h"

struct str;

enum ring_message_type {
	RING_SMS,
	RING_FAX,
	RING_VOICEMAIL,
	RING_PAGER,
};

#define RING_ATTACHMENTS 2

struct ring_attachment {
	int64_t id;
	const char *type;         /* "MmsAttachment" */
	const char *content_type; /* "image/jpeg" */
	int64_t from_us;          /* listed, and there, since */
};

struct ring_message {
	uint64_t number, seed;
	int64_t id;
	enum ring_message_type type;
	bool inbound;
	const struct person *owner;
	const struct person *peer; /* a colleague; NULL: somebody outside */
	char peer_phone[RING_ID];
	int64_t conversation;
	int64_t at_us;
	int64_t deleted_us, purged_us; /* INT64_MAX: never */
	int64_t gone_us;               /* record and all */
	int seconds, pages;            /* of a voicemail; of a fax */
	struct ring_attachment attachments[RING_ATTACHMENTS];
	size_t n_attachments;
};

/* The i-th message of a day. */
void ring_message_make(struct ring_message *m, const struct ring_world *w,
		       int64_t day, size_t i);
size_t ring_messages_on(const struct ring_world *w, int64_t day);

/* By id; false: there is none. */
bool ring_message_find(struct ring_message *m, const struct ring_world *w,
		       int64_t id);

/* "SMS" */
const char *ring_message_type_name(enum ring_message_type type);

/* When it last changed, as of now: created, transcribed, deleted, purged. */
int64_t ring_message_changed(const struct ring_message *m, int64_t now_us);

/* Append the words of an SMS or pager message. */
void ring_message_text(struct str *out, const struct ring_message *m);

/* Append the bytes of an attachment. */
void ring_attachment_bytes(struct str *out, const struct ring_message *m,
			   size_t i);

#endif
