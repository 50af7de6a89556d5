import type { Context } from 'hono'
import { html } from '../../base/html.ts'
import type { EngineContext } from '../../context/engine-context.ts'
import { decideDevice, isWaiting } from '../../domain/authorization/device-codes.ts'
import { createHostedFlow } from '../../domain/authorization/interaction.ts'
import { brandedPage } from '../pages/branded-page.ts'
import { seeOther } from '../pages/layout.ts'
import { formFields } from '../pages/same-origin.ts'

/** The page where a user types the code that a device shows. */
export async function devicePage(c: Context, context: EngineContext): Promise<Response> {
  if (c.req.method !== 'POST') return deviceForm(context, c.req.query('user_code') ?? '')
  const fields = await formFields(c.req.raw)
  const userCode = (fields.get('user_code') ?? '').trim().toUpperCase()
  if (!(await isWaiting(context, userCode)))
    return deviceForm(context, userCode, 'This code is unknown or has expired.')
  if (fields.get('action') === 'deny') {
    await decideDevice(context, userCode, { state: 'denied', proof: null })
    return brandedPage(
      context.settings,
      { title: 'Refused' },
      html`<h1>Access denied</h1><p>The device is not signed in.</p>`,
    )
  }
  const flow = await createHostedFlow(context, {
    deviceUserCode: userCode,
    screen: 'sign-in',
    target: { kind: 'authkit' },
  })
  return seeOther(`/hosted/${context.clientId}/flow/${flow}`)
}

function deviceForm(context: EngineContext, userCode: string, error?: string): Response {
  return brandedPage(
    context.settings,
    { title: 'Connect a device', status: error === undefined ? 200 : 400 },
    html`<h1>Connect a device</h1>
${error !== undefined && html`<p class="error" role="alert">${error}</p>`}
<p>Continue only if this code is shown on a device in front of you.</p>
<form method="post">
<label>Code <input class="code" name="user_code" autocomplete="off" autocapitalize="characters" required value="${userCode}"></label>
<button name="action" value="approve">Continue</button>
<button class="quiet" name="action" value="deny">This was not me</button>
</form>`,
  )
}
