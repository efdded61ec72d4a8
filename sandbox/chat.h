/*
 * sandbox/chat.h - what was written during a meeting, and the two files
 * Zoom makes of it.
 *
 * Why: the same conversation reaches an archive in forms that differ in
 * what they keep. The TXT of a recording has the public lines; the TXT of
 * the archive has the direct ones too, and addresses; only the archive's
 * JSON has replies, reactions, files, edits and deletions. The chat knows
 * what happened, each form shows its part, and the truth tells it all.
 *
 * Source: KB0067413; the "archived JSON schema" page of developers.zoom.us
 * (fields in base64, times in HH:MM:SS since start).
 */
#ifndef SANDBOX_CHAT_H
#define SANDBOX_CHAT_H

#include "cast.h"

#include <jansson.h>

struct str;

enum chat_kind { /* values of msg_type in the archive's JSON */
		 CHAT_PUBLIC = 1,
		 CHAT_PRIVATE = 2,
		 CHAT_DELETE = 3,
		 CHAT_REACTION = 4,
		 CHAT_FEEDBACK = 5, /* raised hand and so on */
		 CHAT_EDIT = 6,
		 CHAT_REPLY = 7,
		 CHAT_GROUP = 8, /* msg_type 2 to a private group; not Zoom's
				    number */
};

struct chat_event {
	enum chat_kind kind;
	int64_t at_us;
	const struct member *from;
	const struct member *to;        /* private: whom */
	const struct chat_event *about; /* delete, edit, reaction, reply */
	const char *text;               /* "" for a deletion */
	const char *file;               /* name of a shared file, NULL */
	char id[33];                    /* hex; in the files in base64 */
};

struct chat {
	struct chat_event *all; /* by time */
	size_t n;
	const struct member *group[3]; /* members of the private group */
	size_t n_group;
	struct cast cast;
	const struct meeting *m;
};

/* When archiving starts: a little after the meeting. */
#define ARCHIVING_LAG_US (2 * INT64_C(1000000))

bool chat_exists(const struct meeting *m);
void chat_make(struct chat *c, const struct tenant *t, const struct meeting *m);
void chat_done(struct chat *c);
static inline void chat_done_auto(struct chat *c)
{
	chat_done(c);
}

/* The public lines; and those to one person too, with addresses. */
void chat_add_recording_txt(struct str *out, const struct chat *c);
void chat_add_archive_txt(struct str *out, const struct chat *c);
void chat_add_archive_json(struct str *out, const struct chat *c);
/* SUB_GROUP_MEMBER_LOG: who is in the private group. */
void chat_add_group_log(struct str *out, const struct chat *c);

/* Messages in the archive's form: number_of_messages. */
size_t chat_count(const struct chat *c, bool json);

/* What really happened: an array for the truth. */
json_t *chat_truth(const struct chat *c);

#endif
