/*
 * ldap.c - Active Directory, OpenLDAP and others by LDAP.
 *
 * One search by pages (RFC 2696: Active Directory gives no more than 1,000
 * entries otherwise); referrals are not followed, so that the password goes
 * to no other host. Everybody is told each time: what is not told is gone.
 *
 * Source: RFC 4511, RFC 4513; [MS-ADTS] 3.1.1 for proxyAddresses, objectGUID,
 * userAccountControl (2.2.16); ldap_set_option(3).
 */
#include "directory/provider.h"

#include "base/clock.h"
#include "base/encode.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"

#include <ctype.h>
#include <ldap.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define PAGE             500
#define TIMEOUT_S        60
#define ACCOUNT_DISABLED 0x0002 /* userAccountControl */
#define GUID_BYTES       16

static const struct setting settings[] = {
	{ "url", NULL, true, false,
	  "ldaps://dc1.example.com or ldap://... (then StartTLS)" },
	{ "base", NULL, true, false,
	  "where persons are: OU=Staff,DC=example,DC=com" },
	{ "bind-dn", "", false, false,
	  "who reads; Active Directory also takes reader@example.com" },
	{ "bind-password", NULL, false, true, "its password" },
	{ "filter", "(&(objectClass=person)(|(mail=*)(proxyAddresses=*)))",
	  false, false, "which entries are persons with a mailbox" },
	{ "starttls", "yes", false, false,
	  "with ldap://: yes, or no (the password goes in the clear)" },
	{ "ca-file", "", false, false,
	  "certificates to trust; empty: the system's" },
	{ NULL, NULL, false, false, NULL },
};

static char *const attributes[] = {
	(char[]){ "objectGUID" },     (char[]){ "entryUUID" },
	(char[]){ "displayName" },    (char[]){ "cn" },
	(char[]){ "mail" },           (char[]){ "userPrincipalName" },
	(char[]){ "proxyAddresses" }, (char[]){ "userAccountControl" },
	(char[]){ "whenCreated" },    NULL,
};

struct directory_ldap {
	struct provider base;
	const struct host *host;
	bool starttls;
};

static const char *setting(const struct directory_ldap *d, const char *name)
{
	return setting_of(settings, d->host, name);
}

/* --- opening ---------------------------------------------------------------
 */

static int check_url(const char *url, struct err *e)
{
	LDAPURLDesc *parts = NULL;
	int rc = ldap_url_parse(url, &parts);
	bool good = rc == LDAP_URL_SUCCESS &&
		    (strcasecmp(parts->lud_scheme, "ldap") == 0 ||
		     strcasecmp(parts->lud_scheme, "ldaps") == 0) &&
		    parts->lud_host != NULL && *parts->lud_host != '\0';

	ldap_free_urldesc(parts);
	if (good)
		return 0;
	return err_set(e, ERR_USAGE,
		       "url=%.100s is not an address such as "
		       "ldaps://dc1.example.com",
		       url);
}

static int directory_open(struct provider **out, const struct host *host,
			  struct err *e)
{
	struct directory_ldap *d = NEW(struct directory_ldap);
	AUTO(provider_close) struct provider *p = &d->base;
	const char *starttls;

	p->ops = provider_find("ldap");
	d->host = host;
	starttls = setting(d, "starttls");
	if (check_url(setting(d, "url"), e) < 0)
		return -1;
	if (strcmp(starttls, "yes") != 0 && strcmp(starttls, "no") != 0)
		return err_set(e, ERR_USAGE,
			       "starttls=%.40s is neither yes nor no",
			       starttls);
	d->starttls = strcmp(starttls, "yes") == 0 &&
		      strncasecmp(setting(d, "url"), "ldaps:", 6) != 0;
	*out = TAKE(p);
	return 0;
}

static void directory_close(struct provider *p)
{
	free(p);
}

/* --- connecting ------------------------------------------------------------
 */

static void unbind(LDAP *ld)
{
	if (ld != NULL)
		(void)ldap_unbind_ext_s(ld, NULL, NULL);
}
DEFINE_AUTO(LDAP, unbind)

