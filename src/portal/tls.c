#include "portal/tls.h"

#include "base/err.h"
#include "base/file.h"
#include "base/log.h"
#include "base/mem.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/stat.h>

#define PEM_MAX   ((size_t)256 * 1024)
#define CHAIN_MAX 16

/* Once handed out it may be in use by a handshake: kept to the end. */
struct pair {
	struct pair *older;
	gnutls_pcert_st chain[CHAIN_MAX];
	unsigned int n;
	gnutls_privkey_t key;
};

struct tls {
	char *cert, *key;
	pthread_mutex_t lock;
	struct pair *now;
	struct timespec seen[2]; /* when the files last changed */
};

/* libmicrohttpd's callback has no context: the one that is open. */
static struct tls *in_use;

static void pair_free(struct pair *p)
{
	if (p == NULL)
		return;
	for (unsigned int i = 0; i < p->n; i++)
		gnutls_pcert_deinit(&p->chain[i]);
	if (p->key != NULL)
		gnutls_privkey_deinit(p->key);
	free(p);
}
DEFINE_AUTO(struct pair, pair_free)

static int read_chain(struct pair *p, const char *path, struct err *e)
{
	AUTO(free) char *pem = NULL;
	gnutls_datum_t data;
	size_t len = 0;

	if (file_read_all(AT_FDCWD, path, PEM_MAX, &pem, &len, e) < 0) {
		e->kind = ERR_USAGE;
		return -1;
	}
	data.data = (unsigned char *)pem;
	data.size = (unsigned int)len;
	p->n = CHAIN_MAX;
	if (gnutls_pcert_list_import_x509_raw(p->chain, &p->n, &data,
					      GNUTLS_X509_FMT_PEM, 0) < 0) {
		p->n = 0;
		return err_set(e, ERR_USAGE,
			       "%.200s has no certificate in PEM form", path);
	}
	return 0;
}

static int read_key(struct pair *p, const char *path, struct err *e)
{
	char *pem = NULL;
	gnutls_datum_t data;
	size_t len = 0;
	int rc;

	if (file_read_all(AT_FDCWD, path, PEM_MAX, &pem, &len, e) < 0) {
		e->kind = ERR_USAGE;
		return -1;
	}
	data.data = (unsigned char *)pem;
	data.size = (unsigned int)len;
	rc = gnutls_privkey_init(&p->key);
	if (rc == 0)
		rc = gnutls_privkey_import_x509_raw(
			p->key, &data, GNUTLS_X509_FMT_PEM, NULL, 0);
	mem_wipe(pem, len);
	free(pem);
	if (rc < 0)
		return err_set(e, ERR_USAGE,
			       "%.200s has no private key in PEM form without "
			       "a password",
			       path);
	return 0;
}

/* A key of another certificate is only noticed by clients otherwise. */
static bool belong(const struct pair *p)
{
	unsigned char a[64], b[64];
	size_t na = sizeof(a), nb = sizeof(b);
	gnutls_pubkey_t of_key;
	int rc;

	if (gnutls_pubkey_init(&of_key) < 0)
		return false;
	rc = gnutls_pubkey_import_privkey(of_key, p->key, 0, 0);
	if (rc == 0)
		rc = gnutls_pubkey_get_key_id(of_key, GNUTLS_KEYID_USE_SHA256,
					      a, &na);
	if (rc == 0)
		rc = gnutls_pubkey_get_key_id(p->chain[0].pubkey,
					      GNUTLS_KEYID_USE_SHA256, b, &nb);
	gnutls_pubkey_deinit(of_key);
	return rc == 0 && na == nb && mem_equal_secret(a, b, na);
}

static int load(struct tls *t, struct err *e)
{
	AUTO(pair_free) struct pair *p = NEW(struct pair);

	if (read_chain(p, t->cert, e) < 0 || read_key(p, t->key, e) < 0)
		return -1;
	if (!belong(p))
		return err_set(e, ERR_USAGE,
			       "%.200s is not the key of the first certificate "
			       "in %.200s",
			       t->key, t->cert);
	(void)pthread_mutex_lock(&t->lock);
	p->older = t->now;
	t->now = TAKE(p);
	(void)pthread_mutex_unlock(&t->lock);
	return 0;
}

static bool changed(struct tls *t)
{
	const char *const names[] = { t->cert, t->key };
	bool any = false;
	struct stat st;

	for (size_t i = 0; i < 2; i++)
		if (stat(names[i], &st) == 0 &&
		    (st.st_mtim.tv_sec != t->seen[i].tv_sec ||
		     st.st_mtim.tv_nsec != t->seen[i].tv_nsec)) {
			t->seen[i] = st.st_mtim;
			any = true;
		}
	return any;
}

int tls_open(struct tls **out, const char *cert, const char *key, struct err *e)
{
	AUTO(tls_close) struct tls *t = NEW(struct tls);

	(void)pthread_mutex_init(&t->lock, NULL);
	t->cert = mem_strdup(cert);
	t->key = mem_strdup(key);
	(void)changed(t);
	if (load(t, e) < 0)
		return -1;
	in_use = t;
	*out = TAKE(t);
	return 0;
}

void tls_close(struct tls *t)
{
	if (t == NULL)
		return;
	if (in_use == t)
		in_use = NULL;
	while (t->now != NULL) {
		struct pair *older = t->now->older;

		pair_free(t->now);
		t->now = older;
	}
	(void)pthread_mutex_destroy(&t->lock);
	free(t->cert);
	free(t->key);
	free(t);
}

void tls_look(struct tls *t)
{
	struct err e = ERR_INIT;
	char text[ERR_TEXT];

	if (!changed(t))
		return;
	if (load(t, &e) < 0)
		log_event(LOG_WARN, "portal.certificate", "reason=\"%s\"",
			  err_str(&e, text, sizeof(text)));
	else
		log_event(LOG_INFO, "portal.certificate", "file=\"%s\"",
			  t->cert);
}

int tls_certificate_callback(gnutls_session_t session,
			     const struct gnutls_cert_retr_st *info,
			     gnutls_pcert_st **chain, unsigned int *n,
			     gnutls_ocsp_data_st **ocsp, unsigned int *n_ocsp,
			     gnutls_privkey_t *key, unsigned int *flags)
{
	struct tls *t = in_use;

	(void)session;
	(void)info;
	(void)flags; /* all stays ours */
	if (t == NULL)
		return -1;
	(void)pthread_mutex_lock(&t->lock);
	*chain = t->now->chain;
	*n = t->now->n;
	*key = t->now->key;
	(void)pthread_mutex_unlock(&t->lock);
	*ocsp = NULL;
	*n_ocsp = 0;
	return 0;
}
