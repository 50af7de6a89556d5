/** Part of the API that the emulator does not have. Its operations return 501. */
export interface NotEmulated {
  what: string
  /** One of its endpoints, with ids that do not exist. */
  path: string
  /** The resource of the Node SDK. */
  resource: string
  /** Its methods in that resource. Default: all. */
  methods?: RegExp
}

/** The parts that SUPPORTED.md lists as missing, and that the tests of the Node SDK skip. */
export const NOT_EMULATED: readonly NotEmulated[] = [
  {
    what: 'Waitlists',
    path: '/user_management/waitlists',
    resource: 'userManagement',
    methods: /Waitlist/,
  },
  {
    what: 'Invitations of IT contacts',
    path: '/organizations/org_1/it_contacts/it_contact_1/invite',
    resource: 'organizations',
    methods: /^(?:invite|revoke)ItContact$/,
  },
  {
    what: 'Fine-grained authorization: resources, checks and role assignments',
    path: '/authorization/resources',
    resource: 'authorization',
    methods: /Resource|Assignment|^check$|^assignRole|^removeRole$|EffectivePermissions|ForMembership/,
  },
  { what: 'Agents', path: '/agents/blueprints', resource: 'agents' },
  { what: 'Connect applications', path: '/connect/applications', resource: 'connect' },
  { what: 'Passwordless sessions', path: '/passwordless/sessions', resource: 'passwordless' },
  { what: 'Pipes', path: '/data-integrations', resource: 'pipes' },
  { what: 'Vault', path: '/vault/v1/kv', resource: 'vault' },
]
