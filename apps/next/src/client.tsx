'use client'

import { FormTarget, Layout, type LayoutData, Page, type PageData } from '@latchkey/demo/react'
import { usePathname } from 'next/navigation'
import { type ReactNode, useActionState } from 'react'
import type { ChangeAccount } from './change-account.ts'

export { Page }

/** Header, navigation and footer around every page. */
export const SiteLayout = ({
  site,
  children,
}: {
  site: Omit<LayoutData, 'path'>
  children: ReactNode
}): ReactNode => <Layout data={{ ...site, path: usePathname() }}>{children}</Layout>

/** The account as plain forms that call a server action. They show the result of the last submitted form. */
export function PlainAccount({ data, change }: { data: PageData; change: ChangeAccount }): ReactNode {
  const [sent, action] = useActionState(change, {})
  return (
    <FormTarget value={{ action }}>
      <Page data={{ ...data, account: data.account && { ...data.account, ...sent } }} />
    </FormTarget>
  )
}
