/*
 * store/azure/sign.h - the signature of Shared Key authorization.
 *
 * Why by itself: it is a pure function of the request, and the one thing
 * that, wrong by a byte, makes everything fail: tests hold it against
 * vectors that were computed elsewhere.
 *
 * The string to sign is, each followed by a line feed: the method, the eleven
 * standard headers ("" where not sent; Content-Length is "" for 0; Date is
 * "" as x-ms-date is sent), every x-ms- header as "name:value" by name, and
 * then the resource: "/" account, path as sent, and each parameter of the
 * query, decoded, as "\nname:value" by name. Where the account is part of an
 * endpoint's path as well (emulators, some private clouds), it stands twice.
 *
 * x-ms- headers are sorted by strcmp(); the service sorts as .NET does, which
 * is the same for the names that are used here. A new name with "_", or one
 * that differs from another at a "-", has to be looked at.
 *
 * Source: "Authorize with Shared Key", Azure Storage REST API; 2015-02-21 and
 * later for Content-Length.
 */
#ifndef STORE_AZURE_SIGN_H
#define STORE_AZURE_SIGN_H

#include <stddef.h>
#include <stdint.h>

struct str;

struct azure_pair {
	const char *name, *value;
};

#define AZURE_PAIRS 16

struct azure_signed {
	const char *method;
	const char *account;
	const char *path; /* of the URL, from the first slash on, as sent */
	const struct azure_pair *query; /* decoded, no name twice */
	size_t n_query;                 /* at most AZURE_PAIRS */
	/* Names in lower case, values without blanks at their ends. */
	const struct azure_pair *headers;
	size_t n_headers; /* at most AZURE_PAIRS */
	uint64_t length;  /* of the body */
};

/* Append the string to sign. */
void azure_string_to_sign(struct str *out, const struct azure_signed *r);

/* Append "SharedKey ACCOUNT:SIGNATURE". key is the decoded account key. */
void azure_shared_key(struct str *out, const struct azure_signed *r,
		      const void *key, size_t key_len);

#endif
