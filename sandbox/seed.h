/*
 * sandbox/seed.h - from one seed, a seed for everything.
 *
 * Why: what a request draws must not depend on what was drawn before it. So
 * each object has a seed of its own, named by a stable label and an index
 * (seed_of(tenant, "meeting", 7)), and throws its own dice (dice.h).
 */
#ifndef SANDBOX_SEED_H
#define SANDBOX_SEED_H

#include <stddef.h>
#include <stdint.h>

/* A seed below another one; labels are part of the format: never rename. */
uint64_t seed_of(uint64_t seed, const char *label, uint64_t index);

/* The same for outside text, such as a URL. */
uint64_t seed_of_text(uint64_t seed, const char *text);

/* Fill with bytes that follow from the seed alone. */
void seed_bytes(uint64_t seed, void *out, size_t len);

/* Room for seed_uuid() and seed_id(), NUL included. */
#define SEED_UUID 37
#define SEED_ID   23

/* "0f5e7f9c-54bb-4e29-9ad3-6f2f0a5f1c3d" */
void seed_uuid(uint64_t seed, char out[SEED_UUID]);

/* 16 bytes in base64url: the form of Zoom's user and account ids. */
void seed_id(uint64_t seed, char out[SEED_ID]);

#endif
