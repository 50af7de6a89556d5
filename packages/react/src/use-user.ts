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

/** The user, and the changes that users can make to their own account. Narrows on `isSignedIn` or `isLoaded`. */
export type UserHandle = UserState & UserActions

/** The signed-in user, if known. */
export type UserState =
  | { isLoaded: false; isSignedIn: undefined; user: null }
  | { isLoaded: true; isSignedIn: false; user: null }
  | { isLoaded: true; isSignedIn: true; user: SessionUser }

/** Changes that users can make to their own account. The functions are stable and safe in dependency lists. */
export interface UserActions {
  update(patch: { firstName?: string; lastName?: string }): Promise<Result<SessionUser>>
  changePassword(input: { currentPassword: string; newPassword: string }): Promise<Result<null>>
  /** Sends a code to the new email address. Finish with `confirmEmail`. */
  changeEmail(newEmail: string): Promise<Result<EmailChangePayload>>
  confirmEmail(code: string): Promise<Result<SessionUser>>
  /**
   * Deletes the account. `email` must be the account's email address, typed by the user to confirm. Fails with
   * `confirmation_mismatch`, `reauthentication_required`, `last_manager`, or `forbidden` if the app does not allow it.
   */
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
  /** The session contains the user, so the session must be refreshed. */
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
