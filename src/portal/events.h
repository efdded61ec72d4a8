/*
 * portal/events.h - what happens, told to whoever listens (server-sent events).
 *
 * Why: a page that shows a run would ask every second otherwise. One look a
 * second at what there is serves all listeners; what has changed is told:
 *
 *	run         how far a run is: {"connector","progress":{...}}
 *	connector   its state or result has changed; "removed" when it is gone
 *	alert       opened, changed, acknowledged or closed
 *
 * A listener hears what it may see. It is never waited for: who does not take
 * its events is cut off and may come again. A listener ends with its session,
 * and does not keep that alive. Nobody is told what was before it came: listen
 * first, then ask.
 */
#ifndef PORTAL_EVENTS_H
#define PORTAL_EVENTS_H

#include "base/cleanup.h"

#include <stddef.h>

#define EVENTS_MAX  200 /* listeners */
#define EVENTS_EACH 10  /* of one account */

struct events;
struct portal;

/* p must outlive it. */
struct events *events_new(struct portal *p) __attribute__((returns_nonnull));
/* Before the server is stopped: all listeners are let go, and no more come. */
void events_hush(struct events *ev);
/* After it. */
void events_free(struct events *ev);
DEFINE_AUTO(struct events, events_free)

/* Once a second: look, and tell. */
void events_tick(struct events *ev);

#endif
