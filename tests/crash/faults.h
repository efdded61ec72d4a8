/*
 * faults.h - system calls that fail when a test wants them to.
 *
 * The program is linked with --wrap for each call that changes a file (see
 * meson.build), so the vault under test is the real one, unchanged. Calls
 * are counted while armed, by all threads together; the chosen one fails:
 *
 *	FAULT_ONCE    with EIO, once
 *	FAULT_FULL    with ENOSPC, it and every later one; a write writes half
 *	FAULT_KILL    the process ends in the middle of it
 *	FAULT_POWER   the same, and what no sync had covered is partly lost:
 *	              4 KiB pages of writes, new names, renamings
 *
 * Losing power is played with the files themselves: old contents are kept
 * until a sync makes them void, and put back at random. The control
 * database is SQLite's own business and keeps what it committed.
 */
#ifndef TESTS_FAULTS_H
#define TESTS_FAULTS_H

#include <stdint.h>

enum fault_mode { FAULT_NONE, FAULT_ONCE, FAULT_FULL, FAULT_KILL, FAULT_POWER };

#define FAULT_EXIT 77 /* of a process that was ended on purpose */

/* Fail at the at-th call from now on (1 is the next). */
void faults_arm(enum fault_mode mode, long at, uint64_t seed);
/* Calls since faults_arm(). */
long faults_count(void);
void faults_disarm(void);

/* What clock_now_us() adds to the real time. */
extern _Atomic int64_t faults_clock_us;

#endif
