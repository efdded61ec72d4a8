/*
 * target/maildir/maildir.h - Maildirs in a folder of this machine.
 *
 * One Maildir a mailbox below a root folder, of the layout Maildir++ or fs,
 * readable by Dovecot, Courier and mutt while it is written. The README has
 * the rules.
 */
#ifndef TARGET_MAILDIR_MAILDIR_H
#define TARGET_MAILDIR_MAILDIR_H

#include "target/agent.h"

extern const struct agent_ops agent_maildir_ops;

#endif
