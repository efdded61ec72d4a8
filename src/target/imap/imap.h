/*
 * target/imap/imap.h - mailboxes of an IMAP server.
 *
 * One credential for all of them: SASL PLAIN with an authorisation id (Cyrus,
 * Dovecot), Dovecot's master users, XOAUTH2 or OAUTHBEARER with a token of
 * client credentials (Exchange Online). The README has the rules.
 */
#ifndef TARGET_IMAP_IMAP_H
#define TARGET_IMAP_IMAP_H

#include "target/agent.h"

extern const struct agent_ops agent_imap_ops;

#endif
