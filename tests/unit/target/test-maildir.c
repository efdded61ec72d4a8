/* Names, the file subscriptions, what errno means, and links. */
#include "../t.h"

#include "base/err.h"
#include "base/mem.h"
#include "stream/reader.h"
#include "target/maildir/maildir-private.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

T(where_mailboxes_lie)
{
	static const struct {
		const char *label, *path, *mailbox, *want; /* NULL: nowhere */
	} rows[] = {
		{ "usual", "%d/%n", "anna@example.com", "example.com/anna" },
		{ "whole", "%u", "anna@example.com", "anna@example.com" },
		{ "any letters", "%d/%n/Maildir", "Anna@Example.COM",
		  "example.com/anna/Maildir" },
		{ "no address", "%d/%n", "anna", NULL },
		{ "no domain", "%d/%n", "anna@", NULL },
		{ "no name", "%d/%n", "@example.com", NULL },
		{ "upwards", "%d/%n", "..@example.com", NULL },
		{ "upwards by the domain", "%d/%n", "anna@..", NULL },
		{ "elsewhere", "%d/%n", "../../etc/x@example.com", NULL },
		{ "a slash", "%d/%n", "a/b@example.com", NULL },
		{ "hidden", "%d/%n", ".anna@example.com", NULL },
		{ "a line", "%d/%n", "a\nb@example.com", NULL },
		{ "absolute", "/%n", "anna@example.com", NULL },
		{ "empty part", "%d//%n", "anna@example.com", NULL },
		{ "at its end", "%n/", "anna@example.com", NULL },
		{ "no such letter", "%h", "anna@example.com", NULL },
		{ "a percent", "%n%", "anna@example.com", NULL },
		{ "two at signs", "%d/%n", "a@b@example.com",
		  "example.com/a@b" },
	};

	T_EACH(row, rows) {
		struct maildir_agent a = { .path = row->path };
		struct str out AUTO(str_done) = STR_INIT;
		bool got = maildir_path(&a, row->mailbox, &out);

		T_EQ_INT(got, row->want != NULL);
		if (row->want != NULL)
			T_EQ_STR(out.s, row->want);
	}
}

T(where_folders_lie)
{
	static const struct {
		const char *label;
		enum maildir_layout layout;
		bool below;
		const char *folder, *want;
	} rows[] = {
		{ "below", MAILDIR_PLUS, true, "Zoom Meetings",
		  ".INBOX.Zoom Meetings" },
		{ "root", MAILDIR_PLUS, false, "Zoom Meetings",
		  ".Zoom Meetings" },
		{ "fs", MAILDIR_FS, true, "Zoom Meetings",
		  "INBOX/Zoom Meetings" },
		{ "fs, root", MAILDIR_FS, false, "Webex", "Webex" },
		{ "a dot parts", MAILDIR_PLUS, true, "a.b", ".INBOX.a-b" },
		{ "a dot does not part", MAILDIR_FS, true, "a.b", "INBOX/a.b" },
		{ "hidden", MAILDIR_FS, false, ".ssh", "-ssh" },
		{ "upwards", MAILDIR_FS, true, "../../x", "INBOX/-.-..-x" },
		{ "one of its own", MAILDIR_FS, false, "cur", "cur-" },
		{ "none", MAILDIR_FS, false, "", "-" },
		{ "letters", MAILDIR_PLUS, true,
		  "R\xc3\xa4ume & H\xc3\xb6"
		  "fe",
		  ".INBOX.R&AOQ-ume &- H&APY-fe" },
	};

	T_EACH(row, rows) {
		struct maildir_agent a = { .layout = row->layout,
					   .below_inbox = row->below };
		struct maildir_folder f AUTO(maildir_folder_done) = { 0 };

		maildir_folder_of(&a, row->folder, &f);
		T_EQ_STR(f.dir.s, row->want);
	}
}

T(names_of_files)
{
	struct agent_message m = { .message_id = "<1@x>",
				   .time_us = INT64_C(1772359200123456) };
	struct str name AUTO(str_done) = STR_INIT;
	struct str again AUTO(str_done) = STR_INIT;
	char key[MAILDIR_KEY + 1];
	const char *found;

	maildir_unique(&m, &name);
	maildir_unique(&m, &again);
	T_EQ_STR(name.s, again.s);
	T_OK(str_starts(name.s, "1772359200.E"));
	maildir_key(m.message_id, key);
	str_add(&name, ",S=5,W=7:2,FRS");
	found = maildir_key_in(name.s);
	T_OK(found != NULL && memcmp(found, key, MAILDIR_KEY) == 0);
	T_OK(maildir_key_in("1772359200.M1P2.host,S=5:2,S") == NULL);
	T_OK(maildir_key_in("1772359200.Eabc.estreat") == NULL);
	T_OK(maildir_key_in("nothing") == NULL);
	T_OK(maildir_key_in("") == NULL);
}

