/*
 * watch/channel.h - a way to tell people of alerts: mail, webhook, syslog.
 *
 * A channel knows its protocol and nothing of alerts' life or of databases;
 * what waits for it, and when it is tried again, is kept by its caller
 * (channels.h). Told twice is better than not told: the caller repeats what
 * was not acknowledged, with the same key.
 *
 * Errors of tell and check: ERR_RETRY not reached, or not now; ERR_SOURCE it
 * refuses us (credentials, certificate, address): a person has to act;
 * ERR_ITEM it refuses this one for what it is.
 */
#ifndef WATCH_CHANNEL_H
#define WATCH_CHANNEL_H

#include "base/setting.h"
#include "watch/notice.h"

struct channel;
struct err;

struct channel_ops {
	const char *name;               /* "mail": what a person writes */
	const char *title;              /* "E-mail by SMTP" */
	const struct setting *settings; /* ends with a NULL name */
	/* Reads its settings, makes no connection. The host outlives it.
	   Errors: ERR_USAGE. */
	int (*open)(struct channel **out, const struct host *host,
		    struct err *e);
	/* json: the notice as it was queued. */
	int (*tell)(struct channel *c, const struct notice *n, const char *json,
		    struct err *e);
	void (*close)(struct channel *c);
};

/* First member of every implementation's own struct. */
struct channel {
	const struct channel_ops *ops;
};

extern const struct channel_ops channel_mail_ops, channel_webhook_ops,
	channel_syslog_ops;

#endif