/* What a person can do about it, by the code. */
static int refuse(const struct directory_ldap *d, LDAP *ld, int rc,
		  const char *doing, struct err *e)
{
	const char *url = setting(d, "url");
	const char *text = ldap_err2string(rc), *todo = "";
	enum err_kind kind = ERR_SOURCE;
	char *more = NULL;

	(void)ldap_get_option(ld, LDAP_OPT_DIAGNOSTIC_MESSAGE, &more);
	switch (rc) {
	case LDAP_INVALID_CREDENTIALS:
		todo = "look at bind-dn and bind-password";
		break;
	case LDAP_INSUFFICIENT_ACCESS:
		todo = "the account that reads may not read there";
		break;
	case LDAP_NO_SUCH_OBJECT:
		todo = "look at base";
		break;
	case LDAP_FILTER_ERROR:
		todo = "look at filter";
		break;
	case LDAP_STRONG_AUTH_REQUIRED:
	case LDAP_CONFIDENTIALITY_REQUIRED:
		todo = "it wants TLS: ldaps://, or starttls=yes";
		break;
	case LDAP_CONNECT_ERROR: /* TLS came to nothing */
		todo = "its certificate is not accepted, or it has no TLS; "
		       "look at ca-file";
		break;
	case LDAP_SERVER_DOWN: /* of TLS the library tells no more */
		kind = ERR_RETRY;
		if (strncasecmp(url, "ldaps:", 6) == 0)
			todo = "is it up, and is its certificate accepted? "
			       "look at url and ca-file";
		break;
	case LDAP_TIMEOUT:
	case LDAP_BUSY:
	case LDAP_UNAVAILABLE:
	case LDAP_LOCAL_ERROR:
		kind = ERR_RETRY;
		break;
	default:
		break;
	}
	(void)err_set(e, kind, "%s: %s: %s%s%.200s%s%s%s", url, doing, text,
		      more != NULL && *more != '\0' ? " (" : "",
		      more != NULL ? more : "",
		      more != NULL && *more != '\0' ? ")" : "",
		      *todo != '\0' ? ": " : "", todo);
	ldap_memfree(more);
	return -1;
}

static int set_options(const struct directory_ldap *d, LDAP *ld, struct err *e)
{
	static const int version = LDAP_VERSION3,
			 demand = LDAP_OPT_X_TLS_DEMAND;
	static const int is_server = 0;
	static const struct timeval wait = { .tv_sec = TIMEOUT_S };
	const char *ca = setting(d, "ca-file");

	if (ldap_set_option(ld, LDAP_OPT_PROTOCOL_VERSION, &version) != 0 ||
	    ldap_set_option(ld, LDAP_OPT_REFERRALS, LDAP_OPT_OFF) != 0 ||
	    ldap_set_option(ld, LDAP_OPT_NETWORK_TIMEOUT, &wait) != 0 ||
	    ldap_set_option(ld, LDAP_OPT_TIMEOUT, &wait) != 0 ||
	    ldap_set_option(ld, LDAP_OPT_X_TLS_REQUIRE_CERT, &demand) != 0)
		return err_set(e, ERR_STORE,
			       "the LDAP library refuses options");
	if (*ca != '\0' &&
	    ldap_set_option(ld, LDAP_OPT_X_TLS_CACERTFILE, ca) != 0)
		return err_set(e, ERR_USAGE, "ca-file=%s cannot be used", ca);
	/* what was set above counts from here on, for this connection alone */
	if (ldap_set_option(ld, LDAP_OPT_X_TLS_NEWCTX, &is_server) != 0)
		return err_set(e, ERR_USAGE,
			       "TLS cannot be set up: can ca-file \"%s\" be "
			       "read, and does it hold certificates?",
			       ca);
	return 0;
}

static int sign_in(const struct directory_ldap *d, LDAP *ld, struct err *e)
{
	const char *dn = setting(d, "bind-dn");
	const char *password = setting(d, "bind-password");
	struct berval secret = { .bv_len = strlen(password),
				 .bv_val = mem_strdup(password) };
	int rc;

	/* a name without a password would pass for anonymous: RFC 4513 5.1.2 */
	if (*dn != '\0' && *password == '\0')
		rc = LDAP_INVALID_CREDENTIALS;
	else
		rc = ldap_sasl_bind_s(ld, *dn != '\0' ? dn : NULL,
				      LDAP_SASL_SIMPLE, &secret, NULL, NULL,
				      NULL);
	mem_wipe(secret.bv_val, secret.bv_len);
	free(secret.bv_val);
	return rc == LDAP_SUCCESS ? 0 : refuse(d, ld, rc, "sign in", e);
}

