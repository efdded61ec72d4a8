/*
 * oauth.c - the answer of a tenant or of a source comes back by a browser.
 *
 * Whose answer it is, its state says: random, known to nobody but whom we
 * gave the address to, and good once. So no session is needed, and the
 * administrator of a tenant may be a stranger here.
 */
#include "portal/answer.h"
#include "portal/portal-private.h"

#include "access/principal.h"
#include "base/encode.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/str.h"
#include "catalog/archive.h"
#include "connector/authorize.h"
#include "db/db.h"
#include "delivery/consent.h"
#include "stream/writer.h"

#include <string.h>
#include <strings.h>

/* --- words -----------------------------------------------------------------
 */

/* English, Swedish, French: a stranger here has no portal to translate. */
typedef const char *const words[3];

static words tags = { "en", "sv", "fr" };
static words consent_kept = {
	"Consent is recorded. You can close this window.",
	"Medgivandet är registrerat. Du kan stänga fönstret.",
	"Le consentement est enregistré. Vous pouvez fermer cette fenêtre.",
};
static words sign_in_kept = {
	"The sign-in is kept. You can close this window.",
	"Inloggningen är sparad. Du kan stänga fönstret.",
	"L’accès est conservé. Vous pouvez fermer cette fenêtre.",
};
static words storage_failed = {
	"The archive's storage failed.",
	"Arkivets lagring fungerar inte.",
	"Le stockage de l’archive est en panne.",
};
static words nobody_awaits = {
	"Nobody awaits this answer: it was used already, or the address was "
	"asked for anew. Begin again in the portal.",
	"Ingen väntar på det här svaret: det har redan använts, eller så har "
	"adressen begärts på nytt. Börja om i portalen.",
	"Personne n’attend cette réponse : elle a déjà servi, ou l’adresse a "
	"été redemandée. Recommencez dans le portail.",
};
static words to_connectors = { "To the connectors", "Till anslutningarna",
			       "Vers les connecteurs" };
static words to_connector = {
	"Back to connector \"%s\", to sign in again",
	"Tillbaka till anslutningen ”%s” för att logga in igen",
	"Retour au connecteur « %s », pour se reconnecter",
};
static words happened = {
	"What happened, in English:",
	"Det som hände, på engelska:",
	"Ce qui s’est passé, en anglais :",
};

/* Which of the tags stands first in the field; English where none does. */
static size_t language_of(const struct exchange *x)
{
	const char *at = x->rq->fields[FIELD_ACCEPT_LANGUAGE];

	while (at != NULL && *at != '\0') {
		at += strspn(at, ", \t");
		for (size_t i = 0; i < 3; i++)
			if (strncasecmp(at, tags[i], 2) == 0 &&
			    strchr("-,; \t", at[2]) != NULL)
				return i;
		at += strcspn(at, ",");
	}
	return 0;
}

/* --- pages -----------------------------------------------------------------
 */

static void add_escaped(struct str *out, const char *text)
{
	for (; *text != '\0'; text++) {
		if (*text == '<')
			str_add(out, "&lt;");
		else if (*text == '&')
			str_add(out, "&amp;");
		else
			str_add_char(out, *text);
	}
}

/* Where to go on from a page: an address here and what its link says; NULL:
   there is none, for somebody who may never have been here. */
struct way_on {
	const char *link, *text;
};

/* text: what is said; why: of the server, in English, or NULL. */
static void page(struct exchange *x, unsigned int status, const char *text,
		 const char *why, const struct way_on *on)
{
	AUTO(str_done) struct str html = STR_INIT;
	struct writer *to = answer_writer(x->answer);
	struct err e = ERR_INIT;

	str_addf(&html,
		 "<!doctype html><html lang=%s><meta charset=utf-8>"
		 "<meta name=viewport content=\"width=device-width\">"
		 "<title>Estreat</title>",
		 tags[language_of(x)]);
	if (text != NULL) {
		str_add(&html, "<p>");
		add_escaped(&html, text);
	}
	if (why != NULL) {
		str_add(&html, "<p lang=en>");
		add_escaped(&html, why);
	}
	if (on != NULL) {
		str_addf(&html, "<p><a href=\"%s\">", on->link);
		add_escaped(&html, on->text);
		str_add(&html, "</a>");
	}
	str_add(&html, "\n");
	answer_status(x->answer, status);
	answer_as_json(x);
	answer_header(x->answer, "Content-Type", "text/html; charset=utf-8");
	(void)to->ops->write(to, html.s, html.len, &e);
	answer_end(x->answer);
}

static void go_on(struct exchange *x, const char *link)
{
	answer_status(x->answer, 303);
	answer_as_json(x);
	answer_header(x->answer, "Location", link);
	answer_end(x->answer);
}

static void failed(struct exchange *x, const struct err *e,
		   const struct way_on *on)
{
	char text[ERR_TEXT];

	size_t language = language_of(x);

	(void)err_str(e, text, sizeof(text));
	log_event(LOG_INFO, "portal.oauth", "address=%s reason=\"%s\"",
		  x->rq->address, text);
	if (e->kind == ERR_STORE)
		page(x, 500, storage_failed[language], NULL, on);
	else
		page(x, 400, language > 0 ? happened[language] : NULL, text,
		     on);
}

