import * as v from 'valibot'
import { email } from '../../contract/values.ts'
import {
  addRadarEntry,
  assessAttempt,
  LIST_TYPES,
  removeRadarEntry,
  updateAttempt,
} from '../../domain/radar/radar.ts'
import { empty, ok, operation } from '../http/operation.ts'

const METHODS = [
  'Password',
  'Passkey',
  'Authenticator',
  'SMS_OTP',
  'Email_OTP',
  'Social',
  'SSO',
  'Other',
] as const

const list = {
  path: '/radar/lists/:type/:action',
  body: v.object({
    entry: v.pipe(v.string(), v.trim(), v.minLength(1, 'entry_required'), v.maxLength(1000)),
  }),
  refusals: { 400: [] },
} as const
const status = v.optional(v.literal('success', 'invalid_status'))

export const radarOperations = [
  operation({
    id: 'createRadarAttempt',
    method: 'POST',
    path: '/radar/attempts',
    summary: 'Assess a sign-up or sign-in attempt',
    body: v.object({
      ip_address: v.string(),
      user_agent: v.string(),
      email,
      auth_method: v.picklist(METHODS, 'invalid_auth_method'),
      action: v.picklist(['sign-up', 'sign-in'], 'invalid_action'),
      signals_id: v.optional(v.string()),
    }),
    responses: {
      200: v.object({
        verdict: v.picklist(['allow', 'block', 'challenge']),
        reason: v.string(),
        attempt_id: v.string(),
        control: v.optional(v.picklist(['restriction', 'bot_detection'])),
        blocklist_type: v.optional(v.picklist(LIST_TYPES)),
      }),
    },
    async handle({ context, body }) {
      return ok(await assessAttempt(context, body))
    },
  }),
  operation({
    id: 'updateRadarAttempt',
    method: 'PUT',
    path: '/radar/attempts/:id',
    summary: 'Report the outcome of an attempt',
    body: v.object({ challenge_status: status, attempt_status: status }),
    responses: { 204: null },
    async handle({ context, params, body }) {
      await updateAttempt(context, params.id, body)
      return empty(204)
    },
  }),
  operation({
    ...list,
    id: 'addRadarListEntry',
    method: 'POST',
    summary: 'Add an entry to an allow list or block list',
    responses: { 200: v.object({ message: v.string() }), 201: null },
    async handle({ context, params, body }) {
      if (await addRadarEntry(context, params, body.entry)) return empty(201)
      return ok({ message: 'The entry is already on the list.' })
    },
  }),
  operation({
    ...list,
    id: 'removeRadarListEntry',
    method: 'DELETE',
    summary: 'Remove an entry from a list',
    responses: { 204: null },
    async handle({ context, params, body }) {
      await removeRadarEntry(context, params, body.entry)
      return empty(204)
    },
  }),
]
