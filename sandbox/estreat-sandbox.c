/* estreat-sandbox: a stand-in tenant that plays vendors' clouds on loopback. */
#include "fault.h"
#include "sandbox.h"
#include "server.h"
#include "truth.h"
#include "vendor.h"

#include "base/clock.h"
#include "base/err.h"
#include "base/file.h"
#include "base/str.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char usage[] =
	"usage: estreat-sandbox [--listen 127.0.0.1:PORT] [--seed N] [--users "
	"N]\n"
	"           [--days N] [--meetings-per-day N] [--now RFC3339]\n"
	"           [--truth FILE] [--directory FILE.csv] [--large BYTES]\n"
	"           [--big-meeting N] [--scopes LIST] [--plan PLAN]\n"
	"           [--setup NAME[=VALUE],...] [--fault NAME[=RATE],...]\n"
	"           [--also VENDOR,...] [--ready-file FILE]\n"
	"           [--cert FILE.pem --key FILE.pem]\n"
	"\n"
	"Plays Zoom's API for one made-up tenant until SIGTERM, with --also\n"
	"those of webex and ringcentral beside it. The same\n"
	"options give the same tenant and the same truth, always. At the "
	"start\n"
	"one JSON object with addresses and credentials is printed. Port 0,\n"
	"the default, takes any free port. See sandbox/README.md.\n";

#define VENDOR_SETUPS 32

struct options {
	struct tenant_options tenant;
	char address[64];
	uint16_t port;
	const char *truth, *directory, *ready_file, *also, *cert, *key;
	struct setup setup;
	char *faults;
	char *vendor_setups[VENDOR_SETUPS]; /* until the vendors have begun */
	size_t n_vendor_setups;
};

static int number(long long *out, const char *name, const char *text,
		  long long lo, long long hi)
{
	if (str_int64(text, out) && *out >= lo && *out <= hi)
		return 0;
	(void)fprintf(stderr,
		      "estreat-sandbox: %s: '%s' is not a number from %lld to "
		      "%lld\n",
		      name, text, lo, hi);
	return -1;
}

static int set_listen(struct options *o, const char *text)
{
	const char *colon = strrchr(text, ':');
	struct in_addr at;
	long long port;

	if (colon == NULL || (size_t)(colon - text) >= sizeof(o->address)) {
		(void)fprintf(stderr,
			      "estreat-sandbox: --listen: '%s' is not "
			      "ADDRESS:PORT\n",
			      text);
		return -1;
	}
	if (number(&port, "--listen", colon + 1, 0, 65535) < 0)
		return -1;
	(void)snprintf(o->address, sizeof(o->address), "%.*s",
		       (int)(colon - text), text);
	/* its credentials are known to everybody */
	if (inet_pton(AF_INET, o->address, &at) != 1 ||
	    ntohl(at.s_addr) >> 24 != IN_LOOPBACKNET) {
		(void)fprintf(stderr,
			      "estreat-sandbox: --listen: '%s' is not of this "
			      "machine alone, 127.0.0.0/8\n",
			      o->address);
		return -1;
	}
	o->port = (uint16_t)port;
	return 0;
}

static int say(struct err *e)
{
	char text[ERR_TEXT];

	(void)fprintf(stderr, "estreat-sandbox: %s\n",
		      err_str(e, text, sizeof(text)));
	return -1;
}

/* A vendor's switch waits until the vendor has begun. */
static int keep_vendor_setup(struct options *o, char *text)
{
	if (o->n_vendor_setups == VENDOR_SETUPS) {
		(void)fprintf(stderr,
			      "estreat-sandbox: more than %d switches of "
			      "vendors\n",
			      VENDOR_SETUPS);
		return -1;
	}
	o->vendor_setups[o->n_vendor_setups++] = text;
	return 0;
}

static bool is_vendor_setup(const char *text)
{
	size_t n = strcspn(text, ".=");

	return text[n] == '.';
}

/* "a=1,b": each is a switch of setup.h, "vendor.a=1" one of vendor.h. */
static int set_setup(struct options *o, const char *prefix, char *text)
{
	struct err e = ERR_INIT;

	while (text != NULL) {
		char *next = prefix[0] == '\0' ? strchr(text, ',') : NULL;
		char one[SCOPES_TEXT];

		if (next != NULL)
			*next++ = '\0';
		(void)snprintf(one, sizeof(one), "%s%s", prefix, text);
		if (prefix[0] == '\0' && is_vendor_setup(text)) {
			if (keep_vendor_setup(o, text) < 0)
				return -1;
		} else if (setup_apply(&o->setup, one, 1, &e) < 0)
			return say(&e);
		text = next;
	}
	return 0;
}

