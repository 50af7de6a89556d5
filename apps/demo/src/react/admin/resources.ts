/** A field of a form. */
export interface FormField {
  name: string
  label: string
  /** `list` is text separated by commas; `organization` is a choice of all organizations. Default: `text`. */
  type?: 'text' | 'email' | 'password' | 'number' | 'list' | 'organization'
  /** The values to choose from, instead of text. */
  options?: readonly string[]
  required?: boolean
  /** The initial value of the field. */
  value?: string
}

/** A row of a table, as the API client returns it. */
export type Row = { id: string } & Record<string, unknown>

/** An action for one row. */
export interface RowAction {
  label: string
  operation: string
  params: (row: Row) => object
  /** The message that is shown afterward. */
  done: string
  /** The question to confirm before an action that cannot be undone. */
  confirm?: (row: Row) => string
  /** Fields to fill in before the call. They initially contain the values of the row. */
  fields?: readonly FormField[]
  /** Whether the action applies to this row. */
  when?: (row: Row) => boolean
}

/** Objects that belong to one row, and are listed below it. */
export interface Related {
  title: string
  operation: string
  params: (row: Row) => object
  text: (one: Row) => string
  action?: RowAction
}

/** A kind of object that the admin area lists and changes. */
export interface Resource {
  name: string
  title: string
  list: string
  /** The group of tabs that it belongs to: users and their organizations, or the settings of the environment. */
  group: 'users' | 'environment'
  /** The filters above the table. */
  filters: readonly FormField[]
  /** The first column identifies the row. */
  columns: readonly [Column, ...Column[]]
  create?: {
    operation: string
    title: string
    submit: string
    done: string
    fields: readonly FormField[]
    /** Returns the parameters, if they are not simply the form values, or a message about what is missing. */
    params?: (values: Record<string, unknown>, call: Call) => Promise<object | string>
  }
  actions: readonly RowAction[]
  related?: readonly Related[]
}

interface Column {
  title: string
  value: (row: Row) => string
}

type Call = (operation: string, params: object) => Promise<{ result?: unknown }>

const text = (value: unknown): string =>
  value === null || value === undefined || value === '' ? '–' : String(value)
const DAY = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' })
const day = (value: unknown): string => (typeof value === 'string' ? DAY.format(new Date(value)) : '–')
const slug = (value: unknown): string => text((value as { slug?: string } | undefined)?.slug)
const userOf = (row: Row): string => text((row.user as { email?: string } | undefined)?.email ?? row.userId)

const ROLES = ['member', 'admin']

