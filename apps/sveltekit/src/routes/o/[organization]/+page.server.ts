import { organizationPage, requireOrganization } from '@latchkey/sveltekit'
import type { PageServerLoadEvent } from './$types'

const page = organizationPage()

export const { actions } = page

export function load(event: PageServerLoadEvent) {
  requireOrganization({ event, id: event.params.organization })
  return page.load(event)
}
