/*
 * cheap.h - stands in for access/password.h's argon2, which takes long on
 * purpose. How often it was asked is counted: everybody costs the same.
 */
#ifndef TESTS_UNIT_ACCESS_CHEAP_H
#define TESTS_UNIT_ACCESS_CHEAP_H

#include "access/password.h"
#include "base/str.h"
#include "stream/digest.h"

#include <stdatomic.h>
#include <string.h>

static atomic_int cheap_asked, cheap_made;
/* Called while a password is looked at; NULL: nothing is. */
static void (*cheap_within)(void);

int __wrap_password_hash(const char *password, struct str *out, struct err *e);
bool __wrap_password_is(const char *hash, const char *password);
bool __wrap_password_is_old(const char *hash);

int __wrap_password_hash(const char *password, struct str *out, struct err *e)
{
	(void)e;
	atomic_fetch_add(&cheap_made, 1);
	str_addf(out, "new %s", digest_of(password, strlen(password)).hex);
	return 0;
}

bool __wrap_password_is(const char *hash, const char *password)
{
	atomic_fetch_add(&cheap_asked, 1);
	if (cheap_within != NULL)
		cheap_within();
	return hash[0] != '\0' &&
	       strcmp(hash + strlen("new "),
		      digest_of(password, strlen(password)).hex) == 0;
}

bool __wrap_password_is_old(const char *hash)
{
	return str_starts(hash, "old ");
}

#endif
