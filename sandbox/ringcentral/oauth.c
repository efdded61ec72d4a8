/* The token endpoint, the page where a person says yes, and signing out. */
#include "ring.h"

#include "sandbox/authorize.h"

#include "base/encode.h"
#include "base/str.h"

#include <inttypes.h>
#include <string.h>

static void refuse(struct reply *rp, int status, const char *error,
		   const char *code, const char *description)
{
	reply_json(rp, status,
		   json_pack("{s:s, s:s, s:[{s:s, s:s}]}", "error", error,
			     "error_description", description, "errors",
			     "errorCode", code, "message", description));
}

/* Client id and secret by HTTP Basic; RFC 6749 section 2.3.1. */
static bool is_client(struct ring *r, struct request *rq)
{
	struct str wanted AUTO(str_done) = STR_INIT;
	struct str given AUTO(str_done) = STR_INIT;
	const char *a = rq->authorization;

	if (a == NULL || strncmp(a, "Basic ", 6) != 0 ||
	    !decode_base64(&given, a + 6, strlen(a + 6)))
		return false;
	str_addf(&wanted, "%s:%s", r->client_id, r->client_secret);
	return strcmp(wanted.s, given.s) == 0;
}

/* The lives that were asked for; false: not well, and answered. */
static bool lives(struct ring *r, struct request *rq, struct reply *rp,
		  int *access_s, int *refresh_s)
{
	static const char *const names[] = { "access_token_ttl",
					     "refresh_token_ttl" };
	long long wanted[2] = { ring_switches_now(r).access_ttl_s,
				RING_REFRESH_TTL_S };
	static const long long most[] = { 3600, RING_REFRESH_TTL_S };

	for (size_t i = 0; i < 2; i++) {
		const char *text = request_arg(rq, names[i]);

		if (text == NULL)
			continue;
		if (!str_int64(text, &wanted[i]) ||
		    (wanted[i] < 600 && wanted[i] != -1)) {
			sandbox_count(rq->sb, "bad_requests");
			refuse(rp, 400, "invalid_request", "OAU-241",
			       "Token lives are at least 600 seconds");
			return false;
		}
		if (wanted[i] > most[i] || wanted[i] == -1)
			wanted[i] = most[i];
	}
	*access_s = (int)wanted[0];
	*refresh_s = (int)wanted[1];
	return true;
}

static void reply_token(struct ring *r, struct reply *rp,
			const struct ring_granted *g, int access_s,
			int refresh_s)
{
	struct ring_switches s = ring_switches_now(r);
	char text[RING_ID];
	json_t *o = json_object();
	size_t n = strlen(s.scopes);

	s.scopes[n - 1] = '\0'; /* blanks stand at both ends */
	ring_put(o, "access_token", g->access);
	ring_put(o, "token_type", "bearer");
	ring_put_int(o, "expires_in", access_s);
	ring_put(o, "refresh_token", g->refresh);
	ring_put_int(o, "refresh_token_expires_in", refresh_s - 1);
	ring_put(o, "scope", s.scopes + 1);
	ring_put_id(o, "owner_id",
		    ring_person_number(ring_world(r), ring_admin(r)));
	(void)snprintf(text, sizeof(text), "ep%" PRIu64, g->session);
	ring_put(o, "endpoint_id", text);
	(void)snprintf(text, sizeof(text), "s%" PRIu64, g->session);
	ring_put(o, "session_id", text);
	reply_json(rp, 200, o);
}

static void begin(struct ring *r, struct request *rq, struct reply *rp)
{
	struct ring_granted g;
	int access_s, refresh_s;

	if (!lives(r, rq, rp, &access_s, &refresh_s))
		return;
	ring_sessions_begin(r->sessions, rq->now_us, access_s, refresh_s, &g);
	reply_token(r, rp, &g, access_s, refresh_s);
}

static void by_jwt(struct ring *r, struct request *rq, struct reply *rp)
{
	const char *jwt = request_arg(rq, "assertion");

	if (jwt == NULL || strcmp(jwt, r->jwt) != 0)
		refuse(rp, 400, "invalid_grant", "OAU-250",
		       "The assertion is not a known JWT");
	else if (ring_switches_now(r).jwt == RING_JWT_EXPIRED)
		refuse(rp, 400, "invalid_grant", "OAU-252",
		       "The JWT has expired");
	else if (ring_switches_now(r).jwt == RING_JWT_REVOKED)
		refuse(rp, 400, "invalid_grant", "OAU-251",
		       "The JWT has been revoked");
	else
		begin(r, rq, rp);
}

