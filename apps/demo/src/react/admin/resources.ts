/** A field of a form. */
export interface FormField {
  name: string
  label: string
  type?: 'text' | 'email' | 'password' | 'number' | 'list'
  required?: boolean
}

/** A row of a table, as the API client returns it. */
export type Row = { id: string } & Record<string, unknown>

/** Something to do with one row. */
export interface RowAction {
  label: string
  operation: string
  params: (row: Row) => object
  /** Asked before it happens; for what cannot be undone. */
  confirm?: string
  /** Asks for these before it calls. */
  fields?: readonly FormField[]
  /** Whether it makes sense for this row. */
  when?: (row: Row) => boolean
}

/** A kind of object that the admin area lists and changes. */
export interface Resource {
  name: string
  title: string
  list: string
  /** The filters above the table. */
  filters: readonly FormField[]
  /** Whether the API refuses to list without a filter. */
  needsFilter?: boolean
  columns: readonly { title: string; value: (row: Row) => string }[]
  create?: { operation: string; title: string; fields: readonly FormField[] }
  actions: readonly RowAction[]
}

const text = (value: unknown): string => (value === null || value === undefined ? '–' : String(value))
const slug = (value: unknown): string => text((value as { slug?: string } | undefined)?.slug)

/** The resources of the admin area, each with every call the API has for it. */
export const RESOURCES: readonly [Resource, ...Resource[]] = [
  {
    name: 'users',
    title: 'Users',
    list: 'listUsers',
    filters: [
      { name: 'email', label: 'Address', type: 'email' },
      { name: 'organizationId', label: 'Organization id' },
    ],
    columns: [
      { title: 'Address', value: (row) => text(row.email) },
      { title: 'Name', value: (row) => [row.firstName, row.lastName].filter(Boolean).join(' ') || '–' },
      { title: 'Verified', value: (row) => (row.emailVerified ? 'yes' : 'no') },
      { title: 'Id', value: (row) => row.id },
    ],
    create: {
      operation: 'createUser',
      title: 'Create a user',
      fields: [
        { name: 'email', label: 'Address', type: 'email', required: true },
        { name: 'firstName', label: 'First name' },
        { name: 'lastName', label: 'Last name' },
        { name: 'password', label: 'Password', type: 'password' },
      ],
    },
    actions: [
      { label: 'Look up', operation: 'getUser', params: ({ id }) => ({ userId: id }) },
      {
        label: 'Rename',
        operation: 'updateUser',
        params: ({ id }) => ({ userId: id }),
        fields: [
          { name: 'firstName', label: 'First name' },
          { name: 'lastName', label: 'Last name' },
        ],
      },
      {
        label: 'Send verification',
        operation: 'sendVerificationEmail',
        params: ({ id }) => ({ userId: id }),
        when: (row) => !row.emailVerified,
      },
      { label: 'Sessions', operation: 'listSessions', params: ({ id }) => ({ userId: id }) },
      { label: 'Factors', operation: 'listAuthFactors', params: ({ id }) => ({ userId: id }) },
      { label: 'Identities', operation: 'listUserIdentities', params: ({ id }) => ({ userId: id }) },
      {
        label: 'Delete',
        operation: 'deleteUser',
        params: ({ id }) => ({ userId: id }),
        confirm: 'Delete this user with all sessions, memberships and factors?',
      },
    ],
  },
  {
    name: 'organizations',
    title: 'Organizations',
    list: 'listOrganizations',
    filters: [],
    columns: [
      { title: 'Name', value: (row) => text(row.name) },
      {
        title: 'Domains',
        value: (row) =>
          ((row.domains as { domain: string }[]) ?? []).map(({ domain }) => domain).join(', ') || '–',
      },
      { title: 'Id', value: (row) => row.id },
    ],
    create: {
      operation: 'createOrganization',
      title: 'Create an organization',
      fields: [{ name: 'name', label: 'Name', required: true }],
    },
    actions: [
      {
        label: 'Rename',
        operation: 'updateOrganization',
        params: ({ id }) => ({ organizationId: id }),
        fields: [{ name: 'name', label: 'Name', required: true }],
      },
      {
        label: 'Delete',
        operation: 'deleteOrganization',
        params: ({ id }) => ({ organizationId: id }),
        confirm: 'Delete this organization and all its memberships?',
      },
    ],
  },
  {
    name: 'memberships',
    title: 'Memberships',
    list: 'listOrganizationMemberships',
    needsFilter: true,
    filters: [
      { name: 'organizationId', label: 'Organization id' },
      { name: 'userId', label: 'User id' },
    ],
    columns: [
      {
        title: 'User',
        value: (row) => text((row.user as { email?: string } | undefined)?.email ?? row.userId),
      },
      { title: 'Organization', value: (row) => text(row.organizationName ?? row.organizationId) },
      { title: 'Role', value: (row) => slug(row.role) },
      { title: 'Status', value: (row) => text(row.status) },
    ],
    create: {
      operation: 'createOrganizationMembership',
      title: 'Add a user to an organization',
      fields: [
        { name: 'userId', label: 'User id', required: true },
        { name: 'organizationId', label: 'Organization id', required: true },
        { name: 'roleSlug', label: 'Role' },
      ],
    },
    actions: [
      {
        label: 'Change role',
        operation: 'updateOrganizationMembership',
        params: ({ id }) => ({ organizationMembershipId: id }),
        fields: [{ name: 'roleSlug', label: 'Role', required: true }],
      },
      {
        label: 'Deactivate',
        operation: 'deactivateOrganizationMembership',
        params: ({ id }) => ({ organizationMembershipId: id }),
        when: (row) => row.status === 'active',
      },
      {
        label: 'Reactivate',
        operation: 'reactivateOrganizationMembership',
        params: ({ id }) => ({ organizationMembershipId: id }),
        when: (row) => row.status === 'inactive',
      },
      {
        label: 'Remove',
        operation: 'deleteOrganizationMembership',
        params: ({ id }) => ({ organizationMembershipId: id }),
        confirm: 'Remove this person from the organization?',
      },
    ],
  },
  {
    name: 'invitations',
    title: 'Invitations',
    list: 'listInvitations',
    filters: [
      { name: 'email', label: 'Address', type: 'email' },
      { name: 'organizationId', label: 'Organization id' },
    ],
    columns: [
      { title: 'Address', value: (row) => text(row.email) },
      { title: 'State', value: (row) => text(row.state) },
      { title: 'Role', value: (row) => text(row.roleSlug) },
      { title: 'Until', value: (row) => text(row.expiresAt).slice(0, 10) },
    ],
    create: {
      operation: 'sendInvitation',
      title: 'Invite someone',
      fields: [
        { name: 'email', label: 'Address', type: 'email', required: true },
        { name: 'organizationId', label: 'Organization id' },
        { name: 'roleSlug', label: 'Role' },
        { name: 'expiresInDays', label: 'Days', type: 'number' },
      ],
    },
    actions: [
      {
        label: 'Resend',
        operation: 'resendInvitation',
        params: ({ id }) => ({ invitationId: id }),
        when: (row) => row.state === 'pending',
      },
      {
        label: 'Revoke',
        operation: 'revokeInvitation',
        params: ({ id }) => ({ invitationId: id }),
        when: (row) => row.state === 'pending',
        confirm: 'Withdraw this invitation?',
      },
    ],
  },
  {
    name: 'redirect-uris',
    title: 'Redirect URIs',
    list: 'listRedirectUris',
    filters: [],
    columns: [
      { title: 'URI', value: (row) => text(row.uri) },
      { title: 'Default', value: (row) => (row.default ? 'yes' : 'no') },
    ],
    create: {
      operation: 'createRedirectUri',
      title: 'Register a redirect URI',
      fields: [{ name: 'uri', label: 'URI', required: true }],
    },
    actions: [
      {
        label: 'Remove',
        operation: 'deleteRedirectUri',
        params: ({ id }) => ({ redirectUriId: id }),
        confirm: 'Stop accepting this redirect URI?',
        when: (row) => !row.default,
      },
    ],
  },
  {
    name: 'cors-origins',
    title: 'CORS origins',
    list: 'listCorsOrigins',
    filters: [],
    columns: [
      { title: 'Origin', value: (row) => text(row.origin) },
      { title: 'Since', value: (row) => text(row.createdAt).slice(0, 10) },
    ],
    create: {
      operation: 'createCorsOrigin',
      title: 'Register an origin',
      fields: [{ name: 'origin', label: 'Origin', required: true }],
    },
    actions: [],
  },
  {
    name: 'webhooks',
    title: 'Webhooks',
    list: 'listWebhookEndpoints',
    filters: [],
    columns: [
      { title: 'URL', value: (row) => text(row.endpointUrl) },
      { title: 'Status', value: (row) => text(row.status) },
      { title: 'Events', value: (row) => ((row.events as string[]) ?? []).join(', ') },
    ],
    create: {
      operation: 'createWebhookEndpoint',
      title: 'Add an endpoint',
      fields: [
        { name: 'endpointUrl', label: 'URL', required: true },
        { name: 'events', label: 'Events, separated by commas', required: true, type: 'list' },
      ],
    },
    actions: [
      {
        label: 'Disable',
        operation: 'updateWebhookEndpoint',
        params: ({ id }) => ({ webhookEndpointId: id, status: 'disabled' }),
        when: (row) => row.status === 'enabled',
      },
      {
        label: 'Enable',
        operation: 'updateWebhookEndpoint',
        params: ({ id }) => ({ webhookEndpointId: id, status: 'enabled' }),
        when: (row) => row.status === 'disabled',
      },
      {
        label: 'Delete',
        operation: 'deleteWebhookEndpoint',
        params: ({ id }) => ({ webhookEndpointId: id }),
        confirm: 'Delete this endpoint?',
      },
    ],
  },
  {
    name: 'events',
    title: 'Events',
    list: 'listEvents',
    needsFilter: true,
    filters: [{ name: 'events', label: 'Names, separated by commas', type: 'list', required: true }],
    columns: [
      { title: 'Event', value: (row) => text(row.event) },
      { title: 'When', value: (row) => text(row.createdAt) },
      { title: 'Id', value: (row) => row.id },
    ],
    actions: [],
  },
]
