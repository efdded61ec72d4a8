#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "http/entra.h"
#include "http/http.h"
#include "http/oauth.h"
#include "http/url.h"
#include "store/azure/azure.h"
#include "store/name.h"

#include <string.h>

#define MIB ((size_t)1024 * 1024)

const struct setting azure_settings[] = {
	{ "account", NULL, true, false, "name of the storage account", NULL },
	{ "container", NULL, true, false,
	  "container that objects are kept in; it must be there", NULL },
	{ "prefix", NULL, false, false,
	  "folder within the container, as in estreat/prod", NULL },
	{ "endpoint", NULL, false, false,
	  "address of the Blob service, if it is not "
	  "https://ACCOUNT.blob.core.windows.net",
	  NULL },
	{ "auth", "client-credentials", false, false,
	  "how to sign in: client-credentials (Entra ID), shared-key or sas",
	  NULL },
	{ "tenant-id", NULL, false, false, "directory (tenant) id in Entra ID",
	  "auth=client-credentials" },
	{ "client-id", NULL, false, false,
	  "application (client) id of the app registration",
	  "auth=client-credentials" },
	{ "client-secret", NULL, false, true, "its client secret's value",
	  "auth=client-credentials" },
	{ "account-key", NULL, false, true, "an access key of the account",
	  "auth=shared-key" },
	{ "sas", NULL, false, true,
	  "shared access signature for the container: sv=...&sig=...",
	  "auth=sas" },
	{ "immutability", "unlocked", false, false,
	  "mode of retention: locked (nobody can shorten it) or unlocked",
	  NULL },
	{ "block-size", "8", false, false,
	  "MiB sent at a time; what is no larger is sent whole", NULL },
	{ "connections", "4", false, false,
	  "blocks of an object that are sent at the same time", NULL },
	{ "page-size", "5000", false, false, "objects in a listing's answer",
	  NULL },
	{ "retry-pause", "500", false, false,
	  "milliseconds before a request is repeated; doubled each time",
	  NULL },
	{ "login-url", ENTRA_LOGIN_URL, false, false,
	  "address that tokens are asked for at", NULL },
	{ "scope", "https://storage.azure.com/.default", false, false,
	  "what tokens are asked for", NULL },
	{ "ca-file", NULL, false, false,
	  "certificates to trust in place of the system's", NULL },
	{ NULL, NULL, false, false, NULL, NULL },
};

extern const struct store_ops store_azure_ops;

static const char *get(const struct azure *az, const char *name)
{
	return setting_of(azure_settings, az->host, name);
}

/* --- shapes ------------------------------------------------------------ */

