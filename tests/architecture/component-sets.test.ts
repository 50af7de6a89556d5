import { describe, expect, it } from 'vitest'
import { compare, componentsOf, outdated, type Reasons, table, unexplained } from './component-sets.ts'

const STEPS =
  'A part of a flow of your own. Svelte has the flow on `page.data`, and `enhanceFlow` and `actionUrl` for its forms.'
const ON_SERVER =
  'SvelteKit decides it on the server: `guard` of the hook, `requireUser()`, `redirectToSignIn()`.'
const PAGE_DATA = 'A SvelteKit page loads it: `signInPage()` and the like.'
const IN_HOOK = 'An option of `latchkey()` in `src/hooks.server.ts`.'
const KITS_OWN = "SvelteKit's router is the only one."
const SESSION = '`authData()` of the root layout brings the session; `useAuth()` follows it.'
const A_LINK = 'In Svelte it is a link, which works without JavaScript; one of your own needs no wrapper.'

/** The reasons for differences. A difference without a reason fails the test. */
const REASONS: Reasons = {
  AuthBoundary: ON_SERVER,
  RedirectToSignIn: ON_SERVER,
  FlowCard: STEPS,
  FlowForm: STEPS,
  FlowSubmit: STEPS,
  FormMessage: STEPS,
  LiveRegion: STEPS,
  ResendButton: STEPS,
  SignInRoot: STEPS,
  SignInStep: STEPS,
  StepView: STEPS,
  SessionExpiredDialog:
    'A form with `enhance` keeps what was entered, and offers to sign in in a new tab; no dialog has to save it.',
  '*.initialFlow': PAGE_DATA,
  '*.invitationToken': PAGE_DATA,
  '*.token': PAGE_DATA,
  '*.routing': 'The step is always in the address, because it works without JavaScript.',
  '*.onComplete': 'The server ends the flow with a redirect; `afterNavigate` of SvelteKit tells of it.',
  'AuthProvider.Link': KITS_OWN,
  'AuthProvider.navigate': KITS_OWN,
  'AuthProvider.afterSignInUrl': 'The option `returnTo` of `latchkey()`.',
  'AuthProvider.client': SESSION,
  'AuthProvider.initialAuth': SESSION,
  'AuthProvider.onEvent': '`useAuth()` is reactive: an `$effect` sees every change.',
  'AuthProvider.onSessionExpired': '`useAuth()` is reactive: an `$effect` sees every change.',
  'AuthProvider.cookieName': IN_HOOK,
  'AuthProvider.initialConfig': IN_HOOK,
  '*.organizationId': 'The option `organizationOf` of `latchkey()`.',
  'AuthProvider.components': 'Snippets and `classNames`; a part is an element in Svelte, not a component.',
  'SignOutButton.children': 'Every Svelte button takes children; the types of its framework declare them.',
  'SignOutButton.waiting': 'Nothing to wait for: it is sent once.',
  '*.asChild': A_LINK,
  '*.render': A_LINK,
  'OtpField.aside': 'Nothing stands beside a code; `<Field>` takes it.',
  'PasswordField.autocomplete': "In React it is the input's own `autoComplete`.",
  'PasswordField.part': 'A password is drawn as an input; `<Field>` takes it.',
  'SignInButton.children': "React's own types declare the children of a button.",
  'SignUpButton.children': "React's own types declare the children of a button.",
  'SignInButton.pending': A_LINK,
  'SignInButton.waiting': A_LINK,
  'SignUpButton.pending': A_LINK,
  'SignUpButton.waiting': A_LINK,
}

const lines = compare(
  componentsOf('react', /^@latchkey\/react(\/ui)?$/),
  componentsOf('sveltekit', /^@latchkey\/sveltekit\/ui$/),
)

describe('the React and Svelte components', () => {
  it('DES-9: have the same names and props, or a documented reason for each difference', () => {
    expect(unexplained(lines, REASONS)).toEqual([])
  })

  it('DES-9: have no documented reason without a difference', () => {
    expect(outdated(lines, REASONS)).toEqual([])
  })

  it('DES-9: are compared in the reviewed table', async () => {
    await expect(table(lines, REASONS)).toMatchFileSnapshot('surface/components.txt')
  })
})