static int set_number(struct options *o, int c, const char *text)
{
	long long n;

	switch (c) {
	case 's':
		if (number(&n, "--seed", text, 0, INT64_MAX) < 0)
			return -1;
		o->tenant.seed = (uint64_t)n;
		return 0;
	case 'u':
		if (number(&n, "--users", text, 4, 100000) < 0)
			return -1;
		o->tenant.users = (size_t)n;
		return 0;
	case 'd':
		if (number(&n, "--days", text, 1, 3660) < 0)
			return -1;
		o->tenant.days = (int)n;
		return 0;
	case 'm':
		if (number(&n, "--meetings-per-day", text, 1, 100000) < 0)
			return -1;
		o->tenant.per_day = (size_t)n;
		return 0;
	case 'g':
		if (number(&n, "--large", text, 1048576, INT64_C(1) << 44) < 0)
			return -1;
		o->tenant.large = (uint64_t)n;
		return 0;
	default:
		if (number(&n, "--big-meeting", text, 2, 100000) < 0)
			return -1;
		o->tenant.big = (size_t)n;
		return 0;
	}
}

static int set_option(struct options *o, int c, char *text)
{
	switch (c) {
	case 'l':
		return set_listen(o, text);
	case 'n':
		if (clock_parse(text, &o->tenant.now_us))
			return 0;
		(void)fprintf(stderr,
			      "estreat-sandbox: --now: '%s' is not an RFC 3339 "
			      "time\n",
			      text);
		return -1;
	case 't':
		o->truth = text;
		return 0;
	case 'D':
		o->directory = text;
		return 0;
	case 'r':
		o->ready_file = text;
		return 0;
	case 'S':
		return set_setup(o, "scopes=", text);
	case 'p':
		return set_setup(o, "plan=", text);
	case 'x':
		return set_setup(o, "", text);
	case 'f':
		o->faults = text;
		return 0;
	case 'a':
		o->also = text;
		return 0;
	case 'c':
		o->cert = text;
		return 0;
	case 'k':
		o->key = text;
		return 0;
	default:
		return set_number(o, c, text);
	}
}

static const struct option long_options[] = {
	{ "listen", required_argument, NULL, 'l' },
	{ "seed", required_argument, NULL, 's' },
	{ "users", required_argument, NULL, 'u' },
	{ "days", required_argument, NULL, 'd' },
	{ "meetings-per-day", required_argument, NULL, 'm' },
	{ "now", required_argument, NULL, 'n' },
	{ "truth", required_argument, NULL, 't' },
	{ "directory", required_argument, NULL, 'D' },
	{ "large", required_argument, NULL, 'g' },
	{ "big-meeting", required_argument, NULL, 'b' },
	{ "scopes", required_argument, NULL, 'S' },
	{ "plan", required_argument, NULL, 'p' },
	{ "setup", required_argument, NULL, 'x' },
	{ "fault", required_argument, NULL, 'f' },
	{ "ready-file", required_argument, NULL, 'r' },
	{ "also", required_argument, NULL, 'a' },
	{ "cert", required_argument, NULL, 'c' },
	{ "key", required_argument, NULL, 'k' },
	{ "help", no_argument, NULL, 'h' },
	{ 0 },
};

/* 0: go on, 1: leave with success, -1: a message has been written. */
static int read_options(struct options *o, int argc, char **argv)
{
	int c;

	/* NOLINTNEXTLINE(concurrency-mt-unsafe): no other thread yet */
	while ((c = getopt_long(argc, argv, "", long_options, NULL)) != -1) {
		if (c == 'h') {
			(void)fputs(usage, stdout);
			return 1;
		}
		if (c == '?' || set_option(o, c, optarg) < 0)
			return -1;
	}
	if (optind < argc) {
		(void)fprintf(stderr, "estreat-sandbox: what is '%s'?\n%s",
			      argv[optind], usage);
		return -1;
	}
	return 0;
}

static int write_file(const char *path, void (*write)(FILE *, void *),
		      void *what)
{
	FILE *out;
	int bad;

	if (path == NULL)
		return 0;
	out = fopen(path, "we");
	if (out != NULL)
		write(out, what);
	bad = out == NULL || ferror(out);
	if ((out != NULL && fclose(out) != 0) || bad) {
		(void)fprintf(stderr, "estreat-sandbox: %s: %s\n", path,
			      strerrordesc_np(errno));
		return -1;
	}
	return 0;
}

