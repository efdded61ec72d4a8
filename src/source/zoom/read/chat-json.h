/*
 * source/zoom/read/chat-json.h - the archived chat as JSON (CHAT_MESSAGE).
 *
 * Why not one call of a JSON library: the file may be large, and may be cut
 * off; so each message is found by counting braces and read by itself. What
 * was whole before the damage is kept, and memory is that of one message.
 *
 * Names, addresses, ids and contents are base64, padding optional; what is
 * not base64 is taken as it stands. Message types: 1 public, 2 private, 3
 * deletion, 4 emoji, 5 nonverbal feedback (its content is a number), 6 edit,
 * 7 reply; others may come.
 *
 * Source: Zoom's schema "Archiving Chat" (2020-12 dialect), with its known
 * contradictions (type 5); times count from the meeting's start (e_time) and
 * from the archiving's (e_archive_time).
 */
#ifndef SOURCE_ZOOM_READ_CHAT_JSON_H
#define SOURCE_ZOOM_READ_CHAT_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct err;
struct reader;

#define CHAT_JSON_MAX                                                          \
	((size_t)8 << 20) /* bytes of one message that is read                 \
			   */

/* The pairs of msg_extended_type that name places and receivers. */
enum chat_place {
	CHAT_MEETING = 1,
	CHAT_WEBINAR,
	CHAT_BREAKOUT,
	CHAT_WAITING,
	CHAT_BACKSTAGE,
};
enum chat_receiver {
	CHAT_EVERYONE = 1,
	CHAT_PANELISTS,
	CHAT_ATTENDEE_CC, /* an attendee, copied to hosts and panelists */
	CHAT_DIRECT,
	CHAT_WAITING_ROOM,
	CHAT_HOSTS, /* from the waiting room */
	CHAT_GROUP, /* private_group_id says which */
};

struct chat_message {
	int64_t type;         /* msg_type; 0 where not given */
	long long meeting_us; /* since the meeting began; -1 not given */
	long long archive_us; /* since the archiving began; -1 */
	int from_place, to_place, receiver; /* 0 not given */
	const char *sender_id, *sender, *sender_email;
	const char *to_id, *to, *to_email;
	const char *id;       /* "" for reactions and feedback */
	const char *original; /* of an edit, a deletion */
	const char *parent;   /* of a reply */
	const char *group;
	const char *content;
	const char *const *files;
	size_t n_files;
};

struct chat_json_sums {
	size_t messages; /* given out */
	size_t damaged;  /* found but not readable */
	bool cut;        /* the file ends inside a message */
};

/*
 * Call message() for each, in the order of the file; texts are valid UTF-8
 * and live as long as the call. 0 with *sums, or -1 with the reader's error.
 */
int chat_json_read(struct reader *r,
		   void (*message)(void *ctx, const struct chat_message *m),
		   void *ctx, struct chat_json_sums *sums, struct err *e);

#endif
