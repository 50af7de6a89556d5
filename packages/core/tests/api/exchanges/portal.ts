import type { Exchanges } from './exchange.ts'

const link = 'https://setup.example/portal/launch?secret=abc'

export const portalExchanges: Exchanges = {
  generatePortalLink: {
    call: (c) =>
      c.generatePortalLink({
        organization: 'org_01',
        intent: 'sso',
        returnUrl: 'https://app.example/',
        successUrl: 'https://app.example/done',
        itContactEmails: ['it@orchard.example'],
      }),
    method: 'POST',
    path: '/portal/generate_link',
    sends:
      '{"organization":"org_01","intent":"sso","return_url":"https://app.example/","success_url":"https://app.example/done","it_contact_emails":["it@orchard.example"]}',
    status: 201,
    response: { link },
    result: { link },
  },
}
