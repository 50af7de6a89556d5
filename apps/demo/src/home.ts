import { DEMO_PASSWORD, type DemoUser } from './demo-users.ts'

export const HOME_TITLE = 'Sign-in inside your own app'

interface GreetedUser {
  firstName: string | null
  email: string
  metadata?: Readonly<Record<string, string | undefined>>
}

/** The title of the home page for a signed-in user, with the company that they entered when they signed up. */
export const greeting = ({ firstName, email, metadata }: GreetedUser): string =>
  `Good to see you, ${firstName ?? email}${metadata?.company ? ` of ${metadata.company}` : ''}`

/** What this site demonstrates. */
export const HOME_TEXT = {
  react:
    'Every form below is a React component on a page of this app. Each step works before a script has loaded, and no token reaches the browser.',
  sveltekit:
    'Every form below is a Svelte component with an action on the server. Turn JavaScript off and try again: the steps and the session stay the same.',
  plain:
    'Every page below is HTML with forms and redirects. The browser runs no script, and the steps are the same as in the other sites.',
} as const

/** The form fields that sign in directly as a test account. */
export function signInFields({ email }: DemoUser): Record<string, string> {
  return { kind: 'sign-in', email, password: DEMO_PASSWORD, returnTo: '/account' }
}

/** The page that accepts a password, for forms that work without JavaScript. */
export const SIGN_IN_ACTION = '/auth/sign-in/password'
