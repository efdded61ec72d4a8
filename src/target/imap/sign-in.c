/*
 * sign-in.c - being signed in for a mailbox, and whose fault it is if not.
 *
 * Servers answer a wrong password and a mailbox they do not know by the same
 * words. So a refusal is tried on a mailbox that is known to work: `probe`,
 * or the last one that was signed in to, which is remembered for ever. If
 * that one still works, the other mailbox is at fault and only it waits; if
 * not, our credentials are, and a person has to act.
 */
#include "target/imap/imap-private.h"

#include "base/err.h"
#include "base/mem.h"
#include "http/oauth.h"

#include <string.h>

#define PROVEN "proven-mailbox"

void imap_leave(struct imap_session *s)
{
	imap_close(TAKE(s->talk));
	free(TAKE(s->mailbox));
	free(TAKE(s->prefix));
	imap_folders_forget(s);
}

void imap_stop_set(struct imap_stop *stop, const struct imap_refusal *r,
		   const struct imap_answer *a)
{
	stop->outcome = r->outcome;
	stop->wait_us = r->wait_us;
	imap_refusal_say(&stop->reason, r, imap_text_of(&a->code),
			 imap_text_of(&a->text));
}

/* --- a mailbox that is known to work ----------------------------------- */

static void remember(struct imap_agent *a, const char *mailbox)
{
	struct err e = ERR_INIT;
	bool save;

	(void)pthread_mutex_lock(&a->lock);
	if (a->proven == NULL || strcmp(a->proven, mailbox) != 0) {
		free(a->proven);
		a->proven = mem_strdup(mailbox);
	}
	save = !a->saved;
	a->saved = true;
	(void)pthread_mutex_unlock(&a->lock);
	/* once a process: it is a help, so that failing does not matter */
	if (save)
		(void)a->host.save(a->host.ctx, PROVEN, mailbox, &e);
}

/* Heap; NULL: none is known. */
static char *known_to_work(struct imap_agent *a)
{
	struct str kept AUTO(str_done) = STR_INIT;
	const char *probe = setting_of(imap_settings, &a->host, "probe");
	struct err e = ERR_INIT;
	char *found;

	if (probe[0] != '\0')
		return mem_strdup(probe);
	(void)pthread_mutex_lock(&a->lock);
	found = a->proven != NULL ? mem_strdup(a->proven) : NULL;
	(void)pthread_mutex_unlock(&a->lock);
	if (found == NULL && a->host.load(a->host.ctx, PROVEN, &kept, &e) == 1)
		found = mem_strdup(kept.s);
	return found;
}

/* --- one try ----------------------------------------------------------- */

/* As the server knows the mailbox. */
static char *server_name(const struct imap_agent *a, const char *mailbox)
{
	const char *at = strrchr(mailbox, '@');

	if (!a->local_part || at == NULL)
		return mem_strdup(mailbox);
	return mem_dup(mailbox, (size_t)(at - mailbox));
}

/* Nobody is signed in afterwards; false: a new conversation is needed. */
static bool sign_out(struct imap_session *s)
{
	struct imap_answer a AUTO(imap_answer_done) = IMAP_ANSWER_INIT;
	struct err e = ERR_INIT;

	if (s->talk == NULL || imap_is_stale(s->talk) ||
	    !imap_offers(s->talk, "UNAUTHENTICATE"))
		return false;
	return imap_ask(s->talk, "UNAUTHENTICATE", &a, &e) == 0 &&
	       a.status == IMAP_OK && imap_ask_offers(s->talk, &e) == 0;
}

/* 0: signed in; 1: refused, see out. */
static int try(struct imap_session *s, const char *mailbox,
	       struct imap_answer *out, struct err *e)
{
	struct imap_agent *a = imap_agent_of(s);
	AUTO(free) char *name = server_name(a, mailbox);

	if (s->mailbox != NULL && sign_out(s))
		free(TAKE(s->mailbox));
	else
		imap_leave(s);
	if (s->talk == NULL && imap_open(&s->talk, &a->server, e) < 0)
		return -1;
	if (imap_authenticate(a, s->talk, name, out, e) < 0) {
		imap_leave(s);
		return -1;
	}
	if (out->status != IMAP_OK) {
		imap_leave(s);
		return 1;
	}
	free(TAKE(s->prefix));
	imap_folders_forget(s);
	s->mailbox = mem_strdup(mailbox);
	remember(a, mailbox);
	return 0;
}