/** The resources of the admin area, each with the calls that the API has for it. */
export const RESOURCES: readonly [Resource, ...Resource[]] = [
  {
    name: 'users',
    title: 'Users',
    group: 'users',
    list: 'listUsers',
    filters: [
      { name: 'email', label: 'Email address', type: 'email' },
      { name: 'organizationId', label: 'Organization', type: 'organization' },
    ],
    columns: [
      { title: 'Email address', value: (row) => text(row.email) },
      { title: 'Name', value: (row) => text([row.firstName, row.lastName].filter(Boolean).join(' ')) },
      { title: 'Verified', value: (row) => (row.emailVerified ? 'yes' : 'no') },
      { title: 'Since', value: (row) => day(row.createdAt) },
      { title: 'Last sign-in', value: (row) => (row.lastSignInAt ? day(row.lastSignInAt) : 'never') },
    ],
    create: {
      operation: 'createUser',
      title: 'Create a user',
      submit: 'Create',
      done: 'The user was created.',
      fields: [
        { name: 'email', label: 'Email address', type: 'email', required: true },
        { name: 'firstName', label: 'First name' },
        { name: 'lastName', label: 'Last name' },
        { name: 'password', label: 'Password, if any', type: 'password' },
      ],
    },
    actions: [
      {
        label: 'Rename',
        operation: 'updateUser',
        params: ({ id }) => ({ userId: id }),
        done: 'The name was changed.',
        fields: [
          { name: 'firstName', label: 'First name' },
          { name: 'lastName', label: 'Last name' },
        ],
      },
      {
        label: 'Send a verification email',
        operation: 'sendVerificationEmail',
        params: ({ id }) => ({ userId: id }),
        done: 'The verification email was sent.',
        when: (row) => !row.emailVerified,
      },
      {
        label: 'Delete',
        operation: 'deleteUser',
        params: ({ id }) => ({ userId: id }),
        done: 'The user was deleted.',
        confirm: (row) =>
          `${row.email} loses all sessions, memberships and authenticator apps. This cannot be undone.`,
      },
    ],
    related: [
      {
        title: 'Organizations',
        operation: 'listOrganizationMemberships',
        params: ({ id }) => ({ userId: id }),
        text: (one) => `${text(one.organizationName ?? one.organizationId)} · ${slug(one.role)}`,
      },
      {
        title: 'Sessions',
        operation: 'listSessions',
        params: ({ id }) => ({ userId: id }),
        text: (one) => `${text(one.authMethod)} · ${text(one.ipAddress)} · since ${day(one.createdAt)}`,
        action: {
          label: 'End',
          operation: 'revokeSession',
          params: ({ id }) => ({ sessionId: id }),
          done: 'The session has ended.',
          when: (row) => row.status === 'active',
        },
      },
      {
        title: 'Authenticator apps',
        operation: 'listAuthFactors',
        params: ({ id }) => ({ userId: id }),
        text: (one) => `${text(one.type)} · since ${day(one.createdAt)}`,
        action: {
          label: 'Remove',
          operation: 'deleteAuthFactor',
          params: ({ id }) => ({ factorId: id }),
          done: 'The authenticator app was removed.',
          confirm: () => 'The user signs in without it from now on.',
        },
      },
      {
        title: 'Providers',
        operation: 'listUserIdentities',
        params: ({ id }) => ({ userId: id }),
        text: (one) => text(one.provider),
      },
    ],
  },
  {
    name: 'organizations',
    title: 'Organizations',
    group: 'users',
    list: 'listOrganizations',
    filters: [],
    columns: [
      { title: 'Name', value: (row) => text(row.name) },
      {
        title: 'Domains',
        value: (row) =>
          text(((row.domains as { domain: string }[]) ?? []).map(({ domain }) => domain).join(', ')),
      },
      { title: 'Since', value: (row) => day(row.createdAt) },
    ],
    create: {
      operation: 'createOrganization',
      title: 'Create an organization',
      submit: 'Create',
      done: 'The organization was created.',
      fields: [{ name: 'name', label: 'Name', required: true }],
    },
    actions: [
      {
        label: 'Rename',
        operation: 'updateOrganization',
        params: ({ id }) => ({ organizationId: id }),
        done: 'The name was changed.',
        fields: [{ name: 'name', label: 'Name', required: true }],
      },
      {
        label: 'Delete',
        operation: 'deleteOrganization',
        params: ({ id }) => ({ organizationId: id }),
        done: 'The organization was deleted.',
        confirm: (row) => `${row.name} and all its memberships are deleted. This cannot be undone.`,
      },
    ],
    related: [
      {
        title: 'Members',
        operation: 'listOrganizationMemberships',
        params: ({ id }) => ({ organizationId: id }),
        text: (one) => `${userOf(one)} · ${slug(one.role)}`,
      },
    ],
  },
  {
    name: 'memberships',
    title: 'Memberships',
    group: 'users',
    list: 'listOrganizationMemberships',
    filters: [{ name: 'organizationId', label: 'Organization', type: 'organization', required: true }],
    columns: [
      { title: 'User', value: userOf },
      { title: 'Organization', value: (row) => text(row.organizationName ?? row.organizationId) },
      { title: 'Role', value: (row) => slug(row.role) },
      { title: 'Status', value: (row) => text(row.status) },
    ],
    create: {
      operation: 'createOrganizationMembership',
      title: 'Add a user to an organization',
      submit: 'Add',
      done: 'The user was added.',
      fields: [
        { name: 'email', label: 'Email address of the user', type: 'email', required: true },
        { name: 'organizationId', label: 'Organization', type: 'organization', required: true },
        { name: 'roleSlug', label: 'Role', options: ROLES },
      ],
      async params({ email, ...rest }, call) {
        const { result } = await call('listUsers', { email })
        const user = (result as { data: Row[] } | undefined)?.data[0]
        return user ? { ...rest, userId: user.id } : `No user has the email address ${email}.`
      },
    },
    actions: [
      {
        label: 'Change the role',
        operation: 'updateOrganizationMembership',
        params: ({ id }) => ({ organizationMembershipId: id }),
        done: 'The role was changed.',
        fields: [{ name: 'roleSlug', label: 'Role', options: ROLES, required: true }],
      },
      {
        label: 'Deactivate',
        operation: 'deactivateOrganizationMembership',
        params: ({ id }) => ({ organizationMembershipId: id }),
        done: 'The membership was deactivated.',
        when: (row) => row.status === 'active',
      },
      {
        label: 'Reactivate',
        operation: 'reactivateOrganizationMembership',
        params: ({ id }) => ({ organizationMembershipId: id }),
        done: 'The membership is active again.',
        when: (row) => row.status === 'inactive',
      },
      {
        label: 'Remove',
        operation: 'deleteOrganizationMembership',
        params: ({ id }) => ({ organizationMembershipId: id }),
        done: 'The user was removed from the organization.',
        confirm: (row) => `${userOf(row)} loses access to ${text(row.organizationName)} at once.`,
      },
    ],
  },
  {
    name: 'invitations',
    title: 'Invitations',
    group: 'users',
    list: 'listInvitations',
    filters: [
      { name: 'email', label: 'Email address', type: 'email' },
      { name: 'organizationId', label: 'Organization', type: 'organization' },
    ],
    columns: [
      { title: 'Email address', value: (row) => text(row.email) },
      { title: 'State', value: (row) => text(row.state) },
      { title: 'Role', value: (row) => text(row.roleSlug) },
      { title: 'Until', value: (row) => day(row.expiresAt) },
    ],
    create: {
      operation: 'sendInvitation',
      title: 'Invite a user',
      submit: 'Invite',
      done: 'The invitation was sent.',
      fields: [
        { name: 'email', label: 'Email address', type: 'email', required: true },
        { name: 'organizationId', label: 'Organization', type: 'organization' },
        { name: 'roleSlug', label: 'Role', options: ROLES },
        { name: 'expiresInDays', label: 'Days until it expires', type: 'number' },
      ],
    },
    actions: [
      {
        label: 'Send again',
        operation: 'resendInvitation',
        params: ({ id }) => ({ invitationId: id }),
        done: 'The invitation was sent again.',
        when: (row) => row.state === 'pending',
      },
      {
        label: 'Revoke',
        operation: 'revokeInvitation',
        params: ({ id }) => ({ invitationId: id }),
        done: 'The invitation was revoked.',
        when: (row) => row.state === 'pending',
        confirm: (row) => `The link in the email to ${row.email} stops working. This cannot be undone.`,
      },
    ],
  },
  {
    name: 'redirect-uris',
    title: 'Redirect URIs',
    group: 'environment',
    list: 'listRedirectUris',
    filters: [],
    columns: [
      { title: 'URI', value: (row) => text(row.uri) },
      { title: 'Default', value: (row) => (row.default ? 'yes' : 'no') },
    ],
    create: {
      operation: 'createRedirectUri',
      title: 'Register a redirect URI',
      submit: 'Register',
      done: 'The redirect URI was registered.',
      fields: [{ name: 'uri', label: 'URI', required: true }],
    },
    actions: [
      {
        label: 'Remove',
        operation: 'deleteRedirectUri',
        params: ({ id }) => ({ redirectUriId: id }),
        done: 'The redirect URI was removed.',
        confirm: (row) => `Sign-ins that return to ${row.uri} fail from now on.`,
        when: (row) => !row.default,
      },
    ],
  },
  {
    name: 'cors-origins',
    title: 'CORS origins',
    group: 'environment',
    list: 'listCorsOrigins',
    filters: [],
    columns: [
      { title: 'Origin', value: (row) => text(row.origin) },
      { title: 'Since', value: (row) => day(row.createdAt) },
    ],
    create: {
      operation: 'createCorsOrigin',
      title: 'Register an origin',
      submit: 'Register',
      done: 'The origin was registered.',
      fields: [{ name: 'origin', label: 'Origin', required: true }],
    },
    actions: [],
  },
  {
    name: 'webhooks',
    title: 'Webhooks',
    group: 'environment',
    list: 'listWebhookEndpoints',
    filters: [],
    columns: [
      { title: 'URL', value: (row) => text(row.endpointUrl) },
      { title: 'Status', value: (row) => text(row.status) },
      { title: 'Events', value: (row) => text(((row.events as string[]) ?? []).join(', ')) },
    ],
    create: {
      operation: 'createWebhookEndpoint',
      title: 'Add an endpoint',
      submit: 'Add',
      done: 'The endpoint was added.',
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
        done: 'The endpoint was disabled.',
        when: (row) => row.status === 'enabled',
      },
      {
        label: 'Enable',
        operation: 'updateWebhookEndpoint',
        params: ({ id }) => ({ webhookEndpointId: id, status: 'enabled' }),
        done: 'The endpoint was enabled.',
        when: (row) => row.status === 'disabled',
      },
      {
        label: 'Delete',
        operation: 'deleteWebhookEndpoint',
        params: ({ id }) => ({ webhookEndpointId: id }),
        done: 'The endpoint was deleted.',
        confirm: (row) => `${row.endpointUrl} receives no more events. This cannot be undone.`,
      },
    ],
  },
  {
    name: 'events',
    title: 'Events',
    group: 'environment',
    list: 'listEvents',
    filters: [
      {
        name: 'events',
        label: 'Names, separated by commas',
        type: 'list',
        required: true,
        value: 'user.created, user.updated, user.deleted',
      },
    ],
    columns: [
      { title: 'Event', value: (row) => text(row.event) },
      { title: 'When', value: (row) => text(row.createdAt).slice(0, 19).replace('T', ' ') },
    ],
    actions: [],
  },
]
