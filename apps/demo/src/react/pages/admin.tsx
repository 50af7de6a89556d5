import { useAuth } from '@latchkey/react'
import { type ReactNode, useCallback, useState } from 'react'
import { isAdministrator } from '../../administrator.ts'
import { CallConsole } from '../admin/call-console.tsx'
import { CallExplorer } from '../admin/call-explorer.tsx'
import type { Exchange } from '../admin/management.ts'
import { ReceivedEvents } from '../admin/received-events.tsx'
import { ResourceTable } from '../admin/resource-table.tsx'
import { RESOURCES } from '../admin/resources.ts'
import type { PageData } from '../page-data.ts'

/** Manages users, organizations and the settings of the environment. The console shows requests and responses. */
export function AdminPage({ data }: { data: PageData }): ReactNode {
  const auth = useAuth()
  const [exchanges, setExchanges] = useState<readonly Exchange[]>([])
  // Memoized, so that the table does not reload its list after each call.
  const addExchanges = useCallback(
    (more: readonly Exchange[]) => setExchanges((all) => [...more, ...all].slice(0, 20)),
    [],
  )
  const name = data.path.split('/')[2] ?? 'users'
  const resource = RESOURCES.find((one) => one.name === name) ?? RESOURCES[0]
  const active = name === 'explorer' ? undefined : resource.name
  if (!auth.isSignedIn || !isAdministrator(auth, data.adminOrganizationId)) {
    return (
      <>
        <h1>Administration</h1>
        <p className="note">
          {data.emulatorUrl
            ? 'This area is for administrators of Acme. Sign in as nadia@acme.example.'
            : 'This area is for administrators of the organization that LATCHKEY_ADMIN_ORGANIZATION_ID names.'}
        </p>
      </>
    )
  }
  return (
    <>
      <h1>Administration</h1>
      <nav className="tabs" aria-label="Administration">
        {RESOURCES.map(({ name, title, group }, index) => (
          <a
            key={name}
            href={`/admin/${name}`}
            className={index > 0 && group !== RESOURCES[index - 1]?.group ? 'apart' : undefined}
            aria-current={name === active ? 'page' : undefined}
          >
            {title}
          </a>
        ))}
        <a href="/admin/explorer" aria-current={name === 'explorer' ? 'page' : undefined}>
          Any call
        </a>
      </nav>
      {name === 'explorer' ? (
        <CallExplorer onExchanges={addExchanges} />
      ) : (
        <ResourceTable resource={resource} onExchanges={addExchanges} />
      )}
      {name === 'webhooks' && <ReceivedEvents onExchanges={addExchanges} />}
      <CallConsole exchanges={exchanges} />
    </>
  )
}
