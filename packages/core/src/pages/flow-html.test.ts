import { describe, expect, it } from 'vitest'
import type { FlowKind, Step } from '../flow/index.ts'
import { de } from '../locales/de.ts'
import { flowHtml } from './flow-html.ts'
import { html } from './markup.ts'

const HANDLER = {
  basePath: '/docs/auth',
  pages: {
    signIn: '/docs/sign-in',
    signUp: '/docs/sign-up',
    forgotPassword: '/docs/forgot-password',
    resetPassword: '/docs/reset-password',
    invitation: '/docs/invite',
    device: '/docs/device',
  },
}
const HOSTILE = `"><script>alert('x')</script>&`
const email = HOSTILE
const offer = { methods: ['password', 'code', 'sso'], providers: ['GoogleOAuth'], signUp: true } as const

const STEPS: readonly (Step | [Step, FlowKind])[] = [
  { name: 'start', ...offer },
  [{ name: 'start', ...offer }, 'sign-up'],
  { name: 'start', ...offer, methods: ['code'] },
  { name: 'password', email, methods: ['password'] },
  { name: 'code', email },
  { name: 'verify-email', email },
  { name: 'challenge', sentTo: HOSTILE },
  { name: 'phone' },
  { name: 'mfa-challenge', factors: [{ id: HOSTILE, type: 'totp' }] },
  { name: 'mfa-enroll', qrCode: HOSTILE, secret: HOSTILE, uri: HOSTILE },
  { name: 'select-organization', organizations: [{ id: HOSTILE, name: HOSTILE }] },
  { name: 'sso-required', email, connections: [{ id: HOSTILE }] },
  { name: 'method-required', email, methods: ['code'], providers: [HOSTILE], connections: [{ id: HOSTILE }] },
  [{ name: 'forgot' }, 'reset-password'],
  [{ name: 'forgot-sent', email }, 'reset-password'],
  [{ name: 'reset' }, 'reset-password'],
  ...(['pending', 'accepted', 'expired', 'revoked', 'not-found'] as const).map((state): [Step, FlowKind] => [
    { name: 'invitation', email, state, organizationName: HOSTILE },
    'invitation',
  ]),
  [{ name: 'invitation', email, state: 'pending', mayAccept: true }, 'invitation'],
  [{ name: 'invitation', email, state: 'pending', signedInAs: HOSTILE }, 'invitation'],
  { name: 'complete', returnTo: '/' },
  { name: 'unknown', code: HOSTILE, email } as Step,
]

function pageOf(entry: (typeof STEPS)[number], locale?: typeof de) {
  const [step, kind] = Array.isArray(entry) ? entry : [entry as Step, 'sign-in' as const]
  const values = { email: HOSTILE, firstName: HOSTILE }
  const error = { code: 'invalid_credentials', message: HOSTILE } as const
  const flow = { kind, step, values, error, flow: HOSTILE, token: HOSTILE, returnTo: `/a?b=${HOSTILE}` }
  return flowHtml(HANDLER, flow, { locale }).content
}

it('DES-10: links to the help and legal pages of the brand below the forms, like the components', () => {
  const step: Step = { name: 'forgot' }
  const flow = { kind: 'reset-password', step, values: {}, error: undefined, returnTo: '/' } as const
  const brand = { name: 'Orchard', privacy: '/privacy', help: '/help?from=sign-in&of="' }
  const { content } = flowHtml(HANDLER, flow, { brand })
  expect(/<p data-lk-part="legal">(.*)<\/p>/.exec(content)?.[1]).toBe(
    '<a data-lk-part="link" href="/privacy">Privacy</a>' +
      '<a data-lk-part="link" href="/help?from=sign-in&amp;of=&quot;">Help</a>',
  )
  expect(flowHtml(HANDLER, flow, { brand: { name: 'Orchard' } }).content).not.toContain('legal')
  expect(flowHtml(HANDLER, flow).content).not.toContain('legal')
})

