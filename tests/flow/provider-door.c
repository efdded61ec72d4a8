/*
 * provider-door.c - a door as the portal has it, of standard input and output:
 * who comes in through an identity provider?
 *
 *	provider-door HOME PROVIDER REDIRECT
 *
 * Writes the address at the provider, reads the one that the browser came
 * back with, writes {"user":...,"groups":[...],"roles":[...]} or
 * {"refused":KIND,"why":TEXT}.
 */
#include "access/access.h"
#include "base/encode.h"
#include "base/err.h"
#include "base/str.h"
#include "catalog/archive.h"
#include "db/db.h"

#include <stdio.h>
#include <string.h>

static const struct access_from from = { "192.0.2.7", "a test" };

static int arrive(struct access *x, struct db *db, const char *cookie,
		  struct str *json, struct err *e)
{
	AUTO(principal_free) struct principal *p = NULL;

	if (access_session(x, db, cookie, &from, &p, e) <= 0)
		return -1;
	str_add(json, "{\"user\":");
	encode_json(json, p->name.s);
	str_add(json, ",\"groups\":");
	if (principal_groups(db, p, json, e) < 0)
		return -1;
	str_add(json, ",\"roles\":");
	roles_json(json, p->roles);
	str_add(json, "}\n");
	return 0;
}

static int pass(struct access *x, struct db *db, char *argv[], struct str *json,
		struct err *e)
{
	struct signed_in in AUTO(signed_in_done) = SIGNED_IN_INIT;
	AUTO(str_done) struct str url = STR_INIT;
	AUTO(str_done) struct str binding = STR_INIT;
	AUTO(str_done) struct str next = STR_INIT;
	char back[16384];

	if (access_oidc_begin(x, db, argv[2], argv[3], "/", &from, &url,
			      &binding, e) < 0)
		return -1;
	(void)puts(url.s);
	(void)fflush(stdout);
	if (fgets(back, sizeof(back), stdin) == NULL)
		return err_set(e, ERR_USAGE, "nobody came back");
	back[strcspn(back, "\n")] = '\0';
	if (access_oidc_finish(x, db, back, binding.s, &from, NULL, &in, &next,
			       e) < 0)
		return -1;
	return arrive(x, db, in.cookie.s, json, e);
}

int main(int argc, char *argv[])
{
	AUTO(archive_close) struct archive *a = NULL;
	AUTO(db_close) struct db *db = NULL;
	AUTO(access_free) struct access *x = NULL;
	AUTO(str_done) struct str json = STR_INIT;
	struct err e = ERR_INIT;
	char text[ERR_TEXT];

	if (argc != 4 || archive_open(&a, argv[1], ARCHIVE_READ, &e) < 0 ||
	    archive_db(a, &db, &e) < 0)
		return 2;
	x = access_open(a);
	if (pass(x, db, argv, &json, &e) < 0) {
		str_cut(&json, 0);
		str_addf(&json, "{\"refused\":%d,\"why\":", (int)e.kind);
		encode_json(&json, err_str(&e, text, sizeof(text)));
		str_add(&json, "}\n");
	}
	(void)fputs(json.s, stdout);
	return 0;
}
