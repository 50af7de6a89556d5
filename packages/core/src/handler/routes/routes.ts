import { FLOW_ACTIONS, type FlowAction } from '../../flow/index.ts'
import { ofUser } from '../route/impersonation.ts'
import { ofBrowser } from '../route/of-browser.ts'
import type { Route } from '../route/route.ts'
import { authorize, callback } from './authorize.ts'
import { beginDevice, pollDevice, showDevice } from './device.ts'
import { deleteFactor, enrollFactor, listFactors, verifyFactor } from './factors.ts'
import { acceptInvitation, currentFlow, flowRoute, showInvitation } from './flow.ts'
import {
  changePassword,
  confirmEmailChange,
  deleteAccount,
  getProfile,
  sendEmailChange,
  updateProfile,
} from './me.ts'
import {
  inviteMember,
  listInvitations,
  listMembers,
  removeMember,
  resendInvitation,
  revokeInvitation,
  updateMember,
} from './members.ts'
import {
  deleteOrganization,
  leaveOrganization,
  listRoles,
  openPortal,
  renameOrganization,
} from './organization.ts'
import { addDomain, listDomains, removeDomain, verifyDomain } from './organization-domains.ts'
import { createOrganization, listOrganizations, switchOrganization } from './organizations.ts'
import { getConfig, getSession, getToken } from './session.ts'
import { listSessions, revokeOtherSessions, revokeSession } from './sessions.ts'
import { signOut } from './sign-out.ts'

const flowRoutes = Object.entries(FLOW_ACTIONS).map(([action, { path }]): [string, Route] => [
  `POST ${path}`,
  ofBrowser(flowRoute(action as FlowAction)),
])

/**
 * All routes below the base path. `:id` is one path segment. `ofUser` marks routes that change the user's own data, and
 * `ofBrowser` those that depend on cookies. For each PATCH or DELETE route, plain forms have a POST route with its own
 * path.
 */
export const ROUTES: ReadonlyMap<string, Route> = new Map<string, Route>([
  ['GET /session', getSession],
  ['GET /config', getConfig],
  ['GET /flow', ofBrowser(currentFlow)],
  ['GET /token', getToken],
  ...flowRoutes,
  ['GET /authorize', ofBrowser(authorize)],
  ['GET /callback', ofBrowser(callback)],
  ['GET /invitation', ofBrowser(showInvitation)],
  ['POST /invitation', ofUser('invitations', ofBrowser(acceptInvitation))],
  ['POST /device', ofBrowser(beginDevice)],
  ['GET /device', ofBrowser(showDevice)],
  ['POST /device/poll', ofBrowser(pollDevice)],
  ['POST /sign-out', signOut],
  ['GET /organizations', listOrganizations],
  ['POST /organizations', ofUser('credentials', createOrganization)],
  ['POST /organization/switch', ofBrowser(switchOrganization)],
  ['PATCH /organization', ofUser('credentials', renameOrganization)],
  ['POST /organization', ofUser('credentials', renameOrganization)],
  ['DELETE /organization', ofUser('credentials', deleteOrganization)],
  ['POST /organization/delete', ofUser('credentials', deleteOrganization)],
  ['POST /organization/leave', ofUser('credentials', leaveOrganization)],
  ['POST /organization/portal', ofUser('credentials', openPortal)],
  ['GET /organization/roles', listRoles],
  ['GET /organization/domains', listDomains],
  ['POST /organization/domains', ofUser('credentials', addDomain)],
  ['POST /organization/domains/verify', ofUser('credentials', verifyDomain)],
  ['DELETE /organization/domains/:id', ofUser('credentials', removeDomain)],
  ['POST /organization/domains/remove', ofUser('credentials', removeDomain)],
  ['GET /sessions', listSessions],
  ['DELETE /sessions', ofUser('sessions', revokeOtherSessions)],
  ['POST /sessions/revoke-others', ofUser('sessions', revokeOtherSessions)],
  ['DELETE /sessions/:id', revokeSession],
  ['POST /sessions/revoke', revokeSession],
  ['GET /me', getProfile],
  ['PATCH /me', ofUser('profile', updateProfile)],
  ['POST /me', ofUser('profile', updateProfile)],
  ['DELETE /me', ofUser('credentials', deleteAccount)],
  ['POST /me/delete', ofUser('credentials', deleteAccount)],
  ['POST /me/password', ofUser('credentials', changePassword)],
  ['POST /me/email/send', ofUser('credentials', sendEmailChange)],
  ['POST /me/email/confirm', ofUser('credentials', confirmEmailChange)],
  ['GET /me/factors', listFactors],
  ['POST /me/factors', ofUser('credentials', enrollFactor)],
  ['POST /me/factors/verify', ofUser('credentials', verifyFactor)],
  ['DELETE /me/factors/:id', ofUser('credentials', deleteFactor)],
  ['POST /me/factors/delete', ofUser('credentials', deleteFactor)],
  ['GET /members', listMembers],
  ['PATCH /members/:id', ofUser('members', updateMember)],
  ['POST /members/update', ofUser('members', updateMember)],
  ['DELETE /members/:id', ofUser('members', removeMember)],
  ['POST /members/remove', ofUser('members', removeMember)],
  ['GET /invitations', listInvitations],
  ['POST /invitations', ofUser('invitations', inviteMember)],
  ['POST /invitations/resend', ofUser('invitations', resendInvitation)],
  ['DELETE /invitations/:id', ofUser('invitations', revokeInvitation)],
  ['POST /invitations/revoke', ofUser('invitations', revokeInvitation)],
])
