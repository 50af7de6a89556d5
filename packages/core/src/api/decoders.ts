// From here on written by `pnpm --filter @latchkey/core run operations`.

import { type FromWire, given, isRecord, isText, isTextOrNone, ownData, withRest } from './request/decode.ts'
import { hide } from './request/hide.ts'
import { fromWire } from './request/wire.ts'

/** Reads the type Invitation from the wire. */
export const decodeInvitation: FromWire<never> = (wire, _at, depth) => {
  if (!isRecord(wire)) return undefined
  const {
    object,
    id,
    email,
    state,
    accepted_at: acceptedAt,
    revoked_at: revokedAt,
    expires_at: expiresAt,
    token,
    accept_invitation_url: acceptInvitationUrl,
    organization_id: organizationId,
    inviter_user_id: inviterUserId,
    accepted_user_id: acceptedUserId,
    role_slug: roleSlug,
    created_at: createdAt,
    updated_at: updatedAt,
  } = wire
  if (
    !(
      object === 'invitation' &&
      isText(id) &&
      isText(email) &&
      isText(state) &&
      isTextOrNone(acceptedAt) &&
      isTextOrNone(revokedAt) &&
      isText(expiresAt) &&
      isText(token) &&
      isText(acceptInvitationUrl) &&
      isTextOrNone(organizationId) &&
      isTextOrNone(inviterUserId) &&
      isTextOrNone(acceptedUserId) &&
      isTextOrNone(roleSlug) &&
      isText(createdAt) &&
      isText(updatedAt)
    )
  )
    return undefined
  const value: Record<string, unknown> = hide(
    {
      object,
      id,
      email,
      state,
      acceptedAt: acceptedAt ?? null,
      revokedAt: revokedAt ?? null,
      expiresAt,
      token,
      acceptInvitationUrl,
      organizationId: organizationId ?? null,
      inviterUserId: inviterUserId ?? null,
      acceptedUserId: acceptedUserId ?? null,
      roleSlug: roleSlug ?? null,
      createdAt,
      updatedAt,
    },
    ['token', 'acceptInvitationUrl'],
  )

  return withRest(
    value,
    wire,
    9 +
      given(acceptedAt) +
      given(revokedAt) +
      given(organizationId) +
      given(inviterUserId) +
      given(acceptedUserId) +
      given(roleSlug),
    depth,
  ) as never
}

/** Reads the type OrganizationMembership from the wire. */
export const decodeMembership: FromWire<never> = (wire, at, depth) => {
  if (!isRecord(wire)) return undefined
  const {
    object,
    id,
    user_id: userId,
    organization_id: organizationId,
    organization_name: organizationName,
    status,
    role,
    roles,
    directory_managed: directoryManaged,
    custom_attributes: customAttributes,
    user,
    created_at: createdAt,
    updated_at: updatedAt,
  } = wire
  if (
    !(
      object === 'organization_membership' &&
      isText(id) &&
      isText(userId) &&
      isText(organizationId) &&
      (organizationName === undefined || isText(organizationName)) &&
      (status === undefined || isText(status)) &&
      (directoryManaged === undefined || typeof directoryManaged === 'boolean') &&
      isText(createdAt) &&
      isText(updatedAt)
    )
  )
    return undefined
  const value: Record<string, unknown> = { object, id, userId, organizationId, createdAt, updatedAt }
  if (organizationName !== undefined) value.organizationName = organizationName
  if (status !== undefined) value.status = status
  if (role !== undefined) value.role = fromWire(role, depth + 1)
  if (roles !== undefined) value.roles = fromWire(roles, depth + 1)
  if (directoryManaged !== undefined) value.directoryManaged = directoryManaged
  if (customAttributes !== undefined) value.customAttributes = ownData(customAttributes, depth + 1)
  if (user !== undefined) {
    const inner = decodeUser(user, at, depth + 1)
    if (inner === undefined) return undefined
    value.user = inner
  }
  return withRest(
    value,
    wire,
    6 +
      given(organizationName) +
      given(status) +
      given(role) +
      given(roles) +
      given(directoryManaged) +
      given(customAttributes) +
      given(user),
    depth,
  ) as never
}

