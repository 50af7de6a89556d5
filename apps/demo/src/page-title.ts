import type { FlowPayload } from '@latchkey/core'
import { documentTitle, flowText, stepTitle } from '@latchkey/core/text'
import { DEMO_BRAND } from './brand.ts'

const TITLES: Readonly<Record<string, string>> = {
  '/theme': 'Your brand, your language',
  '/device': 'Sign in from another device',
  '/account': 'Profile',
  '/account/security': 'Security',
  '/account/organizations': 'Organizations',
  '/account/members': 'Members',
}

/** The document title for a path: the title of the flow's step, or else the title of the page. */
export function pageTitle(path: string, flow: FlowPayload | null, home: string): string {
  const { name } = DEMO_BRAND
  if (flow) return documentTitle(stepTitle(flow, flowText(undefined), name), name)
  if (path === '/') return documentTitle(home, name)
  if (path.startsWith('/admin')) return documentTitle('Administration', name)
  if (path.startsWith('/o/')) return documentTitle('Organization', name)
  return documentTitle(TITLES[path] ?? 'Page not found', name)
}
