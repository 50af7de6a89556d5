import * as v from 'valibot'
import { createPortalLink, INTENTS } from '../../domain/portal/portal-links.ts'
import { created, operation } from '../http/operation.ts'

/** A URL that the browser will open, so `javascript:` and `data:` are not allowed. */
const address = v.optional(v.pipe(v.string(), v.url('invalid_url'), v.regex(/^https?:/i, 'invalid_url')))

export const generatePortalLinkOperation = operation({
  id: 'generatePortalLink',
  method: 'POST',
  path: '/portal/generate_link',
  summary: 'Create a portal link for administrators of an organization',
  body: v.object({
    organization: v.string(),
    intent: v.optional(v.picklist(INTENTS, 'invalid_intent'), 'sso'),
    return_url: address,
    success_url: address,
  }),
  notEmulated: ['it_contact_emails', 'intent_options'],
  responses: { 201: v.object({ link: v.string() }) },
  async handle({ context, body }) {
    return created({ link: await createPortalLink(context, body) })
  },
})
