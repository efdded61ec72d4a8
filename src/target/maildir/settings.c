#include "target/maildir/maildir-private.h"

#include "base/err.h"
#include "base/mem.h"

#include <grp.h>
#include <pwd.h>
#include <string.h>

const struct setting maildir_settings[] = {
	{ "root", NULL, true, false,
	  "the folder below which the mailboxes' Maildirs lie", NULL },
	{ "path", "%d/%n", false, false,
	  "a mailbox's Maildir below root: %u the address, %n the part before "
	  "the @, %d the domain",
	  NULL },
	{ "layout", "maildir++", false, false,
	  "maildir++ (.INBOX.Zoom Meetings) or fs (INBOX/Zoom Meetings)",
	  NULL },
	{ "below", "inbox", false, false,
	  "where folders go: inbox, or root where the server's namespace is "
	  "INBOX. itself",
	  NULL },
	{ "create", "no", false, false,
	  "make a Maildir that is not there (yes), or wait for it (no)", NULL },
	{ "seen", "yes", false, false,
	  "copies arrive marked as read (yes or no)", NULL },
	{ "mode", "0600", false, false, "of files, octal; folders get x too",
	  NULL },
	{ "owner", NULL, false, false,
	  "user:group that files are given to; else to whom the Maildir "
	  "belongs",
	  NULL },
	{ "connections", "4", false, false,
	  "mailboxes that are written to at the same time", NULL },
	{ NULL },
};

static const char *get(const struct maildir_agent *a, const char *name)
{
	return setting_of(maildir_settings, &a->host, name);
}

static int read_mode(struct maildir_agent *a, struct err *e)
{
	const char *text = get(a, "mode");
	size_t len = strspn(text, "01234567");

	if (text[len] != '\0' || len < 3 || len > 4)
		return err_set(e, ERR_USAGE,
			       "mode: \"%s\" is no octal number such as 0600",
			       text);
	a->mode = (mode_t)strtoul(text, NULL, 8);
	if ((a->mode & 0600) != 0600 || (a->mode & 07111) != 0)
		return err_set(e, ERR_USAGE,
			       "mode: \"%s\": its owner has to read and write, "
			       "nobody to execute",
			       text);
	return 0;
}

/* Looked up once, before threads: these functions have one buffer. */
static int read_owner(struct maildir_agent *a, struct err *e)
{
	const char *text = get(a, "owner");
	const char *colon = strchr(text, ':');
	AUTO(free) char *user = NULL;
	char buf[4096];
	struct passwd pw, *has_pw = NULL;
	struct group gr, *has_gr = NULL;

	if (text[0] == '\0')
		return 0;
	if (colon == NULL)
		return err_set(e, ERR_USAGE, "owner: \"%s\" is not USER:GROUP",
			       text);
	user = mem_dup(text, (size_t)(colon - text));
	(void)getpwnam_r(user, &pw, buf, sizeof(buf), &has_pw);
	if (has_pw == NULL)
		return err_set(e, ERR_USAGE, "owner: no user \"%s\" here",
			       user);
	a->uid = pw.pw_uid;
	(void)getgrnam_r(colon + 1, &gr, buf, sizeof(buf), &has_gr);
	if (has_gr == NULL)
		return err_set(e, ERR_USAGE, "owner: no group \"%s\" here",
			       colon + 1);
	a->gid = gr.gr_gid;
	a->owned = true;
	return 0;
}

static int read_paths(struct maildir_agent *a, struct err *e)
{
	struct str sample AUTO(str_done) = STR_INIT;

	a->root = get(a, "root");
	a->path = get(a, "path");
	if (a->root[0] == '\0')
		return err_set(e, ERR_USAGE, "root is not set");
	if (a->root[0] != '/')
		return err_set(e, ERR_USAGE,
			       "root: \"%s\" does not begin with /", a->root);
	if (!maildir_path(a, "anna@example.com", &sample))
		return err_set(
			e, ERR_USAGE,
			"path: \"%s\" is not made of names and %%u, %%n, "
			"%%d, parted by /",
			a->path);
	if (strstr(a->path, "%u") == NULL && strstr(a->path, "%n") == NULL)
		return err_set(e, ERR_USAGE,
			       "path: \"%s\" is the same for all mailboxes: it "
			       "needs %%u or %%n",
			       a->path);
	return 0;
}

int maildir_settings_read(struct maildir_agent *a, struct err *e)
{
	static const char *const layouts[] = { "maildir++", "fs", NULL };
	static const char *const places[] = { "inbox", "root", NULL };
	static const char *const yes_no[] = { "yes", "no", NULL };
	const struct setting *table = maildir_settings;
	struct setting_range range = { 1, 1000 };
	int layout = 0, below = 0, create = 0, seen = 0;
	long long sessions = 4;

	if (read_paths(a, e) < 0 || read_mode(a, e) < 0 ||
	    read_owner(a, e) < 0 ||
	    setting_choice(table, &a->host, "layout", layouts, &layout, e) <
		    0 ||
	    setting_choice(table, &a->host, "below", places, &below, e) < 0 ||
	    setting_choice(table, &a->host, "create", yes_no, &create, e) < 0 ||
	    setting_choice(table, &a->host, "seen", yes_no, &seen, e) < 0 ||
	    setting_number(table, &a->host, "connections", range, &sessions,
			   e) < 0)
		return -1;
	a->layout = (enum maildir_layout)layout;
	a->below_inbox = below == 0;
	a->create = create == 0;
	a->seen = seen == 0;
	a->sessions = (size_t)sessions;
	return 0;
}
