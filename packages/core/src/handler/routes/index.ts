import { FLOW_ACTIONS, type FlowAction } from '../../flow/index.ts'
import type { Route } from '../context.ts'
import { authorize, callback } from './authorize.ts'
import { beginDevice, pollDevice, showDevice } from './device.ts'
import { deleteFactor, enrollFactor, listFactors, verifyFactor } from './factors.ts'
import { acceptInvitation, currentFlow, flowRoute, showInvitation } from './flow.ts'
import { changePassword, confirmEmailChange, getProfile, sendEmailChange, updateProfile } from './me.ts'
import {
  inviteMember,
  listInvitations,
  listMembers,
  removeMember,
  revokeInvitation,
  updateMember,
} from './members.ts'
import { listOrganizations, switchOrganization } from './organizations.ts'
import { getConfig, getSession, getToken } from './session.ts'
import { listSessions, revokeOtherSessions, revokeSession } from './sessions.ts'
import { signOut } from './sign-out.ts'

const flowRoutes = Object.entries(FLOW_ACTIONS).map(([action, { path }]): [string, Route] => [
  `POST ${path}`,
  flowRoute(action as FlowAction),
])

/**
 * Every route below the base path. `:id` is one path segment.
 * What a script does by PATCH or DELETE, a plain form does by POST to a path of its own.
 */
export const ROUTES: ReadonlyMap<string, Route> = new Map<string, Route>([
  ['GET /session', getSession],
  ['GET /config', getConfig],
  ['GET /flow', currentFlow],
  ['GET /token', getToken],
  ...flowRoutes,
  ['GET /authorize', authorize],
  ['GET /callback', callback],
  ['GET /invitation', showInvitation],
  ['POST /invitation', acceptInvitation],
  ['POST /device', beginDevice],
  ['GET /device', showDevice],
  ['POST /device/poll', pollDevice],
  ['POST /sign-out', signOut],
  ['GET /organizations', listOrganizations],
  ['POST /organization/switch', switchOrganization],
  ['GET /sessions', listSessions],
  ['DELETE /sessions', revokeOtherSessions],
  ['POST /sessions/revoke-others', revokeOtherSessions],
  ['DELETE /sessions/:id', revokeSession],
  ['POST /sessions/revoke', revokeSession],
  ['GET /me', getProfile],
  ['PATCH /me', updateProfile],
  ['POST /me', updateProfile],
  ['POST /me/password', changePassword],
  ['POST /me/email/send', sendEmailChange],
  ['POST /me/email/confirm', confirmEmailChange],
  ['GET /me/factors', listFactors],
  ['POST /me/factors', enrollFactor],
  ['POST /me/factors/verify', verifyFactor],
  ['DELETE /me/factors/:id', deleteFactor],
  ['POST /me/factors/delete', deleteFactor],
  ['GET /members', listMembers],
  ['PATCH /members/:id', updateMember],
  ['POST /members/update', updateMember],
  ['DELETE /members/:id', removeMember],
  ['POST /members/remove', removeMember],
  ['GET /invitations', listInvitations],
  ['POST /invitations', inviteMember],
  ['DELETE /invitations/:id', revokeInvitation],
  ['POST /invitations/revoke', revokeInvitation],
])
