/*
 * folder.c - where a mailbox has its folders, and making them.
 *
 * "Below the Inbox" is INBOX/NAME or INBOX.NAME; where the Inbox takes no
 * folders (\Noinferiors) they go beside it, behind the prefix of the user's
 * own namespace.
 *
 * Source: RFC 2342, RFC 3501 sections 6.3.3, 6.3.6, 6.3.8, 7.2.2; RFC 5530
 * [ALREADYEXISTS].
 */
#include "target/imap/imap-private.h"

#include "base/err.h"
#include "base/mem.h"
#include "target/imap/name.h"
#include "target/utf7.h"

#include <string.h>

struct view {
	struct str prefix; /* of the first personal namespace */
	char separator;
	bool told;          /* by NAMESPACE */
	bool inbox, closed; /* there is one; it takes no folders */
};

/* One name of a hierarchy's separator: "/" or NIL. */
static bool take_separator(struct imap_cursor *c, char *out)
{
	struct str text AUTO(str_done) = STR_INIT;
	bool nil;

	if (!imap_take_string(c, &text, &nil) || text.len > 1)
		return false;
	*out = nil || text.len == 0 ? '\0' : text.s[0];
	return true;
}

/* ((prefix separator ...) ...) others shared: the first is enough. */
static void hear_namespace(struct view *v, struct imap_cursor c)
{
	struct str prefix AUTO(str_done) = STR_INIT;
	bool nil;
	char separator;

	if (v->told || !imap_take_char(&c, '(') || !imap_take_char(&c, '(') ||
	    !imap_take_string(&c, &prefix, &nil) || !imap_take_char(&c, ' ') ||
	    !take_separator(&c, &separator))
		return;
	if (strpbrk(prefix.s, "\r\n") != NULL || strlen(prefix.s) != prefix.len)
		return;
	str_add(&v->prefix, prefix.s);
	v->separator = separator;
	v->told = true;
}

/* (\HasChildren \Noinferiors) "/" INBOX */
static void hear_list(struct view *v, struct imap_cursor c)
{
	struct imap_text flag;
	bool closed = false;
	char separator;

	if (!imap_take_char(&c, '('))
		return;
	while (imap_take_atom(&c, &flag)) {
		closed = closed || imap_is(flag, "\\Noinferiors");
		if (imap_is(flag, "\\NonExistent"))
			return;
		(void)imap_take_char(&c, ' ');
	}
	if (!imap_take_char(&c, ')') || !imap_take_char(&c, ' ') ||
	    !take_separator(&c, &separator))
		return;
	v->inbox = true;
	v->closed = closed;
	if (!v->told)
		v->separator = separator;
}

static void hear(void *ctx, const struct imap_response *r)
{
	struct view *v = ctx;

	if (imap_is(r->name, "NAMESPACE"))
		hear_namespace(v, imap_read(r->data));
	else if (imap_is(r->name, "LIST"))
		hear_list(v, imap_read(r->data));
}

/* Both are asked at once: one way there and back for each mailbox. */
static int ask_view(struct imap *talk, struct view *v, struct err *e)
{
	struct imap_answer a AUTO(imap_answer_done) = IMAP_ANSWER_INIT;
	bool namespace = imap_offers(talk, "NAMESPACE");

	if (namespace && imap_send(talk, "NAMESPACE", e) < 0)
		return -1;
	if (imap_send(talk, "LIST \"\" INBOX", e) < 0)
		return -1;
	if (namespace && imap_wait(talk, &a, hear, v, e) < 0)
		return -1;
	return imap_wait(talk, &a, hear, v, e);
}