static int connect_to(const struct directory_ldap *d, LDAP **out, struct err *e)
{
	AUTO(unbind) LDAP *ld = NULL;
	int rc = ldap_initialize(&ld, setting(d, "url"));

	if (rc != LDAP_SUCCESS)
		return err_set(e, ERR_USAGE, "url: %s", ldap_err2string(rc));
	if (set_options(d, ld, e) < 0)
		return -1;
	if (d->starttls) {
		rc = ldap_start_tls_s(ld, NULL, NULL);
		if (rc != LDAP_SUCCESS)
			return refuse(d, ld, rc, "start TLS", e);
	}
	if (sign_in(d, ld, e) < 0)
		return -1;
	*out = TAKE(ld);
	return 0;
}

/* --- one entry -------------------------------------------------------------
 */

struct entry {
	struct str ident, name, mailbox;
	struct str addresses[PROVIDER_ADDRESSES_MAX];
	const char *list[PROVIDER_ADDRESSES_MAX];
	size_t n;
	int64_t since_us;
	bool disabled;
};

static void entry_clear(struct entry *en)
{
	str_cut(&en->ident, 0);
	str_cut(&en->name, 0);
	str_cut(&en->mailbox, 0);
	en->n = 0;
	en->since_us = 0;
	en->disabled = false;
}

static struct entry *entry_new(void)
{
	struct entry *en = NEW(struct entry);

	en->ident = en->name = en->mailbox = STR_INIT;
	for (size_t i = 0; i < PROVIDER_ADDRESSES_MAX; i++)
		en->addresses[i] = STR_INIT;
	return en;
}

static void entry_free(struct entry *en)
{
	if (en == NULL)
		return;
	str_done(&en->ident);
	str_done(&en->name);
	str_done(&en->mailbox);
	for (size_t i = 0; i < PROVIDER_ADDRESSES_MAX; i++)
		str_done(&en->addresses[i]);
	free(en);
}
DEFINE_AUTO(struct entry, entry_free)

static void add_address(struct entry *en, const char *text, size_t len)
{
	if (en->n == PROVIDER_ADDRESSES_MAX || len == 0 ||
	    memchr(text, '\0', len) != NULL)
		return;
	str_cut(&en->addresses[en->n], 0);
	str_add_len(&en->addresses[en->n], text, len);
	en->list[en->n] = en->addresses[en->n].s;
	en->n++;
}

/* "SMTP:" marks the primary address, "smtp:" the others; X500, SIP and what
   else there is are no addresses of mail. */
static void proxy_address(struct entry *en, const struct berval *v)
{
	if (v->bv_len <= 5 || strncasecmp(v->bv_val, "smtp:", 5) != 0)
		return;
	add_address(en, v->bv_val + 5, v->bv_len - 5);
	if (memcmp(v->bv_val, "SMTP:", 5) == 0) {
		str_cut(&en->mailbox, 0);
		str_add_len(&en->mailbox, v->bv_val + 5, v->bv_len - 5);
	}
}

/* As Windows writes a GUID: the first three groups are little endian. */
static void guid_text(struct str *out, const struct berval *v)
{
	static const int order[GUID_BYTES] = { 3, 2, 1,  0,  5,  4,  7,  6,
					       8, 9, 10, 11, 12, 13, 14, 15 };

	for (int i = 0; i < GUID_BYTES; i++)
		str_addf(out, "%s%02x",
			 i == 4 || i == 6 || i == 8 || i == 10 ? "-" : "",
			 (unsigned char)v->bv_val[order[i]]);
}

/* GeneralizedTime: 20260131093000.0Z (RFC 4517 3.3.13) */
static int64_t generalized_time(const struct berval *v)
{
	char text[] = "0000-00-00T00:00:00Z";
	static const int at[] = {
		0, 1, 2, 3, 5, 6, 8, 9, 11, 12, 14, 15, 17, 18
	};
	int64_t us = 0;

	if (v->bv_len < 15 || v->bv_val[v->bv_len - 1] != 'Z')
		return 0;
	for (size_t i = 0; i < 14; i++) {
		if (!isdigit((unsigned char)v->bv_val[i]))
			return 0;
		text[at[i]] = v->bv_val[i];
	}
	return clock_parse(text, &us) ? us : 0;
}

/* The first value of an attribute, or NULL; values are to be freed. */
static struct berval **values(LDAP *ld, LDAPMessage *m, const char *name)
{
	return ldap_get_values_len(ld, m, name);
}

