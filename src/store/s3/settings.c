#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "http/http.h"
#include "http/url.h"
#include "store/name.h"
#include "store/s3/s3.h"

#include <string.h>

#define MIB ((size_t)1024 * 1024)

const struct setting s3_settings[] = {
	{ "bucket", NULL, true, false,
	  "bucket that objects are kept in; it must be there", NULL },
	{ "region", "us-east-1", false, false,
	  "region of the bucket, as requests are signed for", NULL },
	{ "endpoint", NULL, false, false,
	  "address of the S3 service, if it is not "
	  "https://s3.REGION.amazonaws.com",
	  NULL },
	{ "prefix", NULL, false, false,
	  "folder within the bucket, as in estreat/prod", NULL },
	{ "path-style", "auto", false, false,
	  "bucket in the path (yes) or in the host's name (no); auto: no for "
	  "amazonaws.com",
	  NULL },
	{ "access-key-id", NULL, true, false, "id of the access key", NULL },
	{ "secret-access-key", NULL, true, true, "its secret", NULL },
	{ "session-token", NULL, false, true,
	  "where the key is a temporary one", NULL },
	{ "payload-signing", "auto", false, false,
	  "sign a hash of the content too: signed, unsigned; auto: signed "
	  "without TLS",
	  NULL },
	{ "lock-mode", "compliance", false, false,
	  "mode of retention: compliance (nobody can shorten it) or governance",
	  NULL },
	{ "part-size", "8", false, false,
	  "MiB sent at a time; what is no larger is sent whole", NULL },
	{ "connections", "4", false, false,
	  "parts of an object that are sent at the same time", NULL },
	{ "page-size", "1000", false, false, "objects in a listing's answer",
	  NULL },
	{ "retry-pause", "500", false, false,
	  "milliseconds before a request is repeated; doubled each time",
	  NULL },
	{ "ca-file", NULL, false, false,
	  "certificates to trust in place of the system's", NULL },
	{ NULL, NULL, false, false, NULL, NULL },
};

extern const struct store_ops store_s3_ops;

static const char *get(const struct s3 *s3, const char *name)
{
	return setting_of(s3_settings, s3->host, name);
}

/* --- shapes ------------------------------------------------------------ */

#define LOWER  "abcdefghijklmnopqrstuvwxyz"
#define UPPER  "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define DIGITS "0123456789"

/* As AWS has them, and the capitals and "_" of older and other buckets. */
static int check_bucket(const char *s, struct err *e)
{
	size_t len = strlen(s);

	if (len < 3 || len > 63 || s[0] == '.' || s[0] == '-' ||
	    strstr(s, "..") != NULL ||
	    strspn(s, LOWER UPPER DIGITS "._-") != len)
		return err_set(e, ERR_USAGE,
			       "bucket: \"%s\" is no bucket's name (3 to 63 of "
			       "a-z 0-9 . -)",
			       s);
	return 0;
}

static int check_region(const char *s, struct err *e)
{
	size_t len = strlen(s);

	if (len == 0 || len > 40 || strspn(s, LOWER DIGITS "_-") != len)
		return err_set(e, ERR_USAGE,
			       "region: \"%s\" is no region, as eu-north-1 is",
			       s);
	return 0;
}

/* They become part of headers. */
static int check_key(const char *name, const char *s, struct err *e)
{
	for (const char *c = s; *c != '\0'; c++)
		if (*c <= ' ' || *c > '~')
			return err_set(e, ERR_USAGE,
				       "%s: has blanks, or other than ASCII",
				       name);
	if (s[0] == '\0')
		return err_set(e, ERR_USAGE, "%s: is missing", name);
	return 0;
}

static int read_number(const struct s3 *s3, const char *name, long long least,
		       long long most, long long *out, struct err *e)
{
	if (str_int64(get(s3, name), out) && *out >= least && *out <= most)
		return 0;
	return err_set(e, ERR_USAGE,
		       "%s: \"%s\" must be a number from %lld to %lld", name,
		       get(s3, name), least, most);
}

/* Which of two words, or the third: 0, 1, 2. */
static int read_word(const struct s3 *s3, const char *name,
		     const char *const words[3], int *out, struct err *e)
{
	for (int i = 0; i < 3; i++)
		if (words[i] != NULL && strcmp(get(s3, name), words[i]) == 0) {
			*out = i;
			return 0;
		}
	return err_set(e, ERR_USAGE, "%s: \"%s\" must be %s%s%s or %s", name,
		       get(s3, name), words[0], words[2] != NULL ? ", " : "",
		       words[2] != NULL ? words[2] : "", words[1]);
}

/* --- what of them ------------------------------------------------------ */

/* Amazon's own, where a host name with the bucket in it is the rule; but with
   a dot in the bucket no certificate is for that. */
static bool wants_path(const struct s3 *s3, const struct http_url *url)
{
	return (!str_ends(url->host, ".amazonaws.com") &&
		!str_ends(url->host, ".amazonaws.com.cn")) ||
	       strchr(s3->bucket, '.') != NULL;
}

static void set_origin(struct s3 *s3, const struct http_url *url, bool path)
{
	bool plain = url->port == (url->secure ? 443 : 80);
	bool v6 = strchr(url->host, ':') != NULL;
	struct str s AUTO(str_done) = STR_INIT;

	if (!path)
		str_addf(&s, "%s.", s3->bucket);
	str_addf(&s, v6 ? "[%s]" : "%s", url->host);
	if (!plain)
		str_addf(&s, ":%u", url->port);
	s3->authority = mem_strdup(s.s);
	s3->origin = str_printf("%s://%s", url->secure ? "https" : "http", s.s);
	s3->root = path ? str_printf("/%s", s3->bucket) : mem_strdup("");
}

