/*
 * portal/portal.h - the HTTP server of `estreat serve`.
 *
 * Why: people use the archive with a browser, programs with HTTP. Both ask
 * verbs, by the same table as the command line: routes, arguments, rights and
 * answers come from it, and nothing is answered here that no verb knows.
 *
 * docs/decisions/0008-portal.md is its contract, docs/formats/api.md what
 * programs see.
 */
#ifndef PORTAL_PORTAL_H
#define PORTAL_PORTAL_H

#include "verb/portal.h"

extern const struct portal_ops portal_ops;

#endif
