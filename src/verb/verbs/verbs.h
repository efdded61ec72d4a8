/*
 * verb/verbs/verbs.h - every verb there is, by the file that has it. The
 * table itself is all.c.
 */
#ifndef VERB_VERBS_VERBS_H
#define VERB_VERBS_VERBS_H

#include "verb/verb.h"

/* setup.c */
extern const struct verb verb_init, verb_version, verb_help, verb_completion;
/* person.c */
extern const struct verb verb_person_import, verb_person_list;
/* mapping.c */
extern const struct verb verb_person_gaps, verb_connector_map,
	verb_connector_people;
/* directory.c */
extern const struct verb verb_directory_add, verb_directory_set,
	verb_directory_kinds, verb_directory_list, verb_directory_show,
	verb_directory_check, verb_directory_sync, verb_directory_remove;
/* mailbox.c */
extern const struct verb verb_mailbox_list, verb_mailbox_folders;
/* messages.c */
extern const struct verb verb_mailbox_messages;
/* source.c */
extern const struct verb verb_source_list, verb_source_show;
/* authorize.c */
extern const struct verb verb_connector_authorize;

/* connector.c */
extern const struct verb verb_connector_add, verb_connector_set,
	verb_connector_list, verb_connector_show, verb_connector_check,
	verb_connector_pause, verb_connector_resume, verb_connector_remove;
/* target.c */
extern const struct verb verb_target_kinds, verb_target_add, verb_target_set,
	verb_target_list, verb_target_show, verb_target_check,
	verb_target_retry, verb_target_move, verb_target_remove;
/* consent.c */
extern const struct verb verb_target_consent;
/* run.c */
extern const struct verb verb_connector_run;
/* serve.c */
extern const struct verb verb_serve;
/* portal.c */
extern const struct verb verb_portal_set, verb_portal_show;
/* account.c */
extern const struct verb verb_connector_report, verb_connector_log;
/* history.c */
extern const struct verb verb_connector_runs;
/* terms.c */
extern const struct verb verb_source_terms, verb_source_accept;
/* message.c */
extern const struct verb verb_message_show, verb_message_html;
/* conversation.c */
extern const struct verb verb_message_conversation;
/* export.c */
extern const struct verb verb_export;
/* store.c */
extern const struct verb verb_store_kinds, verb_store_set, verb_store_check,
	verb_store_show;
/* move.c */
extern const struct verb verb_vault_move;
/* keep.c */
extern const struct verb verb_vault_check, verb_vault_stats,
	verb_catalog_rebuild;

/* audit.c */
extern const struct verb verb_audit_list;
/* status.c */
extern const struct verb verb_status, verb_metrics;
/* alert.c */
extern const struct verb verb_alert_list, verb_alert_show,
	verb_alert_acknowledge, verb_alert_rules, verb_alert_set,
	verb_alert_check;
/* channel.c */
extern const struct verb verb_channel_list, verb_channel_kinds,
	verb_channel_add, verb_channel_set, verb_channel_show,
	verb_channel_test, verb_channel_remove;
/* user.c */
extern const struct verb verb_user_add, verb_user_list, verb_user_show,
	verb_user_set, verb_user_disable, verb_user_enable, verb_user_remove,
	verb_user_reset_password, verb_user_unlock, verb_user_sign_out,
	verb_user_recover;
/* role-group.c */
extern const struct verb verb_role_list, verb_role_group_list,
	verb_role_group_show, verb_role_group_add, verb_role_group_copy,
	verb_role_group_set, verb_role_group_remove, verb_role_group_add_member,
	verb_role_group_remove_member;
/* token.c */
extern const struct verb verb_token_add, verb_token_list, verb_token_remove;
/* sign-in.c */
extern const struct verb verb_identity_provider_set,
	verb_identity_provider_settings, verb_identity_provider_show,
	verb_identity_provider_list, verb_identity_provider_check,
	verb_identity_provider_remove;
extern const struct verb verb_sign_in_show, verb_sign_in_set;

#endif
