import { type AuthEvent, onAuthEvent } from '@latchkey/core'
import { useEffect, useRef } from 'react'
import { useAuthClient } from './auth-context.ts'

/** Calls `listener` when somebody signs in or out, changes organization, or the session goes stale. */
export function useAuthEvents(listener: (event: AuthEvent) => void): void {
  const client = useAuthClient()
  const latest = useRef(listener)
  useEffect(() => {
    latest.current = listener
  })
  useEffect(() => onAuthEvent(client, (event) => latest.current(event)), [client])
}