T(subscriptions)
{
	static const struct {
		const char *label, *old, *new; /* NULL: it is in there */
	} rows[] = {
		{ "no file", "", "V\t2\n\nINBOX\tZoom\n" },
		{ "first version", "Sent\n", "Sent\nINBOX.Zoom\n" },
		{ "no line end", "Sent", "Sent\nINBOX.Zoom\n" },
		{ "second version", "V\t2\n\nSent\n",
		  "V\t2\n\nSent\nINBOX\tZoom\n" },
		{ "there", "Sent\nINBOX.Zoom\nTrash\n", NULL },
		{ "there, at the end", "INBOX.Zoom", NULL },
		{ "there, second", "V\t2\n\nINBOX\tZoom\n", NULL },
		{ "longer", "INBOX.Zoom 2\n", "INBOX.Zoom 2\nINBOX.Zoom\n" },
	};
	struct maildir_agent a = { .below_inbox = true };
	struct maildir_folder f AUTO(maildir_folder_done) = { 0 };

	maildir_folder_of(&a, "Zoom", &f);
	T_EACH(row, rows) {
		struct str out AUTO(str_done) = STR_INIT;
		bool got = maildir_subscribed(row->old, strlen(row->old), &f,
					      '.', &out);

		T_EQ_INT(got, row->new != NULL);
		T_EQ_STR(out.s, row->new != NULL ? row->new : "");
	}
}

T(troubles)
{
	static const struct {
		const char *label;
		int sys, got;
		enum agent_outcome outcome;
		const char *words;
	} rows[] = {
		{ "disk", ENOSPC, -1, 0, "make room in this file system" },
		{ "read-only", EROFS, -1, 0, "writable" },
		{ "disk broken", EIO, -1, 0, "system's log" },
		{ "quota", EDQUOT, 1, AGENT_FULL, "quota" },
		{ "rights", EACCES, 1, AGENT_FORBIDDEN, "let the user" },
		{ "owner", EPERM, 1, AGENT_FORBIDDEN, "owner" },
		{ "size", EFBIG, 1, AGENT_TOO_LARGE, "limit" },
		{ "a link", ELOOP, 1, AGENT_MAILBOX, "link" },
		{ "other", EBUSY, 1, AGENT_MAILBOX, "later" },
	};

	T_EACH(row, rows) {
		struct maildir_stop stop AUTO(maildir_stop_done) =
			MAILDIR_STOP_INIT;
		struct err e = ERR_INIT;
		char text[512] = "";
		int got = maildir_trouble(row->sys, "here", &stop, &e);

		T_EQ_INT(got, row->got);
		if (got < 0) {
			T_EQ_INT(e.kind, ERR_RETRY);
			(void)err_str(&e, text, sizeof(text));
		} else {
			T_EQ_INT(stop.outcome, row->outcome);
		}
		T_OK(strstr(got < 0 ? text : stop.reason.s, row->words) !=
		     NULL);
	}
}

/* --- settings, links --------------------------------------------------- */

static const char *given[10][2];

static const char *setting(void *ctx, const char *name)
{
	(void)ctx;
	for (int i = 0; i < 10 && given[i][0] != NULL; i++)
		if (strcmp(given[i][0], name) == 0)
			return given[i][1];
	return NULL;
}

static const struct host host = { .setting = setting };

T(settings)
{
	static const struct {
		const char *label, *name, *value, *words; /* NULL: it opens */
	} rows[] = {
		{ "root alone", "seen", "no", NULL },
		{ "relative", "root", "mail", "begin with /" },
		{ "path", "path", "../%n", "path" },
		{ "one for all", "path", "mail", "same for all" },
		{ "mode", "mode", "0640", NULL },
		{ "mode", "mode", "0400", "read and write" },
		{ "mode", "mode", "0700", "execute" },
		{ "mode", "mode", "rw", "octal" },
		{ "layout", "layout", "mbox", "none of maildir++, fs" },
		{ "owner", "owner", "root:root", NULL },
		{ "owner", "owner", "root", "USER:GROUP" },
		{ "owner", "owner", "nobody-7:root", "no user" },
		{ "owner", "owner", "root:nobody-7", "no group" },
	};

	T_EACH(row, rows) {
		struct agent *a = NULL;
		struct err e = ERR_INIT;
		char text[512];
		int got;

		given[0][0] = row->name;
		given[0][1] = row->value;
		given[1][0] = "root";
		given[1][1] = "/tmp";
		given[2][0] = NULL;
		got = agent_find("maildir")->open(&a, &host, &e);
		T_EQ_INT(got, row->words == NULL ? 0 : -1);
		if (got < 0) {
			T_EQ_INT(e.kind, ERR_USAGE);
			T_OK(row->words != NULL &&
			     strstr(err_str(&e, text, sizeof(text)),
				    row->words) != NULL);
		}
		agent_close(a);
	}
}

static int open_mail(void *ctx, struct reader **out, struct err *e)
{
	(void)e;
	*out = reader_mem(ctx, strlen(ctx));
	return 0;
}

