/* azure-fixture.h - the Azure store against a server that follows a script. */
#ifndef TESTS_AZURE_FIXTURE_H
#define TESTS_AZURE_FIXTURE_H

#include "script.h"
#include "store/azure/azure.h"

#define azure_fake script
#define HELLO_SHA  "x-ms-meta-sha256: " HELLO "\r\n"

/* Settings that may be overridden before azure_fake_open(). */
static inline void azure_fake_init(struct azure_fake *f,
				   const struct step *steps, size_t n)
{
	script_init(f, "azure", steps, n);
	store_host_set(&f->host, "account", "estreat");
	store_host_set(&f->host, "container", "vault");
	store_host_set(&f->host, "auth", "sas");
	store_host_set(&f->host, "sas", "sv=1&sig=SECRETSAS");
}

static inline struct store *azure_fake_open(struct azure_fake *f)
{
	return script_open(f);
}

static inline void azure_fake_done(struct azure_fake *f)
{
	script_done(f);
}

#endif
