import { authenticate } from '../authenticate/route.ts'
import { authorizeDevice } from '../authorize/device.ts'
import { authorize, authorizeSso } from '../authorize/route.ts'
import type { Operation } from '../http/operation.ts'
import { codeOperations } from '../routes/codes.ts'
import { emailChangeOperations } from '../routes/email-change.ts'
import { environmentSettingsOperations } from '../routes/environment-settings.ts'
import { listEventsOperation } from '../routes/events.ts'
import { factorOperations } from '../routes/factors.ts'
import { getUserIdentities } from '../routes/identities.ts'
import { invitationOperations } from '../routes/invitations.ts'
import { membershipOperations } from '../routes/memberships.ts'
import { organizationOperations } from '../routes/organizations.ts'
import { passwordResetOperations } from '../routes/password-resets.ts'
import { sessionOperations } from '../routes/sessions.ts'
import { userOperations } from '../routes/users.ts'
import { ssoOperations } from '../sso/routes.ts'
import { webhookOperations } from '../webhooks/routes.ts'

/** The whole API: what is not in this list answers 501. */
export const operations: readonly Operation[] = [
  ...userOperations,
  getUserIdentities,
  ...codeOperations,
  ...emailChangeOperations,
  ...passwordResetOperations,
  ...factorOperations,
  ...organizationOperations,
  ...membershipOperations,
  ...invitationOperations,
  ...sessionOperations,
  ...environmentSettingsOperations,
  listEventsOperation,
  ...webhookOperations,
  authorize,
  authorizeSso,
  ...ssoOperations,
  authorizeDevice,
  authenticate,
]
