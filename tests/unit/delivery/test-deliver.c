/* Copies come to mailboxes outside: each once, and its sums close. */
#include "delivery/post.h"

static const struct fake_row two_rows[] = {
	{ "m", "file", "f", "", { "r" }, "x", .email = "bo@example.com" },
	{ "n", "file", "f", "", { "r" }, "x", .email = "anna@example.com" },
	{ "o", "file", "f", "", { "r" }, "x", .email = "who@x.org" },
};

T(a_run_delivers)
{
	struct post p;

	post_make(&p, two_rows, 3);
	must_run(&p.w);
	T_EQ_INT(p.server->n, 2);
	T_EQ_INT(fake_server_count(p.server, "bo", NULL), 1);
	T_EQ_INT(in_mailbox(&p.w, "bo"), 1);
	T_EQ_INT(in_mailbox(&p.w, "anna"), 1);
	T_EQ_INT(in_mailbox(&p.w, "quarantine"), 1);
	T_EQ_INT(count(&p.w, "SELECT count(*) FROM outbox"), 0);
	T_EQ_INT(count(&p.w, "SELECT count(*) FROM outbox_mailbox"), 0);
	expect(&p.w, "3 3 0 0 0 0 0 | 3 2 1 closed");
	T_EQ_INT(p.server->searches, 0);
	post_done(&p);
}

T_MAIN
