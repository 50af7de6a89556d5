import { type Html, html } from '../../base/html.ts'
import type { EngineContext } from '../../context/engine-context.ts'
import type { AuthorizationRequest } from '../../domain/authorization/authorization-request.ts'
import { findConnection } from '../../domain/connections/connections.ts'
import { oldestUsers } from '../../domain/users/list-users.ts'
import { fromJson } from '../../storage/json.ts'

const SHOWN = 8

interface Choice {
  email: string
  first_name?: string | null
  last_name?: string | null
}

/** The page of a stand-in provider: select a user, type one, or deny. */
export async function identityView(
  context: EngineContext,
  request: AuthorizationRequest,
  error: string | undefined,
): Promise<{ title: string; content: Html }> {
  const { name, choices } = await offered(context, request)
  return {
    title: `${name} (stand-in)`,
    content: html`<p class="banner">This page replaces ${name}, which is not contacted.</p>
<h1>Continue with ${name}</h1>
${passedOn(request)}
${error !== undefined && html`<p class="error" role="alert">${error}</p>`}
<form method="post"><ul class="plain">
${choices.map(
  (choice) =>
    html`<li><button class="quiet" name="identity" value="${choice.email}">${choice.email}</button></li>`,
)}
</ul></form>
<h2>Another user</h2>
<form method="post">
<label>Email <input name="email" type="email" autocomplete="off" required value="${request.loginHint ?? ''}"></label>
<label>First name <input name="first_name" autocomplete="off"></label>
<label>Last name <input name="last_name" autocomplete="off"></label>
<label class="check"><input type="checkbox" name="unverified"> The provider has not verified this email address</label>
<button>Continue</button>
</form>
<form method="post"><button class="quiet" name="action" value="deny">Deny</button></form>`,
  }
}

/** The parameters that a real provider would have received. */
function passedOn({ providerScopes, providerQuery = {} }: AuthorizationRequest): Html | false {
  const requested = [
    ...(providerScopes.length > 0 ? [['scope', providerScopes.join(' ')]] : []),
    ...Object.entries(providerQuery),
  ]
  if (requested.length === 0) return false
  return html`<p class="soft">Parameters from your app: ${requested.map(([name, value]) => html`<code>${name}=${value}</code> `)}</p>`
}

async function offered(context: EngineContext, { target }: AuthorizationRequest) {
  if (target.kind === 'connection') {
    const row = await findConnection(context, target.id)
    return { name: row?.name ?? 'Single sign-on', choices: fromJson<Choice[]>(row?.profiles ?? '[]') }
  }
  const name = target.kind === 'provider' ? target.provider.replace(/OAuth$/, '') : 'Provider'
  const choices: Choice[] = await oldestUsers(context, SHOWN)
  return { name, choices }
}
