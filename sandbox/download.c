/*
 * Downloads: the address that listings give checks the token and sends the
 * client on to another origin, where a token must not be shown.
 */
#include "api.h"

#include "token.h"
#include "trouble.h"

#include "base/arena.h"

#include <string.h>

#define BEARER "Bearer "

static const char *media_signature(struct request *rq, const struct meeting *m,
				   const struct file *f)
{
	char id[SEED_ID];

	seed_id(seed_of(m->seed, "media origin", f->n), id);
	return arena_strdup(rq->arena, id);
}

/* "FILE-ID.CHECK"; false after having answered. */
static bool find(struct request *rq, struct reply *rp, const char *name,
		 const struct meeting **m, struct file *f)
{
	char *id = arena_strdup(rq->arena, name), *dot = strchr(id, '.');
	enum file_stage stage;

	if (dot != NULL)
		*dot = '\0';
	if (dot == NULL || !files_find(rq->sb->tenant, id, m, f)) {
		reply_error(rp, 404, 3301, "The recording does not exist.");
		return false;
	}
	stage = file_at(f, *m, rq->now_us);
	if (stage == STAGE_READY && !f->failed)
		return true;
	reply_error(rp, 404, 3301,
		    stage == STAGE_PROCESSING
			    ? "The recording is still being processed."
			    : "The recording does not exist.");
	return false;
}

static void reply_page(struct reply *rp, int status, const char *title)
{
	rp->status = status;
	rp->type = "text/html;charset=utf-8";
	str_cut(&rp->body, 0);
	str_addf(&rp->body,
		 "<!DOCTYPE html><html><head><title>%s - Zoom</title></head>"
		 "<body><h1>%s</h1><form method=\"post\"><input "
		 "type=\"password\" name=\"passcode\"><button>Watch"
		 "</button></form></body></html>\n",
		 title, title);
}

void reply_passcode_page(struct reply *rp)
{
	reply_page(rp, 200, "Enter the passcode to watch");
}

/* A token in the header or, the older way, in the address. */
static bool may_download(struct request *rq, const struct meeting *m)
{
	const char *token = request_arg(rq, "access_token");
	struct setup s = sandbox_setup(rq->sb);
	enum token_kind kind = TOKEN_SERVER;

	if (token != NULL)
		sandbox_count(rq->sb, "tokens_in_url");
	else if (rq->authorization != NULL &&
		 strncmp(rq->authorization, BEARER, strlen(BEARER)) == 0)
		token = rq->authorization + strlen(BEARER);
	if (token == NULL)
		return false;
	if (jwt_check(token, rq->sb->cred.jwt_key, rq->sb->cred.jwt_secret,
		      rq->now_us) == TOKEN_OK)
		return true;
	return tokens_check(rq->sb->tokens, token, rq->now_us, s.revoked,
			    &kind) == TOKEN_OK &&
	       (kind != TOKEN_DOWNLOAD ||
		tokens_is_for(rq->sb->tokens, token, m->index));
}

void api_download(struct request *rq, struct reply *rp)
{
	const char *name = rq->segments[rq->n_segments - 1];
	const struct meeting *m;
	struct file f;

	if (!find(rq, rp, name, &m, &f))
		return;
	if (!may_download(rq, m)) {
		trouble_refused(rq);
		if (rq->authorization == NULL && (m->what & PLOT_PASSCODE))
			reply_passcode_page(rp);
		else
			reply_error(rp, 401, 124, "Invalid access token.");
		return;
	}
	if (!sandbox_setup(rq->sb).download) {
		reply_error(rp, 403, 3000,
			    "The administrator has disabled downloads.");
		return;
	}
	rp->status = f.n % 2 == 0 ? 302 : 301;
	rp->type = "text/html;charset=utf-8";
	reply_header(rp, "Location",
		     arena_printf(rq->arena, "%s/cmr/%s?Signature=%s",
				  rq->sb->media, name,
				  media_signature(rq, m, &f)));
}

static const char *file_name(struct request *rq, const struct meeting *m,
			     const struct file *f)
{
	return arena_printf(rq->arena, "attachment; filename=\"GMT%lld_%s.%s\"",
			    (long long)(m->start_us / 1000000),
			    f->recording_type, f->extension);
}

void api_media(struct request *rq, struct reply *rp)
{
	const char *signature = request_arg(rq, "Signature");
	const struct meeting *m;
	struct file f;

	if (rq->authorization != NULL) {
		sandbox_count(rq->sb, "bearer_leaks");
		reply_error(rp, 400, 400,
			    "Only one auth mechanism allowed; the signature "
			    "and the Authorization header were given.");
		return;
	}
	if (!find(rq, rp, rq->segments[rq->n_segments - 1], &m, &f))
		return;
	if (signature == NULL ||
	    strcmp(signature, media_signature(rq, m, &f)) != 0) {
		reply_error(rp, 403, 403, "Missing or wrong signature.");
		return;
	}
	rp->status = 200;
	rp->type = file_media_type(&f);
	rq->unsized = f.view == VIEW_TEXT;
	reply_header(rp, "Content-Disposition", file_name(rq, m, &f));
	if (f.form == FORM_LARGE)
		rp->large = store_large(rq->sb->store);
	else
		store_add(&rp->body, rq->sb->store, m, &f);
}
