import {
  listSessions,
  type Result,
  revokeOtherSessions,
  revokeSession,
  type SessionEntry,
} from '@latchkey/core'
import { useMemo } from 'react'
import { changed } from './changed.ts'
import { type Paginated, useList } from './use-list.ts'

/** The user's sessions on all devices. */
export interface SessionsHandle {
  sessions: Paginated<SessionEntry>
  revoke(sessionId: string): Promise<Result<null>>
  revokeOthers(): Promise<Result<null>>
}

/** The active sessions of the signed-in user. */
export function useSessions(): SessionsHandle {
  const { client, list, resource } = useList('sessions', listSessions)
  const actions = useMemo(
    (): Omit<SessionsHandle, 'sessions'> => ({
      revoke: (id) => changed(revokeSession(client, id), resource),
      revokeOthers: () => changed(revokeOtherSessions(client), resource),
    }),
    [client, resource],
  )
  return { sessions: list, ...actions }
}
