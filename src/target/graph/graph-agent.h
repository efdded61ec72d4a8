/*
 * target/graph/graph-agent.h - mailboxes of Exchange Online, by Microsoft
 * Graph.
 *
 * For organisations where IMAP is closed. Graph makes messages from JSON: what
 * arrives is a conversion, so the message itself goes with it, byte for byte,
 * as the attachment message.eml. The README has the rules.
 */
#ifndef TARGET_GRAPH_GRAPH_AGENT_H
#define TARGET_GRAPH_GRAPH_AGENT_H

#include "target/agent.h"

extern const struct agent_ops agent_graph_ops;

#endif
