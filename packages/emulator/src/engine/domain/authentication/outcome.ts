import type { FactorRow, InvitationRow, UserRow } from '../../storage/tables.ts'
import type { Proof } from '../sessions/proof.ts'

/**
 * The result of an attempt to authenticate. Required steps are values, each with a token that stores what was proven; only a
 * refusal is thrown. The API and the hosted pages each present it in their own way.
 */
export type Outcome =
  | Authenticated
  | { status: 'refreshed'; session: object }
  | { status: 'email_verification_required'; pendingToken: string; email: string; verificationId: string }
  | {
      status: 'mfa_challenge'
      pendingToken: string
      factors: Array<Pick<FactorRow, 'id' | 'type'>>
      user: UserRow
    }
  | { status: 'mfa_enrollment'; pendingToken: string; user: UserRow }
  | {
      status: 'organization_selection_required'
      pendingToken: string
      organizations: Array<{ id: string; name: string }>
      user: UserRow
    }
  | {
      status: 'radar_email_challenge'
      pendingToken: string
      challengeId: string
      email: string
      user: UserRow
    }
  | { status: 'radar_sms_challenge'; pendingToken: string; user: UserRow }
  | { status: 'sso_required'; pendingToken: string; email: string; connectionIds: string[] }
  | {
      status: 'organization_authentication_methods_required'
      pendingToken: string
      email: string
      connectionIds: string[]
      allowedMethods: Record<string, boolean>
    }

/** No further step is required: the API starts a session, and the hosted pages issue a code for one. */
export interface Authenticated {
  status: 'authenticated'
  proof: Proof
  user: UserRow
  invitation: InvitationRow | undefined
}