static int read_endpoint(struct s3 *s3, struct err *e)
{
	static const char *const styles[3] = { "yes", "no", "auto" };
	static const char *const signing[3] = { "signed", "unsigned", "auto" };
	AUTO(free)
	char *amazon = str_printf("https://s3.%s.amazonaws.com", s3->region);
	const char *s = get(s3, "endpoint");
	int style, sign;
	struct http_url url;

	if (s[0] == '\0')
		s = amazon;
	if (http_url_check("endpoint", s, e) < 0 ||
	    read_word(s3, "path-style", styles, &style, e) < 0 ||
	    read_word(s3, "payload-signing", signing, &sign, e) < 0)
		return -1;
	s += strcspn(s, ":") + 3;
	s += strcspn(s, "/?#");
	if (s[0] != '\0' && strcmp(s, "/") != 0)
		return err_set(e, ERR_USAGE,
			       "endpoint: must be the address of the S3 "
			       "service alone, without a path; the bucket is a "
			       "setting of its own");
	(void)http_url_parse(&url, get(s3, "endpoint")[0] != '\0'
					   ? get(s3, "endpoint")
					   : amazon);
	set_origin(s3, &url,
		   style == 0 || (style == 2 && wants_path(s3, &url)));
	s3->sign_payload = sign == 0 || (sign == 2 && !url.secure);
	return 0;
}

static int read_keys(struct s3 *s3, struct err *e)
{
	str_add(&s3->key_id, get(s3, "access-key-id"));
	str_add(&s3->secret, get(s3, "secret-access-key"));
	str_add(&s3->token, get(s3, "session-token"));
	if (strchr(s3->key_id.s, '/') != NULL)
		return err_set(e, ERR_USAGE, "access-key-id: has a \"/\"");
	if (check_key("access-key-id", s3->key_id.s, e) < 0 ||
	    check_key("secret-access-key", s3->secret.s, e) < 0)
		return -1;
	return s3->token.len == 0 ? 0
				  : check_key("session-token", s3->token.s, e);
}

static int read_sizes(struct s3 *s3, struct err *e)
{
	static const char *const modes[3] = { "compliance", "governance" };
	long long part, connections, page, pause;
	int mode;

	if (read_number(s3, "part-size", S3_PART_MIN, 1024, &part, e) < 0 ||
	    read_number(s3, "connections", 1, S3_CONNECTIONS, &connections, e) <
		    0 ||
	    read_number(s3, "page-size", 1, 1000, &page, e) < 0 ||
	    read_number(s3, "retry-pause", 1, 60000, &pause, e) < 0 ||
	    read_word(s3, "lock-mode", modes, &mode, e) < 0)
		return -1;
	s3->part = (size_t)part * MIB;
	s3->connections = (unsigned int)connections;
	s3->page = (unsigned int)page;
	s3->pause_us = pause * (CLOCK_SECOND / 1000);
	s3->compliance = mode == 0;
	return 0;
}

/* --- open, close ------------------------------------------------------- */

DEFINE_AUTO(struct store, s3_close)

static int read_settings(struct s3 *s3, struct err *e)
{
	s3->bucket = mem_strdup(get(s3, "bucket"));
	s3->region = mem_strdup(get(s3, "region"));
	if (check_bucket(s3->bucket, e) < 0 ||
	    check_region(s3->region, e) < 0 ||
	    store_prefix_read(get(s3, "prefix"), &s3->prefix, e) < 0 ||
	    read_endpoint(s3, e) < 0 || read_sizes(s3, e) < 0)
		return -1;
	return read_keys(s3, e);
}

int s3_open(struct store **out, const struct host *host, struct err *e)
{
	struct s3 *s3 = NEW(struct s3);
	AUTO(s3_close) struct store *s = &s3->base;
	struct http_options o = { .stopping = host->stopping,
				  .ctx = host->ctx };

	s3->base.ops = &store_s3_ops;
	s3->host = host;
	s3->key_id = STR_INIT;
	s3->secret = STR_INIT;
	s3->token = STR_INIT;
	for (int i = 0; i < S3_NAMINGS; i++)
		(void)pthread_mutex_init(&s3->naming[i], NULL);
	(void)pthread_mutex_init(&s3->runs_lock, NULL);
	o.ca_file = get(s3, "ca-file");
	s3->http = http_new(&o);
	if (read_settings(s3, e) < 0)
		return -1;
	*out = TAKE(s);
	return 0;
}

void s3_close(struct store *s)
{
	struct s3 *s3 = (struct s3 *)s;

	if (s3 == NULL)
		return;
	s3_runs_forget(s3, NULL);
	http_free(s3->http);
	str_wipe(&s3->key_id);
	str_wipe(&s3->secret);
	str_wipe(&s3->token);
	for (int i = 0; i < S3_NAMINGS; i++)
		(void)pthread_mutex_destroy(&s3->naming[i]);
	(void)pthread_mutex_destroy(&s3->runs_lock);
	free(s3->region);
	free(s3->bucket);
	free(s3->prefix);
	free(s3->origin);
	free(s3->authority);
	free(s3->root);
	free(s3);
}

int s3_wrap(const struct s3 *s3, const char *verb, const char *name,
	    struct err *e)
{
	return err_wrap(e, "%s %s%s in S3's bucket %s", verb, s3->prefix, name,
			s3->bucket);
}

const struct store_ops store_s3_ops = {
	.name = "s3",
	.title = "S3 (AWS, Ceph, MinIO and others)",
	.settings = s3_settings,
	.open = s3_open,
	.close = s3_close,
	.put = s3_put,
	.read = s3_read,
	.stat = s3_stat,
	.list = s3_list,
	.remove = s3_remove,
	.protect = s3_protect,
	.check = s3_check,
};
