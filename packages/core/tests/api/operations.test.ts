import nock from 'nock'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type Client, createClient } from '../../src/api/index.ts'
import { operations } from '../../src/api/operations.ts'
import { VERSION } from '../../src/api/request/version.ts'
import * as bodies from './bodies.ts'
import { apiKeyExchanges } from './exchanges/api-keys.ts'
import { auditLogExchanges } from './exchanges/audit-logs.ts'
import { authorizedApplicationExchanges } from './exchanges/authorized-applications.ts'
import { connectionExchanges } from './exchanges/connections.ts'
import { directoryExchanges } from './exchanges/directories.ts'
import { decodedTimes, type Exchange, listOf, page, times } from './exchanges/exchange.ts'
import { featureFlagExchanges } from './exchanges/feature-flags.ts'
import { groupExchanges } from './exchanges/groups.ts'
import { itContactExchanges } from './exchanges/it-contacts.ts'
import { organizationDomainExchanges } from './exchanges/organization-domains.ts'
import { permissionExchanges } from './exchanges/permissions.ts'
import { portalExchanges } from './exchanges/portal.ts'
import { radarExchanges } from './exchanges/radar.ts'
import { roleExchanges } from './exchanges/roles.ts'
import { ssoLogoutExchanges } from './exchanges/sso-logout.ts'
import { widgetExchanges } from './exchanges/widgets.ts'

const base = 'https://api.workos.com'
const apiKey = 'sk_test_4Fh8QmZr2Lw'
const clientId = 'client_01JQ8Z6V3N4T7K2M9X5B0CDEFZ'
const client = createClient({ apiKey, clientId, baseUrl: base, timeoutMs: 2_000 })

const { user, organization, membership, invitation, factor, challenge, session, signedIn } = bodies
const userPath = `/user_management/users/${user.id}`
const omPath = `/user_management/organization_memberships/${membership.id}`
const invitationPath = `/user_management/invitations/${invitation.id}`

const grant = (fields: string, type: string, secret = `,"client_secret":"${apiKey}"`) =>
  `{${fields},"client_id":"${clientId}","grant_type":"${type}"${secret}}`

const authenticate = (call: Exchange['call'], sends: string): Exchange => ({
  call,
  method: 'POST',
  path: '/user_management/authenticate',
  sends,
  withoutKey: true,
  once: true,
  response: signedIn,
  result: bodies.decodedSignedIn,
})

