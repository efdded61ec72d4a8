/*
 * agent.c - what src/target/agent.h promises, held against any agent.
 *
 *	agent NAME [--set N=V]... [--secret N=V]... --mailbox ADDRESS...
 *	      [--absent ADDRESS] [--full ADDRESS] [--limit BYTES]
 *	      [--wrong SECRET] [--large MB] [--blind] --out FILE
 *
 * FILE gets a line of JSON for each message that a mailbox has to have now,
 * exactly once; whoever started this looks into the mailboxes. Two mailboxes
 * at least; all of them empty at the start.
 *
 *	--absent  a mailbox that does not exist there
 *	--full    one whose quota holds some messages of 16 kB, not 100
 *	--limit   what the server takes, in bytes
 *	--wrong   the secret that, changed, must be refused
 *	--large   a message of so many MB is streamed, not held
 *	--blind   it cannot look for what it delivered (SMTP)
 *
 * Instead of the cases:
 *
 *	--persist so many messages to the first mailbox, whatever breaks: each
 *	          is tried until it is there; --size KB each, --uncertain:
 *	          an earlier process may have delivered any of them
 *	--look    the pre-flight alone, of the first mailbox; 1 if it fails
 */
#include "agent-bench.h"

#include <signal.h>

/* --- cases ------------------------------------------------------------- */

T(table)
{
	const struct agent_ops *ops = arg_.ops;
	struct agent *a = opened();

	T_OK(agent_find(ops->name) == ops);
	T_OK(ops->title[0] != '\0');
	for (const struct setting *s = ops->settings; s->name != NULL; s++) {
		T_OK(s->name[strspn(s->name, "abcdefghijklmnopqrstuvwxyz"
					     "0123456789-")] == '\0');
		T_OK(s->help != NULL && s->help[0] != '\0');
		T_OK(!s->required || s->fallback == NULL);
	}
	T_OK(ops->batch(a) >= 1);
	T_OK(ops->sessions(a) >= 1);
	agent_close(a);
}

static const char *nothing(void *ctx, const char *name)
{
	(void)ctx, (void)name;
	return NULL;
}

T(settings_are_asked_for)
{
	struct host h = sound_host;
	struct agent *a = NULL;
	struct err e = ERR_INIT;

	h.setting = nothing;
	T_EQ_INT(arg_.ops->open(&a, &h, &e), -1);
	T_EQ_INT(e.kind, ERR_USAGE);
	T_OK(a == NULL);
}

T(nothing_is_nothing)
{
	struct agent *a = opened();
	struct agent_session *s = session_of(a);
	struct err e = ERR_INIT;

	T_EQ_INT(arg_.ops->deliver(s, arg_.mailboxes[0], NULL, 0, &e), 0);
	agent_session_close(s);
	agent_close(a);
}

/* Bodies that programs stumble over, folders of any name, and much at once. */
T(what_is_told_delivered_is_there)
{
	static const struct {
		const char *label, *folder;
		size_t n;
		uint64_t size;
	} rows[] = {
		{ "one", "Zoom Meetings", 1, 1 * KB },
		{ "odd bodies", "Zoom Meetings", 20, 0 },
		{ "more than a batch", "Zoom Meetings", 130, 4 * KB },
		{ "a large one", "Zoom Meetings", 1, 3072 * KB },
		{ "some large ones", "Zoom Meetings", 5, 700 * KB },
		{ "another folder", "Webex", 3, 1 * KB },
		{ "any letters",
		  "R\xc3\xa4ume & H\xc3\xb6"
		  "fe \xe4\xbc\x9a\xe8\xad\xb0",
		  3, 1 * KB },
	};
	struct agent *a = opened();
	struct agent_session *s = session_of(a);

	T_EACH(row, rows) {
		struct mail *m = mails_new(row->n, row->size, row->folder);

		bring_all(s, arg_.mailboxes[0], m, row->n);
		mails_free(m, row->n);
	}
	agent_session_close(s);
	agent_close(a);
}

T(folders_may_change_in_a_batch)
{
	struct agent *a = opened();
	struct agent_session *s = session_of(a);
	struct mail *m = mails_new(6, 2 * KB, "Zoom Meetings");

	m[2].message.folder = m[3].message.folder = "Webex";
	m[5].message.folder = "RingCentral";
	bring_all(s, arg_.mailboxes[1], m, 6);
	mails_free(m, 6);
	agent_session_close(s);
	agent_close(a);
}

