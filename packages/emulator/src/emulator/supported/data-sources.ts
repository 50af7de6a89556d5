/** How objects get into an environment. */
export interface DataSource {
  what: string
  /** The id of the API operation. */
  api?: string
  /** The key in the seed file. */
  seed?: string
  /** The section of the dashboard. */
  dashboard?: string
  otherwise?: string
}

/** Every kind of object in an environment, and each way to add it. */
export const DATA_SOURCES: readonly DataSource[] = [
  {
    what: 'Users',
    api: 'createUser',
    seed: 'users',
    dashboard: 'Users',
    otherwise: 'hosted sign-up, Magic Auth, providers',
  },
  { what: 'Imported password hashes', api: 'createUser', seed: 'users' },
  { what: 'Authenticator apps', api: 'enrollAuthFactor', seed: 'users', otherwise: 'hosted pages' },
  { what: 'Organizations', api: 'createOrganization', seed: 'organizations', dashboard: 'Organizations' },
  { what: 'Organization policies', seed: 'organizations', dashboard: 'Organizations' },
  {
    what: 'Memberships',
    api: 'createOrganizationMembership',
    seed: 'organizations',
    dashboard: 'Organizations',
  },
  { what: 'Permissions', api: 'createPermission', seed: 'permissions' },
  { what: 'Roles', api: 'createEnvironmentRole', seed: 'roles' },
  { what: 'Roles of one organization', api: 'createOrganizationRole', seed: 'organizations' },
  { what: 'API keys', api: 'createOrganizationApiKey' },
  {
    what: 'Domains of organizations',
    api: 'createOrganizationDomain',
    seed: 'organizations',
    otherwise: 'set their TXT records with `PUT /_emulator/dns`',
  },
  { what: 'IT contacts of organizations', api: 'createItContact', seed: 'organizations' },
  { what: 'Feature flags', seed: 'feature_flags', otherwise: '`POST /_emulator/seed`' },
  { what: 'Entitlements', seed: 'organizations' },
  { what: 'Invitations', api: 'sendInvitation', seed: 'invitations', dashboard: 'Invitations' },
  { what: 'Sessions', api: 'authenticate', otherwise: 'hosted pages' },
  { what: 'Impersonated sessions', dashboard: 'Users', otherwise: '`POST /_emulator/impersonations`' },
  {
    what: 'Codes and links',
    api: 'createMagicAuth',
    otherwise: 'read in the inbox, or at `GET /_emulator/emails`',
  },
  {
    what: 'SSO connections and their profiles',
    seed: 'connections',
    otherwise: '`PUT /_emulator/connections/{id}` turns one off and on',
  },
  { what: 'Groups of members', api: 'createGroup', seed: 'organizations' },
  { what: 'Directories, their users and groups', seed: 'directories', otherwise: '`POST /_emulator/seed`' },
  { what: 'Audit logs', api: 'createAuditLogEvent' },
  { what: 'Radar lists', api: 'addRadarListEntry' },
  { what: 'Authorized applications', seed: 'authorized_applications' },
  { what: 'Social identities', otherwise: 'the stand-in pages of `authorize`' },
  { what: 'Redirect URIs', api: 'createRedirectUri', seed: 'redirect_uris' },
  { what: 'CORS origins', api: 'createCorsOrigin', seed: 'cors_origins' },
  { what: 'JWT template', api: 'updateJwtTemplate', seed: 'settings', dashboard: 'Settings' },
  { what: 'Webhook endpoints', api: 'createWebhookEndpoint', dashboard: 'Webhooks' },
  { what: 'Events', otherwise: 'recorded automatically' },
  { what: 'Settings', seed: 'settings', dashboard: 'Settings', otherwise: '`PUT /_emulator/settings`' },
  { what: 'Environments', dashboard: 'Environments', otherwise: '`POST /_emulator/environments`' },
]
