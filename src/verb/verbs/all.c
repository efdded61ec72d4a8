/* all.c - the table of verbs, in the order in which help shows them. */
#include "verb/verbs/verbs.h"

#include <string.h>

static const struct verb *const all[] = {
	&verb_init,
	&verb_status,
	&verb_metrics,
	&verb_alert_list,
	&verb_alert_show,
	&verb_alert_acknowledge,
	&verb_alert_rules,
	&verb_alert_set,
	&verb_alert_check,
	&verb_channel_kinds,
	&verb_channel_add,
	&verb_channel_test,
	&verb_channel_list,
	&verb_channel_show,
	&verb_channel_set,
	&verb_channel_remove,
	&verb_person_import,
	&verb_person_list,
	&verb_person_gaps,
	&verb_directory_kinds,
	&verb_directory_add,
	&verb_directory_check,
	&verb_directory_sync,
	&verb_directory_list,
	&verb_directory_show,
	&verb_directory_set,
	&verb_directory_remove,
	&verb_source_list,
	&verb_source_show,
	&verb_source_terms,
	&verb_source_accept,
	&verb_connector_add,
	&verb_connector_check,
	&verb_connector_map,
	&verb_connector_people,
	&verb_connector_run,
	&verb_connector_runs,
	&verb_connector_report,
	&verb_connector_log,
	&verb_connector_list,
	&verb_connector_show,
	&verb_connector_set,
	&verb_connector_pause,
	&verb_connector_resume,
	&verb_connector_remove,
	&verb_target_kinds,
	&verb_target_add,
	&verb_target_check,
	&verb_target_consent,
	&verb_target_list,
	&verb_target_show,
	&verb_target_set,
	&verb_target_retry,
	&verb_target_move,
	&verb_target_remove,
	&verb_mailbox_list,
	&verb_mailbox_folders,
	&verb_mailbox_messages,
	&verb_message_show,
	&verb_message_html,
	&verb_message_conversation,
	&verb_export,
	&verb_serve,
	&verb_portal_set,
	&verb_portal_show,
	&verb_vault_check,
	&verb_vault_stats,
	&verb_vault_move,
	&verb_store_kinds,
	&verb_store_set,
	&verb_store_check,
	&verb_store_show,
	&verb_catalog_rebuild,
	&verb_completion,
	&verb_help,
	&verb_version,
	NULL,
};

const struct verb *const *verb_all(void)
{
	return all;
}

const struct verb *verb_find(const char *name)
{
	for (size_t i = 0; all[i] != NULL; i++)
		if (strcmp(all[i]->name, name) == 0)
			return all[i];
	return NULL;
}
