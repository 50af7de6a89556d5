import { type AuthEvent, onAuthEvent } from '@latchkey/core'
import { useEffect, useRef } from 'react'
import { useAuthClient } from './auth-context.ts'

/** Calls `listener` when a user signs in or out or switches the organization, or when the session becomes stale. */
export function useAuthEvents(listener: (event: AuthEvent) => void): void {
  const client = useAuthClient()
  const latest = useRef(listener)
  useEffect(() => {
    latest.current = listener
  })
  useEffect(() => onAuthEvent(client, (event) => latest.current(event)), [client])
}