static void write_truth(FILE *out, void *what)
{
	struct sandbox *sb = what;

	truth_write(out, sb->tenant, sb->store);
	vendors_truth(out, sb);
}

static void write_directory(FILE *out, void *what)
{
	struct sandbox *sb = what;

	people_write_directory(&sb->tenant->people, out);
}

static void write_greeting(FILE *out, void *what)
{
	(void)json_dumpf(what, out, JSON_COMPACT | JSON_PRESERVE_ORDER);
	(void)fputc('\n', out);
	(void)fflush(out);
}

/* The rate of `late` is the tenant's, that of the others the server's. */
static int set_faults(struct faults *f, char *text, struct err *e)
{
	while (text != NULL) {
		char *next = strchr(text, ',');

		if (next != NULL)
			*next++ = '\0';
		if (faults_set(f, text, e) < 0)
			return -1;
		text = next;
	}
	return 0;
}

static int begin_vendors(struct options *o, struct sandbox *sb, struct err *e)
{
	int rc = 0;

	if (vendors_begin(sb, o->also, e) < 0)
		return -1;
	for (size_t i = 0; i < o->n_vendor_setups && rc == 0; i++)
		if (!vendors_set(sb, o->vendor_setups[i], &rc, e))
			return err_set(e, ERR_USAGE,
				       "--setup %s: its vendor is not played: "
				       "see --also",
				       o->vendor_setups[i]);
	return rc;
}

#define PEM_MAX ((size_t)64 * 1024)

static void tls_done_auto(struct server_tls *tls)
{
	free(tls->cert);
	free(tls->key);
}

/* 1 where TLS is asked for, 0 where not. */
static int read_tls(struct options *o, struct server_tls *tls, struct err *e)
{
	size_t len;

	if (o->cert == NULL && o->key == NULL)
		return 0;
	if (o->cert == NULL || o->key == NULL)
		return err_set(e, ERR_USAGE,
			       "--cert and --key go together: both, or none "
			       "for plain HTTP");
	if (file_read_all(AT_FDCWD, o->cert, PEM_MAX, &tls->cert, &len, e) <
		    0 ||
	    file_read_all(AT_FDCWD, o->key, PEM_MAX, &tls->key, &len, e) < 0)
		return -1;
	return 1;
}

static int serve(struct options *o, const sigset_t *stop)
{
	AUTO(faults_free) struct faults *faults = faults_new(o->tenant.seed);
	AUTO(sandbox_free) struct sandbox *sb = NULL;
	struct server_tls tls AUTO(tls_done) = { NULL, NULL };
	AUTO(server_stop) struct server *server = NULL;
	struct err e = ERR_INIT;
	json_t *greeting;
	int signal_number, bad, secure;

	secure = read_tls(o, &tls, &e);
	if (secure < 0) {
		(void)say(&e);
		return 2;
	}
	if (set_faults(faults, o->faults, &e) < 0) {
		(void)say(&e);
		return 2;
	}
	o->tenant.late = faults_rate(faults, FAULT_LATE);
	sb = sandbox_new(&o->tenant);
	sb->setup = o->setup;
	faults_free(sb->faults);
	sb->faults = TAKE(faults);
	if (begin_vendors(o, sb, &e) < 0) {
		(void)say(&e);
		return 2;
	}
	if (write_file(o->directory, write_directory, sb) < 0 ||
	    write_file(o->truth, write_truth, sb) < 0)
		return 1;
	if (server_start(&server, sb, o->address, o->port, secure ? &tls : NULL,
			 &e) < 0) {
		(void)say(&e);
		return 1;
	}
	greeting = sandbox_greeting(sb);
	write_greeting(stdout, greeting);
	bad = write_file(o->ready_file, write_greeting, greeting);
	json_decref(greeting);
	if (bad)
		return 1;
	(void)sigwait(stop, &signal_number);
	return 0;
}

int main(int argc, char **argv)
{
	struct options o = {
		.tenant = { .seed = 1, .users = 25, .days = 14, .per_day = 8 },
		.address = "127.0.0.1",
	};
	sigset_t stop;
	int rc;

	(void)clock_parse("2026-03-31T00:00:00Z", &o.tenant.now_us);
	setup_default(&o.setup);
	rc = read_options(&o, argc, argv);
	if (rc != 0)
		return rc < 0 ? 2 : 0;
	(void)signal(SIGPIPE, SIG_IGN);
	(void)sigemptyset(&stop);
	(void)sigaddset(&stop, SIGTERM);
	(void)sigaddset(&stop, SIGINT);
	(void)pthread_sigmask(SIG_BLOCK, &stop, NULL);
	return serve(&o, &stop);
}
