#include "catalog/seal.h"

#include "base/err.h"
#include "base/str.h"
#include "t.h"

T(opens_only_as_it_was_sealed)
{
	uint8_t key[SEAL_KEY] = { 1 }, other[SEAL_KEY] = { 2 };
	AUTO(str_done) struct str sealed = STR_INIT;
	AUTO(str_done) struct str again = STR_INIT;
	AUTO(str_done) struct str plain = STR_INIT;
	struct err e = ERR_INIT;

	seal(key, "connector 1 client-secret", "hunter2", 7, &sealed);
	seal(key, "connector 1 client-secret", "hunter2", 7, &again);
	T_OK(memcmp(sealed.s, again.s, sealed.len) != 0);
	T_OK(memmem(sealed.s, sealed.len, "hunter2", 7) == NULL);
	T_EQ_INT(unseal(key, "connector 1 client-secret", sealed.s, sealed.len,
			&plain, &e),
		 0);
	T_EQ_STR(plain.s, "hunter2");
	T_EQ_INT(unseal(other, "connector 1 client-secret", sealed.s,
			sealed.len, &plain, &e),
		 -1);
	err_clear(&e);
	T_EQ_INT(unseal(key, "connector 2 client-secret", sealed.s, sealed.len,
			&plain, &e),
		 -1);
	err_clear(&e);
	for (size_t i = 0; i < sealed.len; i++) {
		sealed.s[i] ^= 4;
		T_EQ_INT(unseal(key, "connector 1 client-secret", sealed.s,
				sealed.len, &plain, &e),
			 -1);
		err_clear(&e);
		sealed.s[i] ^= 4;
	}
	T_EQ_INT(unseal(key, "x", sealed.s, 5, &plain, &e), -1);
	T_EQ_STR(plain.s, "hunter2"); /* nothing was added by failures */
}

T_MAIN