static void by_refresh(struct ring *r, struct request *rq, struct reply *rp)
{
	const char *old = request_arg(rq, "refresh_token");
	struct ring_granted g;
	int access_s, refresh_s;

	if (!lives(r, rq, rp, &access_s, &refresh_s))
		return;
	if (old == NULL || !ring_sessions_refresh(r->sessions, old, rq->now_us,
						  access_s, refresh_s, &g))
		refuse(rp, 400, "invalid_grant", "OAU-210",
		       "Refresh token is not valid");
	else
		reply_token(r, rp, &g, access_s, refresh_s);
}

static void by_code(struct ring *r, struct request *rq, struct reply *rp)
{
	const char *code = request_arg(rq, "code");
	const char *redirect = request_arg(rq, "redirect_uri");

	if (code == NULL || redirect == NULL ||
	    !ring_sessions_use_code(r->sessions, code, redirect,
				    request_arg(rq, "code_verifier"),
				    rq->now_us))
		refuse(rp, 400, "invalid_grant", "OAU-103",
		       "The authorization code is not valid");
	else
		begin(r, rq, rp);
}

void ring_token(struct ring *r, struct request *rq, struct reply *rp)
{
	const char *grant;

	request_add_args(rq, rq->body.s);
	grant = request_arg(rq, "grant_type");
	if (!is_client(r, rq))
		refuse(rp, 400, "invalid_client", "OAU-153",
		       "Client id or secret is not known");
	else if (grant == NULL)
		refuse(rp, 400, "invalid_request", "OAU-109",
		       "There is no grant_type");
	else if (strcmp(grant, "urn:ietf:params:oauth:grant-type:jwt-bearer") ==
		 0)
		by_jwt(r, rq, rp);
	else if (strcmp(grant, "refresh_token") == 0)
		by_refresh(r, rq, rp);
	else if (strcmp(grant, "authorization_code") == 0)
		by_code(r, rq, rp);
	else
		refuse(rp, 400, "unsupported_grant_type", "OAU-250",
		       "This grant_type is not for this app");
}

void ring_revoke(struct ring *r, struct request *rq, struct reply *rp)
{
	const char *token;

	request_add_args(rq, rq->body.s);
	token = request_arg(rq, "token");
	if (!is_client(r, rq)) {
		refuse(rp, 400, "invalid_client", "OAU-153",
		       "Client id or secret is not known");
		return;
	}
	/* RFC 7009 section 2.2: a token that is not known is revoked. */
	if (token != NULL)
		(void)ring_sessions_revoke(r->sessions, token);
	rp->status = 200;
}

/* Says yes at once, or as authorize.h tells. */
void ring_authorize(struct ring *r, struct request *rq, struct reply *rp)
{
	const char *client = request_arg(rq, "client_id");
	const char *redirect = request_arg(rq, "redirect_uri");
	const char *type = request_arg(rq, "response_type");
	const char *challenge = request_arg(rq, "code_challenge");
	const char *method = request_arg(rq, "code_challenge_method");
	char code[RING_TOKEN];

	if (client == NULL || strcmp(client, r->client_id) != 0 ||
	    !authorize_knows(rq, redirect) || type == NULL ||
	    strcmp(type, "code") != 0) {
		refuse(rp, 400, "invalid_request", "OAU-109",
		       "Client, redirect or response type is not known");
		return;
	}
	if (challenge != NULL &&
	    (method == NULL || strcmp(method, "S256") != 0 ||
	     strlen(challenge) > 100)) {
		refuse(rp, 400, "invalid_request", "OAU-109",
		       "Only S256 is played here");
		return;
	}
	if (authorize_declined(rq, rp, redirect))
		return;
	ring_sessions_code(r->sessions, redirect,
			   challenge != NULL ? challenge : "", rq->now_us,
			   code);
	authorize_back(rq, rp, redirect, "code", code);
}
