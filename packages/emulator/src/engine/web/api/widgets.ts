import * as v from 'valibot'
import { WIDGET_SCOPES } from '../../domain/permissions/widget-scopes.ts'
import { createWidgetToken } from '../../domain/widgets/widget-token.ts'
import { created, operation } from '../http/operation.ts'

const common = {
  method: 'POST',
  responses: { 201: v.object({ token: v.string() }) },
  refusals: { 400: ['organization_membership_not_found'] },
} as const

export const widgetOperations = [
  operation({
    ...common,
    id: 'createWidgetToken',
    path: '/widgets/token',
    summary: 'Create a token for a widget',
    body: v.object({
      organization_id: v.optional(v.string()),
      user_id: v.optional(v.string()),
      scopes: v.optional(v.array(v.picklist(WIDGET_SCOPES, 'invalid_scope'))),
    }),
    async handle({ context, body }) {
      return created({ token: await createWidgetToken(context, body, 'widgets') })
    },
  }),
  operation({
    ...common,
    id: 'createClientToken',
    path: '/client/token',
    summary: 'Create a token for the client API',
    body: v.object({ organization_id: v.string(), user_id: v.string() }),
    async handle({ context, body }) {
      return created({ token: await createWidgetToken(context, body, 'client') })
    },
  }),
]
