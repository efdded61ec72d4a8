/*
 * The three ways to be let in. A SAS is a part of the URL by its nature: it
 * goes to the endpoint alone, as no redirect is followed, and into no error
 * text, as those show no query (http/http.h).
 */
#include "base/encode.h"
#include "base/err.h"
#include "http/entra.h"
#include "http/http.h"
#include "http/oauth.h"
#include "http/url.h"
#include "store/azure/azure.h"
#include "store/azure/request.h"

#include <string.h>

#define KEY_MIN 16

static const char *get(const struct azure *az, const char *name)
{
	return setting_of(azure_settings, az->host, name);
}

static int need(const struct azure *az, const char *name, const char *what,
		struct err *e)
{
	if (get(az, name)[0] != '\0')
		return 0;
	return err_set(e, ERR_USAGE, "%s: is missing (%s)", name, what);
}

/* --- client credentials ------------------------------------------------ */

static int issue(void *ctx, struct str *token, int64_t *life_us, struct err *e)
{
	struct azure *az = ctx;
	struct entra_app app = { .token_url = az->token_url.s,
				 .client_id = get(az, "client-id"),
				 .client_secret = get(az, "client-secret"),
				 .scope = get(az, "scope") };

	return entra_issue(az->http, &app, token, life_us, e);
}

static int open_client_credentials(struct azure *az, struct err *e)
{
	static const char why[] = "with auth=client-credentials";

	if (need(az, "tenant-id", why, e) < 0 ||
	    need(az, "client-id", why, e) < 0 ||
	    need(az, "client-secret", why, e) < 0 ||
	    entra_token_url(get(az, "login-url"), get(az, "tenant-id"),
			    &az->token_url, e) < 0)
		return -1;
	az->tokens = oauth_new(issue, az);
	return 0;
}

/* --- keys and SAS ------------------------------------------------------ */

static int open_shared_key(struct azure *az, struct err *e)
{
	const char *text = get(az, "account-key");

	if (need(az, "account-key", "with auth=shared-key", e) < 0)
		return -1;
	if (!decode_base64(&az->key, text, strlen(text)) ||
	    az->key.len < KEY_MIN)
		return err_set(e, ERR_USAGE,
			       "account-key: is no account key (base64, as "
			       "Access keys in the portal shows it)");
	return 0;
}

static int open_sas(struct azure *az, struct err *e)
{
	const char *text = get(az, "sas");

	if (need(az, "sas", "with auth=sas", e) < 0)
		return -1;
	text += *text == '?';
	if (strstr(text, "://") != NULL || strstr(text, "sig=") == NULL ||
	    strpbrk(text, " ?#\"<>") != NULL)
		return err_set(e, ERR_USAGE,
			       "sas: must be the token alone, as in "
			       "sv=...&sp=...&sig=..., without an address");
	str_add(&az->sas, text);
	return 0;
}

int azure_auth_open(struct azure *az, struct err *e)
{
	switch (az->auth) {
	case AZURE_SHARED_KEY:
		return open_shared_key(az, e);
	case AZURE_SAS:
		return open_sas(az, e);
	case AZURE_CLIENT_CREDENTIALS:
		return open_client_credentials(az, e);
	}
	return -1;
}

/* --- requests ---------------------------------------------------------- */

static void sign_shared_key(struct azure *az, const struct azure_request *rq,
			    const char *path, struct http_request *out)
{
	struct str value AUTO(str_done) = STR_INIT;
	struct azure_signed r = {
		.method = rq->method,
		.account = az->account,
		.path = path,
		.query = rq->query,
		.n_query = rq->n_query,
		.headers = rq->headers,
		.n_headers = rq->n_headers,
		.length = rq->len,
	};

	azure_shared_key(&value, &r, az->key.s, az->key.len);
	http_request_authorization(out, value.s);
}

int azure_auth_sign(struct azure *az, const struct azure_request *rq,
		    const char *path, struct http_request *out,
		    struct str *token, struct err *e)
{
	switch (az->auth) {
	case AZURE_SHARED_KEY:
		sign_shared_key(az, rq, path, out);
		return 0;
	case AZURE_SAS:
		http_request_query_text(out, az->sas.s);
		return 0;
	case AZURE_CLIENT_CREDENTIALS:
		break;
	}
	if (oauth_token(az->tokens, token, e) < 0)
		return -1;
	http_request_bearer(out, token->s);
	return 0;
}

bool azure_auth_drop(struct azure *az, const char *token)
{
	if (az->tokens == NULL)
		return false;
	oauth_drop(az->tokens, token);
	return true;
}