static void text_of(LDAP *ld, LDAPMessage *m, const char *name, struct str *out)
{
	struct berval **v = values(ld, m, name);

	if (out->len == 0 && v != NULL && v[0] != NULL &&
	    memchr(v[0]->bv_val, '\0', v[0]->bv_len) == NULL)
		str_add_len(out, v[0]->bv_val, v[0]->bv_len);
	ldap_value_free_len(v);
}

static void ident_of(LDAP *ld, LDAPMessage *m, struct entry *en)
{
	struct berval **v = values(ld, m, "objectGUID");

	if (v != NULL && v[0] != NULL && v[0]->bv_len == GUID_BYTES)
		guid_text(&en->ident, v[0]);
	ldap_value_free_len(v);
	text_of(ld, m, "entryUUID", &en->ident);
}

static void addresses_of(LDAP *ld, LDAPMessage *m, struct entry *en)
{
	static const char *const names[] = { "mail", "userPrincipalName" };
	struct berval **v = values(ld, m, "proxyAddresses");

	for (size_t i = 0; v != NULL && v[i] != NULL; i++)
		proxy_address(en, v[i]);
	ldap_value_free_len(v);
	for (size_t i = 0; i < 2; i++) {
		v = values(ld, m, names[i]);
		for (size_t k = 0; v != NULL && v[k] != NULL; k++)
			add_address(en, v[k]->bv_val, v[k]->bv_len);
		ldap_value_free_len(v);
	}
	text_of(ld, m, "mail", &en->mailbox);
}

/* createTimestamp is not asked for: where a server was filled anew it says
   when, for everybody. */
static void account_of(LDAP *ld, LDAPMessage *m, struct entry *en)
{
	AUTO(str_done) struct str flags = STR_INIT;
	struct berval **made = values(ld, m, "whenCreated");
	long long n = 0;

	text_of(ld, m, "userAccountControl", &flags);
	if (str_int64(flags.s, &n))
		en->disabled = (n & ACCOUNT_DISABLED) != 0;
	if (made != NULL && made[0] != NULL)
		en->since_us = generalized_time(made[0]);
	ldap_value_free_len(made);
}

static int entry_tell(LDAP *ld, LDAPMessage *m, struct entry *en,
		      const struct provider_list *to, struct err *e)
{
	struct provider_person p;

	entry_clear(en);
	ident_of(ld, m, en);
	text_of(ld, m, "displayName", &en->name);
	text_of(ld, m, "cn", &en->name);
	addresses_of(ld, m, en);
	account_of(ld, m, en);
	p = (struct provider_person){ .ident = en->ident.s,
				      .name = en->name.s,
				      .mailbox = en->mailbox.s,
				      .addresses = en->list,
				      .n_addresses = en->n,
				      .since_us = en->since_us,
				      .disabled = en->disabled };
	return to->person(to->ctx, &p, e);
}

/* --- the search ------------------------------------------------------------
 */

struct search {
	const struct directory_ldap *d;
	LDAP *ld;
	struct entry *entry;
	const struct provider_list *to;
	struct berval cookie; /* of the next page; empty: it was the last */
};

static int page_ask(struct search *s, LDAPMessage **answer, struct err *e)
{
	LDAPControl *page = NULL;
	LDAPControl *controls[] = { NULL, NULL };
	struct timeval wait = { .tv_sec = TIMEOUT_S };
	int rc = ldap_create_page_control(s->ld, PAGE, &s->cookie, 1, &page);

	if (rc != LDAP_SUCCESS)
		return refuse(s->d, s->ld, rc, "search", e);
	controls[0] = page;
	rc = ldap_search_ext_s(s->ld, setting(s->d, "base"), LDAP_SCOPE_SUBTREE,
			       setting(s->d, "filter"),
			       (char **)(uintptr_t)attributes, 0, controls,
			       NULL, &wait, LDAP_NO_LIMIT, answer);
	ldap_control_free(page);
	return rc == LDAP_SUCCESS ? 0 : refuse(s->d, s->ld, rc, "search", e);
}

