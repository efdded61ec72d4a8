/*
 * refusal.c - what Graph's refusals mean, in one table.
 *
 * Source: Graph, "Error responses"; Exchange's ResponseCode values, which
 * Graph passes on for mailboxes ("ErrorQuotaExceeded").
 */
#include "base/err.h"
#include "base/mem.h"
#include "target/graph/graph-private.h"

#include <string.h>

static const char absent[] =
	"Exchange Online has no such mailbox: give the person a mailbox and a "
	"licence there, or correct the person's mailbox (its user principal "
	"name)";
static const char full[] = "the mailbox's quota is used up: raise it, or make "
			   "room there";
static const char large[] =
	"the organisation takes no message of this size: raise its limit "
	"(MaxReceiveSize), or set max-bytes to what it is";
static const char rights[] =
	"the application may not write into this mailbox: look at the access "
	"policy or the scope of its role (docs/targets/"
	"exchange-online-graph.md)";
static const char waits[] = "Graph asks for a pause; this mailbox waits";
static const char later[] = "it is tried again later";
static const char odd[] = "Graph does not take this message as it is";

static const struct row {
	int status;       /* 0: any */
	const char *code; /* "": any */
	enum agent_outcome outcome;
	bool absent;
	const char *remedy;
} rows[] = {
	{ 0, "ErrorQuotaExceeded", AGENT_FULL, false, full },
	{ 0, "ErrorMailboxFull", AGENT_FULL, false, full },
	{ 0, "ErrorMessageSizeExceeded", AGENT_TOO_LARGE, false, large },
	{ 0, "ErrorAttachmentSizeLimitExceeded", AGENT_TOO_LARGE, false,
	  large },
	{ 0, "ErrorInvalidUser", AGENT_NO_MAILBOX, false, absent },
	{ 0, "ErrorNonExistentMailbox", AGENT_NO_MAILBOX, false, absent },
	{ 0, "MailboxNotEnabledForRESTAPI", AGENT_NO_MAILBOX, false, absent },
	{ 0, "MailboxNotSupportedForRESTAPI", AGENT_NO_MAILBOX, false, absent },
	{ 0, "Request_ResourceNotFound", AGENT_NO_MAILBOX, false, absent },
	{ 0, "ResourceNotFound", AGENT_NO_MAILBOX, false, absent },
	{ 0, "ErrorMailboxStoreUnavailable", AGENT_MAILBOX, false, later },
	{ 0, "ErrorMailboxMoveInProgress", AGENT_MAILBOX, false, later },
	{ 0, "ErrorItemNotFound", AGENT_MAILBOX, true, later },
	{ 0, "ErrorFolderNotFound", AGENT_MAILBOX, true, later },
	{ 403, "", AGENT_FORBIDDEN, false, rights },
	{ 404, "", AGENT_MAILBOX, true, later },
	{ 409, "", AGENT_MAILBOX, false, later },
	{ 413, "", AGENT_TOO_LARGE, false, large },
	{ 429, "", AGENT_THROTTLED, false, waits },
	{ 507, "", AGENT_FULL, false, full },
};

static const struct row *row_of(const struct graph_answer *r)
{
	static const struct row refused = { 0, "", AGENT_REFUSED, false, odd };
	static const struct row failed = { 0, "", AGENT_MAILBOX, false, later };

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if ((rows[i].status == 0 || rows[i].status == r->status) &&
		    (rows[i].code[0] == '\0' ||
		     strcmp(rows[i].code, r->code.s) == 0))
			return &rows[i];
	return r->status >= 400 && r->status < 500 ? &refused : &failed;
}

bool exchange_stops_mailbox(const struct exchange_stop *s)
{
	return s->outcome >= AGENT_NO_MAILBOX;
}

static int consent_gone(const struct graph_answer *r, const char *doing,
			struct err *e)
{
	return graph_refuse(r, doing,
			    "the application has no permission Mail.ReadWrite "
			    "(any more): an administrator of the tenant has to "
			    "consent to it; where Exchange grants it by roles, "
			    "set rights=rbac",
			    e);
}

/* Without the permission all mailboxes refuse alike. 1: it is there. */
static int has_consent(struct exchange_agent *a, struct err *e)
{
	AUTO(str_done) struct str roles = STR_INIT;

	if (a->rbac)
		return 1;
	if (graph_roles(a->graph, &roles, e) < 0)
		return -1;
	return str_listed(roles.s, "Mail.ReadWrite");
}

int exchange_refused(struct exchange_agent *a, const struct graph_answer *r,
		     const char *doing, struct exchange_stop *stop,
		     struct err *e)
{
	const struct row *row = row_of(r);

	if (r->status == 401)
		return graph_refuse(r, doing,
				    "look at the application in Entra ID: is "
				    "it there, is it consented to?",
				    e);
	if (r->status == 403) {
		int rc = has_consent(a, e);

		if (rc <= 0)
			return rc < 0 ? -1 : consent_gone(r, doing, e);
	}
	if (row->outcome == AGENT_MAILBOX && r->status == 503 &&
	    r->wait_us == 0 && r->code.len == 0)
		return err_set(e, ERR_RETRY, "Graph is not available (503)");
	stop->outcome = row->outcome;
	stop->absent = row->absent;
	stop->wait_us = 0;
	if (r->wait_us > 0 && (r->status == 429 || r->status == 503)) {
		stop->outcome = AGENT_THROTTLED;
		stop->wait_us = r->wait_us;
	}
	str_cut(&stop->reason, 0);
	str_addf(&stop->reason, "Graph refuses to %s (%d %.80s: %.300s); %s",
		 doing, r->status, r->code.s, r->text.s, row->remedy);
	return 1;
}
