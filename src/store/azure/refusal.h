/*
 * store/azure/refusal.h - what the service's refusals mean to a person.
 *
 * Source: "Blob service error codes", "Common REST API error codes", Azure
 * Storage REST API.
 */
#ifndef STORE_AZURE_REFUSAL_H
#define STORE_AZURE_REFUSAL_H

#include "base/err.h"
#include "store/azure/azure.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define AZURE_MESSAGE 200

struct azure_refusal {
	int status;
	const char *code; /* x-ms-error-code, or "" */
	enum azure_auth auth;
	bool protecting;             /* it was to lock something */
	int64_t skew_us;             /* our clock's lead over the service's */
	char message[AZURE_MESSAGE]; /* its own words, or "" */
};

/* Take the first line of the message out of an answer's body. */
void azure_refusal_message(struct azure_refusal *f, const char *body,
			   size_t len);

enum err_kind azure_refusal_kind(const struct azure_refusal *f);

/* Set e: where, what, what to do. Always -1. id: x-ms-request-id or NULL. */
int azure_refusal_tell(const struct azure_refusal *f, const char *where,
		       const char *id, struct err *e);

#endif
