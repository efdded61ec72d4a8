/*
 * sandbox/ringcentral/wav.h - a recorded call or voicemail: PCM, 8 bits,
 * 8000 Hz, mono, an audible melody that follows from the seed; 8000 bytes a
 * second, the same on every machine.
 *
 * Source: Microsoft/IBM, Multimedia Programming Interface 1.0 (RIFF WAVE).
 */
#ifndef SANDBOX_RINGCENTRAL_WAV_H
#define SANDBOX_RINGCENTRAL_WAV_H

#include <stdint.h>

struct str;

#define RING_WAV_RATE 8000

/* Append so many seconds, at least one. */
void ring_wav(struct str *out, uint64_t seed, int seconds);

#endif
