import { DEMO_BRAND } from '@latchkey/demo/brand'
import { DEMO_SIGN_UP } from '@latchkey/demo/sign-up'
import { latchkey } from '@latchkey/sveltekit'
import type { Handle } from '@sveltejs/kit/hooks'
import { sequence } from '@sveltejs/kit/hooks'
import { adminOrganizationId, clock } from '#lib/server/site.ts'

const auth = latchkey({
  clock,
  brand: DEMO_BRAND,
  returnTo: '/account',
  methods: ['password', 'code', 'sso'],
  providers: ['GoogleOAuth', 'MicrosoftOAuth', 'GitHubOAuth'],
  ...DEMO_SIGN_UP,
  canCreateOrganization: () => true,
  canManageOrganization: ({ role }) => role === 'admin',
  canLeaveOrganization: () => true,
  organizationPath: '/account/organizations',
  organizationOf: ({ url }) => /^\/o\/([\w.-]+)/.exec(new URL(url).pathname)?.[1],
  guard: {
    default: 'public',
    routes: {
      '/account/*': 'signed-in',
      '/o/*': { organization: true },
      '/admin/*': { role: 'admin', organization: adminOrganizationId, allowImpersonation: false },
    },
  },
})

const secureHeaders: Handle = async ({ event, resolve }) => {
  const response = await resolve(event)
  response.headers.set('x-content-type-options', 'nosniff')
  response.headers.set('referrer-policy', 'strict-origin-when-cross-origin')
  return response
}

export const { init } = auth
export const handle = sequence(secureHeaders, auth.handle)
