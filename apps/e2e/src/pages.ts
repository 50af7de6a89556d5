import { ACME_ORGANIZATION_ID } from '@latchkey/demo/demo-users'

/** A page to test. */
export interface VisitedPage {
  name: string
  path: string
  /** True for a page that is opened by a signed-in user. */
  signedIn?: boolean
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
  { name: 'home-signed-in', path: '/', signedIn: true },
  { name: 'account', path: '/account', signedIn: true },
  { name: 'security', path: '/account/security', signedIn: true },
  { name: 'organizations', path: '/account/organizations', signedIn: true },
  { name: 'members', path: '/account/members', signedIn: true },
]

/** Pages that only one site has. */
export const OWN_PAGES: Readonly<Record<string, readonly VisitedPage[]>> = {
  sveltekit: [
    { name: 'organization', path: `/o/${ACME_ORGANIZATION_ID}`, signedIn: true },
    { name: 'account-all', path: '/account/all', signedIn: true },
    { name: 'account-all-mfa', path: '/account/all?tab=mfa', signedIn: true },
  ],
  react: [
    ...['redirect-uris', 'cors-origins', 'webhooks', 'events', 'explorer'].map((name) => ({
      name: `admin-${name}`,
      path: `/admin/${name}`,
      signedIn: true,
    })),
    { name: 'organization', path: `/o/${ACME_ORGANIZATION_ID}`, signedIn: true },
    { name: 'organization-refused', path: '/o/org_unknown', signedIn: true },
    ...['', '/security', '/organizations', '/members'].map((path) => ({
      name: `account-without-script${path.replace('/', '-')}`,
      path: `/account${path}?without-script`,
      signedIn: true,
    })),
  ],
}

/** The pages of the admin area, in the sites that have one. */
export const ADMIN_PAGES: readonly VisitedPage[] = [
  'users',
  'organizations',
  'memberships',
  'invitations',
].map((name) => ({ name: `admin-${name}`, path: `/admin/${name}`, signedIn: true }))

/**
 * The combinations in which a page is tested. Axe runs where its results can differ: in both color schemes, and in both
 * layouts.
 */
export const LOOKS = [
  { look: 'desktop-light', viewport: { width: 1280, height: 800 }, colorScheme: 'light', isChecked: true },
  { look: 'phone-light', viewport: { width: 375, height: 740 }, colorScheme: 'light', isChecked: false },
  { look: 'phone-dark', viewport: { width: 375, height: 740 }, colorScheme: 'dark', isChecked: true },
  { look: 'desktop-dark', viewport: { width: 1280, height: 800 }, colorScheme: 'dark', isChecked: false },
] as const
