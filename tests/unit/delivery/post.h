/*
 * post.h - an archive whose connector "c" (connector/world.h) delivers to a
 * target "post", which is a table (tests/fake/fake-agent.h).
 */
#ifndef TESTS_UNIT_DELIVERY_POST_H
#define TESTS_UNIT_DELIVERY_POST_H

#include "connector/world.h"
#include "delivery/delivery.h"
#include "tests/fake/fake-agent.h"

struct post {
	struct world w;
	struct fake_server *server;
};

static inline void post_target(struct post *p, const char *name)
{
	static const struct value set[] = { { "host", "mail.example" } };
	struct delivery_new n = { .name = name,
				  .kind = "fake",
				  .given.settings = set,
				  .given.n_settings = 1,
				  .actor = { "test", "" } };
	struct err e = ERR_INIT;

	T_EQ_INT(delivery_target_add(p->w.archive, p->w.db, &n, &e), 0);
}

static inline void post_make(struct post *p, const struct fake_row *rows,
			     size_t n)
{
	p->server = fake_server_new();
	world_make(&p->w, rows, n);
	post_target(p, "post");
	setting(&p->w, "target", "post");
}

static inline void post_done(struct post *p)
{
	world_done(&p->w);
	fake_server_free(p->server);
}

/* As if all the time that anything waits for had passed. */
static inline void post_later(struct post *p)
{
	sql(&p->w, "UPDATE outbox SET not_before_us = 0"
		   " WHERE not_before_us < 9223372036854775807;"
		   "UPDATE outbox_mailbox SET not_before_us = 0"
		   " WHERE not_before_us < 9223372036854775807;"
		   "UPDATE target SET not_before_us = 0");
}

/* Bring what is due now. */
static inline void post_drain_of(struct post *p, int64_t target)
{
	struct delivery *d = NULL;
	struct err e = ERR_INIT;

	T_EQ_INT(delivery_begin(&d, p->w.archive, target, &e), 0);
	T_EQ_INT(delivery_drain(d, p->w.db, 0, NULL, NULL, &e), 0);
	delivery_end(d);
}

static inline void post_drain(struct post *p)
{
	post_drain_of(p, 1);
}

#endif