/** Reads the type Organization from the wire. */
export const decodeOrganization: FromWire<never> = (wire, _at, depth) => {
  if (!isRecord(wire)) return undefined
  const {
    object,
    id,
    name,
    domains,
    metadata,
    external_id: externalId,
    stripe_customer_id: stripeCustomerId,
    allow_profiles_outside_organization: allowProfilesOutsideOrganization,
    created_at: createdAt,
    updated_at: updatedAt,
  } = wire
  if (
    !(
      object === 'organization' &&
      isText(id) &&
      isText(name) &&
      isTextOrNone(externalId) &&
      isTextOrNone(stripeCustomerId) &&
      (allowProfilesOutsideOrganization === undefined ||
        typeof allowProfilesOutsideOrganization === 'boolean') &&
      isText(createdAt) &&
      isText(updatedAt)
    )
  )
    return undefined
  const value: Record<string, unknown> = {
    object,
    id,
    name,
    domains: fromWire(domains, depth + 1) ?? [],
    metadata: ownData(metadata, depth + 1) ?? {},
    externalId: externalId ?? null,
    createdAt,
    updatedAt,
  }
  if (stripeCustomerId !== undefined) value.stripeCustomerId = stripeCustomerId
  if (allowProfilesOutsideOrganization !== undefined)
    value.allowProfilesOutsideOrganization = allowProfilesOutsideOrganization
  return withRest(
    value,
    wire,
    5 +
      given(domains) +
      given(metadata) +
      given(externalId) +
      given(stripeCustomerId) +
      given(allowProfilesOutsideOrganization),
    depth,
  ) as never
}

/** Reads the type Session from the wire. */
export const decodeSession: FromWire<never> = (wire, _at, depth) => {
  if (!isRecord(wire)) return undefined
  const {
    object,
    id,
    user_id: userId,
    organization_id: organizationId,
    impersonator,
    ip_address: ipAddress,
    user_agent: userAgent,
    auth_method: authMethod,
    status,
    expires_at: expiresAt,
    ended_at: endedAt,
    created_at: createdAt,
    updated_at: updatedAt,
  } = wire
  if (
    !(
      object === 'session' &&
      isText(id) &&
      isText(userId) &&
      isTextOrNone(organizationId) &&
      isTextOrNone(ipAddress) &&
      isTextOrNone(userAgent) &&
      isText(authMethod) &&
      isText(status) &&
      isText(expiresAt) &&
      isTextOrNone(endedAt) &&
      isText(createdAt) &&
      isText(updatedAt)
    )
  )
    return undefined
  const value: Record<string, unknown> = {
    object,
    id,
    userId,
    organizationId: organizationId ?? null,
    ipAddress: ipAddress ?? null,
    userAgent: userAgent ?? null,
    authMethod,
    status,
    expiresAt,
    endedAt: endedAt ?? null,
    createdAt,
    updatedAt,
  }
  if (impersonator !== undefined) value.impersonator = fromWire(impersonator, depth + 1)
  return withRest(
    value,
    wire,
    8 + given(organizationId) + given(impersonator) + given(ipAddress) + given(userAgent) + given(endedAt),
    depth,
  ) as never
}

/** Reads the type User from the wire. */
export const decodeUser: FromWire<never> = (wire, _at, depth) => {
  if (!isRecord(wire)) return undefined
  const {
    object,
    id,
    email,
    email_verified: emailVerified,
    first_name: firstName,
    last_name: lastName,
    name,
    profile_picture_url: profilePictureUrl,
    last_sign_in_at: lastSignInAt,
    external_id: externalId,
    metadata,
    locale,
    created_at: createdAt,
    updated_at: updatedAt,
  } = wire
  if (
    !(
      object === 'user' &&
      isText(id) &&
      isText(email) &&
      typeof emailVerified === 'boolean' &&
      isTextOrNone(firstName) &&
      isTextOrNone(lastName) &&
      isTextOrNone(name) &&
      isTextOrNone(profilePictureUrl) &&
      isTextOrNone(lastSignInAt) &&
      isTextOrNone(externalId) &&
      isTextOrNone(locale) &&
      isText(createdAt) &&
      isText(updatedAt)
    )
  )
    return undefined
  const value: Record<string, unknown> = {
    object,
    id,
    email,
    emailVerified,
    firstName: firstName ?? null,
    lastName: lastName ?? null,
    name: name ?? null,
    profilePictureUrl: profilePictureUrl ?? null,
    lastSignInAt: lastSignInAt ?? null,
    externalId: externalId ?? null,
    metadata: ownData(metadata, depth + 1) ?? {},
    locale: locale ?? null,
    createdAt,
    updatedAt,
  }

  return withRest(
    value,
    wire,
    6 +
      given(firstName) +
      given(lastName) +
      given(name) +
      given(profilePictureUrl) +
      given(lastSignInAt) +
      given(externalId) +
      given(metadata) +
      given(locale),
    depth,
  ) as never
}
