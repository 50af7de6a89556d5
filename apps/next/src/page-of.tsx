import type { PageData } from '@latchkey/demo/react'
import type { SearchParams } from '@latchkey/next'
import type { ReactNode } from 'react'
import { site } from './auth.ts'
import { Page } from './client.tsx'

/** The data that every page has. */
export function pageData(path: string, more: Partial<PageData> = {}): PageData {
  const { emulatorUrl = null, adminOrganizationId } = site
  return {
    path,
    query: {},
    flow: null,
    account: null,
    device: null,
    emulatorUrl,
    adminOrganizationId,
    ...more,
  }
}

/** A page of the site. */
export const pageOf = (path: string, more?: Partial<PageData>): ReactNode => (
  <Page data={pageData(path, more)} />
)

/** The query parameters of a page. If a name is repeated, the first value is used. */
export async function queryOf(searchParams: SearchParams): Promise<Record<string, string>> {
  const entries = Object.entries(await searchParams)
  return Object.fromEntries(
    entries.flatMap(([name, value]) =>
      [value ?? []]
        .flat()
        .slice(0, 1)
        .map((one) => [name, one]),
    ),
  )
}
