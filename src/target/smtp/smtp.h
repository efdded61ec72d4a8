/*
 * target/smtp/smtp.h - archives and mailboxes that take mail by SMTP or LMTP.
 *
 * As journal reports to one address (as Exchange sends them), or as the
 * messages themselves to each mailbox's address. The README has the rules.
 */
#ifndef TARGET_SMTP_SMTP_H
#define TARGET_SMTP_SMTP_H

#include "target/agent.h"

extern const struct agent_ops agent_smtp_ops;

#endif