int imap_look_round(struct imap_session *s, struct err *e)
{
	struct view v = { .prefix = STR_INIT };
	int got = 0;

	if (imap_offers_all(s->talk)[0] == '\0')
		got = imap_ask_offers(s->talk, e);
	if (got == 0)
		got = ask_view(s->talk, &v, e);
	if (got == 0) {
		const char *limit = imap_offer_value(s->talk, "APPENDLIMIT");
		uint64_t bytes = limit != NULL ? strtoull(limit, NULL, 10) : 0;

		if (bytes > 0)
			limit_learn(&imap_agent_of(s)->limit, bytes);
		s->separator = v.separator;
		s->inbox = v.inbox;
		s->prefix = v.closed ? mem_strdup(v.prefix.s)
			    : v.separator != '\0'
				    ? str_printf("INBOX%c", v.separator)
				    : mem_strdup("");
	}
	str_done(&v.prefix);
	return got;
}

void imap_folder_name(const struct imap_session *s, const char *folder,
		      struct str *out)
{
	struct str plain AUTO(str_done) = STR_INIT;
	struct str coded AUTO(str_done) = STR_INIT;

	/* a separator in it would make folders of its parts */
	for (; *folder != '\0'; folder++)
		str_add_char(&plain, *folder == s->separator ? '-' : *folder);
	str_add(&coded, s->prefix);
	utf7_modified(&coded, plain.s);
	imap_quote(out, coded.s);
}

/* --- what is known to be there ----------------------------------------- */

bool imap_folder_known(const struct imap_session *s, const char *name)
{
	for (size_t i = 0; i < s->n_folders; i++)
		if (strcmp(s->folders[i], name) == 0)
			return true;
	return false;
}

void imap_folder_learn(struct imap_session *s, const char *name)
{
	if (imap_folder_known(s, name))
		return;
	s->folders = mem_resize(s->folders,
				(s->n_folders + 1) * sizeof(*s->folders));
	s->folders[s->n_folders++] = mem_strdup(name);
}

void imap_folders_forget(struct imap_session *s)
{
	for (size_t i = 0; i < s->n_folders; i++)
		free(s->folders[i]);
	free(TAKE(s->folders));
	s->n_folders = 0;
}

/* --- making one -------------------------------------------------------- */

static int create_refused(struct imap_session *s, const struct imap_answer *a,
			  struct imap_stop *stop)
{
	struct imap_refusal r = imap_refusal_of(
		IMAP_FOLDER, imap_text_of(&a->code), imap_text_of(&a->text));

	if (!s->inbox && (r.unexplained || r.outcome == AGENT_FORBIDDEN)) {
		r.outcome = AGENT_NO_MAILBOX;
		r.remedy = "the account could sign in, but there is no Inbox: "
			   "make the mailbox, or correct the person's mailbox";
	}
	imap_stop_set(stop, &r, a);
	return 1;
}

static bool is_there_already(const struct imap_answer *a)
{
	return imap_code_is(imap_text_of(&a->code), "ALREADYEXISTS", NULL) ||
	       strcasestr(a->text.s, "already exists") != NULL;
}

/*
 * CREATE and SUBSCRIBE go out together, so that no folder is made without
 * being shown. That it cannot be subscribed to stops nothing.
 */
int imap_folder_make(struct imap_session *s, const char *name,
		     struct imap_stop *stop, struct err *e)
{
	struct imap_answer created AUTO(imap_answer_done) = IMAP_ANSWER_INIT;
	struct imap_answer shown AUTO(imap_answer_done) = IMAP_ANSWER_INIT;
	AUTO(free) char *create = str_printf("CREATE %s", name);
	AUTO(free) char *subscribe = str_printf("SUBSCRIBE %s", name);

	if (imap_send(s->talk, create, e) < 0 ||
	    imap_send(s->talk, subscribe, e) < 0 ||
	    imap_wait(s->talk, &created, NULL, NULL, e) < 0 ||
	    imap_wait(s->talk, &shown, NULL, NULL, e) < 0)
		return -1;
	if (created.status != IMAP_OK && !is_there_already(&created))
		return create_refused(s, &created, stop);
	imap_folder_learn(s, name);
	return 0;
}