/* Where the next page begins. */
static int page_next(struct search *s, LDAPMessage *answer, struct err *e)
{
	LDAPControl **controls = NULL;
	LDAPControl *page;
	ber_int_t estimate;
	int code = 0;
	int rc = ldap_parse_result(s->ld, answer, &code, NULL, NULL, NULL,
				   &controls, 0);

	ber_memfree(s->cookie.bv_val);
	s->cookie = (struct berval){ 0 };
	if (rc == LDAP_SUCCESS)
		rc = code;
	page = ldap_control_find(LDAP_CONTROL_PAGEDRESULTS, controls, NULL);
	if (rc == LDAP_SUCCESS && page != NULL)
		rc = ldap_parse_pageresponse_control(s->ld, page, &estimate,
						     &s->cookie);
	ldap_controls_free(controls);
	return rc == LDAP_SUCCESS ? 0 : refuse(s->d, s->ld, rc, "search", e);
}

static int page_tell(struct search *s, struct err *e)
{
	LDAPMessage *answer = NULL;
	int rc = page_ask(s, &answer, e);

	for (LDAPMessage *m = rc < 0 ? NULL : ldap_first_entry(s->ld, answer);
	     rc == 0 && m != NULL; m = ldap_next_entry(s->ld, m)) {
		rc = entry_tell(s->ld, m, s->entry, s->to, e);
		if (rc == 0 && s->d->host->stopping != NULL &&
		    s->d->host->stopping(s->d->host->ctx))
			rc = err_set(e, ERR_RETRY, "the work is to stop");
	}
	if (rc == 0)
		rc = page_next(s, answer, e);
	(void)ldap_msgfree(answer);
	return rc;
}

static int directory_list(struct provider *p, const struct provider_list *to,
			  struct str *cursor, bool *whole, struct err *e)
{
	AUTO(unbind) LDAP *ld = NULL;
	AUTO(entry_free) struct entry *entry = entry_new();
	struct search s = { .d = (struct directory_ldap *)p,
			    .entry = entry,
			    .to = to };
	int rc;

	*whole = true;
	str_cut(cursor, 0);
	if (connect_to(s.d, &ld, e) < 0)
		return -1;
	s.ld = ld;
	do {
		rc = page_tell(&s, e);
	} while (rc == 0 && s.cookie.bv_len > 0);
	ber_memfree(s.cookie.bv_val);
	return rc;
}

/* --- check -----------------------------------------------------------------
 */

struct tally {
	long persons, without_ident, without_mailbox, disabled;
};

static int tally_person(void *ctx, const struct provider_person *p,
			struct err *e)
{
	struct tally *t = ctx;

	(void)e;
	t->persons++;
	t->without_ident += p->ident[0] == '\0';
	t->without_mailbox += p->mailbox[0] == '\0';
	t->disabled += p->disabled;
	return 0;
}

static void say(const struct check *to, enum check_level level,
		const char *topic, const char *text, const char *remedy)
{
	to->finding(to->ctx, &(struct finding){ level, topic, text, remedy });
}

static void say_persons(const struct check *to, const struct tally *t)
{
	AUTO(str_done) struct str text = STR_INIT;

	str_addf(&text,
		 "%ld persons are found, %ld of them disabled, %ld without a "
		 "mail address",
		 t->persons, t->disabled, t->without_mailbox);
	if (t->persons == 0)
		say(to, CHECK_FAIL, "Persons", text.s,
		    "Look at base and filter: nobody would be mapped.");
	else if (t->without_ident > 0)
		say(to, CHECK_FAIL, "Persons",
		    "some have neither objectGUID nor entryUUID",
		    "Let the account that reads see these attributes: without "
		    "them a person who takes another name is not recognised.");
	else
		say(to, CHECK_OK, "Persons", text.s, "");
}

static int directory_check(struct provider *p, const struct check *to,
			   struct err *e)
{
	struct directory_ldap *d = (struct directory_ldap *)p;
	struct tally t = { 0 };
	struct provider_list count = { &t, tally_person };
	AUTO(str_done) struct str cursor = STR_INIT;
	bool whole;
	bool clear = !d->starttls &&
		     strncasecmp(setting(d, "url"), "ldaps:", 6) != 0;

	if (directory_list(p, &count, &cursor, &whole, e) < 0)
		return -1;
	say(to, CHECK_OK, "Sign-in", setting(d, "url"), "");
	say(to, clear ? CHECK_WARN : CHECK_OK, "TLS",
	    clear ? "the password and all answers go in the clear" : "used",
	    clear ? "Use ldaps:// or starttls=yes." : "");
	say_persons(to, &t);
	return 0;
}

const struct provider_ops provider_ldap_ops = {
	.name = "ldap",
	.title = "LDAP directory",
	.settings = settings,
	.open = directory_open,
	.close = directory_close,
	.list = directory_list,
	.check = directory_check,
};
