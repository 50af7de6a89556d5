import {
  listSessions,
  type Result,
  revokeOtherSessions,
  revokeSession,
  type SessionEntry,
} from '@latchkey/core'
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
  const { client, list } = useList('sessions', listSessions)
  return {
    sessions: list,
    revoke: (id) => changed(revokeSession(client, id), list),
    revokeOthers: () => changed(revokeOtherSessions(client), list),
  }
}
