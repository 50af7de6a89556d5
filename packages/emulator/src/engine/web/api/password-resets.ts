import * as v from 'valibot'
import { invalidField, notFound } from '../../base/failure.ts'
import { email, isoTimestamp } from '../../contract/values.ts'
import {
  getPasswordReset,
  presentPasswordReset,
  requestPasswordReset,
  resetPassword,
} from '../../domain/accounts/password-resets.ts'
import { presentUser, UserResponse } from '../../domain/users/user-schema.ts'
import { created, empty, ok, operation } from '../http/operation.ts'

const PasswordReset = v.object({
  object: v.literal('password_reset'),
  id: v.string(),
  user_id: v.string(),
  email: v.string(),
  password_reset_token: v.string(),
  password_reset_url: v.string(),
  expires_at: isoTimestamp,
  created_at: isoTimestamp,
})

export const createPasswordResetOperation = operation({
  id: 'createPasswordReset',
  method: 'POST',
  path: '/user_management/password_reset',
  summary: 'Create a reset link, email it and return it',
  body: v.object({ email }),
  responses: { 201: PasswordReset },
  async handle({ context, body }) {
    const row = await requestPasswordReset(context, body.email)
    if (row === undefined) throw notFound('User', body.email)
    return created(presentPasswordReset(context, row))
  },
})

export const sendPasswordResetEmailOperation = operation({
  id: 'sendPasswordResetEmail',
  method: 'POST',
  path: '/user_management/password_reset/send',
  summary: 'Email a reset link to your own page',
  body: v.object({ email, password_reset_url: v.string() }),
  responses: { 201: null },
  async handle({ context, body }) {
    if (!isWebPage(body.password_reset_url)) {
      throw invalidField(
        'password_reset_url',
        'invalid_password_reset_url',
        'It must be an http or https URL.',
      )
    }
    const row = await requestPasswordReset(context, body.email, body.password_reset_url)
    if (row === undefined) throw notFound('User', body.email)
    return empty(201)
  },
})

export const getPasswordResetOperation = operation({
  id: 'getPasswordReset',
  method: 'GET',
  path: '/user_management/password_reset/:id',
  summary: 'Get a reset link',
  responses: { 200: PasswordReset },
  async handle({ context, params }) {
    return ok(presentPasswordReset(context, await getPasswordReset(context, params.id)))
  },
})

export const resetPasswordOperation = operation({
  id: 'resetPassword',
  method: 'POST',
  path: '/user_management/password_reset/confirm',
  summary: 'Set a new password with a reset token',
  body: v.object({ token: v.string(), new_password: v.string() }),
  responses: { 200: UserResponse },
  async handle({ context, body }) {
    return ok({ user: presentUser(await resetPassword(context, body.token, body.new_password)) })
  },
})

export const passwordResetOperations = [
  createPasswordResetOperation,
  sendPasswordResetEmailOperation,
  getPasswordResetOperation,
  resetPasswordOperation,
]

function isWebPage(url: string): boolean {
  return URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)
}
