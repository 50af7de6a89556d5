import { randomUUID } from 'node:crypto'
import type { Context } from 'hono'
import { causedBy } from '../../base/cause.ts'
import { deviceOf } from '../../base/device.ts'
import { html } from '../../base/html.ts'
import type { EngineContext } from '../../context/engine-context.ts'
import type { EnvironmentRegistry } from '../../context/environment-registry.ts'
import { decideDevice } from '../../domain/authorization/device-codes.ts'
import {
  createHostedFlow,
  endHostedFlow,
  type HostedRequest,
  type HostedStep,
  readHostedFlow,
  writeHostedState,
} from '../../domain/authorization/interaction.ts'
import { toJson } from '../../storage/json.ts'
import type { App } from '../http/app.ts'
import { brandedPage } from '../pages/branded-page.ts'
import { page, seeOther } from '../pages/layout.ts'
import { formFields } from '../pages/same-origin.ts'
import type { Visitor } from './authenticate-on-page.ts'
import { devicePage } from './device-page.ts'
import { finishSignIn } from './finish-sign-in.ts'
import { identityView } from './identity-view.ts'
import { done, invitationPage, resetPage } from './link-pages.ts'
import { portalPage } from './portal-page.ts'
import { stepView } from './step-view.ts'
import { submitIdentity } from './submit-identity.ts'
import { submitStep } from './submit-step.ts'

/** The pages of the hosted service: plain forms without scripts. */
export function mountHosted(app: App, registry: EnvironmentRegistry): void {
  const serve = (path: string, handler: (c: Context, context: EngineContext) => Promise<Response>) => {
    app.on(['GET', 'POST'], `/hosted/:clientId${path}`, async (c) => {
      const context = await registry.byClientId(c.req.param('clientId') ?? '')
      if (context === undefined) return gone()
      await context.synchronize()
      const device = deviceOf(c.req.header('user-agent'))
      const locale = c.req.header('accept-language')
      const cause = {
        ...{ id: randomUUID(), method: c.req.method, path: c.req.path },
        ...(device !== undefined && { device }),
        ...(locale !== undefined && { locale }),
      }
      const { storage } = context
      return storage.durably(() => causedBy(cause, () => storage.atomically(() => handler(c, context))))
    })
  }
  serve('/flow/:flow', flowPage)
  serve('/device', devicePage)
  serve('/portal', portalPage)
  serve('/reset', resetPage)
  serve('/invitation', invitationPage)
  serve('/signed-in', async (_c, context) => done(context, 'Signed in', 'Go back to your device.'))
  serve('/signed-out', async (_c, context) => done(context, 'Signed out', 'You can close this page.'))
}

async function flowPage(c: Context, context: EngineContext): Promise<Response> {
  const token = c.req.param('flow') ?? ''
  const flow = await readHostedFlow(context, token)
  if (flow === undefined) return gone()
  const { request, state } = flow
  if (c.req.method !== 'POST') {
    const atIdentity = state.step.name === 'identity' && 'redirectUri' in request
    const view = atIdentity
      ? await identityView(context, request, state.error)
      : await stepView(context, state)
    const status = state.error === undefined ? 200 : 400
    return brandedPage(context.settings, { title: view.title, status }, view.content)
  }
  const fields = await formFields(c.req.raw)
  const outcome =
    state.step.name === 'identity' && 'redirectUri' in request
      ? await submitIdentity(context, request, fields)
      : await submitStep(context, flow, fields, visitorFor(request, c.req.header('user-agent')))
  if ('location' in outcome) {
    await endHostedFlow(context, token)
    const response = seeOther(outcome.location)
    if (outcome.cookie !== undefined) response.headers.append('Set-Cookie', outcome.cookie)
    return response
  }
  if ('target' in outcome) {
    if (!('redirectUri' in request)) return gone()
    const { target, email } = outcome
    const next = await createHostedFlow(context, {
      ...request,
      target,
      ...(email !== undefined && { loginHint: email }),
    })
    await endHostedFlow(context, token)
    return seeOther(`/hosted/${context.clientId}/flow/${next}`)
  }
  await writeHostedState(
    context,
    token,
    'step' in outcome
      ? { step: outcome.step }
      : { step: remembering(state.step, fields), error: outcome.error },
  )
  return seeOther(c.req.path)
}

/** Keeps the typed email address when another field of the form has an error. */
function remembering(step: HostedStep, fields: Map<string, string>): HostedStep {
  const email = fields.get('email') ?? ''
  const isTyped = step.name === 'sign-in' || step.name === 'sign-up' || step.name === 'forgot'
  return isTyped && email !== '' ? { ...step, email } : step
}

/** Our pages start no session: they pass a code to the application, or approve the device. */
function visitorFor(request: HostedRequest, userAgent: string | undefined): Visitor {
  const organizationId = 'organizationId' in request ? request.organizationId : undefined
  return {
    client: {
      confidential: true,
      ipAddress: null,
      userAgent: userAgent ?? null,
      ...(organizationId !== undefined && { organizationId }),
    },
    async finish(context, { proof }) {
      if ('redirectUri' in request) return finishSignIn(context, request, proof)
      await decideDevice(context, request.deviceUserCode, { state: 'approved', proof: toJson(proof) })
      return { location: `/hosted/${context.clientId}/signed-in` }
    },
  }
}

function gone(): Response {
  return page(
    { title: 'Page not found', status: 404 },
    html`<main><h1>Page not found</h1><p>The link has been used or has expired. Start again from the application.</p></main>`,
  )
}