const exchanges: Record<string, Exchange> = {
  ...apiKeyExchanges,
  ...auditLogExchanges,
  ...authorizedApplicationExchanges,
  ...connectionExchanges,
  ...directoryExchanges,
  ...featureFlagExchanges,
  ...groupExchanges,
  ...itContactExchanges,
  ...organizationDomainExchanges,
  ...permissionExchanges,
  ...portalExchanges,
  ...radarExchanges,
  ...roleExchanges,
  ...ssoLogoutExchanges,
  ...widgetExchanges,
  createAuthFactor: {
    call: (c) => c.createAuthFactor({ type: 'sms', phoneNumber: '+14155550100' }),
    method: 'POST',
    path: '/auth/factors/enroll',
    sends: '{"type":"sms","phone_number":"+14155550100"}',
    status: 201,
    response: {
      object: 'authentication_factor',
      id: 'auth_factor_2',
      type: 'sms',
      sms: { phone_number: '+14155550100' },
      ...times,
    },
    result: {
      object: 'authentication_factor',
      id: 'auth_factor_2',
      type: 'sms',
      sms: { phoneNumber: '+14155550100' },
      ...decodedTimes,
    },
  },
  request: {
    call: (c) =>
      c.request({
        method: 'POST',
        path: '/vault/v1/kv/{object_id}',
        ids: { object_id: 'obj.1' },
        query: { dry_run: true },
        body: { keyContext: { a_b: 1 } },
      }),
    method: 'POST',
    path: '/vault/v1/kv/obj.1?dry_run=true',
    sends: '{"keyContext":{"a_b":1}}',
    response: { version_id: '1' },
    result: { version_id: '1' },
  },
  getUser: {
    call: (c) => c.getUser({ userId: user.id }),
    method: 'GET',
    path: userPath,
    response: user,
    result: bodies.decodedUser,
  },
  getUserByExternalId: {
    call: (c) => c.getUserByExternalId({ externalId: 'staff.7@orchard' }),
    method: 'GET',
    path: '/user_management/users/external_id/staff.7%40orchard',
    response: user,
    result: bodies.decodedUser,
  },
  listUsers: {
    call: (c) =>
      c.listUsers({
        email: 'nadia+x@orchard.example',
        organizationId: organization.id,
        order: 'asc',
        after: 'user_1',
      }),
    method: 'GET',
    path: `/user_management/users?email=nadia%2Bx%40orchard.example&organization_id=${organization.id}&order=asc&after=user_1&limit=10`,
    response: listOf(user),
    result: page(bodies.decodedUser),
  },
  createUser: {
    call: (c) =>
      c.createUser({
        email: user.email,
        firstName: 'Nadia',
        lastName: undefined,
        name: null,
        emailVerified: false,
        password: '',
        metadata: { favourite_colour: 'green', shoeSize: '39' },
      }),
    method: 'POST',
    path: '/user_management/users',
    sends:
      '{"email":"nadia@orchard.example","first_name":"Nadia","name":null,"email_verified":false,"password":"","metadata":{"favourite_colour":"green","shoeSize":"39"}}',
    status: 201,
    response: user,
    result: bodies.decodedUser,
  },
  updateUser: {
    call: (c) =>
      c.updateUser({
        userId: user.id,
        firstName: 'Nadja',
        externalId: null,
        passwordHash: '$2b$10$x',
        passwordHashType: 'bcrypt',
      }),
    method: 'PUT',
    path: userPath,
    sends:
      '{"first_name":"Nadja","external_id":null,"password_hash":"$2b$10$x","password_hash_type":"bcrypt"}',
    response: user,
    result: bodies.decodedUser,
  },
  deleteUser: { call: (c) => c.deleteUser({ userId: user.id }), method: 'DELETE', path: userPath },
  listUserIdentities: {
    call: (c) => c.listUserIdentities({ userId: user.id }),
    method: 'GET',
    path: `${userPath}/identities`,
    response: [{ idp_id: '1234', type: 'OAuth', provider: 'GithubOAuth' }],
    result: [{ idpId: '1234', type: 'OAuth', provider: 'GitHubOAuth' }],
  },
  sendVerificationEmail: {
    call: (c) => c.sendVerificationEmail({ userId: user.id }),
    method: 'POST',
    path: `${userPath}/email_verification/send`,
    response: { user },
    result: { user: bodies.decodedUser },
  },
  verifyEmail: {
    call: (c) => c.verifyEmail({ userId: user.id, code: '123456' }),
    method: 'POST',
    path: `${userPath}/email_verification/confirm`,
    sends: '{"code":"123456"}',
    status: 201,
    response: { user },
    result: { user: bodies.decodedUser },
  },
  getEmailVerification: {
    call: (c) => c.getEmailVerification({ emailVerificationId: bodies.emailVerification.id }),
    method: 'GET',
    path: `/user_management/email_verification/${bodies.emailVerification.id}`,
    response: bodies.emailVerification,
    result: bodies.decodedEmailVerification,
  },
  sendEmailChange: {
    call: (c) => c.sendEmailChange({ userId: user.id, newEmail: 'n@orchard.example' }),
    method: 'POST',
    path: `${userPath}/email_change/send`,
    sends: '{"new_email":"n@orchard.example"}',
    response: {
      object: 'email_change',
      user,
      new_email: 'n@orchard.example',
      expires_at: 'later',
      created_at: 'now',
    },
    result: {
      object: 'email_change',
      user: bodies.decodedUser,
      newEmail: 'n@orchard.example',
      expiresAt: 'later',
      createdAt: 'now',
    },
  },
  confirmEmailChange: {
    call: (c) => c.confirmEmailChange({ userId: user.id, code: '123456' }),
    method: 'POST',
    path: `${userPath}/email_change/confirm`,
    sends: '{"code":"123456"}',
    response: { object: 'email_change_confirmation', user },
    result: { object: 'email_change_confirmation', user: bodies.decodedUser },
  },
  sendRadarSmsChallenge: {
    call: (c) =>
      c.sendRadarSmsChallenge({
        userId: user.id,
        pendingAuthenticationToken: 'pQ7sVb2XnL9kTf4RyM6wZc8Jd',
        phoneNumber: '+4915112345678',
      }),
    method: 'POST',
    path: '/user_management/radar_challenges',
    sends: `{"user_id":"${user.id}","pending_authentication_token":"pQ7sVb2XnL9kTf4RyM6wZc8Jd","phone_number":"+4915112345678"}`,
    status: 201,
    response: { verification_id: 'verification_1', phone_number: '+4915112345678' },
    result: { verificationId: 'verification_1', phoneNumber: '+4915112345678' },
  },
  sendPasswordResetEmail: {
    call: (c) =>
      c.sendPasswordResetEmail({ email: user.email, passwordResetUrl: 'https://app.example/reset' }),
    method: 'POST',
    path: '/user_management/password_reset/send',
    sends: '{"email":"nadia@orchard.example","password_reset_url":"https://app.example/reset"}',
    status: 201,
  },
  resetPassword: {
    call: (c) => c.resetPassword({ token: 'Z1uX3RbwcIl5fIGJJJCXXisdI', newPassword: 'six tall pear trees' }),
    method: 'POST',
    path: '/user_management/password_reset/confirm',
    sends: '{"token":"Z1uX3RbwcIl5fIGJJJCXXisdI","new_password":"six tall pear trees"}',
    response: { user },
    result: { user: bodies.decodedUser },
  },
  createPasswordReset: {
    call: (c) => c.createPasswordReset({ email: user.email }),
    method: 'POST',
    path: '/user_management/password_reset',
    sends: '{"email":"nadia@orchard.example"}',
    status: 201,
    response: bodies.passwordReset,
    result: bodies.decodedPasswordReset,
  },
  getPasswordReset: {
    call: (c) => c.getPasswordReset({ passwordResetId: bodies.passwordReset.id }),
    method: 'GET',
    path: `/user_management/password_reset/${bodies.passwordReset.id}`,
    response: bodies.passwordReset,
    result: bodies.decodedPasswordReset,
  },
  sendMagicAuthCode: {
    call: (c) => c.sendMagicAuthCode({ email: user.email }),
    method: 'POST',
    path: '/user_management/magic_auth/send',
    sends: '{"email":"nadia@orchard.example"}',
  },
  createMagicAuth: {
    call: (c) => c.createMagicAuth({ email: user.email, invitationToken: 'abc' }),
    method: 'POST',
    path: '/user_management/magic_auth',
    sends: '{"email":"nadia@orchard.example","invitation_token":"abc"}',
    status: 201,
    response: bodies.magicAuth,
    result: bodies.decodedMagicAuth,
  },
  getMagicAuth: {
    call: (c) => c.getMagicAuth({ magicAuthId: bodies.magicAuth.id }),
    method: 'GET',
    path: `/user_management/magic_auth/${bodies.magicAuth.id}`,
    response: bodies.magicAuth,
    result: bodies.decodedMagicAuth,
  },
  enrollAuthFactor: {
    call: (c) =>
      c.enrollAuthFactor({ userId: user.id, type: 'totp', totpIssuer: 'Orchard', totpUser: user.email }),
    method: 'POST',
    path: `${userPath}/auth_factors`,
    sends: '{"type":"totp","totp_issuer":"Orchard","totp_user":"nadia@orchard.example"}',
    status: 201,
    response: { authentication_factor: bodies.enrolledFactor, authentication_challenge: challenge },
    result: {
      authenticationFactor: bodies.decodedEnrolledFactor,
      authenticationChallenge: bodies.decodedChallenge,
    },
  },
  listAuthFactors: {
    call: (c) => c.listAuthFactors({ userId: user.id }),
    method: 'GET',
    path: `${userPath}/auth_factors?limit=10`,
    response: listOf(factor),
    result: page(bodies.decodedFactor),
  },
  getAuthFactor: {
    call: (c) => c.getAuthFactor({ factorId: factor.id }),
    method: 'GET',
    path: `/auth/factors/${factor.id}`,
    response: factor,
    result: bodies.decodedFactor,
  },
  deleteAuthFactor: {
    call: (c) => c.deleteAuthFactor({ factorId: factor.id }),
    method: 'DELETE',
    path: `/auth/factors/${factor.id}`,
    status: 204,
  },
  challengeAuthFactor: {
    call: (c) => c.challengeAuthFactor({ factorId: factor.id }),
    method: 'POST',
    path: `/auth/factors/${factor.id}/challenge`,
    sends: '{}',
    status: 201,
    response: challenge,
    result: bodies.decodedChallenge,
  },
  verifyAuthChallenge: {
    call: (c) => c.verifyAuthChallenge({ authenticationChallengeId: challenge.id, code: '000000' }),
    method: 'POST',
    path: `/auth/challenges/${challenge.id}/verify`,
    sends: '{"code":"000000"}',
    once: true,
    status: 201,
    response: { challenge, valid: false },
    result: { challenge: bodies.decodedChallenge, valid: false },
  },
  getOrganizationMembership: {
    call: (c) => c.getOrganizationMembership({ organizationMembershipId: membership.id }),
    method: 'GET',
    path: omPath,
    response: membership,
    result: bodies.decodedMembership,
  },
  listOrganizationMemberships: {
    call: (c) =>
      c.listOrganizationMemberships({ userId: user.id, statuses: ['active', 'pending'], limit: 100 }),
    method: 'GET',
    path: `/user_management/organization_memberships?user_id=${user.id}&statuses=active%2Cpending&limit=100`,
    response: listOf(membership),
    result: page(bodies.decodedMembership),
  },
  createOrganizationMembership: {
    call: (c) =>
      c.createOrganizationMembership({ userId: user.id, organizationId: organization.id, roleSlug: 'admin' }),
    method: 'POST',
    path: '/user_management/organization_memberships',
    sends: `{"user_id":"${user.id}","organization_id":"${organization.id}","role_slug":"admin"}`,
    status: 201,
    response: membership,
    result: bodies.decodedMembership,
  },
  updateOrganizationMembership: {
    call: (c) =>
      c.updateOrganizationMembership({
        organizationMembershipId: membership.id,
        roleSlugs: ['admin', 'owner'],
      }),
    method: 'PUT',
    path: omPath,
    sends: '{"role_slugs":["admin","owner"]}',
    response: membership,
    result: bodies.decodedMembership,
  },
  deleteOrganizationMembership: {
    call: (c) => c.deleteOrganizationMembership({ organizationMembershipId: membership.id }),
    method: 'DELETE',
    path: omPath,
  },
  deactivateOrganizationMembership: {
    call: (c) => c.deactivateOrganizationMembership({ organizationMembershipId: membership.id }),
    method: 'PUT',
    path: `${omPath}/deactivate`,
    response: membership,
    result: bodies.decodedMembership,
  },
  reactivateOrganizationMembership: {
    call: (c) => c.reactivateOrganizationMembership({ organizationMembershipId: membership.id }),
    method: 'PUT',
    path: `${omPath}/reactivate`,
    response: membership,
    result: bodies.decodedMembership,
  },
  getInvitation: {
    call: (c) => c.getInvitation({ invitationId: invitation.id }),
    method: 'GET',
    path: invitationPath,
    response: invitation,
    result: bodies.decodedInvitation,
  },
  getInvitationByToken: {
    call: (c) => c.getInvitationByToken({ token: invitation.token }),
    method: 'GET',
    path: `/user_management/invitations/by_token/${invitation.token}`,
    response: invitation,
    result: bodies.decodedInvitation,
  },
  listInvitations: {
    call: (c) => c.listInvitations({ email: invitation.email, organizationId: organization.id }),
    method: 'GET',
    path: `/user_management/invitations?email=tomas%40orchard.example&organization_id=${organization.id}&limit=10`,
    response: listOf(invitation),
    result: page(bodies.decodedInvitation),
  },
  sendInvitation: {
    call: (c) =>
      c.sendInvitation({
        email: invitation.email,
        organizationId: organization.id,
        roleSlug: 'member',
        expiresInDays: 7,
        inviterUserId: user.id,
        locale: 'de',
      }),
    method: 'POST',
    path: '/user_management/invitations',
    sends: `{"email":"tomas@orchard.example","organization_id":"${organization.id}","role_slug":"member","expires_in_days":7,"inviter_user_id":"${user.id}","locale":"de"}`,
    status: 201,
    response: invitation,
    result: bodies.decodedInvitation,
  },
  acceptInvitation: {
    call: (c) => c.acceptInvitation({ invitationId: invitation.id }),
    method: 'POST',
    path: `${invitationPath}/accept`,
    response: invitation,
    result: bodies.decodedInvitation,
  },
  resendInvitation: {
    call: (c) => c.resendInvitation({ invitationId: invitation.id, locale: 'fr' }),
    method: 'POST',
    path: `${invitationPath}/resend`,
    sends: '{"locale":"fr"}',
    response: invitation,
    result: bodies.decodedInvitation,
  },
  revokeInvitation: {
    call: (c) => c.revokeInvitation({ invitationId: invitation.id }),
    method: 'POST',
    path: `${invitationPath}/revoke`,
    response: invitation,
    result: bodies.decodedInvitation,
  },
  getOrganization: {
    call: (c) => c.getOrganization({ organizationId: organization.id }),
    method: 'GET',
    path: `/organizations/${organization.id}`,
    response: organization,
    result: bodies.decodedOrganization,
  },
  getOrganizationByExternalId: {
    call: (c) => c.getOrganizationByExternalId({ externalId: 'orchard.7' }),
    method: 'GET',
    path: '/organizations/external_id/orchard.7',
    response: organization,
    result: bodies.decodedOrganization,
  },
  listOrganizations: {
    call: (c) => c.listOrganizations({ domains: ['orchard.example', 'pear.example'] }),
    method: 'GET',
    path: '/organizations?domains=orchard.example&domains=pear.example&limit=10',
    response: listOf(organization),
    result: page(bodies.decodedOrganization),
  },
  createOrganization: {
    call: (c) =>
      c.createOrganization({
        name: 'Orchard Ltd',
        domainData: [{ domain: 'orchard.example', state: 'verified' }],
        externalId: 'orchard.7',
      }),
    method: 'POST',
    path: '/organizations',
    sends:
      '{"name":"Orchard Ltd","domain_data":[{"domain":"orchard.example","state":"verified"}],"external_id":"orchard.7"}',
    status: 201,
    response: organization,
    result: bodies.decodedOrganization,
  },
  updateOrganization: {
    call: (c) => c.updateOrganization({ organizationId: organization.id, metadata: { plan_name: null } }),
    method: 'PUT',
    path: `/organizations/${organization.id}`,
    sends: '{"metadata":{"plan_name":null}}',
    response: organization,
    result: bodies.decodedOrganization,
  },
  deleteOrganization: {
    call: (c) => c.deleteOrganization({ organizationId: organization.id }),
    method: 'DELETE',
    path: `/organizations/${organization.id}`,
  },
  listSessions: {
    call: (c) => c.listSessions({ userId: user.id }),
    method: 'GET',
    path: `${userPath}/sessions?limit=10`,
    response: listOf(session),
    result: page(bodies.decodedSession),
  },
  revokeSession: {
    call: (c) => c.revokeSession({ sessionId: session.id }),
    method: 'POST',
    path: '/user_management/sessions/revoke',
    sends: `{"session_id":"${session.id}"}`,
  },
  authenticateWithPassword: authenticate(
    (c) =>
      c.authenticateWithPassword({
        email: user.email,
        password: 'six tall pear trees',
        ipAddress: '192.0.2.1',
        userAgent: 'Mozilla/5.0',
      }),
    grant(
      '"email":"nadia@orchard.example","password":"six tall pear trees","ip_address":"192.0.2.1","user_agent":"Mozilla/5.0"',
      'password',
    ),
  ),
  authenticateWithCode: authenticate(
    (c) => c.authenticateWithCode({ code: '01JQ8Z6V3N4T7K2M9X5B0CDEFY' }),
    grant('"code":"01JQ8Z6V3N4T7K2M9X5B0CDEFY"', 'authorization_code'),
  ),
  authenticateWithCodeAndVerifier: authenticate(
    (c) =>
      c.authenticateWithCodeAndVerifier({ code: '01JQ8Z6V3N4T7K2M9X5B0CDEFY', codeVerifier: 'v'.repeat(43) }),
    grant(
      `"code":"01JQ8Z6V3N4T7K2M9X5B0CDEFY","code_verifier":"${'v'.repeat(43)}"`,
      'authorization_code',
      '',
    ),
  ),
  authenticateWithMagicAuth: authenticate(
    (c) => c.authenticateWithMagicAuth({ code: '123456', email: user.email, linkAuthorizationCode: 'link' }),
    grant(
      '"code":"123456","email":"nadia@orchard.example","link_authorization_code":"link"',
      'urn:workos:oauth:grant-type:magic-auth:code',
    ),
  ),
  authenticateWithTotp: authenticate(
    (c) =>
      c.authenticateWithTotp({
        code: '123456',
        pendingAuthenticationToken: 'pQ7sVb2XnL9kTf4RyM6wZc8Jd',
        authenticationChallengeId: challenge.id,
      }),
    grant(
      `"code":"123456","pending_authentication_token":"pQ7sVb2XnL9kTf4RyM6wZc8Jd","authentication_challenge_id":"${challenge.id}"`,
      'urn:workos:oauth:grant-type:mfa-totp',
    ),
  ),
  authenticateWithRadarEmailChallenge: authenticate(
    (c) =>
      c.authenticateWithRadarEmailChallenge({
        code: '123456',
        pendingAuthenticationToken: 'pQ7sVb2XnL9kTf4RyM6wZc8Jd',
        radarChallengeId: 'radar_challenge_1',
      }),
    grant(
      '"code":"123456","pending_authentication_token":"pQ7sVb2XnL9kTf4RyM6wZc8Jd","radar_challenge_id":"radar_challenge_1"',
      'urn:workos:oauth:grant-type:radar-email-challenge:code',
    ),
  ),
  authenticateWithRadarSmsChallenge: authenticate(
    (c) =>
      c.authenticateWithRadarSmsChallenge({
        code: '123456',
        pendingAuthenticationToken: 'pQ7sVb2XnL9kTf4RyM6wZc8Jd',
        verificationId: 'verification_1',
        phoneNumber: '+4915112345678',
      }),
    grant(
      '"code":"123456","pending_authentication_token":"pQ7sVb2XnL9kTf4RyM6wZc8Jd","verification_id":"verification_1","phone_number":"+4915112345678"',
      'urn:workos:oauth:grant-type:radar-sms-challenge:code',
    ),
  ),
  authenticateWithEmailVerificationCode: authenticate(
    (c) =>
      c.authenticateWithEmailVerificationCode({
        code: '123456',
        pendingAuthenticationToken: 'pQ7sVb2XnL9kTf4RyM6wZc8Jd',
      }),
    grant(
      '"code":"123456","pending_authentication_token":"pQ7sVb2XnL9kTf4RyM6wZc8Jd"',
      'urn:workos:oauth:grant-type:email-verification:code',
    ),
  ),
  authenticateWithOrganizationSelection: authenticate(
    (c) =>
      c.authenticateWithOrganizationSelection({
        pendingAuthenticationToken: 'pQ7sVb2XnL9kTf4RyM6wZc8Jd',
        organizationId: organization.id,
      }),
    grant(
      `"pending_authentication_token":"pQ7sVb2XnL9kTf4RyM6wZc8Jd","organization_id":"${organization.id}"`,
      'urn:workos:oauth:grant-type:organization-selection',
    ),
  ),
  authenticateWithRefreshToken: authenticate(
    (c) =>
      c.authenticateWithRefreshToken({
        refreshToken: 'hT4bN9xKe2RwQ6yLs8VzD3mGj',
        organizationId: organization.id,
      }),
    grant(
      `"refresh_token":"hT4bN9xKe2RwQ6yLs8VzD3mGj","organization_id":"${organization.id}"`,
      'refresh_token',
    ),
  ),
  authenticateWithDeviceCode: authenticate(
    (c) => c.authenticateWithDeviceCode({ deviceCode: 'dev1ce' }),
    grant('"device_code":"dev1ce"', 'urn:ietf:params:oauth:grant-type:device_code', ''),
  ),
  getJwks: {
    call: (c) => c.getJwks(),
    method: 'GET',
    path: `/sso/jwks/${clientId}`,
    withoutKey: true,
    response: {
      keys: [{ alg: 'RS256', kty: 'RSA', use: 'sig', kid: 'k1', n: 'AQAB', e: 'AQAB', 'x5t#S256': 'h' }],
    },
    result: {
      keys: [{ alg: 'RS256', kty: 'RSA', use: 'sig', kid: 'k1', n: 'AQAB', e: 'AQAB', 'x5t#S256': 'h' }],
    },
  },
  createDeviceAuthorization: {
    call: (c) => c.createDeviceAuthorization(),
    method: 'POST',
    path: '/user_management/authorize/device',
    sends: `{"client_id":"${clientId}"}`,
    withoutKey: true,
    response: {
      device_code: 'dev1ce',
      user_code: 'BCDF-GHJK',
      verification_uri: 'https://auth.example/device',
      expires_in: 300,
    },
    result: {
      deviceCode: 'dev1ce',
      userCode: 'BCDF-GHJK',
      verificationUri: 'https://auth.example/device',
      expiresIn: 300,
      interval: 5,
    },
  },
  listRedirectUris: {
    call: (c) => c.listRedirectUris(),
    method: 'GET',
    path: '/user_management/redirect_uris?limit=10',
    response: listOf(bodies.redirectUri),
    result: page(bodies.decodedRedirectUri),
  },
  createRedirectUri: {
    call: (c) => c.createRedirectUri({ uri: bodies.redirectUri.uri }),
    method: 'POST',
    path: '/user_management/redirect_uris',
    sends: '{"uri":"https://app.example/callback"}',
    status: 201,
    response: bodies.redirectUri,
    result: bodies.decodedRedirectUri,
  },
  deleteRedirectUri: {
    call: (c) => c.deleteRedirectUri({ redirectUriId: bodies.redirectUri.id }),
    method: 'DELETE',
    path: `/user_management/redirect_uris/${bodies.redirectUri.id}`,
    status: 204,
  },
  listCorsOrigins: {
    call: (c) => c.listCorsOrigins({ limit: 1 }),
    method: 'GET',
    path: '/user_management/cors_origins?limit=1',
    response: listOf(bodies.corsOrigin),
    result: page(bodies.decodedCorsOrigin),
  },
  createCorsOrigin: {
    call: (c) => c.createCorsOrigin({ origin: bodies.corsOrigin.origin }),
    method: 'POST',
    path: '/user_management/cors_origins',
    sends: '{"origin":"https://app.example"}',
    status: 201,
    response: bodies.corsOrigin,
    result: bodies.decodedCorsOrigin,
  },
  getJwtTemplate: {
    call: (c) => c.getJwtTemplate(),
    method: 'GET',
    path: '/user_management/jwt_template',
    response: bodies.jwtTemplate,
    result: bodies.decodedJwtTemplate,
  },
  updateJwtTemplate: {
    call: (c) => c.updateJwtTemplate({ content: bodies.jwtTemplate.content }),
    method: 'PUT',
    path: '/user_management/jwt_template',
    sends: '{"content":"{\\"email\\": {{ user.email }}}"}',
    response: bodies.jwtTemplate,
    result: bodies.decodedJwtTemplate,
  },
  listEvents: {
    call: (c) =>
      c.listEvents({ events: ['user.created', 'session.created'], rangeStart: '2025-03-01T00:00:00Z' }),
    method: 'GET',
    path: '/events?events=user.created&events=session.created&range_start=2025-03-01T00%3A00%3A00Z&limit=10',
    response: listOf(bodies.event),
    result: page(bodies.decodedEvent),
  },
  listWebhookEndpoints: {
    call: (c) => c.listWebhookEndpoints(),
    method: 'GET',
    path: '/webhook_endpoints?limit=10',
    response: listOf(bodies.webhookEndpoint),
    result: page(bodies.decodedWebhookEndpoint),
  },
  createWebhookEndpoint: {
    call: (c) =>
      c.createWebhookEndpoint({ endpointUrl: 'https://app.example/webhooks', events: ['user.created'] }),
    method: 'POST',
    path: '/webhook_endpoints',
    sends: '{"endpoint_url":"https://app.example/webhooks","events":["user.created"]}',
    status: 201,
    response: bodies.webhookEndpoint,
    result: bodies.decodedWebhookEndpoint,
  },
  updateWebhookEndpoint: {
    call: (c) =>
      c.updateWebhookEndpoint({ webhookEndpointId: bodies.webhookEndpoint.id, status: 'disabled' }),
    method: 'PATCH',
    path: `/webhook_endpoints/${bodies.webhookEndpoint.id}`,
    sends: '{"status":"disabled"}',
    response: bodies.webhookEndpoint,
    result: bodies.decodedWebhookEndpoint,
  },
  deleteWebhookEndpoint: {
    call: (c) => c.deleteWebhookEndpoint({ webhookEndpointId: bodies.webhookEndpoint.id }),
    method: 'DELETE',
    path: `/webhook_endpoints/${bodies.webhookEndpoint.id}`,
    status: 204,
  },
}