static enum agent_outcome bring_one(const char *root, char *text,
				    bool uncertain, const char *seen)
{
	struct agent *a = NULL;
	struct agent_session *s = NULL;
	struct agent_message m = { .message_id = "<1@x>",
				   .folder = "Zoom",
				   .size = strlen(text),
				   .uncertain = uncertain,
				   .open = open_mail,
				   .ctx = text,
				   .reason = STR_INIT,
				   .place = STR_INIT };
	struct err e = ERR_INIT;

	given[0][0] = "root";
	given[0][1] = root;
	given[1][0] = "path";
	given[1][1] = "%n";
	given[2][0] = "seen";
	given[2][1] = seen;
	given[3][0] = NULL;
	T_EQ_INT(agent_find("maildir")->open(&a, &host, &e), 0);
	T_EQ_INT(a->ops->session(a, &s, &e), 0);
	T_EQ_INT(a->ops->deliver(s, "anna@x", &m, 1, &e), 0);
	agent_session_close(s);
	agent_close(a);
	str_done(&m.reason);
	str_done(&m.place);
	return m.outcome;
}

/* Each place where an owner could put a link to somebody else's. */
T(links_are_not_followed)
{
	static const struct {
		const char *label, *made, *link, *to;
	} rows[] = {
		{ "the Maildir", NULL, "anna", "other" },
		{ "a folder", "anna", "anna/.INBOX.Zoom", "../other" },
		{ "its files", "anna/.INBOX.Zoom", "anna/.INBOX.Zoom/cur",
		  "../../other" },
		{ "subscriptions", "anna", "anna/subscriptions",
		  "../other/secret" },
	};

	T_EACH(row, rows) {
		char root[] = "/tmp/test-maildir-XXXXXX", text[] = "A: b\r\n";
		int dir;

		T_OK(mkdtemp(root) != NULL);
		dir = open(root, O_RDONLY | O_DIRECTORY);
		T_OK(mkdirat(dir, "other", 0700) == 0);
		if (row->made != NULL)
			T_OK(mkdirat(dir, "anna", 0700) == 0);
		if (row->made != NULL && strchr(row->made, '/') != NULL)
			T_OK(mkdirat(dir, row->made, 0700) == 0);
		T_OK(symlinkat(row->to, dir, row->link) == 0);
		T_EQ_INT(bring_one(root, text, false, "yes"), AGENT_MAILBOX);
		/* nothing was put there */
		T_OK(unlinkat(dir, "other", AT_REMOVEDIR) == 0);
		(void)close(dir);
	}
}

/* --- once -------------------------------------------------------------- */

/* The one file of a folder: renamed to where a reader puts it; how many. */
static int reader_moves(int from, int to, const char *flags)
{
	DIR *d = fdopendir(dup(from));
	struct dirent *entry;
	int n = 0;

	if (d == NULL)
		return -1;
	rewinddir(d);
	while ((entry = readdir(d)) != NULL) {
		AUTO(free) char *name = NULL;

		if (entry->d_name[0] == '.' || n++ > 0)
			continue;
		name = str_printf("%.*s%s", (int)strcspn(entry->d_name, ":"),
				  entry->d_name, flags);
		T_OK(renameat(from, entry->d_name, to, name) == 0);
	}
	(void)closedir(d);
	return n;
}

/* P4: what a reader does to its name does not hide a copy. */
T(a_copy_is_found_wherever_it_is)
{
	static const struct {
		const char *label, *seen, *from, *to, *flags;
	} rows[] = {
		{ "as it was", "yes", "cur", "cur", ":2,S" },
		{ "other flags", "yes", "cur", "cur", ":2,FRS" },
		{ "no flags", "yes", "cur", "cur", "" },
		{ "new", "no", "new", "new", "" },
		{ "moved", "no", "new", "cur", ":2," },
	};

	T_EACH(row, rows) {
		char root[] = "/tmp/test-maildir-XXXXXX", text[] = "A: b\r\n";
		AUTO(free) char *from = NULL;
		AUTO(free) char *to = NULL;
		AUTO(fd_close) int dir = -1;
		AUTO(fd_close) int one = -1;
		AUTO(fd_close) int two = -1;

		T_OK(mkdtemp(root) != NULL);
		dir = open(root, O_RDONLY | O_DIRECTORY);
		T_OK(mkdirat(dir, "anna", 0700) == 0);
		T_EQ_INT(bring_one(root, text, false, row->seen),
			 AGENT_DELIVERED);
		from = str_printf("anna/.INBOX.Zoom/%s", row->from);
		to = str_printf("anna/.INBOX.Zoom/%s", row->to);
		one = openat(dir, from, O_RDONLY | O_DIRECTORY);
		two = openat(dir, to, O_RDONLY | O_DIRECTORY);
		T_EQ_INT(reader_moves(one, two, row->flags), 1);
		T_EQ_INT(bring_one(root, text, true, row->seen), AGENT_PRESENT);
		T_EQ_INT(reader_moves(two, two, ""), 1);
	}
}

T_MAIN
