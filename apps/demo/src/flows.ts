/** A flow that visitors can try on a demo site. */
export interface DemoFlow {
  id: string
  title: string
  /** Instructions, with the expected result. */
  text: string
  path: string
  /** The test account to use. */
  as?: string
  /** Whether the flow needs the local server, with its inbox and its stand-in providers. */
  localOnly?: boolean
}

/** Every flow, in the order in which a visitor would try them. */
export const DEMO_FLOWS: readonly DemoFlow[] = [
  {
    id: 'sign-up',
    title: 'Create an account',
    text: 'Pick any email address. A six-digit code arrives in the inbox of the local server.',
    path: '/sign-up',
  },
  {
    id: 'password',
    title: 'Sign in with a password',
    text: 'A wrong password and an unknown address get the same response.',
    path: '/sign-in',
    as: 'nadia@acme.example',
  },
  {
    id: 'code',
    title: 'Sign in with an emailed code',
    text: 'Ask for a code instead of typing the password.',
    path: '/sign-in',
    as: 'nadia@acme.example',
  },
  {
    id: 'verify',
    title: 'Verify an email address',
    text: 'Uma signed up but never entered her code, so sign-in asks for it.',
    path: '/sign-in',
    as: 'uma@acme.example',
  },
  {
    id: 'totp',
    title: 'Two-step verification',
    text: 'Tomas has an authenticator app. Add his secret to yours, or set up your own under Security.',
    path: '/sign-in',
    as: 'tomas@acme.example',
  },
  {
    id: 'organizations',
    title: 'Choose an organization',
    text: 'Ines belongs to two. She chooses at sign-in and can switch later.',
    path: '/sign-in',
    as: 'ines@globex.example',
  },
  {
    id: 'sso',
    title: 'Single sign-on',
    text: 'The company of Sven requires single sign-on. His password is refused, and the page leads to the company.',
    path: '/sign-in',
    as: 'sven@initech.example',
  },
  {
    id: 'oauth',
    title: 'Google, Microsoft, GitHub',
    text: 'A local substitute for each provider lets you sign in as anyone, refuse, or come back unverified.',
    path: '/sign-in',
    localOnly: true,
  },
  {
    id: 'reset',
    title: 'Forgot the password',
    text: 'The page says the same for every address. The link in the inbox works once.',
    path: '/forgot-password',
    as: 'nadia@acme.example',
  },
  {
    id: 'invitation',
    title: 'Accept an invitation',
    text: 'Invite a user as Nadia, then open the link from the inbox as the invited user.',
    path: '/account/members',
    as: 'nadia@acme.example',
  },
  {
    id: 'device',
    title: 'Sign in from another device',
    text: 'For a television or a terminal: this browser shows a code, and another one approves it.',
    path: '/device',
    as: 'nadia@acme.example',
  },
  {
    id: 'impersonation',
    title: 'Impersonation',
    text: 'A member of the support team views the app as the user. A banner shows this on every page.',
    path: '/auth/authorize?provider=authkit',
    localOnly: true,
  },
  {
    id: 'sessions',
    title: 'Sessions',
    text: 'Sign in from a second browser and end that session from here.',
    path: '/account/security',
  },
  {
    id: 'admin',
    title: 'Administration',
    text: 'Users, organizations, memberships and invitations, with the API call behind each click.',
    path: '/admin',
    as: 'nadia@acme.example',
  },
]

/** The pages that show a flow, with the kind of flow. */
export const FLOW_PAGES: Readonly<Record<string, 'sign-in' | 'sign-up' | 'reset-password' | 'invitation'>> = {
  '/sign-in': 'sign-in',
  '/sign-up': 'sign-up',
  '/forgot-password': 'reset-password',
  '/reset-password': 'reset-password',
  '/invite': 'invitation',
}
