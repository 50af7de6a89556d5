// Response bodies in the shapes that the API's documentation shows.

export const user = {
  object: 'user',
  id: 'user_01JQ8Z6V3N4T7K2M9X5B0CDEFG',
  email: 'nadia@orchard.example',
  email_verified: true,
  first_name: 'Nadia',
  last_name: 'Okafor',
  name: 'Nadia Okafor',
  profile_picture_url: null,
  last_sign_in_at: '2025-03-14T09:26:53.589Z',
  external_id: null,
  metadata: { favourite_colour: 'green' },
  locale: null,
  created_at: '2025-03-01T08:00:00.000Z',
  updated_at: '2025-03-14T09:26:53.589Z',
}

export const decodedUser = {
  object: 'user',
  id: 'user_01JQ8Z6V3N4T7K2M9X5B0CDEFG',
  email: 'nadia@orchard.example',
  emailVerified: true,
  firstName: 'Nadia',
  lastName: 'Okafor',
  name: 'Nadia Okafor',
  profilePictureUrl: null,
  lastSignInAt: '2025-03-14T09:26:53.589Z',
  externalId: null,
  metadata: { favourite_colour: 'green' },
  locale: null,
  createdAt: '2025-03-01T08:00:00.000Z',
  updatedAt: '2025-03-14T09:26:53.589Z',
}

const times = { created_at: '2025-03-02T08:00:00.000Z', updated_at: '2025-03-02T08:00:00.000Z' }
const decodedTimes = { createdAt: '2025-03-02T08:00:00.000Z', updatedAt: '2025-03-02T08:00:00.000Z' }

export const membership = {
  object: 'organization_membership',
  id: 'om_01JQ8Z6V3N4T7K2M9X5B0CDEFH',
  user_id: user.id,
  organization_id: 'org_01JQ8Z6V3N4T7K2M9X5B0CDEFJ',
  organization_name: 'Orchard Ltd',
  status: 'active',
  role: { slug: 'member' },
  roles: [{ slug: 'member' }],
  directory_managed: false,
  custom_attributes: { team_name: 'pickers' },
  user,
  ...times,
}

export const decodedMembership = {
  object: 'organization_membership',
  id: 'om_01JQ8Z6V3N4T7K2M9X5B0CDEFH',
  userId: user.id,
  organizationId: 'org_01JQ8Z6V3N4T7K2M9X5B0CDEFJ',
  organizationName: 'Orchard Ltd',
  status: 'active',
  role: { slug: 'member' },
  roles: [{ slug: 'member' }],
  directoryManaged: false,
  customAttributes: { team_name: 'pickers' },
  user: decodedUser,
  ...decodedTimes,
}

export const organization = {
  object: 'organization',
  id: 'org_01JQ8Z6V3N4T7K2M9X5B0CDEFJ',
  name: 'Orchard Ltd',
  domains: [],
  metadata: { plan_name: 'gold' },
  external_id: 'orchard.7',
  ...times,
}

export const decodedOrganization = {
  object: 'organization',
  id: 'org_01JQ8Z6V3N4T7K2M9X5B0CDEFJ',
  name: 'Orchard Ltd',
  domains: [],
  metadata: { plan_name: 'gold' },
  externalId: 'orchard.7',
  ...decodedTimes,
}

export const invitation = {
  object: 'invitation',
  id: 'invitation_01JQ8Z6V3N4T7K2M9X5B0CDEFK',
  email: 'tomas@orchard.example',
  state: 'pending',
  accepted_at: null,
  revoked_at: null,
  expires_at: '2025-03-21T09:26:53.589Z',
  token: 'kW2nQ8vLr5TyB7sDm3XcZ9pFa',
  accept_invitation_url: 'http://localhost:4300/invite?invitation_token=kW2nQ8vLr5TyB7sDm3XcZ9pFa',
  organization_id: organization.id,
  inviter_user_id: null,
  accepted_user_id: null,
  role_slug: 'member',
  ...times,
}

