import {
  type AuthClient,
  changePassword,
  confirmEmailChange,
  deleteAccount,
  type EmailChangePayload,
  type Result,
  type SessionUser,
  sendEmailChange,
  updateProfile,
} from '@latchkey/core'
import { useMemo } from 'react'
import { useAuthClient } from './auth-context.ts'
import { useAuth } from './use-auth.ts'

/** The user, and what they may change about themselves. Narrows on `isSignedIn` or `isLoaded`. */
export type UserHandle = UserState & UserActions

/** Who is signed in, as far as it is known. */
export type UserState =
  | { isLoaded: false; isSignedIn: undefined; user: null }
  | { isLoaded: true; isSignedIn: false; user: null }
  | { isLoaded: true; isSignedIn: true; user: SessionUser }

/** What users may change about themselves. Stable functions, safe in dependency lists. */
export interface UserActions {
  update(patch: { firstName?: string; lastName?: string }): Promise<Result<SessionUser>>
  changePassword(input: { currentPassword: string; newPassword: string }): Promise<Result<null>>
  /** Sends a code to the new email address; `confirmEmail` finishes. */
  changeEmail(newEmail: string): Promise<Result<EmailChangePayload>>
  confirmEmail(code: string): Promise<Result<SessionUser>>
  /** Deletes the account, where the app allows that. `email` is the account's address, typed again. */
  deleteAccount(input: { email: string }): Promise<Result<{ redirectTo: string }>>
  reload(): Promise<unknown>
}

/** The signed-in user. */
export function useUser(): UserHandle {
  const client = useAuthClient()
  const { isLoaded, isSignedIn, user } = useAuth()
  const actions = useMemo(() => userActions(client), [client])
  return { ...({ isLoaded, isSignedIn, user } as UserState), ...actions }
}

function userActions(client: AuthClient): UserActions {
  /** The session contains the user, so it must be requested again. */
  async function saved(result: Result<{ user: SessionUser }>): Promise<Result<SessionUser>> {
    if (!result.ok) return result
    await client.refresh()
    return { ok: true, value: result.value.user }
  }
  return {
    update: async (patch) => saved(await updateProfile(client, patch)),
    changePassword: (input) => changePassword(client, input),
    changeEmail: (newEmail) => sendEmailChange(client, newEmail),
    confirmEmail: async (code) => saved(await confirmEmailChange(client, code)),
    deleteAccount: (input) => deleteAccount(client, input),
    reload: client.refresh,
  }
}