describe('V4: a step as plain HTML', () => {
  it.each(STEPS.map((entry) => [JSON.stringify(entry).slice(0, 80), entry] as const))(
    'escapes all values, posts under the base path, and always offers a next action: %s',
    (_name, entry) => {
      const text = pageOf(entry)
      expect(text).not.toMatch(/<script/)
      for (const [, action] of text.matchAll(/(?:form)?action="([^"]*)"/g))
        expect(action).toMatch(/^\/docs\/auth\//)
      for (const [, href] of text.matchAll(/href="([^"]*)"/g)) expect(href).toMatch(/^\/(docs\/|$)/)
      expect(text).toMatch(/<form|<a /)
    },
  )

  it('shows an error at its field, and never returns a password', () => {
    const values = { email: 'a@b.example', password: 'the secret' }
    const error = { code: 'invalid_email', field: 'email', message: 'Not an address.' } as const
    const flow = { kind: 'sign-in', step: { name: 'start', ...offer }, values, error, returnTo: '/' } as const
    const { content } = flowHtml(HANDLER, flow as never)
    expect(content).toContain('aria-describedby="email-error"')
    expect(content).toContain('value="a@b.example"')
    expect(content).not.toContain('the secret')
  })

  it.each([
    [undefined, ['firstName', 'lastName'], []],
    [{ firstName: 'required' }, ['firstName', 'lastName'], ['firstName']],
    [{ firstName: false, lastName: 'required' }, ['lastName'], ['lastName']],
    [{ firstName: false, lastName: false }, [], []],
  ] as const)(
    'RE-7: requests the names for a new account as the app configures them: %j',
    (signUpNames, shown, required) => {
      for (const step of [
        { name: 'start', ...offer, signUpNames },
        { name: 'invitation', email: 'a@b.example', state: 'pending', signUpNames },
      ] as const) {
        const kind = step.name === 'start' ? 'sign-up' : 'invitation'
        const error = { code: 'field_required', field: shown[0] ?? 'email' } as const
        const { content } = flowHtml(HANDLER, { kind, step, values: {}, error, returnTo: '/' } as never)
        const names = [...content.matchAll(/<input[^>]*name="((?:first|last)Name)"[^>]*>/g)]
        expect(names.map(([, name]) => name)).toEqual(shown)
        expect(names.filter(([input]) => input.includes(' required')).map(([, name]) => name)).toEqual(
          required,
        )
        expect(names.map(([input]) => input.includes('aria-invalid'))).toEqual(shown.map((_, at) => at === 0))
        expect(content.includes('data-lk-part="pair"')).toBe(shown.length > 0)
      }
    },
  )

  it('DES-10: offers the same providers for a new account as for a sign-in', () => {
    const step = { name: 'start', ...offer } as const
    const providers = (kind: 'sign-in' | 'sign-up') => {
      const { content } = flowHtml(HANDLER, { kind, step, values: {}, returnTo: '/' } as never)
      expect(content).toContain('data-lk-part="or"')
      return [...content.matchAll(/href="[^"]*provider=(\w+)/g)].map(([, provider]) => provider)
    }
    expect(providers('sign-in')).toEqual(['GoogleOAuth'])
    expect(providers('sign-up')).toEqual(['GoogleOAuth'])
  })

  it('says that the app does not allow new accounts, and links to the sign-in page', () => {
    const step = { name: 'start', ...offer, signUp: false } as const
    const { content } = flowHtml(HANDLER, { kind: 'sign-up', step, values: {}, returnTo: '/' } as never)
    expect(content).toContain('data-lk-error="sign_up_not_allowed"')
    expect(content).toContain('href="/docs/sign-in"')
    expect(content).not.toContain('<form')
  })

  it.each(['forgot', 'reset'] as const)('DES-19: the step %s has a link back to the sign-in page', (name) => {
    const flow = { kind: 'reset-password', step: { name }, values: {}, returnTo: '/reports' } as const
    expect(flowHtml(HANDLER, flow).content).toContain('href="/docs/sign-in')
  })

  it('offers every other factor of the user', () => {
    const factors = [
      { id: 'first', type: 'totp' },
      { id: 'second', type: 'totp' },
    ] as const
    const text = pageOf({ name: 'mfa-challenge', factors: [...factors] })
    expect(text).toContain('name="factorId" value="second"')
    expect(text).not.toContain('value="first"')
  })

  it('is in the language of the app', () => {
    expect(pageOf({ name: 'forgot' }, de)).toContain(de.flow.forgotTitle)
  })
})

it('escapes text, joins lists, and omits undefined values in a template', () => {
  const piece = html`<p title="${'"'}">${['<', html`<b>${1}</b>`]}${undefined}${null}${false}${''}</p>`
  expect(piece.text).toBe('<p title="&quot;">&lt;<b>1</b></p>')
})