/* --- refused: whose fault? --------------------------------------------- */

static int credentials_are_wrong(struct imap_session *s, const char *mailbox,
				 const char *known, const struct str *said,
				 struct err *e)
{
	struct imap_agent *a = imap_agent_of(s);
	const char *what = a->oauth != NULL
				   ? "client-id, tenant, scope and permissions"
				   : "user and password";

	if (known == NULL)
		return err_set(
			e, ERR_SOURCE,
			"%s port %u: signing in for %s was refused: %s; check "
			"%s, and that the account may act for this mailbox. "
			"If only this mailbox is not there, set probe to one "
			"that is",
			a->server.host, a->server.port, mailbox, said->s, what);
	if (strcmp(known, mailbox) == 0)
		return err_set(e, ERR_SOURCE,
			       "%s port %u: signing in for %s, which worked "
			       "before, was refused: %s; check %s",
			       a->server.host, a->server.port, mailbox, said->s,
			       what);
	return err_set(e, ERR_SOURCE,
		       "%s port %u: signing in for %s was refused: %s; so it "
		       "was for %s, which worked before: check %s",
		       a->server.host, a->server.port, mailbox, said->s, known,
		       what);
}

/* A token may have been called back before its end: once, ask for another. */
static int try_new_token(struct imap_session *s, const char *mailbox,
			 struct imap_answer *out, struct err *e)
{
	struct imap_agent *a = imap_agent_of(s);
	struct str token AUTO(str_done) = STR_INIT;

	if (a->oauth == NULL)
		return 1;
	if (oauth_token(a->oauth, &token, e) < 0)
		return -1;
	oauth_drop(a->oauth, token.s);
	mem_wipe(token.s, token.len);
	return try(s, mailbox, out, e);
}

static int refused(struct imap_session *s, const char *mailbox,
		   struct imap_answer *first, struct imap_stop *stop,
		   struct err *e)
{
	struct imap_answer second AUTO(imap_answer_done) = IMAP_ANSWER_INIT;
	struct imap_refusal r =
		imap_refusal_of(IMAP_SIGN_IN, imap_text_of(&first->code),
				imap_text_of(&first->text));
	AUTO(free) char *known = known_to_work(imap_agent_of(s));
	struct str said AUTO(str_done) = STR_INIT;
	bool authorized;
	int got = 1;

	/* it knows who we are, and will not have us act for this mailbox:
	   the same words again, where it has no such mailbox */
	authorized = imap_code_is(imap_text_of(&first->code),
				  "AUTHORIZATIONFAILED", NULL);
	imap_show(&said, imap_text_of(&first->text));
	if (authorized ? known == NULL : !r.unexplained) {
		imap_stop_set(stop, &r, first);
		return 1;
	}
	if (known != NULL && strcmp(known, mailbox) != 0)
		got = try(s, known, &second, e);
	if (got == 0) {
		r.outcome = AGENT_NO_MAILBOX;
		r.remedy = "other mailboxes can be signed in to: either the "
			   "server has no such mailbox, or the account may "
			   "not act for it";
		imap_stop_set(stop, &r, first);
		return 1;
	}
	if (got == 1)
		got = try_new_token(s, mailbox, &second, e);
	if (got != 1)
		return got;
	return credentials_are_wrong(s, mailbox, known, &said, e);
}

int imap_sign_in(struct imap_session *s, const char *mailbox,
		 struct imap_stop *stop, struct err *e)
{
	struct imap_answer a AUTO(imap_answer_done) = IMAP_ANSWER_INIT;
	int got = 0;

	if (s->talk != NULL && imap_is_stale(s->talk))
		imap_leave(s);
	if (s->mailbox == NULL || strcmp(s->mailbox, mailbox) != 0) {
		got = try(s, mailbox, &a, e);
		if (got == 1)
			got = refused(s, mailbox, &a, stop, e);
	}
	if (got == 0 && s->prefix == NULL) {
		got = imap_look_round(s, e);
		if (got < 0)
			imap_leave(s);
	}
	return got;
}
