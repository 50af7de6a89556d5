import { expect, it } from 'vitest'
import type { FlowKind, Step } from '../flow/step.ts'
import { documentTitle, stepTitle } from './step-title.ts'
import { flowText } from './text.ts'

const offer = { methods: ['password'], providers: [], signUp: true } as const
const invitation = { name: 'invitation', email: 'nadia@orchard.example' } as const

it.each<[FlowKind, Step, string]>([
  ['sign-in', { name: 'start', ...offer }, 'Sign in to Orchard'],
  ['sign-up', { name: 'start', ...offer }, 'Create your Orchard account'],
  ['sign-in', { name: 'code', email: '' }, 'Check your email'],
  ['reset-password', { name: 'forgot-sent', email: '' }, 'Check your email'],
  ['reset-password', { name: 'complete', returnTo: '/' }, 'Your password has been changed'],
  ['sign-in', { name: 'complete', returnTo: '/' }, 'You are signed in'],
  ['invitation', { ...invitation, state: 'pending', organizationName: 'Harbor' }, 'Join Harbor'],
  ['invitation', { ...invitation, state: 'pending' }, 'You are invited'],
  [
    'invitation',
    { ...invitation, state: 'expired', organizationName: 'Harbor' },
    'This invitation cannot be used',
  ],
  ['invitation', { ...invitation, state: 'not-found' }, 'This invitation cannot be used'],
  ['sign-in', { name: 'unknown', code: 'retina_scan' }, 'One more step is needed'],
  ['sign-in', { name: 'from_next_year' } as never, 'One more step is needed'],
])('DES-13, DES-19: the title of %s at %j is "%s"', (kind, step, title) => {
  expect(stepTitle({ kind, step }, flowText(undefined), 'Orchard')).toBe(title)
})

it.each([
  ['Check your email', 'Orchard', 'Check your email – Orchard'],
  ['Sign in to Orchard', 'Orchard', 'Sign in to Orchard'],
  ['Sign in', undefined, 'Sign in'],
  ['Sign in', '', 'Sign in'],
])(
  'DES-13: a page with the title "%s" in the app %s has the document title "%s"',
  (title, brand, expected) => {
    expect(documentTitle(title, brand)).toBe(expected)
  },
)
