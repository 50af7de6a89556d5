import type { Exchanges } from './exchange.ts'

export const ssoLogoutExchanges: Exchanges = {
  authorizeSsoLogout: {
    call: (c) => c.authorizeSsoLogout({ profileId: 'prof_01' }),
    method: 'POST',
    path: '/sso/logout/authorize',
    sends: '{"profile_id":"prof_01"}',
    response: { logout_url: 'https://api.workos.com/sso/logout?token=t', logout_token: 't' },
    result: { logoutUrl: 'https://api.workos.com/sso/logout?token=t', logoutToken: 't' },
  },
}
