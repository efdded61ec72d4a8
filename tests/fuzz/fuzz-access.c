/*
 * fuzz-access.c - names, passwords, codes, tokens, addresses, lists of roles
 * and a provider's claims may be any bytes: no crash; nothing that is not
 * right is taken for right; what is accepted keeps to its rules.
 *
 * The input is a text; cut at its first line end, the first part is a name or
 * a code, the rest what goes with it.
 */
#include "access/access-private.h"
#include "access/access.h"
#include "access/accounts.h"
#include "access/guard.h"
#include "access/password.h"
#include "access/roles.h"
#include "access/totp.h"
#include "base/encode.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "oidc/id-token.h"
#include "oidc/jwt.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const unsigned char key[TOTP_SECRET] = "12345678901234567890";

static void names(const char *name)
{
	AUTO(str_done) struct str clean = STR_INIT;
	struct err e = ERR_INIT;

	if (account_name_check(name, &e) < 0) {
		assert(e.kind == ERR_USAGE);
		return;
	}
	assert(name[0] != '\0' && strlen(name) <= ACCOUNT_NAME_MAX);
	assert(strpbrk(name, " \t\r\n\"'\\") == NULL);
	assert(utf8_clean(&clean, name, strlen(name)));
}

static void passwords(const char *account, const char *password)
{
	struct err e = ERR_INIT;

	if (password_check(password, account, &e) < 0) {
		assert(e.kind == ERR_USAGE);
		/* short ones may be part of any text */
		assert(strlen(password) < 24 ||
		       strstr(e.text, password) == NULL);
		return;
	}
	assert(strlen(password) >= PASSWORD_MIN &&
	       strlen(password) <= PASSWORD_MAX);
	assert(strcmp(account, password) != 0 || strlen(account) < 3);
}

static void codes(const char *code)
{
	AUTO(str_done) struct str folded = STR_INIT;
	int64_t step = totp_step(key, sizeof(key), code, 0, -1);
	char want[7];

	if (step != 0) {
		totp_code(key, sizeof(key), step, want);
		assert(strspn(code, "0123456789 ") == strlen(code));
		assert(strchr(code, want[0]) != NULL);
	}
	recovery_code_fold(&folded, code);
	assert(folded.len <= strlen(code));
	assert(!access_csrf_ok("a cookie", code));
}

static void lists(const char *list)
{
	AUTO(str_done) struct str names = STR_INIT;
	role_set set = ROLES_NONE, again = ROLES_NONE;
	struct err e = ERR_INIT;

	if (roles_read(list, &set, &e) < 0) {
		assert(e.kind == ERR_USAGE && set == ROLES_NONE);
		return;
	}
	roles_list(&names, set, ", ");
	assert(roles_read(names.s, &again, &e) == 0 && again == set);
	assert(!right_met(list, ROLES_NONE) || list[0] == '\0');
}

static int count(void *ctx, const char *text, struct err *e)
{
	(void)text;
	(void)e;
	return ++*(int *)ctx, 0;
}

static void claims(const char *name, const char *text)
{
	struct identity who AUTO(identity_done) = IDENTITY_INIT;
	struct err e = ERR_INIT;
	int n = 0;

	who.claims = jwt_object(text, strlen(text), 100000);
	if (who.claims == NULL)
		return;
	if (identity_list(&who, name, count, &n, &e) < 0)
		assert(e.kind == ERR_ITEM);
	assert(n <= IDENTITY_LIST_MAX);
	(void)identity_left_out(&who, name);
}

static void addresses(const char *address)
{
	AUTO(guard_free) struct guard *g = guard_new();

	for (int i = 0; i < GUARD_ADDRESS; i++) {
		assert(guard_address(g, address, 1) == 0);
		guard_failed(g, address, 1);
	}
	assert(guard_address(g, address, 1) > 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	AUTO(free) char *first = mem_dup((const char *)data, size);
	char *rest = strchr(first, '\n');

	if (rest != NULL)
		*rest++ = '\0';
	else
		rest = first + strlen(first);
	names(first);
	passwords(first, rest);
	codes(first);
	lists(first);
	claims(first, rest);
	addresses(first);
	return 0;
}
