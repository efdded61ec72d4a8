/* portal/server-private.h - what the files behind server.h share. */
#ifndef PORTAL_SERVER_PRIVATE_H
#define PORTAL_SERVER_PRIVATE_H

#include "portal/server.h"

#include <microhttpd.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

struct peer;
struct peers;
struct workers;

enum step { STEP_HEAD, STEP_BODY, STEP_WORK, STEP_SENT };

/* A request in hand. */
struct handled {
	struct exchange x; /* first: what the others see */
	struct server *server;
	struct MHD_Connection *connection;
	struct peer *peer;
	char *target; /* raw, until the head is read */
	enum step step;
	bool now; /* answered without a worker */
	pthread_mutex_t lock;
	int refs;                    /* HTTP's and the worker's */
	bool kept;                   /* the answer goes on after work() */
	bool asleep;                 /* libmicrohttpd has it suspended */
	bool awakened;               /* while it was not asleep */
	struct handled *prev, *next; /* of those in hand */
};

struct server {
	struct server_config cfg;
	struct server_ops ops;
	struct peers *peers;
	struct workers *workers;
	struct MHD_Daemon *daemon;
	char *address;
	int fd; /* that listens */
	atomic_bool ending;
	pthread_mutex_t lock;
	struct handled *hands; /* all requests in hand */
};

/* --- requests in hand (in-hand.c) ----------------------------------------- */

/* With one reference, HTTP's, which handled_over() gives back. */
struct handled *handled_new(struct server *s, const char *target,
			    struct MHD_Connection *c)
	__attribute__((returns_nonnull));
void handled_ref(struct handled *h);
void handled_unref(struct handled *h);
/* HTTP is done with it: it is in hand no more. */
void handled_over(struct handled *h);

/* In its HTTP thread, until its answer has something to send. False: it has
   already, look again. */
bool handled_sleep(struct handled *h);

/* A client that has hung up while its verb works: the verb is told. */
void hands_look_for_gone(struct server *s);
/* Are there any? cut: their answers end where they are. */
bool hands_any(struct server *s, bool cut);

/* --- a request from its head to its answer (exchange.c) ------------------- */

/* As libmicrohttpd calls them. */
void *exchange_begin(void *cls, const char *target, struct MHD_Connection *c);
enum MHD_Result exchange_take(void *cls, struct MHD_Connection *c,
			      const char *url, const char *method,
			      const char *version, const char *upload,
			      size_t *upload_size, void **req);
void exchange_end(void *cls, struct MHD_Connection *c, void **req,
		  enum MHD_RequestTerminationCode how);

#endif
