/*
 * connector/board.h - how far the runs are that are at work in this process.
 *
 * Why: a run tells how far it is, often; a person looks now and then. Here
 * stands the last word of each run, for whoever wants to see it: nothing is
 * stored, and nothing is kept of a run that has ended. Safe from any thread.
 */
#ifndef CONNECTOR_BOARD_H
#define CONNECTOR_BOARD_H

#include "base/cleanup.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct board;
struct connector_progress;

#define BOARD_LINES 64 /* runs at a time */

struct board_line {
	int64_t connector;  /* its id */
	char phase[32];     /* "listing", "fetching", ... */
	uint64_t done, all; /* all 0: unknown */
	char text[200];     /* what is being done, UTF-8 */
	int64_t begun_us;   /* the run, here */
	uint64_t version;   /* other after each change, in the whole board */
};

struct board *board_new(void) __attribute__((returns_nonnull));
void board_free(struct board *b);
DEFINE_AUTO(struct board, board_free)

/* A run begins: what it tells by, good until board_end(). False: the board is
   full, it goes untold. */
bool board_begin(struct board *b, int64_t connector,
		 struct connector_progress *out);
void board_end(struct board *b, int64_t connector);

/* b may be NULL: then nothing runs here. */
bool board_find(struct board *b, int64_t connector, struct board_line *out);
/* All lines, by no order; how many. */
size_t board_read(struct board *b, struct board_line out[BOARD_LINES]);

/* Append {"phase","done","all","text","since"}. */
struct str;
void board_json(const struct board_line *l, struct str *out);

#endif