/** Operations that send no request. `authorize.test.ts` and `sso-logout.test.ts` cover them. */
const withoutCall = [
  'getAuthorizationUrl',
  'getAuthorizationUrlWithPkce',
  'getJwksUrl',
  'getLogoutUrl',
  'getSsoLogoutUrl',
]

describe('every operation sends exactly its request and decodes its response', () => {
  beforeAll(() => nock.disableNetConnect())
  afterAll(() => nock.enableNetConnect())
  afterEach(() => nock.cleanAll())

  it('has an exchange for each operation', () => {
    const how =
      'Add the exchange to `exchanges` in this file, or to the file of its aggregate in exchanges/, which is spread there.'
    expect(Object.keys(exchanges).concat(withoutCall).sort(), how).toEqual(Object.keys(operations).sort())
  })

  it.each(Object.entries(exchanges))('%s', async (_name, exchange) => {
    let request = new Request(base)
    let body = ''
    nock(base)
      .intercept(/.*/, exchange.method)
      .reply(async (received: Request) => {
        request = received
        body = await received.text()
        return [exchange.status ?? 200, exchange.response ?? '', { 'X-Request-ID': 'req_1' }]
      })

    const result = await exchange.call(client)

    const keyed = exchange.method === 'POST' && !exchange.once
    const header = (name: string) => request.headers.get(name)
    expect(request.url).toBe(base + exchange.path)
    expect(body).toBe(exchange.sends ?? '')
    expect(header('accept')).toBe('application/json')
    expect(header('user-agent')).toBe(`latchkey/${VERSION}`)
    expect(header('authorization')).toBe(exchange.withoutKey ? null : `Bearer ${apiKey}`)
    expect(header('content-type')).toBe(exchange.sends === undefined ? null : 'application/json')
    expect(header('idempotency-key')).toEqual(
      keyed ? expect.stringMatching(/^latchkey-[0-9a-f-]{36}$/) : null,
    )
    if (exchange.result === undefined) expect(result).toBeUndefined()
    else expect(withoutMethods(result)).toEqual(exchange.result)
  })
})

