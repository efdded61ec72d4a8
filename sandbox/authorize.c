#include "authorize.h"

#include "base/encode.h"
#include "base/str.h"

#include <string.h>

bool authorize_knows(struct request *rq, const char *redirect)
{
	struct setup s = sandbox_setup(rq->sb);

	return redirect != NULL && strlen(redirect) <= 500 &&
	       str_starts(redirect, "http") &&
	       (s.redirect[0] == '\0' || strcmp(s.redirect, redirect) == 0);
}

bool authorize_declined(struct request *rq, struct reply *rp,
			const char *redirect)
{
	if (!sandbox_setup(rq->sb).declined)
		return false;
	authorize_back(rq, rp, redirect, "error", "access_denied");
	return true;
}

void authorize_back(struct request *rq, struct reply *rp, const char *redirect,
		    const char *name, const char *value)
{
	const char *state = request_arg(rq, "state");
	struct str to AUTO(str_done) = STR_INIT;

	str_addf(&to, "%s%c%s=%s", redirect,
		 strchr(redirect, '?') != NULL ? '&' : '?', name, value);
	if (state != NULL) {
		str_add(&to, "&state=");
		encode_percent(&to, state);
	}
	rp->status = 302;
	rp->type = "text/html;charset=utf-8";
	reply_header(rp, "Location", to.s);
}
