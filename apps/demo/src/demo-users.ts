/** The password of every test account. */
export const DEMO_PASSWORD = 'orchard-lantern-42'

/** The authenticator secret of the test account that has one, so that it can be added to a real phone. */
export const DEMO_TOTP_SECRET = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'

/** The organization that the demo itself belongs to. */
export const ACME_ORGANIZATION_ID = 'org_01HZACME000000000000000000'

/** A test account to sign in as. */
export interface DemoUser {
  email: string
  firstName: string
  lastName: string
  /** What this account demonstrates. */
  role: string
}

/** The users that exist in every demo app at the start. */
export const DEMO_USERS: readonly DemoUser[] = [
  {
    email: 'nadia@acme.example',
    firstName: 'Nadia',
    lastName: 'Okafor',
    role: 'Administers Acme and can open the admin area.',
  },
  {
    email: 'tomas@acme.example',
    firstName: 'Tomas',
    lastName: 'Lindqvist',
    role: 'Has an authenticator app and needs a second factor.',
  },
  {
    email: 'ines@globex.example',
    firstName: 'Ines',
    lastName: 'Carvalho',
    role: 'Belongs to Acme and Globex and chooses one at sign-in.',
  },
  {
    email: 'uma@acme.example',
    firstName: 'Uma',
    lastName: 'Raman',
    role: 'Has not verified her email address and must enter a code.',
  },
  {
    email: 'sven@initech.example',
    firstName: 'Sven',
    lastName: 'Aalto',
    role: 'Works at Initech, which requires single sign-on.',
  },
]

/** The URLs of a site's pages, for the links in emails. */
export interface SiteUrls {
  origin: string
}

/** The seed of a demo site's environment on the local server. */
export function demoSeed({ origin }: SiteUrls) {
  const user = (email: string, more: object = {}) => {
    const member = DEMO_USERS.find((one) => one.email === email)
    return {
      email,
      password: DEMO_PASSWORD,
      first_name: member?.firstName,
      last_name: member?.lastName,
      email_verified: true,
      ...more,
    }
  }
  return {
    settings: {
      team_name: 'Latchkey demo',
      password_reset_url: `${origin}/reset-password`,
      invitation_url: `${origin}/invite`,
      logout_url: origin,
    },
    redirect_uris: [{ uri: `${origin}/auth/callback`, default: true }],
    roles: [
      { slug: 'member', name: 'Member' },
      { slug: 'admin', name: 'Admin', permissions: ['members:manage'] },
    ],
    users: [
      user('nadia@acme.example'),
      user('tomas@acme.example', { totp_secret: DEMO_TOTP_SECRET }),
      user('ines@globex.example'),
      user('uma@acme.example', { email_verified: false }),
      user('sven@initech.example'),
    ],
    organizations: [
      {
        id: ACME_ORGANIZATION_ID,
        name: 'Acme',
        domains: ['acme.example'],
        members: [
          { email: 'nadia@acme.example', role: 'admin' },
          { email: 'tomas@acme.example' },
          { email: 'ines@globex.example' },
          { email: 'uma@acme.example' },
        ],
      },
      {
        name: 'Globex',
        domains: ['globex.example'],
        members: [{ email: 'ines@globex.example', role: 'admin' }],
      },
      {
        name: 'Initech',
        domains: ['initech.example'],
        policy: { sso_required: true },
        members: [{ email: 'sven@initech.example' }],
      },
    ],
    connections: [
      {
        organization: 'Initech',
        name: 'Initech SSO',
        domains: ['initech.example'],
        profiles: [{ email: 'sven@initech.example', first_name: 'Sven', last_name: 'Aalto' }],
      },
    ],
  }
}