static int check_account(const char *s, struct err *e)
{
	size_t len = strlen(s);

	if (len < 3 || len > 24 ||
	    strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789") != len)
		return err_set(e, ERR_USAGE,
			       "account: \"%s\" is no storage account's name "
			       "(3 to 24 of a-z 0-9)",
			       s);
	return 0;
}

static int check_container(const char *s, struct err *e)
{
	size_t len = strlen(s);

	if (len < 3 || len > 63 || s[0] == '-' || s[len - 1] == '-' ||
	    strstr(s, "--") != NULL ||
	    strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789-") != len)
		return err_set(e, ERR_USAGE,
			       "container: \"%s\" is no container's name (3 to "
			       "63 of a-z 0-9, and - between them)",
			       s);
	return 0;
}

static int read_number(const struct azure *az, const char *name, long long most,
		       long long *out, struct err *e)
{
	if (str_int64(get(az, name), out) && *out >= 1 && *out <= most)
		return 0;
	return err_set(e, ERR_USAGE,
		       "%s: \"%s\" must be a number from 1 to %lld", name,
		       get(az, name), most);
}

static int read_endpoint(struct azure *az, struct err *e)
{
	const char *s = get(az, "endpoint");
	size_t len = strlen(s);
	const char *host;

	if (len == 0) {
		az->endpoint = str_printf("https://%s.blob.core.windows.net",
					  az->account);
		az->path = az->endpoint + strlen(az->endpoint);
		return 0;
	}
	if (http_url_check("endpoint", s, e) < 0)
		return -1;
	if (strpbrk(s, "?#% ") != NULL)
		return err_set(e, ERR_USAGE,
			       "endpoint: must be the address of the Blob "
			       "service alone, without ? # or %%");
	while (len > 0 && s[len - 1] == '/')
		len--;
	az->endpoint = mem_dup(s, len);
	host = strstr(az->endpoint, "://") + 3;
	az->path = host + strcspn(host, "/");
	return 0;
}

static int read_auth(struct azure *az, struct err *e)
{
	static const char *const ways[] = {
		[AZURE_SHARED_KEY] = "shared-key",
		[AZURE_SAS] = "sas",
		[AZURE_CLIENT_CREDENTIALS] = "client-credentials",
	};

	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++)
		if (strcmp(get(az, "auth"), ways[i]) == 0) {
			az->auth = (enum azure_auth)i;
			return azure_auth_open(az, e);
		}
	return err_set(e, ERR_USAGE,
		       "auth: \"%s\" must be client-credentials, shared-key "
		       "or sas",
		       get(az, "auth"));
}

static int read_sizes(struct azure *az, struct err *e)
{
	const char *mode = get(az, "immutability");
	long long block, connections, page, pause;

	if (read_number(az, "block-size", 100, &block, e) < 0 ||
	    read_number(az, "connections", AZURE_CONNECTIONS, &connections, e) <
		    0 ||
	    read_number(az, "page-size", 5000, &page, e) < 0 ||
	    read_number(az, "retry-pause", 60000, &pause, e) < 0)
		return -1;
	az->block = (size_t)block * MIB;
	az->connections = (unsigned int)connections;
	az->page = (unsigned int)page;
	az->pause_us = pause * (CLOCK_SECOND / 1000);
	az->locked = strcmp(mode, "locked") == 0;
	if (!az->locked && strcmp(mode, "unlocked") != 0)
		return err_set(e, ERR_USAGE,
			       "immutability: \"%s\" must be locked or "
			       "unlocked",
			       mode);
	return 0;
}

/* --- open, close ------------------------------------------------------- */

DEFINE_AUTO(struct store, azure_close)

static int read_settings(struct azure *az, struct err *e)
{
	az->account = mem_strdup(get(az, "account"));
	az->container = mem_strdup(get(az, "container"));
	if (check_account(az->account, e) < 0 ||
	    check_container(az->container, e) < 0 ||
	    store_prefix_read(get(az, "prefix"), &az->prefix, e) < 0 ||
	    read_endpoint(az, e) < 0 || read_sizes(az, e) < 0)
		return -1;
	return read_auth(az, e);
}

int azure_open(struct store **out, const struct host *host, struct err *e)
{
	struct azure *az = NEW(struct azure);
	AUTO(azure_close) struct store *s = &az->base;
	struct http_options o = { .stopping = host->stopping,
				  .ctx = host->ctx };

	az->base.ops = &store_azure_ops;
	az->token_url = STR_INIT;
	az->host = host;
	az->key = STR_INIT;
	az->sas = STR_INIT;
	o.ca_file = get(az, "ca-file");
	az->http = http_new(&o);
	if (read_settings(az, e) < 0)
		return -1;
	*out = TAKE(s);
	return 0;
}

void azure_close(struct store *s)
{
	struct azure *az = (struct azure *)s;

	if (az == NULL)
		return;
	oauth_free(az->tokens);
	http_free(az->http);
	str_wipe(&az->key);
	str_wipe(&az->sas);
	free(az->account);
	free(az->container);
	free(az->prefix);
	free(az->endpoint);
	str_done(&az->token_url);
	free(az);
}

int azure_wrap(const struct azure *az, const char *verb, const char *name,
	       struct err *e)
{
	return err_wrap(e, "%s %s%s in Azure's %s/%s", verb, az->prefix, name,
			az->account, az->container);
}

const struct store_ops store_azure_ops = {
	.name = "azure",
	.title = "Azure Blob Storage",
	.settings = azure_settings,
	.open = azure_open,
	.close = azure_close,
	.put = azure_put,
	.read = azure_read,
	.stat = azure_stat,
	.list = azure_list,
	.remove = azure_remove,
	.protect = azure_protect,
	.check = azure_check,
};
