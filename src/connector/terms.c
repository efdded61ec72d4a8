/*
 * terms.c - what whoever connects a source accepts before.
 *
 * Kept in control as the setting "terms.SOURCE": the version, when, who. Each
 * acceptance is an act too, so that earlier ones are in the ledger.
 */
#include "connector/connector.h"

#include "base/clock.h"
#include "base/err.h"
#include "db/db.h"
#include "source/source.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* %1$s: the source. One paragraph a line here, three languages each. */
static const char *const paragraphs[][3] = {
	{ "Lawful use. Your organisation decides what is captured from %s and "
	  "answers for it. You confirm that it may record, keep and search "
	  "these communications under the law and the agreements that apply "
	  "to it, and that the people concerned have been told as far as they "
	  "must be.",
	  "Laglig användning. Din organisation avgör vad som hämtas från %s "
	  "och ansvarar för det. Du bekräftar att den får spela in, bevara "
	  "och söka i denna kommunikation enligt den lag och de avtal som "
	  "gäller, och att de berörda har informerats så långt de ska.",
	  "Usage licite. Votre organisation décide de ce qui est collecté "
	  "depuis %s et en répond. Vous confirmez qu’elle peut enregistrer, "
	  "conserver et rechercher ces communications selon la loi et les "
	  "accords qui s’appliquent, et que les personnes concernées ont été "
	  "informées autant qu’elles doivent l’être." },
	{ "The account. You are entitled to connect this account of %s, and "
	  "its terms for programs are kept.",
	  "Kontot. Du har rätt att ansluta detta konto hos %s, och dess "
	  "villkor för program följs.",
	  "Le compte. Vous êtes habilité à connecter ce compte de %s, et ses "
	  "conditions pour les programmes sont respectées." },
	{ "What is read. The connector reads with the rights you give it and "
	  "changes nothing at %s. What it reads becomes messages in the "
	  "mailbox of every participant who is known; what belongs to nobody "
	  "known goes to the quarantine.",
	  "Vad som läses. Anslutningen läser med de rättigheter du ger den "
	  "och ändrar ingenting hos %s. Det den läser blir meddelanden i "
	  "postlådan hos varje känd deltagare; det som inte tillhör någon "
	  "känd hamnar i karantän.",
	  "Ce qui est lu. Le connecteur lit avec les droits que vous lui "
	  "donnez et ne change rien chez %s. Ce qu’il lit devient des "
	  "messages dans la boîte de chaque participant connu ; ce qui "
	  "n’appartient à personne de connu va en quarantaine." },
	{ "What is kept. What comes from %s, and the credentials, are kept "
	  "encrypted in this archive. Removing the connector forgets its "
	  "credentials and keeps what it has archived.",
	  "Vad som bevaras. Det som kommer från %s, och "
	  "inloggningsuppgifterna, bevaras krypterat i detta arkiv. Tas "
	  "anslutningen bort glöms uppgifterna, medan det arkiverade finns "
	  "kvar.",
	  "Ce qui est conservé. Ce qui vient de %s, ainsi que les "
	  "identifiants, est conservé chiffré dans cette archive. Supprimer "
	  "le connecteur efface ses identifiants et garde ce qu’il a "
	  "archivé." },
	{ "What is not given. What %s does not provide, or has deleted before "
	  "it was captured, cannot be archived. The report of each run says "
	  "what that was.",
	  "Vad som inte ges. Det som %s inte lämnar ut, eller har raderat "
	  "innan det hämtades, kan inte arkiveras. Rapporten från varje "
	  "körning säger vad det var.",
	  "Ce qui n’est pas fourni. Ce que %s ne fournit pas, ou a supprimé "
	  "avant la collecte, ne peut pas être archivé. Le rapport de chaque "
	  "exécution dit ce que c’était." },
	{ "Record. Who accepted these terms for %s, which version and when is "
	  "recorded in the audit log.",
	  "Anteckning. Vem som godkänt dessa villkor för %s, vilken version "
	  "och när antecknas i granskningsloggen.",
	  "Trace. Qui a accepté ces conditions pour %s, quelle version et "
	  "quand est inscrit au journal d’audit." },
};

static size_t language_at(const char *language)
{
	static const char *const names[] = { "en", "sv", "fr" };

	for (size_t i = 1; language != NULL && i < 3; i++)
		if (strcmp(language, names[i]) == 0)
			return i;
	return 0;
}

void connector_terms_text(const char *source_title, const char *language,
			  struct str *out)
{
	size_t at = language_at(language);

	for (size_t i = 0; i < sizeof(paragraphs) / sizeof(paragraphs[0]);
	     i++) {
		const char *text = paragraphs[i][at];
		const char *name = strstr(text, "%s");

		str_addf(out, "%s%zu. ", i > 0 ? "\n\n" : "", i + 1);
		str_add_len(out, text, (size_t)(name - text));
		str_addf(out, "%s%s", source_title, name + 2);
	}
}

static void setting_name(const char *source, struct str *out)
{
	str_addf(out, "terms.%s", source);
}

int connector_terms_get(struct db *db, const char *source,
			struct connector_terms *terms, struct err *e)
{
	AUTO(str_done) struct str name = STR_INIT;
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(db, "SELECT value FROM setting WHERE name = $1", e);
	const char *value;
	char *end;
	int rc;

	setting_name(source, &name);
	db_text(st, 1, name.s);
	rc = db_step(st, e);
	if (rc <= 0)
		return rc;
	value = db_col_text(st, 0); /* "1 1767225600000000 anna@example.com" */
	terms->version = strtoll(value, &end, 10);
	terms->at_us = strtoll(end, &end, 10);
	str_add(&terms->by, *end == ' ' ? end + 1 : end);
	return 0;
}

static int write_down(struct db *db, const char *source, int64_t version,
		      struct actor who, struct err *e)
{
	AUTO(str_done) struct str name = STR_INIT;
	AUTO(str_done) struct str value = STR_INIT;
	AUTO(str_done) struct str detail = STR_INIT;
	struct db_stmt *st =
		db_sql(db,
		       "INSERT INTO setting(name, value) VALUES ($1, $2)"
		       " ON CONFLICT(name) DO UPDATE SET"
		       " value = excluded.value",
		       e);

	setting_name(source, &name);
	str_addf(&value, "%" PRId64 " %" PRId64 " %s", version, clock_now_us(),
		 who.name);
	db_text(st, 1, name.s);
	db_text(st, 2, value.s);
	if (db_exec(st, e) < 0)
		return -1;
	str_addf(&detail, "{\"source\":\"%s\",\"version\":%" PRId64 "}", source,
		 version);
	return archive_act(db, who, "source accept", detail.s, e);
}

int connector_terms_accept(struct db *db, const char *source, int64_t version,
			   struct actor who, struct err *e)
{
	if (source_find(source) == NULL)
		return err_set(e, ERR_USAGE,
			       "there is no source \"%.60s\"; `estreat source "
			       "list` shows those there are",
			       source);
	if (version != CONNECTOR_TERMS_VERSION)
		return err_set(e, ERR_USAGE,
			       "the terms are of version %d now, not %" PRId64
			       ": read them again",
			       CONNECTOR_TERMS_VERSION, version);
	if (db_begin(db, DB_WRITE, e) < 0)
		return -1;
	if (write_down(db, source, version, who, e) < 0) {
		db_rollback(db);
		return -1;
	}
	return db_commit(db, e);
}