/* One session goes from mailbox to mailbox and back. */
T(a_session_serves_all_mailboxes)
{
	struct agent *a = opened();
	struct agent_session *s = session_of(a);

	for (size_t i = 0; i < 3 * arg_.n_mailboxes; i++) {
		struct mail *m = mails_new(2, 1 * KB, "Zoom Meetings");

		bring_all(s, arg_.mailboxes[i % arg_.n_mailboxes], m, 2);
		mails_free(m, 2);
	}
	agent_session_close(s);
	agent_close(a);
}

struct worker {
	pthread_t thread;
	struct agent *agent;
	const char *mailbox;
};

static void *work(void *ctx)
{
	struct worker *w = ctx;
	struct agent_session *s = session_of(w->agent);

	for (int i = 0; i < 4; i++) {
		struct mail *m = mails_new(10, 4 * KB, "Zoom Meetings");

		bring_all(s, w->mailbox, m, 10);
		mails_free(m, 10);
	}
	agent_session_close(s);
	return NULL;
}

T(sessions_work_side_by_side)
{
	struct agent *a = opened();
	size_t n = arg_.ops->sessions(a);
	struct worker workers[8];

	if (n > arg_.n_mailboxes)
		n = arg_.n_mailboxes;
	if (n > 8)
		n = 8;
	for (size_t i = 0; i < n; i++) {
		workers[i] = (struct worker){ .agent = a,
					      .mailbox = arg_.mailboxes[i] };
		T_OK(pthread_create(&workers[i].thread, NULL, work,
				    &workers[i]) == 0);
	}
	for (size_t i = 0; i < n; i++)
		(void)pthread_join(workers[i].thread, NULL);
	agent_close(a);
}

/* P4: what may have been delivered is looked for, a few or many. */
T(uncertain_ones_are_looked_for)
{
	static const struct {
		const char *label;
		size_t n, every; /* of them one in so many is there already */
	} rows[] = {
		{ "one that is there", 1, 1 },
		{ "one that is not", 1, 99 },
		{ "some", 6, 2 },
		{ "many", 60, 3 },
	};
	struct agent *a = opened();
	struct agent_session *s = session_of(a);

	if (arg_.blind)
		printf("# cannot look\n");
	T_EACH(row, rows) {
		struct mail *m = mails_new(row->n, 1 * KB, "Zoom Meetings");
		struct err e = ERR_INIT;

		for (size_t i = 0; i < row->n && !arg_.blind; i++)
			if (row->every <= row->n && i % row->every == 0)
				bring_all(s, arg_.mailboxes[0], &m[i], 1);
		for (size_t i = 0; i < row->n; i++)
			m[i].message.uncertain = true;
		T_EQ_INT(bring(s, arg_.mailboxes[0], m, row->n, &e), 0);
		for (size_t i = 0; i < row->n; i++) {
			bool there = !arg_.blind && row->every <= row->n &&
				     i % row->every == 0;

			want(&m[i], there ? AGENT_PRESENT : AGENT_DELIVERED);
			if (!there)
				expect(&m[i], arg_.mailboxes[0]);
		}
		mails_free(m, row->n);
	}
	agent_session_close(s);
	agent_close(a);
}

T(uncertain_in_a_folder_that_is_not_there)
{
	struct agent *a = opened();
	struct agent_session *s = session_of(a);
	struct mail *m = mails_new(2, 1 * KB, "Never Before");

	m[0].message.uncertain = m[1].message.uncertain = true;
	bring_all(s, arg_.mailboxes[1], m, 2);
	mails_free(m, 2);
	agent_session_close(s);
	agent_close(a);
}

