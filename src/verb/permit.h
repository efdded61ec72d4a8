/*
 * verb/permit.h - may this call be made at all?
 *
 * The one check that stands before every door: the command line and the
 * portal ask here before the verb sees the call.
 */
#ifndef VERB_PERMIT_H
#define VERB_PERMIT_H

struct err;
struct verb_call;

/*
 * 0: go on. call->who, actor, verb, args and home are set; db and archive may
 * be (they are used) or not (control is opened for the moment). A refusal is
 * recorded as an act with ACT_REFUSED.
 * Errors: ERR_RIGHT naming the roles that would do and who can give them (the
 * portal's "roles": right_roles(call->verb->right)); ERR_STORE, ERR_RETRY:
 * then nothing is permitted either.
 */
int verb_permit(const struct verb_call *call, struct err *e);

/*
 * Find out who sits at the command line: *call gets who and actor.
 * Where there is no installation yet, who stays NULL: there is nothing to
 * protect, and the verb says itself what is missing. To be released by
 * principal_free(). Errors: ERR_STORE, ERR_RETRY, ERR_USAGE (newer control).
 */
struct principal;
int verb_who_local(struct verb_call *call, struct principal **out,
		   struct err *e);

#endif