export const decodedInvitation = {
  object: 'invitation',
  id: 'invitation_01JQ8Z6V3N4T7K2M9X5B0CDEFK',
  email: 'tomas@orchard.example',
  state: 'pending',
  acceptedAt: null,
  revokedAt: null,
  expiresAt: '2025-03-21T09:26:53.589Z',
  token: 'kW2nQ8vLr5TyB7sDm3XcZ9pFa',
  acceptInvitationUrl: 'http://localhost:4300/invite?invitation_token=kW2nQ8vLr5TyB7sDm3XcZ9pFa',
  organizationId: organization.id,
  inviterUserId: null,
  acceptedUserId: null,
  roleSlug: 'member',
  ...decodedTimes,
}

export const factor = {
  object: 'authentication_factor',
  id: 'auth_factor_01JQ8Z6V3N4T7K2M9X5B0CDEFM',
  type: 'totp',
  user_id: user.id,
  totp: { issuer: 'Orchard', user: user.email },
  ...times,
}

export const decodedFactor = {
  object: 'authentication_factor',
  id: 'auth_factor_01JQ8Z6V3N4T7K2M9X5B0CDEFM',
  type: 'totp',
  userId: user.id,
  totp: { issuer: 'Orchard', user: user.email },
  ...decodedTimes,
}

export const enrolledFactor = {
  ...factor,
  totp: {
    issuer: 'Orchard',
    user: user.email,
    secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP',
    qr_code: 'data:image/png;base64,iVBORw0KGgo=',
    uri: 'otpauth://totp/Orchard:nadia@orchard.example?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP',
  },
}

export const decodedEnrolledFactor = {
  ...decodedFactor,
  totp: {
    issuer: 'Orchard',
    user: user.email,
    secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP',
    qrCode: 'data:image/png;base64,iVBORw0KGgo=',
    uri: 'otpauth://totp/Orchard:nadia@orchard.example?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP',
  },
}

export const challenge = {
  object: 'authentication_challenge',
  id: 'auth_challenge_01JQ8Z6V3N4T7K2M9X5B0CDEFN',
  authentication_factor_id: factor.id,
  expires_at: '2025-03-14T09:36:53.589Z',
  ...times,
}

export const decodedChallenge = {
  object: 'authentication_challenge',
  id: 'auth_challenge_01JQ8Z6V3N4T7K2M9X5B0CDEFN',
  authenticationFactorId: factor.id,
  expiresAt: '2025-03-14T09:36:53.589Z',
  ...decodedTimes,
}

export const session = {
  object: 'session',
  id: 'session_01JQ8Z6V3N4T7K2M9X5B0CDEFQ',
  user_id: user.id,
  organization_id: organization.id,
  ip_address: '192.0.2.1',
  user_agent: 'Mozilla/5.0',
  auth_method: 'password',
  status: 'active',
  expires_at: '2025-04-14T09:36:53.589Z',
  ended_at: null,
  ...times,
}

export const decodedSession = {
  object: 'session',
  id: 'session_01JQ8Z6V3N4T7K2M9X5B0CDEFQ',
  userId: user.id,
  organizationId: organization.id,
  ipAddress: '192.0.2.1',
  userAgent: 'Mozilla/5.0',
  authMethod: 'password',
  status: 'active',
  expiresAt: '2025-04-14T09:36:53.589Z',
  endedAt: null,
  ...decodedTimes,
}

const oneTimeCode = {
  user_id: user.id,
  email: user.email,
  expires_at: '2025-03-14T09:36:53.589Z',
  code: '123456',
}
const decodedCode = {
  userId: user.id,
  email: user.email,
  expiresAt: '2025-03-14T09:36:53.589Z',
  code: '123456',
}

export const magicAuth = {
  object: 'magic_auth',
  id: 'magic_auth_01JQ8Z6V3N4T7K2M9X5B0CDEFR',
  ...oneTimeCode,
  ...times,
}
export const decodedMagicAuth = { object: 'magic_auth', id: magicAuth.id, ...decodedCode, ...decodedTimes }

