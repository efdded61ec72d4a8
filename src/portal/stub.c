/* stub.c - until access/ is there: one account, admin / estreat-stub. */
#include "access/access.h"
#include "base/err.h"
#include "base/mem.h"
#include "verb/permit.h"
#include "verb/verb.h"
#include <stdlib.h>
#include <string.h>
const char access_wrong[] = "the name or the password is wrong";
struct access {
	int x;
};
struct access *access_open(struct archive *a)
{
	(void)a;
	return NEW(struct access);
}
void access_free(struct access *x)
{
	free(x);
}
int access_first_account(struct archive *a, struct db *db, struct err *e)
{
	(void)a;
	(void)db;
	(void)e;
	return 0;
}
void signed_in_done(struct signed_in *s)
{
	str_done(&s->cookie);
}
void principal_free(struct principal *p)
{
	if (p) {
		str_done(&p->name);
		str_done(&p->title);
		str_done(&p->origin);
		str_done(&p->language);
	}
	free(p);
}
struct actor principal_actor(const struct principal *p)
{
	return (struct actor){ p->name.s, p->origin.s };
}
int access_sign_in(struct access *x, struct db *db, const struct sign_in *in,
		   const struct access_from *from, const char *replaces,
		   enum sign_in_verdict *verdict, struct signed_in *out,
		   struct err *e)
{
	(void)x;
	(void)db;
	(void)from;
	(void)replaces;
	(void)e;
	*verdict = strcmp(in->user, "admin") == 0 &&
				   strcmp(in->password, "estreat-stub") == 0
			   ? SIGN_IN_DONE
			   : SIGN_IN_WRONG;
	if (*verdict == SIGN_IN_DONE)
		str_add(&out->cookie, "stub-cookie");
	return 0;
}
int access_providers(struct db *db,
		     int (*each)(void *, const char *, const char *,
				 struct err *),
		     void *ctx, struct err *e)
{
	(void)db;
	(void)each;
	(void)ctx;
	(void)e;
	return 0;
}
int access_session(struct access *x, struct db *db, const char *cookie,
		   const struct access_from *from, struct principal **out,
		   struct err *e)
{
	(void)x;
	(void)db;
	(void)e;
	if (strcmp(cookie, "stub-cookie") != 0)
		return 0;
	*out = NEW(struct principal);
	(*out)->name = (*out)->title = (*out)->origin = (*out)->language =
		STR_INIT;
	str_add(&(*out)->name, "admin");
	str_add(&(*out)->origin, from->address);
	(*out)->account = 1;
	(*out)->roles = 255;
	(*out)->local = true;
	return 1;
}
int access_token(struct access *x, struct db *db, const char *token,
		 const struct access_from *from, struct principal **out,
		 struct err *e)
{
	if (strcmp(token, "est_stub") != 0)
		return 0;
	if (access_session(x, db, "stub-cookie", from, out, e) < 0)
		return -1;
	(*out)->token = 1;
	return 1;
}
void access_csrf(const char *cookie, struct str *out)
{
	(void)cookie;
	str_add(out, "stub-csrf");
}
bool access_csrf_ok(const char *cookie, const char *given)
{
	(void)cookie;
	return given != NULL && strcmp(given, "stub-csrf") == 0;
}
int access_sign_out(struct db *db, const struct principal *p, bool everywhere,
		    struct err *e)
{
	(void)db;
	(void)p;
	(void)everywhere;
	(void)e;
	return 0;
}
int access_set_language(struct db *db, const struct principal *p,
			const char *language, struct err *e)
{
	(void)db;
	(void)p;
	(void)language;
	(void)e;
	return 0;
}
int access_set_password(struct access *x, struct db *db,
			const struct principal *p, const char *password,
			const char *new_password,
			const struct access_from *from, struct signed_in *out,
			struct err *e)
{
	(void)x;
	(void)db;
	(void)p;
	(void)password;
	(void)new_password;
	(void)from;
	(void)out;
	(void)e;
	return 0;
}
int access_totp_begin(struct access *x, struct db *db,
		      const struct principal *p, struct str *secret,
		      struct str *url, struct err *e)
{
	(void)x;
	(void)db;
	(void)p;
	(void)secret;
	(void)url;
	return err_set(e, ERR_USAGE, "stub");
}
int access_totp_confirm(struct access *x, struct db *db,
			const struct principal *p, const char *code,
			struct str *recovery, struct err *e)
{
	(void)x;
	(void)db;
	(void)p;
	(void)code;
	(void)recovery;
	(void)e;
	return 0;
}
int access_totp_off(struct access *x, struct db *db, const struct principal *p,
		    const char *password, struct err *e)
{
	(void)x;
	(void)db;
	(void)p;
	(void)password;
	(void)e;
	return 0;
}
int principal_groups(struct db *db, const struct principal *p, struct str *json,
		     struct err *e)
{
	(void)db;
	(void)p;
	(void)e;
	str_add(json, "[\"Organization Management\"]");
	return 0;
}
int verb_permit(const struct verb_call *call, struct err *e)
{
	(void)call;
	(void)e;
	return 0;
}
