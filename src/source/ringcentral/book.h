/*
 * source/ringcentral/book.h - the chats of an export and the people in them.
 *
 * Why: a post names its author and its chat by number; who is in the chat,
 * and under which address, stands in other folders of the export. They are
 * read first and kept here, cut down to what a message needs, so that each
 * day of a chat can be given its chat and people beside its posts.
 *
 *	book_new -> book_add ... -> book_ready -> book_beside ... ->
 *rc_book_free
 *
 * Memory grows with chats, memberships and people, not with posts. The same
 * record told twice counts once, the last time.
 */
#ifndef SOURCE_RINGCENTRAL_BOOK_H
#define SOURCE_RINGCENTRAL_BOOK_H

#include "base/cleanup.h"
#include "source/ringcentral/export.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct book;
struct err;
struct str;

struct book *rc_book_new(void);
void rc_book_free(struct book *b);
DEFINE_AUTO(struct book, rc_book_free)

/* A record of the folders chats, members, guests and files. */
void rc_book_add(struct book *b, enum export_folder folder,
		 const json_t *record);

/* All has been added: may be asked from now on. */
void rc_book_ready(struct book *b);

/*
 * Append what is told beside a chat's day:
 *
 *	{"chat":{...},"people":[{"id":..,"name":..,"email":..,"guest":true,
 *				 "member":false,"gone":true}]}
 *
 * "gone": the account is closed; "member": not in the chat (any more). `more`
 *are ids of people that are to be in it, members or not. A chat that the export
 *does not tell of is there with its id alone.
 */
void rc_book_beside(struct book *b, const char *chat, const char *const *more,
		    size_t n_more, struct str *out);

/* Append {"people":[{...}]} of one person. */
void rc_book_person(struct book *b, const char *id, struct str *out);

/* Is this person a member or guest of the chat, with an account? */
bool rc_book_has(struct book *b, const char *chat, const char *id);

/* For people: the name of the chat, or of those in it; "" unknown. Valid
   until the next call. */
const char *rc_book_chat_name(struct book *b, const char *chat);

/*
 * Has this chat's day been told of before, last? Remembers it: one day a
 * chat, so that days told one after the other are told once each.
 */
bool rc_book_day_told(struct book *b, const char *chat, int64_t day_us);

/* A file of the export, and where it belongs if nothing else says it. */
struct book_file {
	const char *id, *chat, *creator;
	int64_t made_us;
	bool told;
};

/* Is it in the export's own list of files? */
bool rc_book_file_known(const struct book *b, const char *id);
/* This one has been told of. */
void rc_book_file_told(struct book *b, const char *id);

/* Those that have not, by id; each() returns 0, or -1 to end it. */
int rc_book_each_file(struct book *b,
		      int (*each)(void *ctx, const struct book_file *f,
				  struct err *e),
		      void *ctx, struct err *e);

size_t rc_book_chats(const struct book *b);

#endif
