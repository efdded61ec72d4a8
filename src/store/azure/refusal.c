#include "store/azure/refusal.h"

#include "base/clock.h"
#include "base/str.h"
#include "store/xml.h"

#include <string.h>

#define SKEW_MAX_US (10 * CLOCK_MINUTE) /* the service refuses from 15 on */

/* --- the service's own words ------------------------------------------- */

static int take_message(void *ctx, const char *path, const char *text,
			struct err *e)
{
	char *out = ctx;
	size_t n = 0;

	(void)e;
	if (strcmp(path, "Error/Message") == 0)
		for (;
		     text[n] >= ' ' && text[n] <= '~' && n + 1 < AZURE_MESSAGE;
		     n++)
			out[n] = text[n];
	if (n > 0)
		out[n] = '\0';
	return 0;
}

void azure_refusal_message(struct azure_refusal *f, const char *body,
			   size_t len)
{
	struct err ignored = ERR_INIT;

	/* of an authentication that failed it may quote what was signed */
	f->message[0] = '\0';
	if (f->status != 401 && f->status != 403 &&
	    xml_walk(body, len, take_message, f->message, &ignored) < 0)
		f->message[0] = '\0';
}

/* --- what is behind it ------------------------------------------------- */

/* A code that means the same wherever it comes. */
static const struct meaning {
	const char *code;
	enum err_kind kind;
	const char *remedy;
} meanings[] = {
	{ "AuthorizationPermissionMismatch", ERR_SOURCE,
	  "the role or token lacks a permission: Storage Blob Data "
	  "Contributor on the container, Storage Blob Data Owner where "
	  "objects are locked" },
	{ "AuthorizationFailure", ERR_SOURCE,
	  "the account's firewall does not allow it, or the key or token "
	  "is not for it" },
	{ "AuthorizationSourceIPMismatch", ERR_SOURCE,
	  "the sas is for other IP addresses" },
	{ "AuthorizationProtocolMismatch", ERR_SOURCE,
	  "the sas is for https only" },
	{ "AuthorizationResourceTypeMismatch", ERR_SOURCE,
	  "the sas must be for the container and its objects" },
	{ "AuthorizationServiceMismatch", ERR_SOURCE,
	  "the sas must be for the Blob service" },
	{ "KeyBasedAuthenticationNotPermitted", ERR_SOURCE,
	  "the account does not take its keys: use "
	  "auth=client-credentials, or allow storage account key access" },
	{ "InsufficientAccountPermissions", ERR_SOURCE,
	  "the account may not do this" },
	{ "AccountIsDisabled", ERR_SOURCE, "the storage account is disabled" },
	{ "AccountRequiresHttps", ERR_SOURCE,
	  "endpoint must begin with https" },
	{ "PublicAccessNotPermitted", ERR_SOURCE,
	  "the request was not signed: check auth" },
	{ "NoAuthenticationInformation", ERR_SOURCE,
	  "the request was not signed: check auth" },
	{ "ContainerNotFound", ERR_SOURCE, "create the container" },
	{ "ContainerBeingDeleted", ERR_SOURCE,
	  "the container is being deleted" },
	{ "ContainerDisabled", ERR_SOURCE, "the container is disabled" },
	{ "BlobImmutableDueToPolicy", ERR_ITEM,
	  "it is locked by an immutability policy" },
	{ "BlobImmutableDueToLegalHold", ERR_ITEM, "it is under a legal hold" },
	{ "LeaseIdMissing", ERR_ITEM,
	  "somebody holds a lease on it: break the lease" },
	{ "BlobNotFound", ERR_ITEM, "there is no such object" },
	{ "AccountBeingCreated", ERR_RETRY, "" },
	{ "ServerBusy", ERR_RETRY, "the service throttles" },
	{ NULL, ERR_NONE, "" },
};

static const struct meaning *find(const char *code)
{
	const struct meaning *m = meanings;

	while (m->code != NULL && strcmp(m->code, code) != 0)
		m++;
	return m;
}

enum err_kind azure_refusal_kind(const struct azure_refusal *f)
{
	const struct meaning *m = find(f->code);

	if (m->code != NULL)
		return m->kind;
	if (f->status == 408 || f->status == 429 ||
	    (f->status >= 500 && f->status != 501))
		return ERR_RETRY;
	if (f->status == 401 || f->status == 403 || f->status / 100 == 3)
		return ERR_SOURCE;
	return ERR_ITEM;
}

static const char *sign_in_remedy(const struct azure_refusal *f)
{
	if (f->skew_us > SKEW_MAX_US || f->skew_us < -SKEW_MAX_US)
		return "the clocks differ by more than the service allows: "
		       "set this machine's clock";
	switch (f->auth) {
	case AZURE_SHARED_KEY:
		return "check account and account-key (was it rotated?)";
	case AZURE_SAS:
		return "check sas (is it expired or revoked?)";
	case AZURE_CLIENT_CREDENTIALS:
		break;
	}
	return "check tenant-id, client-id and the role of the application on "
	       "the container";
}

static const char *remedy_of(const struct azure_refusal *f)
{
	const struct meaning *m = find(f->code);

	if (m->code != NULL)
		return m->remedy;
	if (f->status == 401 || f->status == 403)
		return sign_in_remedy(f);
	if (f->status / 100 == 3)
		return "this is no Blob endpoint: check endpoint";
	if (f->protecting && f->status / 100 != 5)
		return "can this container lock objects? Turn on version-level "
		       "immutability for it";
	if (f->status == 501)
		return f->protecting
			       ? "this service cannot lock objects"
			       : "this service does not have what is needed";
	return f->message;
}

int azure_refusal_tell(const struct azure_refusal *f, const char *where,
		       const char *id, struct err *e)
{
	const char *remedy = remedy_of(f);

	return err_set(e, azure_refusal_kind(f),
		       "%s: status %d%s%.60s%s%s%s%.60s%s", where, f->status,
		       f->code[0] != '\0' ? " " : "", f->code,
		       remedy[0] != '\0' ? ": " : "", remedy,
		       id != NULL ? " (request " : "", id != NULL ? id : "",
		       id != NULL ? ")" : "");
}
