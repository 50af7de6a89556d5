import type { AuthHandlerOptions } from '@latchkey/core/server'
import { DEMO_SIGN_UP } from '../sign-up.ts'
import type { SiteConfig } from '../site-config.ts'

/** The handler options that the React sites share. */
export const handlerOptions = ({ appOrigin, cookieSecret }: SiteConfig): AuthHandlerOptions => ({
  appOrigin,
  cookieSecret,
  returnTo: '/account',
  methods: ['password', 'code', 'sso'],
  providers: ['GoogleOAuth', 'MicrosoftOAuth', 'GitHubOAuth'],
  ...DEMO_SIGN_UP,
  canCreateOrganization: () => true,
  canManageOrganization: ({ role }) => role === 'admin',
  canLeaveOrganization: () => true,
})