/* Our own fault in the middle: nothing half, nothing twice, nothing lost. */
T(a_message_that_cannot_be_read)
{
	static const struct {
		const char *label;
		enum mail_fault fault;
		uint64_t size;
	} rows[] = {
		{ "does not open", MAIL_NO_OPEN, 2 * KB },
		{ "breaks off", MAIL_BREAKS, 2 * KB },
		{ "breaks off, large", MAIL_BREAKS, 2048 * KB },
		{ "shorter than told", MAIL_SHORT, 2 * KB },
		{ "longer than told", MAIL_LONG, 2 * KB },
	};
	struct agent *a = opened();
	struct agent_session *s = session_of(a);

	T_EACH(row, rows) {
		struct mail *m = mails_new(5, row->size, "Zoom Meetings");
		struct err e = ERR_INIT;

		m[2].fault = row->fault;
		T_EQ_INT(bring(s, arg_.mailboxes[0], m, 5, &e), -1);
		T_EQ_INT(e.kind, ERR_STORE);
		T_OK(m[2].message.outcome == AGENT_NOT_TRIED ||
		     (arg_.blind && m[2].message.outcome == AGENT_UNKNOWN));
		m[2].fault = MAIL_SOUND;
		for (size_t i = 0; i < 5; i++) {
			enum agent_outcome o = m[i].message.outcome;

			T_OK(o == AGENT_DELIVERED || o == AGENT_UNKNOWN ||
			     o == AGENT_NOT_TRIED);
			if (o != AGENT_DELIVERED) {
				m[i].message.uncertain = o == AGENT_UNKNOWN;
				err_clear(&e);
				T_EQ_INT(bring(s, arg_.mailboxes[0], &m[i], 1,
					       &e),
					 0);
			}
			expect(&m[i], arg_.mailboxes[0]);
		}
		mails_free(m, 5);
	}
	agent_session_close(s);
	agent_close(a);
}

T(a_mailbox_that_is_not_there)
{
	struct agent *a;
	struct agent_session *s;
	struct mail *m;
	struct err e = ERR_INIT;

	if (arg_.absent == NULL) {
		printf("# not asked for\n");
		return;
	}
	a = opened();
	s = session_of(a);
	m = mails_new(4, 1 * KB, "Zoom Meetings");
	bring_all(s, arg_.mailboxes[0], m, 1);
	T_EQ_INT(bring(s, arg_.absent, m + 1, 2, &e), 0);
	want(&m[1], AGENT_NO_MAILBOX);
	says_why(&m[1]);
	T_OK(m[2].message.outcome == AGENT_NOT_TRIED ||
	     m[2].message.outcome == AGENT_NO_MAILBOX);
	bring_all(s, arg_.mailboxes[1], m + 3, 1); /* only it waits */
	mails_free(m, 4);
	agent_session_close(s);
	agent_close(a);
}

T(a_mailbox_that_is_full)
{
	struct agent *a;
	struct agent_session *s;
	struct mail *m;
	struct err e = ERR_INIT;
	size_t i = 0, there = 0;

	if (arg_.full == NULL) {
		printf("# not asked for\n");
		return;
	}
	a = opened();
	s = session_of(a);
	m = mails_new(101, 16 * KB, "Zoom Meetings");
	T_EQ_INT(bring(s, arg_.full, m, 100, &e), 0);
	for (; i < 100 && m[i].message.outcome == AGENT_DELIVERED; i++, there++)
		expect(&m[i], arg_.full);
	T_OK(there > 0 && there < 100); /* as much as goes in */
	if (i < 100) {
		want(&m[i], AGENT_FULL);
		says_why(&m[i]);
	}
	for (; i < 100; i++)
		T_OK(m[i].message.outcome == AGENT_FULL ||
		     m[i].message.outcome == AGENT_NOT_TRIED);
	bring_all(s, arg_.mailboxes[1], m + 100, 1);
	mails_free(m, 101);
	agent_session_close(s);
	agent_close(a);
}

T(a_message_that_is_too_large)
{
	struct agent *a;
	struct agent_session *s;
	struct mail *m, *big;
	struct mail all[3];
	uint64_t limit;
	struct err e = ERR_INIT;

	if (arg_.limit == 0) {
		printf("# not asked for\n");
		return;
	}
	a = opened();
	s = session_of(a);
	m = mails_new(2, 1 * KB, "Zoom Meetings");
	big = mails_new(1, arg_.limit + 1, "Zoom Meetings");
	all[0] = m[0], all[1] = big[0], all[2] = m[1];
	for (size_t i = 0; i < 3; i++)
		all[i].message.ctx = &all[i];
	T_EQ_INT(bring(s, arg_.mailboxes[0], all, 3, &e), 0);
	want(&all[0], AGENT_DELIVERED);
	want(&all[1], AGENT_TOO_LARGE);
	says_why(&all[1]);
	want(&all[2], AGENT_DELIVERED);
	expect(&all[0], arg_.mailboxes[0]);
	expect(&all[2], arg_.mailboxes[0]);
	limit = arg_.ops->limit_bytes(a);
	T_OK(limit > 0 && limit < all[1].message.size);
	m[0] = all[0], big[0] = all[1], m[1] = all[2];
	mails_free(m, 2);
	mails_free(big, 1);
	agent_session_close(s);
	agent_close(a);
}