/** A page has methods in addition to its data. */
function withoutMethods(result: unknown): unknown {
  if (typeof result !== 'object' || result === null || !('listMetadata' in result)) return result
  const { data, listMetadata } = result as { data?: unknown; listMetadata: unknown }
  return { data, listMetadata }
}

describe('C22, N16: an empty filter', () => {
  it.each<[name: keyof Client, filter: string, values: unknown[], needed?: object]>([
    ['listUsers', 'email', ['', ' ', null]],
    ['listUsers', 'organizationId', ['', null]],
    ['listInvitations', 'email', ['', ' ', null]],
    ['listInvitations', 'organizationId', ['', null]],
    ['listOrganizations', 'domains', [[], [''], [' ', 'a.example'], null]],
    ['listOrganizationMemberships', 'userId', ['', null], { organizationId: 'org_1' }],
    ['listOrganizationMemberships', 'organizationId', ['', null], { userId: 'user_1' }],
    ['listOrganizationMemberships', 'statuses', [[], ['']], { userId: 'user_1' }],
    ['listEvents', 'organizationId', ['', null], { events: ['user.created'] }],
    ['listEvents', 'rangeStart', [''], { events: ['user.created'] }],
    ['listEvents', 'events', [[], ['']]],
    ['listSessions', 'userId', ['', null]],
    ['listAuthFactors', 'userId', ['', null]],
    ['listUserIdentities', 'userId', ['', null]],
    ['listConnections', 'organizationId', ['', null]],
    ['listConnections', 'domain', ['', ' ', null]],
    ['listDirectories', 'organizationId', ['', null]],
    ['listDirectoryGroups', 'directory', ['', null]],
    ['listDirectoryGroups', 'user', ['', null]],
    ['listDirectoryUsers', 'directory', ['', null]],
    ['listDirectoryUsers', 'group', ['', null]],
    ['listDirectoryUsers', 'email', ['', ' ', null]],
    ['listUserApiKeys', 'organizationId', ['', null], { userId: 'user_1' }],
    ['listGroups', 'organizationId', ['', null]],
    ['listItContacts', 'organizationId', ['', null]],
    ['listOrganizationApiKeys', 'organizationId', ['', null]],
    ['listOrganizationFeatureFlags', 'organizationId', ['', null]],
    ['listUserFeatureFlags', 'userId', ['', null]],
    ['listOrganizationAuthorizedApplications', 'organizationId', ['', null]],
    ['listUserAuthorizedApplications', 'userId', ['', null]],
  ])('is refused before any request: %s by %s', async (name, filter, values, needed) => {
    const list = client[name] as (params: object) => Promise<unknown>
    for (const value of values)
      await expect(list({ ...needed, [filter]: value })).rejects.toMatchObject({ code: 'input_invalid' })
  })

  it('is omitted if it is undefined', async () => {
    nock(base).get('/user_management/users?limit=10').reply(200, listOf(user))
    const users = await client.listUsers({ email: undefined, organizationId: undefined, after: undefined })
    expect(users.data).toHaveLength(1)
  })
})
