/* target/maildir/maildir-private.h - what the files of the agent share. */
#ifndef TARGET_MAILDIR_MAILDIR_PRIVATE_H
#define TARGET_MAILDIR_MAILDIR_PRIVATE_H

#include "target/maildir/maildir.h"

#include <sys/types.h>

enum maildir_layout {
	MAILDIR_PLUS, /* Maildir++: Maildir/.INBOX.Zoom Meetings/ */
	MAILDIR_FS,   /* Maildir/INBOX/Zoom Meetings/ */
};

struct maildir_agent {
	struct agent base;
	struct host host;
	const char *root; /* the only folder where links are followed */
	const char *path; /* "%d/%n", below root */
	enum maildir_layout layout;
	bool below_inbox; /* folders are INBOX.NAME, else NAME */
	bool seen, create;
	mode_t mode; /* of files; folders get x where it has r */
	bool owned;  /* by uid and gid; else by whom the folder belongs to */
	uid_t uid;
	gid_t gid;
	size_t sessions;
};

extern const struct setting maildir_settings[];
/* settings.c. Errors: ERR_USAGE. */
int maildir_settings_read(struct maildir_agent *a, struct err *e);

/* Why a mailbox, or a message of it, cannot be served now. */
struct maildir_stop {
	enum agent_outcome outcome;
	struct str reason;
};
#define MAILDIR_STOP_INIT ((struct maildir_stop){ .reason = STR_INIT })
static inline void maildir_stop_done_auto(struct maildir_stop *s)
{
	str_done(&s->reason);
}

/*
 * trouble.c: what errno sys means, met at `what`. 1: stop has it (it reaches
 * as far as the mailbox, or with AGENT_TOO_LARGE the message); -1: ERR_RETRY,
 * nothing can be written there for now.
 */
int maildir_trouble(int sys, const char *what, struct maildir_stop *stop,
		    struct err *e);

/* --- name.c: pure ------------------------------------------------------ */

/*
 * The mailbox's folder below root, parts joined by "/": "example.com/anna".
 * False where the address has none (a part would be "", begin with a dot, or
 * hold a slash or control character).
 */
bool maildir_path(const struct maildir_agent *a, const char *mailbox,
		  struct str *out);

/* Parts of a folder's path below the Maildir, in modified UTF-7. */
struct maildir_folder {
	struct str parts[2]; /* of the name in the hierarchy, for subscribing */
	size_t n;
	struct str dir; /* ".INBOX.Zoom Meetings", "INBOX/Zoom Meetings" */
};
void maildir_folder_of(const struct maildir_agent *a, const char *folder,
		       struct maildir_folder *out);
void maildir_folder_done(struct maildir_folder *f);
static inline void maildir_folder_done_auto(struct maildir_folder *f)
{
	maildir_folder_done(f);
}

/* Of a message, the same in each attempt: "1772359200.E....estreat". */
#define MAILDIR_KEY 26
void maildir_key(const char *message_id, char out[MAILDIR_KEY + 1]);
void maildir_unique(const struct agent_message *m, struct str *out);
/* The key in a file's name, MAILDIR_KEY bytes; NULL: not one of ours. */
const char *maildir_key_in(const char *file);

/* --- folder.c, subscribe.c --------------------------------------------- */

/* A folder that messages go into. */
struct maildir_place {
	int dir, tmp, new, cur; /* -1: not open */
};
#define MAILDIR_PLACE_INIT ((struct maildir_place){ -1, -1, -1, -1 })
void maildir_place_close(struct maildir_place *p);
static inline void maildir_place_close_auto(struct maildir_place *p)
{
	maildir_place_close(p);
}

/*
 * The mailbox's Maildir, opened; made where the settings want it. The
 * descriptor is in *out. 1: stopped. Errors: those of deliver.
 */
int maildir_open_box(const struct maildir_agent *a, const char *mailbox,
		     int *out, struct maildir_stop *stop, struct err *e);
/* A folder of it, made and subscribed to where it is not there. */
int maildir_open_place(const struct maildir_agent *a, int box,
		       const char *folder, struct maildir_place *out,
		       struct maildir_stop *stop, struct err *e);
/* Owner and mode of what was made in dir, as the settings have it; -1: errno.
 */
int maildir_own(const struct maildir_agent *a, int dir, int fd, mode_t mode);

/* A line in the file `subscriptions` of the Maildir, once. 1: stopped. */
int maildir_subscribe(const struct maildir_agent *a, int box,
		      const struct maildir_folder *f, struct maildir_stop *stop,
		      struct err *e);
/* Append what the file has to hold; false: it is in there. */
bool maildir_subscribed(const char *old, size_t len,
			const struct maildir_folder *f, char separator,
			struct str *out);

/* --- message.c, find.c ------------------------------------------------- */

/*
 * Write a message and give it its name. 0: it has the outcome AGENT_UNKNOWN
 * until the folder is synced, or AGENT_PRESENT; 1: stopped; -1.
 */
int maildir_write(const struct maildir_agent *a, const struct maildir_place *p,
		  struct agent_message *m, struct maildir_stop *stop,
		  struct err *e);
/* Those of list that are uncertain and there become AGENT_PRESENT. */
int maildir_find(const struct maildir_place *p, struct agent_message *list,
		 size_t n, struct maildir_stop *stop, struct err *e);

/* deliver.c, check.c: as agent.h has them. */
int maildir_deliver(struct agent_session *base, const char *mailbox,
		    struct agent_message *list, size_t n, struct err *e);
int maildir_check(struct agent *a, const char *mailbox, const struct check *to,
		  struct err *e);

#endif