/* A line of /proc/self/status, in kB. ru_maxrss is no use here: it begins with
   what the process that started this one had. */
static uint64_t memory_kb(const char *name)
{
	FILE *f = fopen("/proc/self/status", "r");
	unsigned long long kb = 0;
	char line[256];

	while (f != NULL && fgets(line, sizeof(line), f) != NULL)
		if (strncmp(line, name, strlen(name)) == 0)
			(void)sscanf(line + strlen(name), ": %llu", &kb);
	if (f != NULL)
		(void)fclose(f);
	T_OK(kb > 0);
	return kb;
}

/* VmHWM begins anew: proc(5), clear_refs. */
static void peak_reset(void)
{
	FILE *f = fopen("/proc/self/clear_refs", "w");

	T_OK(f != NULL && fputs("5", f) >= 0);
	if (f != NULL)
		T_OK(fclose(f) == 0);
}

/* P8: the size of a message is no size of ours. */
T(a_large_message_is_not_held)
{
	struct agent *a;
	struct agent_session *s;
	struct mail *m;
	int64_t before, more;

	if (arg_.large == 0) {
		printf("# not asked for\n");
		return;
	}
	a = opened();
	s = session_of(a);
	m = mails_new(1, 1 * KB, "Zoom Meetings");
	bring_all(s, arg_.mailboxes[1], m, 1);
	mails_free(m, 1);
	m = mails_new(1, arg_.large * KB * KB, "Zoom Meetings");
	before = (int64_t)memory_kb("VmRSS");
	peak_reset();
	bring_all(s, arg_.mailboxes[1], m, 1);
	more = (int64_t)memory_kb("VmHWM") - before;
	printf("# %lld kB more for %llu MB\n", (long long)more,
	       (unsigned long long)arg_.large);
#ifndef __SANITIZE_ADDRESS__ /* it keeps what was freed for a while */
	T_OK(more < (int64_t)(arg_.large * KB / 4));
#endif
	mails_free(m, 1);
	agent_session_close(s);
	agent_close(a);
}

T(a_wrong_secret_needs_a_person)
{
	struct host h = sound_host;
	struct agent *a = NULL;
	struct agent_session *s;
	struct mail *m;
	char text[1024];
	struct err e = ERR_INIT;

	if (arg_.wrong == NULL) {
		printf("# not asked for\n");
		return;
	}
	h.ctx = mem_strdup(arg_.wrong);
	T_EQ_INT(arg_.ops->open(&a, &h, &e), 0);
	s = session_of(a);
	m = mails_new(1, 1 * KB, "Zoom Meetings");
	T_EQ_INT(bring(s, arg_.mailboxes[0], m, 1, &e), -1);
	T_EQ_INT(e.kind, ERR_SOURCE);
	want(m, AGENT_NOT_TRIED);
	(void)err_str(&e, text, sizeof(text));
	T_OK(strlen(text) > 20);
	T_OK(strstr(text, "Not-The-Secret-7") == NULL);
	t_quote("text", text);
	mails_free(m, 1);
	agent_session_close(s);
	agent_close(a);
	free(h.ctx);
}

/* --- pre-flight -------------------------------------------------------- */

struct found {
	int n, failed;
};

static void finding(void *ctx, const struct finding *f)
{
	struct found *found = ctx;

	found->n++;
	found->failed += f->level == CHECK_FAIL;
	T_OK(f->topic[0] != '\0' && f->text[0] != '\0');
	T_OK(f->level == CHECK_OK || f->remedy[0] != '\0');
	printf("# %s: %s: %s %s\n",
	       f->level == CHECK_OK     ? "ok"
	       : f->level == CHECK_WARN ? "warn"
					: "fail",
	       f->topic, f->text, f->remedy);
}

