/*
 * sandbox/webex/post.h - one post of the million: when, where, who, what,
 * and what became of it. A function of its number; nothing is stored.
 */
#ifndef SANDBOX_WEBEX_POST_H
#define SANDBOX_WEBEX_POST_H

#include "world.h"

#define WX_EDITS_MAX   3
#define WX_FILES_MAX   2
#define WX_ANSWERS_MAX 2
#define WX_NO_POST     UINT32_MAX

/* How the malware scan of a file ends. */
enum wx_scan { WX_CLEAN, WX_INFECTED, WX_UNSCANNABLE };

struct wx_post {
	uint32_t n;
	uint64_t seed;
	const struct wx_space *space;
	const struct wx_who *from;
	int64_t at_us;
	uint32_t parent; /* first post of the thread, or WX_NO_POST */
	unsigned int n_edits;
	int64_t edited_us[WX_EDITS_MAX];
	int64_t deleted_us; /* WX_NEVER */
	bool by_moderator;  /* the deletion */
	unsigned int n_files;
	enum wx_scan scan[WX_FILES_MAX];
	int64_t scanned_us[WX_FILES_MAX]; /* 423 before */
	const struct wx_who *mentioned;   /* NULL */
	bool mentions_all;
	bool card;              /* by a bot */
	unsigned int n_answers; /* to the card */
	bool external_file;     /* lies in somebody's ECM */
	bool voice;             /* the file is a voice clip */
	int64_t readable_us;    /* the key server fails before */
};

/* Time and place alone: the cheap part. */
int64_t wx_post_at(const struct wx_world *w, uint32_t n);
uint32_t wx_post_space(const struct wx_world *w, uint32_t n);

/* Edits, deletion, card answers: what the list of acts is made of. */
void wx_post_life(struct wx_post *p, const struct wx_world *w, uint32_t n);

/* All of it; the world must be whole. */
void wx_post_make(struct wx_post *p, const struct wx_world *w, uint32_t n);

/* Text of a version: 0 as posted, else after that edit. */
void wx_post_add_text(struct str *out, const struct wx_post *p,
		      unsigned int version);

/* Which version is current; at least 0. */
unsigned int wx_post_version_at(const struct wx_post *p, int64_t at_us);

/* The i-th answer to its card: when and who. */
int64_t wx_answer_at(const struct wx_post *p, unsigned int i);
const struct wx_who *wx_answer_from(const struct wx_world *w,
				    const struct wx_post *p, unsigned int i);

/* File i: its name, its bytes, its media type. */
void wx_file_add_name(struct str *out, const struct wx_post *p, unsigned int i);
void wx_file_add(struct str *out, const struct wx_post *p, unsigned int i);
const char *wx_file_type(const char *name);

#endif
