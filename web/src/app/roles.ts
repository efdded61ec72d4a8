// Roles as the server names them (docs/decisions/0008-portal.md), and which of
// them open a part of the portal. The server checks every call all the same.
export const roles = {
  import: "Mailbox Import Export",
  connector: "Data Connector Admin",
  owner: "Organization Configuration",
  view: "View-Only Configuration",
  manage: "Role Management",
  audit: "Audit Logs",
  search: "Mailbox Search",
  preview: "Preview",
  export: "Export",
} as const;

export const seesConfiguration = [roles.view, roles.owner, roles.connector, roles.import];
export const changesConnectors = [roles.connector, roles.import];