static struct found look(const char *spoiled, const char *mailbox)
{
	struct host h = sound_host;
	struct agent *a = NULL;
	struct found found = { 0 };
	struct check to = { .ctx = &found, .finding = finding };
	struct err e = ERR_INIT;
	char *secret = spoiled != NULL ? mem_strdup(spoiled) : NULL;

	h.ctx = secret;
	T_EQ_INT(arg_.ops->open(&a, &h, &e), 0);
	if (arg_.ops->check(a, mailbox, &to, &e) < 0) {
		told(&e); /* nothing could be found out */
		found.n++;
		found.failed++;
	}
	agent_close(a);
	free(secret);
	return found;
}

T(pre_flight)
{
	struct found found = look(NULL, NULL);

	T_OK(found.n > 0 && found.failed == 0);
	found = look(NULL, arg_.mailboxes[0]);
	T_OK(found.n > 0 && found.failed == 0);
	if (arg_.wrong != NULL) {
		found = look(arg_.wrong, arg_.mailboxes[0]);
		T_OK(found.failed > 0);
	}
	if (arg_.absent != NULL) {
		found = look(NULL, arg_.absent);
		T_OK(found.failed > 0);
	}
}

/* --- instead of the cases ---------------------------------------------- */

/* What delivery/ does, in short: again and again, uncertain ones with care. */
static int persist(size_t n)
{
	struct agent *a = opened();
	struct agent_session *s = session_of(a);
	struct mail *m = mails_new(n, (arg_.size > 0 ? arg_.size : 16) * KB,
				   "Zoom Meetings");
	size_t size = arg_.ops->batch(a), done = 0, tries = 0;

	for (size_t i = 0; i < n; i++)
		m[i].message.uncertain = arg_.uncertain;
	while (done < n && tries++ < 1000) {
		size_t at = done, end;
		struct err e = ERR_INIT;

		end = at + (size < BATCH_MAX ? size : BATCH_MAX);
		if (end > n)
			end = n;
		if (bring(s, arg_.mailboxes[0], m + at, end - at, &e) < 0)
			(void)usleep(50000); /* as polite as a test has to be */
		for (size_t i = at; i < end; i++) {
			enum agent_outcome o = m[i].message.outcome;

			if (o == AGENT_UNKNOWN)
				m[i].message.uncertain = true;
			/* nothing behind a gap counts: it comes again */
			if (o == AGENT_DELIVERED || o == AGENT_PRESENT)
				m[i].message.uncertain = true;
			if (i == done &&
			    (o == AGENT_DELIVERED || o == AGENT_PRESENT))
				done++;
		}
		if (done > at) {
			printf("%zu\n", done);
			(void)fflush(stdout);
		}
	}
	for (size_t i = 0; i < done; i++) {
		/* where it is may have changed when the index was repaired */
		str_cut(&m[i].message.place, 0);
		expect(&m[i], arg_.mailboxes[0]);
	}
	mails_free(m, n);
	agent_session_close(s);
	agent_close(a);
	return done == n ? 0 : 1;
}

int main(int argc, char *argv[])
{
	int bad = 0;

	(void)signal(SIGPIPE, SIG_IGN);
	setvbuf(stdout, NULL, _IOLBF, 0);
	arg_.ops = argc > 1 ? agent_find(argv[1]) : NULL;
	if (arg_.ops == NULL)
		usage(argc > 1 ? argv[1] : "NAME");
	for (int i = 2; i < argc; i++) {
		if (strcmp(argv[i], "--blind") == 0)
			arg_.blind = true;
		else if (strcmp(argv[i], "--uncertain") == 0)
			arg_.uncertain = true;
		else if (strcmp(argv[i], "--look") == 0)
			arg_.look = true;
		else if (i + 1 == argc)
			usage(argv[i]);
		else
			option(argv[i], argv[i + 1]), i++;
	}
	if (arg_.n_mailboxes < 1 || (arg_.out == NULL && !arg_.look))
		usage("--mailbox, --out");
	if (arg_.look)
		bad = look(NULL, arg_.mailboxes[0]).failed > 0;
	else if (arg_.persist > 0)
		bad = persist(arg_.persist);
	else if (arg_.n_mailboxes > 1)
		bad = t_run_all();
	else
		usage("--mailbox");
	bad |= arg_.out != NULL && fclose(arg_.out) != 0;
	options_done();
	return bad;
}
