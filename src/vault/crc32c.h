/*
 * vault/crc32c.h - CRC-32C (Castagnoli), to tell a torn write from a whole
 * one without any key. It proves nothing against people: tags do that.
 *
 * Source: RFC 3720 section 12.1 and appendix B.4.
 */
#ifndef VAULT_CRC32C_H
#define VAULT_CRC32C_H

#include <stddef.h>
#include <stdint.h>

/* The checksum of what gave crc (0 at first) and len more bytes. */
uint32_t crc32c(uint32_t crc, const void *data, size_t len);

#endif