/* What came, as the browser has it, and by whom: nobody's session, then it is
   the browser's act. True: somebody is signed in here. */
static bool answer_of(struct portal *p, struct exchange *x, struct db *db,
		      struct principal **who, struct str *url,
		      struct actor *actor)
{
	struct err e = ERR_INIT;
	bool here = caller_look(p, x->rq, db, who, &e) > 0;

	*actor = here ? principal_actor(*who)
		      : (struct actor){ "browser", x->rq->address };
	portal_origin(p, x->rq, url);
	str_add(url, x->rq->target);
	return here;
}

static void consent_came(struct portal *p, struct exchange *x, struct db *db,
			 const char *target)
{
	AUTO(principal_free) struct principal *who = NULL;
	AUTO(str_wipe) struct str url = STR_INIT;
	AUTO(str_done) struct str link = STR_INIT;
	struct consent_answer answer = { .target = target };
	struct err e = ERR_INIT;
	int rc;

	(void)answer_of(p, x, db, &who, &url, &answer.actor);
	answer.url = url.s;
	rc = consent_answer(p->archive, db, &answer, &link, &e);
	if (rc < 0)
		failed(x, &e, NULL);
	else if (rc == 0)
		go_on(x, link.s);
	else
		page(x, 200, consent_kept[language_of(x)], NULL, NULL);
}

/* The page that knows where the sign-in began, and brings the browser there. */
static void back_to(struct str *out, const char *name, bool kept)
{
	str_add(out, "/connectors/return/");
	encode_percent(out, name);
	str_add(out, kept ? "?signed-in=yes" : "?signed-in=no");
}

/* The text with the name in its place. */
static void add_named(struct str *out, const char *text, const char *name)
{
	const char *at = strstr(text, "%s");

	str_add_len(out, text, (size_t)(at - text));
	str_add(out, name);
	str_add(out, at + 2);
}

/* Who is signed in here is led to the connector; who was only sent the
   address may never see it. */
static void sign_in_failed(struct exchange *x, struct err *e, const char *name,
			   bool here)
{
	AUTO(str_done) struct str back = STR_INIT;
	AUTO(str_done) struct str text = STR_INIT;

	if (e->kind != ERR_STORE)
		(void)err_wrap(e,
			       "Connector \"%s\" is not signed in to its "
			       "source",
			       name);
	if (!here) {
		failed(x, e, NULL);
		return;
	}
	back_to(&back, name, false);
	add_named(&text, to_connector[language_of(x)], name);
	failed(x, e, &(struct way_on){ back.s, text.s });
}

static void sign_in_came(struct portal *p, struct exchange *x, struct db *db,
			 const char *name)
{
	AUTO(principal_free) struct principal *who = NULL;
	AUTO(str_wipe) struct str url = STR_INIT;
	AUTO(str_done) struct str back = STR_INIT;
	struct connector_granted g AUTO(connector_granted_done) =
		CONNECTOR_GRANTED_INIT;
	struct connector_answer answer = { .name = name };
	struct err e = ERR_INIT;
	bool here = answer_of(p, x, db, &who, &url, &answer.actor);

	answer.url = url.s;
	if (connector_authorize_answer(p->archive, db, &answer, &g, &e) < 0)
		sign_in_failed(x, &e, name, here);
	else if (!here)
		page(x, 200, sign_in_kept[language_of(x)], NULL, NULL);
	else {
		back_to(&back, name, true);
		go_on(x, back.s);
	}
}

/* By its state, who awaits it. Each tells so by 1, and the name. */
static int find(struct portal *p, struct db *db, const char *state,
		struct str *target, struct str *connector, struct err *e)
{
	int rc = consent_awaiting(p->archive, db, state, target, e);

	return rc != 0 ? rc
		       : connector_authorize_awaiting(p->archive, db, state,
						      connector, e);
}

/* No state of ours: used before, or not the last. */
static void awaited_by_nobody(struct portal *p, struct exchange *x,
			      struct db *db)
{
	size_t language = language_of(x);
	const struct way_on on = { "/connectors", to_connectors[language] };
	AUTO(principal_free) struct principal *who = NULL;
	struct err e = ERR_INIT;
	bool here = caller_look(p, x->rq, db, &who, &e) > 0;

	page(x, 400, nobody_awaits[language], NULL, here ? &on : NULL);
}

void portal_oauth(struct portal *p, struct exchange *x, struct db *db)
{
	const char *state = incoming_query(x->rq, "state");
	AUTO(str_done) struct str target = STR_INIT;
	AUTO(str_done) struct str connector = STR_INIT;
	struct err e = ERR_INIT;
	int rc = 0;

	if (state != NULL)
		rc = find(p, db, state, &target, &connector, &e);
	if (rc < 0)
		failed(x, &e, NULL);
	else if (target.len > 0)
		consent_came(p, x, db, target.s);
	else if (connector.len > 0)
		sign_in_came(p, x, db, connector.s);
	else
		awaited_by_nobody(p, x, db);
}
