import type { Exchanges } from './exchange.ts'

export const widgetExchanges: Exchanges = {
  createWidgetToken: {
    call: (c) =>
      c.createWidgetToken({
        organizationId: 'org_01',
        userId: 'user_01',
        scopes: ['widgets:users-table:manage'],
      }),
    method: 'POST',
    path: '/widgets/token',
    sends: '{"organization_id":"org_01","user_id":"user_01","scopes":["widgets:users-table:manage"]}',
    status: 201,
    response: { token: 'eyJ' },
    result: { token: 'eyJ' },
  },
  createClientToken: {
    call: (c) => c.createClientToken({ organizationId: 'org_01', userId: 'user_01' }),
    method: 'POST',
    path: '/client/token',
    sends: '{"organization_id":"org_01","user_id":"user_01"}',
    status: 201,
    response: { token: 'eyJ' },
    result: { token: 'eyJ' },
  },
}
