import { ACME_ORGANIZATION_ID } from '@latchkey/demo/cast'

/** A page to look at. */
export interface VisitedPage {
  name: string
  path: string
  /** A user to be signed in as. */
  as?: string
}

/** Every page that all sites have. */
export const PAGES: readonly VisitedPage[] = [
  { name: 'home', path: '/' },
  { name: 'sign-in', path: '/sign-in' },
  { name: 'sign-up', path: '/sign-up' },
  { name: 'forgot-password', path: '/forgot-password' },
  { name: 'reset-password', path: '/reset-password?token=unknown' },
  { name: 'invite', path: '/invite?invitation_token=unknown' },
  { name: 'device', path: '/device' },
  { name: 'not-found', path: '/nowhere' },
  { name: 'home-signed-in', path: '/', as: 'nadia@acme.example' },
  { name: 'account', path: '/account', as: 'nadia@acme.example' },
  { name: 'security', path: '/account/security', as: 'nadia@acme.example' },
  { name: 'organizations', path: '/account/organizations', as: 'nadia@acme.example' },
  { name: 'members', path: '/account/members', as: 'nadia@acme.example' },
]

/** Pages that only one site has. */
export const OWN_PAGES: Readonly<Record<string, readonly VisitedPage[]>> = {
  sveltekit: [
    { name: 'organization', path: `/o/${ACME_ORGANIZATION_ID}`, as: 'nadia@acme.example' },
    { name: 'account-all', path: '/account/all', as: 'nadia@acme.example' },
    { name: 'account-all-mfa', path: '/account/all?tab=mfa', as: 'nadia@acme.example' },
  ],
  react: [
    ...['redirect-uris', 'cors-origins', 'webhooks', 'events', 'explorer'].map((name) => ({
      name: `admin-${name}`,
      path: `/admin/${name}`,
      as: 'nadia@acme.example',
    })),
    { name: 'organization', path: `/o/${ACME_ORGANIZATION_ID}`, as: 'nadia@acme.example' },
    { name: 'organization-refused', path: '/o/org_unknown', as: 'nadia@acme.example' },
    ...['', '/security', '/organizations', '/members'].map((path) => ({
      name: `account-without-script${path.replace('/', '-')}`,
      path: `/account${path}?without-script`,
      as: 'nadia@acme.example',
    })),
  ],
}

/** The pages of the admin area, in the sites that have one. */
export const ADMIN_PAGES: readonly VisitedPage[] = [
  'users',
  'organizations',
  'memberships',
  'invitations',
].map((name) => ({ name: `admin-${name}`, path: `/admin/${name}`, as: 'nadia@acme.example' }))

/** How a page is looked at. */
export const LOOKS = [
  { look: 'desktop-light', viewport: { width: 1280, height: 800 }, colorScheme: 'light' },
  { look: 'phone-dark', viewport: { width: 375, height: 740 }, colorScheme: 'dark' },
  { look: 'desktop-dark', viewport: { width: 1280, height: 800 }, colorScheme: 'dark' },
  { look: 'phone-light', viewport: { width: 375, height: 740 }, colorScheme: 'light' },
] as const
