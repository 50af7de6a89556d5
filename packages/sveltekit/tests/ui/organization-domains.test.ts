import { render } from 'svelte/server'
import { afterEach, expect, it } from 'vitest'
import OrganizationDomains from '../../src/ui/organization/organization-domains.svelte'
import { page } from './stand-ins/state.ts'

const shown = page as { data: object }

afterEach(() => {
  shown.data = {}
})

it('KIT-13: the component lists the email domains with their records, and forms to add, verify and remove them', () => {
  const pending = {
    id: 'domain_1',
    domain: 'orchard.example',
    state: 'pending',
    record: { name: 'orchard.example', value: 'verification=token' },
  }
  const verified = { id: 'domain_2', domain: 'meadow.example', state: 'verified', record: null }
  shown.data = { domains: { data: [pending, verified], after: null, before: null } }
  const { body } = render(OrganizationDomains, { props: {} })
  expect(body).toContain('Add this TXT record to the DNS of orchard.example:')
  expect(body).toContain('verification=token')
  expect(body.match(/action="\?\/add-domain"/g)).toHaveLength(1)
  expect(body.match(/action="\?\/verify-domain"/g)).toHaveLength(1)
  expect(body.match(/action="\?\/remove-domain"/g)).toHaveLength(2)
})

it('KIT-13: the component renders nothing if the app does not allow domains', () => {
  shown.data = { domains: undefined }
  expect(render(OrganizationDomains, { props: {} }).body).not.toContain('data-lk-part')
})