export const emailVerification = {
  object: 'email_verification',
  id: 'email_verification_01JQ8Z6V3N4T7K2M9X5B0CDEFS',
  ...oneTimeCode,
  ...times,
}
export const decodedEmailVerification = {
  object: 'email_verification',
  id: emailVerification.id,
  ...decodedCode,
  ...decodedTimes,
}

export const passwordReset = {
  object: 'password_reset',
  id: 'password_reset_01JQ8Z6V3N4T7K2M9X5B0CDEFT',
  user_id: user.id,
  email: user.email,
  password_reset_token: 'Z1uX3RbwcIl5fIGJJJCXXisdI',
  password_reset_url: 'https://app.example/reset?token=Z1uX3RbwcIl5fIGJJJCXXisdI',
  expires_at: '2025-03-14T09:41:53.589Z',
  created_at: times.created_at,
}
export const decodedPasswordReset = {
  object: 'password_reset',
  id: passwordReset.id,
  userId: user.id,
  email: user.email,
  passwordResetToken: 'Z1uX3RbwcIl5fIGJJJCXXisdI',
  passwordResetUrl: 'https://app.example/reset?token=Z1uX3RbwcIl5fIGJJJCXXisdI',
  expiresAt: '2025-03-14T09:41:53.589Z',
  createdAt: times.created_at,
}

export const redirectUri = {
  object: 'redirect_uri',
  id: 'redir_01JQ8Z6V3N4T7K2M9X5B0CDEFU',
  uri: 'https://app.example/callback',
  default: true,
  ...times,
}
export const decodedRedirectUri = {
  object: 'redirect_uri',
  id: redirectUri.id,
  uri: redirectUri.uri,
  default: true,
  ...decodedTimes,
}

export const corsOrigin = {
  object: 'cors_origin',
  id: 'cors_origin_01JQ8Z6V3N4T7K2M9X5B0CDEFV',
  origin: 'https://app.example',
  ...times,
}
export const decodedCorsOrigin = {
  object: 'cors_origin',
  id: corsOrigin.id,
  origin: corsOrigin.origin,
  ...decodedTimes,
}

export const jwtTemplate = { object: 'jwt_template', content: '{"email": {{ user.email }}}', ...times }
export const decodedJwtTemplate = { object: 'jwt_template', content: jwtTemplate.content, ...decodedTimes }

export const webhookEndpoint = {
  object: 'webhook_endpoint',
  id: 'we_01JQ8Z6V3N4T7K2M9X5B0CDEFW',
  endpoint_url: 'https://app.example/webhooks',
  secret: 'whsec_5kQ8vLr5TyB7sDm3XcZ9pFa',
  status: 'enabled',
  events: ['user.created'],
  ...times,
}
export const decodedWebhookEndpoint = {
  object: 'webhook_endpoint',
  id: webhookEndpoint.id,
  endpointUrl: webhookEndpoint.endpoint_url,
  secret: webhookEndpoint.secret,
  status: 'enabled',
  events: ['user.created'],
  ...decodedTimes,
}

export const event = {
  object: 'event',
  id: 'event_01JQ8Z6V3N4T7K2M9X5B0CDEFX',
  event: 'user.created',
  data: user,
  created_at: times.created_at,
}
export const decodedEvent = {
  object: 'event',
  id: event.id,
  event: 'user.created',
  type: 'user.created',
  data: decodedUser,
  createdAt: times.created_at,
}

export const signedIn = {
  user,
  organization_id: organization.id,
  access_token: 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ1c2VyIn0.c2lnbmF0dXJl',
  refresh_token: 'hT4bN9xKe2RwQ6yLs8VzD3mGj',
  authentication_method: 'Password',
}
export const decodedSignedIn = {
  status: 'complete',
  user: decodedUser,
  organizationId: organization.id,
  authenticationMethod: 'Password',
  tokens: { accessToken: signedIn.access_token, refreshToken: signedIn.refresh_token },
}

export const listOf = (item: unknown) => ({
  object: 'list',
  data: [item],
  list_metadata: { before: null, after: null },
})
